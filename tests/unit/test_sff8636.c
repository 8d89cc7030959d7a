/* SPDX-License-Identifier: BSD-3-Clause */
/* SFF-8636: decoding and meaning, from memory written by hand; and what there is of CMIS. */
#include "eeprom_fixture.h"

#include <stdio.h>

#include <errno.h>

#define LC 0x07
#define MPO 0x0c
#define CAPTIVE 0x23

static void identity_is_decoded(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m = memory_module(&mem);

	(void)state;
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->family, FAMILY_SFF8636);
	assert_int_equal(module_checksum(m), MODULE_CHECKSUM_OK);
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_string_equal(m->part_number, "AC-100G-SR4");
	assert_string_equal(m->revision, "A1");
	assert_string_equal(m->serial, "SN0002");
	assert_string_equal(m->date_code, "250102");
	assert_memory_equal(m->oui, "\x00\x17\x6a", 3);
	assert_string_equal(m->management, "SFF-8636 rev 2.8-2.10");
	module_unref(m);
}

static void meaning_is_found(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m = memory_module(&mem);

	(void)state;
	assert_string_equal(type_token(m->type), "100g-sr4");
	assert_null(m->slow_type);
	assert_string_equal(m->type_evidence, "00h:192=02h");
	assert_int_equal(m->form, FORM_QSFP28);
	assert_int_equal(m->medium, MEDIUM_MMF);
	assert_int_equal(m->modulation, MODULATION_NRZ);
	assert_int_equal(m->layout, LAYOUT_PARALLEL);
	assert_value(m->wavelength, 85000);
	assert_value(m->wavelength_tolerance, 1000);
	assert_string_equal(m->wavelength_evidence, "00h:186=4268h");
	assert_value(m->nominal_mbaud, 25750);
	assert_value(m->lane_mbps, 25000);
	assert_int_equal(m->lanes, 4);
	assert_value(m->reach_m, 100);
	assert_int_equal(m->connector_class, CONNECTOR_CLASS_MPO);
	assert_int_equal(m->splittable, TRI_YES);
	assert_int_equal(m->downshift_10g, TRI_UNKNOWN);
	assert_int_equal(m->power_class, 4);
	assert_value(m->max_power_mw, 3500);
	module_unref(m);
}

static void monitors_are_decoded(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m = memory_module(&mem);

	(void)state;
	assert_int_equal(m->dom, 0x7f);
	assert_value(m->temperature, 2550);
	assert_value(m->supply, 3300000);
	for (int i = 0; i < 4; i++) {
		assert_value(m->lane[i].rx_power, 100000 * (i + 1));
		assert_value(m->lane[i].tx_bias, 2000 * (i + 1));
		assert_value(m->lane[i].tx_power, 100000 * (i + 1));
		assert_int_equal(m->lane[i].alarms_known, 0xfff00);
		assert_int_equal(m->lane[i].signals_known, SIGNAL_RX_LOS | SIGNAL_TX_LOS | SIGNAL_RX_LOL |
								   SIGNAL_TX_LOL | SIGNAL_TX_FAULT |
								   SIGNAL_TX_DISABLED);
		assert_int_equal(m->lane[i].signals, 0);
	}
	assert_int_equal(m->alarms_known, 0xff);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_alarm, -500);
	assert_value(m->thresholds[MONITOR_SUPPLY].high_warning, 3465000);
	assert_value(m->thresholds[MONITOR_RX_POWER].low_warning, 20000);
	assert_value(m->thresholds[MONITOR_TX_BIAS].high_alarm, 12000);
	assert_value(m->thresholds[MONITOR_TX_POWER].low_alarm, 110000);
	assert_int_equal(m->data_ready, TRI_YES);
	module_unref(m);
}

