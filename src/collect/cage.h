/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One port as the collector knows it: its source, the bytes read so far and
 * the module they decode to. Reads what is due and no more: everything once
 * after an insertion, a fingerprint at each look to notice a swap, and of the live
 * bytes those that are shown or judged when DOM is due.
 *
 * Live bytes count when a look after them has found the same module: they may
 * be another one's. Who can't wait for the next look has the fingerprint read at once.
 *
 * A cage that fails again and again is left alone for longer and longer (a
 * circuit breaker), so that it does not take the time of others on its bus.
 */
#ifndef BREAKOUT_COLLECT_CAGE_H
#define BREAKOUT_COLLECT_CAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "collect/latch.h"
#include "eeprom/image.h"
#include "model/snapshot.h"
#include "source/source.h"

/* What reading a cage has cost since it was opened. */
struct cage_cost {
	uint64_t reads;                  /* source_read() */
	uint64_t bytes;                  /* that it asked for */
};

struct cage {
	struct source *source;           /* owned; NULL while it is not open */
	int open_error;                  /* negative errno of that */
	uint32_t deadline_ms;            /* no read begins when a scan has taken so long; 0: no limit */
	struct image *image;             /* owned; NULL while nothing is plugged in */
	const struct module *module;     /* owned reference; decode of `image` */
	enum presence presence;
	enum read_status status;
	char why[READ_WHY];
	char partly[READ_WHY];                 /* why not all of the module was read, where that is so */
	struct timespec read_mono;
	uint32_t read_scan;              /* as in struct port_state */
	uint32_t read_errors;
	uint32_t insertions;
	const struct module_type *override_type;  /* as in struct port_decl */
	char override_part[TOPOLOGY_NAME];
	struct lane_histories lanes;     /* of `module` */
	struct occurrences flags;        /* `fresh`, here and in lanes: since the scan before */
	struct latch *lane_latches;      /* owned; of as many lanes as there are histories */
	struct latch module_latch;
	bool unsure;                     /* the image has live bytes that no look has confirmed */
	struct timespec unsure_real;     /* CLOCK_REALTIME, CLOCK_MONOTONIC and scan of their reading */
	struct timespec unsure_mono;
	uint32_t unsure_scan;
	bool live;                       /* this scan has told of monitors, or that they can't be had */
	bool owes_live;                  /* monitors were asked for, and not told of yet */
	uint8_t attempts;                /* full reads of this module so far, saturating */
	bool incomplete;                 /* a full read met an error that did not make it useless */
	struct timespec appeared;        /* CLOCK_MONOTONIC of the first full read of this module */
	bool amends;                     /* its insertion was reported before it could be read well */
	bool announced;                  /* its insertion was reported, or it was there from the start */
	bool looked;                     /* presence was told once: later modules were inserted */
	bool mute;                       /* presence could not be told at the last look */
	struct timespec seen;            /* CLOCK_MONOTONIC: when the module was there last; 0: something failed since */
	bool stayed;                     /* it was there so shortly before this scan that it is the same module */
	unsigned failures;               /* scans in a row that failed */
	struct timespec retry;           /* CLOCK_MONOTONIC: left alone until then */
	struct timespec began;           /* CLOCK_MONOTONIC: of this scan */
	struct cage_cost cost;
};

/* What a scan of a cage came to, for the event log. */
struct cage_change {
	const struct module *removed;    /* reference for the caller, NULL if nothing announced went */
	bool inserted;                   /* cage->module is new, or what was reported of it was wrong */
};

/* Not open yet. */
void cage_init(struct cage *cage, uint32_t deadline_ms);
void cage_release(struct cage *cage);

/* Takes over `source`, which replaces the one it has; or NULL and the error of opening it (0: not tried). */
void cage_open(struct cage *cage, struct source *source, int open_error);

/* What the operator says of its module; counts from the next reading on, which a collector begins with. */
void cage_override(struct cage *cage, const struct port_decl *port);

/* Wall clock and monotonic clock of a scan. */
struct scan_time {
	struct timespec real;
	struct timespec mono;
	uint32_t scan;                   /* number of the scan */
	bool extra;                      /* between two regular scans, as something was heard of */
	bool stale;                      /* monitors were not read in it: they are those of an earlier one */
};

/* How to scan. */
enum scan_how {
	SCAN_LIVE = 1,                   /* read the live bytes too */
	SCAN_FORCE = 2,                  /* also a cage that is left alone; nothing is left to the next look */
	SCAN_TRUST = 4,                  /* with SCAN_LIVE: a look follows soon, so do without one */
};

/* Is it left alone at this time? */
bool cage_is_left_alone(const struct cage *cage, unsigned how, const struct timespec *mono);

/* One scan. A module found by the first scan counts as there, not inserted. */
void cage_scan(struct cage *cage, unsigned how, const struct scan_time *now, struct cage_change *ret_change);

/*
 * Copy what is known into a snapshot's row (with a module reference); other members stay.
 * When out of memory without histories of lanes.
 */
void cage_fill(const struct cage *cage, struct port_state *state);

#endif
