/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CMIS register map, revisions 3.0 to 5.3. Table numbers are those of
 * OIF-CMIS-05.2. What the registers mean together is in cmis_meaning.c, the
 * application descriptors in cmis_apps.c.
 *
 * Lower 8-13 and 11h:134-153 are latched, and reading them clears them. Only
 * a scan of the live ranges reads them: the fingerprint does not.
 */
#include "eeprom/cmis.h"

#include "eeprom/field_rows.h"
#include "eeprom/interfaces.h"
#include "eeprom/words.h"

#define LOWER(off) AT(IMAGE_A0, 0, off)
#define P00(off) AT(IMAGE_A0, 0, off)
#define P01(off) AT(IMAGE_A0, 1, off)
#define P10(off) AT(IMAGE_A0, 0x10, off)
#define P11(off) AT(IMAGE_A0, 0x11, off)
#define LANES MODULE_MAX_LANES

/* Table 8-7. */
static const struct code module_states[] = {
	{ 1, "ModuleLowPwr" }, { 2, "ModulePwrUp" }, { 3, "ModuleReady" },
	{ 4, "ModulePwrDn" },  { 5, "ModuleFault" }, { 0, NULL },
};

/* Table 8-75. */
static const struct code data_path_states[] = {
	{ 1, "DPDeactivated" }, { 2, "DPInit" },      { 3, "DPDeinit" },      { 4, "DPActivated" },
	{ 5, "DPTxTurnOn" },    { 6, "DPTxTurnOff" }, { 7, "DPInitialized" }, { 0, NULL },
};

/* Table 8-40; 10h and above are later than 5.0. */
static const struct code technologies[] = {
	{ 0x00, "850 nm VCSEL" },
	{ 0x01, "1310 nm VCSEL" },
	{ 0x02, "1550 nm VCSEL" },
	{ 0x03, "1310 nm FP" },
	{ 0x04, "1310 nm DFB" },
	{ 0x05, "1550 nm DFB" },
	{ 0x06, "1310 nm EML" },
	{ 0x07, "1550 nm EML" },
	{ 0x08, "other" },
	{ 0x09, "1490 nm DFB" },
	{ 0x0a, "copper, unequalised" },
	{ 0x0b, "copper, passive equalised" },
	{ 0x0c, "copper, near and far end limiting active" },
	{ 0x0d, "copper, far end limiting active" },
	{ 0x0e, "copper, near end limiting active" },
	{ 0x0f, "copper, linear active" },
	{ 0x10, "C-band tunable laser" },
	{ 0x11, "L-band tunable laser" },
	{ 0x12, "copper, near and far end linear active" },
	{ 0x13, "copper, far end linear active" },
	{ 0x14, "copper, near end linear active" },
	{ 0, NULL },
};

static const struct code fibre_faces[] = {
	{ 0, "unspecified" }, { 1, "PC/UPC" }, { 2, "APC" }, { 0, NULL },
};

/* Tables 8-43 ff.: how long a state may last at most. */
static const struct code durations[] = {
	{ 0x0, "< 1 ms" },  { 0x1, "< 5 ms" },   { 0x2, "< 10 ms" },  { 0x3, "< 50 ms" },
	{ 0x4, "< 100 ms" }, { 0x5, "< 500 ms" }, { 0x6, "< 1 s" },    { 0x7, "< 5 s" },
	{ 0x8, "< 10 s" },  { 0x9, "< 1 min" },  { 0xa, "< 5 min" },  { 0xb, "< 10 min" },
	{ 0xc, "< 50 min" }, { 0xd, ">= 50 min" }, { 0, NULL },
};

/* Byte 1; the nibbles are major and minor. */
static const struct code cmis_revisions[] = {
	{ 0x30, "CMIS 3.0" }, { 0x40, "CMIS 4.0" }, { 0x50, "CMIS 5.0" }, { 0x51, "CMIS 5.1" },
	{ 0x52, "CMIS 5.2" }, { 0x53, "CMIS 5.3" }, { 0x54, "CMIS 5.4" }, { 0, NULL },
};

static void words_media_interface(struct text *t, const struct module *m, const uint8_t *bytes)
{
	const struct media_interface *media = media_interface_find(m->media_type, bytes[0]);

	text_printf(t, "0x%02x (%s)", bytes[0], media ? media->name : bytes[0] ? "unknown" : "undefined");
}

static void words_lane_counts(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	text_printf(t, "%u and %u", bytes[0] >> 4, bytes[0] & 15);
}

static void words_version(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	text_printf(t, "%u.%u", bytes[0], bytes[1]);
}

