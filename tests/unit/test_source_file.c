/* SPDX-License-Identifier: BSD-3-Clause */
/* Image files as modules, and source_open(). */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "source/source.h"

#define A0(p, o) { .device = IMAGE_A0, .page = (p), .offset = (o) }
#define A2(p, o) { .device = IMAGE_A2, .page = (p), .offset = (o) }

/* Byte n of the memory is a function of n, so that a read from the wrong place shows. */
static uint8_t byte_at(size_t n)
{
	return (uint8_t)(n ^ n >> 7 ^ 0x5a);
}

static void write_image(struct scratch *s, const char *name, size_t len)
{
	uint8_t memory[1024];

	assert_true(len <= sizeof(memory));
	for (size_t i = 0; i < len; i++)
		memory[i] = byte_at(i);
	scratch_write(s, name, memory, len);
}

static struct source *open_file(struct scratch *s, const char *name)
{
	char path[SCRATCH_PATH];
	struct source *source;

	assert_int_equal(source_file_open(scratch_path(s, name, path), &source), 0);
	return source;
}

static int read_byte(struct source *source)
{
	uint8_t byte;
	int r = source_read(source, (struct image_addr)A0(0, 0), 1, &byte);

	return r < 0 ? r : byte;
}

static void reads_the_linear_layout(void **state)
{
	static const struct {
		const char *label;
		struct image_addr at;
		size_t len;
		size_t linear;
		int result;
	} rows[] = {
		{ "first byte", A0(0, 0), 1, 0, 0 },
		{ "across the middle", A0(0, 100), 100, 100, 0 },
		{ "all of A0h", A0(0, 0), 256, 0, 0 },
		{ "QSFP page 01h", A0(1, 128), 128, 256, 0 },
		{ "QSFP page 03h", A0(3, 130), 4, 514, 0 },
		{ "SFP A2h", A2(0, 96), 10, 352, 0 },
		{ "last byte", A0(3, 255), 1, 639, 0 },
		{ "page behind the end", A0(4, 128), 1, 0, -ENODATA },
		{ "other bank", { .bank = 1, .page = 1, .offset = 128 }, 1, 0, -ENODATA },
		{ "past offset 255", A0(0, 250), 7, 0, -EINVAL },
		{ "page of lower memory", A0(1, 0), 1, 0, -EINVAL },
		{ "third device", { .device = 2 }, 1, 0, -EINVAL },
		{ "longer than anything", A0(0, 0), SIZE_MAX, 0, -EINVAL },
	};
	struct source *source;

	write_image(*state, "m.bin", 640);
	source = open_file(*state, "m.bin");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint8_t buf[256] = { 0 };

		assert_row(source_read(source, rows[i].at, rows[i].len, buf) == rows[i].result, rows[i].label);
		for (size_t k = 0; rows[i].result == 0 && k < rows[i].len; k++)
			assert_row(buf[k] == byte_at(rows[i].linear + k), rows[i].label);
	}
	source_close(source);
}

static void presence_is_that_of_the_file(void **state)
{
	struct source *source = open_file(*state, "m.bin");

	assert_int_equal(source_presence(source), 0);
	assert_int_equal(read_byte(source), -ENXIO);
	scratch_write(*state, "m.bin", "\x11", 1);
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(read_byte(source), 0x11);
	/* Another module: the file is replaced by rename. */
	scratch_write(*state, "m.bin", "\x0d", 1);
	assert_int_equal(read_byte(source), 0x0d);
	scratch_unlink(*state, "m.bin");
	assert_int_equal(source_presence(source), 0);
	assert_int_equal(read_byte(source), -ENXIO);
	source_close(source);
}

static void short_files_give_what_they_have(void **state)
{
	struct source *source = open_file(*state, "m.bin");
	uint8_t buf[256];

	write_image(*state, "m.bin", 200);
	assert_int_equal(source_read(source, (struct image_addr)A0(0, 0), 200, buf), 0);
	assert_int_equal(source_read(source, (struct image_addr)A0(0, 0), 201, buf), -ENODATA);
	write_image(*state, "m.bin", 0);
	assert_int_equal(source_presence(source), 1);
	assert_int_equal(read_byte(source), -ENODATA);
	source_close(source);
}

