/* SPDX-License-Identifier: BSD-3-Clause */
/* How ports are split, as devlink says, from its messages to what the port is told to be. */
#include "test.h"

#include <linux/devlink.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "netlink_answer.h"
#include "scratch.h"
#include "source/devlink.h"
#include "source/netdev.h"

#define BUS "pci"
#define DEVICE "0000:03:00.0"

/* A port of the message; subport -1: not split, if_index 0: no attribute. */
struct row {
	uint32_t number;
	int subport;
	uint32_t if_index;
	uint16_t flavour;
};

static void put_port(struct answer *a, const char *device, const struct row *row)
{
	struct nlmsghdr *message = answer_begin(a, DEVLINK_CMD_PORT_NEW);

	mnl_attr_put_strz(message, DEVLINK_ATTR_BUS_NAME, BUS);
	mnl_attr_put_strz(message, DEVLINK_ATTR_DEV_NAME, device);
	mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_INDEX, 1);
	mnl_attr_put_u16(message, DEVLINK_ATTR_PORT_TYPE, DEVLINK_PORT_TYPE_ETH);
	if (row->if_index) {
		mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_NETDEV_IFINDEX, row->if_index);
		mnl_attr_put_strz(message, DEVLINK_ATTR_PORT_NETDEV_NAME, "eth5");
	}
	mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_LANES, 4);
	mnl_attr_put_u8(message, DEVLINK_ATTR_PORT_SPLITTABLE, 1);
	mnl_attr_put_u16(message, DEVLINK_ATTR_PORT_FLAVOUR, row->flavour);
	mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_NUMBER, row->number);
	if (row->subport >= 0) {
		mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_SPLIT_GROUP, row->number);
		mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_SPLIT_SUBPORT_NUMBER, (uint32_t)row->subport);
	}
	answer_end(a, message);
}

static void tell(struct devlink *d, const struct row *rows, size_t count)
{
	struct answer a = { .len = 0 };

	for (size_t i = 0; i < count; i++)
		put_port(&a, DEVICE, &rows[i]);
	answer_done(&a);
	devlink_begin(d);
	assert_int_equal(answer_take(&a, devlink_take_port, d, NULL), 0);
	devlink_end(d);
}

static void ports_are_found_by_device(void **state)
{
	static const struct row rows[] = {
		{ 2, -1, 30, 0 },
		{ 1, 3, 24, 0 }, { 1, 0, 21, 0 }, { 1, 2, 23, 0 }, { 1, 1, 22, 0 },
		{ 3, 0, 40, 0 }, { 3, 2, 41, 0 },
		{ 4, -1, 50, 0 }, { 4, 0, 51, 0 },
		{ 5, 0, 60, 0 }, { 5, 1, 0, 0 },
		{ 6, -1, 70, DEVLINK_PORT_FLAVOUR_CPU }, { 7, -1, 71, DEVLINK_PORT_FLAVOUR_PCI_VF },
		{ 8, INT32_MAX, 80, 0 },
	};
	static const struct {
		uint32_t if_index, number;
		int subport;
		unsigned parts;
	} expect[] = {
		{ 30, 2, -1, 1 }, { 21, 1, 0, 4 }, { 24, 1, 3, 4 },
		/* a gap, a port that is split and is not, a part elsewhere, nonsense */
		{ 40, 3, 0, 0 }, { 50, 4, -1, 0 }, { 51, 4, 0, 0 }, { 60, 5, 0, 2 }, { 80, 8, 65536, 0 },
	};
	static const uint32_t unknown[] = { 0, 1, 70, 71, 81 };
	struct devlink *d = devlink_new();

	(void)state;
	assert_non_null(d);
	assert_null(devlink_find(d, 30));
	tell(d, rows, ARRAY_SIZE(rows));
	for (size_t i = 0; i < ARRAY_SIZE(expect); i++) {
		const struct devlink_port *port = devlink_find(d, expect[i].if_index);

		assert_non_null(port);
		assert_string_equal(port->handle, BUS "/" DEVICE);
		assert_int_equal(port->number, expect[i].number);
		assert_int_equal(port->subport, expect[i].subport);
		assert_int_equal(port->parts, expect[i].parts);
	}
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		assert_null(devlink_find(d, unknown[i]));
	/* The next scan is all there is. */
	tell(d, rows, 1);
	assert_non_null(devlink_find(d, 30));
	assert_null(devlink_find(d, 21));
	devlink_free(d);
	devlink_free(NULL);
}

