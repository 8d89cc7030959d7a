/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * When entities changed, and the entConfigChange that says so: at most one in
 * ENTITY_CHANGE_SECONDS, for all changes since the one before (RFC 6933). The
 * first period begins at the start: the first looks at the ports are one change.
 *
 * Times are of CLOCK_MONOTONIC.
 */
#ifndef BREAKOUT_AGENT_ENTITY_CHANGE_H
#define BREAKOUT_AGENT_ENTITY_CHANGE_H

#include <stdbool.h>
#include <time.h>

#define ENTITY_CHANGE_SECONDS 5

struct entity_change {
	struct timespec changed;       /* the last change; 0: none yet */
	struct timespec quiet_until;   /* end of the throttling period */
	bool due;                      /* something changed that was not told */
	bool under_way;                /* a notification that is not acknowledged */
};

/* Hand the notification over. 0 or negative errno: try again later. */
typedef int entity_change_send_fn(void *arg);

void entity_change_init(struct entity_change *c, const struct timespec *now);

/* Entities changed at `when`. */
void entity_change_note(struct entity_change *c, const struct timespec *when);

/* Send what is due. Not `enabled`: there is nobody to be told, and nothing is told later. */
void entity_change_run(struct entity_change *c, bool enabled, const struct timespec *now,
                       entity_change_send_fn *send, void *arg);

/* The master agent has answered, if only to refuse. */
void entity_change_answered(struct entity_change *c);

/* It went, or does not answer: what was under way is due again. */
void entity_change_lost(struct entity_change *c);

#endif
