/* SPDX-License-Identifier: BSD-3-Clause */
/* Breakouts and legs that nobody declared. */
#include "collect/infer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/cable.h"
#include "rules/view.h"

#define INDEX_MAX 65535
/* Lanes of a trunk whose cage is not declared, as in the configuration. */
#define DEFAULT_LANES 4
#define NO_BREAKOUT SIZE_MAX

/* A cable end in a port. */
struct end {
	const struct module *module;
	size_t stem; /* length of what the ends of a cable have in common */
	size_t port;
};

/* What is at hand while concluding; arrays are parallel to ports. */
struct work {
	const struct topology *topology;
	const struct port_state *ports;
	size_t *trunk_of; /* index into breakouts, NO_BREAKOUT for others */
	bool *is_leg;
	size_t *conclusion_of; /* index into `out`, or SIZE_MAX */
	struct end *ends;
	size_t end_count;
	struct conclusions *out;
};

/* A module that conclusions may rest on. */
static const struct module *module_of(const struct work *w, size_t port)
{
	const struct port_state *state = &w->ports[port];

	return state->presence != PRESENCE_ABSENT && state->module && state->module->status == READ_OK
	               ? state->module
	               : NULL;
}

static unsigned trunk_lanes(const struct port_decl *port, const struct module *m)
{
	unsigned lanes = form_factor_lanes(port->cage);

	/* A CSFP has more lanes than its cage. */
	if (m->lanes > lanes)
		lanes = m->lanes;
	return lanes ? lanes : DEFAULT_LANES;
}

static bool index_free(const struct topology *t, const struct port_decl *port)
{
	uint32_t index = INFER_INDEX + port->index;

	return index <= INDEX_MAX && !topology_breakout_of_index(t, index);
}

/* Do the legs have whole lanes, as a declared breakout's must? */
static bool lanes_suffice(const struct mode *mode, unsigned lanes)
{
	unsigned first, count;

	return (mode_is_mixed(mode) || mode_halves(mode->count)) &&
	       mode_leg_lanes(mode, lanes, mode->count, &first, &count);
}

/* May this port be the trunk of a breakout in this mode that nobody declared? */
static bool may_be_trunk(const struct work *w, size_t port, const struct mode *mode)
{
	const struct port_decl *decl = &w->topology->ports[port];
	const struct module *m = module_of(w, port);

	/* All of an SFP in an adapter is the first subport's. */
	return m && m->splittable != TRI_NO && view_is_first_subports(decl, m, mode) != TRI_YES &&
	       w->trunk_of[port] == NO_BREAKOUT && !w->is_leg[port] && mode->count >= 2 &&
	       lanes_suffice(mode, trunk_lanes(decl, m)) && index_free(w->topology, decl);
}

/* The conclusion about a trunk, made if there is none yet. */
static struct conclusion *conclude(struct work *w, size_t trunk)
{
	struct conclusion *c;

	if (w->conclusion_of[trunk] == SIZE_MAX) {
		w->conclusion_of[trunk] = w->out->count;
		c = &w->out->all[w->out->count++];
		*c = (struct conclusion){
			.trunk = trunk,
			.declared = w->trunk_of[trunk],
			.lanes = trunk_lanes(&w->topology->ports[trunk], module_of(w, trunk)),
		};
		for (unsigned n = 0; n < MODE_MAX_COUNT; n++)
			c->legs[n] = INFER_NO_PORT;
	}
	return &w->out->all[w->conclusion_of[trunk]];
}

/* Give a split that the kernel has no speeds for its rates: links that are down have none. */
static bool find_rates(const struct work *w, size_t port, struct mode *split)
{
	const struct port_decl *decl = &w->topology->ports[port];

	if (mode_rates_known(split))
		return true;
	if (decl->split_declared && mode_matches(&decl->split_in_force, split)) {
		*split = decl->split_in_force;
		return true;
	}
	if (mode_is_mixed(split) || !mode_halves(split->count))
		return false;
	split->rate_mbps = module_rate_mbps(module_of(w, port)) / split->count;
	return split->rate_mbps > 0;
}

static void conclude_split(struct work *w, size_t port)
{
	const struct host_port *host = port_host(&w->ports[port]);
	struct mode mode = host->split;

	if (host->split_known && mode.count >= 2 && module_of(w, port) && find_rates(w, port, &mode) &&
	    may_be_trunk(w, port, &mode))
		conclude(w, port)->mode = mode;
}

