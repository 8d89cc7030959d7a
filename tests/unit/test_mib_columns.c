/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The columns over a snapshot made by hand: one box with a trunk, a wrong
 * leg, an empty leg, a remote and an undeclared one.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/mib.h"
#include "base/text.h"
#include "rules/rule.h"

#define ROOT ".1.3.6.1.4.1.8072.9999.9999.2420"

struct world {
	struct settings settings;
	struct agent_status status;
	struct preferences preferences;
	struct mib_view view;
	struct snapshot *snapshot;
	struct mib *mib;
};

static void port(struct port_decl *p, uint32_t index, const char *name, enum form_factor cage)
{
	p->index = index;
	TEXT_SET(p->name, name);
	p->cage = cage;
	p->source = SOURCE_FILE;
}

static struct topology *make_topology(void)
{
	struct topology *t = topology_new();
	struct breakout_decl *b;

	assert_non_null(t);
	t->port_count = 3;
	t->ports = calloc(3, sizeof(*t->ports));
	t->breakout_count = 1;
	t->breakouts = b = calloc(1, sizeof(*b));
	assert_true(t->ports && b);
	port(&t->ports[0], 5, "Ethernet5", FORM_QSFP28);
	t->ports[0].netdev_count = 4;
	t->ports[0].split_supported[0] = (struct mode){ .count = 4, .rate_mbps = 25000 };
	t->ports[0].split_supported[1] = (struct mode){ .count = 2, .rate_mbps = 50000 };
	t->ports[0].split_supported_count = 2;
	t->ports[0].split_declared = true;
	t->ports[0].split_in_force = (struct mode){ .count = 4, .rate_mbps = 25000 };
	port(&t->ports[1], 7, "Ethernet7", FORM_SFP28);
	port(&t->ports[2], 9, "Ethernet9", FORM_UNKNOWN);
	b->index = 1;
	TEXT_SET(b->name, "rack-4");
	b->mode = (struct mode){ .count = 4, .rate_mbps = 25000 };
	b->leg_count = 4;
	for (unsigned i = 0; i < 4; i++)
		b->legs[i] = (struct leg_decl){ .number = (uint8_t)(i + 1), .first_lane = (uint8_t)(i + 1),
		                                .lane_count = 1, .peer = PEER_UNDECLARED };
	b->legs[0].peer = b->legs[1].peer = PEER_LOCAL;
	b->legs[0].port = 1;
	b->legs[0].inferred = true;
	b->legs[1].port = 2;
	b->legs[2].peer = PEER_REMOTE;
	TEXT_SET(b->legs[2].remote_agent, "192.0.2.7");
	TEXT_SET(b->legs[2].remote_port, "Ethernet1");
	return t;
}

static struct module *make_module(const char *type, uint8_t lanes, const char *serial)
{
	struct module *m = module_new();

	assert_non_null(m);
	m->status = READ_OK;
	m->type = module_type_find(type);
	assert_non_null(m->type);
	TEXT_SET(m->type_name, m->type->name);
	TEXT_SET(m->vendor, "ACME");
	TEXT_SET(m->part_number, "P-1");
	TEXT_SET(m->serial, serial);
	m->form = m->type->form;
	m->medium = m->type->medium;
	m->lanes = lanes;
	m->wavelength = value_of(85000);
	m->lane_mbps = value_of(25000);
	return m;
}

static struct snapshot *make_snapshot(void)
{
	struct topology *t = make_topology();
	struct snapshot *s = snapshot_new(t);
	struct module *trunk = make_module("100g-sr4", 4, "T1"), *leg = make_module("25g-lr", 1, "L1");
	struct event_log *log = event_log_new(2);
	struct violation *v = calloc(1, sizeof(*v));

