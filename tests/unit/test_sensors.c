/* SPDX-License-Identifier: BSD-3-Clause */
/* What libsensors knows, in snapshots: of modules, and what rules make of that; of the box itself. */
#include "test.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "box.h"
#include "collect/cage.h"
#include "collect/sensors.h"
#include "fake_hwmon.h"
#include "rules/judge.h"
#include "source/hwmon_source.h"

#define CHIP(name_, hwmon_, device_, features_) \
	{ .name = (name_), .hwmon = (hwmon_), .device = (device_), .features = (features_), \
	  .feature_count = ARRAY_SIZE(features_) }
#define LEG1 1

static const struct fake_feature core[] = {
	{ .name = "temp1", .label = "Package id 0",
	  VALUES([HWMON_INPUT] = V(47), [HWMON_CRIT] = V(100), [HWMON_CRIT_ALARM] = V(0), [HWMON_FAULT] = V(0)) },
	{ .name = "temp10", .label = NULL,
	  VALUES([HWMON_INPUT] = V(48), [HWMON_MAX_ALARM] = V(1), [HWMON_ALARM] = V(0)) },
	{ .name = "temp2", .label = NULL, VALUES([HWMON_INPUT] = V(49)) },
};
static const struct fake_feature switch_temps[] = {
	{ .name = "temp1", .label = NULL, VALUES([HWMON_INPUT] = V(50)) },
	{ .name = "temp2", .label = "front panel 001", VALUES([HWMON_INPUT] = V(31)) },
	{ .name = "temp3", .label = "front panel 002", VALUES([HWMON_INPUT] = V(32)) },
};
static const struct fake_chip sfp = CHIP("sfp_eth1-isa-0000", "hwmon1", "devices/platform/sfp-eth1", fake_sfp);
static const struct fake_chip cpu = CHIP("coretemp-isa-0000", "hwmon0", "devices/platform/coretemp.0", core);
static const struct fake_chip asic = CHIP("mlxsw-pci-0300", "hwmon2", "devices/pci/0000:03:00.0", switch_temps);

/* A breakout that fits, swp1 to swp2...swp5, and libsensors. */
struct rig {
	const struct scratch *scratch;
	struct box box;
	struct workers *workers;
	struct hwmon *hwmon;
	struct sensors *sensors;
	struct judgement judgement;
};

static void rig_init(struct rig *rig, void **state)
{
	char path[SCRATCH_PATH];

	*rig = (struct rig){ .scratch = *state };
	box_init(&rig->box, "4x10G");
	box_fit(&rig->box, "40g-sr4", "10g-sr");
	fake_hwmon_begin(rig->scratch);
	rig->workers = workers_new();
	rig->hwmon = hwmon_new(&fake_hwmon, scratch_path(rig->scratch, FAKE_CLASS, path));
	judgement_init(&rig->judgement);
	assert_true(rig->workers && rig->hwmon);
}

/* The topology is as it shall be. */
static void rig_start_with(struct rig *rig, bool chassis, uint32_t deadline_ms, uint32_t interval_ms)
{
	char net[SCRATCH_PATH];
	const struct sensors_setup setup = {
		.workers = rig->workers,
		.topology = rig->box.topology,
		.hwmon = rig->hwmon,
		.net = scratch_path(rig->scratch, "sys/class/net", net),
		.chassis = chassis,
		.deadline_ms = deadline_ms,
		.interval_ms = interval_ms,
	};

	rig->sensors = sensors_new(&setup);
	assert_non_null(rig->sensors);
}

static void rig_start(struct rig *rig, bool chassis)
{
	rig_start_with(rig, chassis, 2000, 1000);
}

static void rig_release(struct rig *rig)
{
	workers_stop(rig->workers);
	workers_join(rig->workers, 2000);
	sensors_free(rig->sensors);
	workers_unref(rig->workers);
	hwmon_free(rig->hwmon);
	judgement_release(&rig->judgement);
	box_release(&rig->box);
	assert_false(fake_hwmon_is_open());
}

static void read_sensors(struct rig *rig)
{
	workers_resume(rig->workers);
	sensors_request(rig->sensors, NULL);
	sensors_wait(rig->sensors, NULL);
}

