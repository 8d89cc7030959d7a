/* SPDX-License-Identifier: BSD-3-Clause */
/* eeprom nodes as optoe and at24 make them, in a tree of files that imitates sysfs. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "source/source.h"

#define DEVICES "sys/bus/i2c/devices/"
#define A0(p, o) ((struct image_addr){ .device = IMAGE_A0, .page = (p), .offset = (o) })
#define A2(p, o) ((struct image_addr){ .device = IMAGE_A2, .page = (p), .offset = (o) })

/* `device` (0 or 1) and place show in every byte. */
static uint8_t byte_at(unsigned device, size_t n)
{
	return (uint8_t)((n ^ n >> 7) + 3 * device);
}

static void write_node(struct scratch *s, const char *name, unsigned device, size_t len)
{
	uint8_t memory[1024];

	for (size_t i = 0; i < len; i++)
		memory[i] = byte_at(device, i);
	scratch_write(s, name, memory, len);
}

static void make_optoe(struct scratch *s, const char *class, size_t len)
{
	write_node(s, DEVICES "5-0050/eeprom", 0, len);
	scratch_text(s, DEVICES "5-0050/dev_class", class);
	scratch_text(s, DEVICES "5-0050/port_name", "port5\n");
}

static struct source *open_node(struct scratch *s, const char *name, const char *presence, bool inverted)
{
	char path[SCRATCH_PATH], presence_path[SCRATCH_PATH];
	struct source *source;

	assert_int_equal(source_sysfs_open(scratch_path(s, name, path),
	                                   presence ? scratch_path(s, presence, presence_path) : NULL, inverted,
	                                   &source),
	                 0);
	return source;
}

static int read_byte(struct source *source, struct image_addr at)
{
	uint8_t byte;
	int r = source_read(source, at, 1, &byte);

	return r < 0 ? r : byte;
}

static void optoe_nodes_are_linear(void **state)
{
	static const char *const names[] = { DEVICES "5-0050/eeprom", DEVICES "5-0050", DEVICES "5-0050/" };
	uint8_t buf[128];

	make_optoe(*state, "1\n", 1024);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct source *source = open_node(*state, names[i], NULL, false);

		assert_string_equal(source->ops->name, "sysfs");
		assert_int_equal(source_presence(source), 1);
		assert_int_equal(source_read(source, A0(0, 128), 128, buf), 0);
		assert_int_equal(buf[127], byte_at(0, 255));
		assert_int_equal(source_read(source, A0(3, 128), 128, buf), 0);
		assert_int_equal(buf[0], byte_at(0, 512));
		assert_int_equal(read_byte(source, A0(200, 128)), -ENODATA);
		source_close(source);
	}
}

/* What is at 256 depends on how optoe is bound; the other reading would be a wrong number. */
static void optoe_class_decides_what_is_behind_a0h(void **state)
{
	static const struct {
		const char *class;
		int page, a2;
	} rows[] = {
		{ "1\n", 256, -ENODATA },
		{ "2\n", -ENODATA, 256 },
		{ "3", 256, -ENODATA },
		{ "4\n", -EBADMSG, -EBADMSG },
		{ "", -EBADMSG, -EBADMSG },
		{ "far more than a class\n", -EMSGSIZE, -EMSGSIZE },
	};
	struct source *source = open_node(*state, DEVICES "5-0050/eeprom", NULL, false);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int page = rows[i].page < 0 ? rows[i].page : byte_at(0, 256);
		int a2 = rows[i].a2 < 0 ? rows[i].a2 : byte_at(0, 256);

		make_optoe(*state, rows[i].class, 1024);
		assert_row(read_byte(source, A0(0, 0)) == byte_at(0, 0), rows[i].class);
		assert_row(read_byte(source, A0(1, 128)) == page, rows[i].class);
		assert_row(read_byte(source, A2(0, 0)) == a2, rows[i].class);
	}
	source_close(source);
}