static void what_is_no_image_is_an_error(void **state)
{
	char path[SCRATCH_PATH];
	struct source *source;

	scratch_mkdir(*state, "dir");
	scratch_symlink(*state, "loop", "loop");
	scratch_symlink(*state, "/proc/self/mem", "eio");
	assert_int_equal(mkfifo(scratch_path(*state, "fifo", path), 0600), 0);
	static const struct {
		const char *name;
		int presence, read;
	} rows[] = {
		{ "dir", -EISDIR, -EISDIR },
		{ "fifo", -EINVAL, -EINVAL },
		{ "loop", -ELOOP, -ELOOP },
		{ "eio", 1, -EIO },
		{ "dir/m.bin", 0, -ENXIO },
		{ "dir/none/m.bin", -ENOENT, -ENXIO },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		source = open_file(*state, rows[i].name);
		assert_row(source_presence(source) == rows[i].presence, rows[i].name);
		assert_row(read_byte(source) == rows[i].read, rows[i].name);
		source_close(source);
	}
}

static void unreadable_files_are_not_absent(void **state)
{
	char path[SCRATCH_PATH];
	struct source *source;

	if (geteuid() == 0) {
		print_message("# root reads every file\n");
		skip();
	}
	write_image(*state, "m.bin", 256);
	assert_int_equal(chmod(scratch_path(*state, "m.bin", path), 0), 0);
	source = open_file(*state, "m.bin");
	assert_int_equal(source_presence(source), -EACCES);
	assert_int_equal(read_byte(source), -EACCES);
	source_close(source);
}

static int open_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void no_descriptor_is_kept(void **state)
{
	struct source *source = open_file(*state, "m.bin");
	int before = open_descriptors();

	write_image(*state, "m.bin", 256);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(source_presence(source), 1);
		assert_true(read_byte(source) >= 0);
	}
	scratch_unlink(*state, "m.bin");
	scratch_mkdir(*state, "m.bin");
	assert_int_equal(read_byte(source), -EISDIR);
	assert_int_equal(open_descriptors(), before);
	source_close(source);
}

/* source_open(): the root, and kinds that are not there. */

static char *mutable(char *buf, const char *text)
{
	return strcpy(buf, text);
}

static void root_is_put_before_absolute_paths(void **state)
{
	struct scratch *s = *state;
	char text[SCRATCH_PATH], here[SCRATCH_PATH];
	struct port_decl port = { .index = 1, .source = SOURCE_FILE, .path = mutable(text, "/images/m.bin") };
	struct source *source;

	write_image(s, "images/m.bin", 256);
	assert_int_equal(source_open(&port, s->dir, &source), 0);
	assert_string_equal(source->ops->name, "file");
	assert_int_equal(source_presence(source), 1);
	source_close(source);
	assert_int_equal(source_open(&port, "", &source), 0);
	assert_int_equal(source_presence(source), -ENOENT);
	assert_string_equal(source_why(source), "there is no folder that path names");
	source_close(source);

	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(s->dir), 0);
	port.path = mutable(text, "images/m.bin");
	assert_int_equal(source_open(&port, "/elsewhere", &source), 0);
	assert_int_equal(source_presence(source), 1);
	source_close(source);
	assert_int_equal(chdir(here), 0);
}

static void unknown_kinds_are_not_supported(void **state)
{
	char text[] = "/x";
	struct port_decl port = { .index = 1, .path = text };
	struct source *untouched = NULL;

	(void)state;
	assert_int_equal(source_open(&port, "", &untouched), -ENOTSUP);
	assert_null(untouched);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(reads_the_linear_layout),
		WITH_SCRATCH(presence_is_that_of_the_file),
		WITH_SCRATCH(short_files_give_what_they_have),
		WITH_SCRATCH(what_is_no_image_is_an_error),
		WITH_SCRATCH(unreadable_files_are_not_absent),
		WITH_SCRATCH(no_descriptor_is_kept),
		WITH_SCRATCH(root_is_put_before_absolute_paths),
		cmocka_unit_test(unknown_kinds_are_not_supported),
	};

	return cmocka_run_group_tests_name("source_file", tests, NULL, NULL);
}
