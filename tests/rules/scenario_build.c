/* SPDX-License-Identifier: BSD-3-Clause */
/* From the lines of a scenario to a snapshot: what is declared, what is plugged in, what the host does. */
#include "unit/test.h"

#include "rules/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "rules/plan.h"
#include "unit/own_host.h"

/* Lines may come in any order; they are done in this one. */
enum phase {
	PHASE_SHAPE,    /* how many legs there are */
	PHASE_DECLARED, /* configuration */
	PHASE_PLUGGED,  /* modules */
	PHASE_HOST,     /* the switch */
	PHASE_EXPECTED, /* not for here */
};

/* Of a box without a breakout: its trunk port is just a port. */
#define NO_MODE "2x1G"

size_t stage_port(const struct stage *stage, const struct line *line, const char *word)
{
	if (strcmp(word, "trunk") == 0)
		return 0;
	if (strncmp(word, "leg", 3) != 0)
		line_fail(line, "'%s' is no port: expected trunk or legN", word);
	return line_number(line, word + 3, 1, stage->box.mode.count);
}

static struct breakout_decl *breakout_of(struct stage *stage, const struct line *line)
{
	if (!stage->has_breakout)
		line_fail(line, "'%s' needs a breakout: 'mode' expected", line->word[0]);
	return &stage->box.topology->breakouts[0];
}

/* Declared. */

static void port_cage(const struct line *line, const char *word, struct port_decl *port)
{
	port->cage = (enum form_factor)line_code(line, cage_tokens, word);
}

static void port_split(const struct line *line, const char *word, struct port_decl *port)
{
	port->split_declared = true;
	port->split_in_force = line_mode(line, word);
}

static void port_offers(const struct line *line, const char *word, struct port_decl *port)
{
	if (port->split_supported_count == PORT_MAX_MODES)
		line_fail(line, "too many modes");
	port->split_supported[port->split_supported_count++] = line_mode(line, word);
}

static void port_fec(const struct line *line, const char *word, struct port_decl *port)
{
	port->fec = (enum fec)line_code(line, fec_labels, word);
}

static void port_power(const struct line *line, const char *word, struct port_decl *port)
{
	port->max_power_mw = (uint32_t)(line_quantity(line, word, "W") * 1000 + 0.5);
}

static const struct code on_off[] = { { TRI_NO, "off" }, { TRI_YES, "on" }, { 0, NULL } };

static void port_autoneg(const struct line *line, const char *word, struct port_decl *port)
{
	port->autoneg = (enum tristate)line_code(line, on_off, word);
}

static const struct {
	const char *name;
	void (*set)(const struct line *line, const char *word, struct port_decl *port);
} port_keys[] = {
	{ "cage", port_cage }, { "split", port_split },     { "offers", port_offers },
	{ "fec", port_fec },   { "max-power", port_power }, { "autoneg", port_autoneg },
};

/* port NAME KEY VALUE… */
static void do_port(struct stage *stage, const struct line *line)
{
	struct port_decl *port =
		&stage->box.topology->ports[stage_port(stage, line, line_word(line, 1, "a port"))];
	size_t key;

	for (size_t i = 2; i < line->count; i += 2) {
		for (key = 0; key < ARRAY_SIZE(port_keys); key++) {
			if (strcmp(port_keys[key].name, line->word[i]) == 0)
				break;
		}
		if (key == ARRAY_SIZE(port_keys))
			line_fail(line, "unknown key '%s' of a port", line->word[i]);
		port_keys[key].set(line, line_word(line, i + 1, "a value"), port);
	}
}

/* rate LEG 10G: that it is declared to run at. */
static void do_rate(struct stage *stage, const struct line *line)
{
	struct breakout_decl *b = breakout_of(stage, line);
	unsigned n = line_number(line, line_word(line, 1, "a leg"), 1, b->leg_count);

	if (mode_parse_rate(line_word(line, 2, "a rate"), &b->legs[n - 1].rate_mbps) < 0)
		line_fail(line, "expected a rate such as 10G");
}

