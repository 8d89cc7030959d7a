/* SPDX-License-Identifier: BSD-3-Clause */
/* `breakoutctl fit TRUNK [MODE]`: every leg type of the catalogue, tried in every mode of a trunk. */
#ifndef BREAKOUT_CLI_FIT_MODES_H
#define BREAKOUT_CLI_FIT_MODES_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

#include "cli/fit.h"

struct fit_modes;

/*
 * Try all. `question` has the trunk, what is to be assumed, and one mode or
 * none for all of them; it is changed on the way. NULL when out of memory.
 */
struct fit_modes *fit_modes_try(struct fit_question *question);
void fit_modes_free(struct fit_modes *modes);

/* Fits: some leg type works in some mode. */
enum fit_verdict fit_modes_verdict(const struct fit_modes *modes);

/* False when out of memory. */
bool fit_modes_print(const struct fit_modes *modes, FILE *out);

/* The object, a new reference; NULL when out of memory. docs/fit-json.md */
json_t *fit_modes_json(const struct fit_modes *modes);

#endif
