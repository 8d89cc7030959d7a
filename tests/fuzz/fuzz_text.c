/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: any file is a dump or is refused with a reason. What is one is
 * decoded, and written as each kind of text it is read as the same bytes.
 */
#include <stdarg.h>
#include <string.h>

#include "common/type_image.h"
#include "eeprom/dump.h"
#include "eeprom/eeprom.h"
#include "fuzz/fuzz.h"
#include "fuzz/spoil_text.h"

/* A text under construction; what does not fit is a mistake here. */
struct writer {
	char *text;
	size_t len, size;
};

static void put(struct writer *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void put(struct writer *w, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(w->text + w->len, w->size - w->len, fmt, ap);
	va_end(ap);
	REQUIRE(n >= 0 && (size_t)n < w->size - w->len);
	w->len += (size_t)n;
}

static void put_characters(struct writer *w, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(w, "%c", bytes[i] >= 0x20 && bytes[i] < 0x7f ? bytes[i] : '.');
}

/* How a tool, or a person, writes lines of 16 bytes. */
struct style {
	enum dump_format format;
	const char *offset;        /* of printf(), for a size_t */
	const char *byte, *middle; /* %s: hexadecimal digits; what stands behind the eighth */
	const char *before, *after; /* the characters; NULL: none */
	const char *line, *heading, *end;
	unsigned pad;              /* width of a byte where a short line is filled up; 0: it is not */
	bool folds;                /* '*' for lines that repeat, and the size at the end */
};

static const struct style styles[] = {
	{ .format = DUMP_ETHTOOL, .offset = "0x%04zx:\t\t", .byte = "%02x ", .heading = "Offset\t\tValues\n------\t\t------\n" },
	{ .format = DUMP_XXD, .offset = "%08zx: ", .byte = "%02x", .before = "  ", .after = "", .pad = 2 },
	{ .format = DUMP_HEXDUMP, .offset = "%08zx  ", .byte = "%02x ", .before = " |", .after = "|", .folds = true },
	{ .format = DUMP_WORDS, .offset = "%07zx", .folds = true },
	{ .format = DUMP_HEX, .offset = "", .byte = "%02x" },
	/* RouterOS and the kernel's print_hex_dump(); quoted mail; IOS-XR; SONiC; a C array; colons. */
	{ .format = DUMP_XXD, .offset = "%04zx: ", .byte = "%02x ", .middle = " ", .before = " ", .after = "", .pad = 3 },
	{ .format = DUMP_XXD, .line = "[  257.681] sfp EE: ", .offset = "%08zx: ", .byte = "%02x ", .before = " ", .after = "",
	  .pad = 3 },
	{ .format = DUMP_ETHTOOL, .line = "> ", .offset = "0x%04zX:\t\t", .byte = "%02X " },
	{ .format = DUMP_ETHTOOL, .offset = "0x%04zx: ", .byte = "%02x ", .middle = ": " },
	{ .format = DUMP_HEXDUMP, .line = "        ", .offset = "%08zx ", .byte = "%02x ", .middle = " ", .before = "|",
	  .after = "|", .heading = "EEPROM hexdump for port Ethernet4\n" },
	{ .format = DUMP_HEX, .offset = "", .byte = "0x%02x, ", .heading = "static const uint8_t eeprom[] = {\n", .end = "};\n" },
	{ .format = DUMP_HEX, .offset = "", .byte = "%02x:" },
};

/* Sixteen bits, low byte first. */
static void put_words(struct writer *w, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i += 2)
		put(w, " %02x%02x", i + 1 < n ? bytes[i + 1] : 0, bytes[i]);
}

static void put_line(struct writer *w, const struct style *style, const uint8_t *bytes, size_t at, size_t n)
{
	put(w, "%s", style->line ? style->line : "");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
	put(w, style->offset, at);
	if (style->format == DUMP_WORDS)
		put_words(w, bytes + at, n);
	for (size_t i = 0; style->byte && i < n; i++) {
		put(w, style->byte, bytes[at + i]);
		if (style->middle && i == 7 && n > 8)
			put(w, style->middle);
	}
#pragma GCC diagnostic pop
	if (style->before) {
		put(w, "%*s", (int)(style->pad * (16 - n)), "");
		put(w, "%s", style->before);
		put_characters(w, bytes + at, n);
		put(w, "%s", style->after);
	}
	put(w, "\n");
}

