/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which snapshot a request is answered from: snapshots are told apart by their
 * scan number, which the only table serves as its only value.
 */
#include "test.h"

#include <stdio.h>

#include "agent/mib.h"
#include "agent/pictures.h"
#include "show_scan.h"

static bool get_scan(const struct mib_cell *cell, struct mib_value *ret_value)
{
	ret_value->u = cell->view->snapshot ? cell->view->snapshot->scan : 0;
	return true;
}

static void fill_ten(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	for (uint32_t i = 1; i <= 10; i++)
		mib_rows_add(rows, &(struct mib_row){ .index = { i } });
}

static const struct mib_column columns[] = {
	{ .number = 1, .name = "x", .type = MIB_UNSIGNED, .access = MIB_READ_ONLY, .get = get_scan },
};
static const struct mib_table table = {
	.name = "table", .arcs = { 1, 1 }, .arc_count = 2, .index = { "a" }, .index_count = 1,
	.columns = columns, .column_count = 1, .fill = fill_ten,
};
static const struct mib_table *const tables[] = { &table };

struct world {
	struct pictures *pictures;
	struct topology *topology;
	struct mib_view view;
	struct timespec now;
	uint32_t transaction;
};

static int set_up(void **state)
{
	static struct world w;

	w = (struct world){ .now = { .tv_sec = 1000 } };
	w.topology = topology_new();
	w.pictures = pictures_new(".9", tables, 1, &w.view);
	*state = &w;
	return w.pictures && w.topology ? 0 : -1;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	pictures_free(w->pictures);
	topology_unref(w->topology);
	return 0;
}

static void later(struct world *w, long ms)
{
	w->now.tv_nsec += ms % 1000 * 1000000;
	w->now.tv_sec += ms / 1000 + w->now.tv_nsec / 1000000000;
	w->now.tv_nsec %= 1000000000;
}

static uint32_t latest(struct world *w)
{
	const mib_subid id[] = { 9, 1, 1, 1, 1 };
	struct mib_value value;

	assert_int_equal(mib_get(pictures_latest(w->pictures, &w->now), id, 5, &value), MIB_FOUND);
	return value.u;
}

/* GETNEXT of row `row` (0: the first of a walk) in a transaction; the scan that its answer is of. */
static uint32_t step_in(struct world *w, uint32_t transaction, mib_subid row)
{
	const mib_subid id[] = { 9, 1, 1, 1, row };
	struct cursor *cursor;
	struct mib_name next;
	struct mib_value value;
	struct mib *mib = pictures_walk(w->pictures, transaction, id, row ? 5 : 4, &w->now, &cursor);

	assert_int_equal(mib_next(mib, id, row ? 5 : 4, false, &next, &value), MIB_FOUND);
	assert_int_equal(next.id[4], row + 1);
	pictures_answered(cursor, next.id, next.len);
	return value.u;
}

static uint32_t step(struct world *w, mib_subid row)
{
	return step_in(w, ++w->transaction, row);
}

static void a_walk_stays_in_its_scan(void **state)
{
	struct world *w = *state;

	show_scan(w->pictures, w->topology, 1);
	assert_int_equal(step(w, 0), 1);
	for (uint32_t i = 1; i < 9; i++) {
		show_scan(w->pictures, w->topology, 1 + i);
		later(w, 1500);
		assert_int_equal(step(w, i), 1);
		assert_int_equal(latest(w), 1 + i);
		assert_int_equal(pictures_held(w->pictures), 1);
	}
	assert_int_equal(step(w, 0), 9);
}

static void an_idle_walk_is_let_go(void **state)
{
	struct world *w = *state;

	show_scan(w->pictures, w->topology, 1);
	(void)step(w, 0);
	show_scan(w->pictures, w->topology, 2);
	assert_int_equal(step(w, 1), 1);
	later(w, 2100);
	pictures_expire(w->pictures, &w->now);
	assert_int_equal(pictures_held(w->pictures), 0);
	assert_int_equal(step(w, 2), 2);
}

