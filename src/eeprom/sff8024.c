/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8024 code tables. The compliance table's columns and readings follow
 * SFF-8024 rev 4.11 table 4-4 as far as two independent decoders agree.
 */
#include "eeprom/sff8024.h"

#include <string.h>

#include "model/type.h"

/* Table 4-1. */
const struct code sff8024_identifiers[] = {
	{ 0x00, "unknown" },
	{ 0x01, "GBIC" },
	{ 0x02, "soldered to motherboard" },
	{ 0x03, "SFP/SFP+/SFP28" },
	{ 0x04, "300-pin XBI" },
	{ 0x05, "XENPAK" },
	{ 0x06, "XFP" },
	{ 0x07, "XFF" },
	{ 0x08, "XFP-E" },
	{ 0x09, "XPAK" },
	{ 0x0a, "X2" },
	{ 0x0b, "DWDM-SFP/SFP+" },
	{ 0x0c, "QSFP" },
	{ 0x0d, "QSFP+" },
	{ 0x0e, "CXP" },
	{ 0x0f, "Shielded Mini Multilane HD 4X" },
	{ 0x10, "Shielded Mini Multilane HD 8X" },
	{ 0x11, "QSFP28" },
	{ 0x12, "CXP2" },
	{ 0x13, "CDFP style 1/2" },
	{ 0x14, "Shielded Mini Multilane HD 4X fan-out" },
	{ 0x15, "Shielded Mini Multilane HD 8X fan-out" },
	{ 0x16, "CDFP style 3" },
	{ 0x17, "microQSFP" },
	{ 0x18, "QSFP-DD" },
	{ 0x19, "OSFP" },
	{ 0x1a, "SFP-DD" },
	{ 0x1b, "DSFP" },
	{ 0x1c, "x4 MiniLink/OcuLink" },
	{ 0x1d, "x8 MiniLink" },
	{ 0x1e, "QSFP+ with CMIS" },
	{ 0x1f, "SFP-DD with CMIS" },
	{ 0x20, "SFP+ with CMIS" },
	{ 0x21, "OSFP-XD with CMIS" },
	{ 0x22, "OIF-ELSFP with CMIS" },
	{ 0x23, "CDFP x4 PCIe with CMIS" },
	{ 0x24, "CDFP x8 PCIe with CMIS" },
	{ 0x25, "CDFP x16 PCIe with CMIS" },
	{ 0x26, "XPO with CMIS" },
	{ 0, NULL },
};

enum register_family sff8024_family(uint8_t identifier)
{
	switch (identifier) {
	case 0x01: case 0x02: case 0x03: case 0x0b:
		return FAMILY_SFF8472;
	case 0x0c: case 0x0d: case 0x11: case 0x17:
		return FAMILY_SFF8636;
	case 0x18: case 0x19: case 0x1b: case 0x1e: case 0x1f: case 0x20: case 0x21:
	case 0x23: case 0x24: case 0x25: case 0x26:
		return FAMILY_CMIS;
	case 0x1a:
		return FAMILY_SFP_DD_MIS;
	default:
		return FAMILY_UNKNOWN;
	}
}

/* Table 4-3. */
const struct code sff8024_connectors[] = {
	{ 0x00, "unspecified" },
	{ 0x01, "SC" },
	{ 0x02, "Fibre Channel style 1 copper" },
	{ 0x03, "Fibre Channel style 2 copper" },
	{ 0x04, "BNC/TNC" },
	{ 0x05, "Fibre Channel coax" },
	{ 0x06, "Fiber Jack" },
	{ 0x07, "LC" },
	{ 0x08, "MT-RJ" },
	{ 0x09, "MU" },
	{ 0x0a, "SG" },
	{ 0x0b, "optical pigtail" },
	{ 0x0c, "MPO 1x12" },
	{ 0x0d, "MPO 2x16" },
	{ 0x20, "HSSDC II" },
	{ 0x21, "copper pigtail" },
	{ 0x22, "RJ45" },
	{ 0x23, "no separable connector" },
	{ 0x24, "MXC 2x16" },
	{ 0x25, "CS" },
	{ 0x26, "SN" },
	{ 0x27, "MPO 2x12" },
	{ 0x28, "MPO 1x16" },
	{ 0, NULL },
};

