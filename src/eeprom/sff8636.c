/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8636 rev 2.10a register map (QSFP+, QSFP28, QSFP56, some QSFP112); with
 * revision codes 1 and 2 its predecessor SFF-8436. Table numbers are those of
 * SFF-8636. What the registers mean together is in sff8636_meaning.c.
 */
#include "eeprom/sff8636.h"

#include "eeprom/field_rows.h"
#include "eeprom/words.h"

#define LOWER(off) AT(IMAGE_A0, 0, off)
#define P00(off) AT(IMAGE_A0, 0, off)
#define P01(off) AT(IMAGE_A0, 1, off)
#define P03(off) AT(IMAGE_A0, 3, off)
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
	  .when = WHEN_MONITOR + (mon), .member_type = MEMBER_VALUE, ROW_OF_LANE(name) }

/* Printed only: a bit, or `n` bits, of each lane; lane 1 at `bit`, the others `step` bits on. */
#define ROW_LANE_BIT(addr, bit, step, k, l, cond) \
	{ .at = addr, .len = 1, .shift = bit, .stride = step, .count = LANES, .key = k, .label = l, \
	  .kind = FIELD_FLAG, .applies = cond }
#define ROW_LANE_PART(addr, bit, n, step, k, l, cond) \
	{ .at = addr, .len = 1, .shift = bit, .width = n, .stride = step, .count = LANES, .key = k, \
	  .label = l, .kind = FIELD_UINT, .applies = cond }
/* Lane 4 comes first, a byte each. */
#define ROW_LANE_BYTES_DOWN(addr, k, l, cond) \
	{ .at = addr, .len = 1, .stride = -1, .count = LANES, .key = k, .label = l, .kind = FIELD_UINT, \
	  .unit = UNIT_HEX, .applies = cond }
#define ROW_BIT_IF(addr, bit, k, l, cond) \
	{ .at = addr, .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, .applies = cond }
#define ROW_PART_IF(addr, bit, n, k, l, table, cond) \
	{ .at = addr, .len = 1, .shift = bit, .width = n, .key = k, .label = l, .kind = FIELD_UINT, \
	  .unit = UNIT_HEX, .names = table, .applies = cond }
#define ROW_NUMBER_IF(addr, n, k, l, u, m, cond) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_UINT, .unit = u, .mul = m, \
	  .applies = cond }

