/* SPDX-License-Identifier: BSD-3-Clause */
/* Looking for the next request of a walk without going to sleep. */
#include <sched.h>
#include <time.h>

#include "agent/agentx/session_private.h"

/* How long nothing may come. */
#define SPIN_US 200
/* The longest that a walk keeps the loop from its other duties. */
#define TURN_US 10000
/* How long nobody else gets our processor while nothing comes: longer than the master agent takes to ask again. */
#define YIELD_US 20
/* A yield longer than this means that another task needs the processor. */
#define SHARED_US 4

bool session_may_spin(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/*
 * An answer that is there before the master agent looks for it keeps that from going to sleep, and its processor
 * from having to be woken. Another task that wants our processor gets it each time that nothing has come.
 */
void session_spin(struct session *s)
{
	int64_t began = now_us(), last = began, yielded = began, now = began;
	bool shared = false;

	while (now - last < SPIN_US && now - began < TURN_US && !s->ending[0] && wire_queued(s->wire) == 0) {
		s->served = false;
		session_read(s, now / 1000);
		now = now_us();
		if (s->served) {
			last = yielded = now;
		} else if (shared || now - yielded >= YIELD_US) {
			(void)sched_yield();
			yielded = now_us();
			shared = yielded - now >= SHARED_US;
		}
	}
}
