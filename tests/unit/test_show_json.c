/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON of `breakoutctl show`, status, history and explain against docs/show-json.md, and CSV against JSON: every documented key
 * is there and has a documented type, no other key is, and each type was seen at least once.
 */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "box.h"
#include "json_document.h"
#include "rules/rule.h"
#include "view/csv.h"
#include "view/history_text.h"
#include "view/show.h"
#include "view/status.h"
#include "view/violation_text.h"

static struct json_document document;

static int read_document(void **state)
{
	(void)state;
	json_document_read(&document, "docs/show-json.md");
	return 0;
}

static char *shown(const struct snapshot *s, const char *word, const struct show_options *options, int code,
                   char *why)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(show_print(show_find(word), s, options, out, why), code);
	fclose(out);
	return text;
}

static json_t *parse(char *text)
{
	json_t *array = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(array);
	free(text);
	return array;
}

static json_t *show_json(const struct snapshot *s, const char *word, struct show_filter filter)
{
	const struct show_options options = { .json = true, .filter = filter };
	char why[SHOW_WHY];

	return parse(shown(s, word, &options, 0, why));
}

/* Modules have the keys of decode-json.md besides. */
static void check_elements(json_t *array, const char *word)
{
	static const char *const of_decode[] = { "status", "vendor", "serial", "alarms", "temperature_c" };
	json_t *element;
	size_t i;

	assert_true(json_array_size(array) > 0);
	json_array_foreach(array, i, element) {
		if (strcmp(word, "modules") == 0) {
			json_t *few = json_pack("{s:O, s:O}", "port", json_object_get(element, "port"), "port_index",
			                        json_object_get(element, "port_index"));

			for (size_t k = 0; k < ARRAY_SIZE(of_decode); k++)
				assert_non_null(json_object_get(element, of_decode[k]));
			json_document_check(&document, few, word, word);
			json_decref(few);
			continue;
		}
		json_document_check(&document, element, word, word);
	}
	json_decref(array);
}

/* A trunk that tells all that CMIS has, beside legs that do not. */
static struct module *talkative_trunk(void)
{
	struct module *m = box_module("400g-dr4");

	m->lane[0].snr = value_of(2000);
	m->lane[0].ber = m->lane[0].ber_average = value_of(0x5000);
	m->lane[0].data_path = DATA_PATH_ACTIVATED;
	m->lane[0].application = 1;
	m->lane[0].rx_power.state = m->lane[0].tx_power.state = VALUE_NO_LIGHT;
	m->lane[1].rx_power.state = m->lane[1].tx_power.state = m->lane[1].tx_bias.state = VALUE_UNSUPPORTED;
	return m;
}

/* What is known of one, and not of another: leg 4 is undeclared, a second breakout has no modules. */
static void vary(struct box *box)
{
	struct topology *t = box->topology;
	struct snapshot *s = box->snapshot;
	struct leg_state *leg = s->breakouts[0].legs;

	s->ports[0].read_mono.tv_sec = 1;
	t->ports[0].split_declared = true;
	TEXT_SET(t->breakouts[0].harness, "MPO12");
	leg[0].loss_toward_leg = leg[0].loss_toward_trunk = value_of(120);
	leg[0].allowed_toward_leg = leg[0].allowed_toward_trunk = value_of(190);
	leg[0].module = s->ports[1].module;
	TEXT_SET(leg[0].expected.type_name, "25GBASE-SR");
	t->breakouts[0].legs[3].peer = PEER_UNDECLARED;
	s->ports[4].role = ROLE_STANDALONE;
}

