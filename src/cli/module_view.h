/* SPDX-License-Identifier: BSD-3-Clause */
/* A module for people and as JSON: fields by section, lanes, thresholds, plans. */
#ifndef BREAKOUT_CLI_MODULE_VIEW_H
#define BREAKOUT_CLI_MODULE_VIEW_H

#include <jansson.h>

#include "cli/listing.h"
#include "eeprom/image.h"
#include "model/module.h"
#include "rules/plan.h"

/* Columns over a `struct module`. Notes are shown only where there is something to say. */
struct module_section {
	const char *title;
	const struct listing_column *fields;
};

/* Ends with a NULL title. */
extern const struct module_section module_sections[];

/* All fields of all sections as one object, without lanes; NULL when out of memory. */
json_t *module_view_fields(const struct module *m);

/* Rows of lists of lanes begin with this. */
struct lane_row {
	const struct module *module;
	unsigned number;          /* 1-based */
};

/* Columns over a `struct lane_row`, for lists of lanes. */
#define LANE_COLUMNS                                                               \
	{ "lane", "LANE", LISTING_RIGHT, lane_get_number },                        \
	{ "status", "STATUS", 0, lane_get_status },                                \
	{ "rx_power_dbm", "RX dBm", LISTING_RIGHT, lane_get_rx },                  \
	{ "rx_power_state", NULL, 0, lane_get_rx_state },                          \
	{ "tx_power_dbm", "TX dBm", LISTING_RIGHT, lane_get_tx },                  \
	{ "tx_power_state", NULL, 0, lane_get_tx_state },                          \
	{ "tx_bias_ma", "BIAS mA", LISTING_RIGHT, lane_get_bias },                 \
	{ "tx_bias_state", NULL, 0, lane_get_bias_state },                         \
	{ "signals", "SIGNALS", LISTING_WRAP, lane_get_signals },                  \
	{ "signals_known", NULL, 0, lane_get_signals_known },                      \
	{ "alarms", "alarms", LISTING_NOTE, lane_get_alarms }

void lane_get_number(const void *row, struct cell *c);
void lane_get_status(const void *row, struct cell *c);
void lane_get_rx(const void *row, struct cell *c);
void lane_get_rx_state(const void *row, struct cell *c);
void lane_get_tx(const void *row, struct cell *c);
void lane_get_tx_state(const void *row, struct cell *c);
void lane_get_bias(const void *row, struct cell *c);
void lane_get_bias_state(const void *row, struct cell *c);
void lane_get_signals(const void *row, struct cell *c);
void lane_get_signals_known(const void *row, struct cell *c);
void lane_get_alarms(const void *row, struct cell *c);

/* Lists of a module's lanes, thresholds, splits and uses as a leg. NULL when out of memory. */
struct listing *module_lanes(const struct module *m, bool json);
struct listing *module_thresholds(const struct module *m, bool json);
struct listing *module_plans(const struct module *m, bool json);
struct listing *module_leg_plans(const struct module *m, bool json);

/* Why a module has no plans: one line. */
const char *module_no_plan(const struct module *m);

#endif
