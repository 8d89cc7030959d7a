/* SPDX-License-Identifier: BSD-3-Clause */
/* Network devices, looked at by a worker. */
#include "collect/host.h"

#include <stdlib.h>
#include <string.h>

#include "model/refs.h"
#include "source/netdev.h"

/* What is known of a port. */
struct known {
	const struct host_port *host;    /* owned reference; NULL: nothing */
	uint32_t if_index[PORT_MAX_NETDEVS];
};

struct host {
	struct task task;                /* first; has a reference while it is not idle */
	unsigned refs;
	struct workers *workers;         /* owned reference */
	const struct topology *topology; /* owned reference */
	bool below_root;                 /* the kernel is not asked, and says nothing */
	struct netdevs *netdevs;         /* the worker's while the task is busy */
	struct known *next;              /* likewise; of ports */
	struct host *before;             /* owned reference: asks the same kernel; NULL once it is free */
	uint32_t deadline_ms;
	void (*hook)(void *arg);
	void *arg;
	/* locked: */
	struct known *known;             /* of ports */
	struct net_monitor *monitor;         /* NULL while nothing listens */
	unsigned how;                    /* asked for */
	bool fresh;
};

static void known_free(struct known *known, size_t count)
{
	for (size_t i = 0; known && i < count; i++)
		host_port_unref(known[i].host);
	free(known);
}

static void host_unref(struct host *h)
{
	if (!h || !refs_put(&h->refs))
		return;
	monitor_close(h->monitor);
	netdevs_free(h->netdevs);
	known_free(h->next, h->topology->port_count);
	known_free(h->known, h->topology->port_count);
	host_unref(h->before);
	topology_unref(h->topology);
	workers_unref(h->workers);
	free(h);
}

static struct host *host_of(struct task *t)
{
	return (struct host *)t;
}

/* A worker's. Before anything is looked at, so that no change is missed. */
static void listen(struct host *h)
{
	struct net_monitor *m = NULL;

	/* Without one, things are seen when they are looked at. */
	if (h->below_root || h->monitor || monitor_open(&m) < 0)
		return;
	workers_lock(h->workers);
	h->monitor = m;
	workers_unlock(h->workers);
}

