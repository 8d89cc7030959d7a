/* SPDX-License-Identifier: BSD-3-Clause */
/* The breakouts of a configuration: trunk, mode, lane groups, far ends. */
#include "config/build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"

/* Lanes of a trunk whose cage is not declared: what most trunks have. */
#define DEFAULT_LANES 4

/* Metres; no pluggable module reaches farther. */
#define LENGTH_MAX 200000

/* A breakout while its line still matters. */
struct draft {
	struct place place;
	struct breakout_decl decl;
	unsigned lanes;			    /* of the trunk */
	unsigned leg_lines[MODE_MAX_COUNT]; /* 0: not declared */
};

/* What a port is used for already. */
struct use {
	const struct draft *breakout; /* NULL: not used */
	unsigned leg;		      /* 0: as trunk */
	unsigned line;
};

/* Find a port and note its use; false after a problem: it does not exist, or is used already. */
static bool use_port(struct build *b, struct use *uses, const struct draft *d, unsigned leg,
		     const struct item *item, size_t *ret_port)
{
	char what[32];
	struct use *use;

	if (!build_find_port(b, item->text, ret_port)) {
		problem_about(b->problems, item->line, "breakout", d->decl.name,
			      "no port \"%.80s\" is declared, expected the name of a port", item->text);
		return false;
	}
	use = &uses[*ret_port];
	if (!use->breakout) {
		*use = (struct use){ d, leg, item->line };
		return true;
	}
	if (use->leg > 0)
		snprintf(what, sizeof(what), "leg %u", use->leg);
	else
		snprintf(what, sizeof(what), "the trunk");
	problem_about(b->problems, item->line, "breakout", d->decl.name,
		      "port \"%s\" is %s of breakout \"%s\" (line %u), expected a port that is not used",
		      item->text, what, use->breakout->decl.name, use->line);
	return false;
}

static bool build_trunk(struct build *b, struct use *uses, struct draft *d, const struct item *item)
{
	const struct module_type *type;
	enum form_factor cage;

	if (!item) {
		problem_about(b->problems, d->place.line, "breakout", d->decl.name,
			      "no trunk, expected trunk = PORT");
		return false;
	}
	if (!use_port(b, uses, d, 0, item, &d->decl.trunk))
		return false;
	cage = b->config->topology->ports[d->decl.trunk].cage;
	d->lanes = form_factor_lanes(cage);
	/* A CSFP has more lanes than its cage. */
	type = b->config->topology->ports[d->decl.trunk].override_type;
	if (type && type->lanes > d->lanes)
		d->lanes = type->lanes;
	if (d->lanes == 0)
		d->lanes = DEFAULT_LANES;
	return true;
}

static bool build_mode(struct build *b, struct draft *d, const struct item *item)
{
	struct mode mode;

	if (!item)
		problem_about(b->problems, d->place.line, "breakout", d->decl.name,
			      "no mode, expected mode = \"4x25G\" or the like");
	else if (mode_parse(item->text, &mode) < 0)
		problem_about(b->problems, item->line, "breakout", d->decl.name,
			      "mode: expected one such as \"4x25G\" or \"2x25G+1x50G\", saw \"%.80s\"", item->text);
	else if (mode.count < 2)
		problem_about(b->problems, item->line, "breakout", d->decl.name,
			      "mode: expected at least 2 legs, saw \"%s\"", item->text);
	else {
		d->decl.mode = mode;
		return true;
	}
	return false;
}

