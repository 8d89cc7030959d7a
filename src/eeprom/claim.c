/* SPDX-License-Identifier: BSD-3-Clause */
/* From codes to normalised fields, as far as the families share it. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/family.h"

bool medium_is_cable(enum medium medium)
{
	return medium == MEDIUM_COPPER || medium == MEDIUM_ACTIVE_COPPER || medium == MEDIUM_AOC;
}

/* What is said by nobody but the operator. */
#define EVIDENCE_DECLARED "configuration"

/* Forget what an earlier claim said. */
static void claim_nothing(struct module *m)
{
	m->type = NULL;
	m->type_derived = false;
	m->slow_type = NULL;
	m->medium = MEDIUM_UNKNOWN;
	m->medium_evidence[0] = '\0';
	m->modulation = MODULATION_UNKNOWN;
	m->layout = LAYOUT_UNKNOWN;
	m->lanes = 0;
	m->lane_mbps = (struct value){ .state = VALUE_UNSUPPORTED };
}

static void claim_medium(struct module *m, enum medium medium, const char *evidence)
{
	m->medium = medium;
	if (medium != MEDIUM_UNKNOWN)
		TEXT_SET(m->medium_evidence, evidence);
}

static void claim_type(struct module *m, const struct module_type *type, const char *evidence)
{
	m->type = type;
	TEXT_SET(m->type_name, type->name);
	claim_medium(m, type->medium, evidence);
	m->modulation = type->modulation;
	m->layout = type->layout;
	m->lanes = type->lanes;
	m->lane_mbps = value_of((int32_t)type->lane_mbps);
}

void claim_meaning(struct module *m, const struct sff8024_meaning *meaning, const char *evidence)
{
	const struct module_type *type = meaning->token ? module_type_find(meaning->token) : NULL;

	claim_nothing(m);
	TEXT_SET(m->type_evidence, evidence);
	if (type) {
		claim_type(m, type, evidence);
		return;
	}
	TEXT_SET(m->type_name, meaning->name);
	claim_medium(m, meaning->medium, evidence);
	m->modulation = meaning->modulation;
	m->layout = meaning->layout;
	m->lanes = meaning->lanes;
	if (meaning->lane_mbps)
		m->lane_mbps = value_of((int32_t)meaning->lane_mbps);
}

void claim_derived(struct module *m, const struct sff8024_meaning *meaning, const char *evidence)
{
	claim_meaning(m, meaning, evidence);
	m->type_derived = true;
	if (meaning->name)
		TEXT_SET(m->type_name, meaning->name);
}

void claim_unknown(struct module *m, uint8_t code, const char *evidence)
{
	claim_nothing(m);
	TEXT_SET(m->type_evidence, evidence);
	snprintf(m->type_name, sizeof(m->type_name), "unknown(0x%02x)", code);
}

void claim_cable(struct module *m, enum medium medium, const char *token, const char *evidence)
{
	const struct module_type *type = token ? module_type_find(token) : NULL;

	claim_nothing(m);
	TEXT_SET(m->type_evidence, evidence);
	if (type) {
		claim_type(m, type, evidence);
		return;
	}
	TEXT_SET(m->type_name, medium == MEDIUM_COPPER          ? "passive copper cable"
			       : medium == MEDIUM_ACTIVE_COPPER ? "active copper cable"
			       : medium == MEDIUM_AOC           ? "active optical cable"
								: "active cable");
	claim_medium(m, medium, evidence);
	m->layout = LAYOUT_CABLE;
}

void claim_aoc(struct module *m, const char *connector)
{
	char token[24], evidence[sizeof(m->type_evidence)];
	uint32_t gbps = module_rate_mbps(m) / 1000;

	snprintf(token, sizeof(token), "%ug-aoc", gbps);
	snprintf(evidence, sizeof(evidence), "%.30s %.8s=%02xh", m->type_evidence, connector, m->connector);
	claim_cable(m, MEDIUM_AOC, token, evidence);
	m->type_derived = true;
}

bool eeprom_type_is_declared(const struct module_type *type)
{
	/* Two BiDi channels in an SFP shell look like the first of them. */
	return type->layout == LAYOUT_BIDI && type->lanes > 1 && form_factor_is_single_lane(type->form);
}

bool eeprom_override_type(struct module *m, const struct module_type *type)
{
	/* An identifier that is not known tells of no shell. */
	bool known = eeprom_family(m->identifier) != FAMILY_UNKNOWN;

	if (m->status != READ_OK ||
	    (known && !form_factor_fits(m->form, type->form) && !form_factor_fits(type->form, m->form)))
		return false;
	claim_nothing(m);
	TEXT_SET(m->type_evidence, EVIDENCE_DECLARED);
	claim_type(m, type, EVIDENCE_DECLARED);
	m->form = type->form;
	if (m->connector_class == CONNECTOR_CLASS_UNKNOWN)
		m->connector_class = type->connector;
	if (!value_ok(m->reach_m) && type->reach_m)
		m->reach_m = value_of((int32_t)type->reach_m);
	m->downshift_10g = type->lane_mbps == 10000  ? TRI_YES
			   : type->lane_mbps < 10000 ? TRI_NO
						     : TRI_UNKNOWN;
	m->line_fec = module_type_fec(type);
	m->fec_in_module = TRI_UNKNOWN;
	settle_splittable(m);
	return true;
}