enum connector_class sff8024_connector_class(uint8_t connector)
{
	switch (connector) {
	case 0x01: case 0x06: case 0x07: case 0x08: case 0x09: case 0x0a:
		return CONNECTOR_CLASS_LC;
	case 0x0c: case 0x0d: case 0x24: case 0x27: case 0x28:
		return CONNECTOR_CLASS_MPO;
	case 0x0b: case 0x21: case 0x23:
		return CONNECTOR_CLASS_NONE;
	case 0x22:
		return CONNECTOR_CLASS_RJ45;
	case 0x25: case 0x26:
		return CONNECTOR_CLASS_MULTI;
	default:
		return CONNECTOR_CLASS_UNKNOWN;
	}
}

/* Table 4-2: codes 4 to 6 differ between the two families. */
const struct code sff8024_encodings_8472[] = {
	{ 0, "unspecified" }, { 1, "8B/10B" }, { 2, "4B/5B" }, { 3, "NRZ" }, { 4, "Manchester" },
	{ 5, "SONET scrambled" }, { 6, "64B/66B" }, { 7, "256B/257B" }, { 8, "PAM4" }, { 0, NULL },
};

const struct code sff8024_encodings_8636[] = {
	{ 0, "unspecified" }, { 1, "8B/10B" }, { 2, "4B/5B" }, { 3, "NRZ" }, { 4, "SONET scrambled" },
	{ 5, "64B/66B" }, { 6, "Manchester" }, { 7, "256B/257B" }, { 8, "PAM4" }, { 0, NULL },
};

/* Rows of table 4-4. */
struct compliance {
	uint8_t code;
	struct sff8024_meaning qsfp;
	struct sff8024_meaning sfp;
};

#define TYPE(type_token, type_name) { .token = (type_token), .name = (type_name) }
#define WORDS(words, med, mod, lay, n, mbps) \
	{ .name = (words), .medium = MEDIUM_##med, .modulation = MODULATION_##mod, .layout = LAYOUT_##lay, \
	  .lanes = (n), .lane_mbps = (mbps) }
