/* SPDX-License-Identifier: BSD-3-Clause */
/* Chips of libsensors: units, labels, limits, chips that come and go, and hostile ones. */
#include "test.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fake_hwmon.h"
#include "source/hwmon_module.h"
#include "source/hwmon_source.h"

#define LONG_MS 60000
#define CHIP(name_, hwmon_, device_, features_) \
	{ .name = (name_), .hwmon = (hwmon_), .device = (device_), .features = (features_), \
	  .feature_count = ARRAY_SIZE(features_) }
#define TEMP(name_, label_, ...) \
	{ .name = (name_), .label = (label_), VALUES(__VA_ARGS__) }

static const struct fake_feature core[] = {
	TEMP("temp1", "Package id 0", [HWMON_INPUT] = V(47.0), [HWMON_MAX] = V(80), [HWMON_CRIT] = V(100),
	     [HWMON_CRIT_ALARM] = V(0)),
	TEMP("temp2", "Core 0", [HWMON_INPUT] = V(-3.257)),
	{ .name = "in0", .label = NULL, VALUES([HWMON_INPUT] = V(1.2)) },
};

static const struct fake_chip sfp = CHIP("sfp_eth1-isa-0000", "hwmon1", "devices/platform/sfp-eth1", fake_sfp);
static const struct fake_chip cpu = CHIP("coretemp-isa-0000", "hwmon0", "devices/platform/coretemp.0", core);

static struct hwmon *begin(const struct scratch *s)
{
	char path[SCRATCH_PATH];
	struct hwmon *h;

	fake_hwmon_begin(s);
	h = hwmon_new(&fake_hwmon, scratch_path(s, FAKE_CLASS, path));
	assert_non_null(h);
	return h;
}

static const struct hwmon_picture *picture(struct hwmon *h)
{
	const struct hwmon_picture *p;

	assert_int_equal(hwmon_read(h, HWMON_ALL, LONG_MS), 0);
	p = hwmon_latest(h);
	assert_non_null(p);
	return p;
}

static void finish(struct hwmon *h, const struct hwmon_picture *p)
{
	hwmon_picture_unref(p);
	hwmon_free(h);
	assert_false(fake_hwmon_is_open());
}

static void assert_value(struct value v, int32_t expected)
{
	assert_string_equal(value_state_name(v.state), "ok");
	assert_int_equal(v.v, expected);
}

static void chips_are_read(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	const struct hwmon_feature *f;

	fake_hwmon_add(&cpu);
	p = picture(h);
	assert_int_equal(p->chip_count, 1);
	assert_string_equal(p->chips[0].name, "coretemp-isa-0000");
	assert_string_equal(strrchr(p->chips[0].device, '/'), "/coretemp.0");
	/* Of chips that are no module's, temperatures only. */
	assert_int_equal(p->chips[0].feature_count, 2);
	f = p->chips[0].features;
	assert_string_equal(f[0].label, "Package id 0");
	assert_string_equal(f[0].driver_label, "Package id 0");
	assert_value(f[0].value[HWMON_INPUT], 4700);
	assert_value(f[0].value[HWMON_MAX], 8000);
	assert_value(f[0].value[HWMON_CRIT], 10000);
	assert_value(f[0].value[HWMON_CRIT_ALARM], 0);
	assert_int_equal(f[0].value[HWMON_MIN].state, VALUE_ABSENT);
	assert_value(f[1].value[HWMON_INPUT], -326);
	finish(h, p);
}

static struct module *module_of(const struct hwmon_chip *chip)
{
	struct module *m = module_new();

	assert_non_null(m);
	assert_true(hwmon_is_module(chip));
	hwmon_fill_module(chip, m);
	return m;
}

