/* SPDX-License-Identifier: BSD-3-Clause */
/* Random switches in which everything is right. */
#include "rules/random_switch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "common/type_image.h"
#include "eeprom/eeprom.h"
#include "model/flag.h"
#include "rules/type_module.h"
#include "unit/own_host.h"

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

uint32_t random_switch_below(struct random_switch *sw, uint32_t n)
{
	return next_random(&sw->seed) % n;
}

static bool coin(struct random_switch *sw)
{
	return random_switch_below(sw, 2);
}

static int32_t between(struct random_switch *sw, int32_t min, int32_t max)
{
	return max > min ? min + (int32_t)random_switch_below(sw, (uint32_t)(max - min) + 1) : min;
}

/* Identity. */

static const char *const vendors[] = {
	"FINISAR CORP.", "CISCO", "Arista Networks", "INNOLIGHT", "FS", "OEM"
};

static void name_module(struct random_switch *sw, struct module *m, const char *vendor, const char *serial)
{
	TEXT_SET(m->vendor, vendor);
	TEXT_SET(m->serial, serial);
	snprintf(m->date_code, sizeof(m->date_code), "%02d%02d%02d", between(sw, 15, 25), between(sw, 1, 12),
	         between(sw, 1, 28));
}

static void any_name(struct random_switch *sw, struct module *m)
{
	char serial[17];

	snprintf(serial, sizeof(serial), "%c%c%c%07u", 'A' + between(sw, 0, 25), 'A' + between(sw, 0, 25),
	         'A' + between(sw, 0, 25), random_switch_below(sw, 10000000));
	name_module(sw, m, vendors[random_switch_below(sw, sizeof(vendors) / sizeof(vendors[0]))], serial);
}

/* The ends of a cable: one vendor, one serial number, perhaps with the number of the end behind it. */
static void name_ends(struct random_switch *sw, struct module *trunk, struct module *const *legs,
                      size_t count)
{
	bool numbered = coin(sw);

	for (size_t i = 0; i < count; i++) {
		char serial[17];

		snprintf(serial, sizeof(serial), numbered ? "%.10s-%zu" : "%.10s", trunk->serial, i + 1);
		name_module(sw, legs[i], trunk->vendor, serial);
		TEXT_SET(legs[i]->date_code, trunk->date_code);
	}
}

/* Monitors. */

/* Within the limits of the type and the warnings of the module. */
static struct value any_power(struct random_switch *sw, struct value was, int16_t min, int16_t max,
                              const struct thresholds *t)
{
	int32_t nw_min = power_nw_from_cdbm(min), nw_max = power_nw_from_cdbm(max);

	if (!value_ok(was) || (min == 0 && max == 0))
		return was;
	if (value_ok(t->low_warning) && t->low_warning.v > nw_min)
		nw_min = t->low_warning.v;
	if (value_ok(t->high_warning) && t->high_warning.v < nw_max)
		nw_max = t->high_warning.v;
	if (nw_min > nw_max)
		return was;
	/* Evenly in dB, or weak signals would be rare. */
	return value_of(
		power_nw_from_cdbm(between(sw, power_cdbm_from_nw(nw_min), power_cdbm_from_nw(nw_max))));
}

static struct value any_between_warnings(struct random_switch *sw, struct value was,
                                         const struct thresholds *t)
{
	if (!value_ok(was) || !value_ok(t->low_warning) || !value_ok(t->high_warning))
		return was;
	return value_of(between(sw, t->low_warning.v, t->high_warning.v));
}

