/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Quality of the signals in CMIS modules. The Versatile Diagnostics Monitor
 * (OIF-CMIS-05.2, 8.19) describes on pages 20h-23h what it samples on pages
 * 24h-27h, in groups of 64, in each bank for its eight lanes. Of the many
 * observables those are decoded that tell of a link's quality.
 *
 * Modules without it may have diagnostics pages 13h and 14h. Of these only the
 * SNR is taken, if 14h:128 happens to select it: we write nothing. Its places
 * and byte order (low byte first, unlike all else) are as Meta's FBOSS and
 * Huawei's hikptool have them; the BER there is that of a test pattern, not of
 * the line.
 */
#include <errno.h>

#include "eeprom/cmis.h"

#define GROUP 64
#define DESCRIPTORS 0x20
#define SAMPLES 0x24
#define CONTROL 0x2f
#define SNR_STEPS 256            /* of a dB */
#define SELECT_SNR 6             /* 14h:128 */

/* Table 8-173: what is observed, of which side's lane. */
static const struct observable {
	uint8_t type;
	bool of_host;
	bool is_ratio;   /* F16; else 1/256 dB */
	uint16_t member; /* in struct lane or struct host_lane */
	uint8_t diagnostics;  /* where page 14h has it; 0: nowhere */
} observables[] = {
	{ 5, false, false, offsetof(struct lane, snr), 240 },
	{ 6, true, false, offsetof(struct host_lane, snr), 208 },
	{ 13, false, true, offsetof(struct lane, ber_average), 0 },
	{ 14, true, true, offsetof(struct host_lane, ber_average), 0 },
	{ 15, false, true, offsetof(struct lane, ber), 0 },
	{ 16, true, true, offsetof(struct host_lane, ber), 0 },
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

static const struct value *observed(const struct module *m, const struct observable *o, unsigned lane)
{
	const void *of = o->of_host ? (const void *)module_host_lane(m, lane + 1)
	                            : (const void *)module_any_lane(m, lane + 1);

	return (const void *)((const char *)of + o->member);
}

/* Of a module that is being decoded. */
static struct value *observed_place(struct module *m, const struct observable *o, unsigned lane)
{
	return (struct value *)(uintptr_t)observed(m, o, lane);
}

unsigned cmis_vdm_groups(const struct image *img)
{
	uint8_t byte;

	if (!(image_byte(img, CMIS_ADDR(1, 142)) & CMIS_PAGES_VDM) ||
	    image_read(img, CMIS_ADDR(CONTROL, 128), 1, &byte) < 0)
		return 0;
	return (byte & 3u) + 1;
}

/* The 16-bit register `n` of the pages from `page` on. */
static struct image_addr register_at(unsigned bank, uint8_t page, unsigned n)
{
	return CMIS_BANK_ADDR((uint8_t)bank, (uint8_t)(page + n / GROUP), (uint8_t)(128 + 2 * (n % GROUP)));
}

/* Descriptor `n` of a bank: its observable and the module's lane, or NULL if it is none of ours. */
static const struct observable *descriptor_read(const struct image *img, unsigned bank, unsigned n,
						unsigned *ret_lane)
{
	unsigned lane;
	uint8_t bytes[2];

	if (image_read(img, register_at(bank, DESCRIPTORS, n), 2, bytes) < 0)
		return NULL;
	/* A bank is about its own lanes: a higher number may be meant in more than one way. */
	lane = bytes[0] & 15u;
	if (lane >= CMIS_LANES_PER_BANK)
		return NULL;
	*ret_lane = bank * CMIS_LANES_PER_BANK + lane;
	return observable_find(bytes[1]);
}

static struct value sample_read(const struct image *img, struct image_addr at, const struct observable *o)
{
	uint8_t bytes[2];
	int r = image_read(img, at, 2, bytes);
	int32_t raw;

	if (r < 0)
		return (struct value){ .state = field_state(r) };
	raw = bytes[0] << 8 | bytes[1];
	return value_of(o->is_ratio ? raw : field_scale(raw, 100, SNR_STEPS));
}

static void nothing_observed(struct module *m, unsigned bank)
{
	for (unsigned n = 0; n < CMIS_LANES_PER_BANK; n++) {
		for (size_t i = 0; i < OBSERVABLES; i++)
			*observed_place(m, &observables[i], bank * CMIS_LANES_PER_BANK + n) =
				(struct value){ .state = VALUE_UNSUPPORTED };
	}
}

/* What a bank would describe is not known before all its descriptors are read. */
static bool all_described(const struct image *img, unsigned bank, unsigned groups)
{
	for (unsigned g = 0; g < groups; g++) {
		if (!image_has(img, register_at(bank, DESCRIPTORS, g * GROUP), 128))
			return false;
	}
	return groups > 0;
}

static void vdm_decode(const struct image *img, unsigned bank, struct module *m)
{
	unsigned groups = cmis_vdm_groups(img);

	if (all_described(img, bank, groups))
		nothing_observed(m, bank);
	for (unsigned n = 0; n < groups * GROUP; n++) {
		unsigned lane;
		const struct observable *o = descriptor_read(img, bank, n, &lane);

		if (o)
			*observed_place(m, o, lane) = sample_read(img, register_at(bank, SAMPLES, n), o);
	}
}

static bool snr_is_selected(const struct image *img, unsigned bank)
{
	return image_byte(img, CMIS_BANK_ADDR((uint8_t)bank, CMIS_PAGE_DIAGNOSTICS, 128)) == SELECT_SNR;
}

static struct image_addr diagnostics_at(const struct observable *o, unsigned lane)
{
	return CMIS_BANK_ADDR((uint8_t)(lane / CMIS_LANES_PER_BANK), CMIS_PAGE_DIAGNOSTICS,
			      (uint8_t)(o->diagnostics + 2 * (lane % CMIS_LANES_PER_BANK)));
}

/* 0 is what reads there until there is something to tell. */
static struct value diagnostics_read(const struct image *img, const struct observable *o, unsigned lane)
{
	uint8_t bytes[2];
	int r = -ENODATA;

	if (snr_is_selected(img, lane / CMIS_LANES_PER_BANK))
		r = image_read(img, diagnostics_at(o, lane), 2, bytes);
	if (r < 0)
		return (struct value){ .state = field_state(r) };
	if (bytes[0] == 0 && bytes[1] == 0)
		return (struct value){ .state = VALUE_ABSENT };
	return value_of(field_scale(bytes[1] << 8 | bytes[0], 100, SNR_STEPS));
}

static void diagnostics_decode(const struct image *img, unsigned bank, struct module *m)
{
	nothing_observed(m, bank);
	for (size_t n = 0; n < OBSERVABLES; n++) {
		const struct observable *o = &observables[n];

		for (unsigned i = 0; o->diagnostics && i < CMIS_LANES_PER_BANK; i++) {
			unsigned lane = bank * CMIS_LANES_PER_BANK + i;

			*observed_place(m, o, lane) = diagnostics_read(img, o, lane);
		}
	}
}

void cmis_quality_decode(const struct image *img, struct module *m)
{
	uint8_t pages = m->flat_memory ? 0 : m->support[CMIS_SUPPORT(142)];

	if (m->status != READ_OK)
		return;
	for (unsigned bank = 0; bank < MODULE_MAX_LANES / CMIS_LANES_PER_BANK; bank++) {
		bool there = bank < cmis_banks(pages);

		if (there && (pages & CMIS_PAGES_VDM))
			vdm_decode(img, bank, m);
		else if (there && (pages & CMIS_PAGES_DIAGNOSTICS))
			diagnostics_decode(img, bank, m);
		else
			nothing_observed(m, bank);
	}
}

static void need_register(bool need[256], struct image_addr at)
{
	need[at.offset] = need[at.offset + 1] = true;
}

static bool is_used(const struct module *m, const struct observable *o, unsigned lane)
{
	unsigned lanes = o->of_host ? m->host_lanes : m->lanes;

	return !lanes || lane < lanes;
}

void cmis_quality_bytes(const struct image *img, const struct module *m, const struct image_range *range,
                        bool need[256])
{
	unsigned bank = range->at.bank, first = range->at.page - SAMPLES;

	/* What is selected may change with each reading, and the numbers with it. */
	if (range->at.page == CMIS_PAGE_DIAGNOSTICS) {
		for (unsigned i = range->at.offset; i < (unsigned)range->at.offset + range->len; i++)
			need[i] |= i < CMIS_DIAGNOSTICS_SNR;
		for (size_t i = 0; i < OBSERVABLES * CMIS_LANES_PER_BANK; i++) {
			const struct observable *o = &observables[i / CMIS_LANES_PER_BANK];
			unsigned lane = bank * CMIS_LANES_PER_BANK + i % CMIS_LANES_PER_BANK;

			if (o->diagnostics && range->len > 1 && is_used(m, o, lane))
				need_register(need, diagnostics_at(o, lane));
		}
	} else if (range->at.page >= SAMPLES) {
		for (unsigned n = first * GROUP; n < (first + 1) * GROUP; n++) {
			unsigned lane;
			const struct observable *o = descriptor_read(img, bank, n, &lane);

			if (o && is_used(m, o, lane))
				need_register(need, register_at(bank, SAMPLES, n));
		}
	}
}

/* Descriptors, in one group of each bank, of all that `m` has values of. */
static int describe_bank(const struct module *m, unsigned bank, struct image *img)
{
	unsigned n = 0;
	int r = 0;

	for (unsigned lane = 0; lane < CMIS_LANES_PER_BANK; lane++) {
		for (size_t i = 0; i < OBSERVABLES && r == 0; i++) {
			uint8_t bytes[2] = { (uint8_t)lane, observables[i].type };

			if (!value_ok(*observed(m, &observables[i], bank * CMIS_LANES_PER_BANK + lane)))
				continue;
			r = image_write(img, register_at(bank, DESCRIPTORS, n), bytes, 2);
			n++;
		}
	}
	return r < 0 ? r : image_fill_absent(img, register_at(bank, DESCRIPTORS, 0), 128);
}

static int describe_observables(const struct module *m, unsigned banks, struct image *img)
{
	uint8_t groups = 0;
	int r = image_write(img, CMIS_ADDR(CONTROL, 128), &groups, 1);

	for (unsigned bank = 0; bank < banks && r == 0; bank++)
		r = describe_bank(m, bank, img);
	return r;
}

static int vdm_encode(const struct module *m, unsigned bank, struct image *img)
{
	int r = 0;

	for (unsigned n = 0; r == 0 && n < cmis_vdm_groups(img) * GROUP; n++) {
		unsigned lane;
		const struct observable *o = descriptor_read(img, bank, n, &lane);
		const struct value *v = o ? observed(m, o, lane) : NULL;
		int32_t raw = v && !o->is_ratio ? field_scale(v->v, SNR_STEPS, 100) : v ? v->v : 0;
		uint8_t bytes[2] = { (uint8_t)(raw >> 8), (uint8_t)raw };

		if (v && value_ok(*v))
			r = image_write(img, register_at(bank, SAMPLES, n), bytes, 2);
	}
	return r;
}

/* The page with nothing in it, if it is not there. */
static int diagnostics_prepare(const struct module *m, unsigned bank, struct image *img)
{
	static const uint8_t select = SELECT_SNR;
	struct image_addr page = CMIS_BANK_ADDR((uint8_t)bank, CMIS_PAGE_DIAGNOSTICS, 128);
	int r;

	if (image_has(img, page, 1) || !value_ok(module_any_lane(m, bank * CMIS_LANES_PER_BANK + 1)->snr))
		return 0;
	r = image_write(img, page, &select, 1);
	return r < 0 ? r : image_fill_absent(img, page, 128);
}

static int diagnostics_encode(const struct module *m, unsigned bank, struct image *img)
{
	int r = diagnostics_prepare(m, bank, img);

	for (size_t n = 0; n < OBSERVABLES && snr_is_selected(img, bank); n++) {
		const struct observable *o = &observables[n];

		for (unsigned i = 0; r == 0 && o->diagnostics && i < CMIS_LANES_PER_BANK; i++) {
			unsigned lane = bank * CMIS_LANES_PER_BANK + i;
			struct value v = *observed(m, o, lane);
			int32_t raw = field_scale(v.v, SNR_STEPS, 100);
			uint8_t bytes[2] = { (uint8_t)raw, (uint8_t)(raw >> 8) };

			if (value_ok(v))
				r = image_write(img, diagnostics_at(o, lane), bytes, 2);
		}
	}
	return r;
}

int cmis_quality_encode(const struct module *m, struct image *img)
{
	uint8_t pages = m->support[CMIS_SUPPORT(142)];
	unsigned banks = cmis_banks(pages);
	int r = 0;

	if (!(pages & (CMIS_PAGES_VDM | CMIS_PAGES_DIAGNOSTICS)))
		return 0;
	if ((pages & CMIS_PAGES_VDM) && !image_has(img, CMIS_ADDR(CONTROL, 128), 1)) {
		/* Nothing known of it, rather than that it observes nothing. */
		if (m->lane[0].snr.state == VALUE_ABSENT)
			return 0;
		r = describe_observables(m, banks, img);
	}
	for (unsigned bank = 0; bank < banks && r == 0; bank++)
		r = pages & CMIS_PAGES_VDM ? vdm_encode(m, bank, img) : diagnostics_encode(m, bank, img);
	return r;
}
