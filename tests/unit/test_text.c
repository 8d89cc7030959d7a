/* SPDX-License-Identifier: BSD-3-Clause */
/* Bounded text. */
#include "test.h"

#include "base/text.h"

static void appends_and_separates(void **state)
{
	char buf[32];
	struct text t;

	(void)state;
	text_init(&t, buf, sizeof(buf));
	assert_string_equal(buf, "");
	text_item(&t, ", ", "%s", "a");
	text_item(&t, ", ", "%d", 2);
	text_printf(&t, "%s", "!");
	assert_string_equal(buf, "a, 2!");
	assert_int_equal(t.len, 5);
	assert_false(t.truncated);
}

static void cuts_at_the_end_and_stays_cut(void **state)
{
	char buf[4];
	struct text t;

	(void)state;
	text_init(&t, buf, sizeof(buf));
	text_printf(&t, "abcdef");
	assert_string_equal(buf, "abc");
	assert_true(t.truncated);
	text_printf(&t, "x");
	assert_string_equal(buf, "abc");
	assert_true(t.truncated);
}

static void never_splits_a_character(void **state)
{
	char buf[5];

	(void)state;
	assert_false(text_copy(buf, sizeof(buf), "ab\xef\xbf\xbd"));
	assert_string_equal(buf, "ab");
	assert_true(text_copy(buf, sizeof(buf), "a\xef\xbf\xbd"));
	assert_string_equal(buf, "a\xef\xbf\xbd");
	assert_false(text_copy(buf, sizeof(buf), "abc\xc2\xb5"));
	assert_string_equal(buf, "abc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appends_and_separates),
		cmocka_unit_test(cuts_at_the_end_and_stays_cut),
		cmocka_unit_test(never_splits_a_character),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
