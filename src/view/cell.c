/* SPDX-License-Identifier: BSD-3-Clause */
/* Values as text and JSON. */
#include "view/cell.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Length of the valid UTF-8 character at `s`, 0 if it is none. `cp` receives it. */
static size_t utf8_character(const unsigned char *s, uint32_t *ret_cp)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = {
		{ 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 }
	};

	for (size_t n = 0; n < 4; n++) {
		if ((s[0] & forms[n].mask) != forms[n].lead)
			continue;
		uint32_t cp = s[0] & (unsigned char)~forms[n].mask;
		for (size_t i = 1; i <= n; i++) {
			if ((s[i] & 0xc0) != 0x80)
				return 0;
			cp = cp << 6 | (s[i] & 0x3f);
		}
		if (cp < forms[n].least || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
			return 0;
		*ret_cp = cp;
		return n + 1;
	}
	return 0;
}

void cell_clean(char *dst, size_t size, const char *src)
{
	const unsigned char *s = (const unsigned char *)src;
	struct text t;

	text_init(&t, dst, size);
	while (*s && !t.truncated) {
		uint32_t cp = 0;
		size_t n = utf8_character(s, &cp);

		if (n == 0)
			text_printf(&t, "\xef\xbf\xbd");
		else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			text_printf(&t, "?");
		else
			text_printf(&t, "%.*s", (int)n, (const char *)s);
		s += n ? n : 1;
	}
}

void cell_init(struct cell *c)
{
	c->text[0] = '\0';
	c->json = NULL;
	c->failed = false;
}

void cell_release(struct cell *c)
{
	json_decref(c->json);
	c->json = NULL;
}

void cell_set_json(struct cell *c, json_t *json)
{
	if (!json)
		c->failed = true;
	json_decref(c->json);
	c->json = json;
}

static void cell_set_absent(struct cell *c, const char *text)
{
	TEXT_SET(c->text, text);
	cell_set_json(c, json_null());
}

void cell_set_text(struct cell *c, const char *s)
{
	if (!*s) {
		cell_set_absent(c, "-");
		return;
	}
	cell_clean(c->text, sizeof(c->text), s);
	cell_set_json(c, json_string(c->text));
}

void cell_set_format(struct cell *c, const char *fmt, ...)
{
	char buf[CELL_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	cell_set_text(c, buf);
}

void cell_set_code(struct cell *c, const struct code *rows, uint32_t code)
{
	char buf[32];

	cell_set_text(c, code_label(rows, code, buf, sizeof(buf)));
}

void cell_set_number(struct cell *c, int64_t v, unsigned decimals)
{
	int64_t scale = 1;

	for (unsigned i = 0; i < decimals; i++)
		scale *= 10;
	if (decimals == 0) {
		snprintf(c->text, sizeof(c->text), "%lld", (long long)v);
		cell_set_json(c, json_integer(v));
		return;
	}
	snprintf(c->text, sizeof(c->text), "%s%lld.%0*lld", v < 0 ? "-" : "", llabs(v / scale), (int)decimals,
	         llabs(v % scale));
	cell_set_json(c, json_real((double)v / (double)scale));
}

void cell_set_bool(struct cell *c, bool b)
{
	TEXT_SET(c->text, b ? "yes" : "no");
	cell_set_json(c, json_boolean(b));
}

void cell_set_tristate(struct cell *c, enum tristate t)
{
	if (t == TRI_UNKNOWN)
		cell_set_absent(c, "unknown");
	else
		cell_set_bool(c, t == TRI_YES);
}

/* What a person reads where there is no number. */
static const char *why_missing(enum value_state state)
{
	switch (state) {
	case VALUE_NO_LIGHT:
		return "no light";
	case VALUE_UNSUPPORTED:
		return "n/a";
	case VALUE_UNREADABLE:
		return "unread";
	case VALUE_CORRUPT:
		return "corrupt";
	default:
		return "-";
	}
}

void cell_set_value(struct cell *c, struct value v, unsigned decimals)
{
	if (value_ok(v))
		cell_set_number(c, v.v, decimals);
	else
		cell_set_absent(c, why_missing(v.state));
}

void cell_set_power(struct cell *c, struct value nw)
{
	if (value_ok(nw)) {
		cell_set_number(c, power_cdbm_from_nw(nw.v), 2);
	} else if (nw.state == VALUE_NO_LIGHT) {
		TEXT_SET(c->text, why_missing(nw.state));
		cell_set_json(c, json_real(-40.0));
	} else {
		cell_set_absent(c, why_missing(nw.state));
	}
}

void cell_set_state(struct cell *c, enum value_state state)
{
	cell_set_text(c, value_state_name(state));
}

void cell_set_list(struct cell *c)
{
	c->text[0] = '\0';
	cell_set_json(c, json_array());
}

void cell_add_item(struct cell *c, const char *s)
{
	char clean[CELL_TEXT];
	size_t len = strlen(c->text);
	struct text t;

	cell_clean(clean, sizeof(clean), s);
	text_init(&t, c->text + len, sizeof(c->text) - len);
	text_printf(&t, "%s%s", len > 0 ? ", " : "", clean);
	if (json_array_append_new(c->json, json_string(clean)))
		c->failed = true;
}

void cell_add_number(struct cell *c, int64_t v, const char *unit)
{
	size_t len = strlen(c->text);
	struct text t;

	text_init(&t, c->text + len, sizeof(c->text) - len);
	text_printf(&t, "%s%lld%s", len > 0 ? ", " : "", (long long)v, unit);
	if (json_array_append_new(c->json, json_integer(v)))
		c->failed = true;
}

void cell_note(struct cell *c, const char *fmt, ...)
{
	char raw[CELL_TEXT], clean[CELL_TEXT];
	size_t len = strlen(c->text);
	struct text t;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	cell_clean(clean, sizeof(clean), raw);
	text_init(&t, c->text + len, sizeof(c->text) - len);
	text_printf(&t, "%s", clean);
}

json_t *cell_json(const struct cell *c)
{
	return c->json ? json_incref(c->json) : json_null();
}
