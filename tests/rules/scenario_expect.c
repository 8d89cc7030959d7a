/* SPDX-License-Identifier: BSD-3-Clause */
/* What a scenario expects, against what was found; and what it shows of each rule. */
#include "unit/test.h"

#include "rules/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"

/* All that is not as expected is told at once. */
struct outcome {
	const struct stage *stage;
	const struct judgement *judgement;
	bool *explained; /* of violations: some line expects it */
	bool *tripped;   /* of rules: fired, or is expected to have fired, here */
	bool expects;    /* some line expects something */
	char text[4096];
	struct text problems;
};

static void problem(struct outcome *o, const struct line *line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void problem(struct outcome *o, const struct line *line, const char *fmt, ...)
{
	va_list ap;

	text_printf(&o->problems, "\n  %s:%u: ", line->file, line->number);
	va_start(ap, fmt);
	text_vprintf(&o->problems, fmt, ap);
	va_end(ap);
}

static const struct snapshot *snapshot_of(const struct outcome *o)
{
	return o->stage->box.snapshot;
}

/* "leg 2", "breakout", "port trunk": moves *at behind it. */
static struct subject subject_of(const struct outcome *o, const struct line *line, size_t *at)
{
	static const struct code kinds[] = { { 1, "leg" }, { 2, "breakout" }, { 3, "port" }, { 0, NULL } };
	const struct topology *t = snapshot_of(o)->topology;
	uint32_t kind = line_code(line, kinds, line_word(line, *at, "leg, breakout or port"));
	struct subject about = { 0 };

	++*at;
	if (kind == 3) {
		about.port = t->ports[stage_port(o->stage, line, line_word(line, *at, "a port"))].index;
		++*at;
		return about;
	}
	if (!o->stage->has_breakout)
		line_fail(line, "there is no breakout here");
	about.breakout = t->breakouts[0].index;
	about.port = t->ports[t->breakouts[0].trunk].index;
	if (kind == 1) {
		about.leg = (uint8_t)line_number(line, line_word(line, *at, "a leg"), 1,
		                                 t->breakouts[0].leg_count);
		about.port = t->ports[t->breakouts[0].legs[about.leg - 1].port].index;
		++*at;
	}
	return about;
}

static bool same_subject(const struct subject *a, const struct subject *b)
{
	return a->breakout == b->breakout && a->leg == b->leg && (a->breakout || a->port == b->port);
}

static const char *rule_word(const struct line *line, size_t at)
{
	const char *id = line_word(line, at, "a rule");

	if (!rule_index(id))
		line_fail(line, "there is no rule %s", id);
	return id;
}

/* Ids behind "; also " in the evidence of a root cause. */
static bool also_names(const char *evidence, const char *id)
{
	const char *list = strstr(evidence, "; also ");

	return list && strstr(list, id);
}

static void trip(struct outcome *o, const char *id)
{
	o->tripped[rule_index(id) - 1] = true;
}

/* The details of an expectation: each is given its line, the place of its first argument, and moves it on. */

static void detail_also(struct outcome *o, const struct line *line, size_t *at, const struct violation *v)
{
	bool more = true;

	while (more) {
		const char *word = line_word(line, (*at)++, "a rule");
		size_t len = strcspn(word, ",");
		char id[16];

		snprintf(id, sizeof(id), "%.*s", (int)len, word);
		if (!rule_index(id))
			line_fail(line, "there is no rule %s", id);
		trip(o, id);
		if (!also_names(v->evidence, id))
			problem(o, line, "%s is not listed in '%s'", id, v->evidence);
		more = word[len] == ',';
	}
}

static void detail_with(struct outcome *o, const struct line *line, size_t *at, const struct violation *v)
{
	const char *part = line_word(line, (*at)++, "a text");

	if (!strstr(v->expected, part) && !strstr(v->observed, part) && !strstr(v->evidence, part))
		problem(o, line, "no '%s' in '%s', '%s', '%s'", part, v->expected, v->observed, v->evidence);
}

static void detail_suppressed(struct outcome *o, const struct line *line, size_t *at,
                              const struct violation *v)
{
	if (v->suppressed != line_number(line, line_word(line, (*at)++, "a number"), 0, 1000))
		problem(o, line, "suppresses %u", v->suppressed);
}

static void detail_lane(struct outcome *o, const struct line *line, size_t *at, const struct violation *v)
{
	if (v->about.lane != line_number(line, line_word(line, (*at)++, "a lane"), 0, 16))
		problem(o, line, "is about lane %u", v->about.lane);
}

static void detail_waived(struct outcome *o, const struct line *line, size_t *at, const struct violation *v)
{
	(void)at;
	if (!v->waived)
		problem(o, line, "is not waived");
}

/* Whose lane it is, as in "expect port". */
static void detail_at(struct outcome *o, const struct line *line, size_t *at, const struct violation *v)
{
	size_t port = stage_port(o->stage, line, line_word(line, (*at)++, "a port"));

	if (v->about.port != snapshot_of(o)->topology->ports[port].index)
		problem(o, line, "is about port %u", v->about.port);
}

static const struct {
	const char *name;
	void (*check)(struct outcome *o, const struct line *line, size_t *at, const struct violation *v);
} details[] = {
	{ "also", detail_also }, { "with", detail_with },     { "suppressed", detail_suppressed },
	{ "lane", detail_lane }, { "waived", detail_waived },   { "at", detail_at },
};

/* … also ID, ID with "TEXT" suppressed N lane N at PORT waived */
static void check_details(struct outcome *o, const struct line *line, size_t at, const struct violation *v)
{
	while (at < line->count) {
		const char *word = line->word[at++];
		size_t i;

		for (i = 0; i < ARRAY_SIZE(details); i++) {
			if (strcmp(details[i].name, word) == 0)
				break;
		}
		if (i == ARRAY_SIZE(details))
			line_fail(line, "'%s' unknown: expected also, with, suppressed, lane or waived",
			          word);
		details[i].check(o, line, &at, v);
	}
}

static bool word_given(const struct line *line, const char *word)
{
	for (size_t i = 0; i < line->count; i++) {
		if (strcmp(line->word[i], word) == 0)
			return true;
	}
	return false;
}

/* expect leg 2 WL-01 critical … */
static void expect_violation(struct outcome *o, const struct line *line)
{
	const struct snapshot *s = snapshot_of(o);
	size_t at = 1;
	struct subject about = subject_of(o, line, &at);
	const char *id = rule_word(line, at);
	enum severity severity =
		(enum severity)line_code(line, severity_labels, line_word(line, at + 1, "a severity"));

	trip(o, id);
	for (size_t i = 0; i < s->violation_count; i++) {
		const struct violation *v = &s->violations[i];

		if (!same_subject(&v->about, &about) || v->rule != rule_index(id))
			continue;
		o->explained[i] = true;
		if (v->severity != severity)
			problem(o, line, "severity is %s: %s", code_name(severity_labels, v->severity),
			        v->observed);
		if (v->waived && !word_given(line, "waived"))
			problem(o, line, "is waived");
		check_details(o, line, at + 2, v);
		return;
	}
	problem(o, line, "%s was not found", id);
}

/* expect verdict leg 2|breakout WORD */
static void expect_verdict(struct outcome *o, const struct line *line)
{
	size_t at = 2;
	struct subject about = subject_of(o, line, &at);
	enum verdict wanted = (enum verdict)line_code(line, verdict_labels, line_word(line, at, "a verdict"));
	const struct breakout_state *state = &snapshot_of(o)->breakouts[0];
	enum verdict verdict = about.leg ? state->legs[about.leg - 1].verdict : state->verdict;

	if (!about.breakout)
		line_fail(line, "ports have no verdict");
	if (verdict != wanted)
		problem(o, line, "verdict is %s", code_name(verdict_labels, verdict));
}

/* expect unknown leg 2|breakout|port P [RULE] */
static void expect_unknown(struct outcome *o, const struct line *line)
{
	size_t at = 2;
	struct subject about = subject_of(o, line, &at);
	const struct rule *rule = at < line->count ? rule_of_index(rule_index(rule_word(line, at))) : NULL;

	for (size_t i = 0; i < o->judgement->unknown_count; i++) {
		const struct judge_unknown *u = &o->judgement->unknowns[i];

		if (same_subject(&u->about, &about) && (!rule || !u->rule || u->rule == rule))
			return;
	}
	problem(o, line, "is not unknown");
}

static void check_line(struct outcome *o, const struct line *line, bool *silent)
{
	if (strcmp(line->word[0], "silent") == 0) {
		o->expects = true;
		/* Rules named: not even a remark. Done when all is known. */
		for (size_t i = 1; i < line->count; i++)
			silent[rule_index(rule_word(line, i)) - 1] = true;
		return;
	}
	if (strcmp(line->word[0], "expect") != 0)
		return;
	o->expects = true;
	if (strcmp(line_word(line, 1, "what is expected"), "verdict") == 0)
		expect_verdict(o, line);
	else if (strcmp(line->word[1], "unknown") == 0)
		expect_unknown(o, line);
	else
		expect_violation(o, line);
}

static const char *about_text(const struct outcome *o, const struct subject *about, char *buf, size_t size)
{
	const struct port_decl *port = topology_port_of_index(snapshot_of(o)->topology, about->port);

	if (about->leg)
		snprintf(buf, size, "leg %u", about->leg);
	else if (about->breakout)
		snprintf(buf, size, "breakout");
	else
		snprintf(buf, size, "port %s", port && port->index > 1 ? port->name : "trunk");
	return buf;
}

/* What nobody expected, unless it is a remark. */
static void check_rest(struct outcome *o)
{
	const struct snapshot *s = snapshot_of(o);
	char about[80];

	for (size_t i = 0; i < s->violation_count; i++) {
		const struct violation *v = &s->violations[i];
		const char *id = rule_of_index(v->rule)->id;

		trip(o, id);
		if (!v->expected[0] || !v->observed[0] || !v->evidence[0])
			problem(o, o->stage->scenario->lines, "%s lacks expected, observed or evidence", id);
		if (o->explained[i] || v->severity <= SEVERITY_INFO)
			continue;
		problem(o, o->stage->scenario->lines, "not expected: %s %s %s: expected %s; observed %s; %s",
		        about_text(o, &v->about, about, sizeof(about)), id,
		        code_name(severity_labels, v->severity), v->expected, v->observed, v->evidence);
	}
}

/* Which rules were asked, and content? */
static void note_result(const struct rule *rule, const struct rule_view *view, bool *passed)
{
	struct rule_finding finding = { .severity = rule->severity };

	if (rule->check(view, &finding) == RULE_PASS)
		passed[rule - rules] = true;
}

static void ask(const struct snapshot *s, bool *passed)
{
	for (const struct rule *rule = rules; rule < rules + rule_count; rule++) {
		for (size_t i = 0; rule->scopes & RULE_SCOPE_PORT && i < s->topology->port_count; i++) {
			struct rule_view view = view_port(s, i);

			if (view.module)
				note_result(rule, &view, passed);
		}
		for (size_t i = 0; i < s->topology->breakout_count; i++) {
			const struct breakout_decl *b = &s->topology->breakouts[i];
			struct rule_view view = view_breakout(s, i);

			if (view.trunk && (rule->scopes & RULE_SCOPE_BREAKOUT))
				note_result(rule, &view, passed);
			for (unsigned n = 0; n < b->leg_count && (rule->scopes & RULE_SCOPE_LEG); n++) {
				struct rule_view leg = view_leg(&view, &b->legs[n]);

				if (leg.trunk && leg.module)
					note_result(rule, &leg, passed);
			}
		}
	}
}

static void record(struct outcome *o, const bool *silent, struct rule_record *records)
{
	bool *passed = calloc(rule_count, sizeof(*passed));

	assert_non_null(passed);
	ask(snapshot_of(o), passed);
	for (size_t i = 0; i < rule_count; i++) {
		if (silent[i] && o->tripped[i])
			problem(o, o->stage->scenario->lines, "%s is not silent", rules[i].id);
		records[i].tripped += o->tripped[i];
		records[i].silent += !o->tripped[i] && (passed[i] || silent[i]);
	}
	free(passed);
}

void scenario_expect(const struct stage *stage, const struct judgement *j, struct rule_record *records)
{
	struct outcome o = { .stage = stage, .judgement = j };
	bool *silent = calloc(rule_count, sizeof(*silent));

	o.explained = calloc(stage->box.snapshot->violation_count + 1, sizeof(*o.explained));
	o.tripped = calloc(rule_count, sizeof(*o.tripped));
	assert_non_null(silent);
	assert_non_null(o.explained);
	assert_non_null(o.tripped);
	text_init(&o.problems, o.text, sizeof(o.text));
	for (size_t i = 0; i < stage->scenario->count; i++)
		check_line(&o, &stage->scenario->lines[i], silent);
	if (!o.expects)
		line_fail(stage->scenario->lines, "nothing is expected: 'expect …' or 'silent'");
	check_rest(&o);
	record(&o, silent, records);
	free(silent);
	free(o.explained);
	free(o.tripped);
	if (o.problems.len)
		fail_msg("%s:%s", stage->scenario->title, o.text);
}
