/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8472 in words: names of codes and bits, and registers whose meaning
 * depends on others. Table numbers are those of SFF-8472 rev 12.4.
 */
#include "eeprom/sff8472.h"
#include "eeprom/words.h"

/* Table 5-2. */
const struct code sff8472_extended_identifiers[] = {
	{ 0, "not specified" },  { 1, "MOD_DEF 1" }, { 2, "MOD_DEF 2" }, { 3, "MOD_DEF 3" },
	{ 4, "GBIC/SFP defined by 2-wire interface ID" },
	{ 5, "MOD_DEF 5" },      { 6, "MOD_DEF 6" }, { 7, "MOD_DEF 7" }, { 0, NULL },
};

#define BIT(byte, bit) (((byte) - 3) * 8 + (bit))

/*
 * Table 5-3, bytes 3 to 10. Byte 3 bit 7 is 10GBASE-ER: ethtool's calling it
 * LRM is a slip that two other decoders do not share.
 */
const struct code sff8472_compliance[] = {
	{ BIT(3, 7), "10GBASE-ER" },
	{ BIT(3, 6), "10GBASE-LRM" },
	{ BIT(3, 5), "10GBASE-LR" },
	{ BIT(3, 4), "10GBASE-SR" },
	{ BIT(3, 3), "Infiniband 1X SX" },
	{ BIT(3, 2), "Infiniband 1X LX" },
	{ BIT(3, 1), "Infiniband 1X copper active" },
	{ BIT(3, 0), "Infiniband 1X copper passive" },
	{ BIT(4, 7), "ESCON MMF, 1310 nm LED" },
	{ BIT(4, 6), "ESCON SMF, 1310 nm laser" },
	{ BIT(4, 5), "SONET OC-192 short reach" },
	{ BIT(4, 4), "SONET reach specifier 1" },
	{ BIT(4, 3), "SONET reach specifier 2" },
	{ BIT(4, 2), "SONET OC-48 long reach" },
	{ BIT(4, 1), "SONET OC-48 intermediate reach" },
	{ BIT(4, 0), "SONET OC-48 short reach" },
	{ BIT(5, 6), "SONET OC-12 single-mode, long reach" },
	{ BIT(5, 5), "SONET OC-12 single-mode, intermediate reach" },
	{ BIT(5, 4), "SONET OC-12 short reach" },
	{ BIT(5, 2), "SONET OC-3 single-mode, long reach" },
	{ BIT(5, 1), "SONET OC-3 single-mode, intermediate reach" },
	{ BIT(5, 0), "SONET OC-3 short reach" },
	{ BIT(6, 7), "BASE-PX" },
	{ BIT(6, 6), "BASE-BX10" },
	{ BIT(6, 5), "100BASE-FX" },
	{ BIT(6, 4), "100BASE-LX/LX10" },
	{ BIT(6, 3), "1000BASE-T" },
	{ BIT(6, 2), "1000BASE-CX" },
	{ BIT(6, 1), "1000BASE-LX" },
	{ BIT(6, 0), "1000BASE-SX" },
	{ BIT(7, 7), "FC very long distance (V)" },
	{ BIT(7, 6), "FC short distance (S)" },
	{ BIT(7, 5), "FC intermediate distance (I)" },
	{ BIT(7, 4), "FC long distance (L)" },
	{ BIT(7, 3), "FC medium distance (M)" },
	{ BIT(7, 2), "FC shortwave laser, linear Rx (SA)" },
	{ BIT(7, 1), "FC longwave laser (LC)" },
	{ BIT(7, 0), "FC electrical inter-enclosure (EL)" },
	{ BIT(8, 7), "FC electrical intra-enclosure (EL)" },
	{ BIT(8, 6), "FC shortwave laser without OFC (SN)" },
	{ BIT(8, 5), "FC shortwave laser with OFC (SL)" },
	{ BIT(8, 4), "FC longwave laser (LL)" },
	{ BIT(8, 3), "active cable" },
	{ BIT(8, 2), "passive cable" },
	{ BIT(8, 1), "FC BASE-T" },   /* ethtool alone; reserved elsewhere */
	{ BIT(9, 7), "FC twin axial pair (TW)" },
	{ BIT(9, 6), "FC twisted pair (TP)" },
	{ BIT(9, 5), "FC miniature coax (MI)" },
	{ BIT(9, 4), "FC video coax (TV)" },
	{ BIT(9, 3), "FC multimode 62.5 um (M6)" },
	{ BIT(9, 2), "FC multimode 50 um (M5)" },
	{ BIT(9, 0), "FC single-mode (SM)" },
	{ BIT(10, 7), "FC 1200 MB/s" },
	{ BIT(10, 6), "FC 800 MB/s" },
	{ BIT(10, 5), "FC 1600 MB/s" },
	{ BIT(10, 4), "FC 400 MB/s" },
	{ BIT(10, 3), "FC 3200 MB/s" },
	{ BIT(10, 2), "FC 200 MB/s" },
	{ BIT(10, 1), "FC speeds of byte 62" },
	{ BIT(10, 0), "FC 100 MB/s" },
	{ 0, NULL },
};

