/* SPDX-License-Identifier: BSD-3-Clause */
/* Text of dumps: each line is bytes in a known form, a heading, or refused. */
#include "eeprom/dump_text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line longer than this is no tool's: only bytes without offsets may be that long. */
#define MAX_LINE_BYTES 256

struct reader {
	struct dump_text *t;
	struct dump_error *error;
	unsigned line;
	unsigned columns_line;     /* a line of nothing but ascending numbers; 0: none */
	size_t line_room;
	bool repeat;               /* a '*' waits for the offset where it ends */
	bool comment;              /* in a comment of C */
	bool suffix;               /* bytes are written as 03h */
};

int dump_fail(struct dump_error *e, unsigned line, int error, const char *fmt, ...)
{
	va_list ap;

	e->line = line;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	return error;
}

#define FAIL(r, error_, ...) dump_fail((r)->error, (r)->line, error_, __VA_ARGS__)

/* Quoting what stands there: at most this much of it, and nothing that is not printable. */
#define QUOTE_MAX 24

static const char *quote(struct span s, char buf[QUOTE_MAX + 4])
{
	size_t n = s.len < QUOTE_MAX ? s.len : QUOTE_MAX;

	for (size_t i = 0; i < n; i++)
		buf[i] = s.p[i] >= 0x20 && s.p[i] < 0x7f ? s.p[i] : '?';
	memcpy(buf + n, s.len > n ? "..." : "", s.len > n ? 4 : 1);
	return buf;
}

static int add_byte(struct reader *r, unsigned byte)
{
	if (r->t->len == DUMP_MAX)
		return FAIL(r, -EFBIG, "more than %u bytes, no module's memory is that large", DUMP_MAX);
	r->t->bytes[r->t->len++] = (uint16_t)byte;
	return 0;
}

/* The digits of one group of bytes. */
static int add_group(struct reader *r, struct span group)
{
	char buf[QUOTE_MAX + 4], swapped[4];
	int error = 0;

	/* i2cdump could not read this one. */
	if (span_is(group, "XX"))
		return add_byte(r, DUMP_UNREAD);
	if (!span_is_hex(group))
		return FAIL(r, -EINVAL, "'%s' is not a hexadecimal number", quote(group, buf));
	if (group.len % 2)
		return FAIL(r, -EINVAL, "'%s' is not a whole number of bytes", quote(group, buf));
	if (r->t->format == DUMP_WORDS) {
		/* 16 bits in the order of a PC; a last odd byte is shown as 00xx. */
		if (group.len != 4)
			return FAIL(r, -EINVAL, "'%s' is not a word of 4 digits", quote(group, buf));
		memcpy(swapped, group.p + 2, 2);
		memcpy(swapped + 2, group.p, 2);
		group.p = swapped;
	}
	for (size_t i = 0; i < group.len && error == 0; i += 2)
		error = add_byte(r, (unsigned)span_digit(group.p[i]) << 4 | (unsigned)span_digit(group.p[i + 1]));
	return error;
}

static bool is_printable(unsigned byte)
{
	return byte >= 0x20 && byte < 0x7f;
}

