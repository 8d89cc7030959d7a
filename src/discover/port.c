/* SPDX-License-Identifier: BSD-3-Clause */
/* From things that belong together to ports: source, name, number. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "discover/hunt.h"
#include "discover/name.h"
#include "discover/number.h"
#include "source/netdev_name.h"

/* A port while it has no place yet. */
struct draft {
	const struct item *best;   /* the way that it is read */
	const struct item *lead;   /* what it is known by */
	struct port_decl decl;     /* owns nothing; `path` is best->find.path */
	char presence[FIND_PATH];
	char key[PORT_KEY];
	uint32_t platform_index;
	bool named;                /* somebody named it: the number in its name is a port's */
	size_t group;
};

struct drafts {
	struct draft *all;
	size_t count;
};

/* What a port is known by, best first: of two ways of getting there the one that is there at boot. */
static unsigned lead_rank(const struct item *it)
{
	switch (it->find.kind) {
	case FIND_CAGE:
		return 4;
	case FIND_NODE:
		return 3;
	case FIND_NETDEV:
		return 2;
	case FIND_ADAPTER:
		return 1;
	default:
		return 0;
	}
}

static void take_item(struct draft *d, const struct item *it)
{
	if (it->way != WAY_NONE && (!d->best || it->way > d->best->way))
		d->best = it;
	if (!d->lead || lead_rank(it) > lead_rank(d->lead))
		d->lead = it;
	if (it->label[0] && !d->decl.name[0])
		TEXT_SET(d->decl.name, it->label);
	if (it->index && !d->platform_index)
		d->platform_index = it->index;
	if (it->presence[0] && !d->presence[0])
		TEXT_SET(d->presence, it->presence);
}

static int compare_subports(const void *left, const void *right)
{
	const struct item *a = *(const struct item *const *)left, *b = *(const struct item *const *)right;

	return a->subport != b->subport ? (a->subport < b->subport ? -1 : 1)
	                                : name_compare(a->find.name, b->find.name);
}

static void take_netdevs(const struct hunt *h, struct draft *d)
{
	const struct item *of[PORT_MAX_NETDEVS];
	unsigned count = 0;

	for (size_t i = 0; i < h->items.count; i++) {
		const struct item *it = hunt_item(h, i);

		if (it->find.kind == FIND_NETDEV && it->group == d->group && count < PORT_MAX_NETDEVS)
			of[count++] = it;
	}
	qsort(of, count, sizeof(of[0]), compare_subports);
	for (unsigned i = 0; i < count; i++)
		TEXT_SET(d->decl.netdevs[i], of[i]->find.name);
	d->decl.netdev_count = count;
}

/* Declared for netdev_base(): a lone "eth1-1" stays what it is, "swp1s0" is of swp1. */
static void name_draft(struct draft *d)
{
	char base[NETDEV_NAME];

	d->named = d->decl.name[0] || d->decl.netdev_count;
	if (d->decl.name[0])
		return;
	if (d->decl.netdev_count)
		TEXT_SET(d->decl.name, netdev_base(&d->decl, base) ? base : d->decl.netdevs[0]);
	else
		TEXT_SET(d->decl.name, d->lead->find.name);
}

static void finish_draft(const struct hunt *h, struct draft *d)
{
	take_netdevs(h, d);
	name_draft(d);
	d->decl.source = d->best->source;
	/* Only these two look at it. */
	if (d->decl.source != SOURCE_SYSFS && d->decl.source != SOURCE_I2C)
		d->presence[0] = '\0';
	TEXT_SET(d->key, d->lead->key);
}

static int make_drafts(const struct hunt *h, struct drafts *ret)
{
	struct drafts all = { .all = calloc(h->items.count + 1, sizeof(struct draft)) };
	size_t *of = calloc(h->items.count + 1, sizeof(*of));
	size_t kept = 0;

	if (!all.all || !of) {
		free(all.all);
		free(of);
		return -ENOMEM;
	}
	for (size_t i = 0; i < h->items.count; i++) {
		const struct item *it = hunt_item(h, i);

		/* A leader comes before what it leads. */
		if (it->group == i) {
			of[i] = all.count++;
			all.all[of[i]].group = i;
		}
		take_item(&all.all[of[it->group]], it);
	}
	for (size_t i = 0; i < all.count; i++) {
		if (!all.all[i].best)
			continue;
		finish_draft(h, &all.all[i]);
		all.all[kept++] = all.all[i];
	}
	all.count = kept;
	free(of);
	*ret = all;
	return 0;
}

static int compare_drafts(const void *left, const void *right)
{
	const struct draft *a = left, *b = right;
	int c = name_compare(a->decl.name, b->decl.name);

	return c ? c : name_compare(a->key, b->key);
}

static bool name_taken(const struct drafts *all, size_t but)
{
	for (size_t i = 0; i < all->count; i++) {
		if (i != but && strcmp(all->all[i].decl.name, all->all[but].decl.name) == 0)
			return true;
	}
	return false;
}

