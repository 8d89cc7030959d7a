/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8636 in words: names of codes and bits, and registers whose meaning
 * depends on others. Table numbers are those of SFF-8636 rev 2.10a.
 */
#include "eeprom/sff8636.h"
#include "eeprom/words.h"

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

#define BIT(byte, bit) (((byte) - 131) * 8 + (bit))

/*
 * Table 6-17, bytes 131 to 138. SFF-8436 had 3G SAS in bit 3, 6G in bit 4 and
 * 40G OTN in byte 132 (bit 3 by ethtool, bit 4 by SONiC): the numbering of
 * SFF-8636 is followed, which two decoders share.
 */
const struct code sff8636_compliance[] = {
	{ BIT(131, 7), "see extended compliance" },
	{ BIT(131, 6), "10GBASE-LRM" },
	{ BIT(131, 5), "10GBASE-LR" },
	{ BIT(131, 4), "10GBASE-SR" },
	{ BIT(131, 3), "40GBASE-CR4" },
	{ BIT(131, 2), "40GBASE-SR4" },
	{ BIT(131, 1), "40GBASE-LR4" },
	{ BIT(131, 0), "40G active cable (XLPPI)" },
	{ BIT(132, 3), "40G OTN (OTU3B/OTU3C)" },
	{ BIT(132, 2), "SONET OC-48 long reach" },
	{ BIT(132, 1), "SONET OC-48 intermediate reach" },
	{ BIT(132, 0), "SONET OC-48 short reach" },
	{ BIT(133, 7), "SAS 24.0 Gb/s" },
	{ BIT(133, 6), "SAS 12.0 Gb/s" },
	{ BIT(133, 5), "SAS 6.0 Gb/s" },
	{ BIT(133, 4), "SAS 3.0 Gb/s" },
	{ BIT(134, 3), "1000BASE-T" },
	{ BIT(134, 2), "1000BASE-CX" },
	{ BIT(134, 1), "1000BASE-LX" },
	{ BIT(134, 0), "1000BASE-SX" },
	{ BIT(135, 7), "FC very long distance (V)" },
	{ BIT(135, 6), "FC short distance (S)" },
	{ BIT(135, 5), "FC intermediate distance (I)" },
	{ BIT(135, 4), "FC long distance (L)" },
	{ BIT(135, 3), "FC medium distance (M)" },
	{ BIT(135, 1), "FC longwave laser (LC)" },
	{ BIT(135, 0), "FC electrical inter-enclosure (EL)" },
	{ BIT(136, 7), "FC electrical intra-enclosure (EL)" },
	{ BIT(136, 6), "FC shortwave laser without OFC (SN)" },
	{ BIT(136, 5), "FC shortwave laser with OFC (SL)" },
	{ BIT(136, 4), "FC longwave laser (LL)" },
	{ BIT(137, 7), "FC twin axial pair (TW)" },
	{ BIT(137, 6), "FC twisted pair (TP)" },
	{ BIT(137, 5), "FC miniature coax (MI)" },
	{ BIT(137, 4), "FC video coax (TV)" },
	{ BIT(137, 3), "FC multimode 62.5 um (M6)" },
	{ BIT(137, 2), "FC multimode 50 um (M5)" },
	{ BIT(137, 1), "FC multimode 50 um OM3 (M5E)" },
	{ BIT(137, 0), "FC single-mode (SM)" },
	{ BIT(138, 7), "FC 1200 MB/s" },
	{ BIT(138, 6), "FC 800 MB/s" },
	{ BIT(138, 5), "FC 1600 MB/s" },
	{ BIT(138, 4), "FC 400 MB/s" },
	{ BIT(138, 3), "FC 3200 MB/s" },
	{ BIT(138, 2), "FC 200 MB/s" },
	{ BIT(138, 1), "FC extended" },
	{ BIT(138, 0), "FC 100 MB/s" },
	{ 0, NULL },
};

/* Byte 164. */
const struct code sff8636_infiniband[] = {
	{ 5, "HDR" }, { 4, "EDR" }, { 3, "FDR" }, { 2, "QDR" }, { 1, "DDR" }, { 0, "SDR" }, { 0, NULL },
};

/* Byte 141. */
const struct code sff8636_rate_selects[] = {
	{ 1, "rate select version 2" },
	{ 0, "rate select version 1" },
	{ 0, NULL },
};

#undef BIT
#define BIT(byte, bit) (((byte) - 193) * 8 + (bit))

