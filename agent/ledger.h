/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What managers know: the raises that the master agent has taken and that no
 * clear has followed, and the number of the newest event. Kept in a file, so
 * that an agent that is started again neither repeats what was told nor
 * forgets to clear it, and goes on with the numbers.
 *
 * The file is replaced as a whole by a thread of its own, at most once a second. After a
 * crash numbers go on LEDGER_RESERVE further, so that none is used twice; what
 * was told within the last second may be told again.
 *
 * All functions belong to the main thread.
 */
#ifndef BREAKOUT_AGENT_LEDGER_H
#define BREAKOUT_AGENT_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "model/event.h"

/* Raises beyond these are not remembered. */
#define LEDGER_MAX 16384

#define LEDGER_RESERVE 10000

struct ledger;

/*
 * Read what is in folder `dir` and mark the file as in use. NULL `dir`: remember
 * nothing over a restart. Files that can't be read or make no sense are logged and ignored.
 * 0 or -ENOMEM.
 */
int ledger_open(const char *dir, struct ledger **ret_ledger);

/* Write what there is, as of an orderly end; free. Accepts NULL. */
void ledger_close(struct ledger *l);

/* What managers know; until the next change. */
const struct event *const *ledger_known(const struct ledger *l, size_t *ret_count);

/* Number of the newest event of earlier agents; 0: none. */
uint32_t ledger_last_event(const struct ledger *l);

/* Events were logged up to this number. */
void ledger_logged(struct ledger *l, uint32_t last_event);

/* The master agent has taken this event's notification. A reference is taken. */
void ledger_told(struct ledger *l, const struct event *event);

#endif
