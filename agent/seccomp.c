/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that a process may make. */
#include "agent/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/sockios.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config.h"

#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

bool sandbox_filter_of(const char *word, enum sandbox_filter *ret_filter)
{
	static const struct {
		const char *word;
		enum sandbox_filter filter;
	} words[] = { { "kill", FILTER_KILL }, { "log", FILTER_LOG }, { "off", FILTER_OFF } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, word) == 0) {
			*ret_filter = words[i].filter;
			return true;
		}
	}
	return false;
}

bool sandbox_filter_off(enum sandbox_filter filter)
{
#ifndef HAVE_SECCOMP
	(void)filter;
	return true;
#elif defined(SANDBOX_UNUSUAL)
	return filter == FILTER_DEFAULT || filter == FILTER_OFF;
#else
	return filter == FILTER_OFF;
#endif
}

#ifdef HAVE_SECCOMP

enum {
	D = SANDBOX_DECODER,
	R = SANDBOX_READER,
	BOTH = D | R,
};

/* Without conditions on arguments. Names that an architecture lacks are left out. */
static const struct call {
	const char *name;
	unsigned who;
} calls[] = {
	/* Memory, threads and time, as the C library has them. */
	{ "brk", BOTH }, { "munmap", BOTH }, { "mremap", BOTH }, { "madvise", BOTH }, { "futex", BOTH },
	{ "futex_time64", BOTH }, { "set_robust_list", BOTH }, { "rseq", BOTH }, { "sched_yield", BOTH },
	{ "sched_getaffinity", BOTH }, { "gettid", BOTH }, { "getpid", BOTH }, { "exit", BOTH },
	{ "exit_group", BOTH }, { "restart_syscall", BOTH }, { "rt_sigaction", BOTH }, { "rt_sigprocmask", BOTH },
	{ "rt_sigreturn", BOTH }, { "sigaltstack", BOTH }, { "clock_gettime", BOTH }, { "clock_gettime64", BOTH },
	{ "clock_getres", BOTH }, { "gettimeofday", BOTH }, { "time", BOTH }, { "nanosleep", BOTH },
	{ "clock_nanosleep", BOTH }, { "clock_nanosleep_time64", BOTH }, { "getrandom", BOTH }, { "membarrier", BOTH },
	{ "prlimit64", BOTH }, { "getrlimit", BOTH }, { "ugetrlimit", BOTH }, { "sysinfo", BOTH }, { "uname", BOTH },
	{ "getuid", BOTH }, { "geteuid", BOTH }, { "getgid", BOTH }, { "getegid", BOTH }, { "getppid", BOTH },
	/* Descriptors that are open. */
	{ "read", BOTH }, { "readv", BOTH }, { "pread64", BOTH }, { "write", BOTH }, { "writev", BOTH }, { "close", BOTH },
	{ "lseek", BOTH }, { "_llseek", BOTH }, { "fcntl", BOTH }, { "fcntl64", BOTH }, { "dup", BOTH }, { "poll", BOTH },
	{ "ppoll", BOTH }, { "ppoll_time64", BOTH }, { "fstat", BOTH }, { "fstat64", BOTH }, { "sendto", BOTH },
	{ "send", BOTH }, { "sendmsg", BOTH }, { "recvfrom", BOTH }, { "recv", BOTH }, { "recvmsg", BOTH },
	{ "getsockopt", BOTH }, { "setsockopt", BOTH }, { "getsockname", BOTH }, { "getpeername", BOTH },
	{ "connect", BOTH },
	/* What is known of files. */
	{ "stat", BOTH }, { "stat64", BOTH }, { "lstat", BOTH }, { "lstat64", BOTH }, { "newfstatat", BOTH },
	{ "fstatat64", BOTH }, { "statx", BOTH }, { "access", BOTH }, { "faccessat", BOTH }, { "faccessat2", BOTH },
	{ "readlink", BOTH }, { "readlinkat", BOTH }, { "getcwd", BOTH }, { "getdents64", BOTH }, { "statfs", BOTH },
	{ "statfs64", BOTH }, { "fstatfs", BOTH }, { "fstatfs64", BOTH },
	/* The state directory and the control socket; descriptors of the loop; a child that ended. */
	{ "pwrite64", D }, { "fsync", D }, { "fdatasync", D }, { "ftruncate", D }, { "ftruncate64", D }, { "fchmod", D },
	{ "rename", D }, { "renameat", D }, { "renameat2", D }, { "mkdir", D }, { "mkdirat", D }, { "umask", D },
	{ "accept", D }, { "accept4", D }, { "shutdown", D }, { "eventfd2", D }, { "signalfd4", D }, { "dup2", D },
	{ "dup3", D }, { "chdir", D }, { "wait4", D }, { "waitid", D }, { "setpriority", D }, { "getpriority", D },
	{ "flock", D }, { "pselect6", D }, { "select", D },
	/* Looking up the name of a master agent elsewhere. */
	{ "sendmmsg", D }, { "recvmmsg", D }, { "bind", D },
	{ "unlink", BOTH }, { "unlinkat", BOTH },
	/* Reports of the kernel, channels. */
	{ "bind", R }, { "socketpair", R },
};

