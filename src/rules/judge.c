/* SPDX-License-Identifier: BSD-3-Clause */
/* Run the rules over a snapshot and pick root causes. */
#include "rules/judge.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "rules/light.h"

void judgement_init(struct judgement *j)
{
	*j = (struct judgement){ 0 };
}

void judgement_release(struct judgement *j)
{
	free(j->findings);
	free(j->unknowns);
	free(j->dark);
	judgement_init(j);
}

static int add_finding(struct judgement *j, const struct judge_finding *finding)
{
	if (j->finding_count == j->finding_room) {
		size_t room = j->finding_room ? j->finding_room * 2 : 16;
		struct judge_finding *grown = reallocarray(j->findings, room, sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		j->findings = grown;
		j->finding_room = room;
	}
	j->findings[j->finding_count++] = *finding;
	return 0;
}

static int add_unknown(struct judgement *j, const struct rule *rule, const struct subject *about)
{
	if (j->unknown_count == j->unknown_room) {
		size_t room = j->unknown_room ? j->unknown_room * 2 : 16;
		struct judge_unknown *grown = reallocarray(j->unknowns, room, sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		j->unknowns = grown;
		j->unknown_room = room;
	}
	j->unknowns[j->unknown_count++] = (struct judge_unknown){ .rule = rule, .about = *about };
	return 0;
}

/* What the operator wants of a rule, or NULL. */
static const struct rule_policy *policy_of(const struct topology *t, const struct rule *rule)
{
	size_t index = (size_t)(rule - rules);

	return index < t->policy_count ? &t->policies[index] : NULL;
}

/* Does the rule have something to say in this scope? */
static bool is_asked(const struct rule *rule, enum rule_scope scope, const struct topology *t)
{
	const struct rule_policy *policy = policy_of(t, rule);

	return (rule->scopes & scope) && !(policy && policy->disabled);
}

/* Ask about each part of a mixed mode; the worst answer counts. */
static enum rule_result check_parts(const struct rule *rule, const struct rule_view *view,
                                    struct rule_finding *finding)
{
	const struct breakout_decl *b = view->breakout;
	const struct rule_finding preset = *finding;
	enum rule_result worst = RULE_NOT_APPLICABLE;

	for (unsigned n = 0; n < b->leg_count; n += mode_leg(&b->mode, n + 1).count) {
		struct rule_view part = view_part(view, &b->legs[n]);
		struct rule_finding own = preset;
		enum rule_result result = rule->check(&part, &own);

		if (result < worst || (result == worst && own.severity <= finding->severity))
			continue;
		worst = result;
		*finding = own;
	}
	return worst;
}

static enum rule_result run(const struct rule *rule, const struct rule_view *view,
                            struct rule_finding *finding)
{
	const struct rule_policy *policy = policy_of(view->topology, rule);
	enum rule_result result;

	*finding = (struct rule_finding){ .severity = rule->severity };
	if (policy && policy->severity)
		finding->severity = (enum severity)policy->severity;
	if ((rule->flags & RULE_OF_PART) && view->breakout && !view->leg && mode_is_mixed(&view->breakout->mode))
		result = check_parts(rule, view, finding);
	else
		result = rule->check(view, finding);
	/* What rests on a conclusion of ours may be our mistake. */
	if ((view->breakout && view->breakout->inferred) || (view->leg && view->leg->inferred))
		finding_cap(finding, SURE_NOT);
	return result;
}

/* The gravest goes first, so that no cause hides one that is worse; among those, rank decides. */
static bool is_better_cause(const struct judge_finding *a, const struct judge_finding *b)
{
	if (a->what.severity != b->what.severity)
		return a->what.severity > b->what.severity;
	return a->rule->rank < b->rule->rank;
}

/* What one scope object comes to. */
struct outcome {
	bool found;
	bool undecided;
	unsigned flags;              /* of all rules that fired */
	uint32_t light, named;       /* as in struct trunk_cause */
	uint32_t suppressed;         /* rules that would have fired */
	struct judge_finding cause;
};

/* What also differs goes into the evidence of the root cause. */
static void list_others(struct judge_finding *cause, const struct rule *const *fired, size_t fired_count)
{
	char own[FINDING_TEXT];
	struct text t;
	bool first = true;

	TEXT_SET(own, cause->what.evidence);
	text_init(&t, cause->what.evidence, sizeof(cause->what.evidence));
	text_printf(&t, "%s", own);
	for (size_t i = 0; i < fired_count; i++) {
		if (fired[i] == cause->rule)
			continue;
		text_printf(&t, "%s%s", first ? "; also " : ", ", fired[i]->id);
		first = false;
	}
}

/* About the end that measured it, and its own lane: the other one may be in order. */
static void blame(struct judge_finding *cause, const struct rule_view *view)
{
	const struct port_decl *port = cause->what.port;

	cause->about.lane = cause->what.lane;
	if (!port)
		return;
	cause->about.port = port->index;
	cause->module = view_sound_module(&view->snapshot->ports[port - view->topology->ports]);
}

/* How the rules of a scope are run. */
struct asking {
	enum rule_scope scope;
	bool bad_data;               /* the module could be read only in part */
	bool blind;                  /* no module could be read */
	bool maybe;                  /* nobody knows whether there is one: what would be found is not known */
	bool light_explained;        /* something explains dark lanes already */
	bool last;                   /* nothing else was found: last resorts are asked, and only these */
	bool silent;                 /* whatever is found is explained already */
};

/* Does the rule need nothing but what is known? */
static bool can_judge(const struct rule *rule, const struct asking *how)
{
	if (how->last || (rule->flags & RULE_OF_LAST_RESORT))
		return how->last && (rule->flags & RULE_OF_LAST_RESORT);
	if (rule->flags & RULE_ON_PRESENCE)
		return true;
	return !how->blind && (!how->bad_data || (rule->flags & RULE_ON_BAD_DATA));
}

/* Run the rules of one scope on one object; its root cause, if any, goes to `j`. */
static int judge_scope(const struct asking *how, const struct rule_view *view, const struct subject *about,
                       struct judgement *j, struct outcome *ret_outcome)
{
	const struct rule *fired[32];
	size_t fired_count = 0;
	struct outcome outcome = { 0 };
	struct judge_finding finding = { .about = *about, .module = view->module };
	int rc;

	for (const struct rule *rule = rules; rule < rules + rule_count; rule++) {
		enum rule_result result;

		if (!is_asked(rule, how->scope, view->topology) || !can_judge(rule, how))
			continue;
		finding.rule = rule;
		result = run(rule, view, &finding.what);
		if (how->maybe && result == RULE_VIOLATION)
			result = RULE_UNKNOWN;
		if (result == RULE_UNKNOWN && !how->silent) {
			/* Whether both ends fit does not depend on what they measure. */
			outcome.undecided |=
				rule->severity > SEVERITY_INFO && !(rule->flags & RULE_ABOUT_LIGHT);
			rc = add_unknown(j, rule, about);
			if (rc < 0)
				return rc;
		}
		if (result != RULE_VIOLATION)
			continue;
		if (how->silent || (how->light_explained && (rule->flags & RULE_ABOUT_LIGHT))) {
			outcome.suppressed += finding.what.severity > SEVERITY_INFO;
			continue;
		}
		outcome.flags |= rule->flags;
		if (rule->flags & RULE_EXPLAINS_LIGHT)
			outcome.light |= finding.what.legs ? finding.what.legs : UINT32_MAX;
		outcome.named |= finding.what.legs;
		if (fired_count < sizeof(fired) / sizeof(fired[0]))
			fired[fired_count++] = rule;
		if (!outcome.found || is_better_cause(&finding, &outcome.cause))
			outcome.cause = finding;
		outcome.found = true;
	}
	if (outcome.found) {
		blame(&outcome.cause, view);
		list_others(&outcome.cause, fired, fired_count);
		rc = add_finding(j, &outcome.cause);
		if (rc < 0)
			return rc;
	}
	*ret_outcome = outcome;
	return 0;
}

static void set_expectation(const struct rule_view *view, struct leg_expectation *e)
{
	const struct module_type *type = view->plan ? plan_leg_type(view->plan) : NULL;

	*e = (struct leg_expectation){ .rate_mbps = view->mode.rate_mbps };
	if (view->plan)
		plan_legs_text(view->plan, e->type_name, sizeof(e->type_name));
	if (type && type->wavelength)
		e->wavelength = value_of((int32_t)type->wavelength);
	if (type)
		e->medium = type->medium;
	else if (view->trunk && view->trunk->layout == LAYOUT_PARALLEL)
		e->medium = view->trunk->medium;
}

static enum host_split host_split_of(const struct rule_view *view)
{
	const struct port_decl *port = view->trunk_port;
	bool offered = port->split_supported_count == 0;
	const char *evidence;
	struct mode mode;

	for (unsigned i = 0; i < port->split_supported_count; i++)
		offered |= mode_offers(&port->split_supported[i], &view->breakout->mode);
	if (!offered)
		return HOST_SPLIT_NOT_SUPPORTED;
	if (!view_host_split(view, &mode, &evidence))
		return HOST_SPLIT_UNKNOWN;
	return mode_matches(&view->breakout->mode, &mode) ? HOST_SPLIT : HOST_NOT_SPLIT;
}

static void take_worse(struct value *worst, struct value loss)
{
	if (value_ok(loss) && (!value_ok(*worst) || loss.v > worst->v))
		*worst = loss;
}

/* Of a leg of several lanes, that of the worst. */
static void measure_losses(const struct rule_view *view, struct leg_state *state)
{
	struct plan_budget budget;
	struct light_leg l;

	if (light_budget(view, PLAN_TOWARD_LEG, &budget))
		state->allowed_toward_leg = value_of(budget.loss);
	if (light_budget(view, PLAN_TOWARD_TRUNK, &budget))
		state->allowed_toward_trunk = value_of(budget.loss);

	light_leg_init(&l, view);
	if (!l.paired || !l.same_time)
		return;
	for (unsigned i = 0; i < l.trunk_count; i++) {
		take_worse(&state->loss_toward_leg, light_loss(&l.trunk[i], &l.leg[i]));
		take_worse(&state->loss_toward_trunk, light_loss(&l.leg[i], &l.trunk[i]));
	}
}

/* What a breakout's trunk explains about its legs. */
struct trunk_cause {
	bool legs;                   /* all of their trouble */
	uint32_t light;              /* that of these legs, leg 1 in bit 0 */
	uint32_t named; /* legs that it names, likewise: not in order, whatever else is said of them */
	size_t finding;              /* index into findings, where there is one */
};

/* What can be told of something whose module, or that of its trunk, is missing or can't be read. */
static int judge_blind(enum rule_scope scope, const struct rule_view *view, const struct subject *about,
                       bool maybe, struct judgement *j, struct outcome *ret_outcome)
{
	struct asking how = { .scope = scope, .blind = true, .maybe = maybe };

	return judge_scope(&how, view, about, j, ret_outcome);
}

/* Is something wrong with the leg, its trunk, or the port of either? */
static bool is_wrong(const struct judgement *j, const struct rule_view *view)
{
	for (size_t i = 0; i < j->finding_count; i++) {
		const struct subject *about = &j->findings[i].about;

		if (j->findings[i].what.severity <= SEVERITY_INFO)
			continue;
		if (about->breakout == 0 &&
		    (about->port == view->trunk_port->index || about->port == view->leg_port->index))
			return true;
		if (about->breakout == view->breakout->index &&
		    (about->leg == 0 || about->leg == view->leg->number))
			return true;
	}
	return false;
}

/* Both ends fit; what is wrong all the same is told where nothing else is. */
static int judge_last(const struct rule_view *view, const struct subject *about, struct judgement *j)
{
	struct asking how = { .scope = RULE_SCOPE_LEG, .last = true };
	struct outcome outcome;

	return is_wrong(j, view) ? 0 : judge_scope(&how, view, about, j, &outcome);
}

static bool has_leg(uint32_t legs, const struct leg_decl *leg)
{
	return legs >> (leg->number - 1) & 1;
}

static int judge_leg(struct snapshot *s, const struct rule_view *trunk, unsigned n,
                     const struct trunk_cause *cause, struct judgement *j)
{
	const struct breakout_decl *b = trunk->breakout;
	const struct leg_decl *decl = &b->legs[n];
	struct breakout_state *breakout = &s->breakouts[b - s->topology->breakouts];
	struct leg_state *state = &breakout->legs[n];
	struct rule_view view = view_leg(trunk, decl);
	struct subject about = { .breakout = b->index, .leg = decl->number };
	struct asking how = { .scope = RULE_SCOPE_LEG, .silent = cause->legs };
	struct outcome outcome;
	int rc;

	set_expectation(&view, &state->expected);
	state->trunk_if_index = view_subport_if_index(&view, decl);
	state->undecided = true;
	if (decl->peer != PEER_LOCAL)
		return 0;
	measure_losses(&view, state);
	about.port = view.leg_port->index;
	state->module = view.leg_state->module;
	breakout->legs_present += view.leg_state->presence == PRESENCE_PRESENT;
	if (trunk->trunk_state->presence == PRESENCE_ABSENT)
		return 0;
	if (!trunk->trunk || !view.module) {
		bool opaque = !trunk->trunk || view_is_opaque(view.leg_state);

		state->undecided = opaque || cause->legs;
		if (cause->legs)
			return 0;
		rc = opaque ? add_unknown(j, NULL, &about) : 0;
		return rc < 0 ? rc : judge_blind(RULE_SCOPE_LEG, &view, &about,
		                                 trunk->trunk_state->presence != PRESENCE_PRESENT, j, &outcome);
	}
	how.light_explained = has_leg(cause->light, decl) || j->dark[decl->port];
	rc = judge_scope(&how, &view, &about, j, &outcome);
	if (rc < 0)
		return rc;
	if ((cause->legs || has_leg(cause->light, decl)) && cause->finding < j->finding_count)
		j->findings[cause->finding].suppressed += outcome.suppressed > 0;
	/* A module that no rule objects to but no plan names is not thereby right. */
	state->undecided = cause->legs || has_leg(cause->named, decl) || outcome.undecided || !view.plan ||
	                   !plan_accepts(view.plan, view.module);
	return state->undecided ? 0 : judge_last(&view, &about, j);
}

static int judge_breakout(struct snapshot *s, size_t index, struct judgement *j)
{
	struct rule_view view = view_breakout(s, index);
	struct breakout_state *state = &s->breakouts[index];
	struct subject about = { .breakout = view.breakout->index, .port = view.trunk_port->index };
	struct asking how = { .scope = RULE_SCOPE_BREAKOUT, .light_explained = j->dark[view.breakout->trunk] };
	struct trunk_cause cause = { .light = how.light_explained ? UINT32_MAX : 0, .finding = SIZE_MAX };
	struct outcome outcome = { 0 };
	int rc = 0;

	state->host_split = host_split_of(&view);
	if (view.trunk)
		rc = judge_scope(&how, &view, &about, j, &outcome);
	else if (view_is_opaque(view.trunk_state))
		rc = add_unknown(j, NULL, &about);
	if (rc == 0 && view_is_opaque(view.trunk_state))
		rc = judge_blind(RULE_SCOPE_BREAKOUT, &view, &about,
		                 view.trunk_state->presence != PRESENCE_PRESENT, j, &outcome);
	if (rc < 0)
		return rc;
	state->undecided = outcome.undecided || !view.trunk;
	if (outcome.found)
		cause.finding = j->finding_count - 1;
	/* What was found minor is no excuse for what is worse. */
	cause.legs = outcome.found && (outcome.cause.rule->flags & RULE_EXPLAINS_LEGS) &&
	             (outcome.cause.what.severity >= SEVERITY_MAJOR || view.breakout->inferred);
	cause.light |= outcome.light;
	cause.named = outcome.named;
	for (unsigned n = 0; n < view.breakout->leg_count; n++) {
		rc = judge_leg(s, &view, n, &cause, j);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int judge_port(const struct snapshot *s, size_t index, struct judgement *j)
{
	const struct port_state *state = &s->ports[index];
	struct subject about = { .port = s->topology->ports[index].index };
	struct rule_view view = view_port(s, index);
	struct asking how = { .scope = RULE_SCOPE_PORT, .bad_data = state->status != READ_OK };
	struct outcome outcome;
	int rc;

	j->dark[index] = false;
	if (state->presence == PRESENCE_ABSENT)
		return 0;
	/* What can be read in part can be told so. */
	if (!state->module || state->settling ||
	    (state->status != READ_OK && state->status != READ_CORRUPT && state->status != READ_UNSUPPORTED &&
	     state->status != READ_TRUNCATED)) {
		rc = add_unknown(j, NULL, &about);
		return rc < 0 ? rc : judge_blind(RULE_SCOPE_PORT, &view, &about, state->presence != PRESENCE_PRESENT,
		                                 j, &outcome);
	}
	rc = judge_scope(&how, &view, &about, j, &outcome);
	if (rc == 0 && (state->status == READ_UNSUPPORTED || state->status == READ_TRUNCATED))
		rc = add_unknown(j, NULL, &about);
	if (rc == 0)
		j->dark[index] = (outcome.flags & RULE_EXPLAINS_LIGHT) != 0;
	return rc;
}

int judge_snapshot(struct snapshot *s, struct judgement *j)
{
	int rc = 0;

	j->finding_count = 0;
	j->unknown_count = 0;
	if (j->dark_room <= s->topology->port_count) {
		bool *grown = reallocarray(j->dark, s->topology->port_count + 1, sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		j->dark = grown;
		j->dark_room = s->topology->port_count + 1;
	}
	for (size_t i = 0; i < s->topology->port_count && rc == 0; i++)
		rc = judge_port(s, i, j);
	for (size_t i = 0; i < s->topology->breakout_count && rc == 0; i++) {
		s->breakouts[i].legs_present = 0;
		rc = judge_breakout(s, i, j);
	}
	return rc;
}

static void explain(const struct rule_view *view, enum rule_scope scope, bool decidable, judge_result_fn *fn,
                    void *arg)
{
	bool wrong = false;

	/* Last resorts are asked when all others have been. */
	for (size_t n = 0; n < 2 * rule_count; n++) {
		const struct rule *rule = &rules[n % rule_count];
		bool last = rule->flags & RULE_OF_LAST_RESORT;
		struct rule_finding finding = { .severity = rule->severity };
		enum rule_result result = RULE_UNKNOWN;

		if (last != (n >= rule_count) || !is_asked(rule, scope, view->topology))
			continue;
		if (last && wrong)
			result = RULE_NOT_APPLICABLE;
		else if (decidable || (rule->flags & (RULE_ON_BAD_DATA | RULE_ON_PRESENCE)))
			result = run(rule, view, &finding);
		wrong |= result == RULE_VIOLATION && finding.severity > SEVERITY_INFO;
		fn(rule, result, &finding, arg);
	}
}

void judge_explain(const struct snapshot *s, size_t breakout, unsigned leg, judge_result_fn *fn, void *arg)
{
	const struct breakout_decl *b = &s->topology->breakouts[breakout];
	struct rule_view view = view_breakout(s, breakout);

	if (leg)
		view = view_leg(&view, &b->legs[leg - 1]);
	explain(&view, leg ? RULE_SCOPE_LEG : RULE_SCOPE_BREAKOUT, view.trunk && view.module, fn, arg);
}

void judge_explain_port(const struct snapshot *s, size_t port, judge_result_fn *fn, void *arg)
{
	struct rule_view view = view_port(s, port);

	if (view.module)
		explain(&view, RULE_SCOPE_PORT, view.port_state->status == READ_OK, fn, arg);
}
