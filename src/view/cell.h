/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One value on its way to the user, as text and as JSON at once, so that
 * both outputs come from the same getter and can't disagree.
 *
 * Text in a cell is valid UTF-8 without control characters, whatever the
 * module or the configuration said.
 */
#ifndef BREAKOUT_VIEW_CELL_H
#define BREAKOUT_VIEW_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/codes.h"
#include "model/value.h"

#define CELL_TEXT 512

struct cell {
	char text[CELL_TEXT];  /* "" until set */
	json_t *json;          /* owned; NULL until set: null */
	bool failed;           /* out of memory */
};

void cell_init(struct cell *c);
void cell_release(struct cell *c);

/* Text, the same in JSON; "" is absent: "-" and null. */
void cell_set_text(struct cell *c, const char *s);

/* Like cell_set_text() with a format. */
void cell_set_format(struct cell *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The label of a code; unknown ones show as "unknown(0xNN)". */
void cell_set_code(struct cell *c, const struct code *rows, uint32_t code);

/* `v` divided by 10^decimals. Whole numbers are JSON integers. */
void cell_set_number(struct cell *c, int64_t v, unsigned decimals);

/* yes/no, true/false; TRI_UNKNOWN is "unknown" and null. */
void cell_set_tristate(struct cell *c, enum tristate t);
void cell_set_bool(struct cell *c, bool b);

/* A number that may be missing: JSON null then, text says why ("-" if it was not read). */
void cell_set_value(struct cell *c, struct value v, unsigned decimals);

/* Optical power in dBm. No light is "no light", and -40.0 in JSON as in the MIB. */
void cell_set_power(struct cell *c, struct value nw);

/* Why a value is (not) there, as in value.h: "ok", "noLight", "unsupported"... */
void cell_set_state(struct cell *c, enum value_state state);

/* An empty list, and one more item of it. Text: "a, b". */
void cell_set_list(struct cell *c);
void cell_add_item(struct cell *c, const char *s);
/* The same with a whole number; the text has `unit` behind it. */
void cell_add_number(struct cell *c, int64_t v, const char *unit);

/* Append to the text only: a unit, a remark. */
void cell_note(struct cell *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Take over a JSON value made elsewhere (NULL: out of memory). */
void cell_set_json(struct cell *c, json_t *json);

/* The value for a JSON object, a new reference: null if there is none. */
json_t *cell_json(const struct cell *c);

/* Copy `src` with control characters as '?' and broken UTF-8 as U+FFFD. Cut at a character. */
void cell_clean(char *dst, size_t size, const char *src);

#endif
