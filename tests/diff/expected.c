/* SPDX-License-Identifier: BSD-3-Clause */
/* Facts in free text, against ours. */
#include "diff/expected.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum fact_kind {
	FACT_TEXT,         /* member */
	FACT_DATE,         /* digits of it */
	FACT_OUI,
	FACT_NUMBER,       /* struct value in 10^-digits of the text's unit; 0 is not given */
	FACT_MILLIWATT,    /* struct value in nW */
	FACT_DBM,
	FACT_COUNT,        /* uint8_t */
	FACT_THRESHOLDS,   /* high alarm, low alarm, high warning, low warning */
	FACT_REGISTER,     /* a number that the row `key` shows */
	FACT_REGISTERS,    /* numbers of several rows, with slashes */
	FACT_WORDS,        /* letters and digits of it are in what the row shows */
	FACT_HEX,          /* bytes of the row */
	FACT_TYPE,
	FACT_MEDIUM,
	FACT_CHECKSUM,
	FACT_DOM,
};

#define MEMBER(name) .member = offsetof(struct module, name)
#define LANE(name) .member = offsetof(struct module, lane[0].name), .lane = true
#define LEVEL(mon, level) .member = offsetof(struct module, thresholds[MONITOR_##mon].level)
#define REGISTER(...) .registers = { __VA_ARGS__ }

