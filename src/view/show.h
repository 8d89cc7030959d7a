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

struct show_options {
	bool json;
	unsigned width;        /* characters of a line of text; 0: TABLE_WIDTH */
	struct timespec now;   /* CLOCK_MONOTONIC that ages are counted to */
};

struct show_list;

/* "ports", "modules", "lanes", "breakouts", "legs" or "violations"; NULL if there is no such list. */
const struct show_list *show_find(const char *word);

/* 0 or -ENOMEM. Other errors stay in `out`'s error flag. */
int show_print(const struct show_list *list, const struct snapshot *s, const struct show_options *options,
               FILE *out);

/* The catalogue of rules, likewise. */
int show_print_rules(const struct show_options *options, FILE *out);

/* JSON as all of breakoutctl's is written, with a newline; releases `json`. NULL is -ENOMEM. */
int show_print_json(json_t *json, FILE *out);

#endif