static void a_module_is_measured(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	struct module *m;

	fake_hwmon_add(&sfp);
	p = picture(h);
	m = module_of(&p->chips[0]);
	assert_value(m->temperature, 3550);
	assert_value(m->supply, 3301000);
	assert_value(m->lane[0].tx_bias, 6000);
	assert_value(m->lane[0].tx_power, 562000);
	assert_value(m->lane[0].rx_power, 400000);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].high_alarm, 7500);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_alarm, -1000);
	assert_value(m->thresholds[MONITOR_SUPPLY].high_warning, 3465000);
	assert_value(m->thresholds[MONITOR_TX_BIAS].low_warning, 3000);
	assert_value(m->thresholds[MONITOR_RX_POWER].low_alarm, 10000);
	assert_value(m->thresholds[MONITOR_TX_POWER].high_alarm, 1259000);
	assert_int_equal(m->alarms, 0);
	assert_int_equal(m->alarms_known, 0xff);
	assert_int_equal(m->lane[0].alarms_known, 0xfff00);
	assert_int_equal(m->dom, DOM_TEMPERATURE | DOM_SUPPLY | DOM_RX_POWER | DOM_TX_POWER | DOM_TX_BIAS |
	                                 DOM_FLAGS);
	assert_int_equal(m->lanes, 1);
	/* And nothing else is known. */
	assert_int_equal(m->form, FORM_UNKNOWN);
	assert_int_equal(m->family, FAMILY_UNKNOWN);
	assert_null(m->type);
	assert_string_equal(m->vendor, "");
	module_unref(m);
	finish(h, p);
}

static void alarms_and_darkness_show(void **state)
{
	struct fake_feature f[5];
	struct fake_chip chip = CHIP("sfp-isa-0000", "hwmon2", NULL, f);
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	struct module *m;

	memcpy(f, fake_sfp, sizeof(f));
	f[1].value[HWMON_CRIT_ALARM].v = f[1].value[HWMON_MAX_ALARM].v = 1;
	f[3].value[HWMON_INPUT].v = 0;
	f[3].value[HWMON_LCRIT_ALARM].v = 1;
	/* Rounded to whole mA, nothing is left of them. */
	f[4].value[HWMON_LCRIT].v = f[4].value[HWMON_CRIT].v = 0;
	fake_hwmon_add(&chip);
	p = picture(h);
	assert_string_equal(p->chips[0].device, "");
	m = module_of(&p->chips[0]);
	assert_int_equal(m->alarms, alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_ALARM) |
	                                    alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_WARNING));
	assert_int_equal(m->lane[0].alarms, alarm_bit(MONITOR_RX_POWER, ALARM_LOW_ALARM));
	assert_int_equal(m->lane[0].rx_power.state, VALUE_NO_LIGHT);
	assert_int_equal(m->thresholds[MONITOR_TX_BIAS].high_alarm.state, VALUE_ABSENT);
	assert_int_equal(m->thresholds[MONITOR_TX_BIAS].low_alarm.state, VALUE_ABSENT);
	assert_value(m->thresholds[MONITOR_TX_BIAS].high_warning, 10000);
	module_unref(m);
	finish(h, p);
}

/* Kernels before 5.0; a module whose receive power the kernel can't calibrate and that has no limits. */
static void older_and_poorer_chips_are_modules_too(void **state)
{
	static const struct fake_feature poor[] = {
		TEMP("temp1", NULL, [HWMON_INPUT] = V(20)),
		{ .name = "in0", VALUES([HWMON_INPUT] = V(3.3)) },
		{ .name = "curr1", VALUES([HWMON_INPUT] = V(0.03)) },
		{ .name = "power1", VALUES([HWMON_INPUT] = V(0.001)) },
	};
	static const struct fake_chip chip = CHIP("sfp-isa-0000", "hwmon2", NULL, poor);
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	struct module *m;

	fake_hwmon_add(&chip);
	p = picture(h);
	m = module_of(&p->chips[0]);
	assert_value(m->lane[0].tx_bias, 30000);
	assert_int_equal(m->lane[0].rx_power.state, VALUE_UNSUPPORTED);
	assert_int_equal(m->alarms_known, 0);
	assert_int_equal(m->dom, DOM_TEMPERATURE | DOM_SUPPLY | DOM_TX_POWER | DOM_TX_BIAS);
	assert_int_equal(m->thresholds[MONITOR_SUPPLY].high_alarm.state, VALUE_ABSENT);
	module_unref(m);
	finish(h, p);
}

