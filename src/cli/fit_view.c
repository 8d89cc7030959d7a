/* SPDX-License-Identifier: BSD-3-Clause */
/* The answer about one supposed breakout, as text and as JSON. */
#include "cli/fit_view.h"

#include "base/text.h"

const char *fit_end_text(const struct fit_end *end, const struct module *m)
{
	if (end->kind == FIT_NOT_GIVEN)
		return "not given";
	if (!m)
		return end->presence == PRESENCE_ABSENT || end->kind == FIT_EMPTY ? "no module" : "not readable";
	return m->type_name[0] ? m->type_name : "not known";
}

bool fit_put(json_t *object, const char *key, json_t *value)
{
	return object && json_object_set_new(object, key, value) == 0;
}

static struct listing *rows_listing(struct fit_rows *rows, const struct listing_column *columns, bool json)
{
	struct listing *l = rows->failed ? NULL : listing_new(columns, json);

	for (size_t i = 0; l && i < rows->count; i++) {
		if (listing_add(l, &rows->row[i]) < 0) {
			listing_free(l);
			l = NULL;
		}
	}
	fit_rows_release(rows);
	return l;
}

json_t *fit_rows_json(struct fit_rows *rows, const struct listing_column *columns)
{
	struct listing *l = rows_listing(rows, columns, true);
	json_t *array = l ? listing_json(l) : NULL;

	listing_free(l);
	return array;
}

bool fit_rows_print(struct fit_rows *rows, const struct listing_column *columns, const char *title, FILE *out)
{
	struct listing *l = rows_listing(rows, columns, false);

	if (!l)
		return false;
	if (!listing_empty(l)) {
		fprintf(out, "\n%s\n", title);
		listing_print(l, out, 2, "");
	}
	listing_free(l);
	return true;
}

/* Legs that are named alike share a row. `ret_rows` has room for all; returns their number. */
static size_t group_legs(const struct fit_question *q, const struct fit *fit, struct fit_end_row *ret_rows)
{
	size_t count = 0;

	for (unsigned leg = 1; leg <= q->mode.count; leg++) {
		const struct fit_end *end = &q->legs[leg - 1];
		size_t i = 0;

		while (i < count && (q->legs[ret_rows[i].leg - 1].kind != end->kind ||
		                     q->legs[ret_rows[i].leg - 1].name != end->name ||
		                     fit->legs[ret_rows[i].leg - 1] != fit->legs[leg - 1]))
			i++;
		if (i == count)
			ret_rows[count++] = (struct fit_end_row){
				.question = q, .fit = fit, .leg = leg, .limits = fit_limits(fit, leg)
			};
		ret_rows[i].legs |= (uint8_t)(1u << (leg - 1));
	}
	return count;
}

static bool print_ends(const struct fit_question *q, const struct fit *fit, const struct fit_end_row *legs,
                       size_t count, FILE *out)
{
	struct listing *l = listing_new(fit_end_columns, false);
	bool ok = l && listing_add(l, &(struct fit_end_row){ .question = q, .fit = fit }) == 0;

	for (size_t i = 0; ok && i < count; i++)
		ok = listing_add(l, &legs[i]) == 0;
	if (ok)
		listing_print(l, out, 0, "");
	listing_free(l);
	return ok;
}

static const char *metres(struct value v, char *buf, size_t size)
{
	if (value_ok(v))
		snprintf(buf, size, "%d m", v.v);
	else
		snprintf(buf, size, "not known");
	return buf;
}

static const char *fec_text(enum fec fec)
{
	return fec == FEC_UNKNOWN ? "not known" : code_name(fec_labels, fec);
}

static void print_limits(const struct fit_end_row *row, FILE *out)
{
	const struct fit_limits *l = &row->limits;
	char legs[40], all[24], trunk[24], leg[24];

	if (!value_ok(l->reach_m) && l->line_fec == FEC_UNKNOWN && !value_ok(l->budget_toward_leg))
		return;
	fprintf(out, "\nlimits of leg%s %s\n", row->legs & (row->legs - 1) ? "s" : "",
	        fit_legs_text(row->legs, legs, sizeof(legs)));
	fprintf(out, "  %-17s %s (trunk %s, leg %s)\n", "reach", metres(l->reach_m, all, sizeof(all)),
	        metres(l->trunk_reach_m, trunk, sizeof(trunk)), metres(l->leg_reach_m, leg, sizeof(leg)));
	fprintf(out, "  %-17s %s\n", "FEC on the line", fec_text(l->line_fec));
	fprintf(out, "  %-17s %s at the trunk, %s at the leg\n", "FEC to configure", fec_text(l->trunk_fec),
	        fec_text(l->leg_fec));
	if (!value_ok(l->budget_toward_leg))
		return;
	fprintf(out, "  %-17s %.2f dB toward the leg, %.2f dB toward the trunk\n", "loss allowed",
	        l->budget_toward_leg.v / 100.0, l->budget_toward_trunk.v / 100.0);
	if (l->excess_toward_leg.v || l->excess_toward_trunk.v)
		fprintf(out, "  %-17s %.2f dB toward the leg, %.2f dB toward the trunk, at full power\n",
		        "loss needed", l->excess_toward_leg.v / 100.0, l->excess_toward_trunk.v / 100.0);
}

