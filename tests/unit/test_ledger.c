/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers know, over restarts, crashes and broken files. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/ledger.h"
#include "agent/ledger_file.h"
#include "base/file.h"
#include "base/text.h"
#include "scratch.h"

/* The writer of the agent that runs. */
static struct state *writer;

/* An agent starts. */
static struct ledger *ledger(void *state)
{
	const struct scratch *s = state;
	struct ledger *l;

	assert_int_equal(state_new(&writer), 0);
	assert_int_equal(ledger_open(writer, s->dir, &l), 0);
	return l;
}

/* It ends in order. */
static void finish(struct ledger *l)
{
	ledger_close(l);
	state_free(writer, 5000);
	writer = NULL;
}

/* The file as it is. */
static void load(void *state, struct ledger_content *ret_content)
{
	char path[SCRATCH_PATH], *text;
	size_t len;

	scratch_path(state, "notified.json", path);
	assert_int_equal(file_slurp(path, LEDGER_FILE_MAX, &text, &len), 0);
	assert_int_equal(ledger_file_parse(text, len, ret_content), 0);
	free(text);
}

static void save(void *state, const struct ledger_content *content)
{
	size_t len;
	char *text = ledger_file_print(content, &len);

	assert_non_null(text);
	scratch_write(state, "notified.json", text, len);
	free(text);
}

/* Tell of an event with texts that survive, or do not. */
static void tell(struct ledger *l, enum event_kind kind, uint32_t breakout, uint8_t leg, const char *rule)
{
	struct event e = {
		.index = 7,
		.kind = kind,
		.severity = SEVERITY_CRITICAL,
		.time = { .tv_sec = 1800000000 },
		.about = { .breakout = breakout, .leg = leg, .port = 40u + leg, .lane = 3 },
		.if_index = 12,
		.breakout_name = "rack1",
		.port_name = "swp\"4",
		.expected = "10GBASE-SR, 850 nm",
		.observed = "10GBASE-LR, 1310 nm \xc2\xb5",
		.module = { .type_name = "10GBASE-LR", .vendor = "ACME", .part_number = "P", .serial = "S" },
	};
	const struct event *shared;

	TEXT_SET(e.rule_id, rule);
	shared = event_share(&e);
	assert_non_null(shared);
	ledger_told(l, shared);
	event_unref(shared);
}

static size_t known_count(const struct ledger *l)
{
	size_t count;

	ledger_known(l, &count);
	return count;
}

static void raises_are_known_until_cleared(void **state)
{
	struct ledger *l = ledger(*state);

	tell(l, EVENT_LEG_MISMATCH, 1, 2, "WL-01");
	tell(l, EVENT_LEG_MISMATCH, 1, 2, "WL-01");
	tell(l, EVENT_LEG_MISMATCH, 1, 3, "WL-01");
	tell(l, EVENT_LANE_ALARM, 1, 2, "DOM-13");
	tell(l, EVENT_MODULE_INSERTED, 1, 2, "");
	assert_int_equal(known_count(l), 3);
	tell(l, EVENT_LANE_ALARM_CLEARED, 1, 3, "DOM-13");
	tell(l, EVENT_LEG_MISMATCH_CLEARED, 1, 2, "MED-01");
	tell(l, EVENT_VIOLATION_CLEARED, 1, 2, "WL-01");
	assert_int_equal(known_count(l), 3);
	tell(l, EVENT_LEG_MISMATCH_CLEARED, 1, 2, "WL-01");
	assert_int_equal(known_count(l), 2);
	tell(l, EVENT_LEG_MISMATCH_CLEARED, 1, 3, "WL-01");
	tell(l, EVENT_LANE_ALARM_CLEARED, 1, 2, "DOM-13");
	assert_int_equal(known_count(l), 0);
	finish(l);
}

