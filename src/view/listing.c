/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists as text tables or JSON arrays. */
#include "view/listing.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/csv.h"
#include "view/table.h"

struct listing {
	const struct listing_column *columns;
	json_t *array;        /* NULL for text and streams */
	struct table *table;  /* NULL for JSON */
	FILE *stream;         /* NULL for others; of JSON, or */
	bool csv;
	size_t written;       /* rows of a stream */
	struct table_column table_columns[TABLE_MAX_COLUMNS];
};

static bool in_table(const struct listing_column *col)
{
	return col->heading && !(col->flags & LISTING_NOTE);
}

struct listing *listing_new(const struct listing_column *columns, bool json)
{
	struct listing *l = calloc(1, sizeof(*l));
	size_t count = 0;

	if (!l)
		return NULL;
	l->columns = columns;
	for (const struct listing_column *col = columns; col->get; col++) {
		if (!in_table(col))
			continue;
		assert(count < TABLE_MAX_COLUMNS);
		l->table_columns[count++] = (struct table_column){
			.heading = col->heading,
			.right = col->flags & LISTING_RIGHT,
			.wraps = col->flags & LISTING_WRAP,
			.toned = col->flags & LISTING_TONE,
		};
	}
	if (json)
		l->array = json_array();
	else
		l->table = table_new(l->table_columns, count);
	if (!l->array && !l->table) {
		free(l);
		return NULL;
	}
	return l;
}

struct listing *listing_new_stream(const struct listing_column *columns, FILE *out)
{
	struct listing *l = calloc(1, sizeof(*l));

	if (l) {
		l->columns = columns;
		l->stream = out;
	}
	return l;
}

struct listing *listing_new_csv(const struct listing_column *columns, FILE *out)
{
	struct listing *l = listing_new_stream(columns, out);

	if (l)
		l->csv = true;
	return l;
}

void listing_set_colour(struct listing *l, bool colour)
{
	if (l->table)
		table_set_colour(l->table, colour);
}

void listing_free(struct listing *l)
{
	if (!l)
		return;
	json_decref(l->array);
	table_free(l->table);
	free(l);
}

static int object_add(json_t *object, const struct listing_column *col, const void *row)
{
	struct cell c;
	int r = 0;

	cell_init(&c);
	col->get(row, &c);
	if (c.failed)
		r = -ENOMEM;
	else if (col->flags & LISTING_MERGE)
		r = c.json && json_object_update_missing(object, c.json) ? -ENOMEM : 0;
	else if (json_object_set_new(object, col->key, cell_json(&c)))
		r = -ENOMEM;
	cell_release(&c);
	return r;
}

