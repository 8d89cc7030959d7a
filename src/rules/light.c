/* SPDX-License-Identifier: BSD-3-Clause */
/* Optical arithmetic for checks. */
#include "rules/light.h"

#include "rules/compare.h"

struct light_lane light_lane_of(const struct module *m, unsigned number, const struct port_decl *port,
                                const struct port_state *state)
{
	return (struct light_lane){
		.module = m,
		.lane = module_lane(m, number),
		.number = number,
		.port = port,
		.read_mono = state->read_mono,
	};
}

/* The device of subport `n` (1-based) of `count`, where the port has one for each or one for all; or NULL. */
static const struct host_netdev *subport(const struct host_port *host, unsigned n, unsigned count)
{
	if (host->netdev_count == 1)
		return &host->netdev[0];
	return n >= 1 && host->netdev_count == count && n <= PORT_MAX_NETDEVS ? &host->netdev[n - 1] : NULL;
}

static void note_netdev(struct light_leg *l, const struct host_netdev *dev, enum tristate *ret_up)
{
	*ret_up = dev ? dev->admin_up : TRI_UNKNOWN;
	l->shut |= *ret_up == TRI_NO;
	l->link |= dev && dev->carrier == TRI_YES;
}

void light_leg_init(struct light_leg *l, const struct rule_view *view)
{
	const struct module *m = view->leg_port ? view_sound_module(view->leg_state) : NULL;
	unsigned first, count;

	*l = (struct light_leg){ 0 };
	note_netdev(l, subport(port_host(view->trunk_state), view->leg->number, view->breakout->leg_count),
	            &l->trunk_up);
	if (view->trunk && view_trunk_lanes(view, &first, &count)) {
		for (unsigned i = 0; i < count && first + i <= MODULE_MAX_LANES; i++)
			l->trunk[l->trunk_count++] =
				light_lane_of(view->trunk, first + i, view->trunk_port, view->trunk_state);
	}
	if (!m)
		return;
	note_netdev(l, subport(port_host(view->leg_state), 1, 1), &l->leg_up);
	for (unsigned i = 1; i <= m->lanes && i <= MODULE_MAX_LANES; i++)
		l->leg[l->leg_count++] = light_lane_of(m, i, view->leg_port, view->leg_state);
	/* The order of two wavelengths on a fibre pair is not told. */
	l->paired = l->trunk_count > 0 && l->trunk_count == l->leg_count &&
	            !(m->layout == LAYOUT_BIDI && l->leg_count > 1);
	l->same_time = view->leg_state->read_scan == view->trunk_state->read_scan;
}

/* A leg's rules are asked where both ends have a module that verdicts can rest on. */
static bool is_judged_in_leg(const struct rule_view *view, size_t port, unsigned lane)
{
	const struct snapshot *s = view->snapshot;
	const struct leg_decl *leg;
	size_t breakout;

	return snapshot_lane_leg(s, port, lane, &breakout, &leg) && leg->peer == PEER_LOCAL &&
	       view_sound_module(&s->ports[s->topology->breakouts[breakout].trunk]) &&
	       view_sound_module(&s->ports[leg->port]);
}

unsigned light_port_lanes(const struct rule_view *view, struct light_lane ret_lanes[MODULE_MAX_LANES])
{
	size_t port = (size_t)(view->port - view->topology->ports);
	unsigned count = 0;

	for (unsigned n = 1; n <= view->module->lanes && n <= MODULE_MAX_LANES; n++) {
		if (!is_judged_in_leg(view, port, n))
			ret_lanes[count++] = light_lane_of(view->module, n, view->port, view->port_state);
	}
	return count;
}

uint32_t light_used_lanes(const struct rule_view *view)
{
	uint32_t used = 0;

	for (unsigned i = 0; i < view->breakout->leg_count; i++) {
		struct rule_view leg = view_leg(view, &view->breakout->legs[i]);
		unsigned first, count;

		if (view_trunk_lanes(&leg, &first, &count))
			used |= ((UINT32_C(1) << count) - 1) << (first - 1);
	}
	return used;
}

bool light_is_live(const struct light_lane *l)
{
	const struct module *m = l->module;

	if (m->data_ready == TRI_NO || (m->state && m->state != MODULE_STATE_READY))
		return false;
	return m->family != FAMILY_CMIS || l->lane->data_path == DATA_PATH_ACTIVATED;
}

enum tristate light_signal(const struct light_lane *l, enum signal signal)
{
	if (!(l->lane->signals_known & signal))
		return TRI_UNKNOWN;
	return l->lane->signals & signal ? TRI_YES : TRI_NO;
}

