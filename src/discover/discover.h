/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The modules that this machine shows, found without being told: eeprom
 * nodes of I2C devices, cages of the `sfp` driver, network devices that
 * answer for a module, and (only if asked to) I2C adapters. All is looked for
 * below a root, so that trees of files can stand for a machine.
 *
 * A module that is reached in several ways is one port. They are joined by
 * what the kernel links: device tree, devlink, phys_port_name and
 * phys_switch_id, phys_port_id, files that are the same. Names are not asked.
 *
 * Reads hardware, as drivers and adapters do it: may block as long as those.
 */
#ifndef BREAKOUT_DISCOVER_DISCOVER_H
#define BREAKOUT_DISCOVER_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "model/topology.h"

#define FIND_PATH 256
#define FIND_NO_PORT SIZE_MAX
/* What a port is known by across restarts: "node:5-0050", "net:0000:03:00.0/p1"... */
#define PORT_KEY 96

enum find_kind {
	FIND_NODE = 1,  /* eeprom node of a device or of the platform */
	FIND_ADAPTER,   /* /dev/i2c-N */
	FIND_CAGE,      /* of the driver `sfp` */
	FIND_NETDEV,
	FIND_HWMON,
};

/* Something that was found, taken for a port or not. */
struct find {
	enum find_kind kind;
	char name[TOPOLOGY_NAME];  /* "5-0050", "i2c-5", "sfp-swp1", "eth0", "hwmon3" */
	char path[FIND_PATH];      /* as breakoutd.conf takes it: without the root */
	char driver[32];           /* "optoe1", "at24", "mlxsw_spectrum"; "": none */
	char about[TOPOLOGY_NAME]; /* an adapter's name, a label, a chip; or "" */
	char holds[128];           /* the module that was seen, in words; "": none */
	char why[160];             /* why it is no port, or what speaks against it; "" */
	size_t port;               /* index into topology->ports, FIND_NO_PORT */
};

struct discovery {
	struct find *finds;        /* by kind, then by name as people sort */
	size_t find_count;
	struct topology *topology; /* owned reference: the ports, no breakouts */
	char (*keys)[PORT_KEY];    /* parallel to topology->ports */
	bool undecided;            /* something did not answer, and may be a cage without module */
};

struct ethtool_kernel;
struct numbers;
struct devlink;
struct i2c_kernel;

/* Where and how to look. Zero for everything is this machine, without probing. */
struct discover_how {
	const char *root;          /* NULL or "": this machine */
	const struct numbers *numbers;  /* of ports that are known (discover/number.h); NULL: none */
	bool probe;                /* read address 0x50 of adapters that no driver has there */
	bool brief;                /* read only where that decides about ports: modules of others are not named */
	/*
	 * For tests; NULL: this machine's, or where there is a root, none. `copper` tells a
	 * network device with a twisted-pair socket.
	 */
	struct ethtool_kernel *ethtool;
	struct devlink *devlink;
	bool (*copper)(const char *netdev);
};

/* Look. 0 and a discovery to be freed; -ENOMEM. What can't be read is found with a reason, no error. */
int discover(const struct discover_how *how, struct discovery **ret_discovery);

/* Accepts NULL. */
void discovery_free(struct discovery *d);

/* Add the numbers of these ports. 0 or -ENOMEM. */
int discovery_remember(const struct discovery *d, struct numbers *numbers);

/*
 * What may come and go without a driver's reading anything: devices by their name and inode. Another
 * number: something did. Cheap: folders are listed, no hardware is asked.
 */
uint64_t discover_signature(const char *root);

/* Should ports be found for this configuration? It has none, and wants them to be. */
bool discover_wanted(const struct config *config);

/* `base` with the ports of `found`, to be freed with config_free(). 0 or -ENOMEM. */
int discover_config(const struct config *base, const struct discovery *found, struct config **ret_config);

/* Same ports, read from the same places? */
bool discover_same(const struct topology *a, const struct topology *b);

#endif
