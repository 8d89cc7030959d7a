/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of cable assemblies. That the ends of one carry related numbers is a
 * custom of vendors, so it is held against a leg only where this very vendor
 * is seen to follow it.
 */
#include "rules/check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "model/cable.h"
#include "rules/compare.h"

static bool is_cable(const struct module *m)
{
	return m->layout == LAYOUT_CABLE;
}

/* Words for a fixed cable, and for one that can be unplugged, in a harness as people describe it. */
static const char *const fixed_words[] = {
	"fixed", "dac", "aoc", "acc", "aec", "twinax", "direct attach", "direct-attach", "copper",
};
static const char *const separable_words[] = { "mpo", "mtp",   "lc",    "cs",  "sn",
	                                       "mdc", "mpo12", "mpo16", "om3", "om4" };

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = text; *p; p++) {
		if ((p == text || !isalnum((unsigned char)p[-1])) && strncasecmp(p, word, len) == 0 &&
		    !isalnum((unsigned char)p[len]))
			return true;
	}
	return false;
}

static bool has_any(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (has_word(text, words[i]))
			return true;
	}
	return false;
}

#define HAS_ANY(text, words) has_any(text, words, sizeof(words) / sizeof((words)[0]))

enum rule_result check_cable_expected(const struct rule_view *view, struct rule_finding *finding)
{
	const char *harness = view->breakout->harness;
	const struct module *trunk = view->trunk;

	if (!HAS_ANY(harness, fixed_words) || HAS_ANY(harness, separable_words) ||
	    trunk->connector_class == CONNECTOR_CLASS_UNKNOWN || trunk->layout == LAYOUT_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (is_cable(trunk) || trunk->connector_class == CONNECTOR_CLASS_NONE)
		return RULE_PASS;
	/* The harness is free text. */
	finding_at_most(finding, SEVERITY_MINOR);
	snprintf(finding->expected, sizeof(finding->expected), "the end of a cable: the harness is \"%s\"",
	         harness);
	module_summary(trunk, finding->observed, sizeof(finding->observed));
	snprintf(finding->evidence, sizeof(finding->evidence), "configuration: harness; %s, connector %02xh",
	         trunk->type_evidence, trunk->connector);
	return RULE_VIOLATION;
}

static const char *serial_register(const struct module *m)
{
	return m->family == FAMILY_SFF8472 ? "A0h:68" : m->family == FAMILY_CMIS ? "00h:166" : "00h:196";
}

static const char *vendor_register(const struct module *m)
{
	return m->family == FAMILY_SFF8472 ? "A0h:20" : m->family == FAMILY_CMIS ? "00h:129" : "00h:148";
}

static void cite_both(const struct rule_view *view, struct rule_finding *finding,
                      const char *(*reg)(const struct module *m))
{
	snprintf(finding->evidence, sizeof(finding->evidence), "trunk %s, leg %s", reg(view->trunk),
	         reg(view->module));
}

static bool is_copper(const struct module *m)
{
	return m->medium == MEDIUM_COPPER || m->medium == MEDIUM_ACTIVE_COPPER;
}

/* Two cable ends that could be of one cable. Those of different media are MED-02's and MED-03's. */
static bool may_belong(const struct rule_view *view)
{
	return is_cable(view->trunk) && is_cable(view->module) &&
	       is_copper(view->trunk) == is_copper(view->module);
}

/* The cable end in leg `n` (from 0) of the breakout; NULL: none that is here and can be read. */
static const struct module *end_in_leg(const struct rule_view *view, unsigned n)
{
	const struct leg_decl *leg = &view->breakout->legs[n];
	const struct module *m = NULL;

	if (leg->peer == PEER_LOCAL)
		m = view_sound_module(&view->snapshot->ports[leg->port]);
	return m && is_cable(m) ? m : NULL;
}

/* Of the cable ends at the breakout's other legs, how many are marked like `m`, and how many otherwise. */
struct siblings {
	unsigned like, unlike;
};

static struct siblings compare_siblings(const struct rule_view *view, const struct module *m,
                                        enum tristate (*same)(const struct module *a, const struct module *b))
{
	struct siblings count = { 0 };

	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		const struct module *other = end_in_leg(view, n);

		if (!other || &view->breakout->legs[n] == view->leg)
			continue;
		count.like += same(m, other) == TRI_YES;
		count.unlike += same(m, other) == TRI_NO;
	}
	return count;
}

static enum tristate same_serial(const struct module *a, const struct module *b)
{
	return cable_same_serial(a->serial, b->serial);
}

static enum tristate same_part(const struct module *a, const struct module *b)
{
	/* Ends of other types may have other names. */
	if (a->type != b->type)
		return TRI_UNKNOWN;
	return cable_same_part(a->part_number, b->part_number);
}