	topology_unref(t);
	assert_true(s && log && v);
	s->scan = 3;
	s->time = (struct timespec){ .tv_sec = 1767225600, .tv_nsec = 250000000 };  /* 2026-01-01 00:00:00.25 UTC */
	s->mono = (struct timespec){ .tv_sec = 100, .tv_nsec = 250000000 };
	s->tables_changed_scan = 2;
	s->tables_changed_mono = (struct timespec){ .tv_sec = 99, .tv_nsec = 150000000 };
	s->duration_ms = 12;
	trunk->temperature = value_of(7012);
	trunk->thresholds[MONITOR_TEMPERATURE].high_warning = value_of(7000);
	trunk->supply = value_of(3300600);
	trunk->oui[2] = 9;
	trunk->alarms_known = alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_ALARM) |
	                      alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_WARNING) |
	                      alarm_bit(MONITOR_SUPPLY, ALARM_LOW_ALARM);
	trunk->alarms = alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_WARNING);
	trunk->dom = DOM_TEMPERATURE | DOM_FLAGS;
	trunk->thresholds[MONITOR_RX_POWER].low_alarm = value_of(100000);
	trunk->thresholds[MONITOR_SUPPLY].high_alarm = value_of(3630000);
	trunk->lane[0].rx_power = value_of(1000000);
	trunk->lane[1].rx_power = (struct value){ .state = VALUE_NO_LIGHT };
	trunk->lane[1].signals = SIGNAL_RX_LOS | SIGNAL_TX_FAULT;
	trunk->lane[1].signals_known = SIGNAL_RX_LOS;
	trunk->lane[1].alarms = trunk->lane[1].alarms_known = alarm_bit(MONITOR_RX_POWER, ALARM_LOW_ALARM) |
	                                                      alarm_bit(MONITOR_TX_BIAS, ALARM_HIGH_ALARM);
	trunk->lane[2].rx_power = (struct value){ .state = VALUE_UNREADABLE, .v = 7 };
	s->ports[0].presence = PRESENCE_PRESENT;
	s->ports[0].status = READ_OK;
	s->ports[0].module = trunk;
	s->ports[0].read_mono = (struct timespec){ .tv_sec = 98 };
	for (unsigned i = 0; i < 4; i++)
		s->ports[0].if_index[i] = 50 + i;
	s->ports[1].presence = PRESENCE_PRESENT;
	s->ports[1].status = READ_CORRUPT;
	TEXT_SET(s->ports[1].why, "checksum");
	TEXT_SET(s->ports[1].monitor_chip, "sfp_eth1-isa-0000");
	s->ports[1].module = leg;
	s->ports[1].read_errors = 4000000000;
	s->ports[2].presence = PRESENCE_ABSENT;
	s->ports[2].status = READ_ABSENT;
	s->breakouts[0].legs_present = 1;
	s->breakouts[0].verdict = VERDICT_VIOLATION;
	s->breakouts[0].severity = SEVERITY_CRITICAL;
	s->breakouts[0].violations = 1;
	s->breakouts[0].legs[0].module = leg;
	s->breakouts[0].legs[0].verdict = VERDICT_VIOLATION;
	s->breakouts[0].legs[0].severity = SEVERITY_CRITICAL;
	s->breakouts[0].legs[0].expected = (struct leg_expectation){
		.type_name = "25GBASE-SR", .rate_mbps = 25000, .wavelength = value_of(85000), .medium = MEDIUM_MMF };
	s->breakouts[0].legs[0].trunk_if_index = 77;
	s->breakouts[0].legs[0].loss_toward_leg = value_of(-12);
	v->index = 8;
	v->rule = rule_index("WL-01");
	v->severity = SEVERITY_CRITICAL;
	v->about = (struct subject){ .breakout = 1, .leg = 1, .port = 7 };
	TEXT_SET(v->expected, "850 nm");
	v->since = s->time;
	s->violations = v;
	s->violation_count = 1;
	for (uint32_t i = 0; i < 2; i++) {
		struct event e = {
			.index = 41 + i,
			.kind = i ? EVENT_LEG_MISMATCH : EVENT_MODULE_INSERTED,
			.severity = i ? SEVERITY_CRITICAL : SEVERITY_INFO,
			.time = s->time,
			.port_name = "Ethernet7",
			.text = "f\xc3\xbcr Leute",
		};

		if (i) {
			e.about = v->about;
			e.if_index = 2147483648u;
			TEXT_SET(e.rule_id, "WL-01");
		}
		log->events[i] = event_share(&e);
	}
	s->events = log;
	return s;
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	w->settings.presence_interval_ms = 1000;
	w->settings.dom_interval_ms = 10000;
	w->status.version = "1.2.3";
	w->status.entity_mib = true;
	w->status.started = (struct timespec){ .tv_sec = 1767225599 };
	w->preferences.notifications = true;
	w->snapshot = make_snapshot();
	w->view = (struct mib_view){ .snapshot = w->snapshot, .settings = &w->settings, .status = &w->status,
	                             .preferences = &w->preferences, .now = { .tv_sec = 101 } };
	w->mib = mib_new(ROOT, mib_tables, MIB_TABLE_COUNT, &w->view);
	*state = w;
	return w->mib ? 0 : -1;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	mib_free(w->mib);
	snapshot_unref(w->snapshot);
	free(w);
	return 0;
}

