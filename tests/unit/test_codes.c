/* SPDX-License-Identifier: BSD-3-Clause */
/* Code tables. */
#include "test.h"

#include "base/codes.h"

static const struct code fruits[] = { { 1, "apple" }, { 7, "pear" }, { 9, "fig" }, { 0, NULL } };

static void finds_names_and_codes(void **state)
{
	(void)state;
	assert_string_equal(code_name(fruits, 7), "pear");
	assert_null(code_name(fruits, 8));
	assert_int_equal(code_find(fruits, "fig")->code, 9);
	assert_null(code_find(fruits, "Fig"));
	assert_null(code_find(fruits, ""));
}

static void unknown_codes_are_labelled(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(code_label(fruits, 1, buf, sizeof(buf)), "apple");
	assert_string_equal(code_label(fruits, 0x7e, buf, sizeof(buf)), "unknown(0x7e)");
}

static void choices_read_like_a_sentence(void **state)
{
	char buf[64];

	(void)state;
	assert_string_equal(code_choices(fruits, buf, sizeof(buf)), "apple, pear or fig");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_names_and_codes),
		cmocka_unit_test(unknown_codes_are_labelled),
		cmocka_unit_test(choices_read_like_a_sentence),
	};

	return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
