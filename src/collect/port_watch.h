/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What becomes news of ports: modules that come and go, and those that can't
 * be read for ten seconds; debounced and damped. A port of which it was never known
 * that it holds a module is not news, nor one that waits for another on its
 * bus, nor one about whose bytes a violation tells more.
 */
#ifndef BREAKOUT_COLLECT_PORT_WATCH_H
#define BREAKOUT_COLLECT_PORT_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/events.h"
#include "collect/flap.h"
#include "collect/tracker.h"

struct port_memory;

/* Of all ports, by brkPortIndex, so that it outlives a reload. */
struct port_watch {
	struct port_memory *ports;       /* owned; sorted */
	size_t count, room;
};

void port_watch_release(struct port_watch *w);

/* A module came or went: as tracker_port_event(). */
int port_watch_module(struct port_watch *w, struct event_ring *events, const struct tracking *how,
                      const struct snapshot *s, enum event_kind kind, size_t port, const struct module *m,
                      const struct scan_time *now);

/*
 * One more scan. `explained[i]`: a finding says already what is wrong with the bytes of
 * ports[i]. 0 or -ENOMEM.
 */
int port_watch_scan(struct port_watch *w, struct event_ring *events, const struct tracking *how,
                    const struct snapshot *s, const bool *explained, const struct scan_time *now);

/* Managers know of this event of an earlier agent about a port. 0 or -ENOMEM. */
int port_watch_restore(struct port_watch *w, const struct event *event, const struct timespec *mono);

/* Tell managers anew what is not as it should be, at the next scan. */
void port_watch_repeat(struct port_watch *w);

#endif