/* lanes LEG FIRST COUNT: of the trunk, where the legs don't share them out evenly. */
static void do_lanes(struct stage *stage, const struct line *line)
{
	struct breakout_decl *b = breakout_of(stage, line);
	unsigned n = line_number(line, line_word(line, 1, "a leg"), 1, b->leg_count);

	b->legs[n - 1].first_lane = (uint8_t)line_number(line, line_word(line, 2, "a lane"), 1, 16);
	b->legs[n - 1].lane_count = (uint8_t)line_number(line, line_word(line, 3, "a count"), 1, 16);
}

/* peer LEG undeclared|remote */
static void do_peer(struct stage *stage, const struct line *line)
{
	struct breakout_decl *b = breakout_of(stage, line);
	unsigned n = line_number(line, line_word(line, 1, "a leg"), 1, b->leg_count);

	b->legs[n - 1].peer =
		(enum peer_kind)line_code(line, peer_kind_labels, line_word(line, 2, "a kind of peer"));
}

/* inferred [leg N] */
static void do_inferred(struct stage *stage, const struct line *line)
{
	struct breakout_decl *b = breakout_of(stage, line);

	if (line->count == 1)
		b->inferred = true;
	else
		b->legs[line_number(line, line_word(line, 2, "a leg"), 1, b->leg_count) - 1].inferred = true;
}

static void do_length(struct stage *stage, const struct line *line)
{
	breakout_of(stage, line)->length_m = line_number(line, line_word(line, 1, "metres"), 1, 100000);
}

static void do_harness(struct stage *stage, const struct line *line)
{
	TEXT_SET(breakout_of(stage, line)->harness, line_word(line, 1, "a text"));
}

static void do_strict(struct stage *stage, const struct line *line)
{
	(void)line;
	stage->box.topology->strict_signalling = true;
}

static uint32_t rule_of(const struct line *line, const char *id)
{
	uint32_t index = rule_index(id);

	if (!index)
		line_fail(line, "there is no rule %s", id);
	return index;
}

/* policy RULE disabled|severity=… */
static void do_policy(struct stage *stage, const struct line *line)
{
	struct topology *t = stage->box.topology;
	uint32_t rule = rule_of(line, line_word(line, 1, "a rule"));
	const char *what = line_word(line, 2, "disabled or severity=…");

	if (!t->policies) {
		t->policies = calloc(rule_count, sizeof(*t->policies));
		assert_non_null(t->policies);
		t->policy_count = rule_count;
	}
	if (strcmp(what, "disabled") == 0)
		t->policies[rule - 1].disabled = true;
	else if (strncmp(what, "severity=", 9) == 0)
		t->policies[rule - 1].severity = (uint8_t)line_code(line, severity_labels, what + 9);
	else
		line_fail(line, "'%s' is neither disabled nor severity=…", what);
}

/* waive RULE|all [leg=N|port=NAME] */
static void do_waive(struct stage *stage, const struct line *line)
{
	struct topology *t = stage->box.topology;
	const char *rule = line_word(line, 1, "a rule");
	struct waiver w = { .reason = "tested" };

	if (strcmp(rule, "all") != 0)
		w.rule = rule_of(line, rule);
	for (size_t i = 2; i < line->count; i++) {
		const char *word = line->word[i];

		if (strncmp(word, "leg=", 4) == 0)
			w.leg = (uint8_t)line_number(line, word + 4, 1, stage->box.mode.count);
		else if (strncmp(word, "port=", 5) == 0)
			w.port = t->ports[stage_port(stage, line, word + 5)].index;
		else
			line_fail(line, "'%s' is neither leg=… nor port=…", word);
	}
	if (!w.port && stage->has_breakout)
		w.breakout = t->breakouts[0].index;
	t->waivers = reallocarray(t->waivers, t->waiver_count + 1, sizeof(w));
	assert_non_null(t->waivers);
	t->waivers[t->waiver_count++] = w;
}

/* Plugged in. */

static void plug(struct stage *stage, size_t port, struct fitting fitting)
{
	struct port_state *state = &stage->box.snapshot->ports[port];

	box_plug(&stage->box, port, fitting.module);
	state->presence = fitting.presence;
	state->status = fitting.status;
}

