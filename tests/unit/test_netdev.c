/* SPDX-License-Identifier: BSD-3-Clause */
/* From /sys/class/net to how ports are split: every way to name subports, and what must stay unknown. */
#include "test.h"

#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "collect/host.h"
#include "scratch.h"
#include "source/netdev_split.h"
#include "source/netdev.h"
#include "source/netdev_name.h"

#define WORDS 12

static size_t words(const char *list, char ret_words[WORDS][NETDEV_NAME])
{
	char copy[256], *rest = copy;
	const char *word;
	size_t n = 0;

	TEXT_SET(copy, list);
	while ((word = strsep(&rest, " "))) {
		assert_true(n < WORDS);
		if (word[0])
			assert_true(text_copy(ret_words[n++], NETDEV_NAME, word));
	}
	return n;
}

static void attribute(const struct scratch *s, const char *name, const char *key, const char *value)
{
	char path[SCRATCH_PATH];

	snprintf(path, sizeof(path), "sys/class/net/%s/%s", name, key);
	scratch_text(s, path, value);
}

static void device(const struct scratch *s, const char *name, const char *index, const char *speed)
{
	attribute(s, name, "ifindex", index);
	attribute(s, name, "flags", "0x1003\n");
	attribute(s, name, "carrier", "1\n");
	attribute(s, name, "speed", speed);
}

static void no_device(const struct scratch *s, const char *name)
{
	static const char *const keys[] = { "ifindex", "flags", "carrier", "speed", "operstate", "phys_port_name",
		                            "phys_switch_id", "" };
	char path[SCRATCH_PATH], full[SCRATCH_PATH];

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		snprintf(path, sizeof(path), "sys/class/net/%s/%s", name, keys[i]);
		remove(scratch_path(s, path, full));
	}
}

/* Ports with these netdevs, '|' between ports. */
static struct topology *box(const char *netdevs)
{
	struct topology *t = topology_new();
	char copy[256], *rest = copy;
	const char *port;

	assert_non_null(t);
	t->ports = calloc(8, sizeof(*t->ports));
	assert_non_null(t->ports);
	TEXT_SET(copy, netdevs);
	while ((port = strsep(&rest, "|"))) {
		struct port_decl *p = &t->ports[t->port_count++];
		char names[WORDS][NETDEV_NAME];

		p->index = (uint32_t)t->port_count;
		p->netdev_count = (unsigned)words(port, names);
		assert_true(p->netdev_count <= PORT_MAX_NETDEVS);
		memcpy(p->netdevs, names, sizeof(p->netdevs));
	}
	return t;
}

/* "4: swp1s0 swp1s1 swp1s2 swp1s3", or "?: ..." */
static const char *describe(const struct host_port *host, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	if (host->split_known)
		text_printf(&t, "%u:", host->split.count);
	else
		text_printf(&t, "?:");
	for (unsigned i = 0; i < host->netdev_count; i++)
		text_printf(&t, " %s", host->netdev[i].name);
	return buf;
}

