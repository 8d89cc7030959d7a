/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * AgentX PDUs as bytes (RFC 2741, sections 5 and 6): read and write all of
 * them, in both byte orders. Nothing here allocates, or reads or writes beyond
 * the buffers given.
 */
#ifndef BREAKOUT_AGENT_AGENTX_PDU_H
#define BREAKOUT_AGENT_AGENTX_PDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/mib_engine.h"

/* h.type */
enum agentx_type {
	AGENTX_OPEN = 1,
	AGENTX_CLOSE,
	AGENTX_REGISTER,
	AGENTX_UNREGISTER,
	AGENTX_GET,
	AGENTX_GETNEXT,
	AGENTX_GETBULK,
	AGENTX_TESTSET,
	AGENTX_COMMITSET,
	AGENTX_UNDOSET,
	AGENTX_CLEANUPSET,
	AGENTX_NOTIFY,
	AGENTX_PING,
	AGENTX_ADD_AGENT_CAPS = 16,
	AGENTX_RESPONSE = 18,
};

/* h.flags */
#define AGENTX_FLAG_CONTEXT 0x08        /* a context follows the header */
#define AGENTX_FLAG_NETWORK_ORDER 0x10

/* res.error: of SNMP (RFC 3416) in responses of ours, from 256 on of AgentX. */
enum agentx_error {
	AGENTX_NO_ERROR = 0,
	AGENTX_TOO_BIG = 1,
	AGENTX_GEN_ERR = 5,
	AGENTX_WRONG_TYPE = 7,
	AGENTX_WRONG_VALUE = 10,
	AGENTX_NO_CREATION = 11,
	AGENTX_INCONSISTENT_VALUE = 12,
	AGENTX_COMMIT_FAILED = 14,
	AGENTX_UNDO_FAILED = 15,
	AGENTX_NOT_WRITABLE = 17,
	AGENTX_OPEN_FAILED = 256,
	AGENTX_NOT_OPEN = 257,
	AGENTX_UNSUPPORTED_CONTEXT = 262,
	AGENTX_DUPLICATE_REGISTRATION = 263,
	AGENTX_PARSE_ERROR = 266,
};

/* c.reason of a Close. */
#define AGENTX_REASON_SHUTDOWN 5

/* v.type */
enum agentx_value_type {
	AGENTX_INTEGER = 2,
	AGENTX_OCTETS = 4,
	AGENTX_NULL = 5,
	AGENTX_OID = 6,
	AGENTX_IP_ADDRESS = 64,
	AGENTX_COUNTER32 = 65,
	AGENTX_GAUGE32 = 66,
	AGENTX_TIME_TICKS = 67,
	AGENTX_OPAQUE = 68,
	AGENTX_COUNTER64 = 70,
	AGENTX_NO_SUCH_OBJECT = 128,
	AGENTX_NO_SUCH_INSTANCE = 129,
	AGENTX_END_OF_MIB_VIEW = 130,
};

#define AGENTX_VERSION 1
#define AGENTX_HEADER_SIZE 20
/* Net-SNMP's master agent drops a longer PDU, header included; we close the session. */
#define AGENTX_PDU_MAX 65536

/* Of the header. */
struct agentx_header {
	uint8_t type, flags;
	uint32_t session, transaction, packet;
};

/* "duplicateRegistration"; "unknown error" for one that is not in the RFC. */
const char *agentx_error_name(unsigned error);

/* What is left to be read. `failed` sticks: what is read then is 0 or empty. */
struct agentx_reader {
	const uint8_t *at, *end;
	bool network_order, failed;
};

/*
 * Length of the PDU that begins with `bytes`, header included. 0: too few
 * bytes to tell. SIZE_MAX: these bytes do not begin a PDU of AgentX version 1.
 */
size_t agentx_length(const uint8_t *bytes, size_t len);

/* Begin to read a whole PDU. */
void agentx_read_header(struct agentx_reader *r, const uint8_t *pdu, size_t len, struct agentx_header *ret_header);

unsigned agentx_read_u16(struct agentx_reader *r);
uint32_t agentx_read_u32(struct agentx_reader *r);

/* Borrowed from the PDU. */
void agentx_read_octets(struct agentx_reader *r, const uint8_t **ret_octets, size_t *ret_len);

/* A name longer than MIB_MAX_NAME is a failure; the null OID has no sub-identifiers. `ret_include` may be NULL. */
void agentx_read_name(struct agentx_reader *r, struct mib_name *ret_name, bool *ret_include);

/* A varbind with its value skipped unless that is an Integer. */
struct agentx_varbind {
	unsigned type;           /* enum agentx_value_type */
	struct mib_name name;
	int32_t integer;         /* AGENTX_INTEGER */
};

void agentx_read_varbind(struct agentx_reader *r, struct agentx_varbind *ret_varbind);

/* Does something follow? */
bool agentx_more(const struct agentx_reader *r);

/* A PDU under construction. `failed`: it is longer than AGENTX_PDU_MAX. */
struct agentx_writer {
	size_t len;
	bool network_order, failed;
	uint8_t bytes[AGENTX_PDU_MAX];
};

/*
 * Begin any PDU but a response. AGENTX_FLAG_NETWORK_ORDER of the header decides the byte
 * order; a context that is not "" is written, and sets its flag.
 */
void agentx_begin(struct agentx_writer *w, const struct agentx_header *header, const char *context);

/* In the byte order of the request, without its context, which a response does not have. */
void agentx_begin_response(struct agentx_writer *w, const struct agentx_header *request);

/* Of a response, once all was added; `index`: of the varbind at fault, from 1. Its varbinds are removed. */
void agentx_set_error(struct agentx_writer *w, unsigned error, size_t index);

void agentx_add_u8x4(struct agentx_writer *w, const uint8_t octets[4]);
void agentx_add_u32(struct agentx_writer *w, uint32_t v);
void agentx_add_octets(struct agentx_writer *w, const void *data, size_t len);
/* No sub-identifiers: the null OID. */
void agentx_add_name(struct agentx_writer *w, const mib_subid *id, size_t len);

/* Varbinds. */
void agentx_add_value(struct agentx_writer *w, const struct mib_name *name, const struct mib_value *value);
void agentx_add_exception(struct agentx_writer *w, const struct mib_name *name, enum agentx_value_type type);

/*
 * Write the length; nothing may be added then. A response that failed says AGENTX_TOO_BIG
 * instead. False for another PDU that failed: it can't be sent.
 */
bool agentx_finish(struct agentx_writer *w);

#endif
