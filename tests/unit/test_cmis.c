/* SPDX-License-Identifier: BSD-3-Clause */
/* CMIS memory written register by register from the specification, and what it must decode to. */
#include "eeprom_fixture.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "eeprom/interfaces.h"

/* Linear memory up to page 2Fh; upper halves by page. */
#define PAGES 0x30
#define P(page, off) ((page) * 128 + (off))

struct cmis {
	uint8_t byte[P(PAGES, 128)];
	size_t len;
};

static void put(struct cmis *c, size_t at, const char *bytes, size_t len)
{
	memcpy(c->byte + at, bytes, len);
}
#define PUT(c, at, bytes) put(c, at, bytes, sizeof(bytes) - 1)

static void put_word(struct cmis *c, size_t at, unsigned v)
{
	c->byte[at] = (uint8_t)(v >> 8);
	c->byte[at + 1] = (uint8_t)v;
}

static void put_text16(struct cmis *c, size_t at, const char *text)
{
	memset(c->byte + at, ' ', 16);
	memcpy(c->byte + at, text, strlen(text));
}

static void sum(struct cmis *c, size_t first, size_t at)
{
	uint8_t s = 0;

	for (size_t i = first; i < at; i++)
		s = (uint8_t)(s + c->byte[i]);
	c->byte[at] = s;
}

static void sums(struct cmis *c)
{
	sum(c, P(0, 128), P(0, 222));
	sum(c, P(1, 130), P(1, 255));
	sum(c, P(2, 128), P(2, 255));
}

/*
 * A 400GBASE-DR4 QSFP-DD, CMIS 4.0, ready, split into four: application 2 runs
 * on host lanes 1-2, 3-4, 5-6 and 7-8. Lane n has n x 1000 in its monitors.
 */
static struct cmis dr4_memory(void)
{
	struct cmis c = { .len = P(0x12, 128) };
	uint8_t *b = c.byte;

	b[0] = b[128] = 0x18;
	b[1] = 0x40;
	b[3] = 3 << 1;
	put_word(&c, 14, 0x1980);            /* 25.5 degC */
	put_word(&c, 16, 33000);
	b[39] = 2;
	b[40] = 7;
	b[61] = 2;
	b[85] = 2;
	PUT(&c, 86, "\x11\x1c\x84\x01" "\x0d\x14\x21\x55" "\xff");
	put_text16(&c, 129, "ACME OPTICS");
	PUT(&c, 145, "\x00\x17\x6a");
	put_text16(&c, 148, "AC-400G-DR4");
	PUT(&c, 164, "A1");
	put_text16(&c, 166, "SN0003");
	PUT(&c, 182, "250102  ");
	b[200] = 5 << 5;
	b[201] = 48;
	b[203] = 0x0c;
	b[210] = 0xf0;
	b[212] = 0x06;

	b[P(1, 128)] = 2;
	b[P(1, 129)] = 6;
	b[P(1, 130)] = 1;
	b[P(1, 131)] = 4;
	b[P(1, 132)] = 5;                    /* 0.5 km */
	put_word(&c, P(1, 138), 1311 * 20);
	put_word(&c, P(1, 140), 1300);       /* 6.5 nm */
	b[P(1, 151)] = 0x10;
	b[P(1, 155)] = 0x02;
	b[P(1, 157)] = 0x07;
	b[P(1, 158)] = 0x06;
	b[P(1, 159)] = 0x03;
	b[P(1, 160)] = 0x07 | 1 << 3;        /* bias counts twice */
	b[P(1, 176)] = 0x01;
	b[P(1, 177)] = 0x0f;
	b[P(1, 223)] = 0xff;

	/* High alarm, low alarm, high warning, low warning. */
	PUT(&c, P(2, 128), "\x4b\x00\xfb\x00\x46\x00\x00\x00");
	PUT(&c, P(2, 136), "\x8d\xcc\x77\x24\x87\x5a\x7a\x76");
	PUT(&c, P(2, 176), "\x27\x10\x00\x64\x1f\x40\x00\xc8");
	PUT(&c, P(2, 184), "\x75\x30\x03\xe8\x61\xa8\x05\xdc");
	PUT(&c, P(2, 192), "\x27\x11\x00\x65\x1f\x41\x00\xc9");

	memset(b + P(0x11, 128), 0x44, 4);
	for (unsigned n = 0; n < 4; n++) {
		put_word(&c, P(0x11, 154 + 2 * n), 1000 * (n + 1));
		put_word(&c, P(0x11, 170 + 2 * n), 1000 * (n + 1));
		put_word(&c, P(0x11, 186 + 2 * n), 1000 * (n + 1));
		b[P(0x11, 240 + n)] = b[P(0x11, 248 + n)] = (uint8_t)(0x10 | (n + 1));
	}
	memset(b + P(0x11, 202), 0x11, 4);
	PUT(&c, P(0x11, 206), "\x20\x20\x24\x24\x28\x28\x2c\x2c");
	sums(&c);
	return c;
}

static struct image *cmis_image(const struct cmis *c)
{
	struct image *img = image_new();

