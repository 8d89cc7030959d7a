/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which port a network device belongs to by its name: the one that declares
 * it, or that declares others with the same base (netdev_name.h). What two
 * ports claim is nobody's. Also which device had a declared name last, as it
 * may have been given another one since.
 */
#ifndef BREAKOUT_SOURCE_NETDEV_CLAIM_H
#define BREAKOUT_SOURCE_NETDEV_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/topology.h"

/* A name and the port that it is of. */
struct netdev_claim {
	char name[NETDEV_NAME];
	size_t port;
	int position; /* among the port's netdevs */
};

/* A number alone may be given to another device; the node of its folder in /sys stays with it. */
struct netdev_holder {
	uint32_t if_index; /* 0: there was none */
	uint64_t inode;
	uint32_t scan;     /* that found it under the name */
};

struct netdev_claims {
	struct netdev_claim *declared; /* sorted by name */
	struct netdev_holder *holders; /* of each of these */
	size_t declared_count;
	struct netdev_claim *bases;    /* sorted by name */
	size_t base_count;
	bool *has_base;                /* of ports */
};

/* 0 or -ENOMEM; either way it may be released. */
int netdev_claims_init(struct netdev_claims *c, const struct topology *t);
void netdev_claims_release(struct netdev_claims *c);

/* What a name says. */
struct netdev_claimed {
	size_t port;  /* SIZE_MAX: of none */
	int declared; /* position among the port's netdevs, -1: not declared */
	int subport;  /* behind its base, -1: none */
	bool is_base;
};

/* Names and ports never change: from any thread. */
struct netdev_claimed netdev_claims_find(const struct netdev_claims *c, const char *name);

/* A device was seen with this name; if it is a declared one, the device has that, and no other that it had. */
void netdev_claims_hold(struct netdev_claims *c, const char *name, const struct netdev_holder *device);

/* Are they the same device? */
bool netdev_holder_is(const struct netdev_holder *a, const struct netdev_holder *b);

#endif
