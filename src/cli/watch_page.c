/* SPDX-License-Identifier: BSD-3-Clause */
/* Pages of text with what has changed marked. */
#include "cli/watch_page.h"

#include <string.h>

#include "view/tone.h"

#define MARK "\033[7m"

/* Part of a line, without the blanks before it. */
struct part {
	const char *at;
	size_t len;
};

/* The next cell behind `at` in the line that ends at `end`: what two blanks separate. Empty at the end. */
static struct part next_cell(const char *at, const char *end)
{
	struct part cell;

	while (at < end && *at == ' ')
		at++;
	cell.at = at;
	while (at < end && !(*at == ' ' && (at + 1 == end || at[1] == ' ')))
		at++;
	cell.len = (size_t)(at - cell.at);
	return cell;
}

static const char *end_of(const char *line)
{
	return line + strcspn(line, "\n");
}

static bool same(struct part a, struct part b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* Do both begin with the same two cells? */
static bool same_row(const char *a, const char *b)
{
	struct part x = next_cell(a, end_of(a)), y = next_cell(b, end_of(b));

	if (!same(x, y))
		return false;
	return same(next_cell(x.at + x.len, end_of(a)), next_cell(y.at + y.len, end_of(b)));
}

/* The line of `page` for the same thing, or NULL. */
static const char *line_of(const char *page, const char *line)
{
	while (page && *page) {
		const char *end = end_of(page);

		if (same_row(page, line))
			return page;
		page = *end ? end + 1 : end;
	}
	return NULL;
}

static const char *tone_of_part(struct part cell)
{
	char word[16];

	if (cell.len >= sizeof(word))
		return "";
	memcpy(word, cell.at, cell.len);
	word[cell.len] = '\0';
	return tone_of(word);
}

/* `before` is the line to compare with; with `marks` and without one, everything is new. */
static void print_line(const char *line, const char *before, bool marks, bool colour, FILE *out)
{
	const char *end = end_of(line), *at = line;

	while (at < end) {
		struct part cell = next_cell(at, end), old = { "", 0 };
		const char *tone = colour ? tone_of_part(cell) : "";
		bool changed = marks && cell.len > 0;

		if (before) {
			old = next_cell(before, end_of(before));
			before = old.at + old.len;
			changed = changed && !same(cell, old);
		}
		fprintf(out, "%.*s%s%s%.*s%s", (int)(cell.at - at), at, changed ? MARK : "", tone, (int)cell.len,
		        cell.at, changed || *tone ? TONE_END : "");
		at = cell.at + cell.len;
	}
}

static unsigned count_lines(const char *page)
{
	unsigned count = 0;

	for (const char *p = page; *p; p++)
		count += *p == '\n';
	return count;
}

/* The heading and the last row, which counts the others, are always there. */
unsigned watch_page_most_skip(const char *page, unsigned rows)
{
	unsigned count = count_lines(page);

	if (!rows || count <= rows)
		return 0;
	return rows > 2 ? count + 1 - rows : count - 1;
}

void watch_page_print(const char *page, const char *before, struct watch_window window, bool colour, const char *end,
                      FILE *out)
{
	unsigned count = count_lines(page), number = 0, shown = 0;
	bool cut = window.rows && count > window.rows;

	for (const char *line = page; *line; line = *end_of(line) ? end_of(line) + 1 : end_of(line)) {
		if (cut && shown + 1 == window.rows)
			break;
		if (!cut || number == 0 || number > window.skip) {
			print_line(line, line_of(before, line), before, colour, out);
			fputs(end, out);
			shown++;
		}
		number++;
	}
	if (cut && window.skip)
		fprintf(out, "... %u lines above, %u more below%s", window.skip, count - number, end);
	else if (cut)
		fprintf(out, "... %u more lines%s", count - number, end);
}
