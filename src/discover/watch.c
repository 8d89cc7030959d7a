/* SPDX-License-Identifier: BSD-3-Clause */
/* Ports that come and go. */
#include "discover/watch.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "discover/number.h"

/* Where something did not answer, as an empty cage does, ask again after so many looks at the devices. */
#define TURNS_UNDECIDED 6

struct watch {
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t wake, done;
	unsigned refs; /* the thread has one */
	bool stop, look, looked;
	struct discovery *found; /* owned; NULL: taken */

	char root[sizeof(((struct settings *)0)->root)];
	struct state_file *file; /* of the numbers; borrowed */
	uint32_t interval_ms;
	int notify_fd;
};

static void unref(struct watch *w)
{
	bool last;

	pthread_mutex_lock(&w->lock);
	last = --w->refs == 0;
	pthread_mutex_unlock(&w->lock);
	if (!last)
		return;
	discovery_free(w->found);
	pthread_cond_destroy(&w->wake);
	pthread_cond_destroy(&w->done);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

static void deliver(struct watch *w, struct discovery *found)
{
	pthread_mutex_lock(&w->lock);
	discovery_free(w->found);
	w->found = found;
	w->looked = true;
	pthread_cond_broadcast(&w->done);
	/* Under the lock: after watch_free() nobody is told. */
	if (!w->stop && w->notify_fd >= 0) {
		uint64_t one = 1;
		ssize_t n = write(w->notify_fd, &one, sizeof(one));

		/* Full means that the reader has not looked yet. */
		(void)n;
	}
	pthread_mutex_unlock(&w->lock);
}

/* What the thread knows from one look to the next. */
struct memory {
	struct numbers *numbers; /* owned; NULL: not read yet */
	char (*keys)[PORT_KEY]; /* owned; of the ports that were found last */
	size_t count;
	bool undecided; /* some things did not answer */
	bool doubted;   /* ports were missing in the last look, for the first time */
};

static bool has_key(const struct discovery *found, const char *key)
{
	for (size_t i = 0; i < found->topology->port_count; i++) {
		if (strcmp(found->keys[i], key) == 0)
			return true;
	}
	return false;
}

static bool misses(const struct discovery *found, const struct memory *m)
{
	for (size_t i = 0; i < m->count; i++) {
		if (!has_key(found, m->keys[i]))
			return true;
	}
	return false;
}

static void keep_keys(struct memory *m, const struct discovery *found)
{
	size_t count = found->topology->port_count;
	char (*keys)[PORT_KEY] = calloc(count + 1, sizeof(*keys));

	free(m->keys);
	m->keys = keys;
	m->count = keys ? count : 0;
	if (keys)
		memcpy(keys, found->keys, count * sizeof(*keys));
}

/* Once, by the thread, as it may wait for a disk. False when out of memory. */
static bool read_numbers(struct watch *w, struct memory *m)
{
	char *text;
	size_t len;

	if (m->numbers)
		return true;
	m->numbers = numbers_new();
	if (m->numbers && state_read(w->file, numbers_file_max, &text, &len) == 0) {
		if (numbers_parse(m->numbers, text) < 0)
			state_reject(w->file);
		free(text);
	}
	return m->numbers;
}

static void save_numbers(struct watch *w, struct memory *m)
{
	char *text = numbers_changed(m->numbers) ? numbers_print(m->numbers) : NULL;

	/* Under the lock: after watch_free() there may be no file. */
	pthread_mutex_lock(&w->lock);
	if (text && !w->stop)
		state_put_text(w->file, text);
	else
		free(text);
	pthread_mutex_unlock(&w->lock);
}

/*
 * One look. A driver that is bound anew, as platforms do it for another module, is gone for
 * a moment: what is missing must be missing twice.
 */
static void look(struct watch *w, struct memory *m)
{
	struct discover_how how = { .root = w->root, .brief = true };
	struct discovery *found;
	bool doubt;

	if (!read_numbers(w, m))
		return;
	how.numbers = m->numbers;

	/* Out of memory: what was found before stays. */
	if (discover(&how, &found) < 0)
		return;
	m->undecided = found->undecided;
	doubt = !m->doubted && misses(found, m);
	m->doubted = doubt;
	if (doubt) {
		discovery_free(found);
		return;
	}
	keep_keys(m, found);
	if (discovery_remember(found, m->numbers) == 0)
		save_numbers(w, m);
	deliver(w, found);
}

/* Until it is time again; whether to look in any case. False in *ret_go_on: stop. */
static bool wait_turn(struct watch *w, bool *ret_go_on)
{
	struct timespec until;
	bool asked;
	int r = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, w->interval_ms);
	pthread_mutex_lock(&w->lock);
	while (!w->stop && !w->look && r == 0)
		r = pthread_cond_timedwait(&w->wake, &w->lock, &until);
	asked = w->look;
	w->look = false;
	*ret_go_on = !w->stop;
	pthread_mutex_unlock(&w->lock);
	return asked;
}

static void *watch_loop(void *arg)
{
	struct watch *w = arg;
	struct memory memory = { .keys = NULL };
	bool go_on = true, due = true;
	uint64_t seen = 0;
	unsigned turns = 0;

	while (go_on) {
		/* Before the look: what comes during it shows at the next turn. */
		uint64_t now = discover_signature(w->root);

		if (due || now != seen || memory.doubted || (memory.undecided && ++turns >= TURNS_UNDECIDED)) {
			look(w, &memory);
			seen = now;
			turns = 0;
		}
		due = wait_turn(w, &go_on);
	}
	free(memory.keys);
	numbers_free(memory.numbers);
	unref(w);
	return NULL;
}

static void init_clock_cond(pthread_cond_t *cond)
{
	pthread_condattr_t attr;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(cond, &attr);
	pthread_condattr_destroy(&attr);
}

int watch_new(const struct settings *settings, struct state *state, const char *state_dir, int notify_fd,
              struct watch **ret_watch)
{
	struct watch *w = calloc(1, sizeof(*w));
	char path[PATH_MAX];
	pthread_t thread;
	int r;

	if (w && numbers_path(state_dir, path, sizeof(path)))
		w->file = state_open(state, path, "the numbers of ports that were found", NULL, NULL);
	if (!w || !w->file) {
		free(w);
		return -ENOMEM;
	}
	TEXT_SET(w->root, settings->root);
	w->interval_ms = settings->discovery_interval_ms;
	w->notify_fd = notify_fd;
	w->refs = 2;
	pthread_mutex_init(&w->lock, NULL);
	init_clock_cond(&w->wake);
	init_clock_cond(&w->done);
	r = pthread_create(&thread, NULL, watch_loop, w);
	if (r != 0) {
		w->refs = 1;
		unref(w);
		return -r;
	}
	pthread_detach(thread);
	*ret_watch = w;
	return 0;
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	unref(w);
}

void watch_look(struct watch *w)
{
	pthread_mutex_lock(&w->lock);
	w->look = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

struct discovery *watch_take(struct watch *w, unsigned patience_ms)
{
	struct discovery *found;
	struct timespec until;
	int r = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, patience_ms);
	pthread_mutex_lock(&w->lock);
	while (!w->looked && patience_ms > 0 && r == 0)
		r = pthread_cond_timedwait(&w->done, &w->lock, &until);
	found = w->found;
	w->found = NULL;
	pthread_mutex_unlock(&w->lock);
	return found;
}