/* Cables. */

static int compare_ends(const void *left, const void *right)
{
	const struct end *a = left, *b = right;
	int c;

	if (a->stem != b->stem)
		return a->stem < b->stem ? -1 : 1;
	c = strncmp(a->module->serial, b->module->serial, a->stem);
	/* Then in order of what tells the ends apart; ports decide between equals. */
	if (c == 0)
		c = strcmp(a->module->serial, b->module->serial);
	return c ? c : a->port < b->port ? -1 : a->port > b->port;
}

static void collect_ends(struct work *w)
{
	for (size_t i = 0; i < w->topology->port_count; i++) {
		const struct module *m = module_of(w, i);

		if (!m || m->layout != LAYOUT_CABLE || !m->serial[0])
			continue;
		w->ends[w->end_count++] =
			(struct end){ .module = m, .stem = cable_serial_stem(m->serial), .port = i };
	}
	qsort(w->ends, w->end_count, sizeof(*w->ends), compare_ends);
}

static bool same_cable(const struct end *a, const struct end *b)
{
	return cable_same_serial(a->module->serial, b->module->serial) == TRI_YES &&
	       cable_same_vendor(a->module->vendor, b->module->vendor) == TRI_YES &&
	       cable_same_part(a->module->part_number, b->module->part_number) != TRI_NO;
}

/* The end where the cable begins, in a port that is or can be a trunk. */
static bool is_trunk_end(const struct work *w, const struct end *e)
{
	if (w->trunk_of[e->port] != NO_BREAKOUT || w->conclusion_of[e->port] != SIZE_MAX)
		return true;
	return e->module->far_ends >= 2 && !w->is_leg[e->port];
}

/* The far ends of a cable that sit in ports of no breakout, and nothing else. */
struct far_ends {
	const struct end *end[MODE_MAX_COUNT];
	unsigned count;
};

/* False if they can't be told: two cables of one serial number, more ends than a cable has. */
static bool collect_far_ends(const struct work *w, const struct end *first, size_t count,
                             const struct end **ret_trunk, struct far_ends *ret_far)
{
	const struct end *trunk = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!is_trunk_end(w, &first[i]))
			continue;
		if (trunk)
			return false;
		trunk = &first[i];
	}
	*ret_far = (struct far_ends){ .count = 0 };
	for (size_t i = 0; trunk && i < count; i++) {
		const struct end *e = &first[i];

		if (e == trunk || w->is_leg[e->port])
			continue;
		if (!same_cable(trunk, e) || ret_far->count == MODE_MAX_COUNT)
			return false;
		ret_far->end[ret_far->count++] = e;
	}
	*ret_trunk = trunk;
	return trunk && ret_far->count > 0;
}

/* The mark of an end: "-3" is 3; 0 if it is no number. */
static unsigned mark_of(const struct end *e)
{
	char c = e->module->serial[e->stem] ? e->module->serial[e->stem + 1] : '\0';

	return c >= '1' && c <= '9' ? (unsigned)(c - '0') : 0;
}

/*
 * Which of `count` legs the far ends are. All of them are there: by their
 * order. Some of them: by their numbers, if these are those of legs (the
 * trunk's end is not number 1). `open` are legs that nobody declared.
 */
static bool place_ends(const struct end *trunk, const struct far_ends *far, const bool *open, unsigned count,
                       size_t legs[MODE_MAX_COUNT])
{
	bool used[MODE_MAX_COUNT] = { false };
	unsigned free_legs = 0, next = 0;

	for (unsigned n = 0; n < count; n++)
		free_legs += open[n];
	if (far->count == free_legs) {
		for (unsigned n = 0; n < count; n++) {
			if (open[n])
				legs[n] = far->end[next++]->port;
		}
		return true;
	}
	for (unsigned i = 0; i < far->count; i++) {
		unsigned n = mark_of(far->end[i]);

		if (n == 0 || n > count || used[n - 1] || !open[n - 1] || mark_of(trunk) != 0)
			return false;
		used[n - 1] = true;
	}
	for (unsigned i = 0; i < far->count; i++)
		legs[mark_of(far->end[i]) - 1] = far->end[i]->port;
	return true;
}

/*
 * The mode of a cable whose ends are all there: what they are as fast as or, where that is not known or
 * makes no mode, equal shares of the trunk. False if there is none.
 */
