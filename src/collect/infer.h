/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakouts and legs that nobody declared, concluded from what is plugged in
 * and from how the kernel has split the ports:
 *
 *  - a port that is split, with a module that can be and no breakout of its
 *    own, is the trunk of one;
 *  - a fan-out cable whose ends sit in ports of this box (same vendor, serial
 *    number of one family) has its legs there, and is a breakout even where
 *    its port is not split.
 *
 * What may mean two things is left alone. Pure: the same ports always give
 * the same conclusions. What rests on them is never worse than minor
 * (rules/judge.c).
 */
#ifndef BREAKOUT_COLLECT_INFER_H
#define BREAKOUT_COLLECT_INFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

/* The brkBreakoutIndex of a concluded breakout is this and the index of its trunk's port. */
#define INFER_INDEX 32768
#define INFER_NO_PORT SIZE_MAX

/* About one breakout. */
struct conclusion {
	size_t trunk;                /* index into ports */
	size_t declared;             /* index into breakouts; SIZE_MAX: the breakout itself is concluded */
	struct mode mode;            /* of a concluded breakout */
	unsigned lanes;              /* of its trunk, to be shared by its legs */
	size_t legs[MODE_MAX_COUNT]; /* index into ports, by number of leg - 1; INFER_NO_PORT: nothing new */
};

struct conclusions {
	struct conclusion *all; /* in order of their trunks' ports */
	size_t count;
};

/* What follows from `ports` (parallel to declared->ports). 0 or -ENOMEM. */
int infer(const struct topology *declared, const struct port_state *ports, struct conclusions *ret);
void conclusions_release(struct conclusions *c);
bool conclusions_equal(const struct conclusions *a, const struct conclusions *b);

/*
 * What was declared and what was concluded: a new reference, to `declared`
 * itself if that is all. NULL when out of memory.
 */
struct topology *infer_topology(const struct topology *declared, const struct conclusions *c);

#endif
