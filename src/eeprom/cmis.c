/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CMIS 5.x register map, so far the identity only (lower memory table 8-4,
 * page 00h table 8-28): vendor and serial number are shown, the module is
 * reported as unsupported.
 */
#include "eeprom/family.h"
#include "eeprom/field_rows.h"

#define LOWER(off) AT(IMAGE_A0, 0, off)
#define P00(off) AT(IMAGE_A0, 0, off)

static const struct field rows[] = {
	ROW_CODE(LOWER(0), "identifier", "Identifier", identifier, sff8024_identifiers),
	ROW_CODE(LOWER(1), "revision_compliance", "CMIS revision", revision_code, NULL),
	{ .at = LOWER(2), .len = 1, .shift = 7, .key = "flat_memory", .label = "Flat memory",
	  .kind = FIELD_FLAG,
	  .member_type = MEMBER_BOOL, ROW_MEMBER(flat_memory) },
	ROW_CODE(P00(128), "identifier_copy", "Identifier (page 00h)", identifier_copy, sff8024_identifiers),
	ROW_TEXT(P00(129), 16, "vendor", "Vendor", vendor),
	ROW_BYTES(P00(145), 3, "oui", "Vendor OUI", oui),
	ROW_TEXT(P00(148), 16, "part_number", "Part number", part_number),
	ROW_TEXT(P00(164), 2, "revision", "Vendor revision", revision),
	ROW_TEXT(P00(166), 16, "serial", "Serial number", serial),
	ROW_TEXT(P00(182), 8, "date_code", "Date code", date_code),
	ROW_CODE(P00(203), "connector", "Connector", connector, sff8024_connectors),
	ROW_CODE(P00(211), "far_end", "Far end configuration", far_end, NULL),
	ROW_NUMBER(P00(222), "checksum", "Checksum of 128-221", UNIT_HEX, 1),
};

static const struct image_range ranges[] = {
	{ LOWER(0), 128, RANGE_STATIC },
	{ P00(128), 128, RANGE_STATIC },
	{ LOWER(0), 1, RANGE_FINGERPRINT },
	{ P00(166), 57, RANGE_FINGERPRINT },
};

const struct family family_cmis = {
	.family = FAMILY_CMIS,
	.name = "00h",
	.map = { rows, sizeof(rows) / sizeof(rows[0]) },
	.copy_at = 128,
	.base = { P00(128), 94 },
	.ranges = ranges,
	.range_count = sizeof(ranges) / sizeof(ranges[0]),
};
