/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The MIB engine over two made-up tables and a group of scalars: the expected
 * tree is written out, then walked, fetched and poked at with odd names.
 */
#include "test.h"

#include <stdio.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "agent/mib_engine.h"

/* What the getters look at here: which rows there are. */
struct mib_view {
	const uint32_t (*pairs)[2];
	size_t pair_count;
	bool scalar_there;
};

/* Value of a cell: column * 1000 + index. Column 3 exists only for even second indexes. */
static bool get_number(const struct mib_cell *cell, struct mib_value *ret_value)
{
	ret_value->u = cell->column->number * 1000 + cell->row->index[0] * 10 + cell->row->index[1];
	return true;
}

static bool get_even(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell->row->index[1] % 2 == 0 && get_number(cell, ret_value);
}

static bool get_never(const struct mib_cell *cell, struct mib_value *ret_value)
{
	(void)cell;
	(void)ret_value;
	return false;
}

static bool get_scalar(const struct mib_cell *cell, struct mib_value *ret_value)
{
	ret_value->u = 7;
	return cell->view->scalar_there;
}

static void fill_scalars(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	mib_rows_add(rows, &(struct mib_row){ .index = { 0 } });
}

static void fill_pairs(const struct mib_view *view, struct mib_rows *rows)
{
	for (size_t i = 0; i < view->pair_count; i++)
		mib_rows_add(rows, &(struct mib_row){ .index = { view->pairs[i][0], view->pairs[i][1] } });
}

static void fill_nothing(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	(void)rows;
}

#define READ(n_, get_) { .number = (n_), .name = "x", .type = MIB_UNSIGNED, .access = MIB_READ_ONLY, .get = (get_) }

static const struct mib_column scalar_columns[] = { READ(1, get_number), READ(3, get_scalar) };
static const struct mib_column pair_columns[] = {
	{ .number = 1, .name = "x", .type = MIB_UNSIGNED, .access = MIB_NOT_ACCESSIBLE },
	READ(2, get_number),
	READ(3, get_even),
	READ(4, get_never),
	READ(5, NULL),
	READ(7, get_number),
};

static const struct mib_table scalars = {
	.name = "scalars", .arcs = { 1, 1 }, .arc_count = 2, .index_count = 1,
	.columns = scalar_columns, .column_count = ARRAY_SIZE(scalar_columns), .fill = fill_scalars,
};
static const struct mib_table empty = {
	.name = "empty", .arcs = { 1, 2, 1 }, .arc_count = 3, .index = { "a" }, .index_count = 1,
	.columns = pair_columns, .column_count = ARRAY_SIZE(pair_columns), .fill = fill_nothing,
};
static const struct mib_table pairs = {
	.name = "pairs", .arcs = { 1, 3, 1 }, .arc_count = 3, .index = { "a", "b" }, .index_count = 2,
	.columns = pair_columns, .column_count = ARRAY_SIZE(pair_columns), .fill = fill_pairs,
};
static const struct mib_table *const tables[] = { &scalars, &empty, &pairs };

static const uint32_t some_pairs[][2] = { { 1, 1 }, { 1, 2 }, { 4, 9 }, { 4294967295, 0 } };
static const uint32_t mixed_pairs[][2] = { { 4, 9 }, { 4294967295, 0 }, { 1, 2 }, { 1, 1 } };

#define ROOT ".9.8"

/* The whole tree, in order. */
static const struct {
	const char *name;
	uint32_t value;
} tree[] = {
	{ ".9.8.1.1.1.0", 1000 },
	{ ".9.8.1.1.3.0", 7 },
	{ ".9.8.1.3.1.2.1.1", 2011 },
	{ ".9.8.1.3.1.2.1.2", 2012 },
	{ ".9.8.1.3.1.2.4.9", 2049 },
	{ ".9.8.1.3.1.2.4294967295.0", 1990 },  /* 2000 + 4294967295 * 10, modulo 2^32 */
	{ ".9.8.1.3.1.3.1.2", 3012 },
	{ ".9.8.1.3.1.3.4294967295.0", 2990 },
	{ ".9.8.1.3.1.7.1.1", 7011 },
	{ ".9.8.1.3.1.7.1.2", 7012 },
	{ ".9.8.1.3.1.7.4.9", 7049 },
	{ ".9.8.1.3.1.7.4294967295.0", 6990 },
};

static struct mib_name parse(const char *s)
{
	struct mib_name name = { .len = 0 };

	while (*s == '.') {
		char *end;

		name.id[name.len++] = strtoul(s + 1, &end, 10);
		s = end;
	}
	return name;
}

