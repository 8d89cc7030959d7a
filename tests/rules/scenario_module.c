/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Modules of scenarios. What a memory can hold goes through it: made by the
 * simulator's keys, changed register by register, decoded. The rest is set on
 * the decoded module.
 */
#include "unit/test.h"

#include "rules/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/parse.h"
#include "common/type_image.h"
#include "eeprom/eeprom.h"
#include "sim/sim_image.h"

/* One word taken apart: "rx-power.2=-12.3", "los.2", "absent". */
struct word {
	const char *text;
	char name[32];
	unsigned lane;     /* 0: none given */
	const char *value; /* "" without one */
};

static struct word word_split(const struct line *line, const char *text)
{
	struct word w = { .text = text, .value = "" };
	size_t len = strcspn(text, "=");
	char *dot;

	if (len >= sizeof(w.name))
		line_fail(line, "'%s': unknown key", text);
	memcpy(w.name, text, len);
	if (text[len])
		w.value = text + len + 1;
	dot = strrchr(w.name, '.');
	if (dot) {
		w.lane = line_number(line, dot + 1, 1, MODULE_MAX_LANES);
		*dot = '\0';
	}
	return w;
}

/* The module's live registers: the simulator's keys by the names that scenarios use. */
static const struct {
	const char *name, *key;
} changes[] = {
	{ "rx-power", "rx" },
	{ "tx-power", "tx" },
	{ "bias", "bias" },
	{ "temperature", "temperature" },
	{ "vcc", "vcc" },
	{ "los", "los" },
	{ "tx-los", "tx-los" },
	{ "lol", "lol" },
	{ "tx-lol", "tx-lol" },
	{ "tx-fault", "fault" },
	{ "tx-disabled", "disable" },
};

static const char *change_key(const struct word *w)
{
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		if (strcmp(changes[i].name, w->name) == 0)
			return changes[i].key;
	}
	return NULL;
}

static void change(const struct line *line, const struct word *w, struct sim_bytes *bytes)
{
	char word[64], error[256];
	struct sim_change c;

	snprintf(word, sizeof(word), "%s=%s", change_key(w), *w->value ? w->value : "1");
	if (sim_change_parse(word, &c, error, sizeof(error)) < 0 ||
	    sim_image_change(bytes, w->lane, &c, 1, NULL, error, sizeof(error)) < 0)
		line_fail(line, "%s: %s", w->text, error);
}

/* Registers: "A0h:65=20", "00h:130=07", "11h:202=ff". */
static bool is_register(const struct word *w)
{
	size_t len = strcspn(w->name, ":");

	return len == 3 && w->name[len] == ':' && w->name[2] == 'h';
}

static struct image_addr register_addr(const struct line *line, const struct word *w)
{
	struct image_addr at = { .offset = (uint8_t)line_number(line, w->name + 4, 0, 255) };
	unsigned page = (unsigned)strtoul(w->name, NULL, 16);

	if (page == 0xa2)
		at.device = IMAGE_A2;
	else if (page != 0xa0 && at.offset >= 128)
		at.page = (uint8_t)page;
	return at;
}

static void poke(const struct line *line, const struct word *w, struct sim_bytes *bytes)
{
	struct image_addr at = register_addr(line, w);
	const char *digits = w->value;

	for (; *digits; digits += 2, at.offset++) {
		size_t offset = image_linear_offset(at);
		unsigned byte;

		if (sscanf(digits, "%2x", &byte) != 1 || !digits[1])
			line_fail(line, "%s: bytes of two hexadecimal digits expected", w->text);
		if (offset >= bytes->len)
			line_fail(line, "%s: this memory does not have the register", w->text);
		bytes->data[offset] = (uint8_t)byte;
	}
}

/* What no register of a simulated module holds, or not in a way that is worth spelling out. */

static struct lane *lane_of(const struct line *line, const struct word *w, struct module *m)
{
	if (!module_lane(m, w->lane))
		line_fail(line, "%s: expected .N, a lane of the module", w->text);
	return &m->lane[w->lane - 1];
}

static const struct code alarm_levels[] = {
	{ ALARM_HIGH_ALARM, "highAlarm" },
	{ ALARM_HIGH_WARNING, "highWarning" },
	{ ALARM_LOW_WARNING, "lowWarning" },
	{ ALARM_LOW_ALARM, "lowAlarm" },
	{ 0, NULL },
};

