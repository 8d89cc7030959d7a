/* SPDX-License-Identifier: BSD-3-Clause */
/* Lanes, auto-negotiation and FEC of network devices: from answers made up here, and of the kernel's veth. */
#include "test.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <net/if.h>
#include <string.h>

#include "net_device.h"
#include "netlink_answer.h"
#include "source/ethtool_link.h"
#include "source/netdev.h"

#define NO_VALUE UINT32_MAX

static struct nlmsghdr *begin(struct answer *a, uint8_t command, uint16_t header_type, uint32_t if_index)
{
	struct nlmsghdr *message = answer_begin(a, command);
	struct nlattr *header = mnl_attr_nest_start(message, header_type);

	mnl_attr_put_u32(message, ETHTOOL_A_HEADER_DEV_INDEX, if_index);
	mnl_attr_put_strz(message, ETHTOOL_A_HEADER_DEV_NAME, "swp1");
	mnl_attr_nest_end(message, header);
	return message;
}

static void put_modes(struct answer *a, uint32_t if_index, uint32_t autoneg, uint32_t lanes)
{
	struct nlmsghdr *message =
		begin(a, ETHTOOL_MSG_LINKMODES_GET_REPLY, ETHTOOL_A_LINKMODES_HEADER, if_index);

	if (autoneg != NO_VALUE)
		mnl_attr_put_u8(message, ETHTOOL_A_LINKMODES_AUTONEG, (uint8_t)autoneg);
	mnl_attr_put_u32(message, ETHTOOL_A_LINKMODES_SPEED, 25000);
	if (lanes != NO_VALUE)
		mnl_attr_put_u32(message, ETHTOOL_A_LINKMODES_LANES, lanes);
	answer_end(a, message);
}

static void put_fec(struct answer *a, uint32_t if_index, uint32_t active)
{
	struct nlmsghdr *message = begin(a, ETHTOOL_MSG_FEC_GET_REPLY, ETHTOOL_A_FEC_HEADER, if_index);

	mnl_attr_put_u8(message, ETHTOOL_A_FEC_AUTO, 1);
	if (active != NO_VALUE)
		mnl_attr_put_u32(message, ETHTOOL_A_FEC_ACTIVE, active);
	answer_end(a, message);
}

static void both_dumps_become_one(void **state)
{
	struct ethtool_links *l = ethtool_links_new();
	struct answer modes = { .len = 0 }, fec = { .len = 0 };
	const struct ethtool_link *link;

	(void)state;
	assert_non_null(l);
	put_modes(&modes, 12, AUTONEG_ENABLE, 4);
	put_modes(&modes, 3, AUTONEG_DISABLE, NO_VALUE);
	put_modes(&modes, 5, NO_VALUE, 1);
	put_modes(&modes, 6, 7, 4000000000u);
	put_fec(&fec, 12, ETHTOOL_LINK_MODE_FEC_RS_BIT);
	put_fec(&fec, 3, NO_VALUE);
	put_fec(&fec, 4, ETHTOOL_LINK_MODE_FEC_NONE_BIT);
	ethtool_links_begin(l);
	assert_int_equal(answer_take(&fec, ethtool_take_fec, l, NULL), 1);
	assert_int_equal(answer_take(&modes, ethtool_take_modes, l, NULL), 1);
	ethtool_links_end(l);
	link = ethtool_links_find(l, 12);
	assert_non_null(link);
	assert_int_equal(link->autoneg, TRI_YES);
	assert_int_equal(link->lanes, 4);
	assert_int_equal(link->fec, ETHTOOL_LINK_MODE_FEC_RS_BIT + 1);
	link = ethtool_links_find(l, 3);
	assert_int_equal(link->autoneg, TRI_NO);
	assert_int_equal(link->lanes, 0);
	assert_int_equal(link->fec, 0);
	assert_int_equal(ethtool_links_find(l, 4)->fec, ETHTOOL_LINK_MODE_FEC_NONE_BIT + 1);
	assert_int_equal(ethtool_links_find(l, 5)->autoneg, TRI_UNKNOWN);
	assert_int_equal(ethtool_links_find(l, 5)->lanes, 1);
	/* Numbers that mean nothing. */
	assert_int_equal(ethtool_links_find(l, 6)->autoneg, TRI_UNKNOWN);
	assert_int_equal(ethtool_links_find(l, 6)->lanes, 0);
	assert_null(ethtool_links_find(l, 7));
	ethtool_links_begin(l);
	ethtool_links_end(l);
	assert_null(ethtool_links_find(l, 12));
	ethtool_links_free(l);
}