static void the_next_agent_knows(void **state)
{
	struct ledger *l = ledger(*state);
	const struct event *const *known;
	size_t count;

	assert_int_equal(ledger_last_event(l), 0);
	tell(l, EVENT_LEG_MISMATCH, 1, 2, "WL-01");
	tell(l, EVENT_PORT_UNREADABLE, 0, 0, "");
	ledger_logged(l, 41);
	finish(l);

	l = ledger(*state);
	assert_int_equal(ledger_last_event(l), 41);
	known = ledger_known(l, &count);
	assert_int_equal(count, 2);
	assert_int_equal(known[0]->kind, EVENT_LEG_MISMATCH);
	assert_int_equal(known[0]->severity, SEVERITY_CRITICAL);
	assert_int_equal(known[0]->time.tv_sec, 1800000000);
	assert_int_equal(known[0]->index, 7);
	assert_int_equal(known[0]->about.breakout, 1);
	assert_int_equal(known[0]->about.leg, 2);
	assert_int_equal(known[0]->about.port, 42);
	assert_int_equal(known[0]->about.lane, 3);
	assert_int_equal(known[0]->if_index, 12);
	assert_string_equal(known[0]->rule_id, "WL-01");
	assert_string_equal(known[0]->breakout_name, "rack1");
	assert_string_equal(known[0]->port_name, "swp\"4");
	assert_string_equal(known[0]->expected, "10GBASE-SR, 850 nm");
	assert_string_equal(known[0]->observed, "10GBASE-LR, 1310 nm \xc2\xb5");
	assert_string_equal(known[0]->module.type_name, "10GBASE-LR");
	assert_string_equal(known[0]->module.serial, "S");
	assert_int_equal(known[1]->kind, EVENT_PORT_UNREADABLE);
	tell(l, EVENT_LEG_MISMATCH_CLEARED, 1, 2, "WL-01");
	tell(l, EVENT_PORT_READABLE, 0, 0, "");
	finish(l);

	l = ledger(*state);
	assert_int_equal(known_count(l), 0);
	assert_int_equal(ledger_last_event(l), 41);
	finish(l);
}

/* A copy of the file as it is while the agent runs is what a crash leaves. */
static void after_a_crash_no_number_is_used_twice(void **state)
{
	struct ledger_content content;
	struct ledger *l = ledger(*state);

	ledger_logged(l, 20);
	load(*state, &content);
	assert_false(content.stopped);
	assert_int_equal(content.reserved, LEDGER_RESERVE);
	ledger_content_release(&content);
	/* Numbers that come near the limit move it, before or long after the write. */
	ledger_logged(l, LEDGER_RESERVE - 10);
	ledger_save(l);
	assert_true(state_wait(writer, 5000));
	load(*state, &content);
	assert_int_equal(content.reserved, 2 * LEDGER_RESERVE - 10);
	ledger_content_release(&content);
	finish(l);
	load(*state, &content);
	assert_true(content.stopped);
	content.stopped = false;
	content.reserved = 30000;
	save(*state, &content);
	ledger_content_release(&content);
	l = ledger(*state);
	assert_int_equal(ledger_last_event(l), 30000);
	finish(l);
}

/* cases/agent.md, A-6: what could not be saved is saved once there is room again. */
static void what_could_not_be_saved_is_saved_later(void **state)
{
	const struct scratch *s = *state;
	struct ledger_content content;
	struct ledger *l = ledger(*state);
	size_t count;

	/* A folder in the place of the temporary file: each write fails. */
	scratch_mkdir(s, "notified.json.new");
	tell(l, EVENT_LEG_MISMATCH, 1, 2, "WL-01");
	ledger_save(l);
	assert_false(state_wait(writer, 1500));
	load(*state, &content);
	assert_int_equal(content.count, 0);
	ledger_content_release(&content);
	scratch_rmdir(s, "notified.json.new");
	assert_true(state_wait(writer, 10000));
	load(*state, &content);
	count = content.count;
	ledger_content_release(&content);
	assert_int_equal(count, 1);
	finish(l);
}

