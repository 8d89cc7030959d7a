/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFP modules that no code names, or whose codes contradict their connector: what
 * the other registers prove, and no more. Bytes are those of modules that are sold.
 */
#include "eeprom_fixture.h"

struct patch {
	uint16_t at;
	uint8_t byte;
};

#define PATCHES 20

/* Light in A2h: 30 degC, 3.3 V, 6 mA, 0.5 mW, 0.4 mW. */
static void put_light(struct memory *mem)
{
	put16(mem, A2(96), 30 * 256);
	put16(mem, A2(98), 33000);
	put16(mem, A2(100), 3000);
	put16(mem, A2(102), 5000);
	put16(mem, A2(104), 4000);
	put_sum(mem, A2(0), A2(95));
}

static struct module *patched_module(const struct patch *patch, size_t len, bool lit)
{
	struct memory mem = { .len = len, .two_devices = true };

	for (unsigned i = 0; i < PATCHES && (patch[i].at || patch[i].byte); i++)
		mem.byte[patch[i].at] = patch[i].byte;
	put_text(&mem, 20, 16, "ACME");
	put_text(&mem, 40, 16, "AC-MODULE");
	put_text(&mem, 68, 16, "SN0004");
	put_text(&mem, 84, 8, "260131");
	put_sums(&mem);
	if (lit)
		put_light(&mem);
	return memory_module(&mem);
}

#define SFP { 0, 3 }, { 1, 4 }

