/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Make a healthy module of a catalogue type: the codes its EEPROM would have,
 * an identity, and monitors within the type's limits. All numbers are ones
 * that the registers can hold.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/cmis.h"
#include "eeprom/family.h"
#include "eeprom/sff8472.h"
#include "eeprom/sff8636.h"

/* Registers' steps, in the units of values. */
#define STEP_SUPPLY 100
#define STEP_BIAS_MAX 8   /* with the largest multiplier; a multiple of all others */
#define STEP_POWER 100

static int32_t round_to(int32_t v, int32_t step)
{
	return field_scale(v, 1, (uint32_t)step) * step;
}

static struct value temperature_value(int32_t raw)
{
	return value_of(field_scale(raw, 100, 256));
}

static struct value power_value(int32_t cdbm)
{
	return value_of(round_to(power_nw_from_cdbm(cdbm), STEP_POWER));
}

/* The far end of a fan-out cable, by its lanes and those of each of several ends. */
static const struct far_end {
	uint8_t lanes, of_each;
	uint8_t sff8636;   /* 00h:113 bits 6-4; 0: none */
	uint8_t cmis;      /* 00h:211 */
} far_ends[] = {
	{ 4, 1, 4, 1 },  { 4, 2, 5, 12 }, { 2, 1, 6, 1 }, { 8, 1, 0, 1 },
	{ 8, 2, 0, 12 }, { 8, 4, 0, 3 },
};

static const struct far_end *far_end_of(const struct module_type *type, unsigned legs)
{
	for (size_t i = 0; legs > 1 && i < sizeof(far_ends) / sizeof(far_ends[0]); i++) {
		if (far_ends[i].lanes == type->lanes && type->lanes == far_ends[i].of_each * legs)
			return &far_ends[i];
	}
	return NULL;
}

/* CMIS 00h:202: bits 7-6 are 1 m or 10 m. */
static uint8_t cmis_cable_length(uint8_t metres)
{
	return metres < 64 ? 0x40 | metres : (uint8_t)(0x80 | metres / 10);
}

/* How a cable is built, as its ends say it. */
static void describe_cable(const struct module_type *type, const struct eeprom_identity *id, struct module *m)
{
	const struct far_end *end = far_end_of(type, id->legs);
	char ends[MODE_TEXT];

	if (type->layout != LAYOUT_CABLE)
		return;
	if (id->cable_m && m->family == FAMILY_CMIS)
		m->lengths[CMIS_LENGTH_CABLE] = cmis_cable_length(id->cable_m);
	else if (id->cable_m)
		m->lengths[4] = id->cable_m;
	if (end && m->family == FAMILY_SFF8636)
		m->far_end |= (uint8_t)(end->sff8636 << 4);
	else if (end && m->family == FAMILY_CMIS)
		m->far_end = end->cmis;
	if (m->family == FAMILY_CMIS && mode_is_mixed(&id->mode))
		m->far_end = cmis_far_end(mode_ends_text(&id->mode, type->lanes, ends, sizeof(ends)), type->lanes);
}

/* Monitors vary by seed, the same everywhere (xorshift, G. Marsaglia). */
static int32_t vary(uint32_t *seed, int32_t min, int32_t max)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return max > min ? min + (int32_t)(*seed % (uint32_t)(max - min + 1)) : min;
}

static bool is_optical(const struct module_type *type)
{
	return type->medium == MEDIUM_MMF || type->medium == MEDIUM_SMF || type->medium == MEDIUM_AOC;
}

/* Codes that both families use. -ENOTSUP for connectors no such module has. */
static int describe_connector(const struct module_type *type, uint8_t copper, struct module *m)
{
	switch (type->connector) {
	case CONNECTOR_CLASS_LC:
		m->connector = 0x07;
		return 0;
	case CONNECTOR_CLASS_MPO:
		m->connector = 0x0c;
		return 0;
	case CONNECTOR_CLASS_NONE:
		m->connector = type->medium == MEDIUM_AOC ? 0x23 : copper;
		return 0;
	case CONNECTOR_CLASS_RJ45:
		m->connector = 0x22;
		return 0;
	default:
		return -ENOTSUP;
	}
}

