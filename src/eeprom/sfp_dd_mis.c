/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFP-DD with the SFP-DD MSA's own Management Interface Specification
 * (identifier 1Ah), from before SFP-DD came with CMIS. It resembles CMIS, but
 * not in all: a driver written to revision 1.0 has lane monitors, states and
 * controls elsewhere, another reads all such modules as CMIS. Both agree on
 * where the identity is on page 00h. Only that is decoded, and only where the
 * second identifier and the checksum are what they would be in CMIS, so that a
 * module with another layout shows nothing rather than nonsense.
 */
#include <stdio.h>
#include <string.h>

#include "eeprom/family.h"
#include "eeprom/field_rows.h"
#include "eeprom/words.h"

#define P00(off) AT(IMAGE_A0, 0, off)

static const struct field rows[] = {
	ROW_CODE(P00(0), "identifier", "Identifier", identifier, sff8024_identifiers),
	ROW_CODE(P00(128), "identifier_copy", "Identifier (page 00h)", identifier_copy, sff8024_identifiers),
	ROW_TEXT(P00(129), 16, "vendor", "Vendor", vendor),
	ROW_TEXT(P00(148), 16, "part_number", "Part number", part_number),
	ROW_TEXT(P00(164), 2, "revision", "Vendor revision", revision),
	ROW_TEXT(P00(166), 16, "serial", "Serial number", serial),
	{ .at = P00(222), .len = 1, .key = "checksum", .label = "Checksum of 00h:128-221",
	  .kind = FIELD_BYTES, .words = words_base_checksum },
};

static const struct image_range ranges[] = {
	{ P00(0), 128, RANGE_STATIC },
	{ P00(128), 128, RANGE_STATIC },
	{ P00(0), 1, RANGE_FINGERPRINT },
	{ P00(166), 57, RANGE_FINGERPRINT },
};

/* Blank memory is what it is, whatever the layout. */
static bool is_blank(const struct module *m)
{
	return m->status == READ_CORRUPT && (m->identifier_copy == 0x00 || m->identifier_copy == 0xff);
}

static void settle(struct module *m)
{
	bool found = m->identifier_copy == m->identifier && m->base_checksum == CHECKSUM_OK;

	snprintf(m->management, sizeof(m->management), "SFP-DD MIS");
	m->form = FORM_SFP_DD;
	if (!found) {
		m->vendor[0] = m->part_number[0] = m->revision[0] = m->serial[0] = '\0';
		/* It need not be a checksum. */
		m->base_checksum = CHECKSUM_ABSENT;
	}
	if (is_blank(m) || (m->status != READ_OK && m->status != READ_CORRUPT))
		return;
	m->status = READ_UNSUPPORTED;
	snprintf(m->why, sizeof(m->why), "no register map for SFP-DD MIS (identifier 1ah)%s",
		 found ? " but its identity" : "");
}

static uint32_t doubts(const struct image *img, const struct module *m)
{
	(void)img;
	(void)m;
	return DOUBT_MAP;
}

const struct family family_sfp_dd_mis = {
	.family = FAMILY_SFP_DD_MIS,
	.name = "00h",
	.map = { rows, sizeof(rows) / sizeof(rows[0]) },
	.copy_at = 128,
	.base = { P00(128), 94 },
	.ranges = ranges,
	.range_count = sizeof(ranges) / sizeof(ranges[0]),
	.doubts = doubts,
	.settle = settle,
};