static void types_by_code(void **state)
{
	static const struct {
		const char *label;
		uint8_t ext, byte131, ext2, connector, technology;
		const char *type, *slow, *name, *evidence;
		enum form_factor form;
		enum tristate splittable, downshift;
	} rows[] = {
		{ "LR4", 0x03, 0x80, 0, LC, 0x44, "100g-lr4", "-", "100GBASE-LR4", "00h:192=03h",
		  FORM_QSFP28, TRI_NO, TRI_UNKNOWN },
		{ "CWDM4", 0x06, 0x80, 0, LC, 0x40, "100g-cwdm4", "-", "100G-CWDM4", "00h:192=06h",
		  FORM_QSFP28, TRI_NO, TRI_UNKNOWN },
		{ "PSM4", 0x07, 0x80, 0, MPO, 0x40, "100g-psm4", "-", "100G-PSM4", "00h:192=07h",
		  FORM_QSFP28, TRI_YES, TRI_UNKNOWN },
		{ "DR", 0x25, 0x80, 0, LC, 0x60, "100g-dr", "-", "100GBASE-DR", "00h:192=25h", FORM_QSFP28,
		  TRI_NO, TRI_UNKNOWN },
		{ "200G SR4", 0x41, 0x80, 0, MPO, 0, "200g-sr4", "-", "200GBASE-SR4", "00h:192=41h",
		  FORM_QSFP56, TRI_YES, TRI_UNKNOWN },
		{ "42h is 200G DR4 here", 0x42, 0x80, 0, MPO, 0x60, "200g-dr4", "-", "200GBASE-DR4",
		  "00h:192=42h", FORM_QSFP56, TRI_YES, TRI_UNKNOWN },
		{ "2Ah behind LC", 0x2a, 0x80, 0, LC, 0x60, "100g-fr", "-", "100GBASE-FR1", "00h:192=2ah",
		  FORM_QSFP28, TRI_NO, TRI_UNKNOWN },
		{ "dual rate by 131.2", 0x02, 0x84, 0, MPO, 0, "100g-sr4", "40g-sr4", "100GBASE-SR4",
		  "00h:192=02h", FORM_QSFP28, TRI_YES, TRI_YES },
		{ "dual rate by 131.4", 0x02, 0x90, 0, MPO, 0, "100g-sr4", "40g-sr4", "100GBASE-SR4",
		  "00h:192=02h", FORM_QSFP28, TRI_YES, TRI_YES },
		{ "dual rate by 116", 0x02, 0x80, 0x11, MPO, 0, "100g-sr4", "40g-esr4", "100GBASE-SR4",
		  "00h:192=02h", FORM_QSFP28, TRI_YES, TRI_YES },
		{ "116 faster than 192", 0x02, 0x80, 0x41, MPO, 0, "100g-sr4", "-", "100GBASE-SR4",
		  "00h:192=02h", FORM_QSFP28, TRI_YES, TRI_UNKNOWN },
		{ "116 of another medium", 0x02, 0x80, 0x12, MPO, 0, "100g-sr4", "-", "100GBASE-SR4",
		  "00h:192=02h", FORM_QSFP28, TRI_YES, TRI_UNKNOWN },
		{ "40G SR4", 0, 0x04, 0, MPO, 0, "40g-sr4", "-", "40GBASE-SR4", "00h:131=04h",
		  FORM_QSFP_PLUS, TRI_YES, TRI_YES },
		{ "10G SR per lane", 0, 0x10, 0, MPO, 0, "40g-sr4", "-", "40GBASE-SR4", "00h:131=10h",
		  FORM_QSFP_PLUS, TRI_YES, TRI_YES },
		{ "10G LR per lane", 0, 0x20, 0, MPO, 0x40, "40g-psm4", "-", "40G-PSM4", "00h:131=20h",
		  FORM_QSFP_PLUS, TRI_YES, TRI_YES },
		{ "10G bit behind LC", 0, 0x10, 0, LC, 0, "-", "-", "unknown(0x00)", "00h:192=00h",
		  FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "40G LR4", 0, 0x02, 0, LC, 0x40, "40g-lr4", "-", "40GBASE-LR4", "00h:131=02h",
		  FORM_QSFP_PLUS, TRI_NO, TRI_YES },
		{ "PLR4: LR4 behind MPO", 0, 0x02, 0, MPO, 0x40, "40g-psm4", "-", "40G-PSM4", "00h:131=02h",
		  FORM_QSFP_PLUS, TRI_YES, TRI_YES },
		{ "reserved falls back", 0x4d, 0x04, 0, MPO, 0, "40g-sr4", "-", "40GBASE-SR4",
		  "00h:131=04h", FORM_QSFP_PLUS, TRI_YES, TRI_YES },
		{ "SR4 and LR4", 0, 0x06, 0, MPO, 0, "-", "-", "unknown(0x00)", "00h:192=00h", FORM_QSFP28,
		  TRI_UNKNOWN, TRI_UNKNOWN },
		{ "both 10G bits", 0, 0x30, 0, MPO, 0, "-", "-", "unknown(0x00)", "00h:192=00h",
		  FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "nothing", 0, 0x00, 0, MPO, 0, "-", "-", "unknown(0x00)", "00h:192=00h", FORM_QSFP28,
		  TRI_UNKNOWN, TRI_UNKNOWN },
		{ "vendor code", 0x7e, 0x80, 0, MPO, 0, "-", "-", "unknown(0x7e)", "00h:192=7eh",
		  FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "a name without a type", 0x09, 0x80, 0, LC, 0x40, "-", "-", "100G-CWDM4 without FEC", "00h:192=09h",
		  FORM_QSFP28, TRI_NO, TRI_UNKNOWN },
		{ "parallel behind LC", 0x02, 0x80, 0, LC, 0, "100g-sr4", "-", "100GBASE-SR4",
		  "00h:192=02h", FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "connector unspecified", 0x02, 0x80, 0, 0, 0, "100g-sr4", "-", "100GBASE-SR4",
		  "00h:192=02h", FORM_QSFP28, TRI_YES, TRI_UNKNOWN },
		{ "SR4 with captive fibre", 0x02, 0x80, 0, CAPTIVE, 0, "100g-aoc", "-", "100G AOC",
		  "00h:192=02h 00h:130=23h", FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "SR4 that is copper", 0x02, 0x80, 0, CAPTIVE, 0xa0, "100g-cr4", "-", "100G passive copper",
		  "00h:130=23h, 147=a0h, 222=67h", FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "AOC", 0x01, 0x80, 0, CAPTIVE, 0, "100g-aoc", "-", "100G AOC", "00h:192=01h", FORM_QSFP28,
		  TRI_UNKNOWN, TRI_UNKNOWN },
		{ "40G AOC", 0, 0x01, 0, CAPTIVE, 0, "40g-aoc", "-", "40G AOC", "00h:131=01h",
		  FORM_QSFP_PLUS, TRI_UNKNOWN, TRI_YES },
		{ "40G active copper", 0, 0x01, 0, CAPTIVE, 0xc0, "40g-acc", "-", "40G active copper",
		  "00h:131=01h", FORM_QSFP_PLUS, TRI_UNKNOWN, TRI_YES },
		{ "active and passive", 0, 0x01, 0, CAPTIVE, 0xa0, "100g-cr4", "-", "100G passive copper",
		  "00h:130=23h, 147=a0h, 222=67h", FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "CR4", 0x0b, 0x88, 0, CAPTIVE, 0xa0, "100g-cr4", "40g-cr4", "100GBASE-CR4", "00h:192=0bh",
		  FORM_QSFP28, TRI_UNKNOWN, TRI_YES },
		{ "40G CR4", 0, 0x08, 0, CAPTIVE, 0xa0, "40g-cr4", "-", "40GBASE-CR4", "00h:131=08h",
		  FORM_QSFP_PLUS, TRI_UNKNOWN, TRI_YES },
		{ "CR4 behind LC", 0x0b, 0x80, 0, LC, 0xa0, "-", "-", "unknown(0x0b)",
		  "00h:192=0bh 00h:130=07h", FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
		{ "copper without a code", 0, 0x00, 0, CAPTIVE, 0xa0, "100g-cr4", "-", "100G passive copper",
		  "00h:130=23h, 147=a0h, 222=67h", FORM_QSFP28, TRI_UNKNOWN, TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[192] = rows[i].ext;
		mem.byte[131] = rows[i].byte131;
		mem.byte[116] = rows[i].ext2;
		mem.byte[130] = rows[i].connector;
		mem.byte[147] = rows[i].technology;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(m->status == READ_OK, rows[i].label);
		assert_row(strcmp(type_token(m->type), rows[i].type) == 0, rows[i].label);
		assert_row(strcmp(type_token(m->slow_type), rows[i].slow) == 0, rows[i].label);
		assert_row(strcmp(m->type_name, rows[i].name) == 0, rows[i].label);
		assert_row(strcmp(m->type_evidence, rows[i].evidence) == 0, rows[i].label);
		assert_row(m->form == rows[i].form, rows[i].label);
		assert_row(m->splittable == rows[i].splittable, rows[i].label);
		assert_row(m->downshift_10g == rows[i].downshift, rows[i].label);
		module_unref(m);
	}
}

/* A parallel type the catalogue may not have yet is still known to be parallel. */
static void code_2a_behind_mpo_is_parallel(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	mem.byte[192] = 0x2a;
	mem.byte[147] = 0x60;
	mem.byte[139] = 8;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_string_equal(m->type_name, "400GBASE-DR4-2");
	assert_int_equal(m->layout, LAYOUT_PARALLEL);
	assert_int_equal(m->medium, MEDIUM_SMF);
	assert_int_equal(m->lanes, 4);
	assert_value(m->lane_mbps, 100000);
	assert_int_equal(m->form, FORM_QSFP112);
	assert_int_equal(m->splittable, TRI_YES);
	module_unref(m);
}

static void cdrs_that_are_off_let_10g_pass(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	mem.byte[98] = 0;
	m = memory_module(&mem);
	assert_int_equal(m->downshift_10g, TRI_YES);
	module_unref(m);
	mem.byte[194] = 0x70;   /* Rx only */
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->downshift_10g, TRI_UNKNOWN);
	module_unref(m);
}

static void cables_split_as_they_are_built(void **state)
{
	static const enum tristate splits[8] = { TRI_UNKNOWN, TRI_NO,  TRI_NO,  TRI_NO,
						 TRI_YES,     TRI_YES, TRI_YES, TRI_UNKNOWN };

	(void)state;
	for (unsigned far_end = 0; far_end < 8; far_end++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[192] = 0x0b;
		mem.byte[130] = CAPTIVE;
		mem.byte[147] = 0xa0;
		mem.byte[113] = (uint8_t)(far_end << 4);
		mem.byte[146] = 3;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_int_equal(m->splittable, splits[far_end]);
		assert_value(m->reach_m, 3);
		assert_state(m->wavelength, VALUE_UNSUPPORTED);
		assert_int_equal(m->dom, 0);
		assert_state(m->lane[0].rx_power, VALUE_UNSUPPORTED);
		assert_int_equal(m->lane[0].signals_known, 0);
		module_unref(m);
	}
}

static void a_cables_text_is_not_dom(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	mem.byte[1] = 0;   /* says nothing of temperature and supply */
	mem.byte[2] = 0x04;
	mem.byte[131] = 0x08;
	mem.byte[192] = 0;
	mem.byte[130] = CAPTIVE;
	mem.byte[147] = 0xa0;
	put_text(&mem, 22, 60, "COMPANY PN 37-0961-01 V01 MADE SOMEWHERE");
	put_sums(&mem);
	m = memory_module(&mem);
	assert_string_equal(type_token(m->type), "40g-cr4");
	assert_int_equal(m->dom, 0);
	assert_state(m->temperature, VALUE_UNSUPPORTED);
	assert_state(m->supply, VALUE_UNSUPPORTED);
	assert_state(m->lane[3].tx_power, VALUE_UNSUPPORTED);
	assert_int_equal(m->alarms_known, 0);
	assert_int_equal(m->lane[0].alarms_known, 0);
	module_unref(m);
}

static void what_is_monitored(void **state)
{
	static const struct {
		const char *label;
		uint8_t revision, diag, connector, technology, ext;
		uint8_t dom;
	} rows[] = {
		{ "all", 8, 0x3c, MPO, 0, 0x02, 0x7f },
		{ "rev 2.8 without temperature", 8, 0x1c, MPO, 0, 0x02, 0x7e },
		{ "rev 2.8 without any bit", 8, 0x00, MPO, 0, 0x02, 0x57 },
		{ "rev 2.5 can't say", 7, 0x0c, MPO, 0, 0x02, 0x7f },
		{ "OMA, no Tx power", 7, 0x00, MPO, 0, 0x02, 0x57 },
		{ "SFF-8436 has no Tx power", 1, 0x0c, MPO, 0, 0x02, 0x77 },
		{ "AOC advertises", 8, 0x3c, CAPTIVE, 0, 0x01, 0x7f },
		{ "AOC advertises nothing", 8, 0x00, CAPTIVE, 0, 0x01, 0x03 },
		{ "old AOC says power only", 7, 0x0c, CAPTIVE, 0, 0x01, 0x7f },
		{ "active copper advertises", 8, 0x30, CAPTIVE, 0xc0, 0x08, 0x43 },
		{ "passive copper advertises", 8, 0x3c, CAPTIVE, 0xa0, 0x0b, 0x00 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[1] = rows[i].revision;
		mem.byte[220] = rows[i].diag;
		mem.byte[130] = rows[i].connector;
		mem.byte[147] = rows[i].technology;
		mem.byte[192] = rows[i].ext;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(m->dom == rows[i].dom, rows[i].label);
		assert_row(value_ok(m->temperature) == !!(m->dom & DOM_TEMPERATURE), rows[i].label);
		assert_row(value_ok(m->lane[0].rx_power) == !!(m->dom & DOM_RX_POWER), rows[i].label);
		assert_row(value_ok(m->lane[0].tx_power) == !!(m->dom & DOM_TX_POWER), rows[i].label);
		assert_row(value_ok(m->thresholds[MONITOR_TX_BIAS].low_alarm) == !!(m->dom & DOM_TX_BIAS),
			   rows[i].label);
		module_unref(m);
	}
}

/* Bytes 22-23 and 26-27 of modules that don't say that they monitor temperature and supply. */
static void monitors_that_are_seen(void **state)
{
	static const struct {
		const char *label;
		uint8_t revision, technology;
		unsigned temperature, supply, high, low;   /* thresholds of temperature; of supply: as usual, or none */
		bool seen;
	} rows[] = {
		{ "within its thresholds", 8, 0, 0x2250, 0x80aa, 0x4b00, 0xfb00, true },
		{ "too hot", 8, 0, 0x5000, 0x80aa, 0x4b00, 0xfb00, true },
		{ "no thresholds", 8, 0, 0x2250, 0x80aa, 0, 0, false },
		{ "no thresholds, of a revision that can't say", 6, 0, 0x1d4f, 0x7f3d, 0, 0, true },
		{ "thresholds the wrong way round", 8, 0, 0x2250, 0x80aa, 0xfb00, 0x4b00, false },
		{ "far from its thresholds", 8, 0, 0xe000, 0x80aa, 0x4b00, 0x0000, false },
		{ "no supply", 6, 0, 0x1d4f, 0, 0, 0, false },
		{ "no temperature", 6, 0, 0, 0x7f3d, 0, 0, false },
		{ "text", 6, 0xf0, 0x434f, 0x5041, 0, 0, false },
		{ "active copper", 6, 0xf0, 0x1d4f, 0x7f3d, 0, 0, true },
		{ "passive copper", 6, 0xa0, 0x1d4f, 0x7f3d, 0, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[1] = rows[i].revision;
		mem.byte[130] = CAPTIVE;
		mem.byte[147] = rows[i].technology;
		mem.byte[192] = rows[i].technology ? 0x0b : 0x01;
		mem.byte[220] = 0;
		put16(&mem, 22, rows[i].temperature);
		put16(&mem, 26, rows[i].supply);
		put_thresholds(&mem, P03(128), rows[i].high, rows[i].low, 0, 0);
		if (!rows[i].high)
			put_thresholds(&mem, P03(144), 0, 0, 0, 0);
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(value_ok(m->temperature) == rows[i].seen, rows[i].label);
		assert_row(value_ok(m->supply) == rows[i].seen, rows[i].label);
		assert_row(!rows[i].seen || (m->doubts & DOUBT_DOM_UNADVERTISED), rows[i].label);
		module_unref(m);
	}
}

static void blank_monitors(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	/* Advertised and empty can't be. */
	memset(mem.byte + 22, 0, 36);
	m = memory_module(&mem);
	assert_int_equal(m->dom, 0x7f);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->lane[0].rx_power, VALUE_CORRUPT);
	assert_int_equal(m->lane[0].alarms_known, 0);
	module_unref(m);
	/* Assumed and empty: there are none. */
	mem.byte[1] = 5;
	m = memory_module(&mem);
	assert_int_equal(m->dom, 0);
	assert_state(m->temperature, VALUE_UNSUPPORTED);
	assert_state(m->lane[0].rx_power, VALUE_UNSUPPORTED);
	module_unref(m);
	memset(mem.byte + 22, 0xff, 36);
	m = memory_module(&mem);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->lane[3].tx_bias, VALUE_CORRUPT);
	module_unref(m);
	/* Only dark: the rest is believed. */
	mem = qsfp_memory();
	memset(mem.byte + 34, 0, 8);
	m = memory_module(&mem);
	assert_value(m->temperature, 2550);
	assert_state(m->lane[0].rx_power, VALUE_NO_LIGHT);
	module_unref(m);
	put16(&mem, 26, 0);
	m = memory_module(&mem);
	assert_state(m->supply, VALUE_CORRUPT);
	assert_value(m->temperature, 2550);
	module_unref(m);
}

static void latched_flags(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;
	uint8_t *b = mem.byte;

	(void)state;
	b[2] = 0x01;
	b[3] = 0x82;    /* Tx LOS 4, Rx LOS 2 */
	b[4] = 0x04;    /* Tx fault 3 */
	b[5] = 0x18;    /* Tx LOL 1, Rx LOL 4 */
	b[6] = 0x80;    /* temperature high alarm */
	b[7] = 0x10;    /* supply low warning */
	b[9] = 0x48;    /* Rx power: lane 1 low alarm, lane 2 high alarm */
	b[12] = 0x21;   /* bias: lane 3 high warning, lane 4 low warning */
	b[14] = 0x0f;   /* Tx power: lane 4 all */
	b[86] = 0x01;   /* Tx disable 1 */
	m = memory_module(&mem);
	assert_int_equal(m->data_ready, TRI_NO);
	assert_int_equal(m->lane[0].signals, SIGNAL_TX_LOL | SIGNAL_TX_DISABLED);
	assert_int_equal(m->lane[1].signals, SIGNAL_RX_LOS);
	assert_int_equal(m->lane[2].signals, SIGNAL_TX_FAULT);
	assert_int_equal(m->lane[3].signals, SIGNAL_TX_LOS | SIGNAL_RX_LOL);
	assert_int_equal(m->alarms, alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_ALARM) |
					    alarm_bit(MONITOR_SUPPLY, ALARM_LOW_WARNING));
	assert_int_equal(m->lane[0].alarms, alarm_bit(MONITOR_RX_POWER, ALARM_LOW_ALARM));
	assert_int_equal(m->lane[1].alarms, alarm_bit(MONITOR_RX_POWER, ALARM_HIGH_ALARM));
	assert_int_equal(m->lane[2].alarms, alarm_bit(MONITOR_TX_BIAS, ALARM_HIGH_WARNING));
	assert_int_equal(m->lane[3].alarms, alarm_bit(MONITOR_TX_BIAS, ALARM_LOW_WARNING) |
						    alarm_bit(MONITOR_TX_POWER, ALARM_HIGH_ALARM) |
						    alarm_bit(MONITOR_TX_POWER, ALARM_HIGH_WARNING) |
						    alarm_bit(MONITOR_TX_POWER, ALARM_LOW_WARNING) |
						    alarm_bit(MONITOR_TX_POWER, ALARM_LOW_ALARM));
	module_unref(m);
	b[194] = b[195] = 0;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->lane[3].signals_known, SIGNAL_RX_LOS);
	assert_int_equal(m->lane[3].signals, 0);
	module_unref(m);
}