/* Tables 6-22 and 6-23, bytes 193 to 195. */
const struct code sff8636_options[] = {
	{ BIT(193, 6), "LPMode/TxDis configurable" },
	{ BIT(193, 5), "IntL/RxLOSL configurable" },
	{ BIT(193, 4), "Tx adaptive equaliser freeze" },
	{ BIT(193, 3), "Tx adaptive equaliser" },
	{ BIT(193, 2), "Tx equaliser fixed settings" },
	{ BIT(193, 1), "Rx output emphasis settings" },
	{ BIT(193, 0), "Rx output amplitude settings" },
	{ BIT(194, 7), "Tx CDR on/off" },
	{ BIT(194, 6), "Rx CDR on/off" },
	{ BIT(194, 5), "Tx CDR LOL flag" },
	{ BIT(194, 4), "Rx CDR LOL flag" },
	{ BIT(194, 3), "Rx squelch disable" },
	{ BIT(194, 2), "Rx output disable" },
	{ BIT(194, 1), "Tx squelch disable" },
	{ BIT(194, 0), "Tx squelch" },
	{ BIT(195, 7), "page 02h" },
	{ BIT(195, 6), "page 01h" },
	{ BIT(195, 5), "rate select" },
	{ BIT(195, 4), "Tx disable" },
	{ BIT(195, 3), "Tx fault" },
	{ BIT(195, 2), "Tx squelch reduces average power" },
	{ BIT(195, 1), "Tx LOS" },
	{ BIT(195, 0), "pages 20h-21h" },
	{ 0, NULL },
};

/* Table 6-24, byte 220. */
const struct code sff8636_diagnostic_types[] = {
	{ 5, "temperature" },
	{ 4, "supply voltage" },
	{ 3, "average received power" },
	{ 2, "transmitter power" },
	{ 0, NULL },
};

/* Table 6-25, byte 221. */
const struct code sff8636_enhanced_options[] = {
	{ 4, "initialisation complete flag" },
	{ 3, "extended rate select" },
	{ 1, "TC readiness flag" },
	{ 0, "software reset" },
	{ 0, NULL },
};

/* Byte 113 bits 6-4. */
static const struct code far_ends[] = {
	{ 0, "far end unspecified" },
	{ 1, "one far end of 4 lanes, or 4-lane connector" },
	{ 2, "one far end of 2 lanes, or 2-lane connector" },
	{ 3, "one far end of 1 lane, or 1-lane connector" },
	{ 4, "four far ends of 1 lane" },
	{ 5, "two far ends of 2 lanes" },
	{ 6, "two far ends of 1 lane" },
	{ 0, NULL },
};

/* Byte 110 bits 7-4 and 2-0. */
const struct code sff8636_low_powers[] = {
	{ 0, "1.5 W or more" }, { 1, "up to 1.0 W" }, { 2, "up to 0.75 W" },
	{ 3, "up to 0.5 W" },   { 0, NULL },
};

const struct code sff8636_min_supplies[] = {
	{ 0, "3.3 V" }, { 1, "2.5 V" }, { 2, "1.8 V" }, { 0, NULL },
};

/* Byte 117 (SFF-8024 table 4-12, and the module sub-types). */
const struct code sff8636_fibre_faces[] = {
	{ 0, "unspecified" }, { 1, "PC/UPC" }, { 2, "APC" }, { 0, NULL },
};

const struct code sff8636_subtypes[] = {
	{ 0, "not applicable" }, { 1, "type 1" }, { 2, "type 2" }, { 3, "type 2A" }, { 4, "type 2B" },
	{ 0, NULL },
};

void sff8636_words_extended_identifier(struct text *t, const struct module *m, const uint8_t *bytes)
{
	unsigned class = sff8636_power_class(m, bytes[0]);
	int32_t mw = sff8636_class_limit_mw(class);

	text_printf(t, "0x%02x (power class %u", bytes[0], class);
	if (mw)
		text_printf(t, ", %d.%d W", mw / 1000, mw % 1000 / 100);
	text_printf(t, "%s", bytes[0] & 0x10 ? ", CLEI code in page 02h" : "");
	text_printf(t, ", %s in Tx", bytes[0] & 0x08 ? "CDR" : "no CDR");
	text_printf(t, ", %s in Rx)", bytes[0] & 0x04 ? "CDR" : "no CDR");
}

