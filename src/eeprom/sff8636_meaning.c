/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8636: from registers to meaning. Where registers contradict each other
 * the module claims nothing rather than one of the two.
 */
#include <stdio.h>

#include "base/text.h"
#include "eeprom/sff8636.h"

/* Byte 147, high nibble. */
#define TECHNOLOGY(m) ((m)->technology >> 4)
#define TECHNOLOGY_VCSEL_850 0x0

/* Byte 131 (table 6-17), of m->compliance[0]. */
#define COMPLIANCE_10G_LR 0x20
#define COMPLIANCE_10G_SR 0x10
#define COMPLIANCE_40G_CR4 0x08
#define COMPLIANCE_40G_SR4 0x04
#define COMPLIANCE_40G_LR4 0x02
#define COMPLIANCE_40G_ACTIVE 0x01

static const struct sff8024_meaning sr4 = { .token = "40g-sr4", .name = "40GBASE-SR4" };
static const struct sff8024_meaning lr4 = { .token = "40g-lr4", .name = "40GBASE-LR4" };
static const struct sff8024_meaning psm4 = { .token = "40g-psm4", .name = "40G-PSM4" };
static const struct sff8024_meaning plr4 = { .token = "40g-plr4", .name = "40G-PLR4" };
static const struct sff8024_meaning cr4 = { .token = "40g-cr4", .name = "40GBASE-CR4" };

/* Kilometres of single-mode fibre from which on a parallel part has the reach of its 10GBASE-LR legs. */
#define PLR4_KM 10

static const struct sff8024_meaning *parallel_smf(const struct module *m)
{
	return m->lengths[0] >= PLR4_KM ? &plr4 : &psm4;
}

/*
 * What byte 131 says: one of the 40G types, or a 10G type per lane behind an
 * MPO. An LR4 behind an MPO is how vendors code their parallel single-mode
 * parts. NULL if it says nothing or several things.
 */
static const struct sff8024_meaning *basic_meaning(const struct module *m)
{
	bool mpo = sff8024_connector_class(m->connector) == CONNECTOR_CLASS_MPO;
	uint8_t bits = m->compliance[0];

	switch (bits & (COMPLIANCE_40G_CR4 | COMPLIANCE_40G_SR4 | COMPLIANCE_40G_LR4)) {
	case COMPLIANCE_40G_SR4:
		return &sr4;
	case COMPLIANCE_40G_LR4:
		return mpo ? parallel_smf(m) : &lr4;
	case COMPLIANCE_40G_CR4:
		return &cr4;
	case 0:
		break;
	default:
		return NULL;
	}
	if (!mpo)
		return NULL;
	switch (bits & (COMPLIANCE_10G_LR | COMPLIANCE_10G_SR)) {
	case COMPLIANCE_10G_SR:
		return &sr4;
	case COMPLIANCE_10G_LR:
		return parallel_smf(m);
	default:
		return NULL;
	}
}

/* Several of the 40G types in byte 131. */
static bool says_several(const struct module *m)
{
	unsigned bits = m->compliance[0] & (COMPLIANCE_40G_CR4 | COMPLIANCE_40G_SR4 | COMPLIANCE_40G_LR4);

	return (bits & (bits - 1)) != 0;
}

/*
 * Does the rest of the identity agree with the compliance code? Connector and
 * technology are registers of their own for what a cable is made of.
 */
static void check_against_medium(struct module *m)
{
	enum connector_class class = sff8024_connector_class(m->connector);
	bool optical = m->medium == MEDIUM_MMF || m->medium == MEDIUM_SMF;
	bool copper_end = TECHNOLOGY(m) >= SFF8636_TECHNOLOGY_COPPER && class == CONNECTOR_CLASS_NONE;
	char evidence[48];

	if ((optical || m->medium == MEDIUM_AOC) && copper_end) {
		m->doubts |= DOUBT_CODES;
		sff8636_derive(m);
	} else if (optical && class == CONNECTOR_CLASS_NONE) {
		claim_aoc(m, "00h:130");
	} else if (medium_is_cable(m->medium) &&
		   (class == CONNECTOR_CLASS_LC || class == CONNECTOR_CLASS_MPO ||
		    class == CONNECTOR_CLASS_MULTI)) {
		snprintf(evidence, sizeof(evidence), "%.30s 00h:130=%02xh", m->type_evidence, m->connector);
		claim_unknown(m, m->ext_compliance, evidence);
		m->doubts |= DOUBT_CODES;
	} else {
		sff8636_derive_copper(m);
	}
}