static void live_alarm(const struct line *line, const struct word *w, struct module *m)
{
	char monitor[24];
	const char *level;
	uint32_t bit, *alarms = &m->alarms, *known = &m->alarms_known;

	snprintf(monitor, sizeof(monitor), "%.*s", (int)strcspn(w->value, ":"), w->value);
	level = strchr(w->value, ':');
	if (!level)
		line_fail(line, "%s: expected MONITOR:LEVEL", w->text);
	bit = alarm_bit((enum monitor)line_code(line, monitor_labels, monitor),
	                (enum alarm_level)line_code(line, alarm_levels, level + 1));
	if (w->lane) {
		alarms = &lane_of(line, w, m)->alarms;
		known = &lane_of(line, w, m)->alarms_known;
	}
	*alarms |= bit;
	*known |= bit;
}

static void live_state(const struct line *line, const struct word *w, struct module *m)
{
	m->state = (uint8_t)line_code(line, module_state_labels, w->value);
}

static void live_data_path(const struct line *line, const struct word *w, struct module *m)
{
	uint8_t state = (uint8_t)line_code(line, data_path_labels, w->value);

	for (unsigned n = 1; n <= MODULE_MAX_LANES; n++) {
		if (w->lane && w->lane != n)
			continue;
		m->host_lane[n - 1].data_path = state;
		m->lane[n - 1].data_path = state;
	}
}

/* app=1: the application that lanes run, as one data path from its first lane. */
static void live_application(const struct line *line, const struct word *w, struct module *m)
{
	uint8_t app = (uint8_t)line_number(line, w->value, 0, MODULE_MAX_APPLICATIONS);
	unsigned share = app && m->application[app - 1].host_lanes ? m->application[app - 1].host_lanes : 1;

	for (unsigned n = 0; n < MODULE_MAX_LANES; n++) {
		if (w->lane && w->lane != n + 1)
			continue;
		m->host_lane[n].active = (uint8_t)(app ? app << 4 | (n / share * share & 7) << 1 : 0);
		m->lane[n].application = app;
	}
}

static void live_config(const struct line *line, const struct word *w, struct module *m)
{
	uint8_t status = (uint8_t)line_number(line, w->value, 0, 15);

	for (unsigned n = 1; n <= MODULE_MAX_LANES; n++) {
		if (!w->lane || w->lane == n)
			m->host_lane[n - 1].config_status = status;
	}
}

/* CMIS F16: the exponent that keeps most of the mantissa's 11 bits. */
static int32_t f16_of(double ratio)
{
	for (int exponent = 0; exponent < 32; exponent++) {
		double mantissa = ratio;

		for (int e = exponent - 24; e < 0; e++)
			mantissa *= 10;
		for (int e = 0; e < exponent - 24; e++)
			mantissa /= 10;
		if (mantissa < 2048)
			return exponent << 11 | (int32_t)(mantissa + 0.5);
	}
	return 0;
}

static void live_ber(const struct line *line, const struct word *w, struct module *m)
{
	double ratio = line_quantity(line, w->value, "");

	lane_of(line, w, m)->ber = value_of(f16_of(ratio));
	lane_of(line, w, m)->ber_average = value_of(f16_of(ratio));
}

static void live_oma(const struct line *line, const struct word *w, struct module *m)
{
	(void)line;
	(void)w;
	m->dom &= (uint8_t)~DOM_RX_AVERAGE;
}

static void live_no_dom(const struct line *line, const struct word *w, struct module *m)
{
	const struct value none = { .state = VALUE_UNSUPPORTED };

	(void)line;
	(void)w;
	m->dom = 0;
	m->temperature = none;
	m->supply = none;
	for (unsigned n = 0; n < MODULE_MAX_LANES; n++) {
		m->lane[n].rx_power = none;
		m->lane[n].tx_power = none;
		m->lane[n].tx_bias = none;
	}
}

static void live_doubt(const struct line *line, const struct word *w, struct module *m)
{
	m->doubts |= line_code(line, doubt_labels, w->value);
}

static void live_max_power(const struct line *line, const struct word *w, struct module *m)
{
	m->max_power_mw = value_of((int32_t)(line_quantity(line, w->value, "W") * 1000 + 0.5));
}

static void live_far_ends(const struct line *line, const struct word *w, struct module *m)
{
	m->far_ends = (uint8_t)line_number(line, w->value, 0, 255);
}

static void live_unknown_type(const struct line *line, const struct word *w, struct module *m)
{
	(void)line;
	(void)w;
	m->type = NULL;
	m->slow_type = NULL;
	TEXT_SET(m->type_name, "unknown(0x7e)");
}

