/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX PDUs as bytes. */
#include "agent/agentx/pdu.h"

#include <string.h>

/* In the header; behind it, in a response. */
#define PAYLOAD_AT 16
#define ERROR_AT (AGENTX_HEADER_SIZE + 4)
#define RESPONSE_HEAD 8

/* 1.3.6.1.X, where a name's prefix is X. */
#define PREFIX_LEN 5

/* RFC 2741 section 6.2.16, RFC 3416 section 3. */
static const struct code error_names[] = {
	{ 0, "noError" },
	{ 1, "tooBig" },
	{ 5, "genErr" },
	{ 256, "openFailed" },
	{ 257, "notOpen" },
	{ 258, "indexWrongType" },
	{ 259, "indexAlreadyAllocated" },
	{ 260, "indexNoneAvailable" },
	{ 261, "indexNotAllocated" },
	{ 262, "unsupportedContext" },
	{ 263, "duplicateRegistration" },
	{ 264, "unknownRegistration" },
	{ 265, "unknownAgentCaps" },
	{ 266, "parseError" },
	{ 267, "requestDenied" },
	{ 268, "processingError" },
	{ 0, NULL },
};

const char *agentx_error_name(unsigned error)
{
	const char *name = code_name(error_names, error);

	return name ? name : "unknown error";
}

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

	if (len > 0 && bytes[0] != AGENTX_VERSION)
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

uint32_t agentx_read_u32(struct agentx_reader *r)
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
	ret_header->session = agentx_read_u32(r);
	ret_header->transaction = agentx_read_u32(r);
	ret_header->packet = agentx_read_u32(r);
	(void)agentx_read_u32(r);
}

unsigned agentx_read_u16(struct agentx_reader *r)
{
	const uint8_t *b = take(r, 2);

	return b ? get_u16(b, r->network_order) : 0;
}

void agentx_read_octets(struct agentx_reader *r, const uint8_t **ret_octets, size_t *ret_len)
{
	size_t len = agentx_read_u32(r);

	/* Padded to a multiple of 4. */
	*ret_octets = take(r, (len + 3) & ~(size_t)3);
	*ret_len = *ret_octets ? len : 0;
}

