/* SPDX-License-Identifier: BSD-3-Clause */
/* SFF-8472: decoding and meaning, from memory written by hand. */
#include "eeprom_fixture.h"

#include <errno.h>

static void identity_is_decoded(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m = memory_module(&mem);

	(void)state;
	assert_int_equal(m->status, READ_OK);
	assert_string_equal(m->why, "");
	assert_int_equal(m->family, FAMILY_SFF8472);
	assert_int_equal(module_checksum(m), MODULE_CHECKSUM_OK);
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_string_equal(m->part_number, "AC-10G-SR");
	assert_string_equal(m->revision, "1.2");
	assert_string_equal(m->serial, "SN0001");
	assert_string_equal(m->date_code, "250102A1");
	assert_memory_equal(m->oui, "\x00\x17\x6a", 3);
	assert_string_equal(m->management, "SFF-8472 rev 11.0");
	assert_int_equal(m->identifier_copy, 0x03);
	module_unref(m);
}

static void meaning_is_found(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m = memory_module(&mem);

	(void)state;
	assert_string_equal(type_token(m->type), "10g-sr");
	assert_null(m->slow_type);
	assert_string_equal(m->type_name, "10GBASE-SR");
	assert_string_equal(m->type_evidence, "A0h:3=10h");
	assert_int_equal(m->form, FORM_SFP_PLUS);
	assert_int_equal(m->medium, MEDIUM_MMF);
	assert_string_equal(m->medium_evidence, "A0h:3=10h");
	assert_int_equal(m->modulation, MODULATION_NRZ);
	assert_int_equal(m->layout, LAYOUT_SINGLE);
	assert_value(m->wavelength, 85000);
	assert_string_equal(m->wavelength_evidence, "A0h:60=0352h");
	assert_state(m->wavelength_tolerance, VALUE_UNSUPPORTED);
	assert_value(m->nominal_mbaud, 10300);
	assert_value(m->lane_mbps, 10000);
	assert_int_equal(m->lanes, 1);
	assert_value(m->reach_m, 300);
	assert_int_equal(m->connector_class, CONNECTOR_CLASS_LC);
	assert_int_equal(m->splittable, TRI_NO);
	assert_int_equal(m->downshift_10g, TRI_YES);
	assert_int_equal(m->power_class, 1);
	assert_value(m->max_power_mw, 1000);
	module_unref(m);
}

static void monitors_are_decoded(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m = memory_module(&mem);

	(void)state;
	assert_int_equal(m->dom, 0x7f);
	assert_value(m->temperature, 2550);
	assert_value(m->supply, 3300000);
	assert_value(m->lane[0].tx_bias, 6000);
	assert_value(m->lane[0].tx_power, 500000);
	assert_value(m->lane[0].rx_power, 400000);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].high_alarm, 7500);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_alarm, -500);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].high_warning, 7000);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_warning, 0);
	assert_value(m->thresholds[MONITOR_SUPPLY].low_alarm, 2970000);
	assert_value(m->thresholds[MONITOR_TX_BIAS].high_warning, 10000);
	assert_value(m->thresholds[MONITOR_TX_POWER].low_warning, 200000);
	assert_value(m->thresholds[MONITOR_RX_POWER].low_alarm, 10000);
	assert_int_equal(m->data_ready, TRI_YES);
	assert_int_equal(m->alarms, 0);
	assert_int_equal(m->alarms_known, 0xff);
	assert_int_equal(m->lane[0].alarms_known, 0xfff00);
	module_unref(m);
}

