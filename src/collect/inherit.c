/* SPDX-License-Identifier: BSD-3-Clause */
/* What a collector takes over from its predecessor. */
#include "collect/collector.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool same_place(const struct port_decl *a, const struct port_decl *b)
{
	return strcmp(a->name, b->name) == 0 && a->source == b->source && strcmp(a->path, b->path) == 0;
}

static int compare_by_name(const void *a, const void *b)
{
	const struct port_decl *const *pa = a, *const *pb = b;

	return strcmp((*pa)->name, (*pb)->name);
}

int collector_inherit(struct collector *c, struct collector *predecessor)
{
	const struct topology *old = predecessor->topology;
	const struct port_decl **by_name;
	struct tracker *tracker;

	if (c->running || predecessor->running)
		return -EBUSY;
	by_name = calloc(old->port_count + 1, sizeof(const void *));
	if (!by_name)
		return -ENOMEM;
	for (size_t i = 0; i < old->port_count; i++)
		by_name[i] = &old->ports[i];
	qsort(by_name, old->port_count, sizeof(by_name[0]), compare_by_name);
	for (size_t i = 0; i < c->topology->port_count; i++) {
		const struct port_decl *port = &c->topology->ports[i];
		const struct port_decl *const *found =
			bsearch(&port, by_name, old->port_count, sizeof(by_name[0]), compare_by_name);
		const struct place *to = &c->places[i], *from;

		if (!found)
			continue;
		if (port_decl_same_netdevs(*found, port))
			host_inherit(c->host, i, predecessor->host, (size_t)(*found - old->ports));
		if (!same_place(*found, port))
			continue;
		from = &predecessor->places[*found - old->ports];
		bus_inherit(to->bus, to->slot, from->bus, from->slot);
	}
	for (size_t i = 0; i < c->bus_count; i++) {
		const char *name = bus_label(c->buses[i]);

		for (size_t n = 0; name[0] && n < predecessor->bus_count; n++) {
			if (strcmp(bus_label(predecessor->buses[n]), name) == 0)
				bus_follow(c->buses[i], predecessor->buses[n]);
		}
	}
	free(by_name);
	host_follow(c->host, predecessor->host);
	tracker = c->tracker;
	c->tracker = predecessor->tracker;
	predecessor->tracker = tracker;
	baseline_free(c->baseline);
	c->baseline = predecessor->baseline;
	predecessor->baseline = NULL;
	return 0;
}
