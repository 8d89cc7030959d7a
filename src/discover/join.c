/* SPDX-License-Identifier: BSD-3-Clause */
/* Which things that were found are one port. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "discover/hunt.h"

/* Items that have found together have the same leader; it is the first of them. */
static size_t leader(const struct hunt *h, size_t n)
{
	while (hunt_item(h, n)->group != n)
		n = hunt_item(h, n)->group;
	return n;
}

static void unite(struct hunt *h, size_t a, size_t b)
{
	a = leader(h, a);
	b = leader(h, b);
	if (a < b)
		hunt_item(h, b)->group = a;
	else
		hunt_item(h, a)->group = b;
}

static bool same_handle(uint32_t a, uint32_t b)
{
	return a != 0 && a == b;
}

/* Subports of a port, functions of one socket. */
static bool same_socket(const struct item *a, const struct item *b)
{
	if (a->port_id[0] && strcmp(a->port_id, b->port_id) == 0)
		return true;
	return a->switch_id[0] && strcmp(a->switch_id, b->switch_id) == 0 && a->number == b->number;
}

static bool at_module_address(const struct item *node)
{
	size_t len = strlen(node->find.name);

	return node->adapter >= 0 && len > 5 && strcmp(node->find.name + len - 5, "-0050") == 0;
}

/* Does the kernel say that they are one port's? In order of their kinds. */
static bool joined(const struct item *a, const struct item *b)
{
	if (a->find.kind == FIND_NODE && b->find.kind == FIND_NODE)
		return a->real[0] && strcmp(a->real, b->real) == 0;
	if (a->find.kind == FIND_NETDEV && b->find.kind == FIND_NETDEV)
		return same_socket(a, b);
	if (a->find.kind == FIND_CAGE && b->find.kind == FIND_NETDEV)
		return same_handle(a->own_handle, b->cage_handle);
	if (a->find.kind == FIND_NODE && b->find.kind == FIND_CAGE)
		return at_module_address(a) && a->adapter == b->adapter;
	if (a->find.kind == FIND_ADAPTER && b->find.kind == FIND_CAGE)
		return same_handle(a->own_handle, b->bus_handle);
	return false;
}

/* A cage's adapter is known by its handle; devices have the adapter's number. */
static void find_adapters(struct hunt *h)
{
	for (size_t i = 0; i < h->items.count; i++) {
		struct item *cage = hunt_item(h, i);

		for (size_t k = 0; cage->find.kind == FIND_CAGE && k < h->items.count; k++) {
			const struct item *adapter = hunt_item(h, k);

			if (adapter->find.kind == FIND_ADAPTER && same_handle(adapter->own_handle, cage->bus_handle))
				cage->adapter = adapter->adapter;
		}
	}
}

/*
 * The driver `sfp` is proof of a cage: where its network device does not show the module, its adapter
 * may be read beside it. An SFP has no page to be selected behind the driver's back.
 */
static void open_adapters(struct hunt *h)
{
	for (size_t i = 0; i < h->items.count; i++) {
		struct item *it = hunt_item(h, i);
		char path[PATH_MAX];
		bool cage = false;

		for (size_t k = 0; it->find.kind == FIND_ADAPTER && k < h->items.count && !cage; k++)
			cage = hunt_item(h, k)->find.kind == FIND_CAGE && joined(it, hunt_item(h, k));
		if (!cage || it->way != WAY_NONE)
			continue;
		if (hunt_path(h, path, "%s", it->find.path) && access(path, R_OK | W_OK) == 0) {
			it->way = WAY_I2C;
			it->kept = true;
			it->find.why[0] = '\0';
		}
	}
}

/* Is there a module whose twin a node could hold? */
static bool has_twins(const struct hunt *h)
{
	for (size_t i = 0; i < h->items.count; i++) {
		const struct item *it = hunt_item(h, i);

		if (it->way != WAY_NONE && it->look.identity[0] && it->look.unique)
			return true;
	}
	return false;
}

/* Nodes that are ports whatever they hold: one that hangs must not keep the others from being served. */
static void look_at_rest(struct hunt *h)
{
	if (h->how->brief && !has_twins(h))
		return;
	for (size_t i = 0; i < h->items.count; i++) {
		struct item *it = hunt_item(h, i);

		if (it->find.kind == FIND_NODE && it->way != WAY_NONE && it->look.result == LOOK_NOT_YET)
			look_at_node(h->root, it->find.path, &it->look);
	}
}

/*
 * Two ways to one module that nothing joins: it has one serial number. The better way is the port. Ends
 * of a cable are left alone, which may have one between them.
 */
static void drop_twins(struct hunt *h)
{
	for (size_t i = 0; i < h->items.count; i++) {
		struct item *a = hunt_item(h, i);

		for (size_t k = i + 1; a->way != WAY_NONE && a->look.identity[0] && k < h->items.count; k++) {
			struct item *b = hunt_item(h, k), *worse;

			if (b->way == WAY_NONE || a->way == b->way || !a->look.unique || leader(h, i) == leader(h, k) ||
			    strcmp(a->look.identity, b->look.identity) != 0)
				continue;
			worse = a->way < b->way ? a : b;
			worse->way = WAY_NONE;
			TEXT_FORMAT(worse->find.why, "its module is that of %s: same serial number",
			         (worse == a ? b : a)->find.name);
			if (worse == a)
				break;
		}
	}
}

/* A platform that lists its ports lists all: nodes that it does not lead to are the same ones in other ways. */
static void prefer_platform(struct hunt *h)
{
	bool listed = false;

	for (size_t i = 0; i < h->items.count; i++)
		listed |= strcmp(hunt_item(h, i)->find.driver, "s3ip") == 0;
	for (size_t i = 0; i < h->items.count && listed; i++) {
		struct item *it = hunt_item(h, i);
		bool found = false;

		if (it->find.kind != FIND_NODE || it->way == WAY_NONE || strcmp(it->find.driver, "s3ip") == 0)
			continue;
		for (size_t k = 0; k < h->items.count; k++)
			found |= strcmp(hunt_item(h, k)->find.driver, "s3ip") == 0 && leader(h, i) == leader(h, k);
		if (found)
			continue;
		it->way = WAY_NONE;
		TEXT_FORMAT(it->find.why, "the platform lists its ports in /sys_switch/transceiver");
	}
}

void hunt_join(struct hunt *h)
{
	for (size_t i = 0; i < h->items.count; i++)
		hunt_item(h, i)->group = i;
	find_adapters(h);
	open_adapters(h);
	for (size_t i = 0; i < h->items.count; i++) {
		for (size_t k = 0; k < h->items.count; k++) {
			if (i != k && joined(hunt_item(h, i), hunt_item(h, k)))
				unite(h, i, k);
		}
	}
	prefer_platform(h);
	look_at_rest(h);
	drop_twins(h);
}
