/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns of `breakoutctl show events`. */
#include "view/show_columns.h"

static const struct event *row_event(const void *row)
{
	const struct show_row *r = row;

	return r->event;
}

static void event_index(const void *row, struct cell *c)
{
	cell_set_number(c, row_event(row)->index, 0);
}

static void event_time(const void *row, struct cell *c)
{
	show_set_time(c, &row_event(row)->time);
}

static void event_kind(const void *row, struct cell *c)
{
	cell_set_code(c, event_kind_labels, row_event(row)->kind);
}

static void event_severity(const void *row, struct cell *c)
{
	const struct event *e = row_event(row);

	if (e->severity)
		cell_set_code(c, severity_labels, e->severity);
	else
		cell_set_text(c, "");
}

static void event_rule(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->rule_id);
}

static void event_breakout(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->breakout_name);
}

static void event_leg(const void *row, struct cell *c)
{
	show_set_nonzero(c, row_event(row)->about.leg);
}

static void event_port(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->port_name);
}

static void event_lane(const void *row, struct cell *c)
{
	show_set_nonzero(c, row_event(row)->about.lane);
}

static void event_if_index(const void *row, struct cell *c)
{
	show_set_nonzero(c, row_event(row)->if_index);
}

static void event_expected(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->expected);
}

static void event_observed(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->observed);
}

static void event_suppressed(const void *row, struct cell *c)
{
	cell_set_number(c, row_event(row)->suppressed, 0);
}

static void event_module_type(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->module.type_name);
}

static void event_vendor(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->module.vendor);
}

static void event_part(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->module.part_number);
}

static void event_serial(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->module.serial);
}

static void event_text(const void *row, struct cell *c)
{
	cell_set_text(c, row_event(row)->text);
}

const struct listing_column show_event_columns[] = {
	{ "index", "NUMBER", LISTING_RIGHT, event_index },
	{ "time", "TIME", 0, event_time },
	{ "kind", "EVENT", LISTING_WRAP, event_kind },
	{ "severity", "SEVERITY", LISTING_TONE, event_severity },
	{ "rule", "RULE", 0, event_rule },
	{ "breakout", NULL, 0, event_breakout },
	{ "leg", NULL, 0, event_leg },
	{ "port", "PORT", LISTING_WRAP, event_port },
	{ "lane", NULL, 0, event_lane },
	{ "if_index", NULL, 0, event_if_index },
	{ "expected", NULL, 0, event_expected },
	{ "observed", NULL, 0, event_observed },
	{ "suppressed", NULL, 0, event_suppressed },
	{ "module_type", NULL, 0, event_module_type },
	{ "vendor", NULL, 0, event_vendor },
	{ "part_number", NULL, 0, event_part },
	{ "serial", NULL, 0, event_serial },
	{ "text", "text", LISTING_NOTE, event_text },
	LISTING_END,
};