static const struct fact {
	const char *key;
	enum fact_kind kind;
	uint8_t digits;
	bool lane;               /* of the lane that the text is about */
	uint16_t member;
	const char *registers[4];   /* the first that there is; of FACT_REGISTERS: all */
} facts[] = {
	{ "vendor", FACT_TEXT, MEMBER(vendor) },
	{ "Vendor", FACT_TEXT, MEMBER(vendor) },
	{ "Vendor name", FACT_TEXT, MEMBER(vendor) },
	{ "vendor_name", FACT_TEXT, MEMBER(vendor) },
	{ "pn", FACT_TEXT, MEMBER(part_number) },
	{ "PN", FACT_TEXT, MEMBER(part_number) },
	{ "part_number", FACT_TEXT, MEMBER(part_number) },
	{ "model", FACT_TEXT, MEMBER(part_number) },
	{ "rev", FACT_TEXT, MEMBER(revision) },
	{ "sn", FACT_TEXT, MEMBER(serial) },
	{ "SN", FACT_TEXT, MEMBER(serial) },
	{ "date", FACT_DATE, MEMBER(date_code) },
	{ "oui", FACT_OUI, MEMBER(oui) },
	{ "OUI", FACT_OUI, MEMBER(oui) },
	{ "type", FACT_TYPE, MEMBER(type_name) },
	{ "module_media_interface", FACT_TYPE, MEMBER(type_name) },
	{ "media", FACT_MEDIUM, MEMBER(medium) },
	{ "identifier", FACT_WORDS, REGISTER("identifier") },
	{ "Identifier", FACT_WORDS, REGISTER("identifier") },
	{ "connector", FACT_WORDS, REGISTER("connector") },
	{ "Connector", FACT_WORDS, REGISTER("connector") },
	{ "encoding", FACT_WORDS, REGISTER("encoding") },
	{ "Encoding", FACT_WORDS, REGISTER("encoding") },
	{ "technology", FACT_WORDS, REGISTER("device_technology") },
	{ "power_level", FACT_REGISTER, REGISTER("power_level") },
	{ "Transceiver codes", FACT_HEX, REGISTER("compliance") },
	{ "Option values", FACT_HEX, REGISTER("options") },
	{ "wavelength_nm", FACT_NUMBER, 2, MEMBER(wavelength) },
	{ "wavelength", FACT_NUMBER, 2, MEMBER(wavelength) },
	{ "Laser wavelength", FACT_NUMBER, 2, MEMBER(wavelength) },
	{ "bitrate", FACT_NUMBER, 0, MEMBER(nominal_mbaud) },
	{ "br", FACT_NUMBER, 0, MEMBER(nominal_mbaud) },
	{ "BR nominal", FACT_NUMBER, 0, MEMBER(nominal_mbaud) },
	{ "max_power_W", FACT_NUMBER, 3, MEMBER(max_power_mw) },
	{ "length", FACT_NUMBER, 0, MEMBER(reach_m) },
	{ "numHostLanes", FACT_COUNT, MEMBER(host_lanes) },
	{ "numMediaLanes", FACT_COUNT, MEMBER(lanes) },
	{ "length_km", FACT_REGISTER, REGISTER("length_smf_km", "length_smf") },
	{ "length_smf_km", FACT_REGISTER, REGISTER("length_smf_km", "length_smf") },
	{ "smf_km", FACT_REGISTER, REGISTER("length_smf_km", "length_smf") },
	{ "smf_length_m", FACT_NUMBER, 0, MEMBER(reach_m) },
	{ "smf_m", FACT_REGISTER, REGISTER("length_smf") },
	{ "length_50um_m", FACT_REGISTER, REGISTER("length_om2") },
	{ "length_50um", FACT_REGISTER, REGISTER("length_om2") },
	{ "length_om2_m", FACT_REGISTER, REGISTER("length_om2") },
	{ "Length OM2", FACT_REGISTER, REGISTER("length_om2") },
	{ "Length 50um", FACT_REGISTER, REGISTER("length_om2") },
	{ "length_62um_m", FACT_REGISTER, REGISTER("length_om1") },
	{ "length_62.5um", FACT_REGISTER, REGISTER("length_om1") },
	{ "length_om1_m", FACT_REGISTER, REGISTER("length_om1") },
	{ "OM1", FACT_REGISTER, REGISTER("length_om1") },
	{ "62.5um", FACT_REGISTER, REGISTER("length_om1") },
	{ "OM3", FACT_REGISTER, REGISTER("length_om3") },
	{ "copper(=OM4)", FACT_REGISTER, REGISTER("length_om4") },
	{ "copper_attenuation_dB 2.5G/5G/7G/12.9G", FACT_REGISTERS,
	  REGISTER("attenuation_2g5", "attenuation_5g", "attenuation_7g", "attenuation_12g9") },
	{ "checksum", FACT_CHECKSUM, MEMBER(status) },
	{ "monitoring", FACT_DOM, MEMBER(dom) },
	{ "temperature_C", FACT_NUMBER, 2, MEMBER(temperature) },
	{ "temp", FACT_NUMBER, 2, MEMBER(temperature) },
	{ "Module temperature", FACT_NUMBER, 2, MEMBER(temperature) },
	{ "vcc_V", FACT_NUMBER, 6, MEMBER(supply) },
	{ "vcc", FACT_NUMBER, 6, MEMBER(supply) },
	{ "Module voltage", FACT_NUMBER, 6, MEMBER(supply) },
	{ "tx_bias_mA", FACT_NUMBER, 3, LANE(tx_bias) },
	{ "bias_mA", FACT_NUMBER, 3, LANE(tx_bias) },
	{ "lane1_bias_mA", FACT_NUMBER, 3, LANE(tx_bias) },
	{ "bias", FACT_NUMBER, 3, LANE(tx_bias) },
	{ "Laser bias current", FACT_NUMBER, 3, LANE(tx_bias) },
	{ "tx", FACT_MILLIWATT, LANE(tx_power) },
	{ "Laser output power", FACT_MILLIWATT, LANE(tx_power) },
	{ "tx_dBm", FACT_DBM, LANE(tx_power) },
	{ "tx_power_dBm", FACT_DBM, LANE(tx_power) },
	{ "rx", FACT_MILLIWATT, LANE(rx_power) },
	{ "rx_power_mW", FACT_MILLIWATT, LANE(rx_power) },
	{ "Receiver signal average optical power", FACT_MILLIWATT, LANE(rx_power) },
	{ "rx_dBm", FACT_DBM, LANE(rx_power) },
	{ "rx_power_dBm", FACT_DBM, LANE(rx_power) },
	{ "bias thr", FACT_THRESHOLDS, 3, MEMBER(thresholds[MONITOR_TX_BIAS]) },
	{ "bias thr HA/LA/HW/LW", FACT_THRESHOLDS, 3, MEMBER(thresholds[MONITOR_TX_BIAS]) },
	{ "bias_thresholds(HA,LA,HW,LW)", FACT_THRESHOLDS, 3, MEMBER(thresholds[MONITOR_TX_BIAS]) },
	{ "tx thr", FACT_THRESHOLDS, 6, MEMBER(thresholds[MONITOR_TX_POWER]) },
	{ "tx pwr thr", FACT_THRESHOLDS, 6, MEMBER(thresholds[MONITOR_TX_POWER]) },
	{ "rx thr", FACT_THRESHOLDS, 6, MEMBER(thresholds[MONITOR_RX_POWER]) },
	{ "rx pwr thr", FACT_THRESHOLDS, 6, MEMBER(thresholds[MONITOR_RX_POWER]) },
	{ "temp thr", FACT_THRESHOLDS, 2, MEMBER(thresholds[MONITOR_TEMPERATURE]) },
	{ "vcc thr", FACT_THRESHOLDS, 6, MEMBER(thresholds[MONITOR_SUPPLY]) },
	{ "tx_power_high_alarm_mW", FACT_MILLIWATT, LEVEL(TX_POWER, high_alarm) },
	{ "rx_high_warn_mW", FACT_MILLIWATT, LEVEL(RX_POWER, high_warning) },
	{ "rx_low_alarm_mW", FACT_MILLIWATT, LEVEL(RX_POWER, low_alarm) },
	{ "rx_low_warn_mW", FACT_MILLIWATT, LEVEL(RX_POWER, low_warning) },
	{ "bias_high_alarm_mA", FACT_NUMBER, 3, LEVEL(TX_BIAS, high_alarm) },
	{ "bias_low_alarm_mA", FACT_NUMBER, 3, LEVEL(TX_BIAS, low_alarm) },
	{ "bias_high_warn_mA", FACT_NUMBER, 3, LEVEL(TX_BIAS, high_warning) },
	{ "bias_low_warn_mA", FACT_NUMBER, 3, LEVEL(TX_BIAS, low_warning) },
	{ "txpwr_high_alarm", FACT_MILLIWATT, LEVEL(TX_POWER, high_alarm) },
	{ "txpwr_low_alarm", FACT_MILLIWATT, LEVEL(TX_POWER, low_alarm) },
	{ "txpwr_high_warn", FACT_MILLIWATT, LEVEL(TX_POWER, high_warning) },
	{ "txpwr_low_warn", FACT_MILLIWATT, LEVEL(TX_POWER, low_warning) },
	{ "temp_high_alarm", FACT_NUMBER, 2, LEVEL(TEMPERATURE, high_alarm) },
	{ "temp_low_alarm", FACT_NUMBER, 2, LEVEL(TEMPERATURE, low_alarm) },
	{ "temp_high_warn", FACT_NUMBER, 2, LEVEL(TEMPERATURE, high_warning) },
	{ "temp_low_warn", FACT_NUMBER, 2, LEVEL(TEMPERATURE, low_warning) },
	{ "vcc_high_alarm", FACT_NUMBER, 6, LEVEL(SUPPLY, high_alarm) },
	{ "vcc_low_alarm", FACT_NUMBER, 6, LEVEL(SUPPLY, low_alarm) },
};

