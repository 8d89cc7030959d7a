/* SPDX-License-Identifier: BSD-3-Clause */
/* One repetition of a row; between field.c and field_text.c. */
#ifndef BREAKOUT_EEPROM_FIELD_ITEM_H
#define BREAKOUT_EEPROM_FIELD_ITEM_H

#include "eeprom/field.h"

/* Longest row: 16 characters. */
#define FIELD_MAX_LEN 16

struct field_item {
	const struct field *f;
	struct image_addr at;
	uint8_t shift;
	unsigned n;      /* of lanes or applications: index of the one that the member belongs to */
};

/* How often a row repeats in a module, and its n-th repetition (from 0). */
unsigned field_count(const struct field *f, const struct module *m);
struct field_item field_item(const struct field *f, unsigned n);

/* What its row's `member` and `known` are offsets in: all zero where there is no such lane or application. */
const char *field_owner(const struct module *m, const struct field_item *item);

/* The number in an item's bytes (rows of up to 4 bytes), not scaled. */
int64_t field_number(const struct field_item *item, const uint8_t *bytes);

#endif
