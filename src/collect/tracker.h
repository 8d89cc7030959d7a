/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the agent remembers between scans: debounced violations and the
 * event log. Judgements go in, rows and events come out.
 *
 * A finding is raised after it was seen in `raise_after` scans in a row and
 * cleared after it was missing in `clear_after`; scans that could not decide
 * count neither way. What rests on monitors and flags counts in the scans
 * that read them: a latched flag that was read once is not seen twice before
 * it is read again. Nor does a scan count in which one of the ports concerned
 * was not looked at, as its bus was busy. A violation is identified by rule and subject, not by
 * module: a wrong module replaced by another wrong one is the same violation
 * with new texts, so that a manager's raise and clear always pair.
 *
 * Findings of severity info become rows but no events. What comes and goes
 * too often is damped (collect/flap.h), its rows are not.
 */
#ifndef BREAKOUT_COLLECT_TRACKER_H
#define BREAKOUT_COLLECT_TRACKER_H

#include <stddef.h>
#include <time.h>

#include "collect/cage.h"
#include "collect/flap.h"
#include "model/snapshot.h"
#include "rules/judge.h"

struct tracker;

/* How findings become news. */
struct tracking {
	unsigned raise_after, clear_after;  /* scans in a row */
	uint32_t link_grace_ms;             /* that a last resort must be found for, besides */
	struct flap_limits flap;
};

/* Keeps the last `event_room` events. NULL when out of memory. */
struct tracker *tracker_new(size_t event_room);
void tracker_free(struct tracker *t);

/* Note that a module came or went in ports[port]; `m` may be NULL. 0 or -ENOMEM. */
int tracker_port_event(struct tracker *t, const struct tracking *how, const struct snapshot *s,
                       enum event_kind kind, size_t port, const struct module *m,
                       const struct scan_time *now);

/*
 * Take in a judgement of `s` and complete `s` with violations, verdicts and
 * the event log. `previous` is the snapshot before it, or NULL. 0 or -ENOMEM.
 */
int tracker_update(struct tracker *t, const struct judgement *j, const struct tracking *how,
                   const struct scan_time *now, const struct snapshot *previous, struct snapshot *s);

/*
 * Go on where an agent stopped that ran before: managers know of the raises `known`,
 * which were not cleared, and of events up to `last_event`. What is not so any more is
 * cleared by the scans to come; what still is, is not raised again. For a new
 * tracker, before its first scan. 0 or -ENOMEM.
 */
int tracker_restore(struct tracker *t, const struct topology *topology, const struct event *const known[],
                    size_t count, uint32_t last_event, const struct scan_time *now);

/* Raise what is active once more at the next scan, for managers that have lost it. */
void tracker_repeat(struct tracker *t);

#endif