enum confidence light_confidence(const struct module *a, const struct module *b)
{
	enum confidence sure = module_type_sure(a), other = module_type_sure(b);

	return other < sure ? other : sure;
}

bool light_stands(const struct light_lane *l, enum signal signal)
{
	return signals_standing(l->module, l->lane) & signal;
}

bool light_has_fault(const struct light_lane *l)
{
	return light_stands(l, SIGNAL_TX_FAULT);
}

bool light_is_disabled(const struct light_lane *l)
{
	return light_signal(l, SIGNAL_TX_DISABLED) == TRI_YES;
}

/* Does more than one fact say so? */
static bool is_surely_silent(const struct lane *lane)
{
	const uint32_t low = alarm_bit(MONITOR_TX_POWER, ALARM_LOW_ALARM) | alarm_bit(MONITOR_TX_BIAS, ALARM_LOW_ALARM);

	return (lane->alarms & lane->alarms_known & low) || (value_ok(lane->tx_bias) && !lane_has_current(lane));
}

bool light_is_silent(const struct light_lane *l, bool *ret_sure)
{
	/* Nothing is sent, too, where nothing comes from the switch: outputs are squelched then. */
	if (!light_is_live(l) || light_is_disabled(l) || light_has_fault(l) ||
	    light_signal(l, SIGNAL_TX_LOS) == TRI_YES)
		return false;
	if (lane_sends_by_power(l->module, l->lane) != TRI_NO &&
	    (value_ok(l->lane->tx_power) || !value_ok(l->lane->tx_bias) || lane_has_current(l->lane)))
		return false;
	*ret_sure = is_surely_silent(l->lane);
	return true;
}

enum tristate light_sends(const struct light_lane *l)
{
	enum tristate by_power;

	if (light_is_disabled(l) || light_has_fault(l) || !light_is_live(l))
		return TRI_NO;
	by_power = lane_sends_by_power(l->module, l->lane);
	/* A monitor of power decides; without, the laser's current; without, that nothing stops it. */
	if (by_power != TRI_UNKNOWN || value_ok(l->lane->tx_power))
		return by_power;
	if (value_ok(l->lane->tx_bias))
		return lane_has_current(l->lane) ? TRI_YES : TRI_NO;
	return light_signal(l, SIGNAL_TX_DISABLED) == TRI_NO ? TRI_YES : TRI_UNKNOWN;
}

enum tristate light_arrives(const struct light_lane *l)
{
	enum tristate by_power, los;

	if (!light_is_live(l))
		return TRI_UNKNOWN;
	by_power = lane_receives_by_power(l->module, l->lane);
	los = light_signal(l, SIGNAL_RX_LOS);
	/* Flag and monitor that contradict each other prove nothing: LOS may be about modulation. */
	if (los == TRI_YES)
		return by_power == TRI_YES ? TRI_UNKNOWN : TRI_NO;
	if (los == TRI_NO)
		return by_power == TRI_NO ? TRI_UNKNOWN : TRI_YES;
	return by_power;
}

bool light_tx(const struct light_lane *l, int32_t *ret_cdbm)
{
	if (!value_ok(l->lane->tx_power) || light_sends(l) == TRI_NO)
		return false;
	*ret_cdbm = power_cdbm_from_nw(l->lane->tx_power.v);
	return true;
}

bool light_rx(const struct light_lane *l, int32_t *ret_cdbm)
{
	/* Modulation amplitude (OMA) is no average power. */
	if (!value_ok(l->lane->rx_power) || !(l->module->dom & DOM_RX_AVERAGE) || !light_is_live(l) ||
	    light_arrives(l) == TRI_NO)
		return false;
	*ret_cdbm = power_cdbm_from_nw(l->lane->rx_power.v);
	return true;
}

struct value light_loss(const struct light_lane *from, const struct light_lane *to)
{
	int32_t tx, rx;

	if (!light_tx(from, &tx) || !light_rx(to, &rx))
		return (struct value){ 0 };
	return value_of(tx - rx);
}

bool light_budget(const struct rule_view *view, enum plan_direction direction, struct plan_budget *ret_budget)
{
	const struct module_type *trunk, *leg;

	/* Two lanes against one have no budget. */
	if (!view->trunk || !view->module || !compare_accepted(view) || compare_noted(view, "RATE-06"))
		return false;
	trunk = view_run_as(view, view->trunk);
	leg = view_run_as(view, view->module);
	return trunk && leg && plan_budget(trunk, leg, direction, ret_budget);
}

void light_lane_loss(const struct snapshot *s, size_t port, unsigned lane, struct value *ret_loss,
                     struct value *ret_allowed)
{
	bool at_trunk = s->ports[port].role == ROLE_TRUNK;
	const struct leg_decl *decl;
	struct plan_budget budget;
	struct rule_view view;
	struct light_leg l;
	size_t breakout;

