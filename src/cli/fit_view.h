/* SPDX-License-Identifier: BSD-3-Clause */
/* The answers of `breakoutctl fit` as text and as JSON; docs/fit-json.md describes the latter. */
#ifndef BREAKOUT_CLI_FIT_VIEW_H
#define BREAKOUT_CLI_FIT_VIEW_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

#include "cli/fit.h"
#include "cli/fit_rows.h"
#include "view/listing.h"

/* Raised when a key goes away or changes its meaning or type; new keys don't. */
#define FIT_SCHEMA_VERSION 1

/* One supposed breakout. False when out of memory. */
bool fit_print(const struct fit_question *q, const struct fit *fit, bool all, FILE *out);

/* A new reference; NULL when out of memory. */
json_t *fit_json(const struct fit_question *q, const struct fit *fit, bool all);

/* Parts that lists of modes show too. */

/* A row of a list of ends: leg 0 is the trunk. */
struct fit_end_row {
	const struct fit_question *question;
	const struct fit *fit;
	unsigned leg;
	uint8_t legs;                /* all that are named alike */
	struct fit_limits limits;
};

/* "100GBASE-SR4", or why there is no name. */
const char *fit_end_text(const struct fit_end *end, const struct module *m);

/* A trunk as an object. */
json_t *fit_trunk_json(const struct fit_question *q, const struct fit *fit);

/* Columns over a struct fit_limits: reach, FEC, power. */
extern const struct listing_column fit_limit_columns[];

/* Columns over a struct fit_row: a root cause or a remark; what is not known; a result. */
extern const struct listing_column fit_finding_columns[];
extern const struct listing_column fit_unknown_columns[];
extern const struct listing_column fit_result_columns[];

/* Columns over a struct fit_end_row: a trunk and a leg for JSON, any end for text. */
extern const struct listing_column fit_trunk_columns[];
extern const struct listing_column fit_leg_columns[];
extern const struct listing_column fit_end_columns[];

/* Rows as an array, and released. NULL when out of memory. */
json_t *fit_rows_json(struct fit_rows *rows, const struct listing_column *columns);

/* Rows under a title, and released; nothing without rows. False when out of memory. */
bool fit_rows_print(struct fit_rows *rows, const struct listing_column *columns, const char *title, FILE *out);

/* Put `value`, a new reference, under `key`; false when out of memory. */
bool fit_put(json_t *object, const char *key, json_t *value);

#endif
