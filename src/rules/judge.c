/* SPDX-License-Identifier: BSD-3-Clause */
/* Run the rules over a snapshot and pick root causes. */
#include "rules/judge.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"

void judgement_init(struct judgement *j)
{
	*j = (struct judgement){ 0 };
}

void judgement_release(struct judgement *j)
{
	free(j->findings);
	free(j->unknowns);
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

static enum rule_result run(const struct rule *rule, const struct rule_view *view,
                            struct rule_finding *finding)
{
	*finding = (struct rule_finding){ .severity = rule->severity };
	return rule->check(view, finding);
}

/* Everything from minor up goes before remarks; within that, rank decides. */
static bool is_better_cause(const struct judge_finding *a, const struct judge_finding *b)
{
	bool a_remark = a->what.severity <= SEVERITY_INFO, b_remark = b->what.severity <= SEVERITY_INFO;

	if (a_remark != b_remark)
		return !a_remark;
	return a->rule->rank < b->rule->rank;
}

/* What one scope object comes to. */
struct outcome {
	bool found;
	bool undecided;
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

/* Run the rules of one scope on one object; its root cause, if any, goes to `j`. */
static int judge_scope(enum rule_scope scope, const struct rule_view *view, const struct subject *about,
                       bool bad_data, struct judgement *j, struct outcome *ret_outcome)
{
	const struct rule *fired[32];
	size_t fired_count = 0;
	struct outcome outcome = { 0 };
	struct judge_finding finding = { .about = *about, .module = view->module };
	int rc;

	for (const struct rule *rule = rules; rule < rules + rule_count; rule++) {
		enum rule_result result;

		if (rule->scope != scope || (bad_data && !(rule->flags & RULE_ON_BAD_DATA)))
			continue;
		finding.rule = rule;
		result = run(rule, view, &finding.what);
		if (result == RULE_UNKNOWN) {
			outcome.undecided = true;
			rc = add_unknown(j, rule, about);
			if (rc < 0)
				return rc;
		}
		if (result != RULE_VIOLATION)
			continue;
		if (fired_count < sizeof(fired) / sizeof(fired[0]))
			fired[fired_count++] = rule;
		if (!outcome.found || is_better_cause(&finding, &outcome.cause))
			outcome.cause = finding;
		outcome.found = true;
	}
	if (outcome.found) {
		list_others(&outcome.cause, fired, fired_count);
		rc = add_finding(j, &outcome.cause);
		if (rc < 0)
			return rc;
	}
	*ret_outcome = outcome;
	return 0;
}

/* A module that verdicts may rest on, or NULL. */
static const struct module *sound_module(const struct port_state *state)
{
	return state->presence == PRESENCE_PRESENT && state->status == READ_OK ? state->module : NULL;
}

/* In which a module may be plugged but can't be read: nothing may be concluded. */
static bool is_opaque(const struct port_state *state)
{
	return state->presence != PRESENCE_ABSENT && !sound_module(state);
}

static struct rule_view breakout_view(const struct snapshot *s, size_t index)
{
	const struct breakout_decl *b = &s->topology->breakouts[index];
	struct rule_view view = {
		.topology = s->topology,
		.breakout = b,
		.trunk_port = &s->topology->ports[b->trunk],
		.trunk_state = &s->ports[b->trunk],
	};

	view.trunk = sound_module(view.trunk_state);
	view.module = view.trunk;
	if (view.trunk && view.trunk->type)
		view.plan = plan_find(view.trunk->type, &b->mode);
	return view;
}

static struct rule_view leg_view(const struct snapshot *s, const struct rule_view *trunk,
                                 const struct leg_decl *leg)
{
	struct rule_view view = *trunk;

	view.leg = leg;
	view.module = NULL;
	if (leg->peer == PEER_LOCAL) {
		view.leg_port = &s->topology->ports[leg->port];
		view.leg_state = &s->ports[leg->port];
		view.module = sound_module(view.leg_state);
	}
	return view;
}

static void set_expectation(const struct rule_view *view, struct leg_expectation *e)
{
	const struct module_type *type = view->plan ? plan_leg_type(view->plan) : NULL;

	*e = (struct leg_expectation){ .rate_mbps = view->breakout->mode.rate_mbps };
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

	for (unsigned i = 0; i < port->split_supported_count; i++)
		offered |= mode_equal(&port->split_supported[i], &view->breakout->mode);
	if (!offered)
		return HOST_SPLIT_NOT_SUPPORTED;
	if (!port->split_declared)
		return HOST_SPLIT_UNKNOWN;
	return mode_equal(&port->split_in_force, &view->breakout->mode) ? HOST_SPLIT : HOST_NOT_SPLIT;
}

/* The kernel's netdev of a leg's subport, where the port has one for each or one for all. */
static uint32_t subport_if_index(const struct rule_view *view)
{
	unsigned n = view->trunk_port->netdev_count;

	if (n == view->breakout->leg_count)
		return view->trunk_state->if_index[view->leg->number - 1];
	return n == 1 ? view->trunk_state->if_index[0] : 0;
}

/* What the fibre takes away from one lane, 0.01 dB; absent where an end can't tell, or measures modulation
 * (OMA). */
static struct value link_loss(const struct lane *from, const struct lane *to, const struct module *receiver)
{
	if (!value_ok(from->tx_power) || !value_ok(to->rx_power) || !(receiver->dom & DOM_RX_AVERAGE))
		return (struct value){ 0 };
	return value_of(power_cdbm_from_nw(from->tx_power.v) - power_cdbm_from_nw(to->rx_power.v));
}

/* Only where one lane of the trunk goes to one lane of the leg. */
static void measure_losses(const struct rule_view *view, struct leg_state *state)
{
	const struct lane *trunk, *leg;
	unsigned first, count;

	if (!view->trunk || !view->module ||
	    !topology_leg_lanes(view->topology, view->breakout, view->leg, view->trunk->lanes, &first, &count) ||
	    count != 1)
		return;
	trunk = module_lane(view->trunk, first);
	leg = module_lane(view->module, 1);
	if (!trunk || !leg || view->module->lanes != 1)
		return;
	state->loss_toward_leg = link_loss(trunk, leg, view->module);
	state->loss_toward_trunk = link_loss(leg, trunk, view->trunk);
}

/* All leg rules need both ends; LEG-01 is what is left of them when the leg is empty. */
static int judge_leg(struct snapshot *s, const struct rule_view *trunk, size_t breakout, unsigned n,
                     bool explained, struct judgement *j)
{
	const struct breakout_decl *b = trunk->breakout;
	const struct leg_decl *decl = &b->legs[n];
	struct leg_state *state = &s->breakouts[breakout].legs[n];
	struct rule_view view = leg_view(s, trunk, decl);
	struct subject about = { .breakout = b->index, .leg = decl->number };
	struct outcome outcome;
	int rc;

	set_expectation(&view, &state->expected);
	state->trunk_if_index = subport_if_index(&view);
	state->undecided = true;
	if (decl->peer != PEER_LOCAL)
		return 0;
	measure_losses(&view, state);
	about.port = view.leg_port->index;
	state->module = view.leg_state->module;
	s->breakouts[breakout].legs_present += view.leg_state->presence == PRESENCE_PRESENT;
	if (trunk->trunk_state->presence == PRESENCE_ABSENT || explained)
		return 0;
	if (!trunk->trunk || is_opaque(view.leg_state))
		return add_unknown(j, NULL, &about);
	if (!view.module) {
		struct judge_finding finding = { .rule = rule_of_index(rule_index("LEG-01")),
			                         .about = about };

		state->undecided = false;
		if (run(finding.rule, &view, &finding.what) == RULE_VIOLATION)
			return add_finding(j, &finding);
		return 0;
	}
	rc = judge_scope(RULE_SCOPE_LEG, &view, &about, false, j, &outcome);
	if (rc < 0)
		return rc;
	/* A module that no rule objects to but no plan names is not thereby right. */
	state->undecided = outcome.undecided || !view.plan || !plan_accepts(view.plan, view.module);
	return 0;
}

static int judge_breakout(struct snapshot *s, size_t index, struct judgement *j)
{
	struct rule_view view = breakout_view(s, index);
	struct breakout_state *state = &s->breakouts[index];
	struct subject about = { .breakout = view.breakout->index, .port = view.trunk_port->index };
	struct outcome outcome = { 0 };
	bool explained;
	int rc = 0;

	state->host_split = host_split_of(&view);
	if (view.trunk)
		rc = judge_scope(RULE_SCOPE_BREAKOUT, &view, &about, false, j, &outcome);
	else if (is_opaque(view.trunk_state))
		rc = add_unknown(j, NULL, &about);
	if (rc < 0)
		return rc;
	state->undecided = outcome.undecided || !view.trunk;
	explained = outcome.found && (outcome.cause.rule->flags & RULE_EXPLAINS_LEGS);
	for (unsigned n = 0; n < view.breakout->leg_count; n++) {
		rc = judge_leg(s, &view, index, n, explained, j);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int judge_port(const struct snapshot *s, size_t index, struct judgement *j)
{
	const struct port_state *state = &s->ports[index];
	struct subject about = { .port = s->topology->ports[index].index };
	struct rule_view view = {
		.topology = s->topology,
		.port = &s->topology->ports[index],
		.port_state = state,
		.module = state->module,
	};
	struct outcome outcome;

	if (state->presence == PRESENCE_ABSENT)
		return 0;
	if (!state->module || (state->status != READ_OK && state->status != READ_CORRUPT))
		return add_unknown(j, NULL, &about);
	return judge_scope(RULE_SCOPE_PORT, &view, &about, state->status != READ_OK, j, &outcome);
}

int judge_snapshot(struct snapshot *s, struct judgement *j)
{
	int rc = 0;

	j->finding_count = 0;
	j->unknown_count = 0;
	for (size_t i = 0; i < s->topology->port_count && rc == 0; i++)
		rc = judge_port(s, i, j);
	for (size_t i = 0; i < s->topology->breakout_count && rc == 0; i++) {
		s->breakouts[i].legs_present = 0;
		rc = judge_breakout(s, i, j);
	}
	return rc;
}

void judge_explain(const struct snapshot *s, size_t breakout, unsigned leg, judge_result_fn *fn, void *arg)
{
	const struct breakout_decl *b = &s->topology->breakouts[breakout];
	struct rule_view view = breakout_view(s, breakout);
	enum rule_scope scope = leg ? RULE_SCOPE_LEG : RULE_SCOPE_BREAKOUT;

	if (leg)
		view = leg_view(s, &view, &b->legs[leg - 1]);
	for (const struct rule *rule = rules; rule < rules + rule_count; rule++) {
		struct rule_finding finding = { .severity = rule->severity };
		enum rule_result result = RULE_UNKNOWN;

		if (rule->scope != scope)
			continue;
		if (view.trunk && view.module)
			result = run(rule, &view, &finding);
		fn(rule, result, &finding, arg);
	}
}
