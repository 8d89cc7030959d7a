/* SPDX-License-Identifier: BSD-3-Clause */
/* Dumps into images: is it text, and what a line of it says. */
#include "eeprom/dump.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct code dump_format_labels[] = {
	{ DUMP_BINARY, "binary" },
	{ DUMP_ETHTOOL, "ethtool" },
	{ DUMP_XXD, "xxd" },
	{ DUMP_HEXDUMP, "hexdump" },
	{ DUMP_WORDS, "words" },
	{ DUMP_HEX, "hex" },
	{ 0, NULL },
};

/* A line longer than this is no tool's: only bytes without offsets may be that long. */
#define MAX_LINE_BYTES 256

/* A part of the text; not terminated. */
struct span {
	const char *p;
	size_t len;
};

struct reader {
	enum dump_format format;   /* 0: not known yet */
	unsigned line;
	uint8_t *bytes;            /* DUMP_MAX */
	size_t len;
	size_t last;               /* bytes of the line before, for '*' */
	bool repeat;               /* a '*' waits for the offset where it ends */
	bool ended;                /* an offset without bytes was last */
	bool octal;                /* offsets are: od does that */
	bool base_known;
	struct dump_error *error;
};

static int fail(struct reader *r, int error, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static int fail(struct reader *r, int error, const char *fmt, ...)
{
	va_list ap;

	r->error->line = r->line;
	va_start(ap, fmt);
	vsnprintf(r->error->text, sizeof(r->error->text), fmt, ap);
	va_end(ap);
	return error;
}

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

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_hex(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (digit(s.p[i]) < 0)
			return false;
	}
	return s.len > 0;
}

static bool has_prefix(struct span s)
{
	return s.len > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X');
}

static struct span without_prefix(struct span s)
{
	return has_prefix(s) ? (struct span){ s.p + 2, s.len - 2 } : s;
}

static bool starts_with(struct span s, const char *word)
{
	size_t n = strlen(word);

	return s.len >= n && memcmp(s.p, word, n) == 0;
}

static void skip_blanks(struct span *s)
{
	while (s->len > 0 && is_blank(s->p[0])) {
		s->p++;
		s->len--;
	}
}

/* The next word, and how many blanks stood before it; an empty one at the end. */
static struct span next_word(struct span *s, size_t *ret_blanks)
{
	const char *from = s->p;
	struct span word;

	skip_blanks(s);
	*ret_blanks = (size_t)(s->p - from);
	word = (struct span){ s->p, 0 };
	while (word.len < s->len && !is_blank(s->p[word.len]))
		word.len++;
	s->p += word.len;
	s->len -= word.len;
	return word;
}

/* "0x0010:", "00000010:" or "00000010" as a number; false if it is none of up to 8 digits. */
static bool parse_offset(struct span word, unsigned base, size_t *ret_offset)
{
	size_t v = 0;

	word = without_prefix(word);
	if (word.len > 0 && word.p[word.len - 1] == ':')
		word.len--;
	if (!is_hex(word) || word.len > 8)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		if (digit(word.p[i]) >= (int)base)
			return false;
		v = v * base + (unsigned)digit(word.p[i]);
	}
	*ret_offset = v;
	return true;
}

/*
 * What the first line with bytes shows. An offset is followed by a colon, or
 * it has at least 4 digits and is longer than what follows it.
 */
static enum dump_format line_format(struct span line)
{
	size_t blanks;
	struct span first = next_word(&line, &blanks), second = next_word(&line, &blanks);
	bool colon = first.len > 1 && first.p[first.len - 1] == ':';

	if (colon)
		return has_prefix(first) ? DUMP_ETHTOOL : DUMP_XXD;
	if (is_hex(first) && is_hex(second) && first.len >= 4 && first.len <= 8 && second.len < first.len) {
		if (second.len == 2)
			return DUMP_HEXDUMP;
		if (second.len == 4 && first.len >= 6)
			return DUMP_WORDS;
	}
	return DUMP_HEX;
}

static int add_byte(struct reader *r, unsigned byte)
{
	if (r->len == DUMP_MAX)
		return fail(r, -EFBIG, "more than %u bytes, no module's memory is that large", DUMP_MAX);
	r->bytes[r->len++] = (uint8_t)byte;
	return 0;
}

