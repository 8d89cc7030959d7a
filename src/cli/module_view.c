/* SPDX-License-Identifier: BSD-3-Clause */
/* A module for people and as JSON. */
#include "cli/module_view.h"

#include <stdio.h>
#include <string.h>

#include "eeprom/sff8024.h"

/* How well the bytes could be read. */

static void get_status(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_code(c, read_status_labels, m->status);
}

static void get_why(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->why);
}

static void get_checksum(const void *row, struct cell *c)
{
	cell_set_code(c, checksum_labels, module_checksum(row));
}

static void get_family(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_code(c, register_family_labels, m->family);
}

static void get_management(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->management);
}

static const struct listing_column reading_fields[] = {
	{ "status", "Status", 0, get_status },
	{ "why", "Doubt", LISTING_NOTE, get_why },
	{ "checksum", "Checksum", 0, get_checksum },
	{ "family", "Register map", 0, get_family },
	{ "management", "Management revision", 0, get_management },
	{ NULL, NULL, 0, NULL },
};

/* Who made it. */

static void get_identifier(const void *row, struct cell *c)
{
	const struct module *m = row;

	const char *name = code_name(sff8024_identifiers, m->identifier);

	cell_set_number(c, m->identifier, 0);
	snprintf(c->text, sizeof(c->text), "0x%02x (%s)", m->identifier, name ? name : "unknown");
}

static void get_form(const void *row, struct cell *c)
{
	const struct module *m = row;

	if (m->form != FORM_UNKNOWN)
		cell_set_code(c, form_factor_names, m->form);
	else
		cell_set_text(c, "");
}

static void get_vendor(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->vendor);
}

static void get_oui(const void *row, struct cell *c)
{
	const struct module *m = row;

	if (m->oui[0] || m->oui[1] || m->oui[2])
		cell_set_format(c, "%02x:%02x:%02x", m->oui[0], m->oui[1], m->oui[2]);
	else
		cell_set_text(c, "");
}

static void get_part_number(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->part_number);
}

static void get_revision(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->revision);
}

static void get_serial(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->serial);
}

static void get_date(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->date_code);
}

static const struct listing_column identity_fields[] = {
	{ "identifier", "Identifier", 0, get_identifier },
	{ "form_factor", "Form factor", 0, get_form },
	{ "vendor", "Vendor name", 0, get_vendor },
	{ "oui", "Vendor OUI", LISTING_NOTE, get_oui },
	{ "part_number", "Part number", 0, get_part_number },
	{ "revision", "Revision", 0, get_revision },
	{ "serial", "Serial number", 0, get_serial },
	{ "date_code", "Date code (YYMMDD)", 0, get_date },
	{ NULL, NULL, 0, NULL },
};

/* What it is. */

/* Registers that say so, behind the text: "multimode [A0h:60=0352h]". */
static void add_evidence(struct cell *c, const char *evidence)
{
	if (*evidence)
		cell_note(c, "  [%s]", evidence);
}

static void get_type(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->type_name);
	add_evidence(c, m->type_evidence);
}

static void get_type_token(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->type ? m->type->token : "");
}

static void get_slow_type(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_text(c, m->slow_type ? m->slow_type->name : "");
}

static void get_medium(const void *row, struct cell *c)
{
	const struct module *m = row;

	if (m->medium == MEDIUM_UNKNOWN) {
		cell_set_text(c, "");
		return;
	}
	cell_set_code(c, medium_labels, m->medium);
	add_evidence(c, m->medium_evidence);
}

static void get_wavelength(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, m->wavelength, 2);
	if (value_ok(m->wavelength)) {
		cell_note(c, " nm");
		add_evidence(c, m->wavelength_evidence);
	}
}

static void get_tolerance(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, m->wavelength_tolerance, 2);
	if (value_ok(m->wavelength_tolerance))
		cell_note(c, " nm");
}

