/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests to the reader, byte by byte, and what it may be asked for. */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "reader/allow.h"
#include "reader/protocol.h"

/* A request in memory of exactly its size. */
struct request {
	char *bytes;
	size_t len;
};

static struct request make(enum reader_op op, const void *body, size_t len)
{
	const struct reader_head head = { .op = op, .handle = 7, .len = 128, .at = { .page = 3 }, .body = (uint32_t)len };
	struct request r = { malloc(sizeof(head) + len), sizeof(head) + len };

	assert_non_null(r.bytes);
	memcpy(r.bytes, &head, sizeof(head));
	if (len)
		memcpy(r.bytes + sizeof(head), body, len);
	return r;
}

static struct request make_open(const struct port_decl *port, const char *root)
{
	char body[READER_REQUEST_MAX];
	int len = reader_put_port(port, root, body);

	assert_true(len > 0);
	return make(READER_OPEN, body, (size_t)len);
}

static char node[] = "/sys/bus/i2c/devices/5-0050/eeprom", presence[] = "/sys/present";

static void a_port_arrives_as_it_was_sent(void **state)
{
	const struct port_decl port = {
		.source = SOURCE_SYSFS, .path = node, .presence_path = presence, .presence_inverted = true,
		.i2c_chunk = 32, .netdev_count = 2, .netdevs = { "swp1s0", "fifteen-letters" },
	};
	struct request r = make_open(&port, "/root");
	struct reader_request got;

	(void)state;
	assert_int_equal(reader_parse(r.bytes, r.len, &got), 0);
	assert_int_equal(got.op, READER_OPEN);
	assert_string_equal(got.root, "/root");
	assert_int_equal(got.port.source, SOURCE_SYSFS);
	assert_string_equal(got.port.path, node);
	assert_string_equal(got.port.presence_path, presence);
	assert_true(got.port.presence_inverted);
	assert_int_equal(got.port.i2c_chunk, 32);
	assert_true(port_decl_same_netdevs(&port, &got.port));
	free(r.bytes);
}

static void every_cut_is_refused(void **state)
{
	const struct port_decl port = { .source = SOURCE_SYSFS, .path = node };
	struct request r = make_open(&port, "");
	struct reader_request got;

	(void)state;
	for (size_t len = 0; len < r.len; len++) {
		struct reader_head head;
		char *copy = malloc(len ? len : 1);

		memcpy(copy, r.bytes, len);
		assert_int_equal(reader_parse(copy, len, &got), -EBADMSG);
		/* Also where the length is put right. */
		if (len >= sizeof(head)) {
			memcpy(&head, copy, sizeof(head));
			head.body = (uint32_t)(len - sizeof(head));
			memcpy(copy, &head, sizeof(head));
			assert_int_equal(reader_parse(copy, len, &got), -EBADMSG);
		}
		free(copy);
	}
	free(r.bytes);
}

/* One byte of a good request that makes it a bad one. */
static void spoilt(size_t at, uint8_t value)
{
	const struct port_decl port = { .source = SOURCE_SYSFS, .path = node, .netdev_count = 1, .netdevs = { "swp1" } };
	struct request r = make_open(&port, "");
	struct reader_request got;

	r.bytes[at] = (char)value;
	assert_int_equal(reader_parse(r.bytes, r.len, &got), -EBADMSG);
	free(r.bytes);
}

static void every_field_is_checked(void **state)
{
	const size_t body = sizeof(struct reader_head);
	struct request r;
	struct reader_request got;

	(void)state;
	spoilt(offsetof(struct reader_head, op), 0);
	spoilt(offsetof(struct reader_head, op), READER_OPS);
	spoilt(offsetof(struct reader_head, len) + 1, 2);
	spoilt(offsetof(struct reader_head, body), 1);
	spoilt(body + offsetof(struct reader_port, source), 0);
	spoilt(body + offsetof(struct reader_port, source), SOURCE_HWMON);
	spoilt(body + offsetof(struct reader_port, presence_inverted), 2);
	spoilt(body + offsetof(struct reader_port, has_presence), 2);
	spoilt(body + offsetof(struct reader_port, netdev_count), PORT_MAX_NETDEVS + 1);
	spoilt(body + offsetof(struct reader_port, i2c_chunk) + 2, 1);
	/* A body where there is to be none. */
	r = make(READER_READ, "", 1);
	assert_int_equal(reader_parse(r.bytes, r.len, &got), -EBADMSG);
	free(r.bytes);
	/* A name that is too long for a device, and one without an end. */
	r = make(READER_COPPER, "sixteen-letters-", 17);
	assert_int_equal(reader_parse(r.bytes, r.len, &got), -EBADMSG);
	free(r.bytes);
	r = make(READER_COPPER, "eth0", 4);
	assert_int_equal(reader_parse(r.bytes, r.len, &got), -EBADMSG);
	free(r.bytes);
	/* A name of 16 bytes without a NUL in the middle of a port. */
	{
		struct port_decl port = { .source = SOURCE_SYSFS, .path = node, .netdev_count = 1 };

		memset(port.netdevs[0], 'x', NETDEV_NAME);
		r = make_open(&port, "");
		assert_int_equal(reader_parse(r.bytes, r.len, &got), -EBADMSG);
		free(r.bytes);
	}
}

