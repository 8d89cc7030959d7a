/* SPDX-License-Identifier: BSD-3-Clause */
/* What a CMIS module can be used as: its applications, cables' far ends, data paths. */
#include "cmis_fixture.h"

#include <stdio.h>

#include "eeprom/interfaces.h"

static void applications(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m;
	struct mode mode;

	(void)state;
	/* All eight are used: the list goes on on page 01h. */
	PUT(&c, 86, "\x11\x1c\x84\x01" "\x0d\x14\x21\x55" "\0\0\0\0" "\x0a\x0b\x11\x0f"
	            "\xf1\xc0\x88\x01" "\x30\x15\x40\x11" "\x11\x1c\x84\x01" "\x4d\x14\x21\x55");
	PUT(&c, P(1, 223), "\x0f\x17\x44\x11" "\xff");
	c.byte[P(1, 184)] = 0x11;
	sums(&c);
	m = cmis_module(&c);
	assert_int_equal(m->application_count, 9);
	assert_string_equal(m->application[0].host_name, "400GAUI-8");
	assert_string_equal(m->application[0].media_name, "400GBASE-DR4");
	assert_int_equal(m->application[0].instances, 1);
	assert_int_equal(m->application[0].rate_mbps, 400000);
	assert_string_equal(m->application[1].host_name, "100GAUI-2");
	assert_int_equal(m->application[1].host_lanes, 2);
	assert_int_equal(m->application[1].media_lanes, 1);
	assert_int_equal(m->application[1].instances, 4);
	assert_int_equal(m->application[1].rate_mbps, 100000);
	assert_string_equal(type_token(m->application[1].type), "100g-dr");
	assert_int_equal(m->application[1].media_starts, 0x0f);
	/* Not used. */
	assert_int_equal(m->application[2].instances, 0);
	assert_null(m->application[2].host_name);
	/* 50GBASE-FR on four lanes. */
	assert_int_equal(m->application[3].instances, 4);
	assert_string_equal(type_token(m->application[3].type), "50g-fr");
	/* A vendor's. */
	assert_null(m->application[4].host_name);
	assert_null(m->application[4].media_name);
	assert_int_equal(m->application[4].rate_mbps, 0);
	/* InfiniBand says no lanes: the descriptor does; the media side says none. */
	assert_int_equal(m->application[5].rate_mbps, 100000);
	assert_int_equal(m->application[5].media_lanes, 1);
	/* Page 01h: 200GBASE-DR4 twice. */
	assert_int_equal(m->application[8].instances, 2);
	assert_int_equal(m->application[8].media_starts, 0x11);
	assert_string_equal(type_token(m->application[8].type), "200g-dr4");
	assert_true(module_offered_mode(m, 0, &mode));
	assert_int_equal(mode.count, 4);
	assert_int_equal(mode.rate_mbps, 100000);
	assert_true(module_offered_mode(m, 1, &mode));
	assert_int_equal(mode.rate_mbps, 50000);
	module_unref(m);
}

