/* SPDX-License-Identifier: BSD-3-Clause */
/* A network device as /sys shows it. */
#ifndef BREAKOUT_SOURCE_NETDEV_DEVICE_H
#define BREAKOUT_SOURCE_NETDEV_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source/netdev_split.h"

/* A kernel's identifier is of up to 32 bytes in hexadecimal. */
#define NETDEV_SWITCH_ID 65

/*
 * A port as the kernel numbers it: phys_switch_id, and the N of phys_port_name "pN"; or
 * devlink's handle, which has a slash, and number.
 */
struct netdev_phys {
	char switch_id[NETDEV_SWITCH_ID]; /* "": not known */
	uint32_t number;
};

struct netdev_device {
	uint64_t inode; /* another one: another device of the same name */
	bool known;     /* what never changes was read */
	struct netdev_phys fixed_phys;
	int fixed_subport; /* of phys_port_name; -1: none */
	struct netdev_phys phys;  /* in this scan: devlink's, where it knows the device */
	size_t port; /* SIZE_MAX: of none */
	struct netdev_member member;
};

/*
 * Both read below `folder`, a descriptor of /sys/class/net. What stays while the device exists is read of all devices,
 * because any may be one of a port's.
 */
void netdev_device_read_fixed(int folder, struct netdev_device *d);

/* What changes; with `live` also what does so without the link. */
void netdev_device_read_facts(int folder, struct netdev_device *d, bool live);

#endif
