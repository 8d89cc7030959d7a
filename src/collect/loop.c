/* SPDX-License-Identifier: BSD-3-Clause */
/* The thread of a collector: regular scans, and extra ones of what the kernel reports in between. */
#include "collect/collector.h"

#include <poll.h>

#include "base/clock.h"

/* From a scan to an extra one at least, and in multiples of what the scan took: a storm must not keep us busy. */
#define EXTRA_MS 200
#define EXTRA_SHARE 4

/* That reading a module in full takes at most, on a bus that has nothing else to do. */
#define INSERTION_MS 500

/* That the first scan of a thread waits. */
#define FIRST_SCAN_MS 2000

/*
 * The first picture should be whole, which takes longer than later ones. Of these
 * each should hold what was just plugged in: reading it takes up to half a second.
 */
static int64_t patience(const struct collector *c)
{
	int64_t interval = c->settings.presence_interval_ms;

	if (c->scan == 0)
		return FIRST_SCAN_MS;
	return interval > INSERTION_MS && interval / 2 < INSERTION_MS ? INSERTION_MS : interval / 2;
}

/* Note where the next scan is to look; at most devices there is nothing to be seen. */
static void hear(const struct monitor_note *note, void *arg)
{
	struct collector *c = arg;
	size_t port = SIZE_MAX;

	if (note->kind == MONITOR_LOST)
		c->heard.any = c->heard.all = true;
	else
		port = host_port_of(c->host, note->if_index, note->name);
	if (port == SIZE_MAX && !note->is_port)
		return;
	c->heard.any = true;
	c->heard.settings |= note->kind == MONITOR_SETTINGS;
	if (port != SIZE_MAX)
		bus_pick(c->places[port].bus, c->places[port].slot);
}

/* Wait until `until` for what there is to hear, or for the end if `deaf`; take it in. */
static void listen_until(struct collector *c, const struct timespec *until, bool deaf)
{
	struct net_monitor *m = deaf ? NULL : host_monitor(c->host);
	struct pollfd fds[1 + MONITOR_FDS] = { { .fd = c->stop_fd, .events = POLLIN } };
	struct timespec now, left = { 0 };
	int monitor_fd[MONITOR_FDS];
	int64_t ms;

	if (m)
		monitor_fds(m, monitor_fd);
	for (unsigned i = 0; i < MONITOR_FDS; i++)
		fds[1 + i] = (struct pollfd){ .fd = m ? monitor_fd[i] : -1, .events = POLLIN };
	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = clock_ms_between(&now, until);
	/* Rounded up, so that nobody wakes too early to do anything. */
	if (ms >= 0)
		clock_add_ms(&left, (uint64_t)ms + 1);
	if (ppoll(fds, 1 + MONITOR_FDS, &left, NULL) > 0 && m)
		monitor_read(m, hear, c);
}

static bool is_stopping(struct collector *c)
{
	bool stop;

	pthread_mutex_lock(&c->lock);
	stop = c->stop;
	pthread_mutex_unlock(&c->lock);
	return stop;
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return clock_ms_between(a, b) > 0;
}

/* When an extra scan may follow one that began then and is over. */
static struct timespec after_scan(const struct timespec *began)
{
	struct timespec now, ready = *began;
	int64_t wait;

	clock_gettime(CLOCK_MONOTONIC, &now);
	wait = clock_ms_between(began, &now) * EXTRA_SHARE;
	clock_add_ms(&ready, wait > EXTRA_MS ? (uint64_t)wait : EXTRA_MS);
	return ready;
}

/* Sleep until `next`, but for extra scans of what was heard of. `ready`: when the first one may be. */
static void pass_time(struct collector *c, const struct timespec *next, struct timespec ready)
{
	struct timespec now;

	while (clock_gettime(CLOCK_MONOTONIC, &now), is_before(&now, next) && !is_stopping(c)) {
		struct asking asking = { .extra = true, .patience_ms = patience(c) };
		int64_t left = clock_ms_between(&now, next);
		bool due = c->heard.any || c->heard.again;

		if (!due || is_before(&now, &ready)) {
			listen_until(c, due && is_before(&ready, next) ? &ready : next, due);
			continue;
		}
		/* What came meanwhile is taken in with it. */
		listen_until(c, &now, false);
		if (asking.patience_ms > left)
			asking.patience_ms = left;
		(void)collector_look(c, asking, NULL);
		ready = after_scan(&now);
	}
}

void *collector_loop(void *arg)
{
	struct collector *c = arg;
	struct timespec next;

	clock_gettime(CLOCK_MONOTONIC, &next);
	while (!is_stopping(c)) {
		struct timespec began, now;

		clock_gettime(CLOCK_MONOTONIC, &began);
		/* Out of memory: the last picture stays, and ages visibly. */
		(void)collector_look(c, (struct asking){ .host = HOST_LISTEN, .patience_ms = patience(c) }, NULL);
		clock_gettime(CLOCK_MONOTONIC, &now);
		clock_add_ms(&next, c->settings.presence_interval_ms);
		/* A scan that took too long must not be followed by a burst. */
		if (clock_ms_between(&now, &next) < 0)
			next = now;
		pass_time(c, &next, after_scan(&began));
	}
	return NULL;
}
