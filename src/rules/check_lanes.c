/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the lanes of a trunk against each other. */
#include "rules/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "rules/light.h"

/* 0.01 dB. */
#define RX_SPREAD 300
#define TX_SPREAD 400

/* Per cent above the middle of all lanes. */
#define BIAS_SPREAD 30

/* What one leg shows of the order of fibres. */
struct leg_light {
	struct light_leg l;
	const struct port_decl *port;
	bool empty;                /* nothing is plugged in at the far end */
	bool both_send;            /* all lanes of both ends */
	bool trunk_dark, leg_dark; /* all lanes of that end */
	bool trunk_lit;
	bool leg_off, leg_sends;
};

static bool all(const struct light_lane *lanes, unsigned count,
                enum tristate (*ask)(const struct light_lane *), enum tristate answer)
{
	for (unsigned i = 0; i < count; i++) {
		if (ask(&lanes[i]) != answer)
			return false;
	}
	return count > 0;
}

static enum tristate is_disabled(const struct light_lane *l)
{
	/* A monitor that sees light proves the flag wrong. */
	return light_signal(l, SIGNAL_TX_DISABLED) == TRI_YES && !value_ok(l->lane->tx_power) ? TRI_YES
	       : light_signal(l, SIGNAL_TX_DISABLED) == TRI_YES &&
	                       power_cdbm_from_nw(l->lane->tx_power.v) < -2000
	               ? TRI_YES
	               : TRI_NO;
}

/* False for legs of which nothing is known. */
static bool look_at_leg(const struct rule_view *view, unsigned n, struct leg_light *ret)
{
	const struct leg_decl *decl = &view->breakout->legs[n];
	struct rule_view leg = view_leg(view, decl);

	if (decl->peer != PEER_LOCAL)
		return false;
	*ret = (struct leg_light){ .port = leg.leg_port };
	light_leg_init(&ret->l, &leg);
	ret->empty = leg.leg_state->presence == PRESENCE_ABSENT;
	ret->trunk_dark = all(ret->l.trunk, ret->l.trunk_count, light_arrives, TRI_NO);
	ret->trunk_lit = all(ret->l.trunk, ret->l.trunk_count, light_arrives, TRI_YES);
	ret->leg_dark = all(ret->l.leg, ret->l.leg_count, light_arrives, TRI_NO);
	ret->leg_sends = all(ret->l.leg, ret->l.leg_count, light_sends, TRI_YES);
	ret->leg_off = ret->empty || all(ret->l.leg, ret->l.leg_count, is_disabled, TRI_YES);
	ret->both_send = ret->leg_sends && all(ret->l.trunk, ret->l.trunk_count, light_sends, TRI_YES);
	return ret->empty || (ret->l.paired && ret->l.same_time);
}

enum rule_result check_polarity(const struct rule_view *view, struct rule_finding *finding)
{
	unsigned dark = 0;
	struct text t;

	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		struct leg_light leg;

		if (!look_at_leg(view, n, &leg) || leg.empty || leg.l.shut)
			continue;
		if (leg.l.link || !leg.trunk_dark || !leg.leg_dark || !leg.both_send)
			return RULE_PASS;
		dark++;
	}
	/* One dark leg is that leg's trouble. */
	if (dark < 2)
		return RULE_NOT_APPLICABLE;
	snprintf(finding->expected, sizeof(finding->expected), "light at both ends of the legs");
	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "all %u legs send, and so does %s, but no light arrives at either end", dark,
	            view->trunk_port->name);
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	text_printf(&t, "%s %s, %s; Rx LOS of all legs", view->trunk_port->name,
	            light_register(view->trunk, LIGHT_LOS), light_register(view->trunk, LIGHT_TX_POWER));
	return RULE_VIOLATION;
}

