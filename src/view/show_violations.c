/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns of `breakoutctl show`: violations, rules. */
#include "view/show_columns.h"

#include <time.h>

#include "rules/rule.h"
#include "view/rule_text.h"

void show_set_time(struct cell *c, const struct timespec *t)
{
	char buf[32];
	struct tm tm;

	if (t->tv_sec == 0 || !gmtime_r(&t->tv_sec, &tm) ||
	    !strftime(buf, sizeof(buf), "%Y-%m-%dT%H:%M:%SZ", &tm))
		buf[0] = '\0';
	cell_set_text(c, buf);
}

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

static void violation_waiver(const void *row, struct cell *c)
{
	cell_set_text(c, row_violation(row)->waiver);
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
	show_set_nonzero(c, row_violation(row)->about.leg);
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
	show_set_nonzero(c, row_violation(row)->about.lane);
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
	show_set_time(c, &row_violation(row)->since);
}

const struct listing_column show_violation_columns[] = {
	{ "index", "NO", LISTING_RIGHT, violation_index },
	{ "severity", "SEVERITY", LISTING_TONE, violation_severity },
	{ "rule", "RULE", 0, violation_rule },
	{ "name", "NAME", LISTING_WRAP, violation_rule_name },
	{ "breakout", "BREAKOUT", LISTING_WRAP, violation_breakout },
	{ "leg", "LEG", LISTING_RIGHT, violation_leg },
	{ "port", "PORT", LISTING_WRAP, violation_port },
	{ "lane", "LANE", LISTING_RIGHT, violation_lane },
	{ "waived", "WAIVED", 0, violation_waived },
	{ "waiver", "waived", LISTING_NOTE, violation_waiver },
	{ "expected", "expected", LISTING_NOTE, violation_expected },
	{ "observed", "observed", LISTING_NOTE, violation_observed },
	{ "evidence", "evidence", LISTING_NOTE, violation_evidence },
	{ "module", "module", LISTING_NOTE, violation_module },
	{ "remedy", "remedy", LISTING_NOTE, violation_remedy },
	{ "since", NULL, 0, violation_since },
	LISTING_END,
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
	char scopes[48];

	cell_set_text(c, rule_scope_text(row, scopes, sizeof(scopes)));
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

static void rule_seen(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_text(c, rule->seen);
}

static void rule_leg_mismatch(const void *row, struct cell *c)
{
	const struct rule *rule = row;

	cell_set_bool(c, rule->flags & RULE_LEG_MISMATCH);
}

const struct listing_column show_rule_columns[] = {
	{ "index", NULL, 0, rule_number },
	{ "id", "RULE", 0, rule_id },
	{ "severity", "SEVERITY", LISTING_TONE, rule_severity },
	{ "scope", "SCOPE", 0, rule_scope },
	{ "name", "NAME", LISTING_WRAP, rule_name },
	{ "leg_mismatch", "LEG MISMATCH", 0, rule_leg_mismatch },
	{ "description", "what is wrong", LISTING_NOTE, rule_description },
	{ "seen", "seen by", LISTING_NOTE, rule_seen },
	{ "remedy", "what to do", LISTING_NOTE, rule_remedy },
	LISTING_END,
};