static void get_modulation(const void *row, struct cell *c)
{
	const struct module *m = row;

	if (m->modulation == MODULATION_UNKNOWN)
		cell_set_text(c, "");
	else
		cell_set_code(c, modulation_labels, m->modulation);
}

static void get_lane_count(const void *row, struct cell *c)
{
	const struct module *m = row;

	if (m->lanes > 0)
		cell_set_number(c, m->lanes, 0);
	else
		cell_set_text(c, "");
}

static void get_rate(const void *row, struct cell *c)
{
	uint32_t mbps = module_rate_mbps(row);

	if (mbps == 0) {
		cell_set_text(c, "");
		return;
	}
	cell_set_number(c, mbps, 0);
	cell_note(c, " Mb/s");
}

static void get_lane_rate(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, m->lane_mbps, 0);
	if (value_ok(m->lane_mbps))
		cell_note(c, " Mb/s");
}

static void get_baud(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, m->nominal_mbaud, 0);
	if (value_ok(m->nominal_mbaud))
		cell_note(c, " MBd");
}

static void get_reach(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, m->reach_m, 0);
	if (value_ok(m->reach_m))
		cell_note(c, " m");
}

static void get_connector(const void *row, struct cell *c)
{
	const struct module *m = row;

	/* Without an identity the byte means nothing. */
	if (m->status != READ_OK && m->connector_class == CONNECTOR_CLASS_UNKNOWN)
		cell_set_text(c, "");
	else
		cell_set_code(c, sff8024_connectors, m->connector);
}

static void get_connector_code(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_number(c, m->connector, 0);
}

static void get_splittable(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_tristate(c, m->splittable);
}

static void get_downshift(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_tristate(c, m->downshift_10g);
}

static void get_power_class(const void *row, struct cell *c)
{
	const struct module *m = row;

	if (m->power_class > 0)
		cell_set_number(c, m->power_class, 0);
	else
		cell_set_text(c, "");
}

static void get_max_power(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, m->max_power_mw, 3);
	if (value_ok(m->max_power_mw))
		cell_note(c, " W");
}

static const struct listing_column type_fields[] = {
	{ "type", "Type", 0, get_type },
	{ "type_token", "Type token", 0, get_type_token },
	{ "slow_type", "Slower personality", LISTING_NOTE, get_slow_type },
	{ "medium", "Medium", 0, get_medium },
	{ "wavelength_nm", "Wavelength", 0, get_wavelength },
	{ "wavelength_tolerance_nm", "Wavelength tolerance", LISTING_NOTE, get_tolerance },
	{ "modulation", "Modulation", 0, get_modulation },
	{ "lane_count", "Media lanes", 0, get_lane_count },
	{ "rate_mbps", "Rate", 0, get_rate },
	{ "lane_mbps", "Rate of a lane", 0, get_lane_rate },
	{ "nominal_mbaud", "Line rate of a lane", 0, get_baud },
	{ "reach_m", "Reach", 0, get_reach },
	{ "connector", "Connector", 0, get_connector },
	{ "connector_code", NULL, 0, get_connector_code },
	{ "splittable", "Splittable", 0, get_splittable },
	{ "downshift_10g", "Lanes can run at 10G", 0, get_downshift },
	{ "power_class", "Power class", 0, get_power_class },
	{ "max_power_w", "Maximum power", 0, get_max_power },
	{ NULL, NULL, 0, NULL },
};

/* What it monitors. */

static const struct code dom_words[] = {
	{ DOM_TEMPERATURE, "temperature" }, { DOM_SUPPLY, "supply" },
	{ DOM_RX_POWER, "rxPower" },        { DOM_TX_POWER, "txPower" },
	{ DOM_TX_BIAS, "txBias" },          { DOM_RX_AVERAGE, "rxAveragePower" },
	{ DOM_FLAGS, "flags" },             { 0, NULL },
};

