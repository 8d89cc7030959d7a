/* SPDX-License-Identifier: BSD-3-Clause */
/* Arithmetic of struct timespec. */
#ifndef BREAKOUT_BASE_CLOCK_H
#define BREAKOUT_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* From `a` to `b`, milliseconds. */
static inline int64_t clock_ms_between(const struct timespec *a, const struct timespec *b)
{
	return (int64_t)(b->tv_sec - a->tv_sec) * 1000 + (b->tv_nsec - a->tv_nsec) / 1000000;
}

static inline bool clock_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

static inline void clock_add_ms(struct timespec *t, uint64_t ms)
{
	t->tv_sec += (time_t)(ms / 1000);
	t->tv_nsec += (long)(ms % 1000) * 1000000;
	if (t->tv_nsec >= 1000000000) {
		t->tv_nsec -= 1000000000;
		t->tv_sec++;
	}
}

#endif
