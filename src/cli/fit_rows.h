/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the rules say of a supposed breakout, as rows for lists: what is the
 * same of several legs is one row.
 */
#ifndef BREAKOUT_CLI_FIT_ROWS_H
#define BREAKOUT_CLI_FIT_ROWS_H

#include "cli/fit.h"

struct fit_row {
	const struct rule *rule;     /* NULL: an end that no rule could be asked about */
	enum rule_result result;
	uint8_t legs;                /* bit n is leg n + 1; 0: the trunk */
	bool cause;                  /* root cause, not one of the further results */
	struct rule_finding what;
	uint32_t suppressed;
};

struct fit_rows {
	struct fit_row *row;
	size_t count, room;
	bool failed;                 /* out of memory */
};

void fit_rows_release(struct fit_rows *rows);

/* Root causes: worst first, the trunk's before the legs'. */
void fit_rows_causes(const struct fit *fit, struct fit_rows *rows);

/* Why something could not be decided. */
void fit_rows_unknowns(const struct fit *fit, struct fit_rows *rows);

/* Results of all rules that were asked: violations and unknowns, or every result. */
void fit_rows_results(const struct fit *fit, bool all, struct fit_rows *rows);

/* Violations about the trunk (legs false) or about legs: what to know although it fits. */
void fit_rows_remarks(const struct fit *fit, bool legs, struct fit_rows *rows);

/* Take out what `others` says already of the same legs. */
void fit_rows_subtract(struct fit_rows *rows, const struct fit_rows *others);

/* "trunk", "1-4", "1, 3". Returns buf. */
const char *fit_legs_text(uint8_t legs, char *buf, size_t size);

#endif