/* Table 6-20: transmitter, and what is about it. */
void sff8636_words_technology(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	text_printf(t, "0x%02x (%s", bytes[0], code_name(technologies, bytes[0] >> 4));
	if (bytes[0] & 0x08)
		text_printf(t, ", wavelength control");
	if (bytes[0] & 0x04)
		text_printf(t, ", cooled");
	if (bytes[0] & 0x02)
		text_printf(t, ", APD receiver");
	if (bytes[0] & 0x01)
		text_printf(t, ", tunable");
	text_printf(t, ")");
}

/*
 * The low nibble has one bit for each near end lane; whether set means
 * implemented or not is disputed between decoders: shown as stored.
 */
void sff8636_words_far_end(struct text *t, const struct module *m, const uint8_t *bytes)
{
	char buf[24];

	(void)m;
	text_printf(t, "0x%02x (%s, near end bits 0x%x)", bytes[0],
		    code_label(far_ends, bytes[0] >> 4 & 7, buf, sizeof(buf)), bytes[0] & 0x0fu);
}

void sff8636_words_km(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	words_length(t, bytes[0], 1, "km");
}

void sff8636_words_2m(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	words_length(t, bytes[0], 2, "m");
}

void sff8636_words_1m(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	words_length(t, bytes[0], 1, "m");
}

/* 0 means the usual 70. */
void sff8636_words_case_temperature(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	if (bytes[0])
		text_printf(t, "%u degC", bytes[0]);
	else
		text_printf(t, "70 degC (0: default)");
}

/* Byte 115: 3 bits exponent, 5 bits mantissa, of microseconds; one source. */
void sff8636_words_wait(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	if (bytes[0])
		text_printf(t, "%u us", (bytes[0] & 0x1fu) << (bytes[0] >> 5));
	else
		text_printf(t, "not given");
}

static void print_hex(struct text *t, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		text_item(t, " ", "0x%02x", bytes[i]);
}

/* Masks have one bit for each flag, in the flag's place. */
void sff8636_words_mask(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	print_hex(t, bytes, 1);
}

void sff8636_words_masks(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	print_hex(t, bytes, 2);
}

void sff8636_words_masks4(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	print_hex(t, bytes, 4);
}

/* Bytes 193 bits 3 and 4, and 221: what the flags beside them need. */
bool sff8636_has_tx_equaliser(const struct module *m)
{
	return m->options[0] & 0x08;
}

bool sff8636_has_init_flag(const struct module *m)
{
	return m->enhanced_options & 0x10;
}

bool sff8636_has_tc_flag(const struct module *m)
{
	return m->enhanced_options & 0x02;
}

bool sff8636_has_reset(const struct module *m)
{
	return m->enhanced_options & 0x01;
}

/* Byte 147, high nibble: copper. */
bool sff8636_is_copper(const struct module *m)
{
	return m->technology >> 4 >= 0xa || m->medium == MEDIUM_COPPER || m->medium == MEDIUM_ACTIVE_COPPER;
}

bool sff8636_is_not_copper(const struct module *m)
{
	return module_identity_read(m) && !sff8636_is_copper(m);
}

/* Byte 146 is OM4 only where the transmitter is an 850 nm VCSEL and the fibre can be unplugged. */
bool sff8636_has_om4(const struct module *m)
{
	return module_identity_read(m) && m->technology >> 4 == 0 && !medium_is_cable(m->medium) &&
	       sff8024_connector_class(m->connector) != CONNECTOR_CLASS_NONE;
}

bool sff8636_is_cable(const struct module *m)
{
	return module_identity_read(m) && !sff8636_has_om4(m);
}

/* Bytes that SFF-8436 did not have. */
bool sff8636_is_8636(const struct module *m)
{
	return !sff8636_is_8436(m);
}

bool sff8636_has_fine_rate(const struct module *m)
{
	return value_ok(m->nominal_mbaud) && m->nominal_mbaud.v > 25400;
}

/* Byte 195 (m->options[2]). */
bool sff8636_has_rate_select(const struct module *m)
{
	return m->options[2] & 0x20;
}

bool sff8636_has_page_01h(const struct module *m)
{
	return (m->options[2] & 0x40) && !m->flat_memory;
}

/* Page 03h 224 ff.: of modules that have that page, and follow a revision that defined these bytes. */
bool sff8636_has_controls(const struct module *m)
{
	return !m->flat_memory && sff8636_is_8636(m);
}

bool sff8636_has_masks(const struct module *m)
{
	return !m->flat_memory;
}
