/* SPDX-License-Identifier: BSD-3-Clause */
/* The sparse store of module memory: blocks of 128 bytes, a map of what is there. */
#include "eeprom/image.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 128
#define IMAGE_DEVICES 2
#define A2_LINEAR_START 256

struct block {
	struct image_addr start;
	uint64_t have[BLOCK_SIZE / 64];
	uint8_t data[BLOCK_SIZE];
	uint8_t error[BLOCK_SIZE];   /* errno of a failed read, 0 if there was none */
};

/* A block and its place in the order of image_block(), beside it so that a search stays in the array. */
struct slot {
	uint32_t rank;
	struct block *block;
};

/* A module has few: lower, 00h, 03h... */
struct image {
	struct slot *slots;
	size_t count;
	size_t room;
	uint8_t declared;
};

struct image *image_new(void)
{
	return calloc(1, sizeof(struct image));
}

void image_declare(struct image *img, uint8_t identifier)
{
	img->declared = identifier;
}

uint8_t image_declared(const struct image *img)
{
	return img->declared;
}

void image_free(struct image *img)
{
	if (!img)
		return;
	for (size_t i = 0; i < img->count; i++)
		free(img->slots[i].block);
	free(img->slots);
	free(img);
}

struct image *image_copy(const struct image *img)
{
	struct image *copy = image_new();

	if (!copy)
		return NULL;
	copy->declared = img->declared;
	if (img->count == 0)
		return copy;
	copy->slots = calloc(img->count, sizeof(copy->slots[0]));
	if (!copy->slots)
		goto fail;
	copy->room = img->count;
	for (; copy->count < img->count; copy->count++) {
		struct slot *to = &copy->slots[copy->count];

		*to = img->slots[copy->count];
		to->block = malloc(sizeof(struct block));
		if (!to->block)
			goto fail;
		*to->block = *img->slots[copy->count].block;
	}
	return copy;
fail:
	image_free(copy);
	return NULL;
}

static bool range_is_valid(struct image_addr at, size_t len)
{
	if (at.device >= IMAGE_DEVICES || len > 256u - at.offset)
		return false;
	return at.offset >= BLOCK_SIZE || (at.bank == 0 && at.page == 0);
}

/* Order of blocks: device, lower memory first, bank, page. */
static uint32_t block_rank(struct image_addr at)
{
	uint32_t upper = at.offset >= BLOCK_SIZE;

	return (uint32_t)at.device << 24 | upper << 16 | (uint32_t)at.bank << 8 | at.page;
}

