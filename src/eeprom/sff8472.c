/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8472 rev 12.4 register map (SFP, SFP+, SFP28, SFP56, SFP112). Table
 * numbers are those of SFF-8472. What the registers mean together is in
 * sff8472_meaning.c, external calibration in sff8472_cal.c.
 */
#include "eeprom/sff8472.h"

#include "eeprom/field_rows.h"
#include "eeprom/words.h"

#define A0(off) AT(IMAGE_A0, 0, off)
#define A2(off) AT(IMAGE_A2, 0, off)

/* Table 8-8 (A0h:94). Decoders disagree whether 8 is 12.0 or 12.3: it is the former and later ones. */
const struct code sff8472_revisions[] = {
	{ 0, "no SFF-8472" },
	{ 1, "SFF-8472 rev 9.3" },
	{ 2, "SFF-8472 rev 9.5" },
	{ 3, "SFF-8472 rev 10.2" },
	{ 4, "SFF-8472 rev 10.4" },
	{ 5, "SFF-8472 rev 11.0" },
	{ 6, "SFF-8472 rev 11.3" },
	{ 7, "SFF-8472 rev 11.4" },
	{ 8, "SFF-8472 rev 12.0-12.3" },
	{ 9, "SFF-8472 rev 12.4" },
	{ 0, NULL },
};

#define ROW_LIVE(off, k, l, lsb, mon, name) \
	ROW_VALUE(A2(off), k, l, lsb, WHEN_MONITOR + (mon), name)
#define ROW_LIVE_LANE(off, k, l, lsb, mon, name) \
	{ .at = A2(off), .len = 2, .key = k, .label = l, LSB_##lsb, .when = WHEN_MONITOR + (mon), \
	  .member_type = MEMBER_VALUE, ROW_OF_LANE(name) }

/* Alarms in bytes 112-113, warnings with the same layout four bytes on (table 9-12). */
#define ROWS_FLAGS(row, off, bit, k, l, mon) \
	row(off, bit, k "_high_alarm_flag", l " high alarm", mon, ALARM_HIGH_ALARM), \
	row(off, (bit) - 1, k "_low_alarm_flag", l " low alarm", mon, ALARM_LOW_ALARM), \
	row((off) + 4, bit, k "_high_warning_flag", l " high warning", mon, ALARM_HIGH_WARNING), \
	row((off) + 4, (bit) - 1, k "_low_warning_flag", l " low warning", mon, ALARM_LOW_WARNING)
#define MODULE_FLAG(off, bit, k, l, mon, level) ROW_ALARM(A2(off), bit, k, l, mon, level)
#define LANE_FLAG(off, bit, k, l, mon, level) ROW_LANE_ALARM(A2(off), bit, 0, 0, k, l, mon, level)
#define SIGNAL(off, bit, k, l, w, signal) ROW_LANE_SIGNAL(A2(off), bit, 0, 0, k, l, w, signal)

#define ROW_WAVELENGTH(n, kd, m, w, q) \
	{ .at = A0(60), .len = n, .key = "wavelength", .label = "Wavelength", .kind = kd, \
	  .unit = UNIT_CENTINANOMETRE, \
	  .mul = m, .when = w, .quiet = q, .member_type = MEMBER_VALUE, ROW_MEMBER(wavelength) }

/* Printed only: a calibration constant. */
#define ROW_CONSTANT(off, n, kd, k, l) \
	{ .at = A2(off), .len = n, .key = k, .label = l, .kind = kd, .when = WHEN_EXTERNAL, .quiet = true }

#define ROW_SLOPE(off, k, l) \
	{ .at = A2(off), .len = 2, .key = k, .label = l, .kind = FIELD_BYTES, .when = WHEN_EXTERNAL, \
	  .quiet = true, .words = sff8472_words_slope }

/*
 * Optional monitors of the laser, printed only. The first one may be a
 * wavelength instead; which of the two it is the module does not say, and two
 * decoders read it as a temperature.
 */
