/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The collector: has the ports scanned, bus by bus (collect/bus.h), judges
 * what comes in and publishes finished snapshots.
 *
 * A scan waits for a bus that is slow, or does not answer, for half a presence
 * interval at most, or half a second if that is longer and the interval is, too; and
 * for the kernel's word on network devices likewise. Ports of which nothing new is
 * known by then are as they were before; findings about them count neither way.
 *
 * Besides regular scans there are extra ones as soon as the kernel reports
 * that something changed (source/monitor.h). They ask for network devices,
 * and look at modules of the ports concerned; they move no regular one, and
 * are never taken for one where findings wait for several scans.
 */
#ifndef BREAKOUT_COLLECT_COLLECT_H
#define BREAKOUT_COLLECT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/bus.h"
#include "config/config.h"
#include "model/snapshot.h"
#include "state/state.h"

struct collector;

/*
 * A collector for `config` (topology is shared, settings are copied). Does
 * not scan yet. 0 or negative errno. `open` may be NULL for source_open().
 */
int collector_new(const struct config *config, collect_open_fn *open, void *arg,
                  struct collector **ret_collector);

/* As collector_stop(); close all sources, as soon as their threads are back; free. Accepts NULL. */
void collector_free(struct collector *c);

/*
 * Remember how modules were when they were plugged in, in folder `dir`, and
 * fill in what has drifted since (collect/baseline.h). What a predecessor
 * remembers comes with collector_inherit(). 0 or -ENOMEM.
 */
int collector_remember(struct collector *c, struct state *state, const char *dir);

/*
 * One scan, without the collector's thread running: waits until all ports
 * are read, or past their deadline. Reads presence, identity where it changed,
 * and live data where it is due (always, if `live`), also of cages that were
 * left alone. The snapshot is published, and returned with a reference for the
 * caller where ret_snapshot is not NULL.
 */
int collector_scan(struct collector *c, bool live, struct snapshot **ret_snapshot);

/*
 * Start scanning in a thread of its own. `notify_fd` (an eventfd, may be
 * -1) is written after each published snapshot. 0 or negative errno.
 */
int collector_start(struct collector *c, int notify_fd);

/* The latest snapshot with a reference for the caller; NULL before the first scan. Thread-safe. */
struct snapshot *collector_snapshot(struct collector *c);

/*
 * Take over what a predecessor knew (after a reload): active violations and
 * the event log with its numbering, and modules of ports that kept their
 * name and source, so that a reload neither repeats nor forgets a
 * notification. The predecessor must have been stopped. Call before the first scan.
 */
int collector_inherit(struct collector *c, struct collector *predecessor);

/*
 * Go on where an agent stopped that ran before: tracker_restore(). Before the first scan,
 * instead of collector_inherit(). 0, -EBUSY or -ENOMEM.
 */
int collector_restore(struct collector *c, const struct event *const known[], size_t count,
                      uint32_t last_event);

/* Have what is active raised once more by the next scan, for managers that have lost it. Thread-safe. */
void collector_repeat(struct collector *c);

/* For tests: called by a worker before network devices are looked at. Before the first scan. */
void collector_hook_host(struct collector *c, void (*hook)(void *arg), void *arg);

/* Longest that collector_stop() waits for threads that are reading. */
#define COLLECT_STOP_MS 2000

/*
 * Stop scanning; it may be started again. A thread that is stuck in the
 * hardware is left behind; its bus goes on when it is back, be it in a successor.
 */
void collector_stop(struct collector *c);

/* What reading ports[port] has cost since it was opened first. */
struct cage_cost collector_cost(const struct collector *c, size_t port);

#endif
