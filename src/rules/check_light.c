/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of what modules report of light: flags and error rates. Their alarms
 * are in check_alarm.c, what they measure is compared in check_power.c.
 */
#include "rules/check.h"

#include "rules/light.h"

/* What contradicts what is known of its monitors, and makes them worthless. */
#define MONITOR_DOUBTS (DOUBT_MONITORS | DOUBT_CALIBRATION | DOUBT_DOM_ON_COPPER | DOUBT_DOM_UNADVERTISED)

enum rule_result check_dom_untrusted(const struct rule_view *view, struct rule_finding *finding)
{
	static const char *const registers[] = {
		[FAMILY_UNKNOWN] = "",
		[FAMILY_SFF8472] = "A0h:92",
		[FAMILY_SFF8636] = "00h:220",
		[FAMILY_CMIS] = "01h:159",
	};
	const struct module *m = view->module;
	uint32_t doubts = m->doubts & MONITOR_DOUBTS;
	struct text t;

	/* Those that are seen to be there are shown. */
	if (m->dom)
		doubts &= ~(uint32_t)DOUBT_DOM_UNADVERTISED;
	if (!doubts)
		return m->dom ? RULE_PASS : RULE_NOT_APPLICABLE;
	text_init(&t, finding->observed, sizeof(finding->observed));
	for (uint32_t bit = 1; bit && bit <= doubts; bit <<= 1) {
		if (doubts & bit)
			text_item(&t, "; ", "%s", code_name(doubt_words, (int)bit));
	}
	TEXT_SET(finding->expected, "monitors as the module advertises them");
	TEXT_SET(finding->evidence, registers[m->family]);
	return RULE_VIOLATION;
}

/* Is `to` dark though `from` sends? */
static void look_for_light(struct light_report *r, const struct light_lane *from, const struct light_lane *to,
                           bool *sure)
{
	enum tristate sends = light_sends(from), arrives = light_arrives(to);
	int32_t tx;

	if (sends == TRI_NO || arrives == TRI_UNKNOWN)
		return;
	r->looked = true;
	if (arrives == TRI_YES)
		return;
	*sure |= sends == TRI_YES;
	if (!light_report_lane(r, to))
		return;
	text_item(&r->observed, "; ", "no light at ");
	light_name(&r->observed, to);
	text_printf(&r->observed, sends == TRI_YES ? ", " : ", perhaps ");
	light_name(&r->observed, from);
	text_printf(&r->observed, " sends");
	if (light_tx(from, &tx)) {
		text_printf(&r->observed, " ");
		light_power_text(&r->observed, tx);
	}
	light_cite(&r->evidence, to, LIGHT_LOS, LIGHT_RX_POWER);
	light_cite(&r->evidence, from, LIGHT_TX_POWER, LIGHT_REGISTERS);
}

enum rule_result check_no_light(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	struct light_leg l;
	bool sure = false;

	light_leg_init(&l, view);
	if (!l.paired || l.shut)
		return RULE_NOT_APPLICABLE;
	if (!l.same_time)
		return RULE_UNKNOWN;
	for (unsigned i = 0; i < l.trunk_count; i++) {
		look_for_light(&r, &l.leg[i], &l.trunk[i], &sure);
		look_for_light(&r, &l.trunk[i], &l.leg[i], &sure);
	}
	if (!sure)
		finding_at_most(finding, SEVERITY_MINOR);
	if (l.link)
		finding_at_most(finding, SEVERITY_INFO);
	return light_report_end(&r, "light at both ends of the leg");
}

static void look_for_silence(struct light_report *r, const struct light_lane *from, const struct light_lane *to)
{
	enum tristate arrives = light_arrives(to);
	bool sure = false;

	if (!light_is_live(from) ||
	    (!value_ok(from->lane->tx_power) && from->lane->tx_power.state != VALUE_NO_LIGHT &&
	     !value_ok(from->lane->tx_bias)))
		return;
	r->looked = true;
	if (!light_is_silent(from, &sure) || arrives == TRI_YES || (arrives == TRI_UNKNOWN && !sure))
		return;
	if (!sure || light_signal(from, SIGNAL_TX_DISABLED) == TRI_UNKNOWN)
		finding_at_most(r->finding, SEVERITY_MINOR);
	if (!light_report_lane(r, from))
		return;
	text_item(&r->observed, "; ", "laser of ");
	light_name(&r->observed, from);
	text_printf(&r->observed, " sends nothing");
	if (value_ok(from->lane->tx_bias))
		text_printf(&r->observed, ", current %.1f mA", from->lane->tx_bias.v / 1000.0);
	if (arrives == TRI_NO) {
		text_printf(&r->observed, ", no light at ");
		light_name(&r->observed, to);
	}
	light_cite(&r->evidence, from, LIGHT_TX_POWER, LIGHT_TX_BIAS);
	light_cite(&r->evidence, to, LIGHT_LOS, LIGHT_REGISTERS);
}

