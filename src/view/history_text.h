/* SPDX-License-Identifier: BSD-3-Clause */
/* The last day of a lane as plots of block elements, or JSON. */
#ifndef BREAKOUT_VIEW_HISTORY_TEXT_H
#define BREAKOUT_VIEW_HISTORY_TEXT_H

#include <stdio.h>

#include "model/history.h"
#include "view/show.h"

/* What is known of a lane; `known` false: nothing of that monitor. */
struct lane_day {
	const char *port;
	unsigned lane;
	bool known[HISTORY_MONITORS];
	struct history_point points[HISTORY_MONITORS][HISTORY_SLOTS];   /* oldest first */
};

/* 0 or -ENOMEM. */
int history_print(const struct lane_day *day, const struct show_options *options, FILE *out);

#endif