static void paths_that_are_too_long_are_not_sent(void **state)
{
	char body[READER_REQUEST_MAX], path[TOPOLOGY_PATH + 1];
	struct port_decl port = { .source = SOURCE_FILE, .path = path };
	struct reader_request got;
	struct request r;

	(void)state;
	memset(path, 'a', sizeof(path));
	path[TOPOLOGY_PATH] = '\0';
	assert_int_equal(reader_put_port(&port, "", body), -ENAMETOOLONG);
	path[TOPOLOGY_PATH - 1] = '\0';
	port.presence_path = path;
	r = make_open(&port, path);
	assert_int_equal(reader_parse(r.bytes, r.len, &got), 0);
	free(r.bytes);
}

static void only_hardware_and_what_is_declared(void **state)
{
	static char declared_path[] = "/images/swp1", declared_presence[] = "/images/present";
	static struct port_decl declared = { .source = SOURCE_FILE, .path = declared_path };
	static struct port_decl with = { .source = SOURCE_SYSFS, .path = declared_path, .presence_path = declared_presence };
	struct port_decl ports[] = { declared, with };
	struct topology topology = { .refs = 1, .ports = ports, .port_count = 2 };
	struct config config = { .topology = &topology };
	static const struct {
		const char *label;
		enum source_kind source;
		const char *path, *presence, *root;
		bool allowed;
	} rows[] = {
		{ "declared", SOURCE_FILE, "/images/swp1", NULL, "", true },
		{ "declared with presence", SOURCE_SYSFS, "/images/swp1", "/images/present", "", true },
		{ "declared, another presence", SOURCE_SYSFS, "/images/swp1", "/etc/passwd", "", false },
		{ "declared, as another kind", SOURCE_I2C, "/images/swp1", NULL, "", false },
		{ "below another root", SOURCE_FILE, "/images/swp1", NULL, "/other", false },
		{ "another file", SOURCE_FILE, "/etc/passwd", NULL, "", false },
		{ "a file in /sys", SOURCE_FILE, "/sys/x", NULL, "", false },
		{ "a node", SOURCE_SYSFS, "/sys/bus/i2c/devices/5-0050/eeprom", NULL, "", true },
		{ "a node of a switch", SOURCE_SYSFS, "/sys_switch/transceiver/eth1/eeprom", "/sys_switch/transceiver/eth1/present", "", true },
		{ "out of /sys", SOURCE_SYSFS, "/sys/../etc/shadow", NULL, "", false },
		{ "out of it at the end", SOURCE_SYSFS, "/sys/class/../..", NULL, "", false },
		{ "dots in a name", SOURCE_SYSFS, "/sys/devices/..x/eeprom", NULL, "", true },
		{ "almost /sys", SOURCE_SYSFS, "/system/x", NULL, "", false },
		{ "an adapter", SOURCE_I2C, "/dev/i2c-12", NULL, "", true },
		{ "no number", SOURCE_I2C, "/dev/i2c-", NULL, "", false },
		{ "not an adapter", SOURCE_I2C, "/dev/i2c-1/../sda", NULL, "", false },
		{ "a disk", SOURCE_I2C, "/dev/sda", NULL, "", false },
		{ "a network device", SOURCE_ETHTOOL, "eth0", NULL, "", true },
		{ "no network device", SOURCE_ETHTOOL, "a/b", NULL, "", false },
		{ "a long name", SOURCE_ETHTOOL, "sixteen-letters-", NULL, "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char path[64], presence_path[64];
		struct port_decl port = { .source = rows[i].source, .path = strcpy(path, rows[i].path) };

		if (rows[i].presence)
			port.presence_path = strcpy(presence_path, rows[i].presence);
		assert_row(allow_port(&config, rows[i].root, &port) == rows[i].allowed, rows[i].label);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_port_arrives_as_it_was_sent),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(every_field_is_checked),
		cmocka_unit_test(paths_that_are_too_long_are_not_sent),
		cmocka_unit_test(only_hardware_and_what_is_declared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