/* Byte 131 bit 0, and nothing else: active optical or active copper. */
static bool claim_active_40g(struct module *m)
{
	char evidence[48];

	if (!(m->compliance[0] & COMPLIANCE_40G_ACTIVE))
		return false;
	snprintf(evidence, sizeof(evidence), "00h:131=%02xh", m->compliance[0]);
	if (TECHNOLOGY(m) >= SFF8636_TECHNOLOGY_ACTIVE)
		claim_cable(m, MEDIUM_ACTIVE_COPPER, "40g-acc", evidence);
	else if (TECHNOLOGY(m) < SFF8636_TECHNOLOGY_COPPER)
		claim_cable(m, MEDIUM_AOC, "40g-aoc", evidence);
	else
		m->doubts |= DOUBT_CODES;   /* passive */
	return m->type != NULL;
}

const struct sff8024_meaning *sff8636_meaning(const struct module *m, uint8_t code)
{
	enum connector_class class = sff8024_connector_class(m->connector);
	const struct sff8024_meaning *shared = sff8024_shared(code, class, sff8636_lanes(m));

	/* One code for several widths, of a module whose width was not read. */
	if (sff8636_lanes(m) == 0 && sff8024_shared(code, class, 2) != shared)
		return NULL;
	return shared ? shared : sff8024_extended(code, false, m->connector);
}

/* A second, slower type of the same medium: byte 116, else byte 131. */
static void identify_slow(struct module *m)
{
	const struct sff8024_meaning *slow = sff8636_meaning(m, m->ext_compliance2);
	const struct module_type *type;

	if (!slow)
		slow = basic_meaning(m);
	type = slow && slow->token ? module_type_find(slow->token) : NULL;
	if (m->type && type && type->medium == m->medium &&
	    module_type_rate_mbps(type) < module_type_rate_mbps(m->type))
		m->slow_type = type;
}

/* SFF-8436 has no code of its own in byte 1 where that says nothing. */
#define IDENTIFIER_QSFP 0x0c

bool sff8636_is_8436(const struct module *m)
{
	return m->identifier == IDENTIFIER_QSFP || m->revision_code == 1;
}

/* Byte 129 (table 6-16): classes 1-4, 5-7 on top, 8 with its limit in byte 107. */
uint8_t sff8636_power_class(const struct module *m, uint8_t ext_identifier)
{
	unsigned id = ext_identifier;
	bool four_classes = sff8636_is_8436(m) || m->revision_code == SFF8636_REV_8436;

	if ((id & 0x20) && m->revision_code >= SFF8636_REV_2_8)
		return SFF8636_CLASS_VARIABLE;
	if ((id & 0x03) && !four_classes)
		return (uint8_t)(4 + (id & 0x03));
	return (uint8_t)((id >> 6) + 1);
}

int32_t sff8636_class_limit_mw(unsigned power_class)
{
	static const int32_t limits_mw[] = { 0, 1500, 2000, 2500, 3500, 4000, 4500, 5000 };

	return power_class < SFF8636_CLASS_VARIABLE ? limits_mw[power_class] : 0;
}

void sff8636_identify(struct module *m)
{
	const struct sff8024_meaning *meaning = sff8636_meaning(m, m->ext_compliance);
	char evidence[48];

	snprintf(evidence, sizeof(evidence), "00h:192=%02xh", m->ext_compliance);
	/* SFF-8436 had no byte 192 at first: where byte 131 says something, that holds. */
	if (meaning && sff8636_is_8436(m) && basic_meaning(m))
		meaning = NULL;
	if (!meaning) {
		meaning = basic_meaning(m);
		if (meaning)
			snprintf(evidence, sizeof(evidence), "00h:131=%02xh", m->compliance[0]);
	}
	if (meaning)
		claim_meaning(m, meaning, evidence);
	else if (!claim_active_40g(m) && (says_several(m) || !sff8636_derive(m)))
		claim_unknown(m, m->ext_compliance, evidence);
	if (!meaning && says_several(m))
		m->doubts |= DOUBT_CODES;
	check_against_medium(m);
	identify_slow(m);
	/* What its bits mean depends on the revision. */
	if (!(m->unread & UNREAD_REVISION))
		m->power_class = sff8636_power_class(m, m->ext_identifier);
}

/* Byte 220 (table 6-24). */
#define DIAG_TEMPERATURE 0x20
#define DIAG_SUPPLY 0x10
#define DIAG_RX_AVERAGE 0x08
#define DIAG_TX_POWER 0x04