/* Of a byte that has no character, tools print '.', '?' and the like, never what could be a digit. */
static bool stands_for(unsigned char c, unsigned byte)
{
	if (byte == DUMP_UNREAD)
		return true;
	if (is_printable(byte))
		return c == byte;
	return !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

/*
 * Are these the characters of `n` bytes, all of them? Blanks at the end of a
 * line may be lost; RouterOS leaves one out behind the eighth (`middle`).
 */
static bool characters_match(const uint16_t *bytes, size_t n, struct span s, bool middle)
{
	for (size_t i = 0; i < n; i++) {
		if (middle && i == 8 && s.len > 0) {
			if (s.p[0] != ' ')
				return false;
			span_skip(&s, 1);
		}
		if (s.len == 0) {
			if (bytes[i] != ' ')
				return false;
			continue;
		}
		if (!stands_for((unsigned char)s.p[0], bytes[i]))
			return false;
		span_skip(&s, 1);
		while (s.len > 0 && ((unsigned char)s.p[0] & 0xc0) == 0x80)
			span_skip(&s, 1);
	}
	return s.len == 0;
}

/* Is `rest`, which begins with the blanks behind `n` bytes, the column of their characters? */
static bool is_character_column(const uint16_t *bytes, size_t n, struct span rest)
{
	size_t blanks = 0;

	while (blanks < rest.len && span_is_blank(rest.p[blanks]))
		blanks++;
	/* Characters may begin with blanks of their own. */
	for (size_t at = rest.p[0] == '\t' ? 1 : 2; at <= blanks; at++) {
		struct span s = { rest.p + at, rest.len - at };

		if (characters_match(bytes, n, s, false) || characters_match(bytes, n, s, true))
			return true;
	}
	return false;
}

/* Could `rest` as well be more groups of `digits` digits? */
static bool is_groups(struct span rest, size_t digits)
{
	for (struct span word = span_next(&rest); word.len > 0; word = span_next(&rest)) {
		if (!span_is_hex(word) || word.len != digits)
			return false;
	}
	return true;
}

/* Characters between '|' and '|', or '>' and '<': there are not more of them than bytes. */
static int check_delimited(struct reader *r, size_t n, struct span s)
{
	size_t count = 0;

	span_skip_blanks(&s);
	for (size_t i = 1; i < s.len; i++)
		count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	if (count > 0 && (s.p[s.len - 1] == '|' || s.p[s.len - 1] == '<'))
		count--;
	if (count > n)
		return FAIL(r, -EINVAL, "%zu bytes, but characters of %zu: bytes are missing", n, count);
	return 0;
}

/* 1: what follows the bytes of this line are their characters. 0: it is bytes. Negative: neither. */
static int end_of_bytes(struct reader *r, const uint16_t *bytes, size_t n, struct span rest, size_t digits)
{
	struct span word = rest, next = span_next(&word);
	size_t blanks = (size_t)(next.p - rest.p);
	bool gap = blanks > 1 || rest.p[0] == '\t';
	char buf[QUOTE_MAX + 4];

	if (n == 0)
		return 0;
	if (next.p[0] == '|' || next.p[0] == '>')
		return check_delimited(r, n, rest) < 0 ? -EINVAL : 1;
	if (gap && is_character_column(bytes, n, rest)) {
		/* Tools fill a short line up to the column. */
		if (blanks == 2 && n < 16 && is_groups(rest, digits))
			return FAIL(r, -EINVAL, "'%s' may be bytes or characters", quote(next, buf));
		return 1;
	}
	if (gap && !span_is_hex(next) && !span_is(next, "XX") && next.len > 1)
		return FAIL(r, -EINVAL, "'%s' is neither bytes nor the characters of those before it",
		            quote(next, buf));
	return 0;
}

/* Bytes behind an offset, up to the column of characters. */
static int add_columns(struct reader *r, struct span line)
{
	size_t start = r->t->len, digits = 0, last = 0;
	char buf[QUOTE_MAX + 4];
	int error = 0;

	while (error == 0) {
		struct span rest = line, word = span_next(&line);

		if (word.len == 0)
			break;
		error = end_of_bytes(r, r->t->bytes + start, r->t->len - start, rest, digits);
		if (error)
			return error < 0 ? error : 0;
		/* IOS-XR has one in the middle. */
		if (span_is(word, ":") || span_is(word, "-"))
			continue;
		if (r->t->len - start > MAX_LINE_BYTES)
			return FAIL(r, -EINVAL, "more than %d bytes in a line with an offset", MAX_LINE_BYTES);
		if (digits && last && (last != digits || word.len > digits) && span_is_hex(word))
			return FAIL(r, -EINVAL, "'%s': groups of bytes differ in length", quote(word, buf));
		last = word.len;
		digits = digits ? digits : last;
		error = add_group(r, word);
	}
	return error;
}

static int add_line(struct reader *r, struct dump_line line)
{
	struct dump_text *t = r->t;

	if (t->line_count == r->line_room) {
		size_t room = r->line_room ? 2 * r->line_room : 64;
		struct dump_line *lines = realloc(t->lines, room * sizeof(*lines));

		if (!lines)
			return FAIL(r, -ENOMEM, "out of memory");
		t->lines = lines;
		r->line_room = room;
	}
	line.number = r->line;
	line.section = t->section_count - 1;
	line.repeats = r->repeat;
	line.count = t->len - line.first;
	t->lines[t->line_count++] = line;
	r->repeat = false;
	return 0;
}

static int add_section(struct reader *r, const struct dump_place *place)
{
	struct dump_text *t = r->t;
	struct dump_section *sections;

	if (r->repeat)
		return FAIL(r, -EINVAL, "'*' without an offset behind it: the end of the dump is missing");
	sections = realloc(t->sections, (t->section_count + 1) * sizeof(*sections));
	if (!sections)
		return FAIL(r, -ENOMEM, "out of memory");
	sections[t->section_count++] = (struct dump_section){ .place = *place, .line = r->line };
	t->sections = sections;
	return 0;
}

/* "03h" */
static bool has_suffix(struct span word)
{
	return word.len > 1 && (word.p[word.len - 1] == 'h' || word.p[word.len - 1] == 'H');
}

/* "0x0010:", "10h:", "00000010:" or "00000010" as its digits; false if it is none of up to 8. */
static bool parse_offset(struct span word, struct dump_line *ret_line)
{
	bool prefix = span_has_prefix(word), suffix;

	if (word.len > 0 && word.p[word.len - 1] == ':')
		word.len--;
	if (prefix)
		span_skip(&word, 2);
	suffix = has_suffix(word);
	if (suffix)
		word.len--;
	ret_line->offset = word;
	/* hexdump -C and xxd have 8 digits; od and hexdump have 7. */
	ret_line->hex = prefix || suffix || word.len == 8;
	return span_is_hex(word) && word.len <= 8;
}

static int read_offset_line(struct reader *r, struct span line)
{
	struct dump_line l = { .first = r->t->len };
	struct span rest = line, word = span_next(&rest);
	char buf[QUOTE_MAX + 4];
	int error;

	if (!parse_offset(word, &l))
		return FAIL(r, -EINVAL, "expected an offset, found '%s'", quote(word, buf));
	error = add_columns(r, rest);
	return error ? error : add_line(r, l);
}

static int read_repetition(struct reader *r)
{
	struct dump_text *t = r->t;
	const struct dump_line *last = t->line_count ? &t->lines[t->line_count - 1] : NULL;

	if (!last || last->offset.len == 0 || last->count == 0 || last->section + 1 != t->section_count)
		return FAIL(r, -EINVAL, "'*' repeats a line, but there is none before it");
	r->repeat = true;
	return 0;
}

/* Skip separators and comments of bytes without offsets. */
static void skip_separators(struct reader *r, struct span *s)
{
	while (s->len > 0) {
		if (r->comment) {
			r->comment = !span_starts_with(*s, "*/");
			span_skip(s, r->comment ? 1 : 2);
		} else if (span_starts_with(*s, "/*")) {
			r->comment = true;
			span_skip(s, 2);
		} else if (span_starts_with(*s, "//")) {
			span_skip(s, s->len);
		} else if (span_is_blank(s->p[0]) || strchr(",;:{}\"", s->p[0])) {
			span_skip(s, 1);
		} else {
			break;
		}
	}
}

/* A byte of a program's list, "0x3" or "\x03", or of a document's, "03h". False: none of these. */
static bool single_byte(struct span word, struct span *ret_digits)
{
	bool escape = span_starts_with(word, "\\x");

	if (span_has_prefix(word) || (escape && word.len > 2))
		*ret_digits = (struct span){ word.p + 2, word.len - 2 };
	else if (has_suffix(word))
		*ret_digits = (struct span){ word.p, word.len - 1 };
	else
		return false;
	return span_is_hex(*ret_digits);
}

/* Bytes and nothing else, with any of ", " between them. */
static int read_plain_line(struct reader *r, struct span line)
{
	struct dump_line l = { .first = r->t->len };
	char buf[QUOTE_MAX + 4];
	int error = 0;

	if (r->columns_line)
		return dump_fail(r->error, r->columns_line, -EINVAL, "numbers of columns, or bytes?");
	/* A list of Python; brackets elsewhere may be around an offset. */
	if (line.len > 0 && line.p[0] == '[')
		span_skip(&line, 1);
	if (line.len > 0 && line.p[line.len - 1] == ']')
		line.len--;
	for (skip_separators(r, &line); line.len > 0 && error == 0; skip_separators(r, &line)) {
		struct span word = { line.p, 1 }, digits;

		while (word.len < line.len && !span_is_blank(line.p[word.len]) &&
		       !strchr(",;:{}\"\\/", line.p[word.len]))
			word.len++;
		span_skip(&line, word.len);
		if (span_starts_with(line, ": ") || span_starts_with(line, ":\t") || span_starts_with(line, " : "))
			return FAIL(r, -EINVAL, "'%s:' is an offset, and lines before it have none", quote(word, buf));
		r->suffix |= has_suffix(word);
		if (!single_byte(word, &digits))
			error = add_group(r, word);
		else if (digits.len > 2)
			error = FAIL(r, -EINVAL, "'%s' is more than a byte: give bytes", quote(word, buf));
		else
			error = add_byte(r, digits.len == 1 ? (unsigned)span_digit(digits.p[0])
			                                    : (unsigned)span_digit(digits.p[0]) << 4 |
			                                              (unsigned)span_digit(digits.p[1]));
	}
	if (error || r->t->len == l.first)
		return error;
	return add_line(r, l);
}

/*
 * What the first line with bytes shows. An offset is followed by a colon, or
 * it has at least 4 digits and is longer than what follows it.
 */
static enum dump_format line_format(struct span line)
{
	struct span first = span_next(&line), second = span_next(&line);
	struct span digits = first;
	struct dump_line l;

	if (((first.len > 1 && first.p[first.len - 1] == ':') || span_is(second, ":")) && parse_offset(first, &l))
		return span_has_prefix(first) ? DUMP_ETHTOOL : DUMP_XXD;
	if (span_has_prefix(first))
		span_skip(&digits, 2);
	if (span_is_hex(digits) && span_is_hex(second) && digits.len >= 4 && digits.len <= 8 &&
	    second.len < digits.len) {
		if (second.len == 2)
			return DUMP_HEXDUMP;
		if (second.len == 4 && digits.len >= 6)
			return DUMP_WORDS;
	}
	return DUMP_HEX;
}

/* Lines of tools that say nothing of the bytes. */
static const char *const ignored[] = {
	"No size specified", "WARNING! This program can", "I will probe file", "Continue? [Y/n]",
};

/* "[  257.681] ": the kernel's time. */
static bool skip_time(struct span *line)
{
	size_t n = 1;

	if (line->len == 0 || line->p[0] != '[')
		return false;
	while (n < line->len && ((line->p[n] >= '0' && line->p[n] <= '9') || line->p[n] == ' ' || line->p[n] == '.'))
		n++;
	if (n == line->len || line->p[n] != ']' || !memchr(line->p, '.', n))
		return false;
	span_skip(line, n + 1);
	span_skip_blanks(line);
	return true;
}

/* What the kernel's log, or its driver sfp, puts before a line: "[  257.681] sfp sfp-1: sfp EE: ". */
static bool skip_log_prefix(struct span *line)
{
	static const char sfp[] = "sfp EE: ";
	bool found = skip_time(line);

	/* Characters of a module may look like anything. */
	if (line_format(*line) != DUMP_HEX)
		return found;
	for (size_t i = 0; i + sizeof(sfp) - 1 < line->len; i++) {
		if (memcmp(line->p + i, sfp, sizeof(sfp) - 1) != 0)
			continue;
		span_skip(line, i + sizeof(sfp) - 1);
		span_skip_blanks(line);
		return true;
	}
	return found;
}

/* "$ command", "user@host:~# command". */
static bool skip_prompt(struct span *line)
{
	struct span rest = *line, word = span_next(&rest);
	bool prompt = span_is(word, "$") ||
		      (word.len > 2 && memchr(word.p, '@', word.len) && strchr("$#>%", word.p[word.len - 1]));

	if (prompt)
		*line = rest;
	return prompt;
}

/* "unsigned char eeprom[] = {": what follows it are bytes. */
static void skip_declaration(struct span *line)
{
	const char *array = memchr(line->p, '[', line->len), *brace = memchr(line->p, '{', line->len);

	if (array && brace && array < brace && array > line->p && memchr(array, '=', (size_t)(brace - array)))
		span_skip(line, (size_t)(brace + 1 - line->p));
}

/* "unsigned int eeprom_len = 256;", as xxd -i ends. False: it is something else. */
static bool read_length(struct reader *r, struct span line, int *ret_error)
{
	struct span word = span_next(&line);
	size_t n;

	if (!span_is(word, "unsigned"))
		return false;
	span_next(&line);
	word = span_next(&line);
	if (word.len < 4 || memcmp(word.p + word.len - 4, "_len", 4) != 0 || !span_is(span_next(&line), "="))
		return false;
	word = span_next(&line);
	if (word.len < 2 || word.p[word.len - 1] != ';' ||
	    !span_number((struct span){ word.p, word.len - 1 }, 10, &n))
		return false;
	*ret_error = n == r->t->len ? 0 : FAIL(r, -EINVAL, "%zu bytes, but %zu stand there", n, r->t->len);
	return true;
}

/* Is it a line without bytes? Then it is dealt with, and *ret_error is 0 or why it is refused. */
static bool read_heading(struct reader *r, struct span line, int *ret_error)
{
	bool prompt = skip_prompt(&line), comment = span_starts_with(line, "#") || span_starts_with(line, "//");
	struct dump_place place;
	const char *why = NULL;
	bool is;

	*ret_error = 0;
	if (comment)
		span_skip(&line, line.p[0] == '#' ? 1 : 2);
	is = dump_command_parse(line, &place, &why) || (!prompt && dump_heading_parse(line, &place, &why));
	if (!is)
		return prompt || comment;
	if (place.alone && r->suffix)
		return false;
	/* In bytes without offsets, a line of ascending numbers is bytes. */
	if (place.columns && !place.located && !comment) {
		if (r->t->format == DUMP_HEX)
			return false;
		r->columns_line = r->t->format ? 0 : r->line;
	}
	if (why)
		*ret_error = FAIL(r, -EINVAL, "%s", why);
	else if (place.located || place.count || place.first)
		*ret_error = add_section(r, &place);
	return true;
}

static bool is_ignored(struct span line)
{
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++) {
		if (span_starts_with(line, ignored[i]))
			return true;
	}
	return false;
}