/* Types from codes: bytes changed in a 10GBASE-SR, and what is expected. */
static void types_by_code(void **state)
{
	static const struct {
		const char *label;
		struct {
			uint8_t at, value;
		} poke[6];
		const char *type, *slow, *name, *evidence;
		enum form_factor form;
		enum medium medium;
	} rows[] = {
		{ "10G LR", { { 3, 0x20 }, { 60, 0x05 }, { 61, 0x1e } }, "10g-lr", "-", "10GBASE-LR",
		  "A0h:3=20h", FORM_SFP_PLUS, MEDIUM_SMF },
		{ "10G LRM", { { 3, 0x40 } }, "10g-lrm", "-", "10GBASE-LRM", "A0h:3=40h", FORM_SFP_PLUS,
		  MEDIUM_MMF },
		{ "10G ER is bit 7", { { 3, 0x80 } }, "10g-er", "-", "10GBASE-ER", "A0h:3=80h",
		  FORM_SFP_PLUS, MEDIUM_SMF },
		{ "25G SR only", { { 3, 0 }, { 36, 2 }, { 12, 0xff }, { 66, 103 } }, "25g-sr", "-",
		  "25GBASE-SR", "A0h:36=02h", FORM_SFP28, MEDIUM_MMF },
		{ "25G SR with 10G", { { 36, 2 }, { 12, 0xff }, { 66, 103 } }, "25g-sr", "10g-sr",
		  "25GBASE-SR", "A0h:36=02h", FORM_SFP28, MEDIUM_MMF },
		{ "25G LR with 10G LR", { { 3, 0x20 }, { 36, 3 } }, "25g-lr", "10g-lr", "25GBASE-LR",
		  "A0h:36=03h", FORM_SFP28, MEDIUM_SMF },
		{ "25G LR with 10G SR bit", { { 36, 3 } }, "25g-lr", "-", "25GBASE-LR", "A0h:36=03h",
		  FORM_SFP28, MEDIUM_SMF },
		{ "50G SR", { { 3, 0 }, { 36, 0x41 }, { 11, 8 } }, "50g-sr", "-", "50GBASE-SR",
		  "A0h:36=41h", FORM_SFP56, MEDIUM_MMF },
		{ "42h is 50G FR here", { { 3, 0 }, { 36, 0x42 } }, "50g-fr", "-", "50GBASE-FR",
		  "A0h:36=42h", FORM_SFP56, MEDIUM_SMF },
		{ "50G LR", { { 3, 0 }, { 36, 0x45 } }, "50g-lr", "-", "50GBASE-LR", "A0h:36=45h",
		  FORM_SFP56, MEDIUM_SMF },
		{ "100G FR1 in an SFP112", { { 3, 0 }, { 36, 0x2a } }, "100g-fr", "-", "100GBASE-FR1",
		  "A0h:36=2ah", FORM_SFP112, MEDIUM_SMF },
		{ "1000BASE-SX", { { 3, 0 }, { 6, 1 }, { 12, 13 } }, "1g-sx", "-", "1000BASE-SX",
		  "A0h:6=01h", FORM_SFP, MEDIUM_MMF },
		{ "1000BASE-BX", { { 3, 0 }, { 6, 0x40 }, { 12, 13 } }, "1g-bx", "-", "1000BASE-BX10",
		  "A0h:6=40h", FORM_SFP, MEDIUM_SMF },
		{ "1000BASE-T", { { 3, 0 }, { 6, 8 }, { 2, 0x22 }, { 12, 13 } }, "1g-t", "-", "1000BASE-T",
		  "A0h:6=08h", FORM_SFP, MEDIUM_BASET },
		{ "RJ45 at 10G", { { 3, 0 }, { 2, 0x22 } }, "10g-t", "-", "10GBASE-T",
		  "A0h:2=22h, 12=67h", FORM_SFP_PLUS, MEDIUM_BASET },
		{ "RJ45 at 2.5G", { { 3, 0 }, { 2, 0x22 }, { 12, 25 } }, "-", "-", "2.5GBASE-T",
		  "A0h:2=22h, 12=19h", FORM_SFP, MEDIUM_BASET },
		{ "a name without a type", { { 3, 0 }, { 36, 0x1e }, { 2, 0x22 }, { 12, 25 } }, "-", "-",
		  "2.5GBASE-T", "A0h:36=1eh", FORM_SFP, MEDIUM_BASET },
		{ "reserved code falls back", { { 36, 0x4d } }, "10g-sr", "-", "10GBASE-SR", "A0h:3=10h",
		  FORM_SFP_PLUS, MEDIUM_MMF },
		{ "two 10G bits", { { 3, 0x30 } }, "-", "-", "unknown(0x00)", "A0h:36=00h", FORM_SFP_PLUS,
		  MEDIUM_MMF },
		{ "no bits", { { 3, 0 } }, "10g-sr", "-", "10GBASE-SR",
		  "A0h:2=07h, 12=67h, 16=08 03 00 1eh, 60=0352h", FORM_SFP_PLUS, MEDIUM_MMF },
		{ "vendor code", { { 3, 0 }, { 36, 0x7e } }, "10g-sr", "-", "10GBASE-SR",
		  "A0h:2=07h, 12=67h, 16=08 03 00 1eh, 60=0352h", FORM_SFP_PLUS, MEDIUM_MMF },
		{ "a code of QSFP modules", { { 3, 0 }, { 36, 0x25 } }, "-", "-", "unknown(0x25)",
		  "A0h:36=25h", FORM_SFP_PLUS, MEDIUM_MMF },
		{ "GBIC", { { 0, 1 }, { 3, 0 }, { 6, 1 } }, "1g-sx", "-", "1000BASE-SX", "A0h:6=01h",
		  FORM_OTHER, MEDIUM_MMF },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		for (size_t n = 0; n < 6 && (rows[i].poke[n].at || n == 0); n++)
			mem.byte[rows[i].poke[n].at] = rows[i].poke[n].value;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(m->status == READ_OK, rows[i].label);
		assert_row(strcmp(type_token(m->type), rows[i].type) == 0, rows[i].label);
		assert_row(strcmp(type_token(m->slow_type), rows[i].slow) == 0, rows[i].label);
		assert_row(strcmp(m->type_name, rows[i].name) == 0, rows[i].label);
		assert_row(strcmp(m->type_evidence, rows[i].evidence) == 0, rows[i].label);
		assert_row(m->form == rows[i].form, rows[i].label);
		assert_row(m->medium == rows[i].medium, rows[i].label);
		module_unref(m);
	}
}

