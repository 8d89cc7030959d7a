/* SPDX-License-Identifier: BSD-3-Clause */
/* Random switches in which everything is right, made from plans. The same seed gives the same switch. */
#ifndef BREAKOUT_TESTS_RANDOM_SWITCH_H
#define BREAKOUT_TESTS_RANDOM_SWITCH_H

#include "model/snapshot.h"
#include "rules/plan.h"

#define RANDOM_SWITCH_BREAKOUTS 4

struct random_switch {
	uint32_t seed; /* as it goes on */
	struct topology *topology;
	struct snapshot *snapshot;
	const struct plan *plan[RANDOM_SWITCH_BREAKOUTS];  /* of topology->breakouts[] */
	const struct plan *fine[RANDOM_SWITCH_BREAKOUTS];  /* of the narrow legs of a mixed mode; NULL: all are plan[]'s */
	struct mode mode[RANDOM_SWITCH_BREAKOUTS];
	const struct plan *lower[RANDOM_SWITCH_BREAKOUTS]; /* of one leg that runs slower; NULL: none does */
	unsigned lower_leg[RANDOM_SWITCH_BREAKOUTS];       /* its number */
	unsigned adapters;                                 /* ports behind all others that have an SFP in an adapter */
};

void random_switch_init(struct random_switch *sw, uint32_t seed);
void random_switch_release(struct random_switch *sw);

/* The plan of a leg (from 1) of a breakout, at the rate of the mode. */
const struct plan *random_switch_plan(const struct random_switch *sw, size_t index, unsigned leg);

/* 0..n - 1 */
uint32_t random_switch_below(struct random_switch *sw, uint32_t n);

/* The module of a port, to be changed. */
struct module *random_switch_module(struct random_switch *sw, size_t port);

/*
 * Let light follow the fibres of a breakout: what trunk lanes of leg n (from 0) send arrives at leg
 * order[n], and the other way round, less what fibres lose. Lasers that are off leave the far end dark.
 */
void random_switch_light(struct random_switch *sw, size_t index, const unsigned *order);

/* Replace the module of a port by one of `type`, healthy in itself; what does not go with it is not declared.
 */
void random_switch_replace(struct random_switch *sw, size_t port, const struct module_type *type);

#endif
