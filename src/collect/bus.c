/* SPDX-License-Identifier: BSD-3-Clause */
/* Buses, their reports, and the threads that read them. */
#include "collect/bus.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/refs.h"

/* How often a waiting coordinator looks whether a bus is stuck. */
#define WATCH_MS 50

struct workers {
	unsigned refs;
	pthread_mutex_t lock;            /* guards this, and of its buses what is marked */
	pthread_cond_t work;             /* something was asked for, or stop */
	pthread_cond_t done;             /* a bus is done, or a thread gone */
	struct bus *first, *last;        /* asked for, nobody at it yet */
	unsigned queued, busy, threads, stuck;
	bool stop;
};

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
	struct bus *from;                /* owned reference: the cage is still there; NULL: it is here */
	size_t from_slot;
};

enum bus_state {
	BUS_IDLE,
	BUS_QUEUED,
	BUS_BUSY,
};

struct bus {
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
	enum bus_state state;
	struct bus *next;                /* in the queue */
	unsigned how;                    /* asked for */
	uint32_t scan;                   /* that asked; where live bytes are owed, that asked for them */
	size_t at;                       /* slot that is being scanned */
	struct timespec since;           /* of that, or queued */
	bool stuck;                      /* counted as such in workers */
	bool gone;                       /* nobody wants to know any more */
};

static int64_t ms_between(const struct timespec *a, const struct timespec *b)
{
	return (int64_t)(b->tv_sec - a->tv_sec) * 1000 + (b->tv_nsec - a->tv_nsec) / 1000000;
}

static void now_and(unsigned ms, struct timespec *ret)
{
	clock_gettime(CLOCK_MONOTONIC, ret);
	ret->tv_sec += ms / 1000;
	ret->tv_nsec += (long)(ms % 1000) * 1000000;
	if (ret->tv_nsec >= 1000000000) {
		ret->tv_nsec -= 1000000000;
		ret->tv_sec++;
	}
}

struct workers *workers_new(void)
{
	struct workers *w = calloc(1, sizeof(*w));
	pthread_condattr_t attr;

	if (!w)
		return NULL;
	w->refs = 1;
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->work, &attr);
	pthread_cond_init(&w->done, &attr);
	pthread_condattr_destroy(&attr);
	return w;
}

static void workers_unref(struct workers *w)
{
	if (!w || !refs_put(&w->refs))
		return;
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->done);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

