/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Headings of dumps: which memory follows. A heading consists of known words
 * only; a line with any other word is none, and nothing is concluded from it.
 */
#include <string.h>
#include <strings.h>

#include "eeprom/dump_text.h"

bool span_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

int span_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool span_is_hex(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (span_digit(s.p[i]) < 0)
			return false;
	}
	return s.len > 0;
}

bool span_has_prefix(struct span s)
{
	return s.len > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X');
}

bool span_is(struct span s, const char *word)
{
	return s.len == strlen(word) && strncasecmp(s.p, word, s.len) == 0;
}

bool span_starts_with(struct span s, const char *word)
{
	size_t n = strlen(word);

	return s.len >= n && strncasecmp(s.p, word, n) == 0;
}

void span_skip(struct span *s, size_t n)
{
	s->p += n;
	s->len -= n;
}

void span_skip_blanks(struct span *s)
{
	while (s->len > 0 && span_is_blank(s->p[0]))
		span_skip(s, 1);
}

struct span span_next(struct span *s)
{
	struct span word;

	span_skip_blanks(s);
	word = (struct span){ s->p, 0 };
	while (word.len < s->len && !span_is_blank(s->p[word.len]))
		word.len++;
	span_skip(s, word.len);
	return word;
}

bool span_number(struct span s, unsigned base, size_t *ret_value)
{
	size_t v = 0;

	if (s.len == 0 || s.len > 8)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		int digit = span_digit(s.p[i]);

		if (digit < 0 || digit >= (int)base)
			return false;
		v = v * base + (unsigned)digit;
	}
	*ret_value = v;
	return true;
}

/* As C writes it: decimal unless "0x" says otherwise. */
static bool c_number(struct span s, size_t *ret_value)
{
	bool hex = span_has_prefix(s);

	if (hex)
		span_skip(&s, 2);
	return span_number(s, hex ? 16 : 10, ret_value);
}

/* "11h", "0x11", "1F", and "3", but not "11", which may be either. */
static bool page_number(struct span s, uint8_t *ret_page, const char **ret_why)
{
	bool hex = span_has_prefix(s);
	size_t decimal, v;

	if (hex)
		span_skip(&s, 2);
	else if (s.len > 1 && (s.p[s.len - 1] == 'h' || s.p[s.len - 1] == 'H')) {
		s.len--;
		hex = true;
	}
	if (!span_number(s, 16, &v) || v > UINT8_MAX)
		return false;
	if (!hex && v > 9 && span_number(s, 10, &decimal))
		*ret_why = "a page number that may be decimal or hexadecimal: write 11h or 0x11";
	*ret_page = (uint8_t)v;
	return true;
}

/* Names of the two devices: 8-bit and 7-bit addresses. All but the first two may as well be bytes. */
static const struct {
	const char *word;
	enum image_device device;
} devices[] = {
	{ "a0h", IMAGE_A0 },  { "a2h", IMAGE_A2 },  { "0xa0", IMAGE_A0 }, { "0xa2", IMAGE_A2 },
	{ "0x50", IMAGE_A0 }, { "0x51", IMAGE_A2 }, { "50h", IMAGE_A0 },  { "51h", IMAGE_A2 },
	{ "a0", IMAGE_A0 },   { "a2", IMAGE_A2 },   { "50", IMAGE_A0 },   { "51", IMAGE_A2 },
};

/* Words that say nothing of the place. */
static const char *const fillers[] = {
	"eeprom", "hexdump", "hex", "dump", "raw", "data", "memory", "map", "contents", "content", "registers",
	"register", "of", "the", "for", "in", "range", "offset", "offsets", "values", "value", "address", "addr",
	"device", "i2c", "slave", "at", "bytes", "byte", "half", "table", "ascii", "text", "transceiver", "module",
	"optic", "optics", "optical", "xcvr", "sff8472", "sff-8472", "sff8636", "sff-8636", "sff8436", "sff-8436",
	"cmis", "sfp", "sfp+", "sfp28", "qsfp", "qsfp+", "qsfp28", "qsfp-dd", "osfp", "diagnostics", "ddm", "dom",
	"id", "area", "space", "information", "0123456789abcdef", "&", "and",
};

