/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The memory of a module, as far as it was read: a sparse store of 128-byte
 * blocks with a map of the bytes that are really there. Nothing outside
 * this file sees a raw buffer, so no decoder can read past what was read.
 */
#ifndef BREAKOUT_EEPROM_IMAGE_H
#define BREAKOUT_EEPROM_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 2-wire device. SFP has two (A0h, A2h); QSFP and CMIS modules only the first. */
enum image_device {
	IMAGE_A0,   /* 7-bit address 0x50 */
	IMAGE_A2,   /* 7-bit address 0x51 */
};

/*
 * Where a byte lives. offset 0-127 is lower memory, where bank and page mean
 * nothing and must be 0; 128-255 is the upper half, selected by bank and page.
 */
struct image_addr {
	uint8_t device;  /* enum image_device */
	uint8_t bank;
	uint8_t page;
	uint8_t offset;
};

struct image;

/* An empty image; NULL when out of memory. */
struct image *image_new(void);
void image_free(struct image *img);
/* A deep copy; NULL when out of memory. */
struct image *image_copy(const struct image *img);

/*
 * Store bytes at `at`. A range may cross from lower memory into the upper
 * half, but not past offset 255: -EINVAL then (also for a bad device, or bank
 * or page with a lower offset). -ENOMEM. Unchanged on error.
 */
int image_write(struct image *img, struct image_addr at, const void *data, size_t len);

/*
 * Note that reading a range failed with `error` (a negative errno). Bytes
 * that are stored there are dropped: they are no longer known.
 */
int image_fail(struct image *img, struct image_addr at, size_t len, int error);

/*
 * Fetch `len` bytes. 0; -ENODATA if any byte was never read; the errno noted
 * by image_fail() if reading one failed; -EINVAL for a range that can't be.
 */
int image_read(const struct image *img, struct image_addr at, size_t len, void *ret_data);

/* Is every byte of the range there? */
bool image_has(const struct image *img, struct image_addr at, size_t len);

/* Walk the blocks in order (device, lower memory first, bank, page): false past the end. */
struct image_block {
	struct image_addr start;   /* offset 0 or 128 */
	const uint8_t *data;       /* 128 bytes; those not in `have` are 0 */
	const uint64_t *have;      /* 2 words, bit n of word n/64 = byte n is there */
};
bool image_block(const struct image *img, size_t n, struct image_block *ret_block);

/*
 * The linear layout used by ethtool's raw dumps, by optoe and by image files:
 * A0h (lower, then page 0, 1, 2... upper halves of bank 0), where for
 * SFP A2h's lower memory and pages start at 256. Behind page FFh of bank 0
 * come pages 10h to FFh of bank 1, then of bank 2...: pages below 10h are the
 * same in all banks (CMIS), and optoe leaves them out likewise.
 *
 * Has `at` a place in it?
 */
bool image_is_linear(struct image_addr at);

/*
 * Offset of `at`, which must have a place, for a module that has an A2h or not.
 * An SFP has no A0h pages and a paged module has no A2h, so the two never collide.
 */
size_t image_linear_offset(struct image_addr at);

/* The inverse: false behind the last place there can be. */
bool image_linear_addr(size_t offset, bool two_devices, struct image_addr *ret_at);

/*
 * Fill an image from `len` bytes in linear layout (a file): `two_devices`
 * says that bytes from 256 on are A2h. 0 or -ENOMEM. Bytes that are not
 * in `data` stay absent.
 */
int image_load_linear(struct image *img, const uint8_t *data, size_t len, bool two_devices);

/*
 * The inverse: bytes up to the last one stored, gaps as 00h. *ret_len is the
 * size; -ENOSPC if `size` is too small, -ENOTSUP if something that has no
 * place is stored.
 */
int image_store_linear(const struct image *img, uint8_t *data, size_t size, size_t *ret_len);

/*
 * Somebody knows better than byte 0 what module this is: an identifier to go by
 * where byte 0 is none that is known. 0: nobody does. A copy has it, too.
 */
void image_declare(struct image *img, uint8_t identifier);
uint8_t image_declared(const struct image *img);

/* Does identifier byte `id` belong to a module with A0h and A2h (SFF-8472)? */
bool image_identifier_two_devices(uint8_t id);

#endif
