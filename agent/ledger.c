/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers know. */
#include "agent/ledger.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agent/ledger_file.h"
#include "base/clock.h"
#include "base/log.h"

#define FILE_NAME "notified.json"

/* Between two writes of the file. */
#define SAVE_MS 1000

struct ledger {
	char *path;                      /* owned; NULL: nothing is written */
	uint32_t began;                  /* last event of earlier agents */
	bool full;                       /* said so */
	bool threaded;
	pthread_t thread;

	pthread_mutex_t lock;            /* guards what follows */
	pthread_cond_t wake;
	struct ledger_content now;       /* `known` is sorted, with room for LEDGER_MAX */
	bool dirty, stop;
};

/* A raise, its clear and whatever they are about have the same. */
static int compare_subjects(const struct event *a, const struct event *b)
{
	const uint32_t ka[] = { a->about.breakout, a->about.leg, a->about.port };
	const uint32_t kb[] = { b->about.breakout, b->about.leg, b->about.port };
	int order;

	for (size_t i = 0; i < sizeof(ka) / sizeof(ka[0]); i++) {
		if (ka[i] != kb[i])
			return ka[i] < kb[i] ? -1 : 1;
	}
	order = strcmp(a->rule_id, b->rule_id);
	/* Of a port more than one thing may flap. */
	return order == 0 && !a->rule_id[0] ? strcmp(a->observed, b->observed) : order;
}

static int compare(enum event_kind pair_a, const struct event *a, enum event_kind pair_b, const struct event *b)
{
	if (pair_a != pair_b)
		return pair_a < pair_b ? -1 : 1;
	return compare_subjects(a, b);
}

static int compare_known(const void *a, const void *b)
{
	const struct event *const *ea = a, *const *eb = b;

	return compare((*ea)->kind, *ea, (*eb)->kind, *eb);
}

static int load(struct ledger *l)
{
	struct ledger_content loaded = { 0 };
	int r = ledger_file_load(l->path, &loaded);

	if (r == -ENOMEM)
		return r;
	if (r == -EINVAL || r == -EBADMSG)
		log_warning("%s makes no sense and is ignored%s", l->path, r == -EINVAL ? ", in part" : "");
	else if (r < 0 && r != -ENOENT)
		log_warning("%s: %s", l->path, strerror(-r));
	for (size_t i = 0; i < loaded.count; i++)
		l->now.known[l->now.count++] = loaded.known[i];
	free(loaded.known);
	qsort(l->now.known, l->now.count, sizeof(l->now.known[0]), compare_known);
	l->now.last_event = loaded.stopped ? loaded.last_event : loaded.reserved;
	return 0;
}

/* Locked: as it is now, to be written without the lock. False when out of memory: the next change tries again. */
static bool copy_content(const struct ledger *l, struct ledger_content *ret_content)
{
	struct ledger_content copy = l->now;

	copy.known = calloc(copy.count + 1, sizeof(copy.known[0]));
	if (!copy.known)
		return false;
	for (size_t i = 0; i < copy.count; i++)
		copy.known[i] = event_ref(l->now.known[i]);
	*ret_content = copy;
	return true;
}

static void save(const struct ledger *l, const struct ledger_content *content, int *last_error)
{
	int r = ledger_file_save(l->path, content);

	/* Once is enough: it is tried again and again. */
	if (r < 0 && r != *last_error)
		log_warning("%s: %s; what managers were told is not remembered", l->path, strerror(-r));
	*last_error = r;
}

