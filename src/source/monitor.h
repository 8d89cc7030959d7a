/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the kernel reports of network devices by itself: links that come, go,
 * get another name or carrier (rtnetlink), settings and modules (ethtool's
 * group "monitor"), ports that are split (devlink's "config"). Most of what
 * it reports (addresses, statistics, settings of bridges) is of no interest
 * here, and dropped.
 *
 * A note says where to look, never what is there: notes come late, may be
 * lost, and what they are about may be gone.
 */
#ifndef BREAKOUT_SOURCE_MONITOR_H
#define BREAKOUT_SOURCE_MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/topology.h"

enum monitor_kind {
	MONITOR_LOST = 1,   /* there was more than could be kept: anything may have changed */
	MONITOR_LINK,       /* a device: new, gone, other name, up, down, carrier */
	MONITOR_SETTINGS,   /* its speed, lanes, negotiation, error correction */
	MONITOR_MODULE,     /* its module */
	MONITOR_PORT,       /* a port of devlink's: new, gone, or another device */
};

struct monitor_note {
	enum monitor_kind kind;
	uint32_t if_index;          /* 0: not told */
	char name[NETDEV_NAME];     /* "": not told */
	bool is_port;               /* the device has the name of a connector (phys_port_name) */
};

typedef void monitor_fn(const struct monitor_note *note, void *arg);

struct net_monitor;

/* Of this machine's kernel, as far as it has these reports. 0 or negative errno. It may take as long as any request to it. */
int monitor_open(struct net_monitor **ret_monitor);

/* Accepts NULL. */
void monitor_close(struct net_monitor *m);

#define MONITOR_FDS 2

/* To wait for, each readable when there is something to read; -1: there is none. */
void monitor_fds(const struct net_monitor *m, int ret_fds[MONITOR_FDS]);

/* Hand what has come to `fn`, without waiting. */
void monitor_read(struct net_monitor *m, monitor_fn *fn, void *arg);

/* One that hears nothing by itself; families are numbered as in struct monitor_families. */
struct monitor_families {
	uint16_t ethtool, devlink;  /* 0: there is none */
};
struct net_monitor *monitor_new(const struct monitor_families *families);

const struct monitor_families *monitor_families(const struct net_monitor *m);

enum monitor_socket {
	MONITOR_ROUTE,
	MONITOR_GENERIC,
};

/*
 * For another process: send what comes to one of the two sockets to `to`, of SOCK_SEQPACKET, a datagram
 * each, one byte for those that were lost; until its other end is closed. Waits.
 */
void monitor_relay(struct net_monitor *m, enum monitor_socket which, int to);

/* For tests: a datagram of `len` bytes, in a buffer of a multiple of 4, of one of the two sockets. */
void monitor_datagram(struct net_monitor *m, enum monitor_socket from, const void *data, size_t len, monitor_fn *fn,
                      void *arg);

#endif
