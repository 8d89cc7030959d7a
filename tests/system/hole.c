/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What somebody could do who runs code of his own in the process that decodes modules: this program becomes
 * that process, with its reader, as the daemon does, and tries one thing.
 *
 *   hole FOLDER USER|- kill|old|off ATTEMPT
 *
 * "done" if it was done, with exit status 0; the errno's name and 1 if it was refused. A process that is
 * killed for it ends with SIGSYS. "off": nothing is given up; "old": on a kernel without Landlock. FOLDER holds the folder "state", the socket "master" and the file "outside".
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/io_uring.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent/confine.h"
#include "base/log.h"
#include "base/text.h"
#include "source/access.h"
#include "source/source.h"

static struct {
	const char *folder;
	struct confinement confinement;
} hole;

/* What system calls return: 0 or more, or -errno. */
static int result(long r)
{
	return r < 0 ? -errno : 0;
}

static int open_path(const char *path, int flags)
{
	return result(open(path, flags, 0600));
}

static int open_in(const char *name, int flags)
{
	char path[4096];

	TEXT_FORMAT(path, "%s/%s", hole.folder, name);
	return open_path(path, flags);
}

static int try_device(void)
{
	return open_path("/dev/zero", O_RDONLY);
}

static int try_device_both(void)
{
	return open_path("/dev/zero", O_RDWR);
}

static int try_read_outside(void)
{
	return open_in("outside", O_RDONLY);
}

static int try_write_outside(void)
{
	return open_in("made", O_WRONLY | O_CREAT);
}

static int try_passwd(void)
{
	return open_path("/etc/passwd", O_RDONLY);
}

static int try_remove_outside(void)
{
	char path[4096];

	TEXT_FORMAT(path, "%s/removable", hole.folder);
	return result(unlink(path));
}

static int try_netlink(void)
{
	return result(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int try_inet(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_packet(void)
{
	return result(socket(AF_PACKET, SOCK_RAW, 0));
}

static int try_connect(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	TEXT_FORMAT(sun.sun_path, "%s/master", hole.folder);
	return fd < 0 ? -errno : result(connect(fd, (struct sockaddr *)&sun, sizeof(sun)));
}

static int try_ethtool(void)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	struct ifreq request = { .ifr_data = (void *)&info };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	TEXT_SET(request.ifr_name, "lo");
	return fd < 0 ? -errno : result(ioctl(fd, SIOCETHTOOL, &request));
}

static int try_exec(void)
{
	char name[] = "true", *const argv[] = { name, NULL };

	/* Only returns if it fails. */
	execv("/bin/true", argv);
	return -errno;
}

static int try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return result(child);
}

static int try_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ?
	               -errno : 0;
}

static int try_root(void)
{
	return result(setuid(0));
}

static int try_chown(void)
{
	char path[4096];

	TEXT_FORMAT(path, "%s/outside", hole.folder);
	return result(chown(path, 1, 1));
}

static int try_mount(void)
{
	return result(syscall(SYS_mount, "none", hole.folder, "tmpfs", 0, NULL));
}

static int try_ring(void)
{
	struct io_uring_params params = { .flags = 0 };

	return result(syscall(SYS_io_uring_setup, 1, &params));
}

static int try_trace(void)
{
	return result(ptrace(PTRACE_ATTACH, hole.confinement.reader, NULL, NULL));
}

static int try_memory(void)
{
	char path[64];

	TEXT_FORMAT(path, "/proc/%ld/mem", (long)hole.confinement.reader);
	return open_path(path, O_WRONLY);
}

static int try_kill(void)
{
	return result(kill(hole.confinement.reader, SIGKILL));
}

/* Through the reader. */

static int ask_source(enum source_kind kind, char *path, char *presence)
{
	const struct port_decl port = { .source = kind, .path = path, .presence_path = presence };
	struct source *source;
	uint8_t byte;
	int r = source_open(&port, "", &source);

	if (r == 0)
		r = presence ? source_presence(source) : source_read(source, (struct image_addr){ .offset = 0 }, 1, &byte);
	return r < 0 ? r : 0;
}

static int try_reader_file(void)
{
	char path[] = "/etc/passwd";

	return ask_source(SOURCE_FILE, path, NULL);
}

static int try_reader_node(void)
{
	char path[] = "/sys/../etc/passwd";

	return ask_source(SOURCE_SYSFS, path, NULL);
}

static int try_reader_presence(void)
{
	char path[] = "/sys/none", presence[] = "/etc/passwd";

	return ask_source(SOURCE_SYSFS, path, presence);
}

static int try_reader_device(void)
{
	char path[] = "/dev/zero";

	return ask_source(SOURCE_I2C, path, NULL);
}

