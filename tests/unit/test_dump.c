/* SPDX-License-Identifier: BSD-3-Clause */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eeprom/dump.h"

/* What tools print of the bytes 03 04 07 00... with 16 in a line. */
#define LINE_0 "03 04 07 00 00 00 00 00 00 00 00 06 67 00 00 00"
#define LINE_1 "08 03 00 1e 41 43 4d 45 20 4f 50 54 49 43 53 20"
static const uint8_t bytes_32[] = {
	0x03, 0x04, 0x07, 0, 0, 0, 0, 0, 0, 0, 0, 0x06, 0x67, 0, 0, 0,
	0x08, 0x03, 0, 0x1e, 'A', 'C', 'M', 'E', ' ', 'O', 'P', 'T', 'I', 'C', 'S', ' ',
};

/* 16 bytes, then 48 of 00h behind a '*'. */
static const uint8_t bytes_64[64] = { 0x03, 0x04, 0x07, 0, 0, 0, 0, 0, 0, 0, 0, 0x06, 0x67 };

static const struct {
	const char *label, *text;
	enum dump_format format;
	const uint8_t *bytes;
	size_t size;
} good[] = {
	{ "ethtool hex on",
	  "Offset\t\tValues\n------\t\t------\n0x0000:\t\t" LINE_0 " \n0x0010:\t\t" LINE_1 " \n",
	  DUMP_ETHTOOL, bytes_32, 32 },
	{ "ethtool, with the prompt, CRLF, no final newline",
	  "$ ethtool -m eth0 hex on\r\nOffset\t\tValues\r\n------\t\t------\r\n0x0000:\t\t" LINE_0
	  "\r\n0x0010:\t\t" LINE_1,
	  DUMP_ETHTOOL, bytes_32, 32 },
	{ "ethtool, short last line", "0x0000:\t\t" LINE_0 "\n0x0010:\t\t08 03 \n", DUMP_ETHTOOL, bytes_32,
	  18 },
	{ "hexdump -C",
	  "00000000  03 04 07 00 00 00 00 00  00 00 00 06 67 00 00 00  |............g...|\n"
	  "00000010  08 03 00 1e 41 43 4d 45  20 4f 50 54 49 43 53 20  |....ACME OPTICS |\n00000020\n",
	  DUMP_HEXDUMP, bytes_32, 32 },
	{ "hexdump -C with repetition",
	  "00000000  03 04 07 00 00 00 00 00  00 00 00 06 67 00 00 00  |............g...|\n"
	  "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n00000040\n",
	  DUMP_HEXDUMP, bytes_64, 64 },
	{ "hexdump -C that is cut off", "00000000  03 04 07 00  |....|\n", DUMP_HEXDUMP, bytes_32, 4 },
	{ "od -A x -t x1z",
	  "000000 " LINE_0 "  >............g...<\n000010 " LINE_1 "  >....ACME OPTICS <\n000020\n",
	  DUMP_HEXDUMP, bytes_32, 32 },
	{ "od -t x1: octal offsets", "0000000 " LINE_0 "\n0000020 " LINE_1 "\n0000040\n", DUMP_HEXDUMP,
	  bytes_32, 32 },
	{ "hexdump: words",
	  "0000000 0403 0007 0000 0000 0000 0600 0067 0000\n0000010 0308 1e00 4341 454d 4f20 5450 4349 2053\n"
	  "0000020\n",
	  DUMP_WORDS, bytes_32, 32 },
	{ "hexdump: words with repetition",
	  "0000000 0403 0007 0000 0000 0000 0600 0067 0000\n0000010 0000 0000 0000 0000 0000 0000 0000 "
	  "0000\n*\n"
	  "0000040\n",
	  DUMP_WORDS, bytes_64, 64 },
	{ "hexdump: words of an odd size", "0000000 0403 0007\n0000003\n", DUMP_WORDS, bytes_32, 3 },
	{ "od -x: octal offsets",
	  "0000000 0403 0007 0000 0000 0000 0600 0067 0000\n0000020 0308 1e00 4341 454d 4f20 5450 4349 2053\n"
	  "0000040\n",
	  DUMP_WORDS, bytes_32, 32 },
	{ "xxd",
	  "00000000: 0304 0700 0000 0000 0000 0006 6700 0000  ............g...\n"
	  "00000010: 0803 001e 4143 4d45 204f 5054 4943 5320  ....ACME OPTICS \n",
	  DUMP_XXD, bytes_32, 32 },
	{ "xxd whose characters look like bytes", "00000000: 0304 07  03 04 \n", DUMP_XXD, bytes_32, 3 },
	{ "xxd -g1 -u, short",
	  "0000000: 03 04 07 00 00 00 00 00 00 00 00 06 67 00 00 00  ............g...\n0000010: 08 03 00 1E  "
	  "....\n",
	  DUMP_XXD, bytes_32, 20 },
	{ "xxd -g0", "00000000: 03040700000000000000000667000000  ............g...\n", DUMP_XXD, bytes_32,
	  16 },
	{ "xxd -a",
	  "00000000: 0304 0700 0000 0000 0000 0006 6700 0000  ............g...\n"
	  "00000010: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n*\n"
	  "00000030: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n",
	  DUMP_XXD, bytes_64, 64 },
	{ "i2cdump",
	  "No size specified (using byte-data access)\n"
	  "     0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f    0123456789abcdef\n"
	  "00: " LINE_0 "    ............g...\n10: " LINE_1 "    ....ACME OPTICS \n",
	  DUMP_XXD, bytes_32, 32 },
	{ "plain, blanks", LINE_0 "\n" LINE_1 "\n", DUMP_HEX, bytes_32, 32 },
	{ "plain, no blanks (xxd -p)", "030407000000000000000006670000000803001e41434d45\n204f505449435320\n",
	  DUMP_HEX, bytes_32, 32 },
	{ "plain, groups of four bytes", "03040700 00000000 00000006 67000000", DUMP_HEX, bytes_32, 16 },
	{ "plain, a program's list", "0x03, 0x04,0x7, 0x00,\n", DUMP_HEX, bytes_32, 4 },
	{ "plain, two bytes", "0304", DUMP_HEX, bytes_32, 2 },
	{ "comments and blank lines", "# a module\n\n  # more\n03 04\n\t\n07\n", DUMP_HEX, bytes_32, 3 },
};