bool sff8636_says_dom(const struct module *m)
{
	return m->diagnostic_type & (DIAG_TEMPERATURE | DIAG_SUPPLY | DIAG_RX_AVERAGE | DIAG_TX_POWER);
}

/*
 * What is monitored. Before revision 2.8 byte 220 says nothing of temperature
 * and supply: optical modules have them. Receive power and bias have no bit
 * of their own: optical modules have those too. Cables only have what they
 * advertise, passive ones nothing: their vendors keep text in those bytes.
 */
uint8_t sff8636_monitors(const struct module *m)
{
	bool says = m->revision_code >= SFF8636_REV_2_8;
	bool copper = TECHNOLOGY(m) >= SFF8636_TECHNOLOGY_COPPER || m->medium == MEDIUM_ACTIVE_COPPER;
	bool cable = copper || medium_is_cable(m->medium);
	uint8_t diag = m->diagnostic_type, dom = 0;

	if (m->medium == MEDIUM_COPPER || (copper && TECHNOLOGY(m) < SFF8636_TECHNOLOGY_ACTIVE))
		return 0;
	if (says ? diag & DIAG_TEMPERATURE : !cable)
		dom |= DOM_TEMPERATURE;
	if (says ? diag & DIAG_SUPPLY : !cable)
		dom |= DOM_SUPPLY;
	if (!cable || (!copper && (diag & DIAG_RX_AVERAGE)))
		dom |= DOM_RX_POWER | DOM_TX_BIAS;
	if (!copper && (diag & DIAG_TX_POWER) && !sff8636_is_8436(m))
		dom |= DOM_TX_POWER;
	if (dom & DOM_RX_POWER && diag & DIAG_RX_AVERAGE)
		dom |= DOM_RX_AVERAGE;
	return dom ? dom | DOM_FLAGS : 0;
}

/* Bytes 193-195 (tables 6-22, 6-23), of m->options. Receive LOS has no bit: optical modules have it. */
uint8_t sff8636_signals(const struct module *m)
{
	static const struct {
		uint8_t byte, bit;
		enum signal signal;
	} advertised[] = {
		{ 194, 5, SIGNAL_TX_LOL }, { 194, 4, SIGNAL_RX_LOL },      { 195, 4, SIGNAL_TX_DISABLED },
		{ 195, 3, SIGNAL_TX_FAULT }, { 195, 1, SIGNAL_TX_LOS },
	};
	unsigned signals = 0;

	if (m->medium == MEDIUM_COPPER || TECHNOLOGY(m) >= SFF8636_TECHNOLOGY_COPPER)
		return 0;
	signals |= m->medium == MEDIUM_ACTIVE_COPPER ? 0u : SIGNAL_RX_LOS;
	for (size_t i = 0; i < sizeof(advertised) / sizeof(advertised[0]); i++) {
		if (m->options[advertised[i].byte - 193] >> advertised[i].bit & 1)
			signals |= advertised[i].signal;
	}
	return (uint8_t)signals;
}

/* Form factors of one identifier: by type, else by the rate of a lane. */
static enum form_factor form_factor(const struct module *m)
{
	int32_t mbps = value_ok(m->lane_mbps) ? m->lane_mbps.v : 0;

	if (m->identifier == 0x17)
		return FORM_OTHER;   /* microQSFP: a cage of its own */
	if (m->type && m->type->form >= FORM_QSFP_PLUS && m->type->form <= FORM_QSFP112)
		return m->type->form;
	if (mbps >= 100000)
		return FORM_QSFP112;
	if (mbps >= 50000)
		return FORM_QSFP56;
	if (mbps >= 25000)
		return FORM_QSFP28;
	if (mbps)
		return FORM_QSFP_PLUS;
	/* A type or a rate may be known with them. */
	if ((m->unread & UNREAD_FAR_END) || m->nominal_mbaud.state == VALUE_ABSENT)
		return FORM_UNKNOWN;
	return m->identifier == 0x11 ? FORM_QSFP28 : FORM_QSFP_PLUS;
}

/* Bytes 142-146 (table 6-19), of m->lengths: SMF km, OM3 2 m, OM2 m, OM1 m, cable m or OM4 2 m. */
static struct value reach(const struct module *m)
{
	const uint8_t *len = m->lengths;
	int32_t longest = 0;

