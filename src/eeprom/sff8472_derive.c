/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8472: what no code says, and other registers prove. A cable is known by
 * its connector (A0h:2) and cable technology (A0h:8), twisted pair by its
 * connector, an optical module behind an LC by wavelength (A0h:60) and the
 * length of fibre (A0h:14-19); all by their nominal rate (A0h:12, 66).
 */
#include <stdio.h>

#include "base/text.h"
#include "eeprom/sff8472.h"

#define BYTE(m, offset) ((m)->compliance[SFF8472_BYTE(offset)])

/* ", 12=67h" or ", 66=67h"; FFh alone is a rate above 25.4 GBd. */
static void add_rate(struct text *t, const struct module *m)
{
	cite_rate(t, m, 12, 66);
	if (!value_ok(m->nominal_mbaud) && m->rate_is_fine)
		text_printf(t, ", 12=ffh");
}

static const char *cable_evidence(const struct module *m, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	text_printf(&t, "A0h:2=%02xh", m->connector);
	if (BYTE(m, 8) & SFF8472_CABLES)
		text_printf(&t, ", 8=%02xh", BYTE(m, 8));
	else if (BYTE(m, 3) & SFF8472_INFINIBAND_COPPER)
		text_printf(&t, ", 3=%02xh", BYTE(m, 3));
	else if (BYTE(m, 6) & SFF8472_1000BASE_CX)
		text_printf(&t, ", 6=%02xh", BYTE(m, 6));
	add_rate(&t, m);
	return buf;
}

/* Where no register says of what, that it is one. */
static const char *words_of(const struct module *m, enum medium medium)
{
	if (medium != MEDIUM_UNKNOWN)
		return cable_words(medium);
	if (BYTE(m, 8) & SFF8472_ACTIVE_CABLE)
		return "active cable";
	return m->connector == SFF8472_CONNECTOR_COPPER ? "copper cable" : "cable";
}

void sff8472_derive_cable(struct module *m, enum medium medium, const char *more)
{
	char name[sizeof(m->type_name)], evidence[sizeof(m->type_evidence)], registers[40];
	const struct line *line = line_of(m);
	struct sff8024_meaning meaning = { .name = name, .medium = medium, .layout = LAYOUT_CABLE, .lanes = 1 };

	snprintf(evidence, sizeof(evidence), "%s%s", cable_evidence(m, registers, sizeof(registers)), more);
	if (!line && medium != MEDIUM_UNKNOWN) {
		claim_cable(m, medium, NULL, evidence);
		m->type_derived = true;
		return;
	}
	TEXT_SET(name, words_of(m, medium));
	if (line) {
		meaning.token = cable_token(medium, 1, line->lane_mbps);
		meaning.modulation = line->modulation;
		meaning.lane_mbps = line->lane_mbps;
		snprintf(name, sizeof(name), "%uG %s", (unsigned)line->lane_mbps / 1000, words_of(m, medium));
	}
	/* Passive cables of one lane have the name of their standard. */
	if (medium == MEDIUM_COPPER && meaning.token)
		TEXT_SET(name, module_type_find(meaning.token)->name);
	claim_derived(m, &meaning, evidence);
}

/* Line rates of twisted pair as modules store them: that of the host's side, or that of the name. */
static const struct twisted {
	int32_t min_mbaud, max_mbaud;
	const char *name, *token;
	uint32_t lane_mbps;
} twisteds[] = {
	{ 1000, 1300, "1000BASE-T", "1g-t", 1000 },
	{ 2500, 3200, "2.5GBASE-T", NULL, 2500 },
	{ 5000, 5200, "5GBASE-T", NULL, 5000 },
	{ 9900, 11400, "10GBASE-T", "10g-t", 10000 },
};

void sff8472_derive_twisted(struct module *m)
{
	struct sff8024_meaning meaning = { .name = "BASE-T", .medium = MEDIUM_BASET,
					   .layout = LAYOUT_SINGLE, .lanes = 1 };
	char evidence[sizeof(m->type_evidence)];
	struct text t;

	for (size_t i = 0; i < sizeof(twisteds) / sizeof(twisteds[0]) && value_ok(m->nominal_mbaud); i++) {
		if (m->nominal_mbaud.v < twisteds[i].min_mbaud || m->nominal_mbaud.v > twisteds[i].max_mbaud)
			continue;
		meaning.name = twisteds[i].name;
		meaning.token = twisteds[i].token;
		meaning.lane_mbps = twisteds[i].lane_mbps;
	}
	text_init(&t, evidence, sizeof(evidence));
	text_printf(&t, "A0h:2=%02xh", m->connector);
	if (BYTE(m, 9) & SFF8472_TWISTED_PAIR)
		text_printf(&t, ", 9=%02xh", BYTE(m, 9));
	add_rate(&t, m);
	claim_derived(m, &meaning, evidence);
}

