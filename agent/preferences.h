/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What managers may set, kept over a restart in a small text file. The file
 * is replaced as a whole (written beside, synced, renamed), so that a crash
 * leaves the old one or the new one.
 */
#ifndef BREAKOUT_AGENT_PREFERENCES_H
#define BREAKOUT_AGENT_PREFERENCES_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/mib_engine.h"

struct preferences {
	char *path;                 /* owned */
	bool notifications;         /* in force */
	bool staged;                /* a new file lies beside the old one... */
	bool staged_notifications;  /* ...and says this */
	bool previous;              /* before the last commit, for revert */
};

/*
 * Read the file in folder `dir`; without one, `notifications` (from the
 * configuration) is in force. 0, -ENOMEM, or the error of reading: the object
 * can be used all the same, then. -EINVAL is a file that makes no sense.
 */
int preferences_init(struct preferences *p, const char *dir, bool notifications);
void preferences_release(struct preferences *p);

/* Write the new value beside the file. 0 or negative errno. */
int preferences_stage(struct preferences *p, bool notifications);
/* Put what was staged into force. 0 or negative errno; then nothing changed. */
int preferences_commit(struct preferences *p);
/* Go back to what was in force before the last commit. 0 or negative errno. */
int preferences_revert(struct preferences *p);
/* Forget what was staged and not committed. */
void preferences_finish(struct preferences *p);

/* The setter of brkNotificationsEnabled. */
extern const struct mib_setter preferences_notifications_setter;

#endif