enum rule_result check_cable_serial(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk, *leg = view->module;
	struct siblings others;

	if (!may_belong(view))
		return RULE_NOT_APPLICABLE;
	switch (same_serial(trunk, leg)) {
	case TRI_YES:
		return RULE_PASS;
	case TRI_UNKNOWN:
		return RULE_NOT_APPLICABLE;
	case TRI_NO:
		break;
	}
	/* Not all vendors number the ends of a cable alike: this one does if most others are like the
	 * trunk's. */
	others = compare_siblings(view, trunk, same_serial);
	if (others.like <= others.unlike)
		finding_at_most(finding, SEVERITY_INFO);
	snprintf(finding->expected, sizeof(finding->expected),
	         "an end of the trunk's cable, serial number %.40s", trunk->serial);
	snprintf(finding->observed, sizeof(finding->observed), "serial number %.40s", leg->serial);
	cite_both(view, finding, serial_register);
	return RULE_VIOLATION;
}

enum rule_result check_cable_vendor(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk, *leg = view->module;
	enum tristate vendor = cable_same_vendor(trunk->vendor, leg->vendor);
	struct siblings others;

	if (!may_belong(view) || vendor == TRI_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	/* The trunk's end may well have a part number of its own,
	        being of another shape; ends of legs are alike. */
	others = compare_siblings(view, leg, same_part);
	if (vendor == TRI_YES && (cable_same_part(trunk->part_number, leg->part_number) != TRI_NO ||
	                          others.unlike < 2 || others.like > 0))
		return RULE_PASS;
	/* Who makes a cable makes all its ends; part numbers of ends are as vendors like them. */
	if (vendor == TRI_YES || same_serial(trunk, leg) == TRI_YES)
		finding_at_most(finding, SEVERITY_MINOR);
	snprintf(finding->expected, sizeof(finding->expected), "an end of the trunk's cable, %.40s %.40s",
	         trunk->vendor, trunk->part_number);
	snprintf(finding->observed, sizeof(finding->observed), "%.40s %.40s", leg->vendor, leg->part_number);
	cite_both(view, finding, vendor_register);
	return RULE_VIOLATION;
}

/*
 * Shapes that two sources agree on: 00h:113 bits 6-4, and 00h:211 of CMIS. By SFF-8636 values
 * 1 to 3 are one far end or a connector of so many lanes: a cable has no connector.
 */
static bool shape_is_sure(const struct module *m)
{
	return m->family != FAMILY_CMIS || m->far_end == 1 || m->far_end == 2 || m->far_end == 3 ||
	       m->far_end == 12;
}

/*
 * Does an end in a leg show that the trunk's cable is a fan-out? It has fewer lanes, is of the
 * same maker, and has the cable's serial number or part number: no point-to-point cable has such an end.
 */
static bool shows_fan_out(const struct module *trunk, const struct module *end)
{
	return end->lanes && end->lanes < trunk->lanes && is_copper(end) == is_copper(trunk) &&
	       cable_same_vendor(trunk->vendor, end->vendor) == TRI_YES &&
	       (cable_serial_family(trunk->serial, end->serial) ||
	        cable_same_part(trunk->part_number, end->part_number) == TRI_YES);
}

/* What a cable that does not tell its far end is, by the ends that are in legs. */
static enum rule_result shape_by_legs(const struct rule_view *view)
{
	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		const struct module *end = end_in_leg(view, n);

		if (end && shows_fan_out(view->trunk, end))
			return RULE_PASS;
	}
	return RULE_UNKNOWN;
}

enum rule_result check_cable_shape(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->trunk;
	const struct mode *mode = &view->breakout->mode;
	char text[MODE_TEXT], ends[MODE_TEXT];

	if (!is_cable(m) || form_factor_is_single_lane(m->form))
		return RULE_NOT_APPLICABLE;   /* CAB-05 */
	if (m->far_ends == 0)
		return shape_by_legs(view);
	mode_ends_text(mode, m->host_lanes ? m->host_lanes : m->lanes, ends, sizeof(ends));
	/* "2x1+1x2": ends that are not alike are those of a mixed mode, in this order. */
	if (m->far_ends == mode->count &&
	    (mode_is_mixed(mode) ? strcmp(m->far_end_text, ends) == 0 : !strchr(m->far_end_text, '+')))
		return RULE_PASS;
	if (!shape_is_sure(m))
		finding_at_most(finding, SEVERITY_MINOR);
	mode_text(mode, text, sizeof(text));
	if (mode_is_mixed(mode))
		snprintf(finding->expected, sizeof(finding->expected), "a cable with %u far ends (%s lanes), for mode %s",
		         mode->count, ends, text);
	else
		snprintf(finding->expected, sizeof(finding->expected), "a cable with %u like ends, for mode %s",
		         mode->count, text);
	snprintf(finding->observed, sizeof(finding->observed), "a cable with %u far end%s (%s lanes)",
	         m->far_ends, m->far_ends > 1 ? "s" : "", m->far_end_text);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:%u=%02xh; configuration: mode",
	         m->family == FAMILY_CMIS ? 211 : 113, m->far_end);
	return RULE_VIOLATION;
}

