/* SPDX-License-Identifier: BSD-3-Clause */
/* What libsensors knows, in snapshots. */
#include "collect/sensors.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "model/refs.h"
#include "source/hwmon_module.h"

/* Readings that may fail or be late before what was read counts as old. */
#define OLD_INTERVALS 3

/* What a worker made of a picture. */
struct result {
	const struct hwmon_picture *picture; /* owned reference */
	struct hwmon_join *joins;            /* of ports */
	struct chassis_sensor *sensors;
	size_t sensor_count;
};

/* A module with what hwmon says of it, which lasts as long as what it was made of. */
struct overlay {
	const struct module *from, *made;    /* owned references; NULL: none */
	uint64_t picture;
	uint64_t read_with;                  /* id of the chip when the module itself could be read last */
};

struct sensors {
	struct task task;                    /* first; has a reference while it is not idle */
	unsigned refs;
	struct workers *workers;             /* owned reference */
	const struct topology *topology;     /* owned reference */
	struct hwmon *hwmon;
	char net[64];
	bool chassis;
	uint32_t deadline_ms, interval_ms;
	char (*netdevs)[NETDEV_NAME];        /* of ports; the worker's while it is busy */
	struct result *fresh;                /* locked; owned, from the worker to the coordinator */
	struct result *current;              /* the coordinator's; owned */
	struct overlay *overlays;            /* likewise, of ports */
};

static void result_free(struct result *r)
{
	if (!r)
		return;
	hwmon_picture_unref(r->picture);
	free(r->joins);
	free(r->sensors);
	free(r);
}

static void overlay_drop(struct overlay *o)
{
	module_unref(o->from);
	module_unref(o->made);
	o->from = o->made = NULL;
}

static void sensors_unref(struct sensors *s)
{
	if (!refs_put(&s->refs))
		return;
	for (size_t i = 0; s->overlays && i < s->topology->port_count; i++)
		overlay_drop(&s->overlays[i]);
	free(s->overlays);
	free(s->netdevs);
	result_free(s->fresh);
	result_free(s->current);
	topology_unref(s->topology);
	workers_unref(s->workers);
	free(s);
}

void sensors_free(struct sensors *s)
{
	if (s)
		sensors_unref(s);
}

static bool has_chip(const struct hwmon_join *join)
{
	return join->chip != SIZE_MAX;
}

/* The worker's: which chip or temperature is the port's. */
static struct hwmon_join join_port(const struct sensors *s, size_t port, const struct hwmon_picture *p)
{
	const struct port_decl *decl = &s->topology->ports[port];
	const char *name = decl->source == SOURCE_HWMON ? decl->path : decl->hwmon;
	struct hwmon_join join = { .chip = SIZE_MAX, .feature = SIZE_MAX };
	int chip = name ? hwmon_find_chip(p, name) : -ENODATA;

	if (chip >= 0 && hwmon_is_module(&p->chips[chip]))
		join.chip = (size_t)chip;
	else if (!name)
		(void)hwmon_join_netdev(p, s->net, s->netdevs[port], &join);
	return join;
}

/* The worker's: is this temperature shown at a port? */
static bool is_joined(const struct sensors *s, const struct result *r, size_t chip, size_t feature)
{
	for (size_t i = 0; i < s->topology->port_count; i++) {
		const struct hwmon_join *join = &r->joins[i];

		if (join->chip == chip && (join->feature == feature || join->feature == SIZE_MAX))
			return true;
	}
	return false;
}

static enum tristate flag_of(struct value v)
{
	return !value_ok(v) ? TRI_UNKNOWN : v.v ? TRI_YES : TRI_NO;
}

static enum tristate any_alarm(const struct hwmon_feature *f)
{
	enum tristate any = TRI_UNKNOWN;

	for (enum hwmon_attr a = HWMON_ALARM; a < HWMON_ATTRS; a++) {
		enum tristate flag = flag_of(f->value[a]);

		if (flag > any)
			any = flag;
	}
	return any;
}

static void fill_sensor(const struct hwmon_chip *chip, const struct hwmon_feature *f,
                        struct chassis_sensor *c)
{
	const char *name = strrchr(chip->device, '/');

	*c = (struct chassis_sensor){
		.temperature = f->value[HWMON_INPUT],
		.thresholds = {
			.high_alarm = f->value[HWMON_CRIT],
			.high_warning = f->value[HWMON_MAX],
			.low_warning = f->value[HWMON_MIN],
			.low_alarm = f->value[HWMON_LCRIT],
		},
		.emergency = f->value[HWMON_EMERGENCY],
		.alarm = any_alarm(f),
		.fault = flag_of(f->value[HWMON_FAULT]),
		.read_mono = chip->read_mono,
	};
	TEXT_SET(c->chip, chip->name);
	TEXT_SET(c->device, name ? name + 1 : "");
	TEXT_SET(c->feature, f->name);
	TEXT_SET(c->label, f->label);
}