/* A class that is not the module's: pages and A2h are not where they seem to be. */
static void optoe_of_the_wrong_class_says_so(void **state)
{
	static const struct {
		const char *class;
		uint8_t identifier;
		int page, a2;
		const char *why;
	} rows[] = {
		{ "1\n", 0x03, -EMEDIUMTYPE, -EMEDIUMTYPE, "dev_class is 1 (QSFP), module needs 2 (SFP)" },
		{ "3\n", 0x03, -EMEDIUMTYPE, -EMEDIUMTYPE, "dev_class is 3 (CMIS), module needs 2 (SFP)" },
		{ "2\n", 0x11, -EMEDIUMTYPE, -EMEDIUMTYPE, "dev_class is 2 (SFP), module needs 1 (QSFP)" },
		{ "2\n", 0x18, -EMEDIUMTYPE, -EMEDIUMTYPE, "dev_class is 2 (SFP), module needs 3 (CMIS)" },
		/* These two differ in how the driver finds out whether there are pages. */
		{ "1\n", 0x18, 0, -ENODATA, "" },
		{ "3\n", 0x11, 0, -ENODATA, "" },
		{ "2\n", 0x03, -ENODATA, 0, "" },
		{ "1\n", 0x11, 0, -ENODATA, "" },
		{ "3\n", 0x1e, 0, -ENODATA, "" },
		/* Nobody knows what it needs. */
		{ "1\n", 0x7f, 0, -ENODATA, "" },
	};
	struct source *source = open_node(*state, DEVICES "5-0050", NULL, false);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint8_t memory[1024] = { rows[i].identifier }, byte;

		scratch_write(*state, DEVICES "5-0050/eeprom", memory, sizeof(memory));
		scratch_text(*state, DEVICES "5-0050/dev_class", rows[i].class);
		assert_row(source_read(source, A0(0, 0), 1, &byte) == 0, rows[i].why);
		assert_string_equal(source_why(source), "");
		/* The identity is where it should be. */
		assert_row(source_read(source, A0(0, 128), 1, &byte) == 0, rows[i].why);
		assert_row(source_read(source, A2(0, 96), 1, &byte) == rows[i].a2, rows[i].why);
		assert_row(source_read(source, A0(2, 128), 1, &byte) == rows[i].page, rows[i].why);
		assert_string_equal(source_why(source), rows[i].why);
	}
	source_close(source);
}

/* A driver that takes a CMIS module for a QSFP without pages: -EIO, and why that may be. */
static void optoe_of_a_wrong_class_with_pages_says_so_when_reading_fails(void **state)
{
	struct source *source = open_node(*state, DEVICES "5-0050", NULL, false);
	uint8_t memory[1024] = { 0x18 }, byte;

	scratch_write(*state, DEVICES "5-0050/eeprom", memory, 512);
	scratch_text(*state, DEVICES "5-0050/dev_class", "1\n");
	assert_int_equal(source_read(source, A0(0, 0), 1, &byte), 0);
	assert_int_equal(source_read(source, A0(2, 128), 1, &byte), 0);
	assert_int_equal(source_read(source, A0(3, 128), 1, &byte), -EMEDIUMTYPE);
	assert_string_equal(source_why(source), "dev_class is 1 (QSFP), module needs 3 (CMIS)");
	/* Another module: what was known of the first one does not count. */
	memory[0] = 0x11;
	scratch_write(*state, DEVICES "5-0050/eeprom", memory, 512);
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(source_read(source, A0(3, 128), 1, &byte), -ENODATA);
	assert_string_equal(source_why(source), "");
	source_close(source);
}

/* As at24: nobody selects page 00h for it. */
static void optoe_for_sfps_shows_the_page_that_is_selected(void **state)
{
	struct source *source = open_node(*state, DEVICES "5-0050", NULL, false);
	uint8_t memory[512] = { 0x11 }, byte;

	memory[127] = 3;
	scratch_write(*state, DEVICES "5-0050/eeprom", memory, sizeof(memory));
	scratch_text(*state, DEVICES "5-0050/dev_class", "2\n");
	assert_int_equal(source_read(source, A0(0, 128), 1, &byte), -EBUSY);
	memory[0] = 0x03;
	scratch_write(*state, DEVICES "5-0050/eeprom", memory, sizeof(memory));
	assert_int_equal(source_read(source, A0(0, 128), 1, &byte), 0);
	source_close(source);
}

