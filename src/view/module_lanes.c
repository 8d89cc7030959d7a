/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of a module's lanes and thresholds. */
#include <stdio.h>

#include "model/flag.h"
#include "view/module_view.h"

static const struct lane *row_lane(const void *row)
{
	const struct lane_row *r = row;

	return module_lane(r->module, r->number);
}

void lane_get_number(const void *row, struct cell *c)
{
	const struct lane_row *r = row;

	cell_set_number(c, r->number, 0);
}

void lane_get_status(const void *row, struct cell *c)
{
	const struct lane_row *r = row;

	cell_set_code(c, lane_status_labels, lane_status(r->module, row_lane(row)));
}

void lane_get_rx(const void *row, struct cell *c)
{
	cell_set_power(c, row_lane(row)->rx_power);
}

void lane_get_rx_state(const void *row, struct cell *c)
{
	cell_set_state(c, row_lane(row)->rx_power.state);
}

void lane_get_tx(const void *row, struct cell *c)
{
	cell_set_power(c, row_lane(row)->tx_power);
}

void lane_get_tx_state(const void *row, struct cell *c)
{
	cell_set_state(c, row_lane(row)->tx_power.state);
}

void lane_get_bias(const void *row, struct cell *c)
{
	cell_set_value(c, row_lane(row)->tx_bias, 3);
}

void lane_get_bias_state(const void *row, struct cell *c)
{
	cell_set_state(c, row_lane(row)->tx_bias.state);
}

static const struct code signal_words[] = {
	{ SIGNAL_RX_LOS, "rxLos" },     { SIGNAL_TX_LOS, "txLos" },
	{ SIGNAL_RX_LOL, "rxLol" },     { SIGNAL_TX_LOL, "txLol" },
	{ SIGNAL_TX_FAULT, "txFault" }, { SIGNAL_TX_DISABLED, "txDisabled" },
	{ 0, NULL },
};

void lane_get_signals(const void *row, struct cell *c)
{
	const struct lane *lane = row_lane(row);

	module_set_bits(c, signal_words, lane->signals & lane->signals_known);
}

void lane_get_signals_known(const void *row, struct cell *c)
{
	module_set_bits(c, signal_words, row_lane(row)->signals_known);
}

void lane_get_alarms(const void *row, struct cell *c)
{
	const struct lane *lane = row_lane(row);

	module_set_alarms(c, lane->alarms & lane->alarms_known);
}

void lane_get_data_path(const void *row, struct cell *c)
{
	const struct lane *lane = row_lane(row);

	if (lane->data_path)
		cell_set_code(c, data_path_labels, lane->data_path);
	else
		cell_set_text(c, "");
}

void lane_get_application(const void *row, struct cell *c)
{
	const struct lane *lane = row_lane(row);

	if (lane->application)
		cell_set_number(c, lane->application, 0);
	else
		cell_set_text(c, "");
}

void lane_get_snr(const void *row, struct cell *c)
{
	cell_set_value(c, row_lane(row)->snr, 2);
}

/* "2.4e-05": three digits are what the register resolves. */
static void set_ratio(struct cell *c, struct value v)
{
	cell_set_value(c, v, 0);
	if (!value_ok(v))
		return;
	snprintf(c->text, sizeof(c->text), "%.3g", ratio_from_f16(v.v));
	cell_set_json(c, json_real(ratio_from_f16(v.v)));
}

void lane_get_ber(const void *row, struct cell *c)
{
	set_ratio(c, row_lane(row)->ber);
}

void lane_get_ber_average(const void *row, struct cell *c)
{
	set_ratio(c, row_lane(row)->ber_average);
}

static bool has_data_path(const struct lane *lane)
{
	return lane->data_path || value_ok(lane->snr) || value_ok(lane->ber) || value_ok(lane->ber_average);
}