static void cables_are_told_apart(void **state)
{
	static const struct {
		const char *label;
		uint8_t connector, byte3, byte8, byte9, om3, ext, rate;
		const char *type;
		enum medium medium;
	} rows[] = {
		{ "passive", 0x21, 0, 0x04, 0, 0, 0, 103, "10g-cr", MEDIUM_COPPER },
		{ "passive, as Infiniband", 0x21, 0x01, 0, 0, 0, 0, 103, "10g-cr", MEDIUM_COPPER },
		{ "passive, rate unknown", 0x21, 0, 0x04, 0, 0, 0, 0, "-", MEDIUM_COPPER },
		{ "active copper", 0x21, 0, 0x08, 0, 0, 0, 103, "10g-acc", MEDIUM_ACTIVE_COPPER },
		{ "active copper by medium", 0x23, 0, 0x08, 0x80, 0, 0, 103, "10g-acc",
		  MEDIUM_ACTIVE_COPPER },
		{ "active copper, as Infiniband", 0x23, 0x02, 0, 0, 0, 0, 103, "10g-acc",
		  MEDIUM_ACTIVE_COPPER },
		{ "active optical by PMD", 0x23, 0x10, 0x08, 0, 0, 0, 103, "10g-aoc", MEDIUM_AOC },
		{ "active optical by length", 0x23, 0, 0x08, 0, 3, 0, 103, "10g-aoc", MEDIUM_AOC },
		{ "active, can't tell", 0x23, 0, 0x08, 0, 0, 0, 103, "-", MEDIUM_UNKNOWN },
		{ "active, says both", 0x21, 0x10, 0x08, 0, 0, 0, 103, "-", MEDIUM_UNKNOWN },
		{ "SR with captive fibre", 0x23, 0x10, 0, 0, 0, 0, 103, "10g-aoc", MEDIUM_AOC },
		{ "SR with copper pigtail", 0x21, 0x10, 0, 0, 0, 0, 103, "-", MEDIUM_UNKNOWN },
		{ "SR with RJ45 but code 25G", 0x22, 0x10, 0, 0, 0, 0x02, 103, "10g-t", MEDIUM_BASET },
		{ "RJ45 but passive cable", 0x22, 0, 0x04, 0, 0, 0, 103, "10g-t", MEDIUM_BASET },
		{ "25G-CR", 0x21, 0, 0x04, 0, 0, 0x0b, 0xff, "25g-cr", MEDIUM_COPPER },
		{ "25G-CR with LC", 0x07, 0, 0, 0, 0, 0x0b, 0xff, "-", MEDIUM_UNKNOWN },
		{ "25G ACC", 0x23, 0, 0x08, 0, 0, 0x19, 0xff, "25g-acc", MEDIUM_ACTIVE_COPPER },
		{ "25G AOC", 0x23, 0, 0x08, 0, 0, 0x18, 0xff, "25g-aoc", MEDIUM_AOC },
		{ "25G SR with captive fibre", 0x23, 0, 0, 0, 0, 0x02, 0xff, "25g-aoc", MEDIUM_AOC },
		{ "50G CR", 0x21, 0, 0x04, 0, 0, 0x40, 0xff, "50g-cr", MEDIUM_COPPER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		bool cable = rows[i].medium != MEDIUM_UNKNOWN && rows[i].medium != MEDIUM_BASET;
		struct module *m;

		mem.byte[2] = rows[i].connector;
		mem.byte[3] = rows[i].byte3;
		mem.byte[8] = rows[i].byte8;
		mem.byte[9] = rows[i].byte9;
		mem.byte[12] = rows[i].rate;
		mem.byte[16] = mem.byte[17] = 0;
		mem.byte[18] = 3;
		mem.byte[19] = rows[i].om3;
		mem.byte[36] = rows[i].ext;
		mem.byte[66] = 103;
		memset(mem.byte + A2(100), 0, 6);   /* no light */
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(strcmp(type_token(m->type), rows[i].type) == 0, rows[i].label);
		assert_row(m->medium == rows[i].medium, rows[i].label);
		assert_row(!cable || m->layout == LAYOUT_CABLE, rows[i].label);
		/* Byte 60 of a cable is no wavelength, byte 18 its length. */
		assert_row(!cable || m->wavelength.state == VALUE_UNSUPPORTED, rows[i].label);
		assert_row(!cable || (value_ok(m->reach_m) && m->reach_m.v == 3), rows[i].label);
		assert_row(!cable || m->splittable == TRI_NO, rows[i].label);
		/* Passive copper has no monitors, whatever it advertises. */
		assert_row(m->medium != MEDIUM_COPPER || m->temperature.state == VALUE_UNSUPPORTED,
			   rows[i].label);
		assert_row(m->medium != MEDIUM_AOC || value_ok(m->temperature), rows[i].label);
		module_unref(m);
	}
}

static void copper_in_disguise_claims_nothing(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	/* 1000BASE-LX without a wavelength, though SFF-8472 is claimed. */
	mem.byte[3] = 0;
	mem.byte[6] = 0x02;
	put16(&mem, 60, 0);
	put_sums(&mem);
	m = memory_module(&mem);
	assert_null(m->type);
	assert_string_equal(m->type_name, "unknown(0x00)");
	assert_string_equal(m->type_evidence, "A0h:6=02h A0h:60=0000h");
	assert_int_equal(m->medium, MEDIUM_UNKNOWN);
	module_unref(m);
	/* From before SFF-8472: nobody stored one then. */
	mem.byte[92] = mem.byte[94] = 0;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_string_equal(type_token(m->type), "1g-lx");
	assert_state(m->wavelength, VALUE_UNSUPPORTED);
	module_unref(m);
	/* A 2.5GBASE-T as SONET short reach with multimode lengths at 850 nm: nothing agrees. */
	mem = sfp_memory();
	mem.byte[3] = 0;
	mem.byte[4] = 0x01;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->medium, MEDIUM_UNKNOWN);
	module_unref(m);
}

/* What no breakout uses has a name, and a medium as far as the bytes agree. */
static void other_uses_are_named(void **state)
{
	static const struct {
		const char *label;
		uint8_t byte[8];   /* 3 to 10 */
		uint16_t wavelength;
		const char *name, *evidence;
		enum medium medium;
		uint32_t doubts;
	} rows[] = {
		{ "16GFC SW", { 0, 0, 0, 0, 0x00, 0x40, 0x04, 0x70 }, 850, "16GFC-SW",
		  "A0h:7-10=00 40 04 70h", MEDIUM_MMF, 0 },
		{ "32GFC LW", { 0, 0, 0, 0, 0x12, 0x00, 0x01, 0x08 }, 1310, "32GFC-LW",
		  "A0h:7-10=12 00 01 08h", MEDIUM_SMF, 0 },
		{ "8GFC SA", { 0, 0, 0, 0, 0x24, 0x00, 0x00, 0x54 }, 850, "8GFC-SW",
		  "A0h:7-10=24 00 00 54h", MEDIUM_MMF, 0 },
		{ "64GFC", { 0, 0, 0, 0, 0x00, 0x40, 0x04, 0x2a }, 850, "64GFC-SW", "A0h:7-10=00 40 04 2ah",
		  MEDIUM_MMF, 0 },
		{ "both kinds of laser", { 0, 0, 0, 0, 0x02, 0x40, 0x00, 0x70 }, 850, "16GFC",
		  "A0h:7-10=02 40 00 70h", MEDIUM_MMF, 0 },
		{ "speed alone", { 0, 0, 0, 0, 0, 0, 0, 0x80 }, 850, "10GFC", "A0h:7-10=00 00 00 80h",
		  MEDIUM_MMF, 0 },
		{ "Ethernet first", { 0x10, 0, 0, 0, 0x40, 0x40, 0x0c, 0x80 }, 850, "10GBASE-SR",
		  "A0h:3=10h", MEDIUM_MMF, 0 },
		{ "100BASE-FX", { 0, 0, 0, 0x20, 0, 0, 0, 0 }, 1310, "100BASE-FX", "A0h:6=20h", MEDIUM_MMF,
		  0 },
		{ "100BASE-LX", { 0, 0, 0, 0x10, 0, 0, 0, 0 }, 1310, "100BASE-LX", "A0h:6=10h", MEDIUM_SMF,
		  0 },
		{ "EPON", { 0, 0, 0, 0x80, 0, 0, 0, 0 }, 1310, "BASE-PX", "A0h:6=80h", MEDIUM_SMF, 0 },
		{ "OC-48", { 0, 0x02, 0, 0, 0, 0, 0, 0 }, 1310, "OC-48 IR", "A0h:4=02h", MEDIUM_UNKNOWN, 0 },
		{ "OC-48 at 850 nm", { 0, 0x01, 0, 0, 0, 0, 0, 0 }, 850, "unknown(0x00)",
		  "A0h:4=01h A0h:60=0352h", MEDIUM_UNKNOWN, DOUBT_CODES },
		{ "OC-3", { 0, 0, 0x01, 0, 0, 0, 0, 0 }, 1310, "OC-3 SR", "A0h:5=01h", MEDIUM_UNKNOWN, 0 },
		{ "CX behind an LC", { 0, 0, 0, 0x04, 0, 0, 0, 0 }, 850, "unknown(0x00)",
		  "A0h:6=04h A0h:2=07h", MEDIUM_UNKNOWN, DOUBT_CODES },
		{ "LX at 1550 nm", { 0, 0, 0, 0x02, 0, 0, 0, 0 }, 1550, "1000BASE-LX", "A0h:6=02h",
		  MEDIUM_SMF, DOUBT_CODES },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		memcpy(mem.byte + 3, rows[i].byte, 8);
		put16(&mem, 60, rows[i].wavelength);
		put_sums(&mem);
		put_sum(&mem, A2(0), A2(95));
		m = memory_module(&mem);
		assert_row(strcmp(m->type_name, rows[i].name) == 0, rows[i].label);
		assert_row(strcmp(m->type_evidence, rows[i].evidence) == 0, rows[i].label);
		assert_row(m->medium == rows[i].medium, rows[i].label);
		assert_row(m->doubts == rows[i].doubts, rows[i].label);
		assert_row(m->lanes == 1, rows[i].label);
		module_unref(m);
	}
}

