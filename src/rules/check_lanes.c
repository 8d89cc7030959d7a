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
	bool limited = module_power_limits(view->trunk, &limits);

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
