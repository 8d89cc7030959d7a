/* SPDX-License-Identifier: BSD-3-Clause */
/* Column layout of text tables. */
#include "view/table.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/tone.h"

#define GAP 2          /* blanks between columns */
#define LEAST_WIDTH 8  /* a wrapping column is not made narrower */

struct table_row {
	bool note;          /* cell[0] label, cell[1] text */
	char *cell[];
};

struct table {
	const struct table_column *columns;
	size_t column_count;
	struct table_row **rows;
	size_t row_count;   /* notes included */
	size_t room;
	size_t rows_added;  /* without notes */
	bool colour;
};

static bool continues_character(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t table_text_width(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += !continues_character(*s);
	return n;
}

size_t table_line_bytes(const char *s, size_t width)
{
	size_t i = 0, characters = 0, last_blank = 0;

	assert(width > 0);
	for (; s[i]; i++) {
		if (s[i] == ' ' && i > 0)
			last_blank = i;
		if (continues_character(s[i]))
			continue;
		if (characters++ == width)
			return last_blank ? last_blank : i;
	}
	return i;
}

struct table *table_new(const struct table_column *columns, size_t count)
{
	struct table *t = calloc(1, sizeof(*t));

	assert(count >= 1 && count <= TABLE_MAX_COLUMNS);
	if (t) {
		t->columns = columns;
		t->column_count = count;
	}
	return t;
}

void table_set_colour(struct table *t, bool colour)
{
	t->colour = colour;
}

static void row_free(struct table_row *row, size_t cells)
{
	for (size_t i = 0; i < cells; i++)
		free(row->cell[i]);
	free(row);
}

void table_free(struct table *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->row_count; i++)
		row_free(t->rows[i], t->rows[i]->note ? 2 : t->column_count);
	free(t->rows);
	free(t);
}

static int row_append(struct table *t, const char *const *cells, size_t count, bool note)
{
	struct table_row *row;

	if (t->row_count == t->room) {
		size_t room = t->room ? t->room * 2 : 32;
		struct table_row **rows = realloc(t->rows, room * sizeof(struct table_row *));

		if (!rows)
			return -ENOMEM;
		t->rows = rows;
		t->room = room;
	}
	row = calloc(1, sizeof(*row) + count * sizeof(row->cell[0]));
	if (!row)
		return -ENOMEM;
	row->note = note;
	for (size_t i = 0; i < count; i++) {
		row->cell[i] = strdup(cells[i]);
		if (!row->cell[i]) {
			row_free(row, count);
			return -ENOMEM;
		}
	}
	t->rows[t->row_count++] = row;
	return 0;
}

int table_add(struct table *t, const char *const *cells)
{
	int r = row_append(t, cells, t->column_count, false);

	if (r == 0)
		t->rows_added++;
	return r;
}

int table_note(struct table *t, const char *label, const char *text)
{
	const char *cells[] = { label, text };

	return row_append(t, cells, 2, true);
}

size_t table_rows(const struct table *t)
{
	return t->rows_added;
}

static size_t longest_word(const char *s)
{
	size_t longest = 0, n = 0;

	for (; *s; s++) {
		n = *s == ' ' ? 0 : n + !continues_character(*s);
		if (n > longest)
			longest = n;
	}
	return longest;
}

/* How narrow a wrapping column may become, where words may be broken or not. */
static size_t least_width(const struct table *t, size_t c, bool breaks_words)
{
	size_t least = table_text_width(t->columns[c].heading);

	if (least < LEAST_WIDTH)
		least = LEAST_WIDTH;
	for (size_t r = 0; r < t->row_count && !breaks_words; r++) {
		size_t w = t->rows[r]->note ? 0 : longest_word(t->rows[r]->cell[c]);

		if (w > least)
			least = w;
	}
	return least;
}

/* The wrapping column that has most to give, or -1. */
static int widest_wrapping(const struct table *t, const size_t *widths, const size_t *least)
{
	int widest = -1;

	for (size_t c = 0; c < t->column_count; c++) {
		if (!t->columns[c].wraps || widths[c] <= least[c])
			continue;
		if (widest < 0 || widths[c] > widths[widest])
			widest = (int)c;
	}
	return widest;
}

