/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns of what `breakoutctl fit` lists. */
#include "cli/fit_view.h"

#include "base/text.h"

/* Findings, results. */

static void set_legs(struct cell *c, uint8_t legs)
{
	json_t *array = json_array();
	char text[40];

	cell_set_text(c, fit_legs_text(legs, text, sizeof(text)));
	for (unsigned n = 0; array && n < MODE_MAX_COUNT; n++) {
		if (legs >> n & 1)
			json_array_append_new(array, json_integer(n + 1));
	}
	cell_set_json(c, array);
}

static void row_legs(const void *row, struct cell *c)
{
	set_legs(c, ((const struct fit_row *)row)->legs);
}

static void row_rule(const void *row, struct cell *c)
{
	const struct fit_row *r = row;

	cell_set_text(c, r->rule ? r->rule->id : "");
}

static void row_name(const void *row, struct cell *c)
{
	const struct fit_row *r = row;

	cell_set_text(c, r->rule ? r->rule->name : "");
}

static void row_severity(const void *row, struct cell *c)
{
	const struct fit_row *r = row;

	if (r->result == RULE_VIOLATION)
		cell_set_code(c, severity_labels, r->what.severity);
	else
		cell_set_text(c, "");
}

static void row_description(const void *row, struct cell *c)
{
	const struct fit_row *r = row;

	cell_set_text(c, r->rule ? r->rule->description : "");
}

static void row_remedy(const void *row, struct cell *c)
{
	const struct fit_row *r = row;

	cell_set_text(c, r->rule ? r->rule->remedy : "");
}

static void row_expected(const void *row, struct cell *c)
{
	cell_set_text(c, ((const struct fit_row *)row)->what.expected);
}

static void row_observed(const void *row, struct cell *c)
{
	cell_set_text(c, ((const struct fit_row *)row)->what.observed);
}

static void row_evidence(const void *row, struct cell *c)
{
	cell_set_text(c, ((const struct fit_row *)row)->what.evidence);
}

static const struct code result_labels[] = {
	{ RULE_PASS, "pass" },       { RULE_VIOLATION, "violation" },
	{ RULE_UNKNOWN, "unknown" }, { RULE_NOT_APPLICABLE, "notApplicable" },
	{ 0, NULL },
};

static void row_result(const void *row, struct cell *c)
{
	cell_set_code(c, result_labels, ((const struct fit_row *)row)->result);
}

const struct listing_column fit_finding_columns[] = {
	{ "legs", "LEG", 0, row_legs },
	{ "rule", "RULE", 0, row_rule },
	{ "severity", "SEVERITY", 0, row_severity },
	{ "name", "NAME", LISTING_WRAP, row_name },
	{ "description", "what it is", LISTING_NOTE, row_description },
	{ "expected", "expected", LISTING_NOTE, row_expected },
	{ "observed", "observed", LISTING_NOTE, row_observed },
	{ "evidence", "evidence", LISTING_NOTE, row_evidence },
	{ "remedy", "what to do", LISTING_NOTE, row_remedy },
	LISTING_END,
};

const struct listing_column fit_unknown_columns[] = {
	{ "legs", "LEG", 0, row_legs },
	{ "rule", "RULE", 0, row_rule },
	{ "reason", "WHY", LISTING_WRAP, row_observed },
	LISTING_END,
};

const struct listing_column fit_result_columns[] = {
	{ "legs", "LEG", 0, row_legs },
	{ "rule", "RULE", 0, row_rule },
	{ "name", "NAME", LISTING_WRAP, row_name },
	{ "result", "RESULT", 0, row_result },
	{ "severity", "SEVERITY", 0, row_severity },
	{ "expected", NULL, 0, row_expected },
	{ "observed", NULL, 0, row_observed },
	{ "evidence", NULL, 0, row_evidence },
	LISTING_END,
};

/* Limits. */

static void set_fec(struct cell *c, enum fec fec)
{
	if (fec == FEC_UNKNOWN)
		cell_set_text(c, "");
	else
		cell_set_code(c, fec_labels, fec);
}

