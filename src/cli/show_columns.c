/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns of `breakoutctl show`. */
#include "cli/show_columns.h"

#include <stdio.h>
#include <time.h>

#include "rules/rule.h"

#define END_OF_COLUMNS { NULL, NULL, 0, NULL }

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

static const struct breakout_decl *row_breakout(const void *row)
{
	const struct show_row *r = row;

	return &r->snapshot->topology->breakouts[r->breakout];
}

static const struct breakout_state *row_breakout_state(const void *row)
{
	const struct show_row *r = row;

	return &r->snapshot->breakouts[r->breakout];
}

static const struct leg_decl *row_leg(const void *row)
{
	const struct show_row *r = row;

	return &row_breakout(row)->legs[r->leg];
}

static const struct leg_state *row_leg_state(const void *row)
{
	const struct show_row *r = row;

	return &row_breakout_state(row)->legs[r->leg];
}

/* A number where 0 means that there is none. */
static void set_nonzero(struct cell *c, uint32_t v)
{
	if (v > 0)
		cell_set_number(c, v, 0);
	else
		cell_set_text(c, "");
}

static void set_mode(struct cell *c, const struct mode *mode)
{
	char buf[MODE_TEXT];

	cell_set_text(c, mode_text(mode, buf, sizeof(buf)));
}

/* "2026-07-01T12:00:00Z", in UTC so that it sorts and compares. */
static void set_time(struct cell *c, const struct timespec *t)
{
	char buf[32];
	struct tm tm;

	if (t->tv_sec == 0 || !gmtime_r(&t->tv_sec, &tm) ||
	    !strftime(buf, sizeof(buf), "%Y-%m-%dT%H:%M:%SZ", &tm))
		buf[0] = '\0';
	cell_set_text(c, buf);
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

	set_nonzero(c, p->role == ROLE_LEG ? p->leg : 0);
}

static void port_type(const void *row, struct cell *c)
{
	const struct port_state *p = row_port_state(row);

	cell_set_text(c, p->module ? p->module->type_name : "");
}

static void port_split(const void *row, struct cell *c)
{
	const struct port_decl *p = row_port(row);

	if (p->split_declared && p->split_in_force.count <= 1)
		cell_set_text(c, "notSplit");
	else
		set_mode(c, &p->split_in_force);
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

const struct listing_column show_port_columns[] = {
	{ "index", NULL, 0, port_index },
	{ "name", "PORT", LISTING_WRAP, port_name },
	{ "cage", "CAGE", 0, port_cage },
	{ "source", NULL, 0, port_source },
	{ "path", NULL, 0, port_path },
	{ "presence", NULL, 0, port_presence },
	{ "status", "STATUS", 0, port_status },
	{ "role", "ROLE", 0, port_role },
	{ "breakout", "BREAKOUT", LISTING_WRAP, port_breakout },
	{ "leg", "LEG", LISTING_RIGHT, port_leg },
	{ "type", "MODULE", LISTING_WRAP, port_type },
	{ "split", "SPLIT", 0, port_split },
	{ "split_supported", NULL, 0, port_split_supported },
	{ "netdevs", NULL, 0, port_netdevs },
	{ "why", "why", LISTING_NOTE, port_why },
	END_OF_COLUMNS,
};

/* Modules. */

static const struct module *row_module(const void *row)
{
	const struct show_row *r = row;

	return r->snapshot->ports[r->port].module;
}

static void module_fields(const void *row, struct cell *c)
{
	cell_set_json(c, module_view_fields(row_module(row)));
}

static void module_type(const void *row, struct cell *c)
{
	cell_set_text(c, row_module(row)->type_name);
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
	END_OF_COLUMNS,
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

	set_nonzero(c, row_lane_leg(row, &breakout, &leg) ? leg->number : 0);
}

const struct listing_column show_lane_columns[] = {
	{ "port", "PORT", LISTING_WRAP, port_name },
	{ "port_index", NULL, 0, port_index },
	LANE_COLUMNS,
	{ "breakout", "BREAKOUT", LISTING_WRAP, lane_breakout },
	{ "leg", "LEG", LISTING_RIGHT, lane_leg },
	END_OF_COLUMNS,
};

/* Breakouts. */

static void breakout_index(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout(row)->index, 0);
}

