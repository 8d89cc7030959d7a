/* SPDX-License-Identifier: BSD-3-Clause */
/* Breakout modes. */
#include "model/mode.h"

#include <errno.h>
#include <stdio.h>

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

int mode_parse(const char *s, struct mode *ret_mode)
{
	uint32_t count, rate, lanes = 0;
	uint32_t unit;

	if (take_number(&s, MODE_MAX_COUNT, &count) || (count & (count - 1)) != 0)
		return -EINVAL;
	if (*s++ != 'x' || take_number(&s, 1600000, &rate))
		return -EINVAL;
	if (*s == 'G' || *s == 'g')
		unit = 1000;
	else if (*s == 'M')
		unit = 1;
	else
		return -EINVAL;
	s++;
	if (rate > 1600000 / unit)
		return -EINVAL;
	if (*s == '(') {
		s++;
		/* The number is the port's lanes; each leg gets an equal share. */
		if (take_number(&s, 16, &lanes) || *s++ != ')' || lanes % count != 0)
			return -EINVAL;
	}
	if (*s)
		return -EINVAL;
	*ret_mode = (struct mode){
		.count = (uint8_t)count,
		.lanes = (uint8_t)(lanes / count),
		.rate_mbps = rate * unit,
	};
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

bool mode_equal(const struct mode *a, const struct mode *b)
{
	return a->count == b->count && a->rate_mbps == b->rate_mbps;
}

bool mode_matches(const struct mode *wanted, const struct mode *actual)
{
	return wanted->count == actual->count &&
	       (actual->rate_mbps == 0 || wanted->rate_mbps == actual->rate_mbps);
}
