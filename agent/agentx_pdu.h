/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * AgentX PDUs as bytes (RFC 2741, sections 5 and 6): reading requests, writing
 * responses. Only what the fast path needs; the rest is Net-SNMP's. Knows
 * nothing of that library. Nothing here allocates, or reads or writes beyond
 * the buffers given.
 */
#ifndef BREAKOUT_AGENT_AGENTX_PDU_H
#define BREAKOUT_AGENT_AGENTX_PDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/mib_engine.h"

/* h.type */
#define AGENTX_REGISTER 3
#define AGENTX_UNREGISTER 4
#define AGENTX_GET 5
#define AGENTX_GETNEXT 6
#define AGENTX_GETBULK 7
#define AGENTX_NOTIFY 12
#define AGENTX_PING 13
#define AGENTX_RESPONSE 18

/* h.flags */
#define AGENTX_FLAG_CONTEXT 0x08        /* a context follows the header */
#define AGENTX_FLAG_NETWORK_ORDER 0x10

/* res.error */
#define AGENTX_TOO_BIG 1
#define AGENTX_DUPLICATE_REGISTRATION 263

/* v.type of what has no value */
#define AGENTX_NO_SUCH_OBJECT 128
#define AGENTX_NO_SUCH_INSTANCE 129
#define AGENTX_END_OF_MIB_VIEW 130

#define AGENTX_HEADER_SIZE 20
/* Net-SNMP's master agent drops what is longer, header included. */
#define AGENTX_PDU_MAX 65536

/* Of the header. */
struct agentx_header {
	uint8_t type, flags;
	uint32_t session, transaction, packet;
};

/* What is left to be read. `failed` sticks: what is read then is 0 or empty. */
struct agentx_reader {
	const uint8_t *at, *end;
	bool network_order, failed;
};

/*
 * Length of the PDU that begins with `bytes`, with its header. 0: too few of
 * them to tell. SIZE_MAX: these aren't the beginning of a PDU of AgentX version 1.
 */
size_t agentx_length(const uint8_t *bytes, size_t len);

/* Begin to read a PDU, which is there as a whole. */
void agentx_read_header(struct agentx_reader *r, const uint8_t *pdu, size_t len, struct agentx_header *ret_header);

unsigned agentx_read_u16(struct agentx_reader *r);

/* Borrowed from the PDU. */
void agentx_read_octets(struct agentx_reader *r, const uint8_t **ret_octets, size_t *ret_len);

/* A name longer than MIB_MAX_NAME is a failure; the null OID has no sub-identifiers. `ret_include` may be NULL. */
void agentx_read_name(struct agentx_reader *r, struct mib_name *ret_name, bool *ret_include);

/* Does something follow? */
bool agentx_more(const struct agentx_reader *r);

/* A response under construction. `failed`: it is longer than AGENTX_PDU_MAX. */
struct agentx_response {
	size_t len;
	bool network_order, failed;
	uint8_t bytes[AGENTX_PDU_MAX];
};

/* In the byte order of the request, without its context, which a response has not. */
void agentx_begin(struct agentx_response *r, const struct agentx_header *request);

void agentx_add_value(struct agentx_response *r, const struct mib_name *name, const struct mib_value *value);
void agentx_add_exception(struct agentx_response *r, const struct mib_name *name, unsigned type);

/* Write the lengths; nothing may be added then. One that failed says AGENTX_TOO_BIG instead. */
void agentx_finish(struct agentx_response *r);

#endif