/* "temp10" is behind "temp9". */
static int compare_sensors(const void *left, const void *right)
{
	const struct chassis_sensor *a = left, *b = right;
	int c = strcmp(a->chip, b->chip);

	if (c == 0)
		c = strcmp(a->device, b->device);
	return c ? c : strverscmp(a->feature, b->feature);
}

/* The worker's. */
static int list_sensors(const struct sensors *s, struct result *r)
{
	const struct hwmon_picture *p = r->picture;
	size_t room = 0;

	for (size_t i = 0; i < p->chip_count; i++)
		room += p->chips[i].feature_count;
	r->sensors = calloc(room + 1, sizeof(*r->sensors));
	if (!r->sensors)
		return -ENOMEM;
	for (size_t i = 0; i < p->chip_count; i++) {
		for (size_t k = 0; k < p->chips[i].feature_count; k++) {
			const struct hwmon_feature *f = &p->chips[i].features[k];

			if (f->kind == HWMON_TEMPERATURE && f->attr[HWMON_INPUT] >= 0 &&
			    !is_joined(s, r, i, k))
				fill_sensor(&p->chips[i], f, &r->sensors[r->sensor_count++]);
		}
	}
	qsort(r->sensors, r->sensor_count, sizeof(r->sensors[0]), compare_sensors);
	return 0;
}

/* The worker's: NULL when out of memory. Takes the picture over. */
static struct result *result_new(const struct sensors *s, const struct hwmon_picture *p)
{
	struct result *r = calloc(1, sizeof(*r));

	if (!r) {
		hwmon_picture_unref(p);
		return NULL;
	}
	r->picture = p;
	r->joins = calloc(s->topology->port_count + 1, sizeof(*r->joins));
	for (size_t i = 0; r->joins && i < s->topology->port_count; i++)
		r->joins[i] = join_port(s, i, p);
	if (r->joins && (!s->chassis || list_sensors(s, r) == 0))
		return r;
	result_free(r);
	return NULL;
}

static struct sensors *sensors_of(struct task *t)
{
	return (struct sensors *)t;
}

/* A worker's. */
static void run(struct task *t)
{
	struct sensors *s = sensors_of(t);
	const struct hwmon_picture *p;
	struct result *r, *before;

	/* What was known stays, and grows old. */
	if (hwmon_read(s->hwmon, s->chassis ? HWMON_ALL : 0, s->deadline_ms) < 0)
		return;
	p = hwmon_latest(s->hwmon);
	r = p ? result_new(s, p) : NULL;
	if (!r)
		return;
	workers_lock(s->workers);
	before = s->fresh;
	s->fresh = r;
	workers_unlock(s->workers);
	result_free(before);
}

static void done(struct task *t)
{
	sensors_unref(sensors_of(t));
}

struct sensors *sensors_new(const struct sensors_setup *setup)
{
	struct sensors *s = calloc(1, sizeof(*s));
	size_t ports = setup->topology->port_count;

	if (!s)
		return NULL;
	s->refs = 1;
	s->task = (struct task){ .run = run, .done = done };
	s->workers = workers_ref(setup->workers);
	s->topology = topology_ref(setup->topology);
	s->hwmon = setup->hwmon;
	s->chassis = setup->chassis;
	s->deadline_ms = setup->deadline_ms;
	s->interval_ms = setup->interval_ms;
	s->netdevs = calloc(ports + 1, sizeof(s->netdevs[0]));
	s->overlays = calloc(ports + 1, sizeof(s->overlays[0]));
	if (TEXT_SET(s->net, setup->net) && s->netdevs && s->overlays)
		return s;
	sensors_unref(s);
	return NULL;
}

/* The first device that a port is known to have now, or that it was declared with. */
static void note_netdevs(struct sensors *s, const struct snapshot *latest)
{
	for (size_t i = 0; i < s->topology->port_count; i++) {
		const struct port_decl *decl = &s->topology->ports[i];
		const struct host_port *host = latest ? port_host(&latest->ports[i]) : NULL;

		TEXT_SET(s->netdevs[i], host && host->netdev_count ? host->netdev[0].name : decl->netdevs[0]);
	}
}

bool sensors_request(struct sensors *s, const struct snapshot *latest)
{
	bool idle;

	workers_lock(s->workers);
	idle = s->task.state == TASK_IDLE;
	workers_unlock(s->workers);
	/* Nobody but us makes an idle one busy. */
	if (!idle)
		return false;
	note_netdevs(s, latest);
	refs_get(s, &s->refs);
	workers_put(s->workers, &s->task);
	return true;
}

/* Locked. It may have to wait for another reader as long as it may read. */
static bool is_waited_for(void *arg)
{
	struct sensors *s = arg;

	return s->task.state != TASK_IDLE && workers_stuck_ms(s->workers, &s->task, s->deadline_ms * 2) < 0;
}

void sensors_wait(struct sensors *s, const struct timespec *until)
{
	workers_wait_while(s->workers, is_waited_for, s, until);
}