/* Cable assemblies from before there was a bit for them. */
static void a_captive_cx_is_a_cable(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	mem.byte[2] = 0x21;
	mem.byte[3] = 0;
	mem.byte[6] = 0x04;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_string_equal(type_token(m->type), "10g-cr");
	assert_string_equal(m->type_evidence, "A0h:2=21h, 6=04h, 12=67h");
	assert_int_equal(m->medium, MEDIUM_COPPER);
	module_unref(m);
}

/* There is no bit for single-fibre links of 10G: part number, rate and wavelength together say it. */
static void bidi_is_found(void **state)
{
	static const struct {
		const char *label, *part;
		uint8_t byte3, byte6, rate, km;
		uint16_t wavelength;
		const char *type;
	} rows[] = {
		{ "by its bit", "X", 0, 0x40, 13, 10, 1490, "1g-bx" },
		{ "1G as LX", "GLC-BX-D20", 0, 0x02, 13, 20, 1490, "1g-bx" },
		{ "1G as LX, upstream", "SFP-BX20-1310", 0, 0x02, 13, 20, 1310, "1g-bx" },
		{ "LX with another name", "GLC-LX-SM", 0, 0x02, 13, 20, 1310, "1g-lx" },
		{ "10G as LR", "SFP-10G-BX-D", 0x20, 0, 103, 10, 1330, "10g-br" },
		{ "10G without a bit", "SFP10-BIDI27", 0, 0, 103, 40, 1270, "10g-br" },
		{ "10G at 1310", "SFP-10G-BX-D", 0x20, 0, 103, 10, 1310, "10g-lr" },
		{ "10G without lengths", "SFP-10G-BX-D", 0x20, 0, 103, 0, 1330, "10g-lr" },
		{ "10G multimode", "SFP-10G-BX-D", 0x10, 0, 103, 10, 1330, "10g-sr" },
		{ "25G without a code", "SFP-25G-BX-D", 0, 0, 0xff, 10, 1270, "25g-br" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		mem.byte[3] = rows[i].byte3;
		mem.byte[6] = rows[i].byte6;
		mem.byte[12] = rows[i].rate;
		mem.byte[66] = rows[i].rate == 0xff ? 103 : 0;
		memset(mem.byte + 14, 0, 6);
		mem.byte[14] = rows[i].km;
		put_text(&mem, 40, 16, rows[i].part);
		put16(&mem, 60, rows[i].wavelength);
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(strcmp(type_token(m->type), rows[i].type) == 0, rows[i].label);
		if (strstr(rows[i].type, "-b"))
			assert_row(m->layout == LAYOUT_BIDI && m->medium == MEDIUM_SMF, rows[i].label);
		module_unref(m);
	}
}

static void fec_follows_type_and_code(void **state)
{
	static const struct {
		uint8_t byte3, ext, connector;
		enum fec fec;
		enum tristate in_module;
	} rows[] = {
		{ 0x10, 0, 0x07, FEC_NONE, TRI_NO },
		{ 0, 0x02, 0x07, FEC_RS528, TRI_NO },
		{ 0, 0x0b, 0x21, FEC_RS528, TRI_NO },
		{ 0, 0x0c, 0x21, FEC_BASE_R, TRI_NO },
		{ 0, 0x0d, 0x21, FEC_NONE, TRI_NO },
		{ 0, 0x45, 0x07, FEC_RS544, TRI_NO },
		{ 0, 0x2a, 0x07, FEC_RS544, TRI_NO },
		{ 0, 0x25, 0x07, FEC_UNKNOWN, TRI_UNKNOWN },   /* not defined for an SFP */
		{ 0x30, 0, 0x07, FEC_UNKNOWN, TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		mem.byte[3] = rows[i].byte3;
		mem.byte[36] = rows[i].ext;
		mem.byte[2] = rows[i].connector;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_int_equal(m->line_fec, rows[i].fec);
		assert_int_equal(m->fec_in_module, rows[i].in_module);
		module_unref(m);
	}
}

static void medium_without_a_type(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	memset(mem.byte + 3, 0, 8);
	memset(mem.byte + 14, 0, 6);
	mem.byte[14] = 20;
	mem.byte[15] = 200;
	put16(&mem, 60, 1490);
	put_sums(&mem);
	m = memory_module(&mem);
	assert_null(m->type);
	assert_int_equal(m->medium, MEDIUM_SMF);
	assert_string_equal(m->medium_evidence, "A0h:14=14c800000000h");
	assert_value(m->reach_m, 20000);
	assert_value(m->lane_mbps, 10000);
	assert_int_equal(m->splittable, TRI_NO);
	assert_int_equal(m->downshift_10g, TRI_UNKNOWN);
	module_unref(m);
	/* A 1G module of unknown kind may be a CSFP. */
	mem.byte[12] = 13;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->form, FORM_SFP);
	assert_int_equal(m->splittable, TRI_UNKNOWN);
	module_unref(m);
}

static void rates_without_a_type(void **state)
{
	static const struct {
		const char *label;
		uint8_t encoding, byte12, byte66;
		enum value_state state;
		int32_t mbaud, mbps;
		enum form_factor form;
	} rows[] = {
		{ "unspecified", 0, 0, 0, VALUE_UNSUPPORTED, 0, 0, FORM_SFP },
		{ "2.5G", 3, 25, 0, VALUE_OK, 2500, 2500, FORM_SFP },
		{ "8GFC", 3, 85, 0, VALUE_OK, 8500, 0, FORM_SFP_PLUS },
		{ "25G", 3, 0xff, 103, VALUE_OK, 25750, 25000, FORM_SFP28 },
		{ "26.5 GBd PAM4", 8, 0xff, 106, VALUE_OK, 26500, 50000, FORM_SFP56 },
		{ "53 GBd PAM4", 8, 0xff, 212, VALUE_OK, 53000, 100000, FORM_SFP112 },
		{ "FFh but nothing", 0, 0xff, 0, VALUE_UNSUPPORTED, 0, 0, FORM_SFP },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		mem.byte[3] = 0;
		mem.byte[11] = rows[i].encoding;
		mem.byte[12] = rows[i].byte12;
		mem.byte[66] = rows[i].byte66;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(m->nominal_mbaud.state == rows[i].state, rows[i].label);
		assert_row(m->nominal_mbaud.v == rows[i].mbaud, rows[i].label);
		assert_row((value_ok(m->lane_mbps) ? m->lane_mbps.v : 0) == rows[i].mbps, rows[i].label);
		assert_row(m->form == rows[i].form, rows[i].label);
		assert_row((m->modulation == MODULATION_PAM4) == (rows[i].encoding == 8), rows[i].label);
		module_unref(m);
	}
}

static void power_levels(void **state)
{
	static const struct {
		uint8_t options, level;
		int32_t mw;
	} rows[] = { { 0x00, 1, 1000 }, { 0x02, 2, 1500 }, { 0x20, 3, 2000 }, { 0x22, 3, 2000 },
		     { 0x62, 4, 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		mem.byte[64] = rows[i].options;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_int_equal(m->power_class, rows[i].level);
		assert_int_equal(m->max_power_mw.v, rows[i].mw);
		assert_int_equal(m->max_power_mw.state, rows[i].mw ? VALUE_OK : VALUE_UNSUPPORTED);
		module_unref(m);
	}
}

static void lengths_give_the_reach(void **state)
{
	static const struct {
		const char *label;
		uint8_t len[6];
		uint8_t byte3;
		int32_t reach;
	} rows[] = {
		{ "100 m steps", { 10, 100, 0, 0, 0, 0 }, 0x20, 10000 },
		{ "km", { 40, 255, 0, 0, 0, 0 }, 0x20, 40000 },
		{ "km only", { 2, 0, 0, 0, 0, 0 }, 0x20, 2000 },
		{ "none: the type's", { 0 }, 0x20, 10000 },
		{ "OM4", { 0, 0, 8, 3, 40, 30 }, 0x10, 400 },
		{ "OM2", { 0, 0, 8, 3, 0, 0 }, 0x10, 80 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		memcpy(mem.byte + 14, rows[i].len, 6);
		mem.byte[3] = rows[i].byte3;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row(value_ok(m->reach_m) && m->reach_m.v == rows[i].reach, rows[i].label);
		module_unref(m);
	}
}

static void dwdm_wavelengths_have_hundredths(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	mem.byte[0] = 0x0b;
	mem.byte[3] = 0x80;
	put16(&mem, 60, 1544);
	mem.byte[62] = 53;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_value(m->wavelength, 154453);
	assert_string_equal(m->wavelength_evidence, "A0h:60=0608h");
	assert_int_equal(m->form, FORM_SFP_PLUS);
	module_unref(m);
}

static void impossible_wavelengths_are_corrupt(void **state)
{
	static const unsigned nm[] = { 1, 599, 1701, 0xffff };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(nm); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		put16(&mem, 60, nm[i]);
		put_sums(&mem);
		m = memory_module(&mem);
		assert_int_equal(m->status, READ_OK);
		assert_state(m->wavelength, VALUE_CORRUPT);
		module_unref(m);
	}
}

/* Signals and flags mean something only where A0h:92 and 93 say so. */
static void flags_need_their_advertisement(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;
	uint8_t *b = mem.byte;

	(void)state;
	b[A2(110)] = 0xc7;
	b[A2(112)] = 0xaa;   /* all high alarms */
	b[A2(113)] = 0x40;   /* Rx power low alarm */
	b[A2(116)] = 0x55;   /* all low warnings */
	b[A2(117)] = 0x80;
	b[A2(119)] = 0x03;
	m = memory_module(&mem);
	assert_int_equal(m->lane[0].signals_known, SIGNAL_RX_LOS | SIGNAL_TX_FAULT | SIGNAL_TX_DISABLED);
	assert_int_equal(m->lane[0].signals, SIGNAL_RX_LOS | SIGNAL_TX_FAULT | SIGNAL_TX_DISABLED);
	assert_int_equal(m->data_ready, TRI_NO);
	assert_int_equal(m->alarms, alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_ALARM) |
					    alarm_bit(MONITOR_TEMPERATURE, ALARM_LOW_WARNING) |
					    alarm_bit(MONITOR_SUPPLY, ALARM_HIGH_ALARM) |
					    alarm_bit(MONITOR_SUPPLY, ALARM_LOW_WARNING));
	assert_int_equal(m->lane[0].alarms, alarm_bit(MONITOR_TX_BIAS, ALARM_HIGH_ALARM) |
						    alarm_bit(MONITOR_TX_BIAS, ALARM_LOW_WARNING) |
						    alarm_bit(MONITOR_TX_POWER, ALARM_HIGH_ALARM) |
						    alarm_bit(MONITOR_TX_POWER, ALARM_LOW_WARNING) |
						    alarm_bit(MONITOR_RX_POWER, ALARM_LOW_ALARM) |
						    alarm_bit(MONITOR_RX_POWER, ALARM_HIGH_WARNING));
	module_unref(m);
	b[64] = 0x08;   /* CDR */
	b[94] = 8;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_true(m->lane[0].signals & SIGNAL_TX_LOL);
	assert_true(m->lane[0].signals & SIGNAL_RX_LOL);
	module_unref(m);
	b[93] = 0;
	b[64] = 0;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->lane[0].signals_known, 0);
	assert_int_equal(m->alarms_known, 0);
	assert_int_equal(m->lane[0].alarms_known, 0);
	assert_int_equal(m->lane[0].signals, 0);
	assert_value(m->temperature, 2550);
	module_unref(m);
}