void settle_connector(struct module *m)
{
	m->connector_class = sff8024_connector_class(m->connector);
	/* SFF-8024 table 4-3: code 0 leaves it to the compliance code. */
	if (m->connector == 0 && m->type)
		m->connector_class = m->type->connector;
}

/* Stored wavelengths outside any fibre's use are not wavelengths. */
#define WAVELENGTH_MIN 60000
#define WAVELENGTH_MAX 170000

void settle_wavelength(struct module *m, const char *reg, int32_t step)
{
	static const struct value unsupported = { .state = VALUE_UNSUPPORTED };

	if (!value_ok(m->wavelength))
		return;
	snprintf(m->wavelength_evidence, sizeof(m->wavelength_evidence), "%s=%04xh", reg,
		 (unsigned)(m->wavelength.v / step));
	if (m->wavelength.v == 0)
		m->wavelength = unsupported;
	else if (m->wavelength.v < WAVELENGTH_MIN || m->wavelength.v > WAVELENGTH_MAX)
		m->wavelength = (struct value){ .state = VALUE_CORRUPT };
	if (!value_ok(m->wavelength) ||
	    (value_ok(m->wavelength_tolerance) && m->wavelength_tolerance.v == 0))
		m->wavelength_tolerance = unsupported;
}

/* Stored wavelengths are rounded, and sloppy within their band. */
#define WINDOW_MARGIN 2000

void doubt_wavelength(struct module *m)
{
	const struct module_type *t = m->type;

	if (!t || !t->window_max || !value_ok(m->wavelength))
		return;
	if (m->wavelength.v < (int32_t)t->window_min - WINDOW_MARGIN ||
	    m->wavelength.v > (int32_t)t->window_max + WINDOW_MARGIN)
		m->doubts |= DOUBT_CODES;
}

/* Words for lanes without a catalogue type, as module_type_fec() has it for types. */
static enum fec fec_of_lanes(const struct module *m)
{
	struct module_type like = { .token = "", .modulation = m->modulation };

	if (!value_ok(m->lane_mbps))
		return FEC_UNKNOWN;
	like.lane_mbps = (uint32_t)m->lane_mbps.v;
	return m->modulation == MODULATION_PAM4 ? module_type_fec(&like) : FEC_UNKNOWN;
}

void settle_fec(struct module *m, bool sfp)
{
	m->line_fec = m->type ? module_type_fec(m->type) : fec_of_lanes(m);
	/* None to terminate; or a code that is not one of those that say so. */
	if (m->line_fec == FEC_NONE || (m->ext_compliance && m->line_fec != FEC_UNKNOWN))
		m->fec_in_module = TRI_NO;
	if (m->type || m->lanes)
		sff8024_extended_fec(m->ext_compliance, sfp, &m->line_fec, &m->fec_in_module);
}

/* Nominal rates by line rate, where no type says them. PAM4 carries two bits a symbol. */
static const struct {
	int32_t min_mbaud, max_mbaud, nrz_mbps, pam4_mbps;
} rates[] = {
	{ 1200, 1300, 1000, 0 },       { 2450, 3200, 2500, 0 },        { 9900, 11400, 10000, 0 },
	{ 25500, 26000, 25000, 0 },    { 26250, 27000, 0, 50000 },     { 53000, 53500, 0, 100000 },
};

/* SFF-8024 table 4-2: only PAM4 is a statement about modulation. */
#define ENCODING_PAM4 8

void settle_rate(struct module *m)
{
	if (m->type || m->lane_mbps.state == VALUE_OK)
		return;
	if (m->encoding == ENCODING_PAM4)
		m->modulation = MODULATION_PAM4;
	if (!value_ok(m->nominal_mbaud))
		return;
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		int32_t mbps = m->modulation == MODULATION_PAM4 ? rates[i].pam4_mbps : rates[i].nrz_mbps;

		if (mbps && m->nominal_mbaud.v >= rates[i].min_mbaud &&
		    m->nominal_mbaud.v <= rates[i].max_mbaud)
			m->lane_mbps = value_of(mbps);
	}
}

/* Cables split as they are built. */
static enum tristate cable_splits(const struct module *m)
{
	if (form_factor_is_single_lane(m->form) || m->lanes == 1)
		return TRI_NO;
	return m->far_ends == 0 ? TRI_UNKNOWN : m->far_ends > 1 ? TRI_YES : TRI_NO;
}

void settle_splittable(struct module *m)
{
	switch (m->layout) {
	case LAYOUT_WDM_PARTS:
		m->splittable = TRI_YES;
		break;
	case LAYOUT_PARALLEL:
		/* A duplex connector on a parallel type: one of the two is wrong. */
		m->splittable = m->connector_class == CONNECTOR_CLASS_LC ? TRI_UNKNOWN : TRI_YES;
		break;
	case LAYOUT_CABLE:
		m->splittable = cable_splits(m);
		break;
	case LAYOUT_BIDI:
		/* A compact SFP, two such channels of 1.25 GBd in an SFP shell, has no code of its own. */
		if (form_factor_is_single_lane(m->form) && m->lanes > 1)
			m->splittable = TRI_YES;
		else
			m->splittable = m->form == FORM_SFP ? TRI_UNKNOWN : TRI_NO;
		break;
	case LAYOUT_SINGLE:
	case LAYOUT_WDM:
	case LAYOUT_COHERENT:
		m->splittable = TRI_NO;
		break;
	case LAYOUT_UNKNOWN:
		m->splittable = form_factor_is_single_lane(m->form) ? TRI_NO : TRI_UNKNOWN;
		break;
	}
}
