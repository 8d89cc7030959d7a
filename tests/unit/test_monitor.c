/* SPDX-License-Identifier: BSD-3-Clause */
/* What the kernel reports by itself: which of it matters, made up here, and real reports of a namespace. */
#include "test.h"

#include <errno.h>
#include <linux/devlink.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "net_device.h"
#include "netlink_answer.h"
#include "source/monitor.h"

#define ETHTOOL 0x16
#define DEVLINK 0x17

/* The notes of one datagram, in words: "link 5 swp1 port". */
struct notes {
	char text[256];
	unsigned count;
};

static void take(const struct monitor_note *note, void *arg)
{
	static const char *const kinds[] = { "?", "lost", "link", "settings", "module", "port" };
	struct notes *notes = arg;
	struct text t;
	char before[256];

	TEXT_SET(before, notes->text);
	text_init(&t, notes->text, sizeof(notes->text));
	text_printf(&t, "%s%s%s %u", before, notes->count++ ? ", " : "", kinds[note->kind], note->if_index);
	if (note->name[0])
		text_item(&t, " ", "%s", note->name);
	if (note->is_port)
		text_item(&t, " ", "port");
}

static struct net_monitor *new_monitor(void)
{
	static const struct monitor_families families = { ETHTOOL, DEVLINK };
	struct net_monitor *m = monitor_new(&families);

	assert_non_null(m);
	return m;
}

static void expect(struct net_monitor *m, enum monitor_socket from, const struct answer *a, const char *label,
                   const char *expected)
{
	struct notes notes = { .count = 0 };

	monitor_datagram(m, from, a->bytes, a->len, take, &notes);
	if (strcmp(notes.text, expected) != 0)
		fail_msg("%s: expected '%s', heard '%s'", label, expected, notes.text);
}

/* A link as rtnetlink tells of it. */
struct link_row {
	const char *label;
	uint16_t type;
	uint8_t family;
	int if_index;
	const char *name; /* NULL: no attribute */
	unsigned flags;
	int carrier;      /* -1: no attribute */
	const char *phys;
	bool wireless;
	const char *expect;
};

static void put_link(struct answer *a, const struct link_row *row)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(a->bytes + a->len);
	struct ifinfomsg *header = mnl_nlmsg_put_extra_header(message, sizeof(*header));
	static const char stats[sizeof(struct rtnl_link_stats64)];

	message->nlmsg_type = row->type;
	header->ifi_family = row->family;
	header->ifi_index = row->if_index;
	header->ifi_flags = row->flags;
	if (row->name)
		mnl_attr_put_strz(message, IFLA_IFNAME, row->name);
	if (row->carrier >= 0)
		mnl_attr_put_u8(message, IFLA_CARRIER, (uint8_t)row->carrier);
	mnl_attr_put(message, IFLA_STATS64, sizeof(stats), stats);
	if (row->wireless)
		mnl_attr_put(message, IFLA_WIRELESS, 4, "abcd");
	if (row->phys)
		mnl_attr_put(message, IFLA_PHYS_PORT_NAME, strlen(row->phys), row->phys);
	answer_end(a, message);
}

static const struct link_row links[] = {
	{ "new", RTM_NEWLINK, 0, 5, "swp1", 0, 0, NULL, false, "link 5 swp1" },
	{ "the same again, as for other counts or an address", RTM_NEWLINK, 0, 5, "swp1", 0, 0, NULL, false, "" },
	{ "promiscuous", RTM_NEWLINK, 0, 5, "swp1", IFF_PROMISC, 0, NULL, false, "" },
	{ "up", RTM_NEWLINK, 0, 5, "swp1", IFF_UP, 0, NULL, false, "link 5 swp1" },
	{ "carrier", RTM_NEWLINK, 0, 5, "swp1", IFF_UP, 1, NULL, false, "link 5 swp1" },
	{ "running", RTM_NEWLINK, 0, 5, "swp1", IFF_UP | IFF_RUNNING, 1, NULL, false, "link 5 swp1" },
	{ "another name", RTM_NEWLINK, 0, 5, "lan", IFF_UP | IFF_RUNNING, 1, NULL, false, "link 5 lan" },
	{ "of a bridge", RTM_NEWLINK, AF_BRIDGE, 5, "lan", 0, 0, NULL, false, "" },
	{ "leaves a bridge", RTM_DELLINK, AF_BRIDGE, 5, "lan", 0, 0, NULL, false, "" },
	{ "of IPv6", RTM_NEWLINK, AF_INET6, 5, "lan", 0, 0, NULL, false, "" },
	{ "a port, before it in the order", RTM_NEWLINK, 0, 3, "x", 0, -1, "p1s2", false, "link 3 x port" },
	{ "wireless", RTM_NEWLINK, 0, 3, "y", IFF_UP, -1, NULL, true, "" },
	{ "gone", RTM_DELLINK, 0, 5, "lan", 0, 0, NULL, false, "link 5 lan" },
	{ "back", RTM_NEWLINK, 0, 5, "lan", 0, 0, NULL, false, "link 5 lan" },
	{ "the other is known still", RTM_NEWLINK, 0, 3, "x", 0, -1, "p1s2", false, "" },
	{ "one that nobody knew goes", RTM_DELLINK, 0, 99, "veth7", 0, 0, NULL, false, "link 99 veth7" },
	{ "no name", RTM_NEWLINK, 0, 5, NULL, IFF_UP, 0, NULL, false, "" },
	{ "no number", RTM_NEWLINK, 0, 0, "swp1", IFF_UP, 0, NULL, false, "" },
	{ "a negative number", RTM_NEWLINK, 0, -1, "swp1", IFF_UP, 0, NULL, false, "" },
	{ "an address", RTM_NEWADDR, 0, 5, "swp1", IFF_UP, 0, NULL, false, "" },
	{ "a route", RTM_NEWROUTE, 0, 5, "swp1", IFF_UP, 0, NULL, false, "" },
};

