/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the `ethtool` source asks the kernel, as functions that tests replace.
 * All answer a negative errno if they fail.
 */
#ifndef BREAKOUT_SOURCE_ETHTOOL_KERNEL_H
#define BREAKOUT_SOURCE_ETHTOOL_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eeprom/image.h"

/* The kernel takes no more at once, and no range over both halves. */
#define ETHTOOL_HALF 128

struct ethtool_kernel;

struct ethtool_kernel_ops {
	/* ifIndex of a network device; 0: there is none. */
	uint32_t (*index)(struct ethtool_kernel *k, const char *name);
	bool (*exists)(struct ethtool_kernel *k, uint32_t if_index);

	/*
	 * ETHTOOL_MSG_MODULE_EEPROM_GET: number of bytes read, at least 1; -EOPNOTSUPP if
	 * kernel or driver has no such thing.
	 */
	int (*page)(struct ethtool_kernel *k, uint32_t if_index, struct image_addr at, size_t len, uint8_t *buf);

	/* ETHTOOL_GMODULEINFO: ETH_MODULE_SFF_8472... and the bytes that there are. */
	int (*info)(struct ethtool_kernel *k, uint32_t if_index, uint32_t *ret_type, uint32_t *ret_len);

	/* ETHTOOL_GMODULEEEPROM: exactly these bytes, up to ETHTOOL_HALF. */
	int (*linear)(struct ethtool_kernel *k, uint32_t if_index, uint32_t offset, size_t len, uint8_t *buf);

	/* The kernel's words on the last error; "" without. */
	const char *(*why)(const struct ethtool_kernel *k);

	void (*close)(struct ethtool_kernel *k);
};

/* Embedded as first member. */
struct ethtool_kernel {
	const struct ethtool_kernel_ops *ops;
};

/* That of this machine. 0 or -ENOMEM; sockets are opened as they are needed. */
int ethtool_kernel_open(struct ethtool_kernel **ret_kernel);

struct nlmsghdr;

/* For tests: where an answer's bytes go. */
struct ethtool_answer {
	uint8_t *buf;
	size_t len; /* asked for */
	size_t got;
};

/* A genl_take_fn: takes the bytes of one answer. */
int ethtool_take_eeprom(const struct nlmsghdr *message, void *answer);

#endif
