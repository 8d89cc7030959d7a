/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CMIS codes of a catalogue type: what such a module advertises. The
 * applications are those that vendors' modules have: the whole, then its
 * splits.
 */
#include <errno.h>
#include <string.h>

#include "eeprom/cmis.h"
#include "eeprom/interfaces.h"

#define MAX_RECIPE 7

/* Application descriptors with their media lane assignment. */
static const struct recipe {
	const char *token;
	struct {
		uint8_t host, media, lanes, host_starts, media_starts;
	} apps[MAX_RECIPE];
} recipes[] = {
	/* In an SFP shell: CMIS instead of SFF-8472. */
	{ "25g-sr", { { 0x05, 0x03, 0x11, 0x01, 0x01 } } },
	{ "25g-lr", { { 0x05, 0x07, 0x11, 0x01, 0x01 } } },
	{ "50g-sr", { { 0x0a, 0x07, 0x11, 0x01, 0x01 } } },
	{ "50g-fr", { { 0x0a, 0x0b, 0x11, 0x01, 0x01 } } },
	{ "50g-cr", { { 0x18, 0x01, 0x11, 0x01, 0 } } },
	{ "100g-sr1", { { 0x4b, 0x0d, 0x11, 0x01, 0x01 } } },
	{ "100g-vr1", { { 0x4b, 0x1d, 0x11, 0x01, 0x01 } } },
	{ "100g-dr", { { 0x4b, 0x14, 0x11, 0x01, 0x01 } } },
	{ "100g-fr", { { 0x4b, 0x15, 0x11, 0x01, 0x01 } } },
	{ "100g-lr", { { 0x4b, 0x16, 0x11, 0x01, 0x01 } } },
	{ "100g-cr1", { { 0x46, 0x01, 0x11, 0x01, 0 } } },
	{ "100g-dr-lpo", { { 0x20, 0x8f, 0x11, 0x01, 0x01 } } },
	{ "100g-sr2", { { 0x0d, 0x0c, 0x22, 0x01, 0x01 }, { 0x0a, 0x07, 0x11, 0x03, 0x03 } } },
	{ "100g-2xfr", { { 0x0a, 0x0b, 0x11, 0x03, 0x03 } } },
	{ "200g-sr2", { { 0x4d, 0x1b, 0x22, 0x01, 0x01 }, { 0x4b, 0x0d, 0x11, 0x03, 0x03 } } },
	{ "200g-vr2", { { 0x4d, 0x1e, 0x22, 0x01, 0x01 }, { 0x4b, 0x1d, 0x11, 0x03, 0x03 } } },
	{ "200g-dr1-2", { { 0x4d, 0x74, 0x21, 0x01, 0x01 } } },
	{ "200g-dr2-lpo", { { 0x21, 0x90, 0x22, 0x01, 0x01 }, { 0x20, 0x8f, 0x11, 0x03, 0x03 } } },
	{ "200g-er4", { { 0x0f, 0x41, 0x44, 0x01, 0x01 } } },
	{ "200g-dr1", { { 0x4d, 0x73, 0x21, 0x01, 0x01 } } },
	{ "200g-dr2", { { 0x4b, 0x14, 0x11, 0x03, 0x03 } } },
	{ "400g-sr8",
	  { { 0x11, 0x10, 0x88, 0x01, 0x01 },
	    { 0x0a, 0x07, 0x11, 0xff, 0xff },
	    { 0x0f, 0x0e, 0x44, 0x11, 0x11 },
	    { 0x0d, 0x0c, 0x22, 0x55, 0x55 },
	    /* Its lanes can run at 25G NRZ, too. */
	    { 0x0b, 0x09, 0x44, 0x11, 0x11 },
	    { 0x05, 0x03, 0x11, 0xff, 0xff } } },
	{ "400g-sr4",
	  { { 0x4f, 0x11, 0x44, 0x01, 0x01 },
	    { 0x4b, 0x0d, 0x11, 0x0f, 0x0f },
	    { 0x4d, 0x1b, 0x22, 0x05, 0x05 } } },
	{ "400g-vr4",
	  { { 0x4f, 0x1f, 0x44, 0x01, 0x01 },
	    { 0x4b, 0x1d, 0x11, 0x0f, 0x0f },
	    { 0x4d, 0x1e, 0x22, 0x05, 0x05 } } },
	{ "400g-sr4.2", { { 0x11, 0x1a, 0x88, 0x01, 0x01 }, { 0x0d, 0x0b, 0x22, 0x55, 0x55 } } },
	{ "400g-dr2", { { 0x4f, 0x75, 0x42, 0x01, 0x01 }, { 0x4d, 0x73, 0x21, 0x05, 0x03 } } },
	{ "400g-dr2-2", { { 0x4f, 0x76, 0x42, 0x01, 0x01 }, { 0x4d, 0x74, 0x21, 0x05, 0x03 } } },
	{ "400g-dr4-lpo",
	  { { 0x22, 0x91, 0x44, 0x01, 0x01 },
	    { 0x20, 0x8f, 0x11, 0x0f, 0x0f },
	    { 0x21, 0x90, 0x22, 0x05, 0x05 } } },
	{ "400g-dr4",
	  { { 0x11, 0x1c, 0x84, 0x01, 0x01 },
	    { 0x0d, 0x14, 0x21, 0x55, 0x0f },
	    /* 200G-DR2 has no code of its own: vendors use theirs. */
	    { 0x0f, 0xfb, 0x42, 0x11, 0x05 } } },
	{ "400g-xdr4", { { 0x11, 0x55, 0x84, 0x01, 0x01 }, { 0x0d, 0x15, 0x21, 0x55, 0x0f } } },
	{ "400g-plr4", { { 0x0d, 0x16, 0x21, 0x55, 0x0f } } },
	{ "400g-fr4", { { 0x11, 0x1d, 0x84, 0x01, 0x01 } } },
	{ "400g-lr4-6", { { 0x11, 0x43, 0x84, 0x01, 0x01 } } },
	{ "400g-lr4", { { 0x11, 0x1e, 0x84, 0x01, 0x01 } } },
	{ "400g-er4", { { 0x11, 0x6f, 0x84, 0x01, 0x01 } } },
	{ "400g-er8", { { 0x11, 0x42, 0x88, 0x01, 0x01 } } },
	{ "400g-fr8", { { 0x11, 0x1a, 0x88, 0x01, 0x01 } } },
	{ "400g-lr8", { { 0x11, 0x1b, 0x88, 0x01, 0x01 } } },
	{ "400g-2xfr4", { { 0x0f, 0x18, 0x44, 0x11, 0x11 }, { 0x0b, 0x10, 0x44, 0x11, 0x11 } } },
	{ "400g-zr", { { 0x11, 0x3e, 0x81, 0x01, 0x01 } } },
	{ "800g-sr8",
	  { { 0x51, 0x12, 0x88, 0x01, 0x01 },
	    { 0x4b, 0x0d, 0x11, 0xff, 0xff },
	    { 0x4f, 0x11, 0x44, 0x11, 0x11 },
	    { 0x4d, 0x1b, 0x22, 0x55, 0x55 } } },
	{ "800g-vr8",
	  { { 0x51, 0x20, 0x88, 0x01, 0x01 },
	    { 0x4b, 0x1d, 0x11, 0xff, 0xff },
	    { 0x4f, 0x1f, 0x44, 0x11, 0x11 },
	    { 0x4d, 0x1e, 0x22, 0x55, 0x55 } } },
	{ "800g-dr4",
	  { { 0x51, 0x77, 0x84, 0x01, 0x01 },
	    { 0x4d, 0x73, 0x21, 0x55, 0x0f },
	    { 0x4f, 0x75, 0x42, 0x11, 0x05 } } },
	{ "800g-dr4-2",
	  { { 0x51, 0x78, 0x84, 0x01, 0x01 },
	    { 0x4d, 0x74, 0x21, 0x55, 0x0f },
	    { 0x4f, 0x76, 0x42, 0x11, 0x05 } } },
	{ "800g-dr8-lpo",
	  { { 0x23, 0x92, 0x88, 0x01, 0x01 },
	    { 0x20, 0x8f, 0x11, 0xff, 0xff },
	    { 0x22, 0x91, 0x44, 0x11, 0x11 },
	    { 0x21, 0x90, 0x22, 0x55, 0x55 } } },
	{ "800g-dr8",
	  { { 0x51, 0x56, 0x88, 0x01, 0x01 },
	    { 0x4b, 0x14, 0x11, 0xff, 0xff },
	    { 0x4f, 0x1c, 0x44, 0x11, 0x11 },
	    { 0x4d, 0xfb, 0x22, 0x55, 0x55 } } },
	{ "800g-dr8-2",
	  { { 0x51, 0x57, 0x88, 0x01, 0x01 },
	    { 0x4b, 0x15, 0x11, 0xff, 0xff },
	    { 0x4f, 0x55, 0x44, 0x11, 0x11 },
	    { 0x4d, 0xfb, 0x22, 0x55, 0x55 } } },
	{ "800g-fr4", { { 0x51, 0x7a, 0x84, 0x01, 0x01 } } },
	{ "800g-lr4", { { 0x51, 0x7b, 0x84, 0x01, 0x01 } } },
	{ "800g-2xfr4", { { 0x4f, 0x1d, 0x44, 0x11, 0x11 } } },
	{ "800g-2xlr4", { { 0x4f, 0x1e, 0x44, 0x11, 0x11 } } },
	{ "1.6t-dr8",
	  { { 0x83, 0x7f, 0x88, 0x01, 0x01 },
	    { 0x80, 0x73, 0x11, 0xff, 0xff },
	    { 0x81, 0x75, 0x22, 0x55, 0x55 },
	    { 0x82, 0x77, 0x44, 0x11, 0x11 } } },
	{ "1.6t-dr8-2",
	  { { 0x83, 0x80, 0x88, 0x01, 0x01 },
	    { 0x80, 0x74, 0x11, 0xff, 0xff },
	    { 0x81, 0x76, 0x22, 0x55, 0x55 },
	    { 0x82, 0x78, 0x44, 0x11, 0x11 } } },
	{ "100g-acc1", { { 0x4b, 0x03, 0x11, 0x01, 0 } } },
	{ "200g-acc2", { { 0x4d, 0x03, 0x22, 0x01, 0 } } },
	{ "100g-aoc1", { { 0x4b, 0x03, 0x11, 0x01, 0x01 } } },
	{ "200g-aoc2", { { 0x4d, 0x03, 0x22, 0x01, 0x01 } } },
	{ "100g-cr2", { { 0x1b, 0x01, 0x22, 0x01, 0 } } },
	{ "200g-cr2", { { 0x47, 0x01, 0x22, 0x01, 0 } } },
	{ "400g-cr8",
	  { { 0x1d, 0x01, 0x88, 0x01, 0 },
	    { 0x1c, 0x01, 0x44, 0x11, 0 },
	    { 0x1b, 0x01, 0x22, 0x55, 0 },
	    { 0x18, 0x01, 0x11, 0xff, 0 },
	    { 0x1a, 0x01, 0x44, 0x11, 0 },
	    { 0x43, 0x01, 0x22, 0x55, 0 },
	    { 0x15, 0x01, 0x11, 0xff, 0 } } },
	{ "400g-cr4",
	  { { 0x48, 0x01, 0x44, 0x01, 0 }, { 0x47, 0x01, 0x22, 0x05, 0 }, { 0x46, 0x01, 0x11, 0x0f, 0 } } },
	{ "800g-cr8",
	  { { 0x49, 0x01, 0x88, 0x01, 0 },
	    { 0x48, 0x01, 0x44, 0x11, 0 },
	    { 0x47, 0x01, 0x22, 0x55, 0 },
	    { 0x46, 0x01, 0x11, 0xff, 0 } } },
	{ "400g-acc", { { 0x11, 0x03, 0x88, 0x01, 0 } } },
	{ "400g-acc4", { { 0x4f, 0x03, 0x44, 0x01, 0 } } },
	{ "800g-acc", { { 0x51, 0x03, 0x88, 0x01, 0 } } },
	{ "400g-aoc",
	  { { 0x11, 0x03, 0x88, 0x01, 0x01 },
	    { 0x0f, 0x03, 0x44, 0x11, 0x11 },
	    { 0x0a, 0x03, 0x11, 0xff, 0xff } } },
	{ "400g-aoc4", { { 0x4f, 0x03, 0x44, 0x01, 0x01 }, { 0x4b, 0x03, 0x11, 0x0f, 0x0f } } },
	{ "800g-aoc",
	  { { 0x51, 0x03, 0x88, 0x01, 0x01 },
	    { 0x4f, 0x03, 0x44, 0x11, 0x11 },
	    { 0x4b, 0x03, 0x11, 0xff, 0xff } } },
};

