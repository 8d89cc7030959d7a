/* SPDX-License-Identifier: BSD-3-Clause */
/* What flags tell. */
#include "collect/latch.h"

static struct flags flags_make(const struct module *m, uint32_t up, uint32_t known)
{
	return (struct flags){ .up = up & known, .known = known, .latched = module_latches(m) ? known : 0 };
}

struct flags flags_of_lane(const struct module *m, unsigned n)
{
	const struct lane *lane = module_any_lane(m, n + 1);
	uint8_t known = lane->signals_known & (uint8_t)~SIGNAL_TX_DISABLED;

	return flags_make(m, flags_pack(lane->alarms, lane->signals), flags_pack(lane->alarms_known, known));
}

struct flags flags_of_module(const struct module *m)
{
	return flags_make(m, flags_pack(m->alarms, m->events), flags_pack(m->alarms_known, m->events_known));
}

static unsigned count_bits(uint32_t set)
{
	unsigned count = 0;

	for (; set; set &= set - 1)
		count++;
	return count;
}

static void occurred(struct occurrences *history, uint32_t flags, const struct timespec *real)
{
	history->count += count_bits(flags);
	history->last = *real;
	history->flags = flags;
	history->fresh |= flags;
}

void latch_note(struct latch *latch, struct flags flags, bool whole, const struct timespec *real,
                struct occurrences *history)
{
	uint32_t first = flags.known & ~latch->watched;
	uint32_t rose = (flags.up | (latch->held & flags.known)) & ~first & ~latch->up;

	if (rose)
		occurred(history, rose, rose & flags.up ? real : &latch->held_time);
	/* Reading has cleared what was latched before anybody looked. */
	latch->up = (latch->up & ~flags.known) | (flags.up & ~(first & flags.latched));
	latch->watched |= flags.known;
	latch->held &= ~flags.known;
	if (!whole)
		return;
	latch->watched = flags.known;
	latch->up &= flags.known;
	latch->held = 0;
}

void latch_hold(struct latch *latch, struct flags flags, const struct timespec *real)
{
	uint32_t found = flags.up & flags.latched & latch->watched;

	if (!found)
		return;
	latch->held |= found;
	latch->held_time = *real;
}