static void other_chips_are_no_modules(void **state)
{
	static const struct fake_feature supply[] = {
		TEMP("temp1", NULL, [HWMON_INPUT] = V(20)),
		{ .name = "in0", .label = "vin", VALUES([HWMON_INPUT] = V(12)) },
		{ .name = "curr1", .label = "iin", VALUES([HWMON_INPUT] = V(3)) },
		{ .name = "power1", .label = "pin", VALUES([HWMON_INPUT] = V(36)) },
	}, more[] = {
		TEMP("temp1", NULL, [HWMON_INPUT] = V(20)), TEMP("temp2", NULL, [HWMON_INPUT] = V(20)),
		{ .name = "in0", VALUES([HWMON_INPUT] = V(3.3)) },
		{ .name = "curr1", VALUES([HWMON_INPUT] = V(0.03)) },
		{ .name = "power1", VALUES([HWMON_INPUT] = V(0.001)) },
	};
	static const struct fake_chip pmbus = CHIP("pmbus-i2c-3-58", "hwmon2", NULL, supply);
	static const struct fake_chip board = CHIP("board-isa-0000", "hwmon3", NULL, more);
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;

	fake_hwmon_add(&pmbus);
	fake_hwmon_add(&board);
	p = picture(h);
	assert_int_equal(p->chip_count, 2);
	assert_false(hwmon_is_module(&p->chips[0]));
	assert_false(hwmon_is_module(&p->chips[1]));
	assert_int_equal(p->chips[0].feature_count, 1);
	assert_int_equal(p->chips[1].feature_count, 2);
	finish(h, p);
}

static void impossible_numbers_are_corrupt(void **state)
{
	static const double numbers[] = { INFINITY, -INFINITY, 1e300, 3e9, -274.0 };
	struct fake_feature f[] = {
		TEMP("temp1", NULL, [HWMON_INPUT] = V(20), [HWMON_CRIT] = V(1e20), [HWMON_ALARM] = V(5)),
	};
	struct fake_chip chip = CHIP("odd-isa-0000", "hwmon2", NULL, f);
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p = NULL;

	fake_hwmon_add(&chip);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		hwmon_picture_unref(p);
		f[0].value[HWMON_INPUT].v = numbers[i];
		p = picture(h);
		assert_int_equal(p->chips[0].features[0].value[HWMON_INPUT].state, VALUE_CORRUPT);
		assert_int_equal(p->chips[0].features[0].value[HWMON_CRIT].state, VALUE_CORRUPT);
		assert_value(p->chips[0].features[0].value[HWMON_ALARM], 1);
	}
	finish(h, p);
}

static void failures_are_unreadable(void **state)
{
	struct fake_feature f[] = {
		TEMP("temp1", NULL, [HWMON_INPUT] = V(20), [HWMON_FAULT] = V(0)),
		TEMP("temp2", "back\033[2Jslash\303\251", [HWMON_INPUT] = V(21)),
	};
	struct fake_chip chip = CHIP("board-isa-0000", "hwmon2", NULL, f);
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;

	fake_hwmon_add(&chip);
	f[0].value[HWMON_FAULT].v = 1;
	f[1].fails = true;
	p = picture(h);
	assert_int_equal(p->chips[0].features[0].value[HWMON_INPUT].state, VALUE_UNREADABLE);
	assert_int_equal(p->chips[0].features[1].value[HWMON_INPUT].state, VALUE_UNREADABLE);
	/* Nothing that a terminal would act upon. */
	assert_string_equal(p->chips[0].features[1].label, "back?[2Jslash??");
	f[0].value[HWMON_FAULT].v = 0;
	f[1].fails = false;
	hwmon_picture_unref(p);
	p = picture(h);
	assert_value(p->chips[0].features[0].value[HWMON_INPUT], 2000);
	assert_value(p->chips[0].features[1].value[HWMON_INPUT], 2100);
	finish(h, p);
}

