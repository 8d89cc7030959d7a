/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Our decoder against the real ethtool: healthy modules of every type, then
 * seeded random changes of them. Every difference needs a reason in
 * compare_reasons.c, and every reason is needed. Speaks TAP.
 *
 * BREAKOUT_DIFF_ROUNDS changes of each type (default 200); a difference is
 * printed with "type:round", which as an argument repeats just that one; a
 * second argument names a file for its memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/sample.h"
#include "common/type_image.h"
#include "diff/compare.h"

#define USUAL_ROUNDS 200
#define MAX_SHOWN 40

struct run {
	struct oracle *oracle;
	unsigned images, fields, explained, unexplained;
	unsigned failures;              /* images that ethtool refused */
	unsigned by_reason[64];
	const char *type;
	int round;                      /* -1: healthy */
	bool verbose;
	const char *save;               /* file for the memory; NULL: none */
};

static void note_difference(const struct comparison *c, const struct compare_reason *reason, void *arg)
{
	struct run *run = arg;

	if (reason) {
		run->explained++;
		run->by_reason[reason - compare_reasons]++;
	} else {
		run->unexplained++;
	}
	if (run->verbose || (!reason && run->unexplained <= MAX_SHOWN))
		printf("# %s:%d: %s, lane %u: ours %s, ethtool's %s%s%s\n", run->type, run->round,
		       c->row->label, c->lane, c->ours, c->theirs ? c->theirs : "(not shown)",
		       reason ? ": " : "", reason ? reason->why : "");
}

static void run_image(struct run *run, const uint8_t *bytes, size_t len)
{
	bool two_devices = image_identifier_two_devices(bytes[0]);
	const struct oracle_line *lines;
	struct image *img = image_new();
	struct module *m = module_new();
	int count;

	if (!img || !m || image_load_linear(img, bytes, len, two_devices) < 0) {
		printf("Bail out! out of memory\n");
		exit(EXIT_FAILURE);
	}
	eeprom_decode(img, m);
	count = oracle_decode(run->oracle, bytes, len, m->family, &lines);
	if (count < 0) {
		printf("Bail out! no answer from ethtool\n");
		exit(EXIT_FAILURE);
	}
	if (count > 0) {
		run->images++;
		run->fields += compare(img, m, bytes, len, lines, count, note_difference, run);
	} else {
		run->failures++;
		printf("# %s:%d: ethtool failed: %.60s\n", run->type, run->round, oracle_text(run->oracle));
	}
	module_unref(m);
	image_free(img);
}

/* Numbers as registers have them: anything, or near an end, or blank. */
static void change_words(uint8_t *bytes, size_t len, size_t first, size_t count, uint32_t *seed)
{
	static const uint16_t ends[] = { 0x0000, 0xffff, 0x0001, 0x7fff, 0x8000, 0x00ff, 0x0100 };

	for (size_t at = first; at + 1 < first + count && at + 1 < len; at += 2) {
		uint16_t word = (uint16_t)next_random(seed);

		if (next_random(seed) % 3 == 0)
			continue;
		if (next_random(seed) % 8 == 0)
			word = ends[next_random(seed) % (sizeof(ends) / sizeof(ends[0]))];
		bytes[at] = (uint8_t)(word >> 8);
		bytes[at + 1] = (uint8_t)word;
	}
}

/* Regions of registers that hang together, in linear layout. */
static const struct region {
	unsigned families;
	uint16_t first, count;
} regions[] = {
	{ 1u << FAMILY_SFF8472, 256, 40 },         /* thresholds */
	{ 1u << FAMILY_SFF8472, 256 + 96, 10 },    /* monitors */
	{ 1u << FAMILY_SFF8472, 256 + 110, 10 },   /* status, flags */
	{ 1u << FAMILY_SFF8472, 12, 8 },           /* rate, lengths */
	{ 1u << FAMILY_SFF8472, 60, 2 },           /* wavelength */
	{ 1u << FAMILY_SFF8472, 92, 2 },           /* what diagnostics there are */
	{ 1u << FAMILY_SFF8636, 2, 12 },           /* flags */
	{ 1u << FAMILY_SFF8636, 22, 36 },          /* monitors */
	{ 1u << FAMILY_SFF8636, 140, 8 },          /* rate, lengths, technology */
	{ 1u << FAMILY_SFF8636, 186, 4 },          /* wavelength */
	{ 1u << FAMILY_SFF8636, 220, 2 },          /* what diagnostics there are */
	{ 1u << FAMILY_SFF8636, 512, 72 },         /* thresholds */
	{ 1u << FAMILY_CMIS, 8, 10 },              /* flags, monitors */
	{ 1u << FAMILY_CMIS, 256 + 4, 10 },        /* lengths, wavelength */
	{ 1u << FAMILY_CMIS, 256 + 31, 2 },        /* what monitors there are */
	{ 1u << FAMILY_CMIS, 384, 72 },            /* thresholds */
	{ 1u << FAMILY_CMIS, 128 + 0x11 * 128 + 6, 74 },   /* lane flags and monitors */
};

