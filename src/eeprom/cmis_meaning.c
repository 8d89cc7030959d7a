/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CMIS: from registers to meaning. Where registers contradict each other the
 * module claims nothing rather than one of the two.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/cmis.h"
#include "eeprom/interfaces.h"

/* 01h:138 is in 1/20 nm. */
#define WAVELENGTH_STEP 5

bool cmis_technology_is_copper(uint8_t technology)
{
	return (technology >= 0x0a && technology <= 0x0f) || (technology >= 0x12 && technology <= 0x14);
}

/* The bytes of a descriptor: "00h:86=11 1c 84 01h". */
static void application_evidence(const struct module *m, const struct application *a, char *buf, size_t size)
{
	unsigned i = (unsigned)(a - m->application);
	unsigned page = i < 8 ? 0 : 1;
	unsigned at = page == 0 ? 86 + 4 * i : 223 + 4 * (i - 8);

	snprintf(buf, size, "%02xh:%u=%02x %02x %02x %02xh", page, at, a->host_id, a->media_id,
		 a->lane_counts, a->host_starts);
}

static enum medium fibre_medium(uint8_t media_type)
{
	switch (media_type) {
	case MEDIA_TYPE_MMF:
		return MEDIUM_MMF;
	case MEDIA_TYPE_SMF:
		return MEDIUM_SMF;
	case MEDIA_TYPE_BASET:
		return MEDIUM_BASET;
	default:
		return MEDIUM_UNKNOWN;
	}
}

/* How all instances together leave the module. */
static enum layout whole_layout(const struct application *a, const struct media_interface *media)
{
	if (a->instances <= 1)
		return media->layout;
	switch (media->layout) {
	case LAYOUT_SINGLE:
	case LAYOUT_PARALLEL:
		return LAYOUT_PARALLEL;
	case LAYOUT_WDM:
		return LAYOUT_WDM_PARTS;
	default:
		return LAYOUT_UNKNOWN;
	}
}

/* More than any module has: descriptors that can't be right. */
static uint8_t possible_lanes(unsigned lanes)
{
	return (uint8_t)(lanes <= MODULE_MAX_LANES ? lanes : 0);
}

static void claim_fibre(struct module *m, const struct application *a, const char *evidence)
{
	const struct media_interface *media = media_interface_find(m->media_type, a->media_id);
	const struct module_type *whole = cmis_application_whole(m, a);
	unsigned instances = a->instances ? a->instances : 1;
	struct sff8024_meaning meaning = { .medium = fibre_medium(m->media_type) };
	char name[sizeof(m->type_name)];

	if (!media) {
		claim_unknown(m, a->media_id, evidence);
		return;
	}
	if (instances > 1)
		snprintf(name, sizeof(name), "%ux%s", instances, media->name);
	else
		snprintf(name, sizeof(name), "%s", media->name);
	meaning.token = whole ? whole->token : NULL;
	meaning.name = name;
	meaning.modulation = media->modulation;
	meaning.layout = whole_layout(a, media);
	meaning.lanes = possible_lanes(a->media_lanes * instances);
	meaning.lane_mbps = media->lane_mbps;
	claim_meaning(m, &meaning, evidence);
	/* Two 400GBASE-DR4 side by side are not called 800GBASE-DR8; four single lanes have no better name. */
	if (whole && instances > 1 && a->media_lanes > 1)
		TEXT_SET(m->type_name, name);
	snprintf(m->medium_evidence, sizeof(m->medium_evidence), "00h:85=%02xh", m->media_type);
}

/*
 * A cable's speed is that of its host interface; of 00h:212 depends whether
 * an active one is copper or fibre. A passive one with a laser is neither.
 */
static void claim_assembly(struct module *m, const struct application *a, const char *evidence)
{
	const struct media_interface *media = media_interface_find(m->media_type, a->media_id);
	const struct module_type *whole = cmis_application_whole(m, a);
	const struct host_interface *host = host_interface_find(a->host_id);
	bool copper = cmis_technology_is_copper(m->technology);
	unsigned lanes = a->host_lanes * (a->instances ? a->instances : 1u);

	if (!media || media->layout != LAYOUT_CABLE || (m->media_type == MEDIA_TYPE_COPPER && !copper)) {
		claim_unknown(m, a->media_id, evidence);
		return;
	}
	claim_cable(m,
	            m->media_type == MEDIA_TYPE_COPPER ? MEDIUM_COPPER
	            : copper                           ? MEDIUM_ACTIVE_COPPER
	                                               : MEDIUM_AOC,
	            whole ? whole->token : NULL, evidence);
	snprintf(m->medium_evidence, sizeof(m->medium_evidence), "00h:85=%02xh 00h:212=%02xh", m->media_type,
	         m->technology);
	if (whole || !host)
		return;
	m->modulation = host->modulation;
	m->lanes = possible_lanes(lanes);
	if (host->lane_mbps)
		m->lane_mbps = value_of((int32_t)host->lane_mbps);
}