/* The digits of one group of bytes. */
static int add_group(struct reader *r, struct span group)
{
	char buf[QUOTE_MAX + 4], swapped[4];
	int error = 0;

	if (!is_hex(without_prefix(group)))
		return fail(r, -EINVAL, "'%s' is not a hexadecimal number", quote(group, buf));
	group = without_prefix(group);
	if (group.len % 2)
		return fail(r, -EINVAL, "'%s' is not a whole number of bytes", quote(group, buf));
	if (r->format == DUMP_WORDS) {
		/* 16 bits in the order of a PC; a last odd byte is shown as 00xx. */
		if (group.len != 4)
			return fail(r, -EINVAL, "'%s' is not a word of 4 digits", quote(group, buf));
		memcpy(swapped, group.p + 2, 2);
		memcpy(swapped + 2, group.p, 2);
		group.p = swapped;
	}
	for (size_t i = 0; i < group.len && error == 0; i += 2)
		error = add_byte(r, (unsigned)digit(group.p[i]) << 4 | (unsigned)digit(group.p[i + 1]));
	return error;
}

/* Bytes behind an offset, up to the column of characters. */
static int add_columns(struct reader *r, struct span line)
{
	size_t blanks, start = r->len;
	int error = 0;

	for (bool first = true; error == 0; first = false) {
		struct span word = next_word(&line, &blanks);

		if (word.len == 0)
			break;
		/* xxd puts two blanks before the characters, which may look like anything. */
		if (r->format == DUMP_XXD && !first && blanks > 1)
			break;
		if (word.p[0] == '|' || word.p[0] == '>')
			break;
		if (r->len - start > MAX_LINE_BYTES)
			return fail(r, -EINVAL, "more than %d bytes in a line with an offset",
			            MAX_LINE_BYTES);
		error = add_group(r, word);
	}
	return error;
}

/* Lines like the one before, up to `offset`. */
static int add_repetition(struct reader *r, size_t offset)
{
	r->repeat = false;
	if (offset > DUMP_MAX)
		return fail(r, -EFBIG, "more than %u bytes, no module's memory is that large", DUMP_MAX);
	while (r->len < offset) {
		r->bytes[r->len] = r->bytes[r->len - r->last];
		r->len++;
	}
	return 0;
}

/* Hexadecimal, unless only octal fits: od without -A x. */
static bool offset_of(struct reader *r, struct span word, size_t *ret_offset)
{
	size_t hex, octal;

	if (!parse_offset(word, 16, &hex))
		return false;
	if (!r->base_known && r->len > 0) {
		bool words = r->format == DUMP_HEXDUMP || r->format == DUMP_WORDS;

		r->base_known = !r->repeat;
		r->octal = words && !r->repeat && hex != r->len && parse_offset(word, 8, &octal) &&
			   octal == r->len;
	}
	if (r->octal && !parse_offset(word, 8, &hex))
		return false;
	*ret_offset = hex;
	return true;
}

static int read_offset_line(struct reader *r, struct span line)
{
	size_t blanks, offset, start;
	char buf[QUOTE_MAX + 4];
	struct span word, rest = line;
	int error = 0;

	word = next_word(&rest, &blanks);
	if (!offset_of(r, word, &offset))
		return fail(r, -EINVAL, "expected an offset, found '%s'", quote(word, buf));
	if (r->ended)
		return fail(r, -EINVAL, "more follows behind the end of the dump");
	if (r->repeat && offset >= r->len)
		error = add_repetition(r, offset);
	if (error)
		return error;
	skip_blanks(&rest);
	r->ended = rest.len == 0 && r->len > 0;
	/* hexdump and od count in words and end with the real size: an odd byte less. */
	if (r->ended && r->format == DUMP_WORDS && offset + 1 == r->len)
		r->len--;
	if (offset != r->len && r->len == 0)
		return fail(r, -EINVAL, "starts at 0x%zx: a dump starts at 0, where the identifier is",
		            offset);
	if (offset != r->len)
		return fail(r, -EINVAL, "offset 0x%zx where 0x%zx would be next", offset, r->len);
	start = r->len;
	error = add_columns(r, rest);
	r->last = r->len - start;
	return error;
}

static int read_repetition(struct reader *r)
{
	if (r->format == DUMP_HEX || r->format == 0 || r->last == 0)
		return fail(r, -EINVAL, "'*' repeats a line, but there is none before it");
	r->repeat = true;
	return 0;
}

