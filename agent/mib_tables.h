/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The tables and notifications of BREAKOUT-MIB. A test compares these rows
 * with the MIB file.
 *
 * Includes nothing of the model: Net-SNMP's headers have a struct module of
 * their own, so what includes them can't include model/module.h.
 */
#ifndef BREAKOUT_AGENT_MIB_TABLES_H
#define BREAKOUT_AGENT_MIB_TABLES_H

#include <stdint.h>

#include "agent/mib_engine.h"

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
	uint32_t kind;               /* enum event_kind */
	const char *name;            /* in the MIB file */
	mib_subid arc;               /* below { brkMIB 0 } */
	const uint8_t *columns;      /* column numbers, ending with 0 */
};

/* Ends with a row whose name is NULL. */
extern const struct mib_notification mib_notifications[];

/* The row of a kind, NULL if there is none. */
const struct mib_notification *mib_notification_of(uint32_t kind);

#endif
