/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What managers know: the raises that the master agent has taken and that no
 * clear has followed, and the number of the newest event. Kept in a file, so
 * that an agent that is started again neither repeats what was told nor
 * forgets to clear it, and goes on with the numbers.
 *
 * The file is written by the thread of state/state.h, at most once a second. After a
 * crash numbers go on LEDGER_RESERVE further, so that none is used twice.
 *
 * A raise is in the file before it is sent, so that a manager gets the clear of each
 * raise that it may know, whenever the agent dies. Which of those were received is not known
 * then, and what is active is notified of again.
 *
 * All functions belong to the main thread.
 */
#ifndef BREAKOUT_AGENT_LEDGER_H
#define BREAKOUT_AGENT_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "model/event.h"
#include "state/state.h"

/* Raises beyond these are not remembered. */
#define LEDGER_MAX 16384

#define LEDGER_RESERVE 10000

/* Raises that are about to be sent. */
#define LEDGER_PENDING 96

struct ledger;

/*
 * Read what is in folder `dir` and mark the file as in use. NULL `dir`: keep
 * nothing over a restart. 0 or -ENOMEM. `state` is borrowed, and owns the file.
 */
int ledger_open(struct state *state, const char *dir, struct ledger **ret_ledger);

/* Hand over what changed, to be written. Cheap where nothing has. */
void ledger_save(struct ledger *l);

/* Hand over what there is, as of an orderly end; free. Accepts NULL. */
void ledger_close(struct ledger *l);

/* What managers know; until the next change. */
const struct event *const *ledger_known(const struct ledger *l, size_t *ret_count);

/* Number of the newest event of earlier agents; 0: none. */
uint32_t ledger_last_event(const struct ledger *l);

/* Events were logged up to this number. */
void ledger_logged(struct ledger *l, uint32_t last_event);

/*
 * An event is about to be sent: if it is a raise, it must be in the file first. Returns whether it may be sent:
 * it is saved, can't be, or has waited for two seconds. A reference is taken.
 */
bool ledger_announce(struct ledger *l, const struct event *event, const struct timespec *now);

/* No manager gets to know of this event: its notification was refused, or is not sent. */
void ledger_refused(struct ledger *l, const struct event *event);

/* Had the agent before this one sent raises without learning whether managers got them? */
bool ledger_unsure(const struct ledger *l);

/* The master agent has taken this event's notification. A reference is taken. */
void ledger_told(struct ledger *l, const struct event *event);

#endif
