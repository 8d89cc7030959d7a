/* SPDX-License-Identifier: BSD-3-Clause */
/* A small box for tests. */
#include "test.h"

#include "box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/eeprom.h"

/* What the decoder makes of what the encoder makes of `m`; frees `m`. */
static struct module *through_eeprom(struct module *m)
{
	struct image *img = image_new();
	struct module *decoded = module_new();

	assert_non_null(img);
	assert_non_null(decoded);
	assert_int_equal(eeprom_encode(m, img), 0);
	eeprom_decode(img, decoded);
	if (m->type && eeprom_type_is_declared(m->type))
		eeprom_override_type(decoded, m->type);
	image_free(img);
	module_unref(m);
	return decoded;
}

static struct module *module_of(const char *token, struct eeprom_identity identity)
{
	static uint32_t seed;
	const struct module_type *type = module_type_find(token);
	struct module *m = module_new();

	identity.seed = ++seed;
	if (!type)
		fail_msg("there is no module type %s", token);
	assert_non_null(m);
	if (eeprom_module_of_type(type, &identity, m) < 0)
		fail_msg("module type %s can't be encoded", token);
	return m;
}

struct module *box_module(const char *type)
{
	return through_eeprom(module_of(type, (struct eeprom_identity){ 0 }));
}

struct module *box_module_for(const char *type, const char *mode)
{
	struct eeprom_identity identity = { 0 };

	assert_int_equal(mode_parse(mode, &identity.mode), 0);
	return through_eeprom(module_of(type, identity));
}

struct module *box_module_at(const char *type, unsigned nm)
{
	struct module *m = module_of(type, (struct eeprom_identity){ 0 });

	m->wavelength = value_of((int32_t)nm * 100);
	return through_eeprom(m);
}

static void add_port(struct port_decl *port, uint32_t index)
{
	char name[TOPOLOGY_NAME];

	snprintf(name, sizeof(name), "swp%u", index);
	*port = (struct port_decl){ .index = index, .source = SOURCE_FILE };
	strcpy(port->name, name);
	port->path = strdup(name);
	assert_non_null(port->path);
}

/* What most trunks have; enough for the mode in any case. */
#define DEFAULT_LANES 4

void box_share_lanes(struct box *box, unsigned lanes)
{
	struct breakout_decl *b = box->topology->breakouts;
	unsigned first, count;

	for (unsigned n = 0; n < b->leg_count; n++) {
		if (!mode_leg_lanes(&b->mode, lanes, n + 1, &first, &count)) {
			first = n + 1;
			count = 1;
		}
		b->legs[n].first_lane = (uint8_t)first;
		b->legs[n].lane_count = (uint8_t)count;
	}
}

void box_init(struct box *box, const char *mode)
{
	struct topology *t = topology_new();
	struct breakout_decl *b;

	assert_non_null(t);
	*box = (struct box){ .topology = t };
	assert_int_equal(mode_parse(mode, &box->mode), 0);
	t->port_count = box->mode.count + 1u;
	t->ports = calloc(t->port_count, sizeof(*t->ports));
	t->breakouts = calloc(1, sizeof(*t->breakouts));
	assert_non_null(t->ports);
	assert_non_null(t->breakouts);
	t->breakout_count = 1;
	for (size_t i = 0; i < t->port_count; i++)
		add_port(&t->ports[i], (uint32_t)i + 1);
	b = t->breakouts;
	*b = (struct breakout_decl){
		.index = 1, .name = "rack1", .mode = box->mode, .leg_count = box->mode.count
	};
	for (unsigned n = 0; n < b->leg_count; n++)
		b->legs[n] = (struct leg_decl){ .number = (uint8_t)(n + 1), .peer = PEER_LOCAL, .port = n + 1 };
	box_share_lanes(box, DEFAULT_LANES);
	box->snapshot = snapshot_new(t);
	assert_non_null(box->snapshot);
	for (size_t i = 0; i < t->port_count; i++)
		box_plug(box, i, NULL);
}

void box_release(struct box *box)
{
	snapshot_unref(box->snapshot);
	topology_unref(box->topology);
}

void box_plug(struct box *box, size_t port, struct module *m)
{
	struct port_state *state = &box->snapshot->ports[port];

	module_unref(state->module);
	state->module = m;
	state->presence = m ? PRESENCE_PRESENT : PRESENCE_ABSENT;
	state->status = m ? m->status : READ_ABSENT;
}

/* The trunk end of a cable, or an end at one of its legs. */
static struct module *cable_end(const struct box *box, const char *type, unsigned leg)
{
	struct eeprom_identity identity = { .part_number = "FAN-OUT CABLE" };
	char serial[17];

	snprintf(serial, sizeof(serial), "CABLE00001-%u", leg);
	identity.serial = serial;
	identity.legs = leg == 0 && !mode_is_mixed(&box->mode) ? box->mode.count : 0;
	identity.mode = box->mode;
	return through_eeprom(module_of(type, identity));
}

/* As box_fit() plugs it in: programmed, all ends of a cable related. */
static struct module *fitting(const struct box *box, const char *type, unsigned leg)
{
	const struct module_type *t = module_type_find(type);
	struct eeprom_identity identity = { .seed = 0 };

	if (t && t->layout == LAYOUT_CABLE)
		return cable_end(box, type, leg);
	if (leg == 0)
		identity.mode = box->mode;
	return through_eeprom(module_of(type, identity));
}

void box_fit(struct box *box, const char *trunk, const char *leg)
{
	unsigned lanes;

	box_plug(box, 0, fitting(box, trunk, 0));
	/* The cage that the trunk is made for, and its lanes. */
	lanes = form_factor_lanes(box->snapshot->ports[0].module->form);
	if (lanes >= box->mode.count) {
		box->topology->ports[0].cage = box->snapshot->ports[0].module->form;
		box_share_lanes(box, lanes);
	}
	for (size_t i = 1; i < box->topology->port_count; i++)
		box_plug(box, i, fitting(box, leg, (unsigned)i));
}

struct snapshot *box_snapshot(const struct box *box)
{
	struct snapshot *s = snapshot_new(box->topology);

	assert_non_null(s);
	for (size_t i = 0; i < box->topology->port_count; i++) {
		const struct port_state *from = &box->snapshot->ports[i];

		s->ports[i].presence = from->presence;
		s->ports[i].status = from->status;
		s->ports[i].blocked = from->blocked;
		TEXT_SET(s->ports[i].why, from->why);
		s->ports[i].module = from->module ? module_ref(from->module) : NULL;
	}
	return s;
}