/* Lines that are no facts about what is decoded. */
static const struct {
	const char *start, *reason;
} asides[] = {
	{ "#", "a comment" },
	{ "NOTE:", "a remark" },
	{ "(lanes 3/4 printed a moment later", "of another moment than the memory" },
	{ "page14h rx SNR", "page 14h is not decoded: SNR is taken from VDM" },
	{ "doc formulas", "no values" },
};

/* Sentences, and what must hold then. */
static bool base_is_bad(const struct module *m)
{
	return m->base_checksum == CHECKSUM_BAD && m->status == READ_CORRUPT;
}

static bool ext_is_bad(const struct module *m)
{
	return m->ext_checksum == CHECKSUM_BAD;
}

static bool is_copper(const struct module *m)
{
	return m->medium == MEDIUM_COPPER;
}

static bool no_flag_is_on(const struct module *m)
{
	return m->alarms_known && !m->alarms && m->lane[0].alarms_known && !m->lane[0].alarms;
}

static const struct {
	const char *words;
	bool (*holds)(const struct module *m);
} sentences[] = {
	{ "EEPROM base structure checksum failure", base_is_bad },
	{ "EEPROM extended structure checksum failure", ext_is_bad },
	{ "non-optical (passive copper)", is_copper },
	{ "all flags Off", no_flag_is_on },
};

#define TAKEN_LATER "text and memory are of different moments"
#define FIXTURE "a made-up module whose checksum is wrong: we claim nothing of what it is"
#define ROUTER_OS "RouterOS does not apply external calibration; ethtool agrees with us"

