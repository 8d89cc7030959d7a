/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Answers to the master agent's requests, from bytes to bytes: Get, GetNext
 * and GetBulk over the MIB engine, and the phases of a SET. Nothing here
 * waits: a SET changes memory only (preferences.h), and its disk is written by
 * another thread.
 *
 * A SET is staged for each transaction: TestSet checks all varbinds, CommitSet
 * applies all, UndoSet restores what was in force before the PDU. A phase that the
 * master agent sends again gets the same answer again.
 */
#ifndef BREAKOUT_AGENT_AGENTX_RESPOND_H
#define BREAKOUT_AGENT_AGENTX_RESPOND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/agentx/pdu.h"
#include "agent/pictures.h"
#include "agent/preferences.h"

/* Objects that one SET may have; we have fewer that can be set. */
#define RESPOND_SET_MAX 8

/* The SET under way. */
struct set_transaction {
	uint32_t transaction;
	bool open;                      /* a TestSet has begun it, no CleanupSet has ended it */
	bool committed;
	size_t count;
	struct {
		const struct mib_column *column;
		int32_t wanted, before;
	} objects[RESPOND_SET_MAX];
	uint8_t phase;                  /* the latest, with its answer */
	uint32_t packet;
	unsigned error;
	size_t error_index;
};

struct responder {
	struct pictures *pictures;      /* borrowed, as are all pointers here */
	struct preferences *preferences;
	const char *context;            /* "": the default one */
	uint32_t session;
	struct set_transaction set;
};

/* Another session: what was under way in the one before is forgotten. */
void responder_reset(struct responder *r, uint32_t session);

/*
 * Answer a whole PDU that is a request. False: it is one that has no answer, a
 * CleanupSet or no request at all.
 */
bool respond(struct responder *r, const uint8_t *pdu, size_t len, const struct timespec *now,
             struct agentx_writer *ret_response);

#endif