/* With a condition on an argument: (argument & mask) == value. */
static const struct condition {
	const char *name;
	unsigned who, argument;
	uint64_t mask, value;
} conditions[] = {
	/* Threads, no processes. */
	{ "clone", BOTH, 0, CLONE_THREAD, CLONE_THREAD },
	/* No memory that is or becomes code. */
	{ "mmap", BOTH, 2, PROT_EXEC, 0 },
	{ "mmap2", BOTH, 2, PROT_EXEC, 0 },
	{ "mprotect", BOTH, 2, PROT_EXEC, 0 },
	/* To read, or to write a new file; both at once is what devices are opened for. */
	{ "openat", BOTH, 2, O_ACCMODE, O_RDONLY },
	{ "open", BOTH, 1, O_ACCMODE, O_RDONLY },
	{ "openat", D, 2, O_ACCMODE, O_WRONLY },
	{ "open", D, 1, O_ACCMODE, O_WRONLY },
	{ "openat", R, 2, O_ACCMODE | O_CREAT, O_RDWR },
	{ "open", R, 1, O_ACCMODE | O_CREAT, O_RDWR },
	{ "socket", R, 0, UINT32_MAX, AF_UNIX },
	{ "socket", R, 0, UINT32_MAX, AF_NETLINK },
	{ "socket", R, 0, UINT32_MAX, AF_INET },
	{ "ioctl", BOTH, 1, UINT32_MAX, SIOCGIFINDEX },
	{ "ioctl", BOTH, 1, UINT32_MAX, SIOCGIFNAME },
	/* The parser of the configuration asks whether it reads from a terminal. */
	{ "ioctl", BOTH, 1, UINT32_MAX, TCGETS },
	{ "ioctl", D, 1, UINT32_MAX, FIONREAD },
	{ "ioctl", R, 1, UINT32_MAX, SIOCETHTOOL },
	{ "ioctl", R, 1, UINT32_MAX, I2C_FUNCS },
	{ "ioctl", R, 1, UINT32_MAX, I2C_RDWR },
	{ "ioctl", R, 1, UINT32_MAX, I2C_SMBUS },
	{ "ioctl", R, 1, UINT32_MAX, I2C_SLAVE },
	{ "prctl", BOTH, 0, UINT32_MAX, PR_SET_NAME },
};

/* What a library tries and does without: refused with an errno, whatever the arguments that are not allowed above. */
static const struct refusal {
	const char *name;
	unsigned who;
	int error;
} refusals[] = {
	/* Its flags are behind a pointer: the C library falls back to clone(). */
	{ "clone3", BOTH, ENOSYS },
	{ "openat2", BOTH, ENOSYS },
};

