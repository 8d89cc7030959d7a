/* SPDX-License-Identifier: BSD-3-Clause */
/* Cages and the collector over a scripted box of modules. */
#include "test.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/text.h"
#include "box.h"
#include "collect/cage.h"
#include "collect/collect.h"
#include "eeprom/eeprom.h"
#include "fake_source.h"

#define TRUNK 1
#define LEG2 3

struct rig {
	struct box box; /* for its topology */
	struct fake_box *fake;
	struct config config;
	struct collector *collector;
	struct snapshot *latest;
};

static void insert(struct rig *rig, uint32_t cage, const char *type)
{
	struct module *m = box_module(type);
	struct image *img = image_new();

	assert_non_null(img);
	assert_int_equal(eeprom_encode(m, img), 0);
	fake_insert_image(rig->fake, cage, img);
	image_free(img);
	module_unref(m);
}

static void rig_init(struct rig *rig)
{
	*rig = (struct rig){ .fake = fake_box_new(5) };
	box_init(&rig->box, "4x10G");
	rig->config.topology = rig->box.topology;
	rig->config.settings = (struct settings){
		.presence_interval_ms = 100,
		.dom_interval_ms = 3600000,
		.raise_after = 2,
		.clear_after = 2,
		.event_log_size = 64,
	};
	assert_int_equal(collector_new(&rig->config, fake_open, rig->fake, &rig->collector), 0);
	insert(rig, TRUNK, "40g-sr4");
	for (uint32_t cage = 2; cage <= 5; cage++)
		insert(rig, cage, "10g-sr");
}

static void rig_release(struct rig *rig)
{
	snapshot_unref(rig->latest);
	collector_free(rig->collector);
	fake_box_free(rig->fake);
	box_release(&rig->box);
}

static const struct snapshot *scan(struct rig *rig, bool live)
{
	snapshot_unref(rig->latest);
	rig->latest = NULL;
	assert_int_equal(collector_scan(rig->collector, live, &rig->latest), 0);
	return rig->latest;
}

static void found_modules_are_no_news(void **state)
{
	const struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	s = scan(&rig, false);
	assert_int_equal(s->scan, 1);
	assert_int_equal(s->events->count, 0);
	assert_int_equal(snapshot_module_count(s), 5);
	assert_int_equal(s->ports[0].presence, PRESENCE_PRESENT);
	assert_int_equal(s->ports[0].status, READ_OK);
	assert_int_equal(s->ports[0].insertions, 0);
	assert_string_equal(s->ports[0].module->type_name, "40GBASE-SR4");
	assert_true(value_ok(s->ports[0].module->lane[3].rx_power));
	assert_true(s->ports[0].read_mono.tv_sec > 0);
	assert_int_equal(s->breakouts[0].verdict, VERDICT_OK);
	assert_int_equal(s->breakouts[0].legs_present, 4);
	assert_int_equal(s->tables_changed_scan, 1);
	assert_int_equal(scan(&rig, false)->tables_changed_scan, 1);
	rig_release(&rig);
}

static void a_swap_is_noticed(void **state)
{
	const struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	scan(&rig, false);
	insert(&rig, LEG2, "10g-lr");
	s = scan(&rig, false);
	assert_int_equal(s->events->count, 2);
	assert_int_equal(s->events->events[0]->kind, EVENT_MODULE_REMOVED);
	assert_string_equal(s->events->events[0]->module.type_name, "10GBASE-SR");
	assert_int_equal(s->events->events[1]->kind, EVENT_MODULE_INSERTED);
	assert_string_equal(s->events->events[1]->module.type_name, "10GBASE-LR");
	assert_int_equal(s->ports[2].insertions, 1);
	assert_int_equal(s->tables_changed_scan, 2);
	s = scan(&rig, false);
	assert_int_equal(s->events->count, 3);
	assert_int_equal(s->events->events[2]->kind, EVENT_LEG_MISMATCH);
	fake_remove(rig.fake, LEG2);
	s = scan(&rig, false);
	assert_int_equal(s->events->events[3]->kind, EVENT_MODULE_REMOVED);
	assert_int_equal(s->ports[2].presence, PRESENCE_ABSENT);
	assert_int_equal(s->ports[2].status, READ_ABSENT);
	assert_null(s->ports[2].module);
	insert(&rig, LEG2, "10g-sr");
	s = scan(&rig, false);
	assert_int_equal(s->ports[2].insertions, 2);
	assert_int_equal(s->breakouts[0].legs_present, 4);
	s = scan(&rig, false);
	assert_int_equal(s->violation_count, 0);
	rig_release(&rig);
}

