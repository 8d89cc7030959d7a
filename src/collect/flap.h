/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Damping. What is raised `limit` times within `window_ms` is flapping: that
 * is announced once, and it is left alone until it has been calm for as long.
 */
#ifndef BREAKOUT_COLLECT_FLAP_H
#define BREAKOUT_COLLECT_FLAP_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define FLAP_LIMIT_MAX 16

struct flap_limits {
	unsigned limit;                  /* 0: nothing is damped; at most FLAP_LIMIT_MAX */
	uint32_t window_ms;
};

/* How one thing has behaved; {0} is one that has never moved. */
struct flap {
	bool damped;
	unsigned count;                  /* of `raised` that are in use */
	unsigned next;                   /* the oldest, once all are */
	uint32_t held_back;              /* raises and clears that nobody was told of */
	struct timespec raised[FLAP_LIMIT_MAX];  /* CLOCK_MONOTONIC */
	struct timespec moved;           /* the last raise or clear */
};

/* It was raised, or has cleared. True if it is damped from now on. */
bool flap_raised(struct flap *f, const struct flap_limits *limits, const struct timespec *mono);
void flap_cleared(struct flap *f, const struct timespec *mono);

/* It is damped, and the manager was told so by an agent that ran before. */
void flap_resume(struct flap *f, const struct timespec *mono);

/* Has it been calm for long enough? It is not damped any more, then, and its history is forgotten. */
bool flap_calmed(struct flap *f, const struct flap_limits *limits, const struct timespec *mono);

#endif
