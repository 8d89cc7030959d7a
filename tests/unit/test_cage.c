/* SPDX-License-Identifier: BSD-3-Clause */
/* One cage: what a scan reads and what it costs, when readings count, and flags that reading clears. */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "box.h"
#include "collect/cage.h"
#include "eeprom/eeprom.h"
#include "fake_source.h"

#define TRUST (SCAN_LIVE | SCAN_TRUST)

/* A cage with a clock of its own: each scan is a second. */
struct bench {
	struct fake_box *fake;
	struct cage cage;
	struct cage_change change; /* of the last scan */
	uint32_t scan;
};

/* A healthy one, with the same serial number each time. */
static struct module *module_of(const char *type)
{
	struct module *m = box_module(type);

	strcpy(m->serial, "SAME");
	return m;
}

static void insert(struct bench *b, const char *type, void (*change)(struct module *m))
{
	struct module *m = module_of(type);
	struct image *img = image_new();

	assert_non_null(img);
	if (change)
		change(m);
	assert_int_equal(eeprom_encode(m, img), 0);
	fake_insert_image(b->fake, 1, img);
	image_free(img);
	module_unref(m);
}

static void scan(struct bench *b, unsigned how)
{
	struct scan_time now = { .scan = ++b->scan };

	module_unref(b->change.removed);
	now.real.tv_sec = 1000 + b->scan;
	now.mono.tv_sec = b->scan;
	cage_scan(&b->cage, how, &now, &b->change);
}

static void bench_init_in(struct bench *b, const char *type, bool steady)
{
	struct port_decl port = { .index = 1 };
	struct source *source;

	*b = (struct bench){ .fake = fake_box_new(1) };
	if (steady)
		fake_steady(b->fake);
	cage_init(&b->cage, 0);
	assert_int_equal(fake_open(&port, "", b->fake, &source), 0);
	cage_open(&b->cage, source, 0);
	if (type)
		insert(b, type, NULL);
	scan(b, SCAN_LIVE);
}

/* Type NULL: an empty cage. Else the module has been read, and was there from the start. */
static void bench_init(struct bench *b, const char *type)
{
	bench_init_in(b, type, false);
}

static void bench_release(struct bench *b)
{
	module_unref(b->change.removed);
	cage_release(&b->cage);
	fake_box_free(b->fake);
}

/*
 * The reads of a DOM scan, byte by byte the registers that are shown or judged, and what is read at most: a
 * tenth more. Counted here by hand from the register maps.
 */
