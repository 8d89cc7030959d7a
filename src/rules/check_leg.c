/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of a leg: its role, lanes, medium and connector against the lanes
 * of the trunk that it is the far end of.
 */
#include "rules/check.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rules/compare.h"
#include "rules/harness.h"

enum rule_result check_leg_missing(const struct rule_view *view, struct rule_finding *finding)
{
	char what[80];

	if (view->leg->peer != PEER_LOCAL)
		return RULE_NOT_APPLICABLE;
	if (view->leg_state->presence == PRESENCE_UNKNOWN)
		return RULE_UNKNOWN;
	if (view->leg_state->presence == PRESENCE_PRESENT)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "%s in port %s",
	         view->plan ? plan_legs_text(view->plan, what, sizeof(what)) : "a module",
	         view->leg_port->name);
	TEXT_SET(finding->observed, "no module");
	TEXT_SET(finding->evidence, "presence");
	return RULE_VIOLATION;
}

/* Parallel lanes, or a single one, where each part of the trunk is WDM: no harness brings them together. */
static bool is_parallel_for_wdm(const struct rule_view *view)
{
	const struct module *leg = view->module;

	return compare_planned_layout(view, LAYOUT_WDM) && leg->medium == view->trunk->medium &&
	       (leg->layout == LAYOUT_PARALLEL || leg->layout == LAYOUT_SINGLE);
}

