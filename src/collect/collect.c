/* SPDX-License-Identifier: BSD-3-Clause */
/* The collector: a scan, the thread that repeats it, and publishing. */
#include "collect/collect.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect/baseline.h"
#include "collect/cage.h"
#include "collect/infer.h"
#include "collect/tracker.h"
#include "rules/judge.h"
#include "source/netdev.h"

struct collector {
	struct settings settings;
	struct topology *topology; /* owned reference; as it was declared */
	struct topology *inferred; /* owned reference; with what the last scan concluded */
	struct conclusions conclusions;
	struct cage *cages;        /* parallel to topology->ports */
	struct netdevs *netdevs;
	struct tracker *tracker;
	struct baseline *baseline; /* NULL: nothing is remembered */
	struct judgement judgement;
	uint32_t scan;
	struct timespec live_mono; /* start of the last scan that read live bytes */

	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t wake;
	struct snapshot *latest; /* owned reference; NULL before the first scan */
	bool running, stop;
	pthread_t thread;
	int notify_fd;
};

static int default_open(const struct port_decl *port, const char *root, void *arg, struct source **ret_source)
{
	(void)arg;
	return source_open(port, root, ret_source);
}

int collector_new(const struct config *config, collect_open_fn *open, void *arg,
                  struct collector **ret_collector)
{
	struct collector *c = calloc(1, sizeof(*c));
	pthread_condattr_t attr;

	if (!c)
		return -ENOMEM;
	pthread_mutex_init(&c->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&c->wake, &attr);
	pthread_condattr_destroy(&attr);
	judgement_init(&c->judgement);
	c->settings = config->settings;
	c->topology = topology_ref(config->topology);
	c->inferred = topology_ref(config->topology);
	c->tracker = tracker_new(config->settings.event_log_size);
	c->netdevs = netdevs_new(c->topology, c->settings.root);
	c->cages = calloc(c->topology->port_count + 1, sizeof(*c->cages));
	if (!c->tracker || !c->netdevs || !c->cages) {
		collector_free(c);
		return -ENOMEM;
	}
	for (size_t i = 0; i < c->topology->port_count; i++) {
		struct source *source = NULL;
		int rc = (open ? open : default_open)(&c->topology->ports[i], c->settings.root, arg, &source);

		cage_init(&c->cages[i], rc == 0 ? source : NULL, rc);
		cage_override(&c->cages[i], &c->topology->ports[i]);
	}
	*ret_collector = c;
	return 0;
}

void collector_free(struct collector *c)
{
	if (!c)
		return;
	collector_stop(c);
	if (c->cages) {
		for (size_t i = 0; i < c->topology->port_count; i++)
			cage_release(&c->cages[i]);
	}
	free(c->cages);
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

static int64_t ms_between(const struct timespec *a, const struct timespec *b)
{
	return (int64_t)(b->tv_sec - a->tv_sec) * 1000 + (b->tv_nsec - a->tv_nsec) / 1000000;
}

/* Scan all cages into `s`; ports that changed hands become events. */
static int scan_ports(struct collector *c, bool live, const struct scan_time *now, struct snapshot *s,
                      bool *ret_changed)
{
	bool changed = false;
	int rc = netdevs_scan(c->netdevs, live);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < c->topology->port_count; i++) {
		struct cage_change change;

		netdevs_port(c->netdevs, i, &s->ports[i].host, s->ports[i].if_index);
		cage_scan(&c->cages[i], live, now, &change);
		cage_fill(&c->cages[i], &s->ports[i]);
		if (change.removed)
			rc = tracker_port_event(c->tracker, s, EVENT_MODULE_REMOVED, i, change.removed, now);
		if (rc == 0 && change.inserted)
			rc = tracker_port_event(c->tracker, s, EVENT_MODULE_INSERTED, i, s->ports[i].module,
			                        now);
		changed |= change.removed || change.inserted;
		module_unref(change.removed);
		if (rc < 0)
			return rc;
	}
	*ret_changed = changed;
	return 0;
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

int collector_scan(struct collector *c, bool live, struct snapshot **ret_snapshot)
{
	const struct snapshot *previous = c->latest;
	struct snapshot *s = snapshot_new(c->inferred);
	struct scan_time now;
	struct timespec end;
	bool changed = false;
	int rc;

	if (!s)
		return -ENOMEM;
	clock_gettime(CLOCK_REALTIME, &now.real);
	clock_gettime(CLOCK_MONOTONIC, &now.mono);
	/* Half a scan early rather than a whole one late. */
	live |= c->scan == 0 || ms_between(&c->live_mono, &now.mono) + c->settings.presence_interval_ms / 2 >=
	                                c->settings.dom_interval_ms;
	now.stale = !live;
	rc = scan_ports(c, live, &now, s, &changed);
	if (rc == 0 && c->baseline)
		baseline_scan(c->baseline, s, &now);
	if (rc == 0)
		rc = infer_rest(c, s);
	if (rc == 0)
		rc = judge_snapshot(s, &c->judgement);
	if (rc == 0)
		rc = tracker_update(c->tracker, &c->judgement, c->settings.raise_after,
		                    c->settings.clear_after, &now, previous, s);
	if (rc < 0) {
		snapshot_unref(s);
		return rc;
	}
	if (live)
		c->live_mono = now.mono;
	s->scan = ++c->scan;
	clock_gettime(CLOCK_REALTIME, &s->time);
	clock_gettime(CLOCK_MONOTONIC, &end);
	s->mono = end;
	s->duration_ms = (uint32_t)ms_between(&now.mono, &end);
	if (!previous || changed || !same_violations(previous, s) || previous->topology != s->topology) {
		s->tables_changed_scan = s->scan;
		s->tables_changed_mono = end;
	} else {
		s->tables_changed_scan = previous->tables_changed_scan;
		s->tables_changed_mono = previous->tables_changed_mono;
	}
	if (ret_snapshot)
		*ret_snapshot = snapshot_ref(s);
	publish(c, s);
	return 0;
}

static void add_ms(struct timespec *t, uint32_t ms)
{
	t->tv_sec += ms / 1000;
	t->tv_nsec += (long)(ms % 1000) * 1000000;
	if (t->tv_nsec >= 1000000000) {
		t->tv_nsec -= 1000000000;
		t->tv_sec++;
	}
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
		(void)collector_scan(c, false, NULL);
		clock_gettime(CLOCK_MONOTONIC, &now);
		add_ms(&next, c->settings.presence_interval_ms);
		/* A scan that took too long must not be followed by a burst. */
		if (ms_between(&now, &next) < 0)
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
	rc = pthread_create(&c->thread, NULL, scan_loop, c);
	if (rc != 0)
		return -rc;
	c->running = true;
	return 0;
}

void collector_stop(struct collector *c)
{
	if (!c->running)
		return;
	pthread_mutex_lock(&c->lock);
	c->stop = true;
	pthread_cond_signal(&c->wake);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	c->running = false;
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
		struct cage *from, *to = &c->cages[i];
		struct source *source = to->source;
		int open_error = to->open_error;

		if (!found || !same_place(*found, port))
			continue;
		/* The newly opened source replaces the old one: presence settings may differ. */
		from = &predecessor->cages[*found - old->ports];
		*to = *from;
		to->source = source;
		to->open_error = open_error;
		cage_override(to, port);
		from->image = NULL;
		from->module = NULL;
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
