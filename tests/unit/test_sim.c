/* SPDX-License-Identifier: BSD-3-Clause */
/* The simulated switch: what was set is what is decoded. */
#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "model/flag.h"
#include "base/text.h"
#include "config/config.h"
#include "eeprom/eeprom.h"
#include "sim/sim.h"
#include "sim/sim_host.h"
#include "sim/sim_image.h"

#include "scratch.h"

static char message[SIM_MESSAGE];

/* The folder of a test. */
static const char *folder(void **state)
{
	const struct scratch *s = *state;

	return s->dir;
}

static struct sim_layout four_by_ten(unsigned trunks)
{
	const struct module_type *const leg = module_type_find("10g-sr");
	const struct mode mode = { .count = 4, .rate_mbps = 10000 };

	return (struct sim_layout){
		.trunks = trunks,
		.trunk = module_type_find("40g-sr4"),
		.legs = { leg, leg, leg, leg },
		.mode = mode,
		.supported = { mode },
		.supported_count = 1,
		.harness = "MPO12 to 4xLC",
	};
}

static void init(const char *dir, unsigned trunks)
{
	const struct sim_layout layout = four_by_ten(trunks);

	if (sim_init(dir, &layout, false, message) < 0)
		fail_msg("init: %s", message);
}

/* A name in the folder. */
static const char *in(const char *dir, const char *name, char *buf, size_t size)
{
	snprintf(buf, size, "%s/%s", dir, name);
	return buf;
}

/* The module that the image of a port decodes to; to be unref'd. */
static struct module *decode(const char *dir, const char *port)
{
	static uint8_t bytes[SIM_IMAGE_MAX];
	struct image *img = image_new();
	struct module *m = module_new();
	char name[64], path[256];
	size_t len = 0;

	snprintf(name, sizeof(name), "ports/%s.eeprom", port);
	assert_int_equal(file_read(in(dir, name, path, sizeof(path)), bytes, sizeof(bytes), &len), 0);
	assert_true(len > 0);
	assert_int_equal(image_load_linear(img, bytes, len, image_identifier_two_devices(bytes[0])), 0);
	eeprom_decode(img, m);
	image_free(img);
	return m;
}

static int insert(const char *dir, const char *port, const char *type, const char *const *words)
{
	struct sim_insertion how = sim_insertion_usual;

	for (; words && *words; words++)
		assert_int_equal(sim_insertion_parse(*words, &how, message, sizeof(message)), 0);
	return sim_insert(dir, port, module_type_find(type), &how, NULL, message);
}

static int set(const char *dir, const char *port, unsigned lane, const char *a, const char *b)
{
	struct sim_change changes[2];
	size_t n = 0;

	assert_int_equal(sim_change_parse(a, &changes[n++], message, sizeof(message)), 0);
	if (b)
		assert_int_equal(sim_change_parse(b, &changes[n++], message, sizeof(message)), 0);
	return sim_set(dir, port, lane, changes, n, NULL, message);
}

static void init_makes_a_loadable_switch(void **state)
{
	struct config *config;
	char path[256], *error = NULL;
	const struct topology *t;
	const struct breakout_decl *b;

	init(folder(state), 3);
	if (config_load(in(folder(state), "breakoutd.conf", path, sizeof(path)), &config, &error) < 0)
		fail_msg("%s", error);
	t = config->topology;
	assert_int_equal(config->settings.presence_interval_ms, 500);
	assert_int_equal(config->settings.dom_interval_ms, 2000);
	assert_int_equal(t->port_count, 15);
	assert_int_equal(t->breakout_count, 3);
	for (size_t i = 0; i < t->port_count; i++) {
		char name[32];

		snprintf(name, sizeof(name), "swp%zu", i + 1);
		assert_int_equal(t->ports[i].index, i + 1);
		assert_string_equal(t->ports[i].name, name);
		assert_int_equal(t->ports[i].cage, i < 3 ? FORM_QSFP_PLUS : FORM_SFP_PLUS);
		assert_int_equal(t->ports[i].netdev_count, i < 3 ? 4 : 1);
	}
	assert_string_equal(t->ports[1].netdevs[3], "swp2s3");
	assert_int_equal(t->ports[1].split_in_force.count, 4);
	b = &t->breakouts[2];
	assert_string_equal(b->name, "bo3");
	assert_int_equal(b->index, 3);
	assert_int_equal(b->trunk, 2);
	assert_int_equal(b->leg_count, 4);
	assert_int_equal(b->legs[0].port, 11);
	assert_int_equal(b->legs[3].port, 14);
	assert_int_equal(b->legs[3].first_lane, 4);
	assert_string_equal(b->harness, "MPO12 to 4xLC");
	config_free(config);
}