static const struct {
	const char *label;
	const char *declared; /* of the first port, then of others */
	const char *there;    /* name or name=phys_port_name */
	const char *expect;
} splits[] = {
	{ "unsplit", "swp1", "lo eth0 swp1 swp2", "1: swp1" },
	{ "split, declared as unsplit", "swp1", "swp1s0 swp1s1 swp1s2 swp1s3 swp2", "4: swp1s0 swp1s1 swp1s2 swp1s3" },
	{ "split in two", "swp1", "swp1s0 swp1s1", "2: swp1s0 swp1s1" },
	{ "split, declared as split", "swp1s0 swp1s1 swp1s2 swp1s3", "swp1s0 swp1s1 swp1s2 swp1s3", "4: swp1s0 swp1s1 swp1s2 swp1s3" },
	{ "unsplit, declared as split", "swp1s0 swp1s1 swp1s2 swp1s3", "swp1", "1: swp1" },
	{ "split otherwise than declared", "swp1s0 swp1s1", "swp1s0 swp1s1 swp1s2 swp1s3", "4: swp1s0 swp1s1 swp1s2 swp1s3" },
	{ "both spellings declared", "swp1 swp1s0 swp1s1 swp1s2 swp1s3", "swp1", "1: swp1" },
	{ "first subport declared", "swp1s0", "swp1s0 swp1s1", "2: swp1s0 swp1s1" },
	{ "ten ports", "swp1|swp10", "swp10s0 swp10s1 swp1", "1: swp1" },
	{ "order of numbers", "swp1", "swp1s7 swp1s6 swp1s5 swp1s4 swp1s3 swp1s2 swp1s1 swp1s0", "8: swp1s0 swp1s1 swp1s2 swp1s3 swp1s4 swp1s5 swp1s6 swp1s7" },
	{ "dashes", "eth1", "eth1-1 eth1-2 eth1-3 eth1-4", "4: eth1-1 eth1-2 eth1-3 eth1-4" },
	{ "underscores", "et1_1 et1_2 et1_3 et1_4", "et1_1 et1_2 et1_3 et1_4", "4: et1_1 et1_2 et1_3 et1_4" },
	{ "the first stays", "et1_1 et1_2 et1_3 et1_4", "et1_1 et2_1", "1: et1_1" },
	{ "a level more", "Ethernet1_1", "Ethernet1_1_1 Ethernet1_1_2", "2: Ethernet1_1_1 Ethernet1_1_2" },
	{ "by lane", "Ethernet0 Ethernet1 Ethernet2 Ethernet3", "Ethernet0 Ethernet1 Ethernet2 Ethernet3", "4: Ethernet0 Ethernet1 Ethernet2 Ethernet3" },
	{ "by lane, in two", "Ethernet0 Ethernet1 Ethernet2 Ethernet3", "Ethernet0 Ethernet2 Ethernet4", "2: Ethernet0 Ethernet2" },
	{ "by lane, unsplit", "Ethernet0 Ethernet1 Ethernet2 Ethernet3", "Ethernet0", "1: Ethernet0" },
	{ "by the kernel", "eth5", "eth5=p1", "1: eth5" },
	{ "by the kernel, split", "eth5", "eth5=p1s0 eth6=p1s1 eth7=p1s2 eth8=p1s3 eth9=p2", "4: eth5 eth6 eth7 eth8" },
	{ "by the kernel, by order", "eth5 eth6", "eth5=p1s1 eth6=p1s0", "2: eth6 eth5" },
	/* and what can't be told */
	{ "nothing declared", "", "swp1 swp1s0 swp1s1", "?:" },
	{ "nothing there", "swp1", "eth0 swp2 swp11", "?:" },
	{ "VLANs", "swp1", "swp1.100 swp1.200", "?:" },
	{ "virtual routers", "swp1", "swp1 swp1-v0 swp1-v1", "1: swp1" },
	{ "half a split", "swp1", "swp1s0 swp1s1 swp1s2", "?: swp1s0 swp1s1 swp1s2" },
	{ "one of a split", "swp1s0 swp1s1 swp1s2 swp1s3", "swp1s0", "?: swp1s0" },
	{ "changing right now", "swp1", "swp1 swp1s0 swp1s1", "?: swp1 swp1s0 swp1s1" },
	{ "by lane, one declared", "Ethernet0", "Ethernet0", "?: Ethernet0" },
	{ "by lane, first missing", "Ethernet0 Ethernet1 Ethernet2 Ethernet3", "Ethernet1 Ethernet2", "?: Ethernet1 Ethernet2" },
	{ "cards and ports", "eth1-1|eth1-2", "eth1-1 eth1-2 eth1-3 eth1-4", "?: eth1-1" },
	{ "another port of such a name", "eth1|eth1-1|eth1-2", "eth1-1 eth1-2", "?:" },
	{ "one of another port", "eth1|eth1-1 lan", "eth1-1 eth1-2", "?: eth1-2" },
	{ "shared base", "swp1s0|swp1s1", "swp1s0 swp1s1", "?: swp1s0" },
	{ "by the kernel, rest is elsewhere", "eth5", "eth5=p1s0", "?: eth5" },
	{ "network cards", "eth5", "eth5=p1!", "?: eth5" },
	{ "other phys names", "eth5", "eth5=pf0vf1 eth6=pf0vf2", "?: eth5" },
};

