/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How the light and the bias of each lane were in the last day: slots of five minutes with the least, the
 * mean and the greatest of the readings, in a ring. 3,456 bytes for each lane of a module that was
 * seen: 7 MB for 128 trunks of 8 lanes with 1,024 legs, and never more than HISTORY_MAX_LANES of
 * them (16 MB): lanes beyond have none.
 *
 * What another module in the port showed is forgotten. Not thread-safe.
 */
#ifndef BREAKOUT_MODEL_HISTORY_H
#define BREAKOUT_MODEL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

#define HISTORY_SLOTS 288
#define HISTORY_SLOT_S 300
#define HISTORY_MAX_LANES 4608

enum history_monitor {
	HISTORY_RX_POWER,   /* 0.01 dBm; no light is -4000 */
	HISTORY_TX_POWER,   /* likewise */
	HISTORY_TX_BIAS,    /* 2 uA */
	HISTORY_MONITORS,
};

/* In the unit of the monitor. Distances are rounded away from the mean, and saturate. */
struct history_point {
	bool known;
	int32_t least, mean, most;
};

struct history;

/* NULL when out of memory. */
struct history *history_new(void);
void history_free(struct history *h);

/* Take what is new in a snapshot. Ports that it does not have are forgotten. 0 or -ENOMEM (some are missing then). */
int history_add(struct history *h, const struct snapshot *s);

/*
 * The day of a lane (from 1) until CLOCK_MONOTONIC `now_s`, oldest first. False if nothing is known of it;
 * `*ret_full`: as there is no room for more lanes.
 */
bool history_get(const struct history *h, uint32_t port_index, unsigned lane, enum history_monitor monitor,
                 int64_t now_s, struct history_point *points, bool *ret_full);

#endif