static void breakout_name(const void *row, struct cell *c)
{
	cell_set_text(c, row_breakout(row)->name);
}

static void breakout_trunk(const void *row, struct cell *c)
{
	const struct show_row *r = row;

	cell_set_text(c, r->snapshot->topology->ports[row_breakout(row)->trunk].name);
}

static void breakout_trunk_type(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct module *m = r->snapshot->ports[row_breakout(row)->trunk].module;

	cell_set_text(c, m ? m->type_name : "");
}

static void breakout_mode(const void *row, struct cell *c)
{
	set_mode(c, &row_breakout(row)->mode);
}

static void breakout_harness(const void *row, struct cell *c)
{
	cell_set_text(c, row_breakout(row)->harness);
}

static void breakout_legs(const void *row, struct cell *c)
{
	cell_set_format(c, "%u/%u", row_breakout_state(row)->legs_present, row_breakout(row)->leg_count);
}

static void breakout_legs_expected(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout(row)->leg_count, 0);
}

static void breakout_legs_present(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout_state(row)->legs_present, 0);
}

static void breakout_host_split(const void *row, struct cell *c)
{
	cell_set_code(c, host_split_labels, row_breakout_state(row)->host_split);
}

static void breakout_verdict(const void *row, struct cell *c)
{
	cell_set_code(c, verdict_labels, row_breakout_state(row)->verdict);
}

static void breakout_severity(const void *row, struct cell *c)
{
	cell_set_code(c, severity_labels, row_breakout_state(row)->severity);
}

static void breakout_violations(const void *row, struct cell *c)
{
	cell_set_number(c, row_breakout_state(row)->violations, 0);
}

const struct listing_column show_breakout_columns[] = {
	{ "index", NULL, 0, breakout_index },
	{ "name", "BREAKOUT", LISTING_WRAP, breakout_name },
	{ "trunk", "TRUNK", LISTING_WRAP, breakout_trunk },
	{ "trunk_type", "MODULE", LISTING_WRAP, breakout_trunk_type },
	{ "mode", "MODE", 0, breakout_mode },
	{ NULL, "LEGS", LISTING_RIGHT, breakout_legs },
	{ "legs_expected", NULL, 0, breakout_legs_expected },
	{ "legs_present", NULL, 0, breakout_legs_present },
	{ "harness", NULL, 0, breakout_harness },
	{ "host_split", "HOST", 0, breakout_host_split },
	{ "verdict", "VERDICT", 0, breakout_verdict },
	{ "severity", "WORST", 0, breakout_severity },
	{ "violations", "COUNT", LISTING_RIGHT, breakout_violations },
	END_OF_COLUMNS,
};

/* Legs. */

static void leg_number(const void *row, struct cell *c)
{
	cell_set_number(c, row_leg(row)->number, 0);
}

static void leg_lanes(const void *row, struct cell *c)
{
	const struct leg_decl *leg = row_leg(row);

	if (leg->lane_count > 1)
		cell_set_format(c, "%u-%u", leg->first_lane, leg->first_lane + leg->lane_count - 1U);
	else
		cell_set_format(c, "%u", leg->first_lane);
}

static void leg_first_lane(const void *row, struct cell *c)
{
	cell_set_number(c, row_leg(row)->first_lane, 0);
}

static void leg_lane_count(const void *row, struct cell *c)
{
	cell_set_number(c, row_leg(row)->lane_count, 0);
}

static void leg_peer(const void *row, struct cell *c)
{
	cell_set_code(c, peer_kind_labels, row_leg(row)->peer);
}

static void leg_port(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct leg_decl *leg = row_leg(row);

	if (leg->peer == PEER_LOCAL)
		cell_set_text(c, r->snapshot->topology->ports[leg->port].name);
	else if (leg->peer == PEER_REMOTE)
		cell_set_format(c, "%s:%s", leg->remote_agent, leg->remote_port);
	else
		cell_set_text(c, "");
}

