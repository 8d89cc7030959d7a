/* SPDX-License-Identifier: BSD-3-Clause */
/* Every leg type of the catalogue, tried in every mode of a trunk. */
#include "cli/fit_modes.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "cli/fit_view.h"
#include "eeprom/eeprom.h"

/* A leg type that works in a mode, or may. */
struct leg_try {
	const struct module_type *type;
	enum fit_verdict verdict;
	struct fit_limits limits;
	struct fit_rows remarks;
};

struct mode_try {
	struct mode mode;
	const struct plan *plan;          /* NULL: only the module itself advertises it */
	enum fit_verdict verdict;
	struct fit_rows findings;         /* about the trunk */
	struct fit_rows unknowns;         /* likewise: what can't be told, whatever the legs */
	struct leg_try *legs;
	size_t leg_count;
};

#define MAX_MODES 16

struct fit_modes {
	const struct fit_question *question;
	struct fit trunk;                 /* judged without legs, in the last mode or in any */
	bool asked;                       /* for one mode */
	struct fit_rows findings;         /* why there is no mode */
	enum fit_verdict verdict;
	struct mode_try modes[MAX_MODES];
	size_t count;
};

static void give_legs(struct fit_question *q, const struct module_type *type)
{
	for (unsigned n = 0; n < MODE_MAX_COUNT; n++) {
		q->legs[n] = (struct fit_end){ .kind = FIT_NOT_GIVEN };
		if (type && n < q->mode.count)
			q->legs[n] = (struct fit_end){ .kind = FIT_TYPE, .name = type->token, .type = type };
	}
}

static int add_leg(struct mode_try *mode, const struct module_type *type, const struct fit *fit)
{
	struct leg_try *grown = reallocarray(mode->legs, mode->leg_count + 1, sizeof(*grown));
	struct leg_try *leg;

	if (!grown)
		return -ENOMEM;
	mode->legs = grown;
	leg = &grown[mode->leg_count++];
	*leg = (struct leg_try){ .type = type, .verdict = fit->verdict, .limits = fit_limits(fit, 1) };
	fit_rows_remarks(fit, true, &leg->remarks);
	return leg->remarks.failed ? -ENOMEM : 0;
}

static int try_leg(struct fit_question *q, const struct module_type *type, struct mode_try *mode)
{
	struct fit fit;
	int r;

	give_legs(q, type);
	r = fit_judge(q, &fit);
	if (r == 0 && fit.verdict != FIT_NO)
		r = add_leg(mode, type, &fit);
	fit_release(&fit);
	return r;
}

/* The trunk alone in the mode of `q`. */
static int try_trunk(struct fit_question *q, struct fit_modes *modes)
{
	give_legs(q, NULL);
	fit_release(&modes->trunk);
	return fit_judge(q, &modes->trunk);
}

static int try_mode(struct fit_question *q, const struct mode *mode, struct fit_modes *modes)
{
	struct mode_try *t = &modes->modes[modes->count];
	int r;

	*t = (struct mode_try){ .mode = *mode };
	modes->count++;
	q->mode = *mode;
	r = try_trunk(q, modes);
	if (r < 0)
		return r;
	t->verdict = modes->trunk.verdict;
	t->plan = view_breakout(modes->trunk.snapshot, 0).plan;
	if (t->verdict == FIT_NO)
		fit_rows_causes(&modes->trunk, &t->findings);
	else
		fit_rows_remarks(&modes->trunk, false, &t->findings);
	if (t->verdict != FIT_NO)
		fit_rows_unknowns(&modes->trunk, &t->unknowns);
	if (t->findings.failed || t->unknowns.failed)
		return -ENOMEM;
	if (t->verdict == FIT_NO || !view_sound_module(&modes->trunk.snapshot->ports[0]))
		return 0;
	t->verdict = FIT_UNKNOWN;
	for (const struct module_type *type = module_types; type->token && r == 0; type++) {
		if (eeprom_type_encodable(type))
			r = try_leg(q, type, t);
	}
	for (size_t i = 0; i < t->leg_count; i++) {
		if (t->legs[i].verdict == FIT_YES)
			t->verdict = FIT_YES;
	}
	return r;
}