static void add_bits(struct cell *c, const struct code *bits, uint32_t set)
{
	cell_set_list(c);
	for (; bits->name; bits++) {
		if (set & bits->code)
			cell_add_item(c, bits->name);
	}
	if (!*c->text)
		cell_note(c, "-");
}

static void get_dom(const void *row, struct cell *c)
{
	const struct module *m = row;

	add_bits(c, dom_words, m->dom);
}

static void add_alarms(struct cell *c, uint32_t set)
{
	static const char *const levels[] = {
		[ALARM_HIGH_ALARM] = "HighAlarm",
		[ALARM_HIGH_WARNING] = "HighWarning",
		[ALARM_LOW_WARNING] = "LowWarning",
		[ALARM_LOW_ALARM] = "LowAlarm",
	};

	cell_set_list(c);
	for (enum monitor m = MONITOR_TEMPERATURE; m < MONITOR_END; m++) {
		for (enum alarm_level level = ALARM_HIGH_ALARM; level <= ALARM_LOW_ALARM; level++) {
			char name[48];

			if (!(set & alarm_bit(m, level)))
				continue;
			snprintf(name, sizeof(name), "%s%s", code_name(monitor_labels, m), levels[level]);
			cell_add_item(c, name);
		}
	}
	if (!*c->text)
		cell_note(c, "-");
}

static void get_module_alarms(const void *row, struct cell *c)
{
	const struct module *m = row;

	add_alarms(c, m->alarms & m->alarms_known);
}

static void get_temperature(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, m->temperature, 2);
	if (value_ok(m->temperature))
		cell_note(c, " degrees C");
}

static void get_temperature_state(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_state(c, m->temperature.state);
}

/* uV to the last digit would claim more than the 100 uV of the registers. */
static struct value in_units_of(struct value v, int32_t unit)
{
	if (value_ok(v))
		v.v = (v.v + (v.v < 0 ? -unit : unit) / 2) / unit;
	return v;
}

static void get_supply(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_value(c, in_units_of(m->supply, 100), 4);
	if (value_ok(m->supply))
		cell_note(c, " V");
}

static void get_supply_state(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_state(c, m->supply.state);
}

static void get_ready(const void *row, struct cell *c)
{
	const struct module *m = row;

	cell_set_tristate(c, m->data_ready);
}

static const struct listing_column monitor_fields[] = {
	{ "dom", "Monitors", 0, get_dom },
	{ "data_ready", "Data ready", 0, get_ready },
	{ "temperature_c", "Module temperature", 0, get_temperature },
	{ "temperature_state", NULL, 0, get_temperature_state },
	{ "supply_v", "Module voltage", 0, get_supply },
	{ "supply_state", NULL, 0, get_supply_state },
	{ "alarms", "Alarms and warnings", 0, get_module_alarms },
	{ NULL, NULL, 0, NULL },
};

const struct module_section module_sections[] = {
	{ "Reading", reading_fields },
	{ "Identity", identity_fields },
	{ "Type", type_fields },
	{ "Monitors", monitor_fields },
	{ NULL, NULL },
};

json_t *module_view_fields(const struct module *m)
{
	json_t *object = json_object();

	for (const struct module_section *s = module_sections; object && s->title; s++) {
		json_t *part = listing_object(s->fields, m);

		if (!part || json_object_update(object, part)) {
			json_decref(object);
			object = NULL;
		}
		json_decref(part);
	}
	return object;
}

/* Lanes. */

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
	cell_set_code(c, lane_status_labels, lane_status(row_lane(row)));
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

	add_bits(c, signal_words, lane->signals & lane->signals_known);
}

void lane_get_signals_known(const void *row, struct cell *c)
{
	add_bits(c, signal_words, row_lane(row)->signals_known);
}

void lane_get_alarms(const void *row, struct cell *c)
{
	const struct lane *lane = row_lane(row);

	add_alarms(c, lane->alarms & lane->alarms_known);
}

