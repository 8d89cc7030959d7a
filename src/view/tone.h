/* SPDX-License-Identifier: BSD-3-Clause */
/* Colours of words that say how something is. They never say more than the word. */
#ifndef BREAKOUT_VIEW_TONE_H
#define BREAKOUT_VIEW_TONE_H

#define TONE_END "\033[0m"
#define TONE_HEADING "\033[1m"

/* The sequence that begins the colour of a severity, verdict or status; "" for other words. */
const char *tone_of(const char *word);

#endif
