/* SPDX-License-Identifier: BSD-3-Clause */
/* A kernel that does not answer about its network devices, and one that reports of them by itself. */
#include "test.h"

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "box.h"
#include "collect/collect.h"
#include "eeprom/eeprom.h"
#include "fake_source.h"
#include "net_device.h"

/* The kernel: asked so often, and hanging. */
struct kernel {
	unsigned asked, hanging;
	bool hangs;
};

struct rig {
	struct box box;
	struct fake_box *fake;
	struct config config;
	struct collector *collector;
	struct kernel kernel;
};

static void ask(void *arg)
{
	struct kernel *k = arg;

	__atomic_add_fetch(&k->asked, 1, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&k->hanging, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&k->hangs, __ATOMIC_SEQ_CST))
		usleep(1000);
	__atomic_sub_fetch(&k->hanging, 1, __ATOMIC_SEQ_CST);
}

static void hang(struct rig *rig, bool hangs)
{
	__atomic_store_n(&rig->kernel.hangs, hangs, __ATOMIC_SEQ_CST);
}

static unsigned hanging(struct rig *rig)
{
	return __atomic_load_n(&rig->kernel.hanging, __ATOMIC_SEQ_CST);
}

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

static void rig_init(struct rig *rig, uint32_t interval_ms, const char *root)
{
	*rig = (struct rig){ .fake = fake_box_new(5) };
	box_init(&rig->box, "4x10G");
	TEXT_SET(rig->box.topology->ports[0].netdevs[0], "brk0");
	rig->box.topology->ports[0].netdev_count = 1;
	rig->config.topology = rig->box.topology;
	rig->config.settings = (struct settings){
		.presence_interval_ms = interval_ms,
		.dom_interval_ms = 3600000,
		.port_deadline_ms = 300,
		.raise_after = 2,
		.clear_after = 2,
		.event_log_size = 64,
	};
	TEXT_SET(rig->config.settings.root, root);
	assert_int_equal(collector_new(&rig->config, fake_open, rig->fake, &rig->collector), 0);
	collector_hook_host(rig->collector, ask, &rig->kernel);
	insert(rig, 1, "40g-sr4");
	for (uint32_t cage = 2; cage <= 5; cage++)
		insert(rig, cage, "10g-sr");
}

static void rig_release(struct rig *rig)
{
	collector_free(rig->collector);
	for (unsigned n = 0; hanging(rig) && n < 500; n++)
		usleep(10000);
	assert_int_equal(hanging(rig), 0);
	/* Sources are closed when buses are free. */
	usleep(20000);
	fake_box_free(rig->fake);
	box_release(&rig->box);
}

static int64_t now_ms(void)
{
	static const struct timespec zero = { 0 };
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return clock_ms_between(&zero, &now);
}

typedef bool condition(const struct snapshot *s, uint32_t value);

/* The time that it took, ms. */
static int64_t wait_until(struct rig *rig, condition *holds, uint32_t value, const char *what)
{
	int64_t start = now_ms();

	while (now_ms() - start < 10000) {
		struct snapshot *s = collector_snapshot(rig->collector);
		bool reached = s && holds(s, value);

		snapshot_unref(s);
		if (reached)
			return now_ms() - start;
		usleep(2000);
	}
	fail_msg("%s", what);
	return 0;
}

static bool is_scan(const struct snapshot *s, uint32_t number)
{
	return s->scan >= number;
}

static bool is_stuck(const struct snapshot *s, uint32_t ms)
{
	return s->host_late && s->host_stuck_ms >= ms;
}

static bool is_fresh(const struct snapshot *s, uint32_t unused)
{
	(void)unused;
	return !s->host_late && s->host_stuck_ms == 0;
}

static uint32_t scan_number(struct rig *rig)
{
	struct snapshot *s = collector_snapshot(rig->collector);
	uint32_t scan = s->scan;

	snapshot_unref(s);
	return scan;
}

/* All modules were read, and the scan did not wait for what is late already. */
static bool is_whole(const struct snapshot *s, uint32_t number)
{
	bool whole = s->scan >= number && s->duration_ms < 50;

	for (size_t i = 0; i < 5; i++)
		whole &= s->ports[i].status == READ_OK && !s->ports[i].late;
	return whole;
}

/* Modules are read all the same. */
static void a_kernel_that_hangs_stops_nothing(void **state)
{
	int64_t start;
	struct rig rig;

	(void)state;
	rig_init(&rig, 100, "/nowhere");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	wait_until(&rig, is_fresh, 0, "no scan");
	hang(&rig, true);
	wait_until(&rig, is_stuck, 300, "nobody noticed");
	/* Not each of them, on a busy machine. */
	wait_until(&rig, is_whole, scan_number(&rig) + 5, "scans stopped, or wait");
	assert_int_equal(hanging(&rig), 1);
	hang(&rig, false);
	wait_until(&rig, is_fresh, 0, "it did not go on");
	hang(&rig, true);
	wait_until(&rig, is_stuck, 300, "nobody noticed the second time");
	start = now_ms();
	collector_stop(rig.collector);
	assert_true(now_ms() - start < 1000);
	hang(&rig, false);
	rig_release(&rig);
}

/* A stop before it is known that it hangs, and the memory of who is left behind. */
static void a_thread_is_left_behind(void **state)
{
	int64_t start;
	struct rig rig;

	(void)state;
	rig_init(&rig, 100, "/nowhere");
	collector_free(rig.collector);
	rig.config.settings.port_deadline_ms = 60000;
	assert_int_equal(collector_new(&rig.config, fake_open, rig.fake, &rig.collector), 0);
	collector_hook_host(rig.collector, ask, &rig.kernel);
	hang(&rig, true);
	assert_int_equal(collector_start(rig.collector, -1), 0);
	while (!hanging(&rig))
		usleep(1000);
	start = now_ms();
	collector_free(rig.collector);
	rig.collector = NULL;
	assert_true(now_ms() - start < COLLECT_STOP_MS + 1000);
	hang(&rig, false);
	rig_release(&rig);
}

