/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Events become notifications, in order and no faster than the master agent
 * takes them.
 *
 * The event log of the snapshot is the queue: the notifier only remembers how
 * far it has come. An event counts as notified when the master agent has
 * acknowledged it; what was under way when the master went is sent again,
 * with the same brkEventIndex.
 *
 * At most NOTIFIER_WINDOW notifications are under way: a Net-SNMP master that
 * is sent several hundred while it answers blocks for good, and so does the
 * sender. Nor are there more than `rate` a second, since managers take traps from
 * a socket whose buffer holds some two hundred of ours.
 */
#ifndef BREAKOUT_AGENT_NOTIFY_H
#define BREAKOUT_AGENT_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "agent/mib_tables.h"
#include "agent/status.h"

struct event;
struct event_log;
struct ledger;

#define NOTIFIER_WINDOW 32

struct notifier {
	struct agent_status *status;    /* counts are kept there */
	struct ledger *ledger;          /* of what managers know; may be NULL */
	uint32_t acknowledged;          /* all events up to this one are done with */
	uint32_t sent;                  /* the newest that was handed over */
	uint32_t newest;                /* likewise, in any session */
	const struct event *under_way[NOTIFIER_WINDOW];  /* owned references; a queue in order of sending */
	unsigned first, count;
	struct timespec hold_until;     /* CLOCK_MONOTONIC; after a failure */
	bool saving;                    /* the next one waits until the ledger is saved */
	uint32_t rate;                  /* notifications a second; 0: no limit */
	uint32_t credit;                /* that may be sent at once, in thousandths; at most NOTIFIER_BURST */
	struct timespec credited;       /* CLOCK_MONOTONIC: as of then */
};

/* Notifications that may be sent at once before `rate` counts. */
#define NOTIFIER_BURST 64

/* Hand one event's notification over. 0, or negative errno: try again later. */
typedef int notifier_send_fn(void *arg, const struct mib_notification *kind, uint32_t event);

/*
 * Both are borrowed; `ledger` may be NULL. Events up to number `last_event` were done with
 * by agents before this one.
 */
void notifier_init(struct notifier *n, struct agent_status *status, struct ledger *ledger, uint32_t last_event);

/* Drop what is under way. */
void notifier_release(struct notifier *n);

/*
 * Send what the log holds and the window allows. `enabled` is
 * brkNotificationsEnabled: events are passed over while it is false.
 */
void notifier_run(struct notifier *n, const struct event_log *log, bool enabled, const struct timespec *now,
                  notifier_send_fn *send, void *arg);

/*
 * The master answered for `event`. Not `taken`: it refused that
 * notification, which is not sent again.
 */
void notifier_answered(struct notifier *n, uint32_t event, bool taken);

/* The session has ended: what is under way is sent again, and counted, not before two seconds. */
void notifier_lost(struct notifier *n, const struct timespec *now);

/* In how many milliseconds notifier_run() may send more of the log; -1: not until something else happens. */
int notifier_wait_ms(const struct notifier *n, const struct event_log *log);

/* Does the log hold more than was acknowledged? */
bool notifier_pending(const struct notifier *n, const struct event_log *log);

#endif