/* Port of the box without its own module, read by `source`. */
static struct port_decl *declare(struct rig *rig, size_t port, enum source_kind source, const char *path,
                                 const char *hwmon)
{
	/* Not shared yet. */
	struct port_decl *decl = &rig->box.topology->ports[port];

	free(decl->path);
	free(decl->hwmon);
	decl->source = source;
	decl->path = path ? strdup(path) : NULL;
	decl->hwmon = hwmon ? strdup(hwmon) : NULL;
	return decl;
}

/* A snapshot whose ports[port] is as its cage says. */
static struct snapshot *snapshot_with(struct rig *rig, size_t port, const struct cage *cage)
{
	struct snapshot *s = box_snapshot(&rig->box);

	module_unref(s->ports[port].module);
	cage_fill(cage, &s->ports[port]);
	assert_int_equal(sensors_fill(rig->sensors, s), 0);
	return s;
}

static void assert_value(struct value v, int32_t expected)
{
	assert_string_equal(value_state_name(v.state), "ok");
	assert_int_equal(v.v, expected);
}

static void assert_no_findings(struct rig *rig, struct snapshot *s)
{
	assert_int_equal(judge_snapshot(s, &rig->judgement), 0);
	if (rig->judgement.finding_count > 0)
		fail_msg("%s: %s", rig->judgement.findings[0].rule->id, rig->judgement.findings[0].what.observed);
	/* What was found about it before is neither raised nor cleared. */
	assert_true(rig->judgement.unknown_count > 0);
}

static void scan(struct cage *cage, struct cage_change *change)
{
	struct scan_time now = { .scan = 1 };

	clock_gettime(CLOCK_REALTIME, &now.real);
	clock_gettime(CLOCK_MONOTONIC, &now.mono);
	cage_scan(cage, SCAN_LIVE, &now, change);
}

/* All alarms are set, all limits passed; it is a leg of a breakout, and alone. */
static void a_module_of_hwmon_has_monitors_and_no_violations(void **state)
{
	struct fake_feature hot[5];
	struct fake_chip chip = CHIP("sfp_eth1-isa-0000", "hwmon1", "devices/platform/sfp-eth1", hot);
	struct cage_change change;
	struct source *source;
	struct snapshot *s;
	struct cage cage;
	struct rig rig;

	rig_init(&rig, state);
	memcpy(hot, fake_sfp, sizeof(hot));
	for (size_t i = 0; i < ARRAY_SIZE(hot); i++) {
		hot[i].value[HWMON_CRIT_ALARM].v = hot[i].value[HWMON_MAX_ALARM].v = 1;
		hot[i].value[HWMON_LCRIT_ALARM].v = hot[i].value[HWMON_MIN_ALARM].v = 1;
	}
	hot[1].value[HWMON_INPUT].v = 95;
	hot[3].value[HWMON_INPUT].v = 0;
	fake_hwmon_add(&chip);
	declare(&rig, LEG1, SOURCE_HWMON, "sfp_eth1-isa-0000", NULL)->cage = FORM_SFP_PLUS;
	rig_start(&rig, true);
	read_sensors(&rig);
	assert_int_equal(source_hwmon_open(rig.hwmon, "sfp_eth1-isa-0000", NULL, false, &source), 0);
	cage_init(&cage, 1000);
	cage_open(&cage, source, 0);
	scan(&cage, &change);
	assert_false(change.inserted);
	s = snapshot_with(&rig, LEG1, &cage);
	assert_int_equal(s->ports[LEG1].presence, PRESENCE_PRESENT);
	assert_int_equal(s->ports[LEG1].status, READ_MONITORS);
	assert_string_equal(s->ports[LEG1].why, "its identity can not be read");
	assert_string_equal(s->ports[LEG1].monitor_chip, "sfp_eth1-isa-0000");
	assert_int_equal(s->ports[LEG1].read_errors, 0);
	assert_true(s->ports[LEG1].read_mono.tv_sec > 0);
	assert_int_equal(s->ports[LEG1].module->status, READ_MONITORS);
	assert_value(s->ports[LEG1].module->temperature, 9500);
	assert_int_equal(s->ports[LEG1].module->lane[0].rx_power.state, VALUE_NO_LIGHT);
	assert_int_equal(s->ports[LEG1].module->lane[0].alarms, 0xfff00);
	/* Shown at the port, so not as the box's. */
	assert_int_equal(s->sensor_count, 0);
	assert_no_findings(&rig, s);
	snapshot_unref(s);

	/* It goes: nobody knows whether it was pulled. */
	fake_hwmon_remove(&chip);
	scan(&cage, &change);
	assert_non_null(change.removed);
	module_unref(change.removed);
	s = snapshot_with(&rig, LEG1, &cage);
	assert_int_equal(s->ports[LEG1].presence, PRESENCE_UNKNOWN);
	assert_int_equal(s->ports[LEG1].status, READ_MONITORS);
	assert_null(s->ports[LEG1].module);
	assert_string_equal(s->ports[LEG1].monitor_chip, "");
	assert_no_findings(&rig, s);
	snapshot_unref(s);
	assert_int_equal(cage.failures, 0);

	/* And comes back. */
	fake_hwmon_add(&chip);
	scan(&cage, &change);
	assert_true(change.inserted);
	assert_int_equal(cage.insertions, 1);
	cage_release(&cage);
	rig_release(&rig);
}