	assert_non_null(img);
	assert_int_equal(image_load_linear(img, c->byte, c->len, false), 0);
	return img;
}

static struct module *cmis_module(const struct cmis *c)
{
	struct image *img = cmis_image(c);
	struct module *m = image_module(img);

	image_free(img);
	return m;
}

static void identity(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m = cmis_module(&c);

	(void)state;
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->doubts, 0);
	assert_int_equal(m->family, FAMILY_CMIS);
	assert_int_equal(m->base_checksum, CHECKSUM_OK);
	assert_int_equal(m->ext_checksum, CHECKSUM_OK);
	assert_int_equal(m->dmi_checksum, CHECKSUM_OK);
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_string_equal(m->part_number, "AC-400G-DR4");
	assert_string_equal(m->revision, "A1");
	assert_string_equal(m->serial, "SN0003");
	assert_string_equal(m->date_code, "250102");
	assert_string_equal(m->management, "CMIS 4.0");
	assert_string_equal(m->firmware, "2.7");
	assert_string_equal(m->firmware_inactive, "2.6");
	assert_string_equal(m->hardware, "1.4");
	assert_int_equal(m->fibre_face, 2);
	assert_int_equal(m->power_class, 6);
	assert_value(m->max_power_mw, 12000);
	assert_int_equal(m->connector_class, CONNECTOR_CLASS_MPO);
	module_unref(m);
}

static void normalised(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m = cmis_module(&c);

	(void)state;
	assert_string_equal(type_token(m->type), "400g-dr4");
	assert_string_equal(m->type_name, "400GBASE-DR4");
	assert_string_equal(m->type_evidence, "00h:86=11 1c 84 01h");
	assert_int_equal(m->form, FORM_QSFP_DD);
	assert_int_equal(m->medium, MEDIUM_SMF);
	assert_string_equal(m->medium_evidence, "00h:85=02h");
	assert_int_equal(m->modulation, MODULATION_PAM4);
	assert_int_equal(m->layout, LAYOUT_PARALLEL);
	assert_value(m->wavelength, 131100);
	assert_value(m->wavelength_tolerance, 650);
	assert_string_equal(m->wavelength_evidence, "01h:138=666ch");
	assert_int_equal(m->lanes, 4);
	assert_int_equal(m->host_lanes, 8);
	assert_value(m->lane_mbps, 100000);
	assert_value(m->reach_m, 500);
	assert_int_equal(m->splittable, TRI_YES);
	assert_int_equal(m->line_fec, FEC_RS544);
	assert_int_equal(m->fec_in_module, TRI_NO);
	assert_int_equal(m->downshift_10g, TRI_NO);
	module_unref(m);
}

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
		{ "sr8", 1, 0x28, "\x11\x10\x88\x01\x0a\x07\x11\xff\xff", "400g-sr8", "400GBASE-SR8", LAYOUT_PARALLEL,
		  8, 50000, TRI_YES },
		{ "sr8 by the name of its lanes", 1, 0x28, "\x11\x07\x88\x01\xff", "400g-sr8", "400GBASE-SR8",
		  LAYOUT_PARALLEL, 8, 50000, TRI_NO },
		{ "eight 50GBASE-SR only", 1, 0x28, "\x0a\x07\x11\xff\xff", "400g-sr8", "400GBASE-SR8",
		  LAYOUT_PARALLEL, 8, 50000, TRI_YES },
		{ "sr4.2", 1, 0x0c, "\x11\x1a\x88\x01\x0d\x0b\x22\x55\xff", "400g-sr4.2", "400GBASE-SR4.2",
		  LAYOUT_PARALLEL, 8, 50000, TRI_YES },
		{ "dr4 that is not split", 2, 0x0c, "\x11\x1c\x84\x01\xff", "400g-dr4", "400GBASE-DR4",
		  LAYOUT_PARALLEL, 4, 100000, TRI_NO },
		{ "dr4 with a split of a vendor's", 2, 0x0c, "\x11\x1c\x84\x01\xf1\xc0\x21\x55\xff", "400g-dr4",
		  "400GBASE-DR4", LAYOUT_PARALLEL, 4, 100000, TRI_UNKNOWN },
		{ "dr4 with a whole of a vendor's", 2, 0x0c, "\x11\x1c\x84\x01\xf1\xc0\x84\x01\xff", "400g-dr4",
		  "400GBASE-DR4", LAYOUT_PARALLEL, 4, 100000, TRI_NO },
		{ "splits come first", 2, 0x0c, "\x0d\x14\x21\x55\x11\x1c\x84\x01\xff", "400g-dr4", "400GBASE-DR4",
		  LAYOUT_PARALLEL, 4, 100000, TRI_YES },
		{ "four FR1", 2, 0x0c, "\x0d\x15\x21\x55\xff", "400g-xdr4", "400GBASE-DR4-2", LAYOUT_PARALLEL, 4,
		  100000, TRI_YES },
		{ "four LR1", 2, 0x0c, "\x0d\x16\x21\x55\xff", "400g-plr4", "400G-PLR4", LAYOUT_PARALLEL, 4, 100000,
		  TRI_YES },
		{ "fr4", 2, 0x07, "\x11\x1d\x84\x01\xff", "400g-fr4", "400GBASE-FR4", LAYOUT_WDM, 4, 100000, TRI_NO },
		{ "two FR4", 2, 0x07, "\x4f\x1d\x44\x11\xff", "800g-2xfr4", "2x400GBASE-FR4", LAYOUT_WDM_PARTS, 8,
		  100000, TRI_YES },
		{ "two FR4, and what its fibres don't do", 2, 0x25,
		  "\x4f\x1d\x44\x11\x4c\x15\x11\xff\x52\x00\x88\x01\x4e\xc0\x22\x55\xff", "800g-2xfr4",
		  "2x400GBASE-FR4", LAYOUT_WDM_PARTS, 8, 100000, TRI_YES },
		{ "two CWDM4", 2, 0x07, "\x0b\x10\x44\x11\xff", "-", "2x100G-CWDM4", LAYOUT_WDM_PARTS, 8, 25000,
		  TRI_YES },
		{ "dr8", 2, 0x28, "\x51\x56\x88\x01\x4b\x14\x11\xff\xff", "800g-dr8", "800GBASE-DR8",
		  LAYOUT_PARALLEL, 8, 100000, TRI_YES },
		{ "dr4 of 200G lanes", 2, 0x0c, "\x51\x77\x84\x01\x4d\x73\x21\x55\xff", "800g-dr4", "800GBASE-DR4",
		  LAYOUT_PARALLEL, 4, 200000, TRI_YES },
		{ "a vendor's is the fastest", 2, 0x28, "\x51\xc1\x88\x01\x0d\x14\x21\x55\xff", "-", "unknown(0xc1)",
		  LAYOUT_UNKNOWN, 0, 0, TRI_UNKNOWN },
		{ "coherent", 2, 0x07, "\x11\x3e\x81\x01\xff", "400g-zr", "400ZR", LAYOUT_COHERENT, 1, 400000,
		  TRI_NO },
		{ "no applications", 2, 0x0c, "\xff", "-", "unknown(0xff)", LAYOUT_UNKNOWN, 0, 0, TRI_UNKNOWN },
		{ "undefined media", 0, 0x0c, "\x11\x1c\x84\x01\xff", "-", "unknown(0x1c)", LAYOUT_UNKNOWN, 0, 0,
		  TRI_UNKNOWN },
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
		{ 3, 0x01, 0x0a, "\x58\x88", "-", "passive copper cable", MEDIUM_COPPER },
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