static const struct mib_column *column_named(const char *name, const struct mib_table **ret_table)
{
	for (size_t t = 0; t < MIB_TABLE_COUNT; t++) {
		for (size_t c = 0; c < mib_tables[t]->column_count; c++) {
			if (strcmp(mib_tables[t]->columns[c].name, name) == 0) {
				*ret_table = mib_tables[t];
				return &mib_tables[t]->columns[c];
			}
		}
	}
	fail_msg("no column %s", name);
	return NULL;
}

/* A value as text: numbers in decimal with the enumeration's label, printable octets as they are, others in hex. */
static void value_text(const struct mib_column *column, const struct mib_value *v, char *buf, size_t size)
{
	const unsigned char *data = v->data;
	bool printable = true;
	size_t n = 0;

	if (v->type == MIB_INTEGER) {
		const char *label = column->labels ? code_name(column->labels, (uint32_t)v->i - column->shift) : NULL;

		snprintf(buf, size, "%s%s%d", label ? label : "", label ? " " : "", v->i);
		return;
	}
	if (v->type != MIB_OCTETS) {
		snprintf(buf, size, "%u", v->u);
		return;
	}
	for (size_t i = 0; i < v->len; i++)
		printable = printable && data[i] >= 0x20 && data[i] != 0x7f;
	printable = printable && !column->labels;
	buf[0] = '\0';
	for (size_t i = 0; i < v->len; i++)
		n += (size_t)snprintf(buf + n, size - n, printable ? "%c" : "%02x", data[i]);
}

static const char *const absent = "(absent)";

