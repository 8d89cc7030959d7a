/* SPDX-License-Identifier: BSD-3-Clause */
/* Network devices of ports, from /sys/class/net. */
#include "source/netdev.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "source/devlink.h"
#include "source/ethtool_link.h"
#include "source/netdev_claim.h"
#include "source/netdev_device.h"
#include "source/netdev_split.h"

#define FOLDER "/sys/class/net"
#define NO_PORT SIZE_MAX
/* More devices than this (of tunnels, of containers) are not looked at. */
#define DEVICES_MAX 65536

struct netdevs {
	const struct topology *topology;
	char folder[TOPOLOGY_PATH];
	bool here;              /* not below a root: the kernel can be asked, too */
	struct ethtool_links *links; /* NULL below a root */
	struct devlink *devlink;     /* likewise */
	struct netdev_claims claims;
	uint32_t scan;
	const struct netdev_phys **told; /* of ports: what their devices have in this scan */
	struct netdev_phys *phys; /* of ports: what a device of theirs had last */
	size_t *by_phys;   /* ports whose phys is known, sorted by it */
	size_t by_phys_count;
	struct netdev_device *devices; /* sorted by name */
	size_t device_count;
	struct netdev_device **of_ports; /* those of ports, sorted by port */
	size_t of_ports_count;
};

struct netdevs *netdevs_new(const struct topology *topology, const char *root)
{
	struct netdevs *n = calloc(1, sizeof(*n));
	size_t ports = topology->port_count;
	int r;

	if (!n)
		return NULL;
	r = netdev_claims_init(&n->claims, topology);
	n->topology = topology;
	n->here = !root[0];
	snprintf(n->folder, sizeof(n->folder), "%s" FOLDER, root);
	n->phys = calloc(ports + 1, sizeof(*n->phys));
	n->by_phys = calloc(ports + 1, sizeof(*n->by_phys));
	n->told = calloc(ports + 1, sizeof(*n->told));
	if (n->here) {
		n->links = ethtool_links_new();
		n->devlink = devlink_new();
	}
	if (r == 0 && n->phys && n->by_phys && n->told && ((n->links && n->devlink) || !n->here))
		return n;
	netdevs_free(n);
	return NULL;
}

void netdevs_free(struct netdevs *n)
{
	if (!n)
		return;
	netdev_claims_release(&n->claims);
	free(n->phys);
	free(n->by_phys);
	free(n->told);
	ethtool_links_free(n->links);
	devlink_free(n->devlink);
	free(n->devices);
	free(n->of_ports);
	free(n);
}

void netdevs_set_devlink(struct netdevs *n, struct devlink *devlink)
{
	devlink_free(n->devlink);
	n->devlink = devlink;
}

/* Devices of this scan. */

struct listing {
	struct netdev_device *devices;
	size_t count, room;
};