static bool cable_mode(const struct end *trunk, const struct far_ends *far, struct mode *ret_mode)
{
	struct mode_part legs[MODE_MAX_COUNT] = { { 0 } };
	bool alike = true;

	for (unsigned i = 0; i < far->count; i++) {
		legs[i].rate_mbps = module_rate_mbps(far->end[i]->module);
		alike &= legs[i].rate_mbps == legs[0].rate_mbps;
	}
	if (mode_of_legs(legs, far->count, ret_mode) < 0 || !mode_rates_known(ret_mode) ||
	    (!alike && !strchr(trunk->module->far_end_text, '+')))
		*ret_mode = (struct mode){ .count = trunk->module->far_ends,
			                   .rate_mbps = module_rate_mbps(trunk->module) / trunk->module->far_ends };
	return mode_rates_known(ret_mode);
}

/* Which legs of the trunk's breakout are open; their number, 0 if there is no breakout and can be none. */
static unsigned open_legs(struct work *w, const struct end *trunk, const struct far_ends *far,
                          bool open[MODE_MAX_COUNT])
{
	size_t declared = w->trunk_of[trunk->port];
	unsigned count = trunk->module->far_ends;
	struct mode mode;

	for (unsigned n = 0; n < MODE_MAX_COUNT; n++)
		open[n] = true;
	if (declared != NO_BREAKOUT) {
		const struct breakout_decl *b = &w->topology->breakouts[declared];

		for (unsigned n = 0; n < b->leg_count; n++)
			open[n] = b->legs[n].peer == PEER_UNDECLARED;
		return b->leg_count;
	}
	if (w->conclusion_of[trunk->port] != SIZE_MAX)
		return w->out->all[w->conclusion_of[trunk->port]].mode.count;
	/* Without a split it takes the whole cable to conclude that there is a breakout. */
	return far->count == count && cable_mode(trunk, far, &mode) && may_be_trunk(w, trunk->port, &mode) ? count : 0;
}

static void conclude_cable(struct work *w, const struct end *first, size_t count)
{
	size_t legs[MODE_MAX_COUNT];
	bool open[MODE_MAX_COUNT];
	const struct end *trunk;
	struct far_ends far;
	struct conclusion *c;
	unsigned leg_count;

	if (!collect_far_ends(w, first, count, &trunk, &far))
		return;
	leg_count = open_legs(w, trunk, &far, open);
	for (unsigned n = 0; n < MODE_MAX_COUNT; n++)
		legs[n] = INFER_NO_PORT;
	if (leg_count == 0 || !place_ends(trunk, &far, open, leg_count, legs))
		return;
	c = conclude(w, trunk->port);
	memcpy(c->legs, legs, sizeof(legs));
	if (c->declared == NO_BREAKOUT && c->mode.count == 0)
		cable_mode(trunk, &far, &c->mode);
}

static void conclude_cables(struct work *w)
{
	size_t next;

	collect_ends(w);
	for (size_t i = 0; i < w->end_count; i = next) {
		for (next = i + 1;
		     next < w->end_count && w->ends[next].stem == w->ends[i].stem &&
		     strncmp(w->ends[next].module->serial, w->ends[i].module->serial, w->ends[i].stem) == 0;)
			next++;
		if (next > i + 1)
			conclude_cable(w, &w->ends[i], next - i);
	}
}

static void note_declared(struct work *w)
{
	const struct topology *t = w->topology;

	for (size_t i = 0; i < t->port_count; i++)
		w->trunk_of[i] = w->conclusion_of[i] = SIZE_MAX;
	for (size_t i = 0; i < t->breakout_count; i++) {
		const struct breakout_decl *b = &t->breakouts[i];

		w->trunk_of[b->trunk] = i;
		for (unsigned n = 0; n < b->leg_count; n++) {
			if (b->legs[n].peer == PEER_LOCAL)
				w->is_leg[b->legs[n].port] = true;
		}
	}
}

static int compare_conclusions(const void *a, const void *b)
{
	size_t ta = ((const struct conclusion *)a)->trunk, tb = ((const struct conclusion *)b)->trunk;

	return ta < tb ? -1 : ta > tb;
}