/* Ends of one cable have one serial number, so one seed. */
static uint32_t seed_of(size_t port, const struct module_type *type)
{
	return type->layout == LAYOUT_CABLE ? 1 : (uint32_t)port + 1;
}

static void do_trunk(struct stage *stage, const struct line *line)
{
	const struct module_type *type = module_type_find(line_word(line, 1, "a module type"));
	struct port_decl *port = &stage->box.topology->ports[0];
	const char *words[SCENARIO_MAX_WORDS + 1];
	char programmed[MODE_TEXT + 8], mode[MODE_TEXT];
	size_t count = 0;

	if (strcmp(line->word[1], "absent") == 0)
		return;
	/* As the switch programs it, unless the line says otherwise. */
	snprintf(programmed, sizeof(programmed), "mode=%s", mode_text(&stage->box.mode, mode, sizeof(mode)));
	if (stage->has_breakout)
		words[count++] = programmed;
	for (size_t i = 2; i < line->count; i++)
		words[count++] = line->word[i];
	if (!type)
		line_fail(line, "there is no module type %s", line->word[1]);
	plug(stage, 0, fitting_make(line, type, words, count, seed_of(0, type)));
	if (port->cage == FORM_UNKNOWN)
		port->cage = type->form;
}

/* The type that the `legs` line names, or NULL: it may have keys only. */
static const struct module_type *named_leg(const struct stage *stage)
{
	return stage->legs ? module_type_find(line_word(stage->legs, 1, "a module type or a key")) : NULL;
}

/* What a leg holds by the `legs` line, or where that names no type, by the plan. */
static const struct module_type *usual_leg(const struct stage *stage, unsigned n, const struct line *line)
{
	const struct rule_view trunk = view_breakout(stage->box.snapshot, 0);
	const struct module_type *type = named_leg(stage);
	const struct plan *plan = view_part(&trunk, &trunk.breakout->legs[n - 1]).plan;

	if (!type && !plan)
		line_fail(line, "'legs TYPE' expected: no plan says what they are");
	return type ? type : plan_leg_type(plan);
}

static const struct line *line_of_leg(const struct stage *stage, unsigned n)
{
	for (size_t i = 0; i < stage->scenario->count; i++) {
		const struct line *line = &stage->scenario->lines[i];

		if (strcmp(line->word[0], "leg") == 0 &&
		    line_number(line, line_word(line, 1, "a leg"), 1, stage->box.mode.count) == n)
			return line;
	}
	return NULL;
}

/* What `legs` says of all, then what `leg N` says of this one; a type of its own replaces all that. */
static void plug_leg(struct stage *stage, unsigned n)
{
	const struct line *own = line_of_leg(stage, n), *line = own ? own : stage->legs;
	const char *words[2 * SCENARIO_MAX_WORDS];
	const struct module_type *type = NULL;
	size_t count = 0, first = 2;

	if (own) {
		type = module_type_find(line_word(own, 2, "a module type, a key or absent"));
		if (type)
			first = 3;
	}
	if (!type) {
		type = usual_leg(stage, n, line ? line : stage->scenario->lines);
		for (size_t i = named_leg(stage) ? 2 : 1; stage->legs && i < stage->legs->count; i++)
			words[count++] = stage->legs->word[i];
	}
	for (size_t i = first; own && i < own->count; i++)
		words[count++] = own->word[i];
	plug(stage, n,
	     fitting_make(line ? line : stage->scenario->lines, type, words, count, seed_of(n, type)));
}

static void plug_legs(struct stage *stage)
{
	for (size_t i = 0; i < stage->scenario->count; i++) {
		if (strcmp(stage->scenario->lines[i].word[0], "legs") == 0)
			stage->legs = &stage->scenario->lines[i];
	}
	for (unsigned n = 1; stage->has_breakout && n <= stage->box.mode.count; n++)
		plug_leg(stage, n);
}

/* The host. */

