/* SPDX-License-Identifier: BSD-3-Clause */
/* What is remembered of modules, over time and over restarts, with a clock of the test's own. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "box.h"
#include "collect/baseline.h"
#include "collect/baseline_file.h"
#include "scratch.h"

#define EPOCH 1800000000 /* some day in 2027 */
#define STEP 60
#define HOUR 3600
#define DAY 86400

/* Port of the leg that tests look at, and the trunk's lane. */
#define LEG 2

struct life {
	struct box box;
	struct state *writer;
	struct baseline *baseline;
	char dir[SCRATCH_PATH];
	int64_t mono, real;
};

static void begin(struct life *l)
{
	assert_int_equal(state_new(&l->writer), 0);
	l->baseline = baseline_new(l->writer, l->dir);
	assert_non_null(l->baseline);
}

static void end(struct life *l)
{
	baseline_free(l->baseline);
	state_free(l->writer, 10000);
}

static void life_init(struct life *l, struct scratch *scratch)
{
	*l = (struct life){ .mono = 1000, .real = EPOCH };
	box_init(&l->box, "4x10G");
	box_fit(&l->box, "40g-psm4", "10g-lr");
	scratch_path(scratch, "state", l->dir);
	begin(l);
}

static void life_release(struct life *l)
{
	end(l);
	box_release(&l->box);
}

static void restart(struct life *l)
{
	end(l);
	begin(l);
	l->mono = 50; /* another boot */
}

static struct lane *lane(struct life *l)
{
	struct module *m = (struct module *)(uintptr_t)l->box.snapshot->ports[LEG].module;

	return &m->lane[0];
}

static const struct lane_history *scan(struct life *l, bool stale)
{
	struct scan_time now = { .real = { .tv_sec = l->real },
		                 .mono = { .tv_sec = l->mono },
		                 .stale = stale };
	struct snapshot *s = l->box.snapshot;

	for (size_t i = 0; i < s->topology->port_count; i++) {
		if (!stale)
			s->ports[i].read_mono = now.mono;
		lane_histories_release(&s->ports[i].lanes);
	}
	baseline_scan(l->baseline, s, &now);
	return lane_history_of(&s->ports[LEG].lanes, 1);
}

/* Live on for a while, a reading every minute. */
static const struct lane_history *live(struct life *l, int64_t seconds)
{
	const struct lane_history *history = lane_history_of(&l->box.snapshot->ports[LEG].lanes, 1);

	for (int64_t end = l->mono + seconds; l->mono < end; l->mono += STEP, l->real += STEP)
		history = scan(l, false);
	return history;
}

static void set(struct life *l, int32_t bias_ua, int32_t rx_nw)
{
	lane(l)->tx_bias = value_of(bias_ua);
	lane(l)->rx_power = value_of(rx_nw);
}

static void nothing_is_told_before_there_is_enough(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	h = live(&l, BASELINE_SETTLE + BASELINE_START - 2 * STEP);
	assert_false(value_ok(h->bias.start));
	assert_false(value_ok(h->rx_power.now));
	h = live(&l, 3 * STEP);
	assert_true(value_ok(h->bias.start));
	assert_true(value_ok(h->rx_power.now));
	assert_int_equal(h->bias.start.v, lane(&l)->tx_bias.v);
	assert_in_range(h->bias.since, EPOCH + BASELINE_SETTLE + BASELINE_START, l.real);
	life_release(&l);
}

static void readings_while_it_settles_do_not_count(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 60000, 900000);
	live(&l, BASELINE_SETTLE - STEP);
	set(&l, 40000, 500000);
	h = live(&l, HOUR);
	assert_int_equal(h->bias.start.v, 40000);
	assert_int_equal(h->rx_power.start.v, 500000);
	life_release(&l);
}

static void what_creeps_is_followed(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	set(&l, 50000, 400000);
	h = live(&l, HOUR);
	/* Slowly. */
	assert_in_range(h->bias.now.v, 41000, 43000);
	h = live(&l, 2 * DAY);
	assert_int_equal(h->bias.start.v, 40000);
	assert_in_range(h->bias.now.v, 49900, 50000);
	assert_int_equal(h->rx_power.start.v, 500000);
	assert_in_range(h->rx_power.now.v, 400000, 400500);
	assert_in_range(h->bias.seconds, 2 * DAY, 2 * DAY + 2 * HOUR);
	life_release(&l);
}

/* What was read before is shown in scans that did not read, and not counted again. */
static void scans_without_readings_count_nothing(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	for (unsigned i = 0; i < 100; i++, l.mono += STEP, l.real += STEP)
		h = scan(&l, true);
	assert_false(value_ok(h->bias.start));
	live(&l, HOUR);
	h = scan(&l, true);
	assert_true(value_ok(h->bias.start));
	life_release(&l);
}