static void a_dom_scan_costs_little(void **state)
{
	static const struct {
		const char *type;
		unsigned reads, needed;
		size_t static_from, static_to; /* linear */
	} rows[] = {
		/* 2-7, 9-14, 22-23, 26-27, 34-57, 86 */
		{ "100g-sr4", 4, 6 + 6 + 2 + 2 + 24 + 1, 128, 16384 },
		/* Not 5: no CDR. */
		{ "40g-sr4", 4, 3 + 2 + 6 + 2 + 2 + 24 + 1, 128, 16384 },
		/* A2h:96-105, 110, 112-113, 116-117 */
		{ "10g-sr", 3, 10 + 1 + 2 + 2, 0, 256 + 96 },
		/* ... and 119, of the CDR. */
		{ "25g-sr", 4, 10 + 1 + 2 + 2 + 1, 0, 256 + 96 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image_range reads[EEPROM_MAX_READS];
		struct bench b;
		size_t needed;

		bench_init(&b, rows[i].type);
		scan(&b, 0);
		eeprom_live_reads(b.cage.image, b.cage.module, reads, &needed);
		assert_row(needed == rows[i].needed, rows[i].type);
		for (unsigned n = 0; n < 3; n++) {
			struct fake_counts before = fake_counts(b.fake, 1), after;
			struct cage_cost was = b.cage.cost;
			unsigned fixed = fake_bytes_read(b.fake, 1, rows[i].static_from, rows[i].static_to);

			scan(&b, TRUST);
			after = fake_counts(b.fake, 1);
			assert_row(after.presence == before.presence, rows[i].type);
			assert_row(after.reads - before.reads <= rows[i].reads, rows[i].type);
			assert_row((after.bytes - before.bytes) * 10 <= needed * 11, rows[i].type);
			assert_row(fake_bytes_read(b.fake, 1, rows[i].static_from, rows[i].static_to) == fixed,
			           rows[i].type);
			assert_row(b.cage.cost.reads - was.reads == after.reads - before.reads, rows[i].type);
			assert_row(b.cage.cost.bytes - was.bytes == after.bytes - before.bytes, rows[i].type);
			scan(&b, 0);
			assert_row(b.cage.live && b.cage.read_scan == b.scan - 1, rows[i].type);
		}
		bench_release(&b);
	}
}

/* Whatever module it is: no DOM scan reads a byte of the identity, and each needed byte is read. */
static void reads_are_what_is_needed(void **state)
{
	static const char *const types[] = { "10g-sr", "25g-lr", "40g-sr4", "100g-sr4", "100g-cr4",
		                             "400g-dr4", "400g-sr8", "800g-dr8" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct image_range reads[EEPROM_MAX_READS];
		size_t needed, count, bytes = 0;
		struct cage_cost was;
		struct bench b;

		bench_init(&b, types[i]);
		count = eeprom_live_reads(b.cage.image, b.cage.module, reads, &needed);
		for (size_t n = 0; n < count; n++) {
			bool fixed = reads[n].at.page == 0 && reads[n].at.offset + reads[n].len > 128 &&
			             reads[n].at.device == IMAGE_A0;

			assert_row(!fixed, types[i]);
			bytes += reads[n].len;
		}
		assert_row(bytes >= needed && bytes * 10 <= needed * 11, types[i]);
		was = b.cage.cost;
		scan(&b, TRUST);
		assert_row(b.cage.cost.reads - was.reads == count, types[i]);
		assert_row(b.cage.cost.bytes - was.bytes == bytes, types[i]);
		bench_release(&b);
	}
}

/* All that a full read finds, a DOM scan finds, too: no register is forgotten. */
static void a_dom_scan_sees_all_changes(void **state)
{
	static const char *const types[] = { "10g-sr", "25g-lr", "40g-sr4", "100g-sr4", "400g-dr4", "800g-dr8" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct module *m = module_of(types[i]), *full = module_new();
		struct image *img = image_new();
		struct bench b;

		bench_init(&b, types[i]);
		m->temperature = value_of(4000);
		m->supply = value_of(3250000);
		m->alarms = m->alarms_known;
		for (unsigned n = 0; n < m->lanes; n++) {
			m->lane[n].rx_power = value_of(100000 + (int32_t)n * 1000);
			m->lane[n].tx_bias = value_of(5000 + (int32_t)n * 100);
			if (value_ok(m->lane[n].tx_power))
				m->lane[n].tx_power = value_of(200000 + (int32_t)n * 1000);
			if (value_ok(m->lane[n].snr))
				m->lane[n].snr = value_of(1200 + (int32_t)n * 100);
			m->lane[n].signals = m->lane[n].signals_known;
			m->lane[n].alarms = m->lane[n].alarms_known;
		}
		assert_int_equal(eeprom_encode(m, img), 0);
		eeprom_decode(img, full);
		fake_insert_image(b.fake, 1, img);
		scan(&b, TRUST);
		scan(&b, 0);
		assert_row(!b.change.inserted && b.cage.status == READ_OK, types[i]);
		assert_row(b.cage.module->temperature.v == full->temperature.v, types[i]);
		assert_row(b.cage.module->supply.v == full->supply.v, types[i]);
		assert_row(b.cage.module->alarms == full->alarms, types[i]);
		for (unsigned n = 0; n < full->lanes; n++)
			assert_row(memcmp(&b.cage.module->lane[n], &full->lane[n], sizeof(full->lane[n])) == 0,
			           types[i]);
		bench_release(&b);
		image_free(img);
		module_unref(full);
		module_unref(m);
	}
}

static void warm(struct module *m)
{
	m->temperature = value_of(6100);
}

static void other_serial(struct module *m)
{
	warm(m);
	strcpy(m->serial, "OTHER");
}

/* Readings count when the next look has found the same module, as of when they were made. */
static void readings_wait_for_a_look(void **state)
{
	struct bench b;
	int32_t before;

	(void)state;
	bench_init(&b, "100g-sr4");
	before = b.cage.module->temperature.v;
	insert(&b, "100g-sr4", warm);
	scan(&b, TRUST);
	assert_int_equal(b.cage.module->temperature.v, before);
	assert_int_equal(b.cage.read_scan, 1);
	assert_false(b.cage.live);
	scan(&b, 0);
	assert_int_equal(b.cage.module->temperature.v, 6100);
	assert_int_equal(b.cage.read_scan, 2);
	assert_int_equal(b.cage.read_mono.tv_sec, 2);
	assert_true(b.cage.live);
	scan(&b, 0);
	assert_false(b.cage.live);
	bench_release(&b);
}

/* Whether there is a module or not, and whether it can be read: told once, in the scan of the look. */
static void all_cages_tell_in_the_same_scan(void **state)
{
	static const char *const types[] = { NULL, "100g-sr4", "100g-cr4", "100g-sr4" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct bench b;

		bench_init(&b, types[i]);
		assert_true(b.cage.live);
		scan(&b, 0);
		assert_false(b.cage.live);
		if (i == 3)
			fake_remove(b.fake, 1);
		scan(&b, TRUST);
		assert_false(b.cage.live);
		scan(&b, 0);
		assert_true(b.cage.live);
		scan(&b, 0);
		assert_false(b.cage.live);
		bench_release(&b);
	}
}

/* Those of a module that was swapped in are never taken for the other's, however they are asked for. */
static void a_swap_before_a_reading_is_noticed(void **state)
{
	static const unsigned hows[] = { TRUST, SCAN_LIVE, TRUST | SCAN_FORCE };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hows); i++) {
		struct bench b;

		bench_init(&b, "100g-sr4");
		insert(&b, "100g-sr4", other_serial);
		scan(&b, hows[i]);
		if (hows[i] == TRUST) {
			assert_string_not_equal(b.cage.module->serial, "OTHER");
			assert_int_not_equal(b.cage.module->temperature.v, 6100);
			scan(&b, 0);
		}
		assert_true(b.change.inserted);
		assert_non_null(b.change.removed);
		assert_int_not_equal(b.change.removed->temperature.v, 6100);
		assert_string_equal(b.cage.module->serial, "OTHER");
		assert_int_equal(b.cage.module->temperature.v, 6100);
		bench_release(&b);
	}
}

