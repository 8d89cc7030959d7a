/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers may set, kept over a restart in a small text file. */
#ifndef BREAKOUT_AGENT_PREFERENCES_H
#define BREAKOUT_AGENT_PREFERENCES_H

#include <stdbool.h>

#include "agent/mib_engine.h"
#include "state/state.h"

struct preferences {
	struct state_file *file;    /* borrowed; NULL: nothing is kept */
	bool notifications;
};

/*
 * Read the file in folder `dir`; without one, or with one that cannot be read or makes no
 * sense, `notifications` (from the configuration) is in force. 0 or -ENOMEM. `state`
 * is borrowed, and owns the file.
 */
int preferences_init(struct preferences *p, struct state *state, const char *dir, bool notifications);

/* In force at once; the file follows. */
void preferences_set(struct preferences *p, bool notifications);

/* The setter of brkNotificationsEnabled. */
extern const struct mib_setter preferences_notifications_setter;

#endif
