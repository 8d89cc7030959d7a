/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From the network devices of a port to how the port is split. Where names
 * may mean one thing or another nothing is concluded: a split that is not
 * there would be notified as a fault.
 */
#include "source/netdev_split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "source/netdev_name.h"

/* Which of a port's devices count, and in what order. */
struct choice {
	bool (*is_in)(const struct netdev_member *m);
	unsigned count; /* subports; 0: not known */
};

static bool is_phys(const struct netdev_member *m)
{
	return m->is_phys;
}

static bool is_sub(const struct netdev_member *m)
{
	return m->subport >= 0;
}

static bool is_base(const struct netdev_member *m)
{
	return m->is_base;
}

static bool is_declared(const struct netdev_member *m)
{
	return m->declared >= 0;
}

static bool is_any(const struct netdev_member *m)
{
	(void)m;
	return true;
}

static unsigned count_of(const struct netdev_member *members, size_t count,
                         bool (*is_in)(const struct netdev_member *m))
{
	unsigned n = 0;

	for (size_t i = 0; i < count; i++)
		n += is_in(&members[i]);
	return n;
}

/* Do any two subports differ in speed or lanes, as in a mixed split? */
static bool any_differ(const struct netdev_member *members, size_t count,
                       bool (*is_in)(const struct netdev_member *m))
{
	const struct host_netdev *first = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct host_netdev *dev = &members[i].facts;

		if (!is_in(&members[i]))
			continue;
		if (!first)
			first = dev;
		if (dev->lanes && first->lanes && dev->lanes != first->lanes)
			return true;
		if (host_netdev_speed(dev) && host_netdev_speed(first) &&
		    host_netdev_speed(dev) != host_netdev_speed(first))
			return true;
	}
	return false;
}

/*
 * How many subports there are, else 0. Three or five are a mixed split where they differ, or one is
 * declared; else one of a usual split may be elsewhere.
 */
static unsigned split_count(const struct port_decl *port, const struct netdev_member *members, size_t count,
                            bool (*is_in)(const struct netdev_member *m))
{
	unsigned n = count_of(members, count, is_in);

	if (n < 2 || n > MODE_MAX_COUNT)
		return 0;
	if (mode_halves(n) || any_differ(members, count, is_in))
		return n;
	return port->split_declared && port->split_in_force.count == n ? n : 0;
}

static bool has_phys_subport(const struct netdev_member *m)
{
	return m->phys_subport >= 0;
}

/* The kernel's own numbering. */
static struct choice by_phys(const struct port_decl *port, const struct netdev_member *members, size_t count)
{
	unsigned all = count_of(members, count, is_phys), subs = count_of(members, count, has_phys_subport);
	struct choice c = { .is_in = is_phys };

	if (subs == 0)
		c.count = all == 1;
	else if (subs == all)
		c.count = split_count(port, members, count, has_phys_subport);
	return c;
}

static bool is_devlink(const struct netdev_member *m)
{
	return m->devlink && m->is_phys;
}

/*
 * The kernel in so many words. Where devices of its parts are not all here (some may be
 * in other namespaces), names would tell of a smaller split.
 */
static struct choice by_devlink(const struct netdev_member *members, size_t count)
{
	unsigned here = count_of(members, count, is_devlink), parts = 0;
	struct choice c = { .is_in = is_devlink };

	for (size_t i = 0; i < count; i++) {
		if (is_devlink(&members[i]))
			parts = members[i].parts;
	}
	if (parts == here)
		c.count = parts <= MODE_MAX_COUNT ? parts : 0;
	return c;
}

/* The first device of a port is there, under a name that it has when the port is not split, too. */
static bool only_first(const struct netdev_member *members, size_t count)
{
	struct netdev_name name;

	return count == 1 && members[0].declared == 0 && netdev_name_split(members[0].facts.name, &name) &&
	       name.separator != 's';
}

/* "swp1" and "swp1s0" can't both be there; "swp1s0" alone is part of a split whose rest is elsewhere. */
static struct choice by_base(const struct port_decl *port, const struct netdev_member *members, size_t count)
{
	unsigned subs = count_of(members, count, is_sub), bases = count_of(members, count, is_base);
	struct choice c = { .is_in = is_sub };