enum rule_result check_leg_role(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	const char *why = NULL, *wanted = "one lane per fibre pair";

	if (leg->medium == MEDIUM_BASET) {
		why = "twisted pair";
	} else if (is_parallel_for_wdm(view)) {
		why = wanted;
		wanted = "all lanes on one fibre pair (WDM)";
	} else if (compare_planned_layout(view, leg->layout) || compare_noted(view, "FF-03"))
		return RULE_PASS;
	else if (leg->layout == LAYOUT_WDM || leg->layout == LAYOUT_WDM_PARTS)
		why = "all lanes on one fibre pair";
	else if (leg->layout == LAYOUT_COHERENT)
		why = "coherent";
	else if (leg->layout == LAYOUT_BIDI && leg->lanes > 1)
		why = "two wavelengths per fibre";
	else if (leg->layout == LAYOUT_UNKNOWN)
		return RULE_UNKNOWN;
	if (!why)
		return RULE_PASS;
	compare_expect(view, finding, "%s", wanted);
	compare_observe(view, finding, "%s", why);
	compare_cite(view, finding, leg->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_leg_lanes(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	unsigned lanes = compare_lanes(view);

	if (!leg->type)
		return RULE_UNKNOWN;
	/* Other layouts are LEG-06, unless the plan has them: an FR8 is no leg of a 2xFR4. */
	if ((leg->layout != LAYOUT_PARALLEL && leg->layout != LAYOUT_CABLE &&
	     !compare_planned_layout(view, leg->layout) && !compare_noted(view, "FF-03")) || leg->lanes <= lanes)
		return RULE_PASS;
	/* Half of them are used, or its code also stands for a type with so many lanes. */
	if (compare_noted(view, "FF-03"))
		finding_at_most(finding, SEVERITY_INFO);
	else if (compare_accepted(view))
		return RULE_PASS;
	compare_expect(view, finding, "%u lane%s", lanes, lanes > 1 ? "s" : "");
	compare_observe(view, finding, "%u lanes", leg->lanes);
	compare_cite(view, finding, leg->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_peer_of_trunk(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *type = view->module->type;

	if (!type || !view->trunk->type)
		return RULE_UNKNOWN;
	/* Both ends of a cable may carry the code of the whole. */
	if (type->lanes < 2 || type->layout == LAYOUT_CABLE)
		return RULE_NOT_APPLICABLE;
	if (type != view->trunk->type)
		return RULE_PASS;
	compare_expect(view, finding, "%u of the trunk's %u lanes", compare_lanes(view), view->trunk->lanes);
	compare_observe(view, finding, "the same type as the trunk");
	compare_cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

/* Of another medium the media rules speak, of WDM LEG-06. */
enum rule_result check_bidi_leg_only(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;

	if (!compare_planned_layout(view, LAYOUT_BIDI) || compare_is_csfp(view->trunk) ||
	    leg->medium != view->trunk->medium)
		return RULE_NOT_APPLICABLE;
	if (leg->layout == LAYOUT_UNKNOWN)
		return RULE_UNKNOWN;
	if ((leg->layout != LAYOUT_SINGLE && leg->layout != LAYOUT_PARALLEL) ||
	    (leg->type && compare_shares_pairs(leg->type)))
		return RULE_PASS;
	compare_expect(view, finding, "two wavelengths on its fibre pair");
	compare_observe(view, finding, "one wavelength per fibre");
	compare_cite(view, finding, leg->type_evidence);
	return RULE_VIOLATION;
}

/* Kinds of media that need different cabling. */
enum cabling {
	CABLING_UNKNOWN,
	CABLING_COPPER,
	CABLING_AOC,
	CABLING_MMF,
	CABLING_SMF,
};

static enum cabling cabling_of(const struct module *m)
{
	switch (m->medium) {
	case MEDIUM_COPPER:
	case MEDIUM_ACTIVE_COPPER:
		return CABLING_COPPER;
	case MEDIUM_AOC:
		return CABLING_AOC;
	case MEDIUM_MMF:
		return CABLING_MMF;
	case MEDIUM_SMF:
		return CABLING_SMF;
	case MEDIUM_BASET:
	case MEDIUM_UNKNOWN:
		break;
	}
	return CABLING_UNKNOWN;
}

static const char *cabling_text(enum cabling c)
{
	static const char *const texts[] = {
		[CABLING_UNKNOWN] = "unknown medium", [CABLING_COPPER] = "copper cable",
		[CABLING_AOC] = "active optical cable", [CABLING_MMF] = "multimode fibre",
		[CABLING_SMF] = "single-mode fibre",
	};

	return texts[c];
}

/*
 * The three media rules are one comparison with three names: `decides` says
 * whether a pair of differing media is this rule's business.
 */
static enum rule_result compare_cabling(const struct rule_view *view, struct rule_finding *finding,
                                        bool (*decides)(enum cabling trunk, enum cabling leg))
{
	enum cabling trunk = cabling_of(view->trunk), leg = cabling_of(view->module);

	if (view->module->medium == MEDIUM_BASET)
		return RULE_NOT_APPLICABLE; /* LEG-06 */
	if (trunk == CABLING_UNKNOWN || leg == CABLING_UNKNOWN)
		return RULE_UNKNOWN;
	if (trunk == leg)
		return RULE_PASS;
	if (!decides(trunk, leg))
		return RULE_NOT_APPLICABLE;
	compare_expect(view, finding, "%s", cabling_text(trunk));
	compare_observe(view, finding, "%s", cabling_text(leg));
	compare_cite(view, finding, view->module->medium_evidence);
	return RULE_VIOLATION;
}

static bool one_is_copper(enum cabling trunk, enum cabling leg)
{
	return trunk == CABLING_COPPER || leg == CABLING_COPPER;
}

static bool one_is_aoc(enum cabling trunk, enum cabling leg)
{
	return !one_is_copper(trunk, leg) && (trunk == CABLING_AOC || leg == CABLING_AOC);
}

static bool both_are_fibre(enum cabling trunk, enum cabling leg)
{
	return !one_is_copper(trunk, leg) && !one_is_aoc(trunk, leg);
}

enum rule_result check_copper_and_optics(const struct rule_view *view, struct rule_finding *finding)
{
	return compare_cabling(view, finding, one_is_copper);
}

enum rule_result check_aoc_and_optics(const struct rule_view *view, struct rule_finding *finding)
{
	return compare_cabling(view, finding, one_is_aoc);
}

enum rule_result check_fibre_type(const struct rule_view *view, struct rule_finding *finding)
{
	return compare_cabling(view, finding, both_are_fibre);
}

/* Both directions on one fibre; TRI_UNKNOWN where the question makes no sense or can't be answered. */
static enum tristate is_single_fibre(const struct module *m, unsigned channels)
{
	if (m->layout == LAYOUT_BIDI)
		return m->lanes <= channels ? TRI_YES : TRI_UNKNOWN;
	return m->layout == LAYOUT_PARALLEL || m->layout == LAYOUT_SINGLE ? TRI_NO : TRI_UNKNOWN;
}

enum rule_result check_single_fibre(const struct rule_view *view, struct rule_finding *finding)
{
	/* Each of a CSFP's two channels is single-fibre; a 100G BiDi leg has two wavelengths instead. */
	enum tristate trunk = is_single_fibre(view->trunk, 2), leg = is_single_fibre(view->module, 1);

	if (trunk == TRI_UNKNOWN || leg == TRI_UNKNOWN || view->module->medium == MEDIUM_BASET)
		return RULE_NOT_APPLICABLE;
	if (trunk == leg)
		return RULE_PASS;
	compare_expect(view, finding, "%s",
	               trunk == TRI_YES ? "both directions on one fibre" : "a fibre pair");
	compare_observe(view, finding, "%s",
	                leg == TRI_YES ? "both directions on one fibre" : "a fibre pair");
	compare_cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

static const char *connector_register(const struct module *m)
{
	return m->family == FAMILY_SFF8472 ? "A0h:2" : m->family == FAMILY_CMIS ? "00h:203" : "00h:130";
}

/* What the harness ends in: an MPO where legs have several lanes, else LC. */
static enum connector_class harness_connector(const struct rule_view *view)
{
	const struct module_type *type = view->plan ? plan_leg_type(view->plan) : NULL;
	bool mpo = type ? type->connector == CONNECTOR_CLASS_MPO : compare_lanes(view) > 1;

	return mpo ? CONNECTOR_CLASS_MPO : CONNECTOR_CLASS_LC;
}

/* An accepted type may have a connector of its own: 2x50GBASE-FR where 100GBASE-DR is usual. */
static bool is_connector_of_type(const struct rule_view *view)
{
	const struct module *leg = view->module;

	return compare_accepted(view) && leg->type && leg->connector_class == leg->type->connector;
}

enum rule_result check_leg_connector(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	enum connector_class wanted = harness_connector(view);

	if ((view->trunk->layout != LAYOUT_PARALLEL && view->trunk->layout != LAYOUT_WDM_PARTS &&
	     !compare_is_csfp(view->trunk)) ||
	    leg->layout == LAYOUT_CABLE || leg->medium == MEDIUM_BASET ||
	    leg->connector_class == CONNECTOR_CLASS_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (leg->connector_class == wanted || is_connector_of_type(view))
		return RULE_PASS;
	compare_expect(view, finding, "%s connector", wanted == CONNECTOR_CLASS_MPO ? "MPO" : "LC");
	compare_observe(view, finding, "connector code %02xh", leg->connector);
	snprintf(finding->evidence, sizeof(finding->evidence), "leg %s=%02xh", connector_register(leg),
	         leg->connector);
	return RULE_VIOLATION;
}

/*
 * SFF-8024 table 4-12, as far as both ends say. A harness has any end face on
 * its LC side, so only two MPO modules, or a harness that the operator
 * describes, can be compared.
 */
static const char *face_text(unsigned face)
{
	return face == FACE_ANGLED ? "angled (APC)" : "flat (UPC)";
}

/* What the operator says of the harness: one face, or nothing that can be told. */
static unsigned harness_face(const char *harness)
{
	bool angled = strstr(harness, "APC") != NULL, flat = strstr(harness, "UPC") != NULL;

	return angled == flat ? 0 : angled ? FACE_ANGLED : FACE_FLAT;
}

enum rule_result check_fibre_face(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk, *leg = view->module;
	unsigned face = trunk->fibre_face, harness = harness_face(view->breakout->harness);
	bool known = trunk->connector_class == CONNECTOR_CLASS_MPO &&
		     (face == FACE_FLAT || face == FACE_ANGLED);
	bool both = known && leg->connector_class == CONNECTOR_CLASS_MPO &&
		    (leg->fibre_face == FACE_FLAT || leg->fibre_face == FACE_ANGLED);

	if (!known || (!both && !harness))
		return RULE_NOT_APPLICABLE;
	if (both && leg->fibre_face != face) {
		compare_observe(view, finding, "%s end face", face_text(leg->fibre_face));
		compare_cite(view, finding, "00h:61");
	} else if (harness && harness != face) {
		snprintf(finding->observed, sizeof(finding->observed), "harness \"%s\"",
		         view->breakout->harness);
		TEXT_SET(finding->evidence, "configuration: harness; trunk 00h:61");
	} else {
		return RULE_PASS;
	}
	snprintf(finding->expected, sizeof(finding->expected), "%s end face as at the trunk's %s",
	         face_text(face), trunk->type_name);
	return RULE_VIOLATION;
}

/* Only where the plan notes it: elsewhere ranges overlap on paper only, and nobody wants to hear of it. */
enum rule_result check_overload(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *trunk = view->trunk->type, *leg = view->module->type;
	struct plan_budget budget;

	if (!trunk || !leg || !compare_noted(view, "REACH-04") ||
	    !plan_budget(trunk, leg, PLAN_TOWARD_TRUNK, &budget))
		return RULE_NOT_APPLICABLE;
	if (budget.over == 0)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "at most %.1f dBm at the trunk's receiver",
	         trunk->power.rx_max / 100.0);
	snprintf(finding->observed, sizeof(finding->observed),
	         "%s may send %.1f dBm: let the link lose at least %.1f dB", leg->name,
	         leg->power.tx_max / 100.0, budget.over / 100.0);
	compare_cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}