static void it_survives_a_restart(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	restart(&l);
	l.real += 10 * DAY;
	set(&l, 60000, 250000);
	h = scan(&l, false);
	assert_int_equal(h->bias.start.v, 40000);
	assert_int_equal(h->bias.now.v, 40000);
	assert_in_range(h->bias.seconds, 10 * DAY, 10 * DAY + HOUR);
	h = live(&l, 2 * DAY);
	assert_int_equal(h->bias.start.v, 40000);
	assert_in_range(h->bias.now.v, 59900, 60000);
	assert_in_range(h->rx_power.now.v, 249000, 251000);
	life_release(&l);
}

static void a_module_plugged_in_again_gets_light_anew(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	l.box.snapshot->ports[LEG].insertions++;
	set(&l, 44000, 300000);
	h = scan(&l, false);
	assert_int_equal(h->bias.start.v, 40000);
	assert_false(value_ok(h->rx_power.start));
	h = live(&l, HOUR);
	assert_int_equal(h->rx_power.start.v, 300000);
	life_release(&l);
}

static void another_module_is_another_story(void **state)
{
	struct module *first, *second;
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	first = module_ref(l.box.snapshot->ports[LEG].module);
	second = box_module("10g-lr");
	box_plug(&l.box, LEG, second);
	l.box.snapshot->ports[LEG].insertions++;
	h = live(&l, 5 * STEP);
	assert_false(value_ok(h->bias.start));
	h = live(&l, HOUR);
	assert_int_not_equal(h->bias.start.v, 40000);
	/* The first is known when it comes back. */
	box_plug(&l.box, LEG, first);
	l.box.snapshot->ports[LEG].insertions++;
	h = scan(&l, false);
	assert_int_equal(h->bias.start.v, 40000);
	life_release(&l);
}

/* The ends of a cable have one serial number. */
static void the_same_identity_in_two_ports_is_two(void **state)
{
	struct module *a, *b;
	struct life l;

	life_init(&l, *state);
	a = (struct module *)(uintptr_t)l.box.snapshot->ports[LEG].module;
	b = (struct module *)(uintptr_t)l.box.snapshot->ports[LEG + 1].module;
	strcpy(b->serial, a->serial);
	a->lane[0].tx_bias = value_of(40000);
	b->lane[0].tx_bias = value_of(30000);
	live(&l, HOUR);
	assert_int_equal(l.box.snapshot->ports[LEG].lanes.lane[0].bias.start.v, 40000);
	assert_int_equal(l.box.snapshot->ports[LEG + 1].lanes.lane[0].bias.start.v, 30000);
	life_release(&l);
}

static void without_a_serial_number_nothing_is_remembered(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	((struct module *)(uintptr_t)l.box.snapshot->ports[LEG].module)->serial[0] = '\0';
	h = live(&l, HOUR);
	assert_false(value_ok(h->bias.start));
	life_release(&l);
}

static void dark(struct life *l, bool is)
{
	lane(l)->rx_power.state = is ? VALUE_NO_LIGHT : VALUE_OK;
	lane(l)->signals = is ? SIGNAL_RX_LOS : 0;
}

static void light_that_was_away_starts_anew(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	/* One reading is a flicker. */
	dark(&l, true);
	live(&l, STEP);
	dark(&l, false);
	l.mono -= STEP / 2;
	h = live(&l, STEP);
	assert_int_equal(h->rx_power.start.v, 500000);
	dark(&l, true);
	h = live(&l, 3 * STEP);
	assert_int_equal(h->rx_power.start.v, 500000);
	dark(&l, false);
	set(&l, 40000, 200000);
	h = live(&l, HOUR);
	assert_int_equal(h->rx_power.start.v, 200000);
	assert_int_equal(h->bias.start.v, 40000);
	life_release(&l);
}

static void a_laser_that_is_off_tells_nothing(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	lane(&l)->signals |= SIGNAL_TX_DISABLED;
	lane(&l)->signals_known |= SIGNAL_TX_DISABLED;
	set(&l, 100, 500000);
	h = live(&l, DAY);
	assert_int_equal(h->bias.now.v, 40000);
	life_release(&l);
}

/* Lasers need more current where it is hot: no sign of age. */
static void heat_is_not_age(void **state)
{
	const struct lane_history *h;
	struct module *m;
	struct life l;

	life_init(&l, *state);
	m = (struct module *)(uintptr_t)l.box.snapshot->ports[LEG].module;
	m->temperature = value_of(3000);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	m->temperature = value_of(5500);
	set(&l, 55000, 500000);
	h = live(&l, 2 * DAY);
	assert_int_equal(h->bias.now.v, 40000);
	m->temperature = value_of(3900);
	h = live(&l, 2 * DAY);
	assert_in_range(h->bias.now.v, 54900, 55000);
	life_release(&l);
}