/* 01h:160 bits 4-3; 3 is reserved. */
static uint8_t bias_multiplier(const struct module *m)
{
	unsigned code = m->support[CMIS_SUPPORT(160)] >> 3 & 3;

	return (uint8_t)(code < 3 ? 1u << code : 0);
}

void cmis_identify(struct module *m)
{
	const struct application *a;
	char evidence[sizeof(m->type_evidence)];

	m->power_class = (uint8_t)((m->ext_identifier >> 5) + 1);
	m->banks = (uint8_t)cmis_banks(m->flat_memory ? 0 : m->support[CMIS_SUPPORT(142)]);
	m->bias_multiplier = bias_multiplier(m);
	cmis_applications_settle(m);
	a = cmis_main_application(m);
	if (!a) {
		snprintf(evidence, sizeof(evidence), "00h:86=%02xh", m->application[0].host_id);
		claim_unknown(m, m->application[0].host_id, evidence);
		return;
	}
	application_evidence(m, a, evidence, sizeof(evidence));
	if (m->media_type == MEDIA_TYPE_COPPER || m->media_type == MEDIA_TYPE_ACTIVE)
		claim_assembly(m, a, evidence);
	else
		claim_fibre(m, a, evidence);
}

/* 01h:151, 159 and 160 (tables 8-46, 8-48). Monitors come with their flags. */
uint8_t cmis_monitors(const struct module *m)
{
	uint8_t module = m->support[CMIS_SUPPORT(159)], lane = m->support[CMIS_SUPPORT(160)], dom = 0;

	/* A passive cable that claims monitors means those of its connector, if anything. */
	if (m->flat_memory || m->medium == MEDIUM_COPPER)
		return 0;
	if (module & 0x01)
		dom |= DOM_TEMPERATURE;
	if (module & 0x02)
		dom |= DOM_SUPPLY;
	if (lane & 0x04)
		dom |= DOM_RX_POWER;
	if (lane & 0x02)
		dom |= DOM_TX_POWER;
	if ((lane & 0x01) && m->bias_multiplier)
		dom |= DOM_TX_BIAS;
	if ((dom & DOM_RX_POWER) && (m->support[CMIS_SUPPORT(151)] & 0x10))
		dom |= DOM_RX_AVERAGE;
	return dom ? dom | DOM_FLAGS : 0;
}

/* 01h:155, 157 and 158 (table 8-47). */
uint8_t cmis_signals(const struct module *m)
{
	static const struct {
		uint8_t offset, bit;
		enum signal signal;
	} advertised[] = {
		{ 155, 1, SIGNAL_TX_DISABLED }, { 157, 2, SIGNAL_TX_LOL }, { 157, 1, SIGNAL_TX_LOS },
		{ 157, 0, SIGNAL_TX_FAULT },    { 158, 2, SIGNAL_RX_LOL }, { 158, 1, SIGNAL_RX_LOS },
	};
	unsigned signals = 0;

	if (m->flat_memory || m->medium == MEDIUM_COPPER)
		return 0;
	for (size_t i = 0; i < sizeof(advertised) / sizeof(advertised[0]); i++) {
		if (m->support[CMIS_SUPPORT(advertised[i].offset)] >> advertised[i].bit & 1)
			signals |= advertised[i].signal;
	}
	return (uint8_t)signals;
}