	if (bases == 0 && subs == 1) {
		c.count = port->netdev_count > 1 && only_first(members, count);
	} else if (bases == 0) {
		c.count = split_count(port, members, count, is_sub);
	} else if (subs == 0) {
		c.is_in = is_base;
		/* Others keep the name of the port for the first subport of a split. */
		c.count = port->netdev_count > 1 || strncmp(members[0].facts.name, "swp", 3) == 0;
	} else {
		c.is_in = is_any;
	}
	return c;
}

/* As many as there are of those that may be there: SONiC's "Ethernet0", "Ethernet2". */
static struct choice by_list(const struct port_decl *port, const struct netdev_member *members, size_t count)
{
	unsigned there = count_of(members, count, is_declared);
	struct choice c = { .is_in = is_declared };
	bool first = false;

	for (size_t i = 0; i < count; i++)
		first |= members[i].declared == 0;
	if (port->netdev_count > 1 && first)
		c.count = there == 1 ? 1 : split_count(port, members, count, is_declared);
	return c;
}

static struct choice choose(const struct port_decl *port, bool has_base, const struct netdev_member *members,
                            size_t count)
{
	struct choice c;

	if (count_of(members, count, is_devlink) > 0)
		return by_devlink(members, count);
	if (count_of(members, count, is_phys) > 0) {
		c = by_phys(port, members, count);
		if (c.count > 0)
			return c;
	}
	return has_base ? by_base(port, members, count) : by_list(port, members, count);
}

static int compare_int(int a, int b)
{
	return a < b ? -1 : a > b;
}

static int compare_members(const void *left, const void *right)
{
	const struct netdev_member *a = left, *b = right;
	int c = compare_int(a->phys_subport, b->phys_subport);

	if (c == 0)
		c = compare_int(a->subport, b->subport);
	if (c == 0)
		c = compare_int(a->declared, b->declared);
	return c ? c : strcmp(a->facts.name, b->facts.name);
}

/* Of those that have one; 0 where they differ, or none is known. */
static uint32_t common_speed(const struct host_port *host)
{
	uint32_t speed = 0;

	for (unsigned i = 0; i < host->netdev_count; i++) {
		uint32_t own = host_netdev_speed(&host->netdev[i]);

		if (own && speed && own != speed)
			return 0;
		if (own)
			speed = own;
	}
	return speed;
}

/*
 * Subports of different width are a mixed split, and so are three or five. Where only speeds differ
 * some of equal subports may run slower.
 */
static struct mode mode_of(const struct host_port *host, unsigned count)
{
	struct mode plain = { .count = (uint8_t)count, .rate_mbps = common_speed(host) }, mixed;
	struct mode_part legs[MODE_MAX_COUNT] = { { 0 } };
	bool differ = !mode_halves(count);

	if (count != host->netdev_count)
		return plain;
	for (unsigned i = 0; i < count; i++) {
		legs[i].lanes = host->netdev[i].lanes;
		legs[i].rate_mbps = host_netdev_speed(&host->netdev[i]);
		differ |= legs[i].lanes && legs[0].lanes && legs[i].lanes != legs[0].lanes;
	}
	return differ && mode_of_legs(legs, count, &mixed) == 0 && mode_is_mixed(&mixed) ? mixed : plain;
}

void netdev_split(const struct port_decl *port, bool has_base, struct netdev_member *members, size_t count,
                  struct host_port *host)
{
	struct choice choice = choose(port, has_base, members, count);
	struct text t;

	*host = (struct host_port){ 0 };
	/* Where names tell, numbers that only some have must not mix in. */
	for (size_t i = 0; choice.is_in != is_phys && choice.is_in != is_devlink && i < count; i++)
		members[i].phys_subport = -1;
	qsort(members, count, sizeof(*members), compare_members);
	for (size_t i = 0; i < count && host->netdev_count < PORT_MAX_NETDEVS; i++) {
		if (choice.count == 0 || choice.is_in(&members[i]))
			host->netdev[host->netdev_count++] = members[i].facts;
	}
	if (choice.count == 0 || host->netdev_count == 0)
		return;
	host->split_known = true;
	host->split_confirmed = choice.is_in == is_devlink;
	host->split = mode_of(host, choice.count);
	text_init(&t, host->split_evidence, sizeof(host->split_evidence));
	if (host->split_confirmed)
		text_printf(&t, "devlink, ");
	text_printf(&t, "netdev%s %s", choice.count > 1 ? "s" : "", host->netdev[0].name);
	if (host->netdev_count > 1)
		text_printf(&t, " to %s", host->netdev[host->netdev_count - 1].name);
}