static void links_that_matter_are_noted(void **state)
{
	struct net_monitor *m = new_monitor();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		struct answer a = { .len = 0 };

		put_link(&a, &links[i]);
		expect(m, MONITOR_ROUTE, &a, links[i].label, links[i].expect);
		expect(m, MONITOR_GENERIC, &a, links[i].label, "");
	}
	monitor_close(m);
	monitor_close(NULL);
}

/* Of a generic family; what is not there is 0. */
static const struct generic_row {
	const char *label;
	uint16_t family;
	uint8_t command;
	uint32_t if_index;
	const char *name;
	int flavour;      /* -1: no attribute */
	const char *expect;
} generics[] = {
	{ "speed", ETHTOOL, ETHTOOL_MSG_LINKMODES_NTF, 5, NULL, -1, "settings 5" },
	{ "cable", ETHTOOL, ETHTOOL_MSG_LINKINFO_NTF, 5, NULL, -1, "settings 5" },
	{ "FEC", ETHTOOL, ETHTOOL_MSG_FEC_NTF, 5, NULL, -1, "settings 5" },
	{ "module", ETHTOOL, ETHTOOL_MSG_MODULE_NTF, 7, NULL, -1, "module 7" },
	{ "rings", ETHTOOL, ETHTOOL_MSG_RINGS_NTF, 5, NULL, -1, "" },
	{ "channels", ETHTOOL, ETHTOOL_MSG_CHANNELS_NTF, 5, NULL, -1, "" },
	{ "without a device", ETHTOOL, ETHTOOL_MSG_MODULE_NTF, 0, NULL, -1, "" },
	{ "a port", DEVLINK, DEVLINK_CMD_PORT_NEW, 0, NULL, DEVLINK_PORT_FLAVOUR_PHYSICAL, "port 0 port" },
	{ "its device", DEVLINK, DEVLINK_CMD_PORT_NEW, 8, "swp1", DEVLINK_PORT_FLAVOUR_PHYSICAL,
	  "port 8 swp1 port" },
	{ "goes", DEVLINK, DEVLINK_CMD_PORT_DEL, 0, NULL, -1, "port 0 port" },
	{ "a function", DEVLINK, DEVLINK_CMD_PORT_NEW, 9, "vf0", DEVLINK_PORT_FLAVOUR_PCI_VF, "" },
	{ "a trap", DEVLINK, DEVLINK_CMD_TRAP_NEW, 0, NULL, -1, "" },
	{ "another family", 0x19, DEVLINK_CMD_PORT_NEW, 8, "swp1", -1, "" },
	{ "none", NLMSG_ERROR, DEVLINK_CMD_PORT_NEW, 8, "swp1", -1, "" },
};

static void put_generic(struct answer *a, const struct generic_row *row)
{
	struct nlmsghdr *message = answer_begin(a, row->command);

	message->nlmsg_type = row->family;
	if (row->family == ETHTOOL) {
		struct nlattr *header = mnl_attr_nest_start(message, ETHTOOL_A_LINKMODES_HEADER);

		if (row->if_index)
			mnl_attr_put_u32(message, ETHTOOL_A_HEADER_DEV_INDEX, row->if_index);
		mnl_attr_put_strz(message, ETHTOOL_A_HEADER_DEV_NAME, "eth5");
		mnl_attr_nest_end(message, header);
	} else {
		mnl_attr_put_strz(message, DEVLINK_ATTR_BUS_NAME, "pci");
		if (row->if_index)
			mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_NETDEV_IFINDEX, row->if_index);
		if (row->name)
			mnl_attr_put_strz(message, DEVLINK_ATTR_PORT_NETDEV_NAME, row->name);
		if (row->flavour >= 0)
			mnl_attr_put_u16(message, DEVLINK_ATTR_PORT_FLAVOUR, (uint16_t)row->flavour);
	}
	answer_end(a, message);
}

