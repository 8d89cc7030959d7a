/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers of ports that were found, and the file that remembers them: a line "NUMBER KEY" for each. */
#include "discover/number.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/parse.h"
#include "base/text.h"
#include "discover/discover.h"
#include "source/rows.h"

#define INDEX_MAX 65535
#define FILE_NAME "ports"
/* Ports that were ever seen: what is more than this is of a file that is not ours. */
#define LINES_MAX 16384
#define FILE_MAX (LINES_MAX * (PORT_KEY + 7))

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

/* Lines that make no sense are left out; of two of one number or key, the first counts. */
static void take_line(struct numbers *n, char *line)
{
	char *key = strchr(line, ' ');
	uint32_t index;

	if (!key || n->rows.count == LINES_MAX)
		return;
	*key++ = '\0';
	if (parse_u32(line, 1, INDEX_MAX, &index) < 0 || !key_valid(key) || n->taken[index] || numbers_find(n, key))
		return;
	(void)add(n, key, index);
}

struct numbers *numbers_load(const char *dir)
{
	struct numbers *n = calloc(1, sizeof(*n));
	char path[PATH_MAX];
	char *text = n && dir ? malloc(FILE_MAX + 1) : NULL;
	char *rest = text;
	size_t len;

	if (!text) {
		if (dir) {
			free(n);
			return NULL;
		}
		return n;
	}
	if (snprintf(path, sizeof(path), "%s/" FILE_NAME, dir) < (int)sizeof(path) &&
	    file_read(path, text, FILE_MAX, &len) == 0) {
		text[len] = '\0';
		for (char *line; (line = strsep(&rest, "\n"));)
			take_line(n, line);
	}
	free(text);
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

int numbers_save(struct numbers *n, const char *dir)
{
	char path[PATH_MAX];
	size_t size = n->rows.count * (PORT_KEY + 8) + 1;
	struct text t;
	char *text;
	int r;

	if (!n->changed)
		return 0;
	if (snprintf(path, sizeof(path), "%s/" FILE_NAME, dir) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	text = malloc(size);
	if (!text)
		return -ENOMEM;
	text_init(&t, text, size);
	for (size_t i = 0; i < n->rows.count; i++)
		text_printf(&t, "%u %s\n", row(n, i)->index, row(n, i)->key);
	(void)mkdir(dir, 0755);
	r = file_replace_durably(path, text, t.len);
	free(text);
	if (r == 0)
		n->changed = false;
	return r;
}
