/* SPDX-License-Identifier: BSD-3-Clause */
/* Buses that are slow, dead or stuck, and what that does to others. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "box.h"
#include "collect/bus.h"
#include "collect/collect.h"
#include "eeprom/eeprom.h"
#include "fake_source.h"

#define INTERVAL_MS 300

/* `buses` adapters with `each` ports: cage n + 1 is on adapter n / each. */
struct rig {
	struct fake_box *fake;
	struct config config;
	struct collector *collector;
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

static void rig_init(struct rig *rig, size_t buses, size_t each, const char *type)
{
	struct topology *t = topology_new();

	assert_non_null(t);
	*rig = (struct rig){ .fake = fake_box_new(buses * each) };
	t->ports = calloc(buses * each, sizeof(*t->ports));
	assert_non_null(t->ports);
	t->port_count = buses * each;
	for (size_t i = 0; i < t->port_count; i++) {
		char path[96];

		snprintf(path, sizeof(path), "/sys/bus/i2c/devices/%zu-0050/eeprom%zu", i / each, i);
		t->ports[i].index = (uint32_t)i + 1;
		t->ports[i].source = SOURCE_SYSFS;
		t->ports[i].path = strdup(path);
		snprintf(t->ports[i].name, sizeof(t->ports[i].name), "swp%zu", i + 1);
		insert(rig, (uint32_t)i + 1, type);
	}
	rig->config.topology = t;
	rig->config.settings = (struct settings){
		.presence_interval_ms = INTERVAL_MS,
		.dom_interval_ms = INTERVAL_MS,
		.port_deadline_ms = 300,
		.raise_after = 2,
		.clear_after = 2,
		.event_log_size = 64,
	};
	TEXT_SET(rig->config.settings.root, "/nowhere");
	assert_int_equal(collector_new(&rig->config, fake_open, rig->fake, &rig->collector), 0);
}

/* All sources of all cages are closed, if need be a moment later. */
static void wait_closed(struct rig *rig)
{
	for (uint32_t cage = 1; cage <= rig->config.topology->port_count; cage++) {
		struct fake_counts counts = fake_counts(rig->fake, cage);

		for (unsigned n = 0; counts.closed < counts.opened && n < 500; n++) {
			usleep(10000);
			counts = fake_counts(rig->fake, cage);
		}
		assert_int_equal(counts.closed, counts.opened);
	}
}

static void rig_release(struct rig *rig)
{
	collector_free(rig->collector);
	wait_closed(rig);
	fake_box_free(rig->fake);
	topology_unref(rig->config.topology);
}

static struct snapshot *scan(struct rig *rig, bool live)
{
	struct snapshot *s;

	assert_int_equal(collector_scan(rig->collector, live, &s), 0);
	return s;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until ports[port] has this status, 10 s at most: the snapshot in which it has. */
static struct snapshot *wait_status(struct rig *rig, size_t port, enum read_status status)
{
	int64_t end = now_ms() + 10000;