static void monitors(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m = cmis_module(&c);

	(void)state;
	assert_int_equal(m->dom, DOM_TEMPERATURE | DOM_SUPPLY | DOM_RX_POWER | DOM_TX_POWER | DOM_TX_BIAS |
	                             DOM_RX_AVERAGE | DOM_FLAGS);
	assert_value(m->temperature, 2550);
	assert_value(m->supply, 3300000);
	for (int n = 1; n <= 4; n++) {
		assert_value(m->lane[n - 1].tx_power, n * 100000);
		assert_value(m->lane[n - 1].rx_power, n * 100000);
		/* 2 uA, twice. */
		assert_value(m->lane[n - 1].tx_bias, n * 4000);
		assert_state(m->lane[n - 1].snr, VALUE_UNSUPPORTED);
	}
	assert_state(m->lane[4].tx_power, VALUE_NO_LIGHT);
	assert_state(m->lane[8].tx_power, VALUE_ABSENT);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].high_alarm, 7500);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_alarm, -500);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].high_warning, 7000);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_warning, 0);
	assert_value(m->thresholds[MONITOR_SUPPLY].high_alarm, 3630000);
	assert_value(m->thresholds[MONITOR_SUPPLY].low_warning, 3135000);
	assert_value(m->thresholds[MONITOR_TX_POWER].high_alarm, 1000000);
	assert_value(m->thresholds[MONITOR_TX_BIAS].high_alarm, 120000);
	assert_value(m->thresholds[MONITOR_TX_BIAS].low_warning, 6000);
	assert_value(m->thresholds[MONITOR_RX_POWER].high_alarm, 1000100);
	assert_value(m->thresholds[MONITOR_RX_POWER].low_warning, 20100);
	module_unref(m);
}