int infer(const struct topology *declared, const struct port_state *ports, struct conclusions *ret)
{
	size_t room = declared->port_count + 1;
	struct conclusions out = { .all = calloc(room, sizeof(*out.all)) };
	struct work w = {
		.topology = declared,
		.ports = ports,
		.trunk_of = calloc(room, sizeof(*w.trunk_of)),
		.is_leg = calloc(room, sizeof(*w.is_leg)),
		.conclusion_of = calloc(room, sizeof(*w.conclusion_of)),
		.ends = calloc(room, sizeof(*w.ends)),
		.out = &out,
	};
	bool ok = out.all && w.trunk_of && w.is_leg && w.conclusion_of && w.ends;

	if (ok) {
		note_declared(&w);
		for (size_t i = 0; i < declared->port_count; i++)
			conclude_split(&w, i);
		conclude_cables(&w);
		qsort(out.all, out.count, sizeof(*out.all), compare_conclusions);
		*ret = out;
	} else {
		free(out.all);
	}
	free(w.trunk_of);
	free(w.is_leg);
	free(w.conclusion_of);
	free(w.ends);
	return ok ? 0 : -ENOMEM;
}

void conclusions_release(struct conclusions *c)
{
	free(c->all);
	*c = (struct conclusions){ 0 };
}

bool conclusions_equal(const struct conclusions *a, const struct conclusions *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct conclusion *ca = &a->all[i], *cb = &b->all[i];

		if (ca->trunk != cb->trunk || ca->lanes != cb->lanes || !mode_equal(&ca->mode, &cb->mode) ||
		    memcmp(ca->legs, cb->legs, sizeof(ca->legs)) != 0)
			return false;
	}
	return true;
}

/* From conclusions to breakouts. */

static void set_name(const struct topology *t, const struct port_decl *port, struct breakout_decl *b)
{
	bool taken = false;
	struct text name;

	text_init(&name, b->name, sizeof(b->name));
	text_printf(&name, "auto-%s", port->name);
	for (size_t i = 0; i < t->breakout_count; i++)
		taken |= strcmp(t->breakouts[i].name, b->name) == 0;
	if (taken) {
		text_init(&name, b->name, sizeof(b->name));
		text_printf(&name, "auto-%u-%s", port->index, port->name);
	}
}

static void set_legs(struct breakout_decl *b, const struct conclusion *c)
{
	for (unsigned n = 0; n < b->leg_count; n++) {
		struct leg_decl *leg = &b->legs[n];

		if (c->legs[n] == INFER_NO_PORT)
			continue;
		leg->peer = PEER_LOCAL;
		leg->port = c->legs[n];
		leg->inferred = true;
	}
}

/* Lanes are dealt out as those of a declared breakout without further details. */
static void add_breakout(struct topology *t, const struct conclusion *c)
{
	const struct port_decl *port = &t->ports[c->trunk];
	struct breakout_decl *b = &t->breakouts[t->breakout_count];
	unsigned first = 0, count = 0;

	*b = (struct breakout_decl){
		.index = INFER_INDEX + port->index,
		.trunk = c->trunk,
		.mode = c->mode,
		.inferred = true,
		.leg_count = c->mode.count,
	};
	set_name(t, port, b);
	for (unsigned n = 0; n < b->leg_count; n++) {
		mode_leg_lanes(&c->mode, c->lanes, n + 1, &first, &count);
		b->legs[n] = (struct leg_decl){
			.number = (uint8_t)(n + 1),
			.first_lane = (uint8_t)first,
			.lane_count = (uint8_t)count,
			.peer = PEER_UNDECLARED,
		};
	}
	set_legs(b, c);
	t->breakout_count++;
}

static int compare_breakouts(const void *a, const void *b)
{
	uint32_t ia = ((const struct breakout_decl *)a)->index, ib = ((const struct breakout_decl *)b)->index;

	return ia < ib ? -1 : ia > ib;
}

struct topology *infer_topology(const struct topology *declared, const struct conclusions *c)
{
	struct topology *t;

	if (c->count == 0)
		return topology_ref(declared);
	t = topology_copy(declared, c->count);
	for (size_t i = 0; t && i < c->count; i++) {
		if (c->all[i].declared != NO_BREAKOUT)
			set_legs(&t->breakouts[c->all[i].declared], &c->all[i]);
		else
			add_breakout(t, &c->all[i]);
	}
	if (t)
		qsort(t->breakouts, t->breakout_count, sizeof(*t->breakouts), compare_breakouts);
	return t;
}
