/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests and replies of the control socket as bytes. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "control/protocol.h"

/* 0 or -EINVAL, as control_request_parse() of a request that is whole; its size must be that of the text. */
static int parse(char *buf, size_t len, struct control_request *ret, const char **ret_why)
{
	assert_int_equal(control_request_size(buf, len), len);
	return control_request_parse(buf, len, ret, ret_why);
}

static void a_request_survives_the_way(void **state)
{
	const struct control_request sent = {
		.words = { "show", "lanes", "swp 1 \xc3\xa4" }, .word_count = 3, .json = true, .width = 132,
		.colour = true, .last = 20, .port = "swp1", .breakout = "bo 1", .severity = "major",
		.config = "/etc/a folder/breakoutd.conf",
	};
	struct control_request got;
	char buf[CONTROL_REQUEST_MAX];
	const char *why = NULL;
	int len = control_request_format(&sent, buf, sizeof(buf));

	(void)state;
	assert_true(len > 0);
	for (int i = 0; i < len; i++)
		assert_int_equal(control_request_size(buf, (size_t)i), 0);
	assert_int_equal(parse(buf, (size_t)len, &got, &why), 0);
	assert_int_equal(got.word_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(got.words[i], sent.words[i]);
	assert_true(got.json);
	assert_int_equal(got.width, 132);
	assert_true(got.colour && !got.csv);
	assert_int_equal(got.last, 20);
	assert_string_equal(got.port, "swp1");
	assert_string_equal(got.breakout, "bo 1");
	assert_string_equal(got.severity, "major");
	assert_string_equal(got.config, sent.config);
}

static void what_is_left_out_is_not_said(void **state)
{
	const struct control_request sent = { .words = { "status" }, .word_count = 1 };
	struct control_request got;
	char buf[CONTROL_REQUEST_MAX];
	const char *why = NULL;
	int len = control_request_format(&sent, buf, sizeof(buf));

	(void)state;
	assert_string_equal(buf, "breakoutd 1\nword status\n\n");
	assert_int_equal(parse(buf, (size_t)len, &got, &why), 0);
	assert_false(got.json);
	assert_int_equal(got.width, 0);
	assert_null(got.config);
}

static void what_cant_be_said_is_not_sent(void **state)
{
	static char long_path[CONTROL_REQUEST_MAX];
	static const struct {
		const char *label;
		struct control_request request;
		int error;
	} rows[] = {
		{ "no words", { .word_count = 0 }, -EINVAL },
		{ "too many words", { .words = { "a" }, .word_count = CONTROL_WORDS_MAX + 1 }, -EINVAL },
		{ "an empty word", { .words = { "" }, .word_count = 1 }, -EINVAL },
		{ "a line in a word", { .words = { "show\njson yes" }, .word_count = 1 }, -EINVAL },
		{ "a relative path", { .words = { "a" }, .word_count = 1, .config = "x" }, -EINVAL },
		{ "a line in a path", { .words = { "a" }, .word_count = 1, .config = "/x\n" }, -EINVAL },
		{ "too long", { .words = { "a" }, .word_count = 1, .config = long_path }, -E2BIG },
	};
	char buf[2 * CONTROL_REQUEST_MAX];

	(void)state;
	memset(long_path, '/', sizeof(long_path) - 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row(control_request_format(&rows[i].request, buf, sizeof(buf)) == rows[i].error,
		           rows[i].label);
}

static void what_is_no_request_is_refused(void **state)
{
#define V "breakoutd 1\n"
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "\n", "not a request of breakoutctl" },
		{ "GET / HTTP/1.1\n\n", "not a request of breakoutctl" },
		{ "breakoutd\n\n", "not a request of breakoutctl" },
		{ "breakoutd x\n\n", "not a request of breakoutctl" },
		{ "breakoutd 1 \n\n", "not a request of breakoutctl" },
		{ "breakoutd 2\nword status\n\n", "a breakoutctl of another version" },
		{ "breakoutd 4294967295\n\n", "a breakoutctl of another version" },
		{ V "\n", "no words" },
		{ V "json yes\n\n", "no words" },
		{ V "word\n\n", "a line is not \"KEY VALUE\"" },
		{ V "word \n\n", "a line is not \"KEY VALUE\"" },
		{ V "word a\x01\n\n", "a control character" },
		{ V "word a\r\n\n", "a control character" },
		{ V "word a\njson true\n\n", "json: expected yes or no" },
		{ V "word a\nwidth 39\n\n", "width: expected a number from 40 to 1000" },
		{ V "word a\nwidth 1001\n\n", "width: expected a number from 40 to 1000" },
		{ V "word a\nwidth -80\n\n", "width: expected a number from 40 to 1000" },
		{ V "word a\nlast 0\n\n", "last: expected a number from 1" },
		{ V "word a\nport \n\n", "a line is not \"KEY VALUE\"" },
		{ V "word a\njson yes\ncsv yes\n\n", "JSON or CSV, not both" },
		{ V "word a\nconfig etc\n\n", "config: expected an absolute path" },
		{ V "word a\ncolor yes\n\n", "an option that this version does not know" },
		{ V "word 1\nword 2\nword 3\nword 4\nword 5\nword 6\nword 7\nword 8\nword 9\n\n", "too many words" },
	};
#undef V

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct control_request request;
		const char *why = NULL;
		char buf[256];

		strcpy(buf, rows[i].text);
		assert_row(parse(buf, strlen(rows[i].text), &request, &why) == -EINVAL, rows[i].text);
		assert_string_equal(why, rows[i].why);
	}
}