/* Subports by name; of three or five only what sets them apart says that none is elsewhere. */
static void unequal_subports_are_a_mixed_split(void **state)
{
	static const struct {
		const char *declared;           /* split; NULL: not */
		unsigned count, devlink;
		uint32_t speed[PORT_MAX_NETDEVS];
		uint8_t lanes[PORT_MAX_NETDEVS];
		const char *want;               /* NULL: not known */
	} rows[] = {
		{ NULL, 3, 0, { 50000, 25000, 25000 }, { 0 }, "1x50G+2x25G" },
		{ NULL, 3, 0, { 25000, 25000, 25000 }, { 0 }, NULL },
		{ NULL, 3, 0, { 0 }, { 2, 1, 1 }, "1x0G+2x0G" },
		{ NULL, 3, 0, { 0 }, { 0 }, NULL },
		{ "2x25G+1x50G", 3, 0, { 0 }, { 0 }, "3x0G" },
		{ "4x25G", 3, 0, { 0 }, { 0 }, NULL },
		{ NULL, 5, 0, { 400000, 0, 0, 100000, 0 }, { 4, 1, 1, 1, 1 }, "1x400G(4)+2x0G(2)+1x100G(1)+1x0G(1)" },
		{ NULL, 3, 3, { 0 }, { 0 }, "3x0G" },
		/* Equal subports, some of which run slower. */
		{ NULL, 4, 0, { 25000, 10000, 25000, 25000 }, { 0 }, "4x0G" },
		{ NULL, 4, 0, { 25000, 10000, 25000, 25000 }, { 1, 1, 1, 1 }, "4x0G" },
		{ NULL, 2, 0, { 100000, 100000 }, { 2, 4 }, "1x100G(2)+1x100G(4)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct netdev_member members[PORT_MAX_NETDEVS];
		struct port_decl port = { .index = 1 };
		struct host_port host;
		char text[MODE_TEXT];

		memset(members, 0, sizeof(members));
		if (rows[i].declared) {
			port.split_declared = true;
			assert_int_equal(mode_parse(rows[i].declared, &port.split_in_force), 0);
		}
		for (unsigned n = 0; n < rows[i].count; n++) {
			struct netdev_member *m = &members[n];

			snprintf(m->facts.name, sizeof(m->facts.name), "swp1s%u", n);
			m->facts.speed_mbps = rows[i].speed[n];
			m->facts.lanes = rows[i].lanes[n];
			m->subport = m->phys_subport = (int)n;
			m->declared = -1;
			m->devlink = m->is_phys = rows[i].devlink > 0;
			m->parts = rows[i].devlink;
		}
		netdev_split(&port, true, members, rows[i].count, &host);
		assert_int_equal(host.split_known, rows[i].want != NULL);
		if (rows[i].want)
			assert_string_equal(mode_text(&host.split, text, sizeof(text)), rows[i].want);
	}
}

static void splits_are_told(void **state)
{
	struct scratch *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(splits); i++) {
		struct topology *t = box(splits[i].declared);
		char names[WORDS][NETDEV_NAME], saw[256];
		size_t count = words(splits[i].there, names);
		uint32_t index[PORT_MAX_NETDEVS];
		struct host_port host;
		struct scratch sub = *s;
		struct netdevs *n;

		sprintf(sub.dir + strlen(sub.dir), "/%zu", i);
		scratch_mkdir(s, sub.dir + strlen(s->dir) + 1);
		for (size_t k = 0; k < count; k++) {
			char *phys = strchr(names[k], '=');
			bool card = strchr(names[k], '!') != NULL;

			if (phys)
				*phys++ = '\0';
			if (card)
				phys[strlen(phys) - 1] = '\0';
			device(&sub, names[k], "7\n", "25000\n");
			if (phys)
				attribute(&sub, names[k], "phys_port_name", phys);
			if (phys && !card)
				attribute(&sub, names[k], "phys_switch_id", "b8599f0a");
		}
		n = netdevs_new(t, sub.dir);
		assert_non_null(n);
		assert_int_equal(netdevs_scan(n, true), 0);
		netdevs_port(n, 0, &host, index);
		describe(&host, saw, sizeof(saw));
		if (strcmp(saw, splits[i].expect) != 0)
			fail_msg("%s: expected '%s', saw '%s'", splits[i].label, splits[i].expect, saw);
		assert_row(host.split.rate_mbps == (host.split_known ? 25000 : 0), splits[i].label);
		netdevs_free(n);
		topology_unref(t);
	}
}

