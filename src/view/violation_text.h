/* SPDX-License-Identifier: BSD-3-Clause */
/* One violation in words: what it means, what was seen, what to do. */
#ifndef BREAKOUT_VIEW_VIOLATION_TEXT_H
#define BREAKOUT_VIEW_VIOLATION_TEXT_H

#include <stdio.h>

#include "model/snapshot.h"
#include "view/show.h"

/*
 * The active violation with the number `index`. Of the options, JSON counts: its members as in a list, and
 * the rule's as `explanation`. 0, -ENOMEM, or -ENOENT, said in why[SHOW_WHY].
 */
int violation_explain(const struct snapshot *s, uint32_t index, const struct show_options *options, FILE *out,
                      char *why);

#endif