static void any_monitors(struct random_switch *sw, struct module *m)
{
	const struct power_limits *p = &m->type->power;
	const struct thresholds *t = m->thresholds;

	m->temperature = any_between_warnings(sw, m->temperature, &t[MONITOR_TEMPERATURE]);
	m->supply = any_between_warnings(sw, m->supply, &t[MONITOR_SUPPLY]);
	for (unsigned n = 0; n < m->lanes && n < MODULE_MAX_LANES; n++) {
		struct lane *lane = &m->lane[n];

		lane->tx_power = any_power(sw, lane->tx_power, p->tx_min, p->tx_max, &t[MONITOR_TX_POWER]);
		lane->rx_power = any_power(sw, lane->rx_power, p->rx_min, p->rx_max, &t[MONITOR_RX_POWER]);
		lane->tx_bias = any_between_warnings(sw, lane->tx_bias, &t[MONITOR_TX_BIAS]);
	}
	/* Some modules have no monitors, some measure OMA. */
	if (random_switch_below(sw, 8) == 0)
		m->dom &= (uint8_t)~DOM_RX_AVERAGE;
}

/* The switch. */

/* What a host has to run for the module; not known for cables that leave it open. */
static enum fec host_fec(const struct module *m)
{
	return m->fec_in_module == TRI_YES ? FEC_NONE : m->line_fec;
}

static void any_netdevs(struct random_switch *sw, struct port_state *state, size_t port, unsigned count,
                        uint32_t mbps, enum fec fec)
{
	bool know_fec = coin(sw), know_speed = coin(sw);

	own_host(state)->netdev_count = count;
	sw->topology->ports[port].netdev_count = count;
	for (unsigned i = 0; i < count; i++) {
		struct host_netdev *dev = &own_host(state)->netdev[i];

		snprintf(dev->name, sizeof(dev->name), "swp%zus%u", port, i);
		dev->if_index = (uint32_t)(port * 16 + i + 1);
		dev->admin_up = TRI_YES;
		dev->carrier = TRI_YES;
		dev->autoneg = coin(sw) ? TRI_NO : TRI_UNKNOWN;
		dev->speed_mbps = know_speed ? mbps : 0;
		dev->fec = know_fec ? fec : FEC_UNKNOWN;
		state->if_index[i] = dev->if_index;
	}
}

static void any_port(struct random_switch *sw, struct port_decl *port, const struct module *m)
{
	if (coin(sw))
		port->cage = m->form;
	if (coin(sw) && value_ok(m->max_power_mw))
		port->max_power_mw = (uint32_t)m->max_power_mw.v + random_switch_below(sw, 5000);
	if (coin(sw))
		port->autoneg = TRI_NO;
	if (coin(sw))
		port->fec = host_fec(m);
}

static void split_host(struct random_switch *sw, struct port_decl *port, struct port_state *state,
                       const struct mode *mode)
{
	if (coin(sw)) {
		port->split_supported[0] = (struct mode){ .count = 2, .rate_mbps = mode->rate_mbps };
		port->split_supported[1] = *mode;
		port->split_supported_count = 2;
	}
	if (coin(sw)) {
		port->split_declared = true;
		port->split_in_force = *mode;
	}
	if (coin(sw)) {
		own_host(state)->split_known = true;
		own_host(state)->split = *mode;
		if (coin(sw))
			own_host(state)->split.rate_mbps = 0;
		TEXT_SET(own_host(state)->split_evidence, "devlink");
	}
}

static void plug(struct random_switch *sw, size_t port, struct module *m)
{
	struct port_state *state = &sw->snapshot->ports[port];

	module_unref(state->module);
	state->module = m;
	state->presence = PRESENCE_PRESENT;
	state->status = m->status;
}

static struct module *any_module(struct random_switch *sw, const struct module_type *type)
{
	struct module *m = must(type_module_copy(type));

	any_name(sw, m);
	any_monitors(sw, m);
	return m;
}

static const struct module_type *any_leg(struct random_switch *sw, const struct plan *plan)
{
	size_t n = 0;

	const struct plan_leg *leg;

	while (n < PLAN_MAX_LEGS && plan->legs[n].type)
		n++;
	/* One that is doubted is not silent. */
	do
		leg = &plan->legs[random_switch_below(sw, (uint32_t)n)];
	while (n > 1 && leg->note_rule && strcmp(leg->note_rule, "RATE-06") == 0);
	return module_type_find(leg->type);
}