/* at24 shows the page that somebody else selected in the place of page 00h. */
static void at24_of_another_page_is_busy(void **state)
{
	static const struct {
		const char *label;
		uint8_t identifier, byte2, page;
		int result;
	} rows[] = {
		{ "page 00h", 0x11, 0, 0, 0 },
		{ "page 03h of a QSFP28", 0x11, 0, 3, -EBUSY },
		{ "no page register in flat memory", 0x11, 1 << 2, 3, 0 },
		{ "page 11h of a QSFP-DD", 0x18, 0, 0x11, -EBUSY },
		{ "flat memory with CMIS", 0x18, 1 << 7, 0x11, 0 },
		{ "a byte like others of an SFP", 0x03, 0, 3, 0 },
	};
	struct source *source = open_node(*state, DEVICES "5-0050", NULL, false);
	uint8_t memory[256] = { 0 }, buf[256];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		memory[0] = rows[i].identifier;
		memory[2] = rows[i].byte2;
		memory[127] = rows[i].page;
		scratch_write(*state, DEVICES "5-0050/eeprom", memory, sizeof(memory));
		assert_row(source_read(source, A0(0, 196), 16, buf) == rows[i].result, rows[i].label);
		assert_row(source_read(source, A0(0, 0), 128, buf) == 0, rows[i].label);
	}
	/* optoe turns pages itself. */
	memory[0] = 0x11;
	memory[127] = 3;
	scratch_write(*state, DEVICES "5-0050/eeprom", memory, sizeof(memory));
	scratch_text(*state, DEVICES "5-0050/dev_class", "1\n");
	assert_int_equal(source_read(source, A0(0, 196), 16, buf), 0);
	source_close(source);
}

static void at24_has_a2h_in_the_next_device(void **state)
{
	struct source *source = open_node(*state, DEVICES "5-0050/eeprom", NULL, false);
	uint8_t buf[256];

	write_node(*state, DEVICES "5-0050/eeprom", 0, 256);
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(source_read(source, A0(0, 0), 256, buf), 0);
	assert_int_equal(read_byte(source, A0(1, 128)), -ENODATA);
	assert_int_equal(read_byte(source, A2(0, 96)), -ENODATA);

	write_node(*state, DEVICES "5-0051/eeprom", 1, 256);
	assert_int_equal(source_read(source, A2(0, 0), 256, buf), 0);
	assert_int_equal(buf[200], byte_at(1, 200));
	assert_int_equal(read_byte(source, A2(2, 128)), -ENODATA);
	source_close(source);

	/* The device folder instead of the node. */
	source = open_node(*state, DEVICES "5-0050", NULL, false);
	assert_int_equal(read_byte(source, A2(0, 96)), byte_at(1, 96));
	/* A2h fails: that is no "not there". */
	scratch_unlink(*state, DEVICES "5-0051/eeprom");
	scratch_symlink(*state, "/proc/self/mem", DEVICES "5-0051/eeprom");
	assert_int_equal(read_byte(source, A2(0, 96)), -EIO);
	source_close(source);
}

static void other_paths_tell_no_a2h(void **state)
{
	static const char *const names[] = { "port5/eeprom", "x-00501/eeprom", "eeprom-0050x" };

	/* Where a careless reading of the path would look. */
	write_node(*state, "x-00511/eeprom", 1, 256);
	write_node(*state, "eeprom-0051x", 1, 256);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct source *source = open_node(*state, names[i], NULL, false);

		write_node(*state, names[i], 0, 256);
		assert_row(read_byte(source, A0(0, 255)) == byte_at(0, 255), names[i]);
		assert_row(read_byte(source, A2(0, 0)) == -ENODATA, names[i]);
		source_close(source);
	}
}

