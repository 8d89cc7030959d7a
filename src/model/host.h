/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the switch itself does with a port, as its kernel tells: the network
 * devices of its subports, their speed, and from these how the port is split.
 * Everything may be unknown: zero, TRI_UNKNOWN, FEC_UNKNOWN.
 */
#ifndef BREAKOUT_MODEL_HOST_H
#define BREAKOUT_MODEL_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "model/mode.h"
#include "model/topology.h"
#include "model/type.h"

/* One network device of a port; those of a split port are in order of their subports. */
struct host_netdev {
	char name[NETDEV_NAME];
	uint32_t if_index;         /* 0: the kernel has no such device */
	uint32_t speed_mbps;       /* 0: not known, or no link */
	uint8_t lanes;             /* 0: not known */
	enum tristate admin_up;
	enum tristate carrier;
	enum tristate autoneg;
	enum fec fec;              /* in force */
};

struct host_port {
	struct host_netdev netdev[PORT_MAX_NETDEVS];
	unsigned netdev_count;
	/*
	 * How the kernel has split the port. Not known where it says nothing, e.g.
	 * because no netdev was found. A count of 1 is a port that is not split;
	 * a rate of 0 is a split whose rate is not known.
	 */
	bool split_known;
	struct mode split;
	bool split_confirmed;      /* it is no conclusion: devlink says so */
	char split_evidence[64];   /* "netdevs swp1s0 to swp1s3", "devlink" */
};

/*
 * Mb/s; 0: not known. Without a link it is a fact only where it is not negotiated: drivers show what was
 * last, or the most that there is.
 */
uint32_t host_netdev_speed(const struct host_netdev *netdev);

/* Without a link no error correction is in force, whatever is configured: "none" says nothing then. */
enum fec host_netdev_fec(const struct host_netdev *netdev);

/* A copy that is shared by reference count, with one reference; NULL when out of memory. */
const struct host_port *host_port_share(const struct host_port *host);

/* Of what host_port_share() made; both accept NULL. Thread-safe. */
const struct host_port *host_port_ref(const struct host_port *host);
void host_port_unref(const struct host_port *host);

#endif