static struct value line_rate(const struct module_type *type)
{
	int32_t mbaud = (int32_t)type->lane_mbaud;

	return value_of(mbaud <= 25400 ? round_to(mbaud, 100) : round_to(mbaud, 250));
}

#define CABLE_LENGTH_M 3

/* Compliance bits of types that have no extended code; several rows for several bytes. */
static const struct basic_code {
	const char *token;
	uint8_t offset, bits;
} basic_8472[] = {
	{ "10g-er", 3, 0x80 }, { "10g-lrm", 3, 0x40 }, { "10g-lr", 3, 0x20 }, { "10g-sr", 3, 0x10 },
	{ "1g-bx", 6, 0x40 },  { "1g-t", 6, 0x08 },    { "1g-lx", 6, 0x02 },  { "1g-sx", 6, 0x01 },
	{ "2x1g-bx", 6, 0x40 },
	{ "32gfc-sw", 10, 0x08 }, { "32gfc-sw", 7, 0x04 }, { "32gfc-lw", 10, 0x08 }, { "32gfc-lw", 7, 0x02 },
	{ "10g-zr", 9, 0x01 },   /* no code of its own: single-mode */
	{ "10g-cr", 8, 0x04 }, { "10g-acc", 8, 0x08 }, { "10g-aoc", 8, 0x08 }, { NULL, 0, 0 },
}, basic_8636[] = {
	{ "40g-cr4", 131, 0x08 }, { "40g-sr4", 131, 0x04 }, { "40g-lr4", 131, 0x02 },
	{ "40g-aoc", 131, 0x01 }, { "40g-acc", 131, 0x01 }, { "40g-plr4", 131, 0x20 },
	{ "40g-bidi", 131, 0x00 },
	{ NULL, 0, 0 },
};

static bool has_code_8636(const struct module_type *type)
{
	const struct basic_code *basic = basic_8636;

	while (basic->token && strcmp(basic->token, type->token) != 0)
		basic++;
	return basic->token || sff8024_extended_code(type->token, false);
}

static int describe_compliance(const struct module_type *type, bool sfp, struct module *m)
{
	const struct basic_code *basic = sfp ? basic_8472 : basic_8636;
	int r = -ENOTSUP;

	m->ext_compliance = sff8024_extended_code(type->token, sfp);
	if (m->ext_compliance) {
		if (!sfp)
			m->compliance[0] = 0x80;   /* "see byte 192" */
		return 0;
	}
	for (; basic->token; basic++) {
		if (strcmp(basic->token, type->token) == 0) {
			m->compliance[basic->offset - (sfp ? 3 : 131)] = basic->bits;
			r = 0;
		}
	}
	return r;
}

static uint8_t describe_encoding(const struct module_type *type, uint8_t code_64b66b)
{
	if (type->modulation == MODULATION_PAM4)
		return 8;
	return type->lane_mbps < 10000 ? 1 : code_64b66b;
}