static void vendor_nodes_are_linear(void **state)
{
	struct source *source = open_node(*state, "port5/eeprom", NULL, false);

	write_node(*state, "port5/eeprom", 0, 640);
	assert_int_equal(read_byte(source, A0(3, 128)), byte_at(0, 512));
	assert_int_equal(read_byte(source, A2(0, 5)), byte_at(0, 261));
	source_close(source);
}

static void presence_files_have_a_polarity(void **state)
{
	static const struct {
		const char *text;
		int plain, inverted;
	} rows[] = {
		{ "1\n", 1, 0 },        { "0\n", 0, 1 },         { "1", 1, 0 },
		{ "0x1\n", 1, 0 },      { "0x0 \n", 0, 1 },      { "2\n", -EBADMSG, -EBADMSG },
		{ "", -EBADMSG, -EBADMSG }, { "yes\n", -EBADMSG, -EBADMSG }, { "-1\n", -EBADMSG, -EBADMSG },
		{ "0000000000000000000000000000000000000000000000001\n", -EMSGSIZE, -EMSGSIZE },
	};
	struct source *plain = open_node(*state, DEVICES "5-0050/eeprom", "present", false);
	struct source *inverted = open_node(*state, DEVICES "5-0050/eeprom", "present", true);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		scratch_text(*state, "present", rows[i].text);
		assert_row(source_presence(plain) == rows[i].plain, rows[i].text);
		assert_row(source_presence(inverted) == rows[i].inverted, rows[i].text);
	}
	/* A platform driver that is not loaded is no empty cage. */
	scratch_unlink(*state, "present");
	assert_int_equal(source_presence(plain), -ENOENT);
	scratch_symlink(*state, "/proc/self/mem", "present");
	assert_int_equal(source_presence(plain), -EIO);
	source_close(plain);
	source_close(inverted);
}

/* Nodes come and go with modules and drivers; what is around them stays, or the path is wrong. */
static void a_wrong_path_is_no_empty_cage(void **state)
{
	static const struct {
		const char *path, *why;
		int presence;
	} rows[] = {
		{ DEVICES "5-0050/eeprom", "", 0 },
		{ DEVICES "5-0050/", "", 0 },
		{ DEVICES "55-0050/eeprom", "there is no adapter i2c-55", -ENOENT },
		{ DEVICES "5-0051", "", 0 },
		{ "sys/devices/i2c-7/7-0050/eeprom", "", 0 },
		{ "sys/devices/i2c-8/7-0050/eeprom", "there is no adapter i2c-7", -ENOENT },
		{ "sys/module/driver/module3/eeprom", "", 0 },
		{ "sys/module/driver/module4/eeprom", "there is no folder that path names", -ENOENT },
		{ "nowhere/at/all", "there is no folder that path names", -ENOENT },
	};

	scratch_mkdir(*state, DEVICES "i2c-5");
	scratch_mkdir(*state, "sys/devices/i2c-7");
	scratch_mkdir(*state, "sys/devices/i2c-8");
	scratch_mkdir(*state, "sys/module/driver/module3");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct source *source = open_node(*state, rows[i].path, NULL, false);

		assert_row(source_presence(source) == rows[i].presence, rows[i].path);
		assert_row(rows[i].presence == 0 || strcmp(source_why(source), rows[i].why) == 0, rows[i].path);
		source_close(source);
	}
}

/* Of nothing below the root of the file system there is a module. */
static void the_root_holds_no_modules(void **state)
{
	struct source *source;

	(void)state;
	assert_int_equal(source_sysfs_open("/nonexistent-node", NULL, false, &source), 0);
	assert_int_equal(source_presence(source), -ENOENT);
	source_close(source);
	assert_int_equal(source_file_open("/nonexistent-image", &source), 0);
	assert_int_equal(source_presence(source), -ENOENT);
	source_close(source);
}