/* Bytes and nothing else, with any of ", " between them. */
static int read_plain_line(struct reader *r, struct span line)
{
	int error = 0;

	while (error == 0) {
		struct span word = { NULL, 0 };

		while (line.len > 0 && (is_blank(line.p[0]) || line.p[0] == ',')) {
			line.p++;
			line.len--;
		}
		word.p = line.p;
		while (word.len < line.len && !is_blank(line.p[word.len]) && line.p[word.len] != ',')
			word.len++;
		if (word.len == 0)
			break;
		line.p += word.len;
		line.len -= word.len;
		/* "0x3" is a byte of a program's list. */
		if (has_prefix(word) && word.len == 3 && digit(word.p[2]) >= 0)
			error = add_byte(r, (unsigned)digit(word.p[2]));
		else
			error = add_group(r, word);
	}
	return error;
}

/* Before the first bytes only: a prompt, "Offset  Values" and its line, the columns of i2cdump. */
static bool is_heading(struct span line)
{
	static const char *const headings[] = { "$ ", "Offset", "---", "0  1  2  3", "No size specified" };

	for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++) {
		if (starts_with(line, headings[i]))
			return true;
	}
	return false;
}

static int read_line(struct reader *r, struct span line)
{
	while (line.len > 0 && is_blank(line.p[line.len - 1]))
		line.len--;
	skip_blanks(&line);
	if (line.len == 0 || line.p[0] == '#' || (r->len == 0 && is_heading(line)))
		return 0;
	if (line.len == 1 && line.p[0] == '*')
		return read_repetition(r);
	if (r->len == 0 && starts_with(line, "Identifier"))
		return fail(r, -EINVAL,
		            "this is ethtool's own decoding; 'raw on' or 'hex on' gives the bytes");
	if (r->format == 0)
		r->format = line_format(line);
	return r->format == DUMP_HEX ? read_plain_line(r, line) : read_offset_line(r, line);
}

static int read_text(struct reader *r, const char *text, size_t len)
{
	int error = 0;

	while (len > 0 && error == 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;

		r->line++;
		error = read_line(r, (struct span){ text, n });
		text += end ? n + 1 : n;
		len -= end ? n + 1 : n;
	}
	if (error == 0 && r->repeat)
		error = fail(r, -EINVAL, "'*' without an offset behind it: the end of the dump is missing");
	return error;
}

/* The length of one UTF-8 character of two to four bytes; 0 if it is none. */
static size_t utf8_length(const uint8_t *p, size_t len)
{
	size_t n = p[0] >= 0xf0 && p[0] < 0xf5 ? 4 : p[0] >= 0xe0 && p[0] < 0xf0 ? 3 : p[0] >= 0xc2 ? 2 : 0;

	if (n == 0 || p[0] >= 0xf5 || n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	return n;
}

/* No memory of a module is without control characters, or it is all FFh. */
static bool is_text(const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = 1;

		if (data[i] >= 0x80)
			n = utf8_length(data + i, len - i);
		else if (data[i] == 0x7f || (data[i] < 0x20 && data[i] != '\n' && !is_blank((char)data[i])))
			return false;
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

/* 0 with bytes, or why there are none. */
static int read_dump(struct reader *r, const uint8_t *data, size_t len)
{
	int error = 0;

	if (is_text(data, len)) {
		error = len > DUMP_MAX_INPUT ? fail(r, -EFBIG, "more than %u bytes of text", DUMP_MAX_INPUT)
					     : read_text(r, (const char *)data, len);
		r->line = 0;
	} else if (len > DUMP_MAX) {
		error = fail(r, -EFBIG, "more than %u bytes, no module's memory is that large", DUMP_MAX);
	} else {
		r->format = DUMP_BINARY;
		r->len = len;
		memcpy(r->bytes, data, len);
	}
	if (error == 0 && r->len == 0)
		error = fail(r, -ENODATA, "empty, expected a dump of module memory");
	return error;
}

int dump_load(const void *data, size_t len, struct image *img, struct dump_info *ret_info,
	      struct dump_error *ret_error)
{
	struct reader r = { .bytes = malloc(DUMP_MAX), .error = ret_error };
	int error;

	if (!r.bytes)
		return fail(&r, -ENOMEM, "out of memory");
	error = read_dump(&r, data, len);
	if (error == 0) {
		error = image_load_linear(img, r.bytes, r.len, image_identifier_two_devices(r.bytes[0]));
		if (error)
			fail(&r, error, "out of memory");
		else
			*ret_info = (struct dump_info){ .format = r.format, .size = r.len };
	}
	free(r.bytes);
	return error;
}
