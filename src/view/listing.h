/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lists of like things: rows of column getters, shown as a text table or as
 * a JSON array. A list is walked once, whatever the output.
 */
#ifndef BREAKOUT_VIEW_LISTING_H
#define BREAKOUT_VIEW_LISTING_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

#include "view/cell.h"

enum listing_flag {
	LISTING_RIGHT = 1 << 0,  /* numbers */
	LISTING_WRAP = 1 << 1,   /* may be broken into lines to fit the page */
	LISTING_NOTE = 1 << 2,   /* under the row, "heading: text", where there is something to say */
	LISTING_MERGE = 1 << 3,  /* JSON and CSV only: the members of the object that the getter made;
	                            of the row NULL, all of them, with whatever values */
	LISTING_TONE = 1 << 4,   /* a severity, verdict or status: coloured where that is wanted */
};

struct listing_column {
	const char *key;      /* of JSON; NULL: text only */
	const char *heading;  /* of text; NULL: JSON only */
	unsigned flags;       /* enum listing_flag */
	/* Fill `c`, which is empty; leave it so where there is nothing. */
	void (*get)(const void *row, struct cell *c);
};

/* How JSON is written. 12 digits: more than any register holds, fewer than show binary fractions. */
#define LISTING_JSON_FLAGS (JSON_INDENT(2) | JSON_REAL_PRECISION(12))

#define LISTING_END { NULL, NULL, 0, NULL }

struct listing;

/* Columns end with LISTING_END. NULL when out of memory. */
struct listing *listing_new(const struct listing_column *columns, bool json);
void listing_free(struct listing *l);

/*
 * A JSON list that is written row by row, as LISTING_JSON_FLAGS have it, and keeps none of
 * them: for long ones. listing_end() ends the text: 0 or -ENOMEM.
 */
struct listing *listing_new_stream(const struct listing_column *columns, FILE *out);
int listing_end(struct listing *l);

/*
 * The same as CSV (RFC 4180, with LF): a line of keys, then the values of JSON. null is empty,
 * items of a list are joined by ";". Text that a spreadsheet would take for a formula has an apostrophe before it.
 */
struct listing *listing_new_csv(const struct listing_column *columns, FILE *out);

/* Colour what is marked with LISTING_TONE. */
void listing_set_colour(struct listing *l, bool colour);

/* One row of the list. 0 or -ENOMEM. */
int listing_add(struct listing *l, const void *row);

/* Text: the table, or the sentence `empty` without rows. JSON: nothing, see listing_json(). */
void listing_print(const struct listing *l, FILE *out, unsigned indent, const char *empty);

/* The same on a page of `width` characters; 0: TABLE_WIDTH. */
void listing_print_wide(const struct listing *l, FILE *out, unsigned indent, unsigned width,
                        const char *empty);

/* Of a text listing: no rows? */
bool listing_empty(const struct listing *l);

/* The array, a new reference; NULL for a text listing and a stream. */
json_t *listing_json(const struct listing *l);

/* One row as lines "heading  text". 0 or -ENOMEM; other errors stay in `out`'s error flag. */
int listing_print_fields(const struct listing_column *columns, const void *row, FILE *out);

/* Members for one row as a JSON object, a new reference; NULL when out of memory. */
json_t *listing_object(const struct listing_column *columns, const void *row);

#endif
