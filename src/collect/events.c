/* SPDX-License-Identifier: BSD-3-Clause */
/* The event log. */
#include "collect/events.h"

#include <errno.h>
#include <stdlib.h>

#include "model/refs.h"

int event_ring_init(struct event_ring *ring, size_t room)
{
	*ring = (struct event_ring){ .room = room };
	ring->events = calloc(room, sizeof(ring->events[0]));
	return ring->events ? 0 : -ENOMEM;
}

void event_ring_release(struct event_ring *ring)
{
	for (size_t i = 0; ring->events && i < ring->room; i++)
		event_unref(ring->events[i]);
	free(ring->events);
	event_log_unref(ring->shared);
	*ring = (struct event_ring){ 0 };
}

void event_ring_add(struct event_ring *ring, const struct event *event)
{
	struct event numbered = *event;
	const struct event *shared;

	numbered.index = ++ring->last_index;
	shared = event_share(&numbered);
	if (!shared)
		return;
	event_unref(ring->events[ring->end]);
	ring->events[ring->end] = shared;
	ring->end = (ring->end + 1) % ring->room;
	if (ring->count < ring->room)
		ring->count++;
	event_log_unref(ring->shared);
	ring->shared = NULL;
}

const struct event_log *event_ring_log(struct event_ring *ring)
{
	if (!ring->shared) {
		struct event_log *log = event_log_new(ring->count);
		size_t start = (ring->end + ring->room - ring->count) % ring->room;

		if (!log)
			return NULL;
		for (size_t i = 0; i < ring->count; i++)
			log->events[i] = event_ref(ring->events[(start + i) % ring->room]);
		ring->shared = log;
	}
	return refs_get(ring->shared, &ring->shared->refs);
}
