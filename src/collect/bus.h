/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Buses. What shares a bus is read by one thread at a time
 * (collect/workers.h); buses don't wait for each other.
 *
 * Cages belong to the thread that works on their bus; what it finds is put
 * into reports, which the coordinator (collect/collect.c) fetches. All
 * functions here are the coordinator's, and none of them waits for hardware.
 *
 * A thread may be stuck in the kernel for ever. It is then left behind: a bus
 * is a counted reference, and whoever comes back last frees it.
 */
#ifndef BREAKOUT_COLLECT_BUS_H
#define BREAKOUT_COLLECT_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "collect/cage.h"
#include "collect/workers.h"
#include "model/snapshot.h"
#include "source/source.h"

struct bus;

/* Opens a port's source; source_open() or a test's own. `arg` is passed through. */
typedef int collect_open_fn(const struct port_decl *port, const char *root, void *arg,
                            struct source **ret_source);

/* What the buses of a collector have in common. */
struct bus_setup {
	struct workers *workers;
	const struct topology *topology;
	const char *root;
	collect_open_fn *open;
	void *arg;
	uint32_t deadline_ms;            /* for each port; > 0 */
};

/* A bus without ports, called as source_bus() says; NULL when out of memory. */
struct bus *bus_new(const struct bus_setup *setup, const char *name);

/* Put topology->ports[port] on it: its slot, or -ENOMEM. Before the first request. */
int bus_add(struct bus *bus, size_t port);

/* Leave it: sources are closed at once, or when the thread is back that works on it. Accepts NULL. */
void bus_free(struct bus *bus);

/* The name it was made with. */
const char *bus_label(const struct bus *bus);

/*
 * A slot continues one of another bus, whose collector was stopped: what its
 * cage knows, and its report until then. The bus begins when that one is free.
 */
void bus_inherit(struct bus *bus, size_t slot, struct bus *from, size_t from_slot);

/* Nor before this one is, which is the same hardware. */
void bus_follow(struct bus *bus, struct bus *before);

/* Scan all its ports (enum scan_how) for scan number `scan`. False if it is not done with an earlier one. */
bool bus_request(struct bus *bus, unsigned how, uint32_t scan);

/*
 * Look at the ports that were picked since the last look or request, and at no others, for
 * scan number `scan`. False if there are none, or it is not done with an earlier one.
 */
void bus_pick(struct bus *bus, size_t slot);
bool bus_look(struct bus *bus, uint32_t scan);

/*
 * Wait until these buses have done what they were asked to, or can't (stuck,
 * stopped), or until `until` (NULL: no limit).
 */
void bus_wait(struct bus *const buses[], size_t count, const struct timespec *until);

/*
 * What is known of a slot's port: cage_fill(), and `late` and `live`. Events
 * since the last call go to `ret_change`. If its bus is stuck, the status
 * says so, and `why` at which port. `keep`: the next call tells `late` and `live` as if this one had not been.
 */
void bus_report(struct bus *bus, size_t slot, bool keep, struct port_state *state,
                struct cage_change *ret_change);

/* What reading a slot's port has cost, as of its last report. */
struct cage_cost bus_cost(struct bus *bus, size_t slot);

#endif
