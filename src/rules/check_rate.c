/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of rate and modulation: the leg's lanes against the trunk's, in the breakout's mode. */
#include "rules/check.h"

#include <stdio.h>

#include "rules/compare.h"

/* The rate a trunk lane runs at in this mode, Mb/s. */
static uint32_t trunk_lane_mbps(const struct rule_view *view)
{
	return view->plan ? view->plan->lane_mbps : view->mode.rate_mbps / compare_lanes(view);
}

/* How a leg's lanes relate to the trunk's. */
enum rate_match {
	RATE_UNKNOWN,
	RATE_SAME,         /* lane for lane, perhaps by the leg's slower personality */
	RATE_FEWER_LANES,  /* the right ones, but not enough */
	RATE_SAME_SUM,     /* same rate of the leg, other lanes */
	RATE_LEG_SLOWER,
	RATE_LEG_FASTER,
};

/* The end of a copper cable as fast as the trunk's end: it carries what is slower, too. */
static bool is_slower_use_of_cable(const struct rule_view *view)
{
	return !view->plan && view->trunk->medium == MEDIUM_COPPER && view->module->medium == MEDIUM_COPPER &&
	       value_ok(view->trunk->lane_mbps) && view->trunk->lane_mbps.v == view->module->lane_mbps.v &&
	       trunk_lane_mbps(view) < (uint32_t)view->module->lane_mbps.v;
}

static enum rate_match match_rates(const struct rule_view *view)
{
	const struct module *leg = view->module;
	uint32_t want = trunk_lane_mbps(view);
	unsigned first, count;

	/* The plan knows codes that stand for several types, and gearboxes; RATE-06 is about its own doubt. */
	if (compare_accepted(view) && !compare_noted(view, "RATE-06"))
		return RATE_SAME;
	/* A trunk with fewer lanes than legs is none, or a compact SFP that nobody declared. */
	if (!value_ok(leg->lane_mbps) || (!view->plan && !view_trunk_lanes(view, &first, &count)))
		return RATE_UNKNOWN;
	if ((uint32_t)leg->lane_mbps.v == want)
		return leg->lanes && leg->lanes < compare_lanes(view) ? RATE_FEWER_LANES : RATE_SAME;
	if ((leg->slow_type && leg->slow_type->lane_mbps == want) || is_slower_use_of_cable(view))
		return RATE_SAME;
	if (leg->type && module_type_rate_mbps(leg->type) == view->mode.rate_mbps)
		return RATE_SAME_SUM;
	return (uint32_t)leg->lane_mbps.v < want ? RATE_LEG_SLOWER : RATE_LEG_FASTER;
}

