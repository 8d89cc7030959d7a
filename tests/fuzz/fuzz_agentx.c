/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: any bytes from the master agent are answered by a well-formed
 * response, with a varbind for each that was asked for or an error, or not at all.
 */
#include <stdbool.h>
#include <string.h>

#include "agent/agentx/respond.h"
#include "agent/mib.h"
#include "agent/pictures.h"
#include "common/type_image.h"
#include "fuzz/fuzz.h"

#define ROOT ".1.3.6.1.4.1.8072.9999.9999.42"
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define SESSION 7
#define RESPONSE_HEAD 8

static bool get_cell(const struct mib_cell *cell, struct mib_value *ret_value)
{
	ret_value->len = ret_value->type == MIB_OID ? cell->row->index[0] % 20 : cell->row->index[0] % 256;
	ret_value->u = cell->row->index[0];
	ret_value->data = ret_value->buf;
	for (size_t i = 0; i < 20; i++)
		ret_value->id[i] = i;
	return cell->row->index[1] % 3 != 0;
}

static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	for (uint32_t i = 0; i < 300; i++)
		mib_rows_add(rows, &(struct mib_row){ .index = { i, i % 5 } });
}

#define COLUMN(n, t) { .number = (n), .name = "x", .type = (t), .access = MIB_READ_ONLY, .get = get_cell }
static const struct mib_column columns[] = {
	COLUMN(1, MIB_INTEGER), COLUMN(2, MIB_OCTETS), COLUMN(4, MIB_OID), COLUMN(5, MIB_TICKS),
	{ .number = 6, .name = "y", .type = MIB_INTEGER, .access = MIB_READ_WRITE, .get = get_cell,
	  .setter = &preferences_notifications_setter },
};
static const struct mib_table table = {
	.name = "table", .arcs = { 1, 2, 1 }, .arc_count = 3, .index = { "a", "b" }, .index_count = 2,
	.columns = columns, .column_count = ARRAY_SIZE(columns), .fill = fill,
};
static const struct mib_table *const tables[] = { &table };

/* A response to `request`, one varbind for each range of a Get or GetNext, or none. */
static void require_answer(const uint8_t *request, const struct agentx_writer *response)
{
	struct agentx_reader r;
	struct agentx_header header;
	struct mib_name name;

	REQUIRE(response->len >= AGENTX_HEADER_SIZE + RESPONSE_HEAD && response->len <= AGENTX_PDU_MAX);
	REQUIRE(agentx_length(response->bytes, response->len) == response->len);
	agentx_read_header(&r, response->bytes, response->len, &header);
	REQUIRE(header.type == AGENTX_RESPONSE);
	REQUIRE(memcmp(response->bytes + 4, request + 4, 12) == 0);
	r.at += RESPONSE_HEAD;
	while (agentx_more(&r)) {
		const uint8_t *octets;
		unsigned type = agentx_read_u16(&r);
		size_t len;

		(void)agentx_read_u16(&r);
		agentx_read_name(&r, &name, NULL);
		if (type == AGENTX_OCTETS)
			agentx_read_octets(&r, &octets, &len);
		else if (type == AGENTX_OID)
			agentx_read_name(&r, &name, NULL);
		else if (type < AGENTX_NO_SUCH_OBJECT)
			(void)agentx_read_u32(&r);
	}
	REQUIRE(!r.failed);
}

/* Whether it was answered. The first PDU only, if it is there as a whole, as the stream does it. */
static bool try(const uint8_t *data, size_t size)
{
	static struct agentx_writer response;
	static struct agent_status status;
	static struct preferences preferences;
	static const struct mib_view view = { .status = &status, .preferences = &preferences };
	static struct responder responder = { .preferences = &preferences, .session = SESSION };
	static struct timespec now = { .tv_sec = 1000 };
	size_t len = agentx_length(data, size);

	if (!responder.pictures)
		responder.pictures = pictures_new(ROOT, tables, ARRAY_SIZE(tables), &view);
	REQUIRE(responder.pictures);
	now.tv_sec++;
	REQUIRE(len == 0 || len >= AGENTX_HEADER_SIZE);
	if (len == 0 || len > size || len > AGENTX_PDU_MAX)
		return false;
	responder.context = data[2] & AGENTX_FLAG_CONTEXT ? "lab" : "";
	if (!respond(&responder, data, len, &now, &response))
		return false;
	require_answer(data, &response);
	return response.bytes[response.network_order ? 25 : 24] == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)try(data, size);
	return 0;
}