/* Fibre within the reach of both ends. */
static uint32_t any_length(struct random_switch *sw, const struct module *trunk, struct module *const *legs,
                           size_t count)
{
	uint32_t reach = trunk->type->reach_m;

	for (size_t i = 0; i < count; i++) {
		if (legs[i]->type->reach_m < reach)
			reach = legs[i]->type->reach_m;
		if (value_ok(legs[i]->reach_m) && (uint32_t)legs[i]->reach_m.v < reach)
			reach = (uint32_t)legs[i]->reach_m.v;
	}
	if (value_ok(trunk->reach_m) && (uint32_t)trunk->reach_m.v < reach)
		reach = (uint32_t)trunk->reach_m.v;
	return reach && coin(sw) ? 1 + random_switch_below(sw, reach) : 0;
}

const struct plan *random_switch_plan(const struct random_switch *sw, size_t index, unsigned leg)
{
	const struct plan *fine = sw->fine[index];

	return fine && mode_leg(&sw->mode[index], leg).rate_mbps == fine->mode.rate_mbps ? fine : sw->plan[index];
}

/* Another plan of the trunk, of more legs in parallel. */
static const struct plan *finer(struct random_switch *sw, const struct plan *plan)
{
	const struct module_type *type = module_type_find(plan->trunk);
	const struct plan *fine = NULL, *p;

	for (size_t n = 0; type->layout == LAYOUT_PARALLEL && !plan->downshift && (p = plan_of_trunk(type, n)); n++) {
		if (p->mode.count > plan->mode.count && !p->downshift && (!fine || coin(sw)))
			fine = p;
	}
	return fine;
}

/* Some trunks have legs of two widths: some of the plan's legs are parted further. */
static void choose_mode(struct random_switch *sw, size_t index)
{
	const struct plan *plan = sw->plan[index], *fine = coin(sw) ? finer(sw, plan) : NULL;
	unsigned wide = fine ? 1 + random_switch_below(sw, plan->mode.count - 1u) : 0;
	unsigned narrow = fine ? (plan->mode.count - wide) * (fine->mode.count / plan->mode.count) : 0;
	struct mode_part legs[MODE_MAX_COUNT];
	bool wide_first = coin(sw);

	sw->mode[index] = plan->mode;
	if (!fine || wide + narrow > MODE_MAX_COUNT)
		return;
	sw->fine[index] = fine;
	for (unsigned n = 0; n < wide + narrow; n++) {
		bool is_wide = wide_first ? n < wide : n >= narrow;

		legs[n] = (struct mode_part){ .rate_mbps = is_wide ? plan->mode.rate_mbps : fine->mode.rate_mbps };
	}
	mode_of_legs(legs, wide + narrow, &sw->mode[index]);
}

/* One leg of a dual-rate trunk may run slower: declared, as the mode says, or as the kernel runs it. */
static void lower_a_leg(struct random_switch *sw, size_t index)
{
	struct breakout_decl *b = &sw->topology->breakouts[index];
	const struct mode mode = { .count = b->mode.count, .rate_mbps = 10000 };
	const struct module_type *type = module_type_find(sw->plan[index]->trunk);
	const struct plan *lower = plan_find(type, &mode);

	if (b->mode.rate_mbps != 25000 || type->layout != LAYOUT_PARALLEL || !lower || !lower->downshift || coin(sw))
		return;
	sw->lower[index] = lower;
	sw->lower_leg[index] = 1 + random_switch_below(sw, b->leg_count);
	if (coin(sw))
		b->mode.other_mbps[0] = mode.rate_mbps;
	else
		b->legs[sw->lower_leg[index] - 1].rate_mbps = mode.rate_mbps;
}

static bool is_lower(const struct random_switch *sw, size_t index, unsigned leg)
{
	return sw->lower[index] && sw->lower_leg[index] == leg;
}