static int read_line(struct reader *r, struct span line)
{
	bool logged;
	int error;

	while (line.len > 0 && span_is_blank(line.p[line.len - 1]))
		line.len--;
	/* Quoted mail. */
	for (span_skip_blanks(&line); line.len > 0 && line.p[0] == '>'; span_skip_blanks(&line))
		span_skip(&line, 1);
	logged = skip_log_prefix(&line);
	if (line.len == 0 || is_ignored(line))
		return 0;
	if (line.len == 1 && line.p[0] == '*' && !r->comment)
		return read_repetition(r);
	if (!r->comment && (read_heading(r, line, &error) || read_length(r, line, &error)))
		return error;
	if (r->t->len == 0 && span_starts_with(line, "Identifier"))
		return FAIL(r, -EINVAL, "this is ethtool's own decoding; 'raw on' or 'hex on' gives the bytes");
	skip_declaration(&line);
	/* The kernel says other things, too. */
	if (logged && line_format(line) == DUMP_HEX)
		return 0;
	if (r->t->format == 0)
		r->t->format = line_format(line);
	if (r->t->format != DUMP_HEX)
		r->columns_line = 0;
	return r->t->format == DUMP_HEX ? read_plain_line(r, line) : read_offset_line(r, line);
}

int dump_text_parse(const char *text, size_t len, struct dump_text *ret_text, struct dump_error *ret_error)
{
	struct reader r = { .t = ret_text, .error = ret_error };
	int error;

	*ret_text = (struct dump_text){ .bytes = malloc(DUMP_MAX * sizeof(uint16_t)) };
	error = ret_text->bytes ? add_section(&r, &(struct dump_place){ .located = false })
				: FAIL(&r, -ENOMEM, "out of memory");
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	while (len > 0 && error == 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;

		r.line++;
		error = read_line(&r, (struct span){ text, n });
		text += end ? n + 1 : n;
		len -= end ? n + 1 : n;
	}
	if (error == 0 && r.repeat)
		error = FAIL(&r, -EINVAL, "'*' without an offset behind it: the end of the dump is missing");
	return error;
}

void dump_text_free(struct dump_text *t)
{
	free(t->lines);
	free(t->sections);
	free(t->bytes);
}