static void chips_are_looked_for_when_some_came_or_went(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	unsigned reads;

	fake_hwmon_add(&cpu);
	for (unsigned n = 0; n < 3; n++)
		hwmon_picture_unref(picture(h));
	assert_int_equal(fake_hwmon_opened(), 1);
	reads = fake_hwmon_reads();
	/* Nothing changed: nothing is read. */
	assert_int_equal(hwmon_follow(h, LONG_MS), 0);
	assert_int_equal(fake_hwmon_reads(), reads);
	fake_hwmon_add(&sfp);
	assert_int_equal(hwmon_follow(h, LONG_MS), 0);
	assert_int_equal(fake_hwmon_opened(), 2);
	p = hwmon_latest(h);
	assert_int_equal(p->chip_count, 2);
	assert_value(p->chips[0].features[0].value[HWMON_INPUT], 4700);
	hwmon_picture_unref(p);
	/* Another one by the same name. */
	fake_hwmon_remove(&sfp);
	fake_hwmon_add(&sfp);
	assert_int_equal(hwmon_follow(h, LONG_MS), 0);
	assert_int_equal(fake_hwmon_opened(), 3);
	fake_hwmon_remove(&sfp);
	p = picture(h);
	assert_int_equal(p->chip_count, 1);
	assert_int_equal(fake_hwmon_opened(), 4);
	finish(h, p);
}

static void swap_chip(void)
{
	fake_hwmon_hook(NULL);
	fake_hwmon_remove(&cpu);
	fake_hwmon_add(&cpu);
}

static void a_chip_that_is_swapped_while_it_is_read_tells_nothing(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;

	fake_hwmon_add(&cpu);
	fake_hwmon_hook(swap_chip);
	p = picture(h);
	assert_int_equal(p->chips[0].features[0].value[HWMON_INPUT].state, VALUE_UNREADABLE);
	hwmon_picture_unref(p);
	p = picture(h);
	assert_value(p->chips[0].features[0].value[HWMON_INPUT], 4700);
	assert_value(p->chips[0].features[0].value[HWMON_CRIT], 10000);
	finish(h, p);
}

static void limits_are_read_seldom(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p = NULL;
	unsigned first;

	fake_hwmon_add(&cpu);
	hwmon_picture_unref(picture(h));
	first = fake_hwmon_reads();
	assert_int_equal(first, 5);
	for (unsigned n = 1; n <= 30; n++) {
		hwmon_picture_unref(p);
		p = picture(h);
		/* Input of both, and the alarm. */
		if (n < 30)
			assert_int_equal(fake_hwmon_reads(), first + 3 * n);
		assert_value(p->chips[0].features[0].value[HWMON_CRIT], 10000);
	}
	assert_int_equal(fake_hwmon_reads(), first + 29 * 3 + 5);
	finish(h, p);
}

static void slow(void)
{
	usleep(30000);
}