static void facts_are_read(void **state)
{
	struct scratch *s = *state;
	struct topology *t = box("swp1s0 swp1s1 swp1s2 swp1s3 swp1s4");
	struct netdevs *n = netdevs_new(t, s->dir);
	uint32_t index[PORT_MAX_NETDEVS];
	struct host_port host;

	assert_non_null(n);
	device(s, "swp1s0", "101\n", "25000\n");
	device(s, "swp1s1", "102\n", "-1\n");
	attribute(s, "swp1s1", "carrier", "0\n");
	device(s, "swp1s2", "103\n", "10000\n");
	attribute(s, "swp1s2", "flags", "0x1002\n");
	/* As on systems without these files, or with something else in them. */
	attribute(s, "swp1s3", "ifindex", "many\n");
	attribute(s, "swp1s3", "operstate", "up\n");
	attribute(s, "swp1s3", "flags", "0xnone\n");
	attribute(s, "swp1s3", "speed", "99999999999\n");
	assert_int_equal(netdevs_scan(n, true), 0);
	netdevs_port(n, 0, &host, index);
	assert_int_equal(index[0], 101);
	assert_int_equal(index[2], 103);
	assert_int_equal(index[3] + index[4], 0);
	assert_int_equal(host.netdev_count, 4);
	assert_int_equal(host.netdev[0].if_index, 101);
	assert_int_equal(host.netdev[0].speed_mbps, 25000);
	assert_int_equal(host.netdev[0].admin_up, TRI_YES);
	assert_int_equal(host.netdev[0].carrier, TRI_YES);
	assert_int_equal(host.netdev[1].speed_mbps, 0);
	assert_int_equal(host.netdev[1].carrier, TRI_NO);
	assert_int_equal(host.netdev[2].admin_up, TRI_NO);
	assert_int_equal(host.netdev[2].carrier, TRI_UNKNOWN);
	assert_int_equal(host.netdev[3].if_index, 0);
	assert_int_equal(host.netdev[3].speed_mbps, 0);
	assert_int_equal(host.netdev[3].admin_up, TRI_UNKNOWN);
	assert_int_equal(host.netdev[3].carrier, TRI_YES);
	/* They differ: none is that of the split. */
	assert_true(host.split_known);
	assert_int_equal(host.split.rate_mbps, 0);
	assert_string_equal(host.split_evidence, "netdevs swp1s0 to swp1s3");

	/* A speed is asked for when live data is due, or the carrier has changed. */
	attribute(s, "swp1s0", "speed", "10000\n");
	assert_int_equal(netdevs_scan(n, false), 0);
	netdevs_port(n, 0, &host, index);
	assert_int_equal(host.netdev[0].speed_mbps, 25000);
	attribute(s, "swp1s1", "carrier", "1\n");
	attribute(s, "swp1s1", "speed", "50000\n");
	assert_int_equal(netdevs_scan(n, false), 0);
	netdevs_port(n, 0, &host, index);
	assert_int_equal(host.netdev[0].speed_mbps, 25000);
	assert_int_equal(host.netdev[1].speed_mbps, 50000);
	assert_int_equal(netdevs_scan(n, true), 0);
	netdevs_port(n, 0, &host, index);
	assert_int_equal(host.netdev[0].speed_mbps, 10000);
	netdevs_free(n);
	topology_unref(t);
}

