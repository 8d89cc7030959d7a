/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading files and sysfs attributes that are not ours: bounded, never
 * blocking on what is not a regular file, with every failure as an errno.
 *
 * Symbolic links are followed on purpose: sysfs is made of them.
 */
#ifndef BREAKOUT_SOURCE_NODE_H
#define BREAKOUT_SOURCE_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "eeprom/image.h"

/*
 * Open for reading. A file descriptor to be closed, and its size; -ENOENT,
 * -EACCES... as open() says, -EISDIR for a directory, -EINVAL for a FIFO,
 * device or socket (which are never waited for).
 */
int node_open(const char *path, off_t *ret_size);

/* As node_open(), where a directory stands for the file `name` in it. */
int node_open_in(const char *path, const char *name, off_t *ret_size);

/* All `len` bytes at `offset`: 0, -ENODATA if the file ends before, or the errno of read(). */
int node_read(int fd, off_t offset, size_t len, uint8_t *buf);

/* A small attribute as text, trailing white space removed; -EMSGSIZE if it is longer than `size` - 1. */
int node_read_text(const char *path, char *buf, size_t size);

/* The same of a path below an open folder. */
int node_read_text_at(int dir, const char *path, char *buf, size_t size);

/*
 * Is there a folder that may hold the node? Where there is none the path is wrong. The root is no
 * place for modules.
 */
bool node_has_place(const char *path);
bool node_is_folder(const char *path);

/* Does this errno mean that nothing is there, rather than that asking failed? */
bool node_gone(int error);

/* 0 or -EINVAL, by the range rules of image_write(). */
int node_check_range(struct image_addr at, size_t len);

#endif