static void a_flat_module_has_no_thresholds(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	mem.byte[2] = 0x04;
	m = memory_module(&mem);
	assert_true(m->flat_memory);
	assert_state(m->thresholds[MONITOR_RX_POWER].low_alarm, VALUE_UNSUPPORTED);
	assert_value(m->temperature, 2550);
	module_unref(m);
	mem.byte[2] = 0;
	mem.len = 256;
	m = memory_module(&mem);
	assert_int_equal(m->status, READ_OK);
	assert_state(m->thresholds[MONITOR_RX_POWER].low_alarm, VALUE_ABSENT);
	module_unref(m);
}

static void fec_follows_type_and_code(void **state)
{
	static const struct {
		uint8_t ext, connector;
		enum fec fec;
		enum tristate in_module;
	} rows[] = {
		{ 0x02, 0x0c, FEC_RS528, TRI_NO },   { 0x03, 0x07, FEC_NONE, TRI_NO },
		{ 0x06, 0x07, FEC_RS528, TRI_NO },   { 0x25, 0x07, FEC_RS544, TRI_YES },
		{ 0x26, 0x07, FEC_RS544, TRI_YES },  { 0x27, 0x07, FEC_RS544, TRI_YES },
		{ 0x28, 0x07, FEC_RS544, TRI_YES },  { 0x2a, 0x07, FEC_RS544, TRI_NO },
		{ 0x2b, 0x07, FEC_RS544, TRI_NO },   { 0x2d, 0x07, FEC_RS544, TRI_YES },
		{ 0x35, 0x07, FEC_RS544, TRI_NO },   { 0x3a, 0x07, FEC_RS544, TRI_YES },
		{ 0x41, 0x0c, FEC_RS544, TRI_NO },   { 0x0a, 0x0c, FEC_UNKNOWN, TRI_UNKNOWN },
		{ 0x12, 0x0c, FEC_NONE, TRI_NO },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		char label[16];
		struct module *m;

		snprintf(label, sizeof(label), "%02xh", rows[i].ext);
		mem.byte[192] = rows[i].ext;
		mem.byte[130] = rows[i].connector;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(m->line_fec == rows[i].fec, label);
		assert_row(m->fec_in_module == rows[i].in_module, label);
		module_unref(m);
	}
}

