/* SPDX-License-Identifier: BSD-3-Clause */
/* Pages of text that replace each other on a terminal, with what has changed marked. */
#ifndef BREAKOUT_CLI_WATCH_PAGE_H
#define BREAKOUT_CLI_WATCH_PAGE_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Print `page` line by line, at most `rows` lines (0: all; the last one says how many are left out).
 * Cells (what two blanks separate) that differ from `before` (NULL: nothing does) are in reverse
 * video; a line is compared with the one of `before` whose first two cells are the same, since rows come and go. With
 * `colour`, words that say how something is have theirs. `end` ends each line.
 */
void watch_page_print(const char *page, const char *before, unsigned rows, bool colour, const char *end,
                      FILE *out);

#endif
