/* SPDX-License-Identifier: BSD-3-Clause */
/* From the network devices of a port to how the port is split. Pure. */
#ifndef BREAKOUT_SOURCE_NETDEV_SPLIT_H
#define BREAKOUT_SOURCE_NETDEV_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/host.h"

/* A network device that the kernel has, and what it is of a port. */
struct netdev_member {
	struct host_netdev facts;
	int declared;     /* position among the port's netdevs, -1: not declared */
	bool is_base;     /* it has the name that the port's subports have in common */
	int subport;      /* by its name behind this base; -1: none */
	int phys_subport; /* by its phys_port_name; -1: none */
	bool is_phys;     /* it has a phys_port_name of this port */
	bool devlink;     /* `phys_subport` and `is_phys` are what devlink says */
	unsigned parts;   /* of the port, as devlink says; 0: that is not to be told */
};

/* Fill `host` from a port's devices; their order is changed. */
void netdev_split(const struct port_decl *port, bool has_base, struct netdev_member *members, size_t count,
                  struct host_port *host);

#endif
