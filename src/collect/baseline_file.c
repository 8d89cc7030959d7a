/* SPDX-License-Identifier: BSD-3-Clause */
/* The file of baselines: JSON, one object for each module. */
#include "collect/baseline_file.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/text.h"
#include "collect/baseline.h"

#define VERSION 1

/* More than any laser takes, uA, and any fibre carries, nW. */
#define BIAS_MAX 1e7
#define POWER_MAX 1e9

int baseline_module_fit(struct baseline_module *m, unsigned lane_count)
{
	struct baseline_lane *lanes;

	if (lane_count <= m->lane_count)
		return 0;
	lanes = reallocarray(m->lanes, lane_count, sizeof(*lanes));
	if (!lanes)
		return -ENOMEM;
	for (unsigned i = m->lane_count; i < lane_count; i++)
		lanes[i] = (struct baseline_lane){ 0 };
	m->lanes = lanes;
	m->lane_count = lane_count;
	return 0;
}

void baseline_module_free(struct baseline_module *m)
{
	if (!m)
		return;
	free(m->lanes);
	free(m);
}

int baseline_modules_add(struct baseline_modules *all, struct baseline_module *m)
{
	if (all->count == all->room) {
		size_t room = all->room ? all->room * 2 : 64;
		struct baseline_module **grown = reallocarray(all->modules, room, sizeof(*grown));

		if (!grown) {
			baseline_module_free(m);
			return -ENOMEM;
		}
		all->modules = grown;
		all->room = room;
	}
	all->modules[all->count++] = m;
	return 0;
}

void baseline_modules_release(struct baseline_modules *all)
{
	for (size_t i = 0; i < all->count; i++)
		baseline_module_free(all->modules[i]);
	free(all->modules);
	*all = (struct baseline_modules){ 0 };
}

/* Reading. */

static bool read_number(const json_t *object, const char *key, double min, double max, double *ret)
{
	const json_t *value = json_object_get(object, key);
	double v = json_number_value(value);

	if (!json_is_number(value) || !isfinite(v) || v < min || v > max)
		return false;
	*ret = v;
	return true;
}

static bool read_time(const json_t *object, const char *key, int64_t *ret)
{
	double v;

	/* Up to the year 9999. */
	if (!read_number(object, key, 1, 253402300799.0, &v))
		return false;
	*ret = (int64_t)v;
	return true;
}

/* A series that is not there has not started. */
static bool read_series(const json_t *lane, const char *key, double max, struct series *ret)
{
	const json_t *object = json_object_get(lane, key);
	struct series s = { 0 };

	if (!object)
		return true;
	if (!read_number(object, "start", 1, max, &s.start) || !read_number(object, "now", 0, max, &s.now) ||
	    !read_time(object, "since", &s.since))
		return false;
	if (json_object_get(object, "temperature")) {
		if (!read_number(object, "temperature", -20000, 20000, &s.temperature))
			return false;
		s.has_temperature = true;
	}
	*ret = s;
	return true;
}

static bool read_lane(const json_t *object, struct baseline_module *m)
{
	double number;
	struct baseline_lane *lane;

	if (!read_number(object, "lane", 1, MODULE_MAX_LANES, &number) ||
	    baseline_module_fit(m, (unsigned)number) < 0)
		return false;
	lane = &m->lanes[(unsigned)number - 1];
	return read_series(object, "bias", BIAS_MAX, &lane->bias) &&
	       read_series(object, "rx_power", POWER_MAX, &lane->rx_power);
}

static bool read_text(const json_t *object, const char *key, char *buf, size_t size)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s && text_copy(buf, size, s);
}

static bool read_module(const json_t *object, struct baseline_module *m)
{
	const json_t *lanes = json_object_get(object, "lanes");

	if (!read_text(object, "port", m->port, sizeof(m->port)) ||
	    !read_text(object, "vendor", m->vendor, sizeof(m->vendor)) ||
	    !read_text(object, "part_number", m->part_number, sizeof(m->part_number)) ||
	    !read_text(object, "serial", m->serial, sizeof(m->serial)) ||
	    !read_time(object, "seen", &m->seen) || json_array_size(lanes) > MODULE_MAX_LANES)
		return false;
	for (size_t i = 0; i < json_array_size(lanes); i++) {
		if (!read_lane(json_array_get(lanes, i), m))
			return false;
	}
	return true;
}

