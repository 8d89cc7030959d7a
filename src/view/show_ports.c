/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns of `breakoutctl show`: ports, modules, lanes. */
#include "rules/light.h"
#include "view/show_columns.h"

static const struct port_decl *row_port(const void *row)
{
	const struct show_row *r = row;

	return &r->snapshot->topology->ports[r->port];
}

static const struct port_state *row_port_state(const void *row)
{
	const struct show_row *r = row;

	return &r->snapshot->ports[r->port];
}

/* "3 s", "5 min": what a person wants to know of it. */
void show_set_age(struct cell *c, int64_t ms)
{
	int64_t s = (ms + 500) / 1000;

	if (ms < 0)
		cell_set_text(c, "");
	else if (s < 120)
		cell_set_format(c, "%lld s", (long long)s);
	else if (s < 7200)
		cell_set_format(c, "%lld min", (long long)s / 60);
	else if (s < 172800)
		cell_set_format(c, "%lld h", (long long)s / 3600);
	else
		cell_set_format(c, "%lld d", (long long)s / 86400);
}

/* Ports. */

static void port_index(const void *row, struct cell *c)
{
	cell_set_number(c, row_port(row)->index, 0);
}

static void port_name(const void *row, struct cell *c)
{
	cell_set_text(c, row_port(row)->name);
}

static void port_cage(const void *row, struct cell *c)
{
	const struct port_decl *p = row_port(row);

	if (p->cage != FORM_UNKNOWN)
		cell_set_code(c, form_factor_names, p->cage);
	else
		cell_set_text(c, "");
}

static void port_source(const void *row, struct cell *c)
{
	cell_set_code(c, source_kind_labels, row_port(row)->source);
}

static void port_path(const void *row, struct cell *c)
{
	const struct port_decl *p = row_port(row);

	cell_set_text(c, p->path ? p->path : "");
}

static void port_presence(const void *row, struct cell *c)
{
	cell_set_code(c, presence_labels, row_port_state(row)->presence);
}

static void port_status(const void *row, struct cell *c)
{
	cell_set_code(c, read_status_labels, row_port_state(row)->status);
}

static void port_why(const void *row, struct cell *c)
{
	const struct port_state *p = row_port_state(row);

	/* An empty cage needs no explanation. */
	cell_set_text(c, p->status == READ_ABSENT ? "" : p->why);
}

static void port_monitor_chip(const void *row, struct cell *c)
{
	cell_set_text(c, row_port_state(row)->monitor_chip);
}

static void port_role(const void *row, struct cell *c)
{
	cell_set_code(c, port_role_labels, row_port_state(row)->role);
}

static void port_breakout(const void *row, struct cell *c)
{
	const struct port_state *p = row_port_state(row);
	const struct show_row *r = row;

	cell_set_text(c,
		      p->role == ROLE_STANDALONE ? "" : r->snapshot->topology->breakouts[p->breakout].name);
}

static void port_leg(const void *row, struct cell *c)
{
	const struct port_state *p = row_port_state(row);

	show_set_nonzero(c, p->role == ROLE_LEG ? p->leg : 0);
}

static void port_type(const void *row, struct cell *c)
{
	const struct port_state *p = row_port_state(row);

	module_set_type(c, p->module);
}

static void port_split(const void *row, struct cell *c)
{
	const struct port_decl *p = row_port(row);

	if (p->split_declared && p->split_in_force.count <= 1)
		cell_set_text(c, "notSplit");
	else
		show_set_mode(c, &p->split_in_force);
}

static void port_split_supported(const void *row, struct cell *c)
{
	const struct port_decl *p = row_port(row);
	char buf[MODE_TEXT];

	cell_set_list(c);
	for (unsigned i = 0; i < p->split_supported_count; i++)
		cell_add_item(c, mode_text(&p->split_supported[i], buf, sizeof(buf)));
}

static void port_netdevs(const void *row, struct cell *c)
{
	const struct port_decl *p = row_port(row);

	cell_set_list(c);
	for (unsigned i = 0; i < p->netdev_count; i++)
		cell_add_item(c, p->netdevs[i]);
}

/* How old what is known of its monitors is: of empty ports nothing is. */
static int64_t age_ms(const void *row)
{
	const struct show_row *r = row;
	const struct port_state *p = row_port_state(row);

	return p->module ? port_data_age_ms(p, r->now) : -1;
}

static void port_age(const void *row, struct cell *c)
{
	int64_t ms = age_ms(row);

	if (ms >= 0)
		cell_set_number(c, ms / 100, 1);
	else
		cell_set_text(c, "");
}

static void port_age_text(const void *row, struct cell *c)
{
	show_set_age(c, age_ms(row));
}