/* Could it not be read, for reasons that hwmon may not have? */
static bool is_unread(const struct port_state *state)
{
	if (state->presence == PRESENCE_ABSENT)
		return false;
	switch (state->status) {
	case READ_IO_ERROR:
	case READ_TIMEOUT:
	case READ_STALE:
	case READ_LOCAL_ERROR:
		return true;
	case READ_UNSUPPORTED:
		/* The source can't read modules at all. */
		return !state->module;
	default:
		return false;
	}
}

static bool lacks_temperature(const struct module *m)
{
	return m && (m->temperature.state == VALUE_ABSENT || m->temperature.state == VALUE_UNSUPPORTED ||
	             m->temperature.state == VALUE_UNREADABLE);
}

static bool is_measured(const struct module *m)
{
	return value_ok(m->temperature) || value_ok(m->supply) || value_ok(m->lane[0].tx_bias);
}

/* The module that chip or temperature are told of: `from`, or one of which nothing is known (NULL). */
static struct module *overlay_make(const struct hwmon_chip *chip, const struct hwmon_join *join,
                                   const struct module *from)
{
	struct module *m = from ? module_copy(from) : module_new();

	if (!m)
		return NULL;
	if (!from) {
		m->status = READ_MONITORS;
		TEXT_SET(m->why, "its identity can not be read");
	}
	if (join->feature == SIZE_MAX)
		hwmon_fill_module(chip, m);
	else
		m->temperature = hwmon_module_temperature(&chip->features[join->feature]);
	return module_pack(m);
}

/* Is the identity that was read last still that of the module which the chip is of? */
static bool is_same_module(const struct overlay *o, const struct hwmon_chip *chip, const struct module *m)
{
	return m && m->lanes <= 1 && (m->status != READ_OK || o->read_with == chip->id);
}

static int apply(struct overlay *o, const struct hwmon_picture *p, const struct hwmon_join *join,
                 const struct module *from, struct port_state *state)
{
	const struct hwmon_chip *chip = &p->chips[join->chip];

	if (!o->made || o->from != from || o->picture != p->number) {
		struct module *made = overlay_make(chip, join, from);

		if (!made)
			return -ENOMEM;
		overlay_drop(o);
		*o = (struct overlay){ .from = from ? module_ref(from) : NULL, .made = made,
		                       .picture = p->number, .read_with = o->read_with };
	}
	if (!is_measured(o->made))
		return 0;
	module_unref(state->module);
	state->module = module_ref(o->made);
	TEXT_SET(state->monitor_chip, chip->name);
	if (join->feature == SIZE_MAX && clock_ms_between(&state->read_mono, &chip->read_mono) > 0)
		state->read_mono = chip->read_mono;
	return 0;
}

static bool is_old(const struct sensors *s, const struct timespec *read, const struct timespec *now)
{
	return clock_ms_between(read, now) > (int64_t)s->interval_ms * OLD_INTERVALS + s->deadline_ms;
}

static int fill_port(struct sensors *s, size_t port, const struct timespec *now, struct port_state *state)
{
	const struct result *r = s->current;
	const struct hwmon_join *join = &r->joins[port];
	bool all = join->feature == SIZE_MAX, only = s->topology->ports[port].source == SOURCE_HWMON;
	const struct hwmon_chip *chip;
	struct overlay *o = &s->overlays[port];
	const struct module *from = state->module;

	if (!has_chip(join)) {
		overlay_drop(o);
		return 0;
	}
	chip = &r->picture->chips[join->chip];
	if (state->status == READ_OK)
		o->read_with = chip->id;
	if (all && (only ? from != NULL : is_unread(state)))
		return apply(o, r->picture, join, only || is_same_module(o, chip, from) ? from : NULL, state);
	/* Nothing would show how old it is. */
	if (!all && state->presence != PRESENCE_ABSENT && lacks_temperature(from) &&
	    !is_old(s, &chip->read_mono, now))
		return apply(o, r->picture, join, from, state);
	overlay_drop(o);
	return 0;
}

static int fill_chassis(const struct sensors *s, const struct timespec *now, struct snapshot *snapshot)
{
	const struct result *r = s->current;

	snapshot->sensors = calloc(r->sensor_count + 1, sizeof(*r->sensors));
	if (!snapshot->sensors)
		return -ENOMEM;
	for (size_t i = 0; i < r->sensor_count; i++) {
		struct chassis_sensor *c = &snapshot->sensors[i];

		*c = r->sensors[i];
		if (is_old(s, &c->read_mono, now))
			c->temperature = (struct value){ .state = VALUE_UNREADABLE };
	}
	snapshot->sensor_count = r->sensor_count;
	return 0;
}

int sensors_fill(struct sensors *s, struct snapshot *snapshot)
{
	struct timespec now;
	struct result *before = NULL;
	int rc = 0;

	workers_lock(s->workers);
	if (s->fresh) {
		before = s->current;
		s->current = s->fresh;
		s->fresh = NULL;
	}
	workers_unlock(s->workers);
	result_free(before);
	if (!s->current)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	for (size_t i = 0; i < s->topology->port_count && rc == 0; i++)
		rc = fill_port(s, i, &now, &snapshot->ports[i]);
	return rc == 0 && s->current->sensors ? fill_chassis(s, &now, snapshot) : rc;
}