/* Modes of plans, then those that only the module itself names. */
static int try_modes(struct fit_question *q, struct fit_modes *modes)
{
	const struct module *m = modes->trunk.snapshot->ports[0].module;
	const struct module_type *type = m ? m->type : NULL;
	struct module *own = m ? module_ref(m) : NULL;
	const struct plan *plan;
	struct mode mode;
	int r = 0;

	for (size_t n = 0; r == 0 && type && (plan = plan_of_trunk(type, n)) && modes->count < MAX_MODES; n++)
		r = try_mode(q, &plan->mode, modes);
	for (size_t n = 0; r == 0 && own && module_offered_mode(own, n, &mode) && modes->count < MAX_MODES; n++) {
		if (!type || !plan_find(type, &mode))
			r = try_mode(q, &mode, modes);
	}
	module_unref(own);
	return r;
}

/* A mode to ask in why there is none: as many legs as can be, of what the module has. */
static struct mode any_mode(const struct fit_question *q)
{
	const struct module_type *type = q->trunk.type ? q->trunk.type
					 : q->trunk.module ? q->trunk.module->type
							   : NULL;
	struct mode mode = { .count = 2, .rate_mbps = 25000 };

	if (type && type->lanes >= 4)
		mode.count = 4;
	if (type && module_type_rate_mbps(type) >= mode.count)
		mode.rate_mbps = module_type_rate_mbps(type) / mode.count;
	return mode;
}

static void conclude(struct fit_modes *modes)
{
	size_t no = 0;

	modes->verdict = FIT_UNKNOWN;
	for (size_t i = 0; i < modes->count; i++) {
		no += modes->modes[i].verdict == FIT_NO;
		if (modes->modes[i].verdict == FIT_YES)
			modes->verdict = FIT_YES;
	}
	if (modes->count > 0 && no == modes->count)
		modes->verdict = FIT_NO;
	if (modes->count > 0)
		return;
	if (modes->trunk.verdict == FIT_NO)
		modes->verdict = FIT_NO;
	fit_rows_causes(&modes->trunk, &modes->findings);
}

struct fit_modes *fit_modes_try(struct fit_question *question)
{
	struct fit_modes *modes = calloc(1, sizeof(*modes));
	struct mode asked = question->mode;
	int r;

	if (!modes)
		return NULL;
	modes->question = question;
	modes->asked = asked.count > 0;
	if (!modes->asked)
		question->mode = any_mode(question);
	r = try_trunk(question, modes);
	if (r == 0)
		r = modes->asked ? try_mode(question, &asked, modes) : try_modes(question, modes);
	/* Whatever was tried last, the legs are nobody's. */
	give_legs(question, NULL);
	if (r == 0)
		conclude(modes);
	if (r < 0 || modes->findings.failed) {
		fit_modes_free(modes);
		return NULL;
	}
	return modes;
}

void fit_modes_free(struct fit_modes *modes)
{
	if (!modes)
		return;
	for (size_t i = 0; i < modes->count; i++) {
		struct mode_try *t = &modes->modes[i];

		for (size_t n = 0; n < t->leg_count; n++)
			fit_rows_release(&t->legs[n].remarks);
		free(t->legs);
		fit_rows_release(&t->findings);
		fit_rows_release(&t->unknowns);
	}
	fit_rows_release(&modes->findings);
	fit_release(&modes->trunk);
	free(modes);
}

enum fit_verdict fit_modes_verdict(const struct fit_modes *modes)
{
	return modes->verdict;
}

/* Columns over a struct leg_try. */

static void leg_token(const void *row, struct cell *c)
{
	cell_set_text(c, ((const struct leg_try *)row)->type->token);
}

static void leg_name(const void *row, struct cell *c)
{
	cell_set_text(c, ((const struct leg_try *)row)->type->name);
}