/* clang-format off */
static const struct {
	const char *label;
	struct patch patch[PATCHES];
	const char *token, *name, *evidence;
	bool derived, lit, doubted;
	enum medium medium;
	enum layout layout;
	int32_t lane_mbps, reach_m;
} modules[] = {
	{ "10G, 1550 nm, 80 km",
	  { SFP, { 2, 7 }, { 8, 0x10 }, { 9, 1 }, { 11, 6 }, { 12, 0x67 }, { 14, 0x50 }, { 15, 0xff }, { 60, 6 },
	    { 61, 0x0e }, { 92, 0x68 }, { 93, 0xf0 }, { 94, 5 } },
	  "10g-zr", "10GBASE-ZR", "A0h:2=07h, 12=67h, 14=50 ffh, 60=060eh", true, false, false, MEDIUM_SMF,
	  LAYOUT_SINGLE, 10000, 80000 },
	{ "10G, 1550 nm, 40 km",
	  { SFP, { 2, 7 }, { 11, 6 }, { 12, 0x67 }, { 14, 40 }, { 60, 6 }, { 61, 0x0e }, { 94, 5 } },
	  "10g-er", "10GBASE-ER", "A0h:2=07h, 12=67h, 14=28 00h, 60=060eh", true, false, false, MEDIUM_SMF,
	  LAYOUT_SINGLE, 10000, 40000 },
	{ "10G, 1310 nm, 2 km",
	  { SFP, { 2, 7 }, { 11, 6 }, { 12, 0x67 }, { 14, 2 }, { 15, 20 }, { 60, 5 }, { 61, 0x1e } },
	  "10g-lr", "10GBASE-LR lite", "A0h:2=07h, 12=67h, 14=02 14h, 60=051eh", true, false, false, MEDIUM_SMF,
	  LAYOUT_SINGLE, 10000, 2000 },
	{ "10G, 1330 nm: one fibre, or WDM",
	  { SFP, { 2, 7 }, { 11, 6 }, { 12, 0x67 }, { 14, 10 }, { 15, 100 }, { 60, 5 }, { 61, 0x32 } },
	  NULL, "unknown(0x00)", "A0h:36=00h", false, false, false, MEDIUM_SMF, LAYOUT_SINGLE, 10000, 10000 },
	{ "10G, 1310 nm, 220 m of multimode fibre",
	  { SFP, { 2, 7 }, { 11, 6 }, { 12, 0x67 }, { 16, 22 }, { 17, 22 }, { 60, 5 }, { 61, 0x1e } },
	  "10g-lrm", "10GBASE-LRM", "A0h:2=07h, 12=67h, 16=16 16 00 00h, 60=051eh", true, false, false, MEDIUM_MMF,
	  LAYOUT_SINGLE, 10000, 220 },
	{ "10G, 850 nm, 100 m of OM3",
	  { SFP, { 2, 7 }, { 11, 6 }, { 12, 0x67 }, { 19, 10 }, { 60, 3 }, { 61, 0x52 } },
	  "10g-sr", "10GBASE-SR lite", "A0h:2=07h, 12=67h, 16=00 00 00 0ah, 60=0352h", true, false, false, MEDIUM_MMF,
	  LAYOUT_SINGLE, 10000, 100 },
	{ "25G, 850 nm",
	  { SFP, { 2, 7 }, { 11, 6 }, { 12, 0xff }, { 18, 10 }, { 19, 7 }, { 60, 3 }, { 61, 0x52 }, { 66, 0x67 } },
	  "25g-sr", "25GBASE-SR", "A0h:2=07h, 66=67h, 16=00 00 0a 07h, 60=0352h", true, false, false, MEDIUM_MMF,
	  LAYOUT_SINGLE, 25000, 100 },
	{ "GPON is no 1000BASE-LX",
	  { SFP, { 2, 1 }, { 11, 3 }, { 12, 0x0d }, { 14, 20 }, { 15, 200 }, { 60, 5 }, { 61, 0x1e } },
	  NULL, "unknown(0x00)", "A0h:36=00h", false, false, false, MEDIUM_SMF, LAYOUT_SINGLE, 1000, 20000 },

	{ "SFP28 passive copper",
	  { SFP, { 2, 0x23 }, { 3, 1 }, { 8, 0x84 }, { 11, 6 }, { 12, 0xff }, { 18, 3 } },
	  "25g-cr", "25GBASE-CR", "A0h:2=23h, 8=84h, 12=ffh", true, false, false, MEDIUM_COPPER, LAYOUT_CABLE, 25000,
	  3 },
	{ "SFP28 passive copper with its rate",
	  { SFP, { 2, 0x21 }, { 8, 4 }, { 12, 0xff }, { 18, 2 }, { 66, 0x67 } },
	  "25g-cr", "25GBASE-CR", "A0h:2=21h, 8=04h, 66=67h", true, false, false, MEDIUM_COPPER, LAYOUT_CABLE, 25000,
	  2 },
	{ "SFP56 passive copper",
	  { SFP, { 2, 0x21 }, { 8, 4 }, { 11, 8 }, { 12, 0xff }, { 18, 2 }, { 66, 0x6a } },
	  "50g-cr", "50GBASE-CR", "A0h:2=21h, 8=04h, 66=6ah", true, false, false, MEDIUM_COPPER, LAYOUT_CABLE, 50000,
	  2 },
	{ "copper above 25.4 GBd, encoding not said",
	  { SFP, { 2, 0x21 }, { 8, 4 }, { 12, 0xff }, { 18, 2 } },
	  NULL, "passive copper cable", "A0h:2=21h, 8=04h, 12=ffh", true, false, false, MEDIUM_COPPER, LAYOUT_CABLE,
	  0, 2 },
	{ "SFP28 active cable that is lit",
	  { SFP, { 2, 0x23 }, { 8, 8 }, { 11, 6 }, { 12, 0xff }, { 18, 7 }, { 66, 0x67 }, { 92, 0x68 } },
	  "25g-aoc", "25G AOC", "A0h:2=23h, 8=08h, 66=67h, A2h:100-103", true, true, false, MEDIUM_AOC, LAYOUT_CABLE,
	  25000, 7 },
	{ "SFP+ active cable that is lit",
	  { SFP, { 2, 0x21 }, { 8, 8 }, { 12, 0x67 }, { 18, 5 }, { 92, 0x68 } },
	  "10g-aoc", "10G AOC", "A0h:2=21h, 8=08h, 12=67h, A2h:100-103", true, true, true, MEDIUM_AOC, LAYOUT_CABLE,
	  10000, 5 },
	{ "SFP+ active copper", { SFP, { 2, 0x21 }, { 8, 8 }, { 12, 0x67 }, { 18, 5 }, { 92, 0x68 } },
	  "10g-acc", "10G active copper", "A0h:8=08h", false, false, false, MEDIUM_ACTIVE_COPPER, LAYOUT_CABLE, 10000,
	  5 },
	{ "no separable connector, 850 nm",
	  { SFP, { 2, 0x23 }, { 11, 6 }, { 12, 0x67 }, { 18, 10 }, { 60, 3 }, { 61, 0x52 } },
	  "10g-aoc", "10G AOC", "A0h:2=23h, 12=67h, 60", true, false, false, MEDIUM_AOC, LAYOUT_CABLE, 10000, 10 },
	{ "no separable connector", { SFP, { 2, 0x23 }, { 12, 0x67 }, { 18, 10 } },
	  NULL, "10G cable", "A0h:2=23h, 12=67h", true, false, false, MEDIUM_UNKNOWN, LAYOUT_CABLE, 10000, 10 },

	{ "RJ45 with the code of a passive cable",
	  { SFP, { 2, 0x22 }, { 8, 4 }, { 11, 6 }, { 12, 0x67 }, { 18, 30 } },
	  "10g-t", "10GBASE-T", "A0h:2=22h, 12=67h", true, false, true, MEDIUM_BASET, LAYOUT_SINGLE, 10000, 30 },
	{ "RJ45 with the code of 10GBASE-SR",
	  { SFP, { 2, 0x22 }, { 3, 0x10 }, { 11, 6 }, { 12, 0x67 }, { 18, 30 } },
	  "10g-t", "10GBASE-T", "A0h:2=22h, 12=67h", true, false, true, MEDIUM_BASET, LAYOUT_SINGLE, 10000, 30 },
	{ "LC with the code of a passive cable",
	  { SFP, { 2, 7 }, { 3, 0x10 }, { 8, 4 }, { 12, 0x67 }, { 19, 30 }, { 60, 3 }, { 61, 0x52 } },
	  "10g-sr", "10GBASE-SR", "A0h:3=10h", false, false, true, MEDIUM_MMF, LAYOUT_SINGLE, 10000, 300 },
	{ "1000BASE-T, connector not said", { SFP, { 6, 8 }, { 11, 1 }, { 12, 0x0d }, { 18, 0x64 } },
	  "1g-t", "1000BASE-T", "A0h:6=08h", false, false, false, MEDIUM_BASET, LAYOUT_SINGLE, 1000, 100 },
	{ "2.5G behind an RJ45", { SFP, { 2, 0x22 }, { 11, 1 }, { 12, 0x1f } },
	  NULL, "2.5GBASE-T", "A0h:2=22h, 12=1fh", true, false, false, MEDIUM_BASET, LAYOUT_SINGLE, 2500, 0 },
	{ "2.5G of twisted pair, connector not said", { SFP, { 9, 0x40 }, { 11, 1 }, { 12, 0x1f } },
	  NULL, "2.5GBASE-T", "A0h:2=00h, 9=40h, 12=1fh", true, false, false, MEDIUM_BASET, LAYOUT_SINGLE, 2500, 0 },
	{ "2.5G of twisted pair behind an LC", { SFP, { 2, 7 }, { 9, 0x40 }, { 11, 1 }, { 12, 0x1f } },
	  NULL, "unknown(0x00)", "A0h:36=00h", false, false, true, MEDIUM_UNKNOWN, LAYOUT_SINGLE, 2500, 0 },
};
/* clang-format on */

