/* SPDX-License-Identifier: BSD-3-Clause */
/* The sparse memory image. */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "eeprom/image.h"

#define A0(off) ((struct image_addr){ .device = IMAGE_A0, .offset = (off) })
#define A2(off) ((struct image_addr){ .device = IMAGE_A2, .offset = (off) })
#define PAGE(b, p, off) ((struct image_addr){ .device = IMAGE_A0, .bank = (b), .page = (p), .offset = (off) })

static void an_empty_image_has_nothing(void **state)
{
	struct image *img = image_new(), *copy = image_copy(img);
	struct image_block block;
	uint8_t byte = 0x55;
	size_t len = 99;

	(void)state;
	assert_int_equal(image_read(img, A0(0), 1, &byte), -ENODATA);
	assert_int_equal(byte, 0x55);
	assert_false(image_has(img, A0(0), 1));
	assert_false(image_block(copy, 0, &block));
	assert_int_equal(image_store_linear(img, &byte, 1, &len), 0);
	assert_int_equal(len, 0);
	image_free(img);
	image_free(copy);
	image_free(NULL);
}

static void bytes_come_back(void **state)
{
	struct image *img = image_new();
	uint8_t in[256], out[256];

	(void)state;
	for (unsigned i = 0; i < 256; i++)
		in[i] = (uint8_t)(i ^ 0x5a);
	assert_int_equal(image_write(img, A0(0), in, 256), 0);
	assert_int_equal(image_read(img, A0(0), 256, out), 0);
	assert_memory_equal(in, out, 256);
	/* Across the border of lower and upper memory. */
	assert_int_equal(image_read(img, A0(120), 16, out), 0);
	assert_memory_equal(in + 120, out, 16);
	/* Another page is another place. */
	assert_int_equal(image_read(img, PAGE(0, 1, 128), 1, out), -ENODATA);
	assert_int_equal(image_write(img, PAGE(0, 1, 128), "x", 1), 0);
	assert_int_equal(image_read(img, A0(128), 1, out), 0);
	assert_int_equal(out[0], in[128]);
	image_free(img);
}

static void presence_is_per_byte(void **state)
{
	struct image *img = image_new();
	uint8_t out[8] = { 0 };

	(void)state;
	assert_int_equal(image_write(img, A0(10), "ab", 2), 0);
	assert_int_equal(image_write(img, A0(13), "d", 1), 0);
	assert_true(image_has(img, A0(10), 2));
	assert_false(image_has(img, A0(10), 4));
	assert_false(image_has(img, A0(9), 2));
	assert_int_equal(image_read(img, A0(10), 4, out), -ENODATA);
	assert_int_equal(out[0], 0);
	assert_int_equal(image_write(img, A0(12), "c", 1), 0);
	assert_int_equal(image_read(img, A0(10), 4, out), 0);
	assert_memory_equal(out, "abcd", 4);
	image_free(img);
}

static void impossible_ranges_are_refused(void **state)
{
	static const struct {
		const char *label;
		struct image_addr at;
		size_t len;
	} rows[] = {
		{ "past 255", A0(255), 2 },
		{ "far past", A0(0), 257 },
		{ "third device", { .device = 2, .offset = 0 }, 1 },
		{ "page of lower memory", { .page = 1, .offset = 127 }, 1 },
		{ "bank of lower memory", { .bank = 1, .offset = 0 }, 1 },
		{ "page, crossing", { .page = 3, .offset = 120 }, 16 },
	};
	struct image *img = image_new();
	struct image_block block;
	uint8_t bytes[300] = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_row(image_write(img, rows[i].at, bytes, rows[i].len) == -EINVAL, rows[i].label);
		assert_row(image_read(img, rows[i].at, rows[i].len, bytes) == -EINVAL, rows[i].label);
		assert_row(image_fail(img, rows[i].at, rows[i].len, -EIO) == -EINVAL, rows[i].label);
		assert_row(!image_has(img, rows[i].at, rows[i].len), rows[i].label);
	}
	assert_false(image_block(img, 0, &block));
	image_free(img);
}