static void every_module_of_a_new_switch_is_whole_and_unlike_the_others(void **state)
{
	char last[MODULE_TEXT] = "";

	init(folder(state), 1);
	for (unsigned i = 1; i <= 5; i++) {
		char port[16];
		struct module *m;

		snprintf(port, sizeof(port), "swp%u", i);
		m = decode(folder(state), port);
		assert_int_equal(m->status, READ_OK);
		assert_string_equal(m->type->token, i == 1 ? "40g-sr4" : "10g-sr");
		assert_string_not_equal(m->serial, last);
		assert_int_equal(m->alarms, 0);
		for (unsigned n = 1; module_lane(m, n); n++)
			assert_int_equal(lane_status(m, module_lane(m, n)), LANE_OK);
		TEXT_SET(last, m->serial);
		module_unref(m);
	}
}

static void a_switch_that_can_not_be_made_leaves_nothing(void **state)
{
	struct sim_layout layout = four_by_ten(1);
	struct rlimit usual, none;
	char dir[256], again[256];

	in(folder(state), "new", dir, sizeof(dir));
	layout.trunk = module_type_find("100g-cr4");
	layout.dual_rate = true;
	assert_int_equal(sim_init(dir, &layout, false, message), -EINVAL);
	assert_int_equal(rmdir(dir), -1);
	/* No module that is written has room. */
	layout = four_by_ten(1);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
	none = (struct rlimit){ .rlim_cur = 64, .rlim_max = usual.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	assert_int_equal(sim_init(dir, &layout, false, message), -EFBIG);
	assert_int_equal(rmdir(dir), -1);
	in(folder(state), "empty", again, sizeof(again));
	assert_int_equal(mkdir(again, 0777), 0);
	assert_int_equal(sim_init(again, &layout, false, message), -EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
	/* Its owner's folder stays, and can be used. */
	assert_int_equal(sim_init(again, &layout, false, message), 0);
}

static void a_folder_with_something_in_it_is_left_alone(void **state)
{
	const struct sim_layout layout = four_by_ten(1);
	char path[256];

	assert_int_equal(file_replace(in(folder(state), "precious", path, sizeof(path)), "x", 1), 0);
	assert_int_equal(sim_init(folder(state), &layout, false, message), -ENOTEMPTY);
	assert_non_null(strstr(message, "--force"));
	assert_int_not_equal(access(in(folder(state), "breakoutd.conf", path, sizeof(path)), F_OK), 0);
}

static void force_replaces_the_switch_and_nothing_else(void **state)
{
	const struct sim_layout layout = four_by_ten(1);
	char path[256];

	init(folder(state), 2);
	assert_int_equal(file_replace(in(folder(state), "precious", path, sizeof(path)), "x", 1), 0);
	assert_int_equal(sim_init(folder(state), &layout, true, message), 0);
	assert_int_equal(access(in(folder(state), "precious", path, sizeof(path)), F_OK), 0);
	assert_int_equal(access(in(folder(state), "ports/swp5.eeprom", path, sizeof(path)), F_OK), 0);
	assert_int_not_equal(access(in(folder(state), "ports/swp6.eeprom", path, sizeof(path)), F_OK), 0);
}

static void what_was_inserted_is_decoded(void **state)
{
	static const char *const words[] = { "vendor=ACME OPTICS", "part-number=LR-10",
					     "serial=S 1",	   "revision=B",
					     "date=250917",	   "wavelength=1330",
					     "connector=lc",	   NULL };
	struct module *m;

	init(folder(state), 1);
	assert_int_equal(insert(folder(state), "swp3", "10g-lr", words), 0);
	m = decode(folder(state), "swp3");
	assert_int_equal(m->status, READ_OK);
	assert_string_equal(m->type->token, "10g-lr");
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_string_equal(m->part_number, "LR-10");
	assert_string_equal(m->serial, "S 1");
	assert_string_equal(m->revision, "B");
	assert_string_equal(m->date_code, "250917");
	assert_int_equal(m->wavelength.v, 133000);
	assert_int_equal(m->connector, 7);
	module_unref(m);
}

static void what_does_not_fit_a_memory_is_refused(void **state)
{
	static const char *const revision[] = { "revision=ABCD", NULL };
	static const char *const dual[] = { "dual-rate=1", NULL };
	struct module *m;

	init(folder(state), 1);
	/* SFF-8636 has two characters, SFF-8472 four. */
	assert_int_equal(insert(folder(state), "swp1", "40g-sr4", revision), -EINVAL);
	assert_non_null(strstr(message, "'revision'"));
	assert_int_equal(insert(folder(state), "swp3", "10g-sr", revision), 0);
	assert_int_equal(insert(folder(state), "swp3", "50g-sr", dual), -EINVAL);
	m = decode(folder(state), "swp3");
	assert_string_equal(m->revision, "ABCD");
	assert_string_equal(m->type->token, "10g-sr");
	module_unref(m);
}

static void dual_rate_modules_say_so(void **state)
{
	static const char *const dual[] = { "dual-rate=1", NULL };
	struct module *m;

	init(folder(state), 1);
	assert_int_equal(insert(folder(state), "swp1", "100g-sr4", NULL), 0);
	m = decode(folder(state), "swp1");
	assert_int_not_equal(m->downshift_10g, TRI_YES);
	module_unref(m);
	assert_int_equal(insert(folder(state), "swp1", "100g-sr4", dual), 0);
	m = decode(folder(state), "swp1");
	assert_string_equal(m->type->token, "100g-sr4");
	assert_int_equal(m->downshift_10g, TRI_YES);
	module_unref(m);
	assert_int_equal(insert(folder(state), "swp2", "25g-sr", dual), 0);
	m = decode(folder(state), "swp2");
	assert_string_equal(m->type->token, "25g-sr");
	assert_string_equal(m->slow_type->token, "10g-sr");
	module_unref(m);
}

static void faults_are_seen(void **state)
{
	static const struct {
		const char *word;
		enum read_status trunk, leg;
	} rows[] = {
		{ "fault=none", READ_OK, READ_OK },
		{ "fault=checksum", READ_CORRUPT, READ_CORRUPT },
		{ "fault=truncated", READ_TRUNCATED, READ_TRUNCATED },
		{ "fault=ff", READ_CORRUPT, READ_CORRUPT },
		{ "fault=zero", READ_CORRUPT, READ_CORRUPT },
		/* Page 03h where 02h should be, and no thresholds; A2h where A0h should be. */
		{ "fault=swapped", READ_OK, READ_UNSUPPORTED },
	};

	init(folder(state), 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *words[] = { rows[i].word, NULL };
		struct module *m;

		assert_int_equal(insert(folder(state), "swp1", "100g-sr4", words), 0);
		assert_int_equal(insert(folder(state), "swp2", "25g-sr", words), 0);
		m = decode(folder(state), "swp1");
		assert_row(m->status == rows[i].trunk, rows[i].word);
		module_unref(m);
		m = decode(folder(state), "swp2");
		assert_row(m->status == rows[i].leg, rows[i].word);
		module_unref(m);
	}
	/* What can't be read can't be changed. */
	assert_int_equal(set(folder(state), "swp2", 0, "rx=-3", NULL), -EINVAL);
	assert_non_null(strstr(message, "not readable"));
}

static void swapped_pages_leave_no_thresholds(void **state)
{
	static const char *const words[] = { "fault=swapped", NULL };
	struct module *m;

	init(folder(state), 1);
	assert_int_equal(insert(folder(state), "swp1", "100g-sr4", words), 0);
	m = decode(folder(state), "swp1");
	assert_int_equal(m->thresholds[MONITOR_TEMPERATURE].high_alarm.state, VALUE_UNSUPPORTED);
	assert_int_equal(m->thresholds[MONITOR_RX_POWER].low_alarm.state, VALUE_UNSUPPORTED);
	assert_int_equal(m->temperature.state, VALUE_OK);
	module_unref(m);
}

static void cables_are_made_of_one_piece(void **state)
{
	const struct module_type *const leg = module_type_find("25g-cr");
	const struct mode mode = { .count = 4, .rate_mbps = 25000 };
	const struct sim_layout layout = {
		.trunks = 2,
		.trunk = module_type_find("100g-cr4"),
		.legs = { leg, leg, leg, leg },
		.mode = mode,
		.supported = { mode },
		.supported_count = 1,
	};
	static const struct {
		const char *port, *serial;
	} rows[] = {
		{ "swp1", "SIM0000001-0" }, { "swp2", "SIM0000002-0" }, { "swp3", "SIM0000001-1" },
		{ "swp6", "SIM0000001-4" }, { "swp7", "SIM0000002-1" }, { "swp10", "SIM0000002-4" },
	};

	assert_int_equal(sim_init(folder(state), &layout, false, message), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct module *m = decode(folder(state), rows[i].port);

		assert_row(strcmp(m->serial, rows[i].serial) == 0, rows[i].port);
		assert_row(strcmp(m->part_number, "100G-CR4-4X25G") == 0, rows[i].port);
		assert_row(m->far_end == (i < 2 ? 0x40 : 0), rows[i].port);
		assert_row(m->reach_m.v == 3, rows[i].port);
		module_unref(m);
	}
}

static void a_csfp_is_declared(void **state)
{
	const struct module_type *const half = module_type_find("1g-bx");
	const struct mode mode = { .count = 2, .rate_mbps = 1000 };
	const struct sim_layout layout = {
		.trunks = 1,
		.trunk = module_type_find("2x1g-bx"),
		.legs = { half, half },
		.mode = mode,
		.supported = { mode },
		.supported_count = 1,
	};
	char path[256], *why = NULL;
	struct config *config;
	struct module *trunk, *leg;

	assert_int_equal(sim_init(folder(state), &layout, false, message), 0);
	assert_int_equal(config_load(in(folder(state), "breakoutd.conf", path, sizeof(path)), &config, &why), 0);
	assert_ptr_equal(config->topology->ports[0].override_type, layout.trunk);
	assert_null(config->topology->ports[1].override_type);
	assert_int_equal(config->topology->breakouts[0].legs[1].first_lane, 2);
	config_free(config);
	trunk = decode(folder(state), "swp1");
	leg = decode(folder(state), "swp2");
	assert_int_equal(bidi_complementary(trunk->wavelength.v, leg->wavelength.v), TRI_YES);
	module_unref(trunk);
	module_unref(leg);
}

static void cables_have_length_and_ends(void **state)
{
	static const char *const words[] = { "length=5", "legs=2", NULL };
	static const char *const length[] = { "length=5", NULL };
	struct module *m;

	init(folder(state), 1);
	assert_int_equal(insert(folder(state), "swp1", "200g-cr4", words), 0);
	m = decode(folder(state), "swp1");
	assert_int_equal(m->reach_m.v, 5);
	assert_int_equal(m->far_end, 0x50);
	module_unref(m);
	/* What has no such register says so. */
	assert_int_equal(insert(folder(state), "swp1", "100g-sr4", words), -EINVAL);
	assert_non_null(strstr(message, "can't hold this 'length'"));
	assert_int_equal(insert(folder(state), "swp2", "25g-cr", words), -EINVAL);
	assert_non_null(strstr(message, "can't hold this 'legs'"));
	assert_int_equal(insert(folder(state), "swp2", "25g-cr", length), 0);
	assert_int_equal(sim_insertion_parse("length=255", &(struct sim_insertion){ 0 }, message,
					     sizeof(message)), -ERANGE);
	assert_int_equal(sim_insertion_parse("legs=9", &(struct sim_insertion){ 0 }, message,
					     sizeof(message)), -ERANGE);
}

/* 11h:206: application << 4 | first host lane << 1. */
static void modules_are_programmed_for_the_split(void **state)
{
	static const char *const words[] = { "mode=2x200G", NULL };
	static const char *const none[] = { "mode=8x10G", NULL };
	static const struct {
		const char *const *words;
		uint8_t third, fifth;
	} rows[] = { { NULL, 0x10, 0x10 }, { words, 0x30, 0x38 }, { none, 0x10, 0x10 } };

	/* The port is split into 4x10G, which this module does not offer. */
	init(folder(state), 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct module *m;

		assert_int_equal(insert(folder(state), "swp1", "400g-dr4", rows[i].words), 0);
		m = decode(folder(state), "swp1");
		assert_int_equal(m->host_lane[2].active, rows[i].third);
		assert_int_equal(m->host_lane[4].active, rows[i].fifth);
		assert_int_equal(m->host_lane[7].data_path, DATA_PATH_ACTIVATED);
		module_unref(m);
	}
	assert_int_equal(sim_insertion_parse("mode=3x10G", &(struct sim_insertion){ 0 }, message,
					     sizeof(message)), -EINVAL);
}

static void every_type_can_be_plugged_in(void **state)
{
	init(folder(state), 1);
	for (const struct module_type *type = module_types; type->token; type++) {
		struct module *m;

		if (!eeprom_type_encodable(type))
			continue;
		if (insert(folder(state), "swp1", type->token, NULL) < 0)
			fail_msg("%s", message);
		m = decode(folder(state), "swp1");
		assert_row(m->status == READ_OK, type->token);
		assert_row(m->type == type || eeprom_type_is_declared(type), type->token);
		module_unref(m);
	}
}

static double power_dbm(struct value v)
{
	return power_cdbm_from_nw(v.v) / 100.0;
}

static void monitors_read_back(void **state)
{
	static const char *const ports[] = { "swp1", "swp2" };
	struct module *m;

	init(folder(state), 1);
	for (size_t i = 0; i < ARRAY_SIZE(ports); i++) {
		const char *port = ports[i];
		unsigned lane = i == 0 ? 3 : 1;

		assert_int_equal(set(folder(state), port, 0, "temperature=-5.5", "vcc=3.1"), 0);
		assert_int_equal(set(folder(state), port, lane, "rx=-7.25", "tx=1.5"), 0);
		assert_int_equal(set(folder(state), port, lane, "bias=7.5", NULL), 0);
		m = decode(folder(state), port);
		assert_row(m->status == READ_OK, port);
		assert_row(m->temperature.v == -550, port);
		assert_row(m->supply.v == 3100000, port);
		assert_row(fabs(power_dbm(m->lane[lane - 1].rx_power) + 7.25) < 0.011, port);
		assert_row(fabs(power_dbm(m->lane[lane - 1].tx_power) - 1.5) < 0.011, port);
		assert_row(m->lane[lane - 1].tx_bias.v == 7500, port);
		module_unref(m);
	}
	/* The other lanes are as they were. */
	m = decode(folder(state), "swp1");
	assert_true(fabs(power_dbm(m->lane[0].rx_power) + 7.25) > 0.5);
	module_unref(m);
	assert_int_equal(set(folder(state), "swp1", 0, "rx=-7.25", NULL), 0);
	m = decode(folder(state), "swp1");
	for (unsigned n = 0; n < 4; n++)
		assert_true(fabs(power_dbm(m->lane[n].rx_power) + 7.25) < 0.011);
	module_unref(m);
}

/* Loss from lane `a` of a port to lane `b` of another, dB. */
static double loss(const char *dir, const char *from, unsigned a, const char *to, unsigned b)
{
	struct module *tx = decode(dir, from), *rx = decode(dir, to);
	double loss = power_dbm(tx->lane[a - 1].tx_power) - power_dbm(rx->lane[b - 1].rx_power);

	module_unref(tx);
	module_unref(rx);
	return loss;
}

static bool is_dark(const char *dir, const char *port, unsigned lane)
{
	struct module *m = decode(dir, port);
	bool dark = m->lane[lane - 1].rx_power.state == VALUE_NO_LIGHT &&
	            (m->lane[lane - 1].signals & SIGNAL_RX_LOS);

	module_unref(m);
	return dark;
}

static void light_comes_from_the_other_end(void **state)
{
	const char *dir = folder(state);

	init(dir, 2);
	for (unsigned trunk = 1; trunk <= 2; trunk++) {
		for (unsigned leg = 1; leg <= 4; leg++) {
			char t[16], l[16];

			snprintf(t, sizeof(t), "swp%u", trunk);
			snprintf(l, sizeof(l), "swp%u", 2 + (trunk - 1) * 4 + leg);
			assert_row(loss(dir, t, leg, l, 1) > 0.5 && loss(dir, t, leg, l, 1) < 1.3, l);
			assert_row(loss(dir, l, 1, t, leg) > 0.5 && loss(dir, l, 1, t, leg) < 1.3, l);
		}
	}
	/* What was set stays, until a module comes or goes. */
	assert_int_equal(set(dir, "swp3", 0, "rx=-9", NULL), 0);
	assert_int_equal(set(dir, "swp1", 1, "tx=2", NULL), 0);
	assert_true(loss(dir, "swp1", 1, "swp3", 1) > 10);
	assert_int_equal(insert(dir, "swp4", "10g-sr", NULL), 0);
	assert_true(loss(dir, "swp1", 1, "swp3", 1) > 10);
	assert_int_equal(insert(dir, "swp3", "10g-sr", NULL), 0);
	assert_true(loss(dir, "swp1", 1, "swp3", 1) < 1.3);
}

static void nothing_sends_where_nothing_is(void **state)
{
	const char *dir = folder(state);

	init(dir, 1);
	assert_int_equal(sim_remove(dir, "swp3", message), 0);
	assert_true(is_dark(dir, "swp1", 2));
	assert_false(is_dark(dir, "swp1", 1));
	assert_int_equal(insert(dir, "swp3", "10g-sr", NULL), 0);
	assert_false(is_dark(dir, "swp1", 2));
	assert_int_equal(sim_remove(dir, "swp1", message), 0);
	assert_true(is_dark(dir, "swp2", 1));
	assert_true(is_dark(dir, "swp5", 1));
	assert_int_equal(insert(dir, "swp1", "40g-sr4", NULL), 0);
	assert_false(is_dark(dir, "swp5", 1));
	assert_true(loss(dir, "swp5", 1, "swp1", 4) > 0.5);
}

static void alarm_flags_follow_the_thresholds(void **state)
{
	struct module *m;
	uint32_t high = alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_ALARM) |
	                alarm_bit(MONITOR_TEMPERATURE, ALARM_HIGH_WARNING);
	uint32_t low =
		alarm_bit(MONITOR_RX_POWER, ALARM_LOW_ALARM) | alarm_bit(MONITOR_RX_POWER, ALARM_LOW_WARNING);

	init(folder(state), 1);
	assert_int_equal(set(folder(state), "swp2", 0, "temperature=120", "rx=-30"), 0);
	m = decode(folder(state), "swp2");
	assert_int_equal(m->alarms, high);
	assert_int_equal(m->lane[0].alarms, low);
	module_unref(m);
	assert_int_equal(set(folder(state), "swp2", 0, "temperature=30", "rx=-3"), 0);
	m = decode(folder(state), "swp2");
	assert_int_equal(m->alarms, 0);
	assert_int_equal(m->lane[0].alarms, 0);
	module_unref(m);
}

static void darkness_is_a_signal_too(void **state)
{
	struct module *m;

	init(folder(state), 1);
	assert_int_equal(set(folder(state), "swp1", 2, "rx=off", NULL), 0);
	m = decode(folder(state), "swp1");
	assert_int_equal(m->lane[1].rx_power.state, VALUE_NO_LIGHT);
	assert_int_equal(m->lane[1].signals & SIGNAL_RX_LOS, SIGNAL_RX_LOS);
	assert_int_equal(m->lane[0].signals & SIGNAL_RX_LOS, 0);
	assert_int_equal(lane_status(m, &m->lane[1]), LANE_DARK);
	module_unref(m);
	assert_int_equal(set(folder(state), "swp1", 2, "rx=-2", NULL), 0);
	m = decode(folder(state), "swp1");
	assert_int_equal(lane_status(m, &m->lane[1]), LANE_OK);
	module_unref(m);
	/* What is received proves the flag wrong. */
	assert_int_equal(set(folder(state), "swp1", 2, "rx=-2", "los=1"), 0);
	m = decode(folder(state), "swp1");
	assert_int_equal(m->lane[1].signals & SIGNAL_RX_LOS, SIGNAL_RX_LOS);
	assert_int_equal(lane_status(m, &m->lane[1]), LANE_OK);
	module_unref(m);
}

static void signals_read_back(void **state)
{
	static const struct {
		const char *port;
		unsigned lane;
		const char *on, *off;
		uint8_t signal;
	} rows[] = {
		{ "swp1", 4, "los=1", "los=0", SIGNAL_RX_LOS },
		{ "swp1", 3, "tx-los=1", "tx-los=0", SIGNAL_TX_LOS },
		{ "swp1", 1, "fault=1", "fault=0", SIGNAL_TX_FAULT },
		{ "swp1", 2, "disable=1", "disable=0", SIGNAL_TX_DISABLED },
		{ "swp2", 1, "los=1", "los=0", SIGNAL_RX_LOS },
		{ "swp2", 1, "fault=1", "fault=0", SIGNAL_TX_FAULT },
		{ "swp2", 1, "disable=1", "disable=0", SIGNAL_TX_DISABLED },
	};

	init(folder(state), 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct module *m;

		if (set(folder(state), rows[i].port, rows[i].lane, rows[i].on, NULL) < 0)
			fail_msg("%s %s: %s", rows[i].port, rows[i].on, message);
		m = decode(folder(state), rows[i].port);
		for (unsigned n = 1; module_lane(m, n); n++)
			assert_row((m->lane[n - 1].signals & rows[i].signal) ==
					   (n == rows[i].lane ? rows[i].signal : 0),
				   rows[i].on);
		module_unref(m);
		assert_int_equal(set(folder(state), rows[i].port, rows[i].lane, rows[i].off, NULL), 0);
		m = decode(folder(state), rows[i].port);
		assert_row((m->lane[rows[i].lane - 1].signals & rows[i].signal) == 0, rows[i].off);
		module_unref(m);
	}
}

static void impossible_changes_say_what_is_possible(void **state)
{
	struct module *m;

	init(folder(state), 1);
	assert_int_equal(set(folder(state), "swp1", 5, "rx=-3", NULL), -EINVAL);
	assert_non_null(strstr(message, "no lane 5, the module has lanes 1 to 4"));
	assert_int_equal(set(folder(state), "swp1", 1, "temperature=20", NULL), -EINVAL);
	assert_non_null(strstr(message, "leave the lane out"));
	/* A 10GBASE-SR has no retimer that could lose lock. */
	assert_int_equal(set(folder(state), "swp2", 0, "rx=-9", "lol=1"), -EINVAL);
	assert_non_null(strstr(message, "does not have 'lol'; it has temperature, vcc, rx"));
	/* All or nothing. */
	m = decode(folder(state), "swp2");
	assert_true(power_dbm(m->lane[0].rx_power) > -8);
	module_unref(m);
	assert_int_equal(set(folder(state), "swp77", 0, "rx=-9", NULL), -ENOENT);
	assert_non_null(strstr(message, "no port 'swp77', expected one of swp1, swp2, swp3, swp4, swp5"));
}

static void identity_survives_changes_byte_for_byte(void **state)
{
	static uint8_t before[SIM_IMAGE_MAX], after[SIM_IMAGE_MAX];
	size_t len_before = 0, len_after = 0;
	char path[256];

	init(folder(state), 1);
	in(folder(state), "ports/swp2.eeprom", path, sizeof(path));
	assert_int_equal(file_read(path, before, sizeof(before), &len_before), 0);
	/* As real modules have it: vendor bytes that no field knows, text that is no ASCII. */
	memset(before + 96, 0xa5, 32);
	before[30] = 0xe9;
	before[63] = 0;
	for (unsigned i = 0; i < 63; i++)
		before[63] = (uint8_t)(before[63] + before[i]);
	assert_int_equal(file_replace(path, before, len_before), 0);
	assert_int_equal(set(folder(state), "swp2", 0, "rx=-9", NULL), 0);
	assert_int_equal(file_read(path, after, sizeof(after), &len_after), 0);
	assert_int_equal(len_before, len_after);
	/* A0h, and the thresholds in A2h. */
	assert_memory_equal(before, after, 256 + 96);
	assert_memory_not_equal(before, after, len_after);
}

static void pulled_modules_are_gone(void **state)
{
	char path[256];

	init(folder(state), 1);
	assert_int_equal(sim_remove(folder(state), "swp2", message), 0);
	assert_int_not_equal(access(in(folder(state), "ports/swp2.eeprom", path, sizeof(path)), F_OK), 0);
	assert_int_equal(sim_remove(folder(state), "swp2", message), -ENOENT);
	assert_non_null(strstr(message, "no module"));
	assert_int_equal(set(folder(state), "swp2", 0, "rx=-9", NULL), -ENOENT);
	assert_int_equal(sim_remove(folder(state), "swp9", message), -ENOENT);
	assert_non_null(strstr(message, "no port 'swp9'"));
	assert_int_equal(insert(folder(state), "swp2", "10g-sr", NULL), 0);
	assert_int_equal(access(path, F_OK), 0);
}

/* Apply one word to the devices of a port. */
static int host(const char *dir, const char *port, const char *word)
{
	struct sim_host_change change;

	if (sim_host_parse(word, &change, message, sizeof(message)) < 0)
		return -EINVAL;
	return sim_host(dir, port, &change, 1, message);
}

static void assert_devices(const char *dir, const char *port, const char *expect)
{
	char names[128];

	assert_int_equal(sim_host_list(dir, port, names, sizeof(names), message), 0);
	assert_string_equal(names, expect);
}

static void assert_attribute(const char *dir, const char *name, const char *expect)
{
	char path[256], file[128], value[64];
	size_t len = 0;

	snprintf(file, sizeof(file), "sys/class/net/%s", name);
	assert_int_equal(file_read(in(dir, file, path, sizeof(path)), value, sizeof(value) - 1, &len), 0);
	value[len] = '\0';
	assert_string_equal(value, expect);
}

static void ports_have_network_devices(void **state)
{
	const char *dir = folder(state);
	const struct sim_layout layout = four_by_ten(1);

	init(dir, 1);
	assert_devices(dir, "swp1", "");
	assert_int_equal(host(dir, "swp1", "split=4x10G"), 0);
	assert_devices(dir, "swp1", "swp1s0 swp1s1 swp1s2 swp1s3");
	assert_attribute(dir, "swp1s2/speed", "10000\n");
	assert_attribute(dir, "swp1s2/phys_port_name", "p1s2\n");
	assert_attribute(dir, "swp1s2/carrier", "1\n");
	assert_int_equal(host(dir, "swp1", "lost=2"), 0);
	assert_attribute(dir, "swp1s2/carrier", "0\n");
	assert_attribute(dir, "swp1s2/flags", "0x1003\n");
	assert_int_equal(host(dir, "swp1", "down=2"), 0);
	assert_attribute(dir, "swp1s2/flags", "0x1002\n");
	assert_attribute(dir, "swp1s1/flags", "0x1003\n");
	assert_int_equal(host(dir, "swp1", "up=2"), 0);
	assert_attribute(dir, "swp1s2/operstate", "up\n");
	assert_int_equal(host(dir, "swp1", "speed=25000"), 0);
	assert_attribute(dir, "swp1s0/speed", "25000\n");
	assert_int_equal(host(dir, "swp1", "split=2x50G"), 0);
	assert_devices(dir, "swp1", "swp1s0 swp1s1");
	assert_int_equal(host(dir, "swp1", "down=2"), -ENODEV);
	assert_int_equal(host(dir, "swp1", "split=none"), 0);
	assert_devices(dir, "swp1", "swp1");
	assert_attribute(dir, "swp1/phys_port_name", "p1\n");
	assert_int_equal(host(dir, "swp1", "down=0"), 0);
	assert_attribute(dir, "swp1/operstate", "down\n");
	assert_int_equal(host(dir, "swp2", "split=none"), 0);
	assert_int_equal(host(dir, "swp1", "split=gone"), 0);
	assert_devices(dir, "swp1", "");
	assert_devices(dir, "swp2", "swp2");
	assert_int_equal(sim_init(dir, &layout, true, message), 0);
	assert_devices(dir, "swp2", "");
}

static void wrong_host_words_are_explained(void **state)
{
	static const char *const words[] = { "split=3x25G", "split=", "split", "speed=fast", "speed=0", "down=8",
		                             "down=-1", "left=1", "=4x10G", "" };

	init(folder(state), 1);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		message[0] = '\0';
		assert_row(host(folder(state), "swp1", words[i]) == -EINVAL && strstr(message, "expected"), words[i]);
	}
	assert_int_equal(host(folder(state), "swp9", "split=none"), -ENOENT);
	/* Another root is another system, and no root is this one. */
	scratch_text(*state, "breakoutd.conf", "port swp1 { source = file path = x netdevs = { swp1 } }\n");
	assert_int_equal(host(folder(state), "swp1", "split=none"), -EINVAL);
	assert_non_null(strstr(message, "has no root"));
	scratch_text(*state, "breakoutd.conf", "root = '.' port swp1 { source = file path = x }\n");
	assert_int_equal(host(folder(state), "swp1", "split=none"), -EINVAL);
	assert_non_null(strstr(message, "netdevs"));
}

