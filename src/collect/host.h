/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the kernel says of the ports' network devices (source/netdev.h), asked
 * by a worker: a driver that holds one of the kernel's locks stalls whoever
 * asks. Ports then stay as they were.
 *
 * All functions are the coordinator's, and none of them waits for the kernel.
 * As with buses, a thread that is stuck is left behind, and frees what nobody
 * wants any more when it is back.
 */
#ifndef BREAKOUT_COLLECT_HOST_H
#define BREAKOUT_COLLECT_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "collect/workers.h"
#include "model/snapshot.h"
#include "source/monitor.h"

struct host;

/* For ports of `topology` on a system below `root`; stuck after `deadline_ms`. NULL when out of memory. */
struct host *host_new(struct workers *workers, const struct topology *topology, const char *root,
                      uint32_t deadline_ms);

/* Leave it. Accepts NULL. */
void host_free(struct host *h);

/* For tests: called by the worker before each look. Before the first. */
void host_set_hook(struct host *h, void (*hook)(void *arg), void *arg);

/* It begins when this one, whose collector was stopped, is free. */
void host_follow(struct host *h, struct host *before);

/* What was known of a port until then. */
void host_inherit(struct host *h, size_t port, const struct host *before, size_t before_port);

/* How to look. */
enum host_how {
	HOST_LIVE = 1,    /* what changes, too: netdevs_scan() */
	HOST_LISTEN = 2,  /* from now on to what the kernel reports of itself */
};

/* Have a look taken. False if an earlier one is not over; this one is owed then. */
bool host_request(struct host *h, unsigned how);

/* Wait until it is, or can't be (stuck, stopped), or until `until` (NULL: no limit). */
void host_wait(struct host *h, const struct timespec *until);

/*
 * Has it been looked at since the last call? `keep`: the next call tells the same. If it has not for
 * longer than the deadline, *ret_stuck_ms is for how long, else 0.
 */
bool host_is_fresh(struct host *h, bool keep, uint32_t *ret_stuck_ms);

/* What was seen of a port: `host` and `if_index` of `state`. */
void host_fill(struct host *h, size_t port, struct port_state *state);

/* Of all ports, one that a network device belongs to; SIZE_MAX: none that is known. */
size_t host_port_of(struct host *h, uint32_t if_index, const char *name);

/* What listens to the kernel; NULL while nothing does. Of the one thread that asks. */
struct net_monitor *host_monitor(struct host *h);

#endif
