/* SPDX-License-Identifier: BSD-3-Clause */
/* brkRuleTable and brkViolationTable. */
#include "agent/mib_cells.h"

#include "rules/rule.h"

/* object[0]: struct rule; item: position in rules[]. */
static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	for (size_t i = 0; i < rule_count; i++) {
		mib_rows_add(rows, &(struct mib_row){
			.index = { (uint32_t)i + 1 }, .object = { &rules[i] }, .item = i });
	}
}

/* What the operator wants of the row's rule, or NULL. */
static const struct rule_policy *policy(const struct mib_cell *cell)
{
	const struct snapshot *s = cell->view->snapshot;

	return s && cell->row->item < s->topology->policy_count ? &s->topology->policies[cell->row->item] : NULL;
}

static bool rule_severity(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct rule *rule = cell->row->object[0];
	const struct rule_policy *wanted = policy(cell);

	return cell_set_integer(ret_value, wanted && wanted->severity ? wanted->severity : (int)rule->severity);
}

static bool enabled(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct rule_policy *wanted = policy(cell);

	return cell_set_truth(ret_value, !(wanted && wanted->disabled));
}

static bool violations(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;
	uint32_t n = 0;

	if (!s)
		return false;
	for (size_t i = 0; i < s->violation_count; i++)
		n += s->violations[i].rule == cell->row->index[0];
	return cell_set_unsigned(ret_value, n);
}

#define RULE(member_) FIELD(0, struct rule, member_)

static const struct mib_column columns[] = {
	INDEX_COLUMN(1, "brkRuleIndex", MIB_UNSIGNED),
	COLUMN(2, "brkRuleId", MIB_OCTETS, cell_string, RULE(id)),
	COLUMN(3, "brkRuleName", MIB_OCTETS, cell_string, RULE(name)),
	COLUMN(4, "brkRuleDescription", MIB_OCTETS, cell_string, RULE(description)),
	COLUMN(5, "brkRuleRemedy", MIB_OCTETS, cell_string, RULE(remedy)),
	COLUMN(6, "brkRuleSeverity", MIB_INTEGER, rule_severity, LABELS(severity_labels, 0)),
	COLUMN(7, "brkRuleEnabled", MIB_INTEGER, enabled, LABELS(truth_labels, 0)),
	COLUMN(8, "brkRuleViolations", MIB_UNSIGNED, violations),
};

const struct mib_table mib_rule_table = {
	.name = "brkRuleTable",
	.arcs = { 1, 8, 1 },
	.arc_count = 3,
	.index = { "brkRuleIndex" },
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};

/* object[0]: struct violation. */
static void fill_violations(const struct mib_view *view, struct mib_rows *rows)
{
	const struct snapshot *s = view->snapshot;

	for (size_t i = 0; s && i < s->violation_count; i++) {
		mib_rows_add(rows, &(struct mib_row){
			.index = { s->violations[i].index }, .object = { &s->violations[i] } });
	}
}

static bool violation_rule_id(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct violation *v = cell->row->object[0];
	const struct rule *rule = rule_of_index(v->rule);

	return rule && cell_set_string(ret_value, rule->id);
}

#define VIOLATION(member_) FIELD(0, struct violation, member_)

static const struct mib_column violation_columns[] = {
	INDEX_COLUMN(1, "brkViolationIndex", MIB_UNSIGNED),
	COLUMN(2, "brkViolationRule", MIB_UNSIGNED, cell_unsigned_some, VIOLATION(rule)),
	COLUMN(3, "brkViolationRuleId", MIB_OCTETS, violation_rule_id),
	COLUMN(4, "brkViolationSeverity", MIB_INTEGER, cell_enum, VIOLATION(severity),
	       LABELS(severity_labels, 0)),
	COLUMN(5, "brkViolationBreakout", MIB_UNSIGNED, cell_unsigned_some, VIOLATION(about.breakout)),
	COLUMN(6, "brkViolationLeg", MIB_UNSIGNED, cell_unsigned_some, VIOLATION(about.leg)),
	COLUMN(7, "brkViolationPort", MIB_UNSIGNED, cell_unsigned_some, VIOLATION(about.port)),
	COLUMN(8, "brkViolationLane", MIB_UNSIGNED, cell_unsigned_some, VIOLATION(about.lane)),
	COLUMN(9, "brkViolationExpected", MIB_OCTETS, cell_some_text, VIOLATION(expected)),
	COLUMN(10, "brkViolationObserved", MIB_OCTETS, cell_some_text, VIOLATION(observed)),
	COLUMN(11, "brkViolationEvidence", MIB_OCTETS, cell_some_text, VIOLATION(evidence)),
	COLUMN(12, "brkViolationSince", MIB_OCTETS, cell_date, VIOLATION(since)),
	COLUMN(13, "brkViolationWaived", MIB_INTEGER, cell_truth, VIOLATION(waived), LABELS(truth_labels, 0)),
};

const struct mib_table mib_violation_table = {
	.name = "brkViolationTable",
	.arcs = { 1, 9, 1 },
	.arc_count = 3,
	.index = { "brkViolationIndex" },
	.index_count = 1,
	.columns = violation_columns,
	.column_count = sizeof(violation_columns) / sizeof(violation_columns[0]),
	.fill = fill_violations,
};