#define LSB_TEC .kind = FIELD_INT, .unit = UNIT_MICROAMPERE, .mul = 100
#define ROW_LASER(off, k, l, lsb) \
	{ .at = A2(off), .len = 2, .key = k, .label = l, LSB_##lsb, .applies = sff8472_has_laser_monitors }
#define ROWS_LASER(off, k, l, lsb) \
	ROW_LASER(off, k "_high_alarm", l " high alarm threshold", lsb), \
	ROW_LASER((off) + 2, k "_low_alarm", l " low alarm threshold", lsb), \
	ROW_LASER((off) + 4, k "_high_warning", l " high warning threshold", lsb), \
	ROW_LASER((off) + 6, k "_low_warning", l " low warning threshold", lsb)
#define LASER_FLAG(off, bit, k, l) \
	{ .at = A2(off), .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, \
	  .applies = sff8472_has_laser_flags }
#define ROWS_LASER_FLAGS(bit, k, l) \
	LASER_FLAG(113, bit, k "_high_alarm_flag", l " high alarm"), \
	LASER_FLAG(113, (bit) - 1, k "_low_alarm_flag", l " low alarm"), \
	LASER_FLAG(117, bit, k "_high_warning_flag", l " high warning"), \
	LASER_FLAG(117, (bit) - 1, k "_low_warning_flag", l " low warning")

/* Printed only: a bit, and bits, where a condition holds. */
#define CONTROL(off, bit, k, l, cond) \
	{ .at = A2(off), .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, .applies = cond }
#define CONTROL_PART(off, bit, n, k, l, cond) \
	{ .at = A2(off), .len = 1, .shift = bit, .width = n, .key = k, .label = l, .kind = FIELD_UINT, \
	  .unit = UNIT_HEX, .applies = cond }
/* Kept, too: RS0 is the receiver's, RS1 the transmitter's. */
#define RATE_SELECT(off, bit, k, l, cond, name) \
	{ .at = A2(off), .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, .applies = cond, \
	  .when = WHEN_LIVE, .member_type = MEMBER_FLAG8, ROW_MEMBER(rate_select), \
	  .known = offsetof(struct module, rate_select_known), .mask = name }

static const struct field rows[] = {
	/* A0h: table 4-1. */
	ROW_CODE(A0(0), "identifier", "Identifier", identifier, sff8024_identifiers),
	ROW_CODE(A0(1), "extended_identifier", "Extended identifier", ext_identifier,
		 sff8472_extended_identifiers),
	ROW_CODE(A0(2), "connector", "Connector", connector, sff8024_connectors),
	ROW_BITS(A0(3), 8, "compliance", "Transceiver compliance", compliance, sff8472_compliance),
	ROW_CODE(A0(11), "encoding", "Encoding", encoding, sff8024_encodings_8472),
	ROW_WORDS(A0(12), 1, "nominal_rate", "Nominal rate", words_rate),
	{ .at = A0(13), .len = 1, .key = "rate_identifier", .label = "Rate identifier", .kind = FIELD_UINT,
	  .names = sff8472_rate_identifiers },
	ROW_WORDS(A0(14), 1, "length_smf_km", "Length (SMF, km)", sff8472_words_km),
	/*
	 * One member for all six, written as bytes; the others are for reading.
	 * Newer revisions are said to keep attenuation of copper in 14 and 15;
	 * one recollection, no source: shown as lengths.
	 */
	ROW_BYTES(A0(14), 6, "lengths", "Lengths as stored", lengths),
	ROW_WORDS(A0(15), 1, "length_smf", "Length (SMF)", sff8472_words_100m),
	ROW_WORDS(A0(16), 1, "length_om2", "Length (OM2)", sff8472_words_10m),
	ROW_WORDS(A0(17), 1, "length_om1", "Length (OM1)", sff8472_words_10m),
	/* In 10 m of fibre, and 1 m of cable. */
	ROW_WORDS_IF(A0(18), 1, "length_om4", "Length (OM4)", sff8472_words_10m, sff8472_has_om4_length),
	ROW_WORDS_IF(A0(18), 1, "length_cable", "Length (cable)", sff8472_words_1m,
		     sff8472_has_copper_length),
	ROW_WORDS(A0(19), 1, "length_om3", "Length (OM3)", sff8472_words_10m),
	ROW_TEXT(A0(20), 16, "vendor", "Vendor", vendor),
	{ .at = A0(36), .len = 1, .key = "extended_compliance", .label = "Extended compliance",
	  .kind = FIELD_UINT, .words = words_compliance_sfp, .member_type = MEMBER_U8,
	  ROW_MEMBER(ext_compliance) },
	{ .at = A0(37), .len = 3, .key = "oui", .label = "Vendor OUI", .kind = FIELD_BYTES,
	  .words = words_oui, .member_type = MEMBER_BYTES, ROW_MEMBER(oui) },
	ROW_TEXT(A0(40), 16, "part_number", "Part number", part_number),
	ROW_TEXT(A0(56), 4, "revision", "Vendor revision", revision),
	ROW_WAVELENGTH(2, FIELD_UINT, 100, WHEN_WAVELENGTH, false),
	ROW_WAVELENGTH(3, FIELD_DECIMAL, 1, WHEN_WAVELENGTH_FINE, true),
	/* The same byte of a cable. */
	{ .at = A0(60), .len = 1, .key = "cable_compliance", .label = "Cable compliance", .kind = FIELD_BYTES,
	  .names = sff8472_cable_compliance, .applies = sff8472_is_cable },
	{ .at = A0(62), .len = 1, .key = "fc_speed_2", .label = "Fibre Channel speed 2", .kind = FIELD_BYTES,
	  .names = sff8472_fc_speed2, .applies = sff8472_has_fc_speed2 },
	ROW_WORDS(A0(63), 1, "cc_base", "Checksum of 0-62", words_base_checksum),
	ROW_BITS(A0(64), 2, "options", "Options", options, sff8472_options),
	ROW_WORDS(A0(64), 1, "power_level", "Power level", sff8472_words_power_level),
	{ .at = A0(66), .len = 1, .key = "rate_max", .label = "Rate margin, max", .kind = FIELD_UINT,
	  .unit = UNIT_PERCENT, .applies = sff8472_has_margins },
	{ .at = A0(66), .len = 1, .key = "rate_extended", .label = "Nominal rate, extended",
	  .kind = FIELD_UINT, .unit = UNIT_MEGABAUD, .mul = 250, .applies = sff8472_has_fine_rate },
	{ .at = A0(67), .len = 1, .key = "rate_min", .label = "Rate margin, min", .kind = FIELD_UINT,
	  .unit = UNIT_PERCENT, .applies = sff8472_has_margins },
	{ .at = A0(67), .len = 1, .key = "rate_tolerance", .label = "Rate tolerance (+/-)",
	  .kind = FIELD_UINT, .unit = UNIT_PERCENT, .applies = sff8472_has_fine_rate },
	ROW_TEXT(A0(68), 16, "serial", "Serial number", serial),
	{ .at = A0(84), .len = 8, .key = "date_code", .label = "Date code", .kind = FIELD_TEXT,
	  .words = words_date, .member_type = MEMBER_TEXT, ROW_MEMBER(date_code) },
	{ .at = A0(92), .len = 1, .key = "diagnostic_type", .label = "Diagnostic monitoring type",
	  .kind = FIELD_BYTES, .names = sff8472_diagnostic_types, .member_type = MEMBER_BYTES,
	  ROW_MEMBER(diagnostic_type) },
	{ .at = A0(93), .len = 1, .key = "enhanced_options", .label = "Enhanced options",
	  .kind = FIELD_BYTES, .names = sff8472_enhanced_options, .member_type = MEMBER_BYTES,
	  ROW_MEMBER(enhanced_options) },
	ROW_CODE(A0(94), "revision_compliance", "Revision compliance", revision_code, sff8472_revisions),
	ROW_WORDS(A0(95), 1, "cc_ext", "Checksum of 64-94", words_ext_checksum),
	{ .at = A0(96), .len = 16, .stride = 16, .count = 2, .each = "part", .key = "vendor_specific",
	  .label = "Vendor specific", .kind = FIELD_BYTES },

	/* A2h: table 9-5, thresholds. */
	ROWS_THRESHOLDS(IMAGE_A2, 0, 0, "temperature", "Temperature", TEMPERATURE, MONITOR_TEMPERATURE),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 8, "supply", "Supply voltage", SUPPLY, MONITOR_SUPPLY),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 16, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 24, "tx_power", "Tx power", POWER, MONITOR_TX_POWER),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 32, "rx_power", "Rx power", POWER, MONITOR_RX_POWER),

	/* Table 9-5: optional ones, which have no member. */
	ROWS_LASER(40, "laser_temperature", "Laser temperature", TEMPERATURE),
	ROWS_LASER(48, "tec_current", "TEC current", TEC),

	/* Table 9-6: calibration constants. */
	ROW_CONSTANT(56, 4, FIELD_FLOAT, "rx_power_4", "Rx power calibration, x^4"),
	ROW_CONSTANT(60, 4, FIELD_FLOAT, "rx_power_3", "Rx power calibration, x^3"),
	ROW_CONSTANT(64, 4, FIELD_FLOAT, "rx_power_2", "Rx power calibration, x^2"),
	ROW_CONSTANT(68, 4, FIELD_FLOAT, "rx_power_1", "Rx power calibration, x"),
	ROW_CONSTANT(72, 4, FIELD_FLOAT, "rx_power_0", "Rx power calibration, constant"),
	ROW_SLOPE(76, "tx_bias_slope", "Tx bias slope"),
	ROW_CONSTANT(78, 2, FIELD_INT, "tx_bias_offset", "Tx bias offset"),
	ROW_SLOPE(80, "tx_power_slope", "Tx power slope"),
	ROW_CONSTANT(82, 2, FIELD_INT, "tx_power_offset", "Tx power offset"),
	ROW_SLOPE(84, "temperature_slope", "Temperature slope"),
	ROW_CONSTANT(86, 2, FIELD_INT, "temperature_offset", "Temperature offset"),
	ROW_SLOPE(88, "supply_slope", "Supply voltage slope"),
	ROW_CONSTANT(90, 2, FIELD_INT, "supply_offset", "Supply voltage offset"),

	{ .at = A2(95), .len = 1, .key = "cc_dmi", .label = "Checksum of A2h:0-94", .kind = FIELD_BYTES,
	  .words = words_dmi_checksum, .applies = sff8472_has_a2 },

	/* Table 9-11: monitors. */
	ROW_LIVE(96, "temperature", "Temperature", TEMPERATURE, MONITOR_TEMPERATURE, temperature),
	ROW_LIVE(98, "supply", "Supply voltage", SUPPLY, MONITOR_SUPPLY, supply),
	ROW_LIVE_LANE(100, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS, tx_bias),
	ROW_LIVE_LANE(102, "tx_power", "Tx power", POWER, MONITOR_TX_POWER, tx_power),
	ROW_LIVE_LANE(104, "rx_power", "Rx power", POWER, MONITOR_RX_POWER, rx_power),

	ROW_LASER(106, "laser_temperature", "Laser temperature", TEMPERATURE),
	ROW_LASER(108, "tec_current", "TEC current", TEC),

	/* Byte 110: the state of the Tx disable pin, and the software's. */
	SIGNAL(110, 7, "tx_disable_state", "Tx disable pin", WHEN_TX_DISABLED, SIGNAL_TX_DISABLED),
	SIGNAL(110, 6, "tx_disable", "Tx disable by software", WHEN_TX_DISABLED, SIGNAL_TX_DISABLED),
	RATE_SELECT(110, 5, "rs1_state", "RS1 pin", sff8472_has_rate_pins, RATE_SELECT_TX_PIN),
	RATE_SELECT(110, 4, "rs0_state", "RS0 pin", sff8472_has_rate_pins, RATE_SELECT_RX_PIN),
	RATE_SELECT(110, 3, "rs0_select", "RS0 by software", sff8472_has_rate_select, RATE_SELECT_RX),
	SIGNAL(110, 2, "tx_fault", "Tx fault", WHEN_TX_FAULT, SIGNAL_TX_FAULT),
	SIGNAL(110, 1, "rx_los", "Rx LOS", WHEN_RX_LOS, SIGNAL_RX_LOS),
	{ .at = A2(110), .len = 1, .shift = 0, .key = "data_not_ready", .label = "Data not ready",
	  .kind = FIELD_FLAG,
	  .when = WHEN_LIVE, .member_type = MEMBER_TRI_NOT, ROW_MEMBER(data_ready) },
	ROWS_FLAGS(MODULE_FLAG, 112, 7, "temperature", "Temperature", MONITOR_TEMPERATURE),
	ROWS_FLAGS(MODULE_FLAG, 112, 5, "supply", "Supply voltage", MONITOR_SUPPLY),
	ROWS_FLAGS(LANE_FLAG, 112, 3, "tx_bias", "Tx bias", MONITOR_TX_BIAS),
	ROWS_FLAGS(LANE_FLAG, 112, 1, "tx_power", "Tx power", MONITOR_TX_POWER),
	ROWS_FLAGS(LANE_FLAG, 113, 7, "rx_power", "Rx power", MONITOR_RX_POWER),
	ROWS_LASER_FLAGS(5, "laser_temperature", "Laser temperature"),
	ROWS_LASER_FLAGS(3, "tec_current", "TEC current"),
	/* Bytes 114 and 115: high nibble at the high rate, low nibble at the low one. */
	CONTROL_PART(114, 4, 4, "tx_equaliser_high", "Tx input equaliser, high rate", sff8472_has_cdr),
	CONTROL_PART(114, 0, 4, "tx_equaliser_low", "Tx input equaliser, low rate", sff8472_has_cdr),
	CONTROL_PART(115, 4, 4, "rx_emphasis_high", "Rx output emphasis, high rate", sff8472_has_cdr),
	CONTROL_PART(115, 0, 4, "rx_emphasis_low", "Rx output emphasis, low rate", sff8472_has_cdr),
	/* Table 10-1: extended control and status. */
	RATE_SELECT(118, 3, "rs1_select", "RS1 by software", sff8472_has_rate_select, RATE_SELECT_TX),
	CONTROL(118, 1, "power_level_state", "Power level above 1 in operation", sff8472_has_power_levels),
	CONTROL(118, 0, "power_level_select", "Power level above 1 selected", sff8472_has_power_levels),
	CONTROL_PART(119, 2, 3, "fc_64g_mode", "64GFC mode", sff8472_has_fc_speed2),
	/* Byte 119: CDR unlocked. */
	SIGNAL(119, 1, "tx_lol", "Tx CDR LOL", WHEN_TX_LOL, SIGNAL_TX_LOL),
	SIGNAL(119, 0, "rx_lol", "Rx CDR LOL", WHEN_RX_LOL, SIGNAL_RX_LOL),
	CONTROL_PART(127, 0, 8, "page_select", "A2h page selected", sff8472_is_paged),
};