/* Light on the lane of leg `lit`, which sends none; none on that of leg `dark`, which does. */
static void describe_swap(const struct rule_view *view, const struct leg_light *lit,
                          const struct leg_light *dark, struct rule_finding *finding)
{
	struct text t;

	finding->lane = (uint8_t)lit->l.trunk[0].number;
	text_init(&t, finding->expected, sizeof(finding->expected));
	text_printf(&t, "light of %s on ", dark->port->name);
	light_name(&t, &dark->l.trunk[0]);
	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "no light there, but on lane %u, where %s %s", lit->l.trunk[0].number,
	            lit->port->name, lit->empty ? "has no module" : "is disabled");
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	text_printf(&t, "%s %s, %s; %s ", view->trunk_port->name, light_register(view->trunk, LIGHT_LOS),
	            light_register(view->trunk, LIGHT_RX_POWER), lit->port->name);
	text_printf(&t, "%s",
	            lit->empty ? "presence" : light_register(lit->l.leg[0].module, LIGHT_TX_DISABLE));
	light_cite(&t, &dark->l.leg[0], LIGHT_TX_POWER, LIGHT_REGISTERS);
}

enum rule_result check_lane_swap(const struct rule_view *view, struct rule_finding *finding)
{
	struct leg_light lit = { 0 }, dark = { 0 };
	bool has_lit = false, has_dark = false, looked = false;

	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		struct leg_light leg;

		if (!look_at_leg(view, n, &leg))
			continue;
		looked = true;
		if (!has_lit && leg.leg_off && leg.trunk_lit) {
			lit = leg;
			has_lit = true;
		}
		if (!has_dark && leg.leg_sends && leg.trunk_dark && !leg.l.link) {
			dark = leg;
			has_dark = true;
		}
	}
	if (!has_lit || !has_dark)
		return looked ? RULE_PASS : RULE_NOT_APPLICABLE;
	describe_swap(view, &lit, &dark, finding);
	return RULE_VIOLATION;
}

/* The lane of a trunk, as the checks of lights see it. */
static struct light_lane trunk_lane(const struct rule_view *view, unsigned number)
{
	return light_lane_of(view->trunk, number, view->trunk_port, view->trunk_state);
}

/* Is the lane's power judged with its leg (DOM-08)? */
static bool has_judged_leg(const struct rule_view *view, unsigned lane)
{
	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		const struct leg_decl *decl = &view->breakout->legs[n];
		struct rule_view leg = view_leg(view, decl);
		unsigned first, count;

		if (view_trunk_lanes(&leg, &first, &count) && lane >= first && lane < first + count)
			return leg.module != NULL;
	}
	return false;
}

/* Strongest and weakest lane of a trunk. */
struct spread {
	unsigned count;
	int32_t max, min;
	unsigned max_lane, min_lane;
	bool remark; /* all lanes are within limits, or judged elsewhere */
};

static void spread_add(struct spread *s, int32_t power, unsigned lane)
{
	if (s->count == 0 || power > s->max) {
		s->max = power;
		s->max_lane = lane;
	}
	if (s->count == 0 || power < s->min) {
		s->min = power;
		s->min_lane = lane;
	}
	s->count++;
}

static enum rule_result spread_finding(const struct rule_view *view, const struct spread *s, int32_t most,
                                       enum light_register at, struct rule_finding *finding)
{
	struct text t;

	if (s->remark)
		finding_at_most(finding, SEVERITY_INFO);
	finding->lane = (uint8_t)s->min_lane;
	snprintf(finding->expected, sizeof(finding->expected), "%s power within %.0f dB on all lanes",
	         at == LIGHT_RX_POWER ? "received" : "sent", most / 100.0);
	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "%s lane %u ", view->trunk_port->name, s->max_lane);
	light_power_text(&t, s->max);
	text_printf(&t, ", lane %u ", s->min_lane);
	light_power_text(&t, s->min);
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	text_printf(&t, "%s %s", view->trunk_port->name, light_register(view->trunk, at));
	return RULE_VIOLATION;
}

enum rule_result check_power_spread(const struct rule_view *view, struct rule_finding *finding)
{
	struct spread tx = { .remark = true }, rx = { .remark = true };
	uint32_t used = light_used_lanes(view);
	struct power_limits limits;
	bool limited = light_limits(view->trunk, &limits);