static void leg_verdict(const void *row, struct cell *c)
{
	cell_set_code(c, fit_verdict_labels, ((const struct leg_try *)row)->verdict);
}

static void leg_reach(const void *row, struct cell *c)
{
	const struct leg_try *leg = row;

	cell_set_value(c, leg->limits.reach_m, 0);
	if (value_ok(leg->limits.reach_m))
		cell_note(c, " m");
}

static const char *fec_word(enum fec fec)
{
	return fec == FEC_UNKNOWN ? "?" : code_name(fec_labels, fec);
}

/* "rs528", or what differs between both ends. */
static void leg_fec(const void *row, struct cell *c)
{
	const struct fit_limits *l = &((const struct leg_try *)row)->limits;

	if (l->trunk_fec == l->leg_fec)
		cell_set_text(c, l->leg_fec == FEC_UNKNOWN ? "" : fec_word(l->leg_fec));
	else
		cell_set_format(c, "trunk %s, leg %s", fec_word(l->trunk_fec), fec_word(l->leg_fec));
}

/* "REACH-04 info: what is there"; one after the other. */
static void remark_text(const struct fit_rows *rows, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (size_t i = 0; i < rows->count; i++) {
		const struct fit_row *r = &rows->row[i];

		text_item(&t, "; ", "%s %s: %s", r->rule->id, code_name(severity_labels, r->what.severity),
		          r->what.observed[0] ? r->what.observed : r->rule->description);
	}
}

static void leg_remarks(const void *row, struct cell *c)
{
	char text[CELL_TEXT];

	remark_text(&((const struct leg_try *)row)->remarks, text, sizeof(text));
	cell_set_text(c, text);
}

static const struct listing_column text_columns[] = {
	{ NULL, "LEG TYPE", 0, leg_token },
	{ NULL, "NAME", LISTING_WRAP, leg_name },
	{ NULL, "REACH", LISTING_RIGHT, leg_reach },
	{ NULL, "FEC TO CONFIGURE", LISTING_WRAP, leg_fec },
	{ NULL, "remark", LISTING_NOTE, leg_remarks },
	LISTING_END,
};

static bool print_legs(const struct mode_try *t, FILE *out)
{
	struct listing *l = listing_new(text_columns, false);
	unsigned unknown = 0;
	bool ok = l != NULL;

	for (size_t i = 0; ok && i < t->leg_count; i++) {
		if (t->legs[i].verdict == FIT_YES)
			ok = listing_add(l, &t->legs[i]) == 0;
		else
			unknown++;
	}
	if (ok)
		listing_print(l, out, 2, "no leg type is known to fit");
	listing_free(l);
	if (unknown > 0)
		fprintf(out, "  can't tell of");
	for (size_t i = 0; i < t->leg_count; i++) {
		if (t->legs[i].verdict != FIT_YES)
			fprintf(out, " %s%s", t->legs[i].type->token, --unknown > 0 ? "," : "\n");
	}
	return ok;
}

static bool print_mode(const struct fit_modes *modes, const struct mode_try *t, FILE *out)
{
	char mode[MODE_TEXT], text[CELL_TEXT], harness[HARNESS_TEXT];

	fprintf(out, "\n%s: %s\n", mode_text(&t->mode, mode, sizeof(mode)),
	        t->verdict == FIT_NO ? "does not work"
	        : t->plan            ? fit_harness_text(modes->question, &modes->trunk, t->plan, harness,
	                                                sizeof(harness))
	                             : "no plan is known");
	remark_text(&t->findings, text, sizeof(text));
	if (*text)
		fprintf(out, "  %s\n", text);
	for (size_t i = 0; i < t->unknowns.count; i++)
		fprintf(out, "  can't tell: %s%s%s\n", t->unknowns.row[i].rule ? t->unknowns.row[i].rule->id : "",
			t->unknowns.row[i].rule ? ": " : "", t->unknowns.row[i].what.observed);
	return t->verdict == FIT_NO || print_legs(t, out);
}

