/* SPDX-License-Identifier: BSD-3-Clause */
/* Names as people sort them, and as breakoutd.conf takes them. */
#ifndef BREAKOUT_DISCOVER_NAME_H
#define BREAKOUT_DISCOVER_NAME_H

#include <stddef.h>
#include <stdint.h>

/* Numbers count as numbers: "swp2" is before "swp10". 0 only of equal names. */
int name_compare(const char *a, const char *b);

/* Copy what somebody else wrote as a name: printable ASCII, anything else as '-'; "" stays "". */
void name_clean(char *dst, size_t size, const char *src);

/* The number that a name ends with, 1 to 65535 without leading zeros, and how long what is before it is; 0 without. */
uint32_t name_number(const char *name, size_t *ret_stem);

#endif
