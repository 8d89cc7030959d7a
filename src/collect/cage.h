/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One port as the collector knows it: its source, the bytes read so far and
 * the module they decode to. Reads what is due and no more: everything once
 * after an insertion, a fingerprint at each scan to notice a swap, the live
 * bytes when DOM is due.
 */
#ifndef BREAKOUT_COLLECT_CAGE_H
#define BREAKOUT_COLLECT_CAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "eeprom/image.h"
#include "model/snapshot.h"
#include "source/source.h"

struct cage {
	struct source *source;           /* owned; NULL if it could not be opened */
	int open_error;                  /* negative errno of that */
	struct image *image;             /* owned; NULL while nothing is plugged in */
	const struct module *module;     /* owned reference; decode of `image` */
	enum presence presence;
	enum read_status status;
	char why[96];
	struct timespec read_mono;
	uint32_t read_errors;
	uint32_t insertions;
	const struct module_type *override_type;  /* as in struct port_decl */
	char override_part[TOPOLOGY_NAME];
	struct lane_history lanes[MODULE_MAX_LANES];
	uint8_t attempts;                /* full reads of this module so far, saturating */
	bool announced;                  /* its insertion was reported, or it was there from the start */
	bool looked;                     /* presence was told once: later modules were inserted */
};

/* What a scan of a cage came to, for the event log. */
struct cage_change {
	const struct module *removed;    /* reference for the caller, NULL if nothing announced went */
	bool inserted;                   /* cage->module is new */
};

/* Takes over `source` (may be NULL with its error). */
void cage_init(struct cage *cage, struct source *source, int open_error);
void cage_release(struct cage *cage);

/* What the operator says of its module; counts from the next reading on, which a collector begins with. */
void cage_override(struct cage *cage, const struct port_decl *port);

/* Wall clock and monotonic clock of a scan. */
struct scan_time {
	struct timespec real;
	struct timespec mono;
	bool stale;                      /* monitors were not read in it: they are those of an earlier one */
};

/* One scan. `live`: read the live bytes too. A module found by the first scan counts as there, not inserted. */
void cage_scan(struct cage *cage, bool live, const struct scan_time *now, struct cage_change *ret_change);

/* Copy what is known into a snapshot's row (with a module reference); other members stay. */
void cage_fill(const struct cage *cage, struct port_state *state);

#endif
