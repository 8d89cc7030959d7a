/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What reading costs: modules on a bus that counts. A DOM scan reads monitors,
 * and the look that follows makes sure of the module; looks go on whether
 * monitors are read or not.
 *
 * The minimum is the bytes that hold what is shown or judged of this module and can
 * change by itself, each counted once, however many reads that would take.
 */
#include "bench/bench_bus.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/cage.h"
#include "common/type_image.h"
#include "eeprom/eeprom.h"

static const char *const types[] = { "10g-sr", "25g-sr", "40g-sr4", "100g-sr4", "400g-dr4", "400g-sr8" };

/* A module in memory. */
struct counter {
	struct source source;
	struct image *image;
	unsigned fixed;   /* bytes that were read of the ranges that never change */
};

static int presence(struct source *s)
{
	(void)s;
	return 1;
}

static bool is_live(const struct image *img, struct image_addr at)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t count = eeprom_ranges(img, ranges);

	for (size_t i = 0; i < count; i++) {
		const struct image_addr *from = &ranges[i].at;

		if (ranges[i].use == RANGE_LIVE && from->device == at.device && from->page == at.page &&
		    from->bank == at.bank && at.offset >= from->offset &&
		    at.offset < from->offset + ranges[i].len)
			return true;
	}
	return false;
}

static int read_bytes(struct source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct counter *c = (struct counter *)s;
	int rc = image_read(c->image, at, len, buf);

	for (; rc == 0 && len > 0; len--, at.offset++)
		c->fixed += !is_live(c->image, at);
	return rc;
}

static void forget(struct source *s)
{
	(void)s;
}

static const struct source_ops ops = {
	.name = "counter",
	.presence = presence,
	.read = read_bytes,
	.close = forget,
};

/* ethtool 6.1 asks, over netlink, for the identifier, then for whole pages (sfpid.c, qsfp.c, cmis.c). */
static unsigned ethtool_pages(const struct module *m)
{
	switch (m->family) {
	case FAMILY_SFF8472:
		return 2;   /* A0h and A2h, 128 bytes each */
	case FAMILY_SFF8636:
		return 3;   /* lower, 00h, 03h */
	default:
		return 4u + (m->banks ? m->banks : 1u);   /* lower, 00h, 01h, 02h, 11h of each bank */
	}
}

static struct cage_cost cost_of(struct cage *cage, unsigned how)
{
	static uint32_t number;
	struct scan_time now = { .scan = ++number, .real.tv_sec = 1, .mono.tv_sec = 1 };
	struct cage_cost before = cage->cost;
	struct cage_change change;

	cage_scan(cage, how, &now, &change);
	module_unref(change.removed);
	if (cage->status != READ_OK) {
		fprintf(stderr, "bench: %s\n", cage->why);
		exit(EXIT_FAILURE);
	}
	return (struct cage_cost){ cage->cost.reads - before.reads, cage->cost.bytes - before.bytes };
}

static void bench_type(const char *token)
{
	static uint8_t bytes[TYPE_IMAGE_MAX];
	const struct module_type *type = module_type_find(token);
	size_t len = type ? type_image(type, 1, bytes, sizeof(bytes)) : 0, needed;
	struct counter counter = { .source.ops = &ops, .image = image_new() };
	struct image_range reads[EEPROM_MAX_READS];
	struct cage_cost dom, sure, look;
	struct cage cage;
	unsigned fixed;

	if (len == 0 || !counter.image) {
		fprintf(stderr, "bench: %s can't be made\n", token);
		exit(EXIT_FAILURE);
	}
	image_load_linear(counter.image, bytes, len, image_identifier_two_devices(bytes[0]));
	cage_init(&cage, 0);
	cage_open(&cage, &counter.source, 0);
	(void)cost_of(&cage, SCAN_LIVE);
	look = cost_of(&cage, 0);
	fixed = counter.fixed;
	dom = cost_of(&cage, SCAN_LIVE | SCAN_TRUST);
	fixed = counter.fixed - fixed;
	sure = cost_of(&cage, 0);
	(void)eeprom_live_reads(cage.image, cage.module, reads, &needed);
	printf("  %-14s %3llu %5llu   %7zu  %5.2f   %6u   %3llu %5llu   %3llu %5llu   %4u %5u\n", type->name,
	       (unsigned long long)dom.reads, (unsigned long long)dom.bytes, needed,
	       (double)dom.bytes / (double)needed, fixed, (unsigned long long)look.reads,
	       (unsigned long long)look.bytes, (unsigned long long)sure.reads,
	       (unsigned long long)sure.bytes, 1 + ethtool_pages(cage.module), 1 + 128 * ethtool_pages(cage.module));
	cage_release(&cage);
	image_free(counter.image);
}

void bench_bus(void)
{
	printf("reads and bytes of a module's bus: a DOM scan, beside the fewest bytes that hold its values, and\n"
	       "bytes of static pages in it; a look for swaps, and one that makes sure of a DOM scan; ethtool -m\n"
	       "  %-14s %9s   %7s  %5s   %6s   %9s   %9s   %10s\n",
	       "", "DOM scan", "minimum", "ratio", "static", "look", "sure", "ethtool -m");
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		bench_type(types[i]);
}