/* A port of another source that fails, of which nothing was ever read or `m` was. */
static struct snapshot *failing(struct rig *rig, const struct module *m, enum read_status status)
{
	struct snapshot *s = box_snapshot(&rig->box);
	struct port_state *port = &s->ports[LEG1];

	module_unref(port->module);
	port->module = m ? module_ref(m) : NULL;
	port->status = status;
	port->presence = PRESENCE_UNKNOWN;
	port->read_mono = (struct timespec){ 0 };
	TEXT_SET(port->why, "reading the module: Input/output error");
	assert_int_equal(sensors_fill(rig->sensors, s), 0);
	return s;
}

static void a_module_that_can_not_be_read_is_measured_all_the_same(void **state)
{
	static const enum read_status failures[] = { READ_IO_ERROR, READ_TIMEOUT, READ_STALE,
	                                             READ_UNSUPPORTED };
	struct snapshot *s;
	struct rig rig;

	rig_init(&rig, state);
	fake_hwmon_add(&sfp);
	declare(&rig, LEG1, SOURCE_SYSFS, "/nowhere", "sfp_eth1-isa-0000");
	rig_start(&rig, true);
	read_sensors(&rig);
	for (size_t i = 0; i < ARRAY_SIZE(failures); i++) {
		s = failing(&rig, NULL, failures[i]);
		assert_int_equal(s->ports[LEG1].status, failures[i]);
		assert_string_equal(s->ports[LEG1].why, "reading the module: Input/output error");
		assert_string_equal(s->ports[LEG1].monitor_chip, "sfp_eth1-isa-0000");
		assert_value(s->ports[LEG1].module->supply, 3301000);
		assert_int_equal(s->ports[LEG1].module->status, READ_MONITORS);
		assert_null(s->ports[LEG1].module->type);
		assert_true(s->ports[LEG1].read_mono.tv_sec > 0);
		assert_no_findings(&rig, s);
		snapshot_unref(s);
	}
	/* An empty cage is empty whatever hwmon says. */
	s = box_snapshot(&rig.box);
	module_unref(s->ports[LEG1].module);
	s->ports[LEG1].module = NULL;
	s->ports[LEG1].presence = PRESENCE_ABSENT;
	s->ports[LEG1].status = READ_ABSENT;
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	assert_null(s->ports[LEG1].module);
	snapshot_unref(s);
	rig_release(&rig);
}

static void what_the_module_says_is_preferred(void **state)
{
	struct snapshot *s;
	struct value own;
	struct rig rig;

	rig_init(&rig, state);
	fake_hwmon_add(&sfp);
	declare(&rig, LEG1, SOURCE_SYSFS, "/nowhere", "sfp_eth1-isa-0000");
	rig_start(&rig, true);
	read_sensors(&rig);
	own = rig.box.snapshot->ports[LEG1].module->temperature;
	s = box_snapshot(&rig.box);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	assert_ptr_equal(s->ports[LEG1].module, rig.box.snapshot->ports[LEG1].module);
	assert_value(s->ports[LEG1].module->temperature, own.v);
	assert_string_equal(s->ports[LEG1].monitor_chip, "");
	snapshot_unref(s);
	rig_release(&rig);
}

