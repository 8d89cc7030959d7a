/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8636: what no code says, and other registers prove. A cable is known by
 * its connector (00h:130 = 23h, no separable connector) and its device
 * technology (00h:147), an optical module behind a duplex connector by the
 * same; both by their nominal rate (00h:140, 222). Lanes: 00h:113.
 */
#include <stdio.h>

#include "base/text.h"
#include "eeprom/sff8636.h"

/*
 * Byte 113 (table 6-13): bits 6-4 name the far end, bits 3-0 one bit for each
 * near end lane. Decoders disagree on what a set bit stands for, but no
 * cable has three lanes, so half of them are two lanes either way.
 */
unsigned sff8636_lanes(const struct module *m)
{
	static const uint8_t by_far_end[8] = { 0, 4, 2, 1, 4, 4, 2, 0 };
	static const uint8_t by_near_end[16] = { 4, 1, 1, 2, 1, 2, 2, 1, 1, 2, 2, 1, 2, 1, 1, 4 };
	unsigned far = by_far_end[m->far_end >> 4 & 7];

	if (m->unread & UNREAD_FAR_END)
		return 0;
	return far ? far : by_near_end[m->far_end & 0xf];
}

/* All of the registers that derived types rest on, as far as they are set. */
static const char *evidence_of(const struct module *m, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	text_printf(&t, "00h:130=%02xh, 147=%02xh", m->connector, m->technology);
	cite_rate(&t, m, 140, 222);
	if (m->far_end)
		text_printf(&t, ", 113=%02xh", m->far_end);
	return buf;
}

/* Without a rate only the medium is known. */
static void derive_cable(struct module *m, enum medium medium)
{
	char name[sizeof(m->type_name)], evidence[sizeof(m->type_evidence)];
	const struct line *line = line_of(m);
	struct sff8024_meaning meaning = { .name = name, .medium = medium, .layout = LAYOUT_CABLE };
	unsigned lanes = sff8636_lanes(m);
	struct text t;

	text_init(&t, name, sizeof(name));
	if (line && lanes) {
		meaning.token = cable_token(medium, lanes, line->lane_mbps);
		meaning.modulation = line->modulation;
		meaning.lane_mbps = line->lane_mbps;
		meaning.lanes = (uint8_t)lanes;
		text_printf(&t, "%uG %s", lanes * line->lane_mbps / 1000, cable_words(medium));
		text_printf(&t, "%s", lanes == 2 ? ", 2 lanes" : lanes == 1 ? ", 1 lane" : "");
	} else {
		text_printf(&t, "%s cable", medium == MEDIUM_AOC ? "active optical" : cable_words(medium));
	}
	claim_derived(m, &meaning, evidence_of(m, evidence, sizeof(evidence)));
}

/* Bytes 186 and 187 of what is not copper. */
static bool laser_between(const struct module *m, int32_t min_nm, int32_t max_nm)
{
	int32_t nm = (m->laser[0] << 8 | m->laser[1]) * SFF8636_WAVELENGTH_STEP / 100;

	return nm >= min_nm && nm <= max_nm;
}

enum medium sff8636_technology_medium(const struct module *m)
{
	unsigned technology = m->technology >> 4;

	if (technology >= SFF8636_TECHNOLOGY_ACTIVE)
		return MEDIUM_ACTIVE_COPPER;
	if (technology >= SFF8636_TECHNOLOGY_COPPER)
		return MEDIUM_COPPER;
	/* 0 is an 850 nm laser, and also a byte that nobody wrote: its wavelength tells. */
	return technology || laser_between(m, 840, 950) ? MEDIUM_AOC : MEDIUM_UNKNOWN;
}

static bool is_copper(enum medium medium)
{
	return medium == MEDIUM_COPPER || medium == MEDIUM_ACTIVE_COPPER;
}

void sff8636_derive_copper(struct module *m)
{
	enum medium medium = sff8636_technology_medium(m);
	char evidence[sizeof(m->type_evidence)];
	const char *token;

	if (!m->type || !is_copper(m->medium) || !is_copper(medium) || medium == m->medium)
		return;
	token = cable_token(medium, m->lanes, m->type->lane_mbps);
	snprintf(evidence, sizeof(evidence), "%.40s, 00h:147=%02xh", m->type_evidence, m->technology);
	claim_cable(m, medium, token, evidence);
	m->type_derived = true;
}

/*
 * All lanes behind a duplex connector share a fibre pair: by wavelength, or,
 * where there are two of 20 GBd, both ways on each fibre (40G BiDi).
 */
static bool derive_duplex(struct module *m)
{
	static const struct sff8024_meaning bidi = { .token = "40g-bidi", .name = "40G BiDi" };
	char name[sizeof(m->type_name)], evidence[sizeof(m->type_evidence)];
	struct sff8024_meaning wdm = { .name = name, .layout = LAYOUT_WDM, .lanes = 4 };
	const struct line *line = line_of(m);
	bool mmf = m->lengths[1] || m->lengths[2], smf = m->lengths[0];

	if (!line)
		return false;
	evidence_of(m, evidence, sizeof(evidence));
	if (line->lane_mbps == 20000) {
		if (m->technology >> 4 == 0 && laser_between(m, 830, 920) && !smf)
			claim_derived(m, &bidi, evidence);
		return m->type_derived;
	}
	if (line->modulation != MODULATION_NRZ || sff8636_lanes(m) != 4 || (!mmf && !smf) ||
	    !laser_between(m, 840, 1620))
		return false;
	wdm.medium = mmf == smf ? MEDIUM_UNKNOWN : mmf ? MEDIUM_MMF : MEDIUM_SMF;
	wdm.modulation = line->modulation;
	wdm.lane_mbps = line->lane_mbps;
	if (line->lane_mbps == 10000 && mmf && smf && laser_between(m, 1260, 1340))
		TEXT_SET(name, "40G-LM4");
	else
		snprintf(name, sizeof(name), "%uG WDM", 4 * line->lane_mbps / 1000);
	claim_derived(m, &wdm, evidence);
	return true;
}

bool sff8636_derive(struct module *m)
{
	enum connector_class class = sff8024_connector_class(m->connector);
	enum medium medium = sff8636_technology_medium(m);

	if (class == CONNECTOR_CLASS_NONE && medium != MEDIUM_UNKNOWN) {
		derive_cable(m, medium);
		return true;
	}
	/* With a connector it may be anything that a code says which is not known here. */
	if (class == CONNECTOR_CLASS_LC && medium == MEDIUM_AOC && m->ext_compliance == 0 &&
	    (m->compliance[0] & 0x7f) == 0)
		return derive_duplex(m);
	return false;
}