bool sff8472_has_a2(const struct module *m)
{
	return (m->diagnostic_type & SFF8472_DIAG_MONITORS) &&
		!(m->diagnostic_type & SFF8472_DIAG_ADDRESS_CHANGE);
}

/* All five monitors are mandatory where there are any. A passive cable has none, whatever it says. */
static uint8_t monitors(const struct module *m)
{
	unsigned dom = DOM_TEMPERATURE | DOM_SUPPLY | DOM_RX_POWER | DOM_TX_POWER | DOM_TX_BIAS;

	if (!sff8472_has_a2(m) || m->medium == MEDIUM_COPPER)
		return 0;
	if (m->diagnostic_type & SFF8472_DIAG_RX_AVERAGE)
		dom |= DOM_RX_AVERAGE;
	if (m->enhanced_options & SFF8472_ENHANCED_FLAGS)
		dom |= DOM_FLAGS;
	return (uint8_t)dom;
}

/* A0h:64 bit 3, m->options[0]: retimer or CDR inside. */
#define OPTION_CDR 0x08

static uint8_t signals(const struct module *m)
{
	unsigned signals = 0;

	if (m->medium == MEDIUM_COPPER)
		return 0;
	if (m->enhanced_options & SFF8472_ENHANCED_TX_DISABLE)
		signals |= SIGNAL_TX_DISABLED;
	if (m->enhanced_options & SFF8472_ENHANCED_TX_FAULT)
		signals |= SIGNAL_TX_FAULT;
	if (m->enhanced_options & SFF8472_ENHANCED_RX_LOS)
		signals |= SIGNAL_RX_LOS;
	if ((m->options[0] & OPTION_CDR) && m->revision_code >= SFF8472_REV_12)
		signals |= SIGNAL_RX_LOL | SIGNAL_TX_LOL;
	return (uint8_t)signals;
}