static void an_identity_stays_until_the_module_is_plugged_in_anew(void **state)
{
	const struct module *m;
	struct snapshot *s;
	struct rig rig;

	rig_init(&rig, state);
	fake_hwmon_add(&sfp);
	declare(&rig, LEG1, SOURCE_SYSFS, "/nowhere", "sfp_eth1-isa-0000");
	rig_start(&rig, true);
	read_sensors(&rig);
	m = rig.box.snapshot->ports[LEG1].module;
	s = box_snapshot(&rig.box);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	snapshot_unref(s);

	s = failing(&rig, m, READ_IO_ERROR);
	assert_string_equal(s->ports[LEG1].module->type_name, m->type_name);
	assert_string_equal(s->ports[LEG1].module->serial, m->serial);
	assert_value(s->ports[LEG1].module->supply, 3301000);
	/* Not measured, not kept. */
	assert_int_equal(s->ports[LEG1].module->lane[0].signals_known, 0);
	assert_no_findings(&rig, s);
	snapshot_unref(s);

	fake_hwmon_remove(&sfp);
	fake_hwmon_add(&sfp);
	read_sensors(&rig);
	s = failing(&rig, m, READ_IO_ERROR);
	assert_string_equal(s->ports[LEG1].module->serial, "");
	assert_null(s->ports[LEG1].module->type);
	assert_value(s->ports[LEG1].module->supply, 3301000);
	snapshot_unref(s);
	rig_release(&rig);
}

static void a_missing_temperature_is_the_front_panels(void **state)
{
	const struct module *shown;
	struct snapshot *s;
	struct module *m;
	struct rig rig;

	rig_init(&rig, state);
	fake_hwmon_add(&asic);
	scratch_symlink(rig.scratch, "../../../devices/pci/0000:03:00.0", "sys/class/net/swp1/device");
	scratch_text(rig.scratch, "sys/class/net/swp1/phys_port_name", "p1\n");
	TEXT_SET(rig.box.topology->ports[LEG1].netdevs[0], "swp1");
	rig.box.topology->ports[LEG1].netdev_count = 1;
	rig_start(&rig, true);
	read_sensors(&rig);
	m = box_module("10g-sr");
	m->temperature = (struct value){ .state = VALUE_UNSUPPORTED };
	s = box_snapshot(&rig.box);
	module_unref(s->ports[LEG1].module);
	s->ports[LEG1].module = module_ref(m);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	shown = s->ports[LEG1].module;
	assert_value(shown->temperature, 3100);
	assert_string_equal(shown->serial, m->serial);
	assert_int_equal(shown->status, READ_OK);
	assert_int_equal(shown->dom, m->dom);
	assert_value(shown->lane[0].rx_power, m->lane[0].rx_power.v);
	assert_string_equal(s->ports[LEG1].monitor_chip, "mlxsw-pci-0300");
	assert_int_equal(judge_snapshot(s, &rig.judgement), 0);
	assert_int_equal(rig.judgement.finding_count, 0);
	/* The switch's own, and the panel that is no port of ours. */
	assert_int_equal(s->sensor_count, 2);
	assert_string_equal(s->sensors[0].label, "temp1");
	assert_string_equal(s->sensors[1].label, "front panel 002");
	snapshot_unref(s);
	/* The same module in the next snapshot, as long as nothing was read anew. */
	s = box_snapshot(&rig.box);
	module_unref(s->ports[LEG1].module);
	s->ports[LEG1].module = module_ref(m);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	assert_ptr_equal(s->ports[LEG1].module, shown);
	snapshot_unref(s);
	module_unref(m);
	rig_release(&rig);
}

