/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests that try very many cases take a sample where the same cases run elsewhere in full. */
#ifndef BREAKOUT_TESTS_SAMPLE_H
#define BREAKOUT_TESTS_SAMPLE_H

#include <stdlib.h>

/* BREAKOUT_SAMPLE=N in the environment: one case in N; otherwise 1, which is all. */
static inline unsigned sample_step(void)
{
	const char *text = getenv("BREAKOUT_SAMPLE");
	int step = text ? atoi(text) : 1;

	return step > 1 ? (unsigned)step : 1;
}

#endif
