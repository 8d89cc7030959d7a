/* SPDX-License-Identifier: BSD-3-Clause */
/* The last day of lanes: what is kept, what is forgotten, what it looks like. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "box.h"
#include "model/history.h"
#include "view/history_text.h"

#define START 3000000   /* seconds; the beginning of a slot */

static struct history *history;
static struct box box;

static int setup(void **state)
{
	(void)state;
	history = history_new();
	box_init(&box, "4x25G");
	box_fit(&box, "100g-sr4", "25g-sr");
	return history ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	history_free(history);
	box_release(&box);
	return 0;
}

/* Lane 2 of port 1 receives so much, at that time. */
static void reading(int64_t at, int32_t cdbm)
{
	struct module *m = box_module("100g-sr4");

	m->lane[1].rx_power = cdbm == -4000 ? (struct value){ .state = VALUE_NO_LIGHT } : value_of(power_nw_from_cdbm(cdbm));
	m->lane[1].tx_bias = value_of(7000);
	TEXT_SET(m->serial, "SAME");
	box_plug(&box, 0, m);
	box.snapshot->ports[0].read_mono.tv_sec = at;
	assert_int_equal(history_add(history, box.snapshot), 0);
}

static struct history_point point(int64_t now, enum history_monitor monitor, size_t back)
{
	struct history_point points[HISTORY_SLOTS];
	bool full;

	assert_true(history_get(history, 1, 2, monitor, now, points, &full));
	assert_false(full);
	return points[HISTORY_SLOTS - 1 - back];
}

static void is(struct history_point p, int32_t least, int32_t mean, int32_t most)
{
	assert_true(p.known);
	assert_in_range(p.mean + 5000, mean + 4999, mean + 5001);
	assert_in_range(p.least + 5000, least + 4994, least + 5001);
	assert_in_range(p.most + 5000, most + 4999, most + 5006);
}

static void readings_of_five_minutes_are_one(void **state)
{
	(void)state;
	reading(START, -200);
	reading(START + 10, -400);
	reading(START + 10, -1000);   /* the same reading again, in another snapshot */
	reading(START + 299, -300);
	is(point(START + 299, HISTORY_RX_POWER, 0), -400, -300, -200);
	is(point(START + 299, HISTORY_TX_BIAS, 0), 3500, 3500, 3500);
	assert_false(point(START + 299, HISTORY_RX_POWER, 1).known);
	reading(START + 300, -4000);
	is(point(START + 300, HISTORY_RX_POWER, 0), -4000, -4000, -4000);
	is(point(START + 300, HISTORY_RX_POWER, 1), -400, -300, -200);
	/* It grows old without readings, too. */
	is(point(START + 900, HISTORY_RX_POWER, 3), -400, -300, -200);
}

static void gaps_stay_gaps(void **state)
{
	(void)state;
	reading(START, -200);
	reading(START + 3 * 300, -300);
	assert_false(point(START + 3 * 300, HISTORY_RX_POWER, 1).known);
	assert_false(point(START + 3 * 300, HISTORY_RX_POWER, 2).known);
	assert_true(point(START + 3 * 300, HISTORY_RX_POWER, 3).known);
}

static void a_day_is_kept_and_no_more(void **state)
{
	(void)state;
	for (int i = 0; i < 2 * HISTORY_SLOTS; i++)
		reading(START + i * 300, -200 - i);
	for (size_t i = 0; i < HISTORY_SLOTS; i += 17)
		is(point(START + (2 * HISTORY_SLOTS - 1) * 300, HISTORY_RX_POWER, i), -200 - (575 - (int)i),
		   -200 - (575 - (int)i), -200 - (575 - (int)i));
	/* After a long silence nothing of before is left. */
	reading(START + 10 * HISTORY_SLOTS * 300, -100);
	assert_true(point(START + 10 * HISTORY_SLOTS * 300, HISTORY_RX_POWER, 0).known);
	for (size_t i = 1; i < HISTORY_SLOTS; i++)
		assert_false(point(START + 10 * HISTORY_SLOTS * 300, HISTORY_RX_POWER, i).known);
}

static void another_module_begins_anew(void **state)
{
	struct module *m = box_module("100g-sr4");

	(void)state;
	reading(START, -200);
	TEXT_SET(m->serial, "ANOTHER");
	box_plug(&box, 0, m);
	box.snapshot->ports[0].read_mono.tv_sec = START + 300;
	assert_int_equal(history_add(history, box.snapshot), 0);
	assert_false(point(START + 300, HISTORY_RX_POWER, 1).known);
}

static void ports_that_are_gone_are_forgotten(void **state)
{
	struct history_point points[HISTORY_SLOTS];
	bool full;

	(void)state;
	reading(START, -200);
	box.topology->ports[0].index = 60000;
	assert_int_equal(history_add(history, box.snapshot), 0);
	assert_false(history_get(history, 1, 2, HISTORY_RX_POWER, START, points, &full));
	box.topology->ports[0].index = 1;
}

static void a_day_has_its_plot(void **state)
{
	static struct lane_day day = { .port = "swp1", .lane = 2, .known = { true } };
	struct show_options options = { .width = 80 };
	char *text = NULL;
	size_t len;
	FILE *out;

	(void)state;
	for (int i = 0; i < HISTORY_SLOTS; i++)
		day.points[0][i] = (struct history_point){ i != 100, -300 - i, -300 - i, -300 - i };
	for (unsigned json = 0; json < 2; json++) {
		options.json = json;
		out = open_memstream(&text, &len);
		assert_non_null(out);
		assert_int_equal(history_print(&day, &options, out), 0);
		fclose(out);
		if (json) {
			json_t *object = json_loads(text, 0, NULL);

			assert_int_equal(json_array_size(json_object_get(object, "rx_power_dbm")), HISTORY_SLOTS);
			assert_true(json_is_null(json_array_get(json_object_get(object, "rx_power_dbm"), 100)));
			json_decref(object);
		} else {
			assert_non_null(strstr(text, "received power, dBm: least -5.87, mean -4.4"));
			assert_non_null(strstr(text, "\n   -3.00 \u2587"));
			assert_non_null(strstr(text, "-24 h"));
			assert_null(strstr(text, "laser bias"));
		}
		free(text);
	}
}

/* A tenth of a dB of noise is no cliff: the plot spans one dB at least. */
static void noise_is_flat(void **state)
{
	static struct lane_day day = { .port = "swp1", .lane = 2, .known = { true } };
	const struct show_options options = { .width = 80 };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	assert_non_null(out);
	for (int i = 0; i < HISTORY_SLOTS; i++)
		day.points[0][i] = (struct history_point){ true, -300 - i % 10, -300 - i % 10, -300 - i % 10 };
	assert_int_equal(history_print(&day, &options, out), 0);
	fclose(out);
	assert_non_null(strstr(text, "least -3.09, mean -3.04, most -3.00\n"));
	assert_non_null(strstr(text, "\n   -2.54 "));
	assert_non_null(strstr(text, "\n   -3.54 \u2588"));
	free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(readings_of_five_minutes_are_one), TEST(gaps_stay_gaps),
		TEST(a_day_is_kept_and_no_more),        TEST(another_module_begins_anew),
		TEST(ports_that_are_gone_are_forgotten), cmocka_unit_test(a_day_has_its_plot),
		cmocka_unit_test(noise_is_flat),
	};

	return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