static const struct field rows[] = {
	/* Lower page: table 6-1 ff. */
	ROW_CODE(LOWER(0), "identifier", "Identifier", identifier, sff8024_identifiers),
	ROW_CODE(LOWER(1), "revision_compliance", "Revision compliance", revision_code, sff8636_revisions),
	{ .at = LOWER(2), .len = 1, .shift = 2, .key = "flat_memory", .label = "Flat memory",
	  .kind = FIELD_FLAG,
	  .member_type = MEMBER_BOOL, ROW_MEMBER(flat_memory) },
	ROW_BIT(LOWER(2), 1, "intl_deasserted", "IntL deasserted"),
	{ .at = LOWER(2), .len = 1, .shift = 0, .key = "data_not_ready", .label = "Data not ready",
	  .kind = FIELD_FLAG, .when = WHEN_LIVE, .member_type = MEMBER_TRI_NOT, ROW_MEMBER(data_ready) },

	/* Tables 6-4 to 6-8: latched flags. */
	ROW_LANE_SIGNAL(LOWER(3), 4, 1, LANES, "tx_los", "Tx LOS", WHEN_TX_LOS, SIGNAL_TX_LOS),
	ROW_LANE_SIGNAL(LOWER(3), 0, 1, LANES, "rx_los", "Rx LOS", WHEN_RX_LOS, SIGNAL_RX_LOS),
	ROW_LANE_BIT(LOWER(4), 4, 1, "tx_equaliser_fault", "Tx adaptive equaliser fault",
		     sff8636_has_tx_equaliser),
	ROW_LANE_SIGNAL(LOWER(4), 0, 1, LANES, "tx_fault", "Tx fault", WHEN_TX_FAULT, SIGNAL_TX_FAULT),
	ROW_LANE_SIGNAL(LOWER(5), 4, 1, LANES, "tx_lol", "Tx CDR LOL", WHEN_TX_LOL, SIGNAL_TX_LOL),
	ROW_LANE_SIGNAL(LOWER(5), 0, 1, LANES, "rx_lol", "Rx CDR LOL", WHEN_RX_LOL, SIGNAL_RX_LOL),
	ROWS_FLAGS(6, "temperature", "Temperature", MONITOR_TEMPERATURE),
	ROW_BIT_IF(LOWER(6), 1, "tc_ready", "TC ready", sff8636_has_tc_flag),
	ROW_BIT_IF(LOWER(6), 0, "initialised", "Initialisation complete", sff8636_has_init_flag),
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
	/* Two bits a lane, lane 4 in the high ones. */
	ROW_LANE_PART(LOWER(87), 0, 2, 2, "rx_rate_select", "Rx rate select", sff8636_has_rate_select),
	ROW_LANE_PART(LOWER(88), 0, 2, 2, "tx_rate_select", "Tx rate select", sff8636_has_rate_select),
	/* Bytes 89-92 and 94-97, lane 4 first: ethtool is one byte off in the first group. */
	ROW_LANE_BYTES_DOWN(LOWER(92), "rx_application", "Rx application select", sff8636_has_page_01h),
	ROW_BIT_IF(LOWER(93), 7, "software_reset", "Software reset", sff8636_has_reset),
	ROW_BIT(LOWER(93), 3, "power_class_8_enable", "Power class 8 enabled"),
	ROW_BIT(LOWER(93), 2, "power_class_5_7_enable", "Power classes 5-7 enabled"),
	ROW_BIT(LOWER(93), 1, "low_power_set", "Low power mode set"),
	ROW_BIT(LOWER(93), 0, "power_override", "Power override"),
	ROW_LANE_BYTES_DOWN(LOWER(97), "tx_application", "Tx application select", sff8636_has_page_01h),
	{ .at = LOWER(98), .len = 1, .key = "cdr_control", .label = "CDRs on (Tx 4-1, Rx 4-1)",
	  .kind = FIELD_UINT,
	  .unit = UNIT_HEX, .member_type = MEMBER_U8, ROW_MEMBER(cdr_control) },

	ROW_BIT(LOWER(99), 1, "pin_lpmode_txdis", "LPMode pin is TxDis"),
	ROW_BIT(LOWER(99), 0, "pin_intl_losl", "IntL pin is RxLOSL"),

	/* Table 6-12: masks, with the bits of the flags that they mask (lane 4 to 1 from bit 7 and bit 3). */
	ROW_WORDS(LOWER(100), 1, "mask_los", "Mask of LOS flags (Tx 4-1, Rx 4-1)", sff8636_words_mask),
	ROW_WORDS(LOWER(101), 1, "mask_fault", "Mask of fault flags (EQ 4-1, Tx 4-1)", sff8636_words_mask),
	ROW_WORDS(LOWER(102), 1, "mask_lol", "Mask of CDR LOL flags (Tx 4-1, Rx 4-1)", sff8636_words_mask),
	ROW_WORDS(LOWER(103), 1, "mask_temperature", "Mask of temperature flags", sff8636_words_mask),
	ROW_WORDS(LOWER(104), 1, "mask_supply", "Mask of supply voltage flags", sff8636_words_mask),

	/* Table 6-13: free side device properties. */
	{ .at = LOWER(107), .len = 1, .key = "max_power", .label = "Maximum power", .kind = FIELD_UINT,
	  .unit = UNIT_MILLIWATT, .mul = 100, .when = WHEN_MAX_POWER, .member_type = MEMBER_VALUE,
	  ROW_MEMBER(max_power_mw) },
	ROW_NUMBER_IF(LOWER(108), 2, "propagation_delay", "Propagation delay", UNIT_NANOSECOND, 10,
		      sff8636_is_8636),
	ROW_PART_IF(LOWER(110), 4, 4, "advanced_low_power", "Advanced low power mode", sff8636_low_powers,
		    sff8636_is_8636),
	ROW_BIT_IF(LOWER(110), 3, "far_side_managed", "Far side managed", sff8636_is_8636),
	ROW_PART_IF(LOWER(110), 0, 3, "min_supply", "Minimum supply voltage", sff8636_min_supplies,
		    sff8636_is_8636),
	{ .at = LOWER(113), .len = 1, .key = "far_end", .label = "Far end implementation",
	  .kind = FIELD_UINT, .words = sff8636_words_far_end, .member_type = MEMBER_U8, ROW_MEMBER(far_end) },
	/* Bytes 114, 115 and 117: one source. */
	ROW_PART_IF(LOWER(114), 4, 4, "tx_turn_on_duration", "Maximum Tx turn-on duration", NULL,
		    sff8636_is_8636),
	ROW_PART_IF(LOWER(114), 0, 4, "init_duration", "Maximum data path init duration", NULL,
		    sff8636_is_8636),
	ROW_WORDS_IF(LOWER(115), 1, "modsel_wait", "ModSelL wait", sff8636_words_wait, sff8636_is_8636),
	{ .at = LOWER(116), .len = 1, .key = "extended_compliance_2",
	  .label = "Secondary extended compliance", .kind = FIELD_UINT, .words = words_compliance_qsfp,
	  .member_type = MEMBER_U8, ROW_MEMBER(ext_compliance2) },
	ROW_PART_IF(LOWER(117), 4, 4, "module_subtype", "Module sub-type", sff8636_subtypes, sff8636_is_8636),
	ROW_PART_IF(LOWER(117), 0, 2, "fibre_face", "Fibre face", sff8636_fibre_faces, sff8636_is_8636),

	/* Page 00h: table 6-14 ff. */
	ROW_CODE(P00(128), "identifier_copy", "Identifier (page 00h)", identifier_copy, sff8024_identifiers),
	{ .at = P00(129), .len = 1, .key = "extended_identifier", .label = "Extended identifier",
	  .kind = FIELD_UINT, .words = sff8636_words_extended_identifier, .member_type = MEMBER_U8,
	  ROW_MEMBER(ext_identifier) },
	ROW_CODE(P00(130), "connector", "Connector", connector, sff8024_connectors),
	ROW_BITS(P00(131), 8, "compliance", "Specification compliance", compliance, sff8636_compliance),
	ROW_CODE(P00(139), "encoding", "Encoding", encoding, sff8024_encodings_8636),
	ROW_WORDS(P00(140), 1, "nominal_rate", "Nominal rate", words_rate),
	ROW_BITS_SHOWN(P00(141), 1, "extended_rate_select", "Extended rate select", sff8636_rate_selects),
	ROW_WORDS(P00(142), 1, "length_smf", "Length (SMF)", sff8636_words_km),
	/* One member for all five, written as bytes; the others are for reading. */
	ROW_BYTES(P00(142), 5, "lengths", "Lengths as stored", lengths),
	ROW_WORDS(P00(143), 1, "length_om3", "Length (OM3)", sff8636_words_2m),
	ROW_WORDS(P00(144), 1, "length_om2", "Length (OM2)", sff8636_words_1m),
	ROW_WORDS_IF(P00(145), 1, "length_om1", "Length (OM1)", sff8636_words_1m, sff8636_is_not_copper),
	ROW_NUMBER_IF(P00(145), 1, "attenuation_25g", "Attenuation at 25.78 GHz", UNIT_DECIBEL, 1,
		      sff8636_is_copper),
	ROW_WORDS_IF(P00(146), 1, "length_om4", "Length (OM4)", sff8636_words_2m, sff8636_has_om4),
	ROW_WORDS_IF(P00(146), 1, "length_cable", "Length (cable)", sff8636_words_1m, sff8636_is_cable),
	{ .at = P00(147), .len = 1, .key = "device_technology", .label = "Device technology",
	  .kind = FIELD_UINT, .words = sff8636_words_technology, .member_type = MEMBER_U8,
	  ROW_MEMBER(technology) },
	ROW_TEXT(P00(148), 16, "vendor", "Vendor", vendor),
	ROW_BITS_SHOWN(P00(164), 1, "infiniband", "Infiniband rates", sff8636_infiniband),
	{ .at = P00(165), .len = 3, .key = "oui", .label = "Vendor OUI", .kind = FIELD_BYTES,
	  .words = words_oui, .member_type = MEMBER_BYTES, ROW_MEMBER(oui) },
	ROW_TEXT(P00(168), 16, "part_number", "Part number", part_number),
	ROW_TEXT(P00(184), 2, "revision", "Vendor revision", revision),
	/* Written as bytes; the others are for reading. */
	ROW_BYTES(P00(186), 2, "laser", "Wavelength or attenuation as stored", laser),
	ROW_VALUE(P00(186), "wavelength", "Wavelength", WAVELENGTH, WHEN_WAVELENGTH, wavelength),
	/* 1/200 nm, as SFF-8636 has it; ethtool scales it otherwise and takes the wrong low byte. */
	ROW_VALUE(P00(188), "wavelength_tolerance", "Wavelength tolerance", TOLERANCE, WHEN_WAVELENGTH,
		  wavelength_tolerance),
	/* The same bytes of copper. ethtool takes the last two from 190 and 191. */
	ROW_NUMBER_IF(P00(186), 1, "attenuation_2g5", "Attenuation at 2.5 GHz", UNIT_DECIBEL, 1,
		      sff8636_is_copper),
	ROW_NUMBER_IF(P00(187), 1, "attenuation_5g", "Attenuation at 5.0 GHz", UNIT_DECIBEL, 1,
		      sff8636_is_copper),
	ROW_NUMBER_IF(P00(188), 1, "attenuation_7g", "Attenuation at 7.0 GHz", UNIT_DECIBEL, 1,
		      sff8636_is_copper),
	ROW_NUMBER_IF(P00(189), 1, "attenuation_12g9", "Attenuation at 12.9 GHz", UNIT_DECIBEL, 1,
		      sff8636_is_copper),
	ROW_WORDS(P00(190), 1, "max_case_temperature", "Maximum case temperature",
		  sff8636_words_case_temperature),
	ROW_WORDS(P00(191), 1, "cc_base", "Checksum of 128-190", words_base_checksum),
	{ .at = P00(192), .len = 1, .key = "extended_compliance", .label = "Extended compliance",
	  .kind = FIELD_UINT, .words = words_compliance_qsfp, .member_type = MEMBER_U8,
	  ROW_MEMBER(ext_compliance) },
	ROW_BITS(P00(193), 3, "options", "Options", options, sff8636_options),
	ROW_TEXT(P00(196), 16, "serial", "Serial number", serial),
	{ .at = P00(212), .len = 8, .key = "date_code", .label = "Date code", .kind = FIELD_TEXT,
	  .words = words_date, .member_type = MEMBER_TEXT, ROW_MEMBER(date_code) },
	{ .at = P00(220), .len = 1, .key = "diagnostic_type", .label = "Diagnostic monitoring type",
	  .kind = FIELD_BYTES, .names = sff8636_diagnostic_types, .member_type = MEMBER_BYTES,
	  ROW_MEMBER(diagnostic_type) },
	{ .at = P00(221), .len = 1, .key = "enhanced_options", .label = "Enhanced options",
	  .kind = FIELD_BYTES, .names = sff8636_enhanced_options, .member_type = MEMBER_BYTES,
	  ROW_MEMBER(enhanced_options) },
	ROW_NUMBER_IF(P00(222), 1, "nominal_rate_extended", "Nominal rate, extended", UNIT_MEGABAUD, 250,
		      sff8636_has_fine_rate),
	ROW_WORDS(P00(223), 1, "cc_ext", "Checksum of 192-222", words_ext_checksum),
	{ .at = P00(224), .len = 16, .stride = 16, .count = 2, .each = "part", .key = "vendor_specific",
	  .label = "Vendor specific", .kind = FIELD_BYTES },

	/* Page 01h: the application select table; its codes are SFF-8079's. */
	{ .at = P01(128), .len = 1, .key = "applications_checksum", .label = "Checksum of applications",
	  .kind = FIELD_UINT, .unit = UNIT_HEX, .applies = sff8636_has_page_01h },
	{ .at = P01(129), .len = 1, .width = 6, .key = "applications", .label = "Last application entry",
	  .kind = FIELD_UINT, .applies = sff8636_has_page_01h },
	{ .at = P01(130), .len = 14, .stride = 14, .count = 9, .each = "part", .key = "application_codes",
	  .label = "Application codes", .kind = FIELD_BYTES, .applies = sff8636_has_page_01h },

	/* Page 03h: tables 6-28 and 6-29. */
	ROWS_THRESHOLDS(IMAGE_A0, 3, 128, "temperature", "Temperature", TEMPERATURE, MONITOR_TEMPERATURE),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 144, "supply", "Supply voltage", SUPPLY, MONITOR_SUPPLY),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 176, "rx_power", "Rx power", POWER, MONITOR_RX_POWER),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 184, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS),
	ROWS_THRESHOLDS(IMAGE_A0, 3, 192, "tx_power", "Tx power", POWER, MONITOR_TX_POWER),

	/* Page 03h 224-241: optional channel controls (table 6-30 ff.); one source but for 234-239. */
	ROW_PART_IF(P03(224), 4, 4, "max_tx_equaliser", "Highest Tx equaliser code", NULL,
		    sff8636_has_controls),
	ROW_PART_IF(P03(224), 0, 4, "max_rx_emphasis", "Highest Rx emphasis code", NULL,
		    sff8636_has_controls),
	ROW_PART_IF(P03(225), 4, 2, "rx_emphasis_type", "Rx emphasis type", NULL, sff8636_has_controls),
	ROW_PART_IF(P03(225), 0, 4, "rx_amplitudes", "Rx amplitude codes supported", NULL,
		    sff8636_has_controls),
	ROW_BIT_IF(P03(227), 7, "host_fec", "Host-side FEC", sff8636_has_controls),
	ROW_BIT_IF(P03(227), 6, "media_fec", "Media-side FEC", sff8636_has_controls),
	ROW_BIT_IF(P03(227), 3, "tx_force_squelch_supported", "Tx force squelch supported",
		   sff8636_has_controls),
	ROW_BIT_IF(P03(227), 2, "rx_los_fast", "Rx LOS fast mode", sff8636_has_controls),
	ROW_BIT_IF(P03(227), 1, "tx_disable_fast", "Tx disable fast mode", sff8636_has_controls),
	ROW_NUMBER_IF(P03(228), 1, "max_tc_time", "Maximum TC stabilisation time", UNIT_SECOND, 1,
		      sff8636_has_controls),
	ROW_NUMBER_IF(P03(229), 1, "max_ctle_time", "Maximum CTLE settling time", UNIT_NONE, 1,
		      sff8636_has_controls),
	ROW_BIT_IF(P03(230), 7, "host_fec_enable", "Host-side FEC enabled", sff8636_has_controls),
	ROW_BIT_IF(P03(230), 6, "media_fec_enable", "Media-side FEC enabled", sff8636_has_controls),
	ROW_LANE_BIT(P03(231), 0, 1, "tx_force_squelch", "Tx force squelch", sff8636_has_controls),
	/* Lane 1 in bit 3, against the habit of all other registers. */
	ROW_LANE_BIT(P03(233), 3, -1, "tx_equaliser_freeze", "Tx equaliser freeze", sff8636_has_controls),
	ROW_LANE_PART(P03(234), 4, 4, -4, "tx_equaliser", "Tx equaliser", sff8636_has_controls),
	ROW_LANE_PART(P03(236), 4, 4, -4, "rx_emphasis", "Rx output emphasis", sff8636_has_controls),
	ROW_LANE_PART(P03(238), 4, 4, -4, "rx_amplitude", "Rx output amplitude", sff8636_has_controls),
	ROW_LANE_BIT(P03(240), 4, 1, "rx_squelch_disable", "Rx squelch disable", sff8636_has_controls),
	ROW_LANE_BIT(P03(240), 0, 1, "tx_squelch_disable", "Tx squelch disable", sff8636_has_controls),
	ROW_LANE_BIT(P03(241), 4, 1, "rx_output_disable", "Rx output disable", sff8636_has_controls),
	ROW_LANE_BIT(P03(241), 0, 1, "tx_adaptive_equaliser", "Tx adaptive equaliser",
		     sff8636_has_controls),

	/* Masks, packed as the flags in 9-14. */
	ROW_WORDS_IF(P03(242), 2, "mask_rx_power", "Masks of Rx power flags", sff8636_words_masks,
		     sff8636_has_masks),
	ROW_WORDS_IF(P03(244), 2, "mask_tx_bias", "Masks of Tx bias flags", sff8636_words_masks,
		     sff8636_has_masks),
	ROW_WORDS_IF(P03(246), 2, "mask_tx_power", "Masks of Tx power flags", sff8636_words_masks,
		     sff8636_has_masks),
	ROW_WORDS_IF(P03(248), 4, "mask_reserved", "Masks of reserved flags", sff8636_words_masks4,
		     sff8636_has_masks),
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
	bool lanes_unread = !image_has(img, SFF8636_LANE_MONITORS, SFF8636_LANE_MONITORS_LEN);

	return m->revision_code < SFF8636_REV_2_8 &&
	       (monitors_are(img, 0x00) || (lanes_unread && image_is_filled(img, SFF8636_TEMPERATURE, 2, 0x00) &&
					    image_is_filled(img, SFF8636_SUPPLY, 2, 0x00)));
}