/* Byte 62 (table 5-3), valid with byte 10 bit 1. */
const struct code sff8472_fc_speed2[] = {
	{ 0, "FC 64GFC" },
	{ 0, NULL },
};

/* Table 5-6, byte 13. */
const struct code sff8472_rate_identifiers[] = {
	{ 0x00, "unspecified" },
	{ 0x01, "4/2/1G Rate_Select and AS0/AS1" },
	{ 0x02, "8/4/2G Rx Rate_Select only" },
	{ 0x04, "8/4/2G Tx Rate_Select only" },
	{ 0x06, "8/4/2G independent Rx and Tx Rate_Select" },
	{ 0x08, "16/8/4G Rx Rate_Select only" },
	{ 0x0a, "16/8/4G independent Rx and Tx Rate_Select" },
	{ 0x0c, "32/16/8G independent Rx and Tx Rate_Select" },
	{ 0x0e, "10/8G Rx and Tx Rate_Select" },
	{ 0x10, "64/32/16G independent Rx and Tx Rate_Select" },
	{ 0, NULL },
};

/* Byte 60 of a cable (tables 8-1 and 8-2); bits 2 and 3 of active ones only. */
const struct code sff8472_cable_compliance[] = {
	{ 0, "SFF-8431 appendix E" },
	{ 1, "FC-PI-4 appendix H" },
	{ 2, "SFF-8431 limiting" },
	{ 3, "FC-PI-4 limiting" },
	{ 0, NULL },
};

#undef BIT
#define BIT(byte, bit) (((byte) - 64) * 8 + (bit))

/* Table 8-3, bytes 64 and 65. */
const struct code sff8472_options[] = {
	{ BIT(64, 6), "power level 4" },
	{ BIT(64, 5), "power level 3" },
	{ BIT(64, 4), "A2h is paged" },
	{ BIT(64, 3), "retimer or CDR" },
	{ BIT(64, 2), "cooled laser" },
	{ BIT(64, 1), "power level 2" },
	{ BIT(64, 0), "linear receiver output" },
	{ BIT(65, 7), "receiver decision threshold" },
	{ BIT(65, 6), "tunable transmitter" },
	{ BIT(65, 5), "RATE_SELECT" },
	{ BIT(65, 4), "TX_DISABLE" },
	{ BIT(65, 3), "TX_FAULT" },
	{ BIT(65, 2), "RX_LOS inverted" },
	{ BIT(65, 1), "RX_LOS" },
	{ 0, NULL },
};

/* Table 8-5, byte 92. */
const struct code sff8472_diagnostic_types[] = {
	{ 6, "digital diagnostics" },
	{ 5, "internally calibrated" },
	{ 4, "externally calibrated" },
	{ 3, "average received power" },
	{ 2, "address change needed" },
	{ 0, NULL },
};

/* Table 8-6, byte 93. */
const struct code sff8472_enhanced_options[] = {
	{ 7, "alarm and warning flags" },
	{ 6, "soft TX_DISABLE" },
	{ 5, "soft TX_FAULT" },
	{ 4, "soft RX_LOS" },
	{ 3, "soft RATE_SELECT" },
	{ 2, "application select (SFF-8079)" },
	{ 1, "soft RATE_SELECT (SFF-8431)" },
	{ 0, NULL },
};