	while (now_ms() < end) {
		struct snapshot *s = collector_snapshot(rig->collector);

		if (s && s->ports[port].status == status)
			return s;
		snapshot_unref(s);
		usleep(5000);
	}
	fail_msg("port %zu is never %s", port + 1, code_name(read_status_labels, (int)status));
	return NULL;
}

/* Hang a cage in a running collector, until it shows. */
static void hang(struct rig *rig, uint32_t cage)
{
	fake_hang(rig->fake, cage, true);
	snapshot_unref(wait_status(rig, cage - 1, READ_TIMEOUT));
}

/* The best of some tries, or the first that is good enough: the machine may be busy with something else. */
static uint32_t scan_duration(struct rig *rig, unsigned tries, uint32_t enough)
{
	uint32_t best = UINT32_MAX;

	for (unsigned n = 0; n < tries && best > enough; n++) {
		struct snapshot *s = scan(rig, true);

		if (s->duration_ms < best)
			best = s->duration_ms;
		snapshot_unref(s);
	}
	return best;
}

static void buses_are_read_at_the_same_time(void **state)
{
	uint32_t alone, all, most;
	struct rig rig;

	(void)state;
	rig_init(&rig, 1, 8, "40g-sr4");
	for (uint32_t cage = 1; cage <= 8; cage++)
		fake_delay(rig.fake, cage, 1);
	snapshot_unref(scan(&rig, true));
	alone = scan_duration(&rig, 5, 0);
	rig_release(&rig);
	/* Five transfers of eight modules. */
	assert_true(alone >= 40);
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
	most = alone * 3;
#else
	most = alone + alone / 10;
#endif
	rig_init(&rig, 16, 8, "40g-sr4");
	for (uint32_t cage = 1; cage <= 128; cage++)
		fake_delay(rig.fake, cage, 1);
	snapshot_unref(scan(&rig, true));
	all = scan_duration(&rig, 50, most);
	rig_release(&rig);
	print_message("# 8 ports of one bus: %u ms; 128 of 16 buses: %u ms\n", alone, all);
	assert_true(all <= most);
}

/* More buses than threads are read one after the other, and all are. */
static void there_may_be_more_buses_than_threads(void **state)
{
	struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig, WORKERS_MAX * 3 + 1, 1, "10g-sr");
	for (unsigned n = 0; n < 3; n++) {
		s = scan(&rig, true);
		for (size_t i = 0; i < s->topology->port_count; i++) {
			assert_int_equal(s->ports[i].status, READ_OK);
			assert_false(s->ports[i].late);
			assert_true(s->ports[i].live);
		}
		snapshot_unref(s);
	}
	rig_release(&rig);
}

/* What comes in between two regular scans counts for the next regular one, and looks at what was picked. */
static void picked_ports_are_looked_at(void **state)
{
	struct workers *w = workers_new();
	struct bus_setup setup = { .workers = w, .root = "/nowhere", .open = fake_open, .deadline_ms = 1000 };
	struct port_state port = { 0 };
	struct cage_change change;
	struct bus *bus;
	struct rig rig;

	(void)state;
	rig_init(&rig, 1, 3, "10g-sr");
	setup.topology = rig.config.topology;
	setup.arg = rig.fake;
	bus = bus_new(&setup, "bus");
	assert_true(w && bus);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(bus_add(bus, i), i);
	assert_false(bus_look(bus, 1));
	bus_pick(bus, 1);
	assert_true(bus_look(bus, 1));
	bus_wait(&bus, 1, NULL);
	assert_int_equal(fake_counts(rig.fake, 1).presence, 0);
	assert_int_equal(fake_counts(rig.fake, 2).presence, 1);
	for (int keep = 1; keep >= -1; keep--) {
		bus_report(bus, 1, keep > 0, &port, &change);
		assert_int_equal(port.late, keep < 0);
		module_unref(port.module);
	}
	bus_report(bus, 0, true, &port, &change);
	assert_true(port.late);
	assert_null(port.module);
	/* Nothing is picked any more; a regular scan looks at all. */
	assert_false(bus_look(bus, 2));
	assert_true(bus_request(bus, 0, 2));
	bus_wait(&bus, 1, NULL);
	assert_int_equal(fake_counts(rig.fake, 1).presence, 1);
	assert_int_equal(fake_counts(rig.fake, 2).presence, 2);
	assert_int_equal(fake_counts(rig.fake, 3).presence, 1);
	workers_stop(w);
	workers_join(w, 1000);
	bus_free(bus);
	workers_unref(w);
	rig_release(&rig);
}

/* Three buses of two ports. */
#define HUNG 1
#define MATE 2
#define OTHER 3

/* Some scans. What has hung is left alone for three times as long. */
#define HANG_MS (3 * INTERVAL_MS)

static void a_hung_port_harms_its_bus_only(void **state)
{
	int64_t age, limit = 2 * INTERVAL_MS;
	struct snapshot *s;
	uint32_t seen = 0;
	struct rig rig;

	(void)state;
	rig_init(&rig, 3, 2, "40g-sr4");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_OK));
	hang(&rig, HUNG);
	for (int64_t end = now_ms() + HANG_MS; now_ms() < end; usleep(5000)) {
		s = collector_snapshot(rig.collector);
		if (s->scan != seen) {
			seen = s->scan;
			for (size_t i = OTHER - 1; i < 6; i++) {
				assert_int_equal(s->ports[i].status, READ_OK);
				assert_true(port_data_age_ms(&s->ports[i], &s->mono) < limit);
			}
		}
		snapshot_unref(s);
	}
	s = collector_snapshot(rig.collector);
	assert_int_equal(s->ports[HUNG - 1].status, READ_TIMEOUT);
	assert_non_null(strstr(s->ports[HUNG - 1].why, "no answer for "));
	assert_int_equal(s->ports[MATE - 1].status, READ_TIMEOUT);
	assert_non_null(strstr(s->ports[MATE - 1].why, "swp1 on its bus"));
	assert_non_null(s->ports[HUNG - 1].module);
	assert_true(value_ok(s->ports[HUNG - 1].module->temperature));
	assert_non_null(s->ports[MATE - 1].module);
	assert_int_equal(s->events->count, 0);
	age = port_data_age_ms(&s->ports[HUNG - 1], &s->mono);
	assert_true(age >= HANG_MS);
	snapshot_unref(s);
	fake_hang(rig.fake, HUNG, false);
	snapshot_unref(wait_status(&rig, MATE - 1, READ_OK));
	s = wait_status(&rig, HUNG - 1, READ_OK);
	assert_true(port_data_age_ms(&s->ports[HUNG - 1], &s->mono) < limit);
	snapshot_unref(s);
	rig_release(&rig);
}

