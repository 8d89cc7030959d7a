/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON objects as lines of CSV. */
#include "view/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/listing.h"

/* What separates cells, in any spreadsheet's settings. */
#define SEPARATORS ",;|\t\n\r"

/* A formula begins here, also where a spreadsheet cuts cells at another separator than ours, or drops blanks. */
static bool begins_formula(const char *s)
{
	s += strspn(s, " ");
	return *s && strchr("=+-@", *s);
}

static void print_text(const char *s, FILE *out)
{
	bool quoted = s[strcspn(s, SEPARATORS "\"")] != '\0', begins = true;

	if (quoted)
		fputc('"', out);
	for (; *s; s++) {
		if (begins && begins_formula(s))
			fputc('\'', out);
		if (*s == '"')
			fputc('"', out);
		fputc(*s, out);
		begins = strchr(SEPARATORS "\"", *s) != NULL;
	}
	if (quoted)
		fputc('"', out);
}

/* Lists are of texts and numbers; anything deeper stays JSON. */
static int print_list(json_t *list, FILE *out)
{
	char *joined = NULL;
	size_t size, i;
	json_t *item;
	FILE *text = open_memstream(&joined, &size);

	if (!text)
		return -ENOMEM;
	json_array_foreach(list, i, item) {
		if (i > 0)
			fputc(';', text);
		if (json_is_string(item))
			fputs(json_string_value(item), text);
		else
			json_dumpf(item, text, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
	}
	if (fclose(text) == 0)
		print_text(joined, out);
	else
		i = SIZE_MAX;
	free(joined);
	return i == SIZE_MAX ? -ENOMEM : 0;
}

static int print_value(json_t *value, FILE *out)
{
	if (json_is_null(value))
		return 0;
	if (json_is_array(value))
		return print_list(value, out);
	if (json_is_string(value))
		print_text(json_string_value(value), out);
	else
		json_dumpf(value, out, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
	return 0;
}

int csv_print_values(json_t *object, FILE *out)
{
	const char *key, *between = "";
	json_t *value;

	json_object_foreach(object, key, value) {
		fputs(between, out);
		if (print_value(value, out) < 0)
			return -ENOMEM;
		between = ",";
	}
	fputc('\n', out);
	return 0;
}

void csv_print_keys(json_t *object, FILE *out)
{
	const char *key, *between = "";
	json_t *value;

	json_object_foreach(object, key, value) {
		fprintf(out, "%s%s", between, key);
		between = ",";
	}
	fputc('\n', out);
}