static const struct {
	const char *name;
	void (*set)(const struct line *line, const struct word *w, struct module *m);
} live[] = {
	{ "alarm", live_alarm },         { "state", live_state },       { "data-path", live_data_path },
	{ "app", live_application },     { "config", live_config },     { "ber", live_ber },
	{ "rx-oma", live_oma },          { "no-dom", live_no_dom },     { "doubt", live_doubt },
	{ "max-power", live_max_power }, { "far-ends", live_far_ends }, { "unknown-type", live_unknown_type },
};

static bool set_live(const struct line *line, const struct word *w, struct module *m)
{
	for (size_t i = 0; i < ARRAY_SIZE(live); i++) {
		if (strcmp(live[i].name, w->name) != 0)
			continue;
		if (m)
			live[i].set(line, w, m);
		return true;
	}
	return false;
}

/* How the port was read: not the module's business. */
static bool set_port(const struct word *w, struct fitting *ret)
{
	const struct code *status = code_find(read_status_labels, w->value);

	if (strcmp(w->text, "absent") == 0)
		*ret = (struct fitting){ .presence = PRESENCE_ABSENT, .status = READ_ABSENT };
	else if (strcmp(w->text, "unreadable") == 0)
		ret->status = READ_IO_ERROR;
	else if (strcmp(w->name, "status") == 0 && status)
		ret->status = (enum read_status)status->code;
	else if (strcmp(w->text, "presence-unknown") == 0)
		ret->presence = PRESENCE_UNKNOWN;
	else
		return false;
	return true;
}

static bool is_insertion(const struct line *line, const struct word *w)
{
	struct fitting ignored = { .module = NULL };

	return !is_register(w) && !change_key(w) && !set_live(line, w, NULL) && !set_port(w, &ignored) &&
	       strcmp(w->text, "as-is") != 0;
}

static void make(const struct line *line, const struct module_type *type, const char *const *words,
                 size_t count, uint32_t seed, struct sim_bytes *ret_bytes)
{
	struct sim_insertion how = sim_insertion_usual;
	char error[256], key[32];
	const char *value;

	how.identity.seed = seed;
	for (size_t i = 0; i < count; i++) {
		struct word w = word_split(line, words[i]);

		if (!is_insertion(line, &w))
			continue;
		if (parse_pair(words[i], key, sizeof(key), &value) < 0)
			line_fail(line, "'%s': unknown", words[i]);
		if (strcmp(w.name, "part") == 0)
			how.identity.part_number = w.value;
		else if (sim_insertion_parse(words[i], &how, error, sizeof(error)) < 0)
			line_fail(line, "%s", error);
	}
	if (sim_image_make(type, &how, ret_bytes, NULL, error, sizeof(error)) < 0)
		line_fail(line, "%s", error);
}

/* Registers and monitors: all that happens to the bytes once they are made. */
static void edit(const struct line *line, const char *const *words, size_t count, struct sim_bytes *bytes)
{
	bool fix = false;

	for (size_t i = 0; i < count; i++) {
		struct word w = word_split(line, words[i]);

		if (is_register(&w)) {
			poke(line, &w, bytes);
			fix = true;
		}
	}
	for (size_t i = 0; i < count; i++)
		fix = fix && strcmp(words[i], "as-is") != 0;
	if (fix)
		type_image_fix(bytes->data, bytes->len);
	for (size_t i = 0; i < count; i++) {
		struct word w = word_split(line, words[i]);

		if (change_key(&w))
			change(line, &w, bytes);
	}
}

static struct module *decode(const struct sim_bytes *bytes, const struct module_type *type)
{
	struct module *m = module_new();
	struct image *img = image_new();

	assert_non_null(m);
	assert_non_null(img);
	assert_int_equal(
		image_load_linear(img, bytes->data, bytes->len, image_identifier_two_devices(bytes->data[0])),
		0);
	eeprom_decode(img, m);
	if (eeprom_type_is_declared(type))
		eeprom_override_type(m, type);
	image_free(img);
	return m;
}

struct fitting fitting_make(const struct line *line, const struct module_type *type, const char *const *words,
                            size_t count, uint32_t seed)
{
	static struct sim_bytes bytes; /* large */
	struct fitting fitting = { .presence = PRESENCE_PRESENT };

	make(line, type, words, count, seed, &bytes);
	edit(line, words, count, &bytes);
	fitting.module = decode(&bytes, type);
	fitting.status = fitting.module->status;
	for (size_t i = 0; i < count; i++) {
		struct word w = word_split(line, words[i]);

		set_live(line, &w, fitting.module);
		if (strcmp(w.text, "absent") == 0)
			module_unref(fitting.module);
		set_port(&w, &fitting);
	}
	return fitting;
}
