/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of the order of legs, by light: which end of which lane goes dark
 * with which laser, and what powers of all lanes say.
 */
#include "rules/check.h"

#include <stdio.h>

#include "rules/light.h"

/* One end of a leg, all lanes of it. */
struct end {
	bool dark, lit;  /* no light, or light, arrives on each */
	bool sends, off; /* each laser is surely on, or off */
};

/* What one leg shows of the order of fibres. */
struct leg_light {
	struct light_leg l;
	const struct leg_decl *decl;
	const struct port_decl *port;
	bool empty;  /* nothing is plugged in at the far end */
	bool paired; /* lanes of both ends can be compared */
	struct end trunk, leg;
	bool has_budget;
	struct plan_budget down, up;
};

static bool is_off(const struct light_lane *l)
{
	bool sure;

	/* A monitor that sees light proves the bit wrong. */
	if (light_is_disabled(l))
		return lane_sends_by_power(l->module, l->lane) != TRI_YES;
	return light_is_silent(l, &sure) && sure;
}

static struct end end_of(const struct light_lane *lanes, unsigned count)
{
	struct end e = { count > 0, count > 0, count > 0, count > 0 };

	for (unsigned i = 0; i < count; i++) {
		enum tristate arrives = light_arrives(&lanes[i]);

		e.dark &= arrives == TRI_NO;
		e.lit &= arrives == TRI_YES;
		e.sends &= light_sends(&lanes[i]) == TRI_YES;
		e.off &= is_off(&lanes[i]);
	}
	return e;
}

/* False for legs of which nothing is known. */
static bool look_at_leg(const struct rule_view *view, unsigned n, struct leg_light *ret)
{
	const struct leg_decl *decl = &view->breakout->legs[n];
	struct rule_view leg = view_leg(view, decl);

	if (decl->peer != PEER_LOCAL)
		return false;
	*ret = (struct leg_light){ .decl = decl, .port = leg.leg_port };
	light_leg_init(&ret->l, &leg);
	ret->empty = leg.leg_state->presence == PRESENCE_ABSENT;
	ret->paired = ret->l.paired && ret->l.same_time;
	ret->trunk = end_of(ret->l.trunk, ret->l.trunk_count);
	ret->leg = end_of(ret->l.leg, ret->l.leg_count);
	ret->leg.off |= ret->empty;
	ret->has_budget = ret->paired && light_budget(&leg, PLAN_TOWARD_LEG, &ret->down) &&
	                  light_budget(&leg, PLAN_TOWARD_TRUNK, &ret->up);
	return ret->empty || ret->paired;
}

enum rule_result check_polarity(const struct rule_view *view, struct rule_finding *finding)
{
	unsigned dark = 0;
	struct text t;

	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		struct leg_light leg;

		if (!look_at_leg(view, n, &leg) || leg.empty || leg.l.shut)
			continue;
		if (leg.l.link || !leg.trunk.dark || !leg.leg.dark || !leg.leg.sends || !leg.trunk.sends)
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

/* Legs out of order, by number from 0; what is true of them in one direction of light. */
struct exchange {
	unsigned a, b;      /* two of them */
	uint32_t lit, dark; /* by darkness: all that are like a, and like b, leg 1 in bit 0 */
	bool found;
};

static uint32_t leg_bit(unsigned n)
{
	return UINT32_C(1) << n;
}

/*
 * By darkness: light arrives on legs whose laser at the other end is off, and
 * none on as many whose laser sends. Of more dark ones, some may have a broken
 * fibre.
 */
static struct exchange exchange_by_darkness(const struct leg_light *legs, unsigned count, bool toward_leg)
{
	struct exchange e = { 0 };
	int more_lit = 0;

	for (unsigned n = 0; n < count; n++) {
		const struct end *from = toward_leg ? &legs[n].trunk : &legs[n].leg;
		const struct end *to = toward_leg ? &legs[n].leg : &legs[n].trunk;

		if (!legs[n].decl)
			continue;
		if (from->off && to->lit) {
			e.a = n;
			e.lit |= leg_bit(n);
			more_lit++;
		}
		if (from->sends && to->dark && legs[n].paired && !legs[n].l.link) {
			e.b = n;
			e.dark |= leg_bit(n);
			more_lit--;
		}
	}
	e.found = e.lit && more_lit == 0;
	return e;
}

/* How far a loss is beyond what it can be, 0.01 dB. */
static int32_t excess_of(int32_t loss, const struct plan_budget *budget)
{
	return loss < 0 ? -loss : loss > budget->loss ? loss - budget->loss : 0;
}

/* What one direction of two legs says. */
struct fit {
	bool known;
	int32_t declared;  /* by how much every loss is beyond, in the declared order; at least */
	int32_t exchanged; /* and at most, with the legs exchanged */
};

static void fit_pair(struct fit *fit, const struct leg_light *trunk, const struct leg_light *leg,
                     bool toward_leg)
{
	for (unsigned i = 0; i < trunk->l.trunk_count; i++) {
		const struct light_lane *at_trunk = &trunk->l.trunk[i], *at_leg = &leg->l.leg[i];
		struct value loss = toward_leg ? light_loss(at_trunk, at_leg) : light_loss(at_leg, at_trunk);
		int32_t excess = excess_of(loss.v, toward_leg ? &leg->down : &leg->up);

		fit->known &= value_ok(loss);
		if (trunk == leg && excess < fit->declared)
			fit->declared = excess;
		if (trunk != leg && excess > fit->exchanged)
			fit->exchanged = excess;
	}
}

static struct fit fit_of(const struct leg_light *a, const struct leg_light *b, bool toward_leg)
{
	struct fit fit = { true, INT32_MAX, 0 };

