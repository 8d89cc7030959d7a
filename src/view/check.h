/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether all is well, as the plugins of Nagios and its kin say it: a line with performance data, and a code. */
#ifndef BREAKOUT_VIEW_CHECK_H
#define BREAKOUT_VIEW_CHECK_H

#include <stdio.h>

#include "model/snapshot.h"
#include "view/show.h"

enum check_code {
	CHECK_OK = 0,
	CHECK_WARNING = 1,    /* a minor violation */
	CHECK_CRITICAL = 2,   /* a major or critical one */
	CHECK_UNKNOWN = 3,    /* a module that can't be read */
};

/*
 * The line about what the filter chooses: all, a port or a breakout. With a port, its lanes are in
 * the performance data, with the module's thresholds. `why_old`, unless NULL, says that the
 * snapshot is not of now: CHECK_UNKNOWN at least. Waived violations and remarks are counted and no more.
 * The code; or -ENOENT, said in why[SHOW_WHY], as show_print().
 */
int check_print(const struct snapshot *s, const struct show_filter *filter, const char *why_old, FILE *out,
                char *why);

/* Instead, where there is nothing to print one about: the line of CHECK_UNKNOWN with the first line of `why`. */
void check_print_unknown(const char *why, FILE *out);

/* The word that the line begins with: "BREAKOUT OK". The code of such a line; CHECK_UNKNOWN for others. */
enum check_code check_code_of(const char *line);

#endif
