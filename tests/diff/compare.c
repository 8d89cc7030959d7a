/* SPDX-License-Identifier: BSD-3-Clause */
/* Which fields are compared, and how. */
#include "diff/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/flag.h"

#define F8472 (1u << FAMILY_SFF8472)
#define F8636 (1u << FAMILY_SFF8636)
#define FCMIS (1u << FAMILY_CMIS)
#define PAGED (F8636 | FCMIS)
#define ALL (F8472 | PAGED)

#define MEMBER(name) .member = offsetof(struct module, name)
#define LANE(name) .of_lane = true, .member = offsetof(struct lane, name)
#define TEXT(f, l, name) { .families = f, .label = l, .kind = COMPARE_TEXT, MEMBER(name), .key = #name }
/* ethtool prints `dec` decimals of a unit of which ours is 10^-dig. */
#define VALUE(f, l, name, mon, dec, dig) \
	{ .families = f, .label = l, .kind = COMPARE_VALUE, .decimals = dec, .digits = dig, .monitor = mon, \
	  MEMBER(name) }
#define OF_LANES .lanes = true
#define REGISTER(f, l, k) { .families = f, .label = l, .kind = COMPARE_REGISTER, .key = k }

#define THRESHOLD(l, mon, k, dec, dig, lvl, name) \
	{ .families = ALL, .label = l, .kind = k, .decimals = dec, .digits = dig, .monitor = mon, \
	  .threshold = true, .level = lvl, MEMBER(thresholds[mon].name) }
#define THRESHOLDS(l, mon, k, dec, dig) \
	THRESHOLD(l " high alarm threshold", mon, k, dec, dig, 0, high_alarm), \
	THRESHOLD(l " low alarm threshold", mon, k, dec, dig, 1, low_alarm), \
	THRESHOLD(l " high warning threshold", mon, k, dec, dig, 2, high_warning), \
	THRESHOLD(l " low warning threshold", mon, k, dec, dig, 3, low_warning)

#define ALARM_MASK(mon, level) (UINT32_C(1) << (((mon) - 1) * 4 + (level)))
#define ALARM(f, l, mon, level) \
	{ .families = f, .label = l, .kind = COMPARE_ALARM, .monitor = mon, MEMBER(alarms), \
	  .known = offsetof(struct module, alarms_known), .mask = ALARM_MASK(mon, level) }
#define LANE_ALARM(f, l, mon, level, of)                                                                     \
	{                                                                                                    \
		.families = f, .label = l, .kind = COMPARE_ALARM, .monitor = mon, LANE(alarms),              \
		.lanes = of, .known = offsetof(struct lane, alarms_known),                                 \
		.mask = ALARM_MASK(mon, level)                                                               \
	}
#define ALARMS(f, l, mon)                                                                                    \
	ALARM(f, l " high alarm", mon, ALARM_HIGH_ALARM), ALARM(f, l " low alarm", mon, ALARM_LOW_ALARM),    \
		ALARM(f, l " high warning", mon, ALARM_HIGH_WARNING),                                        \
		ALARM(f, l " low warning", mon, ALARM_LOW_WARNING)
#define LANE_ALARMS(f, l, suffix, mon, of) \
	LANE_ALARM(f, l " high alarm" suffix, mon, ALARM_HIGH_ALARM, of), \
	LANE_ALARM(f, l " low alarm" suffix, mon, ALARM_LOW_ALARM, of), \
	LANE_ALARM(f, l " high warning" suffix, mon, ALARM_HIGH_WARNING, of), \
	LANE_ALARM(f, l " low warning" suffix, mon, ALARM_LOW_WARNING, of)

