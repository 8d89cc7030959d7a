/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of a breakout's trunk and of the port it sits in. */
#include "rules/check.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rules/compare.h"
#include "rules/harness.h"

enum rule_result check_sfp_as_trunk(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;

	if (trunk->form == FORM_UNKNOWN)
		return RULE_UNKNOWN;
	if (!form_factor_is_single_lane(trunk->form))
		return RULE_PASS;
	/* A compact SFP, declared or possible, is the exception. */
	if (trunk->splittable != TRI_NO)
		return trunk->splittable == TRI_YES ? RULE_PASS : RULE_UNKNOWN;
	TEXT_SET(finding->expected, "a QSFP module, which has several lanes");
	module_summary(trunk, finding->observed, sizeof(finding->observed));
	snprintf(finding->evidence, sizeof(finding->evidence), "A0h:0=%02xh", trunk->identifier);
	return RULE_VIOLATION;
}

enum rule_result check_not_splittable(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;
	const struct plan_reason *reason;
	char summary[96];

	switch (trunk->layout) {
	case LAYOUT_PARALLEL:
	case LAYOUT_CABLE:
	case LAYOUT_WDM_PARTS:
		return RULE_PASS;
	case LAYOUT_UNKNOWN:
		return RULE_UNKNOWN;
	case LAYOUT_SINGLE:
	case LAYOUT_BIDI:
		/* FF-01 speaks of SFPs. */
		if (form_factor_is_single_lane(trunk->form))
			return RULE_NOT_APPLICABLE;
		break;
	case LAYOUT_WDM:
	case LAYOUT_COHERENT:
		break;
	}
	TEXT_SET(finding->expected, "a trunk with a fibre pair per lane, such as SR4 or DR4");
	reason = plan_reason_of_module(trunk);
	snprintf(finding->observed, sizeof(finding->observed), "%s%s%s",
	         module_summary(trunk, summary, sizeof(summary)), reason ? ": " : "",
	         reason ? reason->text : "");
	TEXT_SET(finding->evidence, trunk->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_parts_not_splittable(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;
	unsigned parts = trunk->type ? module_type_parts(trunk->type) : 0;
	char text[MODE_TEXT];

	if (trunk->layout != LAYOUT_WDM_PARTS || !parts)
		return RULE_NOT_APPLICABLE;
	if (view->breakout->mode.count <= parts)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "%u legs, one on each fibre pair", parts);
	snprintf(finding->observed, sizeof(finding->observed), "%s of a %s, whose %u parts are WDM",
	         mode_text(&view->breakout->mode, text, sizeof(text)), trunk->type_name, parts);
	TEXT_SET(finding->evidence, trunk->type_evidence);
	return RULE_VIOLATION;
}

/* More legs than fibre pairs, of a type with two wavelengths on each? */
static bool is_short_of_pairs(const struct module_type *type, const struct mode *mode)
{
	return compare_shares_pairs(type) && mode->count > module_type_pairs(type);
}

/* Do the trunk's lanes, as many and as fast as they are, at least not contradict the mode? */
static bool lanes_allow(const struct module_type *type, const struct mode *mode)
{
	if (is_short_of_pairs(type, mode))
		return false;
	return mode->count <= type->lanes && type->lanes % mode->count == 0 &&
	       mode->rate_mbps / (type->lanes / mode->count) <= type->lane_mbps;
}

enum rule_result check_split_impossible(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *type = view->trunk->type;
	const struct mode *mode = &view->mode;
	char text[COMPARE_MODE];
	const struct plan *plan;
	struct text expected;

	if (!type)
		return RULE_UNKNOWN;
	if (type->layout != LAYOUT_PARALLEL && type->layout != LAYOUT_CABLE &&
	    type->layout != LAYOUT_WDM_PARTS && !compare_is_csfp(view->trunk))
		return RULE_NOT_APPLICABLE;
	/* FF-02, SP-04 */
	if ((compare_is_csfp(view->trunk) && mode->count != type->lanes) ||
	    (type->layout == LAYOUT_WDM_PARTS && mode->count > module_type_parts(type)))
		return RULE_NOT_APPLICABLE;
	if (view->plan) {
		if (!view->plan->downshift || view_slows_down(view->trunk, view->plan) != TRI_NO)
			return RULE_PASS;
	} else if (lanes_allow(type, mode)) {
		/* Nothing speaks against it, but nothing we know speaks for it. */
		return RULE_UNKNOWN;
	}
	text_init(&expected, finding->expected, sizeof(finding->expected));
	for (size_t n = 0; (plan = plan_of_trunk(type, n)); n++)
		text_item(&expected, " or ", "%s%s", view->part && n == 0 ? "legs as of " : "",
		          mode_text(&plan->mode, text, sizeof(text)));
	if (expected.len == 0 && is_short_of_pairs(type, mode))
		text_printf(&expected, "a leg for each of %u fibre pairs at most", module_type_pairs(type));
	else if (expected.len == 0)
		text_printf(&expected, "no split");
	snprintf(finding->observed, sizeof(finding->observed), "%s of a %s with %u lanes of %uG",
	         compare_mode(view, text), type->name, type->lanes, type->lane_mbps / 1000);
	TEXT_SET(finding->evidence, view->trunk->type_evidence);
	return RULE_VIOLATION;
}

static void connector_finding(const struct module *trunk, struct rule_finding *finding, const char *expected)
{
	TEXT_SET(finding->expected, expected);
	snprintf(finding->observed, sizeof(finding->observed), "connector code %02xh on a %s",
	         trunk->connector, trunk->type_name);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:%u=%02xh",
	         trunk->family == FAMILY_CMIS ? 203 : 130, trunk->connector);
}