/* However long reading it takes: the first snapshot that shows a module shows all of it, with the event. */
static void an_insertion_shows_at_once(void **state)
{
	struct snapshot *s = NULL;
	struct rig rig;

	(void)state;
	rig_init(&rig, 2, 1, "400g-dr4");
	fake_remove(rig.fake, 1);
	fake_delay(rig.fake, 1, 10);
	assert_int_equal(collector_start(rig.collector, -1), 0);
	snapshot_unref(wait_status(&rig, 0, READ_ABSENT));
	insert(&rig, 1, "400g-dr4");
	for (int64_t end = now_ms() + 10000; now_ms() < end; usleep(2000)) {
		s = collector_snapshot(rig.collector);
		if (s->ports[0].presence != PRESENCE_ABSENT)
			break;
		snapshot_unref(s);
		s = NULL;
	}
	assert_non_null(s);
	assert_int_equal(s->ports[0].presence, PRESENCE_PRESENT);
	assert_int_equal(s->ports[0].status, READ_OK);
	assert_string_equal(s->ports[0].module->type_name, "400GBASE-DR4");
	assert_true(value_ok(s->ports[0].module->lane[3].rx_power));
	assert_int_equal(s->events->count, 1);
	snapshot_unref(s);
	rig_release(&rig);
}

/* A thread for each of them is stuck, and there is another for who is not. */
static void stuck_threads_are_replaced(void **state)
{
	uint32_t hung = WORKERS_MAX + 4;
	struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig, hung + 1, 1, "10g-sr");
	for (uint32_t cage = 1; cage <= hung; cage++)
		fake_hang(rig.fake, cage, true);
	assert_int_equal(collector_start(rig.collector, -1), 0);
	s = wait_status(&rig, hung, READ_OK);
	snapshot_unref(s);
	snapshot_unref(wait_status(&rig, hung - 1, READ_TIMEOUT));
	for (uint32_t cage = 1; cage <= hung; cage++)
		fake_hang(rig.fake, cage, false);
	for (size_t i = 0; i < hung; i++)
		snapshot_unref(wait_status(&rig, i, READ_OK));
	rig_release(&rig);
}

/* Slow beyond its deadline: given up, and its mate has its turn. */
static void a_slow_port_leaves_time_for_others(void **state)
{
	struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig, 1, 2, "40g-sr4");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_OK));
	fake_delay(rig.fake, HUNG, 150);
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_TIMEOUT));
	for (int64_t end = now_ms() + HANG_MS; now_ms() < end; usleep(20000)) {
		s = collector_snapshot(rig.collector);
		assert_true(port_data_age_ms(&s->ports[MATE - 1], &s->mono) < 1500);
		snapshot_unref(s);
	}
	fake_delay(rig.fake, HUNG, 0);
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_OK));
	rig_release(&rig);
}