/* Leg 2 is wrong, leg 3 is empty, lanes differ in what they show. */
static void fill(struct box *box, struct violation *violations, struct event_log *log)
{
	static const struct event events[] = {
		{ .index = 7, .kind = EVENT_MODULE_REMOVED, .about = { .port = 4 } },
		{ .index = 8, .kind = EVENT_LEG_MISMATCH, .severity = SEVERITY_CRITICAL, .time = { .tv_sec = 1 },
		  .rule_id = "WL-01", .about = { 1, 2, 3, 1 }, .if_index = 5, .breakout_name = "bo1",
		  .port_name = "swp3", .expected = "a", .observed = "b", .text = "c",
		  .module = { "25GBASE-LR", "=1+1", "p,\"q\"", "s" } },
	};
	struct snapshot *s;

	box_init(box, "4x25G");
	box_fit(box, "100g-sr4", "25g-sr");
	box_plug(box, 0, talkative_trunk());
	box_plug(box, 2, box_module("25g-lr"));
	box_plug(box, 3, NULL);
	vary(box);
	s = box->snapshot;
	s->ports[3].status = READ_IO_ERROR;
	TEXT_SET(s->ports[3].why, "no answer");
	TEXT_SET(s->ports[3].monitor_chip, "sfp-1");
	s->violations = violations;
	s->violation_count = 2;
	violations[0] = (struct violation){ .index = 1, .rule = 1, .severity = SEVERITY_CRITICAL,
	                                    .about = { 1, 2, 3, 1 }, .expected = "a", .observed = "b",
	                                    .evidence = "c", .waived = true, .waiver = "d",
	                                    .since = { .tv_sec = 1 }, .module = { "25GBASE-LR", "v", "p", "s" } };
	violations[1] = (struct violation){ .index = 2, .rule = 2, .severity = SEVERITY_MINOR };
	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		log->events[i] = event_share(&events[i]);
	event_log_unref(s->events);
	s->events = log;
}

static void empty(struct box *box)
{
	box->snapshot->violations = NULL;
	box->snapshot->violation_count = 0;
	box_release(box);
}

static const char *const words[] = { "ports", "modules", "lanes", "breakouts", "legs", "violations", "events" };

static void every_list_is_as_documented(void **state)
{
	struct violation violations[2];
	struct show_options options = { .json = true };
	struct module *odd = box_module("100g-sr4");
	char *text = NULL;
	size_t len;
	struct box box;
	FILE *out;

	(void)state;
	fill(&box, violations, event_log_new(2));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		check_elements(show_json(box.snapshot, words[i], (struct show_filter){ 0 }), words[i]);
	/* Ends that know what they may lose. */
	box_plug(&box, 0, box_module("100g-sr4"));
	check_elements(show_json(box.snapshot, "lanes", (struct show_filter){ 0 }), "lanes");
	/* A trunk whose lanes can't be shared out to four legs. */
	odd->lanes = 3;
	box_plug(&box, 0, odd);
	check_elements(show_json(box.snapshot, "legs", (struct show_filter){ 0 }), "legs");
	/* And with an empty trunk. */
	box_plug(&box, 0, NULL);
	box.topology->breakouts[0].harness[0] = '\0';
	check_elements(show_json(box.snapshot, "breakouts", (struct show_filter){ 0 }), "breakouts");
	out = open_memstream(&text, &len);
	assert_non_null(out);
	assert_int_equal(show_print_rules(&options, out), 0);
	fclose(out);
	check_elements(parse(text), "rules");
	empty(&box);
}

/* What `print` writes to *out, as JSON. */
static json_t *printed(int (*print)(void *arg, const struct show_options *options, FILE *out), void *arg)
{
	const struct show_options options = { .json = true, .now = { .tv_sec = 20 } };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(print(arg, &options, out), 0);
	fclose(out);
	return parse(text);
}

struct status_of {
	struct daemon_status status;
	const struct snapshot *snapshot;
};

static int print_status(void *arg, const struct show_options *options, FILE *out)
{
	const struct status_of *of = arg;

	return status_print(&of->status, of->snapshot, options, out);
}

static void status_is_as_documented(void **state)
{
	struct status_of of = { .status = { .version = "1", .master = "connected", .config = "/etc/x", .address = "unix:/a",
	                                    .pid = 1, .started.tv_sec = 1, .started_mono.tv_sec = 1 } };
	struct violation violations[2];
	struct box box;
	json_t *object;

	(void)state;
	fill(&box, violations, event_log_new(2));
	box.snapshot->scan = 7;
	box.snapshot->mono.tv_sec = 10;
	for (unsigned i = 0; i < 2; i++) {
		of.snapshot = i ? NULL : box.snapshot;
		object = printed(print_status, &of);
		json_document_check(&document, object, "status", "status");
		json_decref(object);
		of.status.config[0] = of.status.address[0] = '\0';
	}
	empty(&box);
}

static int print_history(void *arg, const struct show_options *options, FILE *out)
{
	return history_print(arg, options, out);
}

