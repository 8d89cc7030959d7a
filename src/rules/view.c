/* SPDX-License-Identifier: BSD-3-Clause */
/* Views of a snapshot for checks. */
#include "rules/view.h"

const struct module *view_sound_module(const struct port_state *state)
{
	const struct module *m = state->presence == PRESENCE_PRESENT ? state->module : NULL;

	/* Of a part, nothing is claimed that its bytes do not say: rules about the rest cannot tell. */
	return m && (state->status == READ_OK || (state->status == READ_TRUNCATED && m->type_name[0])) ? m : NULL;
}

bool view_is_opaque(const struct port_state *state)
{
	return state->presence != PRESENCE_ABSENT && !view_sound_module(state);
}

struct rule_view view_breakout(const struct snapshot *s, size_t index)
{
	const struct breakout_decl *b = &s->topology->breakouts[index];
	struct rule_view view = {
		.snapshot = s,
		.topology = s->topology,
		.breakout = b,
		.breakout_state = &s->breakouts[index],
		.trunk_port = &s->topology->ports[b->trunk],
		.trunk_state = &s->ports[b->trunk],
	};

	view.trunk = view_sound_module(view.trunk_state);
	view.module = view.trunk;
	view.mode = b->mode;
	if (view.trunk && view.trunk->type)
		view.plan = plan_find(view.trunk->type, &b->mode);
	return view;
}

enum tristate view_slows_down(const struct module *trunk, const struct plan *plan)
{
	struct mode mode;

	/* Nothing in a passive cable has a rate of its own. */
	if (trunk->medium == MEDIUM_COPPER)
		return TRI_YES;
	if (plan->lane_mbps == 10000 && trunk->application_count == 0)
		return trunk->downshift_10g;
	/* Other rates, and all of CMIS modules, are an application. */
	for (size_t n = 0; module_offered_mode(trunk, n, &mode); n++) {
		if (mode_equal(&mode, &plan->mode))
			return TRI_YES;
	}
	return trunk->application_count && module_modes_known(trunk) ? TRI_NO : TRI_UNKNOWN;
}

/* Does the port offer legs of this rate, as far as anybody says? */
static bool port_offers(const struct rule_view *view, uint32_t mbps)
{
	const struct mode *own = &view->breakout->mode;
	struct mode mode = { .count = own->count, .rate_mbps = mbps };
	const struct port_decl *port = view->trunk_port;
	bool offered = port->split_supported_count == 0 || mode_has_rate(own, mbps);

	for (unsigned i = 0; i < port->split_supported_count; i++) {
		const struct mode *offer = &port->split_supported[i];

		offered |= view->part ? mode_offers(offer, own) && mode_has_rate(offer, mbps) : mode_offers(offer, &mode);
	}
	return offered;
}

/* The plan for a leg at a rate of its own; NULL where the trunk does not run so. */
static const struct plan *plan_at(const struct rule_view *view, uint32_t mbps)
{
	struct mode mode = { .count = view->mode.count, .rate_mbps = mbps };
	const struct plan *plan = view->trunk && view->trunk->type ? plan_find(view->trunk->type, &mode) : NULL;

	return plan && plan->downshift && view_slows_down(view->trunk, plan) == TRI_NO ? NULL : plan;
}

/* The plan for one of the other rates that a mode's text has, if the module fits only so. */
static const struct plan *plan_of_others(const struct rule_view *view, const struct mode *mode)
{
	const struct plan *plan;

	for (unsigned i = 0; i < MODE_MAX_OTHERS && mode->other_mbps[i]; i++) {
		plan = plan_at(view, mode->other_mbps[i]);
		if (plan && plan_accepts(plan, view->module))
			return plan;
	}
	return NULL;
}

/*
 * The same for what the modes of the breakout and of the port allow. What the port could be split into says
 * nothing of a trunk that does not tell whether it has the rate.
 */
static const struct plan *plan_of_brackets(const struct rule_view *view)
{
	const struct mode *own = &view->breakout->mode;
	const struct port_decl *port = view->trunk_port;
	const struct plan *plan = plan_of_others(view, own);

	if (!plan && port->split_declared && mode_offers(&port->split_in_force, own))
		plan = plan_of_others(view, &port->split_in_force);
	if (plan)
		return plan;
	for (unsigned i = 0; i < port->split_supported_count; i++) {
		plan = mode_offers(&port->split_supported[i], own) ? plan_of_others(view, &port->split_supported[i]) : NULL;
		if (plan && view_slows_down(view->trunk, plan) == TRI_YES)
			return plan;
	}
	return NULL;
}