enum rule_result check_silent_laser(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	struct light_leg l;

	light_leg_init(&l, view);
	if (!l.paired)
		return RULE_NOT_APPLICABLE;
	if (!l.same_time)
		return RULE_UNKNOWN;
	for (unsigned i = 0; i < l.trunk_count; i++) {
		if (l.trunk_up != TRI_NO)
			look_for_silence(&r, &l.trunk[i], &l.leg[i]);
		if (l.leg_up != TRI_NO)
			look_for_silence(&r, &l.leg[i], &l.trunk[i]);
	}
	/* Whatever its monitors say: a link needs light both ways. */
	if (l.link)
		finding_at_most(finding, SEVERITY_INFO);
	return light_report_end(&r, "lasers that are not switched off send");
}

/* A fault means something while the lane is meant to send. */
static bool has_fault(const struct light_lane *l)
{
	if (!light_has_fault(l) || l->module->data_ready == TRI_NO)
		return false;
	return l->module->family != FAMILY_CMIS || l->lane->data_path != DATA_PATH_DEACTIVATED;
}

static void look_for_fault(struct light_report *r, const struct light_lane *l)
{
	if (light_signal(l, SIGNAL_TX_FAULT) == TRI_UNKNOWN)
		return;
	r->looked = true;
	if (!has_fault(l))
		return;
	/* Nobody waits for the light of a laser that is switched off. */
	if (light_signal(l, SIGNAL_TX_DISABLED) == TRI_YES)
		finding_at_most(r->finding, SEVERITY_MINOR);
	if (!light_report_lane(r, l))
		return;
	text_item(&r->observed, "; ", "fault at ");
	light_name(&r->observed, l);
	light_cite(&r->evidence, l, LIGHT_TX_FAULT, LIGHT_REGISTERS);
}

enum rule_result check_tx_fault(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	struct light_lane lanes[MODULE_MAX_LANES];
	struct light_leg l;

	if (view->leg) {
		light_leg_init(&l, view);
		for (unsigned i = 0; i < l.trunk_count; i++)
			look_for_fault(&r, &l.trunk[i]);
		for (unsigned i = 0; i < l.leg_count; i++)
			look_for_fault(&r, &l.leg[i]);
		if (l.link)
			finding_at_most(finding, SEVERITY_MINOR);
	} else {
		unsigned count = light_port_lanes(view, lanes);

		for (unsigned i = 0; i < count; i++)
			look_for_fault(&r, &lanes[i]);
	}
	return light_report_end(&r, "no transmitter fault");
}

/*
 * Lanes of the trunk at the side of the switch. CMIS modules number these
 * like the cage; for the others they are the media lanes.
 */
static unsigned host_side(const struct rule_view *view, const struct light_leg *l,
                          struct light_lane ret_lanes[MODULE_MAX_LANES])
{
	unsigned count = 0;

	for (unsigned i = 0; i < l->trunk_count; i++)
		ret_lanes[count++] = l->trunk[i];
	if (count == 0 || view->trunk->family != FAMILY_CMIS)
		return count;
	count = 0;
	for (unsigned i = 0; i < view->leg->lane_count; i++) {
		unsigned number = view->leg->first_lane + i;

		if (number < 1 || number > MODULE_MAX_LANES ||
		    module_host_lane(view->trunk, number)->data_path != DATA_PATH_ACTIVATED)
			continue;
		ret_lanes[count] = l->trunk[i < l->trunk_count ? i : l->trunk_count - 1];
		ret_lanes[count].host_lane = number;
		ret_lanes[count++].lane = module_any_lane(view->trunk, number);
	}
	return count;
}

/* Is something the matter with the signal from the host, which is wanted? */
static bool is_wanted_from_host(const struct light_lane *l, enum signal missing)
{
	return light_signal(l, missing) == TRI_YES && light_signal(l, SIGNAL_TX_DISABLED) != TRI_YES;
}

enum rule_result check_no_host_signal(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	struct light_lane lanes[MODULE_MAX_LANES];
	struct light_leg l;
	unsigned count;

	light_leg_init(&l, view);
	if (l.trunk_up == TRI_NO)
		return RULE_NOT_APPLICABLE;
	/* An interface that is shut down sends nothing: the usual reason. */
	if (l.trunk_up == TRI_UNKNOWN)
		finding_at_most(finding, SEVERITY_MINOR);
	if (l.link)
		finding_at_most(finding, SEVERITY_INFO);
	count = host_side(view, &l, lanes);
	for (unsigned i = 0; i < count; i++) {
		if (light_signal(&lanes[i], SIGNAL_TX_LOS) == TRI_UNKNOWN ||
		    (view->trunk->family != FAMILY_CMIS && !light_is_live(&lanes[i])))
			continue;
		r.looked = true;
		if (!is_wanted_from_host(&lanes[i], SIGNAL_TX_LOS) || !light_report_lane(&r, &lanes[i]))
			continue;
		text_item(&r.observed, "; ", "no signal from the switch at ");
		light_name(&r.observed, &lanes[i]);
		light_cite(&r.evidence, &lanes[i], LIGHT_TX_LOS, LIGHT_REGISTERS);
	}
	return light_report_end(&r, "a signal from the switch");
}