static void words_length_cable(struct text *t, const struct module *m, const uint8_t *bytes)
{
	unsigned tenths = cmis_length_dm(bytes[0]);

	(void)m;
	text_printf(t, bytes[0] == UINT8_MAX ? "more than %u.%u m" : "%u.%u m", tenths / 10, tenths % 10);
}

static void words_active(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	if (bytes[0] >> 4)
		text_printf(t, "application %u, data path from host lane %u", bytes[0] >> 4,
			    (bytes[0] >> 1 & 7) + 1);
	else
		text_printf(t, "none");
}

static void words_mapping(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	if (bytes[0])
		text_printf(t, "wavelength %u, fibre %u", bytes[0] >> 4, bytes[0] & 15);
	else
		text_printf(t, "not told");
}

static void words_far_end(struct text *t, const struct module *m, const uint8_t *bytes)
{
	text_printf(t, "0x%02x", bytes[0]);
	if (m->far_end_text[0])
		text_printf(t, " (%s)", m->far_end_text);
}

static void words_power_class(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	text_printf(t, "%u", (bytes[0] >> 5) + 1);
}

#define ROW_NIBBLE(addr, bit, k, l, table) \
	{ .at = addr, .len = 1, .shift = bit, .width = 4, .key = k, .label = l, .kind = FIELD_UINT, \
	  .when = WHEN_PAGED, .quiet = true, .names = table }
#define ROW_PAGED_BIT(addr, bit, k, l) \
	{ .at = addr, .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, .when = WHEN_PAGED, \
	  .quiet = true }
#define ROW_PAGED_NUMBER(addr, n, k, l, u, m) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_UINT, .unit = u, .mul = m, \
	  .when = WHEN_PAGED, .quiet = true }
#define ROW_PAGED_BYTES(addr, n, k, l, name) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_BYTES, .when = WHEN_PAGED, \
	  .quiet = true, .member_type = MEMBER_BYTES, ROW_MEMBER(name) }

#define ROW_VERSION(addr, k, l, name) \
	{ .at = addr, .len = 2, .key = k, .label = l, .kind = FIELD_BYTES, .when = WHEN_PAGED, \
	  .quiet = true, .member_type = MEMBER_BYTES, ROW_MEMBER(name), .words = words_version }

/* Low warning, high warning, low alarm, high alarm from bit 3 of a nibble down (tables 8-9, 8-10). */
#define ROWS_FLAGS(off, bit, k, l, mon) \
	ROW_ALARM(LOWER(off), (bit) + 3, k "_low_warning_flag", l " low warning", mon, ALARM_LOW_WARNING), \
	ROW_ALARM(LOWER(off), (bit) + 2, k "_high_warning_flag", l " high warning", mon, \
		  ALARM_HIGH_WARNING), \
	ROW_ALARM(LOWER(off), (bit) + 1, k "_low_alarm_flag", l " low alarm", mon, ALARM_LOW_ALARM), \
	ROW_ALARM(LOWER(off), (bit), k "_high_alarm_flag", l " high alarm", mon, ALARM_HIGH_ALARM)

#define ROW_EVENT(bit, k, l, event) \
	{ .at = LOWER(8), .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, \
	  .when = WHEN_LIVE, .member_type = MEMBER_FLAG8, ROW_MEMBER(events), \
	  .known = offsetof(struct module, events_known), .mask = event }

/* One byte per bank and flag, bit n for lane n + 1. */
#define ROW_SIGNAL(addr, k, l, w, signal) \
	{ .at = addr, .len = 1, .stride = 1, .count = LANES, .banked = true, .key = k, .label = l, \
	  .kind = FIELD_FLAG, .when = w, .member_type = MEMBER_FLAG8, ROW_OF_LANE(signals), \
	  .known = offsetof(struct lane, signals_known), .mask = signal }
#define ROW_FLAG(addr, k, l, mon, level) \
	{ .at = addr, .len = 1, .stride = 1, .count = LANES, .banked = true, .key = k, .label = l, \
	  .kind = FIELD_FLAG, .when = WHEN_FLAGS + (mon), .member_type = MEMBER_FLAG32, \
	  ROW_OF_LANE(alarms), .known = offsetof(struct lane, alarms_known), \
	  .mask = ALARM_MASK(mon, level) }
#define ROWS_LANE_FLAGS(off, k, l, mon) \
	ROW_FLAG(P11(off), k "_high_alarm_flag", l " high alarm", mon, ALARM_HIGH_ALARM), \
	ROW_FLAG(P11((off) + 1), k "_low_alarm_flag", l " low alarm", mon, ALARM_LOW_ALARM), \
	ROW_FLAG(P11((off) + 2), k "_high_warning_flag", l " high warning", mon, ALARM_HIGH_WARNING), \
	ROW_FLAG(P11((off) + 3), k "_low_warning_flag", l " low warning", mon, ALARM_LOW_WARNING)