	if (medium_is_cable(m->medium)) {
		longest = len[4];
	} else if (m->medium == MEDIUM_MMF) {
		int32_t om4 = TECHNOLOGY(m) == TECHNOLOGY_VCSEL_850 ? len[4] * 2 : 0;
		int32_t all[] = { len[1] * 2, len[2], len[3], om4 };

		for (unsigned i = 0; i < 4; i++)
			longest = all[i] > longest ? all[i] : longest;
	} else if (m->medium == MEDIUM_SMF) {
		longest = len[0] * 1000;
		/* Whole kilometres: "1" is also what 500 m parts say. */
		if (len[0] == 1 && m->type && m->type->reach_m > 0 && m->type->reach_m < 1000)
			longest = 0;
	}
	if (longest == 0 && m->type)
		longest = (int32_t)m->type->reach_m;
	return longest ? value_of(longest) : (struct value){ .state = VALUE_UNSUPPORTED };
}

static void settle_power(struct module *m)
{
	if (m->power_class == 0)
		return;
	if (m->power_class < SFF8636_CLASS_VARIABLE)
		m->max_power_mw = value_of(sff8636_class_limit_mw(m->power_class));
	else if (value_ok(m->max_power_mw) && m->max_power_mw.v == 0)
		m->max_power_mw.state = VALUE_UNSUPPORTED;
}

/* Byte 194 bits 7 and 6: Tx and Rx CDR can be switched. */
#define OPTION_CDR_CONTROL 0xc0

/* Can the lanes run at 10.3 GBd? A CDR that is switched off lets any rate pass. */
static enum tristate downshift(const struct module *m)
{
	if (!m->type)
		return TRI_UNKNOWN;
	if (m->type->lane_mbps == 10000 || (m->slow_type && m->slow_type->lane_mbps == 10000))
		return TRI_YES;
	if (m->type->lane_mbps == 25000 && (m->options[1] & OPTION_CDR_CONTROL) == OPTION_CDR_CONTROL &&
	    m->cdr_control == 0 && !(m->unread & UNREAD_CDRS))
		return TRI_YES;
	return TRI_UNKNOWN;
}

/* Without a type, the transmitter and the lengths that are given may still name the medium. */
static void settle_medium(struct module *m)
{
	bool mmf = m->lengths[1] || m->lengths[2], smf = m->lengths[0];
	int32_t nm = value_ok(m->wavelength) ? m->wavelength.v / 100 : 0;

	if (m->medium != MEDIUM_UNKNOWN || mmf == smf || !nm)
		return;
	/* Codes that name a type were refused, then: nothing else is to be believed. */
	if (basic_meaning(m) || sff8636_meaning(m, m->ext_compliance))
		return;
	if ((mmf && nm >= 840 && nm <= 950) || (smf && nm >= 1260)) {
		m->medium = mmf ? MEDIUM_MMF : MEDIUM_SMF;
		snprintf(m->medium_evidence, sizeof(m->medium_evidence), "00h:142-144=%02x %02x %02xh",
			 m->lengths[0], m->lengths[1], m->lengths[2]);
	}
}

/*
 * Byte 113 bits 6-4 (table 6-13) of a cable. Values 1 to 3 may also be one
 * end with a connector of so many lanes.
 */
static void settle_far_end(struct module *m)
{
	static const struct {
		uint8_t ends, lanes;
	} far_ends[8] = {
		[1] = { 1, 4 }, [2] = { 1, 2 }, [3] = { 1, 1 },
		[4] = { 4, 1 }, [5] = { 2, 2 }, [6] = { 2, 1 },
	};
	unsigned code = m->far_end >> 4 & 7;

	if (m->layout != LAYOUT_CABLE || far_ends[code].ends == 0)
		return;
	m->far_ends = far_ends[code].ends;
	snprintf(m->far_end_text, sizeof(m->far_end_text), "%ux%u", far_ends[code].ends,
		 far_ends[code].lanes);
}

void sff8636_settle(struct module *m)
{
	char unknown[24];

	settle_wavelength(m, "00h:186", SFF8636_WAVELENGTH_STEP);
	TEXT_SET(m->management, code_label(sff8636_revisions, m->revision_code, unknown, sizeof(unknown)));
	if (m->type_name[0] == '\0')
		return;   /* the identity can't be trusted: claim nothing */
	settle_connector(m);
	settle_medium(m);
	settle_rate(m);
	m->form = form_factor(m);
	m->reach_m = reach(m);
	settle_power(m);
	settle_fec(m, false);
	m->downshift_10g = downshift(m);
	settle_far_end(m);
	settle_splittable(m);
	doubt_wavelength(m);
}