/* The n-th network device of a port; the ones that it needs appear. */
static struct host_netdev *netdev_of(struct stage *stage, const struct line *line, size_t port,
                                     const char *word)
{
	struct port_state *state = &stage->box.snapshot->ports[port];
	unsigned n = line_number(line, word, 1, PORT_MAX_NETDEVS);
	unsigned count = port == 0 && stage->has_breakout ? stage->box.mode.count : 1;

	if (n > count)
		count = n;
	for (unsigned i = own_host(state)->netdev_count; i < count; i++) {
		struct host_netdev *dev = &own_host(state)->netdev[i];

		snprintf(dev->name, sizeof(dev->name), "swp%zus%u", port + 1, i);
		dev->if_index = (uint32_t)(100 * port + i + 1);
		dev->admin_up = TRI_YES;
		state->if_index[i] = dev->if_index;
	}
	if (count > own_host(state)->netdev_count)
		own_host(state)->netdev_count = count;
	stage->box.topology->ports[port].netdev_count = own_host(state)->netdev_count;
	return &own_host(state)->netdev[n - 1];
}

static void host_speed(const struct line *line, size_t at, struct host_netdev *dev)
{
	dev->speed_mbps = line_number(line, line_word(line, at, "Mb/s"), 0, 1600000);
}

static void host_lanes(const struct line *line, size_t at, struct host_netdev *dev)
{
	dev->lanes = (uint8_t)line_number(line, line_word(line, at, "lanes"), 0, 16);
}

static void host_fec(const struct line *line, size_t at, struct host_netdev *dev)
{
	dev->fec = (enum fec)line_code(line, fec_labels, line_word(line, at, "a FEC"));
}

static void host_autoneg(const struct line *line, size_t at, struct host_netdev *dev)
{
	dev->autoneg = (enum tristate)line_code(line, on_off, line_word(line, at, "on or off"));
}

static void host_carrier(const struct line *line, size_t at, struct host_netdev *dev)
{
	dev->carrier = (enum tristate)line_code(line, on_off, line_word(line, at, "on or off"));
}

static void host_down(const struct line *line, size_t at, struct host_netdev *dev)
{
	(void)line;
	(void)at;
	dev->admin_up = TRI_NO;
}

static const struct {
	const char *name;
	void (*set)(const struct line *line, size_t at, struct host_netdev *dev);
} host_keys[] = {
	{ "speed", host_speed },     { "lanes", host_lanes },     { "fec", host_fec },
	{ "autoneg", host_autoneg }, { "carrier", host_carrier }, { "down", host_down },
};

/* host [PORT] split none|MODE, host [PORT] down N, host [PORT] speed N MBPS… */
static void do_host(struct stage *stage, const struct line *line)
{
	const char *word = line_word(line, 1, "a key or a port");
	size_t at = 1, port = 0;

	if (strcmp(word, "trunk") == 0 || strncmp(word, "leg", 3) == 0)
		port = stage_port(stage, line, line->word[at++]);
	word = line_word(line, at++, "a key");
	if (strcmp(word, "split") == 0) {
		struct host_port *host = own_host(&stage->box.snapshot->ports[port]);

		host->split_known = true;
		host->split = line_mode(line, line_word(line, at, "a mode or none"));
		if (host->split.count == 0)
			host->split.count = 1;
		TEXT_SET(host->split_evidence, "devlink");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(host_keys); i++) {
		if (strcmp(host_keys[i].name, word) != 0)
			continue;
		host_keys[i].set(line, at + 1,
		                 netdev_of(stage, line, port, line_word(line, at, "a network device")));
		return;
	}
	line_fail(line, "unknown key '%s' of the host", word);
}

