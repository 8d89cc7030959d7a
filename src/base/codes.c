/* SPDX-License-Identifier: BSD-3-Clause */
/* Code tables. */
#include "base/codes.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const char *code_name(const struct code *rows, uint32_t code)
{
	for (; rows->name; rows++) {
		if (rows->code == code)
			return rows->name;
	}
	return NULL;
}

const struct code *code_find(const struct code *rows, const char *name)
{
	for (; rows->name; rows++) {
		if (strcmp(rows->name, name) == 0)
			return rows;
	}
	return NULL;
}

const char *code_label(const struct code *rows, uint32_t code, char *buf, size_t size)
{
	const char *name = code_name(rows, code);

	if (name)
		return name;
	snprintf(buf, size, "unknown(0x%02x)", code);
	return buf;
}

const char *code_choices(const struct code *rows, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (; rows->name; rows++)
		text_item(&t, rows[1].name ? ", " : " or ", "%s", rows->name);
	return buf;
}
