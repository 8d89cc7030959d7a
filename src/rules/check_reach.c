/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of reach. */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"
#include "rules/light.h"

/* Classes of reach: what goes together is made for similar fibres. In order of distance, by medium. */
enum reach_class {
	REACH_UNKNOWN,
	REACH_VR,
	REACH_SR,
	REACH_DR,
	REACH_FR,
	REACH_LR,
	REACH_ER,
	REACH_ZR,
};

/* Up to which distance a type is of a class; SR and its longer relatives (eSR, CSR) are one. */
static const struct {
	enum medium medium;
	uint32_t most_m;
	enum reach_class class;
	const char *name;
} classes[] = {
	{ MEDIUM_MMF, 60, REACH_VR, "very short reach" }, { MEDIUM_MMF, 600, REACH_SR, "short reach" },
	{ MEDIUM_SMF, 1000, REACH_DR, "500 m" },          { MEDIUM_SMF, 2500, REACH_FR, "2 km" },
	{ MEDIUM_SMF, 20000, REACH_LR, "10 km" },         { MEDIUM_SMF, 50000, REACH_ER, "40 km" },
	{ MEDIUM_SMF, UINT32_MAX, REACH_ZR, "80 km" },
};

static enum reach_class class_of(enum medium medium, uint32_t reach_m, const char **ret_name)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (reach_m && classes[i].medium == medium && reach_m <= classes[i].most_m) {
			*ret_name = classes[i].name;
			return classes[i].class;
		}
	}
	return REACH_UNKNOWN;
}

/* Neighbours go together, within the shorter reach: VR and SR, DR and FR, FR and LR. */
static bool go_together(enum reach_class a, enum reach_class b)
{
	enum reach_class shorter = a < b ? a : b, longer = a < b ? b : a;

	return shorter == longer || (longer - shorter == 1 && longer <= REACH_LR && longer != REACH_DR);
}

/* Both ends of a comparison of classes, which needs types that fit but for that. */
struct reaches {
	const struct module_type *trunk, *leg;
	enum reach_class trunk_class, leg_class;
	const char *trunk_name, *leg_name;
	uint32_t shorter_m;
};

static bool reaches_of(const struct rule_view *view, struct reaches *ret)
{
	const struct module_type *trunk = view->trunk->type, *leg = view->module->type;
	uint32_t trunk_m, leg_m;

	if (!trunk || !leg || trunk->medium != leg->medium || trunk->lane_mbps != leg->lane_mbps ||
	    trunk->layout != LAYOUT_PARALLEL ||
	    (leg->layout != LAYOUT_SINGLE && leg->layout != LAYOUT_PARALLEL) ||
	    module_type_rate_mbps(leg) != view->mode.rate_mbps)
		return false;
	*ret = (struct reaches){ .trunk = trunk, .leg = leg };
	trunk_m = view_reach_m(view, view->trunk);
	leg_m = view_reach_m(view, view->module);
	ret->trunk_class = class_of(trunk->medium, trunk_m, &ret->trunk_name);
	ret->leg_class = class_of(leg->medium, leg_m, &ret->leg_name);
	ret->shorter_m = trunk_m < leg_m ? trunk_m : leg_m;
	return ret->trunk_class != REACH_UNKNOWN && ret->leg_class != REACH_UNKNOWN;
}

/* *ret_observed goes on in finding->observed. */
static void describe(const struct rule_view *view, const struct reaches *r, struct rule_finding *finding,
                     struct text *ret_observed)
{
	text_init(ret_observed, finding->observed, sizeof(finding->observed));
	text_printf(ret_observed, "trunk %s (%s), leg %s (%s)", view->trunk->type_name, r->trunk_name,
	            view->module->type_name, r->leg_name);
	snprintf(finding->evidence, sizeof(finding->evidence), "leg %s; trunk %s",
	         view->module->type_evidence, view->trunk->type_evidence);
}

