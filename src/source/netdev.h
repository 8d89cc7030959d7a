/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the kernel has made of the ports: their network devices, from
 * /sys/class/net. One look at the folder serves all ports; what never changes
 * of a device is read once, its speed (for which some drivers ask the
 * hardware) only when its carrier changes or live data is due. What /sys lacks is
 * asked by ethtool_link.h when live data is due; it is not known again once the carrier changes.
 *
 * A device belongs to a port by its declared name (also under another one that it got since), by a name that its subports
 * share with a declared one (netdev_name.h), or by a number of devlink's, or
 * phys_port_name and phys_switch_id, being those that a device of the port has or had.
 * How a port is split is devlink's word where it has one, else concluded.
 */
#ifndef BREAKOUT_SOURCE_NETDEV_H
#define BREAKOUT_SOURCE_NETDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/host.h"
#include "model/topology.h"

struct netdevs;

/* Of the ports of `topology`, which must outlive it, on a system below `root` ("": this one). NULL: no
 * memory. */
struct netdevs *netdevs_new(const struct topology *topology, const char *root);
void netdevs_free(struct netdevs *n);

/* For tests: what devlink tells below a root, where nobody asks. Takes over `devlink`. */
struct devlink;
void netdevs_set_devlink(struct netdevs *n, struct devlink *devlink);

/* See what there is. A system that has no /sys tells what it knows of declared names. 0 or -ENOMEM. */
int netdevs_scan(struct netdevs *n, bool live);

/* The port that a device of this name would belong to, by its name alone; SIZE_MAX: none. Of any thread. */
size_t netdevs_port_of_name(const struct netdevs *n, const char *name);

/*
 * What the last scan found of ports[port]: facts, and the ifIndex of its subports as the kernel
 * has split it; where that is not known, of declared netdevs, 0 where there is no such device.
 */
void netdevs_port(const struct netdevs *n, size_t port, struct host_port *ret_host,
                  uint32_t ret_if_index[PORT_MAX_NETDEVS]);

#endif