struct listing *module_data_paths(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "lane", "LANE", LISTING_RIGHT, lane_get_number },
		{ "data_path", "DATA PATH", 0, lane_get_data_path },
		{ "application", "APPLICATION", LISTING_RIGHT, lane_get_application },
		{ "snr_db", "SNR dB", LISTING_RIGHT, lane_get_snr },
		{ "ber", "BER", LISTING_RIGHT, lane_get_ber },
		{ "ber_average", "AVERAGE BER", LISTING_RIGHT, lane_get_ber_average },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, json);

	for (unsigned n = 1; l && module_lane(m, n); n++) {
		if (!has_data_path(module_lane(m, n)))
			continue;
		if (listing_add(l, &(struct lane_row){ m, n }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}

struct listing *module_lanes(const struct module *m, bool json)
{
	static const struct listing_column columns[] = { LANE_COLUMNS, LISTING_END };
	struct listing *l = listing_new(columns, json);

	for (unsigned n = 1; l && module_lane(m, n); n++) {
		if (listing_add(l, &(struct lane_row){ m, n }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}

/* Thresholds. */

struct threshold_row {
	const struct module *module;
	enum monitor monitor;
};

static void get_monitor(const void *row, struct cell *c)
{
	const struct threshold_row *r = row;

	cell_set_code(c, monitor_labels, r->monitor);
}

static void get_unit(const void *row, struct cell *c)
{
	static const char *const units[] = {
		[MONITOR_TEMPERATURE] = "degC", [MONITOR_SUPPLY] = "V",     [MONITOR_RX_POWER] = "dBm",
		[MONITOR_TX_POWER] = "dBm",     [MONITOR_TX_BIAS] = "mA",
	};
	const struct threshold_row *r = row;

	cell_set_text(c, units[r->monitor]);
}

static void set_threshold(struct cell *c, enum monitor monitor, struct value v)
{
	switch (monitor) {
	case MONITOR_TEMPERATURE:
		cell_set_value(c, v, 2);
		break;
	case MONITOR_SUPPLY:
		cell_set_value(c, module_value_round(v, 2), 4);
		break;
	case MONITOR_TX_BIAS:
		cell_set_value(c, v, 3);
		break;
	default:
		cell_set_power(c, v);
		break;
	}
}

static const struct thresholds *row_thresholds(const struct threshold_row *r)
{
	return &r->module->thresholds[r->monitor];
}

static void get_high_alarm(const void *row, struct cell *c)
{
	const struct threshold_row *r = row;

	set_threshold(c, r->monitor, row_thresholds(r)->high_alarm);
}

static void get_high_warning(const void *row, struct cell *c)
{
	const struct threshold_row *r = row;

	set_threshold(c, r->monitor, row_thresholds(r)->high_warning);
}

static void get_low_warning(const void *row, struct cell *c)
{
	const struct threshold_row *r = row;

	set_threshold(c, r->monitor, row_thresholds(r)->low_warning);
}

static void get_low_alarm(const void *row, struct cell *c)
{
	const struct threshold_row *r = row;

	set_threshold(c, r->monitor, row_thresholds(r)->low_alarm);
}

static bool any_threshold(const struct thresholds *t)
{
	return value_ok(t->high_alarm) || value_ok(t->high_warning) || value_ok(t->low_warning) ||
	       value_ok(t->low_alarm);
}

struct listing *module_thresholds(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "monitor", "MONITOR", 0, get_monitor },
		{ "unit", "UNIT", 0, get_unit },
		{ "high_alarm", "HIGH ALARM", LISTING_RIGHT, get_high_alarm },
		{ "high_warning", "HIGH WARNING", LISTING_RIGHT, get_high_warning },
		{ "low_warning", "LOW WARNING", LISTING_RIGHT, get_low_warning },
		{ "low_alarm", "LOW ALARM", LISTING_RIGHT, get_low_alarm },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, json);

	for (enum monitor i = MONITOR_TEMPERATURE; l && i < MONITOR_END; i++) {
		if (!any_threshold(&m->thresholds[i]))
			continue;
		if (listing_add(l, &(struct threshold_row){ m, i }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}