static const char *lanes_text(unsigned lanes, uint32_t lane_mbps, char *buf, size_t size)
{
	char rate[MBPS_TEXT];

	snprintf(buf, size, "%u lane%s of %s", lanes, lanes == 1 ? "" : "s",
	         compare_mbps(lane_mbps, rate));
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
	compare_expect(view, finding, "%s",
	       lanes_text(compare_lanes(view), trunk_lane_mbps(view), want, sizeof(want)));
	compare_observe(view, finding, "%s",
	        lanes_text(leg->lanes ? leg->lanes : 1, (uint32_t)leg->lane_mbps.v, have, sizeof(have)));
	compare_cite(view, finding, leg->type_evidence);
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

static bool modulations_differ(const struct rule_view *view);

/* "26.6 GBd". */
static const char *gbaud_text(uint32_t mbaud, char buf[MBPS_TEXT])
{
	snprintf(buf, MBPS_TEXT, "%.1f GBd", mbaud / 1000.0);
	return buf;
}

/* Sold as working, and named by vendors; physics is told, so that the operator can ask. */
static void doubt_baud(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *trunk = plan_trunk_type(view->plan), *leg = view->module->type;
	char want[MBPS_TEXT], have[MBPS_TEXT];

	if (!leg)
		return;
	snprintf(finding->observed, sizeof(finding->observed),
	         "%s, %u lane%s of %s; the trunk sends %u lanes of %s, each on its own fibre pair: these do not meet",
	         view->module->type_name, leg->lanes, leg->lanes == 1 ? "" : "s", gbaud_text(leg->lane_mbaud, have),
	         compare_lanes(view), gbaud_text(trunk->lane_mbaud, want));
}

enum rule_result check_baud(const struct rule_view *view, struct rule_finding *finding)
{
	enum rule_result result;

	/* NRZ against PAM4 is MOD-01's, and needs no vendor's word. */
	if (!compare_noted(view, "RATE-06") && modulations_differ(view))
		return RULE_NOT_APPLICABLE;
	result = rate_finding(view, finding, RATE_SAME_SUM);
	if (result == RULE_VIOLATION && compare_noted(view, "RATE-06")) {
		doubt_baud(view, finding);
		if (!view->topology->strict_signalling)
			finding_at_most(finding, SEVERITY_MINOR);
	}
	return result;
}

/* Line rates that differ by more than any clock does: another line code, as an inner FEC makes it. */
static bool other_code(uint32_t a, uint32_t b)
{
	return a && b && (a > b ? a - b : b - a) > a / 50;
}

/*
 * Lanes of one rate with different line codes: 200GBASE-DR1 sends 106.25 GBd, DR1-2 adds
 * an inner FEC and sends 113.4 GBd (IEEE 802.3dj). They never link.
 */
enum rule_result check_line_code(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *trunk = view_run_as(view, view->trunk), *leg = view_run_as(view, view->module);
	char want[MBPS_TEXT], have[MBPS_TEXT];

	if (!trunk || !leg || trunk->lane_mbps != leg->lane_mbps || trunk->modulation != leg->modulation ||
	    view->module->medium == MEDIUM_BASET)
		return RULE_NOT_APPLICABLE;
	if (!other_code(trunk->lane_mbaud, leg->lane_mbaud))
		return RULE_PASS;
	compare_expect(view, finding, "lanes of %s", gbaud_text(trunk->lane_mbaud, want));
	compare_observe(view, finding, "lanes of %s: another line code", gbaud_text(leg->lane_mbaud, have));
	compare_cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_lane_group(const struct rule_view *view, struct rule_finding *finding)
{
	return rate_finding(view, finding, RATE_FEWER_LANES);
}

static bool is_coherent(const struct module *m)
{
	return m->layout == LAYOUT_COHERENT || m->modulation == MODULATION_COHERENT;
}

/* At the rate that the leg runs at here: a dual-rate module may be NRZ at the slower one. */
static enum modulation leg_modulation(const struct rule_view *view)
{
	const struct module *leg = view->module;

	if (leg->slow_type && leg->slow_type->lane_mbps == trunk_lane_mbps(view))
		return leg->slow_type->modulation;
	return leg->modulation;
}

static enum modulation trunk_modulation(const struct rule_view *view)
{
	return view->plan ? plan_modulation(view->plan) : view->trunk->modulation;
}

static bool modulations_differ(const struct rule_view *view)
{
	enum modulation trunk = trunk_modulation(view), leg = leg_modulation(view);

	return trunk != MODULATION_UNKNOWN && leg != MODULATION_UNKNOWN && trunk != leg &&
	       !is_coherent(view->trunk) && !is_coherent(view->module);
}

enum rule_result check_modulation(const struct rule_view *view, struct rule_finding *finding)
{
	enum modulation trunk = trunk_modulation(view), leg = leg_modulation(view);

	/* Of coherent ones MOD-03 speaks. */
	if (view->module->medium == MEDIUM_BASET || is_coherent(view->trunk) || is_coherent(view->module))
		return RULE_NOT_APPLICABLE;
	if (compare_accepted(view))
		return RULE_PASS;
	if (trunk == MODULATION_UNKNOWN || leg == MODULATION_UNKNOWN)
		return RULE_UNKNOWN;
	if (trunk == leg)
		return RULE_PASS;
	compare_expect(view, finding, "%s", code_name(modulation_labels, trunk));
	compare_observe(view, finding, "%s", code_name(modulation_labels, leg));
	compare_cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_coherent(const struct rule_view *view, struct rule_finding *finding)
{
	bool trunk = is_coherent(view->trunk), leg = is_coherent(view->module);

	if (view->module->medium == MEDIUM_BASET || view->module->layout == LAYOUT_CABLE)
		return RULE_NOT_APPLICABLE;
	if (view->trunk->layout == LAYOUT_UNKNOWN || view->module->layout == LAYOUT_UNKNOWN)
		return RULE_UNKNOWN;
	if (trunk == leg)
		return RULE_PASS;
	compare_expect(view, finding, trunk ? "coherent" : "direct detection");
	compare_observe(view, finding, leg ? "coherent" : "direct detection");
	compare_cite(view, finding, view->module->type_evidence);
	return RULE_VIOLATION;
}

/* The application that runs on a media lane, or NULL. */
static const struct application *running_on(const struct module *m, unsigned lane)
{
	const struct lane *l = module_lane(m, lane);

	return l && l->application && l->application <= m->application_count
		       ? &m->application[l->application - 1]
		       : NULL;
}

enum rule_result check_active_modulation(const struct rule_view *view, struct rule_finding *finding)
{
	const struct application *a;
	unsigned first, count;

	if (!view_trunk_lanes(view, &first, &count))
		return RULE_NOT_APPLICABLE;
	a = running_on(view->trunk, first);
	/* An application of another rate is HOST-04's business, a leg of the wrong kind MOD-01's. */
	if (!a || a->rate_mbps != view->mode.rate_mbps ||
	    !compare_accepted(view))
		return RULE_NOT_APPLICABLE;
	if (a->modulation == MODULATION_UNKNOWN || view->trunk->layout == LAYOUT_CABLE)
		return RULE_NOT_APPLICABLE;
	if (a->modulation == leg_modulation(view))
		return RULE_PASS;
	compare_expect(view, finding, "%s", code_name(modulation_labels, leg_modulation(view)));
	snprintf(finding->observed, sizeof(finding->observed), "the trunk runs %s: %s",
	         a->media_name ? a->media_name : "an application",
	         code_name(modulation_labels, a->modulation));
	snprintf(finding->evidence, sizeof(finding->evidence), "trunk 11h:206, application %u; leg %s",
	         (unsigned)(a - view->trunk->application) + 1, view->module->type_evidence);
	return RULE_VIOLATION;
}

/* SFF-8024 host interfaces of linear modules: LEI and CEI-112G-LINEAR. */
static bool is_linear_host(uint8_t host_id)
{
	return (host_id >= 0x20 && host_id <= 0x23) || host_id == 0x74;
}

static bool is_linear(const struct module *m)
{
	for (unsigned i = 0; i < m->application_count; i++) {
		if (is_linear_host(m->application[i].host_id))
			return true;
	}
	return false;
}

enum rule_result check_linear(const struct rule_view *view, struct rule_finding *finding)
{
	bool trunk = is_linear(view->trunk), leg = is_linear(view->module);

	if (view->trunk->layout == LAYOUT_CABLE || view->module->layout == LAYOUT_CABLE)
		return RULE_NOT_APPLICABLE;
	if (trunk == leg)
		return RULE_PASS;
	compare_expect(view, finding, trunk ? "linear like the trunk" : "retimed like the trunk");
	compare_observe(view, finding, leg ? "linear" : "retimed");
	compare_cite(view, finding, leg ? "00h:86" : view->module->type_evidence);
	return RULE_VIOLATION;
}

#define SFF8472_RATE_PINS 0x20         /* A0h:65, m->options[1] */
#define SFF8472_RATE_BY_SOFTWARE 0x0a  /* A0h:93, m->enhanced_options: SFF-8079 or SFF-8431 */

/* Bits of enum rate_select that the module has: pins, software, or both. */
static unsigned rate_selects(const struct module *m)
{
	unsigned has = 0;

	if (m->options[1] & SFF8472_RATE_PINS)
		has |= RATE_SELECT_RX_PIN | RATE_SELECT_TX_PIN;
	if (m->enhanced_options & SFF8472_RATE_BY_SOFTWARE)
		has |= RATE_SELECT_RX | RATE_SELECT_TX;
	return has & m->rate_select_known;
}

/* High where a pin or the software says so. */
enum rule_result check_rate_select(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *leg = view->module;
	uint32_t want = trunk_lane_mbps(view);
	unsigned has;
	bool fast, rx, tx;
	char rate[MBPS_TEXT];

	if (leg->family != FAMILY_SFF8472 || !leg->type || !leg->slow_type)
		return RULE_NOT_APPLICABLE;
	has = rate_selects(leg);
	fast = leg->type->lane_mbps == want;
	if (!has || (!fast && leg->slow_type->lane_mbps != want))
		return RULE_NOT_APPLICABLE;
	rx = has & leg->rate_select & (RATE_SELECT_RX_PIN | RATE_SELECT_RX);
	tx = has & leg->rate_select & (RATE_SELECT_TX_PIN | RATE_SELECT_TX);
	if (rx == fast && tx == fast)
		return RULE_PASS;
	compare_expect(view, finding, "rate select %s for %s", fast ? "high" : "low",
	               compare_mbps(want, rate));
	compare_observe(view, finding, "receiver %s, transmitter %s", rx ? "high" : "low",
	                tx ? "high" : "low");
	compare_cite(view, finding, "A2h:110, A2h:118");
	return RULE_VIOLATION;
}
