/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What there is to doubt about a decoded memory, as far as the families share
 * it. Contradictions are noted where they are met; here is what shows only
 * once everything has been decoded.
 */
#include <string.h>

#include "eeprom/family.h"
#include "eeprom/words.h"

#define REPLACEMENT "\xef\xbf\xbd"   /* U+FFFD, what field_text() leaves of other bytes */

static bool has_odd_text(const struct module *m)
{
	const char *const texts[] = { m->vendor, m->part_number, m->revision, m->serial, m->date_code };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strstr(texts[i], REPLACEMENT))
			return true;
	}
	return false;
}

/* No date at all says nothing, and is no doubt. */
static bool is_odd_date(const char *date)
{
	return date[0] != '\0' && !words_is_date(date);
}

static bool is_odd_oui(const uint8_t oui[3])
{
	return (oui[0] == 0x00 || oui[0] == 0xff) && oui[1] == oui[0] && oui[2] == oui[0];
}

/* The end of what the identity's block holds for us: vendors' bytes behind it are nobody's loss. */
static unsigned identity_end(const struct family *f)
{
	const struct checksum_range *last =
		f->ext.len && f->ext.first.page == f->base.first.page ? &f->ext : &f->base;

	return last->first.offset + last->len + 1u;
}

/* Something that the module says it has, and that never changes, is not in the image. */
static bool is_truncated(const struct family *f, const struct image *img)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(img, ranges);

	for (size_t i = 0; i < n; i++) {
		unsigned len = ranges[i].len, end = identity_end(f);

		if (ranges[i].use != RANGE_STATIC)
			continue;
		if (ranges[i].at.device == f->base.first.device && ranges[i].at.page == f->base.first.page &&
		    ranges[i].at.offset <= f->base.first.offset && ranges[i].at.offset + len > end)
			len = end - ranges[i].at.offset;
		if (!image_has(img, ranges[i].at, len))
			return true;
	}
	return false;
}

static uint32_t checksum_doubts(const struct module *m)
{
	return (m->base_checksum == CHECKSUM_BAD ? DOUBT_BASE_CHECKSUM : 0u) |
	       (m->ext_checksum == CHECKSUM_BAD ? DOUBT_EXT_CHECKSUM : 0u) |
	       (m->dmi_checksum == CHECKSUM_BAD ? DOUBT_DMI_CHECKSUM : 0u);
}

uint32_t doubts_find(const struct family *f, const struct image *img, const struct module *m)
{
	uint32_t doubts = checksum_doubts(m);

	if (f->copy_at && m->base_checksum != CHECKSUM_ABSENT && m->identifier != m->identifier_copy)
		doubts |= DOUBT_IDENTIFIERS;
	if (is_truncated(f, img))
		doubts |= DOUBT_TRUNCATED;
	if (has_odd_text(m))
		doubts |= DOUBT_TEXT;
	if (is_odd_date(m->date_code))
		doubts |= DOUBT_DATE;
	if (m->base_checksum != CHECKSUM_ABSENT && m->status != READ_UNSUPPORTED && is_odd_oui(m->oui))
		doubts |= DOUBT_OUI;
	if (f->revisions && !(m->unread & UNREAD_REVISION) && !code_name(f->revisions, m->revision_code))
		doubts |= DOUBT_REVISION;
	if (m->wavelength.state == VALUE_CORRUPT && m->status != READ_CORRUPT)
		doubts |= DOUBT_WAVELENGTH;
	return f->doubts ? doubts | f->doubts(img, m) : doubts;
}
