/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Events in words: rows of the event log about violations and ports. Private
 * to collect/tracker.c and collect/port_watch.c.
 */
#ifndef BREAKOUT_COLLECT_NOTICE_H
#define BREAKOUT_COLLECT_NOTICE_H

#include "model/event.h"
#include "model/snapshot.h"

/* A violation, and the names of what it is about: its clear may come after the configuration has changed. */
struct notice_violation {
	struct violation v;
	enum event_kind raise;           /* kind of event that raises it */
	char rule_id[12];
	char rule_name[32];
	char breakout_name[TOPOLOGY_NAME];
	char port_name[TOPOLOGY_NAME];
	char place[PLACE_TEXT];          /* subject_place(); "": not known */
	uint32_t if_index;
};

/* `kind` is what raises it or clears it, or EVENT_FLAPPING_STARTED or _ENDED. */
void notice_violation(const struct notice_violation *n, enum event_kind kind, const struct timespec *time,
                      struct event *ret_event);

/* The violation that an event raised, as far as events tell: for an agent that goes on where one stopped. */
void notice_violation_of(const struct event *event, struct notice_violation *ret_notice);

/*
 * About ports[port]: a module that came or went, one that can't be read
 * any more or again, or a port that flaps. `module` and `observed` may be NULL.
 */
void notice_port(const struct snapshot *s, size_t port, enum event_kind kind, const struct module *module,
                 const char *observed, const struct timespec *time, struct event *ret_event);

/* What ends EVENT_PORT_UNREADABLE: about what `raise` was about. */
void notice_port_clear(const struct event *raise, const struct timespec *time, struct event *ret_event);

#endif