enum rule_result check_reach_differs(const struct rule_view *view, struct rule_finding *finding)
{
	uint32_t length = view->breakout->length_m;
	struct text observed;
	struct reaches r;

	if (!reaches_of(view, &r))
		return RULE_NOT_APPLICABLE;
	/* What the plan recommends is how it is meant, and a fibre that is short enough settles it. */
	if (r.trunk_class == r.leg_class || (view->plan && plan_leg_type(view->plan) == r.leg) ||
	    (length && length <= r.shorter_m))
		return RULE_PASS;
	if (!go_together(r.trunk_class, r.leg_class))
		return RULE_NOT_APPLICABLE; /* REACH-02 */
	snprintf(finding->expected, sizeof(finding->expected), "a fibre of at most %u m", r.shorter_m);
	describe(view, &r, finding, &observed);
	return RULE_VIOLATION;
}

/*
 * Receivers for 40 km and more are avalanche photodiodes, which take about -3 dBm and are
 * damaged by little more (50GBASE-ER: -3 dBm, damage above -2.3 dBm in a vendor's sheet). 0.01 dBm.
 */
#define APD_RX_MAX (-300)

/* May a lane of the trunk damage the leg's receiver over a short fibre? Describes it. */
static bool is_dangerous(const struct reaches *r, struct text *observed)
{
	int32_t most = r->leg->power.rx_max < 0 ? r->leg->power.rx_max : APD_RX_MAX;
	bool known = r->trunk->power.tx_max > r->trunk->power.tx_min;

	if (r->leg_class < REACH_ER || (known && r->trunk->power.tx_max <= most))
		return false;
	text_printf(observed, ": its receiver takes about %.1f dBm, ", most / 100.0);
	if (known)
		text_printf(observed, "a trunk lane may send %.1f dBm: hardware at risk without an attenuator of %.1f dB",
		            r->trunk->power.tx_max / 100.0, (r->trunk->power.tx_max - most) / 100.0);
	else
		text_printf(observed, "a trunk lane may send more: hardware at risk without an attenuator");
	return true;
}

enum rule_result check_reach_incompatible(const struct rule_view *view, struct rule_finding *finding)
{
	struct text observed;
	struct reaches r;

	if (!reaches_of(view, &r))
		return RULE_NOT_APPLICABLE;
	if (go_together(r.trunk_class, r.leg_class) || (view->plan && plan_accepts(view->plan, view->module)))
		return RULE_PASS;
	describe(view, &r, finding, &observed);
	if (is_dangerous(&r, &observed)) {
		snprintf(finding->expected, sizeof(finding->expected), "a leg for %s, as the trunk is", r.trunk_name);
		return RULE_VIOLATION;
	}
	/* Sources disagree about the others, as 500 m against 10 km: nobody can tell. */
	finding->observed[0] = finding->evidence[0] = '\0';
	return RULE_UNKNOWN;
}

enum rule_result check_fibre_too_long(const struct rule_view *view, struct rule_finding *finding)
{
	uint32_t length = view->breakout->length_m, trunk = view_reach_m(view, view->trunk);
	uint32_t leg = view_reach_m(view, view->module);
	bool by_leg;

	if (length == 0 || (trunk == 0 && leg == 0) || view->trunk->layout == LAYOUT_CABLE ||
	    view->module->layout == LAYOUT_CABLE)
		return RULE_NOT_APPLICABLE;
	by_leg = trunk == 0 || (leg != 0 && leg < trunk);
	if (length <= (by_leg ? leg : trunk))
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "at most %u m, the reach of %s %s",
	         by_leg ? leg : trunk, by_leg ? "the leg's" : "the trunk's",
	         by_leg ? view->module->type_name : view->trunk->type_name);
	snprintf(finding->observed, sizeof(finding->observed), "a fibre of %u m", length);
	snprintf(finding->evidence, sizeof(finding->evidence), "configuration: length; %s",
	         by_leg ? view->module->type_evidence : view->trunk->type_evidence);
	return RULE_VIOLATION;
}