static void *save_loop(void *arg)
{
	struct ledger *l = arg;
	int last_error = 0;

	pthread_mutex_lock(&l->lock);
	while (!l->stop) {
		struct ledger_content content;
		struct timespec next;

		if (!l->dirty) {
			pthread_cond_wait(&l->wake, &l->lock);
			continue;
		}
		l->dirty = false;
		if (!copy_content(l, &content))
			continue;
		pthread_mutex_unlock(&l->lock);
		save(l, &content, &last_error);
		ledger_content_release(&content);
		clock_gettime(CLOCK_MONOTONIC, &next);
		clock_add_ms(&next, SAVE_MS);
		pthread_mutex_lock(&l->lock);
		while (!l->stop && pthread_cond_timedwait(&l->wake, &l->lock, &next) == 0)
			;
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* Locked: the file is to be as things are now. */
static void changed(struct ledger *l)
{
	l->now.reserved = l->now.last_event + LEDGER_RESERVE;
	l->dirty = true;
	pthread_cond_signal(&l->wake);
}

static void start_saving(struct ledger *l)
{
	int error = 0;

	l->now.reserved = l->now.last_event + LEDGER_RESERVE;
	/* Before the first number is given. */
	save(l, &l->now, &error);
	l->threaded = pthread_create(&l->thread, NULL, save_loop, l) == 0;
	if (!l->threaded)
		log_warning("what managers were told is not remembered: there is no thread to write it");
}

static void ledger_free(struct ledger *l)
{
	ledger_content_release(&l->now);
	pthread_cond_destroy(&l->wake);
	pthread_mutex_destroy(&l->lock);
	free(l->path);
	free(l);
}

int ledger_open(const char *dir, struct ledger **ret_ledger)
{
	struct ledger *l = calloc(1, sizeof(*l));
	pthread_condattr_t attr;

	if (!l)
		return -ENOMEM;
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&l->wake, &attr);
	pthread_condattr_destroy(&attr);
	l->now.known = calloc(LEDGER_MAX, sizeof(l->now.known[0]));
	if (dir && asprintf(&l->path, "%s/" FILE_NAME, dir) < 0)
		l->path = NULL;
	if (!l->now.known || (dir && !l->path) || (dir && load(l) < 0)) {
		ledger_free(l);
		return -ENOMEM;
	}
	l->began = l->now.last_event;
	if (dir)
		start_saving(l);
	*ret_ledger = l;
	return 0;
}

void ledger_close(struct ledger *l)
{
	int error = 0;

	if (!l)
		return;
	if (l->threaded) {
		pthread_mutex_lock(&l->lock);
		l->stop = true;
		pthread_cond_signal(&l->wake);
		pthread_mutex_unlock(&l->lock);
		pthread_join(l->thread, NULL);
	}
	if (l->path) {
		l->now.stopped = true;
		l->now.reserved = l->now.last_event;
		save(l, &l->now, &error);
	}
	ledger_free(l);
}

const struct event *const *ledger_known(const struct ledger *l, size_t *ret_count)
{
	*ret_count = l->now.count;
	return (const struct event *const *)l->now.known;
}

uint32_t ledger_last_event(const struct ledger *l)
{
	return l->began;
}

void ledger_logged(struct ledger *l, uint32_t last_event)
{
	pthread_mutex_lock(&l->lock);
	if (last_event > l->now.last_event) {
		l->now.last_event = last_event;
		if (l->now.reserved < last_event || l->now.reserved - last_event < LEDGER_RESERVE / 2)
			changed(l);
	}
	pthread_mutex_unlock(&l->lock);
}

/* Locked: where the raise of `pair` about the same is, or would be. */
static size_t place_of(const struct ledger *l, enum event_kind pair, const struct event *event, bool *ret_found)
{
	size_t low = 0, high = l->now.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(l->now.known[middle]->kind, l->now.known[middle], pair, event) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_found = low < l->now.count && compare(l->now.known[low]->kind, l->now.known[low], pair, event) == 0;
	return low;
}

/* Locked. */
static void remember(struct ledger *l, enum event_kind pair, const struct event *event)
{
	bool found;
	size_t at = place_of(l, pair, event, &found);
	const struct event **known = l->now.known;

	if (found) {
		event_unref(known[at]);
	} else if (l->now.count == LEDGER_MAX) {
		if (!l->full)
			log_warning("more is wrong than can be remembered over a restart");
		l->full = true;
		return;
	} else {
		memmove(&known[at + 1], &known[at], (l->now.count++ - at) * sizeof(known[0]));
	}
	known[at] = event_ref(event);
	changed(l);
}

/* Locked. */
static void forget(struct ledger *l, enum event_kind pair, const struct event *event)
{
	bool found;
	size_t at = place_of(l, pair, event, &found);
	const struct event **known = l->now.known;

	if (!found)
		return;
	event_unref(known[at]);
	memmove(&known[at], &known[at + 1], (--l->now.count - at) * sizeof(known[0]));
	changed(l);
}

void ledger_told(struct ledger *l, const struct event *event)
{
	enum event_kind pair = event_raise_of(event->kind);

	if (!pair)
		return;
	pthread_mutex_lock(&l->lock);
	if (event->kind == pair)
		remember(l, pair, event);
	else
		forget(l, pair, event);
	pthread_mutex_unlock(&l->lock);
}