static void handles_are_whole_or_nothing(void **state)
{
	static const char longest[] = "0123456789012345678901234567890123456789012345678901234567X";
	const struct row row = { 1, -1, 30, 0 };
	struct devlink *d = devlink_new();
	struct answer a = { .len = 0 };

	(void)state;
	assert_non_null(d);
	assert_int_equal(strlen(BUS "/") + strlen(longest), DEVLINK_HANDLE - 1);
	put_port(&a, longest, &row);
	put_port(&a, "0123456789012345678901234567890123456789012345678901234567890", &(struct row){ 1, -1, 31, 0 });
	assert_int_equal(answer_take(&a, devlink_take_port, d, NULL), 1);
	devlink_end(d);
	assert_int_equal(strlen(devlink_find(d, 30)->handle), DEVLINK_HANDLE - 1);
	assert_null(devlink_find(d, 31));
	devlink_free(d);
}

static void begin_ports(void *arg)
{
	devlink_end(arg);
	devlink_begin(arg);
}

static void spoilt_answers_do_no_harm(void **state)
{
	static const struct row rows[] = { { 1, 0, 21, 0 }, { 1, 1, 22, 0 }, { 2, -1, 30, 0 } };
	struct devlink *d = devlink_new();
	struct answer a = { .len = 0 };

	(void)state;
	assert_non_null(d);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		put_port(&a, DEVICE, &rows[i]);
	answer_done(&a);
	answer_mutate(&a, 20000, devlink_take_port, begin_ports, d);
	devlink_free(d);
}

/* A box whose kernel has network devices of ifIndex 21 and so on, and devlink's word on them. */
static const struct {
	const char *label;
	const char *declared; /* netdevs of the port */
	const char *there[5]; /* their ifIndex is 21 and on */
	struct row rows[5];
	size_t row_count;
	const char *expect;   /* "4: names", "?: names" */
	const char *evidence;
} boxes[] = {
	{ "not split", "eth5", { "eth5" }, { { 1, -1, 21, 0 } }, 1, "1: eth5", "devlink, netdev eth5" },
	{ "split, whatever they are called", "eth5", { "eth5", "x", "b", "a" },
	  { { 1, 0, 21, 0 }, { 1, 1, 22, 0 }, { 1, 2, 23, 0 }, { 1, 3, 24, 0 } }, 4,
	  "4: eth5 x b a", "devlink, netdevs eth5 to a" },
	{ "the order is devlink's", "swp1", { "swp1s0", "swp1s1" }, { { 1, 1, 21, 0 }, { 1, 0, 22, 0 } }, 2,
	  "2: swp1s1 swp1s0", "devlink, netdevs swp1s1 to swp1s0" },
	{ "half of them are elsewhere", "swp1", { "swp1s0", "swp1s1" },
	  { { 1, 0, 21, 0 }, { 1, 1, 22, 0 }, { 1, 2, 0, 0 }, { 1, 3, 0, 0 } }, 4, "?: swp1s0 swp1s1", "" },
	{ "names say more than there is", "swp1", { "swp1s0", "swp1s1" }, { { 1, -1, 21, 0 } }, 1,
	  "1: swp1s0", "devlink, netdev swp1s0" },
	{ "others of the switch", "eth5", { "eth5", "eth6" }, { { 1, -1, 21, 0 }, { 2, -1, 22, 0 } }, 2,
	  "1: eth5", "devlink, netdev eth5" },
	{ "not of devlink", "swp1", { "swp1" }, { { 1, -1, 99, 0 } }, 1, "1: swp1", "netdev swp1" },
	{ "a port is not two", "swp1s0 swp1s1", { "swp1s0", "swp1s1" }, { { 1, -1, 21, 0 }, { 2, -1, 22, 0 } }, 2,
	  "2: swp1s0 swp1s1", "netdevs swp1s0 to swp1s1" },
};

static const char *const keys[] = { "ifindex", "flags", "carrier", "speed" };

static void make_device(const struct scratch *s, const char *name, unsigned if_index)
{
	char path[SCRATCH_PATH], values[4][16] = { "", "0x1003\n", "1\n", "25000\n" };

	snprintf(values[0], sizeof(values[0]), "%u\n", if_index);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		snprintf(path, sizeof(path), "sys/class/net/%s/%s", name, keys[i]);
		scratch_text(s, path, values[i]);
	}
}