static void a_dead_port_recovers_by_itself(void **state)
{
	struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig, 2, 2, "10g-sr");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_OK));
	fake_read_fault(rig.fake, HUNG, (struct fake_fault){ .error = -EIO });
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_IO_ERROR));
	usleep(1000000);
	s = collector_snapshot(rig.collector);
	assert_int_equal(s->ports[HUNG - 1].status, READ_IO_ERROR);
	assert_non_null(strstr(s->ports[HUNG - 1].why, "left alone for"));
	/* Three at once, then one a second, and two. */
	assert_in_range(s->ports[HUNG - 1].read_errors, 3, 5);
	assert_int_equal(s->ports[MATE - 1].status, READ_OK);
	snapshot_unref(s);
	fake_read_fault(rig.fake, HUNG, (struct fake_fault){ 0 });
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_OK));
	rig_release(&rig);
}

/* Left behind at once where it is known to be stuck, after two seconds where it is not. */
static void stopping_does_not_wait_for_ever(void **state)
{
	int64_t start;
	struct rig rig;

	(void)state;
	rig_init(&rig, 2, 2, "10g-sr");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_OK));
	hang(&rig, HUNG);
	start = now_ms();
	collector_stop(rig.collector);
	assert_true(now_ms() - start < 1000);
	/* It may begin again, with the thread that comes back. */
	assert_int_equal(collector_start(rig.collector, -1), 0);
	fake_hang(rig.fake, HUNG, false);
	snapshot_unref(wait_status(&rig, MATE - 1, READ_OK));
	collector_stop(rig.collector);
	rig.config.settings.port_deadline_ms = 60000;
	collector_free(rig.collector);
	assert_int_equal(collector_new(&rig.config, fake_open, rig.fake, &rig.collector), 0);
	fake_hang(rig.fake, HUNG, true);
	assert_int_equal(collector_start(rig.collector, -1), 0);
	while (!fake_counts(rig.fake, HUNG).hanging)
		usleep(1000);
	start = now_ms();
	collector_free(rig.collector);
	rig.collector = NULL;
	assert_true(now_ms() - start < COLLECT_STOP_MS + 1000);
	assert_int_equal(fake_counts(rig.fake, OTHER).closed, fake_counts(rig.fake, OTHER).opened);
	assert_true(fake_counts(rig.fake, HUNG).closed < fake_counts(rig.fake, HUNG).opened);
	fake_hang(rig.fake, HUNG, false);
	rig_release(&rig);
}

/* As breakoutd does on SIGHUP. */
static void reload(struct rig *rig)
{
	struct collector *next;

	assert_int_equal(collector_new(&rig->config, fake_open, rig->fake, &next), 0);
	collector_stop(rig->collector);
	assert_int_equal(collector_inherit(next, rig->collector), 0);
	assert_int_equal(collector_start(next, -1), 0);
	collector_free(rig->collector);
	rig->collector = next;
}