/* drift PORT LANE bias|rx-power START NOW DAYS: mA or dBm */
static void do_drift(struct stage *stage, const struct line *line)
{
	size_t port = stage_port(stage, line, line_word(line, 1, "a port"));
	unsigned lane = line_number(line, line_word(line, 2, "a lane"), 1, MODULE_MAX_LANES);
	bool bias = strcmp(line_word(line, 3, "bias or rx-power"), "bias") == 0;
	struct lane_histories *h = &stage->box.snapshot->ports[port].lanes;
	struct drift *d;
	double start = line_quantity(line, line_word(line, 4, "a start"), "");
	double now = line_quantity(line, line_word(line, 5, "a value now"), "");

	if (h->count < lane && lane_histories_resize(h, lane) < 0)
		line_fail(line, "out of memory");
	d = bias ? &h->lane[lane - 1].bias : &h->lane[lane - 1].rx_power;
	d->start = value_of(bias ? (int32_t)(start * 1000) : power_nw_from_cdbm((int32_t)(start * 100)));
	d->now = value_of(bias ? (int32_t)(now * 1000) : power_nw_from_cdbm((int32_t)(now * 100)));
	d->since = 1000000000;
	d->seconds = (int64_t)line_number(line, line_word(line, 6, "days"), 0, 10000) * 86400;
}

/* By name; a NULL function: done elsewhere. */
static const struct {
	const char *name;
	enum phase phase;
	void (*act)(struct stage *stage, const struct line *line);
} keywords[] = {
	{ "scenario", PHASE_SHAPE, NULL },
	{ "mode", PHASE_SHAPE, NULL },
	{ "port", PHASE_DECLARED, do_port },
	{ "lanes", PHASE_HOST, do_lanes },
	{ "rate", PHASE_HOST, do_rate },
	{ "peer", PHASE_DECLARED, do_peer },
	{ "inferred", PHASE_DECLARED, do_inferred },
	{ "length", PHASE_DECLARED, do_length },
	{ "harness", PHASE_DECLARED, do_harness },
	{ "policy", PHASE_DECLARED, do_policy },
	{ "waive", PHASE_DECLARED, do_waive },
	{ "strict-signalling", PHASE_DECLARED, do_strict },
	{ "trunk", PHASE_PLUGGED, do_trunk },
	{ "legs", PHASE_PLUGGED, NULL },
	{ "leg", PHASE_PLUGGED, NULL },
	{ "host", PHASE_HOST, do_host },
	{ "drift", PHASE_HOST, do_drift },
	{ "expect", PHASE_EXPECTED, NULL },
	{ "silent", PHASE_EXPECTED, NULL },
};

static void act(struct stage *stage, enum phase phase)
{
	for (size_t i = 0; i < stage->scenario->count; i++) {
		const struct line *line = &stage->scenario->lines[i];
		size_t k;

		for (k = 0; k < ARRAY_SIZE(keywords); k++) {
			if (strcmp(keywords[k].name, line->word[0]) == 0)
				break;
		}
		if (k == ARRAY_SIZE(keywords))
			line_fail(line, "unknown keyword '%s'", line->word[0]);
		if (keywords[k].phase == phase && keywords[k].act)
			keywords[k].act(stage, line);
	}
}

static const char *mode_of(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->count; i++) {
		const struct line *line = &scenario->lines[i];

		if (strcmp(line->word[0], "mode") == 0) {
			line_mode(line, line_word(line, 1, "a mode"));
			return line->word[1];
		}
	}
	return NULL;
}

/* A snapshot that knows the roles of its ports, with what is plugged in by now. */
static void renew_snapshot(struct stage *stage)
{
	struct snapshot *s = box_snapshot(&stage->box);

	snapshot_unref(stage->box.snapshot);
	stage->box.snapshot = s;
}

void stage_build(struct stage *stage, const struct scenario *scenario)
{
	const char *mode = mode_of(scenario);
	unsigned lanes;

	*stage = (struct stage){ .scenario = scenario, .has_breakout = mode != NULL };
	box_init(&stage->box, mode ? mode : NO_MODE);
	if (!mode)
		stage->box.topology->breakout_count = 0;
	act(stage, PHASE_DECLARED);
	renew_snapshot(stage);
	act(stage, PHASE_PLUGGED);
	lanes = form_factor_lanes(stage->box.topology->ports[0].cage);
	if (lanes >= stage->box.mode.count)
		box_share_lanes(&stage->box, lanes);
	plug_legs(stage);
	act(stage, PHASE_HOST);
}