static void static_bytes_are_read_once(void **state)
{
	struct fake_counts first, second, live;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	scan(&rig, false);
	first = fake_counts(rig.fake, TRUNK);
	scan(&rig, false);
	second = fake_counts(rig.fake, TRUNK);
	/* A presence probe is one look and one fingerprint. */
	assert_int_equal(second.presence, first.presence + 1);
	assert_in_range(second.reads - first.reads, 1, 2);
	scan(&rig, true);
	live = fake_counts(rig.fake, TRUNK);
	/* Monitors, what the host sets, and the fingerprint that makes sure of them. */
	assert_in_range(live.reads - second.reads, 2, 4 + 1 + 2);
	rig_release(&rig);
}

static void live_values_follow(void **state)
{
	const struct snapshot *s;
	uint8_t raw[2] = { 30, 0 };
	struct rig rig;

	(void)state;
	rig_init(&rig);
	scan(&rig, false);
	fake_poke(rig.fake, TRUNK, 22, raw, sizeof(raw));
	s = scan(&rig, false);
	assert_int_not_equal(s->ports[0].module->temperature.v, 3000);
	s = scan(&rig, true);
	assert_int_equal(s->ports[0].module->temperature.v, 3000);
	rig_release(&rig);
}

static void flag_changes_are_counted(void **state)
{
	const struct snapshot *s;
	uint8_t los = 0x02; /* 00h:3, receiver of lane 2 */
	struct rig rig;

	(void)state;
	rig_init(&rig);
	s = scan(&rig, true);
	assert_int_equal(s->ports[0].lanes.lane[1].flag_changes, 0);
	assert_int_equal(s->ports[0].lanes.lane[1].changed.tv_sec, 0);
	fake_poke(rig.fake, TRUNK, 3, &los, 1);
	scan(&rig, true);
	s = scan(&rig, true);
	assert_int_equal(s->ports[0].module->lane[1].signals, SIGNAL_RX_LOS);
	assert_int_equal(s->ports[0].lanes.lane[1].flag_changes, 1);
	assert_true(s->ports[0].lanes.lane[1].changed.tv_sec > 0);
	assert_int_equal(s->ports[0].lanes.lane[0].flag_changes, 0);
	los = 0;
	fake_poke(rig.fake, TRUNK, 3, &los, 1);
	s = scan(&rig, true);
	assert_int_equal(s->ports[0].lanes.lane[1].flag_changes, 2);
	/* Another module has a history of its own. */
	insert(&rig, TRUNK, "40g-sr4");
	s = scan(&rig, true);
	assert_int_equal(s->ports[0].lanes.lane[1].flag_changes, 0);
	rig_release(&rig);
}

/* Whatever goes wrong with a leg: no mismatch, nothing cleared, and back to normal by itself. */
static void trouble_is_not_a_mismatch(void **state)
{
	static const struct {
		const char *label;
		int presence_error, read_error;
		enum read_status status;
	} rows[] = {
		{ "presence EIO", -EIO, 0, READ_IO_ERROR },
		{ "presence timeout", -ETIMEDOUT, 0, READ_TIMEOUT },
		{ "read EIO", 0, -EIO, READ_IO_ERROR },
		{ "read timeout", 0, -ETIMEDOUT, READ_TIMEOUT },
		{ "read EISDIR", 0, -EISDIR, READ_IO_ERROR },
		/* Not the module's fault. */
		{ "presence EMFILE", -EMFILE, 0, READ_LOCAL_ERROR },
		{ "presence ENFILE", -ENFILE, 0, READ_LOCAL_ERROR },
		{ "read ENOMEM", 0, -ENOMEM, READ_LOCAL_ERROR },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct snapshot *s = NULL;
		struct rig rig;

		rig_init(&rig);
		scan(&rig, false);
		fake_presence_error(rig.fake, LEG2, rows[i].presence_error);
		fake_read_fault(rig.fake, LEG2, (struct fake_fault){ .error = rows[i].read_error });
		for (int n = 0; n < 5; n++)
			s = scan(&rig, n % 2);
		assert_row(s->ports[2].status == rows[i].status, rows[i].label);
		assert_row(s->ports[2].why[0], rows[i].label);
		assert_row(s->ports[2].read_errors == 5, rows[i].label);
		assert_row(s->ports[2].module, rows[i].label);
		assert_row(s->violation_count == 0 && s->events->count == 0, rows[i].label);
		assert_row(s->breakouts[0].legs[1].verdict == VERDICT_UNKNOWN, rows[i].label);
		assert_row(s->breakouts[0].legs[0].verdict == VERDICT_OK, rows[i].label);
		assert_row(s->ports[0].status == READ_OK, rows[i].label);
		fake_presence_error(rig.fake, LEG2, 0);
		fake_read_fault(rig.fake, LEG2, (struct fake_fault){ 0 });
		/* One reading alone does not say which flags stand. */
		scan(&rig, true);
		s = scan(&rig, false);
		assert_row(s->ports[2].status == READ_OK, rows[i].label);
		assert_row(s->breakouts[0].legs[1].verdict == VERDICT_OK, rows[i].label);
		assert_row(s->events->count == 0, rows[i].label);
		rig_release(&rig);
	}
}

