/* SPDX-License-Identifier: BSD-3-Clause */
/* brkModuleTable and brkThresholdTable. */
#include "agent/mib_cells.h"

#include "model/flag.h"

#include <stdio.h>

#include "base/text.h"
#include "rules/plan.h"

/* Position of a module's port, or the next one that has a module; SIZE_MAX past the last. */
static size_t module_at(const struct snapshot *s, size_t i)
{
	for (; s && i < s->topology->port_count; i++) {
		if (s->ports[i].module)
			return i;
	}
	return SIZE_MAX;
}

/* object[0]: struct module. */
static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	const struct snapshot *s = view->snapshot;

	for (size_t i = module_at(s, 0); i != SIZE_MAX; i = module_at(s, i + 1)) {
		mib_rows_add(rows, &(struct mib_row){
			.index = { s->topology->ports[i].index }, .object = { s->ports[i].module },
			.item = i });
	}
}

static bool oui(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];

	ret_value->data = m->oui;
	ret_value->len = sizeof(m->oui);
	return m->oui[0] || m->oui[1] || m->oui[2];
}

static bool type_derived(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];

	return m->type_name[0] && cell_set_truth(ret_value, m->type_derived);
}

static bool rate(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_some_unsigned(ret_value, module_rate_mbps(cell->row->object[0]));
}

/* What a CMIS module advertises; for others, and for cables, what is known of the type. */
static bool split_modes(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];
	char list[256], text[MODE_TEXT];
	const struct plan *plan;
	struct mode mode;
	struct text t;

	text_init(&t, list, sizeof(list));
	if (m->application_count && m->layout != LAYOUT_CABLE) {
		for (size_t n = 0; module_offered_mode(m, n, &mode); n++)
			text_item(&t, ",", "%s", mode_text(&mode, text, sizeof(text)));
	} else {
		for (size_t n = 0; (plan = plan_of_module(m, n)); n++)
			text_item(&t, ",", "%s", mode_text(&plan->mode, text, sizeof(text)));
	}
	return list[0] && cell_set_copy(ret_value, list);
}

static bool checksum(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, (int32_t)module_checksum(cell->row->object[0]));
}

static bool connector_code(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];

	return module_identity_read(m) && cell_set_unsigned(ret_value, m->connector);
}

static bool dom_support(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];

	return cell_set_bits(ret_value, m->dom, 7);
}

/* Registers before CMIS only say: data ready or not. */
static bool state(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];

	if (m->state)
		return cell_set_integer(ret_value, m->state);
	if (m->data_ready == TRI_UNKNOWN)
		return false;
	return cell_set_integer(ret_value, m->data_ready == TRI_YES ? MODULE_STATE_READY : MODULE_STATE_NOT_READY);
}

static bool monitor(struct mib_value *ret_value, enum monitor which, struct value v)
{
	return cell_monitor(which, v, &ret_value->i);
}

static bool temperature(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];

	return monitor(ret_value, MONITOR_TEMPERATURE, m->temperature);
}

static bool supply(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = cell->row->object[0];

	return monitor(ret_value, MONITOR_SUPPLY, m->supply);
}

/* An alarm says more than the warning on the same side. Numbers of BrkSensorStatus. */
static int32_t sensor_status(const struct module *m, enum monitor which)
{
	static const struct {
		enum alarm_level level;
		int32_t status;
	} order[] = {
		{ ALARM_HIGH_ALARM, 3 },
		{ ALARM_LOW_ALARM, 6 },
		{ ALARM_HIGH_WARNING, 4 },
		{ ALARM_LOW_WARNING, 5 },
	};
	uint32_t standing = flags_standing(m, NULL);
	bool known = false;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		uint32_t bit = alarm_bit(which, order[i].level);

		if (!(m->alarms_known & bit))
			continue;
		known = true;
		if (standing & bit)
			return order[i].status;
	}
	return known ? 2 : 1;
}

static bool temperature_status(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, sensor_status(cell->row->object[0], MONITOR_TEMPERATURE));
}

static bool supply_status(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, sensor_status(cell->row->object[0], MONITOR_SUPPLY));
}

static const struct occurrences *occurrences(const struct mib_cell *cell)
{
	return &cell->view->snapshot->ports[cell->row->item].flags;
}

static bool flag_events(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, occurrences(cell)->count);
}

static bool last_flag_event(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_some_date(ret_value, &occurrences(cell)->last);
}

/* Alarms of temperature and supply, four bits each, and enum module_event behind them. */
#define MODULE_ALARMS 8
#define MODULE_FLAGS (MODULE_ALARMS + 3)