static const struct compare_row rows[] = {
	TEXT(ALL, "Vendor name", vendor),
	TEXT(ALL, "Vendor PN", part_number),
	TEXT(ALL, "Vendor rev", revision),
	TEXT(ALL, "Vendor SN", serial),
	TEXT(ALL, "Date code", date_code),
	{ .families = ALL, .label = "Vendor OUI", .kind = COMPARE_OUI, .key = "oui" },
	VALUE(F8472, "Laser wavelength", wavelength, 0, 0, 2),
	VALUE(PAGED, "Laser wavelength", wavelength, 0, 3, 2),
	VALUE(PAGED, "Laser wavelength tolerance", wavelength_tolerance, 0, 3, 2),
	VALUE(F8472 | F8636, "BR, Nominal", nominal_mbaud, 0, 0, 0),

	REGISTER(F8472, "Length(SMF,km)", "length_smf_km"),
	REGISTER(F8472, "Length(SMF)", "length_smf"),
	REGISTER(F8472, "Length(50um)", "length_om2"),
	REGISTER(F8472, "Length(62.5um)", "length_om1"),
	REGISTER(F8472, "Length(Copper)", "length_cable"),
	REGISTER(F8472, "Length(Copper)", "length_om4"),
	REGISTER(F8472, "Length(OM3)", "length_om3"),
	REGISTER(F8636, "Length(SMF,km)", "length_smf"),
	REGISTER(F8636, "Length(OM3 50um)", "length_om3"),
	REGISTER(F8636, "Length(OM2 50um)", "length_om2"),
	REGISTER(F8636, "Length(OM1 62.5um)", "length_om1"),
	REGISTER(F8636, "Length(Copper or Active cable)", "length_cable"),
	REGISTER(F8636, "Length(Copper or Active cable)", "length_om4"),
	REGISTER(FCMIS, "Length(OM5)", "length_om5"),
	REGISTER(FCMIS, "Length(OM4)", "length_om4"),
	REGISTER(FCMIS, "Length(OM3 50/125um)", "length_om3"),
	REGISTER(FCMIS, "Length(OM2 50/125um)", "length_om2"),
	{ .families = FCMIS, .label = "Cable assembly length", .kind = COMPARE_REGISTER, .decimals = 2,
	  .key = "length_cable" },

	VALUE(ALL, "Module temperature", temperature, MONITOR_TEMPERATURE, 2, 2),
	VALUE(ALL, "Module voltage", supply, MONITOR_SUPPLY, 4, 6),
	{ F8472, "Laser bias current", COMPARE_VALUE, 3, 3, MONITOR_TX_BIAS, LANE(tx_bias) },
	{ F8472, "Laser output power", COMPARE_POWER, 4, 6, MONITOR_TX_POWER, LANE(tx_power) },
	{ F8472, "Receiver signal average optical power", COMPARE_POWER, 4, 6, MONITOR_RX_POWER,
	  LANE(rx_power) },
	{ PAGED, "Laser tx bias current(Channel #)", COMPARE_VALUE, 3, 3, MONITOR_TX_BIAS, OF_LANES,
	  LANE(tx_bias) },
	{ PAGED, "Transmit avg optical power(Channel #)", COMPARE_POWER, 4, 6, MONITOR_TX_POWER, OF_LANES,
	  LANE(tx_power) },
	{ PAGED, "Rcvr signal avg optical power(Channel #)", COMPARE_POWER, 4, 6, MONITOR_RX_POWER, OF_LANES,
	  LANE(rx_power) },

	ALARMS(ALL, "Module temperature", MONITOR_TEMPERATURE),
	ALARMS(ALL, "Module voltage", MONITOR_SUPPLY),
	LANE_ALARMS(F8472, "Laser bias current", "", MONITOR_TX_BIAS, false),
	LANE_ALARMS(F8472, "Laser output power", "", MONITOR_TX_POWER, false),
	LANE_ALARMS(F8472, "Laser rx power", "", MONITOR_RX_POWER, false),
	LANE_ALARMS(PAGED, "Laser bias current", "(Chan #)", MONITOR_TX_BIAS, true),
	LANE_ALARMS(PAGED, "Laser tx power", "(Channel #)", MONITOR_TX_POWER, true),
	LANE_ALARMS(PAGED, "Laser rx power", "(Channel #)", MONITOR_RX_POWER, true),

	THRESHOLDS("Module temperature", MONITOR_TEMPERATURE, COMPARE_VALUE, 2, 2),
	THRESHOLDS("Module voltage", MONITOR_SUPPLY, COMPARE_VALUE, 4, 6),
	THRESHOLDS("Laser bias current", MONITOR_TX_BIAS, COMPARE_VALUE, 3, 3),
	THRESHOLDS("Laser output power", MONITOR_TX_POWER, COMPARE_POWER, 4, 6),
	THRESHOLDS("Laser rx power", MONITOR_RX_POWER, COMPARE_POWER, 4, 6),
};