/* A reading that nothing has confirmed is followed by a look, not by another one that takes its place. */
static void no_reading_replaces_another(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b, "100g-sr4");
	insert(&b, "100g-sr4", warm);
	scan(&b, TRUST);
	scan(&b, TRUST);
	assert_int_equal(b.cage.module->temperature.v, 6100);
	assert_int_equal(b.cage.read_scan, 2);
	assert_true(b.cage.unsure);
	bench_release(&b);
}

/* Pulled before a reading that asks for no presence. */
static void a_pull_is_noticed_by_a_reading(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b, "100g-sr4");
	fake_remove(b.fake, 1);
	scan(&b, TRUST);
	assert_int_equal(b.cage.status, READ_ABSENT);
	assert_int_equal(b.cage.presence, PRESENCE_ABSENT);
	assert_non_null(b.change.removed);
	bench_release(&b);
}

/* The scan that finds a module is the one that tells of it, with all that it is. */
static void an_insertion_is_told_at_once(void **state)
{
	static const unsigned hows[] = { 0, SCAN_LIVE, TRUST };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hows); i++) {
		struct port_state port = { 0 };
		struct bench b;

		bench_init(&b, NULL);
		insert(&b, "400g-dr4", NULL);
		scan(&b, hows[i]);
		assert_true(b.change.inserted);
		cage_fill(&b.cage, &port);
		assert_int_equal(port.presence, PRESENCE_PRESENT);
		assert_int_equal(port.status, READ_OK);
		assert_string_equal(port.module->type_name, "400GBASE-DR4");
		assert_true(value_ok(port.module->temperature));
		assert_int_equal(port.read_scan, b.scan);
		assert_int_equal(port.insertions, 1);
		module_unref(port.module);
		lane_histories_release(&port.lanes);
		bench_release(&b);
	}
}

