/* SPDX-License-Identifier: BSD-3-Clause */
/* Do two cable ends belong together? */
#include "model/cable.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Shorter stems are no serial number: "1-1" and "1-2" have nothing in common. */
#define STEM_MIN 4
/* As many first characters make part numbers relatives. */
#define PART_COMMON_MIN 4

/* Strings of EEPROMs may hold any byte: the C library wants them unsigned. */
static bool is_alnum(char c)
{
	return isalnum((unsigned char)c) != 0;
}

static bool is_separator(char c)
{
	return c == '-' || c == '/' || c == '_' || c == '.' || c == ' ' || c == ':';
}

size_t cable_serial_stem(const char *serial)
{
	size_t len = strlen(serial);

	if (len < STEM_MIN + 2 || !is_alnum(serial[len - 1]) || !is_separator(serial[len - 2]))
		return len;
	return len - 2;
}

/* "0000000000", "N/A": what vendors write who don't number their cables. */
static bool is_placeholder(const char *serial)
{
	size_t len = strlen(serial);

	return len < STEM_MIN || strspn(serial, (char[]){ serial[0], '\0' }) == len;
}

/* Equally long, and different only from `len` - n on. */
static bool differ_only_at_end(const char *a, const char *b, size_t n)
{
	size_t len = strlen(a);

	return len == strlen(b) && len >= STEM_MIN + n && strncmp(a, b, len - n) == 0;
}

/* What looks like an end's mark, but is one only sometimes: "...7A" and "...7B", "-01" and "-02". */
static bool may_be_ends(const char *a, const char *b)
{
	size_t len = strlen(a);

	if (differ_only_at_end(a, b, 1) && isalpha((unsigned char)a[len - 1]) &&
	    isalpha((unsigned char)b[len - 1]))
		return true;
	return differ_only_at_end(a, b, 2) && is_separator(a[len - 3]);
}

enum tristate cable_same_serial(const char *a, const char *b)
{
	size_t stem_a = cable_serial_stem(a), stem_b = cable_serial_stem(b);

	if (is_placeholder(a) || is_placeholder(b))
		return TRI_UNKNOWN;
	if (stem_a == stem_b && strncmp(a, b, stem_a) == 0)
		return TRI_YES;
	return may_be_ends(a, b) ? TRI_UNKNOWN : TRI_NO;
}

bool cable_serial_family(const char *a, const char *b)
{
	return !is_placeholder(a) && !is_placeholder(b) &&
	       (cable_same_serial(a, b) == TRI_YES || may_be_ends(a, b));
}

enum tristate cable_same_part(const char *a, const char *b)
{
	size_t stem = cable_serial_stem(a);

	if (!a[0] || !b[0])
		return TRI_UNKNOWN;
	if (stem == cable_serial_stem(b) && strncasecmp(a, b, stem) == 0)
		return TRI_YES;
	return strncasecmp(a, b, PART_COMMON_MIN) == 0 ? TRI_UNKNOWN : TRI_NO;
}

/* The next word of a vendor's name, in letters and digits; its length. */
static size_t next_word(const char **name)
{
	size_t len = 0;

	while (**name && !is_alnum(**name))
		(*name)++;
	while (is_alnum((*name)[len]))
		len++;
	return len;
}

/* "Mellanox", "MELLANOX TECH" and "Mellanox Technologies" are one: the first word decides. */
enum tristate cable_same_vendor(const char *a, const char *b)
{
	size_t len_a = next_word(&a), len_b = next_word(&b);

	if (!len_a || !len_b)
		return TRI_UNKNOWN;
	return len_a == len_b && strncasecmp(a, b, len_a) == 0 ? TRI_YES : TRI_NO;
}
