/* SPDX-License-Identifier: BSD-3-Clause */
/* Pages of text that replace each other on a terminal, with what has changed marked. */
#ifndef BREAKOUT_CLI_WATCH_PAGE_H
#define BREAKOUT_CLI_WATCH_PAGE_H

#include <stdbool.h>
#include <stdio.h>

/* The part of a page that is shown: so many rows (0: all), without `skip` lines behind the heading. */
struct watch_window {
	unsigned rows;
	unsigned skip;
};

/* The greatest `skip` that still fills the rows. */
unsigned watch_page_most_skip(const char *page, unsigned rows);

/*
 * Print `page` line by line, as much as the window shows; the last row says how many lines are left out.
 * Cells (what two blanks separate) that differ from `before` (NULL: nothing does) are in reverse
 * video; a line is compared with the one of `before` whose first two cells are the same, since rows come and go. With
 * `colour`, words that say how something is have theirs. `end` ends each line.
 */
void watch_page_print(const char *page, const char *before, struct watch_window window, bool colour, const char *end,
                      FILE *out);

#endif