static void leg_expected(const void *row, struct cell *c)
{
	cell_set_text(c, row_leg_state(row)->expected.type_name);
}

static void leg_observed(const void *row, struct cell *c)
{
	const struct module *m = row_leg_state(row)->module;

	cell_set_text(c, m ? m->type_name : "");
}

static void leg_vendor(const void *row, struct cell *c)
{
	const struct module *m = row_leg_state(row)->module;

	cell_set_text(c, m ? m->vendor : "");
}

static void leg_part(const void *row, struct cell *c)
{
	const struct module *m = row_leg_state(row)->module;

	cell_set_text(c, m ? m->part_number : "");
}

static void leg_serial(const void *row, struct cell *c)
{
	const struct module *m = row_leg_state(row)->module;

	cell_set_text(c, m ? m->serial : "");
}

static void leg_verdict(const void *row, struct cell *c)
{
	cell_set_code(c, verdict_labels, row_leg_state(row)->verdict);
}

static void leg_severity(const void *row, struct cell *c)
{
	cell_set_code(c, severity_labels, row_leg_state(row)->severity);
}

static void leg_loss_down(const void *row, struct cell *c)
{
	cell_set_value(c, row_leg_state(row)->loss_toward_leg, 2);
}

static void leg_loss_up(const void *row, struct cell *c)
{
	cell_set_value(c, row_leg_state(row)->loss_toward_trunk, 2);
}

const struct listing_column show_leg_columns[] = {
	{ "breakout", "BREAKOUT", LISTING_WRAP, breakout_name },
	{ "breakout_index", NULL, 0, breakout_index },
	{ "leg", "LEG", LISTING_RIGHT, leg_number },
	{ NULL, "LANES", LISTING_RIGHT, leg_lanes },
	{ "first_lane", NULL, 0, leg_first_lane },
	{ "lane_count", NULL, 0, leg_lane_count },
	{ "peer", NULL, 0, leg_peer },
	{ "port", "PORT", LISTING_WRAP, leg_port },
	{ "expected", "EXPECTED", LISTING_WRAP, leg_expected },
	{ "observed", "OBSERVED", LISTING_WRAP, leg_observed },
	{ "vendor", NULL, 0, leg_vendor },
	{ "part_number", NULL, 0, leg_part },
	{ "serial", NULL, 0, leg_serial },
	{ "verdict", "VERDICT", 0, leg_verdict },
	{ "severity", "WORST", 0, leg_severity },
	{ "loss_toward_leg_db", NULL, 0, leg_loss_down },
	{ "loss_toward_trunk_db", NULL, 0, leg_loss_up },
	END_OF_COLUMNS,
};

/* Violations. */

static const struct violation *row_violation(const void *row)
{
	const struct show_row *r = row;

	return r->violation;
}

static const struct rule *row_rule(const void *row)
{
	return rule_of_index(row_violation(row)->rule);
}

static void violation_index(const void *row, struct cell *c)
{
	cell_set_number(c, row_violation(row)->index, 0);
}

static void violation_severity(const void *row, struct cell *c)
{
	const struct violation *v = row_violation(row);

	cell_set_code(c, severity_labels, v->severity);
}

static void violation_waived(const void *row, struct cell *c)
{
	cell_set_bool(c, row_violation(row)->waived);
}

static void violation_rule(const void *row, struct cell *c)
{
	const struct rule *rule = row_rule(row);

	cell_set_text(c, rule ? rule->id : "");
}

static void violation_rule_name(const void *row, struct cell *c)
{
	const struct rule *rule = row_rule(row);

	cell_set_text(c, rule ? rule->name : "");
}

static void violation_breakout(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct topology *t = r->snapshot->topology;

	cell_set_text(c, "");
	for (size_t i = 0; i < t->breakout_count; i++) {
		if (t->breakouts[i].index == r->violation->about.breakout)
			cell_set_text(c, t->breakouts[i].name);
	}
}

static void violation_leg(const void *row, struct cell *c)
{
	set_nonzero(c, row_violation(row)->about.leg);
}