static const char *text(const struct mib_name *name, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < name->len; i++)
		n += (size_t)snprintf(buf + n, size - n, ".%" PRIu32 "", name->id[i]);
	return buf;
}

static const struct mib_view full_view = { some_pairs, ARRAY_SIZE(some_pairs), true };

static struct mib *make(const struct mib_view *view)
{
	struct mib *mib = mib_new(ROOT, tables, ARRAY_SIZE(tables), view);

	assert_non_null(mib);
	return mib;
}

static void walks_the_tree_in_order(void **state)
{
	struct mib *mib = make(&full_view);
	struct mib_name name = parse(".1");
	struct mib_value value;
	char buf[512];
	size_t n = 0;

	(void)state;
	while (mib_next(mib, name.id, name.len, false, &name, &value) == MIB_FOUND) {
		assert_true(n < ARRAY_SIZE(tree));
		assert_string_equal(text(&name, buf, sizeof(buf)), tree[n].name);
		assert_int_equal(value.u, tree[n].value);
		n++;
	}
	assert_int_equal(n, ARRAY_SIZE(tree));
	mib_free(mib);
}

static void sorts_rows_that_come_unsorted(void **state)
{
	const struct mib_view view = { mixed_pairs, ARRAY_SIZE(mixed_pairs), true };
	struct mib *mib = make(&view);
	struct mib_name name = { .len = 0 };
	struct mib_value value;
	char buf[512];

	(void)state;
	for (size_t n = 0; n < ARRAY_SIZE(tree); n++) {
		assert_int_equal(mib_next(mib, name.id, name.len, false, &name, &value), MIB_FOUND);
		assert_string_equal(text(&name, buf, sizeof(buf)), tree[n].name);
	}
	mib_free(mib);
}

static void gets_every_instance(void **state)
{
	struct mib *mib = make(&full_view);
	struct mib_value value;

	(void)state;
	for (size_t n = 0; n < ARRAY_SIZE(tree); n++) {
		struct mib_name name = parse(tree[n].name);

		assert_row(mib_get(mib, name.id, name.len, &value) == MIB_FOUND, tree[n].name);
		assert_row(value.u == tree[n].value, tree[n].name);
		assert_row(mib_find(mib, name.id, name.len) != NULL, tree[n].name);
	}
	mib_free(mib);
}

static void get_tells_object_from_instance(void **state)
{
	static const struct {
		const char *name;
		enum mib_result result;
	} cases[] = {
		{ "", MIB_NO_OBJECT },
		{ ".9", MIB_NO_OBJECT },
		{ ".9.8", MIB_NO_OBJECT },
		{ ".9.8.1.1", MIB_NO_OBJECT },
		{ ".9.8.1.1.1", MIB_NO_INSTANCE },
		{ ".9.8.1.1.1.1", MIB_NO_INSTANCE },
		{ ".9.8.1.1.1.0.0", MIB_NO_INSTANCE },
		{ ".9.8.1.1.2.0", MIB_NO_OBJECT },
		{ ".9.8.1.2.1.2.1", MIB_NO_INSTANCE },           /* empty table */
		{ ".9.8.1.3.1", MIB_NO_OBJECT },
		{ ".9.8.1.3.2.2.1.1", MIB_NO_OBJECT },           /* not the entry */
		{ ".9.8.1.3.1.0.1.1", MIB_NO_OBJECT },
		{ ".9.8.1.3.1.1.1.1", MIB_NO_OBJECT },           /* not accessible */
		{ ".9.8.1.3.1.2", MIB_NO_INSTANCE },
		{ ".9.8.1.3.1.2.1", MIB_NO_INSTANCE },           /* index too short */
		{ ".9.8.1.3.1.2.1.1.0", MIB_NO_INSTANCE },       /* too long */
		{ ".9.8.1.3.1.2.1.3", MIB_NO_INSTANCE },
		{ ".9.8.1.3.1.3.1.1", MIB_NO_INSTANCE },         /* a hole */
		{ ".9.8.1.3.1.4.1.1", MIB_NO_INSTANCE },         /* a column of holes */
		{ ".9.8.1.3.1.5.1.1", MIB_NO_INSTANCE },         /* nothing reports it yet */
		{ ".9.8.1.3.1.6.1.1", MIB_NO_OBJECT },
		{ ".9.8.1.3.1.8.1.1", MIB_NO_OBJECT },
		{ ".9.8.2.1.1.0", MIB_NO_OBJECT },
		{ ".8.8.1.1.1.0", MIB_NO_OBJECT },
	};
	struct mib *mib = make(&full_view);
	struct mib_value value;

	(void)state;
	for (size_t n = 0; n < ARRAY_SIZE(cases); n++) {
		struct mib_name name = parse(cases[n].name);

		assert_row(mib_get(mib, name.id, name.len, &value) == cases[n].result, cases[n].name);
	}
	mib_free(mib);
}

