/* SPDX-License-Identifier: BSD-3-Clause */
/* Images of simulated modules. */
#include "sim/sim_image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eeprom/eeprom.h"
#include "eeprom/image.h"

/* Bytes and what they decode to. */
struct pair {
	struct image *image;
	struct module *module;
};

static void pair_release(struct pair *p)
{
	image_free(p->image);
	module_unref(p->module);
}

static int pair_load(struct pair *p, const struct sim_bytes *bytes)
{
	uint8_t identifier = bytes->len > 0 ? bytes->data[0] : 0;
	int r;

	p->image = image_new();
	p->module = module_new();
	if (!p->image || !p->module)
		return -ENOMEM;
	r = image_load_linear(p->image, bytes->data, bytes->len, image_identifier_two_devices(identifier));
	if (r == 0)
		eeprom_decode(p->image, p->module);
	return r;
}

int sim_image_module(const struct sim_bytes *bytes, const struct module **ret_module)
{
	struct pair p = { .image = NULL };
	int r = pair_load(&p, bytes);

	if (r == 0) {
		*ret_module = p.module;
		p.module = NULL;
	}
	pair_release(&p);
	return r;
}

/* Making. */

/* Two halves of `len` bytes change places; a short memory is filled up. */
static void swap(struct sim_bytes *bytes, size_t first, size_t second, size_t len)
{
	uint8_t keep[256];

	if (bytes->len < second + len) {
		memset(bytes->data + bytes->len, 0, second + len - bytes->len);
		bytes->len = second + len;
	}
	memcpy(keep, bytes->data + first, len);
	memcpy(bytes->data + first, bytes->data + second, len);
	memcpy(bytes->data + second, keep, len);
}

/* Where pages lie in the linear layout: A2h behind A0h; the lower memory, then page 00h, 01h... */
#define A2H 256
#define PAGE(n) (128 * ((n) + 1u))

static void spoil(struct sim_bytes *bytes, enum sim_fault fault)
{
	enum register_family family = eeprom_family(bytes->data[0]);
	/* CC_BASE of SFF-8472 and SFF-8636, the page checksum of CMIS. */
	size_t checksum = family == FAMILY_SFF8472 ? 63 : family == FAMILY_SFF8636 ? 191 : 222;
	/* In the middle of the identity. */
	size_t half = family == FAMILY_SFF8472 ? 48 : 160;

	switch (fault) {
	case SIM_FAULT_NONE:
		break;
	case SIM_FAULT_CHECKSUM:
		bytes->data[checksum] ^= 0xff;
		break;
	case SIM_FAULT_TRUNCATED:
		bytes->len = half;
		break;
	case SIM_FAULT_FF:
		memset(bytes->data, 0xff, bytes->len);
		break;
	case SIM_FAULT_ZERO:
		memset(bytes->data, 0, bytes->len);
		break;
	case SIM_FAULT_SWAPPED:
		if (family == FAMILY_SFF8472)
			swap(bytes, 0, A2H, 256);
		else
			swap(bytes, PAGE(2), PAGE(3), 128);
		break;
	}
}

static int encode(const struct module *m, struct image *img, struct sim_bytes *ret_bytes)
{
	int r = eeprom_encode(m, img);

	if (r == 0)
		r = image_store_linear(img, ret_bytes->data, sizeof(ret_bytes->data), &ret_bytes->len);
	return r;
}

/* What was asked for and is not in the memory, or NULL. Wavelength registers count in 0.05 nm at best. */
static const char *lost_detail(const struct sim_insertion *how, const struct module *m)
{
	const struct eeprom_identity *id = &how->identity;

	if (id->vendor && strcmp(id->vendor, m->vendor) != 0)
		return "vendor";
	if (id->part_number && strcmp(id->part_number, m->part_number) != 0)
		return "part-number";
	if (id->serial && strcmp(id->serial, m->serial) != 0)
		return "serial";
	if (id->revision && strcmp(id->revision, m->revision) != 0)
		return "revision";
	if (id->date_code && strcmp(id->date_code, m->date_code) != 0)
		return "date";
	if (how->wavelength &&
	    (!value_ok(m->wavelength) || labs((long)how->wavelength - (long)m->wavelength.v) > 3))
		return "wavelength";
	if (how->connector >= 0 && how->connector != m->connector)
		return "connector";
	if (how->identity.cable_m && (m->layout != LAYOUT_CABLE || m->reach_m.v != how->identity.cable_m))
		return "length";
	if (how->identity.legs && m->far_ends != how->identity.legs)
		return "legs";
	if (how->dual_rate && !m->slow_type && m->downshift_10g != TRI_YES)
		return "dual-rate";
	return NULL;
}

static int check_made(const struct module_type *type, const struct sim_insertion *how,
                      const struct sim_bytes *bytes, char *error, size_t size)
{
	struct pair p = { .image = NULL };
	const char *lost;
	int r = pair_load(&p, bytes);

	if (r == 0) {
		lost = lost_detail(how, p.module);
		if (lost) {
			snprintf(error, size, "the memory of a %s can't hold this '%s'", type->name, lost);
			r = -EINVAL;
		}
	} else {
		snprintf(error, size, "out of memory");
	}
	pair_release(&p);
	return r;
}

/*
 * The 10G compliance bits that dual-rate modules of 25G lanes set besides
 * their own code: SFF-8472 A0h:3 and SFF-8636 00h:131, both compliance[0].
 */