/* What was eth5 comes back as others: the kernel's numbers still say whose they are. */
static void a_port_is_split_and_unsplit(void **state)
{
	struct scratch *s = *state;
	struct topology *t = box("eth5|eth6");
	struct netdevs *n = netdevs_new(t, s->dir);
	uint32_t index[PORT_MAX_NETDEVS];
	struct host_port host;
	char saw[256];

	assert_non_null(n);
	for (int round = 0; round < 2; round++) {
		device(s, "eth5", "5\n", "100000\n");
		attribute(s, "eth5", "phys_port_name", "p1\n");
		attribute(s, "eth5", "phys_switch_id", "aa\n");
		assert_int_equal(netdevs_scan(n, true), 0);
		netdevs_port(n, 0, &host, index);
		assert_string_equal(describe(&host, saw, sizeof(saw)), "1: eth5");
		assert_int_equal(host.split.rate_mbps, 100000);
		assert_int_equal(index[0], 5);

		no_device(s, "eth5");
		for (unsigned i = 0; i < 2; i++) {
			char name[NETDEV_NAME], phys[16];

			snprintf(name, sizeof(name), "eth%u", 7 + i);
			snprintf(phys, sizeof(phys), "p1s%u\n", i);
			device(s, name, i ? "9\n" : "8\n", "50000\n");
			attribute(s, name, "phys_port_name", phys);
			attribute(s, name, "phys_switch_id", "aa\n");
		}
		assert_int_equal(netdevs_scan(n, false), 0);
		netdevs_port(n, 0, &host, index);
		assert_string_equal(describe(&host, saw, sizeof(saw)), "2: eth7 eth8");
		assert_int_equal(host.split.rate_mbps, 50000);
		assert_int_equal(index[0], 8);
		assert_int_equal(index[1], 9);
		netdevs_port(n, 1, &host, index);
		assert_string_equal(describe(&host, saw, sizeof(saw)), "?:");
		no_device(s, "eth7");
		no_device(s, "eth8");
	}
	netdevs_free(n);
	topology_unref(t);
}

static void rename_device(const struct scratch *s, const char *from, const char *to)
{
	char path[SCRATCH_PATH], old[SCRATCH_PATH], new[SCRATCH_PATH];

	snprintf(path, sizeof(path), "sys/class/net/%s", from);
	scratch_path(s, path, old);
	snprintf(path, sizeof(path), "sys/class/net/%s", to);
	assert_int_equal(rename(old, scratch_path(s, path, new)), 0);
}