/* 255 means "more than that"; long ones are rounded to 10 m by CMIS. */
#define LENGTH_END 255
#define LENGTH_ROUNDED 64

static bool length_known(const struct module *m)
{
	return value_ok(m->reach_m) && m->reach_m.v > 0 && m->reach_m.v < LENGTH_END;
}

enum rule_result check_cable_length(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk, *leg = view->module;
	int32_t apart, rounding;

	if (!is_cable(trunk) || !is_cable(leg) || !length_known(trunk) || !length_known(leg))
		return RULE_NOT_APPLICABLE;
	apart = trunk->reach_m.v > leg->reach_m.v ? trunk->reach_m.v - leg->reach_m.v
	                                          : leg->reach_m.v - trunk->reach_m.v;
	rounding = trunk->reach_m.v >= LENGTH_ROUNDED || leg->reach_m.v >= LENGTH_ROUNDED ? 10 : 1;
	if (apart <= rounding)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "%d m, as the trunk's end says",
	         trunk->reach_m.v);
	snprintf(finding->observed, sizeof(finding->observed), "%d m", leg->reach_m.v);
	snprintf(finding->evidence, sizeof(finding->evidence), "trunk 00h:%u, leg %s",
	         trunk->family == FAMILY_CMIS ? 202 : 146,
	         leg->family == FAMILY_SFF8472 ? "A0h:18"
	         : leg->family == FAMILY_CMIS  ? "00h:202"
	                                       : "00h:146");
	return RULE_VIOLATION;
}

/* How long passive copper may be, by the rate of a lane. */
static const struct {
	int32_t lane_mbps, most_m;
} copper_limits[] = {
	{ 10000, 7 },
	{ 25000, 5 },
	{ 50000, 3 },
	{ 100000, 3 },
};

/* Cables of 25G lanes that are made for less FEC say so by their code, and are shorter. */
#define WEAK_CLASS_M 3

static int32_t copper_limit(const struct module *m)
{
	if (!value_ok(m->lane_mbps))
		return 0;
	if (m->lane_mbps.v == 25000 && (m->line_fec == FEC_NONE || m->line_fec == FEC_BASE_R))
		return WEAK_CLASS_M;
	for (size_t i = 0; i < sizeof(copper_limits) / sizeof(copper_limits[0]); i++) {
		if (copper_limits[i].lane_mbps == m->lane_mbps.v)
			return copper_limits[i].most_m;
	}
	return 0;
}

enum rule_result check_cable_too_long(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	int32_t limit = copper_limit(leg);

	if (leg->medium != MEDIUM_COPPER || view->trunk->medium != MEDIUM_COPPER || !length_known(leg) ||
	    limit == 0)
		return RULE_NOT_APPLICABLE;
	if (leg->reach_m.v <= limit)
		return RULE_PASS;
	/* Class limits are of one source only. */
	finding_cap(finding, SURE_NOT);
	snprintf(finding->expected, sizeof(finding->expected), "at most %d m of passive copper for %s", limit,
	         leg->type_name);
	snprintf(finding->observed, sizeof(finding->observed), "%d m", leg->reach_m.v);
	snprintf(finding->evidence, sizeof(finding->evidence), "leg %s; %s",
	         leg->family == FAMILY_SFF8472 ? "A0h:18"
	         : leg->family == FAMILY_CMIS  ? "00h:202"
	                                       : "00h:146",
	         leg->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_leg_end_as_trunk(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->trunk;

	if (!is_cable(m) || m->form == FORM_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (!form_factor_is_single_lane(m->form))
		return RULE_PASS;
	TEXT_SET(finding->expected, "the trunk end of a cable, which has several lanes");
	module_summary(m, finding->observed, sizeof(finding->observed));
	snprintf(finding->evidence, sizeof(finding->evidence), "A0h:0=%02xh; %s", m->identifier,
	         m->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_gearbox(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;

	if (!is_cable(view->trunk) || !is_cable(leg) || !value_ok(leg->lane_mbps))
		return RULE_NOT_APPLICABLE;
	if (!compare_noted(view, "CAB-07"))
		return RULE_PASS;
	TEXT_SET(finding->expected, "a cable that changes rate and number of lanes");
	snprintf(finding->observed, sizeof(finding->observed),
	         "trunk %u lane%s of %uG for each leg, leg %u of %dG", view->plan->lanes_per_leg,
	         view->plan->lanes_per_leg > 1 ? "s" : "", view->plan->lane_mbps / 1000, leg->lanes,
	         leg->lane_mbps.v / 1000);
	snprintf(finding->evidence, sizeof(finding->evidence), "trunk %s; leg %s", view->trunk->type_evidence,
	         leg->type_evidence);
	return RULE_VIOLATION;
}
