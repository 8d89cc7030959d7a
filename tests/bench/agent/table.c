/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of the benchmark. */
#include "table.h"

#include <stdio.h>
#include <stdlib.h>

void table_row_set(struct table_row *row, size_t n)
{
	uint32_t k = (uint32_t)n;

	row->port = k / TABLE_LANES + 1;
	row->lane = k % TABLE_LANES + 1;
	for (uint32_t c = 0; c < TABLE_NUMBERS; c++)
		row->number[c] = -1000 - (int32_t)((k * 7 + c * 13) % 30000);
	row->gauge[0] = 1310000000U + k;
	row->gauge[1] = 70000U + k;
	row->counter = 4000000000U + k;
	snprintf(row->text, sizeof(row->text), "Ethernet%05u/%02u", row->port % 100000, row->lane % 100);
}

struct table_row *table_rows(size_t count)
{
	struct table_row *rows = calloc(count + 1, sizeof(*rows));

	if (!rows) {
		fputs("out of memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	for (size_t i = 0; i < count; i++)
		table_row_set(&rows[i], i);
	return rows;
}

size_t table_rows_until(size_t count, const unsigned long *index, size_t len)
{
	unsigned long port = len > 0 ? index[0] : 0, lane = len > 1 ? index[1] : 0;
	size_t rows;

	if (port == 0)
		return 0;
	if (port > count / TABLE_LANES + 1)
		return count;
	rows = (port - 1) * TABLE_LANES + (lane < TABLE_LANES ? lane : TABLE_LANES);
	return rows < count ? rows : count;
}
