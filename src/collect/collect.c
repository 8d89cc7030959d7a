/* SPDX-License-Identifier: BSD-3-Clause */
/* The collector: what buses and the kernel report becomes a scan, and publishing it. */
#include "collect/collect.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "collect/collector.h"

/* As breakoutd.conf has it, for settings that say nothing. */
#define PORT_DEADLINE_MS 5000

/* Monitors are not held back for longer than this until a look confirms them. */
#define TRUST_MS 5000

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
		.deadline_ms = c->settings.port_deadline_ms,
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

/* 0 or -ENOMEM. libsensors knows this machine only, which is not below any root. */
static int add_sensors(struct collector *c)
{
	const struct settings *settings = &c->settings;
	const struct sensors_setup setup = {
		.workers = c->workers,
		.topology = c->topology,
		.hwmon = settings->hwmon && !settings->root[0] ? hwmon_process() : NULL,
		.net = "/sys/class/net",
		.chassis = settings->chassis_sensors,
		.deadline_ms = settings->port_deadline_ms ? settings->port_deadline_ms : PORT_DEADLINE_MS,
		.interval_ms = settings->dom_interval_ms,
	};

	if (setup.hwmon)
		c->sensors = sensors_new(&setup);
	return setup.hwmon && !c->sensors ? -ENOMEM : 0;
}

int collector_new(const struct config *config, collect_open_fn *open, void *arg,
                  struct collector **ret_collector)
{
	struct collector *c = calloc(1, sizeof(*c));
	size_t room = config->topology->port_count + 1;
	int rc;

