/* SPDX-License-Identifier: BSD-3-Clause */
/* A supposed breakout as a snapshot, judged. */
#include "cli/fit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/eeprom.h"
#include "model/cable.h"

const struct code fit_verdict_labels[] = {
	{ FIT_YES, "fits" }, { FIT_NO, "doesNotFit" }, { FIT_UNKNOWN, "cannotTell" }, { 0, NULL },
};

const struct code fit_verdict_words[] = {
	{ FIT_YES, "fits" }, { FIT_NO, "does not fit" }, { FIT_UNKNOWN, "can't tell" }, { 0, NULL },
};

const struct code fit_kind_labels[] = {
	{ FIT_NOT_GIVEN, "notGiven" }, { FIT_EMPTY, "empty" }, { FIT_TYPE, "type" },
	{ FIT_FILE, "file" },          { FIT_PORT, "port" },   { 0, NULL },
};

void fit_end_release(struct fit_end *end)
{
	module_unref(end->module);
	*end = (struct fit_end){ .kind = FIT_NOT_GIVEN };
}

/* Forget what it measures and how it is being run. */
static void put_to_rest(struct module *m)
{
	m->temperature = m->supply = (struct value){ 0 };
	m->alarms = m->alarms_known = 0;
	m->data_ready = TRI_UNKNOWN;
	m->state = 0;
	m->fault_cause = 0;
	for (size_t i = 0; i < m->lane_room; i++) {
		/* How fibres and wavelengths are laid out is what it is. */
		m->lane[i] = (struct lane){ .tx_mapping = m->lane[i].tx_mapping,
					    .rx_mapping = m->lane[i].rx_mapping };
	}
	for (size_t i = 0; i < m->host_lane_room; i++)
		m->host_lane[i] = (struct host_lane){ 0 };
}

/* The serial number of another end of the same cable; of modules, that of another unit. */
static void number_serial(char serial[MODULE_TEXT], unsigned number)
{
	size_t stem = cable_serial_stem(serial);
	char own[MODULE_TEXT];

	TEXT_SET(own, serial);
	snprintf(serial, MODULE_TEXT, "%.*s-%u", (int)(stem < 40 ? stem : 40), own, number);
}

/* The ends of a supposed cable belong together, and to the real end where there is one. */
static void join_cable(struct module *m, const struct module *mate, unsigned leg)
{
	if (m->layout != LAYOUT_CABLE)
		return;
	TEXT_SET(m->part_number, "CABLE");
	TEXT_SET(m->serial, "CABLE");
	if (mate && mate->layout == LAYOUT_CABLE) {
		TEXT_SET(m->vendor, mate->vendor);
		TEXT_SET(m->part_number, mate->part_number);
		TEXT_SET(m->serial, mate->serial);
		m->reach_m = mate->reach_m;
	}
	/* Ends that nobody has seen don't show that a cable which does not tell is a fan-out. */
	if (leg && mate && mate->layout == LAYOUT_CABLE && mate->far_ends == 0)
		m->part_number[0] = m->serial[0] = '\0';
	else if (leg)
		number_serial(m->serial, leg);
}

/* A factory-new module of a type, as its EEPROM shows it. 0 or a negative errno. */
static int suppose_module(const struct module_type *type, const struct eeprom_identity *id,
                          struct module **ret_module)
{
	struct image *img = image_new();
	struct module *made = module_new(), *decoded = module_new();
	int r = img && made && decoded ? 0 : -ENOMEM;

	if (r == 0)
		r = eeprom_module_of_type(type, id, made);
	if (r == 0)
		r = eeprom_encode(made, img);
	if (r == 0) {
		eeprom_decode(img, decoded);
		if (eeprom_type_is_declared(type))
			eeprom_override_type(decoded, type);
		decoded->supposed = true;
		*ret_module = decoded;
		decoded = NULL;
	}
	image_free(img);
	module_unref(made);
	module_unref(decoded);
	return r;
}

/* What findings call an end: its port, file or type. */
static const char *name_of(const struct fit_end *end, unsigned leg)
{
	const char *slash;

	if (end->port)
		return end->port->name;
	if (!end->name)
		return leg ? "leg" : "trunk";
	slash = end->kind == FIT_FILE ? strrchr(end->name, '/') : NULL;
	return slash ? slash + 1 : end->name;
}

