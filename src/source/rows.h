/* SPDX-License-Identifier: BSD-3-Clause */
/* An array that grows row by row while the kernel lists what there is. */
#ifndef BREAKOUT_SOURCE_ROWS_H
#define BREAKOUT_SOURCE_ROWS_H

#include <stddef.h>

/* More devices than this (of tunnels, of containers) are not looked at. */
#define ROWS_MAX 65536

struct rows {
	void *row;       /* owned, of malloc() */
	size_t count, room;
};

/* Append a copy of `row`, unless there are ROWS_MAX. 0 or -ENOMEM. All rows are of one size. */
int rows_add(struct rows *r, const void *row, size_t size);

#endif