const struct listing_column show_port_columns[] = {
	{ "index", NULL, 0, port_index },
	{ "name", "PORT", LISTING_WRAP, port_name },
	{ "cage", "CAGE", 0, port_cage },
	{ "source", NULL, 0, port_source },
	{ "path", NULL, 0, port_path },
	{ "presence", NULL, 0, port_presence },
	{ "status", "STATUS", LISTING_TONE, port_status },
	{ "role", "ROLE", 0, port_role },
	{ "breakout", "BREAKOUT", LISTING_WRAP, port_breakout },
	{ "leg", "LEG", LISTING_RIGHT, port_leg },
	{ "type", "MODULE", LISTING_WRAP, port_type },
	{ "split", "SPLIT", 0, port_split },
	{ "split_supported", NULL, 0, port_split_supported },
	{ "netdevs", NULL, 0, port_netdevs },
	{ "age_s", NULL, 0, port_age },
	{ NULL, "AGE", LISTING_RIGHT, port_age_text },
	{ "why", "why", LISTING_NOTE, port_why },
	{ "monitor_chip", "monitors by", LISTING_NOTE, port_monitor_chip },
	LISTING_END,
};

/* Modules. */

static const struct module *row_module(const void *row)
{
	const struct show_row *r = row;

	return r->snapshot->ports[r->port].module;
}

static void module_fields(const void *row, struct cell *c)
{
	static const struct module none;

	cell_set_json(c, module_view_fields(row ? row_module(row) : &none));
}

static void module_type(const void *row, struct cell *c)
{
	module_set_type(c, row_module(row));
}

static void module_form(const void *row, struct cell *c)
{
	cell_set_code(c, form_factor_names, row_module(row)->form);
}

static void module_vendor(const void *row, struct cell *c)
{
	cell_set_text(c, row_module(row)->vendor);
}

static void module_part(const void *row, struct cell *c)
{
	cell_set_text(c, row_module(row)->part_number);
}

static void module_serial(const void *row, struct cell *c)
{
	cell_set_text(c, row_module(row)->serial);
}

static void module_why(const void *row, struct cell *c)
{
	cell_set_text(c, row_module(row)->why);
}

const struct listing_column show_module_columns[] = {
	{ "port", "PORT", LISTING_WRAP, port_name },
	{ "port_index", NULL, 0, port_index },
	{ NULL, NULL, LISTING_MERGE, module_fields },
	{ NULL, "TYPE", LISTING_WRAP, module_type },
	{ NULL, "FORM", 0, module_form },
	{ NULL, "VENDOR", LISTING_WRAP, module_vendor },
	{ NULL, "PART NUMBER", LISTING_WRAP, module_part },
	{ NULL, "SERIAL", LISTING_WRAP, module_serial },
	{ NULL, "why", LISTING_NOTE, module_why },
	LISTING_END,
};

/* Lanes. */

static bool row_lane_leg(const struct show_row *r, size_t *ret_breakout, const struct leg_decl **ret_leg)
{
	return snapshot_lane_leg(r->snapshot, r->port, r->lane.number, ret_breakout, ret_leg);
}

static void lane_breakout(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct leg_decl *leg;
	size_t breakout;

	cell_set_text(c, row_lane_leg(r, &breakout, &leg) ? r->snapshot->topology->breakouts[breakout].name
							  : "");
}

static void lane_leg(const void *row, struct cell *c)
{
	const struct leg_decl *leg;
	size_t breakout;

	show_set_nonzero(c, row_lane_leg(row, &breakout, &leg) ? leg->number : 0);
}

/* "rack7.2" */
static void lane_breakout_leg(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct leg_decl *leg;
	size_t breakout;

	if (row_lane_leg(r, &breakout, &leg))
		cell_set_format(c, "%s.%u", r->snapshot->topology->breakouts[breakout].name, leg->number);
	else
		cell_set_text(c, "");
}

static void lane_losses(const void *row, struct value *ret_loss, struct value *ret_allowed)
{
	const struct show_row *r = row;

	light_lane_loss(r->snapshot, r->port, r->lane.number, ret_loss, ret_allowed);
}

/* "0.9/1.9": lost on the way here, of what may be. */
static void lane_loss_of(const void *row, struct cell *c)
{
	struct value loss, allowed;

	lane_losses(row, &loss, &allowed);
	if (!value_ok(loss))
		cell_set_text(c, "");
	else if (!value_ok(allowed))
		cell_set_format(c, "%.1f", loss.v / 100.0);
	else
		cell_set_format(c, "%.1f/%.1f", loss.v / 100.0, allowed.v / 100.0);
}

static void lane_loss(const void *row, struct cell *c)
{
	struct value loss, allowed;

	lane_losses(row, &loss, &allowed);
	cell_set_value(c, loss, 2);
}

static void lane_loss_allowed(const void *row, struct cell *c)
{
	struct value loss, allowed;

	lane_losses(row, &loss, &allowed);
	cell_set_value(c, allowed, 2);
}

const struct listing_column show_lane_columns[] = {
	{ "port", "PORT", LISTING_WRAP, port_name },
	{ "port_index", NULL, 0, port_index },
	LANE_COLUMNS,
	{ "age_s", NULL, 0, port_age },
	{ NULL, "LEG", LISTING_WRAP, lane_breakout_leg },
	{ "breakout", NULL, 0, lane_breakout },
	{ "leg", NULL, 0, lane_leg },
	{ NULL, "LOSS dB", LISTING_WRAP, lane_loss_of },
	{ "loss_db", NULL, 0, lane_loss },
	{ "loss_allowed_db", NULL, 0, lane_loss_allowed },
	LISTING_END,
};
