/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every trunk type in every mode with every leg type, classified and held
 * against matrix.expected, which was reviewed. BREAKOUT_REGENERATE=1 writes
 * it anew: read its diff.
 *
 * A line is a trunk, its modes, a root cause, and the legs that it is the
 * cause for; those for which it has the same further differences stand before
 * these, in brackets. Modes that a plan knows come first, and the others (of
 * trunks with as many lanes) have no brackets. Legs that no rule objects to
 * and that no plan names are `unknown`.
 */
#include "unit/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/eeprom.h"
#include "rules/judge.h"
#include "rules/plan.h"
#include "rules/type_module.h"
#include "unit/box.h"

#define MAX_MODES 32

/* What comes of one leg. */
struct result {
	char text[96];          /* "ok", "WL-01 critical" */
	char also[96];          /* "MED-01, RATE-01": of the leg's finding */
	unsigned above_info;    /* findings about the leg */
	enum severity severity; /* of the worst one */
	enum severity trunk;    /* of the worst about the trunk */
};

/* A trunk in a mode; the leg in question is number 1, nothing is known of the others. */
struct bench {
	struct box box;
	struct judgement judgement;
};

static void bench_init(struct bench *b, const struct module_type *trunk, const struct mode *mode)
{
	char text[MODE_TEXT];
	struct snapshot *s;
	struct module *m = type_module_copy(trunk);
	unsigned lanes = form_factor_lanes(m->form);

	box_init(&b->box, mode_text(mode, text, sizeof(text)));
	for (unsigned n = 1; n < b->box.mode.count; n++)
		b->box.topology->breakouts[0].legs[n].peer = PEER_UNDECLARED;
	if (lanes >= mode->count) {
		b->box.topology->ports[0].cage = m->form;
		box_share_lanes(&b->box, lanes);
	}
	s = box_snapshot(&b->box);
	snapshot_unref(b->box.snapshot);
	b->box.snapshot = s;
	eeprom_program(m, mode);
	box_plug(&b->box, 0, m);
	judgement_init(&b->judgement);
}

static void bench_release(struct bench *b)
{
	judgement_release(&b->judgement);
	box_release(&b->box);
}

static void note(struct result *r, struct text *t, const struct judge_finding *f)
{
	static const char also_begins[] = "; also ";
	const char *also = strstr(f->what.evidence, also_begins);

	text_item(t, ", ", "%s%s %s",
	          f->about.leg        ? ""
	          : f->about.breakout ? "trunk "
	                              : "port ",
	          f->rule->id, code_name(severity_labels, f->what.severity));
	if (also && f->about.leg)
		TEXT_SET(r->also, also + sizeof(also_begins) - 1);
}

static enum severity worse(enum severity a, enum severity b)
{
	return a > b ? a : b;
}

static void bench_try(struct bench *b, const struct module_type *leg, struct result *ret)
{
	const struct snapshot *s = b->box.snapshot;
	struct text t;

	*ret = (struct result){ .severity = SEVERITY_NONE, .trunk = SEVERITY_NONE };
	text_init(&t, ret->text, sizeof(ret->text));
	box_plug(&b->box, 1, module_ref(type_module(leg)));
	assert_int_equal(judge_snapshot(b->box.snapshot, &b->judgement), 0);
	for (size_t i = 0; i < b->judgement.finding_count; i++) {
		const struct judge_finding *f = &b->judgement.findings[i];

		if (f->about.leg) {
			ret->above_info += f->what.severity > SEVERITY_INFO;
			ret->severity = worse(ret->severity, f->what.severity);
		} else {
			ret->trunk = worse(ret->trunk, f->what.severity);
		}
		/* Remarks on the trunk would be on each line. */
		if (f->about.leg || f->what.severity > SEVERITY_INFO)
			note(ret, &t, f);
	}
	if (ret->severity <= SEVERITY_INFO && ret->trunk <= SEVERITY_INFO)
		text_item(&t, ", ", "%s", s->breakouts[0].legs[0].undecided ? "unknown" : "ok");
	assert_row(!t.truncated, leg->token);
}

/* Modes that a trunk is tried in: those of plans for it, then of all with as many lanes. */
static size_t modes_of(const struct module_type *trunk, struct mode *ret_modes)
{
	size_t n = 0;

	for (int others = 0; others < 2; others++) {
		for (const struct plan *p = plans; p->trunk; p++) {
			const struct module_type *type = module_type_find(p->trunk);
			bool known = false;

			for (size_t i = 0; i < n; i++)
				known |= mode_equal(&ret_modes[i], &p->mode);
			if (known || (others ? type->lanes != trunk->lanes : type != trunk))
				continue;
			assert_true(n < MAX_MODES);
			ret_modes[n++] = p->mode;
		}
	}
	/* What has one lane can be no trunk, whatever the mode. */
	if (n == 0)
		ret_modes[n++] = plans[0].mode;
	return n;
}

