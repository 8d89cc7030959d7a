/* SPDX-License-Identifier: BSD-3-Clause */
/* Values as text and JSON, and lists of them. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/cell.h"
#include "view/listing.h"

/* Compare text and JSON of a cell, and release it. */
static void assert_cell(struct cell *c, const char *text, const char *json)
{
	json_t *value = cell_json(c);
	char *dump = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(12));

	assert_non_null(dump);
	assert_false(c->failed);
	assert_string_equal(c->text, text);
	assert_string_equal(dump, json);
	free(dump);
	json_decref(value);
	cell_release(c);
}

static void numbers(void **state)
{
	static const struct {
		int64_t v;
		unsigned decimals;
		const char *text, *json;
	} rows[] = {
		{ 0, 0, "0", "0" },          { -17, 0, "-17", "-17" },   { -235, 2, "-2.35", "-2.35" },
		{ -5, 2, "-0.05", "-0.05" }, { 85000, 2, "850.00", "850.0" }, { 6123, 3, "6.123", "6.123" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cell c;

		cell_init(&c);
		cell_set_number(&c, rows[i].v, rows[i].decimals);
		assert_cell(&c, rows[i].text, rows[i].json);
	}
}

static void missing_values_say_why_and_are_null(void **state)
{
	static const struct {
		enum value_state state;
		const char *text;
	} rows[] = {
		{ VALUE_ABSENT, "-" },          { VALUE_UNSUPPORTED, "n/a" },
		{ VALUE_UNREADABLE, "unread" }, { VALUE_CORRUPT, "corrupt" },
	};
	struct cell c;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cell_init(&c);
		cell_set_value(&c, (struct value){ .state = rows[i].state, .v = 7 }, 2);
		assert_cell(&c, rows[i].text, "null");
		cell_init(&c);
		cell_set_power(&c, (struct value){ .state = rows[i].state, .v = 7 });
		assert_cell(&c, rows[i].text, "null");
	}
	cell_init(&c);
	cell_set_text(&c, "");
	assert_cell(&c, "-", "null");
	cell_init(&c);
	cell_set_tristate(&c, TRI_UNKNOWN);
	assert_cell(&c, "unknown", "null");
}

static void power_is_in_dbm_and_darkness_is_not_a_power(void **state)
{
	struct cell c;

	(void)state;
	cell_init(&c);
	cell_set_power(&c, value_of(1000000));
	assert_cell(&c, "0.00", "0.0");
	cell_init(&c);
	cell_set_power(&c, (struct value){ .state = VALUE_NO_LIGHT });
	assert_cell(&c, "no light", "-40.0");
}

static void text_of_modules_can_not_harm(void **state)
{
	struct cell c;

	(void)state;
	cell_init(&c);
	cell_set_text(&c, "a\x1b[2Jb\n\x7f");
	assert_cell(&c, "a?[2Jb??", "\"a?[2Jb??\"");
	cell_init(&c);
	cell_set_text(&c, "x\xff\xc3y\xc0\xaf\xed\xa0\x80");
	assert_cell(
		&c, "x\xef\xbf\xbd\xef\xbf\xbdy\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
		"\"x\xef\xbf\xbd\xef\xbf\xbdy\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	cell_init(&c);
	cell_set_text(&c, "\xc2\x9b" "8m \xc3\xbc");  /* C1 control */
	assert_cell(&c, "?8m \xc3\xbc", "\"?8m \xc3\xbc\"");
}

static void lists_and_units(void **state)
{
	struct cell c;

	(void)state;
	cell_init(&c);
	cell_set_list(&c);
	assert_cell(&c, "", "[]");
	cell_init(&c);
	cell_set_list(&c);
	cell_add_item(&c, "a");
	cell_add_item(&c, "b");
	assert_cell(&c, "a, b", "[\"a\",\"b\"]");
	cell_init(&c);
	cell_set_number(&c, 85000, 2);
	cell_note(&c, " nm");
	assert_cell(&c, "850.00 nm", "850.0");
}

struct item {
	const char *name;
	int number;
	const char *remark;
};

static void get_name(const void *row, struct cell *c)
{
	const struct item *item = row;

	cell_set_text(c, item->name);
}

static void get_number(const void *row, struct cell *c)
{
	const struct item *item = row;

	cell_set_number(c, item->number, 0);
}

static void get_remark(const void *row, struct cell *c)
{
	const struct item *item = row;

	cell_set_text(c, item->remark);
}

static void get_more(const void *row, struct cell *c)
{
	const struct item *item = row;

	cell_set_json(c, json_pack("{s:i, s:s}", "twice", 2 * item->number, "name", "not this one"));
}

static const struct listing_column columns[] = {
	{ "name", "NAME", 0, get_name },
	{ "number", "N", LISTING_RIGHT, get_number },
	{ "hidden", NULL, 0, get_number },
	{ NULL, "SHOWN", 0, get_name },
	{ NULL, NULL, LISTING_MERGE, get_more },
	{ "remark", "remark", LISTING_NOTE, get_remark },
	{ NULL, NULL, 0, NULL },
};

static const struct item items[] = { { "one", 1, "" }, { "two", 2, "see there" } };

static void a_listing_is_a_table_or_an_array(void **state)
{
	struct listing *l = listing_new(columns, false);
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	json_t *array, *expected;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(items); i++)
		assert_int_equal(listing_add(l, &items[i]), 0);
	listing_print(l, f, 0, "none");
	fclose(f);
	assert_string_equal(text, "NAME  N  SHOWN\n"
	                          "one   1  one\n"
	                          "two   2  two\n"
	                          "    remark: see there\n");
	free(text);
	assert_null(listing_json(l));
	listing_free(l);

	l = listing_new(columns, true);
	for (size_t i = 0; i < ARRAY_SIZE(items); i++)
		assert_int_equal(listing_add(l, &items[i]), 0);
	array = listing_json(l);
	expected = json_pack("[{s:s, s:i, s:i, s:i, s:n}, {s:s, s:i, s:i, s:i, s:s}]", "name", "one",
			     "number", 1, "hidden", 1, "twice", 2, "remark", "name", "two", "number", 2,
			     "hidden", 2, "twice", 4, "remark", "see there");
	assert_non_null(expected);
	assert_true(json_equal(array, expected));
	json_decref(array);
	json_decref(expected);
	listing_free(l);
}

static void an_empty_listing_says_so(void **state)
{
	struct listing *l = listing_new(columns, false);
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_true(listing_empty(l));
	listing_print(l, f, 2, "nothing here");
	fclose(f);
	assert_string_equal(text, "  nothing here\n");
	free(text);
	listing_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(missing_values_say_why_and_are_null),
		cmocka_unit_test(power_is_in_dbm_and_darkness_is_not_a_power),
		cmocka_unit_test(text_of_modules_can_not_harm),
		cmocka_unit_test(lists_and_units),
		cmocka_unit_test(a_listing_is_a_table_or_an_array),
		cmocka_unit_test(an_empty_listing_says_so),
	};

	return cmocka_run_group_tests_name("cli_cell", tests, NULL, NULL);
}
