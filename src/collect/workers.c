/* SPDX-License-Identifier: BSD-3-Clause */
/* Threads and their queue. */
#include "collect/workers.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "model/refs.h"

/* How often one who waits looks whether something is stuck. */
#define WATCH_MS 50

struct workers {
	unsigned refs;
	pthread_mutex_t lock;            /* guards what follows, and tasks */
	pthread_cond_t work;             /* something is queued, or stop */
	pthread_cond_t done;             /* a task is done, or a thread gone */
	struct task *first, *last;
	unsigned queued, busy, threads, stuck;
	bool stop;
};

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

struct workers *workers_ref(struct workers *w)
{
	return refs_get(w, &w->refs);
}

void workers_unref(struct workers *w)
{
	if (!w || !refs_put(&w->refs))
		return;
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->done);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void workers_lock(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
}

void workers_unlock(struct workers *w)
{
	pthread_mutex_unlock(&w->lock);
}

/* Locked: the first one, or NULL. */
static struct task *take(struct workers *w)
{
	struct task *t = w->first;

	if (!t)
		return NULL;
	w->first = t->next;
	if (!w->first)
		w->last = NULL;
	w->queued--;
	return t;
}

/* Locked. */
static void count_stuck(struct workers *w, struct task *t, bool stuck)
{
	if (stuck && !t->stuck)
		w->stuck++;
	else if (!stuck && t->stuck)
		w->stuck--;
	t->stuck = stuck;
}

/* Locked, but not meanwhile. */
static void do_task(struct workers *w, struct task *t)
{
	t->state = TASK_BUSY;
	clock_gettime(CLOCK_MONOTONIC, &t->since);
	w->busy++;
	pthread_mutex_unlock(&w->lock);
	t->run(t);
	pthread_mutex_lock(&w->lock);
	w->busy--;
	t->state = TASK_IDLE;
	count_stuck(w, t, false);
	pthread_cond_broadcast(&w->done);
	pthread_mutex_unlock(&w->lock);
	t->done(t);
	pthread_mutex_lock(&w->lock);
}

static void *work(void *arg)
{
	struct workers *w = arg;

	pthread_mutex_lock(&w->lock);
	/* There are more of us than should be after one was stuck. */
	while (!w->stop && w->threads <= WORKERS_MAX + w->stuck) {
		struct task *t = take(w);

		if (t)
			do_task(w, t);
		else
			pthread_cond_wait(&w->work, &w->lock);
	}
	w->threads--;
	pthread_cond_broadcast(&w->done);
	pthread_mutex_unlock(&w->lock);
	workers_unref(w);
	return NULL;
}

/* Locked: a thread for each task that has none, as far as there may be so many. */
static void hire(struct workers *w)
{
	unsigned unoccupied = w->threads - w->busy;
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	for (; unoccupied < w->queued && w->threads < WORKERS_MAX + w->stuck; unoccupied++) {
		pthread_t thread;

		workers_ref(w);
		w->threads++;
		if (pthread_create(&thread, &attr, work, w) != 0) {
			/* Those that there are do it, or the next one that is put tries again. */
			w->threads--;
			refs_put(&w->refs);
			break;
		}
	}
	pthread_attr_destroy(&attr);
}

void workers_put(struct workers *w, struct task *t)
{
	pthread_mutex_lock(&w->lock);
	t->next = NULL;
	if (w->last)
		w->last->next = t;
	else
		w->first = t;
	w->last = t;
	w->queued++;
	t->state = TASK_QUEUED;
	clock_gettime(CLOCK_MONOTONIC, &t->since);
	hire(w);
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
}

int64_t workers_stuck_ms(struct workers *w, struct task *t, uint32_t limit_ms)
{
	struct timespec now;
	int64_t ms;

	if (t->state == TASK_IDLE)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = clock_ms_between(&t->since, &now);
	if (ms <= limit_ms)
		return -1;
	if (t->state == TASK_BUSY) {
		count_stuck(w, t, true);
		hire(w);
	}
	return ms;
}

void workers_wait_while(struct workers *w, bool (*waiting)(void *arg), void *arg, const struct timespec *until)
{
	pthread_mutex_lock(&w->lock);
	while (!w->stop && waiting(arg)) {
		struct timespec watch;

		clock_gettime(CLOCK_MONOTONIC, &watch);
		if (until && clock_ms_between(&watch, until) <= 0)
			break;
		clock_add_ms(&watch, WATCH_MS);
		if (until && clock_ms_between(until, &watch) > 0)
			watch = *until;
		(void)pthread_cond_timedwait(&w->done, &w->lock, &watch);
	}
	pthread_mutex_unlock(&w->lock);
}

bool workers_stopping(const struct workers *w)
{
	return w->stop;
}

void workers_stop(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_broadcast(&w->work);
	pthread_cond_broadcast(&w->done);
	pthread_mutex_unlock(&w->lock);
}

void workers_join(struct workers *w, unsigned timeout_ms)
{
	struct timespec until;
	struct task *dropped;

	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, timeout_ms);
	pthread_mutex_lock(&w->lock);
	dropped = w->first;
	for (struct task *t; (t = take(w)) != NULL;)
		t->state = TASK_IDLE;
	while (w->threads > w->stuck && pthread_cond_timedwait(&w->done, &w->lock, &until) == 0)
		;
	pthread_mutex_unlock(&w->lock);
	while (dropped) {
		struct task *next = dropped->next;

		dropped->done(dropped);
		dropped = next;
	}
}

void workers_resume(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = false;
	pthread_mutex_unlock(&w->lock);
}
