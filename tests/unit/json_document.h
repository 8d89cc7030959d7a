/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON against its description in docs: tables of keys, their types and
 * meaning, under headings that name the array or object in backquotes.
 */
#ifndef BREAKOUT_TESTS_JSON_DOCUMENT_H
#define BREAKOUT_TESTS_JSON_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct json_document_key {
	char of[32];        /* the array whose elements have it, or the object; "" for the first */
	char key[32];
	unsigned types;
	unsigned seen;
	bool optional;
};

struct json_document {
	struct json_document_key keys[256];
	size_t count;
};

/* `name` below top_srcdir. Fails the test where it can't be read. */
void json_document_read(struct json_document *d, const char *name);

/* Every documented key is there and has a documented type, no other key is: else fails the test. */
void json_document_check(struct json_document *d, json_t *object, const char *of, const char *label);

/* After all checks: was each documented type seen? */
void json_document_check_seen(const struct json_document *d);

#endif
