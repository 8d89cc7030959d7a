/* SPDX-License-Identifier: BSD-3-Clause */
/* Write a module's memory: the rows backwards, then what is computed from them. */
#include <errno.h>

#include "eeprom/family.h"

#define BLOCK 128

/* A reader fetches whole blocks: bytes of a block that nothing said anything of are 00h. */
static int fill_blocks(struct image *img)
{
	struct image_block block;
	int r = 0;

	for (size_t i = 0; r == 0 && image_block(img, i, &block); i++)
		r = image_fill_absent(img, block.start, BLOCK);
	return r;
}

static int fill_identity(const struct family *f, struct image *img)
{
	struct image_addr lower = { .device = IMAGE_A0 }, identity = f->base.first;
	int r = image_fill_absent(img, lower, BLOCK);

	identity.offset &= BLOCK;
	return r < 0 ? r : image_fill_absent(img, identity, BLOCK);
}

static int write_checksum(const struct module *m, const struct checksum_range *range, struct image *img)
{
	struct image_addr at = range->first;
	uint8_t sum;
	int r;

	/* Not a page that the module has, or that was written. */
	if (!family_has(m, range) || !image_has(img, range->first, 1))
		return 0;
	r = image_sum(img, range, &sum);
	at.offset = (uint8_t)(at.offset + range->len);
	return r < 0 ? r : image_write(img, at, &sum, 1);
}

int eeprom_encode(const struct module *m, struct image *ret_img)
{
	const struct family *f = family_find(m->family);
	uint32_t holds;
	int r;

	if (!f || !f->describe)
		return -ENOTSUP;
	holds = family_holds(f, m);
	if (f->can_write_monitors && !f->can_write_monitors(m))
		holds &= ~WHEN_MONITORS_MASK;
	r = fill_identity(f, ret_img);
	if (r == 0)
		r = fields_encode(&f->map, m, holds, ret_img);
	if (r == 0 && f->has_rate)
		r = rate_encode(m->nominal_mbaud, m->rate_is_fine, f->rate, f->rate_fine, ret_img);
	if (r == 0 && f->encode)
		r = f->encode(m, ret_img);
	if (r == 0)
		r = fill_blocks(ret_img);
	if (r == 0)
		r = write_checksum(m, &f->base, ret_img);
	if (r == 0)
		r = write_checksum(m, &f->ext, ret_img);
	return r < 0 ? r : write_checksum(m, &f->dmi, ret_img);
}
