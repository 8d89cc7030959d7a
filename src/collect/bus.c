/* SPDX-License-Identifier: BSD-3-Clause */
/* Buses and their reports. */
#include "collect/bus.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "model/refs.h"

/* What the coordinator is told of a port. */
struct report {
	struct port_state state;         /* as cage_fill() does */
	struct cage_change change;       /* since it was fetched last */
	struct cage_cost cost;
	bool fresh, live;                /* put since it was fetched last */
};

struct slot {
	size_t port;                     /* index into ports */
	struct cage cage;                /* the worker's while the bus is busy */
	struct report report;            /* locked */
	bool picked;                     /* locked: to be looked at when not all are */
	struct bus *from;                /* owned reference: the cage is still there; NULL: it is here */
	size_t from_slot;
};

struct bus {
	struct task task;                /* first; has a reference while it is not idle */
	unsigned refs;
	char name[TOPOLOGY_NAME];
	struct workers *workers;         /* owned reference */
	const struct topology *topology; /* owned reference */
	char *root;
	collect_open_fn *open;
	void *arg;
	uint32_t deadline_ms;
	struct slot *slots;
	size_t slot_count;
	struct bus *before;              /* owned reference: the same hardware; NULL once it is free */
	/* locked: */
	unsigned how;                    /* asked for */
	bool only;                       /* for slots that are picked */
	uint32_t scan;                   /* that asked; where live bytes are owed, that asked for them */
	size_t at;                       /* slot that is being scanned */
	bool gone;                       /* nobody wants to know any more */
};

static void bus_unref(struct bus *bus)
{
	if (!bus || !refs_put(&bus->refs))
		return;
	for (size_t i = 0; i < bus->slot_count; i++) {
		struct slot *slot = &bus->slots[i];

		cage_release(&slot->cage);
		module_unref(slot->report.state.module);
		lane_histories_release(&slot->report.state.lanes);
		module_unref(slot->report.change.removed);
		bus_unref(slot->from);
	}
	free(bus->slots);
	free(bus->root);
	bus_unref(bus->before);
	topology_unref(bus->topology);
	workers_unref(bus->workers);
	free(bus);
}

int bus_add(struct bus *bus, size_t port)
{
	struct slot *slots = realloc(bus->slots, (bus->slot_count + 1) * sizeof(*slots));
	struct slot *slot;

	if (!slots)
		return -ENOMEM;
	bus->slots = slots;
	slot = &slots[bus->slot_count];
	*slot = (struct slot){ .port = port };
	cage_init(&slot->cage, bus->deadline_ms);
	cage_override(&slot->cage, &bus->topology->ports[port]);
	cage_fill(&slot->cage, &slot->report.state);
	return (int)bus->slot_count++;
}

const char *bus_label(const struct bus *bus)
{
	return bus->name;
}

void bus_free(struct bus *bus)
{
	if (!bus)
		return;
	workers_lock(bus->workers);
	bus->gone = true;
	workers_unlock(bus->workers);
	bus_unref(bus);
}

/* From one row to another that cage_fill() could have filled; its module gets a reference. */
static void state_copy(const struct port_state *from, struct port_state *to)
{
	to->presence = from->presence;
	to->status = from->status;
	TEXT_SET(to->why, from->why);
	to->module = from->module ? module_ref(from->module) : NULL;
	to->read_mono = from->read_mono;
	to->read_scan = from->read_scan;
	to->read_errors = from->read_errors;
	to->insertions = from->insertions;
	to->flags = from->flags;
	lane_histories_copy(&to->lanes, &from->lanes);
}

/* Events say what changed since the report was fetched: what came and went between was never seen. */
static void merge_change(struct cage_change *to, const struct cage_change *change,
                         const struct module **ret_dropped)
{
	*ret_dropped = NULL;
	if (change->removed && (to->inserted || to->removed)) {
		to->inserted = false;
		*ret_dropped = change->removed;
	} else if (change->removed) {
		to->removed = change->removed;
	}
	to->inserted |= change->inserted;
}

/* Likewise what has occurred, unless it was another module's. */
static void merge_flags(struct port_state *to, const struct port_state *before, const struct cage_change *change)
{
	if (change->removed || to->presence == PRESENCE_ABSENT)
		return;
	to->flags.fresh |= before->flags.fresh;
	for (unsigned n = 0; n < to->lanes.count && n < before->lanes.count; n++)
		to->lanes.lane[n].flags.fresh |= before->lanes.lane[n].flags.fresh;
}

/* They have been told. */
static void clear_fresh(struct port_state *state)
{
	state->flags.fresh = 0;
	for (unsigned n = 0; n < state->lanes.count; n++)
		state->lanes.lane[n].flags.fresh = 0;
}

/* The worker's: tell what a scan found. */
static void put_report(struct bus *bus, struct slot *slot, const struct cage_change *change)
{
	struct port_state state = { 0 }, before;
	const struct module *dropped;
	struct report *r = &slot->report;

	cage_fill(&slot->cage, &state);
	workers_lock(bus->workers);
	before = r->state;
	merge_flags(&state, &before, change);
	r->state = state;
	merge_change(&r->change, change, &dropped);
	r->cost = slot->cage.cost;
	r->fresh = true;
	r->live |= slot->cage.live;
	workers_unlock(bus->workers);
	module_unref(before.module);
	lane_histories_release(&before.lanes);
	module_unref(dropped);
}