/* What the kernel tells of the leg's speed, at both ends. */
static void set_speed(struct random_switch *sw, size_t port, unsigned at, uint32_t mbps)
{
	struct host_netdev *dev = &own_host(&sw->snapshot->ports[port])->netdev[at];

	if (dev->speed_mbps)
		dev->speed_mbps = mbps;
}

static void add_adapter(struct random_switch *sw, size_t port)
{
	static const char *const types[] = { "1g-sx", "10g-sr", "10g-lr", "25g-sr", "25g-lr", "10g-cr" };
	static const enum form_factor cages[] = { FORM_UNKNOWN, FORM_QSFP_PLUS, FORM_QSFP28, FORM_QSFP_DD, FORM_OSFP };
	const char *name = types[random_switch_below(sw, sizeof(types) / sizeof(types[0]))];
	struct module *m = any_module(sw, module_type_find(name));
	struct port_decl *decl = &sw->topology->ports[port];
	struct port_state *state = &sw->snapshot->ports[port];
	const struct mode mode = { .count = coin(sw) ? 4 : 2, .rate_mbps = module_rate_mbps(m) };

	plug(sw, port, m);
	any_port(sw, decl, m);
	decl->cage = cages[random_switch_below(sw, sizeof(cages) / sizeof(cages[0]))];
	split_host(sw, decl, state, &mode);
	any_netdevs(sw, state, port, mode.count, mode.rate_mbps, host_fec(m));
	for (unsigned i = 1; i < mode.count; i++)
		own_host(state)->netdev[i].carrier = TRI_NO;
	/* A link proves that the port is of use: without one the adapter must be enough. */
	if (coin(sw))
		own_host(state)->netdev[0].carrier = TRI_NO;
}

struct module *random_switch_module(struct random_switch *sw, size_t port)
{
	struct port_state *state = &sw->snapshot->ports[port];
	struct module *own = must(module_copy(state->module));

	module_unref(state->module);
	state->module = own;
	return own;
}

/* What arrives of `from` at `to`, within what the receiver is made for; both monitors are a dB off at most. */
static void light(struct random_switch *sw, const struct lane *from, struct module *to, unsigned lane,
                  const struct plan_budget *budget)
{
	const struct power_limits *p = &to->type->power;
	struct value *rx = &to->lane[lane].rx_power;
	uint8_t los = to->lane[lane].signals_known & SIGNAL_RX_LOS;
	int32_t cdbm, min = p->rx_min;
	const struct value low = to->thresholds[MONITOR_RX_POWER].low_warning;

	if (from->tx_power.state == VALUE_NO_LIGHT) {
		*rx = from->tx_power;
		to->lane[lane].signals |= los;
	}
	if (!value_ok(from->tx_power) || !value_ok(*rx))
		return;
	to->lane[lane].signals &= (uint8_t)~los;
	if (value_ok(low) && power_cdbm_from_nw(low.v) > min)
		min = power_cdbm_from_nw(low.v) + 1;
	cdbm = power_cdbm_from_nw(from->tx_power.v) - between(sw, 0, budget->loss) + between(sw, -200, 200);
	*rx = value_of(power_nw_from_cdbm(cdbm < min ? min : cdbm > p->rx_max ? p->rx_max : cdbm));
}

void random_switch_light(struct random_switch *sw, size_t index, const unsigned *order)
{
	const struct breakout_decl *b = &sw->topology->breakouts[index];
	struct module *trunk = random_switch_module(sw, b->trunk);

	for (unsigned n = 0; n < b->leg_count; n++) {
		struct module *leg = random_switch_module(sw, b->legs[order[n]].port);
		struct plan_budget down, up;
		unsigned first, count;

		if (!plan_budget(trunk->type, leg->type, PLAN_TOWARD_LEG, &down) ||
		    !plan_budget(trunk->type, leg->type, PLAN_TOWARD_TRUNK, &up) ||
		    !snapshot_leg_lanes(sw->snapshot, index, n, LANES_MEDIA, &first, &count) || count != leg->lanes)
			continue;
		for (unsigned i = 0; i < count; i++) {
			light(sw, &trunk->lane[first - 1 + i], leg, i, &down);
			light(sw, &leg->lane[i], trunk, first - 1 + i, &up);
		}
	}
}