/* 00h:3: LOS of the receivers in bits 0-3, 00h:6: temperature. */
#define LOS 3
#define LOS_LANE_2 0x02
#define TEMPERATURE_FLAGS 6
#define TEMPERATURE_HIGH_ALARM 0x80

static const struct occurrences *lane2(struct bench *b)
{
	return &b->cage.lanes.lane[1].flags;
}

/* A reading that counts: two scans. */
static void poll(struct bench *b)
{
	scan(b, TRUST);
	scan(b, 0);
}

/* Bytes that make no sense yet: a wrong checksum. */
static void insert_unsettled(struct bench *b)
{
	struct module *m = module_of("10g-sr");
	struct image *img = image_new();
	uint8_t wrong = 0;

	assert_non_null(img);
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_write(img, (struct image_addr){ .offset = 63 }, &wrong, 1), 0);
	fake_insert_image(b->fake, 1, img);
	image_free(img);
	module_unref(m);
}

/* Slow memories hold what they should after seconds: news is one insertion, of what it is. */
static void an_identity_may_take_seconds(void **state)
{
	struct port_state port = { 0 };
	struct bench b;

	(void)state;
	bench_init(&b, NULL);
	insert_unsettled(&b);
	for (unsigned n = 0; n < 7; n++) {
		scan(&b, 0);
		assert_false(b.change.inserted);
		cage_fill(&b.cage, &port);
		assert_true(port.settling && port.presence == PRESENCE_PRESENT);
		module_unref(port.module);
		lane_histories_release(&port.lanes);
	}
	insert(&b, "10g-sr", NULL);
	scan(&b, 0);
	assert_true(b.change.inserted && b.cage.status == READ_OK);
	assert_false(b.cage.amends);
	for (unsigned n = 0; n < 12; n++) {
		scan(&b, 0);
		assert_false(b.change.inserted || b.change.removed);
	}
	assert_int_equal(b.cage.insertions, 1);
	bench_release(&b);
}

/* One that makes no sense for so long is reported as it is, and again when it does. */
static void a_wrong_insertion_is_amended(void **state)
{
	unsigned told = 0;
	struct bench b;

	(void)state;
	bench_init(&b, NULL);
	insert_unsettled(&b);
	for (unsigned n = 0; n < 12; n++) {
		scan(&b, SCAN_LIVE);
		told += b.change.inserted;
	}
	assert_int_equal(told, 1);
	assert_int_equal(b.cage.status, READ_CORRUPT);
	insert(&b, "10g-sr", NULL);
	for (unsigned n = 0; n < 4; n++) {
		scan(&b, SCAN_LIVE);
		told += b.change.inserted;
	}
	assert_int_equal(told, 2);
	assert_int_equal(b.cage.status, READ_OK);
	assert_int_equal(b.cage.insertions, 1);
	bench_release(&b);
}