static void ports_are_what_devlink_says(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(boxes); i++) {
		struct port_decl port = { .index = 1 };
		const struct topology topology = { .refs = 1, .ports = &port, .port_count = 1 };
		struct devlink *d = devlink_new();
		char root[SCRATCH_PATH], copy[64], seen[128], *rest = copy;
		uint32_t if_index[PORT_MAX_NETDEVS];
		struct host_port host;
		struct scratch *s;
		struct netdevs *n;
		const char *name;
		struct text t;

		assert_int_equal(scratch_setup((void **)&s), 0);
		for (unsigned k = 0; k < 5 && boxes[i].there[k]; k++)
			make_device(s, boxes[i].there[k], 21 + k);
		TEXT_SET(copy, boxes[i].declared);
		while ((name = strsep(&rest, " ")))
			TEXT_SET(port.netdevs[port.netdev_count++], name);
		n = netdevs_new(&topology, scratch_path(s, "", root));
		assert_true(n && d);
		tell(d, boxes[i].rows, boxes[i].row_count);
		netdevs_set_devlink(n, d);
		for (int live = 1; live >= 0; live--) {
			assert_int_equal(netdevs_scan(n, live), 0);
			netdevs_port(n, 0, &host, if_index);
			text_init(&t, seen, sizeof(seen));
			if (host.split_known)
				text_printf(&t, "%u:", host.split.count);
			else
				text_printf(&t, "?:");
			for (unsigned k = 0; k < host.netdev_count; k++)
				text_printf(&t, " %s", host.netdev[k].name);
			if (strcmp(seen, boxes[i].expect) != 0)
				fail_msg("%s: expected %s, saw %s", boxes[i].label, boxes[i].expect, seen);
			assert_row(strcmp(host.split_evidence, boxes[i].evidence) == 0, boxes[i].label);
			assert_row(host.split_confirmed == (strncmp(boxes[i].evidence, "devlink", 7) == 0),
			           boxes[i].label);
			for (unsigned k = 0; host.split_known && k < host.netdev_count; k++)
				assert_row(if_index[k] == host.netdev[k].if_index, boxes[i].label);
		}
		netdevs_free(n);
		scratch_teardown((void **)&s);
	}
	(void)state;
}

static void drop_device(const struct scratch *s, const char *name)
{
	char path[SCRATCH_PATH], full[SCRATCH_PATH];

	for (size_t i = 0; i <= ARRAY_SIZE(keys); i++) {
		snprintf(path, sizeof(path), "sys/class/net/%s/%s", name, i < ARRAY_SIZE(keys) ? keys[i] : "");
		assert_int_equal(remove(scratch_path(s, path, full)), 0);
	}
}

/* The port keeps its number while it has other devices, with names that tell nothing. */
static void splits_are_followed(void **state)
{
	static const struct row whole[] = { { 1, -1, 21, 0 } };
	static const struct row parts[] = { { 1, 0, 31, 0 }, { 1, 1, 32, 0 } };
	struct port_decl port = { .index = 1, .netdevs = { "eth5" }, .netdev_count = 1 };
	const struct topology topology = { .refs = 1, .ports = &port, .port_count = 1 };
	struct devlink *d = devlink_new();
	char root[SCRATCH_PATH];
	uint32_t if_index[PORT_MAX_NETDEVS];
	struct host_port host;
	struct netdevs *n = netdevs_new(&topology, scratch_path(*state, "", root));

	assert_true(n && d);
	netdevs_set_devlink(n, d);
	make_device(*state, "eth5", 21);
	tell(d, whole, 1);
	assert_int_equal(netdevs_scan(n, false), 0);
	netdevs_port(n, 0, &host, if_index);
	assert_true(host.split_known);
	assert_int_equal(host.split.count, 1);
	assert_int_equal(if_index[0], 21);

	drop_device(*state, "eth5");
	make_device(*state, "left", 31);
	make_device(*state, "right", 32);
	tell(d, parts, 2);
	assert_int_equal(netdevs_scan(n, false), 0);
	netdevs_port(n, 0, &host, if_index);
	assert_true(host.split_known);
	assert_int_equal(host.split.count, 2);
	assert_string_equal(host.netdev[1].name, "right");
	assert_int_equal(host.netdev[1].speed_mbps, 25000);
	/* None has the declared name: the numbers are those of the parts, in their order. */
	assert_int_equal(if_index[0], 31);
	assert_int_equal(if_index[1], 32);
	assert_int_equal(if_index[2], 0);
	netdevs_free(n);
}

/* This machine's: there may be none, and then nothing is known. */
static void the_kernel_is_asked(void **state)
{
	struct devlink *d = devlink_new();

	(void)state;
	assert_non_null(d);
	assert_int_equal(devlink_scan(d), 0);
	assert_int_equal(devlink_scan(d), 0);
	assert_null(devlink_find(d, INT32_MAX));
	devlink_free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ports_are_found_by_device),
		cmocka_unit_test(handles_are_whole_or_nothing),
		cmocka_unit_test(spoilt_answers_do_no_harm),
		cmocka_unit_test(ports_are_what_devlink_says),
		cmocka_unit_test_setup_teardown(splits_are_followed, scratch_setup, scratch_teardown),
		cmocka_unit_test(the_kernel_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