static void next_finds_its_way_from_anywhere(void **state)
{
	static const struct {
		const char *name;
		bool inclusive;
		const char *next;  /* "": end */
	} cases[] = {
		{ "", false, ".9.8.1.1.1.0" },
		{ ".0", false, ".9.8.1.1.1.0" },
		{ ".9.8.1.1.1", false, ".9.8.1.1.1.0" },
		{ ".9.8.1.1.1.0", true, ".9.8.1.1.1.0" },
		{ ".9.8.1.1.1.0.0", false, ".9.8.1.1.3.0" },
		{ ".9.8.1.1.2", false, ".9.8.1.1.3.0" },
		{ ".9.8.1.1.3.0", false, ".9.8.1.3.1.2.1.1" },  /* over the empty table */
		{ ".9.8.1.2.1.7.5", false, ".9.8.1.3.1.2.1.1" },
		{ ".9.8.1.3.0.9", false, ".9.8.1.3.1.2.1.1" },
		{ ".9.8.1.3.1.1.4.9", false, ".9.8.1.3.1.2.1.1" },
		{ ".9.8.1.3.1.2.0", false, ".9.8.1.3.1.2.1.1" },
		{ ".9.8.1.3.1.2.1", false, ".9.8.1.3.1.2.1.1" },
		{ ".9.8.1.3.1.2.1.1", false, ".9.8.1.3.1.2.1.2" },
		{ ".9.8.1.3.1.2.1.1", true, ".9.8.1.3.1.2.1.1" },
		{ ".9.8.1.3.1.2.1.1.0", false, ".9.8.1.3.1.2.1.2" },
		{ ".9.8.1.3.1.2.1.1.0", true, ".9.8.1.3.1.2.1.2" },
		{ ".9.8.1.3.1.2.2", false, ".9.8.1.3.1.2.4.9" },
		{ ".9.8.1.3.1.2.4.4294967295", false, ".9.8.1.3.1.2.4294967295.0" },
		{ ".9.8.1.3.1.2.4294967295.0", false, ".9.8.1.3.1.3.1.2" },
		{ ".9.8.1.3.1.3.1.1", true, ".9.8.1.3.1.3.1.2" },
		{ ".9.8.1.3.1.3.1.2", false, ".9.8.1.3.1.3.4294967295.0" },
		{ ".9.8.1.3.1.4", false, ".9.8.1.3.1.7.1.1" },
		{ ".9.8.1.3.1.6.99", false, ".9.8.1.3.1.7.1.1" },
		{ ".9.8.1.3.1.7.4294967295.0", true, ".9.8.1.3.1.7.4294967295.0" },
		{ ".9.8.1.3.1.7.4294967295.0", false, "" },
		{ ".9.8.1.3.1.8", false, "" },
		{ ".9.8.1.3.2", false, "" },
		{ ".9.9", false, "" },
	};
	struct mib *mib = make(&full_view);
	struct mib_value value;
	char buf[512];

	(void)state;
	for (size_t n = 0; n < ARRAY_SIZE(cases); n++) {
		struct mib_name name = parse(cases[n].name), next = { .len = 0 };
		enum mib_result result = mib_next(mib, name.id, name.len, cases[n].inclusive, &next, &value);

		assert_row((result == MIB_FOUND) == (cases[n].next[0] != '\0'), cases[n].name);
		if (strcmp(text(&next, buf, sizeof(buf)), cases[n].next) != 0)
			fail_msg("after \"%s\": \"%s\", expected \"%s\"", cases[n].name, buf, cases[n].next);
	}
	mib_free(mib);
}

/* Whatever name a walk starts at, it ends, in order. */
static void next_always_advances(void **state)
{
	static const mib_subid ids[] = { 0, 1, 2, 3, 7, 8, 9, 4294967295 };
	struct mib *mib = make(&full_view);
	struct mib_value value;
	uint32_t seed = 1;

	(void)state;
	for (int n = 0; n < 20000; n++) {
		struct mib_name name, next, root = parse(ROOT);
		size_t common;

		name.len = 0;
		if (n % 2)
			name = root;
		for (unsigned len = n % 9; len > 0; len--) {
			seed = seed * 1664525 + 1013904223;
			name.id[name.len++] = ids[(seed >> 16) % ARRAY_SIZE(ids)];
		}
		if (mib_next(mib, name.id, name.len, false, &next, &value) != MIB_FOUND)
			continue;
		for (common = 0; common < name.len && common < next.len && name.id[common] == next.id[common];)
			common++;
		assert_true(common < next.len);
		assert_true(common == name.len || name.id[common] < next.id[common]);
		assert_int_equal(mib_get(mib, next.id, next.len, &value), MIB_FOUND);
	}
	mib_free(mib);
}