enum rule_result check_trunk_duplex(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;

	if (trunk->layout != LAYOUT_PARALLEL || trunk->connector_class == CONNECTOR_CLASS_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (trunk->connector_class != CONNECTOR_CLASS_LC)
		return RULE_PASS;
	connector_finding(trunk, finding, "a connector with a fibre pair per lane, such as MPO");
	return RULE_VIOLATION;
}

enum rule_result check_trunk_connector(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;

	/* Of a duplex one SP-03 speaks. */
	if (trunk->layout != LAYOUT_PARALLEL || trunk->connector_class == CONNECTOR_CLASS_UNKNOWN ||
	    trunk->connector_class == CONNECTOR_CLASS_LC)
		return RULE_NOT_APPLICABLE;
	/* CS and SN carry several fibre pairs too. */
	if (trunk->connector_class == CONNECTOR_CLASS_MPO || trunk->connector_class == CONNECTOR_CLASS_MULTI)
		return RULE_PASS;
	connector_finding(trunk, finding, "an MPO connector");
	return RULE_VIOLATION;
}

/* Two MPO12 side by side, which have no code of their own, are usual from here on. */
#define DUAL_MPO_MBPS 800000

static unsigned fibre_pairs(const struct module *trunk)
{
	return trunk->type ? module_type_pairs(trunk->type) : trunk->lanes;
}

/* The trunk's end of a harness as people describe it: its first MPO, of 12 or 16 fibres; 0: not said. */
static unsigned harness_fibres(const char *harness)
{
	const char *mpo = strstr(harness, "MPO");
	int fibres = 0;

	/* Either of two, as a type's own text has it, says nothing. */
	if (mpo && !strstr(mpo, "or two MPO"))
		sscanf(mpo, mpo[3] == '-' ? "MPO-%2d" : "MPO%2d", &fibres);
	return fibres == 12 || fibres == 16 ? (unsigned)fibres : 0;
}

/* MPO12 and MPO16 have different keys: they don't mate. */
static bool is_other_key(const struct module *trunk, const char *harness)
{
	unsigned fibres = harness_fibres(harness);

	return (trunk->connector == CONNECTOR_MPO_1X16 && fibres == 12) ||
	       (trunk->connector == CONNECTOR_MPO_1X12 && fibres == 16);
}

enum rule_result check_lanes_of_connector(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;
	bool few_pairs = trunk->connector == CONNECTOR_MPO_1X12 && fibre_pairs(trunk) > MPO12_PAIRS &&
	                 trunk->form != FORM_OSFP && module_rate_mbps(trunk) < DUAL_MPO_MBPS;
	bool other_key = is_other_key(trunk, view->breakout->harness);

	if (trunk->layout != LAYOUT_PARALLEL || trunk->connector_class != CONNECTOR_CLASS_MPO)
		return RULE_NOT_APPLICABLE;
	if (few_pairs) {
		connector_finding(trunk, finding,
		                  "an MPO with a fibre pair for each of 8 lanes, such as MPO16");
		return RULE_VIOLATION;
	}
	if (!other_key)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "a harness with an MPO%s, as the trunk has",
	         trunk->connector == CONNECTOR_MPO_1X16 ? "16" : "12");
	snprintf(finding->observed, sizeof(finding->observed), "harness \"%s\"", view->breakout->harness);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:203=%02xh; configuration: harness",
	         trunk->connector);
	return RULE_VIOLATION;
}

