/* SPDX-License-Identifier: BSD-3-Clause */
/* What the rules say of a supposed breakout, as rows. */
#include "cli/fit_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void fit_rows_release(struct fit_rows *rows)
{
	free(rows->row);
	*rows = (struct fit_rows){ 0 };
}

static bool is_same(const struct fit_row *a, const struct fit_row *b)
{
	return a->rule == b->rule && a->result == b->result && !a->legs == !b->legs && a->cause == b->cause &&
	       a->what.severity == b->what.severity && strcmp(a->what.expected, b->what.expected) == 0 &&
	       strcmp(a->what.observed, b->what.observed) == 0 && strcmp(a->what.evidence, b->what.evidence) == 0;
}

static void add(struct fit_rows *rows, const struct fit_row *row)
{
	for (size_t i = 0; i < rows->count; i++) {
		if (is_same(&rows->row[i], row)) {
			rows->row[i].legs |= row->legs;
			return;
		}
	}
	if (rows->count == rows->room) {
		size_t room = rows->room ? rows->room * 2 : 32;
		struct fit_row *grown = reallocarray(rows->row, room, sizeof(*grown));

		if (!grown) {
			rows->failed = true;
			return;
		}
		rows->row = grown;
		rows->room = room;
	}
	rows->row[rows->count++] = *row;
}

static uint8_t leg_bit(unsigned leg)
{
	return leg ? (uint8_t)(1u << (leg - 1)) : 0;
}

static int by_weight(const void *a, const void *b)
{
	const struct fit_row *x = a, *y = b;

	if (x->what.severity != y->what.severity)
		return x->what.severity > y->what.severity ? -1 : 1;
	if (x->legs != y->legs)
		return x->legs < y->legs ? -1 : 1;
	return (x->rule > y->rule) - (x->rule < y->rule);
}

void fit_rows_causes(const struct fit *fit, struct fit_rows *rows)
{
	for (size_t i = 0; i < fit->judgement.finding_count; i++) {
		const struct judge_finding *f = &fit->judgement.findings[i];

		add(rows, &(struct fit_row){ .rule = f->rule,
					     .result = RULE_VIOLATION,
					     .legs = leg_bit(fit_leg_of(&f->about)),
					     .cause = true,
					     .what = f->what,
					     .suppressed = f->suppressed });
	}
	if (rows->count > 1)
		qsort(rows->row, rows->count, sizeof(*rows->row), by_weight);
}

/* The module of a leg (0: trunk) that no rule could be asked about, and why. */
static void add_opaque(const struct fit *fit, unsigned leg, struct fit_rows *rows)
{
	const struct port_state *state = &fit->snapshot->ports[leg];
	struct fit_row row = { .result = RULE_UNKNOWN, .legs = leg_bit(leg) };

	if (view_sound_module(state))
		return;
	if (state->presence == PRESENCE_ABSENT)
		TEXT_SET(row.what.observed, "there is no module");
	else if (state->why[0])
		TEXT_SET(row.what.observed, state->why);
	else
		TEXT_SET(row.what.observed, "the module can't be read");
	add(rows, &row);
}

/* Rules whose silence leaves the verdict open, as the judge has it. */
static bool leaves_open(const struct rule *rule)
{
	return rule && rule->severity > SEVERITY_INFO && !(rule->flags & RULE_ABOUT_LIGHT) &&
	       (rule->scopes & (RULE_SCOPE_BREAKOUT | RULE_SCOPE_LEG));
}

/* No rule objects, but no plan names it either. */
static void add_unplanned(const struct fit *fit, unsigned leg, struct fit_rows *rows)
{
	struct rule_view view = view_breakout(fit->snapshot, 0);
	struct fit_row row = { .result = RULE_UNKNOWN, .legs = leg_bit(leg) };
	char mode[MODE_TEXT];

	view = view_leg(&view, &fit->topology->breakouts[0].legs[leg - 1]);
	if (!view.trunk || !view.module || (view.plan && plan_accepts(view.plan, view.module)))
		return;
	snprintf(row.what.observed, sizeof(row.what.observed),
	         "nothing is known of %s as a leg of %s in %s", view.module->type_name, view.trunk->type_name,
	         mode_text(&view.breakout->mode, mode, sizeof(mode)));
	add(rows, &row);
}

