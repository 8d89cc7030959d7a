/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8636 rev 2.10a register map (QSFP+, QSFP28, QSFP56, some QSFP112); with
 * revision codes 1 and 2 its predecessor SFF-8436. Table numbers are those of
 * SFF-8636. What the registers mean together is in sff8636_meaning.c.
 */
#include "eeprom/sff8636.h"

#include "eeprom/field_rows.h"

#define LOWER(off) AT(IMAGE_A0, 0, off)
#define P00(off) AT(IMAGE_A0, 0, off)
#define LANES 4

/* Table 6-3 (byte 1). */
const struct code sff8636_revisions[] = {
	{ 0, "revision unspecified" },
	{ 1, "SFF-8436 rev <= 4.8" },
	{ 2, "SFF-8436 rev <= 4.8 (2)" },   /* bytes 186-189 as in SFF-8636 */
	{ 3, "SFF-8636 rev <= 1.3" },
	{ 4, "SFF-8636 rev 1.4" },
	{ 5, "SFF-8636 rev 1.5" },
	{ 6, "SFF-8636 rev 2.0" },
	{ 7, "SFF-8636 rev 2.5-2.7" },
	{ 8, "SFF-8636 rev 2.8-2.10" },
	{ 0, NULL },
};

/* Table 6-20, high nibble of byte 147. */
static const struct code technologies[] = {
	{ 0x0, "850 nm VCSEL" },
	{ 0x1, "1310 nm VCSEL" },
	{ 0x2, "1550 nm VCSEL" },
	{ 0x3, "1310 nm FP" },
	{ 0x4, "1310 nm DFB" },
	{ 0x5, "1550 nm DFB" },
	{ 0x6, "1310 nm EML" },
	{ 0x7, "1550 nm EML" },
	{ 0x8, "other" },
	{ 0x9, "1490 nm DFB" },
	{ 0xa, "copper, unequalised" },
	{ 0xb, "copper, passive equalised" },
	{ 0xc, "copper, near and far end limiting active" },
	{ 0xd, "copper, far end limiting active" },
	{ 0xe, "copper, near end limiting active" },
	{ 0xf, "copper, linear active" },
	{ 0, NULL },
};

/* Two lanes' flags in a byte: HA, LA, HW, LW from bit 7 down (tables 6-6 to 6-8). */
#define ROWS_LANE_FLAGS(off, k, l, mon) \
	ROW_LANE_ALARM(LOWER(off), 7, -4, LANES, k "_high_alarm_flag", l " high alarm", mon, \
		       ALARM_HIGH_ALARM), \
	ROW_LANE_ALARM(LOWER(off), 6, -4, LANES, k "_low_alarm_flag", l " low alarm", mon, ALARM_LOW_ALARM), \
	ROW_LANE_ALARM(LOWER(off), 5, -4, LANES, k "_high_warning_flag", l " high warning", mon, \
		       ALARM_HIGH_WARNING), \
	ROW_LANE_ALARM(LOWER(off), 4, -4, LANES, k "_low_warning_flag", l " low warning", mon, \
		       ALARM_LOW_WARNING)

#define ROWS_FLAGS(off, k, l, mon) \
	ROW_ALARM(LOWER(off), 7, k "_high_alarm_flag", l " high alarm", mon, ALARM_HIGH_ALARM), \
	ROW_ALARM(LOWER(off), 6, k "_low_alarm_flag", l " low alarm", mon, ALARM_LOW_ALARM), \
	ROW_ALARM(LOWER(off), 5, k "_high_warning_flag", l " high warning", mon, ALARM_HIGH_WARNING), \
	ROW_ALARM(LOWER(off), 4, k "_low_warning_flag", l " low warning", mon, ALARM_LOW_WARNING)

#define ROW_LANES(off, k, l, lsb, mon, name) \
	{ .at = LOWER(off), .len = 2, .stride = 2, .count = LANES, .key = k, .label = l, LSB_##lsb, \
	  .when = WHEN_MONITOR + (mon), .member_type = MEMBER_VALUE, ROW_MEMBER(lane[0].name), \
	  .member_stride = sizeof(struct lane) }