static void what_takes_too_long_is_given_up(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;

	fake_hwmon_add(&sfp);
	fake_hwmon_add(&cpu);
	fake_hwmon_hook(slow);
	assert_int_equal(hwmon_read(h, HWMON_ALL, 20), 0);
	p = hwmon_latest(h);
	/* None of it: half a module is no module. */
	for (size_t i = 0; i < p->chip_count; i++) {
		for (size_t k = 0; k < p->chips[i].feature_count; k++)
			assert_int_equal(p->chips[i].features[k].value[HWMON_INPUT].state, VALUE_UNREADABLE);
	}
	fake_hwmon_hook(NULL);
	hwmon_picture_unref(p);
	p = picture(h);
	assert_value(p->chips[1].features[0].value[HWMON_CRIT], 10000);
	finish(h, p);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static bool hangs, hanging;

static void hang(void)
{
	pthread_mutex_lock(&gate);
	hanging = true;
	pthread_cond_broadcast(&opened);
	while (hangs)
		pthread_cond_wait(&opened, &gate);
	pthread_mutex_unlock(&gate);
}

static void *read_once(void *arg)
{
	(void)hwmon_read(arg, HWMON_ALL, LONG_MS);
	return NULL;
}

static void others_do_not_wait_for_one_that_hangs(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	pthread_t thread;

	fake_hwmon_add(&cpu);
	hwmon_picture_unref(picture(h));
	hangs = true;
	hanging = false;
	fake_hwmon_hook(hang);
	assert_int_equal(pthread_create(&thread, NULL, read_once, h), 0);
	pthread_mutex_lock(&gate);
	while (!hanging)
		pthread_cond_wait(&opened, &gate);
	pthread_mutex_unlock(&gate);
	assert_int_equal(hwmon_read(h, HWMON_ALL, 20), -ETIMEDOUT);
	assert_int_equal(hwmon_follow(h, 20), 0);
	p = hwmon_latest(h);
	assert_value(p->chips[0].features[0].value[HWMON_INPUT], 4700);
	pthread_mutex_lock(&gate);
	hangs = false;
	pthread_cond_broadcast(&opened);
	pthread_mutex_unlock(&gate);
	pthread_join(thread, NULL);
	finish(h, p);
}

/* Temperatures "temp1"... with these labels, and which front panel each is. */
static const struct panels {
	const char *what;
	const char *labels[6];
	unsigned first;              /* number of the first */
	uint32_t panel[6];           /* 0: none */
} panels[] = {
	{ "one sensor, any kernel", { "", "front panel 001", "front panel 002" }, 1, { 0, 1, 2 } },
	{ "three sensors, since 6.6", { "", "", "", "front panel 001", "front panel 002" }, 1, { 0, 0, 0, 1, 2 } },
	{ "three sensors, before", { "", "", "", "front panel 003", "front panel 004" }, 1, { 0, 0, 0, 1, 2 } },
	{ "first panel ignored", { "", "front panel 002", "front panel 003" }, 2, { 0, 2, 3 } },
	{ "gearboxes", { "", "front panel 001", "gearbox 001" }, 1, { 0, 1, 0 } },
	{ "no number", { "", "front panel", "front panel 1x", "front panel -1" }, 1, { 0, 0, 0, 0 } },
	{ "zero", { "front panel 000", "front panel 001" }, 1, { 0, 1 } },
};

static void front_panels_are_counted_from_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(panels); i++) {
		struct hwmon_feature f[6] = { 0 };
		struct hwmon_chip chip = { .name = "mlxsw-pci-0300", .features = f };

		for (size_t k = 0; k < 6 && panels[i].labels[k]; k++) {
			f[k].number = panels[i].first + (unsigned)k;
			snprintf(f[k].driver_label, sizeof(f[k].driver_label), "%s", panels[i].labels[k]);
			chip.feature_count++;
		}
		for (size_t k = 0; k < chip.feature_count; k++) {
			uint32_t panel = 0;

			if (hwmon_front_panel(&chip, &f[k], &panel) ? panel != panels[i].panel[k]
			                                             : panels[i].panel[k] != 0)
				fail_msg("%s: temp%u is panel %u", panels[i].what, f[k].number, panel);
		}
	}
}

