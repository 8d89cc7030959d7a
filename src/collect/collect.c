/* SPDX-License-Identifier: BSD-3-Clause */
/* The collector: what buses report becomes a scan; the thread that repeats it, and publishing. */
#include "collect/collect.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "collect/baseline.h"
#include "collect/infer.h"
#include "collect/tracker.h"
#include "rules/judge.h"
#include "source/netdev.h"

/* Where a port is read. */
struct place {
	struct bus *bus;
	size_t slot;
};

struct collector {
	struct settings settings;
	struct topology *topology; /* owned reference; as it was declared */
	struct topology *inferred; /* owned reference; with what the last scan concluded */
	struct conclusions conclusions;
	struct workers *workers;
	struct bus **buses;        /* owned; in order of their first ports */
	size_t bus_count;
	struct bus **asked;        /* those that this scan waits for */
	struct place *places;      /* parallel to topology->ports */
	struct netdevs *netdevs;
	struct tracker *tracker;
	struct tracking tracking;
	struct cage_change *changes; /* of this scan, parallel to topology->ports */
	struct baseline *baseline; /* NULL: nothing is remembered */
	struct judgement judgement;
	uint32_t scan;
	struct timespec live_mono; /* start of the last scan that read live bytes */

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t wake;
	struct snapshot *latest; /* owned reference; NULL before the first scan */
	bool running, stop;
	bool repeat;             /* tell managers again what is active */
	pthread_t thread;
	int notify_fd;
};

/* As breakoutd.conf has it, for settings that say nothing. */
#define PORT_DEADLINE_MS 5000

/* Monitors are not held back for longer than this until a look confirms them. */
#define TRUST_MS 5000

/* That reading a module in full takes at most, on a bus that has nothing else to do. */
#define INSERTION_MS 500

/* That the first scan of a thread waits. */
#define FIRST_SCAN_MS 2000

static int default_open(const struct port_decl *port, const char *root, void *arg, struct source **ret_source)
{
	(void)arg;
	return source_open(port, root, ret_source);
}

/* The bus of this name that there is already, or a new one; NULL when out of memory. */
static struct bus *find_bus(struct collector *c, const struct bus_setup *setup, const char *name)
{
	struct bus *bus;

	for (size_t i = 0; name[0] && i < c->bus_count; i++) {
		if (strcmp(bus_label(c->buses[i]), name) == 0)
			return c->buses[i];
	}
	bus = bus_new(setup, name);
	if (bus)
		c->buses[c->bus_count++] = bus;
	return bus;
}

static int share_out(struct collector *c, collect_open_fn *open, void *arg)
{
	const struct bus_setup setup = {
		.workers = c->workers,
		.topology = c->topology,
		.root = c->settings.root,
		.open = open ? open : default_open,
		.arg = arg,
		.deadline_ms = c->settings.port_deadline_ms ? c->settings.port_deadline_ms : PORT_DEADLINE_MS,
	};

	for (size_t i = 0; i < c->topology->port_count; i++) {
		char name[TOPOLOGY_NAME];
		struct bus *bus;
		int slot;

		/* Of one that can't be told it is not known that it shares one. */
		if (source_bus(&c->topology->ports[i], c->settings.root, name, sizeof(name)) < 0)
			name[0] = '\0';
		bus = find_bus(c, &setup, name);
		slot = bus ? bus_add(bus, i) : -ENOMEM;
		if (slot < 0)
			return slot;
		c->places[i] = (struct place){ .bus = bus, .slot = (size_t)slot };
	}
	return 0;
}

int collector_new(const struct config *config, collect_open_fn *open, void *arg,
                  struct collector **ret_collector)
{
	struct collector *c = calloc(1, sizeof(*c));
	size_t room = config->topology->port_count + 1;
	pthread_condattr_t attr;

	if (!c)
		return -ENOMEM;
	pthread_mutex_init(&c->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&c->wake, &attr);
	pthread_condattr_destroy(&attr);
	judgement_init(&c->judgement);
	c->notify_fd = -1;
	c->settings = config->settings;
	c->topology = topology_ref(config->topology);
	c->inferred = topology_ref(config->topology);
	c->tracker = tracker_new(config->settings.event_log_size);
	c->tracking = (struct tracking){
		.raise_after = config->settings.raise_after,
		.clear_after = config->settings.clear_after,
		.flap = { .limit = config->settings.flap_limit, .window_ms = config->settings.flap_window_ms },
	};
	c->changes = calloc(room, sizeof(c->changes[0]));
	c->netdevs = netdevs_new(c->topology, c->settings.root);
	c->workers = workers_new();
	c->buses = calloc(room, sizeof(c->buses[0]));
	c->asked = calloc(room, sizeof(c->asked[0]));
	c->places = calloc(room, sizeof(c->places[0]));
	if (!c->tracker || !c->changes || !c->netdevs || !c->workers || !c->buses || !c->asked || !c->places ||
	    share_out(c, open, arg) < 0) {
		collector_free(c);
		return -ENOMEM;
	}
	*ret_collector = c;
	return 0;
}