static void one_table_ends_where_it_ends(void **state)
{
	struct mib *mib = make(&full_view);
	struct mib_name name = parse(".9.8.1.1.3.0"), next;
	struct mib_value value;

	(void)state;
	assert_int_equal(mib_next_within(mib, 0, 1, name.id, name.len, false, &next, &value), MIB_END);
	assert_int_equal(mib_next_within(mib, 1, 2, name.id, name.len, false, &next, &value), MIB_END);
	assert_int_equal(mib_next_within(mib, 2, 3, name.id, name.len, false, &next, &value), MIB_FOUND);
	mib_free(mib);
}

/* Tables of three roots, given out of order: one walk, and what is registered where. */
static void tables_may_have_roots_of_their_own(void **state)
{
	static const struct mib_table before = {
		.name = "before", .root = ".9.7", .mib = "BEFORE-MIB", .arcs = { 1, 1, 2, 1 }, .arc_count = 4, .index = { "a", "b" },
		.index_count = 2, .columns = pair_columns, .column_count = ARRAY_SIZE(pair_columns), .fill = fill_pairs,
	};
	static const struct mib_table before_it = {
		.name = "beforeScalars", .root = ".9.7", .mib = "BEFORE-MIB", .arcs = { 1, 1, 1 }, .arc_count = 3, .index_count = 1,
		.columns = scalar_columns, .column_count = ARRAY_SIZE(scalar_columns), .fill = fill_scalars,
	};
	static const struct mib_table behind = {
		.name = "behind", .root = ".9.8.2", .arcs = { 1, 1 }, .arc_count = 2, .index = { "a", "b" },
		.index_count = 2, .columns = pair_columns, .column_count = ARRAY_SIZE(pair_columns), .fill = fill_pairs,
	};
	static const struct mib_table *const mixed[] = { &pairs, &behind, &before, &empty, &scalars, &before_it };
	static const struct {
		const char *name, *root;
		size_t first, end;
		bool own;
	} want[] = {
		{ "BEFORE-MIB", ".9.7", 0, 2, false },
		{ "scalars", ".9.8.1", 2, 5, true },
		{ "behind", ".9.8.2", 5, 6, false },
	};
	static const char *const subtrees[] = {
		".9.7", ".9.7.1", ".9.7.1.1", ".9.7.1.1.1", ".9.7.1.1.2", ".9.8.1", ".9.8.2", ".9.8.2.1",
	};
	struct mib *mib = mib_new(ROOT, mixed, ARRAY_SIZE(mixed), &full_view);
	struct mib_name name = { .len = 0 }, last = name;
	struct mib_value value;
	struct mib_name registered[ARRAY_SIZE(subtrees)];
	char buf[512];
	size_t n = 0;

	(void)state;
	assert_non_null(mib);
	assert_int_equal(mib_region_count(mib), ARRAY_SIZE(want));
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		const struct mib_region *r = mib_region(mib, i);

		assert_string_equal(r->name, want[i].name);
		assert_string_equal(text(&r->root, buf, sizeof(buf)), want[i].root);
		assert_row(r->first == want[i].first && r->end == want[i].end && r->own == want[i].own, r->name);
		n += mib_region_subtrees(mib, r, &registered[n], ARRAY_SIZE(subtrees) - n);
	}
	assert_int_equal(n, ARRAY_SIZE(subtrees));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(text(&registered[i], buf, sizeof(buf)), subtrees[i]);
	assert_int_equal(mib_region_subtrees(mib, mib_region(mib, 0), registered, 4), 5);
	n = 0;
	while (mib_next(mib, name.id, name.len, false, &name, &value) == MIB_FOUND) {
		last = name;
		n++;
	}
	assert_int_equal(n, ARRAY_SIZE(tree) + 2 + 2 * (ARRAY_SIZE(tree) - 2));
	assert_string_equal(text(&last, buf, sizeof(buf)), ".9.8.2.1.1.7.4294967295.0");
	assert_true(mib_cell(mib, &behind, 2, (const uint32_t[]){ 4, 9 }, &name, &value));
	assert_string_equal(text(&name, buf, sizeof(buf)), ".9.8.2.1.1.2.4.9");
	assert_int_equal(mib_get(mib, name.id, name.len, &value), MIB_FOUND);
	mib_free(mib);
}

