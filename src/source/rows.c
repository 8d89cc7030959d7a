/* SPDX-License-Identifier: BSD-3-Clause */
/* An array that grows row by row. */
#include "source/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int rows_add(struct rows *r, const void *row, size_t size)
{
	if (r->count == ROWS_MAX)
		return 0;
	if (r->count == r->room) {
		size_t room = r->room ? r->room * 2 : 64;
		void *grown = reallocarray(r->row, room, size);

		if (!grown)
			return -ENOMEM;
		r->row = grown;
		r->room = room;
	}
	memcpy((char *)r->row + r->count++ * size, row, size);
	return 0;
}
