/* SPDX-License-Identifier: BSD-3-Clause */
/* Names as people sort them, and as breakoutd.conf takes them. */
#include "discover/name.h"

#include <string.h>

#include "base/parse.h"

static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* Of two runs of digits. */
static int compare_numbers(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int c;

	for (; a_len > 1 && *a == '0'; a++)
		a_len--;
	for (; b_len > 1 && *b == '0'; b++)
		b_len--;
	if (a_len != b_len)
		return a_len < b_len ? -1 : 1;
	c = memcmp(a, b, a_len);
	return c;
}

int name_compare(const char *a, const char *b)
{
	const char *whole_a = a, *whole_b = b;

	while (*a && *b) {
		size_t a_len = digits(a), b_len = digits(b);
		int c;

		if (a_len && b_len) {
			c = compare_numbers(a, a_len, b, b_len);
			if (c)
				return c;
			a += a_len;
			b += b_len;
			continue;
		}
		if (*a != *b)
			return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
		a++;
		b++;
	}
	if (*a || *b)
		return *a ? 1 : -1;
	/* "swp01" and "swp1". */
	return strcmp(whole_a, whole_b);
}

void name_clean(char *dst, size_t size, const char *src)
{
	size_t n = 0;

	for (; *src && n + 1 < size; src++) {
		unsigned char c = (unsigned char)*src;

		dst[n++] = c > ' ' && c < 0x7f && !strchr("\"\\'#{}", c) ? (char)c : '-';
	}
	dst[n] = '\0';
}

uint32_t name_number(const char *name, size_t *ret_stem)
{
	size_t stem = strlen(name);
	uint32_t number;

	while (stem > 0 && name[stem - 1] >= '0' && name[stem - 1] <= '9')
		stem--;
	if (name[stem] == '0' || parse_u32(name + stem, 1, 65535, &number) < 0)
		return 0;
	*ret_stem = stem;
	return number;
}