static void fill_decl(const struct fit_end *end, unsigned leg, struct port_decl *port)
{
	*port = (struct port_decl){ .index = leg + 1, .source = SOURCE_FILE };
	TEXT_SET(port->name, name_of(end, leg));
	if (!end->port)
		return;
	port->cage = end->port->cage;
	memcpy(port->split_supported, end->port->split_supported, sizeof(port->split_supported));
	port->split_supported_count = end->port->split_supported_count;
	port->max_power_mw = end->port->max_power_mw;
}

/* Share the lanes of the trunk's cage out to the legs. */
static void share_lanes(struct breakout_decl *b, unsigned lanes)
{
	unsigned first, count;

	for (unsigned n = 0; n < b->leg_count; n++) {
		/* Too few lanes: a rule says so. */
		if (!mode_leg_lanes(&b->mode, lanes, n + 1, &first, &count)) {
			first = n + 1;
			count = 1;
		}
		b->legs[n].first_lane = (uint8_t)first;
		b->legs[n].lane_count = (uint8_t)count;
	}
}

static int take_policies(const struct fit_question *q, struct topology *t)
{
	const struct topology *from = q->policies;

	t->strict_signalling = q->strict_signalling || (from && from->strict_signalling);
	if (!from || from->policy_count == 0)
		return 0;
	t->policies = calloc(from->policy_count, sizeof(*t->policies));
	if (!t->policies)
		return -ENOMEM;
	memcpy(t->policies, from->policies, from->policy_count * sizeof(*t->policies));
	t->policy_count = from->policy_count;
	return 0;
}

static int make_topology(const struct fit_question *q, struct fit *fit)
{
	struct topology *t = topology_new();
	struct breakout_decl *b;

	fit->topology = t;
	if (!t)
		return -ENOMEM;
	t->ports = calloc(q->mode.count + 1u, sizeof(*t->ports));
	t->breakouts = calloc(1, sizeof(*t->breakouts));
	if (!t->ports || !t->breakouts)
		return -ENOMEM;
	t->port_count = q->mode.count + 1u;
	t->breakout_count = 1;
	b = t->breakouts;
	*b = (struct breakout_decl){
		.index = 1, .name = "breakout", .mode = q->mode, .length_m = q->length_m, .leg_count = q->mode.count,
	};
	fill_decl(&q->trunk, 0, &t->ports[0]);
	t->ports[0].fec = q->trunk_fec;
	for (unsigned n = 0; n < b->leg_count; n++) {
		b->legs[n] = (struct leg_decl){ .number = (uint8_t)(n + 1), .peer = PEER_LOCAL, .port = n + 1 };
		if (q->legs[n].kind == FIT_NOT_GIVEN)
			b->legs[n].peer = PEER_UNDECLARED;
		fill_decl(&q->legs[n], n + 1, &t->ports[n + 1]);
		t->ports[n + 1].fec = q->leg_fec;
	}
	return take_policies(q, t);
}

/* How often was this end named before leg `n`? One that is repeated stands for more units of the same kind. */
static unsigned named_before(const struct fit_question *q, unsigned n)
{
	unsigned count = 0;

	for (unsigned i = 0; i < n; i++)
		count += q->legs[i].kind == q->legs[n].kind && q->legs[i].name == q->legs[n].name;
	return count;
}

/* The module of leg `leg` (0: the trunk) as it will be in its port; *ret_module is NULL without one. */
static int make_module(const struct fit_question *q, const struct fit_end *end, unsigned leg,
                       const struct module *mate, struct module **ret_module)
{
	/* The ends of a mixed cable are those of the mode. */
	const struct eeprom_identity id = {
		.seed = leg + 1,
		.legs = leg || mode_is_mixed(&q->mode) ? 0 : q->mode.count,
		.mode = leg ? (struct mode){ 0 } : q->mode,
	};
	struct module *m = NULL;
	unsigned before;
	int r;

	if (end->kind == FIT_TYPE) {
		r = suppose_module(end->type, &id, &m);
		if (r < 0)
			return r;
		join_cable(m, mate, leg);
		put_to_rest(m);
	} else if (end->module) {
		m = module_copy(end->module);
		if (!m)
			return -ENOMEM;
		put_to_rest(m);
		before = leg ? named_before(q, leg - 1) : 0;
		if (before)
			number_serial(m->serial, before + 1);
	}
	*ret_module = m;
	return 0;
}