static const struct {
	const char *column;
	uint32_t index[2];
	const char *value;
} cells[] = {
	{ "brkAgentVersion", { 0 }, "1.2.3" },
	{ "brkAgentStartTime", { 0 }, "07e90c1f173b3b002b0000" },
	{ "brkAgentPollInterval", { 0 }, "1000" },
	{ "brkAgentMonitorInterval", { 0 }, "10000" },
	{ "brkAgentLastScanTime", { 0 }, "07ea010100000002" "2b0000" },
	{ "brkAgentScanDuration", { 0 }, "12" },
	{ "brkAgentTablesLastChange", { 0 }, "07e90c1f173b3b01" "2b0000" },
	{ "brkAgentPorts", { 0 }, "3" },
	{ "brkAgentModules", { 0 }, "2" },
	{ "brkAgentBreakouts", { 0 }, "1" },
	{ "brkAgentViolationsCritical", { 0 }, "1" },
	{ "brkAgentViolationsInfo", { 0 }, "0" },
	{ "brkNotificationsEnabled", { 0 }, "true 1" },
	{ "brkEventLastIndex", { 0 }, "42" },

	{ "brkPortName", { 5 }, "Ethernet5" },
	{ "brkPortCageType", { 5 }, "qsfp28 10" },
	{ "brkPortCageType", { 9 }, absent },
	{ "brkPortPresence", { 9 }, "absent 2" },
	{ "brkPortReadStatus", { 7 }, "corrupt 4" },
	{ "brkPortReadDetail", { 7 }, "checksum" },
	{ "brkPortReadDetail", { 5 }, absent },
	{ "brkPortDataAge", { 5 }, "3000" },
	{ "brkPortDataAge", { 7 }, absent },
	{ "brkPortReadErrors", { 7 }, "4000000000" },
	{ "brkPortRole", { 5 }, "trunk 2" },
	{ "brkPortRole", { 7 }, "leg 3" },
	{ "brkPortSplitSupported", { 5 }, "4x25G,2x50G" },
	{ "brkPortSplitSupported", { 7 }, absent },
	{ "brkPortSplitMode", { 5 }, "4x25G" },
	{ "brkPortSplitMode", { 7 }, absent },
	{ "brkPortIfIndex", { 5 }, "50" },
	{ "brkPortIfIndex", { 7 }, absent },
	{ "brkPortEntPhysicalIndex", { 5 }, "50000" },
	{ "brkPortMonitorChip", { 5 }, absent },
	{ "brkPortMonitorChip", { 7 }, "sfp_eth1-isa-0000" },

	{ "brkModuleFormFactor", { 5 }, "qsfp28 10" },
	{ "brkModuleTypeName", { 5 }, "100GBASE-SR4" },
	{ "brkModuleVendorOui", { 5 }, "000009" },
	{ "brkModuleVendorOui", { 7 }, absent },
	{ "brkModuleMedium", { 5 }, "mmf 2" },
	{ "brkModuleMedium", { 7 }, "smf 3" },
	{ "brkModuleWavelength", { 5 }, "85000" },
	{ "brkModuleWavelengthTolerance", { 5 }, absent },
	{ "brkModuleLanes", { 5 }, "4" },
	{ "brkModuleSplittable", { 5 }, "unknown 1" },
	{ "brkModuleDateCode", { 5 }, absent },
	{ "brkModuleFarEnd", { 5 }, absent },
	{ "brkModulePowerClass", { 5 }, absent },
	{ "brkModuleDomSupport", { 5 }, "82" },
	{ "brkModuleState", { 5 }, absent },
	{ "brkModuleTemperature", { 5 }, "7012" },
	{ "brkModuleTemperature", { 7 }, absent },
	{ "brkModuleTemperatureStatus", { 5 }, "highWarning 4" },
	{ "brkModuleTemperatureStatus", { 7 }, "unknown 1" },
	{ "brkModuleSupply", { 5 }, "3301" },
	{ "brkModuleSupplyStatus", { 5 }, "ok 2" },
	{ "brkModuleVendor", { 9 }, absent },

	{ "brkThresholdLowAlarm", { 5, MONITOR_RX_POWER }, "-1000" },
	{ "brkThresholdHighAlarm", { 5, MONITOR_SUPPLY }, "3630" },
	{ "brkThresholdLowAlarm", { 5, MONITOR_SUPPLY }, absent },

	{ "brkLaneRxPower", { 5, 1 }, "0" },
	{ "brkLaneRxPower", { 5, 2 }, "-4000" },
	{ "brkLaneRxPower", { 5, 3 }, absent },
	{ "brkLaneTxBias", { 5, 1 }, absent },
	{ "brkLaneSignals", { 5, 2 }, "80" },
	{ "brkLaneSignalsKnown", { 5, 2 }, "80" },
	{ "brkLaneSignals", { 5, 1 }, "00" },
	{ "brkLaneAlarms", { 5, 2 }, "1080" },
	{ "brkLaneAlarmsKnown", { 5, 1 }, "0000" },
	{ "brkLaneIfIndex", { 5, 1 }, "77" },
	{ "brkLaneIfIndex", { 5, 3 }, "52" },
	{ "brkLaneIfIndex", { 7, 1 }, absent },
	{ "brkLaneBreakout", { 5, 2 }, "1" },
	{ "brkLaneLeg", { 5, 2 }, "2" },
	{ "brkLaneLeg", { 7, 1 }, "1" },
	{ "brkLaneStatus", { 7, 2 }, absent },

	{ "brkBreakoutName", { 1 }, "rack-4" },
	{ "brkBreakoutTrunkPort", { 1 }, "5" },
	{ "brkBreakoutMode", { 1 }, "4x25G" },
	{ "brkBreakoutLegsExpected", { 1 }, "4" },
	{ "brkBreakoutLegsPresent", { 1 }, "1" },
	{ "brkBreakoutLegRate", { 1 }, "25000" },
	{ "brkBreakoutHarness", { 1 }, absent },
	{ "brkBreakoutHostSplit", { 1 }, "unknown 4" },
	{ "brkBreakoutVerdict", { 1 }, "violation 2" },
	{ "brkBreakoutSeverity", { 1 }, "critical 5" },
	{ "brkBreakoutLastChange", { 1 }, absent },
	{ "brkBreakoutOrigin", { 1 }, "declared 1" },

	{ "brkLegFirstLane", { 1, 2 }, "2" },
	{ "brkLegLaneCount", { 1, 2 }, "1" },
	{ "brkLegFirstHostLane", { 1, 2 }, "2" },
	{ "brkLegHostLanes", { 1, 2 }, "1" },
	{ "brkLegTrunkIfIndex", { 1, 1 }, "77" },
	{ "brkLegTrunkIfIndex", { 1, 2 }, absent },
	{ "brkLegPeerKind", { 1, 3 }, "remote 3" },
	{ "brkLegPeerOrigin", { 1, 1 }, "inferred 2" },
	{ "brkLegPeerOrigin", { 1, 3 }, "declared 1" },
	{ "brkLegPeerOrigin", { 1, 4 }, absent },
	{ "brkLegPort", { 1, 1 }, "7" },
	{ "brkLegPort", { 1, 3 }, absent },
	{ "brkLegRemoteAgent", { 1, 3 }, "192.0.2.7" },
	{ "brkLegRemotePort", { 1, 1 }, absent },
	{ "brkLegExpectedType", { 1, 1 }, "25GBASE-SR" },
	{ "brkLegExpectedType", { 1, 2 }, absent },
	{ "brkLegExpectedMedium", { 1, 1 }, "mmf 2" },
	{ "brkLegExpectedMedium", { 1, 2 }, absent },
	{ "brkLegExpectedWavelength", { 1, 1 }, "85000" },
	{ "brkLegObservedType", { 1, 1 }, "25GBASE-LR" },
	{ "brkLegObservedMedium", { 1, 1 }, "smf 3" },
	{ "brkLegObservedSerial", { 1, 1 }, "L1" },
	{ "brkLegObservedSerial", { 1, 2 }, absent },
	{ "brkLegVerdict", { 1, 4 }, "unknown 3" },
	{ "brkLegLossTowardLeg", { 1, 1 }, "-12" },
	{ "brkLegLossTowardTrunk", { 1, 1 }, absent },

	{ "brkViolationRuleId", { 8 }, "WL-01" },
	{ "brkViolationLeg", { 8 }, "1" },
	{ "brkViolationLane", { 8 }, absent },
	{ "brkViolationExpected", { 8 }, "850 nm" },
	{ "brkViolationObserved", { 8 }, absent },
	{ "brkViolationSince", { 8 }, "07ea010100000002" "2b0000" },
	{ "brkViolationWaived", { 8 }, "false 2" },

	{ "brkEventIndex", { 41 }, "41" },
	{ "brkEventKind", { 42 }, "legMismatch 3" },
	{ "brkEventSeverity", { 42 }, "critical 5" },
	{ "brkEventRuleId", { 41 }, "" },
	{ "brkEventRuleId", { 42 }, "WL-01" },
	{ "brkEventLeg", { 41 }, "0" },
	{ "brkEventLeg", { 42 }, "1" },
	{ "brkEventIfIndex", { 42 }, "0" },  /* beyond what an InterfaceIndex can say */
	{ "brkEventText", { 42 }, "f\xc3\xbcr Leute" },
	{ "brkEventText", { 40 }, absent },
};