static bool last_flags(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct occurrences *o = occurrences(cell);
	uint32_t events = flags_signals(o->flags);

	return o->last.tv_sec &&
	       cell_set_bits(ret_value, flags_alarms(o->flags) | events << MODULE_ALARMS, MODULE_FLAGS);
}

static const struct code connector_labels[] = {
	{ CONNECTOR_CLASS_UNKNOWN, "unknown" }, { CONNECTOR_CLASS_LC, "lc" },
	{ CONNECTOR_CLASS_MPO, "mpo" },         { CONNECTOR_CLASS_NONE, "none" },
	{ CONNECTOR_CLASS_RJ45, "rj45" },       { CONNECTOR_CLASS_MULTI, "multi" },
	{ 0, NULL },
};

static const struct code tristate_labels[] = {
	{ TRI_UNKNOWN, "unknown" }, { TRI_NO, "no" }, { TRI_YES, "yes" }, { 0, NULL },
};

static const struct code dom_bits[] = {
	{ 0, "temperature" }, { 1, "supply" },    { 2, "rxPower" }, { 3, "txPower" },
	{ 4, "txBias" },      { 5, "rxAverage" }, { 6, "flags" },   { 0, NULL },
};

static const struct code sensor_status_labels[] = {
	{ 1, "unknown" },     { 2, "ok" },         { 3, "highAlarm" },
	{ 4, "highWarning" }, { 5, "lowWarning" }, { 6, "lowAlarm" }, { 0, NULL },
};

static const struct code flag_bits[] = {
	{ 0, "temperatureHighAlarm" }, { 1, "temperatureHighWarning" },
	{ 2, "temperatureLowWarning" }, { 3, "temperatureLowAlarm" },
	{ 4, "supplyHighAlarm" },      { 5, "supplyHighWarning" },
	{ 6, "supplyLowWarning" },     { 7, "supplyLowAlarm" },
	{ 8, "stateChanged" },         { 9, "firmwareError" },
	{ 10, "dataPathFirmwareError" }, { 0, NULL },
};

#define MODULE(member_) FIELD(0, struct module, member_)

static const struct mib_column columns[] = {
	COLUMN(1, "brkModuleIdentifier", MIB_UNSIGNED, cell_unsigned, MODULE(identifier)),
	COLUMN(2, "brkModuleFormFactor", MIB_INTEGER, cell_enum, MODULE(form), LABELS(form_factor_labels, 1)),
	COLUMN(3, "brkModuleTypeName", MIB_OCTETS, cell_some_text, MODULE(type_name)),
	COLUMN(4, "brkModuleVendor", MIB_OCTETS, cell_some_text, MODULE(vendor)),
	COLUMN(5, "brkModuleVendorOui", MIB_OCTETS, oui),
	COLUMN(6, "brkModulePartNumber", MIB_OCTETS, cell_some_text, MODULE(part_number)),
	COLUMN(7, "brkModuleRevision", MIB_OCTETS, cell_some_text, MODULE(revision)),
	COLUMN(8, "brkModuleSerial", MIB_OCTETS, cell_some_text, MODULE(serial)),
	COLUMN(9, "brkModuleDateCode", MIB_OCTETS, cell_some_text, MODULE(date_code)),
	COLUMN(10, "brkModuleConnectorCode", MIB_UNSIGNED, connector_code),
	COLUMN(11, "brkModuleConnector", MIB_INTEGER, cell_enum, MODULE(connector_class),
	       LABELS(connector_labels, 1)),
	COLUMN(12, "brkModuleMedium", MIB_INTEGER, cell_enum, MODULE(medium), LABELS(medium_labels, 1)),
	COLUMN(13, "brkModuleWavelength", MIB_UNSIGNED, cell_value, MODULE(wavelength)),
	COLUMN(14, "brkModuleWavelengthTolerance", MIB_UNSIGNED, cell_value, MODULE(wavelength_tolerance)),
	COLUMN(15, "brkModuleRate", MIB_UNSIGNED, rate),
	COLUMN(16, "brkModuleLanes", MIB_UNSIGNED, cell_unsigned_some, MODULE(lanes)),
	COLUMN(17, "brkModuleLaneRate", MIB_UNSIGNED, cell_value, MODULE(lane_mbps)),
	COLUMN(18, "brkModuleModulation", MIB_INTEGER, cell_enum, MODULE(modulation),
	       LABELS(modulation_labels, 1)),
	COLUMN(19, "brkModuleReach", MIB_UNSIGNED, cell_value, MODULE(reach_m)),
	COLUMN(20, "brkModuleSplittable", MIB_INTEGER, cell_enum, MODULE(splittable),
	       LABELS(tristate_labels, 1)),
	COLUMN(21, "brkModuleSplitModes", MIB_OCTETS, split_modes),
	COLUMN(22, "brkModuleFarEnd", MIB_OCTETS, cell_some_text, MODULE(far_end_text)),
	COLUMN(23, "brkModulePowerClass", MIB_UNSIGNED, cell_unsigned_some, MODULE(power_class)),
	COLUMN(24, "brkModuleMaxPower", MIB_UNSIGNED, cell_value, MODULE(max_power_mw)),
	COLUMN(25, "brkModuleManagement", MIB_OCTETS, cell_some_text, MODULE(management)),
	COLUMN(26, "brkModuleFirmware", MIB_OCTETS, cell_some_text, MODULE(firmware)),
	COLUMN(27, "brkModuleChecksumStatus", MIB_INTEGER, checksum, LABELS(checksum_labels, 0)),
	COLUMN(28, "brkModuleDomSupport", MIB_OCTETS, dom_support, LABELS(dom_bits, 0)),
	COLUMN(29, "brkModuleState", MIB_INTEGER, state, LABELS(module_state_labels, 0)),
	COLUMN(30, "brkModuleTemperature", MIB_INTEGER, temperature),
	COLUMN(31, "brkModuleTemperatureStatus", MIB_INTEGER, temperature_status,
	       LABELS(sensor_status_labels, 0)),
	COLUMN(32, "brkModuleSupply", MIB_INTEGER, supply),
	COLUMN(33, "brkModuleSupplyStatus", MIB_INTEGER, supply_status, LABELS(sensor_status_labels, 0)),
	COLUMN(34, "brkModuleFlagEvents", MIB_COUNTER, flag_events),
	COLUMN(35, "brkModuleLastFlagEvent", MIB_OCTETS, last_flag_event),
	COLUMN(36, "brkModuleLastFlags", MIB_OCTETS, last_flags, LABELS(flag_bits, 0)),
	COLUMN(37, "brkModuleTypeDerived", MIB_INTEGER, type_derived, LABELS(truth_labels, 0)),
};