static void the_box_has_temperatures(void **state)
{
	const struct chassis_sensor *c;
	struct snapshot *s;
	struct rig rig;

	rig_init(&rig, state);
	fake_hwmon_add(&asic);
	fake_hwmon_add(&sfp);
	fake_hwmon_add(&cpu);
	rig_start(&rig, true);
	/* Not read yet. */
	s = box_snapshot(&rig.box);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	assert_int_equal(s->sensor_count, 0);
	snapshot_unref(s);
	read_sensors(&rig);
	s = box_snapshot(&rig.box);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	/* Of modules that are at no port, too. */
	assert_int_equal(s->sensor_count, 3 + 3 + 1);
	c = s->sensors;
	assert_string_equal(c[0].chip, "coretemp-isa-0000");
	assert_string_equal(c[0].device, "coretemp.0");
	assert_string_equal(c[0].feature, "temp1");
	assert_string_equal(c[0].label, "Package id 0");
	assert_value(c[0].temperature, 4700);
	assert_value(c[0].thresholds.high_alarm, 10000);
	assert_int_equal(c[0].thresholds.low_alarm.state, VALUE_ABSENT);
	assert_int_equal(c[0].emergency.state, VALUE_ABSENT);
	assert_int_equal(c[0].alarm, TRI_NO);
	assert_int_equal(c[0].fault, TRI_NO);
	assert_true(c[0].read_mono.tv_sec > 0);
	assert_string_equal(c[1].feature, "temp2");
	assert_string_equal(c[1].label, "temp2");
	assert_int_equal(c[1].alarm, TRI_UNKNOWN);
	assert_int_equal(c[1].fault, TRI_UNKNOWN);
	assert_string_equal(c[2].feature, "temp10");
	assert_int_equal(c[2].alarm, TRI_YES);
	assert_string_equal(c[3].chip, "mlxsw-pci-0300");
	assert_string_equal(c[6].chip, "sfp_eth1-isa-0000");
	snapshot_unref(s);
	rig_release(&rig);
}

static void the_box_is_left_out_where_it_is_not_wanted(void **state)
{
	struct snapshot *s;
	struct rig rig;

	rig_init(&rig, state);
	fake_hwmon_add(&cpu);
	fake_hwmon_add(&sfp);
	declare(&rig, LEG1, SOURCE_SYSFS, "/nowhere", "sfp_eth1-isa-0000");
	rig_start(&rig, false);
	read_sensors(&rig);
	s = failing(&rig, NULL, READ_IO_ERROR);
	assert_int_equal(s->sensor_count, 0);
	assert_value(s->ports[LEG1].module->temperature, 3550);
	/* Only the module's chip was read: 5 numbers, 4 limits and 4 flags of each. */
	assert_int_equal(fake_hwmon_reads(), 5 * 9);
	snapshot_unref(s);
	rig_release(&rig);
}

/* For longer than anybody waits. */
static void hang(void)
{
	fake_hwmon_hook(NULL);
	usleep(1500000);
}

static void what_is_old_is_not_shown(void **state)
{
	struct snapshot *s;
	struct rig rig;

	rig_init(&rig, state);
	fake_hwmon_add(&cpu);
	rig_start_with(&rig, true, 300, 10);
	read_sensors(&rig);
	s = box_snapshot(&rig.box);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	assert_value(s->sensors[0].temperature, 4700);
	snapshot_unref(s);
	fake_hwmon_hook(hang);
	sensors_request(rig.sensors, NULL);
	/* Not for ever. */
	sensors_wait(rig.sensors, NULL);
	s = box_snapshot(&rig.box);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	assert_int_equal(s->sensor_count, 3);
	for (size_t i = 0; i < s->sensor_count; i++)
		assert_int_equal(s->sensors[i].temperature.state, VALUE_UNREADABLE);
	assert_value(s->sensors[0].thresholds.high_alarm, 10000);
	snapshot_unref(s);
	/* It is asked again once it is back. */
	assert_false(sensors_request(rig.sensors, NULL));
	while (!sensors_request(rig.sensors, NULL))
		usleep(10000);
	sensors_wait(rig.sensors, NULL);
	s = box_snapshot(&rig.box);
	assert_int_equal(sensors_fill(rig.sensors, s), 0);
	assert_value(s->sensors[0].temperature, 4700);
	snapshot_unref(s);
	rig_release(&rig);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(a_module_of_hwmon_has_monitors_and_no_violations),
		WITH_SCRATCH(a_module_that_can_not_be_read_is_measured_all_the_same),
		WITH_SCRATCH(what_the_module_says_is_preferred),
		WITH_SCRATCH(an_identity_stays_until_the_module_is_plugged_in_anew),
		WITH_SCRATCH(a_missing_temperature_is_the_front_panels),
		WITH_SCRATCH(the_box_has_temperatures),
		WITH_SCRATCH(the_box_is_left_out_where_it_is_not_wanted),
		WITH_SCRATCH(what_is_old_is_not_shown),
	};

	return cmocka_run_group_tests_name("sensors", tests, NULL, NULL);
}
