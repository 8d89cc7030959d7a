/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8472: from registers to meaning. Where registers contradict each other
 * the module claims nothing rather than one of the two.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/sff8472.h"

/* Compliance bits that name a type (table 5-3): of the bits of one group, exactly one must be set. */
static const struct compliance_bit {
	uint8_t offset, mask;
	struct sff8024_meaning meaning;
} compliance_10g[] = {
	{ 3, 0x80, { .token = "10g-er", .name = "10GBASE-ER" } },
	{ 3, 0x40, { .token = "10g-lrm", .name = "10GBASE-LRM" } },
	{ 3, 0x20, { .token = "10g-lr", .name = "10GBASE-LR" } },
	{ 3, 0x10, { .token = "10g-sr", .name = "10GBASE-SR" } },
}, compliance_1g[] = {
	{ 6, 0x40, { .token = "1g-bx", .name = "1000BASE-BX10" } },
	{ 6, 0x08, { .token = "1g-t", .name = "1000BASE-T" } },
	{ 6, 0x02, { .token = "1g-lx", .name = "1000BASE-LX" } },
	{ 6, 0x01, { .token = "1g-sx", .name = "1000BASE-SX" } },
};

/*
 * What is no breakout's business has a name and what follows from it, but no
 * type: the rest of Ethernet, SONET, EPON. The first that is set counts. SONET
 * codes are popular with copper modules that pose as fibre, so they name no medium.
 */