/* The worker's: begin with the next port? Notes when. */
static bool begin(struct bus *bus, size_t slot, bool only, bool *ret_skip)
{
	bool go;

	workers_lock(bus->workers);
	go = !workers_stopping(bus->workers) && !bus->gone;
	*ret_skip = only && !bus->slots[slot].picked;
	bus->slots[slot].picked = false;
	bus->at = slot;
	clock_gettime(CLOCK_MONOTONIC, &bus->task.since);
	workers_unlock(bus->workers);
	return go;
}

static void scan_slot(struct bus *bus, struct slot *slot, unsigned how, uint32_t scan)
{
	struct cage_change change;
	struct scan_time now = { .scan = scan, .stale = !(how & SCAN_LIVE) };

	clock_gettime(CLOCK_REALTIME, &now.real);
	clock_gettime(CLOCK_MONOTONIC, &now.mono);
	if (!slot->cage.source && !cage_is_left_alone(&slot->cage, how, &now.mono)) {
		struct source *source = NULL;
		int rc = bus->open(&bus->topology->ports[slot->port], bus->root, bus->arg, &source);

		cage_open(&slot->cage, rc == 0 ? source : NULL, rc);
	}
	cage_scan(&slot->cage, how, &now, &change);
	put_report(bus, slot, &change);
}

static void scan_bus(struct bus *bus, unsigned how, uint32_t scan, bool only)
{
	for (size_t i = 0; i < bus->slot_count; i++) {
		bool skip;

		if (!begin(bus, i, only, &skip)) {
			workers_lock(bus->workers);
			bus->how |= how & SCAN_LIVE;
			workers_unlock(bus->workers);
			return;
		}
		if (!skip)
			scan_slot(bus, &bus->slots[i], how, scan);
	}
}

static struct bus *bus_of(struct task *t)
{
	return (struct bus *)t;
}

/* A worker's. */
static void run(struct task *t)
{
	struct bus *bus = bus_of(t);
	unsigned how;
	uint32_t scan;
	bool only;

	workers_lock(bus->workers);
	how = bus->how;
	bus->how = 0;
	scan = bus->scan;
	only = bus->only;
	workers_unlock(bus->workers);
	scan_bus(bus, how, scan, only);
}

static void done(struct task *t)
{
	bus_unref(bus_of(t));
}

struct bus *bus_new(const struct bus_setup *setup, const char *name)
{
	struct bus *bus = calloc(1, sizeof(*bus));

	if (!bus)
		return NULL;
	bus->refs = 1;
	bus->task = (struct task){ .run = run, .done = done };
	TEXT_SET(bus->name, name);
	bus->workers = workers_ref(setup->workers);
	bus->topology = topology_ref(setup->topology);
	bus->root = strdup(setup->root);
	bus->open = setup->open;
	bus->arg = setup->arg;
	bus->deadline_ms = setup->deadline_ms;
	if (bus->root)
		return bus;
	bus_unref(bus);
	return NULL;
}

/* Is a thread at it, or at one that it waits for? */
static bool is_taken(struct bus *bus)
{
	bool taken;

	workers_lock(bus->workers);
	taken = bus->task.state == TASK_BUSY;
	workers_unlock(bus->workers);
	if (bus->before)
		taken |= is_taken(bus->before);
	for (size_t i = 0; i < bus->slot_count && !taken; i++) {
		if (bus->slots[i].from)
			taken = is_taken(bus->slots[i].from);
	}
	return taken;
}

/* Get a cage from where it is. Its source is opened anew: presence settings may differ. */
static void adopt(struct bus *bus, struct slot *slot)
{
	const struct module *dropped;
	struct slot *old;

	if (!slot->from)
		return;
	old = &slot->from->slots[slot->from_slot];
	adopt(slot->from, old);
	cage_release(&slot->cage);
	cage_open(&old->cage, NULL, 0);
	slot->cage = old->cage;
	cage_init(&old->cage, 0);
	slot->cage.deadline_ms = bus->deadline_ms;
	slot->cage.failures = 0;
	slot->cage.read_scan = slot->cage.unsure_scan = 0;
	cage_override(&slot->cage, &bus->topology->ports[slot->port]);
	/* What it found when it came back. */
	merge_change(&slot->report.change, &old->report.change, &dropped);
	module_unref(dropped);
	old->report.change = (struct cage_change){ 0 };
	bus_unref(slot->from);
	slot->from = NULL;
}

/* All that it waits for is free, or it was not waiting: cages are its own. */
static bool settle(struct bus *bus)
{
	bool waits = bus->before != NULL;

	for (size_t i = 0; i < bus->slot_count && !waits; i++)
		waits = bus->slots[i].from != NULL;
	if (!waits)
		return true;
	if (is_taken(bus))
		return false;
	bus_unref(bus->before);
	bus->before = NULL;
	for (size_t i = 0; i < bus->slot_count; i++)
		adopt(bus, &bus->slots[i]);
	return true;
}

