/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON objects as lines of CSV (RFC 4180, but with LF). null is empty, items of a list are joined by
 * ";". Text that a spreadsheet would take for a formula has an apostrophe before it, also behind any character
 * that a spreadsheet may cut cells at: modules say what they like.
 */
#ifndef BREAKOUT_VIEW_CSV_H
#define BREAKOUT_VIEW_CSV_H

#include <stdio.h>

#include <jansson.h>

/* 0 or -ENOMEM. Errors of writing stay in `out`'s error flag. */
int csv_print_values(json_t *object, FILE *out);

void csv_print_keys(json_t *object, FILE *out);

#endif