static struct image *image_empty(void)
{
	struct image *img = image_new();

	assert_non_null(img);
	return img;
}

static void formats_are_recognised(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		struct image *img = image_empty();
		struct dump_info info = { 0 };
		struct dump_error error = { 0 };
		uint8_t bytes[64];
		size_t len = 0;

		if (dump_load(good[i].text, strlen(good[i].text), img, &info, &error) != 0)
			fail_msg("%s: line %u: %s", good[i].label, error.line, error.text);
		assert_row(info.format == good[i].format, good[i].label);
		assert_row(info.size == good[i].size, good[i].label);
		assert_row(image_store_linear(img, bytes, sizeof(bytes), &len) == 0, good[i].label);
		assert_row(len == good[i].size, good[i].label);
		assert_row(memcmp(bytes, good[i].bytes, len) == 0, good[i].label);
		image_free(img);
	}
}

static const struct {
	const char *label, *text;
	int error;
	unsigned line;
	const char *says;
} bad[] = {
	{ "nothing", "", -ENODATA, 0, "empty" },
	{ "blanks", " \n\t\r\n", -ENODATA, 0, "empty" },
	{ "a heading only", "Offset\t\tValues\n------\t\t------\n", -ENODATA, 0, "empty" },
	{ "words", "hello world\n", -EINVAL, 1, "'hello' is not a hexadecimal number" },
	{ "not ASCII", "03 04 \xc3\xa4\n", -EINVAL, 1, "is not a hexadecimal number" },
	{ "long words", "03\nthis-is-much-longer-than-a-byte\n", -EINVAL, 2,
	  "'this-is-much-longer-than...'" },
	{ "half a byte", "03 04\n07 0\n", -EINVAL, 2, "'0' is not a whole number of bytes" },
	{ "ethtool's words", "\tIdentifier                : 0x03 (SFP)\n", -EINVAL, 1,
	  "'raw on' or 'hex on'" },
	{ "starts elsewhere", "Offset\t\tValues\n------\t\t------\n0x0080:\t\t" LINE_0 "\n", -EINVAL, 3,
	  "starts at 0x80: a dump starts at 0" },
	{ "a lost line", "0x0000:\t\t" LINE_0 "\n0x0020:\t\t" LINE_1 "\n", -EINVAL, 2,
	  "offset 0x20 where 0x10 would be next" },
	{ "a lost line of hexdump", "00000000  03 04 07 00  |....|\n00000008  00 00 00 00  |....|\n", -EINVAL,
	  2, "offset 0x8 where 0x4 would be next" },
	{ "a line twice", "00000000: 0304  ..\n00000000: 0304  ..\n", -EINVAL, 2, "offset 0x0 where 0x2" },
	{ "no offset", "00000000  03 04  |..|\nzz 04\n", -EINVAL, 2, "expected an offset, found 'zz'" },
	{ "a bad byte behind an offset", "00000000  03 0g  |..|\n", -EINVAL, 1, "'0g' is not" },
	{ "i2cdump could not read", "00: 03 XX\n", -EINVAL, 1, "'XX' is not" },
	{ "a short word", "0000000 0403 0007\n0000004 00\n", -EINVAL, 2, "'00' is not a word" },
	{ "repetition of nothing", "*\n00000010\n", -EINVAL, 1, "none before it" },
	{ "repetition in plain text", "03 04\n*\n", -EINVAL, 2, "none before it" },
	{ "repetition without an end", "00000000  03 04  |..|\n*\n", -EINVAL, 2,
	  "without an offset behind it" },
	{ "repetition that goes back", "00000000  03 04  |..|\n*\n00000001\n", -EINVAL, 3,
	  "offset 0x1 where 0x2" },
	{ "repetition without bounds", "00000000  03 04  |..|\n*\nffffffff\n", -EFBIG, 3, "more than 65536" },
	{ "more behind the end", "00000000  03 04  |..|\n00000002\n00000002  05  |.|\n", -EINVAL, 3,
	  "more follows" },
};

