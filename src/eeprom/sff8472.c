/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8472 rev 12.4 register map (SFP, SFP+, SFP28, SFP56, SFP112). Table
 * numbers are those of SFF-8472. What the registers mean together is in
 * sff8472_meaning.c, external calibration in sff8472_cal.c.
 */
#include "eeprom/sff8472.h"

#include "eeprom/field_rows.h"

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

static const struct field rows[] = {
	/* A0h: table 4-1. */
	ROW_CODE(A0(0), "identifier", "Identifier", identifier, sff8024_identifiers),
	ROW_CODE(A0(1), "extended_identifier", "Extended identifier", ext_identifier, NULL),
	ROW_CODE(A0(2), "connector", "Connector", connector, sff8024_connectors),
	ROW_BYTES(A0(3), 8, "compliance", "Transceiver compliance", compliance),
	ROW_CODE(A0(11), "encoding", "Encoding", encoding, sff8024_encodings_8472),
	ROW_NUMBER(A0(12), "nominal_rate", "Nominal rate", UNIT_MEGABAUD, 100),
	ROW_NUMBER(A0(13), "rate_identifier", "Rate identifier", UNIT_HEX, 1),
	ROW_NUMBER(A0(14), "length_smf_km", "Length (SMF)", UNIT_KILOMETRE, 1),
	/* One member for all six, written as bytes; the numbers are for reading. */
	ROW_BYTES(A0(14), 6, "lengths", "Lengths as stored", lengths),
	ROW_NUMBER(A0(15), "length_smf", "Length (SMF)", UNIT_METRE, 100),
	ROW_NUMBER(A0(16), "length_om2", "Length (OM2)", UNIT_METRE, 10),
	ROW_NUMBER(A0(17), "length_om1", "Length (OM1)", UNIT_METRE, 10),
	ROW_NUMBER(A0(18), "length_cable", "Length (cable, or OM4 in 10 m)", UNIT_NONE, 1),
	ROW_NUMBER(A0(19), "length_om3", "Length (OM3)", UNIT_METRE, 10),
	ROW_TEXT(A0(20), 16, "vendor", "Vendor", vendor),
	ROW_CODE(A0(36), "extended_compliance", "Extended compliance", ext_compliance, NULL),
	ROW_BYTES(A0(37), 3, "oui", "Vendor OUI", oui),
	ROW_TEXT(A0(40), 16, "part_number", "Part number", part_number),
	ROW_TEXT(A0(56), 4, "revision", "Vendor revision", revision),
	ROW_WAVELENGTH(2, FIELD_UINT, 100, WHEN_WAVELENGTH, false),
	ROW_WAVELENGTH(3, FIELD_DECIMAL, 1, WHEN_WAVELENGTH_FINE, true),
	ROW_NUMBER(A0(63), "cc_base", "Checksum of 0-62", UNIT_HEX, 1),
	ROW_BYTES(A0(64), 2, "options", "Options", options),
	ROW_NUMBER(A0(66), "rate_max", "Upper rate margin, or rate in 250 MBd", UNIT_NONE, 1),
	ROW_NUMBER(A0(67), "rate_min", "Lower rate margin", UNIT_PERCENT, 1),
	ROW_TEXT(A0(68), 16, "serial", "Serial number", serial),
	ROW_TEXT(A0(84), 8, "date_code", "Date code", date_code),
	ROW_CODE(A0(92), "diagnostic_type", "Diagnostic monitoring type", diagnostic_type, NULL),
	ROW_CODE(A0(93), "enhanced_options", "Enhanced options", enhanced_options, NULL),
	ROW_CODE(A0(94), "revision_compliance", "Revision compliance", revision_code, sff8472_revisions),
	ROW_NUMBER(A0(95), "cc_ext", "Checksum of 64-94", UNIT_HEX, 1),

	/* A2h: table 9-5, thresholds. */
	ROWS_THRESHOLDS(IMAGE_A2, 0, 0, "temperature", "Temperature", TEMPERATURE, MONITOR_TEMPERATURE),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 8, "supply", "Supply voltage", SUPPLY, MONITOR_SUPPLY),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 16, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 24, "tx_power", "Tx power", POWER, MONITOR_TX_POWER),
	ROWS_THRESHOLDS(IMAGE_A2, 0, 32, "rx_power", "Rx power", POWER, MONITOR_RX_POWER),

	/* Table 9-6: calibration constants. Slopes are in 1/256. */
	ROW_CONSTANT(56, 4, FIELD_FLOAT, "rx_power_4", "Rx power calibration, x^4"),
	ROW_CONSTANT(60, 4, FIELD_FLOAT, "rx_power_3", "Rx power calibration, x^3"),
	ROW_CONSTANT(64, 4, FIELD_FLOAT, "rx_power_2", "Rx power calibration, x^2"),
	ROW_CONSTANT(68, 4, FIELD_FLOAT, "rx_power_1", "Rx power calibration, x"),
	ROW_CONSTANT(72, 4, FIELD_FLOAT, "rx_power_0", "Rx power calibration, constant"),
	ROW_CONSTANT(76, 2, FIELD_UINT, "tx_bias_slope", "Tx bias slope (1/256)"),
	ROW_CONSTANT(78, 2, FIELD_INT, "tx_bias_offset", "Tx bias offset"),
	ROW_CONSTANT(80, 2, FIELD_UINT, "tx_power_slope", "Tx power slope (1/256)"),
	ROW_CONSTANT(82, 2, FIELD_INT, "tx_power_offset", "Tx power offset"),
	ROW_CONSTANT(84, 2, FIELD_UINT, "temperature_slope", "Temperature slope (1/256)"),
	ROW_CONSTANT(86, 2, FIELD_INT, "temperature_offset", "Temperature offset"),
	ROW_CONSTANT(88, 2, FIELD_UINT, "supply_slope", "Supply voltage slope (1/256)"),
	ROW_CONSTANT(90, 2, FIELD_INT, "supply_offset", "Supply voltage offset"),

	/* Table 9-11: monitors. */
	ROW_LIVE(96, "temperature", "Temperature", TEMPERATURE, MONITOR_TEMPERATURE, temperature),
	ROW_LIVE(98, "supply", "Supply voltage", SUPPLY, MONITOR_SUPPLY, supply),
	ROW_LIVE(100, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS, lane[0].tx_bias),
	ROW_LIVE(102, "tx_power", "Tx power", POWER, MONITOR_TX_POWER, lane[0].tx_power),
	ROW_LIVE(104, "rx_power", "Rx power", POWER, MONITOR_RX_POWER, lane[0].rx_power),

	/* Byte 110: the state of the Tx disable pin, and the software's. */
	SIGNAL(110, 7, "tx_disable_state", "Tx disable pin", WHEN_TX_DISABLED, SIGNAL_TX_DISABLED),
	SIGNAL(110, 6, "tx_disable", "Tx disable by software", WHEN_TX_DISABLED, SIGNAL_TX_DISABLED),
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
	/* Byte 119: CDR unlocked. */
	SIGNAL(119, 1, "tx_lol", "Tx CDR LOL", WHEN_TX_LOL, SIGNAL_TX_LOL),
	SIGNAL(119, 0, "rx_lol", "Rx CDR LOL", WHEN_RX_LOL, SIGNAL_RX_LOL),
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

