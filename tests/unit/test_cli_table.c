/* SPDX-License-Identifier: BSD-3-Clause */
/* Column layout. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/table.h"

static const struct table_column two[] = { { "NAME", false, true, false }, { "VALUE", true, false, false } };

static char *printed(const struct table *t, unsigned indent, unsigned width)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	table_print(t, f, indent, width);
	assert_int_equal(fclose(f), 0);
	return text;
}

static void assert_prints(const struct table *t, unsigned indent, unsigned width, const char *expected)
{
	char *text = printed(t, indent, width);

	assert_string_equal(text, expected);
	free(text);
}

static void add(struct table *t, const char *a, const char *b)
{
	const char *cells[] = { a, b };

	assert_int_equal(table_add(t, cells), 0);
}

static void columns_are_as_wide_as_their_cells(void **state)
{
	struct table *t = table_new(two, 2);

	(void)state;
	assert_prints(t, 0, 80, "NAME  VALUE\n");
	add(t, "a", "1");
	add(t, "longer", "123456");
	assert_int_equal(table_rows(t), 2);
	assert_prints(t, 0, 80,
	              "NAME     VALUE\n"
	              "a            1\n"
	              "longer  123456\n");
	assert_prints(t, 2, 80,
	              "  NAME     VALUE\n"
	              "  a            1\n"
	              "  longer  123456\n");
	table_free(t);
}

static void width_counts_characters_not_bytes(void **state)
{
	struct table *t = table_new(two, 2);

	(void)state;
	assert_int_equal(table_text_width("Gr\xc3\xbc\xc3\x9f" "e"), 5);
	add(t, "Gr\xc3\xbc\xc3\x9f" "e", "1");
	add(t, "ascii", "2");
	assert_prints(t, 0, 80,
	              "NAME   VALUE\n"
	              "Gr\xc3\xbc\xc3\x9f" "e      1\n"
	              "ascii      2\n");
	table_free(t);
}

static void wide_columns_wrap_at_blanks(void **state)
{
	struct table *t = table_new(two, 2);

	(void)state;
	add(t, "50GBASE-FR or 50GBASE-LR", "7");
	assert_prints(t, 0, 20,
	              "NAME           VALUE\n"
	              "50GBASE-FR or      7\n"
	              "50GBASE-LR\n");
	table_free(t);
}

static void words_are_not_broken_while_another_column_can_be_narrowed(void **state)
{
	static const struct table_column columns[] = { { "NAME", .wraps = true }, { "LIST", .wraps = true } };
	const char *const cells[] = { "2x1000BASE-BX10", "1x10G, 2x20G, 4x40G" };
	struct table *t = table_new(columns, 2);

	(void)state;
	assert_int_equal(table_add(t, cells), 0);
	assert_prints(t, 0, 25,
	              "NAME             LIST\n"
	              "2x1000BASE-BX10  1x10G,\n"
	              "                 2x20G,\n"
	              "                 4x40G\n");
	table_free(t);
}

static void words_without_blanks_are_broken_and_nothing_is_lost(void **state)
{
	struct table *t = table_new(two, 2);

	(void)state;
	add(t, "abcdefghijklmnop", "7");
	/* NAME does not go below 8: the line may be longer than the page, but complete. */
	assert_prints(t, 0, 5,
	              "NAME      VALUE\n"
	              "abcdefgh      7\n"
	              "ijklmnop\n");
	table_free(t);
}

static void notes_hang_under_their_row(void **state)
{
	struct table *t = table_new(two, 2);

	(void)state;
	add(t, "a", "1");
	assert_int_equal(table_note(t, "why", "one two three four"), 0);
	add(t, "b", "2");
	assert_int_equal(table_rows(t), 2);
	assert_prints(t, 0, 22,
	              "NAME  VALUE\n"
	              "a         1\n"
	              "    why: one two three\n"
	              "         four\n"
	              "b         2\n");
	table_free(t);
}

static void lines_break_in_the_right_place(void **state)
{
	static const struct {
		const char *label, *text;
		size_t width, bytes;
	} rows[] = {
		{ "fits", "abc", 3, 3 },
		{ "empty", "", 3, 0 },
		{ "before a word", "abc def", 5, 3 },
		{ "exactly at a blank", "abc def", 3, 3 },
		{ "hard", "abcdef", 4, 4 },
		{ "whole characters", "\xc3\xbc\xc3\xbc\xc3\xbc", 2, 4 },
		{ "last of several", "a b c d", 5, 5 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row(table_line_bytes(rows[i].text, rows[i].width) == rows[i].bytes, rows[i].label);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_as_wide_as_their_cells),
		cmocka_unit_test(width_counts_characters_not_bytes),
		cmocka_unit_test(wide_columns_wrap_at_blanks),
		cmocka_unit_test(words_are_not_broken_while_another_column_can_be_narrowed),
		cmocka_unit_test(words_without_blanks_are_broken_and_nothing_is_lost),
		cmocka_unit_test(notes_hang_under_their_row),
		cmocka_unit_test(lines_break_in_the_right_place),
	};

	return cmocka_run_group_tests_name("cli_table", tests, NULL, NULL);
}