/* Differences that are known. */
static const struct {
	const char *image, *key, *reason;
} known[] = {
	{ "fs-sfp28-25gsr-85", "temp", TAKEN_LATER },
	{ "fs-sfp28-25gsr-85", "tx", TAKEN_LATER },
	{ "fs-sfp28-25gsr-85", "copper(=OM4)", "the text is ethtool's, which knows this byte only as a cable's length" },
	{ "fboss-400g-dr4", "numHostLanes", FIXTURE },
	{ "fboss-400g-dr4", "numMediaLanes", FIXTURE },
	{ "fboss-400g-dr4", "module_media_interface", FIXTURE },
	{ "fboss-2x400g-fr4", "numHostLanes", FIXTURE },
	{ "fboss-2x400g-fr4", "numMediaLanes", FIXTURE },
	{ "fboss-2x400g-fr4", "module_media_interface", FIXTURE },
	{ "oem-sfp-2.5g-t", "Module temperature", TAKEN_LATER },
	{ "oem-sfp-2.5g-t", "Module voltage", TAKEN_LATER },
	{ "gpon-huawei-hpsp2120-extcal", "temperature_C", ROUTER_OS },
	{ "gpon-huawei-hpsp2120-extcal", "vcc_V", ROUTER_OS },
	{ "gpon-huawei-hpsp2120-extcal", "tx_bias_mA", ROUTER_OS },
};

struct context {
	const char *name;
	const struct image *img;
	const struct module *m;
	unsigned lane;
	unsigned count;
	expected_fn *fn;
	void *arg;
};

static void report(struct context *c, const char *key, const char *ours, const char *theirs)
{
	const char *reason = NULL;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]) && !reason; i++) {
		if (strstr(c->name, known[i].image) && strcmp(key, known[i].key) == 0)
			reason = known[i].reason;
	}
	c->fn(key, ours, theirs, reason, c->arg);
}

/* What the row `key` shows. */
struct row_text {
	const char *key;
	bool found;
	struct image_addr at;
	uint8_t len;
	char value[160];
};

static void find_row(const struct eeprom_field *field, void *arg)
{
	struct row_text *r = arg;

	if (strcmp(field->key, r->key) != 0)
		return;
	r->found = true;
	r->at = field->at;
	r->len = field->len;
	memcpy(r->value, field->value, sizeof(r->value));
}

static struct row_text get_row(const struct context *c, const char *key)
{
	struct row_text r = { .key = key };

	eeprom_walk_fields(c->img, c->m, find_row, &r);
	return r;
}

#define MAX_ROWS 4

static struct row_text first_row(const struct context *c, const struct fact *f)
{
	struct row_text r = { .found = false };

	for (unsigned i = 0; i < MAX_ROWS && f->registers[i] && !r.found; i++)
		r = get_row(c, f->registers[i]);
	return r;
}

/* Letters and digits only, in one case; dates: digits only. */
static void essence(const char *s, bool digits_only, char *buf, size_t size)
{
	size_t len = 0;

	for (; *s && len + 1 < size; s++) {
		if (isdigit((unsigned char)*s) || (!digits_only && isalpha((unsigned char)*s)))
			buf[len++] = (char)tolower((unsigned char)*s);
	}
	buf[len] = '\0';
}

static bool same_essence(const char *a, const char *b, bool digits_only)
{
	char x[160], y[160];

	essence(a, digits_only, x, sizeof(x));
	essence(b, digits_only, y, sizeof(y));
	return strcmp(x, y) == 0;
}

/* In the digits that the text gives, cut off or rounded; ours has steps of its own. */
static bool same_number(double ours, const char *theirs, double step)
{
	const char *point = theirs + strspn(theirs, "+-0123456789");
	size_t decimals = *point == '.' ? strspn(point + 1, "0123456789") : 0;

	return fabs(ours - strtod(theirs, NULL)) < fmax(pow(10, -(double)decimals), step) * 1.0001;
}

static const void *member(const struct context *c, const struct fact *f)
{
	return (const char *)c->m + f->member + (f->lane ? (c->lane - 1) * sizeof(struct lane) : 0);
}

