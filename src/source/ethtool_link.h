/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What only ethtool tells of network devices: lanes in use, auto-negotiation
 * and error correction. Two requests serve all devices.
 */
#ifndef BREAKOUT_SOURCE_ETHTOOL_LINK_H
#define BREAKOUT_SOURCE_ETHTOOL_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "model/host.h"

/* A device; what is not known is 0. */
struct ethtool_link {
	uint32_t if_index;
	uint8_t lanes;
	enum tristate autoneg;
	uint32_t fec;      /* 1 + ETHTOOL_LINK_MODE_FEC_..._BIT of the mode in force */
};

struct ethtool_links;

/* Of this machine's kernel; NULL when out of memory. */
struct ethtool_links *ethtool_links_new(void);

/* Accepts NULL. */
void ethtool_links_free(struct ethtool_links *l);

/* Ask again. What the kernel does not tell is not known then. 0 or -ENOMEM. */
int ethtool_links_scan(struct ethtool_links *l);

/* What the last scan saw of a device; NULL if it saw none. */
const struct ethtool_link *ethtool_links_find(const struct ethtool_links *l, uint32_t if_index);

/*
 * Into what is known of the device otherwise, its speed included: the kernel has one name for
 * both Reed-Solomon codes, and the rate of a lane tells which one it is. NULL: nothing is known.
 */
void ethtool_link_apply(const struct ethtool_link *link, struct host_netdev *netdev);

struct nlmsghdr;
struct nlattr;

/* The device that a message with this header (may be NULL) is about; 0 if it says none. 0 or -EBADMSG. */
int ethtool_header_index(const struct nlattr *header, uint32_t *ret_index);

/* For tests: what messages are about, as genl_take_fn with a struct ethtool_links; and the end of it. */
int ethtool_take_modes(const struct nlmsghdr *message, void *links);
int ethtool_take_fec(const struct nlmsghdr *message, void *links);
void ethtool_links_begin(struct ethtool_links *l);
void ethtool_links_end(struct ethtool_links *l);

#endif