static unsigned asked;

static bool get_rarely(const struct mib_cell *cell, struct mib_value *ret_value)
{
	asked++;
	ret_value->u = cell->row->index[0];
	return cell->row->index[0] == 4000;
}

/* Holes are looked for once: a walk of the column that has them, or of others beside it, stays cheap. */
static void holes_are_found_once(void **state)
{
	enum { ROWS = 5000 };
	static uint32_t many[ROWS][2];
	static const struct mib_column columns[] = { READ(1, get_number), READ(2, get_rarely), READ(3, get_never) };
	static const struct mib_table sparse = {
		.name = "sparse", .arcs = { 1, 1, 1 }, .arc_count = 3, .index = { "a", "b" }, .index_count = 2,
		.columns = columns, .column_count = ARRAY_SIZE(columns), .fill = fill_pairs,
	};
	static const struct mib_table *const one[] = { &sparse };
	const struct mib_view view = { many, ROWS, true };
	struct mib *mib;
	struct mib_value value;
	char buf[512];

	(void)state;
	for (uint32_t i = 0; i < ROWS; i++)
		many[i][0] = i;
	mib = mib_new(ROOT, one, 1, &view);
	assert_non_null(mib);
	asked = 0;
	for (mib_subid i = 0; i < ROWS; i++) {
		const mib_subid id[] = { 9, 8, 1, 1, 1, 2, i, 0 };
		struct mib_name next;
		enum mib_result result = mib_next(mib, id, ARRAY_SIZE(id), false, &next, &value);

		assert_int_equal(result, i < 4000 ? MIB_FOUND : MIB_END);
		if (i < 4000)
			assert_string_equal(text(&next, buf, sizeof(buf)), ".9.8.1.1.1.2.4000.0");
	}
	assert_true(asked < 3 * ROWS);
	mib_free(mib);
}

static void a_refresh_shows_other_rows(void **state)
{
	struct mib_view view = full_view;
	struct mib *mib = make(&view);
	struct mib_name name = parse(".9.8.1.3.1.2.1.1");
	struct mib_value value;

	(void)state;
	assert_int_equal(mib_get(mib, name.id, name.len, &value), MIB_FOUND);
	view.pairs = some_pairs + 1;
	view.pair_count = 1;
	mib_refresh(mib);
	assert_int_equal(mib_get(mib, name.id, name.len, &value), MIB_NO_INSTANCE);
	view.pair_count = 0;
	view.scalar_there = false;
	mib_refresh(mib);
	name = parse(".9.8.1.1.1.0");
	assert_int_equal(mib_next(mib, name.id, name.len, false, &name, &value), MIB_END);
	mib_free(mib);
}

static void cells_are_found_by_index(void **state)
{
	struct mib *mib = make(&full_view);
	struct mib_name name;
	struct mib_value value;
	char buf[512];

	(void)state;
	assert_true(mib_cell(mib, &pairs, 2, (const uint32_t[]){ 4, 9 }, &name, &value));
	assert_string_equal(text(&name, buf, sizeof(buf)), ".9.8.1.3.1.2.4.9");
	assert_int_equal(value.u, 2049);
	assert_false(mib_cell(mib, &pairs, 2, (const uint32_t[]){ 4, 8 }, &name, &value));
	assert_false(mib_cell(mib, &pairs, 3, (const uint32_t[]){ 4, 9 }, &name, &value));
	mib_free(mib);
}

static void malformed_roots_are_refused(void **state)
{
	static const char *const bad[] = { "", ".", "1.2", ".1..2", ".1.", ".x", ".4294967296", ".1.2 " };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_row(mib_new(bad[i], tables, ARRAY_SIZE(tables), &full_view) == NULL, bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_the_tree_in_order),
		cmocka_unit_test(sorts_rows_that_come_unsorted),
		cmocka_unit_test(gets_every_instance),
		cmocka_unit_test(get_tells_object_from_instance),
		cmocka_unit_test(next_finds_its_way_from_anywhere),
		cmocka_unit_test(next_always_advances),
		cmocka_unit_test(one_table_ends_where_it_ends),
		cmocka_unit_test(tables_may_have_roots_of_their_own),
		cmocka_unit_test(holes_are_found_once),
		cmocka_unit_test(a_refresh_shows_other_rows),
		cmocka_unit_test(cells_are_found_by_index),
		cmocka_unit_test(malformed_roots_are_refused),
	};

	return cmocka_run_group_tests_name("mib_engine", tests, NULL, NULL);
}