/* May an instance of the mode's application begin at the leg's first host lane? */
static bool may_begin(const struct rule_view *view, const struct leg_decl *leg)
{
	const struct module *trunk = view->trunk;
	unsigned first, count;
	bool told = false;

	if (!topology_leg_lanes(view->topology, view->breakout, leg, trunk->host_lanes, &first, &count) || first > 8)
		return true;
	for (unsigned i = 0; i < trunk->application_count; i++) {
		const struct application *a = &trunk->application[i];

		if (a->host_id == 0 || a->instances != view->mode.count || a->rate_mbps != view->mode.rate_mbps)
			continue;
		if (a->host_starts >> (first - 1) & 1)
			return true;
		told |= a->host_starts != 0;
	}
	return !told;
}

/* Legs of different width in an order that no data path can have: 2x100G+1x400G+2x100G. */
static enum rule_result check_part_begins(const struct rule_view *view, struct rule_finding *finding)
{
	const struct breakout_decl *b = view->breakout;
	unsigned last = view->part ? view->part - 1u + mode_leg(&b->mode, view->part).count : 0;
	char text[COMPARE_MODE];

	for (unsigned n = view->part; n && n <= last; n++) {
		if (may_begin(view, &b->legs[n - 1]))
			continue;
		TEXT_SET(finding->expected, "legs that begin where the module lets a data path begin");
		snprintf(finding->observed, sizeof(finding->observed), "%s: leg %u cannot begin at lane %u",
		         compare_mode(view, text), n, b->legs[n - 1].first_lane);
		TEXT_SET(finding->evidence, "00h:86-117");
		return RULE_VIOLATION;
	}
	return RULE_PASS;
}

enum rule_result check_mode_not_offered(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;
	struct text expected;
	char text[COMPARE_MODE];
	struct mode mode;

	/* Only CMIS modules say what they can be used as; of other layouts SP-01 speaks. */
	if (trunk->application_count == 0 ||
	    (trunk->layout != LAYOUT_PARALLEL && trunk->layout != LAYOUT_WDM_PARTS))
		return RULE_NOT_APPLICABLE;
	/* A bare type says what it is usually sold for, no more. */
	if (trunk->supposed)
		return view->plan ? RULE_PASS : RULE_UNKNOWN;
	text_init(&expected, finding->expected, sizeof(finding->expected));
	for (size_t n = 0; module_offered_mode(trunk, n, &mode); n++) {
		if (mode_equal(&mode, &view->mode)) {
			finding->expected[0] = '\0';
			return check_part_begins(view, finding);
		}
		text_item(&expected, " or ", "%s", mode_text(&mode, text, sizeof(text)));
	}
	if (!module_modes_known(trunk)) {
		finding->expected[0] = '\0';
		return RULE_UNKNOWN;
	}
	if (expected.len == 0)
		text_printf(&expected, "no split");
	snprintf(finding->observed, sizeof(finding->observed), "%s, which the module does not advertise",
	         compare_mode(view, text));
	TEXT_SET(finding->evidence, "00h:86-117, 01h:223-250");
	return RULE_VIOLATION;
}

static bool is_leg_up(const struct rule_view *view)
{
	const struct host_netdev *netdev = view_subport(view, view->leg);

	return netdev && netdev->carrier == TRI_YES;
}

static enum rule_result downshift(const struct rule_view *view, enum tristate when,
                                  struct rule_finding *finding, const char *observed)
{
	char rate[MBPS_TEXT];

