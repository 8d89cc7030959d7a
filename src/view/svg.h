/* SPDX-License-Identifier: BSD-3-Clause */
/* Pieces of SVG. Texts may be anything: what XML can't have is replaced, the rest escaped. Lengths in pixels. */
#ifndef BREAKOUT_VIEW_SVG_H
#define BREAKOUT_VIEW_SVG_H

#include <stdio.h>

struct svg_box {
	double x, y, width, height;
};

/* `s` as character data or in an attribute's double quotes. */
void svg_put_text(FILE *out, const char *s);

/* About how many digits are as wide as that. */
size_t svg_width(const char *s);

/* `s` cleaned, and cut with an ellipsis where it is wider than `most` digits. */
void svg_cut(const char *s, size_t most, char *buf, size_t size);

/* A line of text of a class of style; cut as by svg_cut(). */
void svg_text(FILE *out, double x, double y, const char *style, size_t most, const char *s);

void svg_rect(FILE *out, struct svg_box box, double radius, const char *style);

/*
 * A badge with a short text of ASCII in it, and a longer one for who points at it: a disc, or as wide as the text wants it.
 * Its left end is at `x`, its middle at `y`.
 */
void svg_badge(FILE *out, double x, double y, const char *style, const char *text, const char *title);
double svg_badge_width(const char *text);

#endif
