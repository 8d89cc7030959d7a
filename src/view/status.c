/* SPDX-License-Identifier: BSD-3-Clause */
/* How a running breakoutd is. */
#include "view/status.h"

#include "base/clock.h"
#include "view/listing.h"
#include "view/show_columns.h"

/* What the getters look at. */
struct status_row {
	const struct daemon_status *status;
	const struct snapshot *snapshot;    /* NULL before the first scan */
	const struct timespec *now;
};

static const struct daemon_status *row_status(const void *row)
{
	const struct status_row *r = row;

	return r->status;
}

static const struct snapshot *row_snapshot(const void *row)
{
	const struct status_row *r = row;

	return r->snapshot;
}

static void get_version(const void *row, struct cell *c)
{
	cell_set_text(c, row_status(row)->version);
}

static void get_pid(const void *row, struct cell *c)
{
	cell_set_number(c, row_status(row)->pid, 0);
}

static void get_started(const void *row, struct cell *c)
{
	show_set_time(c, &row_status(row)->started);
}

static int64_t uptime_ms(const void *row)
{
	const struct status_row *r = row;

	return clock_ms_between(&r->status->started_mono, r->now);
}

static void get_uptime(const void *row, struct cell *c)
{
	cell_set_number(c, uptime_ms(row) / 1000, 0);
}

static void get_uptime_text(const void *row, struct cell *c)
{
	show_set_age(c, uptime_ms(row));
}

static void get_config(const void *row, struct cell *c)
{
	cell_set_text(c, row_status(row)->config);
}

static void get_master(const void *row, struct cell *c)
{
	cell_set_text(c, row_status(row)->master);
}

static void get_address(const void *row, struct cell *c)
{
	cell_set_text(c, row_status(row)->address);
}

/* The last scan. */

static void get_scan(const void *row, struct cell *c)
{
	show_set_nonzero(c, row_snapshot(row) ? row_snapshot(row)->scan : 0);
}

static int64_t scan_age_ms(const void *row)
{
	const struct status_row *r = row;

	return r->snapshot ? clock_ms_between(&r->snapshot->mono, r->now) : -1;
}

static void get_scan_age(const void *row, struct cell *c)
{
	int64_t ms = scan_age_ms(row);

	if (ms >= 0)
		cell_set_number(c, ms / 100, 1);
	else
		cell_set_text(c, "");
}

static void get_scan_duration(const void *row, struct cell *c)
{
	if (row_snapshot(row))
		cell_set_number(c, row_snapshot(row)->duration_ms, 0);
	else
		cell_set_text(c, "");
}

static void get_scan_text(const void *row, struct cell *c)
{
	const struct snapshot *s = row_snapshot(row);
	int64_t ms = scan_age_ms(row);

	if (s)
		cell_set_format(c, "number %u, %lld.%lld s ago, took %u ms", s->scan, (long long)ms / 1000,
		                (long long)ms % 1000 / 100, s->duration_ms);
	else
		cell_set_text(c, "none yet");
}

static void get_intervals(const void *row, struct cell *c)
{
	const struct daemon_status *status = row_status(row);

	cell_set_format(c, "presence %g s, monitors %g s", status->presence_interval_ms / 1000.0,
	                status->dom_interval_ms / 1000.0);
}

static void get_presence_interval(const void *row, struct cell *c)
{
	cell_set_number(c, row_status(row)->presence_interval_ms, 0);
}

static void get_dom_interval(const void *row, struct cell *c)
{
	cell_set_number(c, row_status(row)->dom_interval_ms, 0);
}

/* What is there. Absent before the first scan. */

static void set_count(const void *row, struct cell *c, size_t count)
{
	if (row_snapshot(row))
		cell_set_number(c, (int64_t)count, 0);
	else
		cell_set_text(c, "");
}

static size_t port_count(const void *row)
{
	return row_snapshot(row) ? row_snapshot(row)->topology->port_count : 0;
}

static size_t module_count(const void *row)
{
	return row_snapshot(row) ? snapshot_module_count(row_snapshot(row)) : 0;
}