/* Whoever is stuck is waited for by the successors, which go on with what is not. */
static void a_reload_leaves_stuck_buses_alone(void **state)
{
	struct fake_counts before, after;
	struct snapshot *s;
	struct rig rig;

	(void)state;
	rig_init(&rig, 2, 2, "10g-sr");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	snapshot_unref(wait_status(&rig, HUNG - 1, READ_OK));
	hang(&rig, HUNG);
	before = fake_counts(rig.fake, HUNG);
	for (unsigned n = 0; n < 3; n++) {
		int64_t start = now_ms();

		reload(&rig);
		assert_true(now_ms() - start < 1000);
		s = wait_status(&rig, HUNG - 1, READ_TIMEOUT);
		assert_non_null(s->ports[HUNG - 1].module);
		assert_non_null(strstr(s->ports[HUNG - 1].why, "does not answer"));
		assert_int_equal(s->ports[OTHER - 1].status, READ_OK);
		assert_int_equal(s->ports[OTHER - 1].presence, PRESENCE_PRESENT);
		assert_int_equal(s->events->count, 0);
		snapshot_unref(s);
	}
	after = fake_counts(rig.fake, HUNG);
	assert_int_equal(after.opened, before.opened);
	assert_int_equal(fake_counts(rig.fake, OTHER).opened, 4);
	/* It was swapped meanwhile: that is an event, as ever. */
	insert(&rig, HUNG, "10g-lr");
	fake_hang(rig.fake, HUNG, false);
	for (unsigned n = 0; n < 200; n++) {
		s = wait_status(&rig, HUNG - 1, READ_OK);
		if (s->events->count >= 2)
			break;
		snapshot_unref(s);
		usleep(20000);
	}
	assert_string_equal(s->ports[HUNG - 1].module->type_name, "10GBASE-LR");
	assert_int_equal(s->events->count, 2);
	assert_int_equal(s->events->events[0]->kind, EVENT_MODULE_REMOVED);
	assert_int_equal(s->events->events[1]->kind, EVENT_MODULE_INSERTED);
	snapshot_unref(s);
	assert_int_equal(fake_counts(rig.fake, HUNG).opened, before.opened + 1);
	rig_release(&rig);
}

/* One cage, with a clock of its own. */
struct patient {
	struct rig rig;
	struct cage cage;
	int64_t clock; /* ms */
};

static void patient_init(struct patient *p)
{
	struct source *source;

	rig_init(&p->rig, 1, 1, "10g-sr");
	cage_init(&p->cage, 0);
	assert_int_equal(fake_open(&p->rig.config.topology->ports[0], "", p->rig.fake, &source), 0);
	cage_open(&p->cage, source, 0);
	p->clock = 1000;
}

static void patient_release(struct patient *p)
{
	cage_release(&p->cage);
	rig_release(&p->rig);
}

static void look(struct patient *p, int64_t ms)
{
	struct cage_change change;
	struct scan_time now;

	p->clock += ms;
	now = (struct scan_time){ .real = { .tv_sec = 1 },
	                          .mono = { p->clock / 1000, p->clock % 1000 * 1000000 } };
	cage_scan(&p->cage, 0, &now, &change);
	module_unref(change.removed);
}

/* Tries in so many seconds, with a look each second. */
static unsigned tries(struct patient *p, unsigned seconds)
{
	uint32_t before = p->cage.read_errors;

	for (unsigned n = 0; n < seconds; n++)
		look(p, 1000);
	return p->cage.read_errors - before;
}

static void a_dead_cage_is_left_alone_for_longer_and_longer(void **state)
{
	static const struct {
		const char *label;
		int presence, read;
	} rows[] = {
		{ "presence", -EIO, 0 },
		{ "read", 0, -EIO },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fake_counts before, after;
		struct patient p;

		patient_init(&p);
		look(&p, 1000);
		assert_row(p.cage.status == READ_OK, rows[i].label);
		fake_presence_error(p.rig.fake, 1, rows[i].presence);
		fake_read_fault(p.rig.fake, 1, (struct fake_fault){ .error = rows[i].read });
		/* At 1, 2, 3; then after 1, 2, 4, 8, 16, 32 s. */
		assert_row(tries(&p, 3) == 3, rows[i].label);
		assert_in_range(tries(&p, 70), 5, 7);
		assert_row(strstr(p.cage.why, "left alone for"), rows[i].label);
		assert_in_range(tries(&p, 600), 9, 11);
		assert_row(strstr(p.cage.why, "left alone for 60 s"), rows[i].label);
		/* A look that works goes on, one that fails does not. */
		before = fake_counts(p.rig.fake, 1);
		look(&p, 10);
		look(&p, 10);
		after = fake_counts(p.rig.fake, 1);
		assert_row(after.presence - before.presence == (rows[i].presence ? 0 : 2), rows[i].label);
		assert_row(after.reads == before.reads, rows[i].label);
		/* Well again: once it is its turn, and then each time. */
		fake_presence_error(p.rig.fake, 1, 0);
		fake_read_fault(p.rig.fake, 1, (struct fake_fault){ 0 });
		look(&p, 61000);
		assert_row(p.cage.status == READ_OK && !p.cage.why[0], rows[i].label);
		fake_read_fault(p.rig.fake, 1, (struct fake_fault){ .error = -EIO });
		assert_row(tries(&p, 3) == 3, rows[i].label);
		patient_release(&p);
	}
}