/* Pulled in the middle of the first read: gone at the next look, and never a finding. */
static void vanishing_is_survived(void **state)
{
	(void)state;
	for (unsigned reads = 0; reads < 8; reads++) {
		const struct snapshot *s;
		struct rig rig;

		rig_init(&rig);
		fake_remove_after(rig.fake, LEG2, reads);
		for (int n = 0; n < 5; n++)
			s = scan(&rig, true);
		assert_int_equal(s->ports[2].presence, PRESENCE_ABSENT);
		for (size_t e = 0; e < s->events->count; e++)
			assert_true(s->events->events[e]->kind == EVENT_MODULE_REMOVED ||
			            (s->events->events[e]->kind == EVENT_VIOLATION_RAISED &&
			             strcmp(s->events->events[e]->rule_id, "LEG-01") == 0));
		rig_release(&rig);
	}
}

/* A module that boots slowly shows garbage first: it is announced once, as what it is. */
static void garbage_at_insertion_is_read_again(void **state)
{
	const struct snapshot *s;
	uint8_t blank[256];
	struct rig rig;

	(void)state;
	memset(blank, 0xff, sizeof(blank));
	rig_init(&rig);
	fake_remove(rig.fake, LEG2);
	scan(&rig, false);
	fake_insert(rig.fake, LEG2, blank, sizeof(blank));
	s = scan(&rig, false);
	assert_int_equal(s->ports[2].status, READ_CORRUPT);
	assert_int_equal(s->events->count, 0);
	insert(&rig, LEG2, "10g-sr");
	s = scan(&rig, false);
	assert_int_equal(s->ports[2].status, READ_OK);
	assert_int_equal(s->events->count, 1);
	assert_int_equal(s->events->events[0]->kind, EVENT_MODULE_INSERTED);
	assert_string_equal(s->events->events[0]->module.type_name, "10GBASE-SR");
	rig_release(&rig);
}

