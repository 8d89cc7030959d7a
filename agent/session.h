/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The AgentX session: sets the Net-SNMP library up, keeps the connection to
 * the master agent, registers what we serve, answers, and hands notifications
 * over with their acknowledgement.
 *
 * The library is not thread-safe and has one session per process: everything
 * here belongs to the main thread, and there is one struct session. Nothing
 * here waits for the master agent but the library's opening of a session,
 * right after the master has answered a knock, and its close at the end.
 */
#ifndef BREAKOUT_AGENT_SESSION_H
#define BREAKOUT_AGENT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/entity_change.h"
#include "agent/notify.h"
#include "agent/pictures.h"
#include "agent/preferences.h"
#include "agent/pump.h"

/* A master agent that has not answered for so long is told to be stuck; and after so long it is given up. */
#define SESSION_STUCK_SECONDS 3
#define SESSION_HANG_SECONDS 30

enum session_state {
	SESSION_DOWN,      /* no master agent */
	SESSION_OPENING,   /* connected; it is not known yet whether we may register */
	SESSION_UP,
	SESSION_REFUSED,   /* somebody else has registered BREAKOUT-MIB; asking again */
};

struct session_options {
	const char *address;   /* of the master agent; "": the library's default */
	const char *context;   /* SNMP context; "": the default one */
	unsigned priority;     /* of registrations: 1 to 255, the lowest is asked */
	unsigned spin_us;      /* look for the next request so long before sleeping; 0: not at all */
	bool fast_path;        /* answer without the library's own agent */
};

struct session;

/*
 * Set the library up as a subagent that serves `pictures` and what can be set
 * of `preferences`. All but `options` are borrowed. 0 or negative errno.
 */
int session_new(const struct session_options *options, struct notifier *notifier,
                struct entity_change *entities, struct pictures *pictures, struct preferences *preferences,
                struct session **ret_session);

/* Close the session with the master, free. Accepts NULL. */
void session_free(struct session *s);

enum session_state session_state(const struct session *s);

/* Has the master agent let us have the tables of the MIB that is rooted at `root`, as in mib_table.root? */
bool session_serves(const struct session *s, const char *root);

/* CLOCK_MONOTONIC when sysUpTime of the latest master agent was 0; {0} before there was one. */
struct timespec session_up_since(const struct session *s);

/* For tests: change the way of answering; how many requests were answered over the fast path. */
void session_set_fast_path(struct session *s, bool fast_path);
unsigned long session_fast_answers(const struct session *s);

/*
 * One turn of the main loop: wait until a descriptor is readable, a timer of
 * the library is due or `timeout_ms` is over; do what the library has to do.
 */
void session_turn(struct session *s, struct session_fd *fds, size_t count, int timeout_ms);

/* A notifier_send_fn: send the columns of its kind, from the row of `event`. `arg` is the session. */
int session_notify(void *arg, const struct mib_notification *kind, uint32_t event);

/* An entity_change_send_fn: send entConfigChange. `arg` is the session. */
int session_notify_entities(void *arg);

#endif