int sff8472_describe(const struct module_type *type, struct module *m)
{
	int r = describe_connector(type, 0x21, m);

	if (r == 0)
		r = describe_compliance(type, true, m);
	if (r < 0)
		return r;
	m->identifier = m->identifier_copy = 0x03;
	m->ext_identifier = 0x04;
	m->encoding = describe_encoding(type, 6);
	m->revision_code = 8;
	if (type->medium == MEDIUM_AOC && m->ext_compliance == 0)
		m->compliance[0] = 0x10;   /* fibre, not copper */
	if (type->medium == MEDIUM_SMF) {
		m->lengths[0] = (uint8_t)(type->reach_m / 1000);
		m->lengths[1] = (uint8_t)(type->reach_m / 100 < UINT8_MAX ? type->reach_m / 100 : UINT8_MAX);
	} else if (type->medium == MEDIUM_MMF) {
		m->lengths[4] = (uint8_t)(type->reach_m / 10);
		m->lengths[5] = (uint8_t)(type->reach_m * 7 / 100);
	} else if (type->layout == LAYOUT_CABLE) {
		m->lengths[4] = CABLE_LENGTH_M;
	}
	if (!is_optical(type))
		return 0;
	m->options[0] = type->lane_mbps > 10000 ? 0x08 : 0;   /* CDR */
	m->options[1] = 0x1a;                                  /* Tx disable, Tx fault, LOS */
	m->diagnostic_type = 0x68;                             /* internally calibrated, average power */
	m->enhanced_options = 0xf0;
	return 0;
}

/* 00h:113 bits 3-0: lanes of the near end; set are those that are not there. */
static uint8_t near_end_8636(unsigned lanes)
{
	return (uint8_t)(0xfu << lanes & 0xf);
}

static uint8_t technology_8636(const struct module_type *type)
{
	if (type->medium == MEDIUM_COPPER)
		return 0xa0;
	if (type->medium == MEDIUM_ACTIVE_COPPER)
		return 0xc0;
	if (type->medium != MEDIUM_SMF)
		return 0x00;
	/* EML, cooled for WDM; DFB. */
	return type->modulation == MODULATION_PAM4 ? 0x60 : type->layout == LAYOUT_WDM ? 0x44 : 0x40;
}

int sff8636_describe(const struct module_type *type, struct module *m)
{
	bool fast = type->lane_mbps > 10000;
	int r = describe_connector(type, 0x23, m);

	if (r == 0)
		r = describe_compliance(type, false, m);
	if (r < 0)
		return r;
	m->identifier = m->identifier_copy = type->form == FORM_QSFP_PLUS ? 0x0d : 0x11;
	m->encoding = describe_encoding(type, 5);
	m->revision_code = SFF8636_REV_2_8;
	m->technology = technology_8636(type);
	if (type->medium == MEDIUM_SMF) {
		m->lengths[0] = (uint8_t)(type->reach_m < 1000 ? 1 : type->reach_m / 1000);
	} else if (type->medium == MEDIUM_MMF) {
		m->lengths[1] = (uint8_t)(type->reach_m * 7 / 20);
		m->lengths[4] = (uint8_t)(type->reach_m / 2);
	} else if (type->layout == LAYOUT_CABLE) {
		m->lengths[4] = CABLE_LENGTH_M;
		m->far_end = near_end_8636(type->lanes);
	}
	m->laser[0] = (uint8_t)(type->wavelength / SFF8636_WAVELENGTH_STEP >> 8);
	m->laser[1] = (uint8_t)(type->wavelength / SFF8636_WAVELENGTH_STEP);
	m->flat_memory = !is_optical(type);
	if (!is_optical(type))
		return 0;
	m->ext_identifier = fast ? 0xcc : 0x00;   /* class 4 with CDRs, class 1 */
	m->options[1] = fast ? 0xf0 : 0x00;       /* CDR control, LOL */
	m->options[2] = 0x1a;                     /* Tx disable, Tx fault, Tx LOS */
	m->cdr_control = fast ? 0xff : 0x00;
	m->diagnostic_type = 0x3c;
	m->enhanced_options = 0x10;
	return 0;
}

/* What limits the type does not know of. */
static const struct power_limits usual_power = { .tx_min = -800, .tx_max = 200, .rx_min = -1200,
						 .rx_max = 200 };

static const struct power_limits *power_of(const struct module_type *type)
{
	return type->power.tx_max > type->power.tx_min ? &type->power : &usual_power;
}

