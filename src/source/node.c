/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading files and sysfs attributes that are not ours. */
#include "source/node.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

/* One transfer: what I2C drivers do in one go, and a bound on what a read can block for. */
#define NODE_CHUNK 128

/* Without O_NONBLOCK, opening a FIFO would wait for a writer. */
#define NODE_FLAGS (O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

static int open_at(int dir, const char *path)
{
	int fd;

	do {
		fd = openat(dir, path, NODE_FLAGS);
	} while (fd < 0 && errno == EINTR);
	return fd < 0 ? -errno : fd;
}

/* Keeps `fd` if it is a regular file (sysfs attributes are), else closes it. */
static int keep_regular(int fd, off_t *ret_size)
{
	struct stat st;
	int r = 0;

	if (fstat(fd, &st) < 0)
		r = -errno;
	else if (S_ISDIR(st.st_mode))
		r = -EISDIR;
	else if (!S_ISREG(st.st_mode))
		r = -EINVAL;
	if (r < 0) {
		close(fd);
		return r;
	}
	*ret_size = st.st_size;
	return fd;
}

static int open_regular_at(int dir, const char *path, off_t *ret_size)
{
	int fd = open_at(dir, path);

	return fd < 0 ? fd : keep_regular(fd, ret_size);
}

int node_open(const char *path, off_t *ret_size)
{
	return open_regular_at(AT_FDCWD, path, ret_size);
}

int node_open_in(const char *path, const char *name, off_t *ret_size)
{
	struct stat st;
	int fd = open_at(AT_FDCWD, path);
	int node;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0 || !S_ISDIR(st.st_mode))
		return keep_regular(fd, ret_size);
	node = open_at(fd, name);
	close(fd);
	return node < 0 ? node : keep_regular(node, ret_size);
}

int node_read(int fd, off_t offset, size_t len, uint8_t *buf)
{
	while (len > 0) {
		ssize_t n = pread(fd, buf, len < NODE_CHUNK ? len : NODE_CHUNK, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -ENODATA;
		buf += n;
		offset += n;
		len -= (size_t)n;
	}
	return 0;
}

int node_read_text(const char *path, char *buf, size_t size)
{
	return node_read_text_at(AT_FDCWD, path, buf, size);
}

int node_read_text_at(int dir, const char *path, char *buf, size_t size)
{
	size_t len = 0;
	off_t ignored;
	int fd = open_regular_at(dir, path, &ignored);
	int r = 0;

	if (fd < 0)
		return fd;
	while (len < size) {
		/* Not pread(): attributes in debugfs and procfs may not be seekable. */
		ssize_t n = read(fd, buf + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			r = -errno;
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	close(fd);
	if (r < 0)
		return r;
	if (len == size)
		return -EMSGSIZE;
	buf[len] = '\0';
	while (len > 0 && strchr(" \t\r\n", buf[len - 1]))
		buf[--len] = '\0';
	return 0;
}

bool node_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool node_has_place(const char *path)
{
	char copy[PATH_MAX];
	const char *folder;

	if (!TEXT_SET(copy, path))
		return false;
	folder = dirname(copy);
	return folder[strspn(folder, "/")] && node_is_folder(folder);
}

/*
 * A missing node is a cage without module; ENODEV and ENXIO are drivers that
 * lost it or got no acknowledge; EREMOTEIO is the latter on other adapters.
 */
bool node_gone(int error)
{
	return error == -ENOENT || error == -ENOTDIR || error == -ENODEV || error == -ENXIO ||
	       error == -EREMOTEIO;
}

int node_check_range(struct image_addr at, size_t len)
{
	if (at.device > IMAGE_A2 || len > 256u - at.offset)
		return -EINVAL;
	if (at.offset < 128 && (at.bank != 0 || at.page != 0))
		return -EINVAL;
	return 0;
}