static const struct recipe *recipe_find(const char *token)
{
	for (size_t i = 0; i < sizeof(recipes) / sizeof(recipes[0]); i++) {
		if (strcmp(recipes[i].token, token) == 0)
			return &recipes[i];
	}
	return NULL;
}

uint8_t cmis_identifier(enum form_factor form)
{
	switch (form) {
	case FORM_QSFP_DD:
		return 0x18;
	case FORM_OSFP:
		return 0x19;
	case FORM_DSFP:
		return 0x1b;
	case FORM_SFP_DD:
		return 0x1f;
	default:
		return form_factor_is_single_lane(form) ? 0x20 : form_factor_lanes(form) == 4 ? 0x1e : 0;
	}
}

static uint8_t media_type(enum medium medium)
{
	switch (medium) {
	case MEDIUM_MMF:
		return MEDIA_TYPE_MMF;
	case MEDIUM_SMF:
		return MEDIA_TYPE_SMF;
	case MEDIUM_COPPER:
		return MEDIA_TYPE_COPPER;
	default:
		return MEDIA_TYPE_ACTIVE;
	}
}

/* 00h:212. */
static uint8_t technology(const struct module_type *type)
{
	switch (type->medium) {
	case MEDIUM_COPPER:
		return 0x0a;
	case MEDIUM_ACTIVE_COPPER:
		return 0x0c;
	case MEDIUM_SMF:
		return type->layout == LAYOUT_COHERENT ? 0x10 : 0x06;
	default:
		return 0x00;
	}
}

