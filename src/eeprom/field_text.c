/* SPDX-License-Identifier: BSD-3-Clause */
/* The field engine's words: EEPROM text made clean, and every row printed. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/field.h"
#include "eeprom/field_item.h"

#define REPLACEMENT "\xef\xbf\xbd"   /* U+FFFD */

static bool is_padding(uint8_t byte)
{
	return byte == ' ' || byte == 0x00 || byte == 0xff;
}

void field_text(const uint8_t *bytes, size_t len, char *ret_text, size_t size)
{
	size_t out = 0;

	while (len > 0 && is_padding(bytes[len - 1]))
		len--;
	while (len > 0 && is_padding(bytes[0])) {
		bytes++;
		len--;
	}
	for (size_t i = 0; i < len && out + sizeof(REPLACEMENT) <= size; i++) {
		if (bytes[i] >= 0x20 && bytes[i] < 0x7f) {
			ret_text[out++] = (char)bytes[i];
		} else {
			memcpy(ret_text + out, REPLACEMENT, sizeof(REPLACEMENT) - 1);
			out += sizeof(REPLACEMENT) - 1;
		}
	}
	ret_text[out] = '\0';
}

/* "-0.25" for -25 hundredths: `v` in units of 10^-digits, without floating point. */
static void print_fixed(struct text *t, int32_t v, unsigned digits, const char *unit)
{
	int64_t a = v < 0 ? -(int64_t)v : v;
	int scale = 1;

	for (unsigned i = 0; i < digits; i++)
		scale *= 10;
	text_printf(t, "%s%lld.%0*lld %s", v < 0 ? "-" : "", (long long)(a / scale), (int)digits,
		    (long long)(a % scale), unit);
}

static void print_power(struct text *t, int32_t nw)
{
	print_fixed(t, field_scale(nw, 1, 100), 4, "mW / ");
	print_fixed(t, power_cdbm_from_nw(nw), 2, "dBm");
}

static void print_number(struct text *t, enum field_unit unit, int32_t v)
{
	static const char *const words[] = {
		[UNIT_METRE] = " m", [UNIT_KILOMETRE] = " km", [UNIT_MEGABAUD] = " MBd",
		[UNIT_PERCENT] = " %", [UNIT_DEGREE] = " degC", [UNIT_DECIBEL] = " dB",
		[UNIT_SECOND] = " s", [UNIT_NANOSECOND] = " ns", [UNIT_MILLIVOLT] = " mV",
	};

	switch (unit) {
	case UNIT_HEX:
		text_printf(t, "0x%02x", (unsigned)v);
		break;
	case UNIT_CENTIDEGREE:
		print_fixed(t, v, 2, "degC");
		break;
	case UNIT_MICROVOLT:
		print_fixed(t, field_scale(v, 1, 100), 4, "V");
		break;
	case UNIT_MICROAMPERE:
		print_fixed(t, v, 3, "mA");
		break;
	case UNIT_NANOWATT:
		print_power(t, v);
		break;
	case UNIT_CENTINANOMETRE:
		print_fixed(t, v, 2, "nm");
		break;
	case UNIT_MILLIWATT:
		print_fixed(t, field_scale(v, 1, 10), 2, "W");
		break;
	default:
		text_printf(t, "%d", v);
		if (unit < sizeof(words) / sizeof(words[0]) && words[unit])
			text_printf(t, "%s", words[unit]);
	}
}

static void print_value(struct text *t, const struct field *f, struct value v)
{
	switch (v.state) {
	case VALUE_OK:
		print_number(t, (enum field_unit)f->unit, v.v);
		break;
	case VALUE_NO_LIGHT:
		text_printf(t, "no light");
		break;
	case VALUE_ABSENT:
		break;
	default:
		text_printf(t, "%s", value_state_name(v.state));
	}
}

static void print_float(struct text *t, const uint8_t *bytes)
{
	uint32_t high = (uint32_t)bytes[0] << 8 | bytes[1], low = (uint32_t)bytes[2] << 8 | bytes[3];
	uint32_t bits = high << 16 | low;
	float v;

	memcpy(&v, &bits, sizeof(v));
	if (isfinite(v))
		text_printf(t, "%g", (double)v);
	else
		text_printf(t, "not a number (0x%08x)", bits);
}