/* Steps of two ports, "sfp0" and "sfp1": what becomes of the devices, and the ifIndex of each port then. */
static void renamed_devices_are_followed(void **state)
{
	static const struct {
		const char *label;
		const char *make, *if_index; /* a new device */
		const char *from, *to;       /* a device gets another name; to NULL: it goes */
		uint32_t expect[2];
	} steps[] = {
		{ "as declared", "sfp0", "5\n", NULL, NULL, { 5, 0 } },
		{ "another name", NULL, NULL, "sfp0", "lan", { 5, 0 } },
		{ "and another", NULL, NULL, "lan", "wan", { 5, 0 } },
		{ "back", NULL, NULL, "wan", "sfp0", { 5, 0 } },
		{ "away again", NULL, NULL, "sfp0", "lan", { 5, 0 } },
		{ "the name is another's", "sfp0", "6\n", NULL, NULL, { 6, 0 } },
		{ "which goes", NULL, NULL, "sfp0", NULL, { 0, 0 } },
		{ "and comes as a new one", "sfp0", "7\n", NULL, NULL, { 7, 0 } },
		{ "a name of another port", NULL, NULL, "sfp0", "sfp1", { 0, 7 } },
		{ "of no port: whose it was last", NULL, NULL, "sfp1", "wan", { 0, 7 } },
		{ "gone", NULL, NULL, "wan", NULL, { 0, 0 } },
		{ "its number is given to a stranger", "eth9", "7\n", NULL, NULL, { 0, 0 } },
	};
	struct scratch *s = *state;
	struct topology *t = box("sfp0|sfp1");
	struct netdevs *n = netdevs_new(t, s->dir);

	assert_non_null(n);
	scratch_mkdir(s, "sys/class/net");
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		char grave[32];

		/* So that no new folder gets the inode of one that went. */
		snprintf(grave, sizeof(grave), "../../gone%zu", i);
		if (steps[i].make)
			device(s, steps[i].make, steps[i].if_index, "10000\n");
		if (steps[i].from)
			rename_device(s, steps[i].from, steps[i].to ? steps[i].to : grave);
		for (int live = 0; live < 2; live++) {
			assert_int_equal(netdevs_scan(n, live), 0);
			for (size_t port = 0; port < 2; port++) {
				uint32_t index[PORT_MAX_NETDEVS];
				struct host_port host;

				netdevs_port(n, port, &host, index);
				assert_row(index[0] == steps[i].expect[port], steps[i].label);
				assert_row(host.netdev_count == (index[0] != 0), steps[i].label);
			}
		}
	}
	netdevs_free(n);
	topology_unref(t);
}

static void names_are_of_ports(void **state)
{
	static const struct {
		const char *name;
		size_t port;
	} rows[] = { { "swp1", 0 }, { "swp1s3", 0 }, { "eth7", 1 }, { "swp11", SIZE_MAX }, { "eth7s0", 1 },
		     { "eth7.5", SIZE_MAX }, { "", SIZE_MAX }, { "a name that is too long", SIZE_MAX } };
	struct topology *t = box("swp1|eth7");
	struct netdevs *n = netdevs_new(t, "/nowhere");

	(void)state;
	assert_non_null(n);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row(netdevs_port_of_name(n, rows[i].name) == rows[i].port, rows[i].name);
	netdevs_free(n);
	topology_unref(t);
}

/* With a root, and a folder that is none. */
static void no_folder_is_nothing_known(void **state)
{
	struct scratch *s = *state;
	struct topology *t = box("lo");
	uint32_t index[PORT_MAX_NETDEVS];
	struct host_port host;
	struct netdevs *n = netdevs_new(t, s->dir);

	assert_non_null(n);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(netdevs_scan(n, true), 0);
		netdevs_port(n, 0, &host, index);
		assert_false(host.split_known);
		assert_int_equal(host.netdev_count, 0);
		assert_int_equal(index[0], 0);
		scratch_text(s, "sys/class/net", "");
	}
	netdevs_free(n);

	/* Without a root it is this system; its loopback has been there before anything. */
	n = netdevs_new(t, "");
	assert_non_null(n);
	assert_int_equal(netdevs_scan(n, true), 0);
	netdevs_port(n, 0, &host, index);
	assert_int_equal(index[0], if_nametoindex("lo"));
	assert_false(host.split_known);
	netdevs_free(n);
	topology_unref(t);
}

