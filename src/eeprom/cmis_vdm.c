/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CMIS Versatile Diagnostics Monitor (OIF-CMIS-05.2, 8.19): the module
 * describes on pages 20h-23h what it samples on pages 24h-27h, in groups of 64.
 * Of the many observables those are decoded that tell of a link's quality.
 */
#include <errno.h>

#include "eeprom/cmis.h"

#define GROUP 64
#define DESCRIPTORS 0x20
#define SAMPLES 0x24
#define CONTROL 0x2f

/* Table 8-173: what is observed, of which side's lane. */
static const struct observable {
	uint8_t type;
	bool of_host;
	bool is_ratio;   /* F16; else 1/256 dB */
	uint16_t member; /* in struct lane or struct host_lane */
} observables[] = {
	{ 5, false, false, offsetof(struct lane, snr) },
	{ 6, true, false, offsetof(struct host_lane, snr) },
	{ 13, false, true, offsetof(struct lane, ber_average) },
	{ 14, true, true, offsetof(struct host_lane, ber_average) },
	{ 15, false, true, offsetof(struct lane, ber) },
	{ 16, true, true, offsetof(struct host_lane, ber) },
};

#define OBSERVABLES (sizeof(observables) / sizeof(observables[0]))

static const struct observable *observable_find(uint8_t type)
{
	for (size_t i = 0; i < OBSERVABLES; i++) {
		if (observables[i].type == type)
			return &observables[i];
	}
	return NULL;
}

static struct value *observed(struct module *m, const struct observable *o, unsigned lane)
{
	char *base = o->of_host ? (char *)&m->host_lane[lane] : (char *)&m->lane[lane];

	return (void *)(base + o->member);
}

unsigned cmis_vdm_groups(const struct image *img)
{
	uint8_t byte;

	if (!(image_byte(img, CMIS_ADDR(1, 142)) & CMIS_PAGES_VDM) ||
	    image_read(img, CMIS_ADDR(CONTROL, 128), 1, &byte) < 0)
		return 0;
	return (byte & 3u) + 1;
}

/* Descriptor `n` of the module: its observable, or NULL if it is none of ours. */
static const struct observable *descriptor_read(const struct image *img, unsigned n, unsigned *ret_lane)
{
	uint8_t page = (uint8_t)(DESCRIPTORS + n / GROUP), bytes[2];
	const struct observable *o;

	if (image_read(img, CMIS_ADDR(page, (uint8_t)(128 + 2 * (n % GROUP))), 2, bytes) < 0)
		return NULL;
	o = observable_find(bytes[1]);
	*ret_lane = bytes[0] & 15u;
	return o && *ret_lane < MODULE_MAX_LANES ? o : NULL;
}

static struct image_addr sample_at(unsigned n)
{
	return CMIS_ADDR((uint8_t)(SAMPLES + n / GROUP), (uint8_t)(128 + 2 * (n % GROUP)));
}

static struct value sample_read(const struct image *img, unsigned n, const struct observable *o)
{
	uint8_t bytes[2];
	int r = image_read(img, sample_at(n), 2, bytes);
	int32_t raw;

	if (r < 0)
		return (struct value){ .state = field_state(r) };
	raw = bytes[0] << 8 | bytes[1];
	return value_of(o->is_ratio ? raw : field_scale(raw, 100, 256));
}

static void nothing_observed(struct module *m)
{
	for (unsigned lane = 0; lane < MODULE_MAX_LANES; lane++) {
		for (size_t i = 0; i < OBSERVABLES; i++)
			*observed(m, &observables[i], lane) = (struct value){ .state = VALUE_UNSUPPORTED };
	}
}

void cmis_vdm_decode(const struct image *img, struct module *m)
{
	bool has = !m->flat_memory && (m->support[CMIS_SUPPORT(142)] & CMIS_PAGES_VDM);
	unsigned count = has ? cmis_vdm_groups(img) * GROUP : 0;

	if (m->status != READ_OK)
		return;
	/* What it would describe is not known before its descriptors are read. */
	if (!has || count)
		nothing_observed(m);
	for (unsigned n = 0; n < count; n++) {
		unsigned lane;
		const struct observable *o = descriptor_read(img, n, &lane);

		if (o)
			*observed(m, o, lane) = sample_read(img, n, o);
	}
}

/* Descriptors, in one group, of all that `m` has values of. */
static int describe_observables(struct module *m, struct image *img)
{
	unsigned n = 0;
	uint8_t groups = 0;
	int r = image_write(img, CMIS_ADDR(CONTROL, 128), &groups, 1);

	for (unsigned lane = 0; lane < CMIS_LANES_PER_BANK; lane++) {
		for (size_t i = 0; i < OBSERVABLES && r == 0; i++) {
			uint8_t bytes[2] = { (uint8_t)lane, observables[i].type };

			if (!value_ok(*observed(m, &observables[i], lane)))
				continue;
			r = image_write(img, CMIS_ADDR(DESCRIPTORS, (uint8_t)(128 + 2 * n)), bytes, 2);
			n++;
		}
	}
	return r < 0 ? r : image_fill_absent(img, CMIS_ADDR(DESCRIPTORS, 128), 128);
}

int cmis_vdm_encode(const struct module *m, struct image *img)
{
	struct module copy = *m;
	int r = 0;

	if (!(m->support[CMIS_SUPPORT(142)] & CMIS_PAGES_VDM))
		return 0;
	if (!image_has(img, CMIS_ADDR(CONTROL, 128), 1)) {
		/* Nothing known of it, rather than that it observes nothing. */
		if (copy.lane[0].snr.state == VALUE_ABSENT)
			return 0;
		r = describe_observables(&copy, img);
	}
	for (unsigned n = 0; r == 0 && n < cmis_vdm_groups(img) * GROUP; n++) {
		unsigned lane;
		const struct observable *o = descriptor_read(img, n, &lane);
		const struct value *v = o ? observed(&copy, o, lane) : NULL;
		int32_t raw = v && !o->is_ratio ? field_scale(v->v, 256, 100) : v ? v->v : 0;
		uint8_t bytes[2] = { (uint8_t)(raw >> 8), (uint8_t)raw };

		if (v && value_ok(*v))
			r = image_write(img, sample_at(n), bytes, 2);
	}
	return r;
}