static void without_presence_file_byte_0_tells(void **state)
{
	struct source *source = open_node(*state, DEVICES "5-0050", NULL, false);
	char path[SCRATCH_PATH];

	assert_int_equal(source_presence(source), 0);
	/* The device is there, its driver is not. */
	scratch_mkdir(*state, DEVICES "5-0050");
	assert_int_equal(source_presence(source), 0);
	assert_int_equal(read_byte(source, A0(0, 0)), -ENXIO);
	write_node(*state, DEVICES "5-0050/eeprom", 0, 256);
	assert_int_equal(source_presence(source), 1);
	scratch_unlink(*state, DEVICES "5-0050/eeprom");
	assert_int_equal(source_presence(source), 0);
	assert_int_equal(read_byte(source, A2(0, 0)), -ENXIO);

	/* EIO is an answer that failed, not an empty cage. */
	scratch_symlink(*state, "/proc/self/mem", DEVICES "5-0050/eeprom");
	assert_int_equal(source_presence(source), -EIO);
	assert_int_equal(read_byte(source, A0(0, 0)), -EIO);
	scratch_unlink(*state, DEVICES "5-0050/eeprom");
	scratch_mkdir(*state, DEVICES "5-0050/eeprom");
	assert_int_equal(source_presence(source), -EISDIR);
	assert_int_equal(rmdir(scratch_path(*state, DEVICES "5-0050/eeprom", path)), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(source_presence(source), -EINVAL);
	source_close(source);
}

static void symlinks_are_followed(void **state)
{
	struct source *source = open_node(*state, DEVICES "5-0050/eeprom", NULL, false);

	/* As in real sysfs: the bus folder links to the adapters'. */
	write_node(*state, "sys/devices/i2c-5/5-0050/eeprom", 0, 256);
	write_node(*state, "sys/devices/i2c-5/5-0051/eeprom", 1, 256);
	scratch_symlink(*state, "../../../devices/i2c-5/5-0050", DEVICES "5-0050");
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(read_byte(source, A2(0, 9)), -ENODATA);
	scratch_symlink(*state, "../../../devices/i2c-5/5-0051", DEVICES "5-0051");
	assert_int_equal(read_byte(source, A2(0, 9)), byte_at(1, 9));
	source_close(source);
}

static void source_open_passes_presence_on(void **state)
{
	struct scratch *s = *state;
	char path[] = "/" DEVICES "5-0050/eeprom", presence[] = "/present";
	struct port_decl port = {
		.index = 1,
		.source = SOURCE_SYSFS,
		.path = path,
		.presence_path = presence,
		.presence_inverted = true,
	};
	struct source *source;

	make_optoe(s, "1\n", 256);
	scratch_text(s, "present", "0\n");
	assert_int_equal(source_open(&port, s->dir, &source), 0);
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(read_byte(source, A0(0, 1)), byte_at(0, 1));
	source_close(source);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(optoe_nodes_are_linear),
		WITH_SCRATCH(optoe_class_decides_what_is_behind_a0h),
		WITH_SCRATCH(optoe_of_the_wrong_class_says_so),
		WITH_SCRATCH(optoe_of_a_wrong_class_with_pages_says_so_when_reading_fails),
		WITH_SCRATCH(optoe_for_sfps_shows_the_page_that_is_selected),
		WITH_SCRATCH(at24_has_a2h_in_the_next_device),
		WITH_SCRATCH(at24_of_another_page_is_busy),
		WITH_SCRATCH(other_paths_tell_no_a2h),
		WITH_SCRATCH(vendor_nodes_are_linear),
		WITH_SCRATCH(presence_files_have_a_polarity),
		WITH_SCRATCH(without_presence_file_byte_0_tells),
		WITH_SCRATCH(a_wrong_path_is_no_empty_cage),
		cmocka_unit_test(the_root_holds_no_modules),
		WITH_SCRATCH(symlinks_are_followed),
		WITH_SCRATCH(source_open_passes_presence_on),
	};

	return cmocka_run_group_tests_name("source_sysfs", tests, NULL, NULL);
}