static bool check_number(const struct fact *f, struct value v, const char *theirs, char *ours, size_t size)
{
	double number = v.v / pow(10, f->kind == FACT_MILLIWATT ? 6 : f->digits);

	if (f->kind == FACT_DBM)
		number = power_cdbm_from_nw(v.v) / 100.0;
	if (v.state == VALUE_NO_LIGHT)
		number = f->kind == FACT_DBM ? -40 : 0;
	else if (v.state != VALUE_OK) {
		/* 0 stands for what is not given, too. */
		snprintf(ours, size, "%s", value_state_name(v.state));
		return strtod(theirs, NULL) == 0 && v.state == VALUE_UNSUPPORTED;
	}
	snprintf(ours, size, "%.6g", number);
	return same_number(number, theirs, f->kind == FACT_DBM ? 0.005 : 0);
}

static bool check_thresholds(const struct fact *f, const struct thresholds *t, const char *theirs, char *ours,
			     size_t size)
{
	struct value v[4] = { t->high_alarm, t->low_alarm, t->high_warning, t->low_warning };
	struct fact one = { .kind = FACT_NUMBER, .digits = f->digits };
	bool same = true;
	size_t len = 0;

	for (unsigned i = 0; i < 4; i++) {
		char text[32];

		same = check_number(&one, v[i], theirs, text, sizeof(text)) && same;
		len += (size_t)snprintf(ours + len, size - len, "%s%s", i ? "/" : "", text);
		theirs += strcspn(theirs, "/,");
		theirs += *theirs ? 1 : 0;
	}
	return same;
}

static bool check_hex(const struct context *c, const struct row_text *r, const char *theirs, char *ours,
		      size_t size)
{
	uint8_t bytes[16];
	bool same = true;
	size_t len = 0;

	if (r->len > sizeof(bytes) || image_read(c->img, r->at, r->len, bytes) < 0)
		return false;
	for (unsigned i = 0; i < r->len; i++) {
		char *end;

		same = same && strtoul(theirs, &end, 16) == bytes[i];
		theirs = same ? end : theirs;
		len += (size_t)snprintf(ours + len, size - len, "%s0x%02x", i ? " " : "", bytes[i]);
	}
	return same;
}

static bool check_rows(const struct context *c, const struct fact *f, const char *theirs, char *ours, size_t size)
{
	bool same = true;
	size_t len = 0;

	for (unsigned i = 0; i < MAX_ROWS; i++) {
		struct row_text r = get_row(c, f->registers[i]);

		same = same && r.found && same_number(strtod(r.value, NULL), theirs, 0);
		len += (size_t)snprintf(ours + len, size - len, "%s%.20s", i ? "/" : "", r.value);
		theirs += strcspn(theirs, "/");
		theirs += *theirs ? 1 : 0;
	}
	return same;
}

static bool check_row(const struct context *c, const struct fact *f, const char *theirs, char *ours, size_t size)
{
	struct row_text r = first_row(c, f);
	char a[160], b[160];

	snprintf(ours, size, "%s", r.found ? r.value : "not shown");
	if (!r.found)
		return false;
	if (f->kind == FACT_HEX)
		return check_hex(c, &r, theirs, ours, size);
	if (f->kind == FACT_REGISTER)
		return same_number(strtod(r.value, NULL), theirs, 0);
	essence(r.value, false, a, sizeof(a));
	essence(theirs, false, b, sizeof(b));
	return strstr(a, b) != NULL;
}

/* "DR4_400G" is 400GBASE-DR4: both have the same words. */
static bool same_type(const char *ours, const char *theirs)
{
	char rate[16], kind[16], a[64], b[64];

	if (sscanf(theirs, "%15[A-Z0-9]_%15s", kind, rate) == 2) {
		essence(ours, false, a, sizeof(a));
		essence(kind, false, b, sizeof(b));
		return strstr(a, b) && strncasecmp(ours, rate, strlen(rate)) == 0;
	}
	return same_essence(ours, theirs, false);
}