static void history_is_as_documented(void **state)
{
	static struct lane_day day = { .port = "swp1", .lane = 2, .known = { true } };
	json_t *object, *points;

	(void)state;
	day.points[0][5] = (struct history_point){ true, -400, -300, -200 };
	object = printed(print_history, &day);
	json_document_check(&document, object, "history", "history");
	assert_int_equal(json_integer_value(json_object_get(object, "slot_s")), HISTORY_SLOT_S);
	points = json_object_get(object, "rx_power_dbm");
	assert_int_equal(json_array_size(points), HISTORY_SLOTS);
	assert_true(json_is_null(json_array_get(points, 4)));
	assert_float_equal(json_number_value(json_object_get(json_array_get(points, 5), "mean")), -3, 0.001);
	assert_int_equal(json_array_size(json_object_get(object, "tx_bias_ma")), 0);
	json_decref(object);
}

static int print_explanation(void *arg, const struct show_options *options, FILE *out)
{
	char why[SHOW_WHY];

	return violation_explain(arg, 1, options, out, why);
}

static void an_explanation_is_as_documented(void **state)
{
	struct violation violations[2];
	struct box box;
	json_t *object, *rule, *rest;

	(void)state;
	fill(&box, violations, event_log_new(2));
	object = printed(print_explanation, box.snapshot);
	rule = json_incref(json_object_get(object, "explanation"));
	json_document_check(&document, rule, "rules", "explanation");
	rest = json_pack("{s:O}", "explanation", rule);
	json_document_check(&document, rest, "explain", "explain");
	json_object_del(object, "explanation");
	json_document_check(&document, object, "violations", "explain");
	json_decref(rest);
	json_decref(rule);
	json_decref(object);
	empty(&box);
}

static size_t rows_of(const struct box *box, const char *word, struct show_filter filter)
{
	json_t *array = show_json(box->snapshot, word, filter);
	size_t count = json_array_size(array);

	json_decref(array);
	return count;
}

static void filters_choose_rows(void **state)
{
	static const struct {
		const char *word;
		struct show_filter filter;
		size_t rows;
	} rows[] = {
		{ "ports", { .port = "swp3" }, 1 },
		{ "ports", { .port = "3" }, 1 },
		{ "ports", { .breakout = "1" }, 4 },
		{ "modules", { .port = "swp4" }, 0 },
		{ "lanes", { .port = "swp1" }, 4 },
		{ "legs", { .port = "swp3" }, 1 },
		{ "legs", { .port = "swp1" }, 4 },
		{ "breakouts", { .port = "swp3" }, 1 },
		{ "violations", { .port = "swp3" }, 1 },
		{ "violations", { .breakout = "1" }, 1 },
		{ "violations", { .severity = SEVERITY_MINOR }, 2 },
		{ "violations", { .severity = SEVERITY_MAJOR }, 1 },
		{ "events", { .last = 1 }, 1 },
		{ "events", { .last = 9 }, 2 },
		{ "events", { .port = "swp4", .last = 1 }, 1 },
		{ "events", { .port = "swp5" }, 0 },
		{ "events", { .severity = SEVERITY_INFO }, 1 },
	};
	struct violation violations[2];
	struct box box;

	(void)state;
	fill(&box, violations, event_log_new(2));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row(rows_of(&box, rows[i].word, rows[i].filter) == rows[i].rows, rows[i].word);
	empty(&box);
}

static void filters_that_make_no_sense_are_refused(void **state)
{
	static const struct {
		const char *word;
		struct show_filter filter;
		int code;
		const char *why;
	} rows[] = {
		{ "ports", { .port = "nope" }, -ENOENT, "there is no port 'nope'" },
		{ "ports", { .port = "0" }, -ENOENT, "there is no port '0'" },
		{ "legs", { .breakout = "nope" }, -ENOENT, "there is no breakout 'nope'" },
		{ "lanes", { .severity = SEVERITY_MAJOR }, -EINVAL, "lanes have no severity" },
		{ "violations", { .last = 1 }, -EINVAL, "violations have no order of time" },
		{ "module", { .port = "swp4" }, -ENOENT, "no module is known in swp4: ioError" },
		{ "module", { 0 }, -EINVAL, "the module of which port?" },
	};
	struct violation violations[2];
	struct box box;

	(void)state;
	fill(&box, violations, event_log_new(2));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct show_options options = { .filter = rows[i].filter };
		char why[SHOW_WHY] = "";

		free(shown(box.snapshot, rows[i].word, &options, rows[i].code, why));
		assert_string_equal(why, rows[i].why);
	}
	empty(&box);
}