/* Table 8-3: the four levels as one answer. */
static const struct code power_levels[] = {
	{ 1, "up to 1.0 W" },     { 2, "up to 1.5 W" }, { 3, "up to 2.0 W" },
	{ 4, "more than 2.0 W" }, { 0, NULL },
};

void sff8472_words_power_level(struct text *t, const struct module *m, const uint8_t *bytes)
{
	unsigned level = sff8472_power_level(bytes[0]);

	(void)m;
	text_printf(t, "%u (%s)", level, code_name(power_levels, level));
}

void sff8472_words_km(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	words_length(t, bytes[0], 1, "km");
}

void sff8472_words_100m(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	words_length(t, bytes[0], 100, "m");
}

void sff8472_words_10m(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	words_length(t, bytes[0], 10, "m");
}

void sff8472_words_1m(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	words_length(t, bytes[0], 1, "m");
}

/* Slopes are unsigned, 8 bits before the point and 8 behind it (table 9-6). */
void sff8472_words_slope(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	text_printf(t, "%.4f", bytes[0] + bytes[1] / 256.0);
}

/* Byte 118 bits 1 and 0, and byte 110, of a module that was set to raise its power. */
#define OPTION_ANY_POWER_LEVEL 0x62

bool sff8472_has_power_levels(const struct module *m)
{
	return sff8472_has_a2(m) && (m->options[0] & OPTION_ANY_POWER_LEVEL);
}

/* Byte 18 is the length of a cable, or of what an RJ45 reaches; elsewhere of OM4 fibre. */
bool sff8472_has_copper_length(const struct module *m)
{
	return sff8472_is_cable(m) || m->medium == MEDIUM_BASET || sff8024_connector_class(m->connector) == CONNECTOR_CLASS_RJ45;
}

bool sff8472_has_om4_length(const struct module *m)
{
	return !sff8472_has_copper_length(m);
}

bool sff8472_is_cable(const struct module *m)
{
	return medium_is_cable(m->medium) || m->layout == LAYOUT_CABLE ||
	       sff8024_connector_class(m->connector) == CONNECTOR_CLASS_NONE;
}

/* Byte 12 says FFh where bytes 66 and 67 are rate and tolerance, not margins. */
bool sff8472_has_margins(const struct module *m)
{
	return !value_ok(m->nominal_mbaud) || m->nominal_mbaud.v <= 25400;
}

bool sff8472_has_fine_rate(const struct module *m)
{
	return !sff8472_has_margins(m);
}

bool sff8472_has_fc_speed2(const struct module *m)
{
	return m->compliance[SFF8472_BYTE(10)] & 0x02;
}

/*
 * Laser temperature or wavelength, and TEC current, have no advertisement of
 * their own: only a cooled or tunable transmitter has something to measure.
 */
bool sff8472_has_laser_monitors(const struct module *m)
{
	return (m->dom & DOM_TEMPERATURE) && ((m->options[0] & 0x04) || (m->options[1] & 0x40));
}

bool sff8472_has_laser_flags(const struct module *m)
{
	return sff8472_has_laser_monitors(m) && (m->dom & DOM_FLAGS);
}

/* Bytes 110 and 118: what can be selected by software, A0h:93 bits 3 and 1. */
bool sff8472_has_rate_select(const struct module *m)
{
	return sff8472_has_a2(m) && (m->enhanced_options & 0x0a);
}

/* Byte 65 bit 5: the pins. */
bool sff8472_has_rate_pins(const struct module *m)
{
	return sff8472_has_a2(m) && (m->options[1] & 0x20);
}

bool sff8472_has_cdr(const struct module *m)
{
	return sff8472_has_a2(m) && (m->options[0] & 0x08) && m->revision_code >= SFF8472_REV_12;
}

bool sff8472_is_paged(const struct module *m)
{
	return sff8472_has_a2(m) && (m->options[0] & 0x10);
}