/* Lines of text that grow. */
struct lines {
	char **line;
	size_t count, room;
};

static void lines_add(struct lines *l, char *line)
{
	if (l->count == l->room) {
		l->room = l->room ? l->room * 2 : 256;
		l->line = reallocarray(l->line, l->room, sizeof(char *));
		assert_non_null(l->line);
	}
	assert_non_null(line);
	l->line[l->count++] = line;
}

static void lines_free(struct lines *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->line[i]);
	free(l->line);
	*l = (struct lines){ 0 };
}

static bool lines_have(const struct lines *l, const char *line)
{
	for (size_t i = 0; i < l->count; i++) {
		if (strcmp(l->line[i], line) == 0)
			return true;
	}
	return false;
}

/* Legs with the text and the further differences of results[first], those from `first` on. */
static size_t list_legs(const struct result *results, size_t count, size_t first, bool details,
                        struct text *t)
{
	size_t members = 0;

	for (size_t k = first; k < count; k++) {
		if (strcmp(results[k].text, results[first].text) != 0 ||
		    (details && strcmp(results[k].also, results[first].also) != 0))
			continue;
		text_printf(t, " %s", type_made(k)->token);
		members++;
	}
	return members;
}

static bool is_first(const struct result *results, size_t n, bool details)
{
	for (size_t k = 0; k < n; k++) {
		if (strcmp(results[k].text, results[n].text) == 0 &&
		    (!details || strcmp(results[k].also, results[n].also) == 0))
			return false;
	}
	return true;
}

/* One line for each result, in order of their first legs. */
static void group(const struct result *results, size_t count, bool details, struct lines *ret)
{
	for (size_t i = 0; i < count; i++) {
		char text[4096];
		struct text t;

		if (!is_first(results, i, false))
			continue;
		text_init(&t, text, sizeof(text));
		text_printf(&t, "%s:", results[i].text);
		for (size_t k = i; k < count; k++) {
			if (strcmp(results[k].text, results[i].text) != 0 || !is_first(results, k, details))
				continue;
			if (list_legs(results, count, k, details, &t) == count) {
				text_init(&t, text, sizeof(text));
				text_printf(&t, "%s: all legs", results[i].text);
			}
			if (details && results[k].also[0])
				text_printf(&t, " [%s]", results[k].also);
		}
		assert_false(t.truncated);
		lines_add(ret, strdup(text));
	}
}

/* A trunk's lines: those that are the same in several modes are one. */
static void join_modes(const struct module_type *trunk, const struct mode *modes, const struct lines *of_mode,
                       size_t count, struct lines *ret)
{
	struct lines seen = { 0 };

	for (size_t i = 0; i < count; i++) {
		for (size_t n = 0; n < of_mode[i].count; n++) {
			const char *rest = of_mode[i].line[n];
			char names[MAX_MODES * MODE_TEXT], mode[MODE_TEXT], *line;
			struct text t;

			if (lines_have(&seen, rest))
				continue;
			lines_add(&seen, strdup(rest));
			text_init(&t, names, sizeof(names));
			for (size_t k = i; k < count; k++) {
				if (lines_have(&of_mode[k], rest))
					text_item(&t, ",", "%s", mode_text(&modes[k], mode, sizeof(mode)));
			}
			assert_true(asprintf(&line, "%s %s %s", trunk->token, names, rest) > 0);
			lines_add(ret, line);
		}
	}
	lines_free(&seen);
}

static void classify_trunk(const struct module_type *trunk, struct lines *ret)
{
	struct result *results = calloc(type_made_count(), sizeof(*results));
	struct lines of_mode[MAX_MODES] = { { 0 } };
	struct mode modes[MAX_MODES];
	size_t count = modes_of(trunk, modes);

	assert_non_null(results);
	for (size_t i = 0; i < count; i++) {
		struct bench b;

		bench_init(&b, trunk, &modes[i]);
		for (size_t n = 0; n < type_made_count(); n++)
			bench_try(&b, type_made(n), &results[n]);
		bench_release(&b);
		group(results, type_made_count(), plan_find(trunk, &modes[i]) != NULL, &of_mode[i]);
	}
	join_modes(trunk, modes, of_mode, count, ret);
	for (size_t i = 0; i < count; i++)
		lines_free(&of_mode[i]);
	free(results);
}

static FILE *open_file(const char *folder, const char *name, const char *how, char *path, size_t size)
{
	FILE *f;

	snprintf(path, size, "%s/tests/rules/%s", folder ? folder : ".", name);
	f = fopen(path, how);
	if (!f)
		fail_msg("%s: %s", path, strerror(errno));
	return f;
}

