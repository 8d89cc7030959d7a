/* SPDX-License-Identifier: BSD-3-Clause */
/* Physical entities of a snapshot, and the arithmetic of their indexes. */
#include "agent/entity.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/flag.h"

#define PER_PORT 10000
#define MODULE_AT 100
#define LANES_AT 1000
#define PER_LANE 10
#define MAX_LANES 99

_Static_assert((65535ull + 1) * PER_PORT <= ENTITY_CHASSIS_SENSORS, "ports end before the chassis' sensors");
_Static_assert(PORT_MAX_NETDEVS < MODULE_AT, "interfaces have room");
_Static_assert(MONITOR_END <= PER_LANE, "monitors of a lane have room");
_Static_assert(MODULE_MAX_LANES <= MAX_LANES, "lanes have room");

uint32_t entity_cage(uint32_t port)
{
	return port * PER_PORT;
}

uint32_t entity_interface(uint32_t port, unsigned number)
{
	return entity_cage(port) + number;
}

uint32_t entity_module(uint32_t port)
{
	return entity_cage(port) + MODULE_AT;
}

uint32_t entity_sensor(uint32_t port, unsigned lane, enum monitor monitor)
{
	return entity_cage(port) + (lane ? LANES_AT + lane * PER_LANE : MODULE_AT) + (unsigned)monitor;
}

struct entity entity_of(uint32_t index)
{
	struct entity e = { .index = index, .port = index / PER_PORT };
	unsigned rest = index % PER_PORT;

	if (index >= ENTITY_CHASSIS_SENSORS)
		return (struct entity){ .index = index, .kind = ENTITY_CHASSIS_SENSOR,
		                        .monitor = MONITOR_TEMPERATURE };
	if (e.port == 0) {
		e.kind = ENTITY_CHASSIS;
	} else if (rest == 0) {
		e.kind = ENTITY_CAGE;
	} else if (rest < MODULE_AT) {
		e.kind = ENTITY_INTERFACE;
		e.number = rest;
	} else if (rest == MODULE_AT) {
		e.kind = ENTITY_MODULE;
	} else if (rest < LANES_AT) {
		e.kind = ENTITY_SENSOR;
		e.monitor = (enum monitor)(rest - MODULE_AT);
	} else {
		e.kind = ENTITY_SENSOR;
		e.number = (rest - LANES_AT) / PER_LANE;
		e.monitor = (enum monitor)(rest % PER_LANE);
	}
	return e;
}

uint32_t entity_parent(const struct entity *e)
{
	switch (e->kind) {
	case ENTITY_CHASSIS:
		return 0;
	case ENTITY_CAGE:
	case ENTITY_CHASSIS_SENSOR:
		return ENTITY_CHASSIS_INDEX;
	case ENTITY_INTERFACE:
	case ENTITY_MODULE:
		return entity_cage(e->port);
	case ENTITY_SENSOR:
		return entity_module(e->port);
	}
	return 0;
}

int32_t entity_position(const struct entity *e)
{
	switch (e->kind) {
	case ENTITY_CHASSIS:
		return -1;
	case ENTITY_CAGE:
		return (int32_t)e->port;
	case ENTITY_INTERFACE:
		return (int32_t)e->number;
	case ENTITY_MODULE:
		return 1;
	case ENTITY_SENSOR:
		return (int32_t)(e->number * PER_LANE + (unsigned)e->monitor);
	case ENTITY_CHASSIS_SENSOR:
		return (int32_t)(e->index - ENTITY_CHASSIS_SENSORS);
	}
	return -1;
}

bool entity_netdev(const struct snapshot *s, size_t port, unsigned number, const char **ret_name,
                   uint32_t *ret_if_index)
{
	const struct port_state *state = &s->ports[port];
	const struct port_decl *decl = &s->topology->ports[port];
	const char *name = NULL;
	uint32_t if_index = 0;

	/* What the kernel was found to have counts more than what is declared, of which parts may be missing. */
	if (number <= port_host(state)->netdev_count) {
		name = port_host(state)->netdev[number - 1].name;
		if_index = port_host(state)->netdev[number - 1].if_index;
	} else if (port_host(state)->netdev_count == 0 && number <= decl->netdev_count) {
		name = decl->netdevs[number - 1];
		if_index = state->if_index[number - 1];
	}
	if (if_index == 0 || if_index > INT32_MAX)
		return false;
	if (ret_name)
		*ret_name = name;
	if (ret_if_index)
		*ret_if_index = if_index;
	return true;
}

