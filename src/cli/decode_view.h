/* SPDX-License-Identifier: BSD-3-Clause */
/* A decoded dump as text and as JSON; docs/decode-json.md describes the latter. */
#ifndef BREAKOUT_CLI_DECODE_VIEW_H
#define BREAKOUT_CLI_DECODE_VIEW_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

#include "eeprom/dump.h"
#include "model/module.h"

/* Raised when a key goes away or changes its meaning or type; new keys don't. */
#define DECODE_SCHEMA_VERSION 1

struct decoded {
	struct dump_info info;
	struct image *image;
	struct module *module;
};

/* What to show beside the fields. */
enum decode_more {
	DECODE_REGISTERS = 1 << 0,   /* the list of registers */
	DECODE_HEX = 1 << 1,         /* the bytes behind each field and register */
};

/* False when out of memory. */
bool decode_print(const struct decoded *d, unsigned more, FILE *out);

/* A new reference; NULL when out of memory. */
json_t *decode_json(const struct decoded *d, unsigned more);

#endif