static int try_reader_connect(void)
{
	char path[4096];
	int r;

	if (!access_other())
		return 0;
	TEXT_FORMAT(path, "%s/elsewhere", hole.folder);
	r = access_other()->connect(path);
	return r < 0 ? r : 0;
}

static int take_nothing(const struct nlmsghdr *message, void *arg)
{
	(void)message;
	(void)arg;
	return 0;
}

static int try_reader_set(void)
{
	uint16_t family;
	struct genl *g;
	int r = genl_open(&g);

	if (r < 0)
		return r;
	r = genl_family(g, "ethtool", &family);
	if (r == 0) {
		(void)genl_request(g, family, ETHTOOL_MSG_LINKMODES_SET, 0);
		r = genl_talk(g, take_nothing, NULL);
	}
	genl_close(g);
	return r;
}

/* What it needs, and may. */

static int try_state(void)
{
	return open_in("state/file", O_WRONLY | O_CREAT);
}

static int try_sys(void)
{
	return open_path("/sys/class/net/lo/ifindex", O_RDONLY);
}

static int try_index(void)
{
	return if_nametoindex("lo") ? 0 : -errno;
}

static int try_family(void)
{
	uint16_t family;
	struct genl *g;
	int r = genl_open(&g);

	if (r == 0) {
		r = genl_family(g, "nlctrl", &family);
		genl_close(g);
	}
	return r;
}

static int try_master(void)
{
	char path[4096];
	int r;

	if (!access_other())
		return 0;
	TEXT_FORMAT(path, "%s/master", hole.folder);
	r = access_other()->connect(path);
	return r < 0 ? r : 0;
}

static const struct {
	const char *name;
	int (*try)(void);
} attempts[] = {
	{ "device", try_device },
	{ "device-both", try_device_both },
	{ "read-outside", try_read_outside },
	{ "write-outside", try_write_outside },
	{ "remove-outside", try_remove_outside },
	{ "passwd", try_passwd },
	{ "netlink", try_netlink },
	{ "inet", try_inet },
	{ "packet", try_packet },
	{ "connect", try_connect },
	{ "ethtool", try_ethtool },
	{ "exec", try_exec },
	{ "fork", try_fork },
	{ "code", try_code },
	{ "root", try_root },
	{ "chown", try_chown },
	{ "mount", try_mount },
	{ "ring", try_ring },
	{ "trace", try_trace },
	{ "memory", try_memory },
	{ "kill", try_kill },
	{ "reader-file", try_reader_file },
	{ "reader-node", try_reader_node },
	{ "reader-presence", try_reader_presence },
	{ "reader-device", try_reader_device },
	{ "reader-connect", try_reader_connect },
	{ "reader-set", try_reader_set },
	{ "state", try_state },
	{ "sys", try_sys },
	{ "index", try_index },
	{ "family", try_family },
	{ "master", try_master },
};

static int confine(const char *folder, const char *user, enum sandbox_filter filter)
{
	char state[4096], control[4096], master[4096];
	struct confine_setup setup = { .user = user, .filter = filter, .config_path = "/nonexistent" };
	int r;

	TEXT_FORMAT(state, "%s/state", folder);
	TEXT_FORMAT(control, "%s/control/socket", folder);
	TEXT_FORMAT(master, "%s/master", folder);
	setup.state_dir = setup.preferences_dir = state;
	setup.control_path = control;
	setup.master = master;
	r = config_default(&setup.config);
	if (r == 0)
		r = confine_begin(&setup, &hole.confinement);
	return r < 0 ? r : confine_end(&setup);
}

/* In place of the reader, for attempts that succeed. */
static pid_t make_victim(void)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	sleep(5);
	_exit(0);
}

/* A kernel without Landlock, as far as this process can tell. */
static int make_old(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_create_ruleset, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { .len = sizeof(code) / sizeof(code[0]), .filter = code };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

int main(int argc, char *argv[])
{
	enum sandbox_filter filter;
	int r;
	bool old = argc == 5 && strcmp(argv[3], "old") == 0;

	if (argc != 5 || !sandbox_filter_of(old ? "kill" : argv[3], &filter) || (old && make_old() < 0))
		return 2;
	log_open("hole", false, LOG_LEVEL_INFO);
	hole.folder = argv[1];
	if (filter == FILTER_OFF)
		hole.confinement.reader = make_victim();
	if (filter != FILTER_OFF && confine(argv[1], strcmp(argv[2], "-") ? argv[2] : NULL, filter) < 0)
		return 2;
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		if (strcmp(attempts[i].name, argv[4]) != 0)
			continue;
		r = attempts[i].try();
		printf("%s\n", r == 0 ? "done" : strerrorname_np(-r));
		fflush(stdout);
		if (filter == FILTER_OFF)
			(void)kill(hole.confinement.reader, SIGKILL);
		return r == 0 ? 0 : 1;
	}
	return 2;
}