static void limit_reach(const void *row, struct cell *c)
{
	cell_set_value(c, ((const struct fit_limits *)row)->reach_m, 0);
}

static void limit_trunk_reach(const void *row, struct cell *c)
{
	cell_set_value(c, ((const struct fit_limits *)row)->trunk_reach_m, 0);
}

static void limit_leg_reach(const void *row, struct cell *c)
{
	cell_set_value(c, ((const struct fit_limits *)row)->leg_reach_m, 0);
}

static void limit_line_fec(const void *row, struct cell *c)
{
	set_fec(c, ((const struct fit_limits *)row)->line_fec);
}

static void limit_trunk_fec(const void *row, struct cell *c)
{
	set_fec(c, ((const struct fit_limits *)row)->trunk_fec);
}

static void limit_leg_fec(const void *row, struct cell *c)
{
	set_fec(c, ((const struct fit_limits *)row)->leg_fec);
}

static void limit_budget_toward_leg(const void *row, struct cell *c)
{
	cell_set_value(c, ((const struct fit_limits *)row)->budget_toward_leg, 2);
}

static void limit_budget_toward_trunk(const void *row, struct cell *c)
{
	cell_set_value(c, ((const struct fit_limits *)row)->budget_toward_trunk, 2);
}

static void limit_attenuation_toward_leg(const void *row, struct cell *c)
{
	cell_set_value(c, ((const struct fit_limits *)row)->excess_toward_leg, 2);
}

static void limit_attenuation_toward_trunk(const void *row, struct cell *c)
{
	cell_set_value(c, ((const struct fit_limits *)row)->excess_toward_trunk, 2);
}

const struct listing_column fit_limit_columns[] = {
	{ "reach_m", "reach", 0, limit_reach },
	{ "trunk_reach_m", NULL, 0, limit_trunk_reach },
	{ "leg_reach_m", NULL, 0, limit_leg_reach },
	{ "line_fec", "FEC on the line", 0, limit_line_fec },
	{ "trunk_fec", "FEC to configure at the trunk", 0, limit_trunk_fec },
	{ "leg_fec", "FEC to configure at the leg", 0, limit_leg_fec },
	{ "budget_toward_leg_db", "loss allowed toward the leg, dB", 0, limit_budget_toward_leg },
	{ "budget_toward_trunk_db", "loss allowed toward the trunk, dB", 0, limit_budget_toward_trunk },
	{ "attenuation_toward_leg_db", "loss needed toward the leg, dB", 0, limit_attenuation_toward_leg },
	{ "attenuation_toward_trunk_db", "loss needed toward the trunk, dB", 0, limit_attenuation_toward_trunk },
	LISTING_END,
};

/* Ends. */

static const struct fit_end *end_of(const struct fit_end_row *r)
{
	return r->leg ? &r->question->legs[r->leg - 1] : &r->question->trunk;
}

static const struct module *module_of(const struct fit_end_row *r)
{
	return r->fit->snapshot->ports[r->leg].module;
}

/* What the module itself says of its identity; that of one that was made up says nothing. */
static const struct module *real_module_of(const struct fit_end_row *r)
{
	return end_of(r)->kind == FIT_TYPE ? NULL : module_of(r);
}

static void end_legs(const void *row, struct cell *c)
{
	set_legs(c, ((const struct fit_end_row *)row)->legs);
}

static void end_leg(const void *row, struct cell *c)
{
	const struct fit_end_row *r = row;

	cell_set_number(c, r->leg, 0);
}

static void end_kind(const void *row, struct cell *c)
{
	cell_set_code(c, fit_kind_labels, end_of(row)->kind);
}

static void end_name(const void *row, struct cell *c)
{
	const struct fit_end *end = end_of(row);

	cell_set_text(c, end->kind == FIT_NOT_GIVEN || end->kind == FIT_EMPTY ? "" : end->name);
}

/* "type 25g-sr" */
static void end_from(const void *row, struct cell *c)
{
	const struct fit_end *end = end_of(row);

	if (end->kind == FIT_NOT_GIVEN || end->kind == FIT_EMPTY)
		cell_set_text(c, "");
	else
		cell_set_format(c, "%s %s", code_name(fit_kind_labels, end->kind), end->name);
}