static int list_add(struct listing *l, const char *name, uint64_t inode)
{
	struct netdev_device *d;

	if (l->count == l->room) {
		size_t room = l->room ? l->room * 2 : 64;
		struct netdev_device *grown = reallocarray(l->devices, room, sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		l->devices = grown;
		l->room = room;
	}
	d = &l->devices[l->count++];
	*d = (struct netdev_device){ .inode = inode, .port = NO_PORT, .fixed_subport = -1 };
	TEXT_SET(d->member.facts.name, name);
	return 0;
}

static int list_folder(struct listing *l, DIR *folder)
{
	const struct dirent *entry;
	int r = 0;

	while (r == 0 && l->count < DEVICES_MAX && (entry = readdir(folder))) {
		if (entry->d_name[0] != '.' && strlen(entry->d_name) < NETDEV_NAME)
			r = list_add(l, entry->d_name, entry->d_ino);
	}
	return r;
}

/* Without /sys: the declared ones that there are. */
static int list_declared(struct listing *l, const struct netdevs *n)
{
	const struct netdev_claims *c = &n->claims;
	int r = 0;

	for (size_t i = 0; i < c->declared_count && r == 0; i++) {
		uint32_t index = if_nametoindex(c->declared[i].name);
		char name[IF_NAMESIZE];

		TEXT_SET(name, c->declared[i].name);
		if (index == 0 && c->holders[i].if_index && if_indextoname(c->holders[i].if_index, name))
			index = c->holders[i].if_index;
		if (index == 0)
			continue;
		r = list_add(l, name, 0);
		if (r == 0)
			l->devices[l->count - 1].member.facts.if_index = index;
	}
	return r;
}

static int compare_devices(const void *a, const void *b)
{
	return strcmp(((const struct netdev_device *)a)->member.facts.name,
	              ((const struct netdev_device *)b)->member.facts.name);
}

/* Carry over what is known of devices that were here in the last scan. */
static void remember(const struct netdevs *n, struct listing *l)
{
	size_t old = 0;

	for (size_t i = 0; i < l->count; i++) {
		struct netdev_device *d = &l->devices[i];

		while (old < n->device_count && compare_devices(&n->devices[old], d) < 0)
			old++;
		if (old == n->device_count || compare_devices(&n->devices[old], d) != 0 ||
		    n->devices[old].inode != d->inode)
			continue;
		d->known = n->devices[old].known;
		d->fixed_phys = n->devices[old].fixed_phys;
		d->fixed_subport = n->devices[old].fixed_subport;
		d->member = n->devices[old].member;
	}
}

static int list_devices(const struct netdevs *n, DIR *folder, struct listing *l)
{
	int r = 0;

	if (folder)
		r = list_folder(l, folder);
	else if (n->here)
		r = list_declared(l, n);
	if (r < 0) {
		free(l->devices);
		return r;
	}
	if (l->count)
		qsort(l->devices, l->count, sizeof(*l->devices), compare_devices);
	if (folder)
		remember(n, l);
	return 0;
}

/* devlink's numbers are those behind phys_port_name, and it says what else there is of a port. */
static void find_numbers(const struct netdevs *n, struct netdev_device *d)
{
	const struct devlink_port *port = n->devlink ? devlink_find(n->devlink, d->member.facts.if_index) : NULL;

	d->phys = d->fixed_phys;
	d->member.phys_subport = d->fixed_subport;
	d->member.devlink = port != NULL;
	d->member.parts = 0;
	if (!port)
		return;
	TEXT_SET(d->phys.switch_id, port->handle);
	d->phys.number = port->number;
	d->member.phys_subport = port->subport;
	d->member.parts = port->parts;
}

/* Whose devices they are. */

static void assign_by_name(struct netdevs *n, struct netdev_device *d)
{
	const struct netdev_holder device = { d->member.facts.if_index, d->inode, n->scan };
	struct netdev_claimed claimed = netdev_claims_find(&n->claims, d->member.facts.name);

	d->port = claimed.port;
	d->member.declared = claimed.declared;
	d->member.subport = claimed.subport;
	d->member.is_base = claimed.is_base;
	d->member.is_phys = false;
	netdev_claims_hold(&n->claims, d->member.facts.name, &device);
}

static struct netdev_device *find_holder(const struct netdevs *n, const struct netdev_holder *holder)
{
	for (size_t i = 0; i < n->device_count; i++) {
		struct netdev_device *d = &n->devices[i];
		const struct netdev_holder device = { .if_index = d->member.facts.if_index, .inode = d->inode };

		if (netdev_holder_is(holder, &device))
			return d;
	}
	return NULL;
}

/* Where a declared name is not there, its device may have been given another one; who has the name now is first. */
static void follow_renamed(struct netdevs *n)
{
	for (size_t i = 0; i < n->claims.declared_count; i++) {
		const struct netdev_claim *claim = &n->claims.declared[i];
		const struct netdev_holder *h = &n->claims.holders[i];
		struct netdev_device *d = h->if_index && h->scan != n->scan ? find_holder(n, h) : NULL;

		if (!d || d->member.declared >= 0 || (d->port != NO_PORT && d->port != claim->port))
			continue;
		d->port = claim->port;
		d->member.declared = claim->position;
	}
}

static int compare_phys(const struct netdev_phys *a, const struct netdev_phys *b)
{
	int c = strcmp(a->switch_id, b->switch_id);

	return c ? c : a->number < b->number ? -1 : a->number > b->number;
}

/* By phys, for qsort_r(). */
static int compare_ports(const void *a, const void *b, void *arg)
{
	const struct netdev_phys *phys = arg;

	return compare_phys(&phys[*(const size_t *)a], &phys[*(const size_t *)b]);
}

/* What devices of ports tell in this scan; of a port whose devices disagree, nothing. */
static void ask_devices(struct netdevs *n)
{
	static const struct netdev_phys none = { .number = 0 };

	memset(n->told, 0, n->topology->port_count * sizeof(*n->told));
	for (size_t i = 0; i < n->device_count; i++) {
		const struct netdev_device *d = &n->devices[i];

		if (d->port == NO_PORT || !d->phys.switch_id[0])
			continue;
		if (!n->told[d->port])
			n->told[d->port] = &d->phys;
		else if (compare_phys(n->told[d->port], &d->phys) != 0)
			n->told[d->port] = &none;
	}
}

/* What devices with a declared name tell of their ports; it is kept for when they are gone. */
static void learn_phys(struct netdevs *n)
{
	bool changed = false;

	ask_devices(n);
	for (size_t i = 0; i < n->topology->port_count; i++) {
		if (!n->told[i] || compare_phys(&n->phys[i], n->told[i]) == 0)
			continue;
		n->phys[i] = *n->told[i];
		changed = true;
	}
	if (!changed)
		return;
	n->by_phys_count = 0;
	for (size_t i = 0; i < n->topology->port_count; i++) {
		if (n->phys[i].switch_id[0])
			n->by_phys[n->by_phys_count++] = i;
	}
	qsort_r(n->by_phys, n->by_phys_count, sizeof(n->by_phys[0]), compare_ports, n->phys);
}

/* The port of this phys; NO_PORT if there is none, or more than one. */
static size_t find_phys(const struct netdevs *n, const struct netdev_phys *phys)
{
	size_t low = 0, high = n->by_phys_count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (compare_phys(&n->phys[n->by_phys[mid]], phys) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == n->by_phys_count || compare_phys(&n->phys[n->by_phys[low]], phys) != 0)
		return NO_PORT;
	if (low + 1 < n->by_phys_count && compare_phys(&n->phys[n->by_phys[low + 1]], phys) == 0)
		return NO_PORT;
	return n->by_phys[low];
}

static void assign_by_phys(const struct netdevs *n, struct netdev_device *d)
{
	size_t port = d->phys.switch_id[0] ? find_phys(n, &d->phys) : NO_PORT;

	if (port == NO_PORT || (d->port != NO_PORT && d->port != port))
		return;
	d->port = port;
	d->member.is_phys = true;
}

static int compare_owners(const void *a, const void *b)
{
	const struct netdev_device *da = *(struct netdev_device *const *)a, *db = *(struct netdev_device *const *)b;

	return da->port != db->port ? (da->port < db->port ? -1 : 1) : compare_devices(da, db);
}

static int group_by_port(struct netdevs *n)
{
	struct netdev_device **grown = reallocarray(n->of_ports, n->device_count + 1, sizeof(struct netdev_device *));

	if (!grown)
		return -ENOMEM;
	n->of_ports = grown;
	n->of_ports_count = 0;
	for (size_t i = 0; i < n->device_count; i++) {
		if (n->devices[i].port != NO_PORT)
			n->of_ports[n->of_ports_count++] = &n->devices[i];
	}
	qsort(n->of_ports, n->of_ports_count, sizeof(struct netdev_device *), compare_owners);
	return 0;
}

static void look(struct netdevs *n, DIR *folder, bool live)
{
	n->scan++;
	for (size_t i = 0; i < n->device_count; i++) {
		struct netdev_device *d = &n->devices[i];

		/* Some drivers number a port a moment after its device is there. */
		if (folder && (!d->known || (live && !d->fixed_phys.switch_id[0])))
			netdev_device_read_fixed(dirfd(folder), d);
		find_numbers(n, d);
		assign_by_name(n, d);
	}
	follow_renamed(n);
	learn_phys(n);
	for (size_t i = 0; i < n->device_count; i++) {
		struct netdev_device *d = &n->devices[i];

		assign_by_phys(n, d);
		if (d->port != NO_PORT && folder)
			netdev_device_read_facts(dirfd(folder), d, live);
	}
}

/* What /sys does not tell, as it was when last asked. */
static int look_closer(struct netdevs *n, bool ask)
{
	int r = ask ? ethtool_links_scan(n->links) : 0;

	for (size_t i = 0; i < n->of_ports_count && r == 0; i++) {
		struct host_netdev *facts = &n->of_ports[i]->member.facts;

		ethtool_link_apply(ethtool_links_find(n->links, facts->if_index), facts);
	}
	return r;
}

int netdevs_scan(struct netdevs *n, bool live)
{
	struct listing l = { 0 };
	DIR *folder = NULL;
	int fd, r;

	/* Without any declared there is nothing to find. */
	if (n->claims.declared_count == 0)
		return 0;
	fd = open(n->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		folder = fdopendir(fd);
		if (!folder)
			close(fd);
	}
	/* First: devices that come meanwhile are not known to it, and told by their names. */
	r = n->here ? devlink_scan(n->devlink) : 0;
	if (r == 0)
		r = list_devices(n, folder, &l);
	if (r == 0) {
		n->of_ports_count = 0;
		free(n->devices);
		n->devices = l.devices;
		n->device_count = l.count;
		look(n, folder, live);
		r = group_by_port(n);
		/* Where there is a /sys, what changed meanwhile is not known: read_facts(). */
		if (r == 0 && n->links && (live || !folder))
			r = look_closer(n, live);
	}
	if (folder)
		closedir(folder);
	return r;
}

size_t netdevs_port_of_name(const struct netdevs *n, const char *name)
{
	return netdev_claims_find(&n->claims, name).port;
}

void netdevs_port(const struct netdevs *n, size_t port, struct host_port *ret_host,
                  uint32_t ret_if_index[PORT_MAX_NETDEVS])
{
	struct netdev_member members[2 * PORT_MAX_NETDEVS];
	size_t low = 0, high = n->of_ports_count, count = 0;

	memset(ret_if_index, 0, PORT_MAX_NETDEVS * sizeof(*ret_if_index));
	memset(ret_host, 0, sizeof(*ret_host));
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (n->of_ports[mid]->port < port)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < n->of_ports_count && n->of_ports[low]->port == port; low++) {
		const struct netdev_member *m = &n->of_ports[low]->member;

		/* So many are no subports. */
		if (count == sizeof(members) / sizeof(members[0]))
			return;
		members[count++] = *m;
		if (m->declared >= 0)
			ret_if_index[m->declared] = m->facts.if_index;
	}
	if (count > 0)
		netdev_split(&n->topology->ports[port], n->claims.has_base[port], members, count, ret_host);
	if (!ret_host->split_known)
		return;
	memset(ret_if_index, 0, PORT_MAX_NETDEVS * sizeof(*ret_if_index));
	for (unsigned i = 0; i < ret_host->netdev_count; i++)
		ret_if_index[i] = ret_host->netdev[i].if_index;
}