/* MPO 1x16 for eight fibre pairs, 1x12 for up to four. */
static uint8_t connector(const struct module_type *type)
{
	switch (type->connector) {
	case CONNECTOR_CLASS_LC:
		return 0x07;
	case CONNECTOR_CLASS_MPO:
		return type->lanes == 8 && type->window_max ? 0x28 : 0x0c;
	default:
		return 0x23;
	}
}

/* APC for ribbons, PC for pairs: 00h:61. */
static uint8_t fibre_face(enum connector_class connector)
{
	return connector == CONNECTOR_CLASS_MPO ? 2 : connector == CONNECTOR_CLASS_LC ? 1 : 0;
}

static void describe_lengths(const struct module_type *type, struct module *m)
{
	if (type->layout == LAYOUT_CABLE) {
		m->lengths[CMIS_LENGTH_CABLE] = 0x40 | 3;   /* 3 m */
	} else if (type->medium == MEDIUM_SMF) {
		uint32_t hundreds = type->reach_m / 100;

		m->lengths[CMIS_LENGTH_SMF] = (uint8_t)(hundreds < 64     ? hundreds
		                                        : hundreds < 640 ? 0x40 | hundreds / 10
		                                                         : 0x80 | hundreds / 100);
	} else {
		m->lengths[CMIS_LENGTH_OM5] = m->lengths[CMIS_LENGTH_OM4] = (uint8_t)(type->reach_m / 2);
		m->lengths[CMIS_LENGTH_OM3] = (uint8_t)(type->reach_m * 7 / 20);
	}
}

