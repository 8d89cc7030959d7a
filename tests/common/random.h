/* SPDX-License-Identifier: BSD-3-Clause */
/* Random numbers that are the same on every machine. */
#ifndef BREAKOUT_TESTS_RANDOM_H
#define BREAKOUT_TESTS_RANDOM_H

#include <stdint.h>

/* 28 bits, from a seed that is not 0 (xorshift, G. Marsaglia). */
static inline uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed >> 4;
}

#endif