/* One reading after a long pause is one reading. */
static void pauses_do_not_count_as_time(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	set(&l, 40000, 500000);
	live(&l, HOUR);
	l.mono += 30 * DAY;
	l.real += 30 * DAY;
	set(&l, 60000, 500000);
	h = scan(&l, false);
	assert_in_range(h->bias.now.v, 42000, 44000);
	life_release(&l);
}

static void a_clock_that_is_not_set_counts_nothing(void **state)
{
	const struct lane_history *h;
	struct life l;

	life_init(&l, *state);
	l.real = 100;
	h = live(&l, 2 * HOUR);
	assert_false(value_ok(h->bias.start));
	/* Set too late, and set right then. */
	l.real = EPOCH + 3000LL * DAY;
	live(&l, HOUR);
	l.real = EPOCH;
	h = live(&l, STEP);
	assert_false(value_ok(h->bias.start));
	h = live(&l, HOUR);
	assert_in_range(h->bias.since, EPOCH, EPOCH + HOUR);
	life_release(&l);
}

/* What is in a file. */
static int parse(const char *path, struct baseline_modules *all)
{
	char *text;
	size_t len;
	int r;

	assert_int_equal(file_slurp(path, BASELINE_FILE_MAX, &text, &len), 0);
	r = baseline_file_parse(text, len, all);
	free(text);
	return r;
}

static size_t remembered(const struct life *l)
{
	struct baseline_modules all = { 0 };
	char path[SCRATCH_PATH + 32];
	size_t count;

	snprintf(path, sizeof(path), "%s/baseline.json", l->dir);
	assert_true(state_wait(l->writer, 10000));
	assert_int_equal(parse(path, &all), 0);
	count = all.count;
	baseline_modules_release(&all);
	return count;
}

static void the_file_is_written_now_and_then(void **state)
{
	char path[SCRATCH_PATH + 32];
	struct stat st;
	struct life l;

	life_init(&l, *state);
	snprintf(path, sizeof(path), "%s/baseline.json", l.dir);
	live(&l, BASELINE_SAVE - STEP);
	assert_int_equal(stat(path, &st), -1);
	live(&l, 3 * STEP);
	assert_int_equal(remembered(&l), 5);
	assert_int_equal(unlink(path), 0);
	live(&l, BASELINE_SAVE / 2);
	assert_int_equal(stat(path, &st), -1);
	/* At the end in any case. */
	restart(&l);
	assert_int_equal(remembered(&l), 5);
	life_release(&l);
}

static void old_modules_are_forgotten(void **state)
{
	struct life l;

	life_init(&l, *state);
	live(&l, HOUR);
	for (size_t i = 1; i < 5; i++)
		box_plug(&l.box, i, NULL);
	l.real += BASELINE_KEEP - 2 * DAY;
	live(&l, BASELINE_SAVE + STEP);
	restart(&l);
	assert_int_equal(remembered(&l), 5);
	scan(&l, false);
	l.real += 3 * DAY;
	live(&l, BASELINE_SAVE + HOUR);
	restart(&l);
	assert_int_equal(remembered(&l), 1);
	life_release(&l);
}

/* However many modules come and go. */
static void the_number_of_modules_is_bounded(void **state)
{
	struct module *m;
	struct life l;

	life_init(&l, *state);
	m = (struct module *)(uintptr_t)l.box.snapshot->ports[LEG].module;
	for (unsigned i = 0; i < BASELINE_MAX_MODULES + 100; i++, l.mono++, l.real++) {
		snprintf(m->serial, sizeof(m->serial), "N%u", i);
		l.box.snapshot->ports[LEG].insertions++;
		scan(&l, false);
	}
	assert_true(value_ok(live(&l, HOUR)->bias.start));
	life_release(&l);
}

#define LANES "\"lanes\":[{\"lane\":1,\"bias\":{\"start\":40000,\"now\":41000,\"since\":1700000000}}]"
#define ONE(serial)                                                                                          \
	"{\"port\":\"swp3\",\"vendor\":\"V\",\"part_number\":\"P\",\"serial\":\"" serial                     \
	"\",\"seen\":1700000000," LANES "}"
#define FILE_OF(modules) "{\"version\":1,\"modules\":[" modules "]}"