static int read_modules(const json_t *root, struct baseline_modules *all)
{
	const json_t *modules = json_object_get(root, "modules");
	size_t count = json_array_size(modules);
	double version;
	int result = 0;

	if (!read_number(root, "version", VERSION, VERSION, &version) || !json_is_array(modules))
		return -EINVAL;
	if (count > BASELINE_MAX_MODULES) {
		count = BASELINE_MAX_MODULES;
		result = -EINVAL;
	}
	for (size_t i = 0; i < count; i++) {
		struct baseline_module *m = calloc(1, sizeof(*m));

		if (!m)
			return -ENOMEM;
		if (!read_module(json_array_get(modules, i), m)) {
			baseline_module_free(m);
			result = -EINVAL;
			continue;
		}
		if (baseline_modules_add(all, m) < 0)
			return -ENOMEM;
	}
	return result;
}

int baseline_file_parse(const char *text, size_t len, struct baseline_modules *all)
{
	json_t *root = json_loadb(text, len, 0, NULL);
	int r = root ? read_modules(root, all) : -EINVAL;

	json_decref(root);
	return r;
}

/* Writing. NULL is passed up. */

static json_t *series_json(const struct series *s)
{
	json_t *object =
		json_pack("{s:f, s:f, s:I}", "start", s->start, "now", s->now, "since", (json_int_t)s->since);

	if (object && s->has_temperature &&
	    json_object_set_new(object, "temperature", json_real(s->temperature)) < 0) {
		json_decref(object);
		object = NULL;
	}
	return object;
}

/* NULL for a lane without a series that has started: *ret_empty. */
static json_t *lane_json(const struct baseline_lane *lane, unsigned number, bool *ret_empty)
{
	json_t *object;
	int r = 0;

	*ret_empty = !lane->bias.since && !lane->rx_power.since;
	if (*ret_empty)
		return NULL;
	object = json_pack("{s:i}", "lane", (int)number);
	if (lane->bias.since)
		r |= json_object_set_new(object, "bias", series_json(&lane->bias));
	if (lane->rx_power.since)
		r |= json_object_set_new(object, "rx_power", series_json(&lane->rx_power));
	if (r < 0) {
		json_decref(object);
		object = NULL;
	}
	return object;
}

static json_t *lanes_json(const struct baseline_module *m)
{
	json_t *lanes = json_array();

	for (unsigned i = 0; lanes && i < m->lane_count; i++) {
		bool empty;
		json_t *lane = lane_json(&m->lanes[i], i + 1, &empty);

		if (!empty && json_array_append_new(lanes, lane) < 0) {
			json_decref(lanes);
			lanes = NULL;
		}
	}
	return lanes;
}

static json_t *modules_json(const struct baseline_modules *all)
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < all->count; i++) {
		const struct baseline_module *m = all->modules[i];
		json_t *lanes = lanes_json(m);

		if (lanes && json_array_size(lanes) == 0) {
			json_decref(lanes);
			continue;
		}
		/* One that can't be written, as its port's name is not UTF-8, must not stop the rest. */
		json_array_append_new(array,
		                      json_pack("{s:s, s:s, s:s, s:s, s:I, s:o}", "port", m->port, "vendor",
		                                m->vendor, "part_number", m->part_number, "serial", m->serial,
		                                "seen", (json_int_t)m->seen, "lanes", lanes));
	}
	return array;
}

char *baseline_file_print(const struct baseline_modules *all)
{
	json_t *root = json_pack("{s:i, s:o}", "version", VERSION, "modules", modules_json(all));
	char *text = root ? json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(8)) : NULL;

	json_decref(root);
	return text;
}