/*
 * A leg may run at another of the rates of trunk and port: it is declared, or its module fits only so
 * and the subport runs so, or the mode says that it may.
 */
static const struct plan *plan_as_run(const struct rule_view *view)
{
	const struct host_netdev *netdev = view_subport(view, view->leg);
	uint32_t speed = netdev ? host_netdev_speed(netdev) : 0;
	const struct plan *plan;

	if (view->leg->rate_mbps) {
		plan = port_offers(view, view->leg->rate_mbps) ? plan_at(view, view->leg->rate_mbps) : NULL;
		return plan ? plan : view->plan;
	}
	if (!view->module || speed == view->mode.rate_mbps)
		return view->plan;
	if (speed) {
		plan = speed < view->mode.rate_mbps ? plan_at(view, speed) : NULL;
		return plan && plan_accepts(plan, view->module) ? plan : view->plan;
	}
	if (view->plan && plan_accepts(view->plan, view->module))
		return view->plan;
	plan = plan_of_brackets(view);
	return plan ? plan : view->plan;
}

/* Into how many legs as wide as this one the trunk could be split. */
static unsigned like_legs(const struct rule_view *view, const struct leg_decl *leg)
{
	unsigned lanes = view->trunk ? view->trunk->lanes : 0, first, count;

	if (!lanes || !topology_leg_lanes(view->topology, view->breakout, leg, lanes, &first, &count)) {
		lanes = topology_trunk_lanes(view->topology, view->breakout);
		count = leg->lane_count;
	}
	return count ? lanes / count : 0;
}

struct rule_view view_part(const struct rule_view *trunk, const struct leg_decl *leg)
{
	const struct mode *mode = &trunk->breakout->mode;
	struct rule_view view = *trunk;

	if (!mode_is_mixed(mode))
		return view;
	view.part = leg->number;
	view.mode = (struct mode){ .count = (uint8_t)like_legs(trunk, leg),
		                   .rate_mbps = mode_leg(mode, leg->number).rate_mbps };
	view.plan = trunk->trunk && trunk->trunk->type ? plan_find(trunk->trunk->type, &view.mode) : NULL;
	return view;
}

struct rule_view view_leg(const struct rule_view *trunk, const struct leg_decl *leg)
{
	struct rule_view view = view_part(trunk, leg);
	const struct plan *plan;

	view.leg = leg;
	view.module = NULL;
	if (leg->peer == PEER_LOCAL) {
		view.leg_port = &view.topology->ports[leg->port];
		view.leg_state = &view.snapshot->ports[leg->port];
		view.module = view_sound_module(view.leg_state);
	}
	plan = plan_as_run(&view);
	if (plan != view.plan) {
		view.plan = plan;
		view.mode.rate_mbps = plan->mode.rate_mbps;
	}
	return view;
}

struct rule_view view_port(const struct snapshot *s, size_t index)
{
	return (struct rule_view){
		.snapshot = s,
		.topology = s->topology,
		.port = &s->topology->ports[index],
		.port_state = &s->ports[index],
		.module = s->ports[index].module,
	};
}

bool view_trunk_lanes(const struct rule_view *leg, unsigned *ret_first, unsigned *ret_count)
{
	return leg->trunk && topology_leg_lanes(leg->topology, leg->breakout, leg->leg, leg->trunk->lanes,
	                                        ret_first, ret_count);
}

bool view_host_split(const struct rule_view *view, struct mode *ret_mode, const char **ret_evidence)
{
	const struct port_decl *port = view->port ? view->port : view->trunk_port;
	const struct port_state *state = view->port ? view->port_state : view->trunk_state;

	if (port_host(state)->split_known) {
		*ret_mode = port_host(state)->split;
		*ret_evidence = port_host(state)->split_evidence;
		return true;
	}
	if (!port->split_declared)
		return false;
	*ret_mode = port->split_in_force;
	*ret_evidence = "configuration: split";
	return true;
}