/* Descriptors and what they make together. */
static void types(void **state)
{
	static const struct {
		const char *label;
		uint8_t media_type, connector;
		const char *apps;
		const char *token, *name;
		enum layout layout;
		unsigned lanes;
		uint32_t lane_mbps;
		enum tristate splittable;
	} rows[] = {
		{ "sr8", 1, 0x28, "\x11\x10\x88\x01\x0a\x07\x11\xff\xff", "400g-sr8", "400GBASE-SR8",
		  LAYOUT_PARALLEL, 8, 50000, TRI_YES },
		{ "sr8 by the name of its lanes", 1, 0x28, "\x11\x07\x88\x01\xff", "400g-sr8", "400GBASE-SR8",
		  LAYOUT_PARALLEL, 8, 50000, TRI_NO },
		{ "eight 50GBASE-SR only", 1, 0x28, "\x0a\x07\x11\xff\xff", "400g-sr8", "400GBASE-SR8",
		  LAYOUT_PARALLEL, 8, 50000, TRI_YES },
		{ "sr4.2", 1, 0x0c, "\x11\x1a\x88\x01\x0d\x0b\x22\x55\xff", "400g-sr4.2", "400GBASE-SR4.2",
		  LAYOUT_PARALLEL, 8, 50000, TRI_YES },
		{ "dr4 that is not split", 2, 0x0c, "\x11\x1c\x84\x01\xff", "400g-dr4", "400GBASE-DR4",
		  LAYOUT_PARALLEL, 4, 100000, TRI_NO },
		{ "dr4 with a split of a vendor's", 2, 0x0c, "\x11\x1c\x84\x01\xf1\xc0\x21\x55\xff",
		  "400g-dr4", "400GBASE-DR4", LAYOUT_PARALLEL, 4, 100000, TRI_UNKNOWN },
		{ "dr4 with a whole of a vendor's", 2, 0x0c, "\x11\x1c\x84\x01\xf1\xc0\x84\x01\xff",
		  "400g-dr4", "400GBASE-DR4", LAYOUT_PARALLEL, 4, 100000, TRI_NO },
		{ "splits come first", 2, 0x0c, "\x0d\x14\x21\x55\x11\x1c\x84\x01\xff", "400g-dr4",
		  "400GBASE-DR4", LAYOUT_PARALLEL, 4, 100000, TRI_YES },
		{ "four FR1", 2, 0x0c, "\x0d\x15\x21\x55\xff", "400g-xdr4", "400GBASE-DR4-2",
		  LAYOUT_PARALLEL, 4, 100000, TRI_YES },
		{ "four LR1", 2, 0x0c, "\x0d\x16\x21\x55\xff", "400g-plr4", "400G-PLR4", LAYOUT_PARALLEL, 4,
		  100000, TRI_YES },
		{ "two DR4 that are never one", 2, 0x0c, "\x4f\x1c\x44\x11\xff", "800g-dr8",
		  "2x400GBASE-DR4", LAYOUT_PARALLEL, 8, 100000, TRI_YES },
		{ "FlexO-8e, 800G of a carrier", 2, 0x07, "\x51\x68\x81\x01\xff", "-", "FlexO-8e-DPO 16QAM",
		  LAYOUT_COHERENT, 1, 800000, TRI_NO },
		{ "OpenZR+ at 300G", 2, 0x07, "\x0d\x36\x61\x01\xff", "-", "OpenZR+ 300G 8QAM",
		  LAYOUT_COHERENT, 1, 300000, TRI_NO },
		{ "linear FR4", 2, 0x07, "\x22\x93\x44\x01\xff", "-", "400G-FR4-LPO", LAYOUT_WDM, 4, 100000,
		  TRI_NO },
		{ "fr4", 2, 0x07, "\x11\x1d\x84\x01\xff", "400g-fr4", "400GBASE-FR4", LAYOUT_WDM, 4, 100000,
		  TRI_NO },
		{ "two FR4", 2, 0x07, "\x4f\x1d\x44\x11\xff", "800g-2xfr4", "2x400GBASE-FR4",
		  LAYOUT_WDM_PARTS, 8, 100000, TRI_YES },
		{ "two FR4, and what its fibres don't do", 2, 0x25,
		  "\x4f\x1d\x44\x11\x4c\x15\x11\xff\x52\x00\x88\x01\x4e\xc0\x22\x55\xff", "800g-2xfr4",
		  "2x400GBASE-FR4", LAYOUT_WDM_PARTS, 8, 100000, TRI_YES },
		{ "two CWDM4", 2, 0x07, "\x0b\x10\x44\x11\xff", "200g-2xcwdm4", "2x100G-CWDM4", LAYOUT_WDM_PARTS, 8,
		  25000, TRI_YES },
		{ "dr8", 2, 0x28, "\x51\x56\x88\x01\x4b\x14\x11\xff\xff", "800g-dr8", "800GBASE-DR8",
		  LAYOUT_PARALLEL, 8, 100000, TRI_YES },
		{ "dr4 of 200G lanes", 2, 0x0c, "\x51\x77\x84\x01\x4d\x73\x21\x55\xff", "800g-dr4",
		  "800GBASE-DR4", LAYOUT_PARALLEL, 4, 200000, TRI_YES },
		{ "a vendor's is the fastest", 2, 0x28, "\x51\xc1\x88\x01\x0d\x14\x21\x55\xff", "-",
		  "unknown(0xc1)", LAYOUT_UNKNOWN, 0, 0, TRI_UNKNOWN },
		{ "coherent", 2, 0x07, "\x11\x3e\x81\x01\xff", "400g-zr", "400ZR", LAYOUT_COHERENT, 1, 400000,
		  TRI_NO },
		{ "no applications", 2, 0x0c, "\xff", "-", "unknown(0xff)", LAYOUT_UNKNOWN, 0, 0,
		  TRI_UNKNOWN },
		{ "undefined media", 0, 0x0c, "\x11\x1c\x84\x01\xff", "-", "unknown(0x1c)", LAYOUT_UNKNOWN,
		  0, 0, TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		const char *label = rows[i].label;
		struct module *m;

		c.byte[85] = rows[i].media_type;
		c.byte[203] = rows[i].connector;
		memset(c.byte + 86, 0, 32);
		for (size_t n = 0; (uint8_t)rows[i].apps[4 * n] != 0xff; n++)
			memcpy(c.byte + 86 + 4 * n, rows[i].apps + 4 * n, 5);
		if ((uint8_t)rows[i].apps[0] == 0xff)
			c.byte[86] = 0xff;
		memset(c.byte + P(0x11, 240), 0, 16);
		memset(c.byte + P(1, 176), 0, 15);
		sums(&c);
		m = cmis_module(&c);
		assert_row(m->status == READ_OK, label);
		assert_row(strcmp(type_token(m->type), rows[i].token) == 0, label);
		assert_row(strcmp(m->type_name, rows[i].name) == 0, label);
		assert_row(m->layout == rows[i].layout, label);
		assert_row(m->lanes == rows[i].lanes, label);
		assert_row(rows[i].lane_mbps == 0 || m->lane_mbps.v == (int32_t)rows[i].lane_mbps, label);
		assert_row(m->splittable == rows[i].splittable, label);
		module_unref(m);
	}
}

/* All modes that a type's module offers, as one text. */
static void offered_modes(const struct module *m, char *buf, size_t size)
{
	struct mode mode;
	char text[16];

	buf[0] = '\0';
	for (size_t n = 0; module_offered_mode(m, n, &mode); n++) {
		size_t at = strlen(buf);

		snprintf(buf + at, size - at, "%s%s", n ? " " : "", mode_text(&mode, text, sizeof(text)));
	}
}

/* Application `n`, from 1, as "rate type modulation". */
static void application_text(const struct module *m, unsigned n, char *buf, size_t size)
{
	const struct application *a = &m->application[n - 1];

	snprintf(buf, size, "%ux%u %s %s", a->instances, a->rate_mbps, type_token(a->type),
		 code_name(modulation_labels, a->modulation));
}

/* PAM4 modules whose lanes run NRZ as well. */
static void slower_applications(void **state)
{
	static const struct {
		const char *token, *modes;
		unsigned application;
		const char *means;
	} rows[] = {
		{ "400g-sr8", "8x50G 2x200G 4x100G 2x100G 8x25G", 1, "1x400000 400g-sr8 pam4" },
		{ "400g-sr8", "8x50G 2x200G 4x100G 2x100G 8x25G", 5, "2x100000 100g-sr4 nrz" },
		{ "400g-sr8", "8x50G 2x200G 4x100G 2x100G 8x25G", 6, "8x25000 25g-sr nrz" },
		{ "400g-2xfr4", "2x200G 2x100G", 1, "2x200000 200g-fr4 pam4" },
		{ "400g-2xfr4", "2x200G 2x100G", 2, "2x100000 100g-cwdm4 nrz" },
		{ "400g-cr8", "2x200G 4x100G 8x50G 2x100G 4x50G 8x25G", 4, "8x50000 50g-cr pam4" },
		{ "400g-cr8", "2x200G 4x100G 8x50G 2x100G 4x50G 8x25G", 5, "2x100000 100g-cr4 nrz" },
		{ "400g-cr8", "2x200G 4x100G 8x50G 2x100G 4x50G 8x25G", 6, "4x50000 50g-cr2 nrz" },
		{ "400g-cr8", "2x200G 4x100G 8x50G 2x100G 4x50G 8x25G", 7, "8x25000 25g-cr nrz" },
		{ "400g-aoc", "2x200G 8x50G", 2, "2x200000 200g-aoc pam4" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct eeprom_identity identity = { .seed = 1 };
		struct image *img = image_new();
		struct module *m = module_new(), *back;
		char text[96];

		assert_int_equal(eeprom_module_of_type(module_type_find(rows[i].token), &identity, m), 0);
		assert_int_equal(eeprom_encode(m, img), 0);
		back = image_module(img);
		/* It is still what it can do at most. */
		assert_row(strcmp(type_token(back->type), rows[i].token) == 0, rows[i].token);
		offered_modes(back, text, sizeof(text));
		assert_string_equal(text, rows[i].modes);
		application_text(back, rows[i].application, text, sizeof(text));
		assert_string_equal(text, rows[i].means);
		module_unref(m);
		module_unref(back);
		image_free(img);
	}
}

/* Passive and active cables: the host interface has the speed, 00h:212 the kind. */
static void cables(void **state)
{
	static const struct {
		uint8_t media_type, media, technology;
		const char *host;
		const char *token, *name;
		enum medium medium;
	} rows[] = {
		{ 3, 0x01, 0x0a, "\x1d\x88", "400g-cr8", "400GBASE-CR8", MEDIUM_COPPER },
		{ 3, 0x01, 0x0b, "\x18\x88", "400g-cr8", "400GBASE-CR8", MEDIUM_COPPER },
		{ 3, 0x01, 0x0a, "\x48\x44", "400g-cr4", "400GBASE-CR4", MEDIUM_COPPER },
		{ 3, 0x01, 0x0a, "\x49\x88", "800g-cr8", "800G-CR8", MEDIUM_COPPER },
		{ 3, 0x01, 0x0a, "\x1c\x44", "200g-cr4", "200GBASE-CR4", MEDIUM_COPPER },
		{ 3, 0x01, 0x0a, "\x58\x88", "1.6t-cr8", "1.6TBASE-CR8", MEDIUM_COPPER },
		{ 3, 0x01, 0x0a, "\x1f\x22", "400g-cr2", "400GBASE-CR2", MEDIUM_COPPER },
		{ 4, 0x03, 0x0c, "\x82\x44", "800g-acc4", "800G active copper, 4 lanes", MEDIUM_ACTIVE_COPPER },
		{ 3, 0x01, 0x0a, "\x02\x44", "-", "passive copper cable", MEDIUM_COPPER },
		{ 4, 0x03, 0x00, "\x11\x88", "400g-aoc", "400G AOC", MEDIUM_AOC },
		{ 4, 0x01, 0x0c, "\x51\x88", "800g-acc", "800G active copper", MEDIUM_ACTIVE_COPPER },
		{ 4, 0x01, 0x12, "\x51\x88", "800g-acc", "800G active copper", MEDIUM_ACTIVE_COPPER },
		{ 4, 0xbf, 0x00, "\x51\x88", "-", "unknown(0xbf)", MEDIUM_UNKNOWN },
		/* Passive copper with a laser. */
		{ 3, 0x01, 0x00, "\x1d\x88", "-", "unknown(0x01)", MEDIUM_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.len = 256;
		c.byte[2] = 0x80;
		c.byte[85] = rows[i].media_type;
		c.byte[202] = 0x40 | 2;
		c.byte[203] = 0x23;
		c.byte[212] = rows[i].technology;
		c.byte[86] = (uint8_t)rows[i].host[0];
		c.byte[87] = rows[i].media;
		c.byte[88] = (uint8_t)rows[i].host[1];
		c.byte[89] = 0x01;
		c.byte[90] = 0xff;
		sums(&c);
		m = cmis_module(&c);
		assert_row(m->status == READ_OK, rows[i].name);
		assert_row(strcmp(type_token(m->type), rows[i].token) == 0, rows[i].name);
		assert_row(strcmp(m->type_name, rows[i].name) == 0, rows[i].name);
		assert_row(m->medium == rows[i].medium, rows[i].name);
		assert_row(rows[i].medium == MEDIUM_UNKNOWN || m->reach_m.v == 2, rows[i].name);
		assert_row(m->dom == 0 && m->temperature.state == VALUE_UNSUPPORTED, rows[i].name);
		assert_row(m->ext_checksum == CHECKSUM_ABSENT, rows[i].name);
		assert_row(module_checksum(m) == MODULE_CHECKSUM_OK, rows[i].name);
		module_unref(m);
	}
}

static void far_ends(void **state)
{
	static const struct {
		uint8_t code, host_lanes;
		const char *text;
		unsigned ends;
		enum tristate splits;
	} rows[] = {
		{ 0, 8, "", 0, TRI_UNKNOWN },      { 1, 8, "8x1", 8, TRI_YES },
		{ 2, 8, "1x8", 1, TRI_NO },        { 3, 8, "2x4", 2, TRI_YES },
		{ 4, 8, "4x1+1x4", 5, TRI_YES },   { 5, 8, "2x1+1x2+1x4", 4, TRI_YES },
		{ 12, 8, "4x2", 4, TRI_YES },      { 14, 8, "1x2+2x1+2x2", 5, TRI_YES },
		{ 23, 8, "4x1+1x2+2x1", 7, TRI_YES }, { 26, 8, "1x2+6x1", 7, TRI_YES },
		{ 27, 8, "", 0, TRI_UNKNOWN },     { 31, 8, "", 0, TRI_UNKNOWN },
		{ 1, 4, "4x1", 4, TRI_YES },       { 2, 4, "1x4", 1, TRI_NO },
		{ 12, 4, "2x2", 2, TRI_YES },      { 0x21, 8, "8x1", 8, TRI_YES },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.len = 256;
		c.byte[2] = 0x80;
		c.byte[85] = 3;
		c.byte[203] = 0x23;
		c.byte[212] = 0x0a;
		PUT(&c, 86, "\x1d\x01\x88\x01\xff");
		if (rows[i].host_lanes == 4)
			PUT(&c, 86, "\x48\x01\x44\x01\xff");
		c.byte[211] = rows[i].code;
		sums(&c);
		m = cmis_module(&c);
		assert_int_equal(m->status, READ_OK);
		assert_string_equal(m->far_end_text, rows[i].text);
		assert_int_equal(m->far_ends, rows[i].ends);
		assert_int_equal(m->splittable, rows[i].splits);
		module_unref(m);
	}
}

static void data_paths(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m;

	(void)state;
	/* Host lanes 3 and 4, second data path: initialised only; 7 and 8 unused. */
	PUT(&c, P(0x11, 128), "\x44\x77\x44\x11");
	PUT(&c, P(0x11, 202), "\x11\x11\x11\x33");
	PUT(&c, P(0x11, 206), "\x20\x20\x24\x24\x28\x28\x00\x00");
	m = cmis_module(&c);
	assert_int_equal(m->host_lane[0].data_path, DATA_PATH_ACTIVATED);
	assert_int_equal(m->host_lane[2].data_path, DATA_PATH_INITIALIZED);
	assert_int_equal(m->host_lane[3].data_path, DATA_PATH_INITIALIZED);
	assert_int_equal(m->host_lane[7].data_path, DATA_PATH_DEACTIVATED);
	assert_int_equal(m->host_lane[6].config_status, 3);
	assert_int_equal(m->host_lane[5].config_status, 1);
	assert_int_equal(m->lane[0].data_path, DATA_PATH_ACTIVATED);
	assert_int_equal(m->lane[0].application, 2);
	assert_int_equal(m->lane[1].data_path, DATA_PATH_INITIALIZED);
	assert_int_equal(m->lane[2].data_path, DATA_PATH_ACTIVATED);
	assert_int_equal(m->lane[3].data_path, 0);
	assert_int_equal(m->lane[3].application, 0);
	module_unref(m);
	/* The whole: one data path of eight host lanes on all media lanes. */
	PUT(&c, P(0x11, 128), "\x44\x44\x44\x44");
	memset(c.byte + P(0x11, 206), 0x10, 8);
	m = cmis_module(&c);
	for (unsigned n = 0; n < 8; n++) {
		assert_int_equal(m->lane[n].application, n < 4 ? 1 : 0);
		assert_int_equal(m->lane[n].data_path, n < 4 ? DATA_PATH_ACTIVATED : 0);
	}
	module_unref(m);
	/* An application that is not there, a data path that starts elsewhere. */
	memset(c.byte + P(0x11, 206), 0x90, 8);
	m = cmis_module(&c);
	assert_int_equal(m->lane[0].application, 0);
	module_unref(m);
}

/* The mapping decides where the media interface leaves it open, and casts doubt where they differ. */
static void mapping_and_layout(void **state)
{
	static const struct {
		const char *label, *apps, *mapping;
		enum layout layout;
		uint32_t doubts;
	} rows[] = {
		{ "parallel", "\x11\x1c\x84\x01\xff", "\x11\x12\x13\x14", LAYOUT_PARALLEL, 0 },
		{ "parallel, a wavelength each", "\x11\x1c\x84\x01\xff", "\x11\x22\x33\x44",
		  LAYOUT_PARALLEL, 0 },
		{ "parallel, but on one fibre", "\x11\x1c\x84\x01\xff", "\x11\x21\x31\x41", LAYOUT_UNKNOWN,
		  DOUBT_CODES },
		{ "WDM", "\x11\x1d\x84\x01\xff", "\x11\x21\x31\x41", LAYOUT_WDM, 0 },
		{ "WDM, but on four fibres", "\x11\x1d\x84\x01\xff", "\x11\x12\x13\x14", LAYOUT_UNKNOWN,
		  DOUBT_CODES },
		{ "not told", "\x11\x1d\x84\x01\xff", "\0\0\0\0", LAYOUT_WDM, 0 },
		{ "two FR4", "\x4f\x1d\x44\x11\xff", "\x11\x21\x31\x41\x12\x22\x32\x42", LAYOUT_WDM_PARTS,
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		memset(c.byte + 86, 0, 32);
		memcpy(c.byte + 86, rows[i].apps, 5);
		memset(c.byte + P(0x11, 240), 0, 16);
		memcpy(c.byte + P(0x11, 240), rows[i].mapping, rows[i].layout == LAYOUT_WDM_PARTS ? 8 : 4);
		m = cmis_module(&c);
		assert_row(m->layout == rows[i].layout, rows[i].label);
		assert_row(m->doubts == rows[i].doubts, rows[i].label);
		assert_row(rows[i].layout != LAYOUT_UNKNOWN || m->splittable == TRI_UNKNOWN, rows[i].label);
		module_unref(m);
	}
}

static void interface_tables_are_sound(void **state)
{
	(void)state;
	for (unsigned type = 0; type < 256; type++) {
		for (unsigned code = 0; code < 256; code++) {
			const struct media_interface *media =
				media_interface_find((uint8_t)type, (uint8_t)code);
			const struct module_type *t;

			if (!media)
				continue;
			assert_int_equal(media->code, code);
			assert_true(media->name[0] && strlen(media->name) < 28);
			if (!media->token)
				continue;
			t = module_type_find(media->token);
			assert_row(t, media->token);
			assert_row(t->lanes == media->lanes && t->lane_mbps == media->lane_mbps,
				   media->token);
			assert_row(t->modulation == media->modulation || type == MEDIA_TYPE_BASET,
				   media->token);
			assert_row(t->layout == media->layout, media->token);
		}
	}
	for (unsigned code = 0; code < 256; code++) {
		const struct host_interface *host = host_interface_find((uint8_t)code);

		assert_true(!host || (host->code == code && strlen(host->name) < 32));
	}
	assert_null(host_interface_find(0xc0));
	assert_null(media_interface_find(MEDIA_TYPE_SMF, 0x94));
	assert_null(media_interface_find(6, 1));
	assert_string_equal(type_token(media_type_of_parts("100g-dr", 8)), "800g-dr8");
	assert_string_equal(type_token(media_type_of_parts("100g-dr", 1)), "100g-dr");
	assert_null(media_type_of_parts("100g-dr", 3));
	assert_null(media_type_of_parts(NULL, 1));
	assert_null(cable_type_find(MEDIUM_COPPER, 3, 50000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(applications),
		cmocka_unit_test(types),
		cmocka_unit_test(slower_applications),
		cmocka_unit_test(cables),
		cmocka_unit_test(far_ends),
		cmocka_unit_test(data_paths),
		cmocka_unit_test(mapping_and_layout),
		cmocka_unit_test(interface_tables_are_sound),
	};

	return cmocka_run_group_tests_name("cmis_apps", tests, NULL, NULL);
}
