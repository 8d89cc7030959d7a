/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The threads of a collector, and the queue of what they are to do. Threads
 * come as there is work. One that is stuck in the kernel is replaced, and
 * left behind in the end: workers are counted references, of which each
 * thread has one.
 */
#ifndef BREAKOUT_COLLECT_WORKERS_H
#define BREAKOUT_COLLECT_WORKERS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Threads, besides those that are stuck. */
#define WORKERS_MAX 16

struct workers;

/* Something to be done by one thread at a time; embedded in what it is about. It must stay until `done`. */
struct task {
	void (*run)(struct task *t);     /* by a thread */
	void (*done)(struct task *t);    /* it is idle again, and nobody's here any more */
	/* Locked: */
	enum task_state {
		TASK_IDLE,
		TASK_QUEUED,
		TASK_BUSY,
	} state;
	struct timespec since;           /* CLOCK_MONOTONIC: of the state; run() may set it anew */
	bool stuck;                      /* counted as such */
	struct task *next;               /* in the queue */
};

/* NULL when out of memory. */
struct workers *workers_new(void);
struct workers *workers_ref(struct workers *w);
void workers_unref(struct workers *w);

/* The lock, which guards tasks and whatever else those that use them like. */
void workers_lock(struct workers *w);
void workers_unlock(struct workers *w);

/* Have a task that is idle done. */
void workers_put(struct workers *w, struct task *t);

/* Locked: for how long a task has been queued or busy if that is over `limit_ms`; it is stuck then. Else -1. */
int64_t workers_stuck_ms(struct workers *w, struct task *t, uint32_t limit_ms);

/*
 * Wait while `waiting` (called locked, again and again, so that it may look for what is
 * stuck) says so, until `until` (NULL: no limit) at most, and not while threads are to end.
 */
void workers_wait_while(struct workers *w, bool (*waiting)(void *arg), void *arg, const struct timespec *until);

/* Locked: are threads to end? */
bool workers_stopping(const struct workers *w);

/* Let threads end with the task that they are at; workers_resume() makes that undone. */
void workers_stop(struct workers *w);
void workers_resume(struct workers *w);

/*
 * After workers_stop(), when nobody puts tasks any more: drop those that are
 * queued, and wait `timeout_ms` at most for threads that are not known to be
 * stuck. Those that are not back by then end when they are.
 */
void workers_join(struct workers *w, unsigned timeout_ms);

#endif