/*
 * Before revision 2.8 byte 220 had no bits for temperature and supply, and some
 * modules after it don't set them.
 */
static uint8_t unadvertised(const struct image *img, const struct module *m)
{
	static const struct monitor_places places = {
		.temperature = SFF8636_AT(22),
		.supply = SFF8636_AT(26),
		.temperature_thresholds = P03(128),
		.supply_thresholds = P03(144),
	};

	/* Passive copper has text there. */
	if (m->medium == MEDIUM_COPPER || sff8636_technology_medium(m) == MEDIUM_COPPER)
		return 0;
	return monitors_seen(img, &places, m->revision_code >= SFF8636_REV_2_8);
}

static bool has_live(const struct module *m)
{
	(void)m;
	return true;
}

/* Status, flags and monitors up to the controls: all ones are a bus that nobody drives. */
static bool lower_is_blank(const struct image *img)
{
	return image_is_filled(img, SFF8636_ADDR(3), 83, 0xff);
}

/* A module that takes no page select answers with page 00h. */
static bool page_is_repeated(const struct image *img)
{
	struct image_addr p03 = P03(128);

	return image_is_same(img, SFF8636_ADDR(128), p03, 128);
}

static void live(const struct image *img, struct module *m)
{
	if (monitors_are(img, 0x00) || monitors_are(img, 0xff))
		monitors_spoil(m);
	else if (image_is_filled(img, SFF8636_SUPPLY, 2, 0x00) ||
		 image_is_filled(img, SFF8636_SUPPLY, 2, 0xff))
		value_spoil(&m->supply);
	/* The rest of the lower memory is not read with the monitors. */
	if (monitors_are(img, 0xff) && image_is_filled(img, SFF8636_ADDR(3), 3, 0xff))
		signals_forget(m);
	if (lower_is_blank(img)) {
		signals_forget(m);
		m->cdr_control = m->far_end = m->ext_compliance2 = 0;
	}
	if (page_is_repeated(img))
		thresholds_drop(m);
	thresholds_settle(m, true);
}