/* No lock of a clock recovery that has a signal to lock to. */
static void look_for_lock(struct light_report *r, const struct light_lane *l, enum signal lol,
                          enum signal los)
{
	if (light_signal(l, lol) == TRI_UNKNOWN)
		return;
	r->looked = true;
	if (!light_stands(l, lol) || light_signal(l, los) != TRI_NO || !light_report_lane(r, l))
		return;
	text_item(&r->observed, "; ", "no lock on the %s at ",
	          lol == SIGNAL_RX_LOL ? "received signal" : "signal from the switch");
	light_name(&r->observed, l);
	light_cite(&r->evidence, l, LIGHT_LOL, LIGHT_REGISTERS);
}

static void look_for_rx_lock(struct light_report *r, const struct light_lane *l)
{
	/* What arrives without light is noise, whatever LOS says. */
	if (light_is_live(l) && light_arrives(l) == TRI_YES)
		look_for_lock(r, l, SIGNAL_RX_LOL, SIGNAL_RX_LOS);
}

static void look_for_tx_lock(struct light_report *r, const struct light_lane *l)
{
	if (light_signal(l, SIGNAL_TX_DISABLED) != TRI_YES && l->module->data_ready != TRI_NO)
		look_for_lock(r, l, SIGNAL_TX_LOL, SIGNAL_TX_LOS);
}

enum rule_result check_lock_lost(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	struct light_lane lanes[MODULE_MAX_LANES];
	struct light_leg l;
	unsigned count;

	light_leg_init(&l, view);
	/* Clock recoveries are bypassed where lanes run slower than they are made for. */
	if (l.shut || (view->plan && view->plan->downshift))
		return RULE_NOT_APPLICABLE;
	if (l.trunk_up == TRI_UNKNOWN || l.leg_up == TRI_UNKNOWN)
		finding_at_most(finding, SEVERITY_MINOR);
	if (l.link)
		finding_at_most(finding, SEVERITY_INFO);
	for (unsigned i = 0; i < l.trunk_count; i++)
		look_for_rx_lock(&r, &l.trunk[i]);
	count = host_side(view, &l, lanes);
	for (unsigned i = 0; i < count; i++)
		look_for_tx_lock(&r, &lanes[i]);
	for (unsigned i = 0; i < l.leg_count; i++) {
		look_for_rx_lock(&r, &l.leg[i]);
		look_for_tx_lock(&r, &l.leg[i]);
	}
	return light_report_end(&r, "clock recoveries locked");
}

/* The worst error rate that FEC corrects to what a link needs. */
static double worst_ratio(enum fec fec)
{
	return fec == FEC_RS544 ? 2.4e-4 : fec == FEC_RS528 ? 5e-5 : 0;
}

static void look_for_errors(struct light_report *r, const struct light_lane *l, double worst)
{
	double ratio;

	if (!value_ok(l->lane->ber) || !light_is_live(l) || light_arrives(l) == TRI_NO ||
	    light_signal(l, SIGNAL_RX_LOL) == TRI_YES)
		return;
	r->looked = true;
	ratio = ratio_from_f16(l->lane->ber.v);
	if (ratio <= worst || !light_report_lane(r, l))
		return;
	light_report_next(r);
	light_name(&r->observed, l);
	text_printf(&r->observed, ": %.1e", ratio);
	light_cite(&r->evidence, l, LIGHT_BER, LIGHT_REGISTERS);
}

enum rule_result check_error_rate(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	double worst = worst_ratio(view->plan ? plan_line_fec(view->plan) : view->trunk->line_fec);
	char expected[FINDING_TEXT];
	struct light_leg l;
	struct text t;

	light_leg_init(&l, view);
	if (worst == 0 || l.shut)
		return RULE_NOT_APPLICABLE;
	for (unsigned i = 0; i < l.trunk_count; i++)
		look_for_errors(&r, &l.trunk[i], worst);
	for (unsigned i = 0; i < l.leg_count; i++)
		look_for_errors(&r, &l.leg[i], worst);
	/* The thresholds are recalled from the standard. */
	finding_cap(finding, SURE_NOT);
	text_init(&t, expected, sizeof(expected));
	text_printf(&t, "at most %.1e errors per bit before correction", worst);
	return light_report_end(&r, expected);
}