static void soft_disable_alone_is_enough(void **state)
{
	static const uint8_t bytes[] = { 0x80, 0x40 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bytes); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		mem.byte[A2(110)] = bytes[i];
		m = memory_module(&mem);
		assert_int_equal(m->lane[0].signals, SIGNAL_TX_DISABLED);
		module_unref(m);
	}
}

static void no_light_is_not_zero_dbm(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	put16(&mem, A2(104), 0);
	m = memory_module(&mem);
	assert_state(m->lane[0].rx_power, VALUE_NO_LIGHT);
	assert_value(m->lane[0].tx_power, 500000);
	module_unref(m);
}

static void monitors_need_their_advertisement(void **state)
{
	static const struct {
		const char *label;
		uint8_t diag;
		bool has, shown;   /* temperature and supply are shown without */
	} rows[] = {
		{ "none", 0x00, false, true },
		{ "internal", 0x68, true, true },
		{ "address change", 0x6c, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		mem.byte[92] = rows[i].diag;
		put_sums(&mem);
		m = memory_module(&mem);
		assert_row((m->dom & DOM_RX_POWER) == (rows[i].has ? DOM_RX_POWER : 0), rows[i].label);
		assert_row(m->temperature.state == (rows[i].shown ? VALUE_OK : VALUE_UNSUPPORTED),
			   rows[i].label);
		assert_row(!(m->doubts & DOUBT_DOM_UNADVERTISED) == (rows[i].has == rows[i].shown),
			   rows[i].label);
		assert_row(m->thresholds[MONITOR_RX_POWER].low_alarm.state ==
			   (rows[i].has ? VALUE_OK : VALUE_UNSUPPORTED), rows[i].label);
		assert_row(m->data_ready == (rows[i].has ? TRI_YES : TRI_UNKNOWN), rows[i].label);
		assert_row(!rows[i].has || (m->dom & DOM_RX_AVERAGE), rows[i].label);
		module_unref(m);
	}
}

static void monitors_that_cannot_be_are_corrupt(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	memset(mem.byte + A2(96), 0xff, 24);
	m = memory_module(&mem);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->lane[0].rx_power, VALUE_CORRUPT);
	assert_int_equal(m->alarms_known, 0);
	module_unref(m);
	memset(mem.byte + A2(96), 0x00, 24);
	m = memory_module(&mem);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->lane[0].rx_power, VALUE_CORRUPT);
	module_unref(m);
	put16(&mem, A2(96), 0x1980);
	m = memory_module(&mem);
	assert_value(m->temperature, 2550);
	assert_state(m->supply, VALUE_CORRUPT);
	assert_state(m->lane[0].rx_power, VALUE_NO_LIGHT);
	module_unref(m);
}

