/* SPDX-License-Identifier: BSD-3-Clause */
/* SFF-8024 code tables. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "eeprom/sff8024.h"
#include "model/type.h"

#define LC 0x07
#define MPO 0x0c
#define CAPTIVE 0x23

static const struct {
	uint8_t code, connector;
	const char *qsfp, *sfp;   /* tokens; NULL: not defined or not in the catalogue */
} readings[] = {
	{ 0x00, MPO, NULL, NULL }, { 0x01, CAPTIVE, "100g-aoc", "25g-aoc" },
	{ 0x02, MPO, "100g-sr4", "25g-sr" }, { 0x03, LC, "100g-lr4", "25g-lr" },
	{ 0x04, LC, "100g-er4", "25g-er" }, { 0x06, LC, "100g-cwdm4", NULL },
	{ 0x07, MPO, "100g-psm4", NULL }, { 0x0a, LC, NULL, NULL }, { 0x0b, CAPTIVE, "100g-cr4", "25g-cr" },
	{ 0x0c, CAPTIVE, "100g-cr4", "25g-cr" }, { 0x10, LC, "40g-er4", NULL }, { 0x12, MPO, "40g-psm4", NULL },
	{ 0x16, 0x22, NULL, "10g-t" }, { 0x25, LC, "100g-dr", NULL }, { 0x26, LC, "100g-fr", NULL },
	{ 0x27, LC, "100g-lr", NULL }, { 0x28, LC, "100g-sr1", NULL }, { 0x2b, LC, "100g-lr", "100g-lr" },
	{ 0x40, CAPTIVE, "200g-cr4", "50g-cr" }, { 0x41, MPO, "200g-sr4", "50g-sr" },
	{ 0x42, MPO, "200g-dr4", "50g-fr" }, { 0x43, LC, "200g-fr4", NULL }, { 0x45, LC, NULL, "50g-lr" },
	{ 0x46, LC, "200g-lr4", NULL }, { 0x4a, LC, NULL, "50g-er" }, { 0x7e, LC, NULL, NULL },
	{ 0xff, LC, NULL, NULL },
};

static const char *token_of(uint8_t code, bool sfp, uint8_t connector)
{
	const struct sff8024_meaning *m = sff8024_extended(code, sfp, connector);

	return m ? m->token : NULL;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void codes_are_read_by_form_factor(void **state)
{
	char label[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(readings); i++) {
		snprintf(label, sizeof(label), "code %02x", readings[i].code);
		assert_row(same(token_of(readings[i].code, false, readings[i].connector), readings[i].qsfp),
			   label);
		assert_row(same(token_of(readings[i].code, true, readings[i].connector), readings[i].sfp),
			   label);
	}
}

static void code_2a_in_a_qsfp_goes_by_connector(void **state)
{
	(void)state;
	assert_string_equal(token_of(0x2a, false, LC), "100g-fr");
	assert_string_equal(sff8024_extended(0x2a, false, MPO)->name, "400GBASE-DR4-2");
	assert_int_equal(sff8024_extended(0x2a, false, MPO)->layout, LAYOUT_PARALLEL);
	assert_null(sff8024_extended(0x2a, false, 0x00));
	assert_string_equal(token_of(0x2a, true, 0x00), "100g-fr");
}

static void every_meaning_has_a_name_and_known_tokens_exist(void **state)
{
	unsigned types = 0;

	(void)state;
	for (unsigned code = 0; code < 256; code++) {
		for (unsigned sfp = 0; sfp < 2; sfp++) {
			const struct sff8024_meaning *m = sff8024_extended((uint8_t)code, sfp, LC);

			if (!m)
				continue;
			assert_non_null(m->name);
			assert_true(strlen(m->name) < sizeof(((struct module *)0)->type_name));
			types += m->token && module_type_find(m->token);
			/* Without a type the row must say the medium itself; 64GFC and 128GFC can't. */
			if (code >= 0x80)
				continue;
			if (!m->token || !module_type_find(m->token))
				assert_int_not_equal(m->medium, MEDIUM_UNKNOWN);
		}
	}
	assert_true(types > 50);
}

static void types_go_back_to_codes(void **state)
{
	(void)state;
	assert_int_equal(sff8024_extended_code("100g-sr4", false), 0x02);
	assert_int_equal(sff8024_extended_code("25g-sr", true), 0x02);
	assert_int_equal(sff8024_extended_code("25g-sr", false), 0);
	assert_int_equal(sff8024_extended_code("50g-fr", true), 0x42);
	assert_int_equal(sff8024_extended_code("200g-dr4", false), 0x42);
	assert_int_equal(sff8024_extended_code("10g-sr", true), 0);
}

static void identifiers_name_families(void **state)
{
	static const struct {
		uint8_t id;
		enum register_family family;
	} rows[] = {
		{ 0x00, FAMILY_UNKNOWN }, { 0x01, FAMILY_SFF8472 }, { 0x03, FAMILY_SFF8472 },
		{ 0x06, FAMILY_UNKNOWN }, { 0x0b, FAMILY_SFF8472 }, { 0x0c, FAMILY_SFF8636 },
		{ 0x0d, FAMILY_SFF8636 }, { 0x11, FAMILY_SFF8636 }, { 0x17, FAMILY_SFF8636 },
		{ 0x18, FAMILY_CMIS }, { 0x19, FAMILY_CMIS }, { 0x1a, FAMILY_SFP_DD_MIS },
		{ 0x1e, FAMILY_CMIS }, { 0x20, FAMILY_CMIS }, { 0x26, FAMILY_CMIS },
		{ 0x80, FAMILY_UNKNOWN }, { 0xff, FAMILY_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(sff8024_family(rows[i].id), rows[i].family);
}

static void connectors_have_classes(void **state)
{
	static const struct {
		uint8_t code;
		enum connector_class class;
	} rows[] = {
		{ 0x00, CONNECTOR_CLASS_UNKNOWN }, { 0x01, CONNECTOR_CLASS_LC },
		{ 0x07, CONNECTOR_CLASS_LC }, { 0x0b, CONNECTOR_CLASS_NONE }, { 0x0c, CONNECTOR_CLASS_MPO },
		{ 0x0d, CONNECTOR_CLASS_MPO }, { 0x20, CONNECTOR_CLASS_UNKNOWN },
		{ 0x21, CONNECTOR_CLASS_NONE }, { 0x22, CONNECTOR_CLASS_RJ45 },
		{ 0x23, CONNECTOR_CLASS_NONE }, { 0x25, CONNECTOR_CLASS_MULTI },
		{ 0x28, CONNECTOR_CLASS_MPO }, { 0x80, CONNECTOR_CLASS_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(sff8024_connector_class(rows[i].code), rows[i].class);
}

static void encodings_differ_between_families(void **state)
{
	(void)state;
	assert_string_equal(code_name(sff8024_encodings_8472, 6), "64B/66B");
	assert_string_equal(code_name(sff8024_encodings_8636, 5), "64B/66B");
	assert_string_equal(code_name(sff8024_encodings_8472, 8), code_name(sff8024_encodings_8636, 8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_read_by_form_factor),
		cmocka_unit_test(code_2a_in_a_qsfp_goes_by_connector),
		cmocka_unit_test(every_meaning_has_a_name_and_known_tokens_exist),
		cmocka_unit_test(types_go_back_to_codes),
		cmocka_unit_test(identifiers_name_families),
		cmocka_unit_test(connectors_have_classes),
		cmocka_unit_test(encodings_differ_between_families),
	};

	return cmocka_run_group_tests_name("sff8024", tests, NULL, NULL);
}
