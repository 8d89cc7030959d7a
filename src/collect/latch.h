/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Flags as occurrences (struct occurrences, in model/snapshot.h): what of a reading is
 * new since the one before. Pure; one of these for each lane, and one for the module.
 */
#ifndef BREAKOUT_COLLECT_LATCH_H
#define BREAKOUT_COLLECT_LATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "model/snapshot.h"

/* What is remembered between readings; zeroed for a module just plugged in. Sets are flags_pack()ed. */
struct latch {
	uint32_t watched;          /* flags that a reading has told of */
	uint32_t up;               /* of these, as of the last one */
	uint32_t held;             /* latches that a reading found, which failed later on */
	struct timespec held_time; /* CLOCK_REALTIME of it */
};

/* Flags as a reading found them. */
struct flags {
	uint32_t up;
	uint32_t known;
	uint32_t latched;          /* of the known ones */
};

/* Of the lane at index `n`, and of the module; what the host sets is none. */
struct flags flags_of_lane(const struct module *m, unsigned n);
struct flags flags_of_module(const struct module *m);

/*
 * A reading. `whole`: flags that it does not know are not there any more; else
 * they could not be read. What occurred goes into `history`, with `real` as its time.
 */
void latch_note(struct latch *latch, struct flags flags, bool whole, const struct timespec *real,
                struct occurrences *history);

/* A reading that failed half way. Its latches, which reading has cleared, are kept for the next one. */
void latch_hold(struct latch *latch, struct flags flags, const struct timespec *real);

#endif
