/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of a leg: the trunk's lanes against the module at their far end. */
#include "rules/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* What fits the leg: the plan's types, or the trunk whose lane it is; then the detail that decides. */
static void expect(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void expect(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
{
	char what[64];
	struct text t;
	va_list ap;

	text_init(&t, finding->expected, sizeof(finding->expected));
	if (view->plan)
		text_printf(&t, "%s, ", plan_legs_text(view->plan, what, sizeof(what)));
	else
		text_printf(&t, "far end of a %s lane, ", view->trunk->type_name);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
}

static void observe(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void observe(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
{
	struct text t;
	va_list ap;

	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "%s, ", view->module->type_name);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
}

static void cite(const struct rule_view *view, struct rule_finding *finding, const char *leg_register)
{
	snprintf(finding->evidence, sizeof(finding->evidence), "leg %s; trunk %s", leg_register,
	         view->trunk->type_evidence);
}

static const char *nm_text(int32_t nm_x100, char *buf, size_t size)
{
	if (nm_x100 % 100)
		snprintf(buf, size, "%d.%02d nm", nm_x100 / 100, nm_x100 % 100);
	else
		snprintf(buf, size, "%d nm", nm_x100 / 100);
	return buf;
}

static const char *rate_text(uint32_t mbps, char *buf, size_t size)
{
	if (mbps % 1000)
		snprintf(buf, size, "%.1fG", mbps / 1000.0);
	else
		snprintf(buf, size, "%uG", mbps / 1000);
	return buf;
}

enum rule_result check_leg_missing(const struct rule_view *view, struct rule_finding *finding)
{
	char what[64];

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

/* Media lanes of the trunk that go to the leg. */
static unsigned leg_lanes(const struct rule_view *view)
{
	unsigned first, count;

	if (view->plan)
		return view->plan->lanes_per_leg;
	if (topology_leg_lanes(view->topology, view->breakout, view->leg, view->trunk->lanes, &first, &count))
		return count;
	return view->leg->lane_count;
}

static bool plan_accepted(const struct rule_view *view)
{
	return view->plan && plan_accepts(view->plan, view->module);
}

/* Is this how a leg of the plan is meant to be? The legs of a 2xFR4 are WDM, those of an SR4.2 BiDi. */
static bool plan_has_layout(const struct rule_view *view, enum layout layout)
{
	for (size_t i = 0; view->plan && i < PLAN_MAX_LEGS && view->plan->legs[i].type; i++) {
		const struct module_type *type = module_type_find(view->plan->legs[i].type);

		if (type && type->layout == layout)
			return true;
	}
	return false;
}

enum rule_result check_leg_role(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	const char *why = NULL;

	if (leg->medium == MEDIUM_BASET)
		why = "twisted pair";
	else if (plan_has_layout(view, leg->layout))
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
	expect(view, finding, "one lane per fibre pair");
	observe(view, finding, "%s", why);
	cite(view, finding, leg->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_leg_lanes(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	unsigned lanes = leg_lanes(view);

	if (!leg->type)
		return RULE_UNKNOWN;
	/* Other layouts are LEG-06, unless the plan has them: an FR8 is no leg of a 2xFR4. */
	if ((leg->layout != LAYOUT_PARALLEL && leg->layout != LAYOUT_CABLE &&
	     !plan_has_layout(view, leg->layout)) || leg->lanes <= lanes)
		return RULE_PASS;
	expect(view, finding, "%u lane%s", lanes, lanes > 1 ? "s" : "");
	observe(view, finding, "%u lanes", leg->lanes);
	cite(view, finding, leg->type_evidence);
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
	expect(view, finding, "%s", cabling_text(trunk));
	observe(view, finding, "%s", cabling_text(leg));
	cite(view, finding, view->module->medium_evidence);
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
	expect(view, finding, "%s", trunk == TRI_YES ? "both directions on one fibre" : "a fibre pair");
	observe(view, finding, "%s", leg == TRI_YES ? "both directions on one fibre" : "a fibre pair");
	cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

/* Wavelength bands that no receiver confuses, 0.01 nm. */
static const struct band {
	int32_t min, max;
	const char *name;
} bands[] = {
	{ 80000, 96000, "850 nm" },
	{ 125000, 137000, "1310 nm" },
	{ 148000, 150000, "1490 nm" },
	{ 150001, 163000, "1550 nm" },
};

static const struct band *band_of(int32_t nm_x100)
{
	for (size_t i = 0; i < sizeof(bands) / sizeof(bands[0]); i++) {
		if (nm_x100 >= bands[i].min && nm_x100 <= bands[i].max)
			return &bands[i];
	}
	return NULL;
}

/* As stored, or where nothing is, what the type transmits. 0: none. */
static int32_t leg_wavelength(const struct module *leg, const char **ret_evidence)
{
	*ret_evidence = leg->wavelength_evidence;
	if (value_ok(leg->wavelength))
		return leg->wavelength.v;
	*ret_evidence = leg->type_evidence;
	return leg->type ? (int32_t)leg->type->wavelength : 0;
}

/* Neither side a cable, the trunk's window known? */
static bool wavelengths_matter(const struct rule_view *view)
{
	return view->trunk->type && view->trunk->type->window_min && view->module->layout != LAYOUT_CABLE &&
	       view->module->medium != MEDIUM_BASET;
}

static void wavelength_finding(const struct rule_view *view, struct rule_finding *finding, int32_t leg,
                               const char *evidence)
{
	const struct module_type *trunk = view->trunk->type;
	char nominal[24], min[24], max[24];

	expect(view, finding, "%s (%s to %s)", nm_text((int32_t)trunk->wavelength, nominal, sizeof(nominal)),
	       nm_text((int32_t)trunk->window_min, min, sizeof(min)),
	       nm_text((int32_t)trunk->window_max, max, sizeof(max)));
	observe(view, finding, "%s", nm_text(leg, nominal, sizeof(nominal)));
	cite(view, finding, evidence);
}

enum rule_result check_wavelength_band(const struct rule_view *view, struct rule_finding *finding)
{
	const struct band *trunk_band, *leg_band;
	const char *evidence;
	int32_t leg;

	if (!wavelengths_matter(view))
		return RULE_NOT_APPLICABLE;
	leg = leg_wavelength(view->module, &evidence);
	leg_band = band_of(leg);
	trunk_band = band_of((int32_t)view->trunk->type->wavelength);
	if (!leg_band || !trunk_band)
		return RULE_UNKNOWN;
	if (leg_band == trunk_band)
		return RULE_PASS;
	wavelength_finding(view, finding, leg, evidence);
	return RULE_VIOLATION;
}

enum rule_result check_wavelength_window(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *trunk = view->trunk->type;
	const struct band *band;
	const char *evidence;
	int32_t leg, outside, slack;

	if (!wavelengths_matter(view))
		return RULE_NOT_APPLICABLE;
	leg = leg_wavelength(view->module, &evidence);
	band = band_of(leg);
	if (!band || band != band_of((int32_t)trunk->wavelength))
		return RULE_NOT_APPLICABLE; /* WL-01 */
	outside = leg < (int32_t)trunk->window_min   ? (int32_t)trunk->window_min - leg
	          : leg > (int32_t)trunk->window_max ? leg - (int32_t)trunk->window_max
	                                             : 0;
	/* The laser may be that far from nominal; a QSFP says so, an SFP stores whole nm only. */
	if (value_ok(view->module->wavelength_tolerance))
		outside -= view->module->wavelength_tolerance.v;
	if (outside <= 0)
		return RULE_PASS;
	slack = view->trunk->medium == MEDIUM_MMF ? 1000 : 1500;
	if (outside <= slack)
		finding_at_most(finding, SEVERITY_MINOR);
	finding_cap(finding, trunk->sure);
	wavelength_finding(view, finding, leg, evidence);
	return RULE_VIOLATION;
}

/* The rate a trunk lane runs at in this mode, Mb/s. */
static uint32_t trunk_lane_mbps(const struct rule_view *view)
{
	return view->plan ? view->plan->lane_mbps : view->breakout->mode.rate_mbps / leg_lanes(view);
}

/* How a leg's lanes relate to the trunk's. */
enum rate_match {
	RATE_UNKNOWN,
	RATE_SAME,       /* lane for lane, perhaps by the leg's slower personality */
	RATE_SAME_SUM,   /* same rate of the leg, other lanes */
	RATE_LEG_SLOWER,
	RATE_LEG_FASTER,
};

static enum rate_match match_rates(const struct rule_view *view)
{
	const struct module *leg = view->module;
	uint32_t want = trunk_lane_mbps(view);

	if (!value_ok(leg->lane_mbps))
		return RATE_UNKNOWN;
	/* The right lanes, but too few of them, are a slower leg. */
	if ((uint32_t)leg->lane_mbps.v == want)
		return leg->lanes && leg->lanes < leg_lanes(view) && !plan_accepted(view) ? RATE_LEG_SLOWER
											 : RATE_SAME;
	if (leg->slow_type && leg->slow_type->lane_mbps == want)
		return RATE_SAME;
	if (leg->type && module_type_rate_mbps(leg->type) == view->breakout->mode.rate_mbps)
		return RATE_SAME_SUM;
	return (uint32_t)leg->lane_mbps.v < want ? RATE_LEG_SLOWER : RATE_LEG_FASTER;
}

static const char *lanes_text(unsigned lanes, uint32_t lane_mbps, char *buf, size_t size)
{
	char rate[16];

	snprintf(buf, size, "%u lane%s of %s", lanes, lanes == 1 ? "" : "s",
	         rate_text(lane_mbps, rate, sizeof(rate)));
	return buf;
}

static enum rule_result rate_finding(const struct rule_view *view, struct rule_finding *finding,
                                     enum rate_match violation)
{
	const struct module *leg = view->module;
	enum rate_match match;
	char want[32], have[32];

	if (leg->medium == MEDIUM_BASET)
		return RULE_NOT_APPLICABLE;
	match = match_rates(view);
	if (match == RATE_UNKNOWN)
		return RULE_UNKNOWN;
	if (match != violation)
		return RULE_PASS;
	expect(view, finding, "%s",
	       lanes_text(leg_lanes(view), trunk_lane_mbps(view), want, sizeof(want)));
	observe(view, finding, "%s",
	        lanes_text(leg->lanes ? leg->lanes : 1, (uint32_t)leg->lane_mbps.v, have, sizeof(have)));
	cite(view, finding, leg->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_lane_rate(const struct rule_view *view, struct rule_finding *finding)
{
	return rate_finding(view, finding, RATE_LEG_SLOWER);
}

enum rule_result check_leg_too_fast(const struct rule_view *view, struct rule_finding *finding)
{
	return rate_finding(view, finding, RATE_LEG_FASTER);
}

/* Does the plan accept the module with a remark by this rule? */
static bool plan_notes(const struct rule_view *view, const char *rule_id)
{
	const struct plan_leg *leg = view->plan ? plan_accepts(view->plan, view->module) : NULL;

	return leg && leg->note_rule && strcmp(leg->note_rule, rule_id) == 0;
}

enum rule_result check_baud(const struct rule_view *view, struct rule_finding *finding)
{
	enum rule_result result = rate_finding(view, finding, RATE_SAME_SUM);

	if (result == RULE_VIOLATION && plan_notes(view, "RATE-06") && !view->topology->strict_signalling)
		finding_at_most(finding, SEVERITY_INFO);
	return result;
}

enum rule_result check_modulation(const struct rule_view *view, struct rule_finding *finding)
{
	const char *trunk = code_name(modulation_labels, view->trunk->modulation);
	const char *leg = code_name(modulation_labels, view->module->modulation);

	if (view->module->medium == MEDIUM_BASET)
		return RULE_NOT_APPLICABLE;
	if (view->trunk->modulation == MODULATION_UNKNOWN || view->module->modulation == MODULATION_UNKNOWN)
		return RULE_UNKNOWN;
	if (view->trunk->modulation == view->module->modulation)
		return RULE_PASS;
	expect(view, finding, "%s", trunk);
	observe(view, finding, "%s", leg);
	cite(view, finding, view->module->type_evidence);
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

	return type && type->connector == CONNECTOR_CLASS_MPO ? CONNECTOR_CLASS_MPO : CONNECTOR_CLASS_LC;
}

enum rule_result check_leg_connector(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	enum connector_class wanted = harness_connector(view);

	if ((view->trunk->layout != LAYOUT_PARALLEL && view->trunk->layout != LAYOUT_WDM_PARTS) ||
	    leg->layout == LAYOUT_CABLE || leg->medium == MEDIUM_BASET ||
	    leg->connector_class == CONNECTOR_CLASS_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (leg->connector_class == wanted)
		return RULE_PASS;
	expect(view, finding, "%s connector", wanted == CONNECTOR_CLASS_MPO ? "MPO" : "LC");
	observe(view, finding, "connector code %02xh", leg->connector);
	snprintf(finding->evidence, sizeof(finding->evidence), "leg %s=%02xh", connector_register(leg), leg->connector);
	return RULE_VIOLATION;
}

enum rule_result check_overload(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *trunk = view->trunk->type, *leg = view->module->type;
	int over;

	/* Elsewhere the ranges overlap on paper only, and nobody wants to hear of it. */
	if (!trunk || !leg || !plan_notes(view, "REACH-04"))
		return RULE_NOT_APPLICABLE;
	over = leg->power.tx_max - trunk->power.rx_max;
	if (over <= 0)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "at most %.1f dBm at the trunk's receiver",
	         trunk->power.rx_max / 100.0);
	snprintf(finding->observed, sizeof(finding->observed),
	         "%s may send %.1f dBm: let the link lose at least %.1f dB", leg->name,
	         leg->power.tx_max / 100.0, over / 100.0);
	cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_bidi_leg_only)
TODO(check_peer_of_trunk)
TODO(check_fibre_face)