static void failures_are_remembered(void **state)
{
	struct image *img = image_new(), *copy;
	uint8_t out[4];

	(void)state;
	assert_int_equal(image_write(img, A0(0), "abcd", 4), 0);
	assert_int_equal(image_fail(img, A0(1), 2, -ETIMEDOUT), 0);
	assert_int_equal(image_read(img, A0(0), 1, out), 0);
	assert_int_equal(image_read(img, A0(0), 4, out), -ETIMEDOUT);
	/* Never read is not failed, but a failure in the range is the reason. */
	assert_int_equal(image_read(img, A0(4), 1, out), -ENODATA);
	assert_int_equal(image_read(img, A0(2), 4, out), -ETIMEDOUT);
	copy = image_copy(img);
	assert_int_equal(image_read(copy, A0(1), 1, out), -ETIMEDOUT);
	/* Numbers that are no errno become EIO. */
	assert_int_equal(image_fail(img, A0(1), 1, -4711), 0);
	assert_int_equal(image_read(img, A0(1), 1, out), -EIO);
	/* A later success heals. */
	assert_int_equal(image_write(img, A0(1), "bc", 2), 0);
	assert_int_equal(image_read(img, A0(0), 4, out), 0);
	assert_memory_equal(out, "abcd", 4);
	assert_int_equal(image_read(copy, A0(0), 4, out), -ETIMEDOUT);
	image_free(img);
	image_free(copy);
}

static void blocks_are_walked_in_order(void **state)
{
	static const struct image_addr order[] = {
		{ IMAGE_A0, 0, 0, 0 }, { IMAGE_A0, 0, 0, 128 }, { IMAGE_A0, 0, 3, 128 },
		{ IMAGE_A0, 0, 255, 128 }, { IMAGE_A0, 1, 0, 128 }, { IMAGE_A0, 255, 9, 128 },
		{ IMAGE_A2, 0, 0, 0 }, { IMAGE_A2, 0, 2, 128 },
	};
	static const unsigned written[] = { 7, 3, 5, 0, 6, 2, 4, 1 };
	struct image *img = image_new();
	struct image_block block;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(written); i++) {
		struct image_addr at = order[written[i]];

		at.offset += 5;
		assert_int_equal(image_write(img, at, "z", 1), 0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		assert_true(image_block(img, i, &block));
		assert_memory_equal(&block.start, &order[i], sizeof(order[i]));
		assert_int_equal(block.data[5], 'z');
		assert_int_equal(block.data[6], 0);
		assert_int_equal(block.have[0], 1u << 5);
		assert_int_equal(block.have[1], 0);
	}
	assert_false(image_block(img, ARRAY_SIZE(order), &block));
	image_free(img);
}

static void linear_offsets(void **state)
{
	static const struct {
		struct image_addr at;
		size_t offset;
	} rows[] = {
		{ A0(0), 0 }, { A0(127), 127 }, { A0(128), 128 }, { PAGE(0, 1, 128), 256 },
		{ PAGE(0, 3, 255), 639 }, { PAGE(0, 0x11, 128), 2304 }, { A2(0), 256 }, { A2(127), 383 },
		{ A2(128), 384 },
		/* Behind page FFh of bank 0 comes page 10h of bank 1. */
		{ PAGE(0, 0xff, 255), 257 * 128 - 1 }, { PAGE(1, 0x10, 128), 257 * 128 },
		{ PAGE(1, 0x11, 128), 258 * 128 }, { PAGE(2, 0x10, 128), (257 + 240) * 128 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(image_linear_offset(rows[i].at), rows[i].offset);
}

static void linear_layouts_come_back(void **state)
{
	static const struct {
		const char *label;
		size_t len;
		bool two_devices;
		struct image_addr last;   /* where the last byte lands */
	} rows[] = {
		{ "empty", 0, false, { .offset = 0 } },
		{ "one byte", 1, false, { .offset = 0 } },
		{ "short identity", 96, true, { .offset = 95 } },
		{ "A0h only", 256, true, { .offset = 255 } },
		{ "A0h and A2h", 512, true, { .device = IMAGE_A2, .offset = 255 } },
		{ "A2h cut", 300, true, { .device = IMAGE_A2, .offset = 43 } },
		{ "A2h pages", 256 + 384, true, { .device = IMAGE_A2, .page = 1, .offset = 255 } },
		{ "four pages", 640, false, { .page = 3, .offset = 255 } },
		{ "page cut", 513, false, { .page = 3, .offset = 128 } },
		{ "all pages", 257 * 128, false, { .page = 255, .offset = 255 } },
	};
	static uint8_t in[257 * 128 + 512], out[sizeof(in)];

	(void)state;
	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)(i * 7 + i / 256 + 1);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image *img = image_new();
		size_t len = 0;
		uint8_t byte;

		assert_row(image_load_linear(img, in, rows[i].len, rows[i].two_devices) == 0, rows[i].label);
		assert_row(image_store_linear(img, out, sizeof(out), &len) == 0, rows[i].label);
		assert_row(len == rows[i].len, rows[i].label);
		assert_row(memcmp(in, out, len) == 0, rows[i].label);
		if (len > 0) {
			assert_row(image_read(img, rows[i].last, 1, &byte) == 0, rows[i].label);
			assert_row(byte == in[len - 1], rows[i].label);
			assert_row(image_store_linear(img, out, len - 1, &len) == -ENOSPC, rows[i].label);
		}
		image_free(img);
	}
}

