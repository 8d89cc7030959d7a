/* SPDX-License-Identifier: BSD-3-Clause */
/* Private to dump.c and its parts: text of dumps as lines of bytes and the headings above them. */
#ifndef BREAKOUT_EEPROM_DUMP_TEXT_H
#define BREAKOUT_EEPROM_DUMP_TEXT_H

#include "eeprom/dump.h"

/* A part of the text; not terminated. */
struct span {
	const char *p;
	size_t len;
};

enum dump_half {
	HALF_ANY,      /* not said */
	HALF_LOWER,    /* offsets 0 to 127 */
	HALF_UPPER,    /* offsets 128 to 255 */
};

/* What a heading says of the memory below it. */
struct dump_place {
	bool located;          /* it says at least one of: device, page, bank, half, range */
	bool has_page;
	uint8_t device;        /* enum image_device */
	uint8_t page, bank;
	enum dump_half half;
	size_t first, count;   /* the range that it announces; count 0: none */
	bool columns;          /* it has the numbers of columns */
	bool alone;            /* it is "A0h" or "A2h" and nothing else */
};

/* The bytes below one heading. The first section has none. */
struct dump_section {
	struct dump_place place;
	unsigned line;
};

/* In dump_text.bytes: the tool that wrote the dump could not read this byte. */
#define DUMP_UNREAD 0x100u

struct dump_line {
	unsigned number;
	size_t section;
	struct span offset;      /* as it is written, without prefix and colon; empty: none */
	bool hex;                /* written so that the offset can only be hexadecimal */
	bool repeats;            /* '*' stood before it */
	size_t first, count;     /* in dump_text.bytes; count 0: the offset at the end */
};

struct dump_text {
	enum dump_format format;
	struct dump_line *lines;
	size_t line_count;
	struct dump_section *sections;
	size_t section_count;
	uint16_t *bytes;         /* DUMP_MAX */
	size_t len;
};

/* Parse `len` characters. 0 or the errno of dump_load(), with *ret_error. dump_text_free() in any case. */
int dump_text_parse(const char *text, size_t len, struct dump_text *ret_text, struct dump_error *ret_error);
void dump_text_free(struct dump_text *t);

/* Is this a heading? Its place; or why it can't be one, in *ret_why (NULL: it is just none). */
bool dump_heading_parse(struct span line, struct dump_place *ret_place, const char **ret_why);
/* The same of a command that prints a dump, after a prompt or a comment sign. */
bool dump_command_parse(struct span line, struct dump_place *ret_place, const char **ret_why);

/* Says why; returns `error`. */
int dump_fail(struct dump_error *e, unsigned line, int error, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Small parts of the tokenizer. */
bool span_is_blank(char c);
int span_digit(char c);
bool span_is_hex(struct span s);
bool span_has_prefix(struct span s);
bool span_is(struct span s, const char *word);            /* whatever the case */
bool span_starts_with(struct span s, const char *word);
void span_skip(struct span *s, size_t n);
void span_skip_blanks(struct span *s);
/* The next word; an empty one at the end. */
struct span span_next(struct span *s);
/* Digits of a base as a number; false if it is none of up to 8 digits. */
bool span_number(struct span s, unsigned base, size_t *ret_value);

#endif