#define REGIONS (sizeof(regions) / sizeof(regions[0]))

static void change_region(uint8_t *bytes, size_t len, enum register_family family, uint32_t *seed)
{
	const struct region *r = &regions[next_random(seed) % REGIONS];

	if (!(r->families >> family & 1) || r->first + r->count > len)
		return;
	if (next_random(seed) % 8)
		change_words(bytes, len, r->first, r->count, seed);
	else
		memset(bytes + r->first, next_random(seed) % 2 ? 0xff : 0x00, r->count);
}

/* External calibration with constants that a module could have, and slopes that are not whole. */
static void calibrate(uint8_t *bytes, uint32_t *seed)
{
	static const uint8_t one[4] = { 0x3f, 0x80 };
	uint8_t *c = bytes + 256 + 56;

	bytes[92] = (uint8_t)((bytes[92] & ~0x20) | 0x10);
	memset(c, 0, 36);
	memcpy(c + 12, one, sizeof(one));
	for (unsigned i = 20; i < 36; i += 4) {
		c[i] = next_random(seed) % 4 ? 1 : 0;
		c[i + 1] = next_random(seed) % 2 ? (uint8_t)next_random(seed) : 0;
		c[i + 2] = next_random(seed) % 2 ? 0xff : 0;
		c[i + 3] = (uint8_t)next_random(seed);
	}
	if (next_random(seed) % 2)
		c[13] = (uint8_t)next_random(seed);       /* P1 from 1 to 4 */
	if (next_random(seed) % 4 == 0)
		memcpy(c + 8, "\x37\x27\xc5\xac", 4);    /* P2 = 1e-5 */
}

static void change_text(uint8_t *bytes, size_t at, size_t len, uint32_t *seed)
{
	for (size_t i = 0; i < len; i++) {
		if (next_random(seed) % 2)
			bytes[at + i] = next_random(seed) % 3 ? (uint8_t)(0x20 + next_random(seed) % 95)
							      : (uint8_t)next_random(seed);
	}
}

static void change_any(uint8_t *bytes, size_t len, uint32_t *seed)
{
	for (unsigned n = next_random(seed) % 6; n > 0; n--) {
		size_t at = 1 + next_random(seed) % (len - 1);   /* ethtool goes by the identifier */

		bytes[at] = next_random(seed) % 2 ? (uint8_t)next_random(seed)
						  : (uint8_t)(bytes[at] ^ 1u << next_random(seed) % 8);
	}
}

static void mutate(uint8_t *bytes, size_t len, uint32_t *seed)
{
	enum register_family family = eeprom_family(bytes[0]);
	bool sfp = family == FAMILY_SFF8472;

	for (unsigned n = 1 + next_random(seed) % 6; n > 0; n--)
		change_region(bytes, len, family, seed);
	if (sfp && next_random(seed) % 4 == 0 && len >= 512)
		calibrate(bytes, seed);
	if (next_random(seed) % 4 == 0)
		change_text(bytes, sfp ? 20 : family == FAMILY_CMIS ? 129 : 148, 16, seed);
	if (next_random(seed) % 4 == 0)
		change_text(bytes, sfp ? 68 : family == FAMILY_CMIS ? 166 : 196, 24, seed);
	if (family == FAMILY_CMIS && next_random(seed) % 8 == 0)
		bytes[3] = (uint8_t)(next_random(seed) & 0x0e);   /* the module's state */
	if (next_random(seed) % 2)
		change_any(bytes, len, seed);
	/* Banks (01h:142) of the reserved code make ethtool 6.1 give up. */
	if (family == FAMILY_CMIS && len > 256 + 14 && (bytes[256 + 14] & 3) == 3)
		bytes[256 + 14] ^= 1;
	/* Mostly past the first line of defence. */
	if (next_random(seed) % 16)
		type_image_fix(bytes, len);
}

