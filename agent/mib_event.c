/* SPDX-License-Identifier: BSD-3-Clause */
/* brkEventTable, and the notifications that its rows are sent as. */
#include "agent/mib_cells.h"

/* object[0]: struct event. */
static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	const struct event_log *log = view->snapshot ? view->snapshot->events : NULL;

	for (size_t i = 0; log && i < log->count; i++) {
		mib_rows_add(rows, &(struct mib_row){
			.index = { log->events[i]->index }, .object = { log->events[i] } });
	}
}

/* A notification carries all its objects, so unlike elsewhere an odd value still gives an instance. */
static bool when(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct event *e = cell->row->object[0];
	const struct timespec none = { 0 };

	return cell_set_date(ret_value, &e->time) || cell_set_date(ret_value, &none);
}

static bool severity(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_enum(cell, ret_value) || cell_set_integer(ret_value, SEVERITY_NONE);
}

static bool if_index(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_integer(cell, ret_value) || cell_set_integer(ret_value, 0);
}

#define EVENT(member_) FIELD(0, struct event, member_)

enum event_column {
	C_NUMBER = 1, C_INDEX, C_TIME, C_KIND, C_SEVERITY, C_RULE_ID, C_BREAKOUT, C_BREAKOUT_NAME, C_LEG,
	C_PORT, C_PORT_NAME, C_LANE, C_IF_INDEX, C_EXPECTED, C_OBSERVED, C_TYPE, C_VENDOR, C_PART_NUMBER,
	C_SERIAL,
	C_SUPPRESSED, C_TEXT,
};

static const struct mib_column columns[] = {
	INDEX_COLUMN(C_NUMBER, "brkEventNumber", MIB_UNSIGNED),
	COLUMN(C_INDEX, "brkEventIndex", MIB_UNSIGNED, cell_unsigned, EVENT(index)),
	COLUMN(C_TIME, "brkEventTime", MIB_OCTETS, when),
	COLUMN(C_KIND, "brkEventKind", MIB_INTEGER, cell_enum, EVENT(kind), LABELS(event_kind_labels, 0)),
	COLUMN(C_SEVERITY, "brkEventSeverity", MIB_INTEGER, severity, EVENT(severity),
	       LABELS(severity_labels, 0)),
	COLUMN(C_RULE_ID, "brkEventRuleId", MIB_OCTETS, cell_text, EVENT(rule_id)),
	COLUMN(C_BREAKOUT, "brkEventBreakout", MIB_UNSIGNED, cell_unsigned, EVENT(about.breakout)),
	COLUMN(C_BREAKOUT_NAME, "brkEventBreakoutName", MIB_OCTETS, cell_text, EVENT(breakout_name)),
	COLUMN(C_LEG, "brkEventLeg", MIB_UNSIGNED, cell_unsigned, EVENT(about.leg)),
	COLUMN(C_PORT, "brkEventPort", MIB_UNSIGNED, cell_unsigned, EVENT(about.port)),
	COLUMN(C_PORT_NAME, "brkEventPortName", MIB_OCTETS, cell_text, EVENT(port_name)),
	COLUMN(C_LANE, "brkEventLane", MIB_UNSIGNED, cell_unsigned, EVENT(about.lane)),
	COLUMN(C_IF_INDEX, "brkEventIfIndex", MIB_INTEGER, if_index, EVENT(if_index)),
	COLUMN(C_EXPECTED, "brkEventExpected", MIB_OCTETS, cell_text, EVENT(expected)),
	COLUMN(C_OBSERVED, "brkEventObserved", MIB_OCTETS, cell_text, EVENT(observed)),
	COLUMN(C_TYPE, "brkEventModuleType", MIB_OCTETS, cell_text, EVENT(module.type_name)),
	COLUMN(C_VENDOR, "brkEventModuleVendor", MIB_OCTETS, cell_text, EVENT(module.vendor)),
	COLUMN(C_PART_NUMBER, "brkEventModulePartNumber", MIB_OCTETS, cell_text, EVENT(module.part_number)),
	COLUMN(C_SERIAL, "brkEventModuleSerial", MIB_OCTETS, cell_text, EVENT(module.serial)),
	COLUMN(C_SUPPRESSED, "brkEventSuppressed", MIB_UNSIGNED, cell_unsigned, EVENT(suppressed)),
	COLUMN(C_TEXT, "brkEventText", MIB_OCTETS, cell_text, EVENT(text)),
};

const struct mib_table mib_event_table = {
	.name = "brkEventTable",
	.arcs = { 1, 10, 1 },
	.arc_count = 3,
	.index = { "brkEventNumber" },
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};

static const uint8_t about_violation[] = {
	C_INDEX, C_TIME, C_SEVERITY, C_RULE_ID, C_BREAKOUT, C_BREAKOUT_NAME, C_LEG, C_PORT, C_PORT_NAME,
	C_LANE, C_IF_INDEX, C_EXPECTED, C_OBSERVED, C_TYPE, C_VENDOR, C_PART_NUMBER, C_SERIAL, C_SUPPRESSED,
	C_TEXT, 0,
};

static const uint8_t about_module[] = {
	C_INDEX, C_TIME, C_SEVERITY, C_BREAKOUT, C_BREAKOUT_NAME, C_LEG, C_PORT, C_PORT_NAME,
	C_IF_INDEX, C_TYPE, C_VENDOR, C_PART_NUMBER, C_SERIAL, C_SUPPRESSED, C_TEXT, 0,
};

static const uint8_t about_port[] = {
	C_INDEX, C_TIME, C_SEVERITY, C_BREAKOUT, C_BREAKOUT_NAME, C_LEG, C_PORT, C_PORT_NAME,
	C_IF_INDEX, C_OBSERVED, C_TYPE, C_VENDOR, C_PART_NUMBER, C_SERIAL, C_SUPPRESSED, C_TEXT, 0,
};

const struct mib_notification mib_notifications[] = {
	{ EVENT_LEG_MISMATCH, "brkLegMismatch", 1, about_violation },
	{ EVENT_LEG_MISMATCH_CLEARED, "brkLegMismatchCleared", 2, about_violation },
	{ EVENT_VIOLATION_RAISED, "brkViolationRaised", 3, about_violation },
	{ EVENT_VIOLATION_CLEARED, "brkViolationCleared", 4, about_violation },
	{ EVENT_MODULE_INSERTED, "brkModuleInserted", 5, about_module },
	{ EVENT_MODULE_REMOVED, "brkModuleRemoved", 6, about_module },
	{ EVENT_LANE_ALARM, "brkLaneAlarm", 7, about_violation },
	{ EVENT_LANE_ALARM_CLEARED, "brkLaneAlarmCleared", 8, about_violation },
	{ EVENT_PORT_UNREADABLE, "brkPortUnreadable", 9, about_port },
	{ EVENT_PORT_READABLE, "brkPortReadable", 10, about_port },
	{ EVENT_FLAPPING_STARTED, "brkFlappingStarted", 11, about_violation },
	{ EVENT_FLAPPING_ENDED, "brkFlappingEnded", 12, about_violation },
	{ EVENT_KIND_END, NULL, 0, NULL },
};

const struct mib_notification *mib_notification_of(uint32_t kind)
{
	for (const struct mib_notification *n = mib_notifications; n->name; n++) {
		if (n->kind == kind)
			return n;
	}
	return NULL;
}