const unsigned fuzz_rounds = 2000;

static void put_u32(uint8_t **at, uint32_t v, bool network_order)
{
	for (unsigned i = 0; i < 4; i++)
		*(*at)++ = (uint8_t)(v >> (network_order ? 24 - 8 * i : 8 * i));
}

static void put_name(uint8_t **at, const uint32_t *tail, size_t count, bool include, bool network_order)
{
	static const uint32_t root[] = { 1, 8072, 9999, 9999, 42, 1, 2, 1 };

	*(*at)++ = (uint8_t)(ARRAY_SIZE(root) + count);
	*(*at)++ = 4;
	*(*at)++ = include;
	*(*at)++ = 0;
	for (size_t i = 0; i < ARRAY_SIZE(root); i++)
		put_u32(at, root[i], network_order);
	for (size_t i = 0; i < count; i++)
		put_u32(at, tail[i], network_order);
}

/* A TestSet of one object, or the phase that follows it. */
static size_t set_seed(unsigned n, uint8_t *data)
{
	bool network_order = n & 1;
	unsigned type = AGENTX_TESTSET + n / 2 % 4;
	uint8_t *at = data + AGENTX_HEADER_SIZE;

	memset(data, 0, AGENTX_HEADER_SIZE);
	data[0] = AGENTX_VERSION;
	data[1] = (uint8_t)type;
	data[2] = network_order ? AGENTX_FLAG_NETWORK_ORDER : 0;
	data[network_order ? 7 : 4] = SESSION;
	if (type == AGENTX_TESTSET) {
		put_u32(&at, network_order ? AGENTX_INTEGER << 16 : AGENTX_INTEGER, network_order);
		put_name(&at, (uint32_t[]){ 6, 0, 1 }, 3, false, network_order);
		put_u32(&at, 1 + n % 2, network_order);
	}
	data[network_order ? 19 : 16] = (uint8_t)(at - data - AGENTX_HEADER_SIZE);
	(void)try(data, (size_t)(at - data));
	return (size_t)(at - data);
}

/* All requests, in both byte orders, with and without a context; of one range and of many. */
size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	bool network_order = n & 1, context = n & 2;
	unsigned type = AGENTX_GET + n / 4 % 3, ranges = n / 12 ? 9 : 1;
	uint8_t *at = data + AGENTX_HEADER_SIZE;
	size_t len;

	REQUIRE(size >= 4096);
	if (n >= 32)
		return 0;
	if (n >= 24)
		return set_seed(n - 24, data);
	memset(data, 0, AGENTX_HEADER_SIZE);
	data[0] = 1;
	data[1] = (uint8_t)type;
	data[2] = (uint8_t)((network_order ? AGENTX_FLAG_NETWORK_ORDER : 0) | (context ? AGENTX_FLAG_CONTEXT : 0));
	data[network_order ? 7 : 4] = SESSION;
	if (context) {
		put_u32(&at, 3, network_order);
		memcpy(at, "lab", 4);
		at += 4;
	}
	if (type == AGENTX_GETBULK) {
		uint8_t bulk[4] = { 0, 2, 0, 50 };

		if (!network_order)
			memcpy(bulk, (uint8_t[]){ 2, 0, 50, 0 }, 4);
		memcpy(at, bulk, 4);
		at += 4;
	}
	for (unsigned i = 0; i < ranges; i++) {
		put_name(&at, (uint32_t[]){ 1 + i % 5, 40 * i, 1 + i % 4 }, 3, i % 2, network_order);
		put_name(&at, (uint32_t[]){ 9 }, i % 3 ? 1 : 0, false, network_order);
	}
	len = (size_t)(at - data);
	at = data + 16;
	put_u32(&at, (uint32_t)len - AGENTX_HEADER_SIZE, network_order);
	REQUIRE(try(data, len));
	return len;
}

void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	(void)size;
	for (unsigned n = 1 + next_random(seed) % 4; n > 0; n--) {
		size_t at = next_random(seed) % *len;

		/* Lengths in the header are hit more often than by chance. */
		if (next_random(seed) % 8 == 0)
			at = 16 + next_random(seed) % 4 < *len ? 16 + next_random(seed) % 4 : 0;
		data[at] = next_random(seed) % 3 ? (uint8_t)(data[at] + next_random(seed) % 9 - 4) :
		                                   (uint8_t)next_random(seed);
	}
	if (next_random(seed) % 4 == 0)
		*len -= 4 * (next_random(seed) % (*len / 4));
}
