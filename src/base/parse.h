/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Strict parsing of numbers and pairs: the whole string must be consumed,
 * no leading blanks, no sign where none is allowed, no silent wrap.
 * Every function returns 0, or -EINVAL (not a number) or -ERANGE (outside
 * min..max), and leaves its output untouched on failure.
 */
#ifndef BREAKOUT_BASE_PARSE_H
#define BREAKOUT_BASE_PARSE_H

#include <stddef.h>
#include <stdint.h>

int parse_u32(const char *s, uint32_t min, uint32_t max, uint32_t *ret_value);

/* A finite decimal number such as "-2.35". */
int parse_double(const char *s, double min, double max, double *ret_value);

/*
 * Split "key=value". `key` (size bytes) receives the key; *ret_value points
 * into `s` behind the '='. -EINVAL without '=' or with an empty or too long key.
 */
int parse_pair(const char *s, char *key, size_t size, const char **ret_value);

#endif
