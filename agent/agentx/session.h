/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The AgentX session (RFC 2741): connects to the master agent, opens a session,
 * registers what is served, answers requests, and sends notifications, each
 * until it is acknowledged. Starts again whenever the session ends.
 *
 * Nothing here waits: all calls but session_turn() return at once, and that waits
 * for descriptors and timers of the caller, too. All belong to the main thread.
 *
 * A session ends when the master agent closes it, has not sent a byte for
 * `hang_ms` although it owes an answer, does not read what it is sent for as long,
 * or sends what is not AgentX. Each reason is logged once for each outage.
 */
#ifndef BREAKOUT_AGENT_AGENTX_SESSION_H
#define BREAKOUT_AGENT_AGENTX_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/entity_change.h"
#include "agent/notify.h"
#include "agent/pictures.h"
#include "agent/preferences.h"

enum session_state {
	SESSION_DOWN,      /* no connection, or no answer to Open yet */
	SESSION_OPENING,   /* open; nothing of ours is registered yet */
	SESSION_UP,
	SESSION_REFUSED,   /* another agent has registered BREAKOUT-MIB; trying again */
};

/* Milliseconds. */
struct session_times {
	unsigned stuck_ms;      /* without an answer for so long: logged */
	unsigned hang_ms;       /* likewise: the session is closed */
	unsigned handshake_ms;  /* the most that connecting takes, and an answer to Register while others come */
	unsigned ping_ms;       /* between two Pings */
	unsigned retry_ms;      /* between two attempts to connect; grows where the master agent refuses */
	unsigned retry_max_ms;
};

extern const struct session_times session_usual_times;

struct session_options {
	const char *address;   /* of the master agent (wire.h); "": SESSION_DEFAULT_ADDRESS */
	const char *context;   /* SNMP context; "": the default one */
	unsigned priority;     /* of registrations: 1 to 255, the lowest serves */
	const struct session_times *times;  /* copied; NULL: the usual ones */
};

#define SESSION_DEFAULT_ADDRESS "/var/agentx/master"

/* Of session_reason(). */
#define SESSION_REASON 192

/* A descriptor that session_turn() waits for besides its own. */
#define SESSION_FDS_MAX 8

struct session_fd {
	int fd;
	bool ready;
};

struct session;

/* All but `options` are borrowed. 0, -EINVAL (the address) or -ENOMEM. */
int session_new(const struct session_options *options, struct notifier *notifier,
                struct entity_change *entities, struct pictures *pictures, struct preferences *preferences,
                struct session **ret_session);

/* Tell the master agent that the session ends, as far as that can be done at once; free. Accepts NULL. */
void session_free(struct session *s);

enum session_state session_state(const struct session *s);

/*
 * The state in words, with its cause: "connected", "not connected: Connection refused". Returns
 * buf. *ret_since is the CLOCK_REALTIME of its beginning; it may be NULL.
 */
const char *session_reason(const struct session *s, char buf[SESSION_REASON], struct timespec *ret_since);

/* Does the master agent let us serve the tables of the MIB that is rooted at `root`, as in mib_table.root? */
bool session_serves(const struct session *s, const char *root);

/* CLOCK_MONOTONIC when sysUpTime of the latest master agent was 0; {0} before there was one. */
struct timespec session_up_since(const struct session *s);

/*
 * One turn of the main loop: wait until a descriptor is readable, a timer is due or
 * `timeout_ms` is over; then do what there is to do. While a walk goes on it
 * answers request after request, for some milliseconds at most, unless a descriptor of the caller is ready.
 */
void session_turn(struct session *s, struct session_fd *fds, size_t count, int timeout_ms);

/* A notifier_send_fn: send the columns of its kind, from the row of `event`. `arg` is the session. */
int session_notify(void *arg, const struct mib_notification *kind, uint32_t event);

/* An entity_change_send_fn: send entConfigChange. `arg` is the session. */
int session_notify_entities(void *arg);

#endif