/* A flag or two that contradict what is measured. */
static void contradict(struct random_switch *sw, struct module *m)
{
	enum monitor monitor = (enum monitor)between(sw, MONITOR_TEMPERATURE, MONITOR_TX_BIAS);
	enum alarm_level level = (enum alarm_level)between(sw, ALARM_HIGH_ALARM, ALARM_LOW_ALARM);
	struct lane *lane = &m->lane[0];

	if (m->type->layout == LAYOUT_CABLE || random_switch_below(sw, 4))
		return;
	/* In the middle between the thresholds. */
	m->temperature = value_ok(m->temperature) ? value_of(3500) : m->temperature;
	m->supply = value_ok(m->supply) ? value_of(3300000) : m->supply;
	if (monitor <= MONITOR_SUPPLY) {
		m->alarms |= m->alarms_known & alarm_bit(monitor, level);
	} else if (flag_doubt(m, lane, monitor, level) != FLAG_STANDS) {
		lane->alarms |= lane->alarms_known & alarm_bit(monitor, level);
	}
	if (lane_receives_by_power(m, lane) == TRI_YES)
		lane->signals |= lane->signals_known & SIGNAL_RX_LOS;
}

static void populate(struct random_switch *sw, size_t index)
{
	unsigned order[MODE_MAX_COUNT];

	struct breakout_decl *b = &sw->topology->breakouts[index];
	const struct plan *plan = sw->plan[index];
	const struct module_type *type = module_type_find(plan->trunk);
	uint32_t first_rate = mode_leg(&b->mode, 1).rate_mbps;
	struct module *trunk = any_module(sw, type), *legs[MODE_MAX_COUNT];

	lower_a_leg(sw, index);
	if (plan->downshift || sw->lower[index])
		trunk->downshift_10g = TRI_YES;
	eeprom_program(trunk, &b->mode);
	/* The ends of a cable are of one type. */
	for (unsigned n = 0; n < b->leg_count; n++)
		legs[n] = any_module(sw, n > 0 && type->layout == LAYOUT_CABLE ? legs[0]->type
		                         : is_lower(sw, index, n + 1) ? any_leg(sw, sw->lower[index])
		                                                      : any_leg(sw, random_switch_plan(sw, index, n + 1)));
	if (type->layout == LAYOUT_CABLE)
		name_ends(sw, trunk, legs, b->leg_count);
	else
		b->length_m = any_length(sw, trunk, legs, b->leg_count);
	plug(sw, b->trunk, trunk);
	any_port(sw, &sw->topology->ports[b->trunk], trunk);
	split_host(sw, &sw->topology->ports[b->trunk], &sw->snapshot->ports[b->trunk], &b->mode);
	any_netdevs(sw, &sw->snapshot->ports[b->trunk], b->trunk, b->leg_count, first_rate,
	            host_fec(trunk));
	for (unsigned n = 0; n < b->leg_count; n++) {
		size_t port = b->legs[n].port;

		plug(sw, port, legs[n]);
		any_port(sw, &sw->topology->ports[port], legs[n]);
		any_netdevs(sw, &sw->snapshot->ports[port], port, 1, mode_leg(&b->mode, n + 1).rate_mbps, host_fec(legs[n]));
		set_speed(sw, b->trunk, n, mode_leg(&b->mode, n + 1).rate_mbps);
		if (is_lower(sw, index, n + 1)) {
			set_speed(sw, b->trunk, n, sw->lower[index]->mode.rate_mbps);
			set_speed(sw, port, 0, sw->lower[index]->mode.rate_mbps);
			if (sw->topology->ports[b->trunk].split_supported_count)
				sw->topology->ports[b->trunk].split_supported[1].other_mbps[0] = 10000;
		}
		order[n] = n;
	}
	random_switch_light(sw, index, order);
	contradict(sw, random_switch_module(sw, b->trunk));
	for (unsigned n = 0; n < b->leg_count; n++)
		contradict(sw, random_switch_module(sw, b->legs[n].port));
}

