/* SPDX-License-Identifier: BSD-3-Clause */
/* The control socket in the file system. */
#include "control/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

/* Connections that wait to be taken. */
#define BACKLOG 64

#define SOCKET_MODE 0660

/* Tries to be the only one who looks at the folder, 20 ms apart. */
#define LOCK_TRIES 25

/* Split `path`; the folder's part goes to folder[PATH_MAX]. NULL if it names no file. */
static const char *split(const char *path, char *folder)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;

	if (path[0] != '/' || !slash[1] || strlen(slash + 1) > NAME_MAX || len >= PATH_MAX)
		return NULL;
	memcpy(folder, path, len);
	folder[len] = '\0';
	if (len == 0)
		text_copy(folder, PATH_MAX, "/");
	return slash + 1;
}

/* The address of a file in an opened folder, however long the folder's name is. */
static int address_in(int folder, const char *name, struct sockaddr_un *ret_address)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int n = snprintf(sun.sun_path, sizeof(sun.sun_path), "/proc/self/fd/%d/%s", folder, name);

	if (n < 0 || (size_t)n >= sizeof(sun.sun_path))
		return -ENAMETOOLONG;
	*ret_address = sun;
	return 0;
}

static int new_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	return fd < 0 ? -errno : fd;
}

/* A descriptor or a negative errno. */
static int connect_in(int folder, const char *name)
{
	struct sockaddr_un sun;
	int r = address_in(folder, name, &sun), fd;

	if (r < 0)
		return r;
	fd = new_socket();
	if (fd < 0)
		return fd;
	if (connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0)
		return fd;
	r = -errno;
	close(fd);
	return r;
}

int socket_connect(const char *path)
{
	char folder[PATH_MAX];
	const char *name = split(path, folder);
	int fd, r;

	if (!name)
		return -EINVAL;
	fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = connect_in(fd, name);
	close(fd);
	return r;
}

/* In a folder that everybody may write to, what is ours is ours only if it is sticky. */
static int check_folder(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return -EPERM;
	return st.st_mode & (S_IWGRP | S_IWOTH) && !(st.st_mode & S_ISVTX) ? -EPERM : 0;
}

static int open_folder(const char *path)
{
	struct stat st;
	int fd, r;

	if (mkdir(path, 0755) < 0 && errno != EEXIST)
		return -errno;
	/* /var/run is a link on most machines; nobody but root or we may lay one. */
	if (lstat(path, &st) < 0)
		return -errno;
	if (S_ISLNK(st.st_mode) && st.st_uid != 0 && st.st_uid != geteuid())
		return -EPERM;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = check_folder(fd);
	if (r < 0) {
		close(fd);
		return r;
	}
	return fd;
}

/*
 * Of two that start at once, one has its socket before the other looks. Who
 * may read the folder may also hold its lock: that delays us, and no more.
 */
static void lock_folder(int fd)
{
	const struct timespec pause = { .tv_nsec = 20000000 };

	for (int i = 0; i < LOCK_TRIES && flock(fd, LOCK_EX | LOCK_NB) < 0; i++)
		nanosleep(&pause, NULL);
}

/* Remove what a dead process left. */
static int clear(int folder, const char *name)
{
	struct stat st;
	int fd;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(st.st_mode))
		return -EEXIST;
	fd = connect_in(folder, name);
	if (fd >= 0)
		close(fd);
	if (fd >= 0 || fd == -EAGAIN)
		return -EADDRINUSE;
	if (fd != -ECONNREFUSED)
		return fd == -ENOENT ? 0 : fd;
	return unlinkat(folder, name, 0) < 0 && errno != ENOENT ? -errno : 0;
}

static int find_group(const char *name, gid_t *ret_gid)
{
	char buf[16384];
	struct group entry, *found = NULL;
	int r = getgrnam_r(name, &entry, buf, sizeof(buf), &found);

	if (!found)
		return r ? -r : -ESRCH;
	*ret_gid = found->gr_gid;
	return 0;
}

/* Nobody else may connect before the group is right; and nobody can before listen(). */
static int publish(struct socket_place *place, const char *group)
{
	struct sockaddr_un sun;
	struct stat st;
	gid_t gid = (gid_t)-1;
	int r = address_in(place->folder, place->name, &sun);

	if (r == 0 && group[0])
		r = find_group(group, &gid);
	if (r < 0)
		return r;
	/* The file gets the socket's mode, less the umask. */
	if (fchmod(place->fd, S_IRUSR | S_IWUSR) < 0 ||
	    bind(place->fd, (struct sockaddr *)&sun, sizeof(sun)) < 0)
		return -errno;
	if (fstatat(place->folder, place->name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	place->device = st.st_dev;
	place->inode = st.st_ino;
	if ((group[0] && fchownat(place->folder, place->name, (uid_t)-1, gid, AT_SYMLINK_NOFOLLOW) < 0) ||
	    fchmodat(place->folder, place->name, SOCKET_MODE, 0) < 0 || listen(place->fd, BACKLOG) < 0)
		return -errno;
	return 0;
}

void socket_remove(struct socket_place *place)
{
	struct stat st;

	if (place->fd >= 0)
		close(place->fd);
	if (place->folder >= 0) {
		if (place->inode && fstatat(place->folder, place->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_dev == place->device && st.st_ino == place->inode)
			(void)unlinkat(place->folder, place->name, 0);
		close(place->folder);
	}
	place->fd = place->folder = -1;
}

int socket_listen(const char *path, const char *group, struct socket_place *ret_place)
{
	struct socket_place place = { .fd = -1, .folder = -1 };
	char folder[PATH_MAX];
	const char *name = split(path, folder);
	int r;

	if (!name || !TEXT_SET(place.name, name))
		return -EINVAL;
	place.folder = open_folder(folder);
	if (place.folder < 0)
		return place.folder;
	place.fd = r = new_socket();
	if (r >= 0) {
		lock_folder(place.folder);
		r = clear(place.folder, name);
		if (r == 0)
			r = publish(&place, group);
		(void)flock(place.folder, LOCK_UN);
	}
	if (r < 0) {
		socket_remove(&place);
		return r;
	}
	*ret_place = place;
	return 0;
}
