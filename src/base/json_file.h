/* SPDX-License-Identifier: BSD-3-Clause */
/* Small files of JSON, read whole and replaced whole. */
#ifndef BREAKOUT_BASE_JSON_FILE_H
#define BREAKOUT_BASE_JSON_FILE_H

#include <stddef.h>

#include <jansson.h>

/* A file of at most `max` bytes; the reference is the caller's. 0, as file_slurp(), or -EBADMSG for what is no JSON. */
int json_file_load(const char *path, size_t max, json_t **ret_root);

/*
 * Replace the file durably, in a folder that is made if need be; `flags` are jansson's. Takes the reference to `root`;
 * NULL, and what can't be printed, is -ENOMEM. 0 or negative errno.
 */
int json_file_save(const char *path, json_t *root, size_t flags);

#endif