static void corrupt_modules_are_flagged(void **state)
{
	static const struct {
		const char *label;
		uint8_t fill;
		size_t len;
		enum read_status status;
	} rows[] = {
		{ "all ff", 0xff, 256, READ_CORRUPT },
		{ "all 00", 0x00, 256, READ_CORRUPT },
		{ "odd identifier", 0x7d, 256, READ_UNSUPPORTED },
		{ "empty file", 0x00, 0, READ_TRUNCATED },
		{ "40 bytes", 0x03, 40, READ_TRUNCATED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct snapshot *s = NULL;
		uint8_t memory[256];
		struct rig rig;

		rig_init(&rig);
		memset(memory, rows[i].fill, sizeof(memory));
		fake_insert(rig.fake, LEG2, memory, rows[i].len);
		for (int n = 0; n < 6; n++)
			s = scan(&rig, n == 5);
		if (s->ports[2].status != rows[i].status)
			fail_msg("%s: %s %s", rows[i].label,
			         code_name(read_status_labels, s->ports[2].status), s->ports[2].why);
		for (size_t e = 0; e < s->events->count; e++)
			assert_row(s->events->events[e]->kind != EVENT_LEG_MISMATCH, rows[i].label);
		assert_row(s->breakouts[0].legs[1].verdict != VERDICT_OK, rows[i].label);
		rig_release(&rig);
	}
}

static int open_fails(const struct port_decl *port, const char *root, void *arg, struct source **ret_source)
{
	(void)port;
	(void)root;
	(void)arg;
	(void)ret_source;
	return -ENOTSUP;
}

static void a_source_that_does_not_open_is_reported(void **state)
{
	const struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	collector_free(rig.collector);
	assert_int_equal(collector_new(&rig.config, open_fails, NULL, &rig.collector), 0);
	s = scan(&rig, false);
	assert_int_equal(s->ports[0].status, READ_UNSUPPORTED);
	assert_int_equal(s->ports[0].presence, PRESENCE_UNKNOWN);
	assert_int_equal(s->violation_count, 0);
	rig_release(&rig);
}

static void a_reload_forgets_and_repeats_nothing(void **state)
{
	const struct snapshot *s;
	struct collector *next;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	insert(&rig, LEG2, "10g-lr");
	scan(&rig, false);
	s = scan(&rig, false);
	assert_int_equal(s->events->count, 1);
	assert_int_equal(collector_new(&rig.config, fake_open, rig.fake, &next), 0);
	assert_int_equal(collector_inherit(next, rig.collector), 0);
	collector_free(rig.collector);
	rig.collector = next;
	for (int n = 0; n < 3; n++)
		s = scan(&rig, false);
	assert_int_equal(s->events->count, 1);
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->violations[0].index, 1);
	insert(&rig, LEG2, "10g-sr");
	for (int n = 0; n < 3; n++)
		s = scan(&rig, false);
	assert_int_equal(s->events->count, 4);
	assert_int_equal(s->events->events[3]->kind, EVENT_LEG_MISMATCH_CLEARED);
	assert_int_equal(s->events->events[3]->index, 4);
	rig_release(&rig);
}

/* The operator knows better than the bytes, for the part that he named. */
static void an_override_replaces_the_type(void **state)
{
	struct port_decl *port;
	const struct snapshot *s;
	struct collector *next;
	struct config config;
	struct box other;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	config = rig.config;
	assert_string_equal(scan(&rig, false)->ports[LEG2 - 1].module->type->token, "10g-sr");
	box_init(&other, "4x10G");
	config.topology = other.topology;
	port = &other.topology->ports[LEG2 - 1];
	port->override_type = module_type_find("10g-lr");
	TEXT_SET(port->override_part, "10G-SR");
	assert_int_equal(collector_new(&config, fake_open, rig.fake, &next), 0);
	assert_int_equal(collector_inherit(next, rig.collector), 0);
	collector_free(rig.collector);
	rig.collector = next;
	s = scan(&rig, false);
	assert_string_equal(s->ports[LEG2 - 1].module->type->token, "10g-lr");
	assert_string_equal(s->ports[LEG2 - 1].module->type_evidence, "configuration");
	assert_string_equal(s->ports[LEG2].module->type->token, "10g-sr");
	assert_int_equal(s->events->count, 0);
	s = scan(&rig, true);
	assert_string_equal(s->ports[LEG2 - 1].module->type->token, "10g-lr");
	/* Another part in the same cage is what it is. */
	insert(&rig, LEG2, "10g-er");
	s = scan(&rig, true);
	assert_string_equal(s->ports[LEG2 - 1].module->type->token, "10g-er");
	rig_release(&rig);
	box_release(&other);
}

/* A new port in the configuration is not a module inserted. */
static void a_declared_port_is_no_insertion(void **state)
{
	const struct snapshot *s;
	struct collector *next;
	struct config config;
	struct box other;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	config = rig.config;
	scan(&rig, false);
	box_init(&other, "4x10G");
	other.topology->ports[2].path[0] = 'X';
	config.topology = other.topology;
	assert_int_equal(collector_new(&config, fake_open, rig.fake, &next), 0);
	assert_int_equal(collector_inherit(next, rig.collector), 0);
	collector_free(rig.collector);
	rig.collector = next;
	s = scan(&rig, false);
	assert_int_equal(s->events->count, 0);
	assert_int_equal(snapshot_module_count(s), 5);
	/* While its neighbours were taken over, counts and all. */
	assert_int_equal(fake_counts(rig.fake, LEG2).opened, 2);
	rig_release(&rig);
	box_release(&other);
}