/* Vertical-cavity lasers take a few mA, the others tens. */
static int32_t usual_bias(const struct module_type *type)
{
	return type->medium == MEDIUM_SMF ? 40000 : 7000;
}

static void set_thresholds(const struct module_type *type, struct module *m)
{
	const struct power_limits *p = power_of(type);
	int32_t bias = usual_bias(type);

	m->thresholds[MONITOR_TEMPERATURE] = (struct thresholds){
		temperature_value(75 * 256), temperature_value(70 * 256), temperature_value(0),
		temperature_value(-5 * 256),
	};
	m->thresholds[MONITOR_SUPPLY] = (struct thresholds){
		value_of(3630000), value_of(3465000), value_of(3135000), value_of(2970000),
	};
	m->thresholds[MONITOR_TX_BIAS] = (struct thresholds){
		value_of(bias * 2), value_of(bias / 10 * 18),
		value_of(bias / 10 * 4), value_of(bias / 10 * 2),
	};
	m->thresholds[MONITOR_TX_POWER] = (struct thresholds){
		power_value(p->tx_max + 100), power_value(p->tx_max), power_value(p->tx_min),
		power_value(p->tx_min - 100),
	};
	m->thresholds[MONITOR_RX_POWER] = (struct thresholds){
		power_value(p->rx_max + 100), power_value(p->rx_max), power_value(p->rx_min),
		power_value(p->rx_min - 100),
	};
}

/*
 * Lasers of one kind differ little: by 1 dB around the middle of what is
 * allowed. What arrives is as if from another one, some 1 dB of fibre and
 * connectors away.
 */
static void set_lane(const struct module_type *type, uint32_t *seed, struct lane *lane)
{
	const struct power_limits *p = power_of(type);
	int32_t usual = (p->tx_min + p->tx_max) / 2;
	int32_t bias = usual_bias(type);

	lane->tx_power = power_value(vary(seed, usual - 50, usual + 50));
	lane->rx_power = power_value(vary(seed, usual - 150, usual - 50));
	lane->tx_bias = value_of(round_to(vary(seed, bias - bias / 20, bias + bias / 20), STEP_BIAS_MAX));
}

/* 19 to 24 dB. */
static struct value snr_value(uint32_t *seed)
{
	return value_of(field_scale(vary(seed, 19 * 256, 24 * 256), 100, 256));
}

/* 1e-8 to 1e-7: what FEC has no trouble with. */
static struct value ber_value(uint32_t *seed)
{
	return value_of((14 << 11) | vary(seed, 100, 999));
}

/* Quality of the signals, where the module has a diagnostics monitor (VDM). */
static void set_quality(const struct module_type *type, uint32_t *seed, struct module *m)
{
	static const struct value unsupported = { .state = VALUE_UNSUPPORTED };
	bool has = !m->flat_memory && (m->support[CMIS_SUPPORT(142)] & CMIS_PAGES_VDM);

	for (unsigned i = 0; i < MODULE_MAX_LANES; i++) {
		struct host_lane *host = &m->host_lane[i];
		struct lane *lane = &m->lane[i];
		bool has_media = has && i < type->lanes, has_host = has && host->data_path;

		lane->snr = has_media ? snr_value(seed) : unsupported;
		lane->ber = lane->ber_average = has_media ? ber_value(seed) : unsupported;
		host->snr = has_host ? snr_value(seed) : unsupported;
		host->ber = host->ber_average = has_host ? ber_value(seed) : unsupported;
	}
}

static void set_monitors(const struct module_type *type, uint32_t seed, unsigned registers, struct module *m)
{
	seed = seed * UINT32_C(2654435761) + 1;   /* near seeds, far monitors */
	m->temperature = temperature_value(vary(&seed, 30 * 256, 45 * 256));
	m->supply = value_of(round_to(vary(&seed, 3250000, 3350000), STEP_SUPPLY));
	for (unsigned i = 0; i < registers; i++) {
		struct lane *lane = &m->lane[i];

		/* Registers of lanes that the module does not have read 0. */
		if (i < type->lanes)
			set_lane(type, &seed, lane);
		else
			*lane = (struct lane){
				.rx_power.state = VALUE_NO_LIGHT,
				.tx_power.state = VALUE_NO_LIGHT,
				.tx_bias = value_of(0),
			};
	}
	set_thresholds(type, m);
	if (m->family == FAMILY_CMIS)
		set_quality(type, &seed, m);
}