bool fit_modes_print(const struct fit_modes *modes, FILE *out)
{
	const struct module *m = modes->trunk.snapshot->ports[0].module;
	struct fit_rows findings = { 0 };
	bool ok = true;

	fprintf(out, "%s: %s\n", fit_end_text(&modes->question->trunk, m),
	        modes->verdict == FIT_YES  ? modes->asked ? "can be split like this" : "can be split"
	        : modes->verdict == FIT_NO ? modes->asked ? "can't be split like this" : "can't be split"
	                                   : "can't tell whether it can be split");
	if (modes->count == 0) {
		fit_rows_causes(&modes->trunk, &findings);
		ok = fit_rows_print(&findings, fit_finding_columns, "why", out);
		fit_rows_unknowns(&modes->trunk, &findings);
		ok = ok && fit_rows_print(&findings, fit_unknown_columns, "what can't be told", out);
	}
	for (size_t i = 0; ok && i < modes->count; i++)
		ok = print_mode(modes, &modes->modes[i], out);
	return ok;
}

/* JSON */

static json_t *rows_json(const struct fit_rows *rows, const struct listing_column *columns)
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < rows->count; i++) {
		if (json_array_append_new(array, listing_object(columns, &rows->row[i]))) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static void leg_findings(const void *row, struct cell *c)
{
	cell_set_json(c, rows_json(&((const struct leg_try *)row)->remarks, fit_finding_columns));
}

static void leg_limits(const void *row, struct cell *c)
{
	cell_set_json(c, listing_object(fit_limit_columns, &((const struct leg_try *)row)->limits));
}

static const struct listing_column json_columns[] = {
	{ "type_token", NULL, 0, leg_token },
	{ "type", NULL, 0, leg_name },
	{ "verdict", NULL, 0, leg_verdict },
	{ "findings", NULL, 0, leg_findings },
	{ NULL, NULL, LISTING_MERGE, leg_limits },
	LISTING_END,
};

static json_t *legs_json(const struct mode_try *t)
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < t->leg_count; i++) {
		if (json_array_append_new(array, listing_object(json_columns, &t->legs[i]))) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *mode_json(const struct fit_modes *modes, const struct mode_try *t)
{
	json_t *object = json_object();
	char mode[MODE_TEXT], harness[HARNESS_TEXT];

	if (fit_put(object, "mode", json_string(mode_text(&t->mode, mode, sizeof(mode)))) &&
	    fit_put(object, "verdict", json_string(code_name(fit_verdict_labels, t->verdict))) &&
	    fit_put(object, "harness",
	            t->plan ? json_string(fit_harness_text(modes->question, &modes->trunk, t->plan, harness,
	                                                   sizeof(harness)))
	                    : json_null()) &&
	    fit_put(object, "lanes_per_leg", t->plan ? json_integer(t->plan->lanes_per_leg) : json_null()) &&
	    fit_put(object, "downshift", t->plan ? json_boolean(t->plan->downshift) : json_null()) &&
	    fit_put(object, "findings", rows_json(&t->findings, fit_finding_columns)) &&
	    fit_put(object, "unknowns", rows_json(&t->unknowns, fit_unknown_columns)) &&
	    fit_put(object, "leg_types", legs_json(t)))
		return object;
	json_decref(object);
	return NULL;
}

json_t *fit_modes_json(const struct fit_modes *modes)
{
	json_t *object = json_object(), *array = json_array();
	bool ok = object && array;

	for (size_t i = 0; ok && i < modes->count; i++)
		ok = json_array_append_new(array, mode_json(modes, &modes->modes[i])) == 0;
	ok = ok && fit_put(object, "schema_version", json_integer(FIT_SCHEMA_VERSION)) &&
	     fit_put(object, "verdict", json_string(code_name(fit_verdict_labels, modes->verdict))) &&
	     fit_put(object, "trunk", fit_trunk_json(modes->question, &modes->trunk)) &&
	     fit_put(object, "findings", rows_json(&modes->findings, fit_finding_columns)) &&
	     fit_put(object, "modes", json_incref(array));
	json_decref(array);
	if (ok)
		return object;
	json_decref(object);
	return NULL;
}
