/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The tables of ENTITY-MIB and ENTITY-SENSOR-MIB. Like mib_tables.h, this
 * includes nothing of the model.
 */
#ifndef BREAKOUT_AGENT_MIB_ENTITY_H
#define BREAKOUT_AGENT_MIB_ENTITY_H

#include "agent/mib_engine.h"

#define ENTITY_MIB_ROOT ".1.3.6.1.2.1.47"
#define ENTITY_SENSOR_MIB_ROOT ".1.3.6.1.2.1.99"

extern const struct mib_table mib_entity_physical_table;
extern const struct mib_table mib_entity_alias_table;
extern const struct mib_table mib_entity_contains_table;
extern const struct mib_table mib_entity_general;

#define MIB_ENTITY_TABLE_COUNT 4
extern const struct mib_table *const mib_entity_tables[MIB_ENTITY_TABLE_COUNT];

/* All of ENTITY-SENSOR-MIB. */
extern const struct mib_table mib_entity_sensor_table;

#endif