/* SFF-8436 had no byte 192 at first, and no transmit power. */
static void the_predecessor_has_less(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	mem.byte[1] = 1;
	mem.byte[131] = 0x04;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_string_equal(type_token(m->type), "40g-sr4");
	assert_string_equal(m->type_evidence, "00h:131=04h");
	assert_false(m->dom & DOM_TX_POWER);
	assert_true(m->dom & DOM_RX_POWER);
	assert_state(m->lane[0].tx_power, VALUE_UNSUPPORTED);
	assert_state(m->thresholds[MONITOR_TX_POWER].high_alarm, VALUE_UNSUPPORTED);
	assert_int_equal(m->power_class, 4);
	module_unref(m);
	/* Where the old byte says nothing, a code is a code. */
	mem.byte[131] = 0x80;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_string_equal(type_token(m->type), "100g-sr4");
	module_unref(m);
	/* Identifier 0Ch is the predecessor, whatever byte 1 says. */
	mem.byte[0] = mem.byte[128] = 0x0c;
	mem.byte[1] = 0;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_false(m->dom & DOM_TX_POWER);
	module_unref(m);
	/* A revision that says nothing leaves it to byte 220. */
	mem.byte[0] = mem.byte[128] = 0x0d;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_true(m->dom & DOM_TX_POWER);
	module_unref(m);
}

