/* SPDX-License-Identifier: BSD-3-Clause */
/* The grammar of breakoutd.conf: tokens, a state machine over them, and the rewritten text. */
#include "config/scan.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum token {
	TOKEN_WORD,
	TOKEN_STRING,
	TOKEN_EQUAL,
	TOKEN_APPEND,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_END,
	TOKEN_BAD, /* a problem was added */
};

enum state {
	STATE_KEY,
	STATE_AFTER_KEY,
	STATE_AFTER_TITLE,
	STATE_VALUE,
	STATE_LIST_VALUE,
	STATE_LIST_NEXT,
};

enum action {
	ACTION_NONE,
	ACTION_ENTER, /* a section begins */
	ACTION_LEAVE, /* it ends */
};

static const struct step {
	enum state from;
	enum token token;
	enum action action;
	enum state to;
} steps[] = {
	{ STATE_KEY, TOKEN_WORD, ACTION_NONE, STATE_AFTER_KEY },
	{ STATE_KEY, TOKEN_CLOSE, ACTION_LEAVE, STATE_KEY },
	{ STATE_AFTER_KEY, TOKEN_EQUAL, ACTION_NONE, STATE_VALUE },
	{ STATE_AFTER_KEY, TOKEN_APPEND, ACTION_NONE, STATE_VALUE },
	{ STATE_AFTER_KEY, TOKEN_WORD, ACTION_NONE, STATE_AFTER_TITLE },
	{ STATE_AFTER_KEY, TOKEN_STRING, ACTION_NONE, STATE_AFTER_TITLE },
	{ STATE_AFTER_KEY, TOKEN_OPEN, ACTION_ENTER, STATE_KEY },
	{ STATE_AFTER_TITLE, TOKEN_OPEN, ACTION_ENTER, STATE_KEY },
	{ STATE_VALUE, TOKEN_WORD, ACTION_NONE, STATE_KEY },
	{ STATE_VALUE, TOKEN_STRING, ACTION_NONE, STATE_KEY },
	{ STATE_VALUE, TOKEN_OPEN, ACTION_NONE, STATE_LIST_VALUE },
	{ STATE_LIST_VALUE, TOKEN_WORD, ACTION_NONE, STATE_LIST_NEXT },
	{ STATE_LIST_VALUE, TOKEN_STRING, ACTION_NONE, STATE_LIST_NEXT },
	{ STATE_LIST_VALUE, TOKEN_CLOSE, ACTION_NONE, STATE_KEY },
	{ STATE_LIST_NEXT, TOKEN_COMMA, ACTION_NONE, STATE_LIST_VALUE },
	{ STATE_LIST_NEXT, TOKEN_CLOSE, ACTION_NONE, STATE_KEY },
};

static const char *const expected[] = {
	[STATE_KEY] = "a key or a section",
	[STATE_AFTER_KEY] = "\"=\" and a value, or the name of a section and \"{\"",
	[STATE_AFTER_TITLE] = "\"{\" after the name of a section",
	[STATE_VALUE] = "a value after \"=\"",
	[STATE_LIST_VALUE] = "a value or \"}\" in a list",
	[STATE_LIST_NEXT] = "\",\" or \"}\" in a list",
};

struct scanner {
	const unsigned char *p;
	const unsigned char *end;
	unsigned line;
	struct problems *problems;
	FILE *out;
	unsigned depth;
	unsigned sections;
	unsigned opened[SCAN_MAX_DEPTH]; /* line of each section that is open */
	char token[SCAN_MAX_TOKEN];
	size_t token_len;
};

static int peek(const struct scanner *s, size_t n)
{
	return (size_t)(s->end - s->p) > n ? s->p[n] : -1;
}

static bool keep(struct scanner *s, unsigned char c)
{
	if (s->token_len + 1 >= sizeof(s->token)) {
		problem_add(s->problems, s->line, "text is too long: expected at most %d bytes",
			    SCAN_MAX_TOKEN - 1);
		return false;
	}
	s->token[s->token_len++] = (char)c;
	s->token[s->token_len] = '\0';
	return true;
}

/* How long a UTF-8 character is that begins with this byte; 0 if none does. */
static size_t utf8_lead(unsigned char c)
{
	static const struct {
		unsigned char mask, bits;
	} leads[] = { { 0x80, 0x00 }, { 0xe0, 0xc0 }, { 0xf0, 0xe0 }, { 0xf8, 0xf0 } };

	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if ((c & leads[i].mask) == leads[i].bits)
			return i + 1;
	}
	return 0;
}

