/* SPDX-License-Identifier: BSD-3-Clause */
/* What holds for a leg that fits: reach, FEC and power, from what both ends are. */
#include "cli/fit.h"

#include "rules/compare.h"

static struct value metres(uint32_t m)
{
	return m ? value_of((int32_t)m) : (struct value){ 0 };
}

static void settle_reach(const struct rule_view *view, struct fit_limits *limits)
{
	uint32_t trunk = view_reach_m(view, view->trunk), leg = view_reach_m(view, view->module);

	limits->trunk_reach_m = metres(trunk);
	limits->leg_reach_m = metres(leg);
	limits->reach_m = metres(trunk && (trunk < leg || !leg) ? trunk : leg);
}

/* On the line, as the module is run in this mode. */
static enum fec line_fec_of(const struct rule_view *view, const struct module *m)
{
	const struct module_type *run_as = view_run_as(view, m);

	if (run_as == m->type)
		return m->line_fec;
	return run_as ? module_type_fec(run_as) : FEC_UNKNOWN;
}

/* What the switch has to run so that the line has `line`. */
static enum fec host_fec(const struct rule_view *view, const struct module *m, enum fec line)
{
	bool by_module = m->fec_in_module == TRI_YES && view_run_as(view, m) == m->type;

	return line != FEC_UNKNOWN && by_module ? FEC_NONE : line;
}

/* Where two ends differ, FEC-01 says so. */
static void settle_fec(const struct rule_view *view, struct fit_limits *limits)
{
	enum fec trunk = line_fec_of(view, view->trunk), leg = line_fec_of(view, view->module);

	if (trunk == FEC_UNKNOWN && view->trunk->fec_in_module != TRI_YES)
		trunk = leg;
	/* A module with FEC of a kind of its own takes nobody's. */
	if (leg == FEC_UNKNOWN && view->module->fec_in_module != TRI_YES)
		leg = trunk;
	limits->line_fec = trunk == leg ? trunk : FEC_UNKNOWN;
	limits->trunk_fec = host_fec(view, view->trunk, trunk);
	limits->leg_fec = host_fec(view, view->module, leg);
}

/*
 * Of what both ends are run as. What a link must lose is said only where a receiver is
 * known to need it: standards allow transmitters more than any sold one sends.
 */
static void settle_power(const struct rule_view *view, struct fit_limits *limits)
{
	const struct module_type *trunk = view_run_as(view, view->trunk), *leg = view_run_as(view, view->module);
	bool needs_loss = compare_noted(view, "REACH-04");
	struct plan_budget budget;

	/* Two lanes against one: no light of either is the other's. */
	if (!trunk || !leg || compare_noted(view, "RATE-06"))
		return;
	if (plan_budget(trunk, leg, PLAN_TOWARD_LEG, &budget)) {
		limits->budget_toward_leg = value_of(budget.loss);
		if (needs_loss)
			limits->excess_toward_leg = value_of(budget.over);
	}
	if (plan_budget(trunk, leg, PLAN_TOWARD_TRUNK, &budget)) {
		limits->budget_toward_trunk = value_of(budget.loss);
		if (needs_loss)
			limits->excess_toward_trunk = value_of(budget.over);
	}
}

/* A wrong module has no limits worth naming. */
static bool goes_together(const struct fit *fit, unsigned leg)
{
	for (size_t i = 0; i < fit->judgement.finding_count; i++) {
		const struct judge_finding *f = &fit->judgement.findings[i];
		unsigned about = fit_leg_of(&f->about);

		if (f->what.severity >= SEVERITY_MAJOR &&
		    ((about == 0 && (f->rule->flags & RULE_EXPLAINS_LEGS)) ||
		     (about == leg && (f->rule->flags & RULE_LEG_MISMATCH))))
			return false;
	}
	return true;
}

struct fit_limits fit_limits(const struct fit *fit, unsigned leg)
{
	struct rule_view view = view_breakout(fit->snapshot, 0);
	struct fit_limits limits = { .line_fec = FEC_UNKNOWN };

	view = view_leg(&view, &fit->topology->breakouts[0].legs[leg - 1]);
	if (!view.trunk || !view.module || !goes_together(fit, leg))
		return limits;
	settle_reach(&view, &limits);
	settle_fec(&view, &limits);
	settle_power(&view, &limits);
	return limits;
}

const char *fit_harness_text(const struct fit_question *question, const struct fit *fit, const struct plan *plan,
                             char *buf, size_t size)
{
	/* The memory of a type is made up, and so is its connector. */
	bool real = question->trunk.kind != FIT_TYPE;

	return harness_text(plan, real ? fit->snapshot->ports[0].module : NULL, buf, size);
}
