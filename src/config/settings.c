/* SPDX-License-Identifier: BSD-3-Clause */
/* Settings outside sections: a row binds a key to its field and range. */
#include "config/build.h"

#include <math.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"

enum setting_kind {
	SETTING_SECONDS, /* uint32_t in ms; range in ms */
	SETTING_NUMBER,	 /* uint32_t */
};

static const struct setting {
	const char *key;
	enum setting_kind kind;
	size_t offset;
	uint32_t fallback, min, max;
} rows[] = {
	{ "presence-interval", SETTING_SECONDS, offsetof(struct settings, presence_interval_ms), 1000, 100,
	  60000 },
	{ "dom-interval", SETTING_SECONDS, offsetof(struct settings, dom_interval_ms), 10000, 1000, 3600000 },
	{ "port-deadline", SETTING_SECONDS, offsetof(struct settings, port_deadline_ms), 5000, 100, 600000 },
	{ "discovery-interval", SETTING_SECONDS, offsetof(struct settings, discovery_interval_ms), 10000, 1000,
	  3600000 },
	{ "raise-after", SETTING_NUMBER, offsetof(struct settings, raise_after), 2, 1, 100 },
	{ "clear-after", SETTING_NUMBER, offsetof(struct settings, clear_after), 2, 1, 100 },
	{ "event-log-size", SETTING_NUMBER, offsetof(struct settings, event_log_size), 4096, 16, 65536 },
	{ "notification-rate", SETTING_NUMBER, offsetof(struct settings, notification_rate), 200, 0, 10000 },
	{ "flap-limit", SETTING_NUMBER, offsetof(struct settings, flap_limit), 6, 0, 16 },
	{ "link-grace", SETTING_SECONDS, offsetof(struct settings, link_grace_ms), 30000, 0, 3600000 },
	{ "flap-window", SETTING_SECONDS, offsetof(struct settings, flap_window_ms), 300000, 1000, 86400000 },
	{ "agentx-priority", SETTING_NUMBER, offsetof(struct settings, agentx_priority), 127, 1, 255 },
};

/* SETTING_NUMBER writes `unsigned` fields through a uint32_t pointer. */
_Static_assert(sizeof(unsigned) == sizeof(uint32_t), "unsigned has 32 bits");

void build_milli(struct build *b, const struct item *item, const char *key, const char *unit, uint32_t min,
		 uint32_t max, uint32_t *value)
{
	double least = min / 1000.0;
	double most = max / 1000.0;
	double units;

	if (!item)
		return;
	if (parse_double(item->text, least, most, &units) < 0)
		problem_add(b->problems, item->line, "%s: expected %s from %g to %g, saw \"%.80s\"", key, unit,
			    least, most, item->text);
	else
		*value = (uint32_t)lround(units * 1000.0);
}

void build_number(struct build *b, const struct item *item, const char *key, uint32_t min, uint32_t max,
		  uint32_t *value)
{
	if (item && parse_u32(item->text, min, max, value) < 0)
		problem_add(b->problems, item->line, "%s: expected a number from %u to %u, saw \"%.80s\"",
			    key, min, max, item->text);
}

void build_bool(struct build *b, const struct item *item, const char *key, bool *value)
{
	int v = item ? cfg_parse_boolean(item->text) : 0;

	if (v < 0)
		problem_add(b->problems, item->line, "%s: expected true or false, saw \"%.80s\"", key,
			    item->text);
	else if (item)
		*value = v == 1;
}

void build_text(struct build *b, const struct item *item, const char *key, size_t min, char *buf, size_t size)
{
	size_t len = item ? strlen(item->text) : 0;

	if (!item)
		return;
	if (len < min || len >= size)
		problem_add(b->problems, item->line,
			    "%s: expected %zu to %zu bytes of text, saw %zu: \"%.80s\"", key, min, size - 1,
			    len, item->text);
	else
		text_copy(buf, size, item->text);
}

/* DOM is read at presence scans, so it can't be read more often. The default gives way silently. */
static void check_intervals(struct build *b)
{
	struct settings *settings = &b->config->settings;
	const struct item *dom = tree_item(b->tree, "dom-interval");

	if (settings->dom_interval_ms >= settings->presence_interval_ms)
		return;
	if (dom)
		problem_add(b->problems, dom->line,
			    "dom-interval: expected at least presence-interval (%g s), saw %g s",
			    settings->presence_interval_ms / 1000.0, settings->dom_interval_ms / 1000.0);
	else
		settings->dom_interval_ms = settings->presence_interval_ms;
}

void settings_build(struct build *b)
{
	struct settings *settings = &b->config->settings;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct setting *row = &rows[i];
		const struct item *item = tree_item(b->tree, row->key);
		uint32_t *field = (uint32_t *)(void *)((char *)settings + row->offset);

		*field = row->fallback;
		if (row->kind == SETTING_SECONDS)
			build_milli(b, item, row->key, "seconds", row->min, row->max, field);
		else
			build_number(b, item, row->key, row->min, row->max, field);
	}
	check_intervals(b);
	settings->notifications = true;
	build_bool(b, tree_item(b->tree, "notifications"), "notifications", &settings->notifications);
	settings->discovery = true;
	build_bool(b, tree_item(b->tree, "discovery"), "discovery", &settings->discovery);
	settings->hwmon = settings->chassis_sensors = true;
	build_bool(b, tree_item(b->tree, "hwmon"), "hwmon", &settings->hwmon);
	build_bool(b, tree_item(b->tree, "chassis-sensors"), "chassis-sensors", &settings->chassis_sensors);
	settings->entity_mib = true;
	build_bool(b, tree_item(b->tree, "entity-mib"), "entity-mib", &settings->entity_mib);
	settings->entity_sensor_mib = true;
	build_bool(b, tree_item(b->tree, "entity-sensor-mib"), "entity-sensor-mib", &settings->entity_sensor_mib);
	build_bool(b, tree_item(b->tree, "strict-signalling"), "strict-signalling",
		   &b->config->topology->strict_signalling);
	build_text(b, tree_item(b->tree, "control-group"), "control-group", 0, settings->control_group,
		   sizeof(settings->control_group));
	build_text(b, tree_item(b->tree, "agentx-address"), "agentx-address", 0, settings->agentx_address,
		   sizeof(settings->agentx_address));
	build_text(b, tree_item(b->tree, "agentx-context"), "agentx-context", 0, settings->agentx_context,
		   sizeof(settings->agentx_context));
}