static void reed_solomon_is_of_the_lane_rate(void **state)
{
	static const struct {
		const char *label;
		uint32_t bit, speed, lanes;
		enum fec expect;
	} rows[] = {
		{ "none", ETHTOOL_LINK_MODE_FEC_NONE_BIT, 25000, 1, FEC_NONE },
		{ "Base-R", ETHTOOL_LINK_MODE_FEC_BASER_BIT, 10000, 1, FEC_BASE_R },
		{ "low latency", ETHTOOL_LINK_MODE_FEC_LLRS_BIT, 50000, 2, FEC_UNKNOWN },
		{ "25G", ETHTOOL_LINK_MODE_FEC_RS_BIT, 25000, 1, FEC_RS528 },
		{ "25G, lanes unknown", ETHTOOL_LINK_MODE_FEC_RS_BIT, 25000, 0, FEC_RS528 },
		{ "100G, 4 lanes", ETHTOOL_LINK_MODE_FEC_RS_BIT, 100000, 4, FEC_RS528 },
		{ "100G, 2 lanes", ETHTOOL_LINK_MODE_FEC_RS_BIT, 100000, 2, FEC_RS544 },
		{ "100G, 1 lane", ETHTOOL_LINK_MODE_FEC_RS_BIT, 100000, 1, FEC_RS544 },
		{ "100G, lanes unknown", ETHTOOL_LINK_MODE_FEC_RS_BIT, 100000, 0, FEC_UNKNOWN },
		{ "50G, 2 lanes", ETHTOOL_LINK_MODE_FEC_RS_BIT, 50000, 2, FEC_RS528 },
		{ "400G, lanes unknown", ETHTOOL_LINK_MODE_FEC_RS_BIT, 400000, 0, FEC_RS544 },
		{ "no link", ETHTOOL_LINK_MODE_FEC_RS_BIT, 0, 4, FEC_UNKNOWN },
		{ "nonsense", UINT32_MAX - 1, 25000, 1, FEC_UNKNOWN },
		{ "overflow", UINT32_MAX, 25000, 1, FEC_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ethtool_link link = { .if_index = 3, .lanes = (uint8_t)rows[i].lanes,
			                     .autoneg = TRI_YES, .fec = rows[i].bit + 1 };
		struct host_netdev netdev = { .if_index = 3, .speed_mbps = rows[i].speed };

		ethtool_link_apply(&link, &netdev);
		assert_row(netdev.fec == rows[i].expect, rows[i].label);
		assert_row(netdev.lanes == rows[i].lanes, rows[i].label);
		assert_row(netdev.autoneg == TRI_YES, rows[i].label);
		ethtool_link_apply(NULL, &netdev);
		assert_row(netdev.fec == FEC_UNKNOWN && netdev.lanes == 0, rows[i].label);
		assert_row(netdev.autoneg == TRI_UNKNOWN && netdev.speed_mbps == rows[i].speed, rows[i].label);
	}
}

static void begin_links(void *arg)
{
	ethtool_links_end(arg);
	ethtool_links_begin(arg);
}

static void spoilt_answers_do_no_harm(void **state)
{
	struct ethtool_links *l = ethtool_links_new();
	struct answer a = { .len = 0 };

	(void)state;
	assert_non_null(l);
	put_modes(&a, 12, AUTONEG_ENABLE, 4);
	put_modes(&a, 13, AUTONEG_ENABLE, 4);
	answer_done(&a);
	answer_mutate(&a, 20000, ethtool_take_modes, begin_links, l);
	a.len = 0;
	put_fec(&a, 12, ETHTOOL_LINK_MODE_FEC_RS_BIT);
	answer_done(&a);
	answer_mutate(&a, 20000, ethtool_take_fec, begin_links, l);
	ethtool_links_free(l);
}

static void ports_have_it(void)
{
	struct port_decl port = { .index = 1, .netdevs = { "brk0" }, .netdev_count = 1 };
	const struct topology topology = { .refs = 1, .ports = &port, .port_count = 1 };
	uint32_t if_index[PORT_MAX_NETDEVS];
	struct host_port host;
	struct netdevs *n;

	if (net_sysfs() < 0) {
		print_message("no /sys of our own here: %s\n", strerror(errno));
		return;
	}
	n = netdevs_new(&topology, "");
	assert_non_null(n);
	for (int live = 1; live >= 0; live--) {
		assert_int_equal(netdevs_scan(n, live), 0);
		netdevs_port(n, 0, &host, if_index);
		assert_int_equal(host.netdev_count, 1);
		assert_int_equal(host.netdev[0].if_index, if_nametoindex("brk0"));
		assert_int_equal(host.netdev[0].autoneg, TRI_NO);
	}
	netdevs_free(n);
}

static void the_kernel_tells(void **state)
{
	struct ethtool_links *l;
	const struct ethtool_link *link;

	(void)state;
	if (net_namespace() < 0 || net_add("brk0") < 0) {
		print_message("no network devices of our own here: %s\n", strerror(errno));
		skip();
	}
	l = ethtool_links_new();
	assert_non_null(l);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(ethtool_links_scan(l), 0);
		link = ethtool_links_find(l, if_nametoindex("brk0"));
		if (!link) {
			print_message("this kernel has no ethtool netlink\n");
			ethtool_links_free(l);
			skip();
		}
		assert_int_equal(link->autoneg, TRI_NO);
		assert_int_equal(link->lanes, 0);
		assert_int_equal(link->fec, 0);
		assert_null(ethtool_links_find(l, 4242));
	}
	ethtool_links_free(l);
	ports_have_it();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_dumps_become_one),
		cmocka_unit_test(reed_solomon_is_of_the_lane_rate),
		cmocka_unit_test(spoilt_answers_do_no_harm),
		cmocka_unit_test(the_kernel_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