static void names_are_taken_apart(void **state)
{
	static const struct {
		const char *name;
		size_t base_len; /* 0: not a subport */
		unsigned subport;
	} rows[] = {
		{ "swp1s0", 4, 0 },    { "swp32s3", 5, 3 },  { "eth1-1", 4, 1 },   { "et1_2_4", 5, 4 },
		{ "Ethernet1/1/4", 11, 4 }, { "swp1", 0, 0 }, { "s0", 0, 0 },      { "bonds0", 0, 0 },
		{ "swp1s", 0, 0 },     { "swp1s16", 0, 0 },   { "swp1.1", 0, 0 },
		{ "swp1s0-v0", 0, 0 }, { "", 0, 0 },         { "7", 0, 0 },        { "-1", 0, 0 },
		{ "br-4711", 0, 0 },   { "1s99999999999", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct netdev_name name = { .base_len = 99 };
		bool is = netdev_name_split(rows[i].name, &name);

		assert_row(is == (rows[i].base_len > 0), rows[i].name);
		if (is)
			assert_row(name.base_len == rows[i].base_len && name.subport == rows[i].subport,
			           rows[i].name);
	}
}

static void kernel_names_are_taken_apart(void **state)
{
	static const struct {
		const char *text;
		int port, subport; /* -1: not one */
	} rows[] = {
		{ "p1", 1, -1 },   { "p0", 0, -1 },   { "p32s3", 32, 3 },      { "p", -1, 0 },  { "", -1, 0 },
		{ "ps1", -1, 0 },  { "p1s", -1, 0 },  { "p1s1s1", -1, 0 },     { "pf0", -1, 0 },
		{ "1", -1, 0 },    { "p-1", -1, 0 },  { "p99999999999", -1, 0 }, { "p1s16", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint32_t port = 77;
		int subport = 77;
		bool is = netdev_phys_parse(rows[i].text, &port, &subport);

		assert_row(is == (rows[i].port >= 0), rows[i].text);
		if (is)
			assert_row((int)port == rows[i].port && subport == rows[i].subport, rows[i].text);
		else
			assert_row(port == 77 && subport == 77, rows[i].text);
	}
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

/* Snapshots of a host that stays as it is hold the same memory; nothing is kept where nothing is known. */
static void what_stays_is_shared(void **state)
{
	struct scratch *s = *state;
	struct topology *t = box("swp1|swp2");
	struct workers *w = workers_new();
	struct host *h = host_new(w, t, s->dir, 1000);
	struct port_state first = { 0 }, second = { 0 }, changed = { 0 }, other = { 0 };

	assert_true(w && h);
	device(s, "swp1", "7\n", "25000\n");
	assert_true(host_request(h, HOST_LIVE));
	host_wait(h, NULL);
	host_fill(h, 0, &first);
	assert_true(host_request(h, HOST_LIVE));
	host_wait(h, NULL);
	host_fill(h, 0, &second);
	host_fill(h, 1, &other);
	assert_int_equal(port_host(&first)->netdev[0].speed_mbps, 25000);
	assert_ptr_equal(first.host, second.host);
	assert_null(other.host);
	assert_int_equal(port_host(&other)->netdev_count, 0);
	attribute(s, "swp1", "speed", "10000\n");
	assert_true(host_request(h, HOST_LIVE));
	host_wait(h, NULL);
	host_fill(h, 0, &changed);
	assert_int_equal(port_host(&changed)->netdev[0].speed_mbps, 10000);
	assert_int_equal(port_host(&first)->netdev[0].speed_mbps, 25000);
	workers_stop(w);
	workers_join(w, 1000);
	host_free(h);
	workers_unref(w);
	host_port_unref(first.host);
	host_port_unref(second.host);
	host_port_unref(changed.host);
	topology_unref(t);
	no_device(s, "swp1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unequal_subports_are_a_mixed_split),
		WITH_SCRATCH(splits_are_told),
		WITH_SCRATCH(facts_are_read),
		WITH_SCRATCH(a_port_is_split_and_unsplit),
		WITH_SCRATCH(renamed_devices_are_followed),
		WITH_SCRATCH(what_stays_is_shared),
		cmocka_unit_test(names_are_of_ports),
		WITH_SCRATCH(no_folder_is_nothing_known),
		cmocka_unit_test(names_are_taken_apart),
		cmocka_unit_test(kernel_names_are_taken_apart),
	};

	return cmocka_run_group_tests_name("netdev", tests, NULL, NULL);
}