/* Of ports that somebody gave the same name, all get the device behind it: none of them is the right one. */
static void make_unique(struct drafts *all)
{
	for (size_t i = 0; i < all->count; i++) {
		char name[TOPOLOGY_NAME], before[TOPOLOGY_NAME];

		if (!name_taken(all, i))
			continue;
		TEXT_SET(before, all->all[i].decl.name);
		for (size_t k = i; k < all->count; k++) {
			struct draft *d = &all->all[k];

			if (strcmp(d->decl.name, before) != 0)
				continue;
			TEXT_FORMAT(name, "%.24s-%.32s", before, d->lead->find.name);
			TEXT_SET(d->decl.name, name);
		}
		/* Cut names may still be alike. */
		for (unsigned n = 2; name_taken(all, i) && n < 1000; n++)
			snprintf(all->all[i].decl.name, TOPOLOGY_NAME, "%.24s-%.24s-%u", before,
			         all->all[i].lead->find.name, n);
	}
	qsort(all->all, all->count, sizeof(*all->all), compare_drafts);
}

/* The numbers that ports should have: the platform's, those in their names, or 1, 2, 3... */
static bool wanted_index(const struct drafts *all, unsigned way, size_t n, uint32_t *ret)
{
	const struct draft *d = &all->all[n], *first = &all->all[0];
	size_t stem, first_stem;

	if (way == 0) {
		*ret = d->platform_index;
		return *ret;
	}
	*ret = name_number(d->decl.name, &stem);
	return *ret && d->named && name_number(first->decl.name, &first_stem) && stem == first_stem &&
	       strncmp(d->decl.name, first->decl.name, stem) == 0;
}

static int compare_u32(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Do all ports have a number of this kind, each another? */
static bool usable(const struct drafts *all, unsigned way, uint32_t *scratch)
{
	for (size_t i = 0; i < all->count; i++) {
		if (!wanted_index(all, way, i, &scratch[i]))
			return false;
	}
	qsort(scratch, all->count, sizeof(*scratch), compare_u32);
	for (size_t i = 1; i < all->count; i++) {
		if (scratch[i] == scratch[i - 1])
			return false;
	}
	return true;
}

static int give_numbers(struct hunt *h, struct drafts *all)
{
	uint32_t *scratch = calloc(all->count + 1, sizeof(*scratch));
	unsigned way = 0;
	size_t kept = 0;

	if (!scratch)
		return -ENOMEM;
	while (way < 2 && !usable(all, way, scratch))
		way++;
	for (size_t i = 0; i < all->count; i++) {
		uint32_t wanted = (uint32_t)(i + 1);

		if (way < 2)
			wanted_index(all, way, i, &wanted);
		scratch[i] = wanted;
	}
	for (size_t i = 0; i < all->count; i++) {
		all->all[i].decl.index = numbers_give(h->numbers, all->all[i].key, scratch[i]);
		/* More than there are numbers for. */
		if (all->all[i].decl.index)
			all->all[kept++] = all->all[i];
	}
	all->count = kept;
	free(scratch);
	return 0;
}

static int compare_index(const void *left, const void *right)
{
	const struct draft *a = left, *b = right;

	return a->decl.index < b->decl.index ? -1 : a->decl.index > b->decl.index;
}

static int adopt(const struct draft *d, struct port_decl *port)
{
	const char *path = d->decl.source == SOURCE_ETHTOOL ? d->decl.netdevs[0] : d->best->find.path;

	*port = d->decl;
	port->path = strdup(path);
	port->presence_path = d->presence[0] ? strdup(d->presence) : NULL;
	return port->path && (port->presence_path || !d->presence[0]) ? 0 : -ENOMEM;
}

static int adopt_all(struct hunt *h, const struct drafts *all, struct discovery *d)
{
	d->topology->ports = calloc(all->count + 1, sizeof(*d->topology->ports));
	d->keys = calloc(all->count + 1, sizeof(*d->keys));
	if (!d->topology->ports || !d->keys)
		return -ENOMEM;
	for (size_t i = 0; i < all->count; i++) {
		d->topology->port_count = i + 1;
		TEXT_SET(d->keys[i], all->all[i].key);
		if (adopt(&all->all[i], &d->topology->ports[i]) < 0)
			return -ENOMEM;
		for (size_t k = 0; k < h->items.count; k++) {
			if (hunt_item(h, k)->group == all->all[i].group)
				hunt_item(h, k)->find.port = i;
		}
	}
	return 0;
}

int hunt_ports(struct hunt *h, struct discovery *d)
{
	struct drafts all;
	int r;

	/* From here on, a group is what its leader leads, not the way to it. */
	for (size_t i = 0; i < h->items.count; i++)
		hunt_item(h, i)->group = hunt_item(h, hunt_item(h, i)->group)->group;
	r = make_drafts(h, &all);
	if (r < 0)
		return r;
	qsort(all.all, all.count, sizeof(*all.all), compare_drafts);
	make_unique(&all);
	r = give_numbers(h, &all);
	if (r == 0) {
		qsort(all.all, all.count, sizeof(*all.all), compare_index);
		r = adopt_all(h, &all, d);
	}
	free(all.all);
	return r;
}