static const struct field rows[] = {
	/* Lower page: table 6-1 ff. */
	ROW_CODE(LOWER(0), "identifier", "Identifier", identifier, sff8024_identifiers),
	ROW_CODE(LOWER(1), "revision_compliance", "Revision compliance", revision_code, sff8636_revisions),
	{ .at = LOWER(2), .len = 1, .shift = 2, .key = "flat_memory", .label = "Flat memory",
	  .kind = FIELD_FLAG,
	  .member_type = MEMBER_BOOL, ROW_MEMBER(flat_memory) },
	{ .at = LOWER(2), .len = 1, .shift = 0, .key = "data_not_ready", .label = "Data not ready",
	  .kind = FIELD_FLAG, .when = WHEN_LIVE, .member_type = MEMBER_TRI_NOT, ROW_MEMBER(data_ready) },

	/* Tables 6-4 to 6-8: latched flags. */
	ROW_LANE_SIGNAL(LOWER(3), 4, 1, LANES, "tx_los", "Tx LOS", WHEN_TX_LOS, SIGNAL_TX_LOS),
	ROW_LANE_SIGNAL(LOWER(3), 0, 1, LANES, "rx_los", "Rx LOS", WHEN_RX_LOS, SIGNAL_RX_LOS),
	ROW_LANE_SIGNAL(LOWER(4), 0, 1, LANES, "tx_fault", "Tx fault", WHEN_TX_FAULT, SIGNAL_TX_FAULT),
	ROW_LANE_SIGNAL(LOWER(5), 4, 1, LANES, "tx_lol", "Tx CDR LOL", WHEN_TX_LOL, SIGNAL_TX_LOL),
	ROW_LANE_SIGNAL(LOWER(5), 0, 1, LANES, "rx_lol", "Rx CDR LOL", WHEN_RX_LOL, SIGNAL_RX_LOL),
	ROWS_FLAGS(6, "temperature", "Temperature", MONITOR_TEMPERATURE),
	ROWS_FLAGS(7, "supply", "Supply voltage", MONITOR_SUPPLY),
	ROWS_LANE_FLAGS(9, "rx_power", "Rx power", MONITOR_RX_POWER),
	ROWS_LANE_FLAGS(11, "tx_bias", "Tx bias", MONITOR_TX_BIAS),
	ROWS_LANE_FLAGS(13, "tx_power", "Tx power", MONITOR_TX_POWER),

	/* Tables 6-9 and 6-10: monitors. */
	ROW_VALUE(LOWER(22), "temperature", "Temperature", TEMPERATURE, WHEN_MONITOR + MONITOR_TEMPERATURE,
		temperature),
	ROW_VALUE(LOWER(26), "supply", "Supply voltage", SUPPLY, WHEN_MONITOR + MONITOR_SUPPLY, supply),
	ROW_LANES(34, "rx_power", "Rx power", POWER, MONITOR_RX_POWER, rx_power),
	ROW_LANES(42, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS, tx_bias),
	ROW_LANES(50, "tx_power", "Tx power", POWER, MONITOR_TX_POWER, tx_power),

	/* Table 6-11: controls. */
	ROW_LANE_SIGNAL(LOWER(86), 0, 1, LANES, "tx_disable", "Tx disable", WHEN_TX_DISABLED,
			SIGNAL_TX_DISABLED),
	ROW_BIT(LOWER(93), 3, "power_class_8_enable", "Power class 8 enabled"),
	ROW_BIT(LOWER(93), 2, "power_class_5_7_enable", "Power classes 5-7 enabled"),
	ROW_BIT(LOWER(93), 1, "low_power_set", "Low power mode set"),
	ROW_BIT(LOWER(93), 0, "power_override", "Power override"),
	{ .at = LOWER(98), .len = 1, .key = "cdr_control", .label = "CDRs on (Tx 4-1, Rx 4-1)",
	  .kind = FIELD_UINT,
	  .unit = UNIT_HEX, .member_type = MEMBER_U8, ROW_MEMBER(cdr_control) },

	/* Table 6-13: free side device properties. */
	{ .at = LOWER(107), .len = 1, .key = "max_power", .label = "Maximum power", .kind = FIELD_UINT,
	  .unit = UNIT_MILLIWATT, .mul = 100, .when = WHEN_MAX_POWER, .member_type = MEMBER_VALUE,
	  ROW_MEMBER(max_power_mw) },
	ROW_CODE(LOWER(113), "far_end", "Far end implementation", far_end, NULL),
	ROW_CODE(LOWER(116), "extended_compliance_2", "Secondary extended compliance", ext_compliance2, NULL),

	/* Page 00h: table 6-14 ff. */
	ROW_CODE(P00(128), "identifier_copy", "Identifier (page 00h)", identifier_copy, sff8024_identifiers),
	ROW_CODE(P00(129), "extended_identifier", "Extended identifier", ext_identifier, NULL),
	ROW_CODE(P00(130), "connector", "Connector", connector, sff8024_connectors),
	ROW_BYTES(P00(131), 8, "compliance", "Specification compliance", compliance),
	ROW_CODE(P00(139), "encoding", "Encoding", encoding, sff8024_encodings_8636),
	ROW_NUMBER(P00(140), "nominal_rate", "Nominal rate", UNIT_MEGABAUD, 100),
	ROW_NUMBER(P00(142), "length_smf", "Length (SMF)", UNIT_KILOMETRE, 1),
	/* One member for all five, written as bytes; the numbers are for reading. */
	ROW_BYTES(P00(142), 5, "lengths", "Lengths as stored", lengths),
	ROW_NUMBER(P00(143), "length_om3", "Length (OM3)", UNIT_METRE, 2),
	ROW_NUMBER(P00(144), "length_om2", "Length (OM2)", UNIT_METRE, 1),
	ROW_NUMBER(P00(145), "length_om1", "Length (OM1) or copper attenuation", UNIT_NONE, 1),
	ROW_NUMBER(P00(146), "length_cable", "Length (cable, or OM4 in 2 m)", UNIT_NONE, 1),
	ROW_CODE(P00(147), "device_technology", "Device technology", technology, NULL),
	{ .at = P00(147), .len = 1, .shift = 4, .width = 4, .key = "transmitter",
	  .label = "Transmitter technology",
	  .kind = FIELD_UINT, .names = technologies },
	ROW_TEXT(P00(148), 16, "vendor", "Vendor", vendor),
	ROW_BYTES(P00(165), 3, "oui", "Vendor OUI", oui),
	ROW_TEXT(P00(168), 16, "part_number", "Part number", part_number),
	ROW_TEXT(P00(184), 2, "revision", "Vendor revision", revision),
	ROW_VALUE(P00(186), "wavelength", "Wavelength", WAVELENGTH, WHEN_WAVELENGTH, wavelength),
	ROW_VALUE(P00(188), "wavelength_tolerance", "Wavelength tolerance", TOLERANCE, WHEN_WAVELENGTH,
		wavelength_tolerance),
	ROW_NUMBER(P00(190), "max_case_temperature", "Maximum case temperature", UNIT_DEGREE, 1),
	ROW_NUMBER(P00(191), "cc_base", "Checksum of 128-190", UNIT_HEX, 1),
	ROW_CODE(P00(192), "extended_compliance", "Extended compliance", ext_compliance, NULL),
	ROW_BYTES(P00(193), 3, "options", "Options", options),
	ROW_TEXT(P00(196), 16, "serial", "Serial number", serial),
	ROW_TEXT(P00(212), 8, "date_code", "Date code", date_code),
	ROW_CODE(P00(220), "diagnostic_type", "Diagnostic monitoring type", diagnostic_type, NULL),
	ROW_CODE(P00(221), "enhanced_options", "Enhanced options", enhanced_options, NULL),
	ROW_NUMBER(P00(222), "nominal_rate_extended", "Nominal rate, extended", UNIT_MEGABAUD, 250),
	ROW_NUMBER(P00(223), "cc_ext", "Checksum of 192-222", UNIT_HEX, 1),

	/* Page 03h: tables 6-28 and 6-29. */
	ROWS_THRESHOLDS(IMAGE_A0, 3, 128, "temperature", "Temperature", TEMPERATURE, MONITOR_TEMPERATURE),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 144, "supply", "Supply voltage", SUPPLY, MONITOR_SUPPLY),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 176, "rx_power", "Rx power", POWER, MONITOR_RX_POWER),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 184, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 192, "tx_power", "Tx power", POWER, MONITOR_TX_POWER),
};

