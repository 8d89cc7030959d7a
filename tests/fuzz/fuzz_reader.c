/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: any bytes that somebody who has taken the decoder over may send to its reader. A
 * request is whole or refused; its texts end within it; what is not declared and no hardware is not allowed.
 */
#include <string.h>

#include "common/random.h"
#include "fuzz/fuzz.h"
#include "reader/allow.h"
#include "reader/protocol.h"

const unsigned fuzz_rounds = 4000;

static bool is_within(const char *text, const char *data, size_t size)
{
	return text >= data && text < data + size && memchr(text, '\0', (size_t)(data + size - text));
}

static void check_port(const struct reader_request *r, const char *data, size_t size)
{
	static struct port_decl declared = { .source = SOURCE_FILE };
	static char path[] = "/images/1";
	struct topology topology = { .refs = 1, .ports = &declared, .port_count = 1 };
	const struct config config = { .topology = &topology };
	const struct port_decl *port = &r->port;

	REQUIRE(is_within(r->root, data, size) && is_within(port->path, data, size) && port->path[0]);
	REQUIRE(!port->presence_path || is_within(port->presence_path, data, size));
	REQUIRE(port->netdev_count <= PORT_MAX_NETDEVS);
	for (unsigned i = 0; i < port->netdev_count; i++)
		REQUIRE(memchr(port->netdevs[i], '\0', NETDEV_NAME));
	declared.path = path;
	if (!allow_port(&config, r->root, port))
		return;
	REQUIRE(!r->root[0]);
	if (port->source == SOURCE_FILE)
		REQUIRE(strcmp(port->path, path) == 0 && !port->presence_path);
	if (port->source == SOURCE_SYSFS)
		REQUIRE(strncmp(port->path, "/sys", 4) == 0 && !strstr(port->path, "/../"));
	if (port->source == SOURCE_I2C)
		REQUIRE(strncmp(port->path, "/dev/i2c-", 9) == 0 && !strchr(port->path + 9, '/'));
	if (port->source == SOURCE_ETHTOOL)
		REQUIRE(!strchr(port->path, '/'));
	if (port->presence_path)
		REQUIRE(strncmp(port->presence_path, "/sys", 4) == 0 && !strstr(port->presence_path, "/../"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reader_request request;
	char *copy = malloc(size ? size : 1);

	/* In memory of its own, so that sanitizers see what reads behind it. */
	REQUIRE(copy);
	memcpy(copy, data, size);
	if (reader_parse(copy, size, &request) == 0) {
		REQUIRE(request.op >= READER_CHANNEL && request.op < READER_OPS);
		REQUIRE(request.len <= READER_LENGTH_MAX);
		if (request.op == READER_OPEN || request.op == READER_SIZE)
			check_port(&request, copy, size);
		if (request.op == READER_COPPER || request.op == READER_CONNECT)
			REQUIRE(is_within(request.name, copy, size));
		if (request.op == READER_NETLINK)
			REQUIRE(request.message_len == size - sizeof(struct reader_head));
	}
	free(copy);
	return 0;
}

static size_t put_request(enum reader_op op, const char *body, size_t len, uint8_t *data)
{
	const struct reader_head head = { .op = op, .handle = 4097, .len = 128, .body = (uint32_t)len };

	memcpy(data, &head, sizeof(head));
	memcpy(data + sizeof(head), body, len);
	return sizeof(head) + len;
}

size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	static const struct {
		enum source_kind source;
		const char *path, *presence;
	} ports[] = {
		{ SOURCE_FILE, "/images/1", NULL },
		{ SOURCE_SYSFS, "/sys/bus/i2c/devices/5-0050/eeprom", "/sys/bus/i2c/devices/5-0050/present" },
		{ SOURCE_I2C, "/dev/i2c-5", NULL },
		{ SOURCE_ETHTOOL, "eth0", NULL },
	};
	const unsigned port_count = sizeof(ports) / sizeof(ports[0]);
	char body[READER_REQUEST_MAX], path[64], presence[64];
	struct port_decl port = { .netdev_count = 2, .netdevs = { "swp1s0", "swp1s1" }, .i2c_chunk = 32 };
	int len = 0;

	if (size < READER_REQUEST_MAX || n >= port_count + READER_OPS - 1)
		return 0;
	if (n < port_count) {
		port.source = ports[n].source;
		port.path = strcpy(path, ports[n].path);
		port.presence_path = ports[n].presence ? strcpy(presence, ports[n].presence) : NULL;
		len = reader_put_port(&port, "", body);
		return put_request(READER_OPEN, body, (size_t)len, data);
	}
	n = n - port_count + READER_CHANNEL;
	if (n == READER_SIZE || n == READER_NETLINK)
		len = reader_put_texts("", "/sys/x/eeprom", body);
	else if (n == READER_COPPER || n == READER_CONNECT)
		len = (int)strlen(strcpy(body, "eth0")) + 1;
	return put_request((enum reader_op)n, body, (size_t)len, data);
}

/* Some lengths are put right again: else few get further than the head. */
void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	static const char pieces[][8] = { "/../", "/sys/", "/", "\0", "../..", "/dev/", "i2c-1/" };
	struct reader_head head;

	(void)size;
	for (unsigned n = 1 + next_random(seed) % 4; n > 0 && *len > 8; n--) {
		size_t at = next_random(seed) % *len;
		const char *piece = pieces[next_random(seed) % (sizeof(pieces) / sizeof(pieces[0]))];

		if (next_random(seed) % 2 && at + strlen(piece) <= *len)
			memcpy(data + at, piece, strlen(piece));
		else
			data[at] = (uint8_t)next_random(seed);
	}
	if (next_random(seed) % 4 == 0)
		*len -= next_random(seed) % *len;
	if (next_random(seed) % 4 == 0 || *len < sizeof(head))
		return;
	memcpy(&head, data, sizeof(head));
	head.body = (uint32_t)(*len - sizeof(head));
	memcpy(data, &head, sizeof(head));
}