/* The lane groups that legs have in order, nothing known of the far ends. */
static bool default_legs(struct build *b, struct draft *d, const struct item *mode)
{
	const struct port_decl *trunk = &b->config->topology->ports[d->decl.trunk];
	const char *no_cage = trunk->cage == FORM_UNKNOWN ? " (no cage is declared)" : "";
	unsigned first, count;

	/* Where no cage says otherwise, the trunk has the lanes that the mode states. */
	if (trunk->cage == FORM_UNKNOWN && mode_stated_lanes(&d->decl.mode) > d->lanes)
		d->lanes = mode_stated_lanes(&d->decl.mode);
	d->decl.leg_count = d->decl.mode.count;
	for (unsigned i = 0; i < d->decl.leg_count; i++) {
		if (mode_leg_lanes(&d->decl.mode, d->lanes, i + 1, &first, &count)) {
			d->decl.legs[i] = (struct leg_decl){
				.number = (uint8_t)(i + 1),
				.first_lane = (uint8_t)first,
				.lane_count = (uint8_t)count,
				.peer = PEER_UNDECLARED,
			};
			continue;
		}
		if (mode_is_mixed(&d->decl.mode))
			problem_about(b->problems, mode->line, "breakout", d->decl.name,
				      "mode: expected legs of whole lanes, as port \"%s\" has %u lanes%s, saw \"%s\"; "
				      "\"2x25G(2)+1x50G(2)\" states the lanes of each part",
				      trunk->name, d->lanes, no_cage, mode->text);
		else
			problem_about(b->problems, mode->line, "breakout", d->decl.name,
				      "mode: expected at most %u legs, as port \"%s\" has %u lanes%s, saw \"%s\"",
				      d->lanes, trunk->name, d->lanes, no_cage, mode->text);
		return false;
	}
	return true;
}

static void build_lane(struct build *b, const struct draft *d, struct leg_decl *leg, const struct item *item)
{
	uint32_t lane = leg->first_lane;
	unsigned last = d->lanes - leg->lane_count + 1;
	char key[TOPOLOGY_NAME + 64];

	snprintf(key, sizeof(key), "breakout \"%s\" leg %u: lane", d->decl.name, leg->number);
	build_number(b, item, key, 1, last, &lane);
	leg->first_lane = (uint8_t)lane;
}

/* Its own rate, where the trunk's lanes may run at several. */
static void build_rate(struct build *b, const struct draft *d, struct leg_decl *leg, const struct item *item)
{
	uint32_t mbps;

	if (!item)
		return;
	if (mode_parse_rate(item->text, &mbps) < 0)
		problem_add(b->problems, item->line,
			    "breakout \"%s\" leg %u: rate: expected one such as \"10G\", saw \"%.80s\"",
			    d->decl.name, leg->number, item->text);
	else if (mbps > mode_leg(&d->decl.mode, leg->number).rate_mbps && !mode_has_rate(&d->decl.mode, mbps))
		problem_add(b->problems, item->line,
			    "breakout \"%s\" leg %u: rate: expected at most that of the mode, saw \"%s\"",
			    d->decl.name, leg->number, item->text);
	else
		leg->rate_mbps = mbps;
}

static void build_peer(struct build *b, struct use *uses, const struct draft *d, struct leg_decl *leg,
		       cfg_t *section)
{
	const struct item *port = tree_item(section, "port");
	const struct item *remote = tree_item(section, "remote");
	const struct item *remote_port = tree_item(section, "remote-port");

	if (port && (remote || remote_port)) {
		problem_add(b->problems, remote ? remote->line : remote_port->line,
			    "breakout \"%s\" leg %u: expected either port or remote, saw both", d->decl.name,
			    leg->number);
	} else if (!remote != !remote_port) {
		problem_add(b->problems, remote ? remote->line : remote_port->line,
			    "breakout \"%s\" leg %u: %s, expected both or neither", d->decl.name, leg->number,
			    remote ? "remote without remote-port" : "remote-port without remote");
	} else if (port && use_port(b, uses, d, leg->number, port, &leg->port)) {
		leg->peer = PEER_LOCAL;
	} else if (remote) {
		leg->peer = PEER_REMOTE;
		build_text(b, remote, "remote", 1, leg->remote_agent, sizeof(leg->remote_agent));
		build_text(b, remote_port, "remote-port", 1, leg->remote_port, sizeof(leg->remote_port));
	}
}

