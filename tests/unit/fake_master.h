/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An AgentX master agent for tests, by hand: it does what the test has it do,
 * one PDU after the other, in the thread of the test.
 */
#ifndef BREAKOUT_TESTS_FAKE_MASTER_H
#define BREAKOUT_TESTS_FAKE_MASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PDU_OPEN = 1, PDU_CLOSE, PDU_REGISTER, PDU_UNREGISTER, PDU_GET, PDU_GETNEXT, PDU_GETBULK, PDU_TESTSET,
	PDU_COMMITSET, PDU_UNDOSET, PDU_CLEANUPSET, PDU_NOTIFY, PDU_PING, PDU_ADD_AGENT_CAPS = 16, PDU_RESPONSE = 18,
};

/* The number of the session, in all requests and in answers to Open. */
#define PDU_SESSION 7

struct pdu {
	size_t len;
	bool little;               /* byte order */
	unsigned char bytes[1 << 18];
};

/* Begin a request of type `type` in network order; its context unless "". */
void pdu_begin(struct pdu *pdu, unsigned type, uint32_t transaction, const char *context);
void pdu_u32(struct pdu *pdu, uint32_t v);
/* An object identifier; none at all is the null OID. */
void pdu_oid(struct pdu *pdu, const uint32_t *id, size_t len, bool include);

/* Begin an answer to a request of the subagent. */
void pdu_answer(struct pdu *pdu, const struct pdu *request, unsigned error);

/* Parts of a header, and a number in the payload. */
unsigned pdu_type(const struct pdu *pdu);
uint32_t pdu_at(const struct pdu *pdu, size_t offset);

/* res.error and res.index of a response. */
unsigned pdu_error(const struct pdu *pdu);
unsigned pdu_index(const struct pdu *pdu);

struct fake_master {
	int listener;
	int fd;                    /* the latest connection; -1: none */
	size_t fill;
	unsigned char in[1 << 18];
};

/* Listen at `path`. */
bool fake_master_open(struct fake_master *m, const char *path);
void fake_master_close(struct fake_master *m);
/* Only the connection. */
void fake_master_hang_up(struct fake_master *m);

/* Accept a connection, if one waits. */
bool fake_master_accept(struct fake_master *m);

/* A whole PDU, if one has come. False: not yet, or the subagent has closed the connection. */
bool fake_master_read(struct fake_master *m, struct pdu *ret_pdu);

void fake_master_send(struct fake_master *m, const struct pdu *pdu);

/* Has the subagent closed the connection? */
bool fake_master_is_left(struct fake_master *m);

#endif