static void hostile_files_are_ignored(void **state)
{
	static const struct {
		const char *text;
		int result;
		size_t count;
	} rows[] = {
		{ FILE_OF(ONE("a")), 0, 1 },
		{ FILE_OF(ONE("a") "," ONE("b")), 0, 2 },
		{ "", -EINVAL, 0 },
		{ "{", -EINVAL, 0 },
		{ "[]", -EINVAL, 0 },
		{ "null", -EINVAL, 0 },
		{ "{\"version\":2,\"modules\":[]}", -EINVAL, 0 },
		{ "{\"version\":1}", -EINVAL, 0 },
		{ "{\"version\":1,\"modules\":{}}", -EINVAL, 0 },
		{ FILE_OF("1"), -EINVAL, 0 },
		{ FILE_OF("{}," ONE("a")), -EINVAL, 1 },
		{ FILE_OF("{\"port\":1,\"vendor\":\"V\",\"part_number\":\"P\",\"serial\":\"S\",\"seen\":1}"),
		  -EINVAL, 0 },
		{ FILE_OF("{\"port\":\"p\",\"vendor\":\"V\",\"part_number\":\"P\",\"serial\":\"S\",\"seen\":-"
		          "1}"),
		  -EINVAL, 0 },
		{ FILE_OF("{\"port\":\"p\",\"vendor\":\"V\",\"part_number\":\"P\",\"serial\":\"S\",\"seen\":"
		          "1,"
		          "\"lanes\":[{\"lane\":17}]}"),
		  -EINVAL, 0 },
		{ FILE_OF("{\"port\":\"p\",\"vendor\":\"V\",\"part_number\":\"P\",\"serial\":\"S\",\"seen\":"
		          "1,"
		          "\"lanes\":[{\"lane\":1,\"bias\":{\"start\":1e300,\"now\":1,\"since\":1}}]}"),
		  -EINVAL, 0 },
		{ FILE_OF("{\"port\":\"p\",\"vendor\":\"V\",\"part_number\":\"P\",\"serial\":\"S\",\"seen\":"
		          "1,"
		          "\"lanes\":[{\"lane\":1,\"bias\":{\"start\":0,\"now\":1,\"since\":1}}]}"),
		  -EINVAL, 0 },
		{ FILE_OF("{\"port\":\"p\",\"vendor\":\"V\",\"part_number\":\"P\",\"serial\":\"a serial "
		          "number that is "
		          "much longer than what sixteen bytes of a module can hold\",\"seen\":1}"),
		  -EINVAL, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct baseline_modules all = { 0 };
		char path[SCRATCH_PATH];
		int r;

		scratch_text(*state, "baseline.json", rows[i].text);
		r = parse(scratch_path(*state, "baseline.json", path), &all);
		if (r != rows[i].result || all.count != rows[i].count)
			fail_msg("row %zu: %d, %zu modules", i, r, all.count);
		baseline_modules_release(&all);
	}
}

/* Cut anywhere, it is no file; nothing crashes. */
static void files_cut_short_are_ignored(void **state)
{
	static char text[65536];
	char path[SCRATCH_PATH + 32];
	struct life l;
	size_t len;

	life_init(&l, *state);
	live(&l, HOUR);
	life_release(&l);
	snprintf(path, sizeof(path), "%s/baseline.json", l.dir);
	assert_int_equal(file_read(path, text, sizeof(text), &len), 0);
	for (size_t cut = 1; cut < len; cut += 7) {
		struct baseline_modules all = { 0 };

		assert_int_equal(file_replace_durably(path, text, len - cut), 0);
		assert_int_equal(parse(path, &all), -EINVAL);
		baseline_modules_release(&all);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)
		TEST(nothing_is_told_before_there_is_enough),
		TEST(readings_while_it_settles_do_not_count),
		TEST(what_creeps_is_followed),
		TEST(scans_without_readings_count_nothing),
		TEST(it_survives_a_restart),
		TEST(a_module_plugged_in_again_gets_light_anew),
		TEST(another_module_is_another_story),
		TEST(the_same_identity_in_two_ports_is_two),
		TEST(without_a_serial_number_nothing_is_remembered),
		TEST(light_that_was_away_starts_anew),
		TEST(a_laser_that_is_off_tells_nothing),
		TEST(heat_is_not_age),
		TEST(pauses_do_not_count_as_time),
		TEST(a_clock_that_is_not_set_counts_nothing),
		TEST(the_file_is_written_now_and_then),
		TEST(old_modules_are_forgotten),
		TEST(the_number_of_modules_is_bounded),
		TEST(hostile_files_are_ignored),
		TEST(files_cut_short_are_ignored),
	};

	return cmocka_run_group_tests_name("baseline", tests, NULL, NULL);
}