static void broken_files_are_survived(void **state)
{
	static const char head[] = "{\"version\":1,\"last_event\":5,\"reserved\":9,\"stopped\":true,\"known\":[";
	static const char good[] =
		"{\"index\":1,\"kind\":\"laneAlarm\",\"severity\":\"major\",\"time\":5,\"breakout\":1,\"leg\":1,"
		"\"port\":2,\"lane\":1,\"if_index\":0,\"rule\":\"DOM-13\",\"breakout_name\":\"\",\"port_name\":\"\","
		"\"expected\":\"\",\"observed\":\"\",\"type\":\"\",\"vendor\":\"\",\"part_number\":\"\",\"serial\":\"\"}";
	static const struct {
		const char *text;
		size_t known;
		uint32_t last;
	} rows[] = {
		{ "", 0, 0 },
		{ "[", 0, 0 },
		{ "[]", 0, 0 },
		{ "{\"version\":2,\"last_event\":5,\"reserved\":9,\"known\":[]}", 0, 0 },
		{ "{\"version\":1,\"last_event\":-5,\"reserved\":9,\"known\":[]}", 0, 0 },
		{ "{\"version\":1,\"last_event\":5,\"reserved\":4,\"known\":[]}", 0, 0 },
		{ "{\"version\":1,\"last_event\":5,\"reserved\":9,\"known\":{}}", 0, 0 },
		{ "{\"version\":1,\"last_event\":5,\"reserved\":9,\"known\":[]}", 0, 9 },
		{ "{\"version\":1,\"last_event\":5,\"reserved\":9,\"stopped\":true,\"known\":[3,{}]}", 0, 5 },
		{ "+", 1, 5 },
		{ "leg\":256", 0, 5 },
		{ "kind\":\"moduleInserted", 0, 5 },
		{ "severity\":\"odd", 0, 5 },
		{ "time\":-1", 0, 5 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char text[2048], event[1024];
		const char *colon = strchr(rows[i].text, ':');
		struct ledger *l;

		if (rows[i].text[0] == '{' || rows[i].text[0] == '[' || !rows[i].text[0]) {
			TEXT_SET(text, rows[i].text);
		} else {
			TEXT_SET(event, good);
			if (colon) {
				/* Put the row's value in the place of the good one. */
				char key[32];
				char *at, *end;

				snprintf(key, sizeof(key), "\"%.*s:", (int)(colon - rows[i].text), rows[i].text);
				at = strstr(event, key);
				assert_non_null(at);
				end = strpbrk(at, ",");
				snprintf(text, sizeof(text), "%s", end);
				snprintf(at, sizeof(event) - (size_t)(at - event), "\"%s%s%s", rows[i].text,
				         colon[1] == '"' ? "\"" : "", text);
			}
			snprintf(text, sizeof(text), "%s%s]}", head, event);
		}
		scratch_text(*state, "notified.json", text);
		l = ledger(*state);
		assert_row(known_count(l) == rows[i].known, rows[i].text);
		assert_row(ledger_last_event(l) == rows[i].last, rows[i].text);
		finish(l);
	}
}

static void without_a_folder_nothing_is_remembered(void **state)
{
	struct ledger *l;

	(void)state;
	assert_int_equal(ledger_open(NULL, NULL, &l), 0);
	tell(l, EVENT_LEG_MISMATCH, 1, 2, "WL-01");
	ledger_logged(l, 30000);
	assert_int_equal(known_count(l), 1);
	ledger_close(l);
	assert_int_equal(state_new(&writer), 0);
	assert_int_equal(ledger_open(writer, "/proc/none", &l), 0);
	tell(l, EVENT_LEG_MISMATCH, 1, 2, "WL-01");
	finish(l);
	ledger_close(NULL);
}

int main(void)
{
#define WITH_SCRATCH(test_) cmocka_unit_test_setup_teardown(test_, scratch_setup, scratch_teardown)
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(raises_are_known_until_cleared),
		WITH_SCRATCH(the_next_agent_knows),
		WITH_SCRATCH(after_a_crash_no_number_is_used_twice),
		WITH_SCRATCH(what_could_not_be_saved_is_saved_later),
		WITH_SCRATCH(broken_files_are_survived),
		cmocka_unit_test(without_a_folder_nothing_is_remembered),
	};

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
