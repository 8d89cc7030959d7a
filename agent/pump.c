/* SPDX-License-Identifier: BSD-3-Clause */
/* select(2) with the library's descriptors, and spinning. */
#include "agent/pump.h"

#include <sched.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/large_fd_set.h>

#include "agent/stream.h"

/* The longest that a walk keeps the loop from its other duties. */
#define SPIN_TURN_US 10000
/* The same where we sleep between requests; and the longest gap between two, after which all descriptors count. */
#define FOLLOW_TURN_US 20000
#define FOLLOW_US 2000

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

void pump_spin(struct stream *stream, unsigned spin_us)
{
	int64_t began = now_us(), last = began, now = began;

	while (now - last < (int64_t)spin_us && now - began < SPIN_TURN_US) {
		enum stream_event event = stream_read(stream, false);

		if (!pass_on(stream, event))
			return;
		if (event == STREAM_NOTHING)
			(void)sched_yield();
		now = now_us();
		if (event != STREAM_NOTHING)
			last = now;
	}
}

void pump_follow(struct stream *stream)
{
	const struct timeval gap = { .tv_usec = FOLLOW_US };
	int64_t began = now_us();
	enum stream_event event;

	if (setsockopt(stream_fd(stream), SOL_SOCKET, SO_RCVTIMEO, &gap, sizeof(gap)) < 0)
		return;
	do
		event = stream_read(stream, true);
	while (pass_on(stream, event) && event != STREAM_NOTHING && now_us() - began < FOLLOW_TURN_US);
}

bool pump_may_spin(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
}
