/* SPDX-License-Identifier: BSD-3-Clause */
/* Ports of switches, from devlink's dump. */
#include "source/devlink.h"

#include <errno.h>
#include <linux/devlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/genl.h"
#include "source/rows.h"

/* A dump that is disturbed is asked for again so often. */
#define TRIES 3

struct devlink {
	struct genl *genl; /* NULL until there is one */
	uint16_t family;   /* 0: not known */
	struct rows next;  /* struct devlink_port, while they come in */
	struct rows ports; /* the same, sorted by ifIndex */
};

struct devlink *devlink_new(void)
{
	return calloc(1, sizeof(struct devlink));
}

void devlink_free(struct devlink *d)
{
	if (!d)
		return;
	genl_close(d->genl);
	free(d->next.row);
	free(d->ports.row);
	free(d);
}

/* False if it is longer than any bus's: then it can't be told from others. */
static bool set_handle(struct devlink_port *port, const struct nlattr *bus, const struct nlattr *device)
{
	int n = snprintf(port->handle, sizeof(port->handle), "%s/%s", mnl_attr_get_str(bus),
	                 mnl_attr_get_str(device));

	return n > 0 && (size_t)n < sizeof(port->handle);
}

int devlink_take_port(const struct nlmsghdr *message, void *devlink)
{
	enum { LAST = DEVLINK_ATTR_PORT_SPLIT_SUBPORT_NUMBER };
	static const uint8_t types[LAST + 1] = {
		[DEVLINK_ATTR_BUS_NAME] = MNL_TYPE_NUL_STRING,
		[DEVLINK_ATTR_DEV_NAME] = MNL_TYPE_NUL_STRING,
		[DEVLINK_ATTR_PORT_NETDEV_IFINDEX] = MNL_TYPE_U32,
		[DEVLINK_ATTR_PORT_SPLIT_GROUP] = MNL_TYPE_U32,
		[DEVLINK_ATTR_PORT_FLAVOUR] = MNL_TYPE_U16,
		[DEVLINK_ATTR_PORT_NUMBER] = MNL_TYPE_U32,
		[DEVLINK_ATTR_PORT_SPLIT_SUBPORT_NUMBER] = MNL_TYPE_U32,
	};
	const struct nlattr *a[LAST + 1];
	struct devlink_port port = { .subport = -1 };
	struct devlink *d = devlink;
	int r = genl_attributes(message, types, LAST, a);

	if (r < 0)
		return r;
	if (!a[DEVLINK_ATTR_BUS_NAME] || !a[DEVLINK_ATTR_DEV_NAME] || !a[DEVLINK_ATTR_PORT_NUMBER] ||
	    !a[DEVLINK_ATTR_PORT_FLAVOUR] ||
	    mnl_attr_get_u16(a[DEVLINK_ATTR_PORT_FLAVOUR]) != DEVLINK_PORT_FLAVOUR_PHYSICAL ||
	    !set_handle(&port, a[DEVLINK_ATTR_BUS_NAME], a[DEVLINK_ATTR_DEV_NAME]))
		return 0;
	port.number = mnl_attr_get_u32(a[DEVLINK_ATTR_PORT_NUMBER]);
	if (a[DEVLINK_ATTR_PORT_NETDEV_IFINDEX])
		port.if_index = mnl_attr_get_u32(a[DEVLINK_ATTR_PORT_NETDEV_IFINDEX]);
	if (a[DEVLINK_ATTR_PORT_SPLIT_GROUP] && a[DEVLINK_ATTR_PORT_SPLIT_SUBPORT_NUMBER]) {
		uint32_t subport = mnl_attr_get_u32(a[DEVLINK_ATTR_PORT_SPLIT_SUBPORT_NUMBER]);

		/* Far more than there are: two of those contradict each other. */
		port.subport = subport < ROWS_MAX ? (int)subport : ROWS_MAX;
	}
	return rows_add(&d->next, &port, sizeof(port));
}

static int compare_numbers(const struct devlink_port *a, const struct devlink_port *b)
{
	int c = strcmp(a->handle, b->handle);

	return c ? c : a->number < b->number ? -1 : a->number > b->number;
}

static int compare_parts(const void *left, const void *right)
{
	const struct devlink_port *a = left, *b = right;
	int c = compare_numbers(a, b);

	return c ? c : a->subport < b->subport ? -1 : a->subport > b->subport;
}

static int compare_devices(const void *left, const void *right)
{
	const struct devlink_port *a = left, *b = right;

	return a->if_index < b->if_index ? -1 : a->if_index > b->if_index;
}

/* A port that is not split, or parts 0, 1, 2... without a gap; 0 for anything else. */
static unsigned count_parts(const struct devlink_port *first, size_t count)
{
	if (first->subport < 0)
		return count == 1;
	for (size_t i = 0; i < count; i++) {
		if (first[i].subport != (int)i)
			return 0;
	}
	return (unsigned)count;
}

void devlink_begin(struct devlink *d)
{
	d->next.count = 0;
}

void devlink_end(struct devlink *d)
{
	struct rows before = d->ports;
	struct devlink_port *ports = d->next.row;
	size_t count = d->next.count;

	if (count)
		qsort(ports, count, sizeof(*ports), compare_parts);
	for (size_t i = 0, next; i < count; i = next) {
		unsigned parts;

		for (next = i + 1; next < count && compare_numbers(&ports[i], &ports[next]) == 0;)
			next++;
		parts = count_parts(&ports[i], next - i);
		for (size_t k = i; k < next; k++)
			ports[k].parts = parts;
	}
	if (count)
		qsort(ports, count, sizeof(*ports), compare_devices);
	d->ports = d->next;
	d->next = before;
}

static int dump_ports(struct devlink *d)
{
	int r = d->genl ? 0 : genl_open(&d->genl);

	if (r == 0 && d->family == 0)
		r = genl_family(d->genl, DEVLINK_GENL_NAME, &d->family);
	if (r < 0)
		return r;
	devlink_begin(d);
	(void)genl_request(d->genl, d->family, DEVLINK_CMD_PORT_GET, NLM_F_DUMP);
	return genl_talk(d->genl, devlink_take_port, d);
}

int devlink_scan(struct devlink *d)
{
	int r = -EAGAIN;

	for (int i = 0; i < TRIES && r == -EAGAIN; i++)
		r = dump_ports(d);
	if (r == 0)
		devlink_end(d);
	return r == -ENOMEM ? r : 0;
}

const struct devlink_port *devlink_find(const struct devlink *d, uint32_t if_index)
{
	const struct devlink_port key = { .if_index = if_index };

	if (if_index == 0 || d->ports.count == 0)
		return NULL;
	return bsearch(&key, d->ports.row, d->ports.count, sizeof(key), compare_devices);
}
