/* SPDX-License-Identifier: BSD-3-Clause */
/* Words for registers that more than one family has. */
#include "eeprom/words.h"

#include <string.h>

#include "eeprom/sff8024.h"
#include "eeprom/sff8636.h"

void words_oui(struct text *t, const struct module *m, const uint8_t *bytes)
{
	(void)m;
	text_printf(t, "%02x:%02x:%02x", bytes[0], bytes[1], bytes[2]);
}

static unsigned two_digits(const char *p)
{
	return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

static bool is_month_and_day(const char *p)
{
	unsigned month = two_digits(p), day = two_digits(p + 2);

	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool is_short_date(const char *date)
{
	return strspn(date, "0123456789") >= 6 && is_month_and_day(date + 2);
}

/* Year of four digits: by no specification, but sold. Read only where the other form makes no date. */
static bool is_long_date(const char *date)
{
	return strspn(date, "0123456789") == 8 && strncmp(date, "20", 2) == 0 && is_month_and_day(date + 4);
}

bool words_is_date(const char *date)
{
	return is_short_date(date) || is_long_date(date);
}

#define DATE_LEN 8

/* Years of two digits are 2000 on: the form is of 2000. */
void words_date(struct text *t, const struct module *m, const uint8_t *bytes)
{
	char date[MODULE_TEXT], lot[MODULE_TEXT];

	(void)m;
	field_text(bytes, DATE_LEN, date, sizeof(date));
	field_text(bytes + 6, DATE_LEN - 6, lot, sizeof(lot));
	if (!words_is_date(date)) {
		text_printf(t, "%s%s", date, date[0] ? " (no date)" : "");
		return;
	}
	if (!is_short_date(date)) {
		text_printf(t, "%.4s-%.2s-%.2s", date, date + 4, date + 6);
		return;
	}
	text_printf(t, "20%.2s-%.2s-%.2s", date, date + 2, date + 4);
	if (lot[0])
		text_printf(t, " (lot %s)", lot);
}

static void print_checksum(struct text *t, uint8_t stored, enum checksum_state state)
{
	text_printf(t, "0x%02x", stored);
	if (state != CHECKSUM_ABSENT)
		text_printf(t, " (%s)", state == CHECKSUM_OK ? "ok" : "wrong");
}

void words_base_checksum(struct text *t, const struct module *m, const uint8_t *bytes)
{
	print_checksum(t, bytes[0], m->base_checksum);
}

void words_ext_checksum(struct text *t, const struct module *m, const uint8_t *bytes)
{
	print_checksum(t, bytes[0], m->ext_checksum);
}

void words_dmi_checksum(struct text *t, const struct module *m, const uint8_t *bytes)
{
	print_checksum(t, bytes[0], m->dmi_checksum);
}

void words_rate(struct text *t, const struct module *m, const uint8_t *bytes)
{
	if (value_ok(m->nominal_mbaud))
		text_printf(t, "%d MBd", m->nominal_mbaud.v);
	else if (m->nominal_mbaud.state == VALUE_UNSUPPORTED && bytes[0] == 0)
		text_printf(t, "0 MBd (unspecified)");
	else
		text_printf(t, "%s", value_state_name(m->nominal_mbaud.state));
}

static void print_compliance(struct text *t, uint8_t code, const struct sff8024_meaning *meaning)
{
	text_printf(t, "0x%02x (%s)", code, code == 0 ? "unspecified" : meaning ? meaning->name : "unknown");
}

void words_compliance_sfp(struct text *t, const struct module *m, const uint8_t *bytes)
{
	print_compliance(t, bytes[0], sff8024_extended(bytes[0], true, m->connector));
}

void words_compliance_qsfp(struct text *t, const struct module *m, const uint8_t *bytes)
{
	print_compliance(t, bytes[0], sff8636_meaning(m, bytes[0]));
}

void words_length(struct text *t, uint8_t byte, unsigned step, const char *unit)
{
	if (byte == UINT8_MAX)
		text_printf(t, "more than %u %s", (UINT8_MAX - 1) * step, unit);
	else
		text_printf(t, "%u %s", byte * step, unit);
}