/* Ports that hold something, or may do so, which can't be read. */
static size_t unreadable_count(const void *row)
{
	size_t count = 0;

	for (size_t i = 0; i < port_count(row); i++) {
		const struct port_state *p = &row_snapshot(row)->ports[i];

		count += p->status != READ_OK && p->status != READ_ABSENT;
	}
	return count;
}

static size_t late_count(const void *row)
{
	size_t count = 0;

	for (size_t i = 0; i < port_count(row); i++)
		count += row_snapshot(row)->ports[i].late;
	return count;
}

static void get_ports(const void *row, struct cell *c)
{
	set_count(row, c, port_count(row));
}

static void get_modules(const void *row, struct cell *c)
{
	set_count(row, c, module_count(row));
}

static void get_unreadable(const void *row, struct cell *c)
{
	set_count(row, c, unreadable_count(row));
}

static void get_late(const void *row, struct cell *c)
{
	set_count(row, c, late_count(row));
}

static void get_ports_text(const void *row, struct cell *c)
{
	size_t unreadable = unreadable_count(row), late = late_count(row);

	if (!row_snapshot(row)) {
		cell_set_text(c, "");
		return;
	}
	cell_set_format(c, "%zu, with %zu modules", port_count(row), module_count(row));
	if (unreadable)
		cell_note(c, "; %zu can't be read", unreadable);
	if (late)
		cell_note(c, "; %zu on a bus that is late", late);
}

static size_t verdict_count(const void *row, enum verdict verdict)
{
	const struct snapshot *s = row_snapshot(row);
	size_t count = 0;

	for (size_t i = 0; s && i < s->topology->breakout_count; i++)
		count += s->breakouts[i].verdict == verdict;
	return count;
}

static void get_breakouts(const void *row, struct cell *c)
{
	set_count(row, c, row_snapshot(row) ? row_snapshot(row)->topology->breakout_count : 0);
}

static void get_breakouts_ok(const void *row, struct cell *c)
{
	set_count(row, c, verdict_count(row, VERDICT_OK));
}

static void get_breakouts_wrong(const void *row, struct cell *c)
{
	set_count(row, c, verdict_count(row, VERDICT_VIOLATION));
}

static void get_breakouts_unknown(const void *row, struct cell *c)
{
	set_count(row, c, verdict_count(row, VERDICT_UNKNOWN));
}

static void get_breakouts_waived(const void *row, struct cell *c)
{
	set_count(row, c, verdict_count(row, VERDICT_WAIVED));
}

/* "4: 3 ok, 1 violation": those that there are. */
static void get_breakouts_text(const void *row, struct cell *c)
{
	const char *separator = ": ";

	get_breakouts(row, c);
	for (enum verdict v = VERDICT_OK; v <= VERDICT_WAIVED; v++) {
		size_t count = verdict_count(row, v);

		if (count) {
			cell_note(c, "%s%zu %s", separator, count, code_name(verdict_labels, v));
			separator = ", ";
		}
	}
}

/* Violations. */

static size_t violation_count(const void *row, enum severity severity)
{
	return row_snapshot(row) ? snapshot_violation_count(row_snapshot(row), severity) : 0;
}

static void get_critical(const void *row, struct cell *c)
{
	set_count(row, c, violation_count(row, SEVERITY_CRITICAL));
}

static void get_major(const void *row, struct cell *c)
{
	set_count(row, c, violation_count(row, SEVERITY_MAJOR));
}

static void get_minor(const void *row, struct cell *c)
{
	set_count(row, c, violation_count(row, SEVERITY_MINOR));
}

static void get_info(const void *row, struct cell *c)
{
	set_count(row, c, violation_count(row, SEVERITY_INFO));
}

static size_t waived_count(const void *row)
{
	const struct snapshot *s = row_snapshot(row);
	size_t count = 0;

	for (size_t i = 0; s && i < s->violation_count; i++)
		count += s->violations[i].waived;
	return count;
}

static void get_waived(const void *row, struct cell *c)
{
	set_count(row, c, waived_count(row));
}

