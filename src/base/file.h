/* SPDX-License-Identifier: BSD-3-Clause */
/* Small files, read whole and replaced whole, so that a reader never meets half of one. */
#ifndef BREAKOUT_BASE_FILE_H
#define BREAKOUT_BASE_FILE_H

#include <stddef.h>

/* Put `data` in the place of `path`, by renaming a new file in the same folder. 0 or negative errno. */
int file_replace(const char *path, const void *data, size_t len);

/*
 * As file_replace(), and the new file outlives a crash of the machine, or the
 * old one does. Of several writers at a time, one wins.
 */
int file_replace_durably(const char *path, const void *data, size_t len);

/* At most `size` bytes of `path`. 0, -EFBIG if it is larger, or another negative errno. */
int file_read(const char *path, void *data, size_t size, size_t *ret_len);

#endif