static void the_thread_scans_and_stops(void **state)
{
	struct snapshot *s;
	struct pollfd pfd;
	struct rig rig;
	uint32_t seen;

	(void)state;
	rig_init(&rig);
	assert_null(collector_snapshot(rig.collector));
	pfd = (struct pollfd){ .fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), .events = POLLIN };
	assert_true(pfd.fd >= 0);
	assert_int_equal(collector_start(rig.collector, pfd.fd), 0);
	assert_int_equal(collector_start(rig.collector, pfd.fd), -EBUSY);
	assert_int_equal(collector_inherit(rig.collector, rig.collector), -EBUSY);
	for (int n = 0; n < 3; n++) {
		uint64_t count;

		assert_int_equal(poll(&pfd, 1, 10000), 1);
		assert_int_equal(read(pfd.fd, &count, sizeof(count)), sizeof(count));
	}
	collector_stop(rig.collector);
	s = collector_snapshot(rig.collector);
	assert_non_null(s);
	assert_true(s->scan >= 3);
	seen = s->scan;
	snapshot_unref(s);
	/* Stopped is stopped, and it can go on. */
	usleep(250000);
	s = collector_snapshot(rig.collector);
	assert_int_equal(s->scan, seen);
	snapshot_unref(s);
	assert_int_equal(collector_start(rig.collector, pfd.fd), 0);
	assert_int_equal(poll(&pfd, 1, 10000), 1);
	rig_release(&rig);
	close(pfd.fd);
}

/* The module is known; what is missing of it has a reason, also after later scans. */
static void missing_pages_have_a_reason(void **state)
{
	const struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig);
	fake_read_fault(rig.fake, TRUNK, (struct fake_fault){ .error = -EMEDIUMTYPE, .from = 256, .to = 1023 });
	for (int i = 0; i < 3; i++) {
		s = scan(&rig, true);
		assert_int_equal(s->ports[0].status, READ_OK);
		assert_string_equal(s->ports[0].why, "not all pages can be read: Wrong medium type");
	}
	assert_string_equal(s->ports[1].why, "");
	fake_read_fault(rig.fake, TRUNK, (struct fake_fault){ 0 });
	insert(&rig, TRUNK, "40g-sr4");
	s = scan(&rig, true);
	assert_string_equal(s->ports[0].why, "");
	rig_release(&rig);
}

static int asleep_presence(struct source *source)
{
	(void)source;
	return -EIO;
}

static const char *asleep_why(const struct source *source)
{
	(void)source;
	return "module is asleep";
}

static void asleep_close(struct source *source)
{
	(void)source;
}

static void what_sources_say_is_shown(void **state)
{
	static const struct source_ops ops = { .name = "asleep", .presence = asleep_presence,
		                               .why = asleep_why, .close = asleep_close };
	const struct scan_time now = { .stale = false };
	struct source source = { .ops = &ops };
	struct cage_change change;
	struct cage cage;

	(void)state;
	cage_init(&cage, 1000);
	cage_open(&cage, &source, 0);
	cage_scan(&cage, SCAN_LIVE, &now, &change);
	assert_string_equal(cage.why, "looking for a module: Input/output error: module is asleep");
	cage_release(&cage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_modules_are_no_news),
		cmocka_unit_test(a_swap_is_noticed),
		cmocka_unit_test(static_bytes_are_read_once),
		cmocka_unit_test(live_values_follow),
		cmocka_unit_test(flag_changes_are_counted),
		cmocka_unit_test(trouble_is_not_a_mismatch),
		cmocka_unit_test(vanishing_is_survived),
		cmocka_unit_test(garbage_at_insertion_is_read_again),
		cmocka_unit_test(corrupt_modules_are_flagged),
		cmocka_unit_test(a_source_that_does_not_open_is_reported),
		cmocka_unit_test(a_reload_forgets_and_repeats_nothing),
		cmocka_unit_test(an_override_replaces_the_type),
		cmocka_unit_test(a_declared_port_is_no_insertion),
		cmocka_unit_test(the_thread_scans_and_stops),
		cmocka_unit_test(missing_pages_have_a_reason),
		cmocka_unit_test(what_sources_say_is_shown),
	};

	return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}