static const struct {
	bool sfp;
	enum medium medium;
	uint8_t bit;
} slow_bits[] = {
	{ true, MEDIUM_MMF, 1 << 4 },   /* 10GBASE-SR */
	{ true, MEDIUM_SMF, 1 << 5 },   /* 10GBASE-LR */
	{ false, MEDIUM_MMF, 1 << 2 },  /* 40GBASE-SR4 */
};

static void set_dual_rate(const struct module_type *type, struct module *m)
{
	for (size_t i = 0; i < sizeof(slow_bits) / sizeof(slow_bits[0]); i++) {
		if (type->lane_mbps == 25000 && slow_bits[i].medium == type->medium &&
		    slow_bits[i].sfp == form_factor_is_single_lane(type->form))
			m->compliance[0] |= slow_bits[i].bit;
	}
}

static int make_module(const struct module_type *type, const struct sim_insertion *how, struct module *m)
{
	int r = eeprom_module_of_type(type, &how->identity, m);

	if (r < 0)
		return r;
	if (how->wavelength)
		m->wavelength = value_of((int32_t)how->wavelength);
	if (how->connector >= 0)
		m->connector = (uint8_t)how->connector;
	if (how->dual_rate)
		set_dual_rate(type, m);
	return 0;
}

int sim_image_make(const struct module_type *type, const struct sim_insertion *how,
		   struct sim_bytes *ret_bytes, const struct module **ret_module, char *error, size_t size)
{
	struct pair p = { .image = image_new(), .module = module_new() };
	int r = p.image && p.module ? make_module(type, how, p.module) : -ENOMEM;

	if (r == 0)
		r = encode(p.module, p.image, ret_bytes);
	pair_release(&p);
	if (r == 0)
		r = check_made(type, how, ret_bytes, error, size);
	else if (r == -ENOTSUP)
		snprintf(error, size, "a %s can't be simulated yet", type->name);
	else
		snprintf(error, size, "%s", strerror(-r));
	if (r < 0)
		return r;
	spoil(ret_bytes, how->fault);
	if (ret_module) {
		r = sim_image_module(ret_bytes, ret_module);
		if (r < 0)
			snprintf(error, size, "%s", strerror(-r));
	}
	return r;
}

/* Changing. */

/*
 * Encode `m` and take over only its live registers, so that what the module
 * says of itself stays as it is, byte for byte. Live ranges may be larger
 * than what is stored: copied byte by byte.
 */
static int write_live(const struct module *m, struct image *img)
{
	struct image *encoded = image_copy(img);
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(img, ranges);
	int r = encoded ? eeprom_encode(m, encoded) : -ENOMEM;

	for (size_t i = 0; i < n && r == 0; i++) {
		if (ranges[i].use != RANGE_LIVE && ranges[i].use != RANGE_SETTING)
			continue;
		for (unsigned j = 0; j < ranges[i].len && r == 0; j++) {
			struct image_addr at = ranges[i].at;
			uint8_t byte;

			at.offset = (uint8_t)(at.offset + j);
			if (image_has(img, at, 1) && image_read(encoded, at, 1, &byte) == 0)
				r = image_write(img, at, &byte, 1);
		}
	}
	image_free(encoded);
	return r;
}

static int apply_all(struct module *m, unsigned lane, const struct sim_change *changes, size_t count,
		     char *error, size_t size)
{
	int r = 0;

	if (m->status != READ_OK) {
		snprintf(error, size, "its module can't be changed, it is not readable: %s", m->why);
		return -EINVAL;
	}
	for (size_t i = 0; i < count && r == 0; i++)
		r = sim_change_apply(&changes[i], m, lane, error, size);
	return r;
}

static int check_changed(const struct pair *p, unsigned lane, const struct sim_change *changes, size_t count,
                         char *error, size_t size)
{
	struct module *is = module_new();
	int r = 0;

	if (!is) {
		snprintf(error, size, "out of memory");
		return -ENOMEM;
	}
	eeprom_decode(p->image, is);
	for (size_t i = 0; i < count && r == 0; i++) {
		if (sim_change_holds(&changes[i], p->module, is, lane))
			continue;
		snprintf(error, size, "the registers of this module can't show this '%s'",
			 sim_change_name(&changes[i]));
		r = -EINVAL;
	}
	module_unref(is);
	return r;
}

int sim_image_change(struct sim_bytes *bytes, unsigned lane, const struct sim_change *changes, size_t count,
                     const struct module **ret_module, char *error, size_t size)
{
	struct pair p = { .image = NULL };
	int r = pair_load(&p, bytes);

	if (r < 0) {
		snprintf(error, size, "%s", strerror(-r));
		goto out;
	}
	r = apply_all(p.module, lane, changes, count, error, size);
	if (r < 0)
		goto out;
	r = write_live(p.module, p.image);
	if (r < 0) {
		snprintf(error, size, "%s", strerror(-r));
		goto out;
	}
	r = check_changed(&p, lane, changes, count, error, size);
	if (r < 0)
		goto out;
	r = image_store_linear(p.image, bytes->data, sizeof(bytes->data), &bytes->len);
	if (r == 0 && ret_module)
		r = sim_image_module(bytes, ret_module);
	if (r < 0)
		snprintf(error, size, "%s", strerror(-r));
out:
	pair_release(&p);
	return r;
}