	/* Of a leg only where it runs otherwise than the breakout; a link that is up is proof. */
	if (view->leg && (view->mode.rate_mbps == mode_leg(&view->breakout->mode, view->leg->number).rate_mbps ||
	                  is_leg_up(view)))
		return RULE_NOT_APPLICABLE;
	if (!view->plan || !view->plan->downshift || view->trunk->medium == MEDIUM_COPPER ||
	    view_slows_down(view->trunk, view->plan) != when)
		return RULE_NOT_APPLICABLE;
	snprintf(finding->expected, sizeof(finding->expected), "a trunk that declares %s lanes too",
	         compare_mbps(view->plan->lane_mbps, rate));
	snprintf(finding->observed, sizeof(finding->observed), "%s %s %s", view->trunk->type_name, observed,
	         rate);
	TEXT_SET(finding->evidence, view->trunk->family == FAMILY_CMIS ? "00h:86-117, 01h:223-250"
	                                                               : "00h:116, 00h:131, 00h:194, 00h:98");
	return RULE_VIOLATION;
}

enum rule_result check_downshift_confirmed(const struct rule_view *view, struct rule_finding *finding)
{
	return downshift(view, TRI_YES, finding, "declares that its lanes run at");
}

enum rule_result check_downshift_unknown(const struct rule_view *view, struct rule_finding *finding)
{
	return downshift(view, TRI_UNKNOWN, finding, "does not say whether its lanes run at");
}

/* As many legs as the trunk has channels: two. */
static enum rule_result two_legs(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;
	char text[MODE_TEXT];

	if (view->breakout->mode.count == 2)
		return RULE_PASS;
	TEXT_SET(finding->expected, "two legs");
	snprintf(finding->observed, sizeof(finding->observed), "%s of a %s %s",
	         mode_text(&view->breakout->mode, text, sizeof(text)),
	         code_name(form_factor_names, trunk->form), trunk->type_name);
	TEXT_SET(finding->evidence, trunk->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_csfp_legs(const struct rule_view *view, struct rule_finding *finding)
{
	return compare_is_csfp(view->trunk) ? two_legs(view, finding) : RULE_NOT_APPLICABLE;
}

enum rule_result check_two_lane_trunk(const struct rule_view *view, struct rule_finding *finding)
{
	bool two_lanes = view->trunk->form == FORM_SFP_DD || view->trunk->form == FORM_DSFP;

	return two_lanes ? two_legs(view, finding) : RULE_NOT_APPLICABLE;
}

enum rule_result check_split_unknown(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;

	if (trunk->layout != LAYOUT_UNKNOWN)
		return RULE_PASS;
	TEXT_SET(finding->expected, "a type that is known to split");
	module_summary(trunk, finding->observed, sizeof(finding->observed));
	TEXT_SET(finding->evidence, trunk->type_evidence[0] ? trunk->type_evidence : "identity");
	return RULE_VIOLATION;
}

/*
 * CMIS 00h:210. SFF-8636 00h:113 has such bits, too, but sources disagree on
 * what 1 stands for there.
 */
enum rule_result check_lanes_missing(const struct rule_view *view, struct rule_finding *finding)
{
	const struct breakout_decl *b = view->breakout;
	const struct module *trunk = view->trunk;
	unsigned first, count, needed = 0;
	struct text t;

	if (trunk->family != FAMILY_CMIS || trunk->lanes == 0 || trunk->lanes > 8)
		return RULE_NOT_APPLICABLE;
	for (unsigned n = 0; n < b->leg_count; n++) {
		if (topology_leg_lanes(view->topology, b, &b->legs[n], trunk->lanes, &first, &count) &&
		    first + count - 1 <= trunk->lanes)
			needed |= ((1u << count) - 1) << (first - 1);
	}
	/* None at all is a byte that was written the wrong way round: a 2x400G-FR4 on the market has FFh. */
	if ((~trunk->lanes_missing & ((1u << trunk->lanes) - 1)) == 0)
		return RULE_NOT_APPLICABLE;
	if (!(needed & trunk->lanes_missing))
		return RULE_PASS;
	text_init(&t, finding->observed, sizeof(finding->observed));
	for (unsigned i = 0; i < 8; i++) {
		if (needed & trunk->lanes_missing & 1u << i)
			text_item(&t, ", ", "%s%u", t.len ? "" : "no lane ", i + 1);
	}
	snprintf(finding->expected, sizeof(finding->expected), "all %u lanes of a %s", trunk->lanes,
	         trunk->type_name);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:210=%02xh", trunk->lanes_missing);
	return RULE_VIOLATION;
}