static int plug_end(const struct fit_question *q, const struct fit_end *end, unsigned leg, struct fit *fit)
{
	const struct module *mate = leg ? fit->snapshot->ports[0].module : q->legs[0].module;
	struct port_state *state = &fit->snapshot->ports[leg];
	struct module *m;
	int r = make_module(q, end, leg, mate, &m);

	if (r < 0)
		return r;
	state->module = m;
	state->presence = end->kind == FIT_TYPE ? PRESENCE_PRESENT : end->presence;
	state->status = end->kind == FIT_TYPE ? READ_OK : end->status;
	TEXT_SET(state->why, end->why);
	if (end->kind == FIT_NOT_GIVEN || end->kind == FIT_EMPTY) {
		state->presence = PRESENCE_ABSENT;
		state->status = READ_ABSENT;
	}
	return 0;
}

static int make_snapshot(const struct fit_question *q, struct fit *fit)
{
	struct port_decl *trunk = fit->topology->ports;
	const struct module *m;
	int r;

	fit->snapshot = snapshot_new(fit->topology);
	if (!fit->snapshot)
		return -ENOMEM;
	r = plug_end(q, &q->trunk, 0, fit);
	for (unsigned n = 0; n < q->mode.count && r == 0; n++)
		r = plug_end(q, &q->legs[n], n + 1, fit);
	m = fit->snapshot->ports[0].module;
	/* A module by itself sits in the cage that it is made for. */
	if (trunk->cage == FORM_UNKNOWN && m && form_factor_lanes(m->form) >= q->mode.count)
		trunk->cage = m->form;
	share_lanes(fit->topology->breakouts, form_factor_lanes(trunk->cage));
	return r;
}

unsigned fit_leg_of(const struct subject *about)
{
	if (about->leg)
		return about->leg;
	return about->breakout || about->port < 1 ? 0 : about->port - 1;
}

bool fit_is_decisive(const struct fit *fit, const struct judge_finding *finding)
{
	const struct subject *about = &finding->about;

	if (finding->what.severity < SEVERITY_MAJOR)
		return false;
	return about->breakout || about->port < 1 || fit->snapshot->ports[about->port - 1].status == READ_OK;
}

static void decide(const struct fit_question *q, struct fit *fit)
{
	const struct breakout_state *b = &fit->snapshot->breakouts[0];
	bool violated = false, undecided = b->undecided;

	for (unsigned n = 0; n < q->mode.count; n++) {
		if (q->legs[n].kind == FIT_NOT_GIVEN)
			continue;
		fit->legs[n] = b->legs[n].undecided || b->undecided ? FIT_UNKNOWN : FIT_YES;
		undecided |= b->legs[n].undecided;
	}
	for (size_t i = 0; i < fit->judgement.finding_count; i++) {
		const struct judge_finding *f = &fit->judgement.findings[i];
		unsigned leg = fit_leg_of(&f->about);

		if (!fit_is_decisive(fit, f))
			continue;
		violated = true;
		if (leg)
			fit->legs[leg - 1] = FIT_NO;
	}
	fit->verdict = violated ? FIT_NO : undecided ? FIT_UNKNOWN : FIT_YES;
}

int fit_judge(const struct fit_question *question, struct fit *ret_fit)
{
	int r;

	*ret_fit = (struct fit){ .verdict = FIT_UNKNOWN };
	judgement_init(&ret_fit->judgement);
	r = make_topology(question, ret_fit);
	if (r == 0)
		r = make_snapshot(question, ret_fit);
	if (r == 0)
		r = judge_snapshot(ret_fit->snapshot, &ret_fit->judgement);
	if (r == 0)
		decide(question, ret_fit);
	return r;
}

void fit_release(struct fit *fit)
{
	judgement_release(&fit->judgement);
	snapshot_unref(fit->snapshot);
	topology_unref(fit->topology);
	*fit = (struct fit){ .verdict = FIT_UNKNOWN };
}
