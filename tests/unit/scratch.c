/* SPDX-License-Identifier: BSD-3-Clause */
/* A temporary folder for tests that need files. */
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

int scratch_setup(void **state)
{
	const char *base = getenv("TMPDIR");
	struct scratch *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	snprintf(s->dir, sizeof(s->dir), "%s/breakout-test-XXXXXX",
		 base && strlen(base) < 80 ? base : "/tmp");
	assert_non_null(mkdtemp(s->dir));
	*state = s;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

int scratch_teardown(void **state)
{
	struct scratch *s = *state;
	int r = nftw(s->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);

	free(s);
	return r;
}

const char *scratch_path(const struct scratch *s, const char *name, char path[SCRATCH_PATH])
{
	assert_true((size_t)snprintf(path, SCRATCH_PATH, "%s/%s", s->dir, name) < SCRATCH_PATH);
	return path;
}

static void make_folders(const struct scratch *s, char *path)
{
	for (char *p = path + strlen(s->dir) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		if (mkdir(path, 0755) < 0)
			assert_int_equal(errno, EEXIST);
		*p = '/';
	}
}

void scratch_write(const struct scratch *s, const char *name, const void *data, size_t len)
{
	char path[SCRATCH_PATH];
	char temporary[SCRATCH_PATH];
	FILE *f;

	scratch_path(s, name, path);
	make_folders(s, path);
	f = fopen(scratch_path(s, ".new", temporary), "we");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(rename(temporary, path), 0);
}

void scratch_text(const struct scratch *s, const char *name, const char *text)
{
	scratch_write(s, name, text, strlen(text));
}

void scratch_mkdir(const struct scratch *s, const char *name)
{
	char path[SCRATCH_PATH];

	scratch_path(s, name, path);
	make_folders(s, path);
	assert_int_equal(mkdir(path, 0755), 0);
}

void scratch_symlink(const struct scratch *s, const char *target, const char *name)
{
	char path[SCRATCH_PATH];

	scratch_path(s, name, path);
	make_folders(s, path);
	assert_int_equal(symlink(target, path), 0);
}

void scratch_rmdir(const struct scratch *s, const char *name)
{
	char path[SCRATCH_PATH];

	assert_int_equal(rmdir(scratch_path(s, name, path)), 0);
}

void scratch_unlink(const struct scratch *s, const char *name)
{
	char path[SCRATCH_PATH];

	assert_int_equal(unlink(scratch_path(s, name, path)), 0);
}