/* Lower memory, 256 pages of bank 0, 240 each of three more banks. */
#define LINEAR_MAX ((257 + 3 * 240) * 128)

static void what_is_behind_the_last_page_is_dropped(void **state)
{
	static uint8_t in[LINEAR_MAX + 512], out[sizeof(in)];
	struct image *img = image_new();
	size_t len;

	(void)state;
	memset(in, 0xaa, sizeof(in));
	assert_int_equal(image_load_linear(img, in, sizeof(in), false), 0);
	assert_int_equal(image_store_linear(img, out, sizeof(out), &len), 0);
	assert_int_equal(len, LINEAR_MAX);
	image_free(img);
}

static void gaps_are_zero_in_linear_layout(void **state)
{
	struct image *img = image_new();
	uint8_t out[640];
	size_t len;

	(void)state;
	memset(out, 0xee, sizeof(out));
	assert_int_equal(image_write(img, A0(2), "a", 1), 0);
	assert_int_equal(image_write(img, PAGE(0, 3, 130), "b", 1), 0);
	assert_int_equal(image_fail(img, PAGE(0, 3, 131), 100, -EIO), 0);
	assert_int_equal(image_store_linear(img, out, sizeof(out), &len), 0);
	assert_int_equal(len, 515);
	assert_int_equal(out[0], 0);
	assert_int_equal(out[2], 'a');
	assert_int_equal(out[513], 0);
	assert_int_equal(out[514], 'b');
	image_free(img);
}

static void some_images_have_no_linear_layout(void **state)
{
	struct image *banked = image_new(), *mixed = image_new();
	uint8_t out[1024];
	size_t len;

	(void)state;
	/* Pages below 10h are the same in all banks. */
	assert_int_equal(image_write(banked, PAGE(1, 0x0f, 128), "a", 1), 0);
	assert_int_equal(image_store_linear(banked, out, sizeof(out), &len), -ENOTSUP);
	assert_int_equal(image_write(mixed, PAGE(0, 1, 128), "a", 1), 0);
	assert_int_equal(image_write(mixed, A2(0), "a", 1), 0);
	assert_int_equal(image_store_linear(mixed, out, sizeof(out), &len), -ENOTSUP);
	image_free(banked);
	image_free(mixed);
}

static void identifiers_with_two_devices(void **state)
{
	(void)state;
	for (unsigned id = 0; id < 256; id++)
		assert_int_equal(image_identifier_two_devices((uint8_t)id), id == 1 || id == 2 || id == 3 ||
				 id == 0xb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_image_has_nothing),
		cmocka_unit_test(bytes_come_back),
		cmocka_unit_test(presence_is_per_byte),
		cmocka_unit_test(impossible_ranges_are_refused),
		cmocka_unit_test(failures_are_remembered),
		cmocka_unit_test(blocks_are_walked_in_order),
		cmocka_unit_test(linear_offsets),
		cmocka_unit_test(linear_layouts_come_back),
		cmocka_unit_test(what_is_behind_the_last_page_is_dropped),
		cmocka_unit_test(gaps_are_zero_in_linear_layout),
		cmocka_unit_test(some_images_have_no_linear_layout),
		cmocka_unit_test(identifiers_with_two_devices),
	};

	return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
