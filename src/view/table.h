/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Column layout of text tables: widths are counted in UTF-8 characters, and
 * columns that may wrap give way until the table fits the page.
 */
#ifndef BREAKOUT_VIEW_TABLE_H
#define BREAKOUT_VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define TABLE_WIDTH 80
#define TABLE_MAX_COLUMNS 16

struct table_column {
	const char *heading;
	bool right;   /* numbers */
	bool wraps;   /* may be broken into lines */
	bool toned;   /* coloured by what it says, where that is wanted (tone.h) */
};

struct table;

/* `columns` (at most TABLE_MAX_COLUMNS) must outlive the table. NULL when out of memory. */
struct table *table_new(const struct table_column *columns, size_t count);
void table_free(struct table *t);

/* Colour headings and toned columns, by escape sequences. */
void table_set_colour(struct table *t, bool colour);

/* One row: a cell per column, copied. 0 or -ENOMEM. */
int table_add(struct table *t, const char *const *cells);

/* A remark under the last row: "label: text", wrapped and indented. 0 or -ENOMEM. */
int table_note(struct table *t, const char *label, const char *text);

size_t table_rows(const struct table *t);

/* Heading and rows, each line starting with `indent` blanks. Errors stay in `out`'s error flag. */
void table_print(const struct table *t, FILE *out, unsigned indent, unsigned width);

/* Characters in a UTF-8 string. */
size_t table_text_width(const char *s);

/*
 * Bytes of `s` that make the next line of at most `width` characters (at
 * least one): up to the last blank that fits, or all, or a hard break.
 */
size_t table_line_bytes(const char *s, size_t width);

#endif