static void power_classes(void **state)
{
	static const struct {
		const char *label;
		uint8_t revision, id, byte107, class;
		enum value_state state;
		int32_t mw;
	} rows[] = {
		{ "1", 8, 0x00, 0, 1, VALUE_OK, 1500 },
		{ "2", 8, 0x40, 0, 2, VALUE_OK, 2000 },
		{ "3", 8, 0x80, 0, 3, VALUE_OK, 2500 },
		{ "4", 8, 0xc0, 0, 4, VALUE_OK, 3500 },
		{ "5", 8, 0xc1, 0, 5, VALUE_OK, 4000 },
		{ "6", 8, 0xc2, 0, 6, VALUE_OK, 4500 },
		{ "7", 8, 0xc3, 0, 7, VALUE_OK, 5000 },
		{ "8", 8, 0xe0, 75, 8, VALUE_OK, 7500 },
		{ "8 without", 8, 0xe0, 0, 8, VALUE_UNSUPPORTED, 0 },
		{ "SFF-8436 has four", 1, 0xc3, 0, 4, VALUE_OK, 3500 },
		{ "rev 2.5 has seven", 7, 0xe0, 75, 4, VALUE_OK, 3500 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[1] = rows[i].revision;
		mem.byte[107] = rows[i].byte107;
		mem.byte[129] = rows[i].id;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(m->power_class == rows[i].class, rows[i].label);
		assert_row(m->max_power_mw.state == rows[i].state, rows[i].label);
		assert_row(m->max_power_mw.v == rows[i].mw, rows[i].label);
		module_unref(m);
	}
}

static void lengths_give_the_reach(void **state)
{
	static const struct {
		const char *label;
		uint8_t ext, connector, technology, len[5];
		int32_t reach;
	} rows[] = {
		{ "OM4", 0x02, MPO, 0x00, { 0, 35, 0, 0, 50 }, 100 },
		{ "OM3 only", 0x02, MPO, 0x00, { 0, 35, 0, 0, 0 }, 70 },
		{ "OM1, OM2", 0x02, MPO, 0x00, { 0, 0, 82, 33, 0 }, 82 },
		{ "km", 0x03, LC, 0x44, { 10, 0, 0, 0, 0 }, 10000 },
		{ "1 km may be 500 m", 0x07, MPO, 0x40, { 1, 0, 0, 0, 0 }, 500 },
		{ "2 km", 0x07, MPO, 0x40, { 2, 0, 0, 0, 0 }, 2000 },
		{ "none: the type's", 0x02, MPO, 0x00, { 0 }, 100 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[192] = rows[i].ext;
		mem.byte[130] = rows[i].connector;
		mem.byte[147] = rows[i].technology;
		memcpy(mem.byte + 142, rows[i].len, 5);
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(value_ok(m->reach_m) && m->reach_m.v == rows[i].reach, rows[i].label);
		module_unref(m);
	}
}

static void medium_and_rate_without_a_type(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	mem.byte[192] = 0;
	mem.byte[131] = 0;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_null(m->type);
	assert_int_equal(m->medium, MEDIUM_MMF);
	assert_string_equal(m->medium_evidence, "00h:142-144=00 23 00h");
	assert_value(m->lane_mbps, 25000);
	assert_int_equal(m->lanes, 0);
	assert_int_equal(m->splittable, TRI_UNKNOWN);
	module_unref(m);
	mem.byte[142] = 10;   /* and single-mode too: nothing said */
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->medium, MEDIUM_UNKNOWN);
	module_unref(m);
	mem.byte[0] = mem.byte[128] = 0x17;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->form, FORM_OTHER);
	module_unref(m);
}

