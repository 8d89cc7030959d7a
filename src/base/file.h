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

/*
 * The whole of a regular file of at most `max` bytes, with a NUL behind it, to be freed.
 * 0, -ENOENT, -EFBIG, -EISDIR, -EINVAL for what else is no regular file, -ENOMEM or another negative errno.
 */
int file_slurp(const char *path, size_t max, char **ret_text, size_t *ret_len);

/* The folder of a file, if it is not there yet: the file's own error tells the rest. */
void file_make_folder(const char *path);

#endif