static void bytes_of_zero_are_refused(void **state)
{
	char buf[] = "breakoutd 1\nword sta\0tus\n\n";
	struct control_request request;
	const char *why = NULL;

	(void)state;
	assert_int_equal(parse(buf, sizeof(buf) - 1, &request, &why), -EINVAL);
	assert_string_equal(why, "a control character");
}

static void a_head_survives_the_way(void **state)
{
	const struct control_head sent = { .status = CONTROL_AGAIN, .note = 17, .text = CONTROL_REPLY_MAX };
	struct control_head got = { .status = 0 };
	char buf[CONTROL_HEAD_MAX];
	size_t len = control_head_format(&sent, buf);

	(void)state;
	for (size_t i = 0; i < len; i++)
		assert_int_equal(control_head_parse(buf, i, &got), 0);
	assert_int_equal(control_head_parse(buf, len, &got), len);
	assert_int_equal(got.status, sent.status);
	assert_int_equal(got.note, sent.note);
	assert_int_equal(got.text, sent.text);
}

static void what_is_no_head_is_refused(void **state)
{
	static const struct {
		const char *text;
		int error;
	} rows[] = {
		{ "\n", -EPROTO },
		{ "breakoutd\n", -EPROTO },
		{ "breakoutd 1\n", -EPROTO },
		{ "breakoutd 1 0 0\n", -EPROTO },
		{ "breakoutd 1 0 0 0 0\n", -EPROTO },
		{ "breakoutd 1 256 0 0\n", -EPROTO },
		{ "breakoutd 1 0 -1 0\n", -EPROTO },
		{ "breakoutd 1 0 0 268435457\n", -EPROTO },
		{ "breakoutd 1 0 0 99999999999999999999\n", -EPROTO },
		{ "breakoutd 2 0 0 0\n", -EPROTONOSUPPORT },
		{ "breakoutd 2\n", -EPROTONOSUPPORT },
		{ "SSH-2.0-OpenSSH_10.0p1 but this goes on for longer than any head does", -EPROTO },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct control_head head;

		assert_row(control_head_parse(rows[i].text, strlen(rows[i].text), &head) == rows[i].error,
		           rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_survives_the_way),
		cmocka_unit_test(what_is_left_out_is_not_said),
		cmocka_unit_test(what_cant_be_said_is_not_sent),
		cmocka_unit_test(what_is_no_request_is_refused),
		cmocka_unit_test(bytes_of_zero_are_refused),
		cmocka_unit_test(a_head_survives_the_way),
		cmocka_unit_test(what_is_no_head_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