static void cells_are_as_expected(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cells); i++) {
		const struct mib_table *table;
		const struct mib_column *column = column_named(cells[i].column, &table);
		struct mib_name name;
		struct mib_value value;
		char buf[1024];

		if (mib_cell(w->mib, table, column->number, cells[i].index, &name, &value))
			value_text(column, &value, buf, sizeof(buf));
		else
			strcpy(buf, absent);
		if (strcmp(buf, cells[i].value) != 0)
			fail_msg("%s.%u.%u: \"%s\", expected \"%s\"", cells[i].column, cells[i].index[0],
			         cells[i].index[1], buf, cells[i].value);
	}
}

static void without_entity_mib_ports_have_no_physical_index(void **state)
{
	struct world *w = *state;
	const uint32_t index = 5;
	struct mib_name name;
	struct mib_value value;

	w->status.entity_mib = false;
	assert_false(mib_cell(w->mib, &mib_port_table, 15, &index, &name, &value));
}

static int compare(const struct mib_name *a, const struct mib_name *b)
{
	for (size_t i = 0; i < a->len && i < b->len; i++) {
		if (a->id[i] != b->id[i])
			return a->id[i] < b->id[i] ? -1 : 1;
	}
	return a->len < b->len ? -1 : a->len > b->len;
}

