/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: any memory of any family, whole or with holes, decodes, walks,
 * encodes and decodes again, and what the result says of itself holds.
 *
 * Input: byte 0 are options, bytes 1-4 place a hole; the rest is memory in
 * linear layout. With clang: -fsanitize=fuzzer,address,undefined. Without,
 * replay.c drives it with spoiled images of the encoder.
 */
#include <errno.h>
#include <string.h>

#include "common/type_image.h"
#include "eeprom/eeprom.h"
#include "fuzz/fuzz.h"

enum {
	OPTION_TWO_DEVICES = 1,   /* else as the identifier says */
	OPTION_FIX_SUMS = 2,      /* right checksums: past the first line of defence */
	OPTION_HOLE = 4,          /* a range that could not be read */
	OPTION_FRESH = 8,         /* encode on a new image */
};

#define HEADER 5

static void require_text(const char *text, size_t size)
{
	REQUIRE(memchr(text, '\0', size));
	for (; *text; text++)
		REQUIRE((unsigned char)*text >= 0x20 && *text != 0x7f);
}

static void require_value(struct value v, int32_t min, int32_t max)
{
	REQUIRE(v.state <= VALUE_CORRUPT);
	if (v.state == VALUE_OK)
		REQUIRE(v.v >= min && v.v <= max);
	else
		REQUIRE(v.v == 0);
}

static void require_thresholds(const struct thresholds *t, int32_t min, int32_t max)
{
	require_value(t->high_alarm, min, max);
	require_value(t->high_warning, min, max);
	require_value(t->low_warning, min, max);
	require_value(t->low_alarm, min, max);
}

/* Registers of 16 bits in units of value.h. */
#define TEMPERATURE_RANGE -12800, 12800
#define SUPPLY_RANGE 0, 6553500
#define BIAS_RANGE 0, 4 * 131070
#define POWER_RANGE 0, 6553500

static void require_module(const struct module *m)
{
	require_text(m->vendor, sizeof(m->vendor));
	require_text(m->part_number, sizeof(m->part_number));
	require_text(m->serial, sizeof(m->serial));
	require_text(m->type_name, sizeof(m->type_name));
	require_text(m->type_evidence, sizeof(m->type_evidence));
	require_text(m->why, sizeof(m->why));
	require_text(m->management, sizeof(m->management));
	REQUIRE(m->status >= READ_OK && m->status <= READ_TRUNCATED);
	REQUIRE((m->status == READ_OK) == (m->why[0] == '\0'));
	REQUIRE(m->lanes <= MODULE_MAX_LANES);
	/* What can't be trusted claims nothing. */
	if (m->status == READ_CORRUPT) {
		REQUIRE(!m->type && m->medium == MEDIUM_UNKNOWN && !value_ok(m->wavelength) && m->dom == 0);
		REQUIRE(!value_ok(m->temperature) && m->lane[0].signals_known == 0);
	}
	if (m->type)
		REQUIRE(m->type_name[0] && m->type_evidence[0] && m->medium == m->type->medium);
	require_value(m->wavelength, 60000, 170000);
	require_value(m->wavelength_tolerance, 1, 32768);
	require_value(m->temperature, TEMPERATURE_RANGE);
	require_value(m->supply, SUPPLY_RANGE);
	require_thresholds(&m->thresholds[MONITOR_TEMPERATURE], TEMPERATURE_RANGE);
	require_thresholds(&m->thresholds[MONITOR_SUPPLY], SUPPLY_RANGE);
	require_thresholds(&m->thresholds[MONITOR_TX_BIAS], BIAS_RANGE);
	require_thresholds(&m->thresholds[MONITOR_RX_POWER], POWER_RANGE);
	for (unsigned i = 0; i < MODULE_MAX_LANES; i++) {
		require_value(m->lane[i].rx_power, POWER_RANGE);
		require_value(m->lane[i].tx_power, POWER_RANGE);
		require_value(m->lane[i].tx_bias, BIAS_RANGE);
		REQUIRE(!(m->lane[i].signals & ~m->lane[i].signals_known));
		REQUIRE(!(m->lane[i].alarms & ~m->lane[i].alarms_known));
	}
}

static void read_field(const struct eeprom_field *field, void *arg)
{
	size_t *total = arg;

	require_text(field->value, sizeof(field->value));
	*total += strlen(field->key) + strlen(field->label) + strlen(field->value);
}

static struct image *load(const uint8_t *data, size_t size, uint8_t options, const uint8_t hole[4])
{
	struct image *img = image_new();
	uint8_t *bytes = malloc(size ? size : 1);
	struct image_addr at = { .device = hole[0] & 3, .page = hole[1], .offset = hole[2] };
	bool two_devices;

	REQUIRE(img && bytes);
	memcpy(bytes, data, size);
	if (options & OPTION_FIX_SUMS)
		type_image_fix(bytes, size);
	two_devices = (options & OPTION_TWO_DEVICES) || (size && image_identifier_two_devices(bytes[0]));
	REQUIRE(image_load_linear(img, bytes, size, two_devices) == 0);
	free(bytes);
	if (options & OPTION_HOLE)
		(void)image_fail(img, at, hole[3], hole[0] & 4 ? -ETIMEDOUT : -EIO);
	return img;
}