static const struct compliance_bit other_bits[] = {
	{ 6, 0x20, { .name = "100BASE-FX", .medium = MEDIUM_MMF, .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 6, 0x10, { .name = "100BASE-LX", .medium = MEDIUM_SMF, .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 6, 0x80, { .name = "BASE-PX", .medium = MEDIUM_SMF, .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 6, 0x04, { .name = "1000BASE-CX", .medium = MEDIUM_COPPER, .layout = LAYOUT_CABLE, .lanes = 1 } },
	{ 4, 0x20, { .name = "OC-192 SR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 4, 0x04, { .name = "OC-48 LR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 4, 0x02, { .name = "OC-48 IR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 4, 0x01, { .name = "OC-48 SR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 5, 0x40, { .name = "OC-12 LR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 5, 0x20, { .name = "OC-12 IR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 5, 0x10, { .name = "OC-12 SR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 5, 0x04, { .name = "OC-3 LR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 5, 0x02, { .name = "OC-3 IR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
	{ 5, 0x01, { .name = "OC-3 SR", .layout = LAYOUT_SINGLE, .lanes = 1 } },
};

/* Fibre Channel by its fastest speed, byte 10; bit 1 there is for the later ones of byte 62. */
static const struct {
	uint8_t mask;
	const char *name, *shortwave, *longwave;   /* tokens of types, where the catalogue has them */
} fc_speeds[] = {
	{ 0x08, "32GFC", "32gfc-sw", "32gfc-lw" }, { 0x20, "16GFC", NULL, NULL }, { 0x80, "10GFC", NULL, NULL }, { 0x40, "8GFC", NULL, NULL },
	{ 0x10, "4GFC", NULL, NULL },  { 0x04, "2GFC", NULL, NULL },  { 0x01, "1GFC", NULL, NULL },
};

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

#define COMPLIANCE(m, offset) ((m)->compliance[SFF8472_BYTE(offset)])

/*
 * Fibre Channel: "16GFC-SW" with its medium, where transmitter (bytes 7 and 8)
 * and fibre (byte 9) don't contradict each other. False if it is none.
 */
static bool claim_fibre_channel(struct module *m)
{
	bool shortwave = (COMPLIANCE(m, 7) & 0x04) || (COMPLIANCE(m, 8) & 0x60) || (COMPLIANCE(m, 9) & 0x0c);
	bool longwave = (COMPLIANCE(m, 7) & 0x02) || (COMPLIANCE(m, 8) & 0x10) || (COMPLIANCE(m, 9) & 0x01);
	bool later = (COMPLIANCE(m, 10) & 0x02) && m->ext_compliance == 0;
	struct sff8024_meaning meaning = { .layout = LAYOUT_SINGLE, .lanes = 1 };
	char name[24], evidence[48];
	const char *speed = later ? "64GFC" : NULL;

	for (size_t i = 0; i < ROWS(fc_speeds) && !speed; i++) {
		if (!(COMPLIANCE(m, 10) & fc_speeds[i].mask))
			continue;
		speed = fc_speeds[i].name;
		if (shortwave != longwave)
			meaning.token = shortwave ? fc_speeds[i].shortwave : fc_speeds[i].longwave;
	}
	if (!speed)
		return false;
	snprintf(name, sizeof(name), "%s%s", speed, shortwave == longwave ? "" : shortwave ? "-SW" : "-LW");
	snprintf(evidence, sizeof(evidence), "A0h:7-10=%02x %02x %02x %02xh", COMPLIANCE(m, 7),
		 COMPLIANCE(m, 8), COMPLIANCE(m, 9), COMPLIANCE(m, 10));
	meaning.name = name;
	if (shortwave != longwave)
		meaning.medium = shortwave ? MEDIUM_MMF : MEDIUM_SMF;
	claim_meaning(m, &meaning, evidence);
	return true;
}

/* The first of the others whose bit is set. */
static bool claim_other(struct module *m)
{
	char evidence[48];

	for (size_t i = 0; i < ROWS(other_bits); i++) {
		const struct compliance_bit *bit = &other_bits[i];

		if (!(COMPLIANCE(m, bit->offset) & bit->mask))
			continue;
		snprintf(evidence, sizeof(evidence), "A0h:%u=%02xh", bit->offset, COMPLIANCE(m, bit->offset));
		claim_meaning(m, &bit->meaning, evidence);
		return true;
	}
	return false;
}

/* The only row of a group whose bit is set, or NULL. */
static const struct compliance_bit *only_bit(const struct module *m, const struct compliance_bit *rows,
					     size_t n)
{
	const struct compliance_bit *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!(COMPLIANCE(m, rows[i].offset) & rows[i].mask))
			continue;
		if (found)
			return NULL;
		found = &rows[i];
	}
	return found;
}

static const struct compliance_bit *basic_bit(const struct module *m)
{
	const struct compliance_bit *bit = only_bit(m, compliance_10g, ROWS(compliance_10g));

	return bit ? bit : only_bit(m, compliance_1g, ROWS(compliance_1g));
}

/* Several of the 10G types, or of the 1G ones: there is no such module. */
static bool says_several(const struct module *m)
{
	unsigned fast = COMPLIANCE(m, 3) & 0xf0, slow = COMPLIANCE(m, 6) & 0x4b;

	return (fast & (fast - 1)) != 0 || (slow & (slow - 1)) != 0;
}

static bool is_rate(const struct module *m, int32_t min_mbaud, int32_t max_mbaud)
{
	return value_ok(m->nominal_mbaud) && m->nominal_mbaud.v >= min_mbaud &&
		m->nominal_mbaud.v <= max_mbaud;
}

#define IS_10G(m) is_rate(m, 9900, 11400)

static bool is_captive(const struct module *m)
{
	return sff8024_connector_class(m->connector) == CONNECTOR_CLASS_NONE;
}

/* Something can be plugged into it: no cable, whatever codes say. */
static bool has_connector(const struct module *m)
{
	enum connector_class class = sff8024_connector_class(m->connector);

	return class != CONNECTOR_CLASS_UNKNOWN && class != CONNECTOR_CLASS_NONE;
}

/*
 * Cable technology: byte 8 bits 3 and 2. Assemblies are also coded as
 * Infiniband 1X copper in byte 3, or as 1000BASE-CX. Both at once say nothing.
 */
static bool is_passive_cable(const struct module *m)
{
	bool passive = (COMPLIANCE(m, 8) & 0x04) ||
		       (is_captive(m) && ((COMPLIANCE(m, 3) & 0x01) || (COMPLIANCE(m, 6) & 0x04)));

	return passive && !(COMPLIANCE(m, 8) & 0x08) && !has_connector(m);
}

static bool is_active_cable(const struct module *m)
{
	bool active = (COMPLIANCE(m, 8) & 0x08) || (is_captive(m) && (COMPLIANCE(m, 3) & 0x02));

	return active && !(COMPLIANCE(m, 8) & 0x04) && !has_connector(m);
}

/* Active cables don't say whether they are fibre or copper: by what else they claim. */
static enum medium active_medium(const struct module *m)
{
	bool copper = m->connector == SFF8472_CONNECTOR_COPPER || (COMPLIANCE(m, 3) & 0x02) ||
		      (COMPLIANCE(m, 9) & 0x80);
	/* An optical PMD, fibre as medium, or a length of multimode fibre. */
	bool fibre = only_bit(m, compliance_10g, ROWS(compliance_10g)) || (COMPLIANCE(m, 9) & 0x0d) ||
		     m->lengths[2] || m->lengths[3] || m->lengths[5];

	if (copper == fibre)
		return MEDIUM_UNKNOWN;
	return copper ? MEDIUM_ACTIVE_COPPER : MEDIUM_AOC;
}

/* 10G cables have a code of their own, byte 8; others are told by their rate, too. */
static void claim_basic_cable(struct module *m)
{
	enum medium medium = is_passive_cable(m) ? MEDIUM_COPPER : active_medium(m);
	const char *token = medium == MEDIUM_COPPER        ? "10g-cr"
			    : medium == MEDIUM_ACTIVE_COPPER ? "10g-acc"
			    : medium == MEDIUM_AOC           ? "10g-aoc"
							     : NULL;
	char evidence[48];

	if (!token || !IS_10G(m) || !(COMPLIANCE(m, 8) & SFF8472_CABLES)) {
		sff8472_derive_cable(m, medium, "");
		return;
	}
	snprintf(evidence, sizeof(evidence), "A0h:8=%02xh", COMPLIANCE(m, 8));
	claim_cable(m, medium, token, evidence);
}

/* Does the rest of the identity agree with what the compliance codes say? */
static void check_against_medium(struct module *m)
{
	enum connector_class class = sff8024_connector_class(m->connector);
	bool optical = m->medium == MEDIUM_MMF || m->medium == MEDIUM_SMF;
	bool contradicts;
	char evidence[48];

	if (optical && class == CONNECTOR_CLASS_NONE && !is_passive_cable(m) &&
	    m->connector != SFF8472_CONNECTOR_COPPER) {
		claim_aoc(m, "A0h:2");
		return;
	}
	contradicts = optical && (class == CONNECTOR_CLASS_NONE || class == CONNECTOR_CLASS_RJ45 ||
				  is_passive_cable(m));
	contradicts |= medium_is_cable(m->medium) && has_connector(m);
	if (!contradicts)
		return;
	snprintf(evidence, sizeof(evidence), "%.30s A0h:2=%02xh", m->type_evidence, m->connector);
	/* The connector decides, where it says what it is. */
	if (m->connector == SFF8472_CONNECTOR_RJ45)
		sff8472_derive_twisted(m);
	else if (m->connector == SFF8472_CONNECTOR_COPPER)
		sff8472_derive_cable(m, is_passive_cable(m) ? MEDIUM_COPPER : MEDIUM_UNKNOWN, "");
	else
		claim_unknown(m, m->ext_compliance, evidence);
	m->doubts |= DOUBT_CODES;
}

/* A dual-rate module also sets the 10G bit of the same medium. */
static void identify_slow(struct module *m)
{
	const struct compliance_bit *bit = only_bit(m, compliance_10g, ROWS(compliance_10g));
	const struct module_type *type = bit ? module_type_find(bit->meaning.token) : NULL;

	if (m->type && type && type->medium == m->medium && type->lane_mbps < m->type->lane_mbps)
		m->slow_type = type;
}

/* Connector RJ45: 1000BASE-T has a code. */
static void claim_twisted_pair(struct module *m)
{
	const struct compliance_bit *bit = basic_bit(m);
	char evidence[48];

	if (bit && strcmp(bit->meaning.token, "1g-t") == 0) {
		snprintf(evidence, sizeof(evidence), "A0h:6=%02xh", COMPLIANCE(m, 6));
		claim_meaning(m, &bit->meaning, evidence);
	} else {
		sff8472_derive_twisted(m);
	}
	/* Codes of fibre. */
	if (bit && m->type_derived)
		m->doubts |= DOUBT_CODES;
}

void sff8472_identify(struct module *m)
{
	const struct sff8024_meaning *meaning = sff8024_extended(m->ext_compliance, true, m->connector);
	const struct compliance_bit *bit = basic_bit(m);
	char evidence[48];

	snprintf(evidence, sizeof(evidence), "A0h:36=%02xh", m->ext_compliance);
	if (meaning) {
		claim_meaning(m, meaning, evidence);
	} else if (is_passive_cable(m) || is_active_cable(m)) {
		claim_basic_cable(m);
	} else if (m->connector == SFF8472_CONNECTOR_RJ45) {
		claim_twisted_pair(m);
	} else if (bit) {
		snprintf(evidence, sizeof(evidence), "A0h:%u=%02xh", bit->offset, COMPLIANCE(m, bit->offset));
		claim_meaning(m, &bit->meaning, evidence);
	} else if (says_several(m) || (!claim_fibre_channel(m) && !claim_other(m))) {
		claim_unknown(m, m->ext_compliance, evidence);
	}
	if ((!meaning && says_several(m)) || (COMPLIANCE(m, 8) & SFF8472_CABLES) == SFF8472_CABLES ||
	    (has_connector(m) && (COMPLIANCE(m, 8) & SFF8472_CABLES)))
		m->doubts |= DOUBT_CODES;
	check_against_medium(m);
	identify_slow(m);
}

static bool is_sonet(const struct module *m)
{
	return !m->type && strncmp(m->type_name, "OC-", 3) == 0;
}

#define SONET_WAVELENGTH_MIN 126000

/*
 * Optical modules that follow SFF-8472 say what they emit. A type from the old
 * compliance bits without a possible wavelength is a copper module that
 * borrowed the bits to be accepted by its host.
 */
static void doubt_type(struct module *m)
{
	bool optical = m->medium == MEDIUM_MMF || m->medium == MEDIUM_SMF;
	bool dark = m->wavelength.state == VALUE_UNSUPPORTED || m->wavelength.state == VALUE_CORRUPT;
	bool odd_sonet = is_sonet(m) && !(value_ok(m->wavelength) && m->wavelength.v >= SONET_WAVELENGTH_MIN);
	char evidence[48];

	if (!odd_sonet && (!optical || !dark))
		return;
	if (m->revision_code == 0 ||
	    sff8024_extended(m->ext_compliance, true, m->connector))
		return;
	snprintf(evidence, sizeof(evidence), "%.20s %.20s", m->type_evidence, m->wavelength_evidence);
	claim_unknown(m, m->ext_compliance, evidence);
	m->doubts |= DOUBT_CODES;
}

/*
 * BiDi modules mostly say LX or LR, or nothing: there is no compliance bit for
 * single-fibre links but that of 1000BASE-BX10. A part number with one of these
 * words, and a rate and wavelength that such links have, is what vendors agree
 * on; neither alone is evidence.
 */
static const struct bidi_sign {
	const char *token;
	int32_t min_mbaud, max_mbaud;
	int32_t wavelengths[3];
} bidi_signs[] = {
	{ "1g-bx", 1200, 1300, { 131000, 149000, 155000 } },
	{ "10g-br", 9900, 11400, { 127000, 133000 } },
	{ "25g-br", 25500, 26000, { 127000, 133000 } },
};

static bool is_called_bidi(const struct module *m)
{
	static const char *const words[] = { "BX", "BIDI", "BiDi", "-BD", "-BR" };

	for (size_t i = 0; i < ROWS(words); i++) {
		if (strstr(m->part_number, words[i]))
			return true;
	}
	return false;
}

/* One of the pairs without a word for it: of a single fibre, or of CWDM, which has the same wavelengths. */
static bool has_sign_of_bidi(const struct module *m)
{
	/* 1310 nm is that of LX and LR, too. */
	static const struct {
		const char *token;
		int32_t wavelengths[2];
	} signs[] = {
		{ "1g-lx", { 149000 } },
		{ "10g-lr", { 127000, 133000 } },
		{ "25g-lr", { 127000, 133000 } },
	};

	for (size_t i = 0; i < ROWS(signs); i++) {
		if (!m->type || strcmp(m->type->token, signs[i].token) != 0 || !value_ok(m->wavelength))
			continue;
		return m->wavelength.v == signs[i].wavelengths[0] || m->wavelength.v == signs[i].wavelengths[1];
	}
	return false;
}

static void find_bidi(struct module *m)
{
	bool far = m->lengths[0] || m->lengths[1];
	bool could_be = far && (m->medium == MEDIUM_SMF || m->medium == MEDIUM_UNKNOWN) &&
			m->layout != LAYOUT_BIDI && m->ext_compliance == 0;
	char evidence[48];

	if (!could_be || !value_ok(m->wavelength) || !is_called_bidi(m) ||
	    sff8024_connector_class(m->connector) != CONNECTOR_CLASS_LC)
		return;
	for (size_t i = 0; i < ROWS(bidi_signs); i++) {
		const struct bidi_sign *sign = &bidi_signs[i];
		const struct sff8024_meaning meaning = { .token = sign->token, .name = sign->token };
		bool known = false;

		for (size_t n = 0; n < ROWS(sign->wavelengths); n++)
			known = known || sign->wavelengths[n] == m->wavelength.v;
		if (!known || !is_rate(m, sign->min_mbaud, sign->max_mbaud))
			continue;
		snprintf(evidence, sizeof(evidence), "A0h:40=%.16s %.20s", m->part_number,
			 m->wavelength_evidence);
		claim_meaning(m, &meaning, evidence);
		return;
	}
}

/* Form factors of one identifier: by type, else by the rate of the lane. */
static enum form_factor form_factor(const struct module *m)
{
	int32_t mbps = value_ok(m->lane_mbps) ? m->lane_mbps.v : 0;

	if (m->identifier == 0x01)
		return FORM_OTHER;   /* GBIC */
	if (m->type && form_factor_is_single_lane(m->type->form))
		return m->type->form;
	if (mbps >= 100000)
		return FORM_SFP112;
	if (mbps >= 50000)
		return FORM_SFP56;
	if (mbps >= 25000)
		return FORM_SFP28;
	if (mbps >= 10000 || is_rate(m, 5000, 14500))
		return FORM_SFP_PLUS;
	/* A rate may be known with it. */
	if (m->nominal_mbaud.state == VALUE_ABSENT)
		return FORM_UNKNOWN;
	return FORM_SFP;
}

/* Bytes 14-19 (table 6-1), of m->lengths: SMF km, SMF 100 m, OM2, OM1, cable m or OM4, OM3, each 10 m. */
int32_t sff8472_fibre_m(const struct module *m, enum medium medium)
{
	const uint8_t *len = m->lengths;
	int32_t longest = 0;

	if (medium == MEDIUM_MMF) {
		uint8_t all[] = { len[2], len[3], len[4], len[5] };

		for (unsigned i = 0; i < sizeof(all); i++)
			longest = all[i] * 10 > longest ? all[i] * 10 : longest;
	} else if (medium == MEDIUM_SMF) {
		/* Both say the same; 255 units are "more than that". */
		longest = len[1] && len[1] < UINT8_MAX ? len[1] * 100 : len[0] * 1000;
	}
	return longest;
}

static struct value reach(const struct module *m)
{
	bool metres = medium_is_cable(m->medium) || m->medium == MEDIUM_BASET || m->layout == LAYOUT_CABLE;
	int32_t longest = metres ? m->lengths[4] : sff8472_fibre_m(m, m->medium);

	if (longest == 0 && m->type)
		longest = (int32_t)m->type->reach_m;
	return longest ? value_of(longest) : (struct value){ .state = VALUE_UNSUPPORTED };
}

uint8_t sff8472_power_level(uint8_t options)
{
	return options & 0x40 ? 4 : options & 0x20 ? 3 : options & 0x02 ? 2 : 1;
}

/* Level 4 is more than 2 W; how much more is said nowhere that two sources agree on. */
static void settle_power(struct module *m)
{
	static const int32_t limits_mw[] = { 0, 1000, 1500, 2000 };

	if (m->unread & UNREAD_OPTIONS)
		return;
	m->power_class = sff8472_power_level(m->options[0]);
	if (m->power_class < 4)
		m->max_power_mw = value_of(limits_mw[m->power_class]);
	else
		m->max_power_mw = (struct value){ .state = VALUE_UNSUPPORTED };
}

/*
 * Without a type: wavelength, lengths, Fibre Channel media and SONET codes may
 * still agree on the medium. Copper modules that pose as optical ones contradict
 * themselves here.
 */
static void settle_medium(struct module *m)
{
	const uint8_t *len = m->lengths;
	int32_t nm = value_ok(m->wavelength) ? m->wavelength.v / 100 : 0;
	bool mmf = len[2] || len[3] || len[4] || len[5] || (COMPLIANCE(m, 9) & 0x0c);
	/* SONET codes but ESCON's are single-mode. */
	bool smf = len[0] || len[1] || (COMPLIANCE(m, 9) & 0x01) || (COMPLIANCE(m, 4) & 0x3f) ||
		COMPLIANCE(m, 5);

	if (m->medium != MEDIUM_UNKNOWN || mmf == smf || !nm)
		return;
	/* Codes that name a type were refused, then: nothing else is to be believed. */
	if (basic_bit(m) || (COMPLIANCE(m, 6) & 0x04) ||
	    sff8024_extended(m->ext_compliance, true, m->connector))
		return;
	/* A cable's byte 18 is its own length. */
	if (m->layout == LAYOUT_CABLE || (m->connector_class != CONNECTOR_CLASS_LC && m->connector != 0))
		return;
	if ((mmf && nm >= 840 && nm <= 950) || (smf && nm >= 1260)) {
		m->medium = mmf ? MEDIUM_MMF : MEDIUM_SMF;
		snprintf(m->medium_evidence, sizeof(m->medium_evidence), "A0h:14=%02x%02x%02x%02x%02x%02xh",
			 len[0], len[1], len[2], len[3], len[4], len[5]);
	}
}

static enum tristate downshift(const struct module *m)
{
	if (!m->type)
		return TRI_UNKNOWN;
	if (m->type->lane_mbps == 10000 || m->slow_type)
		return TRI_YES;
	return m->type->lane_mbps < 10000 ? TRI_NO : TRI_UNKNOWN;
}

/* Everything in an SFP shell is one lane; a CSFP is the exception, and a BiDi of 1G. */
static void settle_shape(struct module *m)
{
	if (m->layout == LAYOUT_UNKNOWN)
		m->layout = LAYOUT_SINGLE;
	if (m->lanes == 0)
		m->lanes = 1;
	settle_splittable(m);
	if (m->layout == LAYOUT_SINGLE && has_sign_of_bidi(m)) {
		m->layout = LAYOUT_UNKNOWN;
		m->doubts |= DOUBT_FIBRES;
	}
	if (!m->type && m->layout == LAYOUT_SINGLE && is_rate(m, 0, 1400) && !(m->doubts & DOUBT_CODES) &&
	    m->connector_class == CONNECTOR_CLASS_LC)
		m->splittable = TRI_UNKNOWN;
}

static bool is_nameless(const struct module *m)
{
	return !m->type && m->layout == LAYOUT_UNKNOWN && !(m->doubts & DOUBT_CODES) &&
	       !sff8024_extended(m->ext_compliance, false, m->connector);   /* a code of QSFP modules */
}

/*
 * No code for what it is: by what else it says, and by the light that it makes. Fibre Channel's
 * twisted pair has no laser; behind a connector for fibre that is a contradiction.
 */
static void settle_nameless(struct module *m)
{
	bool pair = COMPLIANCE(m, 9) & SFF8472_TWISTED_PAIR, laser = value_ok(m->wavelength);
	bool captive = m->connector == SFF8472_CONNECTOR_COPPER || m->connector == SFF8472_CONNECTOR_NONE;

	if (captive && !(COMPLIANCE(m, 8) & SFF8472_CABLES))
		sff8472_derive_cable(m, laser || sff8472_is_lit(m) ? MEDIUM_AOC : MEDIUM_UNKNOWN,
				     laser ? ", 60" : "");
	else if (pair && !laser && !has_connector(m) && !is_captive(m))
		sff8472_derive_twisted(m);
	else if (pair && has_connector(m))
		m->doubts |= DOUBT_CODES;
	else
		sff8472_derive_optic(m);
}

/* Active cables that no code tells apart: what makes light is fibre, and light that was not read may be there. */
static void settle_active(struct module *m)
{
	bool lit = sff8472_is_lit(m), may_be = sff8472_has_a2(m) && m->lane[0].tx_power.state == VALUE_ABSENT;

	if (lit && m->medium == MEDIUM_ACTIVE_COPPER)
		m->doubts |= DOUBT_CODES;
	if (m->ext_compliance == 0 && lit)
		sff8472_derive_cable(m, MEDIUM_AOC, ", A2h:100-103");
	else if (m->ext_compliance == 0 && may_be)
		sff8472_derive_cable(m, MEDIUM_UNKNOWN, "");
}

/* Bytes 60 and 61 of cables are no wavelength. */
static void settle_cable(struct module *m)
{
	if (m->layout != LAYOUT_CABLE)
		return;
	if (m->medium != MEDIUM_COPPER && m->medium != MEDIUM_AOC)
		settle_active(m);
	m->wavelength = m->wavelength_tolerance = (struct value){ .state = VALUE_UNSUPPORTED };
	m->wavelength_evidence[0] = '\0';
}

void sff8472_settle(struct module *m)
{
	char unknown[24];

	settle_wavelength(m, "A0h:60", SFF8472_WAVELENGTH_STEP);
	m->wavelength_tolerance = (struct value){ .state = VALUE_UNSUPPORTED };
	TEXT_SET(m->management, code_label(sff8472_revisions, m->revision_code, unknown, sizeof(unknown)));
	if (m->type_name[0] == '\0')
		return;   /* the identity can't be trusted: claim nothing */
	doubt_type(m);
	find_bidi(m);
	if (is_nameless(m))
		settle_nameless(m);
	settle_cable(m);
	settle_connector(m);
	settle_medium(m);
	settle_rate(m);
	m->form = form_factor(m);
	m->reach_m = reach(m);
	settle_power(m);
	settle_fec(m, true);
	m->downshift_10g = downshift(m);
	settle_shape(m);
	doubt_wavelength(m);
}
