/* SPDX-License-Identifier: BSD-3-Clause */
/* Views of a snapshot for checks. */
#include "rules/view.h"

const struct module *view_sound_module(const struct port_state *state)
{
	return state->presence == PRESENCE_PRESENT && state->status == READ_OK ? state->module : NULL;
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
	if (view.trunk && view.trunk->type)
		view.plan = plan_find(view.trunk->type, &b->mode);
	return view;
}

struct rule_view view_leg(const struct rule_view *trunk, const struct leg_decl *leg)
{
	struct rule_view view = *trunk;

	view.leg = leg;
	view.module = NULL;
	if (leg->peer == PEER_LOCAL) {
		view.leg_port = &view.topology->ports[leg->port];
		view.leg_state = &view.snapshot->ports[leg->port];
		view.module = view_sound_module(view.leg_state);
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
	/* One that is split itself has several, of which nobody says which it is. */
	return leg->leg_state && port_host(leg->leg_state)->netdev_count == 1 ? &port_host(leg->leg_state)->netdev[0]
	                                                                : NULL;
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

const struct module_type *view_run_as(const struct rule_view *leg, const struct module *m)
{
	const struct plan *plan = leg->plan;

	if (!plan || !value_ok(m->lane_mbps) || (uint32_t)m->lane_mbps.v <= plan->lane_mbps)
		return m->type;
	if (m->slow_type && m->slow_type->lane_mbps == plan->lane_mbps)
		return m->slow_type;
	return plan->downshift ? plan_leg_type(plan) : m->type;
}

uint32_t view_reach_m(const struct rule_view *leg, const struct module *m)
{
	uint32_t typical = m->type ? m->type->reach_m : 0;

	if (m == leg->trunk && m->layout != LAYOUT_CABLE && leg->plan && leg->plan->downshift)
		return 0;
	return value_ok(m->reach_m) && (uint32_t)m->reach_m.v > typical ? (uint32_t)m->reach_m.v : typical;
}
