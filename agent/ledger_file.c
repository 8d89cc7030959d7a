/* SPDX-License-Identifier: BSD-3-Clause */
/* The file of a ledger: JSON, one object for each raise. */
#include "agent/ledger_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "agent/ledger.h"
#include "base/text.h"

#define VERSION 1

/* Up to the year 9999. */
#define TIME_MAX 253402300799

void ledger_content_release(struct ledger_content *content)
{
	for (size_t i = 0; i < content->count; i++)
		event_unref(content->known[i]);
	for (size_t i = 0; i < content->pending_count; i++)
		event_unref(content->pending[i]);
	free(content->known);
	free(content->pending);
	*content = (struct ledger_content){ 0 };
}

/* Texts of an event, and their keys. */
static const struct text_field {
	const char *key;
	size_t offset, size;
} texts[] = {
#define TEXT_FIELD(key_, member_) { key_, offsetof(struct event, member_), sizeof(((struct event *)0)->member_) }
	TEXT_FIELD("rule", rule_id),
	TEXT_FIELD("breakout_name", breakout_name),
	TEXT_FIELD("port_name", port_name),
	TEXT_FIELD("expected", expected),
	TEXT_FIELD("observed", observed),
	TEXT_FIELD("type", module.type_name),
	TEXT_FIELD("vendor", module.vendor),
	TEXT_FIELD("part_number", module.part_number),
	TEXT_FIELD("serial", module.serial),
#undef TEXT_FIELD
};

#define TEXT_COUNT (sizeof(texts) / sizeof(texts[0]))

static bool read_number(const json_t *object, const char *key, json_int_t max, json_int_t *ret_number)
{
	const json_t *value = json_object_get(object, key);
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || number > max)
		return false;
	*ret_number = number;
	return true;
}

static bool read_u32(const json_t *object, const char *key, uint32_t *ret_number)
{
	json_int_t number;

	if (!read_number(object, key, UINT32_MAX, &number))
		return false;
	*ret_number = (uint32_t)number;
	return true;
}

static bool read_u8(const json_t *object, const char *key, uint8_t *ret_number)
{
	json_int_t number;

	if (!read_number(object, key, UINT8_MAX, &number))
		return false;
	*ret_number = (uint8_t)number;
	return true;
}

/* A label's code; 0 if there is none. */
static uint32_t read_label(const json_t *object, const char *key, const struct code *labels)
{
	const char *label = json_string_value(json_object_get(object, key));
	const struct code *row = label ? code_find(labels, label) : NULL;

	return row ? row->code : 0;
}

static bool read_event(const json_t *object, struct event *e)
{
	json_int_t seconds;

	*e = (struct event){ .kind = read_label(object, "kind", event_kind_labels),
	                     .severity = read_label(object, "severity", severity_labels) };
	if (!e->kind || event_raise_of(e->kind) != e->kind || !e->severity || !read_u32(object, "index", &e->index) ||
	    !read_number(object, "time", TIME_MAX, &seconds) ||
	    !read_u32(object, "breakout", &e->about.breakout) || !read_u8(object, "leg", &e->about.leg) ||
	    !read_u32(object, "port", &e->about.port) || !read_u8(object, "lane", &e->about.lane) ||
	    !read_u32(object, "if_index", &e->if_index))
		return false;
	e->time.tv_sec = (time_t)seconds;
	for (size_t i = 0; i < TEXT_COUNT; i++) {
		const char *s = json_string_value(json_object_get(object, texts[i].key));

		if (!s || !text_copy((char *)e + texts[i].offset, texts[i].size, s))
			return false;
	}
	return true;
}

/* At most `max`, into an allocated array. On -ENOMEM, too, the caller owns what there is. */
static int read_events(const json_t *array, size_t max, const struct event ***ret_events, size_t *ret_count)
{
	size_t count = json_array_size(array);
	const struct event **events;
	int result = 0;

	if (count > max) {
		count = max;
		result = -EINVAL;
	}
	events = calloc(count + 1, sizeof(events[0]));
	if (!events)
		return -ENOMEM;
	*ret_events = events;
	for (size_t i = 0; i < count; i++) {
		struct event event;

		if (!read_event(json_array_get(array, i), &event)) {
			result = -EINVAL;
			continue;
		}
		events[*ret_count] = event_share(&event);
		if (!events[*ret_count])
			return -ENOMEM;
		(*ret_count)++;
	}
	return result;
}

static int read_root(const json_t *root, struct ledger_content *content)
{
	const json_t *known = json_object_get(root, "known");
	json_int_t version;
	int known_result, pending_result;

	if (!read_number(root, "version", VERSION, &version) || version != VERSION || !json_is_array(known) ||
	    !read_u32(root, "last_event", &content->last_event) ||
	    !read_u32(root, "reserved", &content->reserved) || content->reserved < content->last_event)
		return -EBADMSG;
	content->stopped = json_is_true(json_object_get(root, "stopped"));
	known_result = read_events(known, LEDGER_MAX, &content->known, &content->count);
	if (known_result == -ENOMEM)
		return known_result;
	/* Files of versions before have none. */
	pending_result = read_events(json_object_get(root, "pending"), LEDGER_PENDING, &content->pending,
	                             &content->pending_count);
	return pending_result ? pending_result : known_result;
}

int ledger_file_parse(const char *text, size_t len, struct ledger_content *ret_content)
{
	struct ledger_content content = { 0 };
	json_t *root = json_loadb(text, len, 0, NULL);
	int r = root ? read_root(root, &content) : -EBADMSG;

	json_decref(root);
	if (r < 0 && r != -EINVAL)
		ledger_content_release(&content);
	else
		*ret_content = content;
	return r;
}

/* NULL when out of memory, and for texts that are not UTF-8. */
static json_t *event_json(const struct event *e)
{
	json_t *object = json_pack("{s:I, s:s, s:s, s:I, s:I, s:i, s:I, s:i, s:I}", "index", (json_int_t)e->index,
	                           "kind", code_name(event_kind_labels, e->kind), "severity",
	                           code_name(severity_labels, e->severity), "time",
	                           (json_int_t)e->time.tv_sec, "breakout", (json_int_t)e->about.breakout,
	                           "leg", (int)e->about.leg, "port", (json_int_t)e->about.port, "lane",
	                           (int)e->about.lane, "if_index", (json_int_t)e->if_index);

	for (size_t i = 0; object && i < TEXT_COUNT; i++) {
		json_t *text = json_string((const char *)e + texts[i].offset);

		if (!text || json_object_set_new(object, texts[i].key, text) < 0) {
			json_decref(object);
			object = NULL;
		}
	}
	return object;
}

static json_t *events_json(const struct event *const *events, size_t count)
{
	json_t *array = json_array();

	/* One that can't be written must not stop the rest. */
	for (size_t i = 0; array && i < count; i++)
		json_array_append_new(array, event_json(events[i]));
	return array;
}

char *ledger_file_print(const void *content, size_t *ret_len)
{
	const struct ledger_content *c = content;
	json_t *root = json_pack("{s:i, s:I, s:I, s:b, s:o, s:o}", "version", VERSION, "last_event",
	                         (json_int_t)c->last_event, "reserved", (json_int_t)c->reserved,
	                         "stopped", c->stopped, "known", events_json(c->known, c->count),
	                         "pending", events_json(c->pending, c->pending_count));
	char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;

	json_decref(root);
	*ret_len = text ? strlen(text) : 0;
	return text;
}