/* Where the port has a network device for each leg, or one for all; -1: neither. */
static int subport_of(const struct rule_view *trunk, const struct leg_decl *leg)
{
	unsigned there = port_subports(trunk->trunk_port, trunk->trunk_state);

	return there == trunk->breakout->leg_count ? leg->number - 1 : there == 1 ? 0 : -1;
}

uint32_t view_subport_if_index(const struct rule_view *trunk, const struct leg_decl *leg)
{
	int at = subport_of(trunk, leg);

	return at < 0 ? 0 : trunk->trunk_state->if_index[at];
}

const struct host_netdev *view_subport(const struct rule_view *trunk, const struct leg_decl *leg)
{
	const struct host_port *host = port_host(trunk->trunk_state);
	uint32_t if_index = view_subport_if_index(trunk, leg);

	for (unsigned i = 0; if_index && i < host->netdev_count; i++) {
		if (host->netdev[i].if_index == if_index)
			return &host->netdev[i];
	}
	return NULL;
}

const struct host_netdev *view_leg_netdev(const struct rule_view *leg)
{
	const struct host_port *host = leg->leg_state ? port_host(leg->leg_state) : NULL;

	if (!host || host->netdev_count == 0)
		return NULL;
	/* One that is split itself has several: a module with the lanes of one is the first one's. */
	if (host->netdev_count > 1 && !(leg->module && host->split_known &&
	                                view_is_first_subports(leg->leg_port, leg->module, &host->split) == TRI_YES))
		return NULL;
	return &host->netdev[0];
}

/* Lanes of the widest cage: OSFP and QSFP-DD. */
#define WIDEST_CAGE 8

enum tristate view_is_first_subports(const struct port_decl *port, const struct module *m, const struct mode *split)
{
	unsigned has = form_factor_lanes(port->cage), uses = form_factor_lanes(m->form), first, count;
	bool mixed = mode_is_mixed(split);

	/* No cage for SFPs is split, whatever is declared: it is in an adapter. */
	if (uses <= 1)
		return uses == 1 ? TRI_YES : TRI_NO;
	if (has == 0)
		return mixed || uses * split->count <= WIDEST_CAGE ? TRI_UNKNOWN : TRI_NO;
	if (!mode_leg_lanes(split, has, 1, &first, &count))
		return mixed ? TRI_UNKNOWN : TRI_NO;
	return uses <= count ? TRI_YES : TRI_NO;
}

bool view_is_shut(const struct host_netdev *netdev)
{
	return netdev && netdev->admin_up == TRI_NO;
}

bool view_is_wanted(const struct host_netdev *netdev)
{
	return netdev && netdev->admin_up == TRI_YES;
}

bool view_port_is_shut(const struct host_port *host)
{
	for (unsigned i = 0; i < host->netdev_count; i++) {
		if (!view_is_shut(&host->netdev[i]))
			return false;
	}
	return host->netdev_count > 0;
}

/* Legs of a slower mode may be named by what they are at full speed: the one that is made for the lanes' rate. */
static const struct module_type *type_at_speed(const struct plan *plan)
{
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		const struct module_type *type = module_type_find(plan->legs[i].type);

		if (type && type->lane_mbps == plan->lane_mbps)
			return type;
	}
	return NULL;
}

const struct module_type *view_run_as(const struct rule_view *leg, const struct module *m)
{
	const struct plan *plan = leg->plan;

	if (!plan || !value_ok(m->lane_mbps) || (uint32_t)m->lane_mbps.v <= plan->lane_mbps)
		return m->type;
	if (m->slow_type && m->slow_type->lane_mbps == plan->lane_mbps)
		return m->slow_type;
	return plan->downshift ? type_at_speed(plan) : m->type;
}

uint32_t view_reach_m(const struct rule_view *leg, const struct module *m)
{
	uint32_t typical = m->type ? m->type->reach_m : 0;

	if (m == leg->trunk && m->layout != LAYOUT_CABLE && leg->plan && leg->plan->downshift)
		return 0;
	if (!value_ok(m->reach_m) || m->reach_m.v <= 0)
		return typical;
	/* The length on one grade of multimode fibre says nothing of a better one. */
	if (m->medium == MEDIUM_MMF && (uint32_t)m->reach_m.v < typical)
		return typical;
	return (uint32_t)m->reach_m.v;
}