/* A walk that is over does not take the next one back into its scan, where that comes to its last name. */
static void a_walk_that_is_over_is_over(void **state)
{
	struct world *w = *state;
	const mib_subid last[] = { 9, 1, 1, 1, 3 };
	struct cursor *cursor;

	show_scan(w->pictures, w->topology, 1);
	for (uint32_t i = 0; i < 3; i++)
		(void)step(w, i);
	(void)pictures_walk(w->pictures, ++w->transaction, last, 5, &w->now, &cursor);
	pictures_ended(cursor);
	show_scan(w->pictures, w->topology, 2);
	for (uint32_t i = 0; i < 6; i++)
		assert_int_equal(step(w, i), 2);
}

static void one_transaction_is_of_one_scan(void **state)
{
	struct world *w = *state;

	show_scan(w->pictures, w->topology, 1);
	assert_int_equal(step_in(w, 77, 0), 1);
	show_scan(w->pictures, w->topology, 2);
	/* Repetitions of a GETBULK, whatever their names. */
	assert_int_equal(step_in(w, 77, 1), 1);
	assert_int_equal(step_in(w, 77, 5), 1);
	/* Numbered anew after a restart of the master. */
	pictures_forget_transactions(w->pictures);
	assert_int_equal(step_in(w, 77, 3), 2);
}

static void a_repeated_request_gets_the_same_answer(void **state)
{
	struct world *w = *state;

	show_scan(w->pictures, w->topology, 1);
	(void)step(w, 0);
	(void)step(w, 1);
	show_scan(w->pictures, w->topology, 2);
	assert_int_equal(step(w, 2), 1);
	assert_int_equal(step(w, 2), 1);
	assert_int_equal(step(w, 3), 1);
}

static void a_poll_of_the_same_name_is_fresh(void **state)
{
	struct world *w = *state;

	for (uint32_t i = 1; i < 30; i++) {
		show_scan(w->pictures, w->topology, i);
		assert_int_equal(step(w, 3), i);
		assert_int_equal(latest(w), i);
	}
}

static void walks_do_not_mix(void **state)
{
	struct world *w = *state;

	show_scan(w->pictures, w->topology, 1);
	assert_int_equal(step(w, 0), 1);
	show_scan(w->pictures, w->topology, 2);
	later(w, 10);
	assert_int_equal(step(w, 0), 2);
	/* In step from here on: whoever came first asks first. */
	for (mib_subid row = 1; row < 9; row++) {
		later(w, 10);
		assert_int_equal(step(w, row), 1);
		later(w, 10);
		assert_int_equal(step(w, row), 2);
	}
}

static void many_walks_are_bounded(void **state)
{
	struct world *w = *state;
	uint32_t walk;

	for (uint32_t i = 1; i < 100; i++) {
		show_scan(w->pictures, w->topology, i);
		assert_int_equal(step(w, 0), i);
		later(w, 1);
		assert_true(pictures_held(w->pictures) <= PICTURES_HELD);
	}
	/* Requests that nobody went on from make room before walks do. */
	later(w, 1);
	walk = step(w, 1);
	for (uint32_t i = 100; i < 100 + 50; i++) {
		show_scan(w->pictures, w->topology, i);
		later(w, 1);
		(void)step(w, 5);
	}
	assert_int_equal(step(w, 2), walk);
	assert_true(walk < 100);
}

int main(void)
{
#define TEST(name_) cmocka_unit_test_setup_teardown(name_, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_walk_stays_in_its_scan),
		TEST(an_idle_walk_is_let_go),
		TEST(a_walk_that_is_over_is_over),
		TEST(one_transaction_is_of_one_scan),
		TEST(a_repeated_request_gets_the_same_answer),
		TEST(a_poll_of_the_same_name_is_fresh),
		TEST(walks_do_not_mix),
		TEST(many_walks_are_bounded),
	};

	return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