/* What eeprom_walk_fields() says, by key. */
struct registers {
	const char *key;
	struct image_addr at;
	uint8_t len;
	const char *value;
	char text[160];
};

static void find_register(const struct eeprom_field *field, void *arg)
{
	struct registers *r = arg;

	if (strcmp(field->key, r->key) == 0) {
		memcpy(r->text, field->value, sizeof(r->text));
		r->value = r->text;
		r->at = field->at;
		r->len = field->len;
	}
}

/* Text without what decoders show differently: padding, and bytes that are not printable. */
static void plain_text(const char *s, char *buf, size_t size)
{
	size_t len = 0;

	for (; *s && len + 1 < size; s++) {
		if (strncmp(s, "\xef\xbf\xbd", 3) == 0) {
			buf[len++] = '_';
			s += 2;
		} else {
			buf[len++] = *s;
		}
	}
	while (len > 0 && (buf[len - 1] == '_' || buf[len - 1] == ' '))
		len--;
	buf[len] = '\0';
	memmove(buf, buf + strspn(buf, "_ "), len + 1 - strspn(buf, "_ "));
}

static bool text_agrees(const struct comparison *c)
{
	char a[64], b[64];

	plain_text(c->ours, a, sizeof(a));
	plain_text(c->theirs ? c->theirs : "", b, sizeof(b));
	return strcmp(a, b) == 0;
}

/* Numbers as ethtool rounds them: a 5 that is cut off may have gone either way. */
static bool number_agrees(const struct comparison *c)
{
	double step = pow(10, -c->row->decimals);

	return fabs(strtod(c->theirs, NULL) - c->number) < step * 0.5001;
}

static bool power_agrees(const struct comparison *c)
{
	const char *dbm = strstr(c->theirs, " / ");
	int32_t ours = power_cdbm_from_nw(c->value.v);

	if (!number_agrees(c) || !dbm)
		return false;
	/* Ours ends at -40.00 dBm: 0.1 uW is the smallest step. */
	if (c->value.state == VALUE_NO_LIGHT)
		return strncmp(dbm, " / -inf dBm", 11) == 0;
	return fabs(strtod(dbm + 3, NULL) * 100 - ours) < 0.5;
}

static bool agrees(const struct comparison *c)
{
	bool dark = c->row->kind == COMPARE_POWER && c->value.state == VALUE_NO_LIGHT;

	if (c->row->kind == COMPARE_TEXT)
		return text_agrees(c);
	if (!c->theirs)
		return !c->shown && !dark;
	if (dark)
		return power_agrees(c);
	if (!c->shown)
		return false;
	switch (c->row->kind) {
	case COMPARE_POWER:
		return power_agrees(c);
	case COMPARE_VALUE:
	case COMPARE_REGISTER:
		return number_agrees(c);
	default:
		return strcmp(c->ours, c->theirs) == 0;
	}
}

static void get_value(struct comparison *c, struct value v)
{
	c->value = v;
	c->shown = value_ok(v);
	c->number = v.v / pow(10, c->row->digits);
	if (c->shown)
		snprintf(c->ours, sizeof(c->ours), "%.*f", c->row->digits, c->number);
	else
		snprintf(c->ours, sizeof(c->ours), "%s", value_state_name(v.state));
}

static void get_alarm(struct comparison *c, const char *of)
{
	uint32_t flags = *(const uint32_t *)(of + c->row->member),
		 known = *(const uint32_t *)(of + c->row->known);

	c->shown = known & c->row->mask;
	snprintf(c->ours, sizeof(c->ours), "%s",
		 !c->shown ? "unknown" : flags & c->row->mask ? "On" : "Off");
}

