/* SPDX-License-Identifier: BSD-3-Clause */
/* Small files, read whole and replaced whole. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Fill a new file and put it in the place of the old one. */
static int replace(int fd, const char *temporary, const char *path, const void *data, size_t len,
                   bool durably)
{
	int r = write_all(fd, data, len);

	/* Who reads it may be another user. */
	if (r == 0 && fchmod(fd, 0644) < 0)
		r = -errno;
	if (r == 0 && durably && fsync(fd) < 0)
		r = -errno;
	if (close(fd) < 0 && r == 0)
		r = -errno;
	if (r == 0 && rename(temporary, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	return r;
}

static bool name_beside(char *buf, size_t size, const char *path, const char *suffix)
{
	int n = snprintf(buf, size, "%s%s", path, suffix);

	return n >= 0 && (size_t)n < size;
}

int file_replace(const char *path, const void *data, size_t len)
{
	char temporary[PATH_MAX];
	int fd;

	if (!name_beside(temporary, sizeof(temporary), path, ".XXXXXX"))
		return -ENAMETOOLONG;
	fd = mkostemp(temporary, O_CLOEXEC);
	return fd < 0 ? -errno : replace(fd, temporary, path, data, len, false);
}

/* The rename itself: it is in the folder. */
static int sync_folder(const char *path)
{
	char folder[PATH_MAX];
	char *slash;
	int fd, r = 0;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* Some file systems can't; theirs need not. */
	if (fsync(fd) < 0 && errno != EINVAL)
		r = -errno;
	close(fd);
	return r;
}

int file_replace_durably(const char *path, const void *data, size_t len)
{
	char temporary[PATH_MAX];
	int fd, r;

	/* Always the same name: crashes leave one file behind, not many. */
	if (!name_beside(temporary, sizeof(temporary), path, ".new"))
		return -ENAMETOOLONG;
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	r = replace(fd, temporary, path, data, len, true);
	return r < 0 ? r : sync_folder(path);
}

int file_read(const char *path, void *data, size_t size, size_t *ret_len)
{
	FILE *f = fopen(path, "rbe");
	size_t len;
	int r = 0;

	if (!f)
		return -errno;
	errno = 0;
	len = fread(data, 1, size, f);
	if (ferror(f))
		r = errno ? -errno : -EIO;
	else if (len == size && fgetc(f) != EOF)
		r = -EFBIG;
	fclose(f);
	if (r == 0)
		*ret_len = len;
	return r;
}

int file_slurp(const char *path, size_t max, char **ret_text, size_t *ret_len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	char *text;
	int r = 0;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		r = -errno;
	else if (!S_ISREG(st.st_mode))
		r = S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	else if ((size_t)st.st_size > max)
		r = -EFBIG;
	close(fd);
	if (r < 0)
		return r;
	text = malloc((size_t)st.st_size + 1);
	r = text ? file_read(path, text, (size_t)st.st_size + 1, ret_len) : -ENOMEM;
	/* It may have grown since. */
	if (r == 0 && *ret_len > (size_t)st.st_size)
		r = -EFBIG;
	if (r < 0) {
		free(text);
		return r;
	}
	text[*ret_len] = '\0';
	*ret_text = text;
	return 0;
}

void file_make_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash && slash != path ? strndup(path, (size_t)(slash - path)) : NULL;

	if (folder)
		(void)mkdir(folder, 0755);
	free(folder);
}
