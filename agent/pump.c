/* SPDX-License-Identifier: BSD-3-Clause */
/* select(2) with the library's descriptors, and spinning. */
#include "agent/pump.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/large_fd_set.h>
#include <net-snmp/library/snmpUnixDomain.h>

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

static void read_one(int fd)
{
	netsnmp_large_fd_set set;

	netsnmp_large_fd_set_init(&set, FD_SETSIZE);
	NETSNMP_LARGE_FD_ZERO(&set);
	NETSNMP_LARGE_FD_SET(fd, &set);
	snmp_read2(&set);
	netsnmp_large_fd_set_cleanup(&set);
}

void pump_spin(void *session, unsigned spin_us)
{
	int64_t began = now_us(), last = began, now = began;

	while (now - last < (int64_t)spin_us && now - began < SPIN_TURN_US) {
		char byte;
		ssize_t n = recv(pump_fd(session), &byte, 1, MSG_PEEK | MSG_DONTWAIT);

		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
			return;  /* the loop finds out that the master has gone */
		if (n > 0)
			read_one(pump_fd(session));
		else
			(void)sched_yield();
		now = now_us();
		if (n > 0)
			last = now;
	}
}

void pump_follow(void *session)
{
	const struct timeval gap = { .tv_usec = FOLLOW_US };
	int64_t began = now_us();

	if (setsockopt(pump_fd(session), SOL_SOCKET, SO_RCVTIMEO, &gap, sizeof(gap)) < 0)
		return;
	while (now_us() - began < FOLLOW_TURN_US) {
		/* Asked for each time: reading may end the session, and the number may be a bus's then. */
		int fd = pump_fd(session);
		char byte;

		if (recv(fd, &byte, 1, MSG_PEEK) <= 0)
			return;  /* nothing more comes, or the loop finds out that the master has gone */
		read_one(fd);
	}
}

/* The library's own asks for the address of the socket each time, which nobody needs. */
static int receive(netsnmp_transport *t, void *buf, int size, void **ret_address, int *ret_address_len)
{
	ssize_t n;

	*ret_address = NULL;
	*ret_address_len = 0;
	do
		n = recv(t->sock, buf, (size_t)size, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	return (int)n;
}

void pump_set_receive(void *session)
{
	void *handle = snmp_sess_pointer(session);
	netsnmp_transport *transport = handle ? snmp_sess_transport(handle) : NULL;

	if (transport && transport->domain == netsnmp_UnixDomain)
		transport->f_recv = receive;
}

bool pump_may_spin(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
}

int pump_fd(void *session)
{
	void *handle = session ? snmp_sess_pointer(session) : NULL;
	netsnmp_transport *transport = handle ? snmp_sess_transport(handle) : NULL;

	return transport ? transport->sock : -1;
}
