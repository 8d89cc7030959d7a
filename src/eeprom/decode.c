/* SPDX-License-Identifier: BSD-3-Clause */
/* Decode an image: how far its bytes can be trusted, then what they say. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "eeprom/family.h"

#define IDENTIFIER_COPY ((struct image_addr){ .device = IMAGE_A0, .offset = 128 })
#define IDENTIFIER ((struct image_addr){ .device = IMAGE_A0, .offset = 0 })

enum register_family eeprom_family(uint8_t identifier)
{
	return sff8024_family(identifier);
}

/* The register map to go by: that of the first byte, else the one that was declared. */
static enum register_family family_of(const struct image *img, uint8_t identifier)
{
	enum register_family family = eeprom_family(identifier);

	return family == FAMILY_UNKNOWN ? eeprom_family(image_declared(img)) : family;
}

#define FAIL(m, state, ...) \
	do { \
		(m)->status = (state); \
		snprintf((m)->why, sizeof((m)->why), __VA_ARGS__); \
	} while (0)

/* Status for bytes that can't be had. */
static void fail_read(struct module *m, int error, const char *what)
{
	if (error == -ENODATA)
		FAIL(m, READ_TRUNCATED, "%s is not complete", what);
	else if (error == -ETIMEDOUT)
		FAIL(m, READ_TIMEOUT, "reading %s timed out", what);
	else
		FAIL(m, READ_IO_ERROR, "%s could not be read (errno %d)", what, -error);
}

/* Where the checksum over a range is stored: right behind it. */
static struct image_addr checksum_at(const struct checksum_range *range)
{
	struct image_addr at = range->first;

	at.offset = (uint8_t)(at.offset + range->len);
	return at;
}

static enum checksum_state checksum_state(const struct image *img, const struct module *m,
                                          const struct checksum_range *range)
{
	uint8_t sum, stored;

	if (!family_has(m, range) || image_sum(img, range, &sum) < 0 ||
	    image_read(img, checksum_at(range), 1, &stored) < 0)
		return CHECKSUM_ABSENT;
	return sum == stored ? CHECKSUM_OK : CHECKSUM_BAD;
}

/* The identity but for its first byte, the identifier, is all `byte`. */
static bool identity_is(const struct family *f, const struct image *img, uint8_t byte)
{
	struct image_addr at = f->base.first;

	at.offset++;
	return image_is_filled(img, at, f->base.len - 1u, byte);
}

/* Is what was read impossible? Then m->status says so. */
static bool check_corrupt(const struct family *f, const struct image *img, struct module *m)
{
	unsigned last = f->base.first.offset + f->base.len - 1u;
	uint8_t sum = 0;

	for (unsigned blank = 0x00; blank <= 0xff; blank += 0xff) {
		if (identity_is(f, img, (uint8_t)blank)) {
			FAIL(m, READ_CORRUPT, "%s:%u-%u is all %02xh", f->name, f->base.first.offset + 1u,
			     last, blank);
			return true;
		}
	}
	if (f->copy_at && image_has(img, f->base.first, 1) && m->identifier != m->identifier_copy &&
	    eeprom_family(m->identifier) == f->family) {
		FAIL(m, READ_CORRUPT, "identifiers differ: lower byte 0 is %02xh, %s:%u is %02xh",
		     m->identifier, f->name, f->copy_at,
		     m->identifier_copy);
		return true;
	}
	if (m->base_checksum == CHECKSUM_BAD) {
		(void)image_sum(img, &f->base, &sum);
		FAIL(m, READ_CORRUPT, "checksum of %s:%u-%u is %02xh, stored is %02xh", f->name,
		     f->base.first.offset, last, sum, image_byte(img, checksum_at(&f->base)));
		return true;
	}
	return false;
}

/* The identity of the older families is on one page, in two ranges each with its checksum. */
static void check_identity(const struct family *f, const struct image *img, struct module *m)
{
	bool two = f->ext.len > 0 && f->ext.first.page == f->base.first.page;
	size_t len = f->base.len + 1u + (two ? f->ext.len + 1u : 0u);
	uint8_t bytes[128];
	int r;

	m->status = READ_OK;
	if (check_corrupt(f, img, m))
		return;
	r = image_read(img, f->base.first, len, bytes);
	if (r < 0) {
		fail_read(m, r, "the identity");
		return;
	}
	/* Without it nothing is known of what a CMIS module can do, and verdicts would be guesses. */
	if (!two && family_has(m, &f->ext))
		r = image_read(img, f->ext.first, f->ext.len + 1u, bytes);
	if (r < 0)
		fail_read(m, r, "page 01h");
}

/*
 * Type and medium rest on the base and, for the codes of SFF-8636, on the
 * first byte behind it; of CMIS they are in the lower memory. A bad checksum of the rest is shown, and tolerated:
 * too many modules are sold with one.
 */
static bool can_identify(const struct family *f, const struct image *img, const struct module *m)
{
	return f->identify && m->status != READ_CORRUPT && m->base_checksum == CHECKSUM_OK &&
	       !(m->unread & UNREAD_TYPE) &&
	       (f->type_in_ext ? image_has(img, f->ext.first, 1) : !f->copy_at || image_has(img, IDENTIFIER, 1));
}

/* What the module monitors, and the state of values that it does not have. */
static enum value_state decode_monitors(const struct family *f, const struct image *img, struct module *m)
{
	uint8_t bytes[128];
	unsigned seen;
	int r = 0;