static bool same_value(const struct mib_value *a, const struct mib_value *b)
{
	if (a->type != b->type)
		return false;
	if (a->type == MIB_OCTETS)
		return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
	return a->u == b->u;
}

/* In order, each GET gives what GETNEXT gave, every number is within its enumeration, text is short enough. */
static void a_walk_is_consistent(void **state)
{
	struct world *w = *state;
	struct mib_name name = { .len = 0 }, next;
	struct mib_value value, again;
	size_t n = 0;

	while (mib_next(w->mib, name.id, name.len, false, &next, &value) == MIB_FOUND) {
		const struct mib_column *column = mib_find(w->mib, next.id, next.len);

		assert_non_null(column);
		assert_row(n == 0 || compare(&name, &next) < 0, column->name);
		assert_row(mib_get(w->mib, next.id, next.len, &again) == MIB_FOUND, column->name);
		assert_row(same_value(&value, &again), column->name);
		if (column->labels && column->type == MIB_INTEGER)
			assert_row(code_name(column->labels, (uint32_t)value.i - column->shift), column->name);
		if (column->type == MIB_OCTETS)
			assert_row(value.len <= 255, column->name);
		name = next;
		assert_true(++n < 10000);
	}
	assert_true(n > 250);
}

/* A notification carries all its objects, with the values that a GET gives. */
static void notifications_are_complete(void **state)
{
	struct world *w = *state;

	for (const struct mib_notification *k = mib_notifications; k->name; k++) {
		for (uint32_t event = 41; event <= 42; event++) {
			for (const uint8_t *c = k->columns; *c; c++) {
				struct mib_name name;
				struct mib_value value, got;

				assert_row(mib_cell(w->mib, &mib_event_table, *c, &event, &name, &value), k->name);
				assert_row(mib_get(w->mib, name.id, name.len, &got) == MIB_FOUND, k->name);
				assert_row(same_value(&value, &got), k->name);
			}
		}
	}
}

static void without_a_scan_there_are_scalars_and_rules(void **state)
{
	struct world *w = *state;
	struct mib_name name = { .len = 0 };
	struct mib_value value;
	size_t n = 0;

	w->view.snapshot = NULL;
	mib_refresh(w->mib);
	while (mib_next(w->mib, name.id, name.len, false, &name, &value) == MIB_FOUND)
		n++;
	assert_int_equal(n, 10 + rule_count * 6);
}

static void rules_are_listed(void **state)
{
	struct world *w = *state;
	uint32_t index = rule_index("WL-01");
	struct mib_name name;
	struct mib_value value;

	assert_true(mib_cell(w->mib, &mib_rule_table, 8, &index, &name, &value));
	assert_int_equal(value.u, 1);
	for (index = 1; index <= rule_count; index++) {
		for (unsigned c = 2; c <= 8; c++)
			assert_row(mib_cell(w->mib, &mib_rule_table, c, &index, &name, &value), rules[index - 1].id);
		assert_row(strlen(rules[index - 1].description) <= 255, rules[index - 1].id);
		assert_row(strlen(rules[index - 1].remedy) <= 255, rules[index - 1].id);
	}
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(cells_are_as_expected),
		IN_WORLD(without_entity_mib_ports_have_no_physical_index),
		IN_WORLD(a_walk_is_consistent),
		IN_WORLD(notifications_are_complete),
		IN_WORLD(without_a_scan_there_are_scalars_and_rules),
		IN_WORLD(rules_are_listed),
	};

	return cmocka_run_group_tests_name("mib_columns", tests, NULL, NULL);
}
