/* SPDX-License-Identifier: BSD-3-Clause */
/* What derived types of all families rest on: the rate of a lane, and cables of the catalogue. */
#include "eeprom/family.h"

/* Nominal rate of a lane, by its line rate. Cables of 14 GBd (FDR) are 40G cables to Ethernet. */
static const struct line lines[] = {
	{ 9900, 14200, MODULATION_NRZ, 10000 },
	{ 20000, 21000, MODULATION_NRZ, 20000 },
	{ 25000, 28500, MODULATION_NRZ, 25000 },
	{ 26250, 28500, MODULATION_PAM4, 50000 },
	{ 53000, 53500, MODULATION_PAM4, 100000 },
};

/* SFF-8024 table 4-2; what is above 25.4 GBd with 64B/66B has lanes of 25G. */
#define ENCODING_PAM4 8
#define ENCODING_64B66B_8472 6
#define MBAUD_25G 25781

const struct line *line_of(const struct module *m)
{
	enum modulation modulation = m->encoding == ENCODING_PAM4 ? MODULATION_PAM4 : MODULATION_NRZ;
	int32_t mbaud = value_ok(m->nominal_mbaud) ? m->nominal_mbaud.v : 0;

	if (m->nominal_mbaud.state == VALUE_UNSUPPORTED && m->rate_is_fine &&
	    m->family == FAMILY_SFF8472 && m->encoding == ENCODING_64B66B_8472)
		mbaud = MBAUD_25G;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (lines[i].modulation == modulation && mbaud >= lines[i].min_mbaud &&
		    mbaud <= lines[i].max_mbaud)
			return &lines[i];
	}
	return NULL;
}

void cite_rate(struct text *t, const struct module *m, unsigned at, unsigned at_fine)
{
	if (!value_ok(m->nominal_mbaud))
		return;
	if (m->rate_is_fine)
		text_printf(t, ", %u=%02xh", at_fine, (unsigned)m->nominal_mbaud.v / 250);
	else
		text_printf(t, ", %u=%02xh", at, (unsigned)m->nominal_mbaud.v / 100);
}

const char *cable_token(enum medium medium, unsigned lanes, uint32_t lane_mbps)
{
	for (const struct module_type *t = module_types; t->token; t++) {
		if (t->layout == LAYOUT_CABLE && t->medium == medium && t->lanes == lanes &&
		    t->lane_mbps == lane_mbps)
			return t->token;
	}
	return NULL;
}

const char *cable_words(enum medium medium)
{
	return medium == MEDIUM_COPPER          ? "passive copper"
	       : medium == MEDIUM_ACTIVE_COPPER ? "active copper"
	       : medium == MEDIUM_AOC           ? "AOC"
						: "cable";
}
