/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * BREAKOUT-MIB: the view that its getters look at, its tables and its
 * notifications. The MIB file and these rows are compared by a test.
 */
#ifndef BREAKOUT_AGENT_MIB_H
#define BREAKOUT_AGENT_MIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/mib_engine.h"
#include "agent/preferences.h"
#include "config/config.h"
#include "model/snapshot.h"

/* Numbers that belong to the agent, not to a snapshot. */
struct agent_status {
	const char *version;
	struct timespec started;       /* CLOCK_REALTIME */
	uint32_t notifications_sent;
	uint32_t notifications_suppressed;
};

struct mib_view {
	const struct snapshot *snapshot;        /* NULL before the first scan */
	const struct settings *settings;
	const struct agent_status *status;
	const struct preferences *preferences;
	struct timespec now;                    /* CLOCK_MONOTONIC, for ages */
};

extern const struct mib_table mib_agent_group;
extern const struct mib_table mib_port_table;
extern const struct mib_table mib_module_table;
extern const struct mib_table mib_threshold_table;
extern const struct mib_table mib_lane_table;
extern const struct mib_table mib_breakout_table;
extern const struct mib_table mib_leg_table;
extern const struct mib_table mib_rule_table;
extern const struct mib_table mib_violation_table;
extern const struct mib_table mib_event_table;

/* All of them, in the order of their names. */
#define MIB_TABLE_COUNT 10
extern const struct mib_table *const mib_tables[MIB_TABLE_COUNT];

/* What a kind of event is sent as: columns of its row in mib_event_table, in order. */
struct mib_notification {
	enum event_kind kind;
	const char *name;            /* in the MIB file */
	mib_subid arc;               /* below { brkMIB 0 } */
	const uint8_t *columns;      /* column numbers, ending with 0 */
};

/* Ends with a row whose name is NULL. */
extern const struct mib_notification mib_notifications[];

/* The row of a kind, NULL if there is none. */
const struct mib_notification *mib_notification_of(enum event_kind kind);

#endif
