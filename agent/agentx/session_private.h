/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the session share. Private to agent/agentx. */
#ifndef BREAKOUT_AGENT_AGENTX_SESSION_PRIVATE_H
#define BREAKOUT_AGENT_AGENTX_SESSION_PRIVATE_H

#include "agent/agentx/pdu.h"
#include "agent/agentx/requests.h"
#include "agent/agentx/respond.h"
#include "agent/agentx/session.h"
#include "agent/agentx/wire.h"

enum phase {
	PHASE_CLOSED,
	PHASE_CONNECTING,
	PHASE_OPENING,     /* connected, Open is sent */
	PHASE_OPEN,
};

enum registration { NOT_REGISTERED, REGISTERING, REGISTERED };

/* Subtrees of a region. */
#define SUBTREES_MAX 16

/* A region of the MIB at the master agent: registered as a whole or not at all. */
struct place {
	const struct mib_region *region;
	enum registration state;
	bool refused;                   /* by the latest answer */
	bool refusal_logged;
	struct mib_name subtrees[SUBTREES_MAX];
	size_t subtree_count;
	size_t granted;                 /* of these; the next one is asked for */
	int64_t next_attempt;           /* ms */
};

/* Reasons of an outage that are logged already. */
#define LOGGED_MAX 8

struct session {
	char *address, *context;        /* owned */
	unsigned priority;
	struct session_times times;
	struct wire *wire;              /* owned */
	struct agentx_writer writer;    /* the PDU under construction */
	struct requests requests;
	struct responder responder;
	struct pictures *pictures;
	struct notifier *notifier;
	struct entity_change *entities;
	struct place *places;           /* owned; one for each region */
	size_t place_count;

	enum phase phase;
	uint32_t id;                    /* h.sessionID */
	int64_t phase_since;            /* ms */
	int64_t heard;                  /* ms: the latest byte received */
	int64_t progress;               /* ms: the latest byte sent while more was queued */
	int64_t next_attempt;           /* ms: to connect */
	int64_t next_ping;
	unsigned retry_ms;
	int64_t up_since;               /* ms: when the master agent's sysUpTime was 0; 0: not known */
	bool stuck_logged;
	bool served;                    /* a request was answered in this turn */
	bool spins;                     /* look for the next one before going to sleep */
	unsigned window;                /* notifications that may be under way */

	char ending[SESSION_REASON];    /* why the session must be closed; "": it need not */
	bool ending_backs_off;
	char why[SESSION_REASON];       /* why there is no session; "": there is one, or none was tried */
	struct timespec since;          /* CLOCK_REALTIME: of the state that session_reason() tells */
	uint32_t logged[LOGGED_MAX];    /* hashes of what was logged in this outage */
	size_t logged_count;
};

/* registry.c */

/* Allocate a place for each region. 0 or -ENOMEM. */
int registry_init(struct session *s);

/* A new session: nothing is registered. */
void registry_reset(struct session *s);

/* Register what is not and is due. */
void registry_run(struct session *s, int64_t now);

/* The answer to a Register of region `item`. */
void registry_answered(struct session *s, size_t item, unsigned error, int64_t now);

/* The first of our own MIB's. */
const struct place *registry_own(const struct session *s);

/* notices.c */

/* The answer to a notification. */
void notices_answered(struct session *s, const struct request *request, unsigned error, int64_t now);

/* As at the beginning of a session. */
void notices_reset(struct session *s);

/* The session has ended. */
void notices_lost(struct session *s);

/* session.c */

/* Begin a request in s->writer. `context`: whether it has one. NULL if too many are under way. */
const struct request *session_begin(struct session *s, enum agentx_type type, enum request_kind kind, uint32_t item,
                                    bool context);

/* Send it; the session ends if that fails. 0 or negative errno. */
int session_send(struct session *s);

/* Close the session at the end of this turn, or at once if no PDU is being read. */
void session_end(struct session *s, bool backs_off, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Read what is there, and do it. */
void session_read(struct session *s, int64_t now);

/* spin.c */

/* Is there a processor for the master agent besides ours? Spinning is no use otherwise. */
bool session_may_spin(void);

/*
 * Requests of a walk come one after the other, each a moment after the answer before: look for the next one for a
 * moment before going to sleep. Ends with the first gap, or after some milliseconds.
 */
void session_spin(struct session *s);

#endif
