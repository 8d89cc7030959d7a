/* SPDX-License-Identifier: BSD-3-Clause */
/* Strict parsing. */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "base/parse.h"

static void u32(void **state)
{
	static const struct {
		const char *in;
		int rc;
		uint32_t value;
	} rows[] = {
		{ "0", -ERANGE, 0 },
		{ "1", 0, 1 },
		{ "4294967295", 0, 4294967295u },
		{ "4294967296", -ERANGE, 0 },
		{ "99999999999999999999999999", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ " 1", -EINVAL, 0 },
		{ "1 ", -EINVAL, 0 },
		{ "+1", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 },
		{ "0x10", -EINVAL, 0 },
		{ "1.0", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint32_t v = 77;

		assert_row(parse_u32(rows[i].in, 1, UINT32_MAX, &v) == rows[i].rc, rows[i].in);
		assert_row(v == (rows[i].rc ? 77 : rows[i].value), rows[i].in);
	}
}

static void doubles(void **state)
{
	static const struct {
		const char *in;
		int rc;
		double value;
	} rows[] = {
		{ "-2.5", 0, -2.5 },   { "1e1", 0, 10 },     { "41", -ERANGE, 0 },  { "inf", -EINVAL, 0 },
		{ "nan", -EINVAL, 0 }, { "0x1", -EINVAL, 0 }, { "", -EINVAL, 0 },    { "1e999", -ERANGE, 0 },
		{ "1..2", -EINVAL, 0 }, { "-", -EINVAL, 0 },  { " 1", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		double v = 77;

		assert_row(parse_double(rows[i].in, -40, 40, &v) == rows[i].rc, rows[i].in);
		assert_row(v == (rows[i].rc ? 77 : rows[i].value), rows[i].in);
	}
}

static void pairs(void **state)
{
	char key[4];
	const char *value = NULL;

	(void)state;
	assert_int_equal(parse_pair("rx=-2.5", key, sizeof(key), &value), 0);
	assert_string_equal(key, "rx");
	assert_string_equal(value, "-2.5");
	assert_int_equal(parse_pair("a=b=c", key, sizeof(key), &value), 0);
	assert_string_equal(value, "b=c");
	assert_int_equal(parse_pair("los=", key, sizeof(key), &value), 0);
	assert_string_equal(value, "");
	assert_int_equal(parse_pair("=1", key, sizeof(key), &value), -EINVAL);
	assert_int_equal(parse_pair("rx", key, sizeof(key), &value), -EINVAL);
	assert_int_equal(parse_pair("long=1", key, sizeof(key), &value), -EINVAL);
	assert_string_equal(key, "los");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(u32),
		cmocka_unit_test(doubles),
		cmocka_unit_test(pairs),
	};

	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