/* The word behind these is a name: of a port, say. */
static const char *const named[] = { "port", "interface", "netdev", "bus", "slot" };

static bool is_listed(struct span word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (span_is(word, list[i]))
			return true;
	}
	return false;
}
#define IS_LISTED(word, list) is_listed(word, list, sizeof(list) / sizeof((list)[0]))

static bool parse_device(struct span word, struct dump_place *p)
{
	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		if (!span_is(word, devices[i].word))
			continue;
		p->device = devices[i].device;
		p->located = true;
		return true;
	}
	return false;
}

/* "0..127", "0x80-0xff": a range of offsets. */
static bool parse_range(struct span word, struct dump_place *p)
{
	for (size_t i = 1; i + 1 < word.len; i++) {
		size_t dots = word.p[i] == '-' ? 1 : word.p[i] == '.' && word.p[i + 1] == '.' ? 2 : 0, last;

		if (dots == 0)
			continue;
		if (!c_number((struct span){ word.p, i }, &p->first) ||
		    !c_number((struct span){ word.p + i + dots, word.len - i - dots }, &last) ||
		    last < p->first || last > 255)
			return false;
		p->count = last - p->first + 1;
		p->located = true;
		return true;
	}
	return false;
}

/* The next word of a heading, without the punctuation around it. */
static struct span next_heading_word(struct span *s)
{
	static const char punctuation[] = " \t\r()[]{}:;,='\"";
	struct span word;

	while (s->len > 0 && strchr(punctuation, s->p[0]))
		span_skip(s, 1);
	word = (struct span){ s->p, 0 };
	while (word.len < s->len && !strchr(punctuation, s->p[word.len]))
		word.len++;
	span_skip(s, word.len);
	return word;
}

/* A line of "-----", "=====" or "+---+". */
static bool is_rule(struct span word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!strchr("-=+|_", word.p[i]))
			return false;
	}
	return word.len > 1;
}

struct heading {
	struct dump_place place;
	size_t words;
	size_t columns;    /* numbers of columns: 0 1 2 ... */
	bool named;        /* a word that can be no byte */
	const char *why;
};

/* A word that the number before it, or behind it, gives its sense. */
static bool parse_numbered(struct heading *h, struct span word, struct span *rest)
{
	struct dump_place *p = &h->place;
	struct span before = *rest;
	size_t v;

	if (span_is(word, "page")) {
		p->has_page = page_number(next_heading_word(rest), &p->page, &h->why);
		p->located = h->named = true;
		return p->has_page;
	}
	if (span_is(word, "bank")) {
		if (!c_number(next_heading_word(rest), &v) || v > UINT8_MAX)
			return false;
		p->bank = (uint8_t)v;
		p->located = h->named = true;
		return true;
	}
	if (!c_number(word, &v) || !span_is(next_heading_word(rest), "bytes")) {
		*rest = before;
		return false;
	}
	p->count = v;
	h->named = true;
	return v > 0;
}

static bool parse_word(struct heading *h, struct span word, struct span *rest)
{
	struct dump_place *p = &h->place;
	size_t v;

	if (word.len <= 2 && span_number(word, 16, &v) && v == h->columns) {
		h->columns++;
		return true;
	}
	if (parse_device(word, p))
		return true;
	if (span_is(word, "lower"))
		p->half = HALF_LOWER;
	else if (span_is(word, "upper"))
		p->half = HALF_UPPER;
	else if (parse_numbered(h, word, rest))
		return true;
	else if (!parse_range(word, p)) {
		h->named |= IS_LISTED(word, fillers) || is_rule(word);
		if (IS_LISTED(word, named)) {
			h->named = true;
			next_heading_word(rest);
			return true;
		}
		return IS_LISTED(word, fillers) || is_rule(word);
	}
	p->located = h->named = true;
	return true;
}

