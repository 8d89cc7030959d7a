/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How switches name the network devices of a split port. No system says so
 * in so many words; these spellings are met:
 *
 *   swp1          swp1s0 ... swp1s3            Cumulus, udev on mlxsw
 *   eth1          eth1-1 ... eth1-4            also with '_', ':' and '/'
 *   et1_1         et1_1 ... et1_4              Arista: the first is there anyway
 *   Ethernet0     Ethernet0 ... Ethernet3      SONiC: by lane; tells nothing by itself
 *   phys_port_name p1, p1s0 ... p1s3           kernel (devlink), whatever the device is called
 */
#ifndef BREAKOUT_SOURCE_NETDEV_NAME_H
#define BREAKOUT_SOURCE_NETDEV_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/topology.h"

/* "swp1s2": base "swp1", subport 2. */
struct netdev_name {
	size_t base_len;
	char separator; /* 's', '-', '_', ':' or '/' */
	unsigned subport;
};

/* False if the name has no subport: "swp1", "Ethernet0", "swp1.100", "swp1s0-v0". */
bool netdev_name_split(const char *name, struct netdev_name *ret_name);

/* "p1" or "p1s2" of phys_port_name; *ret_subport is -1 for the former. False for other spellings. */
bool netdev_phys_parse(const char *text, uint32_t *ret_port, int *ret_subport);

/*
 * The name that a port's subports have in common, from its declared netdevs:
 * "swp1" of { swp1s0, swp1s1 } and of { swp1 }. False if there is none.
 */
bool netdev_base(const struct port_decl *port, char ret_base[NETDEV_NAME]);

#endif
