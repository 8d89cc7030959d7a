/* SPDX-License-Identifier: BSD-3-Clause */
/* What the files of this folder share: things found, before they are ports. */
#ifndef BREAKOUT_DISCOVER_HUNT_H
#define BREAKOUT_DISCOVER_HUNT_H

#include <limits.h>

#include "discover/discover.h"
#include "discover/look.h"
#include "source/rows.h"

/*
 * How good a way to a module is; the best of a port's is its source. A way by
 * which nothing can be read has none.
 */
enum way {
	WAY_NONE,
	WAY_I2C,      /* our own transfers, beside whatever else is on the bus */
	WAY_AT24,     /* 256 bytes: no pages, thus no thresholds; another reader's page may be there */
	WAY_ETHTOOL,  /* pages, but under the lock of all network configuration, and with CAP_NET_ADMIN */
	WAY_LINEAR,   /* a platform's node: pages as its driver sees them */
	WAY_OPTOE,    /* pages, by a driver that locks them against others */
};

#define SWITCH_ID 65

struct item {
	struct find find;
	enum way way;
	enum source_kind source;
	char label[TOPOLOGY_NAME];     /* that somebody gave the port: port_name, a platform's name; "" */
	char key[PORT_KEY];
	char presence[FIND_PATH];      /* file that tells presence; "" */
	uint32_t index;                /* that the platform numbers it with; 0: none */
	struct look look;
	bool kept;                     /* read nothing, and is a port because it was one before */

	/* What it is joined by; 0 or "": does not tell. */
	long adapter;                  /* that it is on, and of an adapter itself; -1 */
	char real[PATH_MAX];           /* of a node: the file */
	uint32_t own_handle;           /* of a cage or adapter in the device tree */
	uint32_t cage_handle;          /* of a network device: the cage's */
	uint32_t bus_handle;           /* of a cage: the adapter's */
	char switch_id[SWITCH_ID];     /* of a network device, with its number: as in source/netdev.c */
	uint32_t number;
	int subport;                   /* -1: none */
	char port_id[SWITCH_ID];       /* phys_port_id */
	size_t group;                  /* item that stands for all of the port; itself if alone */
};

struct hunt {
	const struct discover_how *how;
	const char *root;
	struct rows items;             /* struct item */
	struct numbers *numbers;       /* what ports were known by before */
};

static inline struct item *hunt_item(const struct hunt *h, size_t n)
{
	return (struct item *)h->items.row + n;
}

/* An item with what all begin with. */
void item_init(struct item *it, enum find_kind kind, const char *name);

/* "ROOT/path" into buf; false if it is too long. */
bool hunt_path(const struct hunt *h, char buf[PATH_MAX], const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* An attribute of a few bytes; "" if it can't be read. */
bool hunt_text(const struct hunt *h, const char *folder, const char *name, char *buf, size_t size);

/* The last component of the real path of a link such as `driver`; false without. */
bool hunt_link(const struct hunt *h, const char *folder, const char *name, char *buf, size_t size);

bool hunt_exists(const struct hunt *h, const char *folder, const char *name);

/* A device tree's 32-bit cell, of of_node/PROPERTY below a folder; 0 without. */
uint32_t hunt_cell(const struct hunt *h, const char *folder, const char *property);

/* Call for all entries of a folder but "." and "..", in no order. 0 or what `each` says. */
int hunt_folder(struct hunt *h, const char *folder, int (*each)(struct hunt *h, const char *name));

/* How many entries a folder has. */
size_t hunt_count(const struct hunt *h, const char *folder, const char *name);

/* i2c.c: adapters, devices at them, cages of the driver `sfp`; platform.c: other nodes; hwmon chips. */
int hunt_i2c(struct hunt *h);
int hunt_platform(struct hunt *h);
int hunt_hwmon(struct hunt *h);

/* netdev.c */
int hunt_netdevs(struct hunt *h);

/* join.c: which items are of one port. */
void hunt_join(struct hunt *h);

/* port.c: the ports, their names, numbers and sources. */
int hunt_ports(struct hunt *h, struct discovery *d);

#endif
