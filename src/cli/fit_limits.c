/* SPDX-License-Identifier: BSD-3-Clause */
/* What holds for a leg that fits: reach, FEC and power, from what both ends are. */
#include "cli/fit.h"

/* The type that an end works as in this mode: a dual-rate module may have to be its slower self. */
static const struct module_type *working_type(const struct module *m, uint32_t lane_mbps)
{
	return m->slow_type && m->slow_type->lane_mbps == lane_mbps ? m->slow_type : m->type;
}

static void shorten(struct value *reach, struct value by)
{
	if (value_ok(by) && by.v > 0 && (!value_ok(*reach) || by.v < reach->v))
		*reach = by;
}

/* What the module stores, or its type reaches, whichever is less. */
static struct value reach_of(const struct module *m, const struct module_type *type)
{
	struct value reach = { 0 };

	shorten(&reach, m->reach_m);
	if (type && m->layout != LAYOUT_CABLE)
		shorten(&reach, value_of((int32_t)type->reach_m));
	return reach;
}

static enum fec line_fec_of(const struct module *m, const struct module_type *type)
{
	return type && type != m->type ? module_type_fec(type) : m->line_fec;
}

/* What the switch has to run so that the line has `line`. */
static enum fec host_fec(const struct module *m, enum fec line)
{
	return line != FEC_UNKNOWN && m->fec_in_module == TRI_YES ? FEC_NONE : line;
}

/* Where two ends differ, FEC-01 says so. */
static void settle_fec(const struct rule_view *view, const struct module_type *leg, struct fit_limits *limits)
{
	enum fec trunk = view->trunk->line_fec, far = line_fec_of(view->module, leg);

	if (view->plan && view->plan->downshift)
		trunk = far;
	if (trunk == FEC_UNKNOWN)
		trunk = far;
	if (far == FEC_UNKNOWN)
		far = trunk;
	limits->line_fec = trunk == far ? trunk : FEC_UNKNOWN;
	limits->trunk_fec = host_fec(view->trunk, trunk);
	limits->leg_fec = host_fec(view->module, far);
}

static bool power_is_known(const struct power_limits *p)
{
	return p->tx_min || p->tx_max || p->rx_min || p->rx_max;
}

static void settle_power(const struct power_limits *trunk, const struct power_limits *leg,
                         struct fit_limits *limits)
{
	if (!power_is_known(trunk) || !power_is_known(leg))
		return;
	limits->budget_toward_leg = value_of(trunk->tx_min - leg->rx_min);
	limits->budget_toward_trunk = value_of(leg->tx_min - trunk->rx_min);
	limits->excess_toward_leg = value_of(trunk->tx_max > leg->rx_max ? trunk->tx_max - leg->rx_max : 0);
	limits->excess_toward_trunk = value_of(leg->tx_max > trunk->rx_max ? leg->tx_max - trunk->rx_max : 0);
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
	const struct module_type *trunk, *far;
	struct fit_limits limits = { .line_fec = FEC_UNKNOWN };
	uint32_t lane_mbps;

	view = view_leg(&view, &fit->topology->breakouts[0].legs[leg - 1]);
	if (!view.trunk || !view.module || !goes_together(fit, leg))
		return limits;
	lane_mbps = view.plan ? view.plan->lane_mbps : 0;
	trunk = working_type(view.trunk, lane_mbps);
	far = working_type(view.module, lane_mbps);
	limits.trunk_reach_m = reach_of(view.trunk, trunk);
	limits.leg_reach_m = reach_of(view.module, far);
	limits.reach_m = limits.trunk_reach_m;
	shorten(&limits.reach_m, limits.leg_reach_m);
	settle_fec(&view, far, &limits);
	if (trunk && far)
		settle_power(&trunk->power, &far->power, &limits);
	return limits;
}
