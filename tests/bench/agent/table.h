/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table that every agent of the benchmark serves, and that the walker
 * expects: rows by port and lane (1 to 8), in 12 columns: eight of Integer32,
 * two of Gauge32, a Counter32 and an OCTET STRING of 16 bytes. Lanes of power and
 * temperature readings look like that. peers/table.py and peers/pass_persist.pl
 * make the same one.
 */
#ifndef BENCH_AGENT_TABLE_H
#define BENCH_AGENT_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* What is registered; the entry is one arc below. Of NET-SNMP-MIB's playground. */
#define TABLE_ROOT ".1.3.6.1.4.1.8072.9999.9999.42"
#define TABLE_ARC 1
#define TABLE_OID 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 42, TABLE_ARC
#define TABLE_COLUMNS 12
#define TABLE_NUMBERS 8      /* columns 1 to 8: Integer32 */
#define TABLE_GAUGES 2       /* columns 9 and 10: Gauge32 */
#define TABLE_COUNTER 11     /* Counter32 */
#define TABLE_TEXT 12        /* OCTET STRING */
#define TABLE_LANES 8

struct table_row {
	uint32_t port, lane;
	int32_t number[TABLE_NUMBERS];
	uint32_t gauge[TABLE_GAUGES];
	uint32_t counter;
	char text[17];
};

/* Row `n`, from 0. */
void table_row_set(struct table_row *row, size_t n);

/* `count` rows in order, to be freed; ends the program if out of memory. */
struct table_row *table_rows(size_t count);

/* How many of `count` rows are at or before an index of `len` sub-identifiers (the type of Net-SNMP's oid). */
size_t table_rows_until(size_t count, const unsigned long *index, size_t len);

#endif