/* Length of the character at `p`; 0 if it is not UTF-8 (RFC 3629), or a C1 control character. */
static size_t utf8_length(const unsigned char *p, size_t room)
{
	static const uint32_t smallest[] = { 0, 0, 0xa0, 0x800, 0x10000 };
	size_t len = utf8_lead(p[0]);
	uint32_t code;

	if (len > room)
		return 0;
	if (len < 2)
		return len;
	code = p[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3fu);
	}
	if (code < smallest[len] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	return len;
}

static void new_line(struct scanner *s)
{
	s->line++;
	fputc('\n', s->out);
}

/* To the end of the line, the newline itself not included. */
static bool skip_line_comment(struct scanner *s)
{
	while (s->p < s->end && *s->p != '\n')
		s->p++;
	return true;
}

static bool skip_block_comment(struct scanner *s)
{
	unsigned start = s->line;

	for (s->p += 2; s->p < s->end; s->p++) {
		if (*s->p == '\n')
			new_line(s);
		if (*s->p == '*' && peek(s, 1) == '/') {
			s->p += 2;
			return true;
		}
	}
	problem_add(s->problems, start, "comment has no end: expected \"*/\"");
	return false;
}

/* White space and comments; false for a comment without end. */
static bool skip_blanks(struct scanner *s)
{
	bool ok = true;

	while (ok && s->p < s->end) {
		int next = peek(s, 1);

		if (*s->p == '\n')
			new_line(s);
		if (*s->p == '#' || (*s->p == '/' && next == '/'))
			ok = skip_line_comment(s);
		else if (*s->p == '/' && next == '*')
			ok = skip_block_comment(s);
		else if (*s->p == ' ' || *s->p == '\t' || *s->p == '\r' || *s->p == '\n')
			s->p++;
		else
			break;
	}
	return ok;
}

/* One character of a string, after escapes were looked at. */
static bool keep_character(struct scanner *s)
{
	size_t len = utf8_length(s->p, (size_t)(s->end - s->p));

	if (*s->p < 0x20 || *s->p == 0x7f) {
		problem_add(s->problems, s->line,
			    "control character 0x%02x in a string: expected printable text", *s->p);
		return false;
	}
	if (len == 0) {
		problem_add(s->problems, s->line, "byte 0x%02x is not UTF-8: expected UTF-8 text", *s->p);
		return false;
	}
	for (size_t i = 0; i < len; i++) {
		if (!keep(s, *s->p++))
			return false;
	}
	return true;
}

static enum token scan_string(struct scanner *s)
{
	unsigned char quote = *s->p++;

	while (s->p < s->end && *s->p != quote && *s->p != '\n') {
		if (*s->p == '\\') {
			int next = peek(s, 1);

			if (next != quote && next != '\\') {
				problem_add(
					s->problems, s->line,
					"unknown escape in a string: expected \\\\ or \\%c after a backslash",
					quote);
				return TOKEN_BAD;
			}
			s->p++;
		}
		if (!keep_character(s))
			return TOKEN_BAD;
	}
	if (s->p >= s->end || *s->p != quote) {
		problem_add(s->problems, s->line, "string has no end: expected %c before the end of the line",
			    quote);
		return TOKEN_BAD;
	}
	s->p++;
	return TOKEN_STRING;
}

static bool is_word(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c > 0 && strchr("_-.:/@%~", c));
}

static enum token scan_word(struct scanner *s)
{
	while (is_word(peek(s, 0))) {
		if (*s->p == '/' && (peek(s, 1) == '/' || peek(s, 1) == '*')) {
			problem_add(s->problems, s->line,
				    "\"/%c\" begins a comment: expected quotes around such text", s->p[1]);
			return TOKEN_BAD;
		}
		if (!keep(s, *s->p++))
			return TOKEN_BAD;
	}
	return TOKEN_WORD;
}

static enum token bad_character(struct scanner *s)
{
	unsigned char c = *s->p;

	if (c == '(' || c == ')')
		problem_add(s->problems, s->line,
			    "unexpected \"%c\": there are no functions and no include(), all is in one file",
			    c);
	else if (c < 0x20 || c >= 0x7f)
		problem_add(s->problems, s->line, "unexpected byte 0x%02x: expected quotes around such text",
			    c);
	else
		problem_add(s->problems, s->line,
			    "unexpected \"%c\": expected quotes around text that has it", c);
	return TOKEN_BAD;
}