static bool monitors_are(const struct image *img, uint8_t byte)
{
	return image_is_filled(img, SFF8636_TEMPERATURE, 2, byte) &&
		image_is_filled(img, SFF8636_SUPPLY, 2, byte) &&
	       image_is_filled(img, SFF8636_LANE_MONITORS, SFF8636_LANE_MONITORS_LEN, byte);
}

/* Blank monitors of a revision that can't advertise them are just not there. */
static bool is_blank(const struct image *img, const struct module *m)
{
	return m->revision_code < SFF8636_REV_2_8 && monitors_are(img, 0x00);
}

static bool has_live(const struct module *m)
{
	(void)m;
	return true;
}

static void live(const struct image *img, struct module *m)
{
	if (monitors_are(img, 0x00) || monitors_are(img, 0xff))
		monitors_spoil(m);
	else if (image_is_filled(img, SFF8636_SUPPLY, 2, 0x00) ||
		 image_is_filled(img, SFF8636_SUPPLY, 2, 0xff))
		value_spoil(&m->supply);
	thresholds_settle(m);
}

static const struct image_range ranges[] = {
	{ SFF8636_AT(0), 128, RANGE_STATIC },
	{ SFF8636_AT(128), 128, RANGE_STATIC },
	{ { .device = IMAGE_A0, .page = 3, .offset = 128 }, 128, RANGE_STATIC },
	/* Status, flags and monitors; then the controls, which the host may change. */
	{ SFF8636_AT(2), 56, RANGE_LIVE },
	{ SFF8636_AT(86), 13, RANGE_LIVE },
	{ SFF8636_AT(0), 1, RANGE_FINGERPRINT },
	{ SFF8636_AT(191), 33, RANGE_FINGERPRINT },
};