/* Identifiers that stand for one form factor; the others go by type or lane rate. */
static enum form_factor form_factor(const struct module *m)
{
	static const struct {
		uint8_t identifier;
		enum form_factor form;
	} forms[] = {
		{ 0x18, FORM_QSFP_DD }, { 0x19, FORM_OSFP }, { 0x1b, FORM_DSFP }, { 0x1f, FORM_SFP_DD },
	};
	static const struct {
		int32_t min_mbps;
		enum form_factor qsfp, sfp;
	} by_rate[] = {
		{ 100000, FORM_QSFP112, FORM_SFP112 },
		{ 50000, FORM_QSFP56, FORM_SFP56 },
		{ 25000, FORM_QSFP28, FORM_SFP28 },
		{ 0, FORM_QSFP_PLUS, FORM_SFP_PLUS },
	};
	int32_t mbps = 0;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (forms[i].identifier == m->identifier)
			return forms[i].form;
	}
	if (m->identifier != 0x1e && m->identifier != 0x20)
		return FORM_OTHER;
	/* A host lane may be slower than a media lane; the form factor is the host's. */
	for (unsigned i = 0; i < m->application_count; i++) {
		const struct application *a = &m->application[i];

		if (a->host_lanes && (int32_t)(a->rate_mbps / a->host_lanes) > mbps)
			mbps = (int32_t)(a->rate_mbps / a->host_lanes);
	}
	for (size_t i = 0; mbps && i < sizeof(by_rate) / sizeof(by_rate[0]); i++) {
		if (mbps >= by_rate[i].min_mbps)
			return m->identifier == 0x1e ? by_rate[i].qsfp : by_rate[i].sfp;
	}
	return FORM_UNKNOWN;
}

/* Bits 5-0 times the unit of bits 7-6 (tables 8-36, 8-43), in decimetres. */
static int32_t length_dm(uint8_t stored, const int32_t units_dm[4])
{
	return (stored & 0x3f) * units_dm[stored >> 6];
}

unsigned cmis_length_dm(uint8_t stored)
{
	static const int32_t units_dm[4] = { 1, 10, 100, 1000 };

	return (unsigned)length_dm(stored, units_dm);
}

/* The longest that is stored; 00h:202, 01h:132-136. */
static struct value reach(const struct module *m)
{
	/* The last refers to 01h:137 from CMIS 5.4 on. */
	static const int32_t smf_dm[4] = { 1000, 10000, 100000, 0 };
	const uint8_t *len = m->lengths;
	int32_t longest = 0;

	if (medium_is_cable(m->medium)) {
		/* Whole metres; what is shorter is one. */
		longest = ((int32_t)cmis_length_dm(len[CMIS_LENGTH_CABLE]) + 9) / 10;
	} else if (m->medium == MEDIUM_MMF) {
		int32_t all[] = { len[CMIS_LENGTH_OM5] * 2, len[CMIS_LENGTH_OM4] * 2,
			          len[CMIS_LENGTH_OM3] * 2, len[CMIS_LENGTH_OM2] };

		for (unsigned i = 0; i < 4; i++)
			longest = all[i] > longest ? all[i] : longest;
	} else if (m->medium == MEDIUM_SMF) {
		longest = length_dm(len[CMIS_LENGTH_SMF], smf_dm) / 10;
	}
	if (longest == 0 && m->type)
		longest = (int32_t)m->type->reach_m;
	return longest ? value_of(longest) : (struct value){ .state = VALUE_UNSUPPORTED };
}

/* "2.7"; 0.0 is none, FFh.FFh an image that could not be loaded. */
static void version_text(const uint8_t version[2], char *buf, size_t size)
{
	buf[0] = '\0';
	if ((version[0] || version[1]) && !(version[0] == 0xff && version[1] == 0xff))
		snprintf(buf, size, "%u.%u", version[0], version[1]);
}

/*
 * Far ends of a cable, by the letters of OIF-CMIS-05.4 tables 8-37 to 8-39:
 * for each host lane of the near end the far end that it goes to. Codes 1, 2,
 * 3 and 12 are confirmed by a second source.
 */
static const char *const far_ends[] = {
	[1] = "abcdefgh",  [2] = "aaaaaaaa",  [3] = "aaaaeeee",  [4] = "abcdeeee",  [5] = "abcceeee",
	[6] = "aacdeeee",  [7] = "aacceeee",  [8] = "aaaaefgh",  [9] = "aaaaefgg",  [10] = "aaaaeegh",
	[11] = "aaaaeegg", [12] = "aacceegg", [13] = "abcceegg", [14] = "aacdeegg", [15] = "abcdeegg",
	[16] = "aaccefgg", [17] = "abccefgg", [18] = "aacdefgg", [19] = "abcdefgg", [20] = "aacceegh",
	[21] = "abcceegh", [22] = "aacdeegh", [23] = "abcdeegh", [24] = "aaccefgh", [25] = "abccefgh",
	[26] = "aacdefgh",
};

