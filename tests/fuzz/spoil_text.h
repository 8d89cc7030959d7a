/* SPDX-License-Identifier: BSD-3-Clause */
/* Text to fuzz with, and its change at random: cut pieces out, double them, replace characters. */
#ifndef BREAKOUT_TESTS_SPOIL_TEXT_H
#define BREAKOUT_TESTS_SPOIL_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct spoil_how {
	const char *characters;   /* that are put in */
	size_t count;
	unsigned most;            /* changes */
	size_t piece;             /* longest one, most of the time at most a sixth of it */
	size_t head;              /* every fourth change is in so many bytes at the beginning; 0: anywhere */
};

/* As fuzz_seed(), where seeds are strings. */
size_t text_seed(const char *const seeds[], size_t count, unsigned n, uint8_t *data, size_t size);

/* As fuzz_mutate(). */
void spoil_text(uint8_t *data, size_t *len, size_t size, uint32_t *seed, const struct spoil_how *how);

#endif