/* What is not advertised is not there, whatever its bytes are. */
static void monitors_are_advertised(void **state)
{
	static const struct {
		unsigned offset;
		uint8_t bit;
		uint8_t lost;
	} rows[] = {
		{ 159, 0x01, DOM_TEMPERATURE }, { 159, 0x02, DOM_SUPPLY },  { 160, 0x04, DOM_RX_POWER | DOM_RX_AVERAGE },
		{ 160, 0x02, DOM_TX_POWER },    { 160, 0x01, DOM_TX_BIAS }, { 151, 0x10, DOM_RX_AVERAGE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[P(1, rows[i].offset)] &= (uint8_t)~rows[i].bit;
		sums(&c);
		m = cmis_module(&c);
		assert_int_equal(m->dom, 0x7f & ~rows[i].lost);
		assert_int_equal(value_ok(m->temperature), !(rows[i].lost & DOM_TEMPERATURE));
		assert_int_equal(value_ok(m->supply), !(rows[i].lost & DOM_SUPPLY));
		assert_int_equal(value_ok(m->lane[0].rx_power), !(rows[i].lost & DOM_RX_POWER));
		assert_int_equal(value_ok(m->lane[0].tx_power), !(rows[i].lost & DOM_TX_POWER));
		assert_int_equal(value_ok(m->lane[0].tx_bias), !(rows[i].lost & DOM_TX_BIAS));
		assert_int_equal(value_ok(m->thresholds[MONITOR_TX_BIAS].high_alarm),
		                 !(rows[i].lost & DOM_TX_BIAS));
		module_unref(m);
	}
}

static void bias_multipliers(void **state)
{
	static const int32_t wanted[] = { 2000, 4000, 8000, -1 };

	(void)state;
	for (uint8_t code = 0; code < 4; code++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[P(1, 160)] = (uint8_t)(0x07 | code << 3);
		sums(&c);
		m = cmis_module(&c);
		/* 3 is reserved: the number is not known, then. */
		if (wanted[code] < 0)
			assert_state(m->lane[0].tx_bias, VALUE_UNSUPPORTED);
		else
			assert_value(m->lane[0].tx_bias, wanted[code]);
		module_unref(m);
	}
}

static void module_flags(void **state)
{
	static const struct {
		uint8_t bit;
		enum monitor monitor;
		enum alarm_level level;
	} rows[] = {
		{ 0, MONITOR_TEMPERATURE, ALARM_HIGH_ALARM },   { 1, MONITOR_TEMPERATURE, ALARM_LOW_ALARM },
		{ 2, MONITOR_TEMPERATURE, ALARM_HIGH_WARNING }, { 3, MONITOR_TEMPERATURE, ALARM_LOW_WARNING },
		{ 4, MONITOR_SUPPLY, ALARM_HIGH_ALARM },        { 5, MONITOR_SUPPLY, ALARM_LOW_ALARM },
		{ 6, MONITOR_SUPPLY, ALARM_HIGH_WARNING },      { 7, MONITOR_SUPPLY, ALARM_LOW_WARNING },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[9] = (uint8_t)(1 << rows[i].bit);
		m = cmis_module(&c);
		assert_int_equal(m->alarms, alarm_bit(rows[i].monitor, rows[i].level));
		assert_int_equal(m->alarms_known, 0xff);
		module_unref(m);
	}
}

/* A flag byte each of page 11h, or of page 10h: bit n is lane n + 1. */
static void lane_flags(void **state)
{
	static const struct {
		uint8_t page, offset;
		uint8_t signal;
		enum monitor monitor;
		enum alarm_level level;
	} rows[] = {
		{ 0x10, 130, SIGNAL_TX_DISABLED, 0, 0 }, { 0x11, 135, SIGNAL_TX_FAULT, 0, 0 },
		{ 0x11, 136, SIGNAL_TX_LOS, 0, 0 },      { 0x11, 137, SIGNAL_TX_LOL, 0, 0 },
		{ 0x11, 147, SIGNAL_RX_LOS, 0, 0 },      { 0x11, 148, SIGNAL_RX_LOL, 0, 0 },
		{ 0x11, 139, 0, MONITOR_TX_POWER, ALARM_HIGH_ALARM },
		{ 0x11, 140, 0, MONITOR_TX_POWER, ALARM_LOW_ALARM },
		{ 0x11, 141, 0, MONITOR_TX_POWER, ALARM_HIGH_WARNING },
		{ 0x11, 142, 0, MONITOR_TX_POWER, ALARM_LOW_WARNING },
		{ 0x11, 143, 0, MONITOR_TX_BIAS, ALARM_HIGH_ALARM },
		{ 0x11, 146, 0, MONITOR_TX_BIAS, ALARM_LOW_WARNING },
		{ 0x11, 149, 0, MONITOR_RX_POWER, ALARM_HIGH_ALARM },
		{ 0x11, 150, 0, MONITOR_RX_POWER, ALARM_LOW_ALARM },
		{ 0x11, 151, 0, MONITOR_RX_POWER, ALARM_HIGH_WARNING },
		{ 0x11, 152, 0, MONITOR_RX_POWER, ALARM_LOW_WARNING },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[P(rows[i].page, rows[i].offset)] = 0x04;
		m = cmis_module(&c);
		for (unsigned n = 0; n < 8; n++) {
			uint32_t alarms = rows[i].monitor ? alarm_bit(rows[i].monitor, rows[i].level) : 0;

			assert_int_equal(m->lane[n].signals, n == 2 ? rows[i].signal : 0);
			assert_int_equal(m->lane[n].alarms, n == 2 ? alarms : 0);
			assert_int_equal(m->lane[n].signals_known, 0x3f);
			assert_int_equal(m->lane[n].alarms_known, 0xfff00);
		}
		module_unref(m);
	}
}

static void signals_are_advertised(void **state)
{
	static const struct {
		unsigned offset;
		uint8_t bit;
		uint8_t signal;
	} rows[] = {
		{ 155, 0x02, SIGNAL_TX_DISABLED }, { 157, 0x01, SIGNAL_TX_FAULT }, { 157, 0x02, SIGNAL_TX_LOS },
		{ 157, 0x04, SIGNAL_TX_LOL },      { 158, 0x02, SIGNAL_RX_LOS },   { 158, 0x04, SIGNAL_RX_LOL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		memset(c.byte + P(0x11, 135), 0xff, 18);
		c.byte[P(0x10, 130)] = 0xff;
		c.byte[P(1, rows[i].offset)] &= (uint8_t)~rows[i].bit;
		sums(&c);
		m = cmis_module(&c);
		assert_int_equal(m->lane[0].signals_known, 0x3f & ~rows[i].signal);
		assert_int_equal(m->lane[0].signals, 0x3f & ~rows[i].signal);
		module_unref(m);
	}
}

static void states(void **state)
{
	static const struct {
		uint8_t byte;
		unsigned state;
		enum tristate ready;
		bool has_lanes;
	} rows[] = {
		{ 1 << 1, MODULE_STATE_LOW_POWER, TRI_NO, false },
		{ 2 << 1, MODULE_STATE_POWERING_UP, TRI_NO, false },
		{ 3 << 1 | 1, MODULE_STATE_READY, TRI_YES, true },
		{ 4 << 1, MODULE_STATE_POWERING_DOWN, TRI_NO, false },
		{ 5 << 1, MODULE_STATE_FAULT, TRI_NO, true },
		{ 6 << 1, 0, TRI_UNKNOWN, true },
		{ 0, 0, TRI_UNKNOWN, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[3] = rows[i].byte;
		c.byte[41] = 3;
		c.byte[P(0x11, 147)] = 0xff;
		m = cmis_module(&c);
		assert_int_equal(m->state, rows[i].state);
		assert_int_equal(m->data_ready, rows[i].ready);
		assert_int_equal(m->fault_cause, 3);
		/* Lanes that don't run are neither dark nor bright. */
		assert_int_equal(value_ok(m->lane[0].rx_power), rows[i].has_lanes);
		assert_int_equal((m->lane[0].signals_known & SIGNAL_RX_LOS) != 0, rows[i].has_lanes);
		assert_value(m->temperature, 2550);
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
		{ "parallel, a wavelength each", "\x11\x1c\x84\x01\xff", "\x11\x22\x33\x44", LAYOUT_PARALLEL, 0 },
		{ "parallel, but on one fibre", "\x11\x1c\x84\x01\xff", "\x11\x21\x31\x41", LAYOUT_UNKNOWN,
		  DOUBT_CODES },
		{ "WDM", "\x11\x1d\x84\x01\xff", "\x11\x21\x31\x41", LAYOUT_WDM, 0 },
		{ "WDM, but on four fibres", "\x11\x1d\x84\x01\xff", "\x11\x12\x13\x14", LAYOUT_UNKNOWN, DOUBT_CODES },
		{ "not told", "\x11\x1d\x84\x01\xff", "\0\0\0\0", LAYOUT_WDM, 0 },
		{ "two FR4", "\x4f\x1d\x44\x11\xff", "\x11\x21\x31\x41\x12\x22\x32\x42", LAYOUT_WDM_PARTS, 0 },
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

static void versions(void **state)
{
	static const struct {
		const char *bytes, *text;
	} rows[] = {
		{ "\0\0", "" }, { "\xff\xff", "" }, { "\x01\0", "1.0" }, { "\0\x09", "0.9" }, { "\xff\xfe", "255.254" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		put(&c, 39, rows[i].bytes, 2);
		m = cmis_module(&c);
		assert_string_equal(m->firmware, rows[i].text);
		module_unref(m);
	}
}

/* Who adds the line's FEC shows in the host's lanes. */
static void fec(void **state)
{
	static const struct {
		const char *apps;
		enum fec line;
		enum tristate in_module;
	} rows[] = {
		{ "\x0d\x14\x21\x01\xff", FEC_RS544, TRI_NO },     /* 100GAUI-2 */
		{ "\x0b\x14\x41\x01\xff", FEC_RS544, TRI_YES },    /* CAUI-4 */
		{ "\x0b\x0f\x44\x01\xff", FEC_RS528, TRI_UNKNOWN },
		{ "\x0b\x0d\x44\x01\xff", FEC_NONE, TRI_NO },
		{ "\x4d\x73\x21\x01\xff", FEC_UNKNOWN, TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		memset(c.byte + 86, 0, 32);
		memcpy(c.byte + 86, rows[i].apps, 5);
		memset(c.byte + P(0x11, 240), 0, 16);
		m = cmis_module(&c);
		assert_int_equal(m->line_fec, rows[i].line);
		assert_int_equal(m->fec_in_module, rows[i].in_module);
		module_unref(m);
	}
}

static void lengths(void **state)
{
	static const struct {
		uint8_t media_type;
		unsigned at;
		uint8_t byte;
		int32_t metres;
	} rows[] = {
		{ 2, P(1, 132), 0x05, 500 },    { 2, P(1, 132), 0x42, 2000 },  { 2, P(1, 132), 0x4a, 10000 },
		{ 2, P(1, 132), 0x88, 80000 },  { 1, P(1, 133), 75, 150 },     { 1, P(1, 134), 50, 100 },
		{ 1, P(1, 135), 35, 70 },       { 1, P(1, 136), 30, 30 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[85] = rows[i].media_type;
		if (rows[i].media_type == 1)
			PUT(&c, 86, "\x4f\x11\x44\x01\xff");
		memset(c.byte + P(1, 132), 0, 5);
		c.byte[rows[i].at] = rows[i].byte;
		sums(&c);
		m = cmis_module(&c);
		assert_value(m->reach_m, rows[i].metres);
		module_unref(m);
	}
}

static void vdm(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m;

	(void)state;
	c.len = P(PAGES, 128);
	c.byte[P(1, 142)] = 0x40;
	c.byte[P(0x2f, 128)] = 1;   /* two groups */
	/* Lane 1: SNR of media and host, then BER; lane 4 in the second group; one that we don't know. */
	PUT(&c, P(0x20, 128), "\x10\x05" "\x20\x06" "\x00\x0f" "\x00\x10" "\x00\x0d" "\x01\x80");
	PUT(&c, P(0x21, 130), "\x03\x0f");
	put_word(&c, P(0x24, 128), 21 * 256 + 128);
	put_word(&c, P(0x24, 130), 19 * 256);
	put_word(&c, P(0x24, 132), 14 << 11 | 250);    /* 2.5e-8 */
	put_word(&c, P(0x24, 134), 0);
	put_word(&c, P(0x24, 136), 20 << 11 | 3);      /* 3e-4 */
	put_word(&c, P(0x24, 138), 0xffff);
	put_word(&c, P(0x25, 130), 15 << 11 | 1);
	sums(&c);
	m = cmis_module(&c);
	assert_value(m->lane[0].snr, 2150);
	assert_value(m->host_lane[0].snr, 1900);
	assert_int_equal(m->lane[0].ber.state, VALUE_OK);
	assert_true(fabs(ratio_from_f16(m->lane[0].ber.v) - 2.5e-8) < 1e-12);
	assert_value(m->host_lane[0].ber, 0);
	assert_true(fabs(ratio_from_f16(m->lane[0].ber_average.v) - 3e-4) < 1e-9);
	assert_true(fabs(ratio_from_f16(m->lane[3].ber.v) - 1e-9) < 1e-14);
	assert_state(m->lane[1].snr, VALUE_UNSUPPORTED);
	module_unref(m);
	/* Advertised, and the samples not read. */
	c.len = P(0x24, 128);
	m = cmis_module(&c);
	assert_state(m->lane[0].snr, VALUE_ABSENT);
	module_unref(m);
	/* Not advertised. */
	c.len = P(PAGES, 128);
	c.byte[P(1, 142)] = 0;
	sums(&c);
	m = cmis_module(&c);
	assert_state(m->lane[0].snr, VALUE_UNSUPPORTED);
	module_unref(m);
}

static void write_bank(struct image *img, uint8_t page, uint8_t offset, const void *data, size_t len)
{
	struct image_addr at = { .bank = 1, .page = page, .offset = offset };

	assert_int_equal(image_write(img, at, data, len), 0);
}

/* An OSFP-XD: lanes 9 to 16 are in bank 1. */
static void banks(void **state)
{
	static uint8_t bytes[65536];
	struct cmis c = dr4_memory();
	struct image *img;
	struct module *m, *back;
	uint8_t block[128] = { 0 };
	size_t len;

	(void)state;
	c.byte[0] = c.byte[128] = 0x21;
	c.byte[P(1, 142)] = 1;
	PUT(&c, 86, "\x51\x56\x88\x01\xff");
	sums(&c);
	img = cmis_image(&c);
	block[147 - 128] = 0x02;
	block[186 - 128] = 0x13;
	block[187 - 128] = 0x88;
	write_bank(img, 0x11, 128, block, 128);
	block[130 - 128] = 0x80;
	write_bank(img, 0x10, 128, block, 128);
	m = image_module(img);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->banks, 2);
	assert_int_equal(m->lanes, 16);
	assert_string_equal(m->type_name, "2x800GBASE-DR8");
	assert_value(m->lane[0].rx_power, 100000);
	assert_value(m->lane[8].rx_power, 500000);
	assert_int_equal(m->lane[9].signals, SIGNAL_RX_LOS);
	assert_int_equal(m->lane[15].signals, SIGNAL_TX_DISABLED);
	assert_int_equal(m->lane[1].signals, 0);
	/* There and back: through the encoder, and through a file. */
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_store_linear(img, bytes, sizeof(bytes), &len), 0);
	assert_int_equal(len, (257 + 2) * 128);
	image_free(img);
	img = image_new();
	assert_int_equal(image_load_linear(img, bytes, len, false), 0);
	back = image_module(img);
	assert_memory_equal(m->lane, back->lane, sizeof(m->lane));
	assert_memory_equal(m->host_lane, back->host_lane, sizeof(m->host_lane));
	module_unref(m);
	module_unref(back);
	image_free(img);
}

static void form_factors(void **state)
{
	static const struct {
		uint8_t identifier;
		const char *apps;
		enum form_factor form;
	} rows[] = {
		{ 0x18, "\x11\x1c\x84\x01\xff", FORM_QSFP_DD }, { 0x19, "\x11\x1c\x84\x01\xff", FORM_OSFP },
		{ 0x1b, "\x0d\x14\x21\x01\xff", FORM_DSFP },    { 0x1f, "\x0d\x14\x21\x01\xff", FORM_SFP_DD },
		{ 0x1e, "\x4f\x1c\x44\x01\xff", FORM_QSFP112 }, { 0x1e, "\x0f\x17\x44\x01\xff", FORM_QSFP56 },
		{ 0x1e, "\x0b\x0f\x44\x01\xff", FORM_QSFP28 },  { 0x20, "\x4b\x14\x11\x01\xff", FORM_SFP112 },
		{ 0x20, "\x05\x07\x11\x01\xff", FORM_SFP28 },   { 0x21, "\x51\x56\x88\x01\xff", FORM_OTHER },
		{ 0x25, "\x51\x56\x88\x01\xff", FORM_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[0] = c.byte[128] = rows[i].identifier;
		memset(c.byte + 86, 0, 32);
		memcpy(c.byte + 86, rows[i].apps, 5);
		memset(c.byte + P(0x11, 240), 0, 16);
		sums(&c);
		m = cmis_module(&c);
		assert_int_equal(m->status, READ_OK);
		assert_int_equal(m->form, rows[i].form);
		module_unref(m);
	}
}

/* What can't be trusted claims nothing. */
static void damage(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m;

	(void)state;
	c.byte[222] ^= 0xff;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_CORRUPT);
	assert_null(m->type);
	assert_state(m->wavelength, VALUE_CORRUPT);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->max_power_mw, VALUE_CORRUPT);
	module_unref(m);

	c = dr4_memory();
	c.byte[128] = 0x19;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_CORRUPT);
	module_unref(m);

	/* What it can do: tolerated, and noted. */
	c = dr4_memory();
	c.byte[P(1, 255)] ^= 0xff;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->ext_checksum, CHECKSUM_BAD);
	assert_int_equal(m->doubts, DOUBT_EXT_CHECKSUM);
	module_unref(m);

	/* Thresholds that can't be trusted are none. */
	c = dr4_memory();
	c.byte[P(2, 255)] ^= 0xff;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->doubts, DOUBT_DMI_CHECKSUM);
	assert_state(m->thresholds[MONITOR_TEMPERATURE].high_alarm, VALUE_CORRUPT);
	assert_state(m->thresholds[MONITOR_RX_POWER].low_alarm, VALUE_CORRUPT);
	assert_value(m->temperature, 2550);
	module_unref(m);

	/* Monitors of a bus that nobody drives. */
	c = dr4_memory();
	memset(c.byte + 14, 0xff, 4);
	memset(c.byte + P(0x11, 154), 0xff, 48);
	m = cmis_module(&c);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->supply, VALUE_CORRUPT);
	assert_state(m->lane[0].rx_power, VALUE_CORRUPT);
	assert_int_equal(m->doubts, DOUBT_MONITORS);
	module_unref(m);
	c = dr4_memory();
	memset(c.byte + 16, 0, 2);
	m = cmis_module(&c);
	assert_state(m->supply, VALUE_CORRUPT);
	assert_value(m->temperature, 2550);
	module_unref(m);
}

static void short_dumps(void **state)
{
	static const struct {
		size_t len;
		enum read_status status;
		bool type;
	} rows[] = {
		{ 1, READ_TRUNCATED, false },        { 128, READ_TRUNCATED, false },
		{ 222, READ_TRUNCATED, false },      { 256, READ_TRUNCATED, true },
		{ P(1, 200), READ_TRUNCATED, true }, { P(1, 256), READ_OK, true },
		{ P(2, 256), READ_OK, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.len = rows[i].len;
		m = cmis_module(&c);
		assert_int_equal(m->status, rows[i].status);
		assert_int_equal(m->type != NULL, rows[i].type);
		assert_int_equal(m->doubts & DOUBT_TRUNCATED, rows[i].len < P(2, 256) ? DOUBT_TRUNCATED : 0);
		/* What it monitors is on page 01h. */
		assert_state(m->temperature, rows[i].len >= P(1, 256) ? VALUE_OK : VALUE_ABSENT);
		assert_state(m->lane[0].rx_power, VALUE_ABSENT);
		module_unref(m);
	}
}

static unsigned count_ranges(const struct image *img, enum image_range_use use)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(img, ranges);
	unsigned count = 0;

	for (size_t i = 0; i < n; i++)
		count += ranges[i].use == use;
	return count;
}

/* Pages are asked for as they become known. */
static void ranges_follow_what_is_known(void **state)
{
	struct cmis c = dr4_memory();
	struct image *img;

	(void)state;
	c.len = 1;
	img = cmis_image(&c);
	assert_int_equal(count_ranges(img, RANGE_STATIC), 2);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 0);
	assert_int_equal(count_ranges(img, RANGE_FINGERPRINT), 2);
	image_free(img);

	c.len = 256;
	img = cmis_image(&c);
	assert_int_equal(count_ranges(img, RANGE_STATIC), 4);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 3);
	image_free(img);

	c.len = P(PAGES, 128);
	c.byte[P(1, 142)] = 0x41;
	c.byte[P(0x2f, 128)] = 2;
	img = cmis_image(&c);
	assert_int_equal(count_ranges(img, RANGE_STATIC), 5 + 3);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 5 + 3);
	image_free(img);

	c.byte[2] = 0x80;
	img = cmis_image(&c);
	assert_int_equal(count_ranges(img, RANGE_STATIC), 2);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 0);
	image_free(img);
}

