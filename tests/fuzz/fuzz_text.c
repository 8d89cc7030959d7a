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

/* The column of characters: always one that could be taken for bytes. */
static void put_characters(struct writer *w, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put(w, "%c", bytes[i] > 0x20 && bytes[i] < 0x7f ? bytes[i] : 'a');
}

static void put_line(struct writer *w, enum dump_format format, const uint8_t *bytes, size_t at, size_t n)
{
	static const char *const offsets[] = {
		[DUMP_ETHTOOL] = "0x%04zx:\t\t", [DUMP_XXD] = "%08zx: ", [DUMP_HEXDUMP] = "%08zx  ",
		[DUMP_WORDS] = "%07zx", [DUMP_HEX] = "",
	};
	static const char *const byte[] = {
		[DUMP_ETHTOOL] = "%02x ", [DUMP_XXD] = "%02x", [DUMP_HEXDUMP] = "%02x ", [DUMP_HEX] = "%02x",
	};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	put(w, offsets[format], at);
	for (size_t i = 0; i < n; i++) {
		if (format == DUMP_WORDS && i % 2 == 0)
			put(w, " %02x%02x", i + 1 < n ? bytes[at + i + 1] : 0, bytes[at + i]);
		else if (format != DUMP_WORDS)
			put(w, byte[format], bytes[at + i]);
	}
#pragma GCC diagnostic pop
	if (format == DUMP_XXD) {
		put(w, "  ");
		put_characters(w, bytes + at, n);
	} else if (format == DUMP_HEXDUMP) {
		put(w, " |");
		put_characters(w, bytes + at, n);
		put(w, "|");
	}
	put(w, "\n");
}

/* As the tool would print it, with '*' for lines that repeat where it does that. */
static void write_dump(struct writer *w, enum dump_format format, const uint8_t *bytes, size_t len)
{
	bool folds = format == DUMP_HEXDUMP || format == DUMP_WORDS, folded = false;

	if (format == DUMP_ETHTOOL)
		put(w, "Offset\t\tValues\n------\t\t------\n");
	for (size_t at = 0; at < len; at += 16) {
		size_t n = len - at < 16 ? len - at : 16;

		if (folds && at >= 16 && n == 16 && memcmp(bytes + at, bytes + at - 16, 16) == 0) {
			if (!folded)
				put(w, "*\n");
			folded = true;
			continue;
		}
		folded = false;
		put_line(w, format, bytes, at, n);
	}
	if (folds)
		put(w, format == DUMP_WORDS ? "%07zx\n" : "%08zx\n", len);
}

/* What is written and read again: more would be more of the same. */
#define SAME_MAX 300

/* The bytes of a dump as each kind of text are read as those bytes. */
static void require_roundtrip(const struct image *img)
{
	static const enum dump_format formats[] = { DUMP_ETHTOOL, DUMP_XXD, DUMP_HEXDUMP, DUMP_WORDS,
		                                    DUMP_HEX };
	static char text[8 * SAME_MAX];
	static uint8_t bytes[DUMP_MAX], back[DUMP_MAX];
	size_t len = 0, back_len = 0;

	REQUIRE(image_store_linear(img, bytes, sizeof(bytes), &len) == 0);
	if (len > SAME_MAX)
		len = SAME_MAX;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct writer w = { .text = text, .size = sizeof(text) };
		struct image *again = image_new();
		struct dump_info info;
		struct dump_error error;

		REQUIRE(again);
		write_dump(&w, formats[i], bytes, len);
		REQUIRE(dump_load(w.text, w.len, again, &info, &error) == 0);
		REQUIRE(info.format == formats[i] && info.size == len);
		REQUIRE(image_store_linear(again, back, sizeof(back), &back_len) == 0);
		REQUIRE(back_len == len && memcmp(back, bytes, len) == 0);
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

/* Every 7th type, in one format after the other. */
size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	static const enum dump_format formats[] = { DUMP_ETHTOOL, DUMP_XXD, DUMP_HEXDUMP, DUMP_WORDS,
		                                    DUMP_HEX };
	static uint8_t bytes[TYPE_IMAGE_MAX];
	struct writer w = { .text = (char *)data, .size = size };
	size_t len;

	for (const struct module_type *t = module_types; t->token; t++) {
		if ((t - module_types) % 7 || !eeprom_type_encodable(t) || n-- > 0)
			continue;
		len = type_image(t, 1, bytes, sizeof(bytes));
		REQUIRE(len > 0);
		write_dump(&w, formats[(size_t)(t - module_types) / 7 % 5], bytes, len < 1024 ? len : 1024);
		return w.len;
	}
	return 0;
}

void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	static const char characters[] = "0123456789abcdefABCDEFx:|>*#, \t\n\r\x80";
	static const struct spoil_how how = { characters, sizeof(characters) - 1, 6, 80, 80 };

	spoil_text(data, len, size, seed, &how);
}
