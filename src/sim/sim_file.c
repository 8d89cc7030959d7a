/* SPDX-License-Identifier: BSD-3-Clause */
/* Small files, read whole and replaced whole. */
#include "sim/sim_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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

int sim_file_replace(const char *path, const void *data, size_t len)
{
	char temporary[PATH_MAX];
	int n = snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);
	int fd, r;

	if (n < 0 || (size_t)n >= sizeof(temporary))
		return -ENAMETOOLONG;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = write_all(fd, data, len);
	/* The daemon that reads it may be another user. */
	if (r == 0 && fchmod(fd, 0644) < 0)
		r = -errno;
	if (close(fd) < 0 && r == 0)
		r = -errno;
	if (r == 0 && rename(temporary, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	return r;
}

int sim_file_read(const char *path, void *data, size_t size, size_t *ret_len)
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