static void form_factors_without_a_type(void **state)
{
	static const struct {
		uint8_t id, encoding, rate, fine;
		enum form_factor form;
	} rows[] = {
		{ 0x0d, 5, 103, 0, FORM_QSFP_PLUS }, { 0x0d, 5, 0xff, 103, FORM_QSFP28 },
		{ 0x11, 5, 103, 0, FORM_QSFP_PLUS }, { 0x11, 8, 0xff, 106, FORM_QSFP56 },
		{ 0x11, 8, 0xff, 212, FORM_QSFP112 }, { 0x0c, 0, 0, 0, FORM_QSFP_PLUS },
		{ 0x11, 0, 0, 0, FORM_QSFP28 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[0] = mem.byte[128] = rows[i].id;
		mem.byte[131] = mem.byte[192] = 0;
		mem.byte[139] = rows[i].encoding;
		mem.byte[140] = rows[i].rate;
		mem.byte[222] = rows[i].fine;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_int_equal(m->form, rows[i].form);
		module_unref(m);
	}
}

static void doubt_is_part_of_the_result(void **state)
{
	static const struct {
		const char *label;
		unsigned at;
		uint8_t xor;
		bool fix_sums;
		enum read_status status;
		enum module_checksum checksum;
		const char *why;
	} rows[] = {
		{ "base checksum", 191, 1, false, READ_CORRUPT, MODULE_CHECKSUM_BASE_BAD,
		  "checksum of 00h:128-190 is " },
		{ "vendor", 150, 1, false, READ_CORRUPT, MODULE_CHECKSUM_BASE_BAD,
		  "checksum of 00h:128-190 is " },
		{ "ext checksum", 223, 1, false, READ_OK, MODULE_CHECKSUM_EXT_BAD, "" },
		{ "identifiers", 0, 0x1c, true, READ_CORRUPT, MODULE_CHECKSUM_OK,
		  "identifiers differ: lower byte 0 is 0dh, 00h:128 is 11h" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[rows[i].at] ^= rows[i].xor;
		if (rows[i].fix_sums)
			put_sums(&mem);
		m = memory_module(&mem);
		assert_row(m->status == rows[i].status, rows[i].label);
		assert_row(module_checksum(m) == rows[i].checksum, rows[i].label);
		assert_row(strncmp(m->why, rows[i].why, strlen(rows[i].why)) == 0, rows[i].label);
		assert_row((m->type != NULL) == (m->status == READ_OK), rows[i].label);
		assert_row(m->status == READ_OK || m->lane[0].rx_power.state == VALUE_CORRUPT, rows[i].label);
		assert_row(m->status == READ_OK || m->wavelength.state == VALUE_CORRUPT, rows[i].label);
		assert_string_equal(m->serial, "SN0002");
		module_unref(m);
	}
}

static void blank_upper_memory_is_corrupt(void **state)
{
	static const uint8_t blanks[] = { 0x00, 0xff };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(blanks); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		memset(mem.byte + 128, blanks[i], 128);
		m = memory_module(&mem);
		assert_int_equal(m->status, READ_CORRUPT);
		assert_non_null(strstr(m->why, "00h:129-190 is all"));
		module_unref(m);
	}
}

static void short_dumps(void **state)
{
	static const struct {
		const char *label;
		size_t len;
		enum read_status status;
		const char *type;
	} rows[] = {
		{ "lower only", 128, READ_TRUNCATED, "-" },
		{ "base without its checksum", 191, READ_TRUNCATED, "-" },
		/* Byte 131 alone would make a dual-rate 100G a 40G module. */
		{ "base without byte 192", 192, READ_TRUNCATED, "-" },
		{ "with byte 192", 193, READ_TRUNCATED, "100g-sr4" },
		{ "all but the last checksum", 223, READ_TRUNCATED, "100g-sr4" },
		{ "identity", 224, READ_OK, "100g-sr4" },
		{ "page 03h cut", 640 - 64, READ_OK, "100g-sr4" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		mem.byte[131] = 0x84;
		put_sums(&mem);
		mem.len = rows[i].len;
		m = memory_module(&mem);
		assert_row(m->status == rows[i].status, rows[i].label);
		assert_row(strcmp(type_token(m->type), rows[i].type) == 0, rows[i].label);
		/* What is monitored is known when byte 222 is. */
		assert_row(m->temperature.state == (mem.len >= 223 ? VALUE_OK : VALUE_ABSENT), rows[i].label);
		module_unref(m);
	}
}

/* As tools that write EEPROMs have it: the identifier is its copy, and what the lower memory says is unknown. */
static void page_00_alone(void **state)
{
	static const struct image_addr upper = { .offset = 128 };
	struct memory mem = qsfp_memory();
	struct image *img = image_new();
	struct module *m = module_new();

	(void)state;
	assert_true(img && m);
	assert_int_equal(image_write(img, upper, mem.byte + 128, 128), 0);
	eeprom_decode(img, m);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->identifier, mem.byte[128]);
	assert_string_equal(type_token(m->type), "100g-sr4");
	assert_string_equal(m->serial, "SN0002");
	assert_string_equal(m->management, "");
	assert_int_equal(m->downshift_10g, TRI_UNKNOWN);
	assert_int_equal(m->temperature.state, VALUE_ABSENT);
	/* An SFP has no such copy. */
	mem.byte[128] = 0x03;
	assert_int_equal(image_write(img, upper, mem.byte + 128, 1), 0);
	eeprom_decode(img, m);
	assert_int_equal(m->status, READ_TRUNCATED);
	image_free(img);
	module_unref(m);
}

static void ranges_follow_what_was_read(void **state)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	struct memory mem = qsfp_memory();
	struct image *img;
	size_t n;

	(void)state;
	mem.len = 128;
	img = memory_image(&mem);
	n = eeprom_ranges(img, ranges);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(ranges[i].at.page, 0);
	image_free(img);

	mem.len = 256;
	img = memory_image(&mem);
	assert_int_equal(eeprom_ranges(img, ranges), n + 1);
	image_free(img);

	mem.byte[2] = 0x04;
	img = memory_image(&mem);
	assert_int_equal(eeprom_ranges(img, ranges), n);
	image_free(img);
}