static void violation_port(const void *row, struct cell *c)
{
	const struct show_row *r = row;
	const struct topology *t = r->snapshot->topology;

	cell_set_text(c, "");
	for (size_t i = 0; i < t->port_count; i++) {
		if (t->ports[i].index == r->violation->about.port)
			cell_set_text(c, t->ports[i].name);
	}
}

static void violation_lane(const void *row, struct cell *c)
{
	set_nonzero(c, row_violation(row)->about.lane);
}

static void violation_expected(const void *row, struct cell *c)
{
	cell_set_text(c, row_violation(row)->expected);
}

static void violation_observed(const void *row, struct cell *c)
{
	cell_set_text(c, row_violation(row)->observed);
}

static void violation_evidence(const void *row, struct cell *c)
{
	cell_set_text(c, row_violation(row)->evidence);
}

static void violation_remedy(const void *row, struct cell *c)
{
	const struct rule *rule = row_rule(row);

	cell_set_text(c, rule && rule->remedy ? rule->remedy : "");
}

static void violation_module(const void *row, struct cell *c)
{
	const struct module_brief *m = &row_violation(row)->module;

	cell_set_text(c, m->type_name);
	if (m->vendor[0] || m->part_number[0] || m->serial[0])
		cell_note(c, " (%s, %s, %s)", m->vendor, m->part_number, m->serial);
}

static void violation_since(const void *row, struct cell *c)
{
	set_time(c, &row_violation(row)->since);
}

const struct listing_column show_violation_columns[] = {
	{ "index", NULL, 0, violation_index },
	{ "severity", "SEVERITY", 0, violation_severity },
	{ "rule", "RULE", 0, violation_rule },
	{ "name", "NAME", LISTING_WRAP, violation_rule_name },
	{ "breakout", "BREAKOUT", LISTING_WRAP, violation_breakout },
	{ "leg", "LEG", LISTING_RIGHT, violation_leg },
	{ "port", "PORT", LISTING_WRAP, violation_port },
	{ "lane", "LANE", LISTING_RIGHT, violation_lane },
	{ "waived", "WAIVED", 0, violation_waived },
	{ "expected", "expected", LISTING_NOTE, violation_expected },
	{ "observed", "observed", LISTING_NOTE, violation_observed },
	{ "evidence", "evidence", LISTING_NOTE, violation_evidence },
	{ "module", "module", LISTING_NOTE, violation_module },
	{ "remedy", "remedy", LISTING_NOTE, violation_remedy },
	{ "since", NULL, 0, violation_since },
	END_OF_COLUMNS,
};

/* Rules. */

static void rule_id(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_text(c, rule->id);
}

static void rule_number(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_number(c, rule_index(rule->id), 0);
}

static void rule_name(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_text(c, rule->name);
}

static void rule_severity(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_code(c, severity_labels, rule->severity);
}

static void rule_scope(const void *row, struct cell *c)
{
	static const struct code words[] = {
		{ RULE_SCOPE_PORT, "port" },
		{ RULE_SCOPE_BREAKOUT, "breakout" },
		{ RULE_SCOPE_LEG, "leg" },
		{ 0, NULL },
	};
	const struct rule *rule = row;

	cell_set_code(c, words, rule->scope);
}

static void rule_description(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_text(c, rule->description);
}

static void rule_remedy(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_text(c, rule->remedy ? rule->remedy : "");
}

static void rule_leg_mismatch(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_bool(c, rule->flags & RULE_LEG_MISMATCH);
}

const struct listing_column show_rule_columns[] = {
	{ "index", NULL, 0, rule_number },
	{ "id", "RULE", 0, rule_id },
	{ "severity", "SEVERITY", 0, rule_severity },
	{ "scope", "SCOPE", 0, rule_scope },
	{ "name", "NAME", LISTING_WRAP, rule_name },
	{ "leg_mismatch", "LEG MISMATCH", 0, rule_leg_mismatch },
	{ "description", "what is wrong", LISTING_NOTE, rule_description },
	{ "remedy", "what to do", LISTING_NOTE, rule_remedy },
	END_OF_COLUMNS,
};
