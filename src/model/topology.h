/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the operator declared: ports, breakouts and their legs.
 *
 * Built by the configuration reader, which guarantees the invariants below;
 * immutable afterwards and shared by reference count with every snapshot.
 *
 * Breakouts and legs that are concluded (inferred) are added in a copy, with the
 * same invariants.
 *
 *  - ports are sorted by index, breakouts by index, legs by number;
 *    indexes are unique and 1..65535, names are unique;
 *  - a breakout's trunk is a port that is trunk of no other breakout and
 *    leg of none; a port is leg of at most one;
 *  - mode.count >= 2 (mixed modes: all parts together), legs are numbered 1..mode.count, each at most once;
 *  - lane groups of a breakout's legs do not overlap and exist on the trunk's cage.
 */
#ifndef BREAKOUT_MODEL_TOPOLOGY_H
#define BREAKOUT_MODEL_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/codes.h"
#include "model/mode.h"
#include "model/type.h"

#define TOPOLOGY_NAME 64
#define TOPOLOGY_PATH 4096
#define PORT_MAX_NETDEVS 8
#define PORT_MAX_MODES 32
#define NETDEV_NAME 16   /* IFNAMSIZ */

enum source_kind {
	SOURCE_FILE = 1,
	SOURCE_SYSFS,
	SOURCE_I2C,
	SOURCE_ETHTOOL,
	SOURCE_HWMON,
};

struct port_decl {
	uint32_t index;
	char name[TOPOLOGY_NAME];
	enum form_factor cage;             /* FORM_UNKNOWN if not declared */
	enum source_kind source;
	char *path;                        /* owned; image file, node, adapter, network device or hwmon chip */
	char *presence_path;               /* owned; NULL without */
	char *hwmon;                       /* owned; chip of libsensors, for monitors; NULL: found out */
	uint32_t i2c_chunk;                /* longest read of source "i2c", in bytes; 0: as usual */
	bool presence_inverted;            /* file holds 0 for "present" */
	char netdevs[PORT_MAX_NETDEVS][NETDEV_NAME];  /* in order of subport */
	unsigned netdev_count;
	struct mode split_supported[PORT_MAX_MODES];
	unsigned split_supported_count;    /* 0: not declared */
	const struct module_type *override_type;  /* what its module is, whatever it says; or NULL */
	char override_part[TOPOLOGY_NAME];        /* only of modules with this part number; "": of any */
	bool split_declared;               /* `split_in_force` says something */
	struct mode split_in_force;        /* count 0 or 1: declared as not split */
	enum fec fec;                      /* that the switch runs on the port's subports; FEC_UNKNOWN: not declared */
	enum tristate autoneg;             /* TRI_UNKNOWN: not declared */
	uint32_t max_power_mw;             /* that the cage supplies; 0: not declared */
};

enum peer_kind {
	PEER_UNDECLARED = 1,   /* nobody said what is at the far end */
	PEER_LOCAL,            /* a port of this box */
	PEER_REMOTE,           /* a port of another agent */
};

/* Where a breakout or the far end of a leg is known from. */
enum origin {
	ORIGIN_DECLARED = 1,
	ORIGIN_INFERRED,
};

struct leg_decl {
	uint8_t number;        /* 1-based */
	uint8_t first_lane;    /* of the trunk, 1-based */
	uint8_t lane_count;    /* >= 1 */
	uint32_t rate_mbps;    /* that its subport is declared to run at; 0: that of the mode */
	enum peer_kind peer;
	size_t port;           /* PEER_LOCAL: index into topology.ports */
	bool inferred;         /* nobody declared the peer: it was concluded from what is plugged in */
	char remote_agent[TOPOLOGY_NAME];
	char remote_port[TOPOLOGY_NAME];
};

struct breakout_decl {
	uint32_t index;
	char name[TOPOLOGY_NAME];
	size_t trunk;          /* index into topology.ports */
	struct mode mode;
	char harness[TOPOLOGY_NAME];       /* free text or ""; e.g. "MPO12 to 4xLC, OM4" */
	uint32_t length_m;     /* of the fibre; 0: not declared */
	bool inferred;         /* nobody declared it: it was concluded from how the port is split */
	struct leg_decl legs[MODE_MAX_COUNT];
	unsigned leg_count;    /* = mode.count: legs that are not declared are PEER_UNDECLARED */
};

/* What the operator wants of a rule. */
struct rule_policy {
	bool disabled;         /* never evaluated */
	uint8_t severity;      /* enum severity in place of the rule's, 0: the rule's own */
};

/* Violations that the operator knows of: shown, but silent. Zero and "" match anything. */
struct waiver {
	uint32_t rule;         /* brkRuleIndex; 0: all rules */
	uint32_t breakout;     /* brkBreakoutIndex */
	uint8_t leg;           /* with breakout */
	uint32_t port;         /* brkPortIndex */
	char reason[96];
};

struct topology {
	unsigned refs;
	struct port_decl *ports;
	size_t port_count;
	struct breakout_decl *breakouts;
	size_t breakout_count;
	bool strict_signalling;            /* RATE-06 is critical instead of info */
	struct rule_policy *policies;      /* owned; [brkRuleIndex - 1]; NULL: all as the rules have it */
	size_t policy_count;
	struct waiver *waivers;            /* owned */
	size_t waiver_count;
};

/* Empty, one reference; NULL when out of memory. */
struct topology *topology_new(void);
struct topology *topology_ref(const struct topology *t);
void topology_unref(const struct topology *t);

/* A deep copy with room for more breakouts; NULL when out of memory. */
struct topology *topology_copy(const struct topology *t, size_t more_breakouts);

/* The first waiver for a violation of `rule` about this; NULL if it is not waived. */
const struct waiver *topology_waiver(const struct topology *t, uint32_t rule, uint32_t breakout,
                                     unsigned leg, uint32_t port);

/* Do both name the same network devices, in the same order? */
bool port_decl_same_netdevs(const struct port_decl *a, const struct port_decl *b);

/* By name; NULL if there is none. Linear: for tools and tests, not for loops. */
const struct port_decl *topology_port(const struct topology *t, const char *name);

/* By index number; NULL if there is none. Logarithmic. */
const struct port_decl *topology_port_of_index(const struct topology *t, uint32_t index);
const struct breakout_decl *topology_breakout_of_index(const struct topology *t, uint32_t index);

/* Lanes of the trunk's cage or, where none is declared, those that legs were given. */
unsigned topology_trunk_lanes(const struct topology *t, const struct breakout_decl *b);

/*
 * The media lanes of a leg, on a trunk module with `media_lanes` of them.
 * Declared lanes are the cage's. A module with fewer (a 400GBASE-DR4 sends 8
 * host lanes over 4 fibre pairs; a QSFP28 may sit in a QSFP-DD cage) shares
 * them out evenly. False if that leaves no whole lanes.
 */
bool topology_leg_lanes(const struct topology *t, const struct breakout_decl *b, const struct leg_decl *leg,
                        unsigned media_lanes, unsigned *ret_first, unsigned *ret_count);

/* What `port` (index into ports) is in breakouts. */
enum port_role {
	ROLE_STANDALONE = 1,
	ROLE_TRUNK,
	ROLE_LEG,
};

extern const struct code source_kind_labels[];  /* "file", "sysfs"...: configuration and MIB */
extern const struct code peer_kind_labels[];
extern const struct code origin_labels[];       /* of what has `inferred`, by enum origin */
extern const struct code port_role_labels[];

#endif