static void end_status(const void *row, struct cell *c)
{
	const struct fit_end_row *r = row;
	const struct port_state *state = &r->fit->snapshot->ports[r->leg];

	if (end_of(r)->kind == FIT_NOT_GIVEN)
		cell_set_text(c, "");
	else
		cell_set_code(c, read_status_labels, state->status);
}

static void end_why(const void *row, struct cell *c)
{
	const struct fit_end_row *r = row;

	cell_set_text(c, r->fit->snapshot->ports[r->leg].why);
}

static void end_text(const void *row, struct cell *c)
{
	const struct fit_end_row *r = row;

	cell_set_text(c, fit_end_text(end_of(r), module_of(r)));
	if (module_of(r) && module_of(r)->type_derived)
		cell_note(c, " (derived)");
}

static void end_type(const void *row, struct cell *c)
{
	const struct module *m = module_of(row);

	cell_set_text(c, m ? m->type_name : "");
}

static void end_type_token(const void *row, struct cell *c)
{
	const struct module *m = module_of(row);

	cell_set_text(c, m && m->type ? m->type->token : "");
}

static void end_form(const void *row, struct cell *c)
{
	const struct module *m = module_of(row);

	if (m && m->form != FORM_UNKNOWN)
		cell_set_code(c, form_factor_names, m->form);
	else
		cell_set_text(c, "");
}

static void end_vendor(const void *row, struct cell *c)
{
	const struct module *m = real_module_of(row);

	cell_set_text(c, m ? m->vendor : "");
}

static void end_part(const void *row, struct cell *c)
{
	const struct module *m = real_module_of(row);

	cell_set_text(c, m ? m->part_number : "");
}

static void end_serial(const void *row, struct cell *c)
{
	const struct module *m = real_module_of(row);

	cell_set_text(c, m ? m->serial : "");
}

static void end_verdict(const void *row, struct cell *c)
{
	const struct fit_end_row *r = row;
	enum fit_verdict verdict = r->leg ? r->fit->legs[r->leg - 1] : 0;

	if (verdict)
		cell_set_code(c, fit_verdict_labels, verdict);
	else
		cell_set_text(c, "");
}

/* The same in words. */
static void end_verdict_words(const void *row, struct cell *c)
{
	const struct fit_end_row *r = row;
	enum fit_verdict verdict = r->leg ? r->fit->legs[r->leg - 1] : 0;

	cell_set_text(c, verdict ? code_name(fit_verdict_words, verdict) : r->leg ? "not judged" : "");
}

static void end_limits(const void *row, struct cell *c)
{
	cell_set_json(c, listing_object(fit_limit_columns, &((const struct fit_end_row *)row)->limits));
}

#define END_COLUMNS                                   \
	{ "kind", NULL, 0, end_kind },                \
	{ "name", NULL, 0, end_name },                \
	{ "status", NULL, 0, end_status },            \
	{ "why", NULL, 0, end_why },                  \
	{ "type", NULL, 0, end_type },                \
	{ "type_token", NULL, 0, end_type_token },    \
	{ "form_factor", NULL, 0, end_form },         \
	{ "vendor", NULL, 0, end_vendor },            \
	{ "part_number", NULL, 0, end_part },         \
	{ "serial", NULL, 0, end_serial }

const struct listing_column fit_trunk_columns[] = {
	END_COLUMNS,
	LISTING_END,
};

const struct listing_column fit_leg_columns[] = {
	{ "leg", NULL, 0, end_leg },
	{ "verdict", NULL, 0, end_verdict },
	END_COLUMNS,
	{ NULL, NULL, LISTING_MERGE, end_limits },
	LISTING_END,
};

const struct listing_column fit_end_columns[] = {
	{ NULL, "END", 0, end_legs },
	{ NULL, "MODULE", LISTING_WRAP, end_text },
	{ NULL, "FROM", LISTING_WRAP, end_from },
	{ NULL, "VERDICT", 0, end_verdict_words },
	LISTING_END,
};