static void count_fields(const struct eeprom_field *field, void *arg)
{
	unsigned *count = arg;

	assert_non_null(field->key);
	assert_non_null(field->label);
	(*count)++;
	if (strcmp(field->key, "rx_power_3") == 0) {
		assert_int_equal(field->at.offset, 38);
		assert_int_equal(field->len, 2);
		assert_string_equal(field->label, "Rx power, lane 3");
		assert_string_equal(field->value, "0.3000 mW / -5.23 dBm");
	} else if (strcmp(field->key, "supply_high_alarm") == 0) {
		assert_int_equal(field->at.page, 3);
		assert_string_equal(field->value, "3.6300 V");
	} else if (strcmp(field->key, "device_technology") == 0) {
		assert_string_equal(field->value, "0x00 (850 nm VCSEL)");
	} else {
		return;
	}
	*count += 1000;
}

static void fields_are_walked(void **state)
{
	struct memory mem = qsfp_memory();
	struct image *img = memory_image(&mem);
	struct module *m = image_module(img), *none = module_new();
	unsigned count = 0;

	(void)state;
	eeprom_walk_fields(img, m, count_fields, &count);
	assert_true(count > 3100);
	count = 0;
	eeprom_walk_fields(img, none, count_fields, &count);
	assert_int_equal(count, 0);
	module_unref(m);
	module_unref(none);
	image_free(img);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity_is_decoded),
		cmocka_unit_test(meaning_is_found),
		cmocka_unit_test(monitors_are_decoded),
		cmocka_unit_test(types_by_code),
		cmocka_unit_test(code_2a_behind_mpo_is_parallel),
		cmocka_unit_test(cdrs_that_are_off_let_10g_pass),
		cmocka_unit_test(cables_split_as_they_are_built),
		cmocka_unit_test(a_cables_text_is_not_dom),
		cmocka_unit_test(what_is_monitored),
		cmocka_unit_test(monitors_that_are_seen),
		cmocka_unit_test(blank_monitors),
		cmocka_unit_test(latched_flags),
		cmocka_unit_test(a_flat_module_has_no_thresholds),
		cmocka_unit_test(fec_follows_type_and_code),
		cmocka_unit_test(the_predecessor_has_less),
		cmocka_unit_test(power_classes),
		cmocka_unit_test(lengths_give_the_reach),
		cmocka_unit_test(medium_and_rate_without_a_type),
		cmocka_unit_test(form_factors_without_a_type),
		cmocka_unit_test(doubt_is_part_of_the_result),
		cmocka_unit_test(blank_upper_memory_is_corrupt),
		cmocka_unit_test(short_dumps),
		cmocka_unit_test(page_00_alone),
		cmocka_unit_test(ranges_follow_what_was_read),
		cmocka_unit_test(fields_are_walked),
	};

	return cmocka_run_group_tests_name("sff8636", tests, NULL, NULL);
}