static size_t lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void csv_has_a_line_of_keys_and_the_rows(void **state)
{
	const struct show_options csv = { .csv = true }, none = { .csv = true, .filter = { .port = "swp4" } };
	struct violation violations[2];
	char why[SHOW_WHY], *text, *no_rows;
	struct box box;

	(void)state;
	fill(&box, violations, event_log_new(2));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		text = shown(box.snapshot, words[i], &csv, 0, why);
		assert_row(lines(text) == 1 + rows_of(&box, words[i], (struct show_filter){ 0 }), words[i]);
		free(text);
	}
	/* Keys are there without rows. */
	text = shown(box.snapshot, "modules", &csv, 0, why);
	no_rows = shown(box.snapshot, "modules", &none, 0, why);
	assert_int_equal(lines(no_rows), 1);
	assert_memory_equal(text, no_rows, strlen(no_rows));
	free(text);
	free(no_rows);
	/* What modules say is quoted, and no formula. */
	text = shown(box.snapshot, "events", &csv, 0, why);
	assert_non_null(strstr(text, ",25GBASE-LR,'=1+1,\"p,\"\"q\"\"\",s,c\n"));
	free(text);
	empty(&box);
}

/* cases/agent.md, A-10: whatever a spreadsheet cuts cells at, no cell is a formula. */
static void csv_holds_no_formula(void **state)
{
	static const struct {
		const char *text, *csv;
	} rows[] = {
		{ "plain", "plain\n" },
		{ "=1+1", "'=1+1\n" },
		{ " =1+1", "' =1+1\n" },
		{ ";=cmd|calc!A0;", "\";'=cmd|calc!A0;\"\n" },
		{ "a;b", "\"a;b\"\n" },
		{ "a; -2", "\"a;' -2\"\n" },
		{ "a\t@SUM(1)", "\"a\t'@SUM(1)\"\n" },
		{ "a\n+1", "\"a\n'+1\"\n" },
		{ "a\"=1", "\"a\"\"'=1\"\n" },
		{ "10GBASE-SR", "10GBASE-SR\n" },
		{ "a|=1", "\"a|'=1\"\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		json_t *object = json_pack("{s:s}", "k", rows[i].text);
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		assert_int_equal(csv_print_values(object, out), 0);
		fclose(out);
		if (strcmp(text, rows[i].csv) != 0)
			fail_msg("%s: got %s", rows[i].text, text);
		free(text);
		json_decref(object);
	}
}

static void colour_changes_no_text(void **state)
{
	const struct show_options plain = { .width = 80 }, coloured = { .width = 80, .colour = true };
	struct violation violations[2];
	char why[SHOW_WHY];
	struct box box;

	(void)state;
	fill(&box, violations, event_log_new(2));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		char *a = shown(box.snapshot, words[i], &plain, 0, why), *b, *to;

		b = to = shown(box.snapshot, words[i], &coloured, 0, why);
		assert_null(strchr(a, '\033'));
		assert_non_null(strchr(b, '\033'));
		for (const char *from = b; *from;) {
			if (*from == '\033')
				from += strcspn(from, "m") + 1;
			else
				*to++ = *from++;
		}
		*to = '\0';
		assert_string_equal(a, b);
		free(a);
		free(b);
	}
	empty(&box);
}

/* Runs last: what is documented happens. */
static void every_documented_type_occurs(void **state)
{
	(void)state;
	json_document_check_seen(&document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_list_is_as_documented),
		cmocka_unit_test(status_is_as_documented),
		cmocka_unit_test(history_is_as_documented),
		cmocka_unit_test(an_explanation_is_as_documented),
		cmocka_unit_test(filters_choose_rows),
		cmocka_unit_test(filters_that_make_no_sense_are_refused),
		cmocka_unit_test(csv_has_a_line_of_keys_and_the_rows),
		cmocka_unit_test(csv_holds_no_formula),
		cmocka_unit_test(colour_changes_no_text),
		cmocka_unit_test(every_documented_type_occurs),
	};

	return cmocka_run_group_tests_name("show_json", tests, read_document, NULL);
}