static void get_register(struct comparison *c, const struct image *img)
{
	struct registers r = { .key = c->row->key };

	eeprom_walk_fields(img, c->m, find_register, &r);
	c->shown = r.value && *r.value;
	if (c->shown) {
		c->number = strtod(r.value, NULL);
		snprintf(c->ours, sizeof(c->ours), "%.95s", r.value);
	}
}

/* What an alarm is about. */
static struct value monitor_value(const struct comparison *c)
{
	const struct lane *lane = &c->m->lane[c->lane ? c->lane - 1 : 0];

	return flag_value(c->m, lane, c->row->monitor);
}

/* Are all bytes of the row there? */
static bool has_register(const struct comparison *c, const struct image *img)
{
	struct registers r = { .key = c->row->key };

	eeprom_walk_fields(img, c->m, find_register, &r);
	return r.value && image_has(img, r.at, r.len);
}

/* Ours: false if its bytes are not in the image. */
static bool get_ours(struct comparison *c, const struct image *img)
{
	const void *lane = module_any_lane(c->m, c->lane ? c->lane : 1);
	const char *of = c->row->of_lane ? lane : (const void *)c->m;
	const void *member = of + c->row->member;
	const uint8_t *oui = c->m->oui;

	switch (c->row->kind) {
	case COMPARE_TEXT:
		snprintf(c->ours, sizeof(c->ours), "%s", (const char *)member);
		c->shown = true;
		return has_register(c, img);
	case COMPARE_OUI:
		snprintf(c->ours, sizeof(c->ours), "%02x:%02x:%02x", oui[0], oui[1], oui[2]);
		c->shown = true;
		return has_register(c, img);
	case COMPARE_VALUE:
	case COMPARE_POWER:
		get_value(c, *(const struct value *)member);
		return c->value.state != VALUE_ABSENT;
	case COMPARE_ALARM:
		get_alarm(c, of);
		return c->shown || monitor_value(c).state != VALUE_ABSENT;
	case COMPARE_REGISTER:
		get_register(c, img);
		return c->shown;
	}
	return false;
}

static const struct compare_reason *find_reason(const struct comparison *c)
{
	for (const struct compare_reason *r = compare_reasons; r->id; r++) {
		if (r->holds(c))
			return r;
	}
	return NULL;
}

/* Received power is labelled by what it is. */
static const char *find_theirs(const struct oracle_line *lines, int count, const char *label)
{
	const char *value = oracle_value(lines, count, label);
	const char *lane = strchr(label, '(');
	char oma[64];

	if (value || !strstr(label, "optical power") || label[0] != 'R')
		return value;
	snprintf(oma, sizeof(oma), "Receiver signal OMA%s", lane ? lane : "");
	return oracle_value(lines, count, oma);
}

/* "Laser tx bias current(Channel 3)" */
static void get_label(const struct compare_row *row, unsigned lane, char *buf, size_t size)
{
	const char *number = strchr(row->label, '#');

	if (number)
		snprintf(buf, size, "%.*s%u)", (int)(number - row->label), row->label, lane);
	else
		snprintf(buf, size, "%s", row->label);
}

static unsigned lanes_of(const struct compare_row *row, const struct module *m)
{
	if (!row->lanes)
		return 1;
	return m->family == FAMILY_CMIS ? MODULE_MAX_LANES : 4;
}

unsigned compare(const struct image *img, const struct module *m, const uint8_t *bytes, size_t len,
		 const struct oracle_line *lines, int count, compare_fn *fn, void *arg)
{
	unsigned compared = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!(rows[i].families >> m->family & 1))
			continue;
		for (unsigned lane = 1; lane <= lanes_of(&rows[i], m); lane++) {
			struct comparison c = { .row = &rows[i], .lane = rows[i].lanes ? lane : 0, .m = m,
						.bytes = bytes, .len = len };
			char label[64];

			if (!get_ours(&c, img))
				continue;
			get_label(&rows[i], lane, label, sizeof(label));
			c.theirs = find_theirs(lines, count, label);
			if (!c.theirs && !c.shown && c.value.state != VALUE_NO_LIGHT)
				continue;
			compared++;
			if (!agrees(&c))
				fn(&c, find_reason(&c), arg);
		}
	}
	return compared;
}