static bool range_applies(const struct image *img, const struct image_range *range)
{
	/* Lower byte 2 bit 2: a flat memory has page 00h only. Not known yet: not asked for yet. */
	return range->at.page == 0 ||
	       (image_has(img, SFF8636_ADDR(128), 1) && image_has(img, SFF8636_FLAT, 1) &&
		!(image_byte(img, SFF8636_FLAT) & SFF8636_FLAT_BIT));
}

const struct family family_sff8636 = {
	.family = FAMILY_SFF8636,
	.name = "00h",
	.map = { rows, sizeof(rows) / sizeof(rows[0]) },
	.has_rate = true,
	.rate = SFF8636_AT(140),
	.rate_fine = SFF8636_AT(222),
	.type_in_ext = true,
	.copy_at = 128,
	.base = { SFF8636_AT(128), 63 },
	.ext = { SFF8636_AT(192), 31 },
	.ranges = ranges,
	.range_count = sizeof(ranges) / sizeof(ranges[0]),
	.range_applies = range_applies,
	.identify = sff8636_identify,
	.monitors = sff8636_monitors,
	.is_blank = is_blank,
	.signals = sff8636_signals,
	.has_live = has_live,
	.live = live,
	.settle = sff8636_settle,
	.describe = sff8636_describe,
};
