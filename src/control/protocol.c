/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests and replies of the control socket as bytes. */
#include "control/protocol.h"

#include <errno.h>
#include <inttypes.h>
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

/* Each takes a value; NULL, or why it is refused. */

static const char *take_word(struct control_request *request, const char *value)
{
	if (request->word_count == CONTROL_WORDS_MAX)
		return "too many words";
	request->words[request->word_count++] = value;
	return NULL;
}

static const char *take_json(struct control_request *request, const char *value)
{
	request->json = strcmp(value, "yes") == 0;
	return request->json || strcmp(value, "no") == 0 ? NULL : "json: expected yes or no";
}

static const char *take_width(struct control_request *request, const char *value)
{
	uint32_t width;

	if (parse_u32(value, CONTROL_WIDTH_MIN, CONTROL_WIDTH_MAX, &width) < 0)
		return "width: expected a number from 40 to 1000";
	request->width = width;
	return NULL;
}

static const char *take_config(struct control_request *request, const char *value)
{
	if (value[0] != '/')
		return "config: expected an absolute path";
	request->config = value;
	return NULL;
}

static const struct key {
	const char *name;
	const char *(*take)(struct control_request *request, const char *value);
} keys[] = {
	{ "word", take_word },
	{ "json", take_json },
	{ "width", take_width },
	{ "config", take_config },
};

static const char *take_line(struct control_request *request, char *line)
{
	char *value = strchr(line, ' ');

	if (!value || !value[1])
		return "a line is not \"KEY VALUE\"";
	*value++ = '\0';
	if (!sayable(value))
		return "a control character";
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(line, keys[i].name) == 0)
			return keys[i].take(request, value);
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
	if (why) {
		*ret_why = why;
		return -EINVAL;
	}
	*ret_request = request;
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
	if (request->json)
		text_printf(&t, "json yes\n");
	if (request->width)
		text_printf(&t, "width %u\n", request->width);
	if (request->config) {
		if (request->config[0] != '/' || !sayable(request->config))
			return -EINVAL;
		text_printf(&t, "config %s\n", request->config);
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
