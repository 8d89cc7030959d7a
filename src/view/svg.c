/* SPDX-License-Identifier: BSD-3-Clause */
/* Pieces of SVG. */
#include "view/svg.h"

#include <string.h>

#include "view/cell.h"

/* U+FFFE and U+FFFF are characters of UTF-8 that XML does not have. */
static size_t not_of_xml(const char *s)
{
	return strncmp(s, "\xef\xbf\xbe", 3) == 0 || strncmp(s, "\xef\xbf\xbf", 3) == 0 ? 3 : 0;
}

void svg_put_text(FILE *out, const char *s)
{
	static const struct {
		char c;
		const char *entity;
	} rows[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };
	char clean[CELL_TEXT];

	cell_clean(clean, sizeof(clean), s);
	for (const char *p = clean; *p; p++) {
		const char *entity = NULL;
		size_t skip = not_of_xml(p);

		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			if (*p == rows[i].c)
				entity = rows[i].entity;
		}
		if (skip)
			fputc('?', out);
		else if (entity)
			fputs(entity, out);
		else
			fputc(*p, out);
		p += skip ? skip - 1 : 0;
	}
}

/*
 * How wide a character is, in tenths of a digit: about that of DejaVu Sans, which is wider than most. The ellipsis is
 * as wide as the widest.
 */
#define WIDEST 16

static unsigned width_of(const char *p)
{
	unsigned char c = (unsigned char)*p;

	if (c >= 0x80)
		return c < 0xe0 ? 11 : strncmp(p, "\xe2\x80", 2) == 0 ? 10 : WIDEST;
	if (c && strchr("MW@%mw", c))
		return 15;
	if (c && strchr("ijltfrI.,:;|!'()[] ", c))
		return 6;
	return c >= 'A' && c <= 'Z' ? 12 : 10;
}

static const char *next_character(const char *p)
{
	do
		p++;
	while (((unsigned char)*p & 0xc0) == 0x80);
	return p;
}

size_t svg_width(const char *s)
{
	size_t width = 0;

	for (const char *p = s; *p; p = next_character(p))
		width += width_of(p);
	return (width + 9) / 10;
}

void svg_cut(const char *s, size_t most, char *buf, size_t size)
{
	size_t width = 0;
	char *p;

	cell_clean(buf, size, s);
	if (svg_width(buf) <= most)
		return;
	for (p = buf; *p; p = buf + (next_character(p) - buf)) {
		width += width_of(p);
		if (width + WIDEST > most * 10)
			break;
	}
	if ((size_t)(p - buf) + 4 <= size)
		memcpy(p, "\xe2\x80\xa6", 4);
	else
		*p = '\0';
}

void svg_text(FILE *out, double x, double y, const char *style, size_t most, const char *s)
{
	char buf[CELL_TEXT];

	svg_cut(s, most, buf, sizeof(buf));
	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, style);
	svg_put_text(out, buf);
	fputs("</text>\n", out);
}

void svg_rect(FILE *out, struct svg_box box, double radius, const char *style)
{
	fprintf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\" class=\"%s\"/>\n", box.x,
	        box.y, box.width, box.height, radius, style);
}

#define BADGE 18.0
#define DIGIT 6.5

double svg_badge_width(const char *text)
{
	double width = DIGIT * (double)strlen(text) + 6;

	return width < BADGE ? BADGE : width;
}

void svg_badge(FILE *out, double x, double y, const char *style, const char *text, const char *title)
{
	double width = svg_badge_width(text);

	fprintf(out, "<g><title>");
	svg_put_text(out, title);
	fprintf(out, "</title>");
	svg_rect(out, (struct svg_box){ x, y - BADGE / 2, width, BADGE }, BADGE / 2, style);
	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"mark\">", x + width / 2, y + 3.5);
	svg_put_text(out, text);
	fputs("</text></g>\n", out);
}