static void build_leg(struct build *b, struct use *uses, struct draft *d, cfg_t *section)
{
	unsigned line = tree_line(section);
	struct leg_decl *leg;
	uint32_t n;

	if (parse_u32(cfg_title(section), 1, d->decl.leg_count, &n) < 0) {
		problem_about(b->problems, line, "breakout", d->decl.name,
			      "leg: expected a number from 1 to %u, saw \"%.80s\"", d->decl.leg_count,
			      cfg_title(section));
		return;
	}
	/* libconfuse compares titles as text: "1" and "01" differ for it. */
	if (d->leg_lines[n - 1]) {
		problem_about(b->problems, line, "breakout", d->decl.name,
			      "leg %u is declared twice: expected once, first at line %u", n,
			      d->leg_lines[n - 1]);
		return;
	}
	leg = &d->decl.legs[n - 1];
	d->leg_lines[n - 1] = line;
	build_lane(b, d, leg, tree_item(section, "lane"));
	build_rate(b, d, leg, tree_item(section, "rate"));
	build_peer(b, uses, d, leg, section);
}

/* Both legs take `lane`; one of them at least was given it, and that one is to be looked at. */
static void overlap_problem(struct build *b, const struct draft *d, unsigned lane, unsigned leg,
			    unsigned other)
{
	unsigned line = d->leg_lines[leg - 1];
	unsigned other_line = d->leg_lines[other - 1];

	problem_about(b->problems, line ? line : other_line, "breakout", d->decl.name,
		      "lane %u is in leg %u%s and in leg %u%s, expected lanes that do not overlap", lane,
		      other, other_line ? "" : " (not declared)", leg, line ? "" : " (not declared)");
}

static void check_overlap(struct build *b, const struct draft *d)
{
	uint8_t owner[UINT8_MAX + 1] = { 0 };

	for (unsigned i = 0; i < d->decl.leg_count; i++) {
		const struct leg_decl *leg = &d->decl.legs[i];

		for (unsigned n = 0; n < leg->lane_count; n++) {
			unsigned lane = leg->first_lane + n;
			unsigned other = owner[lane];

			owner[lane] = leg->number;
			if (other) {
				overlap_problem(b, d, lane, leg->number, other);
				break;
			}
		}
	}
}

static void build_breakout(struct build *b, struct use *uses, struct draft *d, cfg_t *section,
			   uint32_t position)
{
	const struct item *mode = tree_item(section, "mode");
	unsigned legs = cfg_size(section, "leg");
	bool whole;

	place_build(b, section, "breakout", position, &d->place, d->decl.name);
	d->decl.index = d->place.index;
	build_text(b, tree_item(section, "harness"), "harness", 0, d->decl.harness, sizeof(d->decl.harness));
	build_number(b, tree_item(section, "length"), "length", 1, LENGTH_MAX, &d->decl.length_m);
	whole = build_trunk(b, uses, d, tree_item(section, "trunk"));
	/* Legs can't be judged without knowing how many there are, and on what lanes. */
	if (!build_mode(b, d, mode) || !whole || !default_legs(b, d, mode))
		return;
	for (unsigned i = 0; i < legs; i++)
		build_leg(b, uses, d, cfg_getnsec(section, "leg", i));
	check_overlap(b, d);
}

int breakouts_build(struct build *b)
{
	struct topology *topology = b->config->topology;
	unsigned count = cfg_size(b->tree, "breakout");
	struct draft *drafts = calloc(count + 1u, sizeof(*drafts));
	struct use *uses = calloc(topology->port_count + 1, sizeof(*uses));
	int r = -ENOMEM;

	topology->breakouts = calloc(count + 1u, sizeof(*topology->breakouts));
	if (drafts && uses && topology->breakouts) {
		for (unsigned i = 0; i < count; i++)
			build_breakout(b, uses, &drafts[i], cfg_getnsec(b->tree, "breakout", i), i + 1);
		/* From here on what `uses` points to has moved. */
		qsort(drafts, count, sizeof(*drafts), place_compare);
		for (unsigned i = 1; i < count; i++)
			place_check(b, "breakout", &drafts[i - 1].place, drafts[i - 1].decl.name,
				    &drafts[i].place, drafts[i].decl.name);
		for (unsigned i = 0; i < count; i++)
			topology->breakouts[i] = drafts[i].decl;
		topology->breakout_count = count;
		r = 0;
	}
	free(drafts);
	free(uses);
	return r;
}