static void bus_unref(struct bus *bus)
{
	if (!bus || !refs_put(&bus->refs))
		return;
	for (size_t i = 0; i < bus->slot_count; i++) {
		struct slot *slot = &bus->slots[i];

		cage_release(&slot->cage);
		module_unref(slot->report.state.module);
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

static bool ends_here(const char *p)
{
	return *p == '\0' || *p == '/';
}

void bus_name(const struct port_decl *port, char *ret_name, size_t size)
{
	const char *path = port->path ? port->path : "";

	ret_name[0] = '\0';
	if (port->source != SOURCE_FILE && port->source != SOURCE_SYSFS)
		return;
	/* ".../i2c-1/i2c-5/5-0050/...": a channel of a multiplexer is on the bus of the first adapter. */
	for (const char *p = path; (p = strchr(p, '/')) != NULL; p++) {
		unsigned adapter, address;
		int len = 0;

		if (sscanf(p, "/i2c-%5u%n", &adapter, &len) == 1 && len > 0 && ends_here(p + len)) {
			snprintf(ret_name, size, "i2c-%u", adapter);
			return;
		}
		len = 0;
		if (sscanf(p, "/%5u-%4x%n", &adapter, &address, &len) == 2 && len > 0 && ends_here(p + len)) {
			snprintf(ret_name, size, "i2c-%u", adapter);
			return;
		}
	}
}

struct bus *bus_new(const struct bus_setup *setup, const char *name)
{
	struct bus *bus = calloc(1, sizeof(*bus));

	if (!bus)
		return NULL;
	bus->refs = 1;
	TEXT_SET(bus->name, name);
	bus->workers = refs_get(setup->workers, &setup->workers->refs);
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

/* Locked. */
static void queue_put(struct bus *bus)
{
	struct workers *w = bus->workers;

	bus->next = NULL;
	if (w->last)
		w->last->next = bus;
	else
		w->first = bus;
	w->last = bus;
	w->queued++;
	bus->state = BUS_QUEUED;
	clock_gettime(CLOCK_MONOTONIC, &bus->since);
}

/* Locked: the first one, or NULL. */
static struct bus *queue_take(struct workers *w)
{
	struct bus *bus = w->first;

	if (!bus)
		return NULL;
	w->first = bus->next;
	if (!w->first)
		w->last = NULL;
	w->queued--;
	return bus;
}

/* Locked. */
static void queue_drop(struct bus *bus)
{
	struct workers *w = bus->workers;
	struct bus *all = w->first;

	w->first = w->last = NULL;
	w->queued = 0;
	while (all) {
		struct bus *next = all->next;

		if (all != bus)
			queue_put(all);
		all = next;
	}
	bus->state = BUS_IDLE;
}

void bus_free(struct bus *bus)
{
	if (!bus)
		return;
	pthread_mutex_lock(&bus->workers->lock);
	bus->gone = true;
	if (bus->state == BUS_QUEUED)
		queue_drop(bus);
	pthread_mutex_unlock(&bus->workers->lock);
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
	memcpy(to->lanes, from->lanes, sizeof(to->lanes));
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

/* The worker's: tell what a scan found. */
static void put_report(struct bus *bus, struct slot *slot, unsigned how, const struct cage_change *change)
{
	struct port_state state = { 0 };
	const struct module *before, *dropped;
	struct report *r = &slot->report;

	cage_fill(&slot->cage, &state);
	pthread_mutex_lock(&bus->workers->lock);
	before = r->state.module;
	r->state = state;
	merge_change(&r->change, change, &dropped);
	r->cost = slot->cage.cost;
	r->fresh = true;
	r->live |= (how & SCAN_LIVE) != 0;
	pthread_mutex_unlock(&bus->workers->lock);
	module_unref(before);
	module_unref(dropped);
}

/* The worker's: begin with the next port? Notes when. */
static bool begin(struct bus *bus, size_t slot)
{
	bool go;

	pthread_mutex_lock(&bus->workers->lock);
	go = !bus->workers->stop && !bus->gone;
	bus->at = slot;
	clock_gettime(CLOCK_MONOTONIC, &bus->since);
	pthread_mutex_unlock(&bus->workers->lock);
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
	put_report(bus, slot, how, &change);
}

static void scan_bus(struct bus *bus, unsigned how, uint32_t scan)
{
	for (size_t i = 0; i < bus->slot_count; i++) {
		if (!begin(bus, i)) {
			pthread_mutex_lock(&bus->workers->lock);
			bus->how |= how & SCAN_LIVE;
			pthread_mutex_unlock(&bus->workers->lock);
			return;
		}
		scan_slot(bus, &bus->slots[i], how, scan);
	}
}

/* Locked: as stuck or not. */
static void count_stuck(struct bus *bus, bool stuck)
{
	if (stuck == bus->stuck)
		return;
	bus->stuck = stuck;
	if (stuck)
		bus->workers->stuck++;
	else
		bus->workers->stuck--;
}

static void *work(void *arg)
{
	struct workers *w = arg;

	pthread_mutex_lock(&w->lock);
	/* One more than that only while others are stuck. */
	while (!w->stop && w->threads <= WORKERS_MAX + w->stuck) {
		struct bus *bus = queue_take(w);
		unsigned how;
		uint32_t scan;

		if (!bus) {
			pthread_cond_wait(&w->work, &w->lock);
			continue;
		}
		refs_get(bus, &bus->refs);
		bus->state = BUS_BUSY;
		w->busy++;
		how = bus->how;
		bus->how = 0;
		scan = bus->scan;
		bus->at = 0;
		clock_gettime(CLOCK_MONOTONIC, &bus->since);
		pthread_mutex_unlock(&w->lock);
		scan_bus(bus, how, scan);
		pthread_mutex_lock(&w->lock);
		bus->state = BUS_IDLE;
		w->busy--;
		count_stuck(bus, false);
		pthread_cond_broadcast(&w->done);
		pthread_mutex_unlock(&w->lock);
		bus_unref(bus);
		pthread_mutex_lock(&w->lock);
	}
	w->threads--;
	pthread_cond_broadcast(&w->done);
	pthread_mutex_unlock(&w->lock);
	workers_unref(w);
	return NULL;
}

/* Locked: a thread for each bus that waits for one, as far as there may be so many. */
static void hire(struct workers *w)
{
	unsigned unoccupied = w->threads - w->busy;
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	for (unsigned wanted = w->queued > unoccupied ? w->queued - unoccupied : 0;
	     wanted > 0 && w->threads < WORKERS_MAX + w->stuck; wanted--) {
		pthread_t thread;

		refs_get(w, &w->refs);
		w->threads++;
		if (pthread_create(&thread, &attr, work, w) != 0) {
			/* Those that there are do it, or the next request tries again. */
			w->threads--;
			refs_put(&w->refs);
			break;
		}
	}
	pthread_attr_destroy(&attr);
}

void workers_stop(struct workers *w, unsigned timeout_ms)
{
	struct timespec until;

	now_and(timeout_ms, &until);
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	for (struct bus *bus; (bus = queue_take(w)) != NULL;)
		bus->state = BUS_IDLE;
	pthread_cond_broadcast(&w->work);
	/* It is known of those that are stuck that there is no point in waiting. */
	while (w->threads > w->stuck && pthread_cond_timedwait(&w->done, &w->lock, &until) == 0)
		;
	pthread_mutex_unlock(&w->lock);
}

void workers_resume(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = false;
	pthread_mutex_unlock(&w->lock);
}

void workers_free(struct workers *w)
{
	if (!w)
		return;
	workers_stop(w, 0);
	workers_unref(w);
}

/* Is a thread at it, or at one that it waits for? */
static bool is_taken(struct bus *bus)
{
	bool taken;

	pthread_mutex_lock(&bus->workers->lock);
	taken = bus->state == BUS_BUSY;
	pthread_mutex_unlock(&bus->workers->lock);
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
	slot->cage.read_scan = 0;
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
	pthread_mutex_lock(&from->workers->lock);
	state_copy(&r->state, &to->state);
	/* Scans are counted anew. */
	to->state.read_scan = 0;
	/* What nobody was told yet is told by the successor. */
	to->change = r->change;
	r->change = (struct cage_change){ 0 };
	pthread_mutex_unlock(&from->workers->lock);
	bus->slots[slot].from = refs_get(from, &from->refs);
	bus->slots[slot].from_slot = from_slot;
}

void bus_follow(struct bus *bus, struct bus *before)
{
	if (!bus->before)
		bus->before = refs_get(before, &before->refs);
}

bool bus_request(struct bus *bus, unsigned how, uint32_t scan)
{
	bool free;

	pthread_mutex_lock(&bus->workers->lock);
	free = bus->state == BUS_IDLE;
	if ((how & SCAN_LIVE) || !(bus->how & SCAN_LIVE))
		bus->scan = scan;
	bus->how |= how;
	pthread_mutex_unlock(&bus->workers->lock);
	/* Nobody but us makes an idle one busy. */
	if (!free || !settle(bus))
		return false;
	pthread_mutex_lock(&bus->workers->lock);
	queue_put(bus);
	hire(bus->workers);
	pthread_cond_signal(&bus->workers->work);
	pthread_mutex_unlock(&bus->workers->lock);
	return true;
}

/* Locked: for how long it has been stuck, -1 if it is not. */
static int64_t stuck_ms(struct bus *bus)
{
	struct timespec now;
	int64_t ms;

	if (bus->state == BUS_IDLE)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = ms_between(&bus->since, &now);
	if (ms <= bus->deadline_ms)
		return -1;
	/* Another thread may do what this one does not get to. */
	if (bus->state == BUS_BUSY) {
		count_stuck(bus, true);
		hire(bus->workers);
	}
	return ms;
}

void bus_wait(struct bus *const buses[], size_t count, const struct timespec *until)
{
	struct workers *w = count > 0 ? buses[0]->workers : NULL;

	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	for (;;) {
		struct timespec watch, now;
		size_t waiting = 0;

		for (size_t i = 0; i < count; i++)
			waiting += buses[i]->state != BUS_IDLE && stuck_ms(buses[i]) < 0;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (w->stop || waiting == 0 || (until && ms_between(&now, until) <= 0))
			break;
		now_and(WATCH_MS, &watch);
		if (until && ms_between(until, &watch) > 0)
			watch = *until;
		(void)pthread_cond_timedwait(&w->done, &w->lock, &watch);
	}
	pthread_mutex_unlock(&w->lock);
}

/* Locked: why nothing has been heard of a port. */
static void explain(struct bus *bus, size_t slot, int64_t stuck, char *why, size_t size)
{
	const struct port_decl *at = &bus->topology->ports[bus->slots[bus->at].port];

	if (stuck < 0)
		snprintf(why, size, "its bus does not answer since before the configuration was read again");
	else if (bus->state == BUS_QUEUED)
		snprintf(why, size, "other buses do not answer for %u s", (unsigned)(stuck / 1000));
	else if (bus->at == slot)
		snprintf(why, size, "no answer for %u s", (unsigned)(stuck / 1000));
	else
		snprintf(why, size, "%.40s on its bus does not answer for %u s", at->name,
		         (unsigned)(stuck / 1000));
}

void bus_report(struct bus *bus, size_t slot, struct port_state *state, struct cage_change *ret_change)
{
	struct report *r = &bus->slots[slot].report;
	bool waits = bus->slots[slot].from || bus->before;
	int64_t stuck;

	pthread_mutex_lock(&bus->workers->lock);
	state_copy(&r->state, state);
	state->late = !r->fresh;
	state->live = r->live;
	stuck = stuck_ms(bus);
	if (!r->fresh && (stuck >= 0 || waits)) {
		state->status = READ_TIMEOUT;
		explain(bus, slot, stuck, state->why, sizeof(state->why));
	}
	*ret_change = r->change;
	r->change = (struct cage_change){ 0 };
	r->fresh = false;
	r->live = false;
	pthread_mutex_unlock(&bus->workers->lock);
}

struct cage_cost bus_cost(struct bus *bus, size_t slot)
{
	struct cage_cost cost;

	pthread_mutex_lock(&bus->workers->lock);
	cost = bus->slots[slot].report.cost;
	pthread_mutex_unlock(&bus->workers->lock);
	return cost;
}