void agentx_read_name(struct agentx_reader *r, struct mib_name *ret_name, bool *ret_include)
{
	const uint8_t *head = take(r, 4), *ids = head ? take(r, 4 * (size_t)head[0]) : NULL;

	ret_name->len = 0;
	if (ret_include)
		*ret_include = false;
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

void agentx_read_varbind(struct agentx_reader *r, struct agentx_varbind *ret_varbind)
{
	const uint8_t *octets;
	struct mib_name name;
	size_t len;

	ret_varbind->type = agentx_read_u16(r);
	(void)agentx_read_u16(r);
	agentx_read_name(r, &ret_varbind->name, NULL);
	ret_varbind->integer = 0;
	switch (ret_varbind->type) {
	case AGENTX_INTEGER:
		ret_varbind->integer = (int32_t)agentx_read_u32(r);
		break;
	case AGENTX_COUNTER32:
	case AGENTX_GAUGE32:
	case AGENTX_TIME_TICKS:
		(void)agentx_read_u32(r);
		break;
	case AGENTX_COUNTER64:
		(void)take(r, 8);
		break;
	case AGENTX_OCTETS:
	case AGENTX_IP_ADDRESS:
	case AGENTX_OPAQUE:
		agentx_read_octets(r, &octets, &len);
		break;
	case AGENTX_OID:
		agentx_read_name(r, &name, NULL);
		break;
	case AGENTX_NULL:
	case AGENTX_NO_SUCH_OBJECT:
	case AGENTX_NO_SUCH_INSTANCE:
	case AGENTX_END_OF_MIB_VIEW:
		break;
	default:
		r->failed = true;
		break;
	}
}

bool agentx_more(const struct agentx_reader *r)
{
	return !r->failed && r->at < r->end;
}

/* Where the next `len` bytes go; NULL if there is no room. */
static uint8_t *grow(struct agentx_writer *w, size_t len)
{
	uint8_t *bytes = w->bytes + w->len;

	if (w->failed || sizeof(w->bytes) - w->len < len) {
		w->failed = true;
		return NULL;
	}
	w->len += len;
	return bytes;
}

void agentx_add_u8x4(struct agentx_writer *w, const uint8_t octets[4])
{
	uint8_t *b = grow(w, 4);

	if (b)
		memcpy(b, octets, 4);
}

void agentx_add_u32(struct agentx_writer *w, uint32_t v)
{
	uint8_t *b = grow(w, 4);

	if (b)
		set_u32(b, v, w->network_order);
}

void agentx_add_octets(struct agentx_writer *w, const void *data, size_t len)
{
	size_t padding = (4 - len % 4) % 4;
	uint8_t *b;

	agentx_add_u32(w, (uint32_t)len);
	b = grow(w, len + padding);
	if (!b)
		return;
	if (len)
		memcpy(b, data, len);
	memset(b + len, 0, padding);
}

void agentx_add_name(struct agentx_writer *w, const mib_subid *id, size_t len)
{
	uint8_t prefix = 0, *b;

	if (len >= PREFIX_LEN && id[0] == 1 && id[1] == 3 && id[2] == 6 && id[3] == 1 && id[4] > 0 && id[4] <= 255) {
		prefix = (uint8_t)id[4];
		id += PREFIX_LEN;
		len -= PREFIX_LEN;
	}
	b = grow(w, 4 + 4 * len);
	if (!b)
		return;
	b[0] = (uint8_t)len;
	b[1] = prefix;
	b[2] = b[3] = 0;   /* not to be included */
	for (size_t i = 0; i < len; i++)
		set_u32(b + 4 + 4 * i, (uint32_t)id[i], w->network_order);
}

static void add_head(struct agentx_writer *w, unsigned type, const struct mib_name *name)
{
	uint8_t *b = grow(w, 4);

	if (!b)
		return;
	set_u16(b, type, w->network_order);
	b[2] = b[3] = 0;
	agentx_add_name(w, name->id, name->len);
}

static void write_header(struct agentx_writer *w, unsigned type, unsigned flags, const struct agentx_header *h)
{
	w->len = AGENTX_HEADER_SIZE;
	w->failed = false;
	w->network_order = flags & AGENTX_FLAG_NETWORK_ORDER;
	w->bytes[0] = AGENTX_VERSION;
	w->bytes[1] = (uint8_t)type;
	w->bytes[2] = (uint8_t)flags;
	w->bytes[3] = 0;
	set_u32(w->bytes + 4, h->session, w->network_order);
	set_u32(w->bytes + 8, h->transaction, w->network_order);
	set_u32(w->bytes + 12, h->packet, w->network_order);
}

void agentx_begin(struct agentx_writer *w, const struct agentx_header *header, const char *context)
{
	unsigned flags = header->flags & AGENTX_FLAG_NETWORK_ORDER;

	write_header(w, header->type, flags | (*context ? AGENTX_FLAG_CONTEXT : 0), header);
	if (*context)
		agentx_add_octets(w, context, strlen(context));
}

void agentx_begin_response(struct agentx_writer *w, const struct agentx_header *request)
{
	write_header(w, AGENTX_RESPONSE, request->flags & AGENTX_FLAG_NETWORK_ORDER, request);
	memset(w->bytes + w->len, 0, RESPONSE_HEAD);
	w->len += RESPONSE_HEAD;
}

void agentx_set_error(struct agentx_writer *w, unsigned error, size_t index)
{
	w->failed = false;
	w->len = AGENTX_HEADER_SIZE + RESPONSE_HEAD;
	set_u16(w->bytes + ERROR_AT, error, w->network_order);
	set_u16(w->bytes + ERROR_AT + 2, index <= UINT16_MAX ? (unsigned)index : 0, w->network_order);
}

static unsigned type_of(enum mib_type type)
{
	switch (type) {
	case MIB_INTEGER:
		return AGENTX_INTEGER;
	case MIB_UNSIGNED:
		return AGENTX_GAUGE32;
	case MIB_COUNTER:
		return AGENTX_COUNTER32;
	case MIB_OCTETS:
		return AGENTX_OCTETS;
	case MIB_TICKS:
		return AGENTX_TIME_TICKS;
	case MIB_OID:
		return AGENTX_OID;
	}
	return AGENTX_NO_SUCH_INSTANCE;
}

void agentx_add_value(struct agentx_writer *w, const struct mib_name *name, const struct mib_value *value)
{
	add_head(w, type_of(value->type), name);
	if (value->type == MIB_OCTETS)
		agentx_add_octets(w, value->data, value->len);
	else if (value->type == MIB_OID)
		agentx_add_name(w, value->data, value->len);
	else
		agentx_add_u32(w, value->type == MIB_INTEGER ? (uint32_t)value->i : value->u);
}

void agentx_add_exception(struct agentx_writer *w, const struct mib_name *name, enum agentx_value_type type)
{
	add_head(w, type, name);
}

bool agentx_finish(struct agentx_writer *w)
{
	if (w->failed && w->bytes[1] != AGENTX_RESPONSE)
		return false;
	if (w->failed)
		agentx_set_error(w, AGENTX_TOO_BIG, 0);
	set_u32(w->bytes + PAYLOAD_AT, (uint32_t)(w->len - AGENTX_HEADER_SIZE), w->network_order);
	return true;
}