/*
 * What decoding makes of a healthy module's flags: those it has are known and
 * clear. Monitors and thresholds that it does not have are unsupported.
 */
static void settle_conditions(const struct family *f, unsigned registers, struct module *m)
{
	static const struct value unsupported = { .state = VALUE_UNSUPPORTED };
	uint32_t holds = family_holds(f, m);

	if (holds & WHEN_BIT(WHEN_LIVE))
		m->data_ready = TRI_YES;
	if (holds & WHEN_BIT(WHEN_LIVE) && m->family == FAMILY_SFF8472)
		m->rate_select_known =
			RATE_SELECT_RX_PIN | RATE_SELECT_TX_PIN | RATE_SELECT_RX | RATE_SELECT_TX;
	for (unsigned mon = MONITOR_TEMPERATURE; mon < MONITOR_END; mon++) {
		uint32_t flags = UINT32_C(0xf) << (mon - 1) * 4;
		bool of_lane = mon >= MONITOR_RX_POWER;

		if (!(holds & WHEN_BIT(WHEN_THRESHOLDS + mon)))
			m->thresholds[mon] = (struct thresholds){ unsupported, unsupported, unsupported,
								  unsupported };
		if (holds & WHEN_BIT(WHEN_FLAGS + mon) && !of_lane)
			m->alarms_known |= flags;
		for (unsigned i = 0; i < registers && of_lane; i++)
			m->lane[i].alarms_known |= holds & WHEN_BIT(WHEN_FLAGS + mon) ? flags : 0;
	}
	if (!(holds & WHEN_BIT(WHEN_MONITOR + MONITOR_TEMPERATURE)))
		m->temperature = m->supply = unsupported;
	for (unsigned i = 0; i < registers; i++) {
		struct lane *lane = &m->lane[i];

		lane->signals_known = holds & WHEN_BIT(WHEN_LIVE) ? f->signals(m) : 0;
		if (!(holds & WHEN_BIT(WHEN_MONITOR + MONITOR_RX_POWER)))
			lane->rx_power = lane->tx_power = lane->tx_bias = unsupported;
	}
	if (!(holds & WHEN_BIT(WHEN_WAVELENGTH)))
		m->wavelength = m->wavelength_tolerance = unsupported;
}

/* As the register would give it back: at most `len` characters. */
static void set_text(char text[MODULE_TEXT], const char *given, const char *usual, size_t len)
{
	const char *from = given && given[0] ? given : usual;

	field_text((const uint8_t *)from, strnlen(from, len), text, MODULE_TEXT);
}

/* Locally administered, so that it is no vendor's. */
static const uint8_t simulated_oui[3] = { 0x02, 0x42, 0x52 };

static void set_identity(const struct module_type *type, const struct eeprom_identity *id, bool sfp,
			 struct module *m)
{
	char part[MODULE_TEXT], serial[24];

