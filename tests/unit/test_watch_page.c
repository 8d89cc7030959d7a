/* SPDX-License-Identifier: BSD-3-Clause */
/* Pages of `breakoutctl watch`: what has changed is marked, and nothing else. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/watch_page.h"

static void prints_part(const char *page, const char *before, struct watch_window window, bool colour,
                        const char *expected)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	watch_page_print(page, before, window, colour, "\n", out);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void prints(const char *page, const char *before, unsigned rows, bool colour, const char *expected)
{
	prints_part(page, before, (struct watch_window){ .rows = rows }, colour, expected);
}

#define ON "\033[7m"
#define OFF "\033[0m"

static void what_has_changed_is_marked(void **state)
{
	(void)state;
	prints("P  L  X\na  1  -2.1\na  2  ok\n", NULL, 0, false, "P  L  X\na  1  -2.1\na  2  ok\n");
	prints("P  L  X\na  1  -2.1\na  2  ok\n", "P  L  X\na  1  -2.1\na  2  ok\n", 0, false,
	       "P  L  X\na  1  -2.1\na  2  ok\n");
	prints("P  L  X\na  1  -2.2\na  2  ok\n", "P  L  X\na  1  -2.1\na  2  ok\n", 0, false,
	       "P  L  X\na  1  " ON "-2.2" OFF "\na  2  ok\n");
	/* Single blanks are inside of cells. */
	prints("a  1  no light  x\n", "a  1  -2.1  x\n", 0, false, "a  1  " ON "no light" OFF "  x\n");
}

static void rows_come_and_go(void **state)
{
	(void)state;
	prints("a  2  x\nb  1  y\n", "a  1  x\na  2  x\nb  1  y\n", 0, false, "a  2  x\nb  1  y\n");
	prints("a  1  x\na  2  y\n", "a  2  y\n", 0, false, ON "a" OFF "  " ON "1" OFF "  " ON "x" OFF "\na  2  y\n");
}

static void words_have_their_colours(void **state)
{
	(void)state;
	prints("a  ok  critic\n", NULL, 0, true, "a  \033[32mok" OFF "  critic\n");
	prints("a  1  dark\n", "a  1  ok\n", 0, true, "a  1  " ON "\033[1;31mdark" OFF "\n");
}

static void what_does_not_fit_is_counted(void **state)
{
	(void)state;
	prints("a\nb\nc\nd\n", NULL, 3, false, "a\nb\n... 2 more lines\n");
	prints("a\nb\nc\n", NULL, 3, false, "a\nb\nc\n");
	prints("", "x\n", 3, false, "");
}

static void the_rest_is_reached_below_the_heading(void **state)
{
	static const char page[] = "H\na\nb\nc\nd\ne\n";

	(void)state;
	prints_part(page, NULL, (struct watch_window){ 4, 1 }, false, "H\nb\nc\n... 1 lines above, 2 more below\n");
	prints_part(page, NULL, (struct watch_window){ 4, 3 }, false, "H\nd\ne\n... 3 lines above, 0 more below\n");
	/* What is not shown is compared, too. */
	prints_part("H\na  1\nb  2\nc  4  x\n", "H\nc  4  y\na  1\nb  2\n", (struct watch_window){ 3, 2 }, false,
	            "H\nc  4  " ON "x" OFF "\n... 2 lines above, 0 more below\n");
	assert_int_equal(watch_page_most_skip(page, 4), 3);
	assert_int_equal(watch_page_most_skip(page, 6), 0);
	assert_int_equal(watch_page_most_skip(page, 0), 0);
	assert_int_equal(watch_page_most_skip(page, 1), 5);
	assert_int_equal(watch_page_most_skip("", 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_has_changed_is_marked),
		cmocka_unit_test(rows_come_and_go),
		cmocka_unit_test(words_have_their_colours),
		cmocka_unit_test(what_does_not_fit_is_counted),
		cmocka_unit_test(the_rest_is_reached_below_the_heading),
	};

	return cmocka_run_group_tests_name("watch_page", tests, NULL, NULL);
}