/* Runs of equal letters become "4x2", or "2x1+3x2" where they differ, in the order of lanes. Returns the ends. */
static unsigned far_end_text(unsigned code, unsigned lanes, char *buf, size_t size)
{
	unsigned run = 0, same = 0, last = 0, count = 0;
	const char *ends = code < sizeof(far_ends) / sizeof(far_ends[0]) ? far_ends[code] : NULL;
	struct text t;

	text_init(&t, buf, size);
	for (unsigned i = 0; ends && lanes <= 8 && i < lanes; i++) {
		run++;
		if (i + 1 < lanes && ends[i + 1] == ends[i])
			continue;
		if (same && run != last) {
			text_item(&t, "+", "%ux%u", same, last);
			same = 0;
		}
		same++;
		last = run;
		run = 0;
		count++;
	}
	if (same)
		text_item(&t, "+", "%ux%u", same, last);
	return count;
}

static void settle_far_ends(struct module *m)
{
	unsigned lanes = m->host_lanes;

	m->far_ends = 0;
	m->far_end_text[0] = '\0';
	if (m->layout == LAYOUT_CABLE && lanes)
		m->far_ends = (uint8_t)far_end_text(m->far_end & 0x1f, lanes, m->far_end_text, sizeof(m->far_end_text));
}

uint8_t cmis_far_end(const char *text, unsigned lanes)
{
	char own[sizeof(((struct module *)NULL)->far_end_text)];

	for (unsigned code = 1; *text && code < sizeof(far_ends) / sizeof(far_ends[0]); code++) {
		if (far_end_text(code, lanes, own, sizeof(own)) && strcmp(own, text) == 0)
			return (uint8_t)code;
	}
	return 0;
}

/* How many fibres the mapping of the lanes names; 0 if a lane is not mapped. */
static unsigned mapped_fibres(const struct module *m)
{
	unsigned seen = 0, count = 0;

	for (unsigned i = 0; i < m->lanes && i < MODULE_MAX_LANES; i++) {
		unsigned fibre = m->lane[i].tx_mapping & 15;

		if (fibre == 0)
			return 0;
		count += !(seen >> fibre & 1);
		seen |= 1u << fibre;
	}
	return count;
}

/* 11h:240 against what the media interface stands for. */
static void settle_layout(struct module *m)
{
	unsigned fibres = mapped_fibres(m);

	if (fibres == 0 || m->lanes < 2 || m->layout == LAYOUT_CABLE || m->layout == LAYOUT_COHERENT)
		return;
	if (m->layout == LAYOUT_UNKNOWN)
		m->layout = fibres == 1          ? LAYOUT_WDM
			    : fibres == m->lanes ? LAYOUT_PARALLEL
						 : LAYOUT_WDM_PARTS;
	else if ((fibres > 1) != (m->layout == LAYOUT_PARALLEL || m->layout == LAYOUT_WDM_PARTS))
		m->layout = LAYOUT_UNKNOWN;
}

/* Its fibres may allow it; the host can only use what is advertised. */
static void settle_offered_split(struct module *m)
{
	struct mode mode;

	settle_splittable(m);
	if (m->splittable != TRI_YES || m->layout == LAYOUT_CABLE || module_offered_mode(m, 0, &mode))
		return;
	m->splittable = module_modes_known(m) ? TRI_NO : TRI_UNKNOWN;
}

/* Can its lanes run at 10.3 GBd? Only as an application, unless nothing in it has a rate of its own. */
static enum tristate downshift(const struct module *m)
{
	if (m->medium == MEDIUM_COPPER)
		return TRI_YES;
	if (!m->type)
		return TRI_UNKNOWN;
	for (unsigned i = 0; i < m->application_count; i++) {
		const struct application *a = &m->application[i];

		if (a->media_lanes && a->rate_mbps / a->media_lanes == 10000)
			return TRI_YES;
	}
	return TRI_NO;
}