static void get_violations_text(const void *row, struct cell *c)
{
	if (row_snapshot(row))
		cell_set_format(c, "%zu critical, %zu major, %zu minor, %zu info, %zu waived",
		                violation_count(row, SEVERITY_CRITICAL), violation_count(row, SEVERITY_MAJOR),
		                violation_count(row, SEVERITY_MINOR), violation_count(row, SEVERITY_INFO),
		                waived_count(row));
	else
		cell_set_text(c, "");
}

/* Notifications. */

static void get_notifications(const void *row, struct cell *c)
{
	cell_set_bool(c, row_status(row)->notifications);
}

static void get_sent(const void *row, struct cell *c)
{
	cell_set_number(c, row_status(row)->notifications_sent, 0);
}

static void get_suppressed(const void *row, struct cell *c)
{
	cell_set_number(c, row_status(row)->notifications_suppressed, 0);
}

static void get_dropped(const void *row, struct cell *c)
{
	cell_set_number(c, row_status(row)->notifications_dropped, 0);
}

static void get_repeated(const void *row, struct cell *c)
{
	cell_set_number(c, row_status(row)->notifications_repeated, 0);
}

static void get_notifications_text(const void *row, struct cell *c)
{
	const struct daemon_status *status = row_status(row);

	cell_set_format(c, "%s; %u sent, %u suppressed, %u dropped, %u repeated since the start",
	                status->notifications ? "enabled" : "disabled", status->notifications_sent,
	                status->notifications_suppressed, status->notifications_dropped,
	                status->notifications_repeated);
}

static const struct listing_column columns[] = {
	{ "version", "version", 0, get_version },
	{ "pid", "process", 0, get_pid },
	{ "config", "configuration", 0, get_config },
	{ "started", "started", 0, get_started },
	{ "uptime_s", NULL, 0, get_uptime },
	{ NULL, "up", 0, get_uptime_text },
	{ "master", "master agent", 0, get_master },
	{ "master_address", "address", 0, get_address },
	{ "scan", NULL, 0, get_scan },
	{ "scan_age_s", NULL, 0, get_scan_age },
	{ "scan_duration_ms", NULL, 0, get_scan_duration },
	{ NULL, "last scan", 0, get_scan_text },
	{ "presence_interval_ms", NULL, 0, get_presence_interval },
	{ "dom_interval_ms", NULL, 0, get_dom_interval },
	{ NULL, "intervals", 0, get_intervals },
	{ "ports", NULL, 0, get_ports },
	{ "modules", NULL, 0, get_modules },
	{ "ports_unreadable", NULL, 0, get_unreadable },
	{ "ports_late", NULL, 0, get_late },
	{ NULL, "ports", 0, get_ports_text },
	{ "breakouts", NULL, 0, get_breakouts },
	{ "breakouts_ok", NULL, 0, get_breakouts_ok },
	{ "breakouts_violation", NULL, 0, get_breakouts_wrong },
	{ "breakouts_unknown", NULL, 0, get_breakouts_unknown },
	{ "breakouts_waived", NULL, 0, get_breakouts_waived },
	{ NULL, "breakouts", 0, get_breakouts_text },
	{ "violations_critical", NULL, 0, get_critical },
	{ "violations_major", NULL, 0, get_major },
	{ "violations_minor", NULL, 0, get_minor },
	{ "violations_info", NULL, 0, get_info },
	{ "violations_waived", NULL, 0, get_waived },
	{ NULL, "violations", 0, get_violations_text },
	{ "notifications_enabled", NULL, 0, get_notifications },
	{ "notifications_sent", NULL, 0, get_sent },
	{ "notifications_suppressed", NULL, 0, get_suppressed },
	{ "notifications_dropped", NULL, 0, get_dropped },
	{ "notifications_repeated", NULL, 0, get_repeated },
	{ NULL, "notifications", 0, get_notifications_text },
	LISTING_END,
};

int status_print(const struct daemon_status *status, const struct snapshot *s,
                 const struct show_options *options, FILE *out)
{
	const struct status_row row = { .status = status, .snapshot = s, .now = &options->now };

	if (options->json)
		return show_print_json(listing_object(columns, &row), out);
	return listing_print_fields(columns, &row, out);
}
