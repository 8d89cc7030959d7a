/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ports that come and go: a thread that looks for modules when it is
 * started, when it is asked to, and when a device that could have one has come
 * or gone. Ports that were missing once are missed only if they are at the next look. Drivers and buses may hold it up; nobody waits for it longer than
 * they want to.
 */
#ifndef BREAKOUT_DISCOVER_WATCH_H
#define BREAKOUT_DISCOVER_WATCH_H

#include "discover/discover.h"
#include "state/state.h"

struct watch;

/*
 * Begin to look, as `settings` say. Numbers of ports are remembered in `state_dir`, in a
 * file that `state` (which must live until watch_free()) writes. `notify_fd` (an
 * eventfd, which must stay open until watch_free(); -1: none) is written when there
 * is something to take. 0 or negative errno.
 */
int watch_new(const struct settings *settings, struct state *state, const char *state_dir, int notify_fd,
              struct watch **ret_watch);

/* Stop. A thread that is stuck is left behind. Accepts NULL. */
void watch_free(struct watch *w);

/* Look now. */
void watch_look(struct watch *w);

/* What was found last, unless it was taken already; waits for the first for at most so long. NULL: nothing. */
struct discovery *watch_take(struct watch *w, unsigned patience_ms);

#endif