uint32_t entity_only_if_index(const struct snapshot *s, size_t port)
{
	uint32_t only = 0, if_index;

	for (unsigned n = 1; n <= PORT_MAX_NETDEVS; n++) {
		if (!entity_netdev(s, port, n, NULL, &if_index))
			continue;
		if (only)
			return 0;
		only = if_index;
	}
	return only;
}

bool entity_occupied(const struct port_state *port)
{
	return port->module || port->presence == PRESENCE_PRESENT;
}

struct value entity_reading(const struct module *m, unsigned lane, enum monitor monitor)
{
	static const struct value none = { .state = VALUE_UNSUPPORTED };
	const struct lane *of = lane ? module_lane(m, lane) : NULL;
	bool of_module = monitor == MONITOR_TEMPERATURE || monitor == MONITOR_SUPPLY;

	if (monitor == MONITOR_END || (of_module ? lane != 0 : !of))
		return none;
	return flag_value(m, of, monitor);
}

/* A monitor that the module says it has, or that something was read from. */
static bool has_sensor(const struct module *m, unsigned lane, enum monitor monitor)
{
	struct value v = entity_reading(m, lane, monitor);

	if (v.state == VALUE_OK || v.state == VALUE_NO_LIGHT)
		return true;
	return v.state != VALUE_UNSUPPORTED && m->dom >> (monitor - 1) & 1;
}

/* Of the module as a whole if `lane` is 0. */
static void each_sensor(const struct module *m, uint32_t port, size_t at, unsigned lane, entity_fn *fn,
                        void *arg)
{
	for (enum monitor monitor = MONITOR_TEMPERATURE; monitor < MONITOR_END; monitor++) {
		if (has_sensor(m, lane, monitor)) {
			const struct entity e = entity_of(entity_sensor(port, lane, monitor));

			fn(arg, &e, at);
		}
	}
}

static void each_of_port(const struct snapshot *s, size_t at, entity_fn *fn, void *arg)
{
	const uint32_t port = s->topology->ports[at].index;
	const struct module *m = s->ports[at].module;
	struct entity e = entity_of(entity_cage(port));

	fn(arg, &e, at);
	for (unsigned n = 1; n <= PORT_MAX_NETDEVS; n++) {
		if (!entity_netdev(s, at, n, NULL, NULL))
			continue;
		e = entity_of(entity_interface(port, n));
		fn(arg, &e, at);
	}
	if (!entity_occupied(&s->ports[at]))
		return;
	e = entity_of(entity_module(port));
	fn(arg, &e, at);
	for (unsigned lane = 0; m && lane <= m->lanes && lane <= MODULE_MAX_LANES; lane++)
		each_sensor(m, port, at, lane, fn, arg);
}

static uint32_t hash_sensor(const struct chassis_sensor *sensor)
{
	uint32_t hash = text_hash(text_hash(text_hash(TEXT_HASH_START, sensor->chip), sensor->device), sensor->feature);

	return ENTITY_CHASSIS_SENSORS + hash % (INT32_MAX - ENTITY_CHASSIS_SENSORS);
}

struct place {
	uint32_t index;
	size_t item;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->index < y->index ? -1 : x->index > y->index;
}

/* There are some dozens of them. */
static void each_chassis_sensor(const struct snapshot *s, entity_fn *fn, void *arg)
{
	struct place *places = calloc(s->sensor_count, sizeof(*places));

	for (size_t i = 0; places && i < s->sensor_count; i++) {
		places[i] = (struct place){ hash_sensor(&s->sensors[i]), i };
		for (size_t j = 0; j < i; j++) {
			if (places[j].index == places[i].index) {
				places[i].index++;
				j = SIZE_MAX;  /* once more from the first */
			}
		}
	}
	if (places)
		qsort(places, s->sensor_count, sizeof(*places), compare_places);
	for (size_t i = 0; places && i < s->sensor_count; i++) {
		const struct entity e = entity_of(places[i].index);

		fn(arg, &e, places[i].item);
	}
	free(places);
}