static void what_was_latched_between_polls_counts(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b, "100g-sr4");
	fake_latch(b.fake, 1, LOS, 0, 0);
	poll(&b);
	assert_int_equal(lane2(&b)->count, 0);
	/* Over before anybody looks. */
	fake_latch(b.fake, 1, LOS, LOS_LANE_2, 0);
	poll(&b);
	assert_int_equal(lane2(&b)->count, 1);
	assert_int_equal(lane2(&b)->last.tv_sec, 1000 + b.scan - 1);
	assert_int_equal(flags_signals(lane2(&b)->flags), SIGNAL_RX_LOS);
	assert_int_equal(flags_signals(lane2(&b)->fresh), SIGNAL_RX_LOS);
	assert_int_equal(b.cage.lanes.lane[0].flags.count, 0);
	poll(&b);
	assert_int_equal(lane2(&b)->fresh, 0);
	assert_int_equal(b.cage.module->lane[1].signals & SIGNAL_RX_LOS, 0);
	/* Lasting: once. */
	fake_latch(b.fake, 1, LOS, 0, LOS_LANE_2);
	for (unsigned n = 0; n < 4; n++)
		poll(&b);
	assert_int_equal(lane2(&b)->count, 2);
	fake_latch(b.fake, 1, LOS, 0, 0);
	poll(&b);
	poll(&b);
	assert_int_equal(lane2(&b)->count, 2);
	/* Those of the module itself. */
	assert_int_equal(b.cage.flags.count, 0);
	fake_latch(b.fake, 1, TEMPERATURE_FLAGS, TEMPERATURE_HIGH_ALARM, 0);
	poll(&b);
	assert_int_equal(b.cage.flags.count, 1);
	assert_int_equal(flags_alarms(b.cage.flags.flags), alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_ALARM));
	/* Another module has a history of its own. */
	insert(&b, "100g-sr4", other_serial);
	scan(&b, 0);
	assert_int_equal(lane2(&b)->count, 0);
	assert_int_equal(lane2(&b)->last.tv_sec, 0);
	assert_int_equal(b.cage.flags.count, 0);
	bench_release(&b);
}

/* The look after it fails, or the reading itself half way: what it cleared counts all the same. */
static void failures_lose_no_latch(void **state)
{
	static const struct {
		const char *label;
		unsigned how;
		struct fake_fault fault;
	} rows[] = {
		{ "monitors fail", TRUST, { .error = -EIO, .times = 1, .from = 34, .to = 57 } },
		{ "monitors fail, twice", TRUST, { .error = -EIO, .times = 2, .from = 34, .to = 57 } },
		{ "monitors fail, look at once", SCAN_LIVE, { .error = -EIO, .times = 1, .from = 34, .to = 57 } },
		{ "the look fails", SCAN_LIVE, { .error = -EIO, .times = 1, .from = 191, .to = 223 } },
		{ "the CDRs fail", SCAN_LIVE, { .error = -EIO, .times = 1, .from = 98, .to = 98 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct bench b;

		bench_init(&b, "100g-sr4");
		fake_latch(b.fake, 1, LOS, 0, 0);
		poll(&b);
		fake_latch(b.fake, 1, LOS, LOS_LANE_2, 0);
		fake_read_fault(b.fake, 1, rows[i].fault);
		scan(&b, rows[i].how);
		assert_row(b.cage.status == READ_IO_ERROR, rows[i].label);
		assert_row(lane2(&b)->count == 0, rows[i].label);
		for (unsigned n = 0; n < 4; n++)
			poll(&b);
		assert_row(b.cage.status == READ_OK, rows[i].label);
		assert_row(lane2(&b)->count == 1, rows[i].label);
		bench_release(&b);
	}
}

/* Nor does a reading whose module was swapped for another leave its latches to the successor. */
static void latches_go_with_their_module(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b, "100g-sr4");
	poll(&b);
	insert(&b, "100g-sr4", other_serial);
	fake_latch(b.fake, 1, LOS, LOS_LANE_2, 0);
	scan(&b, TRUST);
	scan(&b, 0);
	poll(&b);
	assert_int_equal(lane2(&b)->count, 0);
	/* What the successor latched before its first reading is of a time that nobody watched. */
	insert(&b, "100g-sr4", NULL);
	fake_latch(b.fake, 1, LOS, LOS_LANE_2, 0);
	scan(&b, 0);
	assert_int_equal(b.cage.module->lane[1].signals & SIGNAL_RX_LOS, SIGNAL_RX_LOS);
	assert_int_equal(lane2(&b)->count, 0);
	bench_release(&b);
}

/* CMIS: lower 8, its state; 11h:147, LOS of the receivers. Linear: page 11h of bank 0. */
static void cmis_latches_count(void **state)
{
	size_t los = image_linear_offset((struct image_addr){ .page = 0x11, .offset = 147 });
	struct bench b;

	(void)state;
	bench_init(&b, "400g-dr4");
	poll(&b);
	assert_int_equal(b.cage.flags.count, 0);
	fake_latch(b.fake, 1, 8, 0x01, 0);
	fake_latch(b.fake, 1, los, LOS_LANE_2, 0);
	poll(&b);
	poll(&b);
	assert_int_equal(b.cage.flags.count, 1);
	assert_int_equal(flags_signals(b.cage.flags.flags), EVENT_OF_STATE);
	assert_int_equal(lane2(&b)->count, 1);
	bench_release(&b);
}

/* One wrong byte on the bus is no other module; the bus may even be wrong more often. */
static void a_glitch_is_no_swap(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b, "40g-sr4");
	for (unsigned n = 0; n < 4; n++) {
		fake_garble(b.fake, 1, n);
		scan(&b, 0);
		assert_null(b.change.removed);
		assert_false(b.change.inserted);
	}
	fake_garble(b.fake, 1, 0);
	scan(&b, SCAN_LIVE);
	assert_int_equal(b.cage.status, READ_OK);
	assert_int_equal(b.cage.insertions, 0);
	bench_release(&b);
}