#define ROW_LANES(off, k, l, lsb, mon, name) \
	{ .at = P11(off), .len = 2, .stride = 2, .count = LANES, .banked = true, .key = k, .label = l, \
	  LSB_##lsb, .when = WHEN_MONITOR + (mon), .member_type = MEMBER_VALUE, ROW_OF_LANE(name) }

/* Codes of lanes. */
#define ROW_HOST_NIBBLE(off, k, l, name, table) \
	{ .at = P11(off), .len = 1, .stride = 4, .count = LANES, .banked = true, .width = 4, .key = k, \
	  .label = l, .each = "host lane", .kind = FIELD_UINT, .unit = UNIT_HEX, .when = WHEN_LIVE, \
	  .member_type = MEMBER_U8, ROW_OF_HOST_LANE(name), .names = table }
#define ROW_HOST_BYTE(off, k, l, name) \
	{ .at = P11(off), .len = 1, .stride = 1, .count = LANES, .banked = true, .key = k, .label = l, \
	  .each = "host lane", .kind = FIELD_UINT, .unit = UNIT_HEX, .when = WHEN_LIVE, \
	  .member_type = MEMBER_U8, ROW_OF_HOST_LANE(name), .words = words_active }
#define ROW_MAPPING(off, k, l, name) \
	{ .at = P11(off), .len = 1, .stride = 1, .count = LANES, .banked = true, .key = k, .label = l, \
	  .kind = FIELD_UINT, .unit = UNIT_HEX, .when = WHEN_LIVE, .member_type = MEMBER_U8, \
	  ROW_OF_LANE(name), .words = words_mapping }

/* Descriptors of applications `n` and up (tables 8-18, 8-52). */
#define ROW_APPLICATION(addr, n, from, w, k, l, name, table, say) \
	{ .at = addr, .len = 1, .stride = 4, .count = n, .first = (from), .each = "application", .key = k, \
	  .label = l, .kind = FIELD_UINT, .unit = UNIT_HEX, .when = w, .quiet = true, \
	  .member_type = MEMBER_U8, ROW_OF_APPLICATION(name), .names = table, .words = say }
#define ROWS_APPLICATIONS(pg, off, n, from, w) \
	ROW_APPLICATION(AT(IMAGE_A0, pg, off), n, from, w, "host_interface", "Host interface", host_id, \
	                host_interface_names, NULL), \
	ROW_APPLICATION(AT(IMAGE_A0, pg, (off) + 1), n, from, w, "media_interface", "Media interface", \
	                media_id, NULL, words_media_interface), \
	ROW_APPLICATION(AT(IMAGE_A0, pg, (off) + 2), n, from, w, "lane_counts", "Host and media lanes", \
	                lane_counts, NULL, words_lane_counts), \
	ROW_APPLICATION(AT(IMAGE_A0, pg, (off) + 3), n, from, w, "host_starts", "First host lanes", \
	                host_starts, NULL, NULL)

static const struct field rows[] = {
	/* Lower memory: tables 8-4 to 8-8. */
	ROW_CODE(LOWER(0), "identifier", "Identifier", identifier, sff8024_identifiers),
	ROW_CODE(LOWER(1), "revision_compliance", "CMIS revision", revision_code, cmis_revisions),
	{ .at = LOWER(2), .len = 1, .shift = 7, .key = "flat_memory", .label = "Flat memory",
	  .kind = FIELD_FLAG, .member_type = MEMBER_BOOL, ROW_MEMBER(flat_memory) },
	ROW_BIT(LOWER(2), 6, "step_config_only", "Configuration in steps only"),
	{ .at = LOWER(3), .len = 1, .shift = 1, .width = 3, .key = "module_state", .label = "Module state",
	  .kind = FIELD_UINT, .when = WHEN_LIVE, .member_type = MEMBER_U8, ROW_MEMBER(state),
	  .names = module_states },

	/* Tables 8-9 to 8-11: latched flags. */
	ROW_EVENT(2, "data_path_firmware_error", "Data path firmware error", EVENT_OF_DATA_PATH),
	ROW_EVENT(1, "module_firmware_error", "Module firmware error", EVENT_OF_FIRMWARE),
	ROW_EVENT(0, "module_state_changed", "Module state changed", EVENT_OF_STATE),
	ROWS_FLAGS(9, 4, "supply", "Supply voltage", MONITOR_SUPPLY),
	ROWS_FLAGS(9, 0, "temperature", "Temperature", MONITOR_TEMPERATURE),

	/* Table 8-12: monitors. */
	ROW_VALUE(LOWER(14), "temperature", "Temperature", TEMPERATURE, WHEN_MONITOR + MONITOR_TEMPERATURE,
	          temperature),
	ROW_VALUE(LOWER(16), "supply", "Supply voltage", SUPPLY, WHEN_MONITOR + MONITOR_SUPPLY, supply),

	/* Tables 8-13 to 8-16: controls, firmware, fault. */
	ROW_BIT(LOWER(26), 6, "low_power_allow_hw", "LowPwrAllowRequestHW"),
	ROW_BIT(LOWER(26), 4, "low_power_request", "LowPwrRequestSW"),
	{ .at = LOWER(39), .len = 2, .key = "active_firmware", .label = "Active firmware",
	  .kind = FIELD_BYTES, .member_type = MEMBER_BYTES, ROW_MEMBER(versions[CMIS_VERSION_ACTIVE]),
	  .words = words_version },
	{ .at = LOWER(41), .len = 1, .key = "fault_cause", .label = "Fault cause", .kind = FIELD_UINT,
	  .when = WHEN_LIVE, .member_type = MEMBER_U8, ROW_MEMBER(fault_cause),
	  .names = module_fault_labels },
	{ .at = LOWER(61), .len = 1, .width = 2, .key = "fibre_face", .label = "Fibre face",
	  .kind = FIELD_UINT, .member_type = MEMBER_U8, ROW_MEMBER(fibre_face), .names = fibre_faces },

	/* Tables 8-17 and 8-18. */
	ROW_CODE(LOWER(85), "media_type", "Media type", media_type, media_type_names),
	ROWS_APPLICATIONS(0, 86, 8, 1, WHEN_ALWAYS),

	/* Page 00h: table 8-25 ff. */
	ROW_CODE(P00(128), "identifier_copy", "Identifier (page 00h)", identifier_copy, sff8024_identifiers),
	ROW_TEXT(P00(129), 16, "vendor", "Vendor", vendor),
	{ .at = P00(145), .len = 3, .key = "oui", .label = "Vendor OUI", .kind = FIELD_BYTES,
	  .member_type = MEMBER_BYTES, ROW_MEMBER(oui), .words = words_oui },
	ROW_TEXT(P00(148), 16, "part_number", "Part number", part_number),
	ROW_TEXT(P00(164), 2, "revision", "Vendor revision", revision),
	ROW_TEXT(P00(166), 16, "serial", "Serial number", serial),
	{ .at = P00(182), .len = 8, .key = "date_code", .label = "Date code", .kind = FIELD_TEXT,
	  .member_type = MEMBER_TEXT, ROW_MEMBER(date_code), .words = words_date },
	{ .at = P00(190), .len = 10, .key = "clei", .label = "CLEI code", .kind = FIELD_TEXT },
	{ .at = P00(200), .len = 1, .key = "power_class", .label = "Power class", .kind = FIELD_UINT,
	  .member_type = MEMBER_U8, ROW_MEMBER(ext_identifier), .words = words_power_class },
	{ .at = P00(201), .len = 1, .key = "max_power", .label = "Maximum power", .kind = FIELD_UINT,
	  .unit = UNIT_MILLIWATT, .mul = 250, .member_type = MEMBER_VALUE, ROW_MEMBER(max_power_mw) },
	{ .at = P00(202), .len = 1, .key = "length_cable", .label = "Length (cable)", .kind = FIELD_UINT,
	  .member_type = MEMBER_U8, ROW_MEMBER(lengths[CMIS_LENGTH_CABLE]), .words = words_length_cable },
	ROW_CODE(P00(203), "connector", "Connector", connector, sff8024_connectors),
	ROW_NUMBER(P00(204), "attenuation_5g", "Copper attenuation at 5 GHz (dB)", UNIT_NONE, 1),
	ROW_NUMBER(P00(205), "attenuation_7g", "Copper attenuation at 7 GHz (dB)", UNIT_NONE, 1),
	ROW_NUMBER(P00(206), "attenuation_13g", "Copper attenuation at 12.9 GHz (dB)", UNIT_NONE, 1),
	ROW_NUMBER(P00(207), "attenuation_26g", "Copper attenuation at 25.8 GHz (dB)", UNIT_NONE, 1),
	ROW_NUMBER(P00(208), "attenuation_53g", "Copper attenuation at 53.1 GHz (dB), from CMIS 5.3",
	           UNIT_NONE, 1),
	ROW_CODE(P00(210), "lanes_missing", "Media lanes not implemented", lanes_missing, NULL),
	{ .at = P00(211), .len = 1, .key = "far_end", .label = "Far end configuration", .kind = FIELD_UINT,
	  .unit = UNIT_HEX, .member_type = MEMBER_U8, ROW_MEMBER(far_end), .words = words_far_end },
	ROW_CODE(P00(212), "technology", "Media interface technology", technology, technologies),
	{ .at = P00(222), .len = 1, .key = "checksum", .label = "Checksum of 00h:128-221",
	  .kind = FIELD_BYTES, .words = words_base_checksum },

	/* Page 01h: table 8-41 ff. */
	ROW_VERSION(P01(128), "inactive_firmware", "Inactive firmware", versions[CMIS_VERSION_INACTIVE]),
	ROW_VERSION(P01(130), "hardware_revision", "Hardware revision", versions[CMIS_VERSION_HARDWARE]),
	ROW_PAGED_BYTES(P01(132), 5, "lengths", "Lengths as stored (SMF, OM5, OM4, OM3, OM2)", lengths),
	ROW_PAGED_NUMBER(P01(133), 1, "length_om5", "Length (OM5)", UNIT_METRE, 2),
	ROW_PAGED_NUMBER(P01(134), 1, "length_om4", "Length (OM4)", UNIT_METRE, 2),
	ROW_PAGED_NUMBER(P01(135), 1, "length_om3", "Length (OM3)", UNIT_METRE, 2),
	ROW_PAGED_NUMBER(P01(136), 1, "length_om2", "Length (OM2)", UNIT_METRE, 1),
	ROW_VALUE(P01(138), "wavelength", "Wavelength", WAVELENGTH, WHEN_WAVELENGTH, wavelength),
	ROW_VALUE(P01(140), "wavelength_tolerance", "Wavelength tolerance", TOLERANCE, WHEN_WAVELENGTH,
	          wavelength_tolerance),
	/* One member for all, written as bytes; the rows behind are for reading. */
	ROW_PAGED_BYTES(P01(142), 9, "support", "Advertised: pages, times, limits", support[0]),
	ROW_PAGED_BYTES(P01(151), 10, "support_lanes", "Advertised: controls, flags, monitors",
	                support[CMIS_SUPPORT(151)]),
	ROW_PAGED_BIT(P01(142), 6, "has_vdm", "Diagnostics monitor (VDM)"),
	ROW_PAGED_BIT(P01(142), 5, "has_diagnostics", "Diagnostics pages 13h, 14h"),
	ROW_PAGED_BIT(P01(142), 4, "is_coherent", "Coherent (C-CMIS)"),
	ROW_PAGED_BIT(P01(142), 2, "has_page_03", "User page 03h"),
	ROW_NIBBLE(P01(144), 4, "dp_deinit_time", "Time in DPDeinit", durations),
	ROW_NIBBLE(P01(144), 0, "dp_init_time", "Time in DPInit", durations),
	ROW_PAGED_BIT(P01(145), 7, "cooled", "Cooled transmitter"),
	{ .at = P01(145), .len = 1, .shift = 5, .width = 2, .key = "tx_clock_groups",
	  .label = "Tx input clock groups (0: all lanes, 3: each lane)", .kind = FIELD_UINT,
	  .when = WHEN_PAGED, .quiet = true },
	{ .at = P01(146), .len = 1, .key = "max_case_temperature", .label = "Maximum case temperature",
	  .kind = FIELD_INT, .unit = UNIT_DEGREE, .when = WHEN_PAGED, .quiet = true },
	{ .at = P01(147), .len = 1, .key = "min_case_temperature", .label = "Minimum case temperature",
	  .kind = FIELD_INT, .unit = UNIT_DEGREE, .when = WHEN_PAGED, .quiet = true },
	ROW_PAGED_NUMBER(P01(148), 2, "propagation_delay", "Propagation delay", UNIT_NANOSECOND, 10),
	ROW_PAGED_NUMBER(P01(150), 1, "min_supply", "Minimum supply voltage", UNIT_MILLIVOLT, 20),
	ROW_PAGED_BIT(P01(151), 7, "apd", "Avalanche photodiode"),
	ROW_PAGED_BIT(P01(151), 4, "rx_average", "Rx power is average (else OMA)"),
	ROW_PAGED_BIT(P01(151), 0, "tx_disable_module_wide", "Tx disable is module-wide"),
	ROW_PAGED_BIT(P01(155), 6, "tunable", "Tunable transmitter"),
	ROW_PAGED_BIT(P01(155), 1, "has_tx_disable", "Tx output disable"),
	ROW_PAGED_BIT(P01(161), 0, "has_tx_cdr", "Tx CDR"),
	ROW_PAGED_BIT(P01(162), 0, "has_rx_cdr", "Rx CDR"),
	{ .at = P01(176), .len = 1, .stride = 1, .count = MODULE_MAX_APPLICATIONS, .each = "application",
	  .key = "media_starts", .label = "First media lanes", .kind = FIELD_UINT, .unit = UNIT_HEX,
	  .when = WHEN_PAGED, .quiet = true, .member_type = MEMBER_U8,
	  ROW_OF_APPLICATION(media_starts) },
	ROWS_APPLICATIONS(1, 223, 7, 9, WHEN_PAGED),
	{ .at = P01(255), .len = 1, .key = "checksum_01", .label = "Checksum of 01h:130-254",
	  .kind = FIELD_BYTES, .when = WHEN_PAGED, .quiet = true, .words = words_ext_checksum },

	/* Page 02h: tables 8-54, 8-55. */
	ROWS_THRESHOLDS(IMAGE_A0, 2, 128, "temperature", "Temperature", TEMPERATURE, MONITOR_TEMPERATURE),
	ROWS_THRESHOLDS(IMAGE_A0, 2, 136, "supply", "Supply voltage", SUPPLY, MONITOR_SUPPLY),
	ROWS_THRESHOLDS(IMAGE_A0, 2, 176, "tx_power", "Tx power", POWER, MONITOR_TX_POWER),
	ROWS_THRESHOLDS(IMAGE_A0, 2, 184, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS),
	ROWS_THRESHOLDS(IMAGE_A0, 2, 192, "rx_power", "Rx power", POWER, MONITOR_RX_POWER),
	{ .at = AT(IMAGE_A0, 2, 255), .len = 1, .key = "checksum_02", .label = "Checksum of 02h:128-254",
	  .kind = FIELD_BYTES, .when = WHEN_PAGED, .quiet = true, .words = words_dmi_checksum },

	/* Page 10h: table 8-64. */
	ROW_SIGNAL(P10(130), "tx_disable", "Tx disable", WHEN_TX_DISABLED, SIGNAL_TX_DISABLED),

	/* Page 11h: tables 8-75 to 8-93. */
	ROW_HOST_NIBBLE(128, "data_path_state", "Data path state", data_path, data_path_states),
	ROW_SIGNAL(P11(135), "tx_fault", "Tx failure", WHEN_TX_FAULT, SIGNAL_TX_FAULT),
	ROW_SIGNAL(P11(136), "tx_los", "Tx LOS", WHEN_TX_LOS, SIGNAL_TX_LOS),
	ROW_SIGNAL(P11(137), "tx_lol", "Tx CDR LOL", WHEN_TX_LOL, SIGNAL_TX_LOL),
	ROWS_LANE_FLAGS(139, "tx_power", "Tx power", MONITOR_TX_POWER),
	ROWS_LANE_FLAGS(143, "tx_bias", "Tx bias", MONITOR_TX_BIAS),
	ROW_SIGNAL(P11(147), "rx_los", "Rx LOS", WHEN_RX_LOS, SIGNAL_RX_LOS),
	ROW_SIGNAL(P11(148), "rx_lol", "Rx CDR LOL", WHEN_RX_LOL, SIGNAL_RX_LOL),
	ROWS_LANE_FLAGS(149, "rx_power", "Rx power", MONITOR_RX_POWER),
	ROW_LANES(154, "tx_power", "Tx power", POWER, MONITOR_TX_POWER, tx_power),
	ROW_LANES(170, "tx_bias", "Tx bias", BIAS, MONITOR_TX_BIAS, tx_bias),
	ROW_LANES(186, "rx_power", "Rx power", POWER, MONITOR_RX_POWER, rx_power),
	ROW_HOST_NIBBLE(202, "config_status", "Configuration", config_status, config_status_labels),
	ROW_HOST_BYTE(206, "active_application", "Active application and data path", active),
	ROW_MAPPING(240, "tx_mapping", "Tx wavelength and fibre", tx_mapping),
	ROW_MAPPING(248, "rx_mapping", "Rx wavelength and fibre", rx_mapping),
};

static bool has_live(const struct module *m)
{
	return !m->flat_memory;
}

#define MODULE_MONITORS CMIS_ADDR(0, 14)
#define MODULE_MONITORS_LEN 4

/* Tx power, bias and Rx power of the lanes that there are in a bank. */
static bool lane_monitors_are_ff(const struct image *img, const struct module *m, unsigned bank)
{
	unsigned first = bank * CMIS_LANES_PER_BANK, lanes = CMIS_LANES_PER_BANK;

	if (m->lanes > first && m->lanes - first < lanes)
		lanes = m->lanes - first;
	for (unsigned offset = 154; offset < 202; offset += 2 * CMIS_LANES_PER_BANK) {
		if (!image_is_filled(img, CMIS_BANK_ADDR((uint8_t)bank, 0x11, (uint8_t)offset), 2 * lanes, 0xff))
			return false;
	}
	return true;
}

static void spoil(struct module *m, struct value *v)
{
	if (v->state == VALUE_OK || v->state == VALUE_NO_LIGHT)
		m->doubts |= DOUBT_MONITORS;
	value_spoil(v);
}

static void lanes_spoil(struct module *m, unsigned bank)
{
	for (unsigned n = 0; n < CMIS_LANES_PER_BANK; n++) {
		struct lane *lane = &m->lane[bank * CMIS_LANES_PER_BANK + n];

		spoil(m, &lane->rx_power);
		spoil(m, &lane->tx_power);
		spoil(m, &lane->tx_bias);
		lane->alarms = lane->alarms_known = 0;
	}
}

/* Thresholds whose own checksum is wrong may be anything. */
static void thresholds_spoil(struct module *m)
{
	for (unsigned i = MONITOR_TEMPERATURE; i < MONITOR_END; i++) {
		value_spoil(&m->thresholds[i].high_alarm);
		value_spoil(&m->thresholds[i].high_warning);
		value_spoil(&m->thresholds[i].low_warning);
		value_spoil(&m->thresholds[i].low_alarm);
	}
}

/* A module that answers has a supply, and is not at -1/256 degC in every register. */
static void live(const struct image *img, struct module *m)
{
	bool dead = image_is_filled(img, MODULE_MONITORS, MODULE_MONITORS_LEN, 0x00) ||
		    image_is_filled(img, MODULE_MONITORS, MODULE_MONITORS_LEN, 0xff);

	if (dead) {
		spoil(m, &m->temperature);
		spoil(m, &m->supply);
		m->alarms = m->alarms_known = 0;
	} else if (image_is_filled(img, CMIS_ADDR(0, 16), 2, 0x00) ||
		   image_is_filled(img, CMIS_ADDR(0, 16), 2, 0xff)) {
		spoil(m, &m->supply);
	}
	for (unsigned bank = 0; bank < MODULE_MAX_LANES / CMIS_LANES_PER_BANK; bank++) {
		if (lane_monitors_are_ff(img, m, bank))
			lanes_spoil(m, bank);
	}
	if (m->dmi_checksum == CHECKSUM_BAD)
		thresholds_spoil(m);
	thresholds_settle(m, true);
	cmis_quality_decode(img, m);
}

/* Four pages, one for each group of observables, in both banks. */
#define VDM_BANK(b, first, use) \
	{ CMIS_BANK_AT(b, first, 128), 128, use }, { CMIS_BANK_AT(b, (first) + 1, 128), 128, use }, \
	{ CMIS_BANK_AT(b, (first) + 2, 128), 128, use }, { CMIS_BANK_AT(b, (first) + 3, 128), 128, use }
#define VDM_PAGES(first, use) VDM_BANK(0, first, use), VDM_BANK(1, first, use)

static const struct image_range ranges[] = {
	{ CMIS_AT(0, 0), 128, RANGE_STATIC },
	{ CMIS_AT(0, 128), 128, RANGE_STATIC },
	{ CMIS_AT(1, 128), 128, RANGE_STATIC },
	{ CMIS_AT(2, 128), 128, RANGE_STATIC },
	{ CMIS_AT(0x2f, 128), 1, RANGE_STATIC },
	VDM_PAGES(0x20, RANGE_STATIC),
	/* State, latched flags, monitors; up to the fault cause. */
	{ CMIS_AT(0, 3), 39, RANGE_LIVE },
	/* Tx and Rx output disable. */
	{ CMIS_BANK_AT(0, 0x10, 130), 9, RANGE_LIVE },
	{ CMIS_BANK_AT(1, 0x10, 130), 9, RANGE_LIVE },
	{ CMIS_BANK_AT(0, 0x11, 128), 128, RANGE_LIVE },
	{ CMIS_BANK_AT(1, 0x11, 128), 128, RANGE_LIVE },
	VDM_PAGES(0x24, RANGE_LIVE),
	/* What is selected, and the lanes' SNR; not the latched flags between them. */
	{ CMIS_BANK_AT(0, CMIS_PAGE_DIAGNOSTICS, 128), 1, RANGE_LIVE },
	{ CMIS_BANK_AT(0, CMIS_PAGE_DIAGNOSTICS, CMIS_DIAGNOSTICS_SNR), 48, RANGE_LIVE },
	{ CMIS_BANK_AT(1, CMIS_PAGE_DIAGNOSTICS, 128), 1, RANGE_LIVE },
	{ CMIS_BANK_AT(1, CMIS_PAGE_DIAGNOSTICS, CMIS_DIAGNOSTICS_SNR), 48, RANGE_LIVE },
	{ CMIS_AT(0, 0), 2, RANGE_FINGERPRINT },
	{ CMIS_AT(0, 166), 57, RANGE_FINGERPRINT },
};

_Static_assert(sizeof(ranges) / sizeof(ranges[0]) <= EEPROM_MAX_RANGES, "all ranges can be asked for");

/* By what was read already; what is not known yet is not asked for yet. */
static bool range_applies(const struct image *img, const struct image_range *range)
{
	uint8_t page = range->at.page, pages = image_byte(img, CMIS_ADDR(1, 142));

	if (page == 0 && range->use != RANGE_LIVE)
		return true;
	/* A flat memory is lower and 00h, and never changes. */
	if (!image_has(img, CMIS_ADDR(0, 128), 1) || !image_has(img, CMIS_ADDR(0, 2), 1) ||
	    (image_byte(img, CMIS_ADDR(0, 2)) & CMIS_FLAT_BIT))
		return false;
	if (range->at.bank >= cmis_banks(pages))
		return false;
	if (page == CMIS_PAGE_DIAGNOSTICS)
		return (pages & (CMIS_PAGES_DIAGNOSTICS | CMIS_PAGES_VDM)) == CMIS_PAGES_DIAGNOSTICS;
	if (page == 0x2f)
		return pages & CMIS_PAGES_VDM;
	if (page >= 0x20)
		return cmis_vdm_groups(img) > page % 4u;
	return true;
}

/* The host lanes' configuration as it is active would have been staged (table 8-66). */
static int encode_staged(const struct module *m, struct image *img)
{
	unsigned lanes = CMIS_LANES_PER_BANK * (m->banks ? m->banks : 1u);
	int r = 0;

	for (unsigned n = 0; n < MODULE_MAX_LANES && n < lanes; n++) {
		struct image_addr at = CMIS_BANK_ADDR((uint8_t)(n / CMIS_LANES_PER_BANK), 0x10,
		                                      (uint8_t)(145 + n % CMIS_LANES_PER_BANK));

		if (r == 0 && !image_has(img, at, 1))
			r = image_write(img, at, &module_host_lane(m, n + 1)->active, 1);
	}
	return r;
}

static int encode(const struct module *m, struct image *img)
{
	int r;

	if (m->flat_memory)
		return 0;
	r = encode_staged(m, img);
	return r < 0 ? r : cmis_quality_encode(m, img);
}

static uint8_t unadvertised(const struct image *img, const struct module *m)
{
	static const struct monitor_places places = {
		.temperature = CMIS_AT(0, 14),
		.supply = CMIS_AT(0, 16),
		.temperature_thresholds = CMIS_AT(2, 128),
		.supply_thresholds = CMIS_AT(2, 136),
	};

	return m->flat_memory || m->medium == MEDIUM_COPPER ? 0 : monitors_seen(img, &places, true);
}

static const struct claim_register claim_registers[] = {
	{ CMIS_AT(0, 1), UNREAD_REVISION },
	{ CMIS_AT(0, 85), UNREAD_TYPE },
	{ CMIS_AT(0, 86), UNREAD_TYPE },
	{ CMIS_AT(0, 87), UNREAD_TYPE },
	{ CMIS_AT(0, 88), UNREAD_TYPE },
	{ CMIS_AT(0, 89), UNREAD_TYPE },
	{ .bit = 0 },
};

const struct family family_cmis = {
	.family = FAMILY_CMIS,
	.name = "00h",
	.map = { rows, sizeof(rows) / sizeof(rows[0]) },
	.copy_at = 128,
	.base = { CMIS_AT(0, 128), 94 },
	.ext = { CMIS_AT(1, 130), 125 },
	.dmi = { CMIS_AT(2, 128), 127 },
	.claim_registers = claim_registers,
	.ranges = ranges,
	.range_count = sizeof(ranges) / sizeof(ranges[0]),
	.range_applies = range_applies,
	.live_bytes = cmis_quality_bytes,
	.identify = cmis_identify,
	.monitors = cmis_monitors,
	.unadvertised = unadvertised,
	.signals = cmis_signals,
	.has_live = has_live,
	.live = live,
	.doubts = cmis_doubts,
	.revisions = cmis_revisions,
	.settle = cmis_settle,
	.encode = encode,
	.describe = cmis_describe,
};
