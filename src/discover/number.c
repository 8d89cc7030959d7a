/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers of ports that were found, and the file that remembers them: a line "NUMBER KEY" for each. */
#include "discover/number.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/parse.h"
#include "base/text.h"
#include "discover/discover.h"
#include "source/rows.h"

#define INDEX_MAX 65535
#define FILE_NAME "ports"
/* Ports that were ever seen: what is more than this is of a file that is not ours. */
#define LINES_MAX 16384
const size_t numbers_file_max = LINES_MAX * (PORT_KEY + 7);

struct number {
	uint32_t index;
	char key[PORT_KEY];
};

struct numbers {
	struct rows rows;          /* struct number, in order of giving */
	bool taken[INDEX_MAX + 1];
	uint32_t last;             /* the highest that was ever given */
	bool changed;
};

static const struct number *row(const struct numbers *n, size_t i)
{
	return (const struct number *)n->rows.row + i;
}

static int add(struct numbers *n, const char *key, uint32_t index)
{
	struct number number = { .index = index };
	int r;

	if (!TEXT_SET(number.key, key))
		return -EINVAL;
	r = rows_add(&n->rows, &number, sizeof(number));
	if (r < 0)
		return r;
	n->taken[index] = true;
	if (index > n->last)
		n->last = index;
	return 0;
}

/* A key is printable and has no blank. */
static bool key_valid(const char *key)
{
	for (const char *p = key; *p; p++) {
		if (*p <= ' ' || *p >= 0x7f)
			return false;
	}
	return key[0];
}

/* Of two lines of one number or key, the first counts. False for a line that makes no sense. */
static bool take_line(struct numbers *n, char *line)
{
	char *key = strchr(line, ' ');
	uint32_t index;

	if (!*line)
		return true;
	if (!key || n->rows.count == LINES_MAX)
		return false;
	*key++ = '\0';
	return parse_u32(line, 1, INDEX_MAX, &index) == 0 && key_valid(key) && !n->taken[index] &&
	       !numbers_find(n, key) && add(n, key, index) == 0;
}

int numbers_parse(struct numbers *n, char *text)
{
	char *rest = text;
	int r = 0;

	for (char *line; (line = strsep(&rest, "\n"));) {
		if (!take_line(n, line))
			r = -EINVAL;
	}
	return r;
}

struct numbers *numbers_new(void)
{
	return calloc(1, sizeof(struct numbers));
}

struct numbers *numbers_copy(const struct numbers *n)
{
	struct numbers *copy = numbers_new();
	int r = copy ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < n->rows.count; i++)
		r = add(copy, row(n, i)->key, row(n, i)->index);
	if (r == 0)
		return copy;
	numbers_free(copy);
	return NULL;
}

bool numbers_path(const char *dir, char *path, size_t size)
{
	return snprintf(path, size, "%s/" FILE_NAME, dir) < (int)size;
}

struct numbers *numbers_read(const char *dir, int *ret_error)
{
	struct numbers *n = numbers_new();
	char path[PATH_MAX], *text;
	size_t len;
	int r;

	if (!n)
		return NULL;
	r = numbers_path(dir, path, sizeof(path)) ? file_slurp(path, numbers_file_max, &text, &len) : -ENAMETOOLONG;
	if (r == 0) {
		r = numbers_parse(n, text);
		free(text);
	}
	*ret_error = r == -ENOENT ? 0 : r;
	return n;
}

void numbers_free(struct numbers *n)
{
	if (n)
		free(n->rows.row);
	free(n);
}

uint32_t numbers_find(const struct numbers *n, const char *key)
{
	for (size_t i = 0; i < n->rows.count; i++) {
		if (strcmp(row(n, i)->key, key) == 0)
			return row(n, i)->index;
	}
	return 0;
}

uint32_t numbers_give(struct numbers *n, const char *key, uint32_t wanted)
{
	uint32_t index = numbers_find(n, key);

	if (index)
		return index;
	index = wanted >= 1 && wanted <= INDEX_MAX && !n->taken[wanted] ? wanted : n->last + 1;
	for (uint32_t i = 1; index > INDEX_MAX && i <= INDEX_MAX; i++) {
		if (!n->taken[i])
			index = i;
	}
	if (index > INDEX_MAX || add(n, key, index) < 0)
		return 0;
	n->changed = true;
	return index;
}

bool numbers_changed(struct numbers *n)
{
	bool changed = n->changed;

	n->changed = false;
	return changed;
}

char *numbers_print(const struct numbers *n)
{
	size_t size = n->rows.count * (PORT_KEY + 8) + 1;
	char *text = malloc(size);
	struct text t;

	if (!text)
		return NULL;
	text_init(&t, text, size);
	for (size_t i = 0; i < n->rows.count; i++)
		text_printf(&t, "%u %s\n", row(n, i)->index, row(n, i)->key);
	return text;
}