static void families_are_heard(void **state)
{
	static const struct monitor_families none = { 0 };
	struct net_monitor *m = new_monitor(), *deaf = monitor_new(&none);

	(void)state;
	assert_non_null(deaf);
	for (size_t i = 0; i < ARRAY_SIZE(generics); i++) {
		struct answer a = { .len = 0 };

		put_generic(&a, &generics[i]);
		expect(m, MONITOR_GENERIC, &a, generics[i].label, generics[i].expect);
		expect(m, MONITOR_ROUTE, &a, generics[i].label, "");
		expect(deaf, MONITOR_GENERIC, &a, generics[i].label, "");
	}
	monitor_close(m);
	monitor_close(deaf);
}

static void datagrams_hold_several(void **state)
{
	struct net_monitor *m = new_monitor();
	struct answer a = { .len = 0 };

	(void)state;
	put_generic(&a, &generics[0]);
	put_generic(&a, &generics[12]);
	put_generic(&a, &generics[3]);
	expect(m, MONITOR_GENERIC, &a, "three", "settings 5, module 7");
	a.len -= 4;
	expect(m, MONITOR_GENERIC, &a, "the last one cut off", "settings 5");
	a.len = 0;
	expect(m, MONITOR_GENERIC, &a, "empty", "");
	monitor_close(m);
}

/* The real thing: somebody who is not the kernel, a change, many, none. */

static unsigned wait_notes(struct net_monitor *m, struct notes *notes, int timeout_ms)
{
	struct pollfd fds[MONITOR_FDS];
	int fd[MONITOR_FDS];

	*notes = (struct notes){ .count = 0 };
	monitor_fds(m, fd);
	for (unsigned i = 0; i < MONITOR_FDS; i++)
		fds[i] = (struct pollfd){ .fd = fd[i], .events = POLLIN };
	if (poll(fds, MONITOR_FDS, timeout_ms) > 0)
		monitor_read(m, take, notes);
	return notes->count;
}

/* As any program with CAP_NET_ADMIN may, or to one socket anybody. */
static void forge(struct net_monitor *m)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	socklen_t len = sizeof(to);
	struct answer a = { .len = 0 };
	int fd[MONITOR_FDS], s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	monitor_fds(m, fd);
	put_link(&a, &links[0]);
	assert_true(s >= 0);
	assert_int_equal(getsockname(fd[MONITOR_ROUTE], (struct sockaddr *)&to, &len), 0);
	to.nl_groups = 0;
	if (sendto(s, a.bytes, a.len, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		print_message("nobody else may write to it: %s\n", strerror(errno));
	close(s);
}

static void the_kernel_is_heard(void **state)
{
	struct net_monitor *m;
	struct notes notes;
	char expected[64];

	(void)state;
	if (net_namespace() < 0 || net_add("brk0") < 0) {
		print_message("no network devices of our own here: %s\n", strerror(errno));
		skip();
	}
	assert_int_equal(monitor_open(&m), 0);
	assert_int_equal(wait_notes(m, &notes, 0), 0);
	forge(m);
	wait_notes(m, &notes, 100);
	assert_string_equal(notes.text, "");
	assert_int_equal(net_rename("brk0", "brk1"), 0);
	assert_int_equal(wait_notes(m, &notes, 5000), 1);
	snprintf(expected, sizeof(expected), "link %u brk1", if_nametoindex("brk1"));
	assert_string_equal(notes.text, expected);
	/* More than fits into a socket. */
	for (unsigned n = 0; n < 1000; n++)
		assert_int_equal(net_rename("brk1", "brk0") | net_rename("brk0", "brk1"), 0);
	assert_true(wait_notes(m, &notes, 5000) > 0);
	assert_non_null(strstr(notes.text, "lost 0"));
	while (wait_notes(m, &notes, 0) > 0)
		;
	assert_int_equal(net_delete("brk1"), 0);
	assert_true(wait_notes(m, &notes, 5000) >= 1);
	assert_non_null(strstr(notes.text, "brk1"));
	monitor_close(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_that_matter_are_noted),
		cmocka_unit_test(families_are_heard),
		cmocka_unit_test(datagrams_hold_several),
		cmocka_unit_test(the_kernel_is_heard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