/* The latched flags are cleared by reading them: nothing but a live scan and the first read may. */
static void fingerprint_leaves_latches_alone(void **state)
{
	struct cmis c = dr4_memory();
	struct image *img = cmis_image(&c);
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(img, ranges);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		if (ranges[i].use != RANGE_FINGERPRINT)
			continue;
		assert_true(ranges[i].at.page == 0);
		assert_true(ranges[i].at.offset >= 128 || ranges[i].at.offset + ranges[i].len <= 8);
	}
	image_free(img);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Any bytes: what was decoded once is decoded again. */
static void random_memory_is_stable(void **state)
{
	uint32_t seed = 20260102;

	(void)state;
	for (unsigned n = 0; n < 4000; n++) {
		struct cmis c = dr4_memory();
		struct module *m, *back;
		struct image *img;

		for (unsigned i = 0; i < 16; i++) {
			size_t at = 1 + next_random(&seed) % (c.len - 1);

			if (at != 128)
				c.byte[at] = (uint8_t)next_random(&seed);
		}
		/* A bank that was not read is not absent any more once it was written. */
		c.byte[P(1, 142)] &= 0xfc;
		sums(&c);
		img = cmis_image(&c);
		m = image_module(img);
		if (m->status == READ_OK) {
			assert_int_equal(eeprom_encode(m, img), 0);
			back = image_module(img);
			assert_int_equal(back->status, READ_OK);
			assert_ptr_equal(m->type, back->type);
			assert_string_equal(m->type_name, back->type_name);
			assert_memory_equal(m->application, back->application, sizeof(m->application));
			assert_memory_equal(m->lane, back->lane, sizeof(m->lane));
			assert_memory_equal(m->host_lane, back->host_lane, sizeof(m->host_lane));
			assert_int_equal(m->state, back->state);
			assert_int_equal(m->alarms, back->alarms);
			module_unref(back);
		}
		module_unref(m);
		image_free(img);
	}
}