struct listing *module_lanes(const struct module *m, bool json)
{
	static const struct listing_column columns[] = { LANE_COLUMNS, { NULL, NULL, 0, NULL } };
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
		cell_set_value(c, in_units_of(v, 100), 4);
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
		{ NULL, NULL, 0, NULL },
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

/* Plans. */

struct plan_row {
	const struct module *module;
	const struct plan *plan;
};

static void get_mode(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	char buf[MODE_TEXT];

	cell_set_text(c, mode_text(&r->plan->mode, buf, sizeof(buf)));
}

static void get_lanes_per_leg(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_number(c, r->plan->lanes_per_leg, 0);
}

static void get_legs(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	char buf[128];

	cell_set_text(c, plan_legs_text(r->plan, buf, sizeof(buf)));
}

static void get_leg_types(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_list(c);
	for (size_t i = 0; i < PLAN_MAX_LEGS && r->plan->legs[i].type; i++)
		cell_add_item(c, r->plan->legs[i].type);
}

static void get_harness(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_text(c, r->plan->harness ? r->plan->harness : "");
}

static void get_plan_downshift(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_bool(c, r->plan->downshift);
}

static void get_condition(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	static const char *const words[] = {
		[TRI_UNKNOWN] =
			"lanes run slower than their own rate; this module does not say whether it can",
		[TRI_NO] = "lanes run slower than their own rate; this module says that it can't",
		[TRI_YES] = "lanes run slower than their own rate; this module says that it can",
	};

	cell_set_text(c, r->plan->downshift ? words[r->module->downshift_10g] : "");
}

static void get_trunk(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	const struct module_type *trunk = module_type_find(r->plan->trunk);

	cell_set_text(c, trunk ? trunk->name : r->plan->trunk);
}

static void get_trunk_token(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_text(c, r->plan->trunk);
}

struct listing *module_plans(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "mode", "MODE", 0, get_mode },
		{ "lanes_per_leg", "LANES PER LEG", LISTING_RIGHT, get_lanes_per_leg },
		{ "legs_text", "LEGS", LISTING_WRAP, get_legs },
		{ "legs", NULL, 0, get_leg_types },
		{ "harness", "HARNESS", LISTING_WRAP, get_harness },
		{ "downshift", NULL, 0, get_plan_downshift },
		{ "condition", "condition", LISTING_NOTE, get_condition },
		{ NULL, NULL, 0, NULL },
	};
	struct listing *l = listing_new(columns, json);
	const struct plan *plan;

	for (size_t n = 0; l && m->type && (plan = plan_of_trunk(m->type, n)); n++) {
		if (listing_add(l, &(struct plan_row){ m, plan }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}

struct listing *module_leg_plans(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "trunk", "TRUNK", 0, get_trunk },
		{ "trunk_token", NULL, 0, get_trunk_token },
		{ "mode", "MODE", 0, get_mode },
		{ "harness", "HARNESS", LISTING_WRAP, get_harness },
		{ NULL, NULL, 0, NULL },
	};
	struct listing *l = listing_new(columns, json);

	for (const struct plan *plan = plans; l && m->type && plan->trunk; plan++) {
		if (!plan_accepts(plan, m))
			continue;
		if (listing_add(l, &(struct plan_row){ m, plan }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}

const char *module_no_plan(const struct module *m)
{
	if (m->status != READ_OK)
		return "not known: the module's memory is not complete and right";
	switch (m->layout) {
	case LAYOUT_SINGLE:
		return "nothing: it has one lane and can only be a leg";
	case LAYOUT_WDM:
		return "nothing: all lanes share one fibre pair (WDM)";
	case LAYOUT_BIDI:
		return "nothing: both directions share one fibre (BiDi)";
	case LAYOUT_COHERENT:
		return "nothing: coherent, one carrier";
	case LAYOUT_CABLE:
		return "what the cable assembly is built for";
	default:
		return m->type ? "no split of this type is known" : "not known: the type is not known";
	}
}
