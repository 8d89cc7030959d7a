/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The collector: scans the ports in its own thread, judges each scan and
 * publishes finished snapshots.
 */
#ifndef BREAKOUT_COLLECT_COLLECT_H
#define BREAKOUT_COLLECT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "model/snapshot.h"
#include "source/source.h"

struct collector;

/* Opens a port's source; source_open() or a test's own. `arg` is passed through. */
typedef int collect_open_fn(const struct port_decl *port, const char *root, void *arg,
                            struct source **ret_source);

/*
 * A collector for `config` (topology is shared, settings are copied). Does
 * not scan yet. 0 or negative errno. `open` may be NULL for source_open().
 */
int collector_new(const struct config *config, collect_open_fn *open, void *arg,
                  struct collector **ret_collector);

/* Stop the thread if it runs, close all sources, free. Accepts NULL. */
void collector_free(struct collector *c);

/*
 * Remember how modules were when they were plugged in, in folder `dir`, and
 * fill in what has drifted since (collect/baseline.h). What a predecessor
 * remembers comes with collector_inherit(). 0 or -ENOMEM.
 */
int collector_remember(struct collector *c, const char *dir);

/*
 * One scan in the calling thread, without a thread running: reads presence,
 * identity where it changed, and live data where it is due (always, if
 * `live`). The snapshot is published, and returned with a reference for the
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

/* Stop the scanning thread and wait for it; scanning may be started again. */
void collector_stop(struct collector *c);

#endif