static void interface_tables_are_sound(void **state)
{
	(void)state;
	for (unsigned type = 0; type < 256; type++) {
		for (unsigned code = 0; code < 256; code++) {
			const struct media_interface *media = media_interface_find((uint8_t)type, (uint8_t)code);
			const struct module_type *t;

			if (!media)
				continue;
			assert_int_equal(media->code, code);
			assert_true(media->name[0] && strlen(media->name) < 28);
			if (!media->token)
				continue;
			t = module_type_find(media->token);
			assert_row(t, media->token);
			assert_row(t->lanes == media->lanes && t->lane_mbps == media->lane_mbps, media->token);
			assert_row(t->modulation == media->modulation || type == MEDIA_TYPE_BASET, media->token);
			assert_row(t->layout == media->layout, media->token);
		}
	}
	for (unsigned code = 0; code < 256; code++) {
		const struct host_interface *host = host_interface_find((uint8_t)code);

		assert_true(!host || (host->code == code && strlen(host->name) < 32));
	}
	assert_null(host_interface_find(0xc0));
	assert_null(media_interface_find(MEDIA_TYPE_SMF, 0x93));
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
		cmocka_unit_test(identity),
		cmocka_unit_test(normalised),
		cmocka_unit_test(applications),
		cmocka_unit_test(types),
		cmocka_unit_test(cables),
		cmocka_unit_test(far_ends),
		cmocka_unit_test(monitors),
		cmocka_unit_test(monitors_are_advertised),
		cmocka_unit_test(bias_multipliers),
		cmocka_unit_test(module_flags),
		cmocka_unit_test(lane_flags),
		cmocka_unit_test(signals_are_advertised),
		cmocka_unit_test(states),
		cmocka_unit_test(data_paths),
		cmocka_unit_test(mapping_and_layout),
		cmocka_unit_test(versions),
		cmocka_unit_test(fec),
		cmocka_unit_test(lengths),
		cmocka_unit_test(vdm),
		cmocka_unit_test(banks),
		cmocka_unit_test(form_factors),
		cmocka_unit_test(damage),
		cmocka_unit_test(short_dumps),
		cmocka_unit_test(ranges_follow_what_is_known),
		cmocka_unit_test(fingerprint_leaves_latches_alone),
		cmocka_unit_test(random_memory_is_stable),
		cmocka_unit_test(interface_tables_are_sound),
	};

	return cmocka_run_group_tests_name("cmis", tests, NULL, NULL);
}