/* Bytes 26 and 27 in 100 uV: what no other bytes are by chance. */
#define SUPPLY_MIN 29000
#define SUPPLY_MAX 37000

static uint32_t doubts(const struct image *img, const struct module *m)
{
	int supply = image_byte(img, SFF8636_ADDR(26)) << 8 | image_byte(img, SFF8636_ADDR(27));
	uint32_t found = (lower_is_blank(img) ? DOUBT_BLANK : 0u) |
			 (page_is_repeated(img) ? DOUBT_REPEATED : 0u);

	if (m->status == READ_CORRUPT || m->ext_checksum == CHECKSUM_ABSENT)
		return found;
	if (m->medium == MEDIUM_COPPER && sff8636_says_dom(m))
		found |= DOUBT_DOM_ON_COPPER;
	else if (m->dom == 0 && m->base_checksum == CHECKSUM_OK && supply >= SUPPLY_MIN &&
		 supply <= SUPPLY_MAX)
		found |= DOUBT_DOM_UNADVERTISED;
	return found;
}

static const struct image_range ranges[] = {
	{ SFF8636_AT(0), 128, RANGE_STATIC },
	{ SFF8636_AT(128), 128, RANGE_STATIC },
	{ { .device = IMAGE_A0, .page = 3, .offset = 128 }, 128, RANGE_STATIC },
	/* Status, flags and monitors; then the controls that count: Tx disable, and CDRs. */
	{ SFF8636_AT(2), 56, RANGE_LIVE },
	{ SFF8636_AT(86), 1, RANGE_LIVE },
	{ SFF8636_AT(98), 1, RANGE_SETTING },
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

static const struct claim_register claim_registers[] = {
	{ SFF8636_AT(1), UNREAD_REVISION },
	{ SFF8636_AT(113), UNREAD_FAR_END },
	{ SFF8636_AT(98), UNREAD_CDRS },
	{ .bit = 0 },
};

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
	.claim_registers = claim_registers,
	.ranges = ranges,
	.range_count = sizeof(ranges) / sizeof(ranges[0]),
	.range_applies = range_applies,
	.identify = sff8636_identify,
	.monitors = sff8636_monitors,
	.unadvertised = unadvertised,
	.is_blank = is_blank,
	.signals = sff8636_signals,
	.has_live = has_live,
	.live = live,
	.doubts = doubts,
	.revisions = sff8636_revisions,
	.settle = sff8636_settle,
	.describe = sff8636_describe,
};