/* Is a read part of a live range? */
static bool is_live(const struct image_range *read, const struct image_range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct image_range *r = &ranges[i];

		if (r->use == RANGE_LIVE && r->at.device == read->at.device && r->at.page == read->at.page &&
		    r->at.bank == read->at.bank && read->at.offset >= r->at.offset &&
		    read->at.offset + read->len <= r->at.offset + r->len)
			return true;
	}
	return false;
}

/* What a DOM scan reads: live registers only, and no byte twice. */
static void check_reads(const struct image *img, const struct module *m)
{
	struct image_range ranges[EEPROM_MAX_RANGES], reads[EEPROM_MAX_READS];
	size_t needed, range_count = eeprom_ranges(img, ranges), bytes = 0;
	size_t count = eeprom_live_reads(img, m, reads, &needed);

	REQUIRE(count <= EEPROM_MAX_READS);
	for (size_t i = 0; i < count; i++) {
		REQUIRE(reads[i].len > 0 && is_live(&reads[i], ranges, range_count));
		bytes += reads[i].len;
		for (size_t n = 0; n < i; n++)
			REQUIRE(reads[n].at.device != reads[i].at.device || reads[n].at.page != reads[i].at.page ||
			        reads[n].at.bank != reads[i].at.bank ||
			        reads[n].at.offset + reads[n].len <= reads[i].at.offset);
	}
	REQUIRE(bytes >= needed && (needed > 0) == (count > 0));
}

/* Everything a reader does with an image; what the ranges ask for must be possible. */
static void use(const struct image *img, struct module *m)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(img, ranges), total = 0;
	char summary[256];
	uint8_t bytes[256];

	REQUIRE(n >= 1 && n <= EEPROM_MAX_RANGES);
	for (size_t i = 0; i < n; i++)
		REQUIRE(image_read(img, ranges[i].at, ranges[i].len, bytes) != -EINVAL);
	eeprom_decode(img, m);
	require_module(m);
	check_reads(img, m);
	eeprom_walk_fields(img, m, read_field, &total);
	module_summary(m, summary, sizeof(summary));
}

/* What was decoded and written is decoded again. */
static void check_written(const struct module *m, const struct image *img)
{
	struct module *back = module_new();

	REQUIRE(back);
	use(img, back);
	REQUIRE(strcmp(m->vendor, back->vendor) == 0 && strcmp(m->serial, back->serial) == 0);
	REQUIRE(back->base_checksum == CHECKSUM_OK);
	/* A flat CMIS memory has no second one. */
	REQUIRE(back->ext_checksum == CHECKSUM_OK ||
		(back->family == FAMILY_CMIS && back->flat_memory && back->ext_checksum == CHECKSUM_ABSENT));
	if (m->status == READ_OK) {
		REQUIRE(back->status == READ_OK && m->type == back->type);
		/* An impossible wavelength is not written. */
		REQUIRE(m->wavelength.state == VALUE_CORRUPT ||
			memcmp(&m->wavelength, &back->wavelength, sizeof(m->wavelength)) == 0);
	}
	module_unref(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct module *m = module_new();
	struct image *img, *out;

	if (size < HEADER || !m) {
		module_unref(m);
		return 0;
	}
	img = load(data + HEADER, size - HEADER, data[0], data + 1);
	use(img, m);
	out = data[0] & OPTION_FRESH ? image_new() : image_copy(img);
	REQUIRE(out);
	if (m->status == READ_OK && eeprom_encode(m, out) == 0)
		check_written(m, out);
	image_free(out);
	image_free(img);
	module_unref(m);
	return 0;
}

const unsigned fuzz_rounds = 40;

/* One of every type that can be encoded, plain. */
size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	for (const struct module_type *t = module_types; t->token; t++) {
		size_t len;

		if (!eeprom_type_encodable(t) || n-- > 0)
			continue;
		memset(data, 0, HEADER);
		len = type_image(t, (uint32_t)(t - module_types) + 1, data + HEADER, size - HEADER);
		REQUIRE(len > 0);
		return HEADER + len;
	}
	return 0;
}

void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	unsigned changes = next_random(seed) % 24;

	(void)size;
	for (unsigned i = 0; i < HEADER; i++)
		data[i] = (uint8_t)next_random(seed);
	data[0] |= next_random(seed) % 4 ? OPTION_FIX_SUMS : 0;
	for (unsigned i = 0; i < changes; i++) {
		/* The first pages say what there is. */
		size_t room = *len - HEADER, near = room < 512 ? room : 512;
		size_t span = next_random(seed) % 2 ? near : room;
		size_t at = HEADER + next_random(seed) % span;
		uint8_t value;

		switch (next_random(seed) % 4) {
		case 0:
			data[at] = (uint8_t)next_random(seed);
			break;
		case 1:
			data[at] ^= (uint8_t)(1u << next_random(seed) % 8);
			break;
		case 2:
			data[at] = next_random(seed) % 2 ? 0xff : 0x00;
			break;
		default:
			/* One after the other: compilers order arguments as they like. */
			value = (uint8_t)next_random(seed);
			memset(data + at, value, (*len - at) % (next_random(seed) % 16 + 1));
		}
	}
	if (next_random(seed) % 4 == 0)
		*len = next_random(seed) % (*len + 1);
}