/* Words and a token for when the catalogue has it. */
#define BOTH(type_token, words, med, mod, lay, n, mbps) \
	{ .token = (type_token), .name = (words), .medium = MEDIUM_##med, .modulation = MODULATION_##mod, \
	  .layout = LAYOUT_##lay, .lanes = (n), .lane_mbps = (mbps) }
#define NONE { .name = NULL }

static const struct compliance compliances[] = {
	{ 0x01, TYPE("100g-aoc", "100G AOC"), TYPE("25g-aoc", "25G AOC") },
	{ 0x02, TYPE("100g-sr4", "100GBASE-SR4"), TYPE("25g-sr", "25GBASE-SR") },
	{ 0x03, TYPE("100g-lr4", "100GBASE-LR4"), TYPE("25g-lr", "25GBASE-LR") },
	{ 0x04, TYPE("100g-er4", "100GBASE-ER4"), TYPE("25g-er", "25GBASE-ER") },
	{ 0x05, TYPE("100g-sr10", "100GBASE-SR10"), NONE },
	{ 0x06, TYPE("100g-cwdm4", "100G-CWDM4"), NONE },
	{ 0x07, TYPE("100g-psm4", "100G-PSM4"), NONE },
	{ 0x08, TYPE("100g-acc", "100G active copper"), TYPE("25g-acc", "25G active copper") },
	{ 0x09, WORDS("100G-CWDM4 without FEC", SMF, NRZ, WDM, 4, 25000), NONE },
	{ 0x0b, TYPE("100g-cr4", "100GBASE-CR4"), TYPE("25g-cr", "25GBASE-CR CA-25G-L") },
	/* Classes of cables with 25G lanes: of one, two or four lanes. */
	{ 0x0c, TYPE("100g-cr4", "100G copper CA-25G-S"), TYPE("25g-cr", "25GBASE-CR CA-25G-S") },
	{ 0x0d, TYPE("100g-cr4", "100G copper CA-25G-N"), TYPE("25g-cr", "25GBASE-CR CA-25G-N") },
	{ 0x0e, NONE, WORDS("10BASE-T1L", BASET, UNKNOWN, SINGLE, 1, 10) },
	{ 0x10, TYPE("40g-er4", "40GBASE-ER4"), NONE },
	{ 0x11, TYPE("40g-esr4", "4x10GBASE-SR"), NONE },
	{ 0x12, TYPE("40g-psm4", "40G-PSM4"), NONE },
	{ 0x13, WORDS("G.959.1 P1I1-2D1", SMF, NRZ, SINGLE, 1, 10000),
	  WORDS("G.959.1 P1I1-2D1", SMF, NRZ, SINGLE, 1, 10000) },
	{ 0x14, WORDS("G.959.1 P1S1-2D2", SMF, NRZ, SINGLE, 1, 10000),
	  WORDS("G.959.1 P1S1-2D2", SMF, NRZ, SINGLE, 1, 10000) },
	{ 0x15, WORDS("G.959.1 P1L1-2D2", SMF, NRZ, SINGLE, 1, 10000),
	  WORDS("G.959.1 P1L1-2D2", SMF, NRZ, SINGLE, 1, 10000) },
	{ 0x16, NONE, TYPE("10g-t", "10GBASE-T") },
	{ 0x17, TYPE("100g-clr4", "100G-CLR4"), NONE },
	{ 0x18, TYPE("100g-aoc", "100G AOC"), TYPE("25g-aoc", "25G AOC") },
	{ 0x19, TYPE("100g-acc", "100G active copper"), TYPE("25g-acc", "25G active copper") },
	{ 0x1a, TYPE("100g-dwdm2", "100GE-DWDM2"), NONE },
	{ 0x1b, TYPE("100g-1550wdm", "100G 1550 nm WDM"), NONE },
	{ 0x1c, NONE, WORDS("10GBASE-T short reach", BASET, UNKNOWN, SINGLE, 1, 10000) },
	{ 0x1d, NONE, WORDS("5GBASE-T", BASET, UNKNOWN, SINGLE, 1, 5000) },
	{ 0x1e, NONE, WORDS("2.5GBASE-T", BASET, UNKNOWN, SINGLE, 1, 2500) },
	{ 0x1f, TYPE("40g-swdm4", "40G-SWDM4"), NONE },
	{ 0x20, TYPE("100g-swdm4", "100G-SWDM4"), NONE },
	{ 0x21, TYPE("100g-bidi", "100G-BiDi"), NONE },
	{ 0x22, TYPE("100g-4wdm-10", "4WDM-10"), NONE },
	{ 0x23, TYPE("100g-4wdm-20", "4WDM-20"), NONE },
	{ 0x24, TYPE("100g-4wdm-40", "4WDM-40"), NONE },
	{ 0x25, TYPE("100g-dr", "100GBASE-DR"), NONE },
	{ 0x26, TYPE("100g-fr", "100GBASE-FR1"), NONE },
	{ 0x27, TYPE("100g-lr", "100GBASE-LR1"), NONE },
	{ 0x28, TYPE("100g-sr1", "100GBASE-SR1"), NONE },
	{ 0x29, BOTH("400g-sr4", "400GBASE-SR4", MMF, PAM4, PARALLEL, 4, 100000),
	  TYPE("100g-sr1", "100GBASE-SR1") },
	/* In a QSFP: FR1 behind an LC, and DR4-2 (which later revisions gave the code) behind an MPO. */
	{ 0x2a, TYPE("100g-fr", "100GBASE-FR1"), TYPE("100g-fr", "100GBASE-FR1") },
	{ 0x2b, TYPE("100g-lr", "100GBASE-LR1"), TYPE("100g-lr", "100GBASE-LR1") },
	{ 0x2c, TYPE("100g-lr-20", "100G-LR1-20"), NONE },
	{ 0x2d, TYPE("100g-er-30", "100G-ER1-30"), NONE },
	{ 0x2e, TYPE("100g-er-40", "100G-ER1-40"), NONE },
	{ 0x2f, TYPE("100g-lr-20", "100G-LR1-20"),
	  TYPE("100g-lr-20", "100G-LR1-20") },
	{ 0x30, TYPE("200g-acc", "200G active copper"), TYPE("50g-acc", "50G active copper") },
	{ 0x31, TYPE("200g-aoc", "200G AOC"), TYPE("50g-aoc", "50G AOC") },
	{ 0x32, TYPE("200g-acc", "200G active copper"), TYPE("50g-acc", "50G active copper") },
	{ 0x33, TYPE("200g-aoc", "200G AOC"), TYPE("50g-aoc", "50G AOC") },
	{ 0x34, TYPE("100g-er-30", "100G-ER1-30"),
	  TYPE("100g-er-30", "100G-ER1-30") },
	{ 0x35, TYPE("100g-er-40", "100G-ER1-40"),
	  TYPE("100g-er-40", "100G-ER1-40") },
	{ 0x36, BOTH("400g-vr4", "400GBASE-VR4", MMF, PAM4, PARALLEL, 4, 100000),
	  BOTH("100g-vr1", "100GBASE-VR1", MMF, PAM4, SINGLE, 1, 100000) },
	{ 0x37, TYPE("10g-br", "10GBASE-BR"), TYPE("10g-br", "10GBASE-BR") },
	{ 0x38, TYPE("25g-br", "25GBASE-BR"), TYPE("25g-br", "25GBASE-BR") },
	{ 0x39, TYPE("50g-br", "50GBASE-BR"), TYPE("50g-br", "50GBASE-BR") },
	{ 0x3a, BOTH("100g-vr1", "100GBASE-VR1", MMF, PAM4, SINGLE, 1, 100000), NONE },
	{ 0x3f, BOTH("400g-cr4", "400GBASE-CR4", COPPER, PAM4, CABLE, 4, 100000),
	  BOTH("100g-cr1", "100GBASE-CR1", COPPER, PAM4, CABLE, 1, 100000) },
	{ 0x40, TYPE("200g-cr4", "200GBASE-CR4"), TYPE("50g-cr", "50GBASE-CR") },
	{ 0x41, TYPE("200g-sr4", "200GBASE-SR4"), TYPE("50g-sr", "50GBASE-SR") },
	{ 0x42, TYPE("200g-dr4", "200GBASE-DR4"), TYPE("50g-fr", "50GBASE-FR") },
	{ 0x43, TYPE("200g-fr4", "200GBASE-FR4"), NONE },
	{ 0x44, WORDS("200G 1550 nm PSM4", SMF, PAM4, PARALLEL, 4, 50000), NONE },
	{ 0x45, NONE, TYPE("50g-lr", "50GBASE-LR") },
	{ 0x46, TYPE("200g-lr4", "200GBASE-LR4"), NONE },
	{ 0x47, BOTH("400g-dr4", "400GBASE-DR4", SMF, PAM4, PARALLEL, 4, 100000), NONE },
	{ 0x48, BOTH("400g-fr4", "400GBASE-FR4", SMF, PAM4, WDM, 4, 100000), NONE },
	{ 0x49, BOTH("400g-lr4-6", "400GBASE-LR4-6", SMF, PAM4, WDM, 4, 100000), NONE },
	{ 0x4a, NONE, TYPE("50g-er", "50GBASE-ER") },
	{ 0x4b, BOTH("400g-lr4", "400G-LR4-10", SMF, PAM4, WDM, 4, 100000), NONE },
	{ 0x4c, WORDS("400GBASE-ZR", SMF, COHERENT, COHERENT, 1, 400000), NONE },
	{ 0x7f, WORDS("256GFC-SW4", MMF, PAM4, PARALLEL, 4, 0), NONE },
	{ 0x80, WORDS("64GFC", UNKNOWN, PAM4, SINGLE, 1, 0), WORDS("64GFC", UNKNOWN, PAM4, SINGLE, 1, 0) },
	{ 0x81, WORDS("128GFC", UNKNOWN, PAM4, SINGLE, 1, 0), WORDS("128GFC", UNKNOWN, PAM4, SINGLE, 1, 0) },
};

#define COMPLIANCES (sizeof(compliances) / sizeof(compliances[0]))

/*
 * Table 4-4 gives many codes to a lane rate, for modules of one, two and four
 * lanes, and for a host interface of each. Which it is, lanes and connector
 * say; CONNECTOR_CLASS_UNKNOWN: whatever it is.
 */
static const struct shared {
	uint8_t code, lanes;
	enum connector_class class;
	struct sff8024_meaning meaning;
} shareds[] = {
	{ 0x01, 2, CONNECTOR_CLASS_NONE, WORDS("50G AOC, 2 lanes", AOC, NRZ, CABLE, 2, 25000) },
	{ 0x01, 1, CONNECTOR_CLASS_NONE, TYPE("25g-aoc", "25G AOC") },
	{ 0x08, 2, CONNECTOR_CLASS_NONE, WORDS("50G active copper, 2 lanes", ACTIVE_COPPER, NRZ, CABLE, 2, 25000) },
	{ 0x08, 1, CONNECTOR_CLASS_NONE, TYPE("25g-acc", "25G active copper") },
	{ 0x0b, 2, CONNECTOR_CLASS_NONE, TYPE("50g-cr2", "50GBASE-CR2 CA-25G-L") },
	{ 0x0b, 1, CONNECTOR_CLASS_NONE, TYPE("25g-cr", "25GBASE-CR CA-25G-L") },
	{ 0x0c, 2, CONNECTOR_CLASS_NONE, TYPE("50g-cr2", "50GBASE-CR2 CA-25G-S") },
	{ 0x0c, 1, CONNECTOR_CLASS_NONE, TYPE("25g-cr", "25GBASE-CR CA-25G-S") },
	{ 0x0d, 2, CONNECTOR_CLASS_NONE, TYPE("50g-cr2", "50GBASE-CR2 CA-25G-N") },
	{ 0x0d, 1, CONNECTOR_CLASS_NONE, TYPE("25g-cr", "25GBASE-CR CA-25G-N") },
	{ 0x18, 2, CONNECTOR_CLASS_NONE, WORDS("50G AOC, 2 lanes", AOC, NRZ, CABLE, 2, 25000) },
	{ 0x18, 1, CONNECTOR_CLASS_NONE, TYPE("25g-aoc", "25G AOC") },
	{ 0x19, 2, CONNECTOR_CLASS_NONE, WORDS("50G active copper, 2 lanes", ACTIVE_COPPER, NRZ, CABLE, 2, 25000) },
	{ 0x19, 1, CONNECTOR_CLASS_NONE, TYPE("25g-acc", "25G active copper") },
	{ 0x29, 2, CONNECTOR_CLASS_MPO, TYPE("200g-sr2", "200GBASE-SR2") },
	{ 0x29, 0, CONNECTOR_CLASS_LC, TYPE("100g-sr1", "100GBASE-SR1") },
	{ 0x30, 2, CONNECTOR_CLASS_NONE, WORDS("100G active copper, 2 lanes", ACTIVE_COPPER, PAM4, CABLE, 2, 50000) },
	{ 0x30, 1, CONNECTOR_CLASS_NONE, TYPE("50g-acc", "50G active copper") },
	{ 0x31, 2, CONNECTOR_CLASS_NONE, WORDS("100G AOC, 2 lanes", AOC, PAM4, CABLE, 2, 50000) },
	{ 0x31, 1, CONNECTOR_CLASS_NONE, TYPE("50g-aoc", "50G AOC") },
	{ 0x32, 2, CONNECTOR_CLASS_NONE, WORDS("100G active copper, 2 lanes", ACTIVE_COPPER, PAM4, CABLE, 2, 50000) },
	{ 0x32, 1, CONNECTOR_CLASS_NONE, TYPE("50g-acc", "50G active copper") },
	{ 0x33, 2, CONNECTOR_CLASS_NONE, WORDS("100G AOC, 2 lanes", AOC, PAM4, CABLE, 2, 50000) },
	{ 0x33, 1, CONNECTOR_CLASS_NONE, TYPE("50g-aoc", "50G AOC") },
	{ 0x36, 2, CONNECTOR_CLASS_MPO, TYPE("200g-vr2", "200GBASE-VR2") },
	{ 0x36, 0, CONNECTOR_CLASS_LC, BOTH("100g-vr1", "100GBASE-VR1", MMF, PAM4, SINGLE, 1, 100000) },
	{ 0x3f, 2, CONNECTOR_CLASS_NONE, TYPE("200g-cr2", "200GBASE-CR2") },
	{ 0x3f, 1, CONNECTOR_CLASS_NONE, TYPE("100g-cr1", "100GBASE-CR1") },
	{ 0x40, 2, CONNECTOR_CLASS_NONE, TYPE("100g-cr2", "100GBASE-CR2") },
	{ 0x40, 1, CONNECTOR_CLASS_NONE, TYPE("50g-cr", "50GBASE-CR") },
	{ 0x41, 2, CONNECTOR_CLASS_MPO, TYPE("100g-sr2", "100GBASE-SR2") },
	{ 0x41, 0, CONNECTOR_CLASS_LC, TYPE("50g-sr", "50GBASE-SR") },
	{ 0x42, 0, CONNECTOR_CLASS_LC, TYPE("50g-fr", "50GBASE-FR") },
};

const struct sff8024_meaning *sff8024_shared(uint8_t code, enum connector_class class, unsigned lanes)
{
	for (size_t i = 0; i < sizeof(shareds) / sizeof(shareds[0]); i++) {
		const struct shared *s = &shareds[i];

		if (s->code == code && s->class == class && (s->lanes == 0 || s->lanes == lanes))
			return &s->meaning;
	}
	return NULL;
}

static const struct sff8024_meaning dr4_2 =
	BOTH("400g-xdr4", "400GBASE-DR4-2", SMF, PAM4, PARALLEL, 4, 100000);

const struct sff8024_meaning *sff8024_extended(uint8_t code, bool sfp, uint8_t connector)
{
	enum connector_class class = sff8024_connector_class(connector);

	if (code == 0x2a && !sfp && class != CONNECTOR_CLASS_LC)
		return class == CONNECTOR_CLASS_MPO ? &dr4_2 : NULL;
	for (size_t i = 0; i < COMPLIANCES; i++) {
		const struct sff8024_meaning *m = sfp ? &compliances[i].sfp : &compliances[i].qsfp;

		if (compliances[i].code == code)
			return m->name ? m : NULL;
	}
	return NULL;
}

/*
 * 25GBASE-CR by cable class (in a QSFP it also depends on how many lanes are
 * one port: not known of the cable); and modules with a CAUI-4 host side, which
 * carry four 25G lanes without FEC to the host and RS(544,514) on the line.
 * Two sources for each.
 */
static const struct code_fec {
	uint8_t code;
	bool sfp;
	enum fec fec;
	enum tristate in_module;
} code_fecs[] = {
	{ 0x0b, true, FEC_RS528, TRI_NO },   { 0x0c, true, FEC_BASE_R, TRI_NO },
	{ 0x0d, true, FEC_NONE, TRI_NO },    { 0x0c, false, FEC_UNKNOWN, TRI_NO },
	{ 0x0d, false, FEC_UNKNOWN, TRI_NO }, { 0x25, false, FEC_RS544, TRI_YES },
	{ 0x26, false, FEC_RS544, TRI_YES }, { 0x27, false, FEC_RS544, TRI_YES },
	{ 0x28, false, FEC_RS544, TRI_YES }, { 0x2c, false, FEC_RS544, TRI_YES },
	{ 0x2d, false, FEC_RS544, TRI_YES }, { 0x2e, false, FEC_RS544, TRI_YES },
	{ 0x3a, false, FEC_RS544, TRI_YES },
	/* 100G-BiDi: CAUI-4 without FEC, too, and a code of its own on the line. */
	{ 0x21, false, FEC_UNKNOWN, TRI_YES },
};

void sff8024_extended_fec(uint8_t code, bool sfp, enum fec *ret_fec, enum tristate *ret_in_module)
{
	for (size_t i = 0; i < sizeof(code_fecs) / sizeof(code_fecs[0]); i++) {
		if (code_fecs[i].code == code && code_fecs[i].sfp == sfp) {
			*ret_fec = code_fecs[i].fec;
			*ret_in_module = code_fecs[i].in_module;
		}
	}
}

uint8_t sff8024_extended_code(const char *token, bool sfp)
{
	for (size_t i = 0; i < COMPLIANCES; i++) {
		const struct sff8024_meaning *m = sfp ? &compliances[i].sfp : &compliances[i].qsfp;

		if (m->token && strcmp(m->token, token) == 0)
			return compliances[i].code;
	}
	for (size_t i = 0; !sfp && i < sizeof(shareds) / sizeof(shareds[0]); i++) {
		const struct sff8024_meaning *m = &shareds[i].meaning;

		if (shareds[i].class == CONNECTOR_CLASS_NONE && m->token && strcmp(m->token, token) == 0)
			return shareds[i].code;
	}
	return 0;
}