	fit_pair(&fit, a, a, toward_leg);
	fit_pair(&fit, b, b, toward_leg);
	fit_pair(&fit, a, b, toward_leg);
	fit_pair(&fit, b, a, toward_leg);
	return fit;
}

/*
 * Does the exchange explain every reading, and the declared order none? Both
 * directions must say so beyond what two readings are likely to be off by, or
 * one of them beyond what they can be off by while the other does not object.
 */
static bool explains(const struct fit *down, const struct fit *up)
{
	const struct fit *fits[] = { down, up };
	bool likely = true, sure = false;

	for (unsigned i = 0; i < 2; i++) {
		if (fits[i]->known && fits[i]->exchanged > LIGHT_ACCURACY)
			return false;
		likely &= fits[i]->known && fits[i]->declared > LOSS_LIKELY;
		sure |= fits[i]->known && fits[i]->declared > LOSS_SURE;
	}
	return likely || sure;
}

/* The exchange that leaves least unexplained. */
static struct exchange exchange_by_power(const struct leg_light *legs, unsigned count)
{
	struct exchange best = { 0 };
	int32_t least = INT32_MAX;

	for (unsigned a = 0; a < count; a++) {
		for (unsigned b = a + 1; b < count; b++) {
			struct fit down, up;

			if (!legs[a].has_budget || !legs[b].has_budget || legs[a].l.shut || legs[b].l.shut ||
			    legs[a].l.trunk_count != legs[b].l.trunk_count)
				continue;
			down = fit_of(&legs[a], &legs[b], true);
			up = fit_of(&legs[a], &legs[b], false);
			if (!explains(&down, &up) || down.exchanged + up.exchanged >= least)
				continue;
			least = down.exchanged + up.exchanged;
			best = (struct exchange){ .a = a, .b = b, .found = true };
		}
	}
	return best;
}

/* A leg's end of light, "swp3", or the trunk's, "swp1 lane 2". */
static void name_end(struct text *t, const struct leg_light *leg, bool trunk)
{
	if (trunk)
		light_name(t, &leg->l.trunk[0]);
	else
		text_printf(t, "%s", leg->port->name);
}

static const char *why_off(const struct leg_light *leg, bool trunk)
{
	if (!trunk && leg->empty)
		return "has no module";
	return light_is_disabled(trunk ? &leg->l.trunk[0] : &leg->l.leg[0]) ? "is disabled" : "sends nothing";
}

/* Light at `lit`, whose laser is off; none at `dark`, whose laser sends. */
static void describe_darkness(const struct leg_light *lit, const struct leg_light *dark, bool toward_leg,
                              struct rule_finding *finding)
{
	struct text t;

	finding->lane = (uint8_t)lit->l.trunk[0].number;
	text_init(&t, finding->expected, sizeof(finding->expected));
	text_printf(&t, "light of ");
	name_end(&t, dark, toward_leg);
	text_printf(&t, toward_leg ? " at " : " on ");
	name_end(&t, dark, !toward_leg);
	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "no light there, but ");
	if (toward_leg)
		text_printf(&t, "at %s", lit->port->name);
	else
		text_printf(&t, "on lane %u", lit->l.trunk[0].number);
	text_printf(&t, ", where ");
	name_end(&t, lit, toward_leg);
	text_printf(&t, " %s: legs %u and %u are exchanged", why_off(lit, toward_leg), lit->decl->number,
	            dark->decl->number);
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	light_cite(&t, toward_leg ? &dark->l.leg[0] : &dark->l.trunk[0], LIGHT_LOS, LIGHT_RX_POWER);
	if (!toward_leg && lit->empty)
		text_item(&t, "; ", "%s presence", lit->port->name);
	else
		light_cite(&t, toward_leg ? &lit->l.trunk[0] : &lit->l.leg[0], LIGHT_TX_DISABLE,
		           LIGHT_TX_POWER);
	light_cite(&t, toward_leg ? &dark->l.trunk[0] : &dark->l.leg[0], LIGHT_TX_POWER, LIGHT_REGISTERS);
}