	if (!c)
		return -ENOMEM;
	pthread_mutex_init(&c->lock, NULL);
	judgement_init(&c->judgement);
	c->notify_fd = -1;
	c->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rc = c->stop_fd < 0 ? -errno : 0;
	c->settings = config->settings;
	if (!c->settings.port_deadline_ms)
		c->settings.port_deadline_ms = PORT_DEADLINE_MS;
	c->topology = topology_ref(config->topology);
	c->inferred = topology_ref(config->topology);
	c->tracker = tracker_new(config->settings.event_log_size);
	c->tracking = (struct tracking){
		.raise_after = config->settings.raise_after,
		.clear_after = config->settings.clear_after,
		.link_grace_ms = config->settings.link_grace_ms,
		.flap = { .limit = config->settings.flap_limit, .window_ms = config->settings.flap_window_ms },
	};
	c->changes = calloc(room, sizeof(c->changes[0]));
	c->workers = workers_new();
	if (c->workers)
		c->host = host_new(c->workers, c->topology, c->settings.root, c->settings.port_deadline_ms);
	c->buses = calloc(room, sizeof(c->buses[0]));
	c->asked = calloc(room, sizeof(c->asked[0]));
	c->places = calloc(room, sizeof(c->places[0]));
	if (rc == 0 && (!c->tracker || !c->changes || !c->host || !c->workers || !c->buses || !c->asked || !c->places ||
	                share_out(c, open, arg) < 0 || add_sensors(c) < 0))
		rc = -ENOMEM;
	if (rc < 0)
		collector_free(c);
	else
		*ret_collector = c;
	return rc;
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
	host_free(c->host);
	sensors_free(c->sensors);
	workers_unref(c->workers);
	tracker_free(c->tracker);
	baseline_free(c->baseline);
	judgement_release(&c->judgement);
	snapshot_unref(c->latest);
	conclusions_release(&c->conclusions);
	topology_unref(c->inferred);
	topology_unref(c->topology);
	if (c->stop_fd >= 0)
		close(c->stop_fd);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

int collector_remember(struct collector *c, struct state *state, const char *dir)
{
	struct baseline *baseline = baseline_new(state, dir);

	if (!baseline)
		return -ENOMEM;
	baseline_free(c->baseline);
	c->baseline = baseline;
	return 0;
}

void collector_hook_host(struct collector *c, void (*hook)(void *arg), void *arg)
{
	host_set_hook(c->host, hook, arg);
}

/* Ask the kernel, and buses; those that are done with what they were asked before, and wait for these. */
static void look_around(struct collector *c, const struct asking *asking, const struct timespec *until)
{
	bool all = !asking->extra || c->heard.all;
	bool host = host_request(c->host, asking->host);
	bool sensing = c->sensors && (asking->how & SCAN_LIVE) && sensors_request(c->sensors, c->latest);
	size_t asked = 0;

	for (size_t i = 0; i < c->bus_count; i++) {
		if (all ? bus_request(c->buses[i], asking->how, c->scan + 1)
		        : bus_look(c->buses[i], c->scan + 1))
			c->asked[asked++] = c->buses[i];
	}
	c->heard = (struct heard){ .again = c->heard.any };
	bus_wait(c->asked, asked, until);
	if (host)
		host_wait(c->host, until);
	if (sensing)
		sensors_wait(c->sensors, until);
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
	s->host_late = !host_is_fresh(c->host, now->extra, &s->host_stuck_ms);
	for (size_t i = 0; i < c->topology->port_count; i++) {
		host_fill(c->host, i, &s->ports[i]);
		bus_report(c->places[i].bus, c->places[i].slot, now->extra, &s->ports[i], &c->changes[i]);
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

static void signal_fd(int fd)
{
	uint64_t one = 1;

	/* Full means that the reader has not looked yet: nothing is lost. */
	while (write(fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

static void publish(struct collector *c, struct snapshot *s)
{
	struct snapshot *before;

	pthread_mutex_lock(&c->lock);
	before = c->latest;
	c->latest = s;
	pthread_mutex_unlock(&c->lock);
	snapshot_unref(before);
	if (c->notify_fd >= 0)
		signal_fd(c->notify_fd);
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

/* Are monitors to be read? Half a scan early rather than a whole one late. */
static bool is_live_due(const struct collector *c, const struct timespec *mono)
{
	uint32_t half = c->settings.presence_interval_ms / 2;

	return c->scan == 0 || clock_ms_between(&c->live_mono, mono) + half >= c->settings.dom_interval_ms;
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

int collector_look(struct collector *c, struct asking asking, struct snapshot **ret_snapshot)
{
	const struct snapshot *previous = c->latest;
	struct snapshot *s = snapshot_new(c->inferred);
	struct scan_time now = { .extra = asking.extra };
	struct timespec until;
	bool changed = false;
	int rc;

	if (!s)
		return -ENOMEM;
	clock_gettime(CLOCK_REALTIME, &now.real);
	clock_gettime(CLOCK_MONOTONIC, &now.mono);
	if (!asking.extra && is_live_due(c, &now.mono))
		asking.how |= SCAN_LIVE;
	if ((asking.how & SCAN_LIVE) || c->heard.settings || c->heard.all)
		asking.host |= HOST_LIVE;
	if ((asking.how & SCAN_LIVE) && !(asking.how & SCAN_FORCE) && c->scan > 0 && looks_follow(c))
		asking.how |= SCAN_TRUST;
	/* What is left to the next look counts when each port says so. */
	now.stale = !(asking.how & SCAN_LIVE) || (asking.how & SCAN_TRUST);
	until = now.mono;
	clock_add_ms(&until, asking.patience_ms > 0 ? (uint64_t)asking.patience_ms : 0);
	look_around(c, &asking, asking.patience_ms < 0 ? NULL : &until);
	rc = fetch_ports(c, &now, s, &changed);
	if (rc == 0 && c->sensors)
		rc = sensors_fill(c->sensors, s);
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
	if (asking.how & SCAN_LIVE)
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
	const struct asking asking = { .how = SCAN_FORCE | (live ? SCAN_LIVE : 0u), .patience_ms = -1 };

	workers_resume(c->workers);
	return collector_look(c, asking, ret_snapshot);
}

int collector_start(struct collector *c, int notify_fd)
{
	uint64_t stops;
	int rc;

	if (c->running)
		return -EBUSY;
	/* It holds what stopped it before. */
	while (read(c->stop_fd, &stops, sizeof(stops)) < 0 && errno == EINTR)
		;
	c->notify_fd = notify_fd;
	c->stop = false;
	workers_resume(c->workers);
	rc = pthread_create(&c->thread, NULL, collector_loop, c);
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
		pthread_mutex_unlock(&c->lock);
		signal_fd(c->stop_fd);
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