json_t *listing_object(const struct listing_column *columns, const void *row)
{
	json_t *object = json_object();

	for (const struct listing_column *col = columns; object && col->get; col++) {
		if (!col->key && !(col->flags & LISTING_MERGE))
			continue;
		if (object_add(object, col, row)) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}

/* The texts of one row's cells, to be freed; NULL when out of memory. */
static char *cell_copy(const struct listing_column *col, const void *row)
{
	struct cell c;
	char *text;

	cell_init(&c);
	col->get(row, &c);
	text = c.failed ? NULL : strdup(c.text);
	cell_release(&c);
	return text;
}

int listing_print_fields(const struct listing_column *columns, const void *row, FILE *out)
{
	size_t widest = 0;

	for (const struct listing_column *col = columns; col->get; col++) {
		size_t width = col->heading ? table_text_width(col->heading) : 0;

		if (width > widest)
			widest = width;
	}
	for (const struct listing_column *col = columns; col->get; col++) {
		char *text;

		if (!col->heading)
			continue;
		text = cell_copy(col, row);
		if (!text)
			return -ENOMEM;
		fprintf(out, "%-*s  %s\n", (int)widest, col->heading, text);
		free(text);
	}
	return 0;
}

static int add_notes(struct listing *l, const void *row)
{
	for (const struct listing_column *col = l->columns; col->get; col++) {
		char *text;
		int r = 0;

		if (!col->heading || !(col->flags & LISTING_NOTE))
			continue;
		text = cell_copy(col, row);
		if (!text)
			return -ENOMEM;
		if (*text && strcmp(text, "-") != 0)
			r = table_note(l->table, col->heading, text);
		free(text);
		if (r < 0)
			return r;
	}
	return 0;
}

static int add_text(struct listing *l, const void *row)
{
	char *cells[TABLE_MAX_COLUMNS] = { NULL };
	size_t count = 0;
	int r = 0;

	for (const struct listing_column *col = l->columns; col->get && r == 0; col++) {
		if (!in_table(col))
			continue;
		cells[count] = cell_copy(col, row);
		if (cells[count])
			count++;
		else
			r = -ENOMEM;
	}
	if (r == 0)
		r = table_add(l->table, (const char *const *)cells);
	while (count > 0)
		free(cells[--count]);
	return r < 0 ? r : add_notes(l, row);
}

/* The text of an object, a level further in: newlines are between its members only, strings have none. */
static int write_indented(const char *text, size_t size, void *out)
{
	while (size > 0) {
		const char *end = memchr(text, '\n', size);
		size_t len = end ? (size_t)(end - text) + 1 : size;

		fwrite(text, 1, len, out);
		if (end)
			fputs("  ", out);
		text += len;
		size -= len;
	}
	return 0;
}

/* The line of keys: the same for all rows, and for none. */
static int csv_heading(struct listing *l)
{
	json_t *keys = json_object();
	int r = keys ? 0 : -1;

	for (const struct listing_column *col = l->columns; col->get && r == 0; col++) {
		if (col->flags & LISTING_MERGE)
			r = object_add(keys, col, NULL);
		else if (col->key)
			r = json_object_set_new(keys, col->key, json_null());
	}
	if (r == 0)
		csv_print_keys(keys, l->stream);
	json_decref(keys);
	return r == 0 ? 0 : -ENOMEM;
}

static int stream_csv(struct listing *l, json_t *object)
{
	int r = object ? 0 : -ENOMEM;

	if (r == 0 && l->written++ == 0)
		r = csv_heading(l);
	if (r == 0)
		r = csv_print_values(object, l->stream);
	json_decref(object);
	return r;
}

static int stream_object(struct listing *l, json_t *object)
{
	int r;

	if (l->csv)
		return stream_csv(l, object);
	if (!object)
		return -ENOMEM;
	fputs(l->written++ ? ",\n  " : "[\n  ", l->stream);
	r = json_dump_callback(object, write_indented, l->stream, LISTING_JSON_FLAGS);
	json_decref(object);
	return r < 0 ? -ENOMEM : 0;
}

int listing_end(struct listing *l)
{
	if (l->csv)
		return l->written ? 0 : csv_heading(l);
	fputs(l->written ? "\n]\n" : "[]\n", l->stream);
	return 0;
}

int listing_add(struct listing *l, const void *row)
{
	json_t *object;

	if (l->table)
		return add_text(l, row);
	object = listing_object(l->columns, row);
	if (l->stream)
		return stream_object(l, object);
	return object && json_array_append_new(l->array, object) == 0 ? 0 : -ENOMEM;
}

void listing_print(const struct listing *l, FILE *out, unsigned indent, const char *empty)
{
	listing_print_wide(l, out, indent, TABLE_WIDTH, empty);
}

void listing_print_wide(const struct listing *l, FILE *out, unsigned indent, unsigned width,
                        const char *empty)
{
	if (!l->table)
		return;
	if (table_rows(l->table) > 0)
		table_print(l->table, out, indent, width ? width : TABLE_WIDTH);
	else
		fprintf(out, "%*s%s\n", (int)indent, "", empty);
}

bool listing_empty(const struct listing *l)
{
	return l->table && table_rows(l->table) == 0;
}

json_t *listing_json(const struct listing *l)
{
	return l->array ? json_incref(l->array) : NULL;
}
