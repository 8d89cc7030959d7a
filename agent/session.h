/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The AgentX session: sets the Net-SNMP library up, follows its connection to
 * the master agent, and hands notifications over with their acknowledgement.
 *
 * The library is not thread-safe and has one session per process: everything
 * here belongs to the main thread, and there is one struct session.
 */
#ifndef BREAKOUT_AGENT_SESSION_H
#define BREAKOUT_AGENT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/notify.h"
#include "agent/preferences.h"

/* Seconds between attempts to connect, and between pings. */
#define SESSION_RETRY_SECONDS 2

enum session_state {
	SESSION_DOWN,      /* no master agent */
	SESSION_OPENING,   /* connected; it is not known yet whether we may register */
	SESSION_UP,
	SESSION_REFUSED,   /* somebody else has registered BREAKOUT-MIB; asking again for a while */
	SESSION_GIVEN_UP,  /* still somebody else: another breakoutd runs */
};

struct session;

/*
 * Set the library up as a subagent of the master at `address` ("": the
 * library's default), serving `mib` and what can be set of `preferences`.
 * *now is of the view: set to CLOCK_MONOTONIC before the engine is asked.
 * All are borrowed. 0 or negative errno.
 */
int session_new(const char *address, struct notifier *notifier, struct mib *mib,
                struct preferences *preferences, struct timespec *now, struct session **ret_session);

/* Close the session with the master, free. Accepts NULL. */
void session_free(struct session *s);

/* Connect, or go on trying. */
void session_start(struct session *s);

enum session_state session_state(const struct session *s);

/* A descriptor to wait for besides the library's own. */
struct session_fd {
	int fd;
	bool ready;
};

/*
 * One turn of the main loop: wait until a descriptor is readable, a timer of
 * the library is due or `timeout_ms` is over; do what the library has to do.
 */
void session_turn(struct session *s, struct session_fd *fds, size_t count, int timeout_ms);

/* A notifier_send_fn: send the columns of its kind, from the row of `event`. `arg` is the session. */
int session_notify(void *arg, const struct mib_notification *kind, uint32_t event);

#endif