/*
 * Optical modules of one lane on a pair of fibres: no two rows overlap. Wavelengths
 * that single fibres and WDM use as well are left out, and so is 1G at 1310
 * nm, which has PON and single fibres beside LX. Lengths are what vendors store for
 * such modules, in metres: of single-mode fibre, or of the best multimode one.
 */
static const struct optic {
	const char *token, *name;
	enum medium medium;
	uint32_t lane_mbps;
	int32_t min_nm, max_nm, min_m, max_m;
} optics[] = {
	{ "10g-zr", "10GBASE-ZR", MEDIUM_SMF, 10000, 1530, 1565, 60000, 120000 },
	{ "10g-er", "10GBASE-ER", MEDIUM_SMF, 10000, 1530, 1565, 30000, 59000 },
	{ "10g-lr", "10GBASE-LR", MEDIUM_SMF, 10000, 1290, 1325, 10000, 10000 },
	{ "10g-lr", "10GBASE-LR lite", MEDIUM_SMF, 10000, 1290, 1325, 1000, 9900 },
	{ "10g-sr", "10GBASE-SR", MEDIUM_MMF, 10000, 840, 860, 300, 550 },
	{ "10g-sr", "10GBASE-SR lite", MEDIUM_MMF, 10000, 840, 860, 50, 299 },
	{ "10g-lrm", "10GBASE-LRM", MEDIUM_MMF, 10000, 1260, 1355, 50, 300 },
	{ "25g-sr", "25GBASE-SR", MEDIUM_MMF, 25000, 840, 860, 70, 300 },
	{ "25g-lr", "25GBASE-LR", MEDIUM_SMF, 25000, 1295, 1325, 10000, 10000 },
	{ "25g-er", "25GBASE-ER", MEDIUM_SMF, 25000, 1295, 1310, 30000, 40000 },
	{ "50g-sr", "50GBASE-SR", MEDIUM_MMF, 50000, 840, 860, 70, 150 },
	{ "50g-fr", "50GBASE-FR", MEDIUM_SMF, 50000, 1304, 1318, 2000, 2000 },
	{ "50g-lr", "50GBASE-LR", MEDIUM_SMF, 50000, 1304, 1318, 10000, 10000 },
};

static const char *optic_evidence(const struct module *m, bool smf, char *buf, size_t size)
{
	const uint8_t *len = m->lengths;
	struct text t;

	text_init(&t, buf, size);
	text_printf(&t, "A0h:2=%02xh", m->connector);
	add_rate(&t, m);
	if (smf)
		text_printf(&t, ", 14=%02x %02xh", len[0], len[1]);
	else
		text_printf(&t, ", 16=%02x %02x %02x %02xh", len[2], len[3], len[4], len[5]);
	text_printf(&t, ", 60=%04xh", (unsigned)m->wavelength.v / SFF8472_WAVELENGTH_STEP);
	return buf;
}

bool sff8472_derive_optic(struct module *m)
{
	const uint8_t *len = m->lengths;
	bool smf = len[0] || len[1], mmf = len[2] || len[3] || len[4] || len[5];
	const struct line *line = line_of(m);
	char evidence[sizeof(m->type_evidence)];
	int32_t nm, reach;

	/* SC is that of PON. */
	if (m->connector != SFF8472_CONNECTOR_LC || !value_ok(m->wavelength) || !line || smf == mmf)
		return false;
	nm = m->wavelength.v / 100;
	reach = sff8472_fibre_m(m, smf ? MEDIUM_SMF : MEDIUM_MMF);
	for (size_t i = 0; i < sizeof(optics) / sizeof(optics[0]); i++) {
		const struct optic *o = &optics[i];
		const struct sff8024_meaning meaning = { .token = o->token, .name = o->name,
							 .medium = o->medium, .layout = LAYOUT_SINGLE,
							 .lanes = 1, .lane_mbps = o->lane_mbps };

		if ((o->medium == MEDIUM_SMF) != smf || o->lane_mbps != line->lane_mbps || nm < o->min_nm ||
		    nm > o->max_nm || reach < o->min_m || reach > o->max_m)
			continue;
		claim_derived(m, &meaning, optic_evidence(m, smf, evidence, sizeof(evidence)));
		return true;
	}
	return false;
}

/* Light that only a laser which runs makes, in registers of a module that monitors it. */
#define BIAS_MIN_UA 500
#define POWER_MIN_NW 100000

bool sff8472_is_lit(const struct module *m)
{
	const struct lane *lane = &m->lane[0];

	return value_ok(m->supply) && value_ok(lane->tx_bias) && lane->tx_bias.v >= BIAS_MIN_UA &&
	       value_ok(lane->tx_power) && lane->tx_power.v >= POWER_MIN_NW;
}
