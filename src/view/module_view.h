/* SPDX-License-Identifier: BSD-3-Clause */
/* A module for people and as JSON: fields by section, lanes, thresholds, plans. */
#ifndef BREAKOUT_VIEW_MODULE_VIEW_H
#define BREAKOUT_VIEW_MODULE_VIEW_H

#include <jansson.h>

#include "eeprom/image.h"
#include "model/module.h"
#include "rules/plan.h"
#include "view/listing.h"

/*
 * One thing that is said of a module: a row of a table. Most are a member of
 * struct module and a way to show it; `get` is for the rest.
 */
struct module_field {
	const char *key;           /* of JSON; NULL: text only */
	const char *label;         /* of text; NULL: JSON only */
	/* Keys of the register rows that it comes from (eeprom_walk_fields()), with blanks; NULL: none. */
	const char *registers;
	bool note;                 /* left out of the text where there is nothing to say */
	enum module_field_kind {
		MODULE_FIELD_GET,
		MODULE_FIELD_TEXT,      /* char[] */
		MODULE_FIELD_CODE,      /* an enumeration with `names`; 0 is not known */
		MODULE_FIELD_CODE8,     /* the same in a uint8_t */
		MODULE_FIELD_COUNT,     /* uint8_t; 0 is not known */
		MODULE_FIELD_VALUE,     /* struct value in `unit` with `decimals` */
		MODULE_FIELD_STATE,     /* why that value is there or not */
		MODULE_FIELD_TRISTATE,
	} kind;
	uint16_t member;           /* offset in struct module */
	uint16_t evidence;         /* of text: offset of the registers that said so, as text; 0: none */
	uint8_t decimals;
	uint8_t drop;              /* digits that the register does not resolve */
	const char *unit;
	const struct code *names;
	void (*get)(const struct module *m, struct cell *c);
};

struct module_section {
	const char *title;
	const struct module_field *fields;   /* ends with neither key nor label */
};

/* Ends with a NULL title. */
extern const struct module_section module_sections[];

/* Fill `c`, which is empty. */
void module_field_get(const struct module_field *field, const struct module *m, struct cell *c);

/* The name of its type, nothing without a module; in text with "(derived)" where no code says so. */
void module_set_type(struct cell *c, const struct module *m);

/* All fields of all sections as one object, without lanes; NULL when out of memory. */
json_t *module_view_fields(const struct module *m);

/* "A2h:96-105", "02h:128-255", "10h.1:130" in bank 1: as the specifications write it. */
void module_address_text(const struct module *m, struct image_addr at, unsigned len, char *buf, size_t size);

/* uV to the last digit would claim more than the 100 uV of the registers: drop `digits`. */
struct value module_value_round(struct value v, unsigned digits);

/* A list of the names of the bits or alarm_bit()s that are set; "-" if there are none. */
void module_set_bits(struct cell *c, const struct code *bits, uint32_t set);
void module_set_alarms(struct cell *c, uint32_t set);

/* Rows of lists of lanes begin with this. */
struct lane_row {
	const struct module *module;
	unsigned number;          /* 1-based */
};

/* Columns over a `struct lane_row`, for lists of lanes. */
#define LANE_COLUMNS                                                               \
	{ "lane", "LANE", LISTING_RIGHT, lane_get_number },                        \
	{ "status", "STATUS", LISTING_TONE, lane_get_status },                                \
	{ "rx_power_dbm", "RX dBm", LISTING_RIGHT, lane_get_rx },                  \
	{ "rx_power_state", NULL, 0, lane_get_rx_state },                          \
	{ "tx_power_dbm", "TX dBm", LISTING_RIGHT, lane_get_tx },                  \
	{ "tx_power_state", NULL, 0, lane_get_tx_state },                          \
	{ "tx_bias_ma", "BIAS mA", LISTING_RIGHT, lane_get_bias },                 \
	{ "tx_bias_state", NULL, 0, lane_get_bias_state },                         \
	{ "signals", "SIGNALS", LISTING_WRAP, lane_get_signals },                  \
	{ "signals_known", NULL, 0, lane_get_signals_known },                      \
	{ "data_path", NULL, 0, lane_get_data_path },                              \
	{ "application", NULL, 0, lane_get_application },                          \
	{ "snr_db", NULL, 0, lane_get_snr },                                       \
	{ "ber", NULL, 0, lane_get_ber },                                          \
	{ "ber_average", NULL, 0, lane_get_ber_average },                          \
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
void lane_get_data_path(const void *row, struct cell *c);
void lane_get_application(const void *row, struct cell *c);
void lane_get_snr(const void *row, struct cell *c);
void lane_get_ber(const void *row, struct cell *c);
void lane_get_ber_average(const void *row, struct cell *c);

/* Lists of a module's lanes, thresholds, splits and uses as a leg. NULL when out of memory. */
struct listing *module_lanes(const struct module *m, bool json);
/* Data paths and what is told of the signal's quality: members of `lanes` in JSON. */
struct listing *module_data_paths(const struct module *m, bool json);
struct listing *module_applications(const struct module *m, bool json);
struct listing *module_thresholds(const struct module *m, bool json);
struct listing *module_plans(const struct module *m, bool json);
struct listing *module_leg_plans(const struct module *m, bool json);

/* Why a module has no plans: one line. Returns `buf`, or a text that stays. */
const char *module_no_plan(const struct module *m, char *buf, size_t size);

#endif
