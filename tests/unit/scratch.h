/* SPDX-License-Identifier: BSD-3-Clause */
/* A temporary folder for tests that need files. Failures end the test. */
#ifndef BREAKOUT_TESTS_SCRATCH_H
#define BREAKOUT_TESTS_SCRATCH_H

#include <stddef.h>

#define SCRATCH_PATH 512

struct scratch {
	char dir[128];
};

/* cmocka fixtures: *state is a struct scratch. The teardown removes the folder with all in it. */
int scratch_setup(void **state);
int scratch_teardown(void **state);

/* "DIR/name" into `path`. Returns path. */
const char *scratch_path(const struct scratch *s, const char *name, char path[SCRATCH_PATH]);

/* Write a file (a temporary one, renamed over `name`), making its folders. */
void scratch_write(const struct scratch *s, const char *name, const void *data, size_t len);
void scratch_text(const struct scratch *s, const char *name, const char *text);

/* Make a folder and those above it. */
void scratch_mkdir(const struct scratch *s, const char *name);

void scratch_symlink(const struct scratch *s, const char *target, const char *name);
void scratch_unlink(const struct scratch *s, const char *name);
/* An empty folder. */
void scratch_rmdir(const struct scratch *s, const char *name);

#endif