static enum token punctuation(struct scanner *s)
{
	static const struct {
		char c;
		enum token token;
	} marks[] = { { '=', TOKEN_EQUAL }, { '{', TOKEN_OPEN }, { '}', TOKEN_CLOSE }, { ',', TOKEN_COMMA } };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (*s->p == marks[i].c) {
			keep(s, *s->p++);
			return marks[i].token;
		}
	}
	if (*s->p == '+' && peek(s, 1) == '=') {
		s->p += 2;
		keep(s, '+');
		keep(s, '=');
		return TOKEN_APPEND;
	}
	return bad_character(s);
}

static enum token scan_token(struct scanner *s)
{
	s->token_len = 0;
	s->token[0] = '\0';
	if (!skip_blanks(s))
		return TOKEN_BAD;
	if (s->p >= s->end)
		return TOKEN_END;
	if (*s->p == '"' || *s->p == '\'')
		return scan_string(s);
	return is_word(*s->p) ? scan_word(s) : punctuation(s);
}

/* Escaping the dollar keeps libconfuse from looking into the environment. */
static void put_token(struct scanner *s, enum token token)
{
	if (token != TOKEN_WORD && token != TOKEN_STRING) {
		fprintf(s->out, "%s ", s->token);
		return;
	}
	fputc('"', s->out);
	for (const char *p = s->token; *p; p++) {
		if (strchr("\"\\$", *p))
			fputc('\\', s->out);
		fputc(*p, s->out);
	}
	fputs("\" ", s->out);
}

static int unexpected(struct scanner *s, enum state state, enum token token)
{
	if (token == TOKEN_END && s->depth > 0)
		problem_add(s->problems, s->line,
			    "the file ends inside a section: expected \"}\" for the \"{\" at line %u",
			    s->opened[s->depth - 1]);
	else if (token == TOKEN_END)
		problem_add(s->problems, s->line, "the file ends: expected %s", expected[state]);
	else if (token == TOKEN_CLOSE && state == STATE_KEY)
		problem_add(s->problems, s->line, "unexpected \"}\": no section is open");
	else
		problem_add(s->problems, s->line, "unexpected \"%.80s\": expected %s", s->token,
			    expected[state]);
	return -EINVAL;
}

static int enter(struct scanner *s)
{
	if (s->depth == SCAN_MAX_DEPTH) {
		problem_add(s->problems, s->line, "sections are nested too deeply: expected at most %d",
			    SCAN_MAX_DEPTH);
		return -EINVAL;
	}
	if (++s->sections > SCAN_MAX_SECTIONS) {
		problem_add(s->problems, s->line, "too many sections: expected at most %d",
			    SCAN_MAX_SECTIONS);
		return -EINVAL;
	}
	s->opened[s->depth++] = s->line;
	return 0;
}

static const struct step *find_step(enum state state, enum token token)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (steps[i].from == state && steps[i].token == token)
			return &steps[i];
	}
	return NULL;
}

static int scan_all(struct scanner *s)
{
	enum state state = STATE_KEY;

	for (;;) {
		enum token token = scan_token(s);
		const struct step *step = find_step(state, token);
		int r = 0;

		if (token == TOKEN_BAD)
			return -EINVAL;
		if (token == TOKEN_END && state == STATE_KEY && s->depth == 0)
			return 0;
		if (!step || (step->action == ACTION_LEAVE && s->depth == 0))
			return unexpected(s, state, token);
		if (step->action == ACTION_ENTER)
			r = enter(s);
		else if (step->action == ACTION_LEAVE)
			s->depth--;
		if (r < 0)
			return r;
		put_token(s, token);
		state = step->to;
	}
}

int scan_text(const char *text, size_t len, struct problems *problems, char **ret_text)
{
	struct scanner *s = calloc(1, sizeof(*s));
	char *clean = NULL;
	size_t size;
	int r = -ENOMEM;

	if (!s)
		return -ENOMEM;
	s->p = (const unsigned char *)text;
	s->end = s->p + len;
	s->line = 1;
	s->problems = problems;
	s->out = open_memstream(&clean, &size);
	if (s->out) {
		r = scan_all(s);
		fputc('\n', s->out);
		if (fclose(s->out) != 0)
			r = -ENOMEM;
	}
	if (r < 0)
		free(clean);
	else
		*ret_text = clean;
	free(s);
	return r;
}