static void print_coded(struct text *t, const struct field *f, uint32_t code)
{
	char buf[24];

	text_printf(t, "0x%02x (%s)", code, code_label(f->names, code, buf, sizeof(buf)));
}

void field_bits(struct text *t, const uint8_t *bytes, size_t len, unsigned first, const struct code *names)
{
	const char *separator = " (";
	char buf[24];

	for (size_t i = 0; i < len; i++)
		text_item(t, " ", "0x%02x", bytes[i]);
	for (size_t bit = 0; bit < len * 8; bit++) {
		const char *name = code_name(names, (uint32_t)bit);

		if (!(bytes[bit / 8] >> bit % 8 & 1))
			continue;
		if (!name) {
			snprintf(buf, sizeof(buf), "bit %u.%u", (unsigned)(first + bit / 8) & 0xff,
				 (unsigned)bit % 8);
			name = buf;
		}
		text_printf(t, "%s%s", separator, name);
		separator = ", ";
	}
	if (separator[0] == ',')
		text_printf(t, ")");
}

/* What bytes say that have no value member. */
static void print_bytes(struct text *t, const struct field_item *item, const uint8_t *bytes)
{
	const struct field *f = item->f;
	char clean[MODULE_TEXT];

	switch ((enum field_kind)f->kind) {
	case FIELD_TEXT:
		field_text(bytes, f->len, clean, sizeof(clean));
		text_printf(t, "%s", clean);
		break;
	case FIELD_BYTES:
		if (f->names) {
			field_bits(t, bytes, f->len, item->at.offset, f->names);
			break;
		}
		for (unsigned i = 0; i < f->len; i++)
			text_item(t, " ", "%02x", bytes[i]);
		break;
	case FIELD_FLAG:
		text_printf(t, "%s", field_number(item, bytes) ? "yes" : "no");
		break;
	case FIELD_FLOAT:
		print_float(t, bytes);
		break;
	default:
		if (f->names)
			print_coded(t, f, (uint32_t)field_number(item, bytes));
		else
			print_number(t, (enum field_unit)f->unit,
				     field_scale(field_number(item, bytes), f->mul, f->div));
	}
}

static void item_print(struct text *t, const struct field_item *item, const struct image *img,
		       const struct module *m, bool holds)
{
	uint8_t bytes[FIELD_MAX_LEN];
	int r;

	if (item->f->member_type == MEMBER_VALUE) {
		const void *value = field_owner(m, item) + item->f->member;

		print_value(t, item->f, *(const struct value *)value);
		return;
	}
	if (!holds)
		return;
	r = image_read(img, item->at, item->f->len, bytes);
	if (r == 0 && item->f->words)
		item->f->words(t, m, bytes);
	else if (r == 0)
		print_bytes(t, item, bytes);
	else if (r != -ENODATA)
		text_printf(t, "%s", value_state_name(VALUE_UNREADABLE));
}

void fields_walk(const struct field_map *map, const struct image *img, const struct module *m, uint32_t holds,
		 eeprom_field_fn *fn, void *arg)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct field *f = &map->rows[i];
		bool there = f->when == WHEN_ALWAYS || (holds & WHEN_BIT(f->when));

		if ((f->quiet && !there) || (f->applies && !f->applies(m)))
			continue;
		for (unsigned n = 0; n < field_count(f, m); n++) {
			struct field_item item = field_item(f, n);
			struct eeprom_field out = { .key = f->key, .label = f->label, .at = item.at,
						    .len = f->len };
			char key[48], label[64];
			struct text t;

			if (f->count) {
				unsigned number = n + (f->first ? f->first : 1);

				snprintf(key, sizeof(key), "%s_%u", f->key, number);
				snprintf(label, sizeof(label), "%s, %s %u", f->label,
				         f->each ? f->each : "lane", number);
				out.key = key;
				out.label = label;
			}
			text_init(&t, out.value, sizeof(out.value));
			item_print(&t, &item, img, m, there);
			fn(&out, arg);
		}
	}
}
