/* SPDX-License-Identifier: BSD-3-Clause */
/* The list of all tables. */
#include "agent/mib.h"

const struct mib_table *const mib_tables[MIB_TABLE_COUNT] = {
	&mib_agent_group, &mib_port_table, &mib_module_table, &mib_threshold_table, &mib_lane_table,
	&mib_breakout_table, &mib_leg_table, &mib_rule_table, &mib_violation_table, &mib_event_table,
};