static bool check(const struct context *c, const struct fact *f, const char *theirs, char *ours, size_t size)
{
	const void *from = member(c, f);
	const uint8_t *oui = from;

	switch (f->kind) {
	case FACT_TEXT:
		snprintf(ours, size, "%s", (const char *)from);
		return strcmp(ours, theirs) == 0;
	case FACT_DATE:
		snprintf(ours, size, "%s", (const char *)from);
		return same_essence(ours, theirs, true);
	case FACT_OUI:
		snprintf(ours, size, "%02x:%02x:%02x", oui[0], oui[1], oui[2]);
		return same_essence(ours, theirs, false);
	case FACT_NUMBER:
	case FACT_MILLIWATT:
	case FACT_DBM:
		return check_number(f, *(const struct value *)from, theirs, ours, size);
	case FACT_COUNT:
		snprintf(ours, size, "%u", *(const uint8_t *)from);
		return strtoul(theirs, NULL, 10) == *(const uint8_t *)from;
	case FACT_THRESHOLDS:
		return check_thresholds(f, from, theirs, ours, size);
	case FACT_REGISTERS:
		return check_rows(c, f, theirs, ours, size);
	case FACT_REGISTER:
	case FACT_WORDS:
	case FACT_HEX:
		return check_row(c, f, theirs, ours, size);
	case FACT_TYPE:
		snprintf(ours, size, "%s", (const char *)from);
		return same_type(ours, theirs);
	case FACT_MEDIUM:
		snprintf(ours, size, "%s", code_name(medium_labels, c->m->medium));
		return same_essence(ours, theirs, false);
	case FACT_CHECKSUM:
		snprintf(ours, size, "%s", code_name(checksum_labels, module_checksum(c->m)));
		return strcmp(theirs, "good") == 0 && module_checksum(c->m) == MODULE_CHECKSUM_OK;
	case FACT_DOM:
		snprintf(ours, size, "0x%02x", c->m->dom);
		return strcmp(theirs, "not implemented") == 0 && c->m->dom == 0;
	}
	return false;
}

/* The fact whose key `at` begins with, and where its value starts; the longest one. */
static const struct fact *find_fact(const char *at, const char **ret_value)
{
	const struct fact *found = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		size_t len = strlen(facts[i].key), blanks;

		if (len <= longest || strncmp(at, facts[i].key, len) != 0)
			continue;
		blanks = strspn(at + len, " ");
		if (at[len + blanks] != '=')
			continue;
		longest = len;
		found = &facts[i];
		*ret_value = at + len + blanks + 1;
	}
	return found;
}

/* A value ends at a remark or at the next key. */
static size_t value_length(const char *value)
{
	const char *dummy;
	size_t len = 0;

	for (; value[len]; len++) {
		bool start = len > 0 && value[len - 1] == ' ';

		if (value[len] == '(' || (start && find_fact(value + len, &dummy)))
			break;
	}
	while (len > 0 && value[len - 1] == ' ')
		len--;
	return len;
}

static void check_fact(struct context *c, const struct fact *f, const char *value)
{
	char theirs[128], ours[160] = "";
	size_t len;

	value += strspn(value, " ");
	len = value_length(value);
	snprintf(theirs, sizeof(theirs), "%.*s", (int)len, value);
	c->count++;
	if (!check(c, f, theirs, ours, sizeof(ours)))
		report(c, f->key, ours, theirs);
}

static bool check_sentences(struct context *c, const char *line)
{
	bool found = false;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (!strstr(line, sentences[i].words))
			continue;
		found = true;
		c->count++;
		if (!sentences[i].holds(c->m))
			report(c, sentences[i].words, "does not hold", "holds");
	}
	return found;
}

static void check_line(struct context *c, const char *line)
{
	bool found = check_sentences(c, line);
	const char *value;

	for (size_t i = 0; i < sizeof(asides) / sizeof(asides[0]); i++) {
		if (strncmp(line, asides[i].start, strlen(asides[i].start)) == 0)
			return;
	}
	c->lane = 1;
	for (const char *at = line; *at; at++) {
		const struct fact *f = at == line || at[-1] == ' ' ? find_fact(at, &value) : NULL;

		if (strncmp(at, "lane", 4) == 0 && isdigit((unsigned char)at[4]) && at[5] == ':')
			c->lane = (unsigned)(at[4] - '0');
		if (!f)
			continue;
		found = true;
		check_fact(c, f, value);
		at = value - 1;
	}
	if (!found && line[strspn(line, " ")])
		report(c, "a line that says nothing that is known", "", line);
}

unsigned expected_compare(FILE *f, const char *name, const struct image *img, const struct module *m,
			  expected_fn *fn, void *arg)
{
	struct context c = { .name = name, .img = img, .m = m, .fn = fn, .arg = arg };
	char line[1024];

	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\r\n")] = '\0';
		check_line(&c, line);
	}
	return c.count;
}
