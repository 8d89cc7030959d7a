/* SPDX-License-Identifier: BSD-3-Clause */
/* Strict parsing of numbers and pairs. */
#include "base/parse.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int parse_u32(const char *s, uint32_t min, uint32_t max, uint32_t *ret_value)
{
	uint64_t v = 0;

	if (!*s)
		return -EINVAL;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return -EINVAL;
		/* Saturate: any larger value is out of range for sure. */
		if (v <= UINT32_MAX)
			v = v * 10 + (uint64_t)(*s - '0');
	}
	if (v < min || v > max)
		return -ERANGE;
	*ret_value = (uint32_t)v;
	return 0;
}

int parse_double(const char *s, double min, double max, double *ret_value)
{
	char *end;
	double v;

	/* strtod() also takes blanks, hexadecimal, "inf" and "nan". */
	if (!*s || s[strspn(s, "+-.0123456789eE")] != '\0')
		return -EINVAL;
	v = strtod(s, &end);
	if (end == s || *end)
		return -EINVAL;
	if (!isfinite(v) || v < min || v > max)
		return -ERANGE;
	*ret_value = v;
	return 0;
}

int parse_pair(const char *s, char *key, size_t size, const char **ret_value)
{
	const char *eq = strchr(s, '=');
	size_t n;

	if (!eq || eq == s)
		return -EINVAL;
	n = (size_t)(eq - s);
	if (n >= size)
		return -EINVAL;
	memcpy(key, s, n);
	key[n] = '\0';
	*ret_value = eq + 1;
	return 0;
}
