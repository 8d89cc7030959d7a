/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Physical entities: which there are, how they contain one another, and their
 * entPhysicalIndex.
 *
 * An index is arithmetic over what identifies the entity, so it is the same
 * after a restart, a split and in every snapshot, and nothing is stored:
 *
 *               1             the chassis
 *   P * 10000                 the cage of the port with brkPortIndex P (1 to 65535)
 *   P * 10000 +    n          its n-th network interface (1 to 8), of which a split port has several
 *   P * 10000 +  100          the module in it
 *   P * 10000 +  100 + m      monitor m (enum monitor) of the module as a whole
 *   P * 10000 + 1000 + 10L+m  monitor m of its lane L (1 to 99)
 *   700000000 + h             a sensor of the chassis; h is a hash of its chip, device and feature
 *
 * So 51013 is received power (3) of lane 1 in port 5. Lanes, monitors and
 * interfaces have room for more than there are; 2 to 9999 is for more of the
 * chassis. Of two chassis sensors with one hash, the second in the snapshot's
 * order gets the next free index: with a hundred of them one box in 300,000
 * has such a pair, whose second changes its index if the first one goes.
 */
#ifndef BREAKOUT_AGENT_ENTITY_H
#define BREAKOUT_AGENT_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

enum entity_kind {
	ENTITY_CHASSIS,
	ENTITY_CAGE,
	ENTITY_INTERFACE,
	ENTITY_MODULE,
	ENTITY_SENSOR,           /* of a module or one of its lanes */
	ENTITY_CHASSIS_SENSOR,
};

#define ENTITY_CHASSIS_INDEX 1
#define ENTITY_CHASSIS_SENSORS 700000000u  /* and above */

/* What an index says of its entity. */
struct entity {
	uint32_t index;
	enum entity_kind kind;
	uint32_t port;           /* brkPortIndex; 0 where it is of no port */
	unsigned number;         /* of an interface or lane, from 1; 0 for the module as a whole */
	enum monitor monitor;    /* of a sensor; 0 else */
};

uint32_t entity_cage(uint32_t port);
uint32_t entity_interface(uint32_t port, unsigned number);
uint32_t entity_module(uint32_t port);
/* `lane` 0: the module as a whole. */
uint32_t entity_sensor(uint32_t port, unsigned lane, enum monitor monitor);

/* Only for an index that one of these, or entity_each(), gave. */
struct entity entity_of(uint32_t index);

/* Index of what contains it; 0 for the chassis. */
uint32_t entity_parent(const struct entity *e);

/* entPhysicalParentRelPos: unique among what has the same parent and class; -1 for the chassis. */
int32_t entity_position(const struct entity *e);

/*
 * Called in order of indexes. `item` is the position of its port in the
 * topology; of a sensor of the chassis, its position in the snapshot.
 */
typedef void entity_fn(void *arg, const struct entity *e, size_t item);
/* Without the chassis' sensors if out of memory. */
void entity_each(const struct snapshot *s, entity_fn *fn, void *arg);

/*
 * The n-th network interface of a port (from 1; index into ports): false if
 * there is none that the kernel has. Outputs may be NULL.
 */
bool entity_netdev(const struct snapshot *s, size_t port, unsigned number, const char **ret_name,
                   uint32_t *ret_if_index);

/* ifIndex of a port that has just one interface, else 0. */
uint32_t entity_only_if_index(const struct snapshot *s, size_t port);

/* Does something sit in the cage? Its module may be unreadable, and NULL. */
bool entity_occupied(const struct port_state *port);

/* The value of a sensor of a module, which may say that there is none. `lane` 0: of the module as a whole. */
struct value entity_reading(const struct module *m, unsigned lane, enum monitor monitor);

/*
 * Do the entities of two snapshots differ: in number, containment, interfaces,
 * or in what they say of themselves (not in what sensors read)? Either may be NULL.
 */
bool entity_changed(const struct snapshot *before, const struct snapshot *after);

#endif
