/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * QSFP modules that no code names, or whose code several types share: what
 * connector, technology, rate and far end prove of them. Bytes are those of
 * cables and modules that are sold.
 */
#include "eeprom_fixture.h"

#define CAPTIVE 0x23
#define LC 0x07

struct patch {
	uint16_t at;
	uint8_t byte;
};

#define PATCHES 24

static struct module *patched_module(const struct patch *patch)
{
	struct memory mem = { .len = 640 };
	struct module *m;

	for (unsigned i = 0; i < PATCHES && (patch[i].at || patch[i].byte); i++)
		mem.byte[patch[i].at] = patch[i].byte;
	put_text(&mem, 148, 16, "ACME CABLES");
	put_text(&mem, 168, 16, "AC-CABLE");
	put_text(&mem, 196, 16, "SN0003");
	put_sums(&mem);
	m = memory_module(&mem);
	assert_int_equal(m->status, READ_OK);
	return m;
}

/* clang-format off */
static const struct {
	const char *label;
	struct patch patch[PATCHES];
	const char *token, *name, *evidence;
	bool derived;
	enum medium medium;
	enum layout layout;
	uint8_t lanes;
	int32_t lane_mbps, reach_m;
	enum tristate splittable;
} modules[] = {
	{ "QSFP+ to 4x SFP+ copper without a code",
	  { { 0, 0x0d }, { 2, 0x02 }, { 22, 0x1a }, { 23, 0xed }, { 26, 0x80 }, { 27, 0x11 }, { 128, 0x0d },
	    { 129, 0x10 }, { 130, CAPTIVE }, { 139, 5 }, { 140, 0x67 }, { 146, 3 }, { 147, 0xa0 }, { 220, 0x2e } },
	  "40g-cr4", "40G passive copper", "00h:130=23h, 147=a0h, 140=67h", true, MEDIUM_COPPER,
	  LAYOUT_CABLE, 4, 10000, 3, TRI_UNKNOWN },
	{ "the same, far end 4x1",
	  { { 0, 0x0d }, { 2, 0x06 }, { 113, 0x40 }, { 128, 0x0d }, { 130, CAPTIVE }, { 140, 0x67 }, { 146, 3 },
	    { 147, 0xa0 } },
	  "40g-cr4", "40G passive copper", "00h:130=23h, 147=a0h, 140=67h, 113=40h", true, MEDIUM_COPPER,
	  LAYOUT_CABLE, 4, 10000, 3, TRI_YES },
	{ "40GBASE-CR4, point to point",
	  { { 0, 0x0d }, { 2, 0x06 }, { 128, 0x0d }, { 130, CAPTIVE }, { 131, 8 }, { 140, 0x64 }, { 146, 1 },
	    { 147, 0xa0 } },
	  "40g-cr4", "40GBASE-CR4", "00h:131=08h", false, MEDIUM_COPPER, LAYOUT_CABLE, 4, 10000, 1, TRI_UNKNOWN },
	{ "56G copper", { { 0, 0x0d }, { 2, 0x06 }, { 128, 0x0d }, { 130, CAPTIVE }, { 140, 0x8c }, { 146, 2 },
	    { 147, 0xa0 } },
	  "40g-cr4", "40G passive copper", "00h:130=23h, 147=a0h, 140=8ch", true, MEDIUM_COPPER,
	  LAYOUT_CABLE, 4, 10000, 2, TRI_UNKNOWN },
	{ "40G active copper", { { 0, 0x0d }, { 2, 0x06 }, { 128, 0x0d }, { 130, CAPTIVE }, { 140, 0x67 }, { 146, 7 },
	    { 147, 0xf0 } },
	  "40g-acc", "40G active copper", "00h:130=23h, 147=f0h, 140=67h", true, MEDIUM_ACTIVE_COPPER,
	  LAYOUT_CABLE, 4, 10000, 7, TRI_UNKNOWN },
	{ "40G AOC with lengths of fibre",
	  { { 0, 0x0d }, { 22, 0x28 }, { 23, 0xde }, { 26, 0x7f }, { 27, 0x4d }, { 128, 0x0d }, { 129, 0x10 },
	    { 130, CAPTIVE }, { 139, 5 }, { 140, 0x67 }, { 143, 0x32 }, { 144, 0x1e }, { 146, 0x0a }, { 186, 0x42 },
	    { 187, 0x68 }, { 193, 1 }, { 194, 4 }, { 195, 0xd8 }, { 220, 0x0a } },
	  "40g-aoc", "40G AOC", "00h:130=23h, 147=00h, 140=67h", true, MEDIUM_AOC, LAYOUT_CABLE, 4, 10000, 10,
	  TRI_UNKNOWN },
	{ "100G copper without a code",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 0x06 }, { 113, 0x40 }, { 128, 0x11 }, { 130, CAPTIVE }, { 140, 0xff },
	    { 146, 2 }, { 147, 0xa0 }, { 222, 0x67 } },
	  "100g-cr4", "100G passive copper", "00h:130=23h, 147=a0h, 222=67h, 113=40h", true, MEDIUM_COPPER,
	  LAYOUT_CABLE, 4, 25000, 2, TRI_YES },
	{ "50G of two lanes without a code",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 0x06 }, { 113, 0x6c }, { 128, 0x11 }, { 130, CAPTIVE }, { 140, 0xff },
	    { 146, 2 }, { 147, 0xa0 }, { 222, 0x67 } },
	  "50g-cr2", "50G passive copper, 2 lanes", "00h:130=23h, 147=a0h, 222=67h, 113=6ch", true, MEDIUM_COPPER,
	  LAYOUT_CABLE, 2, 25000, 2, TRI_YES },
	{ "200G AOC by an unknown code",
	  { { 0, 0x11 }, { 1, 8 }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 }, { 139, 8 }, { 140, 0xff },
	    { 146, 5 }, { 147, 0x00 }, { 186, 0x42 }, { 187, 0x68 }, { 192, 0x7e }, { 222, 0x6a } },
	  "200g-aoc", "200G AOC", "00h:130=23h, 147=00h, 222=6ah", true, MEDIUM_AOC, LAYOUT_CABLE, 4, 50000, 5,
	  TRI_UNKNOWN },
	{ "copper of no rate", { { 0, 0x0d }, { 2, 6 }, { 128, 0x0d }, { 130, CAPTIVE }, { 146, 1 }, { 147, 0xa0 } },
	  "-", "passive copper cable", "00h:130=23h, 147=a0h", true, MEDIUM_COPPER, LAYOUT_CABLE, 0, 0, 1,
	  TRI_UNKNOWN },
	{ "a cable of nothing", { { 0, 0x0d }, { 2, 6 }, { 128, 0x0d }, { 130, CAPTIVE }, { 140, 0x67 } },
	  "-", "unknown(0x00)", "00h:192=00h", false, MEDIUM_UNKNOWN, LAYOUT_UNKNOWN, 0, 10000, 0, TRI_UNKNOWN },
	{ "40G BiDi",
	  { { 0, 0x0d }, { 2, 2 }, { 128, 0x0d }, { 129, 0xdc }, { 130, LC }, { 139, 5 }, { 140, 0xce }, { 143, 0x32 },
	    { 186, 0x42 }, { 187, 0x68 }, { 194, 0x0f }, { 195, 0xde }, { 220, 8 } },
	  "40g-bidi", "40G BiDi", "00h:130=07h, 147=00h, 140=ceh", true, MEDIUM_MMF, LAYOUT_BIDI, 2, 20000, 100,
	  TRI_NO },
	{ "40G LM4", { { 0, 0x0d }, { 2, 2 }, { 128, 0x0d }, { 130, LC }, { 139, 5 }, { 140, 0x67 }, { 142, 2 },
	    { 143, 0x4b }, { 147, 0x40 }, { 186, 0x65 }, { 187, 0xcc } },
	  "-", "40G-LM4", "00h:130=07h, 147=40h, 140=67h", true, MEDIUM_UNKNOWN, LAYOUT_WDM, 4, 10000, 0, TRI_NO },
	{ "40G over one pair of single-mode fibre",
	  { { 0, 0x0d }, { 2, 2 }, { 128, 0x0d }, { 130, LC }, { 139, 5 }, { 140, 0x67 }, { 142, 2 }, { 147, 0x40 },
	    { 186, 0x65 }, { 187, 0xcc } },
	  "-", "40G WDM", "00h:130=07h, 147=40h, 140=67h", true, MEDIUM_SMF, LAYOUT_WDM, 4, 10000, 2000, TRI_NO },
	{ "fan-out of class CA-25G-N",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 4 }, { 113, 0x40 }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 }, { 140, 0xff },
	    { 146, 1 }, { 147, 0xa0 }, { 192, 0x0d }, { 222, 0x67 } },
	  "100g-cr4", "100GBASE-CR4", "00h:192=0dh", false, MEDIUM_COPPER, LAYOUT_CABLE, 4, 25000, 1, TRI_YES },
	{ "two lanes of class CA-25G-S",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 4 }, { 113, 0x03 }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 }, { 140, 0xff },
	    { 146, 1 }, { 147, 0xa0 }, { 192, 0x0c }, { 222, 0x67 } },
	  "50g-cr2", "50GBASE-CR2", "00h:192=0ch", false, MEDIUM_COPPER, LAYOUT_CABLE, 2, 25000, 1, TRI_UNKNOWN },
	{ "one lane of 50GBASE-CR",
	  { { 0, 0x11 }, { 1, 8 }, { 2, 4 }, { 113, 0x3e }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 },
	    { 139, 8 }, { 146, 1 }, { 147, 0xa0 }, { 192, 0x40 } },
	  "50g-cr", "50GBASE-CR", "00h:192=40h", false, MEDIUM_COPPER, LAYOUT_CABLE, 1, 50000, 1, TRI_NO },
	{ "50GBASE-SR behind LC",
	  { { 0, 0x11 }, { 1, 8 }, { 128, 0x11 }, { 130, LC }, { 131, 0x80 }, { 139, 8 }, { 146, 0x32 }, { 192, 0x41 },
	    { 186, 0x42 }, { 187, 0x68 } },
	  "50g-sr", "50GBASE-SR", "00h:192=41h", false, MEDIUM_MMF, LAYOUT_SINGLE, 1, 50000, 100, TRI_NO },
	{ "two lanes of AOC",
	  { { 0, 0x11 }, { 1, 8 }, { 113, 0x2c }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 }, { 146, 3 },
	    { 192, 0x18 } },
	  "-", "50G AOC, 2 lanes", "00h:192=18h", false, MEDIUM_AOC, LAYOUT_CABLE, 2, 25000, 3, TRI_NO },
	{ "fan-out DAC with ends 1x4",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 4 }, { 113, 0x10 }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x88 }, { 139, 5 },
	    { 140, 0xff }, { 146, 3 }, { 147, 0xa0 }, { 186, 7 }, { 187, 0x0b }, { 192, 0x0b } },
	  "100g-cr4", "100GBASE-CR4", "00h:192=0bh", false, MEDIUM_COPPER, LAYOUT_CABLE, 4, 25000, 3, TRI_NO },
	{ "active copper with the code of passive",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 4 }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 }, { 140, 0xff }, { 146, 5 },
	    { 147, 0xf0 }, { 192, 0x0b }, { 222, 0x67 } },
	  "100g-acc", "100G active copper", "00h:192=0bh, 00h:147=f0h", true, MEDIUM_ACTIVE_COPPER, LAYOUT_CABLE,
	  4, 25000, 5, TRI_UNKNOWN },
	{ "passive copper with the code of active",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 4 }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 }, { 140, 0xff }, { 146, 2 },
	    { 147, 0xb0 }, { 192, 0x19 }, { 222, 0x67 } },
	  "100g-cr4", "100GBASE-CR4", "00h:192=19h, 00h:147=b0h", true, MEDIUM_COPPER, LAYOUT_CABLE,
	  4, 25000, 2, TRI_UNKNOWN },
	{ "active copper by its technology",
	  { { 0, 0x11 }, { 1, 7 }, { 2, 4 }, { 128, 0x11 }, { 130, CAPTIVE }, { 131, 0x80 }, { 140, 0xff }, { 146, 3 },
	    { 147, 0xf0 }, { 192, 0x01 }, { 222, 0x67 } },
	  "100g-acc", "100G active copper", "00h:130=23h, 147=f0h, 222=67h", true, MEDIUM_ACTIVE_COPPER, LAYOUT_CABLE,
	  4, 25000, 3, TRI_UNKNOWN },
};
/* clang-format on */

static void registers_prove_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(modules); i++) {
		struct module *m = patched_module(modules[i].patch);
		const char *label = modules[i].label;

		assert_row(strcmp(type_token(m->type), modules[i].token) == 0, label);
		assert_row(strcmp(m->type_name, modules[i].name) == 0, label);
		assert_row(strcmp(m->type_evidence, modules[i].evidence) == 0, label);
		assert_row(m->type_derived == modules[i].derived, label);
		assert_row(m->medium == modules[i].medium, label);
		assert_row(m->layout == modules[i].layout, label);
		assert_row(m->lanes == modules[i].lanes, label);
		assert_row((value_ok(m->lane_mbps) ? m->lane_mbps.v : 0) == modules[i].lane_mbps, label);
		assert_row((value_ok(m->reach_m) ? m->reach_m.v : 0) == modules[i].reach_m, label);
		assert_row(m->splittable == modules[i].splittable, label);
		assert_row(module_type_sure(m) == (m->type && !m->type_derived ? m->type->sure : SURE_NOT), label);
		module_unref(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registers_prove_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