static bool print_findings(const struct fit *fit, bool all, FILE *out)
{
	struct fit_rows causes = { 0 }, unknowns = { 0 }, results = { 0 };
	bool ok;

	fit_rows_causes(fit, &causes);
	fit_rows_results(fit, all, &results);
	if (!all)
		fit_rows_subtract(&results, &causes);
	ok = fit_rows_print(&causes, fit_finding_columns,
	                    fit->verdict == FIT_NO ? "what is wrong, and remarks" : "remarks", out);
	if (fit->verdict != FIT_NO || all)
		fit_rows_unknowns(fit, &unknowns);
	ok = fit_rows_print(&unknowns, fit_unknown_columns, "what can't be told", out) && ok;
	return fit_rows_print(&results, fit_result_columns, all ? "all rules" : "other rules that did not pass",
	                      out) &&
	       ok;
}

bool fit_print(const struct fit_question *q, const struct fit *fit, bool all, FILE *out)
{
	const struct rule_view view = view_breakout(fit->snapshot, 0);
	struct fit_end_row legs[MODE_MAX_COUNT] = { 0 };
	size_t count = group_legs(q, fit, legs);
	char mode[MODE_TEXT], text[HARNESS_TEXT];

	fprintf(out, "%s in %s: %s\n\n", fit_end_text(&q->trunk, fit->snapshot->ports[0].module),
	        mode_text(&q->mode, mode, sizeof(mode)), code_name(fit_verdict_words, fit->verdict));
	if (!print_ends(q, fit, legs, count, out) || !print_findings(fit, all, out))
		return false;
	for (size_t i = 0; i < count; i++)
		print_limits(&legs[i], out);
	if (view.plan)
		fprintf(out, "\nharness: %s\n", fit_harness_text(q, fit, view.plan, text, sizeof(text)));
	return true;
}

json_t *fit_trunk_json(const struct fit_question *q, const struct fit *fit)
{
	return listing_object(fit_trunk_columns, &(struct fit_end_row){ .question = q, .fit = fit });
}

static json_t *legs_json(const struct fit_question *q, const struct fit *fit)
{
	struct listing *l = listing_new(fit_leg_columns, true);
	json_t *array;

	for (unsigned leg = 1; l && leg <= q->mode.count; leg++) {
		const struct fit_end_row row = { q, fit, leg, (uint8_t)(1u << (leg - 1)), fit_limits(fit, leg) };

		if (listing_add(l, &row) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	array = l ? listing_json(l) : NULL;
	listing_free(l);
	return array;
}

static json_t *harness_json(const struct fit_question *q, const struct fit *fit)
{
	const struct rule_view view = view_breakout(fit->snapshot, 0);
	char text[HARNESS_TEXT];

	return view.plan ? json_string(fit_harness_text(q, fit, view.plan, text, sizeof(text))) : json_null();
}

json_t *fit_json(const struct fit_question *q, const struct fit *fit, bool all)
{
	struct fit_rows causes = { 0 }, unknowns = { 0 }, results = { 0 };
	json_t *object = json_object();
	char mode[MODE_TEXT];
	bool ok;

	fit_rows_causes(fit, &causes);
	fit_rows_unknowns(fit, &unknowns);
	fit_rows_results(fit, all, &results);
	ok = fit_put(object, "schema_version", json_integer(FIT_SCHEMA_VERSION)) &&
	     fit_put(object, "verdict", json_string(code_name(fit_verdict_labels, fit->verdict))) &&
	     fit_put(object, "mode", json_string(mode_text(&q->mode, mode, sizeof(mode)))) &&
	     fit_put(object, "harness", harness_json(q, fit)) &&
	     fit_put(object, "trunk", fit_trunk_json(q, fit)) && fit_put(object, "legs", legs_json(q, fit));
	ok = fit_put(object, "findings", fit_rows_json(&causes, fit_finding_columns)) && ok;
	ok = fit_put(object, "unknowns", fit_rows_json(&unknowns, fit_unknown_columns)) && ok;
	ok = fit_put(object, "rules", fit_rows_json(&results, fit_result_columns)) && ok;
	if (ok)
		return object;
	json_decref(object);
	return NULL;
}