static bool is_same(const struct host_port *a, const struct host_port *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* What was found of a port, shared with what was known of it where that is the same. */
static const struct host_port *share(const struct host_port *found, const struct host_port *known)
{
	static const struct host_port nothing;
	const struct host_port *shared;

	if (is_same(found, &nothing))
		return NULL;
	shared = known && is_same(found, known) ? NULL : host_port_share(found);
	return shared ? shared : host_port_ref(known);
}

/* A worker's. */
static void run(struct task *t)
{
	struct host *h = host_of(t);
	struct known *seen = h->next;
	unsigned how;

	workers_lock(h->workers);
	how = h->how;
	h->how = 0;
	workers_unlock(h->workers);
	if (h->hook)
		h->hook(h->arg);
	if (how & HOST_LISTEN)
		listen(h);
	if (netdevs_scan(h->netdevs, how & HOST_LIVE) < 0)
		return;
	for (size_t i = 0; i < h->topology->port_count; i++) {
		struct host_port found;

		netdevs_port(h->netdevs, i, &found, seen[i].if_index);
		host_port_unref(seen[i].host);
		seen[i].host = share(&found, h->known[i].host);
	}
	workers_lock(h->workers);
	h->next = h->known;
	h->known = seen;
	h->fresh = true;
	workers_unlock(h->workers);
}

static void done(struct task *t)
{
	host_unref(host_of(t));
}

struct host *host_new(struct workers *workers, const struct topology *topology, const char *root,
                      uint32_t deadline_ms)
{
	struct host *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	h->refs = 1;
	h->task = (struct task){ .run = run, .done = done };
	h->workers = workers_ref(workers);
	h->topology = topology_ref(topology);
	h->below_root = root[0];
	h->deadline_ms = deadline_ms;
	h->netdevs = netdevs_new(h->topology, root);
	h->next = calloc(topology->port_count + 1, sizeof(*h->next));
	h->known = calloc(topology->port_count + 1, sizeof(*h->known));
	if (h->netdevs && h->next && h->known)
		return h;
	host_unref(h);
	return NULL;
}

void host_free(struct host *h)
{
	host_unref(h);
}

void host_set_hook(struct host *h, void (*hook)(void *arg), void *arg)
{
	h->hook = hook;
	h->arg = arg;
}

void host_follow(struct host *h, struct host *before)
{
	if (!h->before)
		h->before = refs_get(before, &before->refs);
}

void host_inherit(struct host *h, size_t port, const struct host *before, size_t before_port)
{
	host_port_unref(h->known[port].host);
	workers_lock(before->workers);
	h->known[port] = before->known[before_port];
	host_port_ref(h->known[port].host);
	workers_unlock(before->workers);
}

/* Is a thread at it, or at one that it waits for? */
static bool is_taken(struct host *h)
{
	bool taken;

	workers_lock(h->workers);
	taken = h->task.state == TASK_BUSY;
	workers_unlock(h->workers);
	return taken || (h->before && is_taken(h->before));
}

bool host_request(struct host *h, unsigned how)
{
	bool idle;

	workers_lock(h->workers);
	idle = h->task.state == TASK_IDLE;
	h->how |= how;
	workers_unlock(h->workers);
	/* Nobody but us makes an idle one busy. */
	if (!idle || (h->before && is_taken(h->before)))
		return false;
	host_unref(h->before);
	h->before = NULL;
	refs_get(h, &h->refs);
	workers_put(h->workers, &h->task);
	return true;
}

/* Locked. */
static int64_t stuck_ms(struct host *h)
{
	return workers_stuck_ms(h->workers, &h->task, h->deadline_ms);
}

/* Locked. */
static bool is_waited_for(void *arg)
{
	struct host *h = arg;

	return h->task.state != TASK_IDLE && stuck_ms(h) < 0;
}

void host_wait(struct host *h, const struct timespec *until)
{
	workers_wait_while(h->workers, is_waited_for, h, until);
}

bool host_is_fresh(struct host *h, bool keep, uint32_t *ret_stuck_ms)
{
	int64_t stuck;
	bool fresh;

	workers_lock(h->workers);
	fresh = h->fresh;
	stuck = stuck_ms(h);
	if (!keep)
		h->fresh = false;
	workers_unlock(h->workers);
	*ret_stuck_ms = stuck < 0 ? 0 : stuck < UINT32_MAX ? (uint32_t)stuck : UINT32_MAX;
	return fresh;
}

void host_fill(struct host *h, size_t port, struct port_state *state)
{
	workers_lock(h->workers);
	state->host = host_port_ref(h->known[port].host);
	memcpy(state->if_index, h->known[port].if_index, sizeof(state->if_index));
	workers_unlock(h->workers);
}

/* Locked. */
static bool has_device(const struct known *known, uint32_t if_index)
{
	for (unsigned i = 0; known->host && i < known->host->netdev_count; i++) {
		if (known->host->netdev[i].if_index == if_index)
			return true;
	}
	return false;
}

size_t host_port_of(struct host *h, uint32_t if_index, const char *name)
{
	size_t port = 0, count = h->topology->port_count;

	workers_lock(h->workers);
	while (port < count && (if_index == 0 || !has_device(&h->known[port], if_index)))
		port++;
	workers_unlock(h->workers);
	return port < count ? port : netdevs_port_of_name(h->netdevs, name);
}

struct net_monitor *host_monitor(struct host *h)
{
	struct net_monitor *m;

	workers_lock(h->workers);
	m = h->monitor;
	workers_unlock(h->workers);
	return m;
}