static void name_port(struct port_decl *port, size_t index)
{
	*port = (struct port_decl){ .index = (uint32_t)index + 1, .source = SOURCE_FILE };
	snprintf(port->name, sizeof(port->name), "swp%zu", index + 1);
	port->path = must(strdup(port->name));
}

static void declare(struct random_switch *sw, size_t count)
{
	struct topology *t = sw->topology;
	size_t ports = count + sw->adapters;

	for (size_t i = 0; i < count; i++)
		ports += sw->mode[i].count;
	t->ports = must(calloc(ports, sizeof(*t->ports)));
	t->port_count = ports;
	t->breakouts = must(calloc(count, sizeof(*t->breakouts)));
	t->breakout_count = count;
	for (size_t i = 0; i < ports; i++)
		name_port(&t->ports[i], i);
	for (size_t i = 0, port = count; i < count; i++) {
		struct breakout_decl *b = &t->breakouts[i];
		const struct plan *plan = sw->plan[i];
		unsigned lanes = form_factor_lanes(type_module(module_type_find(plan->trunk))->form), first, width;

		*b = (struct breakout_decl){ .index = (uint32_t)i + 1,
			                     .trunk = i,
			                     .mode = sw->mode[i],
			                     .leg_count = sw->mode[i].count };
		snprintf(b->name, sizeof(b->name), "bo%zu", i + 1);
		for (unsigned n = 0; n < b->leg_count; n++) {
			if (!mode_leg_lanes(&b->mode, lanes, n + 1, &first, &width)) {
				first = n + 1;
				width = 1;
			}
			b->legs[n] = (struct leg_decl){ .number = (uint8_t)(n + 1),
				                        .first_lane = (uint8_t)first,
				                        .lane_count = (uint8_t)width,
				                        .peer = PEER_LOCAL,
				                        .port = port++ };
		}
	}
}

static size_t plan_count(void)
{
	size_t n = 0;

	while (plans[n].trunk)
		n++;
	return n;
}

void random_switch_init(struct random_switch *sw, uint32_t seed)
{
	size_t count;

	/* Neighbouring seeds should not begin alike; xorshift must not begin with 0. */
	*sw = (struct random_switch){ .seed = seed * 2654435761u ^ 0x9e3779b9u };
	if (sw->seed == 0)
		sw->seed = 1;
	count = 1 + random_switch_below(sw, RANDOM_SWITCH_BREAKOUTS);
	for (size_t i = 0; i < count; i++) {
		sw->plan[i] = &plans[random_switch_below(sw, (uint32_t)plan_count())];
		choose_mode(sw, i);
	}
	sw->adapters = random_switch_below(sw, 3);
	sw->topology = must(topology_new());
	declare(sw, count);
	sw->snapshot = must(snapshot_new(sw->topology));
	for (size_t i = 0; i < count; i++)
		populate(sw, i);
	for (size_t i = 0; i < sw->adapters; i++)
		add_adapter(sw, sw->topology->port_count - 1 - i);
}

void random_switch_release(struct random_switch *sw)
{
	snapshot_unref(sw->snapshot);
	topology_unref(sw->topology);
}

void random_switch_replace(struct random_switch *sw, size_t port, const struct module_type *type)
{
	struct port_decl *decl = &sw->topology->ports[port];

	plug(sw, port, any_module(sw, type));
	decl->cage = FORM_UNKNOWN;
	decl->max_power_mw = 0;
	decl->fec = FEC_UNKNOWN;
	own_host(&sw->snapshot->ports[port])->netdev[0].fec = FEC_UNKNOWN;
}