/* Each reload would leave another one behind. */
static void a_successor_waits_for_who_is_stuck(void **state)
{
	struct collector *next;
	struct rig rig;
	unsigned asked;

	(void)state;
	rig_init(&rig, 100, "/nowhere");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	wait_until(&rig, is_fresh, 0, "no scan");
	hang(&rig, true);
	wait_until(&rig, is_stuck, 300, "nobody noticed");
	asked = __atomic_load_n(&rig.kernel.asked, __ATOMIC_SEQ_CST);
	for (unsigned n = 0; n < 3; n++) {
		assert_int_equal(collector_new(&rig.config, fake_open, rig.fake, &next), 0);
		collector_hook_host(next, ask, &rig.kernel);
		collector_stop(rig.collector);
		assert_int_equal(collector_inherit(next, rig.collector), 0);
		collector_free(rig.collector);
		rig.collector = next;
		assert_int_equal(collector_start(next, -1), 0);
		wait_until(&rig, is_scan, 3, "no scans after a reload");
	}
	assert_int_equal(__atomic_load_n(&rig.kernel.asked, __ATOMIC_SEQ_CST), asked);
	assert_int_equal(hanging(&rig), 1);
	hang(&rig, false);
	wait_until(&rig, is_fresh, 0, "it did not go on");
	rig_release(&rig);
}

/* Reports, of a namespace of this test's own. No regular scan comes in a minute. */

static bool has_index(const struct snapshot *s, uint32_t if_index)
{
	return s->ports[0].if_index[0] == if_index;
}

static bool is_up(const struct snapshot *s, uint32_t unused)
{
	(void)unused;
	return port_host(&s->ports[0])->netdev_count && port_host(&s->ports[0])->netdev[0].admin_up == TRI_YES;
}

static unsigned presence_looks(struct rig *rig, uint32_t cage)
{
	return fake_counts(rig->fake, cage).presence;
}

static void reports_are_followed(struct rig *rig)
{
	unsigned others = presence_looks(rig, 2), own = presence_looks(rig, 1);
	uint32_t index;

	assert_int_equal(net_add("brk0"), 0);
	index = if_nametoindex("brk0");
	print_message("new: %lld ms\n", (long long)wait_until(rig, has_index, index, "a new device"));
	assert_int_equal(net_up("brk0", true), 0);
	print_message("up: %lld ms\n", (long long)wait_until(rig, is_up, 0, "up"));
	assert_int_equal(net_up("brk0", false) | net_rename("brk0", "lan"), 0);
	usleep(500000);
	wait_until(rig, has_index, index, "another name");
	assert_int_equal(net_delete("lan"), 0);
	print_message("gone: %lld ms\n", (long long)wait_until(rig, has_index, 0, "gone"));
	assert_int_equal(net_add("brk0"), 0);
	assert_int_not_equal(if_nametoindex("brk0"), index);
	wait_until(rig, has_index, if_nametoindex("brk0"), "a new one of the same name");
	/* Whether its own module is there was looked at, and at no other. */
	assert_true(presence_looks(rig, 1) > own);
	assert_int_equal(presence_looks(rig, 2), others);
}

static void what_is_no_ports_wakes_nobody(struct rig *rig)
{
	uint32_t before;

	usleep(600000);
	before = scan_number(rig);
	for (unsigned n = 0; n < 20; n++)
		assert_int_equal(net_add("tunnel") | net_up("tunnel", true) | net_delete("tunnel"), 0);
	usleep(600000);
	assert_int_equal(scan_number(rig), before);
}

static void a_storm_is_a_few_scans(struct rig *rig)
{
	uint32_t before = scan_number(rig);
	int64_t start = now_ms(), took;

	for (unsigned n = 0; n < 500; n++)
		assert_int_equal(net_up("brk0", true) | net_up("brk0", false), 0);
	assert_int_equal(net_up("brk0", true), 0);
	wait_until(rig, is_up, 0, "the end of the storm");
	usleep(600000);
	took = now_ms() - start;
	print_message("1000 changes in %lld ms: %u scans\n", (long long)took, scan_number(rig) - before);
	assert_in_range(scan_number(rig) - before, 1, (took / 200) + 2);
	wait_until(rig, is_up, 0, "the state at its end");
}

static void what_is_reported_is_seen(void **state)
{
	struct rig rig;

	(void)state;
	if (net_namespace() < 0 || net_sysfs() < 0 || net_add("brk0") < 0 || net_delete("brk0") < 0) {
		print_message("no network devices of our own here: %s\n", strerror(errno));
		skip();
	}
	rig_init(&rig, 60000, "");
	assert_int_equal(collector_start(rig.collector, -1), 0);
	wait_until(&rig, is_fresh, 0, "no scan");
	reports_are_followed(&rig);
	what_is_no_ports_wakes_nobody(&rig);
	a_storm_is_a_few_scans(&rig);
	/* Deaf while it is stopped, it goes on. */
	collector_stop(rig.collector);
	assert_int_equal(net_delete("brk0"), 0);
	assert_int_equal(collector_start(rig.collector, -1), 0);
	wait_until(&rig, has_index, 0, "after a stop");
	rig_release(&rig);
}

int main(void)
{
	/* The first one wants to be the only thread. */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_reported_is_seen),
		cmocka_unit_test(a_kernel_that_hangs_stops_nothing),
		cmocka_unit_test(a_thread_is_left_behind),
		cmocka_unit_test(a_successor_waits_for_who_is_stuck),
	};

	return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
