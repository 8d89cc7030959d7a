/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests and replies of the control socket as bytes. */
#include "control/protocol.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"

#define NAME "breakoutd"

size_t control_request_size(const char *buf, size_t len)
{
	const char *end;

	if (len > 0 && buf[0] == '\n')
		return 1;
	end = memmem(buf, len, "\n\n", 2);
	return end ? (size_t)(end - buf) + 2 : 0;
}

/* What can stand in a line: anything but control characters, which a path or a name may well have. */
static bool sayable(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	}
	return true;
}

/* What a key may be said of, beside the words. */
enum key_kind {
	KEY_FLAG,    /* bool */
	KEY_NUMBER,  /* uint32_t */
	KEY_TEXT,    /* const char * */
	KEY_PATH,    /* const char *, absolute */
};

static const struct key {
	const char *name;
	enum key_kind kind;
	size_t member;         /* offset in struct control_request */
	uint32_t min, max;     /* of numbers */
	const char *expected;  /* what is said of other values */
} keys[] = {
#define ROW(kind, name, min, max, expected) \
	{ #name, kind, offsetof(struct control_request, name), min, max, #name ": expected " expected }
	ROW(KEY_FLAG, json, 0, 0, "yes or no"),
	ROW(KEY_FLAG, csv, 0, 0, "yes or no"),
	ROW(KEY_FLAG, colour, 0, 0, "yes or no"),
	ROW(KEY_NUMBER, width, CONTROL_WIDTH_MIN, CONTROL_WIDTH_MAX, "a number from 40 to 1000"),
	ROW(KEY_NUMBER, last, 1, UINT32_MAX, "a number from 1"),
	ROW(KEY_TEXT, port, 0, 0, "a port"),
	ROW(KEY_TEXT, breakout, 0, 0, "a breakout"),
	ROW(KEY_TEXT, severity, 0, 0, "a severity"),
	ROW(KEY_PATH, config, 0, 0, "an absolute path"),
#undef ROW
};

#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

/* NULL, or why the value is refused. */
static const char *take_value(struct control_request *request, const struct key *key, const char *value)
{
	char *at = (char *)request + key->member;
	uint32_t number;

	switch (key->kind) {
	case KEY_FLAG:
		*(bool *)at = strcmp(value, "yes") == 0;
		return *(bool *)at || strcmp(value, "no") == 0 ? NULL : key->expected;
	case KEY_NUMBER:
		if (parse_u32(value, key->min, key->max, &number) < 0)
			return key->expected;
		*(uint32_t *)at = number;
		return NULL;
	case KEY_PATH:
		if (value[0] != '/')
			return key->expected;
		break;
	case KEY_TEXT:
		break;
	}
	*(const char **)at = value;
	return NULL;
}

static const char *take_word(struct control_request *request, const char *value)
{
	if (request->word_count == CONTROL_WORDS_MAX)
		return "too many words";
	request->words[request->word_count++] = value;
	return NULL;
}

static const char *take_line(struct control_request *request, char *line)
{
	char *value = strchr(line, ' ');

	if (!value || !value[1])
		return "a line is not \"KEY VALUE\"";
	*value++ = '\0';
	if (!sayable(value))
		return "a control character";
	if (strcmp(line, "word") == 0)
		return take_word(request, value);
	for (size_t i = 0; i < KEY_COUNT; i++) {
		if (strcmp(line, keys[i].name) == 0)
			return take_value(request, &keys[i], value);
	}
	return "an option that this version does not know";
}

static const char *take_version(const char *line)
{
	uint32_t version;

	if (strncmp(line, NAME " ", sizeof(NAME)) != 0 ||
	    parse_u32(line + sizeof(NAME), 0, UINT32_MAX, &version) < 0)
		return "not a request of breakoutctl";
	return version == CONTROL_VERSION ? NULL : "a breakoutctl of another version";
}

int control_request_parse(char *buf, size_t len, struct control_request *ret_request, const char **ret_why)
{
	struct control_request request = { .word_count = 0 };
	const char *why = memchr(buf, '\0', len) ? "a control character" : NULL;
	bool first = true;
	char *end;

	for (char *line = buf; !why && line < buf + len && *line != '\n'; line = end + 1) {
		end = memchr(line, '\n', (size_t)(buf + len - line));
		if (!end)
			break;
		*end = '\0';
		why = first ? take_version(line) : take_line(&request, line);
		first = false;
	}
	if (!why && first)
		why = "not a request of breakoutctl";
	if (!why && request.word_count == 0)
		why = "no words";
	if (!why && request.json && request.csv)
		why = "JSON or CSV, not both";
	if (why) {
		*ret_why = why;
		return -EINVAL;
	}
	*ret_request = request;
	return 0;
}

/* The line of a key, if it is given. 0, or -EINVAL if the value can't be said. */
static int say_value(struct text *t, const struct control_request *request, const struct key *key)
{
	const char *at = (const char *)request + key->member;
	const char *text;

	if (key->kind == KEY_FLAG) {
		if (*(const bool *)at)
			text_printf(t, "%s yes\n", key->name);
		return 0;
	}
	if (key->kind == KEY_NUMBER) {
		if (*(const uint32_t *)at)
			text_printf(t, "%s %u\n", key->name, *(const uint32_t *)at);
		return 0;
	}
	text = *(const char *const *)at;
	if (!text)
		return 0;
	if (!*text || !sayable(text) || (key->kind == KEY_PATH && *text != '/'))
		return -EINVAL;
	text_printf(t, "%s %s\n", key->name, text);
	return 0;
}

int control_request_format(const struct control_request *request, char *buf, size_t size)
{
	struct text t;

	if (request->word_count == 0 || request->word_count > CONTROL_WORDS_MAX)
		return -EINVAL;
	text_init(&t, buf, size <= CONTROL_REQUEST_MAX ? size : CONTROL_REQUEST_MAX + 1);
	text_printf(&t, NAME " %d\n", CONTROL_VERSION);
	for (size_t i = 0; i < request->word_count; i++) {
		if (!request->words[i][0] || !sayable(request->words[i]))
			return -EINVAL;
		text_printf(&t, "word %s\n", request->words[i]);
	}
	for (size_t i = 0; i < KEY_COUNT; i++) {
		if (say_value(&t, request, &keys[i]) < 0)
			return -EINVAL;
	}
	text_printf(&t, "\n");
	return t.truncated ? -E2BIG : (int)strlen(buf);
}

size_t control_head_format(const struct control_head *head, char *buf)
{
	struct text t;

	text_init(&t, buf, CONTROL_HEAD_MAX);
	text_printf(&t, NAME " %d %u %zu %zu\n", CONTROL_VERSION, head->status, head->note, head->text);
	return strlen(buf);
}

int control_head_parse(const char *buf, size_t len, struct control_head *ret_head)
{
	const char *end = memchr(buf, '\n', len < CONTROL_HEAD_MAX ? len : CONTROL_HEAD_MAX);
	char line[CONTROL_HEAD_MAX], *word[5] = { NULL }, *rest = line;
	uint32_t version, status, note, text;

	if (!end)
		return len < CONTROL_HEAD_MAX ? 0 : -EPROTO;
	memcpy(line, buf, (size_t)(end - buf));
	line[end - buf] = '\0';
	for (size_t i = 0; i < 5; i++)
		word[i] = strsep(&rest, " ");
	if (strcmp(word[0], NAME) != 0 || !word[1] || parse_u32(word[1], 0, UINT32_MAX, &version) < 0)
		return -EPROTO;
	if (version != CONTROL_VERSION)
		return -EPROTONOSUPPORT;
	if (rest || !word[4] || parse_u32(word[2], 0, 255, &status) < 0 ||
	    parse_u32(word[3], 0, CONTROL_REPLY_MAX, &note) < 0 ||
	    parse_u32(word[4], 0, CONTROL_REPLY_MAX, &text) < 0)
		return -EPROTO;
	*ret_head = (struct control_head){ .status = status, .note = note, .text = text };
	return (int)(end - buf) + 1;
}