void entity_each(const struct snapshot *s, entity_fn *fn, void *arg)
{
	const struct entity chassis = entity_of(ENTITY_CHASSIS_INDEX);

	fn(arg, &chassis, 0);
	for (size_t i = 0; i < s->topology->port_count; i++)
		each_of_port(s, i, fn, arg);
	if (s->sensor_count > 0)
		each_chassis_sensor(s, fn, arg);
}

static bool same_sensors(const struct module *a, const struct module *b)
{
	for (unsigned lane = 0; lane <= a->lanes && lane <= MODULE_MAX_LANES; lane++) {
		for (enum monitor m = MONITOR_TEMPERATURE; m < MONITOR_END; m++) {
			if (has_sensor(a, lane, m) != has_sensor(b, lane, m))
				return false;
		}
	}
	return true;
}

/* All that entPhysicalTable shows of a module. */
static bool same_module(const struct module *a, const struct module *b)
{
	char one[256], other[256];

	if (a == b)
		return true;
	return a && b && a->lanes == b->lanes && strcmp(a->serial, b->serial) == 0 &&
	       strcmp(a->part_number, b->part_number) == 0 && strcmp(a->vendor, b->vendor) == 0 &&
	       strcmp(a->revision, b->revision) == 0 && strcmp(a->hardware, b->hardware) == 0 &&
	       strcmp(a->firmware, b->firmware) == 0 && strcmp(a->date_code, b->date_code) == 0 &&
	       (a->doubts & DOUBT_DATE) == (b->doubts & DOUBT_DATE) && same_sensors(a, b) &&
	       strcmp(module_summary(a, one, sizeof(one)), module_summary(b, other, sizeof(other))) == 0;
}

static bool same_netdevs(const struct snapshot *a, const struct snapshot *b, size_t port)
{
	for (unsigned n = 1; n <= PORT_MAX_NETDEVS; n++) {
		const char *name_a = "", *name_b = "";
		uint32_t index_a = 0, index_b = 0;

		(void)entity_netdev(a, port, n, &name_a, &index_a);
		(void)entity_netdev(b, port, n, &name_b, &index_b);
		if (index_a != index_b || strcmp(name_a, name_b) != 0)
			return false;
	}
	return true;
}

static bool same_port(const struct snapshot *a, const struct snapshot *b, size_t port)
{
	const struct port_decl *x = &a->topology->ports[port], *y = &b->topology->ports[port];

	/* A module that was pulled and is back has a row that is gone and made anew. */
	return x->index == y->index && x->cage == y->cage && strcmp(x->name, y->name) == 0 &&
	       a->ports[port].insertions == b->ports[port].insertions &&
	       entity_occupied(&a->ports[port]) == entity_occupied(&b->ports[port]) &&
	       same_module(a->ports[port].module, b->ports[port].module) && same_netdevs(a, b, port);
}

static bool same_chassis_sensors(const struct snapshot *a, const struct snapshot *b)
{
	if (a->sensor_count != b->sensor_count)
		return false;
	for (size_t i = 0; i < a->sensor_count; i++) {
		const struct chassis_sensor *x = &a->sensors[i], *y = &b->sensors[i];

		if (strcmp(x->chip, y->chip) != 0 || strcmp(x->device, y->device) != 0 ||
		    strcmp(x->feature, y->feature) != 0 || strcmp(x->label, y->label) != 0)
			return false;
	}
	return true;
}

bool entity_changed(const struct snapshot *before, const struct snapshot *after)
{
	if (!before || !after)
		return before != after;
	if (before->topology->port_count != after->topology->port_count || !same_chassis_sensors(before, after))
		return true;
	for (size_t i = 0; i < after->topology->port_count; i++) {
		if (!same_port(before, after, i))
			return true;
	}
	return false;
}