/* As the tool would print it, with '*' for lines that repeat where it does that. */
static void write_dump(struct writer *w, const struct style *style, const uint8_t *bytes, size_t len)
{
	bool folded = false;

	put(w, "%s", style->heading ? style->heading : "");
	for (size_t at = 0; at < len; at += 16) {
		size_t n = len - at < 16 ? len - at : 16;

		/* Not the second line: only a third says in which base offsets are. */
		if (style->folds && at >= 32 && n == 16 && memcmp(bytes + at, bytes + at - 16, 16) == 0) {
			if (!folded)
				put(w, "*\n");
			folded = true;
			continue;
		}
		folded = false;
		put_line(w, style, bytes, at, n);
	}
	if (style->folds)
		put(w, style->format == DUMP_WORDS ? "%07zx\n" : "%08zx\n", len);
	put(w, "%s", style->end ? style->end : "");
}

/* What is written and read again: more would be more of the same. */
#define SAME_MAX 300

/* The bytes of a dump in each style are read as those bytes. */
static void require_roundtrip(const struct image *img)
{
	static char text[12 * SAME_MAX];
	static uint8_t bytes[DUMP_MAX], back[DUMP_MAX];
	size_t len = 0, back_len = 0;

	/* An image with gaps has no linear text; one of A2h alone has no identifier. */
	if (image_store_linear(img, bytes, sizeof(bytes), &len) < 0 || !image_has(img, (struct image_addr){ 0 }, 1))
		return;
	if (len > SAME_MAX)
		len = SAME_MAX;
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
		struct writer w = { .text = text, .size = sizeof(text) };
		struct image *again = image_new();
		struct dump_info info;
		struct dump_error error;

		REQUIRE(again);
		/* Of words, bytes that have no identifier may be refused. */
		if (styles[i].format == DUMP_WORDS && len > 1 && eeprom_family(bytes[0]) == FAMILY_UNKNOWN) {
			image_free(again);
			continue;
		}
		write_dump(&w, &styles[i], bytes, len);
		REQUIRE(dump_load(w.text, w.len, again, &info, &error) == 0);
		REQUIRE(info.format == styles[i].format && info.size == len);
		REQUIRE(image_store_linear(again, back, sizeof(back), &back_len) == 0);
		/* 128 bytes may be page 00h. */
		REQUIRE(len == 128 || (back_len == len && memcmp(back, bytes, len) == 0));
		image_free(again);
	}
}

static unsigned lines_of(const uint8_t *data, size_t size)
{
	unsigned lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct image *img = image_new();
	struct module *m = module_new();
	struct dump_info info = { .size = 0 };
	struct dump_error error = { .text = "" };
	int r;

	REQUIRE(img && m);
	r = dump_load(data, size, img, &info, &error);
	if (r < 0) {
		REQUIRE(error.text[0] && strlen(error.text) < sizeof(error.text));
		REQUIRE(error.line <= lines_of(data, size));
		for (const char *p = error.text; *p; p++)
			REQUIRE(*p >= 0x20 && *p < 0x7f);
	} else {
		REQUIRE(r == 0 && info.size > 0 && info.size <= DUMP_MAX);
		REQUIRE(code_name(dump_format_labels, info.format));
		eeprom_decode(img, m);
		require_roundtrip(img);
	}
	image_free(img);
	module_unref(m);
	return 0;
}

const unsigned fuzz_rounds = 60;

/* Every 7th type, in one style after the other. */
size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	static uint8_t bytes[TYPE_IMAGE_MAX];
	struct writer w = { .text = (char *)data, .size = size };
	const size_t count = sizeof(styles) / sizeof(styles[0]);
	size_t len;

	for (const struct module_type *t = module_types; t->token; t++) {
		if ((t - module_types) % 7 || !eeprom_type_encodable(t) || n-- > 0)
			continue;
		len = type_image(t, 1, bytes, sizeof(bytes));
		REQUIRE(len > 0);
		write_dump(&w, &styles[(size_t)(t - module_types) / 7 % count], bytes, len < 1024 ? len : 1024);
		return w.len;
	}
	return 0;
}

void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	static const char characters[] = "0123456789abcdefABCDEFxXh:|>*#$[]{}-., \t\n\r\x80";
	static const struct spoil_how how = { characters, sizeof(characters) - 1, 6, 80, 80 };

	spoil_text(data, len, size, seed, &how);
}
