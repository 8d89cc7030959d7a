/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lists of what a snapshot holds, as text and as JSON: what `breakoutctl
 * show` prints of its own scan, and what breakoutd answers when it is asked.
 */
#ifndef BREAKOUT_VIEW_SHOW_H
#define BREAKOUT_VIEW_SHOW_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include <jansson.h>

#include "model/snapshot.h"

/* Which rows are shown. Texts are borrowed. */
struct show_filter {
	const char *port;        /* name or index number; NULL: all */
	const char *breakout;    /* likewise */
	enum severity severity;  /* at least; 0: all */
	uint32_t last;           /* so many, the last ones; 0: all */
};

struct show_options {
	bool json;
	bool csv;
	bool colour;           /* of text, by escape sequences of ECMA-48 */
	unsigned width;        /* characters of a line of text; 0: TABLE_WIDTH */
	struct timespec now;   /* CLOCK_MONOTONIC that ages are counted to */
	struct show_filter filter;
};

struct show_list;

/*
 * "ports", "modules", "lanes", "breakouts", "legs", "violations" or "events"; or "module", all about
 * that in the port of the filter, which has no CSV. NULL if there is no such list.
 */
const struct show_list *show_find(const char *word);

/*
 * 0, -ENOMEM, or -ENOENT or -EINVAL where the filter names what is not there or the list does
 * not have, said in why[SHOW_WHY]. Errors of writing stay in `out`'s error flag.
 */
#define SHOW_WHY 128
int show_print(const struct show_list *list, const struct snapshot *s, const struct show_options *options,
               FILE *out, char *why);

/* Index into ports of the port of a filter, which has one. 0 or -ENOENT, said in why[SHOW_WHY]. */
int show_port_of(const struct show_filter *filter, const struct topology *t, size_t *ret_port, char *why);

/* The label of a severity from "info" on; 0 for another text. */
enum severity show_severity(const char *label);

/* The catalogue of rules, likewise. */
int show_print_rules(const struct show_options *options, FILE *out);

/* JSON as all of breakoutctl's is written, with a newline; releases `json`. NULL is -ENOMEM. */
int show_print_json(json_t *json, FILE *out);

#endif