/* 01h:142-160 of an optical module: monitors and flags of all kinds. */
static void describe_support(const struct module_type *type, struct module *m)
{
	uint8_t *s = m->support;

	s[CMIS_SUPPORT(142)] = type->modulation == MODULATION_PAM4 ? CMIS_PAGES_VDM : 0;
	s[CMIS_SUPPORT(144)] = 0x77;
	s[CMIS_SUPPORT(145)] = 0x60;                         /* each lane on a clock of its own */
	s[CMIS_SUPPORT(146)] = 70;
	s[CMIS_SUPPORT(150)] = 157;                          /* 3.14 V */
	s[CMIS_SUPPORT(151)] = 0x10;                         /* average power */
	s[CMIS_SUPPORT(155)] = 0x02;                         /* Tx disable */
	s[CMIS_SUPPORT(157)] = 0x07;
	s[CMIS_SUPPORT(158)] = 0x06;
	s[CMIS_SUPPORT(159)] = 0x03;
	s[CMIS_SUPPORT(160)] = type->medium == MEDIUM_SMF ? 0x0f : 0x07;   /* bias in 4 uA, in 2 uA */
}

/* Fibre by fibre, wavelength by wavelength: 11h:240. */
static uint8_t mapping(const struct module_type *type, unsigned lane)
{
	unsigned per_fibre = 1;

	if (type->layout == LAYOUT_WDM)
		per_fibre = type->lanes;
	else if (type->layout == LAYOUT_WDM_PARTS)
		per_fibre = type->lanes / module_type_parts(type);
	else if (type->layout == LAYOUT_PARALLEL && !type->window_max)
		per_fibre = 2;   /* SR4.2: two wavelengths on a pair */
	return (uint8_t)((lane % per_fibre + 1) << 4 | (lane / per_fibre + 1));
}

