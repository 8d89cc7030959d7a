/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakouts as a picture: trunk, lanes and legs, the power of each lane against the
 * thresholds of its module, violations where they are. SVG, or one page of HTML with it; both
 * stand for themselves, in light and dark.
 */
#ifndef BREAKOUT_VIEW_DIAGRAM_H
#define BREAKOUT_VIEW_DIAGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include "model/snapshot.h"
#include "view/show.h"

/* The breakouts that the filter chooses. 0, or as show_print(). */
int diagram_print(const struct snapshot *s, const struct show_filter *filter, bool html, FILE *out, char *why);

#endif
