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
	{ "xxd, a short line filled up, whose characters look like bytes",
	  "00000000: 3034                                     04\n", DUMP_XXD, (const uint8_t *)"04", 2 },
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
	{ "kernel: print_hex_dump",
	  "[  257.681] sfp sfp-1: sfp EE: 00000000: " LINE_0 "  ............g...\n"
	  "[  257.682] eth0: Link is Down\n"
	  "[  257.683] sfp EE: 00000010: " LINE_1 "  ....ACME OPTICS\n",
	  DUMP_XXD, bytes_32, 32 },
	{ "kernel: in a commit message",
	  "    00:  03 04 07 00 00 00 00 00  00 00 00 06 67 00 00 00  |............g...|\n"
	  "    10:  08 03 00 1e 41 43 4d 45  20 4f 50 54 49 43 53 20  |....ACME OPTICS |\n",
	  DUMP_XXD, bytes_32, 32 },
	{ "RouterOS",
	  "0000: 03 04 07 00 00 00 00 00  00 00 00 06 67 00 00 00  ........ ....g...\n"
	  "0010: 08 03 00 1e 41 43 4d 45  20 4f 50 54 49 43 53 20  ....ACME  OPTICS\n",
	  DUMP_XXD, bytes_32, 32 },
	{ "two blanks in the middle, one line", "00: 03 04 07 00 00 00 00 00  00 00 00 06 67 00 00 00\n", DUMP_XXD,
	  bytes_32, 16 },
	{ "SONiC",
	  "EEPROM hexdump for port Ethernet4 page 0h\n        A0h dump\n"
	  "        00000000 03 04 07 00 00 00 00 00  00 00 00 06 67 00 00 00 |............g...|\n"
	  "        00000010 08 03 00 1e 41 43 4d 45  20 4f 50 54 49 43 53 20 |....ACME OPTICS |\n",
	  DUMP_HEXDUMP, bytes_32, 32 },
	{ "SONiC, older: seven and nine columns",
	  "A0h dump\n00000000 03 04 07 00 00 00 00  00 00 00 00 06 67 00 00 00 |............g...|\n", DUMP_HEXDUMP,
	  bytes_32, 16 },
	{ "IOS-XR", "0x0000: 03 04 07 00 00 00 00 00 : 00 00 00 06 67 00 00 00\n", DUMP_ETHTOOL, bytes_32, 16 },
	{ "FreeBSD", "\n\tSFF8472 DUMP (0xA0 0..31 range):\n\t" LINE_0 "\n\t" LINE_1 "\n", DUMP_HEX, bytes_32, 32 },
	{ "quoted mail", "> > 0x0000:\t\t" LINE_0 "\n>> 0x0010:\t\t" LINE_1 "\n", DUMP_ETHTOOL, bytes_32, 32 },
	{ "UTF-8 with a byte order mark, upper case, tabs", "\xef\xbb\xbf" "0000\t03\t04\t07\t00\t00\n", DUMP_HEXDUMP,
	  bytes_32, 5 },
	{ "colons", "03:04:07:00:00:00:00:00:00:00:00:06:\n67:00:00:00\n", DUMP_HEX, bytes_32, 16 },
	{ "xxd -i",
	  "unsigned char sfp_bin[] = {\n  0x03, 0x04, /* rev 7 */ 0x07,\n  0x00 // more\n};\n"
	  "unsigned int sfp_bin_len = 4;\n",
	  DUMP_HEX, bytes_32, 4 },
	{ "escapes of C and Python", "\"\\x03\\x04\\x07\\x00\"\n", DUMP_HEX, bytes_32, 4 },
	{ "a list of Python", "[0x03, 0x04,\n 0x07, 0x00]\n", DUMP_HEX, bytes_32, 4 },
	{ "a colon apart", "00 : " LINE_0 "\n10 : " LINE_1 "\n", DUMP_XXD, bytes_32, 32 },
	{ "bytes with a suffix", "03h 04h 07h 00h\n", DUMP_HEX, bytes_32, 4 },
	{ "offsets with a suffix", "00h: " LINE_0 "\n10h: " LINE_1 "\n", DUMP_XXD, bytes_32, 32 },
	{ "decimal offsets", "0: " LINE_0 "\n16: " LINE_1 "\n", DUMP_XXD, bytes_32, 32 },
	{ "od -A d -t x1", "0000000 " LINE_0 "\n0000016 " LINE_1 "\n0000032\n", DUMP_HEXDUMP, bytes_32, 32 },
	{ "numbers of columns", "Addr 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n0000: " LINE_0 "\n", DUMP_XXD,
	  bytes_32, 16 },
	{ "i2ctransfer",
	  "$ i2ctransfer -y 5 w1@0x50 0x00 r2\n0x03 0x04\n$ i2ctransfer -y 5 w1@0x50 0x02 r2\n0x07 0x00\n", DUMP_HEX,
	  bytes_32, 4 },
	{ "the same bytes twice", "0000: " LINE_0 "\n# A0h\n0000: " LINE_0 "\n", DUMP_XXD, bytes_32, 16 },
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
	{ "half a line lost", "0x0000:\t\t03 04\n0x0010:\t\t" LINE_1 "\n", -EINVAL, 2,
	  "offset 0x10 where 0x2 would be next" },
	{ "a lost line of hexdump", "00000000  03 04 07 00  |....|\n00000008  00 00 00 00  |....|\n", -EINVAL,
	  2, "offset 0x8 where 0x4 would be next" },
	{ "a second dump of something", "00000000: 0304  ..\n00000000: 0304  ..\n", -EINVAL, 2, "a second dump" },
	{ "a second dump of A0h that differs", "0000: " LINE_0 "\nA0h:\n0000: " LINE_1 "\n", -EINVAL, 3,
	  "offset 0x0 is 08h here and 03h in line 1" },
	{ "bytes or characters", "00: 30 34  04\n", -EINVAL, 1, "'04' may be bytes or characters" },
	{ "characters of other bytes", "00: 03 04  ACME\n", -EINVAL, 1, "'ACME' is neither bytes nor" },
	{ "more characters than bytes", "00000000  03 04  |....|\n", -EINVAL, 1, "2 bytes, but characters of 4" },
	{ "xxd -e", "00000000: 1e000308 454d4341 54504f20 20534349  ....ACME OPTICS \n", -EINVAL, 1, "neither bytes nor" },
	{ "groups that differ", "00: 0304 07 0304\n", -EINVAL, 1, "differ in length" },
	{ "a heading that nobody knows", "Flux capacitor page 3\n03 04\n", -EINVAL, 1, "'Flux' is not" },
	{ "a page that may be decimal", "Upper page 11\n00 01\n", -EINVAL, 1, "write 11h or 0x11" },
	{ "an upper half of any page", "Upper half\n00 01\n", -EINVAL, 1, "without its page" },
	{ "half of a page", "page 3h\n0000: " LINE_0 "\n", -EINVAL, 2, "lower or upper half?" },
	{ "less than the heading says", "A0h 0..127\n03 04 07\n", -EINVAL, 1, "128 bytes, but 3 follow" },
	{ "not where the heading says", "Lower page 0h\n0080: " LINE_0 "\n", -EINVAL, 2, "not in the half" },
	{ "another chip", "$ i2cdump -y 5 0x48\n00: 03\n", -EINVAL, 1, "no module's" },
	{ "A2h of a QSFP", "A0h\n0000: 11 08\nA2h\n0000: 00 00\n", -EINVAL, 0, "headings name A2h" },
	{ "numbers of columns over bytes", "0 1 2 3 4 5 6 7\n03 04 07 00 00 00 00 00\n", -EINVAL, 1, "columns" },
	{ "offsets from here on", "03 04 07 00\n04: 00 00\n", -EINVAL, 2, "'04:' is an offset" },
	{ "words of high byte first", "0000000 0304 0700\n0000004\n", -EINVAL, 1, "high byte first?" },
	{ "offsets in brackets", "[00] 03 04\n", -EINVAL, 1, "'00]' is not" },
	{ "a colon among bytes", "03 04 : 07\n", -EINVAL, 1, "is an offset" },
	{ "offsets without a colon", "00 " LINE_0 "\n10 " LINE_1 "\n", -EINVAL, 1, "bytes or offsets?" },
	{ "words with a prefix", "0x0304, 0x0700\n", -EINVAL, 1, "more than a byte" },
	{ "another length", "unsigned char x[] = { 0x03, 0x04 };\nunsigned int x_len = 3;\n", -EINVAL, 2, "3 bytes, but 2" },
	{ "the end is missing", "00000000  03 04  |..|\n00000100\n", -EINVAL, 2, "offset 0x100 where 0x2" },
	{ "offsets of any base",
	  "0000000 0403 0007 0000 0000 0000 0600 0067 0000\n*\n0000040\n", -EINVAL, 1, "may be hexadecimal or not" },
	{ "no offset", "00000000  03 04  |..|\nzz 04\n", -EINVAL, 2, "expected an offset, found 'zz'" },
	{ "a bad byte behind an offset", "00000000  03 0g  |..|\n", -EINVAL, 1, "'0g' is not" },
	{ "a short word", "0000000 0403 0007\n0000004 00\n", -EINVAL, 2, "'00' is not a word" },
	{ "repetition of nothing", "*\n00000010\n", -EINVAL, 1, "none before it" },
	{ "repetition in plain text", "03 04\n*\n", -EINVAL, 2, "none before it" },
	{ "repetition without an end", "00000000  03 04  |..|\n*\n", -EINVAL, 2,
	  "without an offset behind it" },
	{ "repetition that goes back", "00000000  03 04  |..|\n*\n00000001\n", -EINVAL, 3,
	  "offset 0x1 where 0x2" },
	{ "a repetition that a heading ends", "00000000  03 04  |..|\n*\nA2h\n", -EINVAL, 3, "'*' without an offset" },
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
	uint8_t sfp[96] = { 0x03, 0x04, 0x07 }, qsfp[128] = { 0x0d, 0x05, 0x00 }, ff[64];
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