/* "1, 2 and 4" */
static void name_legs(struct text *t, const struct leg_light *legs, uint32_t which)
{
	bool first = true;

	for (unsigned n = 0; which >> n; n++) {
		if (!(which >> n & 1))
			continue;
		text_printf(t, "%s%u", first ? "" : which >> n == 1 ? " and " : ", ", legs[n].decl->number);
		first = false;
	}
}

/* Several of each: which light is whose is not known. */
static void describe_order(const struct leg_light *legs, const struct exchange *e, bool toward_leg,
                           struct rule_finding *finding)
{
	const struct leg_light *lit = &legs[e->a], *dark = &legs[e->b];
	struct text t;

	finding->lane = (uint8_t)lit->l.trunk[0].number;
	TEXT_SET(finding->expected, "light of each lane at its own leg");
	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "light %s legs ", toward_leg ? "at" : "of");
	name_legs(&t, legs, e->lit);
	text_printf(&t, toward_leg ? ", whose lanes of %s send" : ", which send", lit->l.trunk[0].port->name);
	text_printf(&t, " nothing, and none %s legs ", toward_leg ? "at" : "of");
	name_legs(&t, legs, e->dark);
	text_printf(&t, ", %s: these legs are exchanged", toward_leg ? "whose lanes send" : "which send");
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	light_cite(&t, toward_leg ? &dark->l.leg[0] : &dark->l.trunk[0], LIGHT_LOS, LIGHT_RX_POWER);
	light_cite(&t, toward_leg ? &dark->l.trunk[0] : &dark->l.leg[0], LIGHT_TX_POWER, LIGHT_REGISTERS);
}

static int32_t loss_of(const struct leg_light *trunk, const struct leg_light *leg, bool toward_leg)
{
	const struct light_lane *at_trunk = &trunk->l.trunk[0], *at_leg = &leg->l.leg[0];

	return (toward_leg ? light_loss(at_trunk, at_leg) : light_loss(at_leg, at_trunk)).v;
}

static void describe_powers(const struct leg_light *a, const struct leg_light *b,
                            struct rule_finding *finding)
{
	struct fit down = fit_of(a, b, true), up = fit_of(a, b, false);
	bool toward_leg = down.known && (!up.known || down.declared >= up.declared);
	struct text t;

	finding->lane = (uint8_t)a->l.trunk[0].number;
	snprintf(finding->expected, sizeof(finding->expected),
	         "losses that the order of legs %u and %u explains", a->decl->number, b->decl->number);
	text_init(&t, finding->observed, sizeof(finding->observed));
	light_name(&t, &a->l.trunk[0]);
	text_printf(&t, " and %s: %.1f dB, ", a->port->name, loss_of(a, a, toward_leg) / 100.0);
	light_name(&t, &b->l.trunk[0]);
	text_printf(&t, " and %s: %.1f dB; with legs %u and %u exchanged %.1f and %.1f dB", b->port->name,
	            loss_of(b, b, toward_leg) / 100.0, a->decl->number, b->decl->number,
	            loss_of(a, b, toward_leg) / 100.0, loss_of(b, a, toward_leg) / 100.0);
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	light_cite(&t, &a->l.trunk[0], LIGHT_TX_POWER, LIGHT_RX_POWER);
	light_cite(&t, &a->l.leg[0], LIGHT_TX_POWER, LIGHT_RX_POWER);
	light_cite(&t, &b->l.leg[0], LIGHT_TX_POWER, LIGHT_RX_POWER);
}

enum rule_result check_lane_swap(const struct rule_view *view, struct rule_finding *finding)
{
	struct leg_light legs[MODE_MAX_COUNT] = { 0 };
	unsigned count = view->breakout->leg_count;
	struct exchange e;
	bool looked = false;

	for (unsigned n = 0; n < count; n++) {
		if (look_at_leg(view, n, &legs[n]))
			looked = true;
		else
			legs[n] = (struct leg_light){ 0 };
	}
	for (unsigned toward_leg = 0; toward_leg < 2; toward_leg++) {
		e = exchange_by_darkness(legs, count, toward_leg);
		if (!e.found)
			continue;
		finding->legs = e.lit | e.dark;
		if (e.lit == leg_bit(e.a))
			describe_darkness(&legs[e.a], &legs[e.b], toward_leg, finding);
		else
			describe_order(legs, &e, toward_leg, finding);
		return RULE_VIOLATION;
	}
	e = exchange_by_power(legs, count);
	if (!e.found)
		return looked ? RULE_PASS : RULE_NOT_APPLICABLE;
	finding->legs = leg_bit(e.a) | leg_bit(e.b);
	describe_powers(&legs[e.a], &legs[e.b], finding);
	return RULE_VIOLATION;
}