static void thresholds_never_programmed_are_unsupported(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	memset(mem.byte + A2(32), 0, 8);
	m = memory_module(&mem);
	assert_state(m->thresholds[MONITOR_RX_POWER].high_alarm, VALUE_UNSUPPORTED);
	assert_state(m->thresholds[MONITOR_RX_POWER].low_alarm, VALUE_UNSUPPORTED);
	assert_value(m->thresholds[MONITOR_TX_POWER].high_alarm, 1000000);
	module_unref(m);
}

/* Neutral constants, to be changed by the tests. */
static struct memory calibrated_memory(void)
{
	struct memory mem = sfp_memory();

	mem.byte[92] = 0x58;
	put_sums(&mem);
	mem.byte[A2(68)] = 0x3f;
	mem.byte[A2(69)] = 0x80;
	for (unsigned at = 76; at <= 88; at += 4)
		put16(&mem, A2(at), 0x0100);
	return mem;
}

static void neutral_calibration_changes_nothing(void **state)
{
	struct memory mem = calibrated_memory(), plain = sfp_memory();
	struct module *m = memory_module(&mem), *p = memory_module(&plain);

	(void)state;
	assert_value(m->temperature, p->temperature.v);
	assert_value(m->supply, p->supply.v);
	assert_memory_equal(&m->lane[0], &p->lane[0], sizeof(m->lane[0]));
	assert_memory_equal(m->thresholds, p->thresholds, sizeof(m->thresholds));
	module_unref(m);
	module_unref(p);
}

static void slopes_and_offsets_apply(void **state)
{
	struct memory mem = calibrated_memory();
	struct module *m;

	(void)state;
	put16(&mem, A2(76), 0x0180);             /* bias 1.5 */
	put16(&mem, A2(78), 10);                 /* + 10 x 2 uA */
	put16(&mem, A2(80), 0x0080);             /* Tx power 0.5 */
	put16(&mem, A2(82), (unsigned)-100);     /* - 100 x 0.1 uW */
	put16(&mem, A2(84), 0x0200);             /* temperature 2 */
	put16(&mem, A2(86), (unsigned)-256);     /* - 1 degC: offset is signed */
	put16(&mem, A2(88), 0x0101);             /* supply 1.00390625 */
	put16(&mem, A2(90), (unsigned)-29);      /* 33000 -> 33128.9 - 29 */
	m = memory_module(&mem);
	assert_value(m->lane[0].tx_bias, (3000 * 3 / 2 + 10) * 2);
	assert_value(m->lane[0].tx_power, (5000 / 2 - 100) * 100);
	assert_value(m->temperature, 2550 * 2 - 100);
	assert_value(m->supply, 3310000);
	module_unref(m);
	/* Temperature is signed. */
	put16(&mem, A2(96), 0xff00);
	m = memory_module(&mem);
	assert_value(m->temperature, -300);
	module_unref(m);
}

static void put_float(struct memory *mem, size_t at, float v)
{
	uint32_t bits;

	memcpy(&bits, &v, sizeof(bits));
	put16(mem, at, bits >> 16);
	put16(mem, at + 2, bits & 0xffff);
}