void bus_inherit(struct bus *bus, size_t slot, struct bus *from, size_t from_slot)
{
	struct report *to = &bus->slots[slot].report, *r = &from->slots[from_slot].report;

	module_unref(to->state.module);
	workers_lock(from->workers);
	state_copy(&r->state, &to->state);
	clear_fresh(&r->state);
	/* Scans are counted anew. */
	to->state.read_scan = 0;
	/* What nobody was told yet is told by the successor. */
	to->change = r->change;
	r->change = (struct cage_change){ 0 };
	workers_unlock(from->workers);
	bus->slots[slot].from = refs_get(from, &from->refs);
	bus->slots[slot].from_slot = from_slot;
}

void bus_follow(struct bus *bus, struct bus *before)
{
	if (!bus->before)
		bus->before = refs_get(before, &before->refs);
}

/* Nobody but us makes an idle one busy. */
static bool start(struct bus *bus)
{
	if (!settle(bus))
		return false;
	refs_get(bus, &bus->refs);
	workers_put(bus->workers, &bus->task);
	return true;
}

bool bus_request(struct bus *bus, unsigned how, uint32_t scan)
{
	bool free;

	workers_lock(bus->workers);
	free = bus->task.state == TASK_IDLE;
	if ((how & SCAN_LIVE) || !(bus->how & SCAN_LIVE))
		bus->scan = scan;
	bus->how |= how;
	if (free)
		bus->only = false;
	workers_unlock(bus->workers);
	return free && start(bus);
}

void bus_pick(struct bus *bus, size_t slot)
{
	workers_lock(bus->workers);
	bus->slots[slot].picked = true;
	workers_unlock(bus->workers);
}

bool bus_look(struct bus *bus, uint32_t scan)
{
	bool free, picked = false;

	workers_lock(bus->workers);
	for (size_t i = 0; i < bus->slot_count; i++)
		picked |= bus->slots[i].picked;
	free = picked && bus->task.state == TASK_IDLE;
	if (free) {
		/* What is owed to all of them is done now, too. */
		bus->only = bus->how == 0;
		if (bus->only)
			bus->scan = scan;
	}
	workers_unlock(bus->workers);
	return free && start(bus);
}

/* Locked: for how long it has been stuck, -1 if it is not. */
static int64_t stuck_ms(struct bus *bus)
{
	return workers_stuck_ms(bus->workers, &bus->task, bus->deadline_ms);
}

struct waiting {
	struct bus *const *buses;
	size_t count;
};

/* Locked: all of them are asked, which finds those that are stuck. */
static bool is_waited_for(void *arg)
{
	const struct waiting *for_these = arg;
	size_t waiting = 0;

	for (size_t i = 0; i < for_these->count; i++) {
		struct bus *bus = for_these->buses[i];

		waiting += bus->task.state != TASK_IDLE && stuck_ms(bus) < 0;
	}
	return waiting > 0;
}

void bus_wait(struct bus *const buses[], size_t count, const struct timespec *until)
{
	struct waiting these = { buses, count };

	if (count > 0)
		workers_wait_while(buses[0]->workers, is_waited_for, &these, until);
}

/* Locked: why nothing has been heard of a port. */
static void explain(struct bus *bus, size_t slot, int64_t stuck, char *why, size_t size)
{
	const struct port_decl *at = &bus->topology->ports[bus->slots[bus->at].port];

	if (stuck < 0)
		snprintf(why, size, "its bus does not answer since before the configuration was read again");
	else if (bus->task.state == TASK_QUEUED)
		snprintf(why, size, "other buses do not answer for %u s", (unsigned)(stuck / 1000));
	else if (bus->at == slot)
		snprintf(why, size, "no answer for %u s", (unsigned)(stuck / 1000));
	else
		snprintf(why, size, "%.40s on its bus does not answer for %u s", at->name,
		         (unsigned)(stuck / 1000));
}

void bus_report(struct bus *bus, size_t slot, bool keep, struct port_state *state,
                struct cage_change *ret_change)
{
	struct report *r = &bus->slots[slot].report;
	bool waits = bus->slots[slot].from || bus->before;
	int64_t stuck;

	workers_lock(bus->workers);
	state_copy(&r->state, state);
	state->late = !r->fresh;
	state->live = r->live;
	stuck = stuck_ms(bus);
	if (!r->fresh && (stuck >= 0 || waits)) {
		state->status = READ_TIMEOUT;
		state->blocked = stuck < 0 || bus->task.state == TASK_QUEUED || bus->at != slot;
		explain(bus, slot, stuck, state->why, sizeof(state->why));
	}
	*ret_change = r->change;
	r->change = (struct cage_change){ 0 };
	clear_fresh(&r->state);
	if (!keep)
		r->fresh = r->live = false;
	workers_unlock(bus->workers);
}

struct cage_cost bus_cost(struct bus *bus, size_t slot)
{
	struct cage_cost cost;

	workers_lock(bus->workers);
	cost = bus->slots[slot].report.cost;
	workers_unlock(bus->workers);
	return cost;
}