static void write_lines(FILE *f, const struct lines *l)
{
	for (size_t i = 0; i < l->count; i++)
		fprintf(f, "%s\n", l->line[i]);
	assert_int_equal(fclose(f), 0);
}

static void read_lines(FILE *f, struct lines *ret)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, f) > 0) {
		line[strcspn(line, "\n")] = '\0';
		lines_add(ret, strdup(line));
	}
	free(line);
	fclose(f);
}

#define SHOWN_DIFFERENCES 20

/* Lines of `a` that `b` does not have. */
static size_t show_missing(const struct lines *a, const struct lines *b, char sign)
{
	size_t n = 0;

	for (size_t i = 0; i < a->count; i++) {
		if (!lines_have(b, a->line[i]) && n++ < SHOWN_DIFFERENCES)
			print_message("%c %s\n", sign, a->line[i]);
	}
	return n;
}

static void the_matrix_is_as_reviewed(void **state)
{
	struct lines actual = { 0 }, expected = { 0 };
	char path[4096];
	size_t differences;

	(void)state;
	for (size_t n = 0; n < type_made_count(); n++)
		classify_trunk(type_made(n), &actual);
	if (getenv("BREAKOUT_REGENERATE")) {
		write_lines(open_file(getenv("top_srcdir"), "matrix.expected", "w", path, sizeof(path)),
		            &actual);
	} else {
		read_lines(open_file(getenv("top_srcdir"), "matrix.expected", "r", path, sizeof(path)),
		           &expected);
		differences = show_missing(&expected, &actual, '-') + show_missing(&actual, &expected, '+');
		if (differences || expected.count != actual.count)
			fail_msg("%zu lines differ from %s; if they are right, BREAKOUT_REGENERATE=1",
			         differences, path);
	}
	lines_free(&actual);
	lines_free(&expected);
}

/* What is wrong with the result of a leg on a plan, or NULL. */
static const char *leg_problem(const struct plan *plan, const struct module_type *leg, const struct result *r)
{
	const struct plan_leg *row = plan_accepts_type(plan, leg);
	/* Two lanes against one are sold as working, and are doubted. */
	enum severity most = row && row->note_rule && strcmp(row->note_rule, "RATE-06") == 0 ? SEVERITY_MINOR :
	                                                                                       SEVERITY_INFO;

	if (r->above_info > 1)
		return "more than one finding";
	/* RATE-03 is about such a trunk. */
	if (r->trunk > SEVERITY_INFO && !plan->downshift)
		return "a finding about the trunk";
	if (row)
		return r->severity > most ? "a finding about the plan's own leg" : NULL;
	/* Facts that are not sure are capped. */
	if (plan_differs(plan, leg) && r->severity < SEVERITY_MAJOR &&
	    (plan->sure != SURE_NOT || r->severity < SEVERITY_MINOR))
		return "a mismatch that is not caught";
	return NULL;
}

/* Each plan is silent with its own legs, and catches every other leg once. */
static void plans_catch_all_other_legs(void **state)
{
	unsigned problems = 0;

	(void)state;
	for (const struct plan *plan = plans; plan->trunk; plan++) {
		struct bench b;

		bench_init(&b, module_type_find(plan->trunk), &plan->mode);
		for (size_t n = 0; n < type_made_count(); n++) {
			const struct module_type *leg = type_made(n);
			const char *problem;
			char mode[MODE_TEXT];
			struct result r;

			bench_try(&b, leg, &r);
			problem = leg_problem(plan, leg, &r);
			if (problem)
				print_message("%s %s with %s: %s: %s\n", plan->trunk,
				              mode_text(&plan->mode, mode, sizeof(mode)), leg->token, r.text,
				              problem);
			problems += problem != NULL;
		}
		bench_release(&b);
	}
	if (problems)
		fail_msg("%u problems", problems);
}

/* Types that no register can name stay out of the matrix, but no plan may need one. */
static void plans_need_only_types_that_can_be_made(void **state)
{
	(void)state;
	for (const struct plan *plan = plans; plan->trunk; plan++) {
		assert_row(type_module(module_type_find(plan->trunk)), plan->trunk);
		for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++)
			assert_row(type_module(module_type_find(plan->legs[i].type)), plan->legs[i].type);
	}
	for (const struct module_type *t = module_types; t->token; t++)
		assert_row(!type_module(t) == !eeprom_type_encodable(t), t->token);
}

static int cleanup(void **state)
{
	(void)state;
	type_modules_free();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_need_only_types_that_can_be_made),
		cmocka_unit_test(plans_catch_all_other_legs),
		cmocka_unit_test(the_matrix_is_as_reviewed),
	};

	return cmocka_run_group_tests_name("matrix", tests, NULL, cleanup);
}
