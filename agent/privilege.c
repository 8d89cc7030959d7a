/* SPDX-License-Identifier: BSD-3-Clause */
/* Dropping privileges, with libcap-ng. */
#include "agent/privilege.h"

#include <cap-ng.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"

#define BIT(capability) (UINT64_C(1) << (capability))

int privilege_find_user(const char *name, struct identity *ret_identity)
{
	const struct passwd *entry;

	errno = 0;
	entry = getpwnam(name);
	if (!entry)
		return errno && errno != ENOENT ? -errno : -ESRCH;
	*ret_identity = (struct identity){ .name = name, .uid = entry->pw_uid, .gid = entry->pw_gid };
	return 0;
}

static uint64_t needed_by(enum source_kind source)
{
	return source == SOURCE_HWMON ? 0 : source == SOURCE_ETHTOOL ? BIT(CAP_NET_ADMIN) : BIT(CAP_DAC_READ_SEARCH);
}

uint64_t privilege_needed(const struct config *config)
{
	const struct topology *t = config->topology;
	uint64_t needed = 0;

	/* Without ports they are found, of any kind. */
	if (t->port_count == 0)
		return config->settings.discovery ? BIT(CAP_NET_ADMIN) | BIT(CAP_DAC_READ_SEARCH) : 0;
	for (size_t i = 0; i < t->port_count; i++)
		needed |= needed_by(t->ports[i].source);
	return needed;
}

/* What is to be left, as far as it is there. */
static void choose_capabilities(uint64_t keep)
{
	uint64_t have = 0;

	capng_get_caps_process();
	for (unsigned c = 0; c <= CAP_LAST_CAP; c++) {
		if (capng_have_capability(CAPNG_PERMITTED, c))
			have |= BIT(c);
	}
	capng_clear(CAPNG_SELECT_ALL);
	for (unsigned c = 0; c <= CAP_LAST_CAP; c++) {
		if (have & keep & BIT(c))
			capng_update(CAPNG_ADD, (capng_type_t)(CAPNG_EFFECTIVE | CAPNG_PERMITTED), c);
	}
}

int privilege_drop(const struct identity *who, uint64_t keep, bool dumpable)
{
	int r;

	choose_capabilities(keep);
	if (who->name) {
		/* Its errors are of its own kind, and setgroups() is the one that is refused first. */
		r = capng_change_id((int)who->uid, (int)who->gid,
		                    (capng_flags_t)(CAPNG_INIT_SUPP_GRP | CAPNG_CLEAR_BOUNDING | CAPNG_CLEAR_AMBIENT));
		if (r < 0)
			return -EPERM;
	} else {
		/* The bounding set is for who has CAP_SETPCAP: a service manager has seen to it otherwise. */
		(void)capng_apply(CAPNG_SELECT_BOUNDS);
		if (capng_apply(CAPNG_SELECT_CAPS) < 0)
			return -EPERM;
		(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0) < 0)
		return -errno;
	return 0;
}

void privilege_close_from(int first)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, first, ~0u, 0) == 0)
		return;
#endif
	for (int fd = first, last = (int)sysconf(_SC_OPEN_MAX); fd < last; fd++)
		close(fd);
}

void privilege_make_folder(const char *folder, const struct identity *who)
{
	if (mkdir(folder, 0755) == 0 && who->name)
		(void)!chown(folder, who->uid, who->gid);
}

static int check_file(int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
		return 0;
	return faccessat(folder, name, R_OK, AT_EACCESS) < 0 ? -errno : 0;
}

int privilege_check_folder(const char *folder, char *ret_path, size_t size)
{
	const struct dirent *entry;
	DIR *dir;
	int r = 0;

	text_copy(ret_path, size, folder);
	if (faccessat(AT_FDCWD, folder, R_OK | W_OK | X_OK, AT_EACCESS) < 0)
		return errno == ENOENT ? 0 : -errno;
	dir = opendir(folder);
	if (!dir)
		return -errno;
	while (r == 0 && (entry = readdir(dir))) {
		r = check_file(dirfd(dir), entry->d_name);
		if (r < 0)
			text_format(ret_path, size, "%s/%s", folder, entry->d_name);
	}
	closedir(dir);
	return r;
}
