/* SPDX-License-Identifier: BSD-3-Clause */
/* brkAgent: the scalars. */
#include "agent/mib_cells.h"

#include "model/event.h"

static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	mib_rows_add(rows, &(struct mib_row){ .index = { 0 } });
}

static bool version(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_string(ret_value, cell->view->status->version);
}

static bool start_time(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_date(ret_value, &cell->view->status->started);
}

static bool poll_interval(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, cell->view->settings->presence_interval_ms);
}

static bool monitor_interval(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, cell->view->settings->dom_interval_ms);
}

static bool last_scan_time(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;

	return s && cell_set_date(ret_value, &s->time);
}

static bool scan_duration(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;

	return s && cell_set_unsigned(ret_value, s->duration_ms);
}

/* A time of day from the two clocks of the snapshot, so that it stays the same until rows change. */
static bool tables_last_change(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;
	int64_t ns;
	struct timespec at;

	if (!s || !s->tables_changed_scan)
		return false;
	ns = (int64_t)(s->tables_changed_mono.tv_sec - s->mono.tv_sec + s->time.tv_sec) * 1000000000 +
	     s->tables_changed_mono.tv_nsec - s->mono.tv_nsec + s->time.tv_nsec;
	if (ns < 0)
		return false;
	at = (struct timespec){ .tv_sec = (time_t)(ns / 1000000000), .tv_nsec = (long)(ns % 1000000000) };
	return cell_set_date(ret_value, &at);
}

static bool ports(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;

	return s && cell_set_unsigned(ret_value, (uint32_t)s->topology->port_count);
}

static bool modules(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;

	return s && cell_set_unsigned(ret_value, (uint32_t)snapshot_module_count(s));
}

static bool breakouts(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;

	return s && cell_set_unsigned(ret_value, (uint32_t)s->topology->breakout_count);
}

static bool violations(const struct mib_cell *cell, struct mib_value *ret_value, enum severity severity)
{
	const struct snapshot *s = cell->view->snapshot;

	return s && cell_set_unsigned(ret_value, (uint32_t)snapshot_violation_count(s, severity));
}

static bool violations_critical(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return violations(cell, ret_value, SEVERITY_CRITICAL);
}

static bool violations_major(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return violations(cell, ret_value, SEVERITY_MAJOR);
}

static bool violations_minor(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return violations(cell, ret_value, SEVERITY_MINOR);
}

static bool violations_info(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return violations(cell, ret_value, SEVERITY_INFO);
}

static bool notifications_enabled(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_truth(ret_value, cell->view->preferences->notifications);
}

static bool notifications_sent(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, cell->view->status->notifications_sent);
}

static bool notifications_suppressed(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, cell->view->status->notifications_suppressed);
}

static bool notifications_dropped(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, cell->view->status->notifications_dropped);
}

static bool notifications_repeated(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, cell->view->status->notifications_repeated);
}

static bool event_last_index(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct event_log *log = cell->view->snapshot ? cell->view->snapshot->events : NULL;

	return cell_set_unsigned(ret_value, log && log->count ? log->events[log->count - 1]->index
	                                                      : cell->view->status->events_before);
}

static const struct mib_column columns[] = {
	COLUMN(1, "brkAgentVersion", MIB_OCTETS, version),
	COLUMN(2, "brkAgentStartTime", MIB_OCTETS, start_time),
	COLUMN(3, "brkAgentPollInterval", MIB_UNSIGNED, poll_interval),
	COLUMN(4, "brkAgentMonitorInterval", MIB_UNSIGNED, monitor_interval),
	COLUMN(5, "brkAgentLastScanTime", MIB_OCTETS, last_scan_time),
	COLUMN(6, "brkAgentScanDuration", MIB_UNSIGNED, scan_duration),
	COLUMN(7, "brkAgentTablesLastChange", MIB_OCTETS, tables_last_change),
	COLUMN(8, "brkAgentPorts", MIB_UNSIGNED, ports),
	COLUMN(9, "brkAgentModules", MIB_UNSIGNED, modules),
	COLUMN(10, "brkAgentBreakouts", MIB_UNSIGNED, breakouts),
	COLUMN(11, "brkAgentViolationsCritical", MIB_UNSIGNED, violations_critical),
	COLUMN(12, "brkAgentViolationsMajor", MIB_UNSIGNED, violations_major),
	COLUMN(13, "brkAgentViolationsMinor", MIB_UNSIGNED, violations_minor),
	COLUMN(14, "brkAgentViolationsInfo", MIB_UNSIGNED, violations_info),
	{ .number = 15, .name = "brkNotificationsEnabled", .type = MIB_INTEGER, .access = MIB_READ_WRITE,
	  .get = notifications_enabled, LABELS(truth_labels, 0),
	  .setter = &preferences_notifications_setter },
	COLUMN(16, "brkNotificationsSent", MIB_COUNTER, notifications_sent),
	COLUMN(17, "brkNotificationsSuppressed", MIB_COUNTER, notifications_suppressed),
	COLUMN(18, "brkEventLastIndex", MIB_UNSIGNED, event_last_index),
	COLUMN(19, "brkNotificationsDropped", MIB_COUNTER, notifications_dropped),
	COLUMN(20, "brkNotificationsRepeated", MIB_COUNTER, notifications_repeated),
};

const struct mib_table mib_agent_group = {
	.name = "brkAgent",
	.arcs = { 1, 1 },
	.arc_count = 2,
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};