static int allow_calls(scmp_filter_ctx filter, enum sandbox_process process)
{
	int r = 0;

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]) && r == 0; i++) {
		int number = seccomp_syscall_resolve_name(calls[i].name);

		if ((calls[i].who & process) && number != __NR_SCMP_ERROR)
			r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0);
	}
	return r;
}

static struct scmp_arg_cmp equal(unsigned argument, scmp_datum_t value)
{
	return (struct scmp_arg_cmp){ .arg = argument, .op = SCMP_CMP_EQ, .datum_a = value };
}

static struct scmp_arg_cmp equal_masked(unsigned argument, scmp_datum_t mask, scmp_datum_t value)
{
	return (struct scmp_arg_cmp){ .arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value };
}

static int allow_conditions(scmp_filter_ctx filter, enum sandbox_process process)
{
	int r = 0;

	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]) && r == 0; i++) {
		const struct condition *c = &conditions[i];
		int number = seccomp_syscall_resolve_name(c->name);

		if ((c->who & process) && number != __NR_SCMP_ERROR)
			r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1,
			                     equal_masked(c->argument, c->mask, c->value));
	}
	return r;
}

static int refuse(scmp_filter_ctx filter, enum sandbox_process process)
{
	int r = 0;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]) && r == 0; i++) {
		int number = seccomp_syscall_resolve_name(refusals[i].name);

		if ((refusals[i].who & process) && number != __NR_SCMP_ERROR)
			r = seccomp_rule_add(filter, SCMP_ACT_ERRNO((uint32_t)refusals[i].error), number, 0);
	}
	return r;
}

/*
 * Sockets of the decoder: datagrams to syslog and to the service manager (names of interfaces are asked for with
 * such a one, too), and IP if the master agent is elsewhere. Whatever else a library tries fails as
 * it would for a user who may not.
 */
static int limit_sockets(scmp_filter_ctx filter, bool inet)
{
	static const uint64_t streams[] = { SOCK_STREAM, SOCK_SEQPACKET };
	static const uint64_t families[] = { AF_INET, AF_INET6, AF_NETLINK };
	const uint64_t type = 0xf; /* without SOCK_CLOEXEC and SOCK_NONBLOCK */
	int r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 2, equal(0, AF_UNIX),
	                         equal_masked(1, type, SOCK_DGRAM));

	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]) && r == 0; i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 2, equal(0, AF_UNIX),
		                     equal_masked(1, type, streams[i]));
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]) && r == 0; i++)
		r = seccomp_rule_add(filter, inet && families[i] != AF_NETLINK ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES),
		                     SCMP_SYS(socket), 1, equal(0, families[i]));
	return r;
}

/* Where other conditions do not hold. */
static int refuse_rest(scmp_filter_ctx filter, enum sandbox_process process, bool inet)
{
	/* abort(), and nothing to other processes. */
	int r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
	                         equal(0, (scmp_datum_t)getpid()));

	if (r < 0 || process != SANDBOX_DECODER)
		return r;
	r = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
	                     equal_masked(2, O_ACCMODE, O_RDWR));
	return r < 0 ? r : limit_sockets(filter, inet);
}

int sandbox_filter_calls(enum sandbox_process process, enum sandbox_filter how, bool inet)
{
	scmp_filter_ctx filter = seccomp_init(how == FILTER_LOG ? SCMP_ACT_LOG : SCMP_ACT_KILL_PROCESS);
	int r;

	if (!filter)
		return -ENOMEM;
	r = allow_calls(filter, process);
	if (r == 0)
		r = allow_conditions(filter, process);
	if (r == 0)
		r = refuse(filter, process);
	if (r == 0)
		r = refuse_rest(filter, process, inet);
	if (r == 0)
		r = seccomp_load(filter);
	seccomp_release(filter);
	return r;
}

#else

int sandbox_filter_calls(enum sandbox_process process, enum sandbox_filter how, bool inet)
{
	(void)process;
	(void)how;
	(void)inet;
	return -ENOSYS;
}

#endif
