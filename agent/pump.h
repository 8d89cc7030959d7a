/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting: for the library's descriptors and others, and actively for the next request of a walk. */
#ifndef BREAKOUT_AGENT_PUMP_H
#define BREAKOUT_AGENT_PUMP_H

#include <stdbool.h>
#include <stddef.h>

struct stream;

/* A descriptor to wait for besides the library's own, of which there are up to SESSION_FDS_MAX. */
#define SESSION_FDS_MAX 8

struct session_fd {
	int fd;
	bool ready;
};

/* Wait until a descriptor is readable or `timeout_ms` is over; let the library read its own. */
void pump_wait(struct session_fd *fds, size_t count, int timeout_ms);

/*
 * Requests of a walk come one after the other, each a moment after the answer
 * before: look for the next one for up to `spin_us` before going to sleep,
 * giving the processor to whoever wants it. Ends with the first such gap, or
 * after some milliseconds, since others are waiting. The session may end meanwhile.
 */
void pump_spin(struct stream *stream, unsigned spin_us);

/*
 * The same without keeping a processor busy: sleep for the next request, or until one of `fds` is readable, for
 * up to some milliseconds. Costs less than pump_wait() each time.
 */
void pump_follow(struct stream *stream, struct session_fd *fds, size_t count);

/* Is there a processor for the master agent besides ours? Spinning is no use otherwise. */
bool pump_may_spin(void);

#endif
