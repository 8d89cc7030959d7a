/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX PDUs as bytes. */
#include "agent/agentx_pdu.h"

#include <string.h>

#define VERSION 1

/* In the header; behind it, in a response. */
#define PAYLOAD_AT 16
#define ERROR_AT (AGENTX_HEADER_SIZE + 4)
#define RESPONSE_HEAD 8

/* 1.3.6.1.X, where a name's prefix is X. */
#define PREFIX_LEN 5

/* v.type */
#define TYPE_INTEGER 2
#define TYPE_OCTETS 4
#define TYPE_OID 6
#define TYPE_COUNTER 65
#define TYPE_GAUGE 66
#define TYPE_TICKS 67

static uint32_t get_u32(const uint8_t *b, bool network_order)
{
	return network_order ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3] :
	                       (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static unsigned get_u16(const uint8_t *b, bool network_order)
{
	return network_order ? (unsigned)b[0] << 8 | b[1] : (unsigned)b[1] << 8 | b[0];
}

static void set_u32(uint8_t *b, uint32_t v, bool network_order)
{
	for (unsigned i = 0; i < 4; i++)
		b[i] = (uint8_t)(v >> (network_order ? 24 - 8 * i : 8 * i));
}

static void set_u16(uint8_t *b, unsigned v, bool network_order)
{
	b[network_order ? 1 : 0] = (uint8_t)v;
	b[network_order ? 0 : 1] = (uint8_t)(v >> 8);
}

size_t agentx_length(const uint8_t *bytes, size_t len)
{
	uint32_t payload;

	if (len > 0 && bytes[0] != VERSION)
		return SIZE_MAX;
	if (len < AGENTX_HEADER_SIZE)
		return 0;
	payload = get_u32(bytes + PAYLOAD_AT, bytes[2] & AGENTX_FLAG_NETWORK_ORDER);
	return payload % 4 ? SIZE_MAX : AGENTX_HEADER_SIZE + (size_t)payload;
}

/* The next `len` bytes; NULL if there are fewer. */
static const uint8_t *take(struct agentx_reader *r, size_t len)
{
	const uint8_t *bytes = r->at;

	if (r->failed || (size_t)(r->end - r->at) < len) {
		r->failed = true;
		return NULL;
	}
	r->at += len;
	return bytes;
}

static uint32_t read_u32(struct agentx_reader *r)
{
	const uint8_t *b = take(r, 4);

	return b ? get_u32(b, r->network_order) : 0;
}

void agentx_read_header(struct agentx_reader *r, const uint8_t *pdu, size_t len, struct agentx_header *ret_header)
{
	const uint8_t *b;

	*r = (struct agentx_reader){ .at = pdu, .end = pdu + len };
	*ret_header = (struct agentx_header){ 0 };
	b = take(r, 4);
	if (!b)
		return;
	ret_header->type = b[1];
	ret_header->flags = b[2];
	r->network_order = b[2] & AGENTX_FLAG_NETWORK_ORDER;
	ret_header->session = read_u32(r);
	ret_header->transaction = read_u32(r);
	ret_header->packet = read_u32(r);
	(void)read_u32(r);
}

unsigned agentx_read_u16(struct agentx_reader *r)
{
	const uint8_t *b = take(r, 2);

	return b ? get_u16(b, r->network_order) : 0;
}

void agentx_read_octets(struct agentx_reader *r, const uint8_t **ret_octets, size_t *ret_len)
{
	size_t len = read_u32(r);

	/* Padded to a multiple of 4. */
	*ret_octets = take(r, (len + 3) & ~(size_t)3);
	*ret_len = *ret_octets ? len : 0;
}

void agentx_read_name(struct agentx_reader *r, struct mib_name *ret_name, bool *ret_include)
{
	const uint8_t *head = take(r, 4), *ids = head ? take(r, 4 * (size_t)head[0]) : NULL;

	ret_name->len = 0;
	if (!ids)
		return;
	if (head[0] + (head[1] ? PREFIX_LEN : 0) > MIB_MAX_NAME) {
		r->failed = true;
		return;
	}
	if (head[1]) {
		memcpy(ret_name->id, (mib_subid[PREFIX_LEN]){ 1, 3, 6, 1, head[1] }, PREFIX_LEN * sizeof(mib_subid));
		ret_name->len = PREFIX_LEN;
	}
	for (size_t i = 0; i < head[0]; i++)
		ret_name->id[ret_name->len++] = get_u32(ids + 4 * i, r->network_order);
	if (ret_include)
		*ret_include = head[2] != 0;
}

bool agentx_more(const struct agentx_reader *r)
{
	return !r->failed && r->at < r->end;
}

/* Where the next `len` bytes go; NULL if there is no room. */
static uint8_t *grow(struct agentx_response *r, size_t len)
{
	uint8_t *bytes = r->bytes + r->len;

	if (r->failed || sizeof(r->bytes) - r->len < len) {
		r->failed = true;
		return NULL;
	}
	r->len += len;
	return bytes;
}

static void add_u32(struct agentx_response *r, uint32_t v)
{
	uint8_t *b = grow(r, 4);

	if (b)
		set_u32(b, v, r->network_order);
}

static void add_octets(struct agentx_response *r, const void *data, size_t len)
{
	size_t padding = (4 - len % 4) % 4;
	uint8_t *b;

	add_u32(r, (uint32_t)len);
	b = grow(r, len + padding);
	if (!b)
		return;
	if (len)
		memcpy(b, data, len);
	memset(b + len, 0, padding);
}

static void add_name(struct agentx_response *r, const mib_subid *id, size_t len, bool include)
{
	uint8_t prefix = 0, *b;

	if (len >= PREFIX_LEN && id[0] == 1 && id[1] == 3 && id[2] == 6 && id[3] == 1 && id[4] > 0 && id[4] <= 255) {
		prefix = (uint8_t)id[4];
		id += PREFIX_LEN;
		len -= PREFIX_LEN;
	}
	b = grow(r, 4 + 4 * len);
	if (!b)
		return;
	b[0] = (uint8_t)len;
	b[1] = prefix;
	b[2] = include;
	b[3] = 0;
	for (size_t i = 0; i < len; i++)
		set_u32(b + 4 + 4 * i, (uint32_t)id[i], r->network_order);
}

static void add_head(struct agentx_response *r, unsigned type, const struct mib_name *name)
{
	uint8_t *b = grow(r, 4);

	if (!b)
		return;
	set_u16(b, type, r->network_order);
	b[2] = b[3] = 0;
	add_name(r, name->id, name->len, false);
}

void agentx_begin(struct agentx_response *r, const struct agentx_header *request)
{
	r->len = AGENTX_HEADER_SIZE + RESPONSE_HEAD;
	r->failed = false;
	r->network_order = request->flags & AGENTX_FLAG_NETWORK_ORDER;
	memset(r->bytes, 0, r->len);
	r->bytes[0] = VERSION;
	r->bytes[1] = AGENTX_RESPONSE;
	r->bytes[2] = request->flags & AGENTX_FLAG_NETWORK_ORDER;
	set_u32(r->bytes + 4, request->session, r->network_order);
	set_u32(r->bytes + 8, request->transaction, r->network_order);
	set_u32(r->bytes + 12, request->packet, r->network_order);
}

static unsigned type_of(enum mib_type type)
{
	switch (type) {
	case MIB_INTEGER:
		return TYPE_INTEGER;
	case MIB_UNSIGNED:
		return TYPE_GAUGE;
	case MIB_COUNTER:
		return TYPE_COUNTER;
	case MIB_OCTETS:
		return TYPE_OCTETS;
	case MIB_TICKS:
		return TYPE_TICKS;
	case MIB_OID:
		return TYPE_OID;
	}
	return AGENTX_NO_SUCH_INSTANCE;
}

void agentx_add_value(struct agentx_response *r, const struct mib_name *name, const struct mib_value *value)
{
	add_head(r, type_of(value->type), name);
	if (value->type == MIB_OCTETS)
		add_octets(r, value->data, value->len);
	else if (value->type == MIB_OID)
		add_name(r, value->data, value->len, true);  /* no matter; as Net-SNMP does it */
	else
		add_u32(r, value->type == MIB_INTEGER ? (uint32_t)value->i : value->u);
}

void agentx_add_exception(struct agentx_response *r, const struct mib_name *name, unsigned type)
{
	add_head(r, type, name);
}

void agentx_finish(struct agentx_response *r)
{
	if (r->failed) {
		r->len = AGENTX_HEADER_SIZE + RESPONSE_HEAD;
		set_u16(r->bytes + ERROR_AT, AGENTX_TOO_BIG, r->network_order);
	}
	set_u32(r->bytes + PAYLOAD_AT, (uint32_t)(r->len - AGENTX_HEADER_SIZE), r->network_order);
}