/* Where a swap takes its time, a module that was there a second ago is the same one, without reading anything. */
static void a_module_that_stays_is_not_read(void **state)
{
	struct fake_counts before, after;
	struct bench b;

	(void)state;
	bench_init_in(&b, "100g-sr4", true);
	scan(&b, TRUST);
	scan(&b, 0);
	before = fake_counts(b.fake, 1);
	for (int i = 0; i < 5; i++)
		scan(&b, 0);
	after = fake_counts(b.fake, 1);
	assert_int_equal(after.reads, before.reads);
	assert_int_equal(after.presence, before.presence + 5);
	/* Who is not looked at for longer may be another one; */
	b.scan += 5;
	scan(&b, 0);
	assert_true(fake_counts(b.fake, 1).reads > before.reads);
	/* so may one that did not answer; */
	before = fake_counts(b.fake, 1);
	fake_presence_error(b.fake, 1, -EIO);
	scan(&b, 0);
	fake_presence_error(b.fake, 1, 0);
	b.scan += 60; /* left alone for a while */
	scan(&b, 0);
	scan(&b, 0);
	assert_true(fake_counts(b.fake, 1).reads > before.reads);
	/* and readings are made sure of all the same. */
	insert(&b, "40g-sr4", NULL);
	scan(&b, 0);
	assert_null(b.change.removed);
	scan(&b, TRUST);
	scan(&b, 0);
	assert_non_null(b.change.removed);
	assert_true(b.change.inserted);
	bench_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dom_scan_costs_little),
		cmocka_unit_test(reads_are_what_is_needed),
		cmocka_unit_test(a_dom_scan_sees_all_changes),
		cmocka_unit_test(readings_wait_for_a_look),
		cmocka_unit_test(all_cages_tell_in_the_same_scan),
		cmocka_unit_test(a_swap_before_a_reading_is_noticed),
		cmocka_unit_test(no_reading_replaces_another),
		cmocka_unit_test(a_pull_is_noticed_by_a_reading),
		cmocka_unit_test(an_insertion_is_told_at_once),
		cmocka_unit_test(an_identity_may_take_seconds),
		cmocka_unit_test(a_wrong_insertion_is_amended),
		cmocka_unit_test(what_was_latched_between_polls_counts),
		cmocka_unit_test(failures_lose_no_latch),
		cmocka_unit_test(latches_go_with_their_module),
		cmocka_unit_test(cmis_latches_count),
		cmocka_unit_test(a_glitch_is_no_swap),
		cmocka_unit_test(a_module_that_stays_is_not_read),
	};

	return cmocka_run_group_tests_name("cage", tests, NULL, NULL);
}