/* Lanes that don't run yet have no light to measure: what is in their registers says nothing. */
static void settle_state(struct module *m)
{
	bool asleep = m->state == MODULE_STATE_LOW_POWER || m->state == MODULE_STATE_POWERING_UP ||
		      m->state == MODULE_STATE_POWERING_DOWN;

	if (m->state > MODULE_STATE_FAULT)
		m->state = 0;
	if (m->state)
		m->data_ready = m->state == MODULE_STATE_READY ? TRI_YES : TRI_NO;
	for (unsigned i = 0; asleep && i < MODULE_MAX_LANES; i++) {
		struct lane *lane = &m->lane[i];
		struct value *monitors[] = { &lane->rx_power, &lane->tx_power, &lane->tx_bias };

		for (unsigned n = 0; n < 3; n++) {
			if (monitors[n]->state == VALUE_OK || monitors[n]->state == VALUE_NO_LIGHT)
				*monitors[n] = (struct value){ .state = VALUE_ABSENT };
		}
		lane->alarms = lane->alarms_known = 0;
		lane->signals &= SIGNAL_TX_DISABLED;
		lane->signals_known &= SIGNAL_TX_DISABLED;
	}
}

uint32_t cmis_doubts(const struct image *img, const struct module *m)
{
	uint8_t monitors = (m->support[CMIS_SUPPORT(159)] & 0x03) | (m->support[CMIS_SUPPORT(160)] & 0x07);
	enum connector_class connector = sff8024_connector_class(m->connector);
	bool separable = connector == CONNECTOR_CLASS_LC || connector == CONNECTOR_CLASS_MPO ||
			 connector == CONNECTOR_CLASS_MULTI || connector == CONNECTOR_CLASS_RJ45;
	unsigned fibres = mapped_fibres(m);
	uint32_t doubts = 0;

	(void)img;
	if (!module_identity_read(m))
		return 0;
	if (m->medium == MEDIUM_COPPER && monitors && !m->flat_memory)
		doubts |= DOUBT_DOM_ON_COPPER;
	if (m->media_type == MEDIA_TYPE_COPPER && !cmis_technology_is_copper(m->technology))
		doubts |= DOUBT_CODES;
	if (medium_is_cable(m->medium) && separable)
		doubts |= DOUBT_CODES;
	if (m->layout == LAYOUT_PARALLEL && connector == CONNECTOR_CLASS_LC)
		doubts |= DOUBT_CODES;
	if (m->type && m->layout == LAYOUT_UNKNOWN && fibres)
		doubts |= DOUBT_CODES;
	return doubts;
}

/* RS(544,514) is the host's, unless its lanes are NRZ: then the module adds it. */
static void settle_line_fec(struct module *m)
{
	const struct application *a = cmis_main_application(m);
	const struct host_interface *host = a ? host_interface_find(a->host_id) : NULL;

	settle_fec(m, false);
	if (m->line_fec != FEC_RS544 || !host || host->modulation == MODULATION_UNKNOWN)
		return;
	m->fec_in_module = host->modulation == MODULATION_NRZ ? TRI_YES : TRI_NO;
}

void cmis_settle(struct module *m)
{
	settle_wavelength(m, "01h:138", WAVELENGTH_STEP);
	snprintf(m->management, sizeof(m->management), "CMIS %u.%u", m->revision_code >> 4,
		 m->revision_code & 15);
	if (m->type_name[0] == '\0')
		return;   /* the identity can't be trusted: claim nothing */
	version_text(&m->versions[CMIS_VERSION_ACTIVE], m->firmware, sizeof(m->firmware));
	version_text(&m->versions[CMIS_VERSION_INACTIVE], m->firmware_inactive, sizeof(m->firmware_inactive));
	version_text(&m->versions[CMIS_VERSION_HARDWARE], m->hardware, sizeof(m->hardware));
	if (m->nominal_mbaud.state == VALUE_ABSENT)
		m->nominal_mbaud.state = VALUE_UNSUPPORTED;   /* no register for it */
	settle_connector(m);
	settle_state(m);
	settle_layout(m);
	settle_far_ends(m);
	cmis_data_paths_settle(m);
	m->form = form_factor(m);
	m->reach_m = reach(m);
	if (value_ok(m->max_power_mw) && m->max_power_mw.v == 0)
		m->max_power_mw.state = VALUE_UNSUPPORTED;
	m->downshift_10g = downshift(m);
	settle_offered_split(m);
	settle_line_fec(m);
	doubt_wavelength(m);
}
