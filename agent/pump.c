/* SPDX-License-Identifier: BSD-3-Clause */
/* select(2) with the library's descriptors, and spinning. */
#include "agent/pump.h"

#include <assert.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <time.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/large_fd_set.h>

#include "agent/stream.h"

/* The longest that a walk keeps the loop from its other duties. */
#define SPIN_TURN_US 10000
/* How long nobody else gets our processor while nothing comes: longer than the master agent takes to ask again. */
#define YIELD_US 20
/* Who has it for so long wanted it. */
#define SHARED_US 4
/* The same where we sleep between requests; others are seen to at once then, only timers wait. */
#define FOLLOW_MS 20

void pump_wait(struct session_fd *fds, size_t count, int timeout_ms)
{
	struct timeval timeout = { .tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000 };
	int width = 0, block = 0, n;
	netsnmp_large_fd_set set;

	netsnmp_large_fd_set_init(&set, FD_SETSIZE);
	NETSNMP_LARGE_FD_ZERO(&set);
	snmp_select_info2(&width, &set, &timeout, &block);
	for (size_t i = 0; i < count; i++) {
		NETSNMP_LARGE_FD_SET(fds[i].fd, &set);
		if (fds[i].fd >= width)
			width = fds[i].fd + 1;
	}
	n = netsnmp_large_fd_set_select(width, &set, NULL, NULL, &timeout);
	for (size_t i = 0; i < count; i++) {
		fds[i].ready = n > 0 && NETSNMP_LARGE_FD_ISSET(fds[i].fd, &set);
		NETSNMP_LARGE_FD_CLR(fds[i].fd, &set);
	}
	if (n > 0)
		snmp_read2(&set);
	netsnmp_large_fd_set_cleanup(&set);
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What has come and is not ours is the library's to read. Returns whether the connection is still of use. */
static bool pass_on(struct stream *stream, enum stream_event event)
{
	netsnmp_large_fd_set set;

	if (event == STREAM_LIBRARY) {
		netsnmp_large_fd_set_init(&set, FD_SETSIZE);
		NETSNMP_LARGE_FD_ZERO(&set);
		NETSNMP_LARGE_FD_SET(stream_fd(stream), &set);
		snmp_read2(&set);
		netsnmp_large_fd_set_cleanup(&set);
	}
	return event != STREAM_ENDED && stream_fd(stream) >= 0;
}

/*
 * An answer that is there before the master agent looks for it keeps that from going to sleep, and its processor
 * from having to be woken: nothing that can wait comes before the answer. Where somebody else wants our processor, which
 * shows in how long he has it, he gets it each time that nothing has come.
 */
void pump_spin(struct stream *stream, unsigned spin_us)
{
	int64_t began = now_us(), last = began, yielded = began, now = began;
	bool shared = false;

	while (now - last < (int64_t)spin_us && now - began < SPIN_TURN_US) {
		enum stream_event event = stream_read(stream, true);

		if (!pass_on(stream, event))
			return;
		now = now_us();
		if (event != STREAM_NOTHING) {
			last = yielded = now;
		} else if (shared || now - yielded >= YIELD_US) {
			(void)sched_yield();
			yielded = now_us();
			shared = yielded - now >= SHARED_US;
		}
	}
}

/*
 * By poll(2), although a recv(2) that blocks would be one system call less: the kernel wakes that up also when the
 * master agent has read our answer, which is two more switches between the processes for each request.
 */
void pump_follow(struct stream *stream, struct session_fd *fds, size_t count)
{
	struct pollfd wait[1 + SESSION_FDS_MAX];
	int64_t began = now_us();
	bool others = false;

	assert(count <= SESSION_FDS_MAX);
	for (size_t i = 0; i < count; i++)
		wait[1 + i] = (struct pollfd){ .fd = fds[i].fd, .events = POLLIN };
	do {
		wait[0] = (struct pollfd){ .fd = stream_fd(stream), .events = POLLIN };
		if (poll(wait, 1 + count, FOLLOW_MS) <= 0)
			break;
		for (size_t i = 0; i < count; i++) {
			fds[i].ready |= wait[1 + i].revents != 0;
			others |= fds[i].ready;
		}
	} while (pass_on(stream, stream_read(stream, false)) && !others && now_us() - began < FOLLOW_MS * 1000);
}

bool pump_may_spin(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
}