/* A 2-wire bus that answers at 51h as at 50h. */
static bool a2_is_a0(const struct image *img)
{
	return image_is_same(img, SFF8472_A0(0), SFF8472_A2(0), 96);
}

/* Bytes 98 and 99 in 100 uV: what no other bytes are by chance. */
#define SUPPLY_MIN 29000
#define SUPPLY_MAX 37000

static uint32_t doubts(const struct image *img, const struct module *m)
{
	int supply = image_byte(img, SFF8472_A2(98)) << 8 | image_byte(img, SFF8472_A2(99));
	bool advertised = m->diagnostic_type & SFF8472_DIAG_MONITORS;
	bool repeated = a2_is_a0(img);
	uint32_t found = repeated ? DOUBT_REPEATED : 0u;

	if (m->status == READ_CORRUPT || m->ext_checksum == CHECKSUM_ABSENT)
		return found;
	if (advertised && m->medium == MEDIUM_COPPER)
		found |= DOUBT_DOM_ON_COPPER;
	if (!advertised && !repeated && supply >= SUPPLY_MIN && supply <= SUPPLY_MAX)
		found |= DOUBT_DOM_UNADVERTISED;
	return found;
}

static void live(const struct image *img, struct module *m)
{
	bool blank = image_is_filled(img, SFF8472_MONITORS, SFF8472_MONITORS_LEN, 0xff) &&
		     image_byte(img, SFF8472_A2(110)) == 0xff;
	bool repeated = a2_is_a0(img);

	/* Bytes that were never programmed must go before they are calibrated, wrong ones after. */
	thresholds_settle(m, false);
	if (repeated || image_is_filled(img, SFF8472_MONITORS, SFF8472_MONITORS_LEN, 0x00) ||
	    image_is_filled(img, SFF8472_MONITORS, SFF8472_MONITORS_LEN, 0xff))
		monitors_spoil(m);
	if (repeated || blank)
		signals_forget(m);
	if (repeated)
		thresholds_drop(m);
	if (m->dom && (m->diagnostic_type & SFF8472_DIAG_EXTERNAL))
		sff8472_calibrate(img, m);
	thresholds_settle(m, true);
	if (value_ok(m->supply) && m->supply.v == 0)
		value_spoil(&m->supply);
}

