/* SPDX-License-Identifier: BSD-3-Clause */
/* Files that a process may open: landlock(7), whose calls the C library has not. */
#include "agent/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As linux/landlock.h has it, which may be older than the kernel. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define CREATE_VERSION 1u
#define RULE_PATH_BENEATH 1

#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR (UINT64_C(1) << 3)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_REG (UINT64_C(1) << 8)
#define FS_TRUNCATE (UINT64_C(1) << 14)

/* All rights of files that a version knows. */
#define FS_ALL_1 ((UINT64_C(1) << 13) - 1)
#define FS_REFER_2 (UINT64_C(1) << 13)
#define FS_TRUNCATE_3 FS_TRUNCATE
#define FS_IOCTL_DEV_5 (UINT64_C(1) << 15)
/* Version 4: binding and connecting TCP ports; 6: abstract unix sockets, signals. */
#define NET_BIND_4 UINT64_C(1)
#define SCOPE_ABSTRACT_6 UINT64_C(1)
#define SCOPE_SIGNAL_6 (UINT64_C(1) << 1)

struct ruleset {
	uint64_t files, net, scoped;
};

struct path_beneath {
	uint64_t access;
	int32_t fd;
} __attribute__((packed));

static struct ruleset handled(long version)
{
	const char *notify = getenv("NOTIFY_SOCKET");
	struct ruleset all = { .files = FS_ALL_1 };

	if (version >= 2)
		all.files |= FS_REFER_2;
	if (version >= 3)
		all.files |= FS_TRUNCATE_3;
	if (version >= 4)
		all.net = NET_BIND_4;
	if (version >= 5)
		all.files |= FS_IOCTL_DEV_5;
	/* A service manager's socket may be an abstract one. */
	if (version >= 6)
		all.scoped = SCOPE_SIGNAL_6 | (notify && notify[0] == '@' ? 0 : SCOPE_ABSTRACT_6);
	return all;
}

static uint64_t rights(enum sandbox_right right, bool folder)
{
	uint64_t file = 0, dir = 0;

	switch (right) {
	case SANDBOX_READ:
		file = FS_READ_FILE;
		dir = FS_READ_DIR;
		break;
	case SANDBOX_WRITE:
		file = FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE;
		dir = FS_READ_DIR | FS_MAKE_REG | FS_REMOVE_FILE;
		break;
	case SANDBOX_REMOVE:
		dir = FS_REMOVE_FILE;
		break;
	}
	return folder ? file | dir : file;
}

static int add_path(int ruleset, const struct sandbox_path *path, uint64_t known)
{
	struct path_beneath rule = { .fd = open(path->path, O_PATH | O_CLOEXEC) };
	struct stat st;
	int r = 0;

	if (rule.fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -errno;
	if (fstat(rule.fd, &st) < 0)
		r = -errno;
	rule.access = r == 0 ? rights(path->right, S_ISDIR(st.st_mode)) & known : 0;
	if (rule.access && syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0) < 0)
		r = -errno;
	close(rule.fd);
	return r;
}

int sandbox_restrict_files(const struct sandbox_path *paths, unsigned count)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_VERSION);
	struct ruleset all;
	size_t size;
	int fd, r = 0;

	if (version < 0)
		return -errno;
	all = handled(version);
	size = version >= 6 ? sizeof(all) : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
	fd = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	if (fd < 0)
		return -errno;
	for (unsigned i = 0; i < count && r == 0; i++) {
		if (paths[i].path && paths[i].path[0])
			r = add_path(fd, &paths[i], all.files);
	}
	if (r == 0 && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || syscall(SYS_landlock_restrict_self, fd, 0) < 0))
		r = -errno;
	close(fd);
	return r;
}