static void errors_name_the_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct image *img = image_empty();
		struct dump_info info = { .size = 42 };
		struct dump_error error = { 0 };
		int r = dump_load(bad[i].text, strlen(bad[i].text), img, &info, &error);

		if (r != bad[i].error || error.line != bad[i].line || !strstr(error.text, bad[i].says))
			fail_msg("%s: %d, line %u: %s", bad[i].label, r, error.line, error.text);
		assert_row(info.size == 42, bad[i].label);
		image_free(img);
	}
}

static void binary_is_binary(void **state)
{
	static const uint8_t blank[128] = { 0 };
	uint8_t sfp[] = { 0x03, 0x04, 0x07 }, qsfp[] = { 0x0d, 0x05, 0x00 }, ff[64];
	const struct {
		const char *label;
		const uint8_t *bytes;
		size_t len;
	} rows[] = {
		{ "an SFP", sfp, sizeof(sfp) },
		{ "a QSFP+, which starts with CR", qsfp, sizeof(qsfp) },
		{ "nothing answered", ff, sizeof(ff) },
		{ "blank", blank, sizeof(blank) },
	};

	(void)state;
	memset(ff, 0xff, sizeof(ff));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image *img = image_empty();
		struct dump_info info;
		struct dump_error error;
		uint8_t back[128];

		assert_row(dump_load(rows[i].bytes, rows[i].len, img, &info, &error) == 0, rows[i].label);
		assert_row(info.format == DUMP_BINARY && info.size == rows[i].len, rows[i].label);
		assert_row(image_read(img, (struct image_addr){ 0 }, rows[i].len, back) == 0, rows[i].label);
		assert_row(memcmp(back, rows[i].bytes, rows[i].len) == 0, rows[i].label);
		image_free(img);
	}
}

/* Bytes from 256 on are A2h of an SFP, and page 01h of others. */
static void second_half_depends_on_identifier(void **state)
{
	static const struct image_addr a2 = { .device = IMAGE_A2 };
	static const struct image_addr page_1 = { .page = 1, .offset = 128 };

	(void)state;
	for (unsigned sfp = 0; sfp < 2; sfp++) {
		struct image *img = image_empty();
		struct dump_info info;
		struct dump_error error;
		char text[600 * 3];
		size_t n = 0;

		for (unsigned i = 0; i < 300; i++)
			n += (size_t)sprintf(text + n, "%s ", i ? "00" : sfp ? "03" : "11");
		assert_int_equal(dump_load(text, n, img, &info, &error), 0);
		assert_int_equal(info.size, 300);
		assert_int_equal(image_has(img, a2, 44), sfp);
		assert_int_equal(image_has(img, page_1, 44), !sfp);
		image_free(img);
	}
}

/* `n` bytes: as they are, or as text of two digits each. */
static int load_large(bool text, size_t n, struct dump_error *error)
{
	size_t each = text ? 2 : 1;
	char *data = malloc(n * each);
	struct image *img = image_empty();
	struct dump_info info;
	int r;

	assert_non_null(data);
	memset(data, text ? '0' : 0, n * each);
	r = dump_load(data, n * each, img, &info, error);
	if (r == 0)
		assert_int_equal(info.size, n);
	free(data);
	image_free(img);
	return r;
}

static void size_is_bounded(void **state)
{
	struct dump_error error;

	(void)state;
	for (unsigned text = 0; text < 2; text++) {
		/* Page FFh ends before the largest size does. */
		assert_int_equal(load_large(text, 256 * 128 + 128, &error), 0);
		assert_int_equal(load_large(text, DUMP_MAX, &error), 0);
		assert_int_equal(load_large(text, DUMP_MAX + 1, &error), -EFBIG);
		assert_non_null(strstr(error.text, "more than 65536 bytes"));
	}
	assert_int_equal(load_large(true, DUMP_MAX_INPUT, &error), -EFBIG);
	assert_non_null(strstr(error.text, "of text"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_recognised),
		cmocka_unit_test(errors_name_the_line),
		cmocka_unit_test(binary_is_binary),
		cmocka_unit_test(second_half_depends_on_identifier),
		cmocka_unit_test(size_is_bounded),
	};

	return cmocka_run_group_tests_name("dump", tests, NULL, NULL);
}
