/* SPDX-License-Identifier: BSD-3-Clause */
/* JSON against its description in docs. */
#include "test.h"

#include "json_document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum type_bit {
	TYPE_INTEGER = 1 << 0,
	TYPE_NUMBER = 1 << 1,   /* an integer is one too */
	TYPE_STRING = 1 << 2,
	TYPE_BOOLEAN = 1 << 3,
	TYPE_NULL = 1 << 4,
	TYPE_STRINGS = 1 << 5,
	TYPE_OBJECTS = 1 << 6,
	TYPE_OBJECT = 1 << 7,
	TYPE_NUMBERS = 1 << 8,
};

static const struct {
	const char *words;
	unsigned types;
} type_words[] = {
	{ "array of string", TYPE_STRINGS }, { "array of object", TYPE_OBJECTS }, { "integer", TYPE_INTEGER },
	{ "number", TYPE_NUMBER },           { "string", TYPE_STRING },           { "boolean", TYPE_BOOLEAN },
	{ "object", TYPE_OBJECT },           { "array of number", TYPE_NUMBERS },
};

static unsigned parse_types(const char *text)
{
	unsigned types = strstr(text, " or null") ? TYPE_NULL : 0;

	for (size_t i = 0; i < ARRAY_SIZE(type_words); i++) {
		if (strncmp(text, type_words[i].words, strlen(type_words[i].words)) == 0)
			return types | type_words[i].types;
	}
	fail_msg("no type: %s", text);
	return 0;
}

void json_document_read(struct json_document *d, const char *name)
{
	const char *top = getenv("top_srcdir");
	char path[1024], line[512], of[32] = "";
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", top ? top : ".", name);
	f = fopen(path, "re");
	if (!f)
		fail_msg("cannot read %s", path);
	d->count = 0;
	while (fgets(line, sizeof(line), f)) {
		struct json_document_key k = { .key = "" };
		char types[64];

		if (sscanf(line, "## %*[^`]`%31[a-z_]`", of) == 1 || sscanf(line, "## `%31[a-z_]`", of) == 1)
			continue;
		if (sscanf(line, "| `%31[a-z0-9_]` | %63[a-z ] | ", k.key, types) != 2)
			continue;
		assert_row(d->count < ARRAY_SIZE(d->keys), k.key);
		memcpy(k.of, of, sizeof(of));
		k.types = parse_types(types);
		k.optional = strstr(line, "| with `--");
		d->keys[d->count++] = k;
	}
	fclose(f);
}

static unsigned types_of_array(const json_t *array)
{
	unsigned types = TYPE_STRINGS | TYPE_OBJECTS | TYPE_NUMBERS;   /* an empty one may be of any */
	json_t *element;
	size_t i;

	json_array_foreach(array, i, element)
		types &= json_is_null(element)     ? types   /* no element: the text says what that means */
			 : json_is_string(element) ? TYPE_STRINGS
			 : json_is_object(element) ? TYPE_OBJECTS
			 : json_is_number(element) ? TYPE_NUMBERS
						   : 0;
	return types;
}

static unsigned types_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_INTEGER:
		return TYPE_INTEGER | TYPE_NUMBER;
	case JSON_REAL:
		return TYPE_NUMBER;
	case JSON_STRING:
		return TYPE_STRING;
	case JSON_TRUE:
	case JSON_FALSE:
		return TYPE_BOOLEAN;
	case JSON_NULL:
		return TYPE_NULL;
	case JSON_ARRAY:
		return types_of_array(value);
	case JSON_OBJECT:
		return TYPE_OBJECT;
	}
	return 0;
}

static struct json_document_key *find_key(struct json_document *d, const char *of, const char *key)
{
	for (size_t i = 0; i < d->count; i++) {
		if (strcmp(d->keys[i].of, of) == 0 && strcmp(d->keys[i].key, key) == 0)
			return &d->keys[i];
	}
	return NULL;
}

static bool has_section(const struct json_document *d, const char *of)
{
	for (size_t i = 0; i < d->count; i++) {
		if (strcmp(d->keys[i].of, of) == 0)
			return true;
	}
	return false;
}

void json_document_check(struct json_document *d, json_t *object, const char *of, const char *label)
{
	const char *key;
	json_t *value, *element;
	size_t i;

	for (i = 0; i < d->count; i++) {
		const struct json_document_key *k = &d->keys[i];

		if (strcmp(k->of, of) == 0 && !k->optional && !json_object_get(object, k->key))
			fail_msg("%s: '%s' of '%s' is documented and not there", label, k->key, of);
	}
	json_object_foreach(object, key, value) {
		struct json_document_key *k = find_key(d, of, key);

		if (!k)
			fail_msg("%s: '%s' of '%s' is there and not documented", label, key, of);
		if (!(types_of(value) & k->types))
			fail_msg("%s: '%s' of '%s' is not of a documented type", label, key, of);
		k->seen |= types_of(value) & k->types;
		if (k->types & TYPE_OBJECTS) {
			json_array_foreach(value, i, element) {
				if (!json_is_null(element))
					json_document_check(d, element, key, label);
			}
		}
		if ((k->types & TYPE_OBJECT) && has_section(d, key))
			json_document_check(d, value, key, label);
	}
}

void json_document_check_seen(const struct json_document *d)
{
	unsigned missing = 0;

	for (size_t i = 0; i < d->count; i++) {
		if (d->keys[i].seen == d->keys[i].types)
			continue;
		print_message("# '%s' of '%s' is documented as a type that it never has\n", d->keys[i].key,
			      d->keys[i].of);
		missing++;
	}
	assert_int_equal(missing, 0);
}