	TEXT_SET(part, type->token);
	for (char *p = part; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	snprintf(serial, sizeof(serial), "SIM%07u", id->seed);
	set_text(m->vendor, id->vendor, "BREAKOUT SIM", 16);
	set_text(m->part_number, id->part_number, part, 16);
	set_text(m->revision, id->revision, "1", sfp ? 4 : 2);
	set_text(m->serial, id->serial, serial, 16);
	set_text(m->date_code, id->date_code, "260101", 8);
	memcpy(m->oui, simulated_oui, sizeof(m->oui));
}

static const struct family *family_of_type(const struct module_type *type)
{
	if (form_factor_is_single_lane(type->form))
		return &family_sff8472;
	/* What SFF-8636 has no code for is a QSFP with CMIS. */
	return type->form >= FORM_QSFP_PLUS && type->form <= FORM_QSFP56 && has_code_8636(type)
		       ? &family_sff8636
		       : &family_cmis;
}

uint8_t eeprom_type_identifier(const struct module_type *type)
{
	const struct family *f = family_of_type(type);
	uint8_t cmis = cmis_identifier(type->form);

	return f == &family_sff8472 ? 0x03 : f == &family_sff8636 ? 0x11 : cmis ? cmis : 0x18;
}

/* Registers for lanes that a module has in any case. */
static unsigned lane_registers(const struct family *f)
{
	return f == &family_sff8472 ? 1 : f == &family_sff8636 ? 4 : CMIS_LANES_PER_BANK;
}

static struct value line_wavelength(const struct module_type *type, const struct family *f)
{
	return value_of(round_to((int32_t)type->wavelength, f == &family_sff8472 ? 100 : 5));
}

static bool is_encodable(const struct module_type *type, const struct family *f)
{
	struct module *m = module_new();
	bool is = false;

	if (!m)
		return false;
	m->nominal_mbaud = line_rate(type);
	m->wavelength = line_wavelength(type, f);
	if (f->describe(type, m) == 0) {
		f->identify(m);
		/* Some are told by their wavelength, at last. */
		if (!m->type)
			f->settle(m);
		is = m->type == type || eeprom_type_is_declared(type);
	}
	module_unref(m);
	return is;
}

/* Are there CMIS modules in that shell, with enough contacts for it? */
static bool fits_shell(const struct module_type *type, enum form_factor shell)
{
	return cmis_identifier(shell) && type->lanes <= form_factor_lanes(shell);
}

int eeprom_module_of_type(const struct module_type *type, const struct eeprom_identity *identity,
			  struct module *m)
{
	static const struct eeprom_identity usual = { .vendor = NULL };
	const struct eeprom_identity *id = identity ? identity : &usual;
	const struct family *f = id->cmis ? &family_cmis : family_of_type(type);
	bool sfp = f == &family_sff8472;
	unsigned registers = lane_registers(f);

	if (!is_encodable(type, f) || (id->cmis && !fits_shell(type, id->cmis)))
		return -ENOTSUP;
	module_reset(m);
	m->status = READ_OK;
	m->family = f->family;
	f->describe(type, m);
	if (id->cmis)
		m->identifier = m->identifier_copy = cmis_identifier(id->cmis);
	m->base_checksum = CHECKSUM_OK;
	m->ext_checksum = family_has(m, &f->ext) ? CHECKSUM_OK : CHECKSUM_ABSENT;
	set_identity(type, id, sfp, m);
	describe_cable(type, id, m);
	if (f->has_rate)
		m->nominal_mbaud = line_rate(type);
	m->wavelength = line_wavelength(type, f);
	if (!sfp)
		m->wavelength_tolerance = value_of(type->medium == MEDIUM_MMF ? 1000 : 650);
	set_monitors(type, id->seed, registers, m);
	f->identify(m);
	eeprom_program(m, &id->mode);
	m->dom = f->monitors(m);
	settle_conditions(f, registers, m);
	if (f->dmi.len && f->has_live(m))
		m->dmi_checksum = CHECKSUM_OK;
	f->settle(m);
	if (eeprom_type_is_declared(type))
		eeprom_override_type(m, type);
	return 0;
}

void eeprom_program(struct module *m, const struct mode *mode)
{
	if (m->family == FAMILY_CMIS && !m->flat_memory && m->application_count > 0)
		cmis_run(m, mode);
}

bool eeprom_type_encodable(const struct module_type *type)
{
	return is_encodable(type, family_of_type(type));
}
