/* SPDX-License-Identifier: BSD-3-Clause */
/* Declared ports and breakouts: storage and labels. */
#include "model/topology.h"

#include <stdlib.h>
#include <string.h>

#include "model/refs.h"

struct topology *topology_new(void)
{
	struct topology *t = calloc(1, sizeof(*t));

	if (t)
		t->refs = 1;
	return t;
}

struct topology *topology_ref(const struct topology *t)
{
	return refs_get(t, &t->refs);
}

void topology_unref(const struct topology *t)
{
	struct topology *own;

	if (!t || !refs_put(&t->refs))
		return;
	own = refs_owned(t);
	for (size_t i = 0; i < own->port_count; i++) {
		free(own->ports[i].path);
		free(own->ports[i].presence_path);
		free(own->ports[i].hwmon);
	}
	free(own->ports);
	free(own->breakouts);
	free(own->policies);
	free(own->waivers);
	free(own);
}

/* An array's copy, with room for `more` elements; NULL when out of memory. */
static void *copy_array(const void *from, size_t count, size_t more, size_t size)
{
	void *to = calloc(count + more + 1, size);

	if (to && count)
		memcpy(to, from, count * size);
	return to;
}

static bool copy_path(char **path)
{
	char *copy = *path ? strdup(*path) : NULL;
	bool ok = !copy == !*path;

	*path = copy;
	return ok;
}

static bool copy_paths(struct port_decl *port)
{
	bool path = copy_path(&port->path), presence = copy_path(&port->presence_path);

	return copy_path(&port->hwmon) && path && presence;
}

struct topology *topology_copy(const struct topology *t, size_t more_breakouts)
{
	struct topology *copy = topology_new();
	bool ok;

	if (!copy)
		return NULL;
	copy->strict_signalling = t->strict_signalling;
	copy->ports = copy_array(t->ports, t->port_count, 0, sizeof(*t->ports));
	copy->breakouts = copy_array(t->breakouts, t->breakout_count, more_breakouts, sizeof(*t->breakouts));
	copy->policies = copy_array(t->policies, t->policy_count, 0, sizeof(*t->policies));
	copy->waivers = copy_array(t->waivers, t->waiver_count, 0, sizeof(*t->waivers));
	ok = copy->ports && copy->breakouts && copy->policies && copy->waivers;
	if (copy->ports)
		copy->port_count = t->port_count;
	if (copy->breakouts)
		copy->breakout_count = t->breakout_count;
	if (copy->policies)
		copy->policy_count = t->policy_count;
	if (copy->waivers)
		copy->waiver_count = t->waiver_count;
	/* Even after a failure: until here the paths are those of the original. */
	for (size_t i = 0; i < copy->port_count; i++)
		ok &= copy_paths(&copy->ports[i]);
	if (ok)
		return copy;
	topology_unref(copy);
	return NULL;
}

const struct waiver *topology_waiver(const struct topology *t, uint32_t rule, uint32_t breakout,
                                     unsigned leg, uint32_t port)
{
	for (size_t i = 0; i < t->waiver_count; i++) {
		const struct waiver *w = &t->waivers[i];

		if ((w->rule == 0 || w->rule == rule) && (w->breakout == 0 || w->breakout == breakout) &&
		    (w->leg == 0 || w->leg == leg) && (w->port == 0 || w->port == port))
			return w;
	}
	return NULL;
}

bool port_decl_same_netdevs(const struct port_decl *a, const struct port_decl *b)
{
	if (a->netdev_count != b->netdev_count)
		return false;
	for (unsigned i = 0; i < a->netdev_count; i++) {
		if (strcmp(a->netdevs[i], b->netdevs[i]) != 0)
			return false;
	}
	return true;
}

const struct port_decl *topology_port(const struct topology *t, const char *name)
{
	for (size_t i = 0; i < t->port_count; i++) {
		if (strcmp(t->ports[i].name, name) == 0)
			return &t->ports[i];
	}
	return NULL;
}

static int compare_port(const void *key, const void *row)
{
	uint32_t index = *(const uint32_t *)key, other = ((const struct port_decl *)row)->index;

	return index < other ? -1 : index > other;
}

const struct port_decl *topology_port_of_index(const struct topology *t, uint32_t index)
{
	return t->port_count ? bsearch(&index, t->ports, t->port_count, sizeof(*t->ports), compare_port) : NULL;
}

static int compare_breakout(const void *key, const void *row)
{
	uint32_t index = *(const uint32_t *)key, other = ((const struct breakout_decl *)row)->index;

	return index < other ? -1 : index > other;
}

const struct breakout_decl *topology_breakout_of_index(const struct topology *t, uint32_t index)
{
	return t->breakout_count ? bsearch(&index, t->breakouts, t->breakout_count, sizeof(*t->breakouts),
	                                   compare_breakout)
	                         : NULL;
}

unsigned topology_trunk_lanes(const struct topology *t, const struct breakout_decl *b)
{
	unsigned lanes = form_factor_lanes(t->ports[b->trunk].cage);

	for (unsigned i = 0; i < b->leg_count; i++) {
		unsigned end = b->legs[i].first_lane + b->legs[i].lane_count - 1u;

		if (end > lanes)
			lanes = end;
	}
	return lanes;
}

bool topology_leg_lanes(const struct topology *t, const struct breakout_decl *b, const struct leg_decl *leg,
                        unsigned media_lanes, unsigned *ret_first, unsigned *ret_count)
{
	unsigned lanes = topology_trunk_lanes(t, b), share;

	if (media_lanes == 0 || (media_lanes < lanes && lanes % media_lanes != 0))
		return false;
	share = media_lanes < lanes ? lanes / media_lanes : 1;
	if ((leg->first_lane - 1u) % share != 0 || leg->lane_count % share != 0)
		return false;
	*ret_first = (leg->first_lane - 1u) / share + 1;
	*ret_count = leg->lane_count / share;
	return true;
}

const struct code source_kind_labels[] = {
	{ SOURCE_FILE, "file" },       { SOURCE_SYSFS, "sysfs" }, { SOURCE_I2C, "i2c" },
	{ SOURCE_ETHTOOL, "ethtool" }, { SOURCE_HWMON, "hwmon" }, { 0, NULL },
};

const struct code peer_kind_labels[] = {
	{ PEER_UNDECLARED, "undeclared" },
	{ PEER_LOCAL, "local" },
	{ PEER_REMOTE, "remote" },
	{ 0, NULL },
};

const struct code origin_labels[] = {
	{ ORIGIN_DECLARED, "declared" },
	{ ORIGIN_INFERRED, "inferred" },
	{ 0, NULL },
};

const struct code port_role_labels[] = {
	{ ROLE_STANDALONE, "standalone" },
	{ ROLE_TRUNK, "trunk" },
	{ ROLE_LEG, "leg" },
	{ 0, NULL },
};
