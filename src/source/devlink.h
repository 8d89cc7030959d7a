/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How the kernel has split ports, from devlink: of each network device, which port of
 * which switch it is and which part of it. One request serves all.
 */
#ifndef BREAKOUT_SOURCE_DEVLINK_H
#define BREAKOUT_SOURCE_DEVLINK_H

#include <stddef.h>
#include <stdint.h>

/* Bus and device, "pci/0000:03:00.0". */
#define DEVLINK_HANDLE 64

/* A network device of a port with a connector. */
struct devlink_port {
	char handle[DEVLINK_HANDLE];
	uint32_t number;
	uint32_t if_index;   /* 0: the kernel tells of none, as where it is in another namespace */
	int subport;         /* from 0; -1: the port is not split */
	unsigned parts;      /* of the port, this one included; 0: they contradict each other */
};

struct devlink;

/* Of this machine's kernel; NULL when out of memory. */
struct devlink *devlink_new(void);

/* Accepts NULL. */
void devlink_free(struct devlink *d);

/* Ask again. Where asking fails, what was last known stays. 0 or -ENOMEM. */
int devlink_scan(struct devlink *d);

/* The port that a network device is of; NULL if devlink knows none. */
const struct devlink_port *devlink_find(const struct devlink *d, uint32_t if_index);

struct nlmsghdr;

/* For tests: a message as genl_take_fn with a struct devlink, and what goes before and behind them. */
int devlink_take_port(const struct nlmsghdr *message, void *devlink);
void devlink_begin(struct devlink *d);
void devlink_end(struct devlink *d);

#endif