	if (m->status == READ_CORRUPT)
		return VALUE_CORRUPT;
	if (family_has(m, &f->ext))
		r = image_read(img, f->ext.first, f->ext.len, bytes);
	if (r == 0)
		r = image_read(img, f->base.first, f->base.len, bytes);
	if (r == 0 && (m->unread & UNREAD_REVISION))
		r = -ENODATA;
	if (r < 0)
		return field_state(r);   /* what it advertises is not known */
	if (f->is_blank && f->is_blank(img, m))
		return VALUE_UNSUPPORTED;
	if (f->monitors)
		m->dom = f->monitors(m);
	/* One that tells of one of the two tells of both. */
	seen = f->unadvertised && !(m->dom & (DOM_TEMPERATURE | DOM_SUPPLY)) ? f->unadvertised(img, m) : 0u;
	if (seen) {
		m->dom |= (uint8_t)seen;
		m->doubts |= DOUBT_DOM_UNADVERTISED;
	}
	return VALUE_UNSUPPORTED;
}

static void find_unread(const struct family *f, const struct image *img, struct module *m)
{
	const struct claim_register *reg = f->claim_registers;

	for (; reg && reg->bit; reg++) {
		if (!image_has(img, reg->at, 1))
			m->unread = (uint8_t)(m->unread | reg->bit);
	}
}

static void decode_family(const struct family *f, const struct image *img, struct module *m)
{
	enum value_state otherwise;

	fields_decode(&f->map, img, m);
	if (!f->copy_at)
		m->identifier_copy = m->identifier;
	else if (!image_has(img, IDENTIFIER, 1))
		m->identifier = m->identifier_copy;
	if (f->has_rate)
		m->nominal_mbaud = rate_decode(img, f->rate, f->rate_fine, &m->rate_is_fine);
	m->base_checksum = checksum_state(img, m, &f->base);
	m->ext_checksum = checksum_state(img, m, &f->ext);
	if (!f->has_live || f->has_live(m))
		m->dmi_checksum = checksum_state(img, m, &f->dmi);
	check_identity(f, img, m);
	find_unread(f, img, m);
	if (can_identify(f, img, m))
		f->identify(m);
	otherwise = decode_monitors(f, img, m);
	fields_decode_when(&f->map, img, m, family_holds(f, m), otherwise);
	if (m->status == READ_CORRUPT)
		m->nominal_mbaud = m->lane_mbps = m->reach_m = m->max_power_mw =
			(struct value){ .state = VALUE_CORRUPT };
	if (f->live)
		f->live(img, m);
	if (f->settle)
		f->settle(m);
	if (m->unread & UNREAD_REVISION)
		m->management[0] = '\0';
	m->doubts |= doubts_find(f, img, m);
}

/* No register map for this identifier: say so, or that nothing answered at all. */
static void decode_unknown(const struct image *img, struct module *m)
{
	if (image_is_filled(img, IDENTIFIER, 128, 0xff))
		FAIL(m, READ_CORRUPT, "all bytes are ffh");
	else if (image_is_filled(img, IDENTIFIER, 128, 0x00))
		FAIL(m, READ_CORRUPT, "all bytes are 00h");
	else {
		FAIL(m, READ_UNSUPPORTED, "no register map for identifier %02xh", m->identifier);
		m->doubts |= DOUBT_MAP;
	}
}

/* Byte 0, or, where page 00h alone was read, its copy. 0, or the errno of image_read() for byte 0. */
static int read_identifier(const struct image *img, uint8_t *ret_identifier)
{
	int r = image_read(img, IDENTIFIER, 1, ret_identifier);
	uint8_t copy;
	const struct family *f;

	if (r != -ENODATA || image_read(img, IDENTIFIER_COPY, 1, &copy) < 0)
		return r;
	f = family_find(eeprom_family(copy));
	if (!f || f->copy_at != IDENTIFIER_COPY.offset)
		return r;
	*ret_identifier = copy;
	return 0;
}

void eeprom_decode(const struct image *img, struct module *m)
{
	const struct family *f;
	int r;

	module_reset(m);
	r = read_identifier(img, &m->identifier);
	if (r < 0) {
		fail_read(m, r, "the identifier");
		return;
	}
	m->family = family_of(img, m->identifier);
	f = family_find(m->family);
	if (f)
		decode_family(f, img, m);
	else
		decode_unknown(img, m);
}

void eeprom_decode_declared(struct image *img, const struct module_type *type, const char *part,
			    struct module *m)
{
	image_declare(img, type ? eeprom_type_identifier(type) : 0);
	eeprom_decode(img, m);
	if (!type || ((!part[0] || strcmp(part, m->part_number) == 0) && eeprom_override_type(m, type)))
		return;
	/* Another module in the same cage is what it is. */
	image_declare(img, 0);
	if (m->family != eeprom_family(m->identifier))
		eeprom_decode(img, m);
}

size_t eeprom_ranges(const struct image *img, struct image_range ret_ranges[EEPROM_MAX_RANGES])
{
	const struct family *f = NULL;
	uint8_t identifier;
	size_t n = 0;

	if (image_read(img, IDENTIFIER, 1, &identifier) == 0)
		f = family_find(family_of(img, identifier));
	if (!f) {
		ret_ranges[0] = (struct image_range){ .at = IDENTIFIER, .len = 128, .use = RANGE_STATIC };
		return 1;
	}
	for (size_t i = 0; i < f->range_count && n < EEPROM_MAX_RANGES; i++) {
		if (!f->range_applies || f->range_applies(img, &f->ranges[i]))
			ret_ranges[n++] = f->ranges[i];
	}
	return n;
}

void eeprom_walk_fields(const struct image *img, const struct module *m, eeprom_field_fn *fn, void *arg)
{
	const struct family *f = family_find(m->family);

	if (f)
		fields_walk(&f->map, img, m, family_holds(f, m), fn, arg);
}