/* Impossible values leave raw numbers and constants as they are, or the rest would be calibrated twice. */
static bool can_write_monitors(const struct module *m)
{
	return !(m->diagnostic_type & SFF8472_DIAG_EXTERNAL) || sff8472_is_calibrated(m);
}

static int encode(const struct module *m, struct image *img)
{
	const struct checksum_range dmi = family_sff8472.dmi;
	uint8_t sum;
	int r = 0;

	/* No A2h, or not this part of it. */
	if (!image_has(img, SFF8472_THRESHOLDS, 1) || !can_write_monitors(m))
		return 0;
	/* Values that were written are calibrated already. Constants that nobody uses stay. */
	if ((m->diagnostic_type & SFF8472_DIAG_EXTERNAL) ||
	    !image_has(img, SFF8472_CONSTANTS, SFF8472_CONSTANTS_LEN))
		r = sff8472_calibration_neutral(img);
	if (r == 0)
		r = image_fill_absent(img, dmi.first, dmi.len);
	if (r == 0 && image_sum(img, &dmi, &sum) == 0)
		r = image_write(img, SFF8472_A2(95), &sum, 1);
	return r;
}

static const struct image_range ranges[] = {
	{ SFF8472_A0_AT(0), 128, RANGE_STATIC },
	{ SFF8472_A2_AT(0), 96, RANGE_STATIC },
	{ SFF8472_A2_AT(96), 24, RANGE_LIVE },
	{ SFF8472_A0_AT(0), 1, RANGE_FINGERPRINT },
	{ SFF8472_A0_AT(63), 33, RANGE_FINGERPRINT },
};