static void describe_mapping(const struct module_type *type, struct module *m)
{
	for (unsigned i = 0; i < type->lanes; i++)
		m->lane[i].tx_mapping = m->lane[i].rx_mapping = mapping(type, i);
}

/* The number of the application that is this mode; 0 if none is. */
static unsigned find_application(const struct module *m, const struct mode *mode)
{
	for (unsigned i = 0; i < m->application_count; i++) {
		const struct application *a = &m->application[i];

		if (a->host_id != 0 && a->instances == mode->count && a->rate_mbps == mode->rate_mbps)
			return i + 1;
	}
	return 0;
}

static void run_lane(struct module *m, unsigned number, unsigned first, unsigned lane)
{
	struct host_lane *host = &m->host_lane[lane];

	host->active = (uint8_t)(number << 4 | first << 1);
	host->config_status = CONFIG_SUCCESS;
	host->data_path = DATA_PATH_ACTIVATED;
}

/* Instances of one application, from each lane on where one may begin. */
static void run_alike(struct module *m, unsigned number)
{
	const struct application *a = &m->application[number - 1];
	unsigned first = CMIS_LANES_PER_BANK;

	for (unsigned i = 0; i < CMIS_LANES_PER_BANK; i++) {
		if (a->host_starts >> i & 1 && (first == CMIS_LANES_PER_BANK || i >= first + a->host_lanes))
			first = i;
		if (i >= first && i < first + a->host_lanes)
			run_lane(m, number, first, i);
	}
}

/* Each leg's own; nothing on the lanes of one that the module does not offer. */
static void run_mixed(struct module *m, const struct mode *mode)
{
	unsigned first, count;

	for (unsigned leg = 1; leg <= mode->count; leg++) {
		struct mode alike = { .rate_mbps = mode_leg(mode, leg).rate_mbps };
		unsigned number;

		if (!mode_leg_lanes(mode, m->host_lanes, leg, &first, &count))
			return;
		alike.count = (uint8_t)(m->host_lanes / count);
		number = find_application(m, &alike);
		for (unsigned i = first - 1; number && i < first - 1 + count && i < CMIS_LANES_PER_BANK; i++)
			run_lane(m, number, first - 1, i);
	}
}

void cmis_run(struct module *m, const struct mode *mode)
{
	unsigned number = find_application(m, mode);

	m->state = MODULE_STATE_READY;
	for (unsigned i = 0; i < CMIS_LANES_PER_BANK; i++)
		m->host_lane[i] = (struct host_lane){ .active = 0 };
	if (mode_is_mixed(mode))
		run_mixed(m, mode);
	else
		run_alike(m, number ? number : 1);
	cmis_data_paths_settle(m);
}

int cmis_describe(const struct module_type *type, struct module *m)
{
	const struct recipe *recipe = recipe_find(type->token);
	bool optical = type->medium != MEDIUM_COPPER && type->medium != MEDIUM_ACTIVE_COPPER;
	unsigned count = 0;

	if (!recipe)
		return -ENOTSUP;
	m->identifier = m->identifier_copy = cmis_identifier(type->form);
	m->revision_code = 0x50;
	m->flat_memory = !optical;
	m->media_type = media_type(type->medium);
	m->technology = technology(type);
	m->connector = connector(type);
	for (; count < MAX_RECIPE && recipe->apps[count].host; count++) {
		struct application *a = &m->application[count];

		a->host_id = recipe->apps[count].host;
		a->media_id = recipe->apps[count].media;
		a->lane_counts = recipe->apps[count].lanes;
		a->host_starts = recipe->apps[count].host_starts;
		a->media_starts = optical ? recipe->apps[count].media_starts : 0;
	}
	m->application[count].host_id = 0xff;
	m->lanes_missing = (uint8_t)~((1u << type->lanes) - 1);
	describe_lengths(type, m);
	m->ext_identifier = optical ? 0xa0 : 0x00;
	m->max_power_mw = value_of(!optical ? 1500 : type->form == FORM_OSFP ? 16500 : 12000);
	if (!optical)
		return 0;
	m->fibre_face = fibre_face(type->connector);
	m->versions[CMIS_VERSION_ACTIVE] = 1;
	m->versions[CMIS_VERSION_HARDWARE] = 1;
	describe_support(type, m);
	m->bias_multiplier = type->medium == MEDIUM_SMF ? 2 : 1;
	m->state = MODULE_STATE_READY;
	describe_mapping(type, m);
	return 0;
}
