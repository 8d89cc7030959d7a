/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An AgentX master agent for tests: a thread that listens on a unix socket,
 * agrees to whatever a subagent asks for, and sends it requests.
 */
#ifndef BREAKOUT_TESTS_FAKE_MASTER_H
#define BREAKOUT_TESTS_FAKE_MASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PDU_OPEN = 1, PDU_CLOSE, PDU_REGISTER, PDU_GET = 5, PDU_GETNEXT, PDU_GETBULK, PDU_PING = 13, PDU_RESPONSE = 18 };

struct pdu {
	size_t len;
	bool little;               /* byte order; requests are in network order */
	unsigned char bytes[1 << 18];
};

struct fake_master;

/* Listen at `path`; `refuse`: answers to Register are "duplicate registration". */
struct fake_master *fake_master_new(const char *path, bool refuse);
void fake_master_free(struct fake_master *m);

/* Serve connections until a subagent has registered `count` regions, and then for `ms` more. False after 10 s. */
bool fake_master_wait(struct fake_master *m, unsigned count, int ms);

/* Registrations so far, with the priority and context of the last. */
unsigned fake_master_registrations(const struct fake_master *m, unsigned *ret_priority, char context[64]);

/* Begin a request of type `type`; its context unless "". */
void pdu_begin(struct pdu *pdu, unsigned type, uint32_t transaction, const char *context);
void pdu_u32(struct pdu *pdu, uint32_t v);
/* An object identifier; none at all is the null OID. */
void pdu_oid(struct pdu *pdu, const unsigned long *id, size_t len, bool include);

/* Take the context out of a response, where it has no place. */
void pdu_drop_context(struct pdu *pdu);

/* Send it to the subagent, and read its response. False if there is none within a second. */
bool fake_master_ask(struct fake_master *m, struct pdu *request, struct pdu *ret_response);

#endif