static void live(const struct image *img, struct module *m)
{
	thresholds_settle(m);
	if (image_is_filled(img, SFF8472_MONITORS, SFF8472_MONITORS_LEN, 0x00) ||
	    image_is_filled(img, SFF8472_MONITORS, SFF8472_MONITORS_LEN, 0xff))
		monitors_spoil(m);
	if (m->dom && (m->diagnostic_type & SFF8472_DIAG_EXTERNAL))
		sff8472_calibrate(img, m);
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
	static const struct checksum_range dmi = { SFF8472_A2_AT(0), 95 };
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

const struct family family_sff8472 = {
	.family = FAMILY_SFF8472,
	.name = "A0h",
	.map = { rows, sizeof(rows) / sizeof(rows[0]) },
	.has_rate = true,
	.rate = SFF8472_A0_AT(12),
	.rate_fine = SFF8472_A0_AT(66),
	.base = { SFF8472_A0_AT(0), 63 },
	.ext = { SFF8472_A0_AT(64), 31 },
	.ranges = ranges,
	.range_count = sizeof(ranges) / sizeof(ranges[0]),
	.range_applies = range_applies,
	.identify = sff8472_identify,
	.monitors = monitors,
	.signals = signals,
	.has_live = sff8472_has_a2,
	.live = live,
	.settle = sff8472_settle,
	.can_write_monitors = can_write_monitors,
	.encode = encode,
	.describe = sff8472_describe,
};