static void other_registers_prove_a_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(modules); i++) {
		const char *label = modules[i].label;
		struct module *m = patched_module(modules[i].patch, 512, modules[i].lit);

		assert_row(m->status == READ_OK, label);
		assert_row(strcmp(m->type ? m->type->token : "-", modules[i].token ? modules[i].token : "-") == 0,
			   label);
		if (strcmp(m->type_name, modules[i].name) != 0 || strcmp(m->type_evidence, modules[i].evidence) != 0)
			fail_msg("%s: %s [%s]", label, m->type_name, m->type_evidence);
		assert_row(m->type_derived == modules[i].derived, label);
		assert_row(!(m->doubts & DOUBT_CODES) == !modules[i].doubted, label);
		assert_row(m->medium == modules[i].medium, label);
		assert_row(m->layout == modules[i].layout, label);
		assert_row((value_ok(m->lane_mbps) ? m->lane_mbps.v : 0) == modules[i].lane_mbps, label);
		assert_row((value_ok(m->reach_m) ? m->reach_m.v : 0) == modules[i].reach_m, label);
		module_unref(m);
	}
}

/* The first 64 bytes only, as kernel messages print them. */
static void half_of_a_memory_claims_half(void **state)
{
	static const struct patch patch[PATCHES] = { SFP, { 2, 7 }, { 3, 0x10 }, { 11, 6 }, { 12, 0x67 },
						     { 19, 30 }, { 60, 3 }, { 61, 0x52 } };
	struct module *m = patched_module(patch, 64, false);

	(void)state;
	assert_int_equal(m->status, READ_TRUNCATED);
	assert_string_equal(m->type_name, "10GBASE-SR");
	assert_string_equal(m->management, "");
	assert_int_equal(m->power_class, 0);
	assert_false(value_ok(m->max_power_mw));
	assert_state(m->temperature, VALUE_ABSENT);
	assert_int_equal(m->doubts, DOUBT_TRUNCATED | DOUBT_OUI);
	module_unref(m);
}

/* An active cable may be fibre until its monitors were read. */
static void light_that_was_not_read_may_be_there(void **state)
{
	static const struct patch patch[PATCHES] = { SFP, { 2, 0x21 }, { 8, 8 }, { 12, 0x67 }, { 18, 5 },
						     { 92, 0x68 } };
	struct module *m = patched_module(patch, 256, false);

	(void)state;
	assert_string_equal(m->type_name, "10G active cable");
	assert_int_equal(m->medium, MEDIUM_UNKNOWN);
	assert_null(m->type);
	module_unref(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_registers_prove_a_type),
		cmocka_unit_test(light_that_was_not_read_may_be_there),
		cmocka_unit_test(half_of_a_memory_claims_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