const struct mib_table mib_module_table = {
	.name = "brkModuleTable",
	.arcs = { 1, 3, 1 },
	.arc_count = 3,
	.index = { "brkPortIndex" },
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};

/* object[0]: struct thresholds; the second index is the monitor. */
static void fill_thresholds(const struct mib_view *view, struct mib_rows *rows)
{
	const struct snapshot *s = view->snapshot;

	for (size_t i = module_at(s, 0); i != SIZE_MAX; i = module_at(s, i + 1)) {
		for (uint32_t sensor = MONITOR_TEMPERATURE; sensor < MONITOR_END; sensor++) {
			mib_rows_add(rows, &(struct mib_row){
				.index = { s->topology->ports[i].index, sensor },
				.object = { &s->ports[i].module->thresholds[sensor] } });
		}
	}
}

static bool threshold(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const char *base = cell->row->object[0];
	const struct value *v = (const void *)(base + cell->column->field.offset);

	return cell_monitor((enum monitor)cell->row->index[1], *v, &ret_value->i);
}

#define THRESHOLD(member_) FIELD(0, struct thresholds, member_)

static const struct mib_column threshold_columns[] = {
	INDEX_COLUMN(1, "brkThresholdSensor", MIB_INTEGER, LABELS(monitor_labels, 0)),
	COLUMN(2, "brkThresholdHighAlarm", MIB_INTEGER, threshold, THRESHOLD(high_alarm)),
	COLUMN(3, "brkThresholdHighWarning", MIB_INTEGER, threshold, THRESHOLD(high_warning)),
	COLUMN(4, "brkThresholdLowWarning", MIB_INTEGER, threshold, THRESHOLD(low_warning)),
	COLUMN(5, "brkThresholdLowAlarm", MIB_INTEGER, threshold, THRESHOLD(low_alarm)),
};

const struct mib_table mib_threshold_table = {
	.name = "brkThresholdTable",
	.arcs = { 1, 4, 1 },
	.arc_count = 3,
	.index = { "brkPortIndex", "brkThresholdSensor" },
	.index_count = 2,
	.columns = threshold_columns,
	.column_count = sizeof(threshold_columns) / sizeof(threshold_columns[0]),
	.fill = fill_thresholds,
};