static void another_module_is_another_chance(void **state)
{
	struct patient p;

	(void)state;
	patient_init(&p);
	look(&p, 1000);
	fake_read_fault(p.rig.fake, 1, (struct fake_fault){ .error = -EIO });
	tries(&p, 300);
	assert_int_equal(p.cage.presence, PRESENCE_PRESENT);
	fake_read_fault(p.rig.fake, 1, (struct fake_fault){ 0 });
	fake_remove(p.rig.fake, 1);
	look(&p, 10);
	assert_int_equal(p.cage.status, READ_ABSENT);
	insert(&p.rig, 1, "10g-lr");
	look(&p, 10);
	assert_int_equal(p.cage.status, READ_OK);
	assert_int_equal(p.cage.insertions, 1);
	patient_release(&p);
}

/* 00h:3 of a QSFP: LOS of the receivers. */
#define LOS 3
#define LOS_LANE_2 0x02

static void request(struct bus *bus, uint32_t scan)
{
	assert_true(bus_request(bus, SCAN_LIVE | SCAN_FORCE, scan));
	bus_wait(&bus, 1, NULL);
}

/* The flags of lane 2 that are new since the last call. */
static uint32_t fresh_flags(struct bus *bus)
{
	struct port_state state = { 0 };
	struct cage_change change;
	uint32_t fresh;

	bus_report(bus, 0, false, &state, &change);
	fresh = state.lanes.count > 1 ? state.lanes.lane[1].flags.fresh : 0;
	module_unref(state.module);
	module_unref(change.removed);
	lane_histories_release(&state.lanes);
	return fresh;
}

/* Flags that nobody was told of yet stay those of their module. */
static void a_removed_module_takes_its_flags_along(void **state)
{
	struct workers *workers = workers_new();
	struct bus_setup setup = { .workers = workers, .root = "/nowhere", .open = fake_open, .deadline_ms = 1000 };
	struct bus *bus;
	struct rig rig;

	(void)state;
	assert_non_null(workers);
	rig_init(&rig, 1, 1, "40g-sr4");
	setup.topology = rig.config.topology;
	setup.arg = rig.fake;
	bus = bus_new(&setup, "bus");
	assert_non_null(bus);
	assert_int_equal(bus_add(bus, 0), 0);
	for (uint32_t scan = 1; scan < 3; scan++)
		request(bus, scan);
	assert_int_equal(fresh_flags(bus), 0);
	for (unsigned swapped = 0; swapped < 2; swapped++) {
		fake_latch(rig.fake, 1, LOS, LOS_LANE_2, 0);
		request(bus, 3);
		if (swapped)
			insert(&rig, 1, "100g-sr4");
		request(bus, 4);
		assert_int_equal(fresh_flags(bus) != 0, !swapped);
	}
	bus_free(bus);
	workers_stop(workers);
	workers_join(workers, 1000);
	workers_unref(workers);
	rig_release(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buses_are_read_at_the_same_time),
		cmocka_unit_test(there_may_be_more_buses_than_threads),
		cmocka_unit_test(picked_ports_are_looked_at),
		cmocka_unit_test(a_hung_port_harms_its_bus_only),
		cmocka_unit_test(an_insertion_shows_at_once),
		cmocka_unit_test(stuck_threads_are_replaced),
		cmocka_unit_test(a_slow_port_leaves_time_for_others),
		cmocka_unit_test(a_dead_port_recovers_by_itself),
		cmocka_unit_test(stopping_does_not_wait_for_ever),
		cmocka_unit_test(a_reload_leaves_stuck_buses_alone),
		cmocka_unit_test(a_dead_cage_is_left_alone_for_longer_and_longer),
		cmocka_unit_test(another_module_is_another_chance),
		cmocka_unit_test(a_removed_module_takes_its_flags_along),
	};

	return cmocka_run_group_tests_name("bus", tests, NULL, NULL);
}