bool dump_heading_parse(struct span line, struct dump_place *ret_place, const char **ret_why)
{
	struct heading h = { .columns = 0 };
	struct span word, rest = line, first = next_heading_word(&rest);

	rest = line;
	*ret_why = NULL;
	for (word = next_heading_word(&rest); word.len > 0; word = next_heading_word(&rest)) {
		if (!parse_word(&h, word, &rest))
			return false;
		h.words++;
	}
	if (h.words == 1 && (span_is(first, "a0h") || span_is(first, "a2h")))
		h.place.alone = h.named = true;
	if (h.columns && h.columns != 8 && h.columns != 16 && h.columns != 32)
		return false;
	if (!h.named && !h.columns)
		return false;
	if (h.place.half == HALF_UPPER && h.place.device == IMAGE_A0 && !h.place.has_page)
		h.why = "an upper half without its page: 'Upper page 0h'";
	h.place.columns = h.columns > 0;
	*ret_place = h.place;
	*ret_why = h.why;
	return true;
}

/* Operands of "i2cdump [-y] [-f] [-r FIRST-LAST] BUS ADDRESS [MODE]". */
static void parse_i2cdump(struct span rest, struct dump_place *p, const char **ret_why)
{
	unsigned operand = 0;

	for (struct span word = span_next(&rest); word.len > 0; word = span_next(&rest)) {
		if (span_is(word, "-r"))
			span_next(&rest);
		else if (word.p[0] != '-' && ++operand == 2 && !parse_device(word, p))
			*ret_why = "an address that is no module's: 0x50 and 0x51 are";
	}
}

/* "i2ctransfer [-y] BUS w1@0x50 OFFSET r128". */
static void parse_i2ctransfer(struct span rest, struct dump_place *p, const char **ret_why)
{
	for (struct span word = span_next(&rest); word.len > 0; word = span_next(&rest)) {
		const char *at = memchr(word.p, '@', word.len);

		if (!at)
			continue;
		span_skip(&word, (size_t)(at + 1 - word.p));
		if (!parse_device(word, p))
			*ret_why = "an address that is no module's: 0x50 and 0x51 are";
		else if (at[-1] == '1' && !c_number(span_next(&rest), &p->first))
			*ret_why = "a transfer without the offset where it begins";
		return;
	}
}

/* "ethtool -m DEV [page N] [bank N] [i2c N] [offset N] [length N]": numbers as C writes them. */
static void parse_ethtool(struct span rest, struct dump_place *p, const char **ret_why)
{
	for (struct span word = span_next(&rest); word.len > 0; word = span_next(&rest)) {
		bool page = span_is(word, "page"), bank = span_is(word, "bank");
		size_t v;

		if (span_is(word, "i2c") && !parse_device(span_next(&rest), p))
			*ret_why = "an address that is no module's: 0x50 and 0x51 are";
		if (!page && !bank)
			continue;
		if (!c_number(span_next(&rest), &v) || v > UINT8_MAX) {
			*ret_why = "a page or bank that is no number";
			return;
		}
		*(page ? &p->page : &p->bank) = (uint8_t)v;
		p->has_page |= page;
		p->located = true;
	}
}

static const struct {
	const char *name;
	void (*parse)(struct span operands, struct dump_place *p, const char **ret_why);
} commands[] = {
	{ "i2cdump", parse_i2cdump },
	{ "i2ctransfer", parse_i2ctransfer },
	{ "ethtool", parse_ethtool },
};

bool dump_command_parse(struct span line, struct dump_place *ret_place, const char **ret_why)
{
	*ret_why = NULL;
	*ret_place = (struct dump_place){ .located = false };
	for (struct span word = span_next(&line); word.len > 0; word = span_next(&line)) {
		for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
			size_t n = strlen(commands[i].name);
			bool path = word.len > n && word.p[word.len - n - 1] == '/';

			if (!path && word.len != n)
				continue;
			if (!span_is((struct span){ word.p + word.len - n, n }, commands[i].name))
				continue;
			commands[i].parse(line, ret_place, ret_why);
			return true;
		}
	}
	return false;
}