	*ret_loss = *ret_allowed = (struct value){ 0 };
	if (!snapshot_lane_leg(s, port, lane, &breakout, &decl) || decl->peer != PEER_LOCAL)
		return;
	view = view_breakout(s, breakout);
	view = view_leg(&view, decl);
	if (light_budget(&view, at_trunk ? PLAN_TOWARD_TRUNK : PLAN_TOWARD_LEG, &budget))
		*ret_allowed = value_of(budget.loss);
	light_leg_init(&l, &view);
	for (unsigned i = 0; l.paired && l.same_time && i < l.trunk_count; i++) {
		if (at_trunk && l.trunk[i].number == lane)
			*ret_loss = light_loss(&l.leg[i], &l.trunk[i]);
		else if (!at_trunk && l.leg[i].number == lane)
			*ret_loss = light_loss(&l.trunk[i], &l.leg[i]);
	}
}

static bool within(int32_t cdbm, int32_t min, int32_t max)
{
	return cdbm >= min - LIGHT_ACCURACY && cdbm <= max + LIGHT_ACCURACY;
}

bool light_rx_within(const struct light_lane *l)
{
	struct power_limits limits;
	int32_t rx;

	return module_power_limits(l->module, &limits) && light_rx(l, &rx) &&
	       within(rx, limits.rx_min, limits.rx_max);
}

bool light_tx_within(const struct light_lane *l)
{
	struct power_limits limits;
	int32_t tx;

	return module_power_limits(l->module, &limits) && light_tx(l, &tx) &&
	       within(tx, limits.tx_min, limits.tx_max);
}

static const char *const registers[][LIGHT_REGISTERS] = {
	[FAMILY_SFF8472] = { "A2h:110", "", "A2h:119", "A2h:110", "A2h:110", "A2h:104", "A2h:102", "A2h:100",
	                     "A2h:112", "A2h:112", "" },
	[FAMILY_SFF8636] = { "00h:3", "00h:3", "00h:5", "00h:4", "00h:86", "00h:34", "00h:50", "00h:42",
	                     "00h:9", "00h:6", "" },
	[FAMILY_CMIS] = { "11h:147", "11h:136", "11h:137", "11h:135", "10h:130", "11h:186", "11h:154",
	                  "11h:170", "11h:139", "00h:9", "24h:128" },
};

const char *light_register(const struct module *m, enum light_register r)
{
	if (m->family == FAMILY_UNKNOWN || m->family >= sizeof(registers) / sizeof(registers[0]))
		return "";
	return registers[m->family][r];
}

void light_name(struct text *t, const struct light_lane *l)
{
	text_printf(t, "%s", l->port->name);
	if (l->host_lane)
		text_printf(t, " host lane %u", l->host_lane);
	else if (l->module->lanes > 1)
		text_printf(t, " lane %u", l->number);
}

void light_power_text(struct text *t, int32_t cdbm)
{
	text_printf(t, "%.1f dBm", cdbm / 100.0);
}

void light_cite(struct text *t, const struct light_lane *l, enum light_register first,
                enum light_register second)
{
	const char *more = second == LIGHT_REGISTERS ? "" : light_register(l->module, second);

	text_item(t, "; ", "%s %s", l->port->name, light_register(l->module, first));
	if (more[0])
		text_printf(t, ", %s", more);
}

/* Lanes that are named; the rest is counted. */
#define NAMED 2

struct light_report light_report_start(struct rule_finding *finding)
{
	struct light_report r = { .finding = finding };

	text_init(&r.observed, finding->observed, sizeof(finding->observed));
	text_init(&r.evidence, finding->evidence, sizeof(finding->evidence));
	return r;
}

void light_blame(struct rule_finding *finding, const struct light_lane *lane)
{
	finding->port = lane->port;
	finding->lane = (uint8_t)lane->number;
}

bool light_report_lane(struct light_report *r, const struct light_lane *lane)
{
	if (r->count == 0 && lane)
		light_blame(r->finding, lane);
	return r->count++ < NAMED;
}

void light_report_next(struct light_report *r)
{
	if (r->observed.len)
		text_printf(&r->observed, "; ");
}

enum rule_result light_report_end(struct light_report *r, const char *expected)
{
	if (r->count == 0)
		return r->looked ? RULE_PASS : RULE_NOT_APPLICABLE;
	if (r->count > NAMED)
		text_printf(&r->observed, "; and %u more", r->count - NAMED);
	TEXT_SET(r->finding->expected, expected);
	return RULE_VIOLATION;
}
