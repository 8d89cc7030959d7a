/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a reading of monitors has to fetch, byte by byte, and in how few reads.
 *
 * Needed are the bytes of rows with a member whose condition holds in this
 * module, of lanes that it has: what is shown or judged, nothing else. Runs of
 * such bytes are reads; gaps between them are read along, small ones first, as long
 * as no more than a tenth is read for nothing. Gaps between ranges are not:
 * some are latched flags, which are nobody's to clear.
 */
#include <string.h>

#include "eeprom/family.h"
#include "eeprom/field_item.h"

/* Bytes that are read for nothing, at most: needed ones * 1/10. */
#define WASTE_SHARE 10

/* Reads of a range, whatever they waste. All live ranges of a module have room for theirs. */
#define READS_OF_RANGE 8

/* Bytes of one range that are needed, by offset. */
struct need {
	const struct image_range *range;
	bool byte[256];
};

static void need_bytes(struct need *need, struct image_addr at, size_t len)
{
	const struct image_addr *from = &need->range->at;

	if (at.device != from->device || at.page != from->page || at.bank != from->bank)
		return;
	for (size_t i = at.offset; i < at.offset + len && i < 256; i++)
		need->byte[i] |= i >= from->offset && i < (size_t)from->offset + need->range->len;
}

/* Lanes of which a row that repeats for each of them is needed. */
static unsigned lanes_of(const struct field *f, const struct module *m)
{
	unsigned lanes = f->of == OF_HOST_LANE ? m->host_lanes : m->lanes, count = field_count(f, m);

	return lanes && lanes < count ? lanes : count;
}

static void need_rows(struct need *need, const struct family *f, const struct module *m)
{
	uint32_t holds = family_holds(f, m);

	for (size_t i = 0; i < f->map.count; i++) {
		const struct field *row = &f->map.rows[i];
		unsigned count = lanes_of(row, m);

		if (row->member_type == MEMBER_NONE || row->when == WHEN_ALWAYS || row->when == WHEN_PAGED ||
		    !(holds & WHEN_BIT(row->when)) || (row->applies && !row->applies(m)))
			continue;
		for (unsigned n = 0; n < count; n++)
			need_bytes(need, field_item(row, n).at, row->len);
	}
}

/* Runs of needed bytes, as reads: how many. There is room for 128. */
static size_t runs_of(const struct need *need, struct image_range *reads)
{
	size_t count = 0;

	for (unsigned i = 0; i < 256; i++) {
		if (!need->byte[i])
			continue;
		if (i == 0 || !need->byte[i - 1]) {
			reads[count] = *need->range;
			reads[count].at.offset = (uint8_t)i;
			reads[count++].len = 0;
		}
		reads[count - 1].len++;
	}
	return count;
}

/* Are both parts of one of these ranges? What is between ranges is not to be read: see them. */
static bool in_one_range(const struct image_range *ranges, size_t count, const struct image_range *a,
                         const struct image_range *b)
{
	for (size_t i = 0; i < count; i++) {
		const struct image_addr *at = &ranges[i].at;

		if (ranges[i].use == RANGE_LIVE && a->at.device == at->device && a->at.page == at->page &&
		    a->at.bank == at->bank && b->at.device == at->device && b->at.page == at->page &&
		    b->at.bank == at->bank && a->at.offset >= at->offset &&
		    b->at.offset + b->len <= at->offset + ranges[i].len)
			return true;
	}
	return false;
}

/* Join the two reads with the smallest gap of at most `most` bytes between them: how many those are; 0 for none. */
static size_t join_nearest(const struct image_range *ranges, size_t range_count, struct image_range *reads,
                           size_t *count, size_t most)
{
	size_t best = 0, smallest = SIZE_MAX;

	for (size_t i = 0; i + 1 < *count; i++) {
		size_t g = (size_t)(reads[i + 1].at.offset - reads[i].at.offset - reads[i].len);

		if (in_one_range(ranges, range_count, &reads[i], &reads[i + 1]) && g < smallest) {
			smallest = g;
			best = i;
		}
	}
	if (smallest > most)
		return 0;
	reads[best].len = (uint16_t)(reads[best].len + smallest + reads[best + 1].len);
	memmove(&reads[best + 1], &reads[best + 2], (*count - best - 2) * sizeof(*reads));
	--*count;
	return smallest;
}

/* The reads of one range, with as few gaps as there must be. */
static size_t range_reads(const struct need *need, struct image_range ret_reads[READS_OF_RANGE])
{
	struct image_range runs[128];
	size_t count = runs_of(need, runs);

	while (count > READS_OF_RANGE)
		join_nearest(need->range, 1, runs, &count, SIZE_MAX - 1);
	memcpy(ret_reads, runs, count * sizeof(runs[0]));
	return count;
}

size_t eeprom_live_reads(const struct image *img, const struct module *m,
                         struct image_range ret_reads[EEPROM_MAX_READS], size_t *ret_needed)
{
	const struct family *f = family_find(m->family);
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t range_count = eeprom_ranges(img, ranges);
	size_t count = 0, needed = 0, spare, joined;

	for (size_t i = 0; f && i < range_count; i++) {
		struct need need = { .range = &ranges[i] };

		if (ranges[i].use != RANGE_LIVE || count + READS_OF_RANGE > EEPROM_MAX_READS)
			continue;
		need_rows(&need, f, m);
		if (f->live_bytes)
			f->live_bytes(img, m, &ranges[i], need.byte);
		for (unsigned n = 0; n < 256; n++)
			needed += need.byte[n];
		count += range_reads(&need, &ret_reads[count]);
	}
	spare = needed / WASTE_SHARE;
	while (spare > 0 && (joined = join_nearest(ranges, range_count, ret_reads, &count, spare)) > 0)
		spare -= joined;
	*ret_needed = needed;
	return count;
}
