/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How modules were when they were plugged in, to notice what changes slowly:
 * of each lane the bias current of its laser and the power that it receives.
 *
 * Remembered is by port and module (vendor, part number, serial number): the
 * ends of a cable may share all of these, and light depends on where a module
 * is. The start is the mean of the first readings once the module has settled,
 * what is now a mean over hours. Bias counts at about the temperature that it
 * had at the start. Received power starts anew when the module was plugged in
 * again and when light was away for a while: it may be another fibre.
 *
 * It is kept in a file, which is written whole now and then, and at the end.
 */
#ifndef BREAKOUT_COLLECT_BASELINE_H
#define BREAKOUT_COLLECT_BASELINE_H

#include "collect/cage.h"
#include "model/snapshot.h"
#include "state/state.h"

/* Seconds that a module is given to settle, and the least that a start takes. */
#define BASELINE_SETTLE 600
#define BASELINE_START 600

/* Readings that a start has at least. */
#define BASELINE_READINGS 10

/* Seconds of which the mean of now is. */
#define BASELINE_NOW 21600

/* Seconds without light after which received power starts anew. */
#define BASELINE_DARK 60

/* Seconds after which a module that was not seen is forgotten: 90 days. */
#define BASELINE_KEEP (90 * 86400)

#define BASELINE_MAX_MODULES 2048

/* Seconds between two writings of the file. */
#define BASELINE_SAVE 1800

struct baseline;

/*
 * Remember in folder `dir`, in a file that `state` (borrowed) writes and owns. NULL when
 * out of memory.
 */
struct baseline *baseline_new(struct state *state, const char *dir);

/* Hand over what is not saved yet, and free. Accepts NULL. */
void baseline_free(struct baseline *b);

/*
 * Take in a scan that read monitors, and fill in what has drifted in any:
 * lanes[].bias and rx_power of the ports. Has the file written when that is due.
 */
void baseline_scan(struct baseline *b, struct snapshot *s, const struct scan_time *now);

#endif