void collector_free(struct collector *c)
{
	if (!c)
		return;
	collector_stop(c);
	for (size_t i = 0; i < c->bus_count; i++)
		bus_free(c->buses[i]);
	free(c->buses);
	free(c->asked);
	free(c->places);
	free(c->changes);
	workers_unref(c->workers);
	netdevs_free(c->netdevs);
	tracker_free(c->tracker);
	baseline_free(c->baseline);
	judgement_release(&c->judgement);
	snapshot_unref(c->latest);
	conclusions_release(&c->conclusions);
	topology_unref(c->inferred);
	topology_unref(c->topology);
	pthread_cond_destroy(&c->wake);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

int collector_remember(struct collector *c, const char *dir)
{
	struct baseline *baseline = baseline_new(dir);

	if (!baseline)
		return -ENOMEM;
	baseline_free(c->baseline);
	c->baseline = baseline;
	return 0;
}

/* Ask all buses that are done with what they were asked before, and wait for those. */
static void scan_buses(struct collector *c, unsigned how, const struct timespec *until)
{
	size_t asked = 0;

	for (size_t i = 0; i < c->bus_count; i++) {
		if (bus_request(c->buses[i], how, c->scan + 1))
			c->asked[asked++] = c->buses[i];
	}
	bus_wait(c->asked, asked, until);
}

/* Modules that changed hands become events, once all ports are known. */
static int log_changes(struct collector *c, const struct scan_time *now, struct snapshot *s, bool *ret_changed)
{
	bool changed = false;
	int rc = 0;

	for (size_t i = 0; i < c->topology->port_count; i++) {
		const struct cage_change *change = &c->changes[i];

		if (rc == 0 && change->removed)
			rc = tracker_port_event(c->tracker, &c->tracking, s, EVENT_MODULE_REMOVED, i,
			                        change->removed, now);
		if (rc == 0 && change->inserted)
			rc = tracker_port_event(c->tracker, &c->tracking, s, EVENT_MODULE_INSERTED, i,
			                        s->ports[i].module, now);
		changed |= change->removed || change->inserted;
		module_unref(change->removed);
	}
	*ret_changed = changed;
	return rc;
}

/* What is known of all ports now. */
static int fetch_ports(struct collector *c, const struct scan_time *now, struct snapshot *s,
                       bool *ret_changed)
{
	for (size_t i = 0; i < c->topology->port_count; i++) {
		netdevs_port(c->netdevs, i, &s->ports[i].host, s->ports[i].if_index);
		bus_report(c->places[i].bus, c->places[i].slot, &s->ports[i], &c->changes[i]);
	}
	return log_changes(c, now, s, ret_changed);
}

/* Conclude from the ports of `s` what was not declared; mostly that is what it was in the last scan. */
static int infer_rest(struct collector *c, struct snapshot *s)
{
	struct topology *topology;
	struct conclusions found;
	int rc = infer(c->topology, s->ports, &found);

	if (rc < 0)
		return rc;
	if (conclusions_equal(&found, &c->conclusions)) {
		conclusions_release(&found);
		return 0;
	}
	topology = infer_topology(c->topology, &found);
	rc = topology ? snapshot_set_topology(s, topology) : -ENOMEM;
	if (rc < 0) {
		topology_unref(topology);
		conclusions_release(&found);
		return rc;
	}
	topology_unref(c->inferred);
	c->inferred = topology;
	conclusions_release(&c->conclusions);
	c->conclusions = found;
	return 0;
}

static bool same_violations(const struct snapshot *a, const struct snapshot *b)
{
	if (a->violation_count != b->violation_count)
		return false;
	for (size_t i = 0; i < a->violation_count; i++) {
		if (a->violations[i].index != b->violations[i].index)
			return false;
	}
	return true;
}

static void publish(struct collector *c, struct snapshot *s)
{
	struct snapshot *before;

	pthread_mutex_lock(&c->lock);
	before = c->latest;
	c->latest = s;
	pthread_mutex_unlock(&c->lock);
	snapshot_unref(before);
	if (c->notify_fd >= 0) {
		uint64_t one = 1;

		/* Full means that the reader has not looked yet: nothing is lost. */
		if (write(c->notify_fd, &one, sizeof(one)) < 0)
			return;
	}
}

static void stamp(struct snapshot *s, const struct snapshot *previous, const struct scan_time *began,
                  bool changed)
{
	clock_gettime(CLOCK_REALTIME, &s->time);
	clock_gettime(CLOCK_MONOTONIC, &s->mono);
	s->duration_ms = (uint32_t)clock_ms_between(&began->mono, &s->mono);
	if (!previous || changed || !same_violations(previous, s) || previous->topology != s->topology) {
		s->tables_changed_scan = s->scan;
		s->tables_changed_mono = s->mono;
	} else {
		s->tables_changed_scan = previous->tables_changed_scan;
		s->tables_changed_mono = previous->tables_changed_mono;
	}
}

static bool take_repeat(struct collector *c)
{
	bool repeat;

	pthread_mutex_lock(&c->lock);
	repeat = c->repeat;
	c->repeat = false;
	pthread_mutex_unlock(&c->lock);
	return repeat;
}

/* Is there a look between two readings of monitors, and soon, so that they may wait to be confirmed by it? */
static bool looks_follow(const struct collector *c)
{
	return c->settings.presence_interval_ms <= TRUST_MS &&
	       c->settings.dom_interval_ms >= 2 * c->settings.presence_interval_ms;
}

/* One scan that waits for `patience_ms` at most; negative: as long as it takes. */
static int scan(struct collector *c, unsigned how, int patience_ms, struct snapshot **ret_snapshot)
{
	const struct snapshot *previous = c->latest;
	struct snapshot *s = snapshot_new(c->inferred);
	uint32_t interval = c->settings.presence_interval_ms;
	struct scan_time now;
	struct timespec until;
	bool changed = false;
	int rc;

	if (!s)
		return -ENOMEM;
	clock_gettime(CLOCK_REALTIME, &now.real);
	clock_gettime(CLOCK_MONOTONIC, &now.mono);
	/* Half a scan early rather than a whole one late. */
	if (c->scan == 0 ||
	    clock_ms_between(&c->live_mono, &now.mono) + interval / 2 >= c->settings.dom_interval_ms)
		how |= SCAN_LIVE;
	if ((how & SCAN_LIVE) && !(how & SCAN_FORCE) && c->scan > 0 && looks_follow(c))
		how |= SCAN_TRUST;
	/* What is left to the next look counts when each port says so. */
	now.stale = !(how & SCAN_LIVE) || (how & SCAN_TRUST);
	until = now.mono;
	clock_add_ms(&until, patience_ms > 0 ? (uint32_t)patience_ms : 0);
	rc = netdevs_scan(c->netdevs, how & SCAN_LIVE);
	if (rc == 0) {
		scan_buses(c, how, patience_ms < 0 ? NULL : &until);
		rc = fetch_ports(c, &now, s, &changed);
	}
	if (rc == 0 && c->baseline)
		baseline_scan(c->baseline, s, &now);
	if (rc == 0)
		rc = infer_rest(c, s);
	if (rc == 0)
		rc = judge_snapshot(s, &c->judgement);
	if (rc == 0 && take_repeat(c))
		tracker_repeat(c->tracker);
	if (rc == 0)
		rc = tracker_update(c->tracker, &c->judgement, &c->tracking, &now, previous, s);
	if (rc < 0) {
		snapshot_unref(s);
		return rc;
	}
	if (how & SCAN_LIVE)
		c->live_mono = now.mono;
	s->scan = ++c->scan;
	stamp(s, previous, &now, changed);
	if (ret_snapshot)
		*ret_snapshot = snapshot_ref(s);
	publish(c, s);
	return 0;
}

int collector_scan(struct collector *c, bool live, struct snapshot **ret_snapshot)
{
	workers_resume(c->workers);
	return scan(c, SCAN_FORCE | (live ? SCAN_LIVE : 0u), -1, ret_snapshot);
}

/*
 * The first picture should be whole, which takes longer than later ones. Of these
 * each should hold what was just plugged in: reading it takes up to half a second.
 */
static int patience(const struct collector *c)
{
	int interval = (int)c->settings.presence_interval_ms;

	if (c->scan == 0)
		return FIRST_SCAN_MS;
	return interval > INSERTION_MS && interval / 2 < INSERTION_MS ? INSERTION_MS : interval / 2;
}

static void *scan_loop(void *arg)
{
	struct collector *c = arg;
	struct timespec next;

	clock_gettime(CLOCK_MONOTONIC, &next);
	pthread_mutex_lock(&c->lock);
	while (!c->stop) {
		struct timespec now;

		pthread_mutex_unlock(&c->lock);
		/* Out of memory: the last picture stays, and ages visibly. */
		(void)scan(c, 0, patience(c), NULL);
		clock_gettime(CLOCK_MONOTONIC, &now);
		clock_add_ms(&next, c->settings.presence_interval_ms);
		/* A scan that took too long must not be followed by a burst. */
		if (clock_ms_between(&now, &next) < 0)
			next = now;
		pthread_mutex_lock(&c->lock);
		while (!c->stop && pthread_cond_timedwait(&c->wake, &c->lock, &next) == 0)
			;
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

int collector_start(struct collector *c, int notify_fd)
{
	int rc;

	if (c->running)
		return -EBUSY;
	c->notify_fd = notify_fd;
	c->stop = false;
	workers_resume(c->workers);
	rc = pthread_create(&c->thread, NULL, scan_loop, c);
	if (rc != 0)
		return -rc;
	c->running = true;
	return 0;
}

void collector_stop(struct collector *c)
{
	if (c->running) {
		pthread_mutex_lock(&c->lock);
		c->stop = true;
		pthread_cond_signal(&c->wake);
		pthread_mutex_unlock(&c->lock);
		workers_stop(c->workers);
		pthread_join(c->thread, NULL);
		c->running = false;
	}
	if (!c->workers)
		return;
	workers_stop(c->workers);
	workers_join(c->workers, COLLECT_STOP_MS);
}

int collector_restore(struct collector *c, const struct event *const known[], size_t count,
                      uint32_t last_event)
{
	struct scan_time now = { 0 };

	if (c->running || c->scan)
		return -EBUSY;
	clock_gettime(CLOCK_REALTIME, &now.real);
	clock_gettime(CLOCK_MONOTONIC, &now.mono);
	return tracker_restore(c->tracker, c->topology, known, count, last_event, &now);
}

void collector_repeat(struct collector *c)
{
	pthread_mutex_lock(&c->lock);
	c->repeat = true;
	pthread_mutex_unlock(&c->lock);
}

struct cage_cost collector_cost(const struct collector *c, size_t port)
{
	return bus_cost(c->places[port].bus, c->places[port].slot);
}

struct snapshot *collector_snapshot(struct collector *c)
{
	struct snapshot *s;

	pthread_mutex_lock(&c->lock);
	s = c->latest ? snapshot_ref(c->latest) : NULL;
	pthread_mutex_unlock(&c->lock);
	return s;
}

static bool same_place(const struct port_decl *a, const struct port_decl *b)
{
	return strcmp(a->name, b->name) == 0 && a->source == b->source && strcmp(a->path, b->path) == 0;
}

static int compare_by_name(const void *a, const void *b)
{
	const struct port_decl *const *pa = a, *const *pb = b;

	return strcmp((*pa)->name, (*pb)->name);
}

int collector_inherit(struct collector *c, struct collector *predecessor)
{
	const struct topology *old = predecessor->topology;
	const struct port_decl **by_name;
	struct tracker *tracker;

	if (c->running || predecessor->running)
		return -EBUSY;
	by_name = calloc(old->port_count + 1, sizeof(const void *));
	if (!by_name)
		return -ENOMEM;
	for (size_t i = 0; i < old->port_count; i++)
		by_name[i] = &old->ports[i];
	qsort(by_name, old->port_count, sizeof(by_name[0]), compare_by_name);
	for (size_t i = 0; i < c->topology->port_count; i++) {
		const struct port_decl *port = &c->topology->ports[i];
		const struct port_decl *const *found =
			bsearch(&port, by_name, old->port_count, sizeof(by_name[0]), compare_by_name);
		const struct place *to = &c->places[i], *from;

		if (!found || !same_place(*found, port))
			continue;
		from = &predecessor->places[*found - old->ports];
		bus_inherit(to->bus, to->slot, from->bus, from->slot);
	}
	for (size_t i = 0; i < c->bus_count; i++) {
		const char *name = bus_label(c->buses[i]);

		for (size_t n = 0; name[0] && n < predecessor->bus_count; n++) {
			if (strcmp(bus_label(predecessor->buses[n]), name) == 0)
				bus_follow(c->buses[i], predecessor->buses[n]);
		}
	}
	free(by_name);
	tracker = c->tracker;
	c->tracker = predecessor->tracker;
	predecessor->tracker = tracker;
	baseline_free(c->baseline);
	c->baseline = predecessor->baseline;
	predecessor->baseline = NULL;
	return 0;
}