/* All there may be of the family: ethtool reads what is not flat in whole. */
static size_t full_length(enum register_family family, size_t len)
{
	size_t full = family == FAMILY_SFF8472 ? 512 : family == FAMILY_SFF8636 ? 640 : 128 + 0x12 * 128;

	return len > full ? len : full;
}

static void save_image(const char *path, const uint8_t *bytes, size_t len)
{
	FILE *f = fopen(path, "wbe");

	if (!f || fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
		perror(path);
}

static void run_type(struct run *run, const struct module_type *type, int round)
{
	static uint8_t bytes[TYPE_IMAGE_MAX];
	size_t len;
	uint32_t seed = 2463534242u + (uint32_t)round * 2654435761u;

	memset(bytes, 0, sizeof(bytes));
	len = type_image(type, (uint32_t)(round + 1), bytes, sizeof(bytes));
	if (len == 0)
		return;
	len = full_length(eeprom_family(bytes[0]), len);
	for (const char *p = type->token; *p; p++)
		seed = seed * 31 + (unsigned char)*p;
	seed |= 1;
	run->type = type->token;
	run->round = round;
	if (round >= 0)
		mutate(bytes, len, &seed);
	if (run->save)
		save_image(run->save, bytes, len);
	run_image(run, bytes, len);
}

static unsigned report(const struct run *run, unsigned number, const char *what)
{
	bool ok = run->unexplained == 0 && run->failures == 0 && run->images > 0;

	printf("%s %u - %s: %u images, %u fields, %u differences explained, %u not\n", ok ? "ok" : "not ok",
	       number, what, run->images, run->fields, run->explained, run->unexplained);
	return !ok;
}

/* Repeat one: "100g-sr4:7". */
static int repeat(struct run *run, const char *word, const char *save)
{
	char token[32];
	int round = -1;
	const struct module_type *type;

	if (sscanf(word, "%31[^:]:%d", token, &round) < 1 || !(type = module_type_find(token))) {
		fprintf(stderr, "%s: expected TYPE:ROUND\n", word);
		return EXIT_FAILURE;
	}
	run->verbose = true;
	run->save = save;
	run_type(run, type, round);
	fputs(oracle_text(run->oracle), stdout);
	return run->unexplained ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Fewer changes than usual may miss what a reason is for: then it is only counted. */
static unsigned report_reasons(const struct run *runs, size_t count, int rounds, unsigned number)
{
	unsigned unused = 0;

	for (size_t i = 0; i < compare_reason_count; i++) {
		unsigned n = 0;

		for (size_t r = 0; r < count; r++)
			n += runs[r].by_reason[i];
		printf("# %6u %s: %s\n", n, compare_reasons[i].id, compare_reasons[i].why);
		unused += n == 0 && !compare_reasons[i].rare;
	}
	if (unused && rounds < USUAL_ROUNDS) {
		printf("ok %u - every reason is needed # SKIP %d rounds of %d: %u reasons not met\n", number,
		       rounds, USUAL_ROUNDS, unused);
		return 0;
	}
	printf("%s %u - every reason is needed\n", unused ? "not ok" : "ok", number);
	return unused > 0;
}

int main(int argc, char **argv)
{
	const char *why = "", *rounds = getenv("BREAKOUT_DIFF_ROUNDS");
	struct oracle *oracle = oracle_start(&why);
	struct run runs[2] = { { .oracle = oracle }, { .oracle = oracle } };
	int last = rounds ? atoi(rounds) : USUAL_ROUNDS / (int)sample_step();
	unsigned failed = 0;

	if (!oracle) {
		printf("1..0 # SKIP %s\n", why);
		return EXIT_SUCCESS;
	}
	if (argc > 1)
		return repeat(&runs[0], argv[1], argc > 2 ? argv[2] : NULL);
	printf("1..3\n# %s\n", oracle_version(oracle));
	for (const struct module_type *t = module_types; t->token; t++) {
		run_type(&runs[0], t, -1);
		for (int round = 0; round < last; round++)
			run_type(&runs[1], t, round);
	}
	failed += report(&runs[0], 1, "healthy modules of every type");
	failed += report(&runs[1], 2, "changed at random");
	failed += report_reasons(runs, 2, last, 3);
	oracle_stop(oracle);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
