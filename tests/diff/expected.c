/* SPDX-License-Identifier: BSD-3-Clause */
/* Facts in free text, against ours. */
#include "diff/expected.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diff/expected_facts.h"

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

	for (const struct known_difference *k = expected_known; k->image && !reason; k++) {
		if (strstr(c->name, k->image) && strcmp(key, k->key) == 0)
			reason = k->reason;
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
	return (f->lane ? (const char *)module_any_lane(c->m, c->lane) : (const char *)c->m) + f->member;
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

static bool check_rows(const struct context *c, const struct fact *f, const char *theirs, char *ours,
                       size_t size)
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

static bool check_row(const struct context *c, const struct fact *f, const char *theirs, char *ours,
                      size_t size)
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

	for (const struct fact *f = expected_facts; f->key; f++) {
		size_t len = strlen(f->key), blanks;

		if (len <= longest || strncmp(at, f->key, len) != 0)
			continue;
		blanks = strspn(at + len, " ");
		if (at[len + blanks] != '=')
			continue;
		longest = len;
		found = f;
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
