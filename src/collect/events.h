/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The event log: numbers events and keeps the last ones in a ring. Snapshots
 * share one copy of it until the next event.
 */
#ifndef BREAKOUT_COLLECT_EVENTS_H
#define BREAKOUT_COLLECT_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "model/snapshot.h"

struct event_ring {
	const struct event **events;     /* `room` references, NULL where unused; the next goes to `end` */
	size_t room, count, end;
	uint32_t last_index;
	const struct event_log *shared;  /* copy of the current content; NULL if outdated */
};

/* 0 or -ENOMEM. */
int event_ring_init(struct event_ring *ring, size_t room);
void event_ring_release(struct event_ring *ring);

/*
 * Append; ring->last_index + 1 becomes its index. An event for which there is
 * no memory has a number all the same, so that its loss shows.
 */
void event_ring_add(struct event_ring *ring, const struct event *event);

/* The content, oldest first, as an immutable log with a reference for the caller; NULL when out of memory. */
const struct event_log *event_ring_log(struct event_ring *ring);

#endif