/* Index of the block with this rank, or of where it belongs. */
static size_t slot_index(const struct image *img, uint32_t rank)
{
	size_t low = 0, high = img->count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (img->slots[mid].rank < rank)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct block *block_find(const struct image *img, struct image_addr at)
{
	uint32_t rank = block_rank(at);
	size_t i = slot_index(img, rank);

	return i < img->count && img->slots[i].rank == rank ? img->slots[i].block : NULL;
}

/* The block of `at`, made if it is not there; NULL when out of memory. */
static struct block *block_get(struct image *img, struct image_addr at)
{
	uint32_t rank = block_rank(at);
	size_t i = slot_index(img, rank);
	struct block *b;

	if (i < img->count && img->slots[i].rank == rank)
		return img->slots[i].block;
	if (img->count == img->room) {
		size_t room = img->room ? img->room * 2 : 4;
		struct slot *slots = realloc(img->slots, room * sizeof(*slots));

		if (!slots)
			return NULL;
		img->slots = slots;
		img->room = room;
	}
	b = calloc(1, sizeof(*b));
	if (!b)
		return NULL;
	b->start = at;
	b->start.offset = at.offset & BLOCK_SIZE;
	memmove(&img->slots[i + 1], &img->slots[i], (img->count - i) * sizeof(img->slots[0]));
	img->slots[i] = (struct slot){ .rank = rank, .block = b };
	img->count++;
	return b;
}

/* A part of a range that lies in one block. */
struct piece {
	struct image_addr at;
	size_t first;   /* in the block */
	size_t len;
};

/* Cut the first piece off a range; false when nothing is left. */
static bool piece_next(struct image_addr *at, size_t *len, struct piece *ret_piece)
{
	size_t first = at->offset % BLOCK_SIZE;
	size_t n = BLOCK_SIZE - first;

	if (*len == 0)
		return false;
	if (n > *len)
		n = *len;
	*ret_piece = (struct piece){ .at = *at, .first = first, .len = n };
	at->offset = (uint8_t)(at->offset + n);
	*len -= n;
	return true;
}

static void block_mark(struct block *b, size_t first, size_t len, bool have, uint8_t error)
{
	for (size_t i = first; i < first + len; i++) {
		uint64_t bit = UINT64_C(1) << (i % 64);

		if (have)
			b->have[i / 64] |= bit;
		else
			b->have[i / 64] &= ~bit;
		b->error[i] = error;
	}
}

/* Make all blocks of a range, so that what follows can't fail half-way. */
static int range_prepare(struct image *img, struct image_addr at, size_t len)
{
	struct piece p;

	if (!range_is_valid(at, len))
		return -EINVAL;
	while (piece_next(&at, &len, &p)) {
		if (!block_get(img, p.at))
			return -ENOMEM;
	}
	return 0;
}

int image_write(struct image *img, struct image_addr at, const void *data, size_t len)
{
	const uint8_t *from = data;
	struct piece p;
	int r = range_prepare(img, at, len);

	if (r < 0)
		return r;
	while (piece_next(&at, &len, &p)) {
		struct block *b = block_find(img, p.at);

		memcpy(b->data + p.first, from, p.len);
		block_mark(b, p.first, p.len, true, 0);
		from += p.len;
	}
	return 0;
}

int image_fail(struct image *img, struct image_addr at, size_t len, int error)
{
	/* Linux has errno values of one byte only; anything else becomes EIO. */
	uint8_t code = error < 0 && error >= -UINT8_MAX ? (uint8_t)-error : EIO;
	struct piece p;
	int r = range_prepare(img, at, len);

	if (r < 0)
		return r;
	while (piece_next(&at, &len, &p)) {
		struct block *b = block_find(img, p.at);

		memset(b->data + p.first, 0, p.len);
		block_mark(b, p.first, p.len, false, code);
	}
	return 0;
}

static bool block_has(const struct block *b, size_t first, size_t len)
{
	while (len > 0) {
		size_t n = 64 - first % 64;
		uint64_t mask;

		if (n > len)
			n = len;
		mask = UINT64_MAX >> (64 - n) << first % 64;
		if ((b->have[first / 64] & mask) != mask)
			return false;
		first += n;
		len -= n;
	}
	return true;
}

/* Why a piece is not complete: the first error noted in it, else -ENODATA. */
static int piece_error(const struct block *b, const struct piece *p)
{
	for (size_t i = p->first; b && i < p->first + p->len; i++) {
		if (b->error[i])
			return -b->error[i];
	}
	return -ENODATA;
}

/* All pieces of a range there? 0, or the errno of image_read(). */
static int range_check(const struct image *img, struct image_addr at, size_t len)
{
	struct piece p;
	int r = 0;

	if (!range_is_valid(at, len))
		return -EINVAL;
	while (piece_next(&at, &len, &p)) {
		const struct block *b = block_find(img, p.at);

		if (b && block_has(b, p.first, p.len))
			continue;
		r = piece_error(b, &p);
		if (r != -ENODATA)
			return r;
	}
	return r;
}

int image_read(const struct image *img, struct image_addr at, size_t len, void *ret_data)
{
	const struct block *b = block_find(img, at);
	size_t first = at.offset % BLOCK_SIZE;
	uint8_t *to = ret_data;
	struct piece p;
	int r;

	/* Nearly always: all of it, in one block. What can't be has no block. */
	if (b && first + len <= BLOCK_SIZE && block_has(b, first, len)) {
		memcpy(to, b->data + first, len);
		return 0;
	}
	r = range_check(img, at, len);
	if (r < 0)
		return r;
	while (piece_next(&at, &len, &p)) {
		memcpy(to, block_find(img, p.at)->data + p.first, p.len);
		to += p.len;
	}
	return 0;
}

bool image_has(const struct image *img, struct image_addr at, size_t len)
{
	return range_check(img, at, len) == 0;
}

bool image_block(const struct image *img, size_t n, struct image_block *ret_block)
{
	const struct block *b;

	if (n >= img->count)
		return false;
	b = img->slots[n].block;
	*ret_block = (struct image_block){ .start = b->start, .data = b->data, .have = b->have };
	return true;
}

/* CMIS: pages 00h to 0Fh are not banked. */
#define MAX_BANKS 4
#define FIRST_BANKED_PAGE 0x10
#define PAGES 256u
#define BANKED_PAGES (PAGES - FIRST_BANKED_PAGE)

bool image_is_linear(struct image_addr at)
{
	return at.bank == 0 || (at.device == IMAGE_A0 && at.page >= FIRST_BANKED_PAGE);
}

size_t image_linear_offset(struct image_addr at)
{
	size_t block = at.bank * (size_t)BANKED_PAGES + at.page;

	assert(image_is_linear(at));
	return (at.device == IMAGE_A2 ? A2_LINEAR_START : 0u) + block * BLOCK_SIZE + at.offset;
}

/* The upper half that is block `n` behind the lower memory; false behind the last bank there can be. */
static bool linear_page(size_t n, struct image_addr *ret_at)
{
	size_t bank = n < PAGES ? 0 : 1 + (n - PAGES) / BANKED_PAGES;

	if (bank > UINT8_MAX)
		return false;
	ret_at->bank = (uint8_t)bank;
	ret_at->page = (uint8_t)(n - bank * BANKED_PAGES);
	ret_at->offset = BLOCK_SIZE;
	return true;
}

/* A2h has no banks, and what is behind four of them is no module's. */
static bool has_place(struct image_addr at)
{
	return at.bank == 0 || (at.device == IMAGE_A0 && at.bank < MAX_BANKS);
}

bool image_linear_addr(size_t offset, bool two_devices, struct image_addr *ret_at)
{
	bool second = two_devices && offset >= A2_LINEAR_START;

	*ret_at = (struct image_addr){ .device = second ? IMAGE_A2 : IMAGE_A0 };
	if (second)
		offset -= A2_LINEAR_START;
	if (offset >= BLOCK_SIZE && (!linear_page(offset / BLOCK_SIZE - 1, ret_at) || !has_place(*ret_at)))
		return false;
	ret_at->offset = (uint8_t)(ret_at->offset + offset % BLOCK_SIZE);
	return true;
}

int image_load_linear(struct image *img, const uint8_t *data, size_t len, bool two_devices)
{
	struct image_addr at;

	for (size_t pos = 0, n; pos < len && image_linear_addr(pos, two_devices, &at); pos += n) {
		int r;

		n = len - pos < BLOCK_SIZE ? len - pos : BLOCK_SIZE;
		r = image_write(img, at, data + pos, n);
		if (r < 0)
			return r;
	}
	return 0;
}

/* An A0h page behind 256 and an A2h have the same place: an image that has both is no module's. */
static bool has_linear_layout(const struct image *img)
{
	bool a2 = false, a0_page = false;

	for (size_t i = 0; i < img->count; i++) {
		const struct image_addr *at = &img->slots[i].block->start;

		if (!image_is_linear(*at))
			return false;
		a2 |= at->device == IMAGE_A2;
		a0_page |= at->device == IMAGE_A0 && at->page > 0;
	}
	return !(a2 && a0_page);
}

/* Bytes of a block up to its last one that is there. */
static size_t block_len(const struct block *b)
{
	size_t len = BLOCK_SIZE;

	while (len > 0 && !block_has(b, len - 1, 1))
		len--;
	return len;
}

int image_store_linear(const struct image *img, uint8_t *data, size_t size, size_t *ret_len)
{
	size_t end = 0;

	if (!has_linear_layout(img))
		return -ENOTSUP;
	for (size_t i = 0; i < img->count; i++) {
		size_t len = block_len(img->slots[i].block);
		size_t stop = image_linear_offset(img->slots[i].block->start) + len;

		if (len > 0 && stop > end)
			end = stop;
	}
	if (end > size)
		return -ENOSPC;
	memset(data, 0, end);
	for (size_t i = 0; i < img->count; i++) {
		const struct block *b = img->slots[i].block;
		size_t len = block_len(b);

		if (len > 0)
			memcpy(data + image_linear_offset(b->start), b->data, len);
	}
	*ret_len = end;
	return 0;
}

bool image_identifier_two_devices(uint8_t id)
{
	/* SFF-8024 table 4-1: GBIC, soldered SFF, SFP to SFP56, DWDM-SFP. */
	return id == 0x01 || id == 0x02 || id == 0x03 || id == 0x0b;
}