static bool range_applies(const struct image *img, const struct image_range *range)
{
	struct module advert = { .diagnostic_type = image_byte(img, SFF8472_A0(92)) };

	return range->at.device == IMAGE_A0 || sff8472_has_a2(&advert);
}

/* Values in A2h of a module that does not say that it has one. */
static uint8_t unadvertised(const struct image *img, const struct module *m)
{
	static const struct monitor_places places = {
		.temperature = SFF8472_A2_AT(96),
		.supply = SFF8472_A2_AT(98),
		.temperature_thresholds = SFF8472_A2_AT(0),
		.supply_thresholds = SFF8472_A2_AT(8),
	};

	/* Passive copper has none, whatever it says. */
	if (m->medium == MEDIUM_COPPER || (m->diagnostic_type & SFF8472_DIAG_MONITORS) || a2_is_a0(img))
		return 0;
	return monitors_seen(img, &places, true);
}

static const struct claim_register claim_registers[] = {
	{ SFF8472_A0_AT(94), UNREAD_REVISION },
	{ SFF8472_A0_AT(64), UNREAD_OPTIONS },
	{ SFF8472_A0_AT(65), UNREAD_OPTIONS },
	{ .bit = 0 },
};

const struct family family_sff8472 = {
	.family = FAMILY_SFF8472,
	.name = "A0h",
	.map = { rows, sizeof(rows) / sizeof(rows[0]) },
	.has_rate = true,
	.rate = SFF8472_A0_AT(12),
	.rate_fine = SFF8472_A0_AT(66),
	.base = { SFF8472_A0_AT(0), 63 },
	.ext = { SFF8472_A0_AT(64), 31 },
	.dmi = { SFF8472_A2_AT(0), 95 },
	.claim_registers = claim_registers,
	.ranges = ranges,
	.range_count = sizeof(ranges) / sizeof(ranges[0]),
	.range_applies = range_applies,
	.identify = sff8472_identify,
	.monitors = monitors,
	.unadvertised = unadvertised,
	.signals = signals,
	.has_live = sff8472_has_a2,
	.live = live,
	.doubts = doubts,
	.revisions = sff8472_revisions,
	.settle = sff8472_settle,
	.can_write_monitors = can_write_monitors,
	.encode = encode,
	.describe = sff8472_describe,
};