/* Narrow wrapping columns until `*total` fits the page, or until none has more to give. */
static void narrow(const struct table *t, size_t page, bool breaks_words, size_t *widths, size_t *total)
{
	size_t least[TABLE_MAX_COLUMNS];
	int c = 0;

	for (size_t i = 0; i < t->column_count; i++)
		least[i] = least_width(t, i, breaks_words);
	while (*total > page && (c = widest_wrapping(t, widths, least)) >= 0) {
		widths[c]--;
		(*total)--;
	}
}

static void fit_widths(const struct table *t, size_t page, size_t *ret_widths)
{
	size_t total = (t->column_count - 1) * GAP;

	for (size_t c = 0; c < t->column_count; c++) {
		ret_widths[c] = table_text_width(t->columns[c].heading);
		for (size_t r = 0; r < t->row_count; r++) {
			size_t w = t->rows[r]->note ? 0 : table_text_width(t->rows[r]->cell[c]);

			if (w > ret_widths[c])
				ret_widths[c] = w;
		}
		total += ret_widths[c];
	}
	narrow(t, page, false, ret_widths, &total);
	/* A line stays too long rather than lose a character. */
	narrow(t, page, true, ret_widths, &total);
}

static void print_part(FILE *out, const char *text, size_t bytes, const char *tone)
{
	fprintf(out, "%s%.*s%s", tone, (int)bytes, text, *tone ? TONE_END : "");
}

/* Print one line of a row; `rest` points to what is left of each cell. True while something is left. */
static bool print_line(const struct table *t, const size_t *widths, const char *const *tones, const char **rest,
                       FILE *out, unsigned indent)
{
	size_t owed = indent;  /* blanks not printed yet: none at the end of a line */
	bool more = false;

	for (size_t c = 0; c < t->column_count; c++) {
		size_t bytes = t->columns[c].wraps ? table_line_bytes(rest[c], widths[c]) : strlen(rest[c]);
		size_t characters = 0, pad;

		for (size_t i = 0; i < bytes; i++)
			characters += !continues_character(rest[c][i]);
		pad = characters < widths[c] ? widths[c] - characters : 0;
		if (t->columns[c].right)
			owed += pad;
		if (bytes > 0) {
			fprintf(out, "%*s", (int)owed, "");
			print_part(out, rest[c], bytes, tones[c]);
			owed = 0;
		}
		owed += GAP + (t->columns[c].right ? 0 : pad);
		rest[c] += bytes;
		rest[c] += strspn(rest[c], " ");
		more = more || *rest[c];
	}
	fputc('\n', out);
	return more;
}

static void print_row(const struct table *t, const size_t *widths, const char *const *cells, bool heading,
                      FILE *out, unsigned indent)
{
	const char *rest[TABLE_MAX_COLUMNS], *tones[TABLE_MAX_COLUMNS];

	for (size_t c = 0; c < t->column_count; c++) {
		rest[c] = cells[c];
		tones[c] = "";
		if (t->colour && heading)
			tones[c] = TONE_HEADING;
		else if (t->colour && t->columns[c].toned)
			tones[c] = tone_of(cells[c]);
	}
	while (print_line(t, widths, tones, rest, out, indent))
		continue;
}

static void print_note(const char *label, const char *text, FILE *out, unsigned indent, unsigned width)
{
	size_t lead = indent + 4 + table_text_width(label) + 2;
	size_t room = width > lead + LEAST_WIDTH ? width - lead : LEAST_WIDTH;

	fprintf(out, "%*s%s: ", (int)indent + 4, "", label);
	for (;;) {
		size_t bytes = table_line_bytes(text, room);

		fprintf(out, "%.*s\n", (int)bytes, text);
		text += bytes;
		text += strspn(text, " ");
		if (!*text)
			return;
		fprintf(out, "%*s", (int)lead, "");
	}
}

void table_print(const struct table *t, FILE *out, unsigned indent, unsigned width)
{
	size_t widths[TABLE_MAX_COLUMNS];
	const char *headings[TABLE_MAX_COLUMNS];

	fit_widths(t, width > indent ? width - indent : 1, widths);
	for (size_t c = 0; c < t->column_count; c++)
		headings[c] = t->columns[c].heading;
	print_row(t, widths, headings, true, out, indent);
	for (size_t r = 0; r < t->row_count; r++) {
		const struct table_row *row = t->rows[r];

		if (row->note)
			print_note(row->cell[0], row->cell[1], out, indent, width);
		else
			print_row(t, widths, (const char *const *)row->cell, false, out, indent);
	}
}
