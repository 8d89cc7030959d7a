/* SPDX-License-Identifier: BSD-3-Clause */
/* Breakout modes. */
#include "model/mode.h"

#include <errno.h>
#include <stdio.h>

#include "base/text.h"

#define MAX_MBPS 1600000

/* Decimal digits at *s, at most `max`; advances *s. */
static int take_number(const char **s, uint32_t max, uint32_t *ret_value)
{
	uint32_t v = 0;

	if (**s < '1' || **s > '9')
		return -EINVAL;
	for (; **s >= '0' && **s <= '9'; (*s)++) {
		v = v * 10 + (uint32_t)(**s - '0');
		if (v > max)
			return -EINVAL;
	}
	*ret_value = v;
	return 0;
}

/* "25G" or "2500M" at *s; advances *s. */
static int take_rate(const char **s, uint32_t *ret_mbps)
{
	uint32_t rate, unit;

	if (take_number(s, MAX_MBPS, &rate))
		return -EINVAL;
	if (**s == 'G' || **s == 'g')
		unit = 1000;
	else if (**s == 'M')
		unit = 1;
	else
		return -EINVAL;
	(*s)++;
	if (rate > MAX_MBPS / unit)
		return -EINVAL;
	*ret_mbps = rate * unit;
	return 0;
}

/* "10G,1G]" at *s, behind the bracket; advances *s. */
static int take_others(const char **s, uint32_t others[MODE_MAX_OTHERS])
{
	for (unsigned i = 0; i < MODE_MAX_OTHERS; i++) {
		if (take_rate(s, &others[i]))
			return -EINVAL;
		if (**s == ']') {
			(*s)++;
			return 0;
		}
		if (*(*s)++ != ',')
			return -EINVAL;
		while (**s == ' ')
			(*s)++;
	}
	return -EINVAL;
}

int mode_parse_rate(const char *s, uint32_t *ret_mbps)
{
	uint32_t mbps;

	if (take_rate(&s, &mbps) || *s)
		return -EINVAL;
	*ret_mbps = mbps;
	return 0;
}

int mode_parse(const char *s, struct mode *ret_mode)
{
	struct mode mode = { 0 };
	uint32_t count, lanes = 0;

	if (take_number(&s, MODE_MAX_COUNT, &count) || (count & (count - 1)) != 0)
		return -EINVAL;
	if (*s++ != 'x' || take_rate(&s, &mode.rate_mbps))
		return -EINVAL;
	if (*s == '[') {
		s++;
		if (take_others(&s, mode.other_mbps))
			return -EINVAL;
	}
	if (*s == '(') {
		s++;
		/* The number is the port's lanes; each leg gets an equal share. */
		if (take_number(&s, 16, &lanes) || *s++ != ')' || lanes % count != 0)
			return -EINVAL;
	}
	if (*s)
		return -EINVAL;
	mode.count = (uint8_t)count;
	mode.lanes = (uint8_t)(lanes / count);
	*ret_mode = mode;
	return 0;
}

const char *mode_text(const struct mode *mode, char *buf, size_t size)
{
	if (mode->count == 0)
		snprintf(buf, size, "%s", "");
	else if (mode->rate_mbps % 1000 == 0)
		snprintf(buf, size, "%ux%uG", mode->count, mode->rate_mbps / 1000);
	else
		snprintf(buf, size, "%ux%uM", mode->count, mode->rate_mbps);
	return buf;
}

const char *mode_full_text(const struct mode *mode, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	text_printf(&t, "%s", mode_text(mode, (char[MODE_TEXT]){ "" }, MODE_TEXT));
	for (unsigned i = 0; i < MODE_MAX_OTHERS && mode->other_mbps[i]; i++) {
		bool whole = mode->other_mbps[i] % 1000 == 0;

		text_printf(&t, "%c%u%c", i ? ',' : '[', mode->other_mbps[i] / (whole ? 1000 : 1), whole ? 'G' : 'M');
	}
	if (mode->other_mbps[0])
		text_printf(&t, "]");
	return buf;
}

bool mode_equal(const struct mode *a, const struct mode *b)
{
	return a->count == b->count && a->rate_mbps == b->rate_mbps;
}

bool mode_matches(const struct mode *wanted, const struct mode *actual)
{
	return wanted->count == actual->count &&
	       (actual->rate_mbps == 0 || wanted->rate_mbps == actual->rate_mbps);
}

bool mode_has_rate(const struct mode *mode, uint32_t mbps)
{
	for (unsigned i = 0; i < MODE_MAX_OTHERS && mode->other_mbps[i]; i++) {
		if (mode->other_mbps[i] == mbps)
			return true;
	}
	return mode->rate_mbps == mbps;
}

bool mode_offers(const struct mode *offer, const struct mode *wanted)
{
	return offer->count == wanted->count && mode_has_rate(offer, wanted->rate_mbps);
}