static void the_polynomial_applies(void **state)
{
	struct memory mem = calibrated_memory();
	struct module *m;

	(void)state;
	put16(&mem, A2(104), 20);
	put_float(&mem, A2(56), 0.03125f);   /* x^4: 160000 -> 5000 */
	put_float(&mem, A2(60), 0.25f);      /* x^3: 8000 -> 2000 */
	put_float(&mem, A2(64), 2.0f);       /* x^2: 400 -> 800 */
	put_float(&mem, A2(68), -3.0f);      /* x: -60 */
	put_float(&mem, A2(72), 5.25f);
	m = memory_module(&mem);
	assert_value(m->lane[0].rx_power, 7745 * 100);   /* 7745.25 */
	module_unref(m);
	/* A constant below zero is darkness, not a negative power. */
	put16(&mem, A2(104), 0);
	put_float(&mem, A2(72), -0.7f);
	m = memory_module(&mem);
	assert_state(m->lane[0].rx_power, VALUE_NO_LIGHT);
	module_unref(m);
}

static void senseless_constants_make_no_values(void **state)
{
	static const struct {
		const char *label;
		float p4, p1;
	} rows[] = {
		{ "not a number", 0.0f / 1.0f, 0 }, { "infinity", 3e38f, 1 },
		{ "beyond the register", 0, 100 },
	};
	struct memory mem;
	struct module *m;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		mem = calibrated_memory();
		put_float(&mem, A2(56), rows[i].p4);
		put_float(&mem, A2(68), rows[i].p1);
		if (i == 0)
			put16(&mem, A2(68), 0x7fc0);
		m = memory_module(&mem);
		assert_row(m->lane[0].rx_power.state == VALUE_CORRUPT, rows[i].label);
		assert_row(value_ok(m->temperature), rows[i].label);
		module_unref(m);
	}
	/* Never programmed: all zero. */
	mem = calibrated_memory();
	memset(mem.byte + A2(56), 0, 36);
	m = memory_module(&mem);
	assert_state(m->lane[0].rx_power, VALUE_CORRUPT);
	assert_state(m->lane[0].tx_power, VALUE_CORRUPT);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->supply, VALUE_CORRUPT);
	module_unref(m);
	/* Supply and bias below zero can't be either. */
	mem = calibrated_memory();
	put16(&mem, A2(90), (unsigned)-32768);
	put16(&mem, A2(98), 100);
	m = memory_module(&mem);
	assert_state(m->supply, VALUE_CORRUPT);
	module_unref(m);
}

static void constants_that_were_not_read_make_no_values(void **state)
{
	struct memory mem = calibrated_memory();
	struct image *img = memory_image(&mem);
	struct module *m;

	(void)state;
	assert_int_equal(image_fail(img, (struct image_addr){ .device = IMAGE_A2, .offset = 70 }, 4, -EIO),
			 0);
	m = image_module(img);
	assert_state(m->temperature, VALUE_UNREADABLE);
	assert_state(m->lane[0].rx_power, VALUE_UNREADABLE);
	module_unref(m);
	image_free(img);
}

static void thresholds_are_calibrated_unless_absurd(void **state)
{
	struct memory mem = calibrated_memory();
	struct module *m;

	(void)state;
	put16(&mem, A2(80), 0x0180);   /* Tx power 1.5: thresholds stay in order */
	m = memory_module(&mem);
	assert_value(m->thresholds[MONITOR_TX_POWER].high_alarm, 1500000);
	assert_value(m->thresholds[MONITOR_TX_POWER].low_alarm, 150000);
	module_unref(m);
	put16(&mem, A2(80), 0x2000);   /* 32: beyond the register, so they were real numbers */
	put16(&mem, A2(102), 100);
	m = memory_module(&mem);
	assert_value(m->lane[0].tx_power, 3200 * 100);
	assert_value(m->thresholds[MONITOR_TX_POWER].high_alarm, 1000000);
	module_unref(m);
	/* Out of order either way, and beyond the register: nothing to be believed. */
	put_thresholds(&mem, A2(24), 1000, 10000, 2000, 8000);
	m = memory_module(&mem);
	assert_state(m->thresholds[MONITOR_TX_POWER].high_alarm, VALUE_CORRUPT);
	module_unref(m);
	/* Out of order: no thresholds, even where a register could hold them. */
	put16(&mem, A2(80), 0x0200);
	m = memory_module(&mem);
	assert_state(m->thresholds[MONITOR_TX_POWER].high_alarm, VALUE_UNSUPPORTED);
	assert_int_equal(m->doubts & DOUBT_THRESHOLDS, DOUBT_THRESHOLDS);
	module_unref(m);
}

/* What is wrong with the bytes, and what is said about it. */
static void doubt_is_part_of_the_result(void **state)
{
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	mem.byte[63] ^= 1;
	m = memory_module(&mem);
	assert_int_equal(m->status, READ_CORRUPT);
	assert_int_equal(module_checksum(m), MODULE_CHECKSUM_BASE_BAD);
	assert_non_null(strstr(m->why, "checksum of A0h:0-62 is "));
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_null(m->type);
	assert_string_equal(m->type_name, "");
	assert_int_equal(m->form, FORM_UNKNOWN);
	assert_int_equal(m->medium, MEDIUM_UNKNOWN);
	assert_state(m->wavelength, VALUE_CORRUPT);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->nominal_mbaud, VALUE_CORRUPT);
	assert_int_equal(m->lane[0].signals_known, 0);
	assert_int_equal(m->splittable, TRI_UNKNOWN);
	module_unref(m);

	mem = sfp_memory();
	mem.byte[95] ^= 1;
	m = memory_module(&mem);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(module_checksum(m), MODULE_CHECKSUM_EXT_BAD);
	assert_string_equal(type_token(m->type), "10g-sr");
	module_unref(m);
}