	for (unsigned n = 1; n <= view->trunk->lanes && n <= MODULE_MAX_LANES; n++) {
		struct light_lane l = trunk_lane(view, n);
		int32_t power;

		if (!(used >> (n - 1) & 1))
			continue;
		if (light_tx(&l, &power)) {
			spread_add(&tx, power, n);
			tx.remark &= !limited || light_tx_within(&l);
		}
		if (light_rx(&l, &power)) {
			spread_add(&rx, power, n);
			rx.remark &= !limited || light_rx_within(&l) || has_judged_leg(view, n);
		}
	}
	if (tx.count > 1 && tx.max - tx.min > TX_SPREAD && (!tx.remark || rx.max - rx.min <= RX_SPREAD))
		return spread_finding(view, &tx, TX_SPREAD, LIGHT_TX_POWER, finding);
	if (rx.count > 1 && rx.max - rx.min > RX_SPREAD)
		return spread_finding(view, &rx, RX_SPREAD, LIGHT_RX_POWER, finding);
	return tx.count > 1 || rx.count > 1 ? RULE_PASS : RULE_NOT_APPLICABLE;
}

static int compare_bias(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return x < y ? -1 : x > y;
}

enum rule_result check_bias_spread(const struct rule_view *view, struct rule_finding *finding)
{
	int32_t bias[MODULE_MAX_LANES], max = 0, middle;
	uint32_t used = light_used_lanes(view);
	unsigned count = 0, max_lane = 0;
	struct text t;

	for (unsigned n = 1; n <= view->trunk->lanes && n <= MODULE_MAX_LANES; n++) {
		struct light_lane l = trunk_lane(view, n);

		if (!(used >> (n - 1) & 1) || !value_ok(l.lane->tx_bias) || light_sends(&l) != TRI_YES)
			continue;
		bias[count++] = l.lane->tx_bias.v;
		if (l.lane->tx_bias.v > max) {
			max = l.lane->tx_bias.v;
			max_lane = n;
		}
	}
	/* Of two, who is to say which one is right? */
	if (count < 3)
		return RULE_NOT_APPLICABLE;
	qsort(bias, count, sizeof(bias[0]), compare_bias);
	middle = bias[(count - 1) / 2];
	if (middle <= 0 || (max - middle) * 100.0 / middle <= BIAS_SPREAD)
		return RULE_PASS;
	finding->lane = (uint8_t)max_lane;
	snprintf(finding->expected, sizeof(finding->expected), "about %.1f mA, as the other lanes",
	         middle / 1000.0);
	snprintf(finding->observed, sizeof(finding->observed), "%s lane %u: %.1f mA", view->trunk_port->name,
	         max_lane, max / 1000.0);
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	text_printf(&t, "%s %s", view->trunk_port->name, light_register(view->trunk, LIGHT_TX_BIAS));
	return RULE_VIOLATION;
}

enum rule_result check_unused_lane_lit(const struct rule_view *view, struct rule_finding *finding)
{
	uint32_t used = light_used_lanes(view);
	unsigned unused = 0, lit = 0;
	struct text observed;

	if (view->trunk->layout != LAYOUT_PARALLEL || !used)
		return RULE_NOT_APPLICABLE;
	text_init(&observed, finding->observed, sizeof(finding->observed));
	for (unsigned n = 1; n <= view->trunk->lanes && n <= MODULE_MAX_LANES; n++) {
		struct light_lane l = trunk_lane(view, n);
		int32_t rx;

		if (used >> (n - 1) & 1)
			continue;
		unused++;
		/* Both flag and monitor must see it: a lane without fibre shows all kinds of noise. */
		if (light_arrives(&l) != TRI_YES || !light_rx(&l, &rx) || !light_rx_within(&l))
			continue;
		if (lit++ == 0)
			finding->lane = (uint8_t)n;
		text_item(&observed, ", ", "%s lane %u receives ", view->trunk_port->name, n);
		light_power_text(&observed, rx);
	}
	if (!lit)
		return unused ? RULE_PASS : RULE_NOT_APPLICABLE;
	snprintf(finding->expected, sizeof(finding->expected), "no light on lanes without a leg");
	snprintf(finding->evidence, sizeof(finding->evidence), "%s %s", view->trunk_port->name,
	         light_register(view->trunk, LIGHT_RX_POWER));
	return RULE_VIOLATION;
}