void fit_rows_unknowns(const struct fit *fit, struct fit_rows *rows)
{
	const struct breakout_decl *b = fit->topology->breakouts;

	add_opaque(fit, 0, rows);
	for (unsigned leg = 1; leg <= b->leg_count; leg++) {
		if (fit->legs[leg - 1] == FIT_UNKNOWN && fit->snapshot->ports[leg].presence != PRESENCE_ABSENT)
			add_opaque(fit, leg, rows);
	}
	for (size_t i = 0; i < fit->judgement.unknown_count; i++) {
		const struct judge_unknown *u = &fit->judgement.unknowns[i];
		struct fit_row row = { .rule = u->rule, .result = RULE_UNKNOWN };

		if (!leaves_open(u->rule) || !u->about.breakout)
			continue;
		row.legs = leg_bit(fit_leg_of(&u->about));
		snprintf(row.what.observed, sizeof(row.what.observed), "not told by: %s", u->rule->seen);
		add(rows, &row);
	}
	for (unsigned leg = 1; leg <= b->leg_count; leg++) {
		if (fit->legs[leg - 1] == FIT_UNKNOWN)
			add_unplanned(fit, leg, rows);
	}
}

/* Where results of rules go. */
struct collecting {
	struct fit_rows *rows;
	unsigned leg;
	bool all;
	bool remarks;
};

static void collect(const struct rule *rule, enum rule_result result, const struct rule_finding *finding, void *arg)
{
	struct collecting *c = arg;
	struct fit_row row = { .rule = rule, .result = result, .legs = leg_bit(c->leg) };

	if (!c->all && result != RULE_VIOLATION && (c->remarks || result != RULE_UNKNOWN))
		return;
	row.what.severity = rule->severity;
	if (result == RULE_VIOLATION)
		row.what = *finding;
	add(c->rows, &row);
}

/* Was there something to ask about this leg? */
static bool is_judged(const struct fit *fit, unsigned leg)
{
	return view_sound_module(&fit->snapshot->ports[0]) && view_sound_module(&fit->snapshot->ports[leg]);
}

void fit_rows_results(const struct fit *fit, bool all, struct fit_rows *rows)
{
	struct collecting c = { .rows = rows, .all = all };
	unsigned legs = fit->topology->breakouts[0].leg_count;

	judge_explain_port(fit->snapshot, 0, collect, &c);
	if (view_sound_module(&fit->snapshot->ports[0]))
		judge_explain(fit->snapshot, 0, 0, collect, &c);
	for (c.leg = 1; c.leg <= legs; c.leg++) {
		if (fit->legs[c.leg - 1])
			judge_explain_port(fit->snapshot, c.leg, collect, &c);
		if (is_judged(fit, c.leg))
			judge_explain(fit->snapshot, 0, c.leg, collect, &c);
	}
}

void fit_rows_remarks(const struct fit *fit, bool legs, struct fit_rows *rows)
{
	struct collecting c = { .rows = rows, .remarks = true };

	if (!legs) {
		judge_explain(fit->snapshot, 0, 0, collect, &c);
		return;
	}
	for (c.leg = 1; c.leg <= fit->topology->breakouts[0].leg_count; c.leg++) {
		if (is_judged(fit, c.leg))
			judge_explain(fit->snapshot, 0, c.leg, collect, &c);
	}
}

static bool says(const struct fit_rows *rows, const struct fit_row *row)
{
	uint8_t legs = row->legs;

	for (size_t i = 0; i < rows->count; i++) {
		const struct fit_row *r = &rows->row[i];

		if (r->rule != row->rule || r->result != row->result)
			continue;
		if (!row->legs && !r->legs)
			return true;
		legs &= (uint8_t)~r->legs;
	}
	return row->legs && !legs;
}

void fit_rows_subtract(struct fit_rows *rows, const struct fit_rows *others)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->count; i++) {
		if (!says(others, &rows->row[i]))
			rows->row[kept++] = rows->row[i];
	}
	rows->count = kept;
}

const char *fit_legs_text(uint8_t legs, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	if (!legs)
		text_printf(&t, "trunk");
	for (unsigned n = 0; n < 8; n++) {
		unsigned last = n;

		if (!(legs >> n & 1))
			continue;
		while (last < 7 && (legs >> (last + 1) & 1))
			last++;
		if (last > n)
			text_item(&t, ", ", "%u-%u", n + 1, last + 1);
		else
			text_item(&t, ", ", "%u", n + 1);
		n = last;
	}
	return buf;
}