/* Other sizes are no memory's: part of a file, or no dump at all. */
static void other_sizes_are_refused(void **state)
{
	static const size_t sizes[] = { 1, 63, 65, 127, 129, 300, 513, 1000 };
	static const uint8_t blank[1024] = { 0x03 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct image *img = image_empty();
		struct dump_info info;
		struct dump_error error;

		assert_int_equal(dump_load(blank, sizes[i], img, &info, &error), -EINVAL);
		assert_non_null(strstr(error.text, "64, 96, 128, 256, 384, 512, 640"));
		image_free(img);
	}
}

/* Text, and ranges that it must have put there; anything else is absent. */
static void headings_say_what_follows(void **state)
{
	static const struct {
		const char *label, *text;
		struct image_addr at[3];
		size_t len[3], size;
	} rows[] = {
		{ "pages by name",
		  "Lower page 0h\n0000: 18 50\nUpper page 0h\n0080: 18 20\nUpper page 11h\n0080: 01 02 03\n",
		  { { 0 }, { .offset = 128 }, { .page = 0x11, .offset = 128 } }, { 2, 2, 3 }, 7 },
		{ "upper halves from 0", "# Lower page 0h\n00: 18 50\n# Upper page 0x10\n00: 01 02\n",
		  { { 0 }, { .page = 0x10, .offset = 128 } }, { 2, 2 }, 4 },
		{ "a bank", "Lower page 0h\n18 50\nbank 1 page 11h upper\n80 81\n",
		  { { 0 }, { .bank = 1, .page = 0x11, .offset = 128 } }, { 2, 2 }, 4 },
		{ "devices", "A0h:\n00: 03 04\nA2h dump (0x51)\n00: 4b 00\n",
		  { { 0 }, { .device = IMAGE_A2 } }, { 2, 2 }, 4 },
		{ "commands",
		  "root@sw:~# i2cdump -y -r 0x00-0x01 5 0x50 b\n00: 03 04\n$ /usr/sbin/i2cdump 5 0x51\n00: 4b 00\n",
		  { { 0 }, { .device = IMAGE_A2 } }, { 2, 2 }, 4 },
		{ "ethtool, page by page",
		  "$ ethtool -m eth0 hex on\n0x0000: 18 50\n$ ethtool -m eth0 page 17 bank 0 offset 128 length 2 hex on\n"
		  "Offset\t\tValues\n0x0080: 01 02\n",
		  { { 0 }, { .page = 17, .offset = 128 } }, { 2, 2 }, 4 },
		{ "lines left out", "0x0000: " LINE_0 "\n0x0020: " LINE_1 "\n", { { 0 }, { .offset = 32 } }, { 16, 16 }, 32 },
		{ "bytes that i2cdump could not read", "00: 03 XX 07\n", { { 0 }, { .offset = 2 } }, { 1, 1 }, 2 },
		{ "an upper page 00h alone", "0x0080: 11 cc\n", { { .offset = 128 } }, { 2 }, 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image *img = image_empty();
		struct dump_info info = { 0 };
		struct dump_error error = { 0 };

		if (dump_load(rows[i].text, strlen(rows[i].text), img, &info, &error) != 0)
			fail_msg("%s: line %u: %s", rows[i].label, error.line, error.text);
		assert_row(info.size == rows[i].size, rows[i].label);
		for (size_t n = 0; n < 3 && rows[i].len[n]; n++)
			assert_row(image_has(img, rows[i].at[n], rows[i].len[n]), rows[i].label);
		image_free(img);
	}
}

/* A0h of an SFP, then 128 bytes with the checksum of A2h: two dumps, and no word between them. */
static void second_dump_of_an_sfp_is_a2(void **state)
{
	static const struct image_addr a2 = { .device = IMAGE_A2 };

	(void)state;
	for (unsigned sum = 0; sum < 2; sum++) {
		struct image *img = image_empty();
		struct dump_info info;
		struct dump_error error;
		char text[2048];
		size_t n = (size_t)sprintf(text, "00: " LINE_0 "\n");

		for (unsigned at = 0; at < 128; at += 16) {
			n += (size_t)sprintf(text + n, "%02x:", at);
			for (unsigned i = 0; i < 16; i++)
				n += (size_t)sprintf(text + n, " %02x", at + i == 0 ? 0x4b : at + i == 95 ? 0x4b + sum : 0);
			n += (size_t)sprintf(text + n, "\n");
		}
		assert_int_equal(dump_load(text, n, img, &info, &error), sum ? -EINVAL : 0);
		assert_int_equal(image_has(img, a2, 128), !sum);
		image_free(img);
	}
}

/* 128 bytes are the lower memory, or, by its checksums or its text, page 00h. */
static void page_00_alone_is_known(void **state)
{
	static const struct image_addr upper = { .offset = 128 };
	uint8_t page[128] = { 0x11, 0xcc, 0x0c }, sums[128] = { 0x11 }, lower[128] = { 0x11, 0x08 }, sfp[128] = { 0x03 };
	const struct {
		const char *label;
		const uint8_t *bytes;
		bool upper;
	} rows[] = {
		{ "a vendor's name", page, true },
		{ "checksums", sums, true },
		{ "neither", lower, false },
		{ "an SFP", sfp, false },
	};

	(void)state;
	memcpy(page + 20, "ACME OPTICS     ", 16);
	memcpy(sfp + 20, "ACME OPTICS     ", 16);
	sums[63] = 0x11;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image *img = image_empty();
		struct dump_info info;
		struct dump_error error;

		assert_row(dump_load(rows[i].bytes, 128, img, &info, &error) == 0, rows[i].label);
		assert_row(image_has(img, upper, 128) == rows[i].upper, rows[i].label);
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

/* Do two images of one memory agree where both have a byte? Returns how many bytes both have; -1: they differ. */
static int common_bytes(const struct image *a, const struct image *b)
{
	struct image_block block;
	int count = 0;

	for (size_t n = 0; image_block(a, n, &block); n++) {
		for (unsigned i = 0; i < 128; i++) {
			struct image_addr at = block.start;
			uint8_t x, y;

			at.offset = (uint8_t)(at.offset + i);
			if (image_read(a, at, 1, &x) < 0 || image_read(b, at, 1, &y) < 0)
				continue;
			if (x != y)
				return -1;
			count++;
		}
	}
	return count;
}

static struct image *load_file(const char *folder, const char *name)
{
	struct image *img = image_empty();
	struct dump_info info;
	struct dump_error error = { 0 };
	char path[4096];
	static char text[65536];
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "re");
	if (!f) {
		image_free(img);
		return NULL;
	}
	len = fread(text, 1, sizeof(text), f);
	fclose(f);
	if (dump_load(text, len, img, &info, &error) != 0)
		fail_msg("%s: line %u: %s", name, error.line, error.text);
	return img;
}

/* A collection of what tools and posts print of one QSFP28 and one SFP28, where there is one. */
static void pasted_forms_are_one_module(void **state)
{
	static const struct {
		const char *reference;
		const char *files[8];
	} modules[] = {
		{ "ios-xr.txt", { "c-array.txt", "colons.txt", "page00-only.bin", "quoted-mail.txt", "sonic-new-sff8636.txt",
		                  "sonic-old-sff8636.txt" } },
		{ "two-i2cdumps.txt", { "dmesg.txt", "freebsd-ifconfig.txt", "kernel-commit.txt", "routeros.txt",
		                        "sonic-new-sff8472.txt", "sonic-old-sff8472.txt", "two-blanks-one-line.txt" } },
	};
	const char *given = getenv("BREAKOUT_FORMS"), *top = getenv("top_srcdir");
	char folder[3072];

	(void)state;
	snprintf(folder, sizeof(folder), "%s%s", given ? given : top ? top : ".", given ? "" : "/../shared/cases/forms");
	for (size_t i = 0; i < ARRAY_SIZE(modules); i++) {
		struct image *reference = load_file(folder, modules[i].reference);

		if (!reference) {
			print_message("no collection of pasted dumps (BREAKOUT_FORMS)\n");
			skip();
		}
		for (size_t n = 0; n < 8 && modules[i].files[n]; n++) {
			struct image *img = load_file(folder, modules[i].files[n]);

			assert_row(img && common_bytes(reference, img) >= 16, modules[i].files[n]);
			image_free(img);
		}
		image_free(reference);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_recognised),
		cmocka_unit_test(errors_name_the_line),
		cmocka_unit_test(binary_is_binary),
		cmocka_unit_test(other_sizes_are_refused),
		cmocka_unit_test(headings_say_what_follows),
		cmocka_unit_test(second_dump_of_an_sfp_is_a2),
		cmocka_unit_test(page_00_alone_is_known),
		cmocka_unit_test(pasted_forms_are_one_module),
		cmocka_unit_test(second_half_depends_on_identifier),
		cmocka_unit_test(size_is_bounded),
	};

	return cmocka_run_group_tests_name("dump", tests, NULL, NULL);
}