static void nothing_is_left_behind(void **state)
{
	const struct dirent *entry;
	unsigned files = 0;
	char path[256];
	DIR *d;

	init(folder(state), 1);
	assert_int_equal(set(folder(state), "swp2", 0, "rx=-9", NULL), 0);
	d = opendir(in(folder(state), "ports", path, sizeof(path)));
	assert_non_null(d);
	while ((entry = readdir(d)))
		files += entry->d_name[0] != '.';
	closedir(d);
	assert_int_equal(files, 5);
	/* Readable for a daemon that is another user. */
	struct stat st;
	assert_int_equal(stat(in(folder(state), "ports/swp2.eeprom", path, sizeof(path)), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(init_makes_a_loadable_switch),
		IN_FOLDER(every_module_of_a_new_switch_is_whole_and_unlike_the_others),
		IN_FOLDER(a_switch_that_can_not_be_made_leaves_nothing),
		IN_FOLDER(a_folder_with_something_in_it_is_left_alone),
		IN_FOLDER(force_replaces_the_switch_and_nothing_else),
		IN_FOLDER(what_was_inserted_is_decoded),
		IN_FOLDER(what_does_not_fit_a_memory_is_refused),
		IN_FOLDER(dual_rate_modules_say_so),
		IN_FOLDER(faults_are_seen),
		IN_FOLDER(swapped_pages_leave_no_thresholds),
		IN_FOLDER(cables_are_made_of_one_piece),
		IN_FOLDER(a_csfp_is_declared),
		IN_FOLDER(cables_have_length_and_ends),
		IN_FOLDER(modules_are_programmed_for_the_split),
		IN_FOLDER(every_type_can_be_plugged_in),
		IN_FOLDER(monitors_read_back),
		IN_FOLDER(light_comes_from_the_other_end),
		IN_FOLDER(nothing_sends_where_nothing_is),
		IN_FOLDER(alarm_flags_follow_the_thresholds),
		IN_FOLDER(darkness_is_a_signal_too),
		IN_FOLDER(signals_read_back),
		IN_FOLDER(impossible_changes_say_what_is_possible),
		IN_FOLDER(identity_survives_changes_byte_for_byte),
		IN_FOLDER(pulled_modules_are_gone),
		IN_FOLDER(ports_have_network_devices),
		IN_FOLDER(wrong_host_words_are_explained),
		IN_FOLDER(nothing_is_left_behind),
	};

	return cmocka_run_group_tests_name("sim", tests, NULL, NULL);
}
