/* SPDX-License-Identifier: BSD-3-Clause */
/* SONiC's spelling of modes. */
#include "cli/import_modes.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define PIECE 64

struct list {
	struct mode *modes;
	unsigned max, count, skipped;
};

/* What mode_parse() does not take for its number only. */
static bool is_odd_number(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits > 0 && digits < 3 && text[digits] == 'x' && isdigit((unsigned char)text[digits + 1]);
}

static bool add(struct list *l, const char *text)
{
	struct mode mode;

	if (mode_parse(text, &mode) < 0) {
		l->skipped++;
		return is_odd_number(text);
	}
	if (l->count < l->max)
		l->modes[l->count++] = mode;
	else
		l->skipped++;
	return true;
}

/* "4x25G[10G,1G](4)": as it is, and again with each rate in brackets. */
static bool add_piece(struct list *l, char *piece)
{
	char *open = strchr(piece, '['), *close = open ? strchr(open, ']') : NULL;
	char text[2 * PIECE];
	char *rates, *rate;

	if (open && !close)
		return false;
	if (!add(l, piece))
		return false;
	/* Of which part they are is for the mode to say. */
	if (!open || strchr(piece, '+'))
		return true;
	*open = *close = '\0';
	rates = open + 1;
	while ((rate = strsep(&rates, ","))) {
		while (*rate == ' ')
			rate++;
		snprintf(text, sizeof(text), "%.*sx%s%s", (int)strcspn(piece, "x"), piece, rate, close + 1);
		if (!add(l, text))
			return false;
	}
	return true;
}

bool import_modes(const char *text, struct mode *modes, unsigned max, unsigned *ret_count,
                  unsigned *ret_skipped)
{
	struct list l = { .modes = modes, .max = max };

	while (*text) {
		char piece[PIECE];
		size_t len = 0;
		int depth = 0;

		text += strspn(text, " ");
		for (; text[len] && (text[len] != ',' || depth > 0); len++)
			depth += text[len] == '[' ? 1 : text[len] == ']' ? -1 : 0;
		if (len == 0 || len >= sizeof(piece))
			return false;
		memcpy(piece, text, len);
		piece[len] = '\0';
		if (!add_piece(&l, piece))
			return false;
		text += len;
		if (*text == ',' && !*++text)
			return false;
	}
	*ret_count = l.count;
	*ret_skipped = l.skipped;
	return true;
}