static void blank_memory_is_corrupt(void **state)
{
	static const struct {
		const char *label;
		uint8_t byte, first;
		enum read_status status;
		const char *why;
	} rows[] = {
		{ "all FF", 0xff, 0xff, READ_CORRUPT, "all bytes are ffh" },
		{ "all 00", 0x00, 0x00, READ_CORRUPT, "all bytes are 00h" },
		{ "FF but for the identifier", 0xff, 0x03, READ_CORRUPT, "A0h:1-62 is all ffh" },
		{ "00 but for the identifier", 0x00, 0x03, READ_CORRUPT, "A0h:1-62 is all 00h" },
		{ "unknown identifier", 0x20, 0x06, READ_UNSUPPORTED, "no register map for identifier 06h" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = { .len = 512, .two_devices = true };
		struct module *m;

		memset(mem.byte, rows[i].byte, sizeof(mem.byte));
		mem.byte[0] = rows[i].first;
		m = memory_module(&mem);
		assert_row(m->status == rows[i].status, rows[i].label);
		assert_row(strcmp(m->why, rows[i].why) == 0, rows[i].label);
		assert_null(m->type);
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
		enum value_state temperature;
	} rows[] = {
		{ "nothing", 0, READ_TRUNCATED, "-", VALUE_ABSENT },
		{ "identifier only", 1, READ_TRUNCATED, "-", VALUE_ABSENT },
		{ "half the base", 40, READ_TRUNCATED, "-", VALUE_ABSENT },
		{ "the base", 64, READ_TRUNCATED, "10g-sr", VALUE_ABSENT },
		{ "one byte short", 95, READ_TRUNCATED, "10g-sr", VALUE_ABSENT },
		{ "identity", 96, READ_OK, "10g-sr", VALUE_ABSENT },
		{ "A0h lower", 128, READ_OK, "10g-sr", VALUE_ABSENT },
		{ "A0h", 256, READ_OK, "10g-sr", VALUE_ABSENT },
		{ "some of A2h", 256 + 96, READ_OK, "10g-sr", VALUE_ABSENT },
		{ "most of A2h", 256 + 106, READ_OK, "10g-sr", VALUE_OK },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct module *m;

		mem.len = rows[i].len;
		m = memory_module(&mem);
		assert_row(m->status == rows[i].status, rows[i].label);
		assert_row(strcmp(type_token(m->type), rows[i].type) == 0, rows[i].label);
		assert_row(m->temperature.state == rows[i].temperature, rows[i].label);
		assert_row((m->status == READ_OK) == (m->why[0] == '\0'), rows[i].label);
		module_unref(m);
	}
}

static void failed_reads(void **state)
{
	static const struct {
		const char *label;
		struct image_addr at;
		int error;
		enum read_status status;
	} rows[] = {
		{ "identifier", { .offset = 0 }, -EIO, READ_IO_ERROR },
		{ "identifier, slowly", { .offset = 0 }, -ETIMEDOUT, READ_TIMEOUT },
		{ "vendor", { .offset = 20 }, -EIO, READ_IO_ERROR },
		{ "serial number", { .offset = 70 }, -EREMOTEIO, READ_IO_ERROR },
		{ "monitors", { .device = IMAGE_A2, .offset = 96 }, -EIO, READ_OK },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sfp_memory();
		struct image *img = memory_image(&mem);
		struct module *m;

		assert_int_equal(image_fail(img, rows[i].at, 2, rows[i].error), 0);
		m = image_module(img);
		assert_row(m->status == rows[i].status, rows[i].label);
		if (i == 2)
			assert_string_equal(m->vendor, "");
		if (i == 3) {
			assert_state(m->temperature, VALUE_UNREADABLE);
			assert_string_equal(type_token(m->type), "10g-sr");
		}
		if (i == 4) {
			assert_state(m->temperature, VALUE_UNREADABLE);
			assert_value(m->supply, 3300000);
		}
		module_unref(m);
		image_free(img);
	}
}

static void ranges_follow_what_was_read(void **state)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	struct memory mem = sfp_memory();
	struct image *img = image_new();
	size_t n;

	(void)state;
	n = eeprom_ranges(img, ranges);
	assert_int_equal(n, 1);
	assert_int_equal(ranges[0].len, 128);
	assert_int_equal(ranges[0].use, RANGE_STATIC);
	image_free(img);

	img = memory_image(&mem);
	n = eeprom_ranges(img, ranges);
	assert_int_equal(n, 5);
	for (size_t i = 0; i < n; i++) {
		assert_true(image_has(img, ranges[i].at, ranges[i].len));
		if (ranges[i].use == RANGE_LIVE) {
			assert_int_equal(ranges[i].at.device, IMAGE_A2);
			assert_int_equal(ranges[i].at.offset, 96);
			assert_int_equal(ranges[i].len, 24);
		}
	}
	image_free(img);

	mem.byte[92] = 0;
	img = memory_image(&mem);
	n = eeprom_ranges(img, ranges);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(ranges[i].at.device, IMAGE_A0);
	image_free(img);

	mem.byte[0] = 0x06;
	img = memory_image(&mem);
	assert_int_equal(eeprom_ranges(img, ranges), 1);
	image_free(img);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity_is_decoded),
		cmocka_unit_test(meaning_is_found),
		cmocka_unit_test(monitors_are_decoded),
		cmocka_unit_test(types_by_code),
		cmocka_unit_test(cables_are_told_apart),
		cmocka_unit_test(copper_in_disguise_claims_nothing),
		cmocka_unit_test(other_uses_are_named),
		cmocka_unit_test(a_captive_cx_is_a_cable),
		cmocka_unit_test(bidi_is_found),
		cmocka_unit_test(fec_follows_type_and_code),
		cmocka_unit_test(medium_without_a_type),
		cmocka_unit_test(rates_without_a_type),
		cmocka_unit_test(power_levels),
		cmocka_unit_test(lengths_give_the_reach),
		cmocka_unit_test(dwdm_wavelengths_have_hundredths),
		cmocka_unit_test(impossible_wavelengths_are_corrupt),
		cmocka_unit_test(flags_need_their_advertisement),
		cmocka_unit_test(soft_disable_alone_is_enough),
		cmocka_unit_test(no_light_is_not_zero_dbm),
		cmocka_unit_test(monitors_need_their_advertisement),
		cmocka_unit_test(monitors_that_cannot_be_are_corrupt),
		cmocka_unit_test(thresholds_never_programmed_are_unsupported),
		cmocka_unit_test(neutral_calibration_changes_nothing),
		cmocka_unit_test(slopes_and_offsets_apply),
		cmocka_unit_test(the_polynomial_applies),
		cmocka_unit_test(senseless_constants_make_no_values),
		cmocka_unit_test(constants_that_were_not_read_make_no_values),
		cmocka_unit_test(thresholds_are_calibrated_unless_absurd),
		cmocka_unit_test(doubt_is_part_of_the_result),
		cmocka_unit_test(blank_memory_is_corrupt),
		cmocka_unit_test(short_dumps),
		cmocka_unit_test(failed_reads),
		cmocka_unit_test(ranges_follow_what_was_read),
	};

	return cmocka_run_group_tests_name("sff8472", tests, NULL, NULL);
}
