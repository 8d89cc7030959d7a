/* SPDX-License-Identifier: BSD-3-Clause */
/* Names as people sort them, and numbers that stay. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "discover/name.h"
#include "discover/number.h"
#include "scratch.h"

static void names_sort_as_people_do(void **state)
{
	static const char *const sorted[] = { "Ethernet0", "Ethernet4",  "Ethernet100", "eth0", "port1-2", "port1-10",
		                              "port2-1",   "swp1",       "swp01",       "swp1s0", "swp2", "swp10",
		                              "swp99999999999999999999", "swp100000000000000000000" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sorted); i++) {
		for (size_t k = 0; k < ARRAY_SIZE(sorted); k++) {
			int c = name_compare(sorted[i], sorted[k]);

			/* Numbers first; of equal ones some order, but one. */
			if (strstr(sorted[i], "swp1") == sorted[i] && strstr(sorted[k], "swp01") == sorted[k])
				continue;
			if (strstr(sorted[k], "swp1") == sorted[k] && strstr(sorted[i], "swp01") == sorted[i])
				continue;
			assert_row(i == k ? c == 0 : (c < 0) == (i < k), sorted[i]);
		}
	}
	assert_int_not_equal(name_compare("swp01", "swp1"), 0);
	assert_true((name_compare("swp01", "swp1") < 0) == (name_compare("swp1", "swp01") > 0));
}

static void names_are_made_clean(void **state)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "port1", "port1" },   { "a b\nc", "a-b-c" },   { "x\"y\\z'", "x-y-z-" },
		{ "p#1{}", "p-1--" },   { "", "" },              { "\xff\x01", "--" },
		{ "123456789", "1234567" },
	};
	char buf[8];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		name_clean(buf, sizeof(buf), rows[i].from);
		assert_row(strcmp(buf, rows[i].to) == 0, rows[i].from);
	}
}

static void numbers_of_names(void **state)
{
	static const struct {
		const char *name;
		uint32_t number;
		size_t stem;
	} rows[] = {
		{ "swp12", 12, 3 }, { "swp0", 0, 0 },      { "swp65535", 65535, 3 }, { "swp65536", 0, 0 },
		{ "5-0050", 0, 0 }, { "7", 7, 0 },      { "front", 0, 0 },     { "a1b", 0, 0 },          { "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t stem = 0;

		assert_row(name_number(rows[i].name, &stem) == rows[i].number, rows[i].name);
		assert_row(stem == rows[i].stem, rows[i].name);
	}
}

/* As the file has it. */
static struct numbers *written(const struct numbers *n)
{
	struct numbers *again = numbers_new();
	char *text = numbers_print(n);

	assert_non_null(again);
	assert_non_null(text);
	assert_int_equal(numbers_parse(again, text), 0);
	free(text);
	return again;
}

static void numbers_stay(void **state)
{
	struct numbers *n = numbers_new(), *again, *copy;

	(void)state;
	assert_int_equal(numbers_find(n, "node:5-0050"), 0);
	assert_false(numbers_changed(n));
	assert_int_equal(numbers_give(n, "node:5-0050", 7), 7);
	assert_true(numbers_changed(n));
	assert_int_equal(numbers_give(n, "node:5-0050", 9), 7);
	assert_false(numbers_changed(n));
	/* Taken: behind all others. */
	assert_int_equal(numbers_give(n, "node:6-0050", 7), 8);
	assert_int_equal(numbers_give(n, "node:7-0050", 3), 3);
	assert_int_equal(numbers_give(n, "node:8-0050", 0), 9);
	again = written(n);
	assert_int_equal(numbers_find(again, "node:6-0050"), 8);
	/* The number of one that has gone is nobody's. */
	assert_int_equal(numbers_give(again, "node:9-0050", 8), 10);
	copy = numbers_copy(again);
	assert_int_equal(numbers_find(copy, "node:9-0050"), 10);
	assert_int_equal(numbers_give(copy, "node:10-0050", 0), 11);
	assert_int_equal(numbers_find(again, "node:10-0050"), 0);
	numbers_free(copy);
	numbers_free(again);
	numbers_free(n);
}

static void numbers_run_out(void **state)
{
	struct numbers *n = numbers_new();
	char key[32];

	(void)state;
	assert_int_equal(numbers_give(n, "last", 65535), 65535);
	assert_int_equal(numbers_give(n, "one", 65535), 1);
	assert_int_equal(numbers_give(n, "two", 65535), 2);
	assert_int_equal(numbers_give(n, "big", UINT32_MAX), 3);
	for (unsigned i = 0; i < 100; i++) {
		snprintf(key, sizeof(key), "k%u", i);
		assert_int_equal(numbers_give(n, key, 0), 4 + i);
	}
	numbers_free(n);
}

/* What can be understood counts; what can't is told. */
static void files_that_make_no_sense_do_no_harm(void **state)
{
	struct scratch *s = *state;
	char dir[SCRATCH_PATH], line[512];
	struct numbers *n;
	int error = -1;

	memset(line, 'x', sizeof(line));
	memcpy(line, "7 ", 2);
	line[sizeof(line) - 1] = '\0';
	scratch_path(s, ".", dir);
	n = numbers_read(dir, &error);
	assert_int_equal(error, 0);
	numbers_free(n);
	scratch_text(s, "ports", "0 zero\n65536 big\n-1 minus\n 3 blank\n4\n5 \n6 a b\n8 good\n8 again\n9 good\n\n10 last");
	n = numbers_read(dir, &error);
	assert_int_equal(error, -EINVAL);
	assert_int_equal(numbers_find(n, "good"), 8);
	assert_int_equal(numbers_find(n, "last"), 10);
	assert_int_equal(numbers_find(n, "zero"), 0);
	assert_int_equal(numbers_find(n, "again"), 0);
	assert_int_equal(numbers_find(n, ""), 0);
	assert_int_equal(numbers_give(n, "new", 9), 9);
	numbers_free(n);

	scratch_text(s, "ports", line);
	n = numbers_read(dir, &error);
	assert_int_equal(error, -EINVAL);
	assert_int_equal(numbers_give(n, "new", 7), 7);
	numbers_free(n);
	scratch_write(s, "ports", "1 a\0b\n2 c\n", 10);
	n = numbers_read(dir, &error);
	assert_non_null(n);
	numbers_free(n);
	scratch_unlink(s, "ports");
	scratch_mkdir(s, "ports");
	n = numbers_read(dir, &error);
	assert_int_equal(error, -EISDIR);
	assert_int_equal(numbers_give(n, "new", 7), 7);
	numbers_free(n);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_sort_as_people_do),
		cmocka_unit_test(names_are_made_clean),
		cmocka_unit_test(numbers_of_names),
		WITH_SCRATCH(numbers_stay),
		cmocka_unit_test(numbers_run_out),
		WITH_SCRATCH(files_that_make_no_sense_do_no_harm),
	};

	return cmocka_run_group_tests_name("discover_number", tests, NULL, NULL);
}