static void only_the_right_drivers_have_panels_and_modules(void **state)
{
	static const struct {
		const char *chip, *label;
		bool panel, card;
	} rows[] = {
		{ "mlxsw-pci-0300", "front panel 007", true, false },
		{ "mlxsw-i2c-2-48", "front panel 007", true, false },
		{ "linecard#01-pci-0300", "front panel 007", false, false },
		{ "other-pci-0300", "front panel 007", false, false },
		{ "mlx5-pci-0800", "Module0", false, true },
		{ "mlx5-pci-0800", "module1", false, true },
		{ "mlx5-pci-0800", "sensor64", false, true },
		{ "mlx5-pci-0800", "sensor3", false, false },
		{ "mlx5-pci-0800", "asic", false, false },
		{ "mlx5-pci-0800", "Modules", false, false },
		{ "mlx4-pci-0800", "Module0", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct hwmon_feature f = { .number = 2 };
		struct hwmon_chip chip = { .features = &f, .feature_count = 1 };
		uint32_t panel;

		snprintf(chip.name, sizeof(chip.name), "%s", rows[i].chip);
		snprintf(f.driver_label, sizeof(f.driver_label), "%s", rows[i].label);
		if (hwmon_front_panel(&chip, &f, &panel) != rows[i].panel ||
		    hwmon_is_card_module(&chip, &f) != rows[i].card)
			fail_msg("%s %s", rows[i].chip, rows[i].label);
		/* No temperature. */
		f.kind = HWMON_VOLTAGE;
		assert_false(hwmon_is_of_module(&chip, &f));
	}
}

static const struct fake_feature switch_temps[] = {
	TEMP("temp1", NULL, [HWMON_INPUT] = V(50)), TEMP("temp2", "front panel 001", [HWMON_INPUT] = V(31)),
	TEMP("temp3", "front panel 002", [HWMON_INPUT] = V(0)),
};
static const struct fake_feature card_temps[] = {
	TEMP("temp1", "asic", [HWMON_INPUT] = V(60)), TEMP("temp2", "Module0", [HWMON_INPUT] = V(44)),
};
static const struct fake_chip switch_chip =
	CHIP("mlxsw-pci-0300", "hwmon2", "devices/pci/0000:03:00.0", switch_temps);
static const struct fake_chip card_chip =
	CHIP("mlx5-pci-0800", "hwmon3", "devices/pci/0000:08:00.0", card_temps);

static void make_netdev(const struct scratch *s, const char *name, const char *device, const char *phys)
{
	char path[128], target[128];

	snprintf(path, sizeof(path), "sys/class/net/%s/device", name);
	snprintf(target, sizeof(target), "../../../%s", device);
	scratch_symlink(s, target, path);
	snprintf(path, sizeof(path), "sys/class/net/%s/phys_port_name", name);
	if (phys)
		scratch_text(s, path, phys);
}

static void temperatures_are_joined_to_network_devices(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	char net[SCRATCH_PATH];
	struct hwmon_join join;

	fake_hwmon_add(&switch_chip);
	fake_hwmon_add(&card_chip);
	make_netdev(*state, "swp1", "devices/pci/0000:03:00.0", "p1\n");
	make_netdev(*state, "swp2s3", "devices/pci/0000:03:00.0", "p2s3\n");
	make_netdev(*state, "swp3", "devices/pci/0000:03:00.0", "p3\n");
	make_netdev(*state, "eth0", "devices/pci/0000:08:00.0", "p0\n");
	make_netdev(*state, "eth1", "devices/pci/0000:08:00.1", NULL);
	p = picture(h);
	scratch_path(*state, "sys/class/net", net);
	assert_true(hwmon_join_netdev(p, net, "swp1", &join));
	assert_int_equal(join.chip, 0);
	assert_int_equal(join.feature, 1);
	assert_value(hwmon_module_temperature(&p->chips[0].features[1]), 3100);
	assert_true(hwmon_join_netdev(p, net, "swp2s3", &join));
	assert_int_equal(join.feature, 2);
	/* 0 degC: no module, or one that does not tell. */
	assert_int_equal(hwmon_module_temperature(&p->chips[0].features[2]).state, VALUE_ABSENT);
	assert_false(hwmon_join_netdev(p, net, "swp3", &join));
	assert_true(hwmon_join_netdev(p, net, "eth0", &join));
	assert_int_equal(join.chip, 1);
	assert_int_equal(join.feature, 1);
	assert_false(hwmon_join_netdev(p, net, "eth1", &join));
	assert_false(hwmon_join_netdev(p, net, "gone", &join));
	assert_false(hwmon_join_netdev(p, net, "", &join));
	finish(h, p);
}

static void cages_are_joined_by_the_device_tree(void **state)
{
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	char net[SCRATCH_PATH];
	struct hwmon_join join;

	fake_hwmon_add(&sfp);
	scratch_write(*state, "sys/devices/platform/sfp-eth1/of_node/phandle", "\0\0\0\7", 4);
	scratch_write(*state, "sys/class/net/eth1/of_node/sfp", "\0\0\0\7", 4);
	scratch_write(*state, "sys/class/net/eth2/of_node/sfp", "\0\0\0\10", 4);
	scratch_write(*state, "sys/class/net/eth3/of_node/sfp", "\0\0", 2);
	p = picture(h);
	scratch_path(*state, "sys/class/net", net);
	assert_true(hwmon_join_netdev(p, net, "eth1", &join));
	assert_int_equal(join.chip, 0);
	assert_int_equal(join.feature, SIZE_MAX);
	assert_false(hwmon_join_netdev(p, net, "eth2", &join));
	assert_false(hwmon_join_netdev(p, net, "eth3", &join));
	finish(h, p);
}

static void chips_are_found_by_name_and_path(void **state)
{
	static const struct fake_chip twin =
		CHIP("sfp_eth1-isa-0000", "hwmon4", "devices/platform/sfp-eth2", fake_sfp);
	struct hwmon *h = begin(*state);
	const struct hwmon_picture *p;
	char path[SCRATCH_PATH];

	fake_hwmon_add(&cpu);
	fake_hwmon_add(&sfp);
	p = picture(h);
	assert_int_equal(hwmon_find_chip(p, "sfp_eth1-isa-0000"), 1);
	assert_int_equal(hwmon_find_chip(p, "sfp_eth1"), -ENODATA);
	assert_int_equal(hwmon_find_chip(p, scratch_path(*state, FAKE_CLASS "/hwmon1", path)), 1);
	assert_int_equal(hwmon_find_chip(p, scratch_path(*state, FAKE_CLASS "/hwmon1/device", path)), 1);
	assert_int_equal(hwmon_find_chip(p, scratch_path(*state, "sys/devices/platform/sfp-eth1", path)), 1);
	assert_int_equal(hwmon_find_chip(p, scratch_path(*state, "sys/devices/platform", path)), -ENODATA);
	assert_int_equal(hwmon_find_chip(p, "/nowhere"), -ENODATA);
	hwmon_picture_unref(p);
	fake_hwmon_add(&twin);
	p = picture(h);
	assert_int_equal(hwmon_find_chip(p, "sfp_eth1-isa-0000"), -ENOTUNIQ);
	assert_int_equal(hwmon_find_chip(p, scratch_path(*state, "sys/devices/platform/sfp-eth2", path)), 2);
	finish(h, p);
}

static void a_source_tells_of_modules(void **state)
{
	char path[SCRATCH_PATH];
	struct hwmon *h = begin(*state);
	struct source *source;
	uint8_t byte;

	assert_int_equal(source_hwmon_open(h, "sfp_eth1-isa-0000", NULL, false, &source), 0);
	/* No module, or one without monitors: that is not the same as none. */
	assert_int_equal(source_presence(source), -ENODATA);
	assert_non_null(strstr(source_why(source), "no chip sfp_eth1-isa-0000"));
	fake_hwmon_add(&sfp);
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(source_presence(source), 1);
	assert_string_equal(source_why(source), "");
	assert_int_equal(source_read(source, (struct image_addr){ 0 }, 1, &byte), -ENOTSUP);
	/* Plugged in anew between two looks. */
	fake_hwmon_remove(&sfp);
	fake_hwmon_add(&sfp);
	assert_int_equal(source_presence(source), -ENODATA);
	assert_int_equal(source_presence(source), 1);
	fake_hwmon_remove(&sfp);
	assert_int_equal(source_presence(source), -ENODATA);
	source_close(source);

	/* No chip of a module. */
	fake_hwmon_add(&cpu);
	assert_int_equal(source_hwmon_open(h, "coretemp-isa-0000", NULL, false, &source), 0);
	assert_int_equal(source_presence(source), -EINVAL);
	source_close(source);

	scratch_text(*state, "present", "1\n");
	assert_int_equal(source_hwmon_open(h, "x", scratch_path(*state, "present", path), false, &source), 0);
	assert_int_equal(source_presence(source), 1);
	scratch_text(*state, "present", "0\n");
	assert_int_equal(source_presence(source), 0);
	scratch_unlink(*state, "present");
	assert_int_equal(source_presence(source), -ENOENT);
	source_close(source);
	hwmon_free(h);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(chips_are_read),
		WITH_SCRATCH(a_module_is_measured),
		WITH_SCRATCH(alarms_and_darkness_show),
		WITH_SCRATCH(older_and_poorer_chips_are_modules_too),
		WITH_SCRATCH(other_chips_are_no_modules),
		WITH_SCRATCH(impossible_numbers_are_corrupt),
		WITH_SCRATCH(failures_are_unreadable),
		WITH_SCRATCH(chips_are_looked_for_when_some_came_or_went),
		WITH_SCRATCH(a_chip_that_is_swapped_while_it_is_read_tells_nothing),
		WITH_SCRATCH(limits_are_read_seldom),
		WITH_SCRATCH(what_takes_too_long_is_given_up),
		WITH_SCRATCH(others_do_not_wait_for_one_that_hangs),
		cmocka_unit_test(front_panels_are_counted_from_one),
		cmocka_unit_test(only_the_right_drivers_have_panels_and_modules),
		WITH_SCRATCH(temperatures_are_joined_to_network_devices),
		WITH_SCRATCH(cages_are_joined_by_the_device_tree),
		WITH_SCRATCH(chips_are_found_by_name_and_path),
		WITH_SCRATCH(a_source_tells_of_modules),
	};

	return cmocka_run_group_tests_name("hwmon", tests, NULL, NULL);
}
