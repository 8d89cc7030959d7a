/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is left to a process after its start: system calls (seccomp, by libseccomp) and files (Landlock).
 *
 * Before threads are started, and after no_new_privs. Builds with sanitizers or coverage do without unless
 * it is asked for.
 */
#ifndef BREAKOUT_AGENT_SANDBOX_H
#define BREAKOUT_AGENT_SANDBOX_H

#include <stdbool.h>

enum sandbox_filter {
	FILTER_DEFAULT,  /* FILTER_KILL, where the build has it */
	FILTER_KILL,     /* a system call that is not on the list ends the process with SIGSYS */
	FILTER_LOG,      /* it is logged by the kernel, and done */
	FILTER_OFF,
};

/* "kill", "log", "off". False: none of them. */
bool sandbox_filter_of(const char *word, enum sandbox_filter *ret_filter);

/* Is it switched off, or not in this build? */
bool sandbox_filter_off(enum sandbox_filter filter);

enum sandbox_process {
	SANDBOX_DECODER = 1,
	SANDBOX_READER,
};

/* The list of system calls of a process; `inet`: sockets of IP, too. 0 or negative errno; -ENOSYS: the kernel has none. */
int sandbox_filter_calls(enum sandbox_process process, enum sandbox_filter filter, bool inet);

/* Files and folders of a process, with all that is below them; what is not there is left out. */
enum sandbox_right {
	SANDBOX_READ,    /* read files, list folders */
	SANDBOX_WRITE,   /* and write, make and remove files */
	SANDBOX_REMOVE,  /* only remove files */
};

struct sandbox_path {
	const char *path;
	enum sandbox_right right;
};

/* From now on no other files are opened. 0; -ENOSYS, -EOPNOTSUPP: this kernel has no Landlock; another negative errno. */
int sandbox_restrict_files(const struct sandbox_path *paths, unsigned count);

#endif
