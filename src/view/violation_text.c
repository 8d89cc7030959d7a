/* SPDX-License-Identifier: BSD-3-Clause */
/* One violation in words. */
#include "view/violation_text.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "rules/severity.h"
#include "view/module_page.h"
#include "view/rule_text.h"
#include "view/show_columns.h"

static const struct violation *find(const struct snapshot *s, uint32_t index)
{
	for (size_t i = 0; i < s->violation_count; i++) {
		if (s->violations[i].index == index)
			return &s->violations[i];
	}
	return NULL;
}

/* "label     text" for a column of the list, unless it has nothing to say. */
static void put_column(const struct show_row *row, const char *key, const char *label, FILE *out)
{
	for (const struct listing_column *col = show_violation_columns; col->get; col++) {
		struct cell c;

		if (!col->key || strcmp(col->key, key) != 0)
			continue;
		cell_init(&c);
		col->get(row, &c);
		if (strcmp(c.text, "-") != 0)
			module_print_wrapped(out, (unsigned)fprintf(out, "  %-10s ", label), c.text);
		cell_release(&c);
	}
}

static void put_age(const struct violation *v, const struct timespec *now, FILE *out)
{
	struct cell c;

	cell_init(&c);
	show_set_age(&c, clock_ms_between(&v->since_mono, now));
	if (v->since_mono.tv_sec)
		fprintf(out, "  %-10s %s\n", "for", c.text);
	cell_release(&c);
}

/* Why it is not as grave as its rule. */
static void put_why_eased(const struct violation *v, const struct rule *rule, FILE *out)
{
	char line[512];

	if (v->severity >= rule->severity)
		return;
	snprintf(line, sizeof(line), "%s at most; %s", code_name(severity_labels, rule->severity), rule_eases(rule));
	module_print_wrapped(out, (unsigned)fprintf(out, "  %-10s ", "rule"), line);
}

static void print_text(const struct show_row *row, const struct rule *rule, FILE *out)
{
	static const struct {
		const char *key, *label;
	} columns[] = {
		{ "severity", "severity" }, { "breakout", "breakout" }, { "leg", "leg" },           { "port", "port" },
		{ "lane", "lane" },         { "module", "module" },     { "expected", "expected" },
		{ "observed", "observed" }, { "evidence", "evidence" }, { "waiver", "waived" },     { "since", "since" },
	};

	fprintf(out, "Violation %u: what was seen\n\n", row->violation->index);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		put_column(row, columns[i].key, columns[i].label, out);
		if (i == 0 && rule)
			put_why_eased(row->violation, rule, out);
	}
	put_age(row->violation, row->now, out);
	if (row->violation->suppressed)
		fprintf(out, "  It explains %u more, which are not listed.\n", row->violation->suppressed);
	fputs("\nWhat it means\n\n", out);
	if (rule)
		rule_print(rule, out);
}

int violation_explain(const struct snapshot *s, uint32_t index, const struct show_options *options, FILE *out,
                      char *why)
{
	const struct show_row row = { .snapshot = s, .now = &options->now, .violation = find(s, index) };
	const struct rule *rule = row.violation ? rule_of_index(row.violation->rule) : NULL;
	json_t *object;

	if (!row.violation) {
		snprintf(why, SHOW_WHY, "no violation has the number %u now", index);
		return -ENOENT;
	}
	if (!options->json) {
		print_text(&row, rule, out);
		return 0;
	}
	object = listing_object(show_violation_columns, &row);
	if (object && json_object_set_new(object, "explanation",
	                                  rule ? listing_object(show_rule_columns, rule) : json_null())) {
		json_decref(object);
		object = NULL;
	}
	return show_print_json(object, out);
}
