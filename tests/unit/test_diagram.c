/* SPDX-License-Identifier: BSD-3-Clause */
/* Pictures of breakouts: what is in them, and that no text of a module gets out of its place. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "box.h"
#include "rules/rule.h"
#include "view/diagram.h"
#include "view/svg.h"
#include "view/wavelength.h"

static char *drawn(const struct snapshot *s, const char *breakout, bool html, int code, char *why)
{
	const struct show_filter filter = { .breakout = breakout };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(diagram_print(s, &filter, html, out, why), code);
	fclose(out);
	return text;
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
		n++;
	return n;
}

static void a_breakout_is_drawn_whole(void **state)
{
	struct violation violations[3] = {
		{ .index = 4, .rule = rule_index("WL-01"), .severity = SEVERITY_CRITICAL, .about = { 1, 2, 3, 0 },
		  .expected = "850 nm", .observed = "1310 nm" },
		{ .index = 5, .rule = rule_index("DOM-02"), .severity = SEVERITY_MINOR, .about = { 1, 2, 1, 2 } },
		{ .index = 6, .rule = rule_index("DOM-02"), .severity = SEVERITY_MINOR, .about = { 9, 0, 1, 0 } },
	};
	char why[SHOW_WHY], *svg;
	struct box box;

	(void)state;
	box_init(&box, "4x25G");
	box_fit(&box, "100g-sr4", "25g-sr");
	box_plug(&box, 4, NULL);
	for (size_t i = 0; i < 4; i++)
		box.snapshot->breakouts[0].legs[i].module = box.snapshot->ports[i + 1].module;
	box.snapshot->violations = violations;
	box.snapshot->violation_count = 3;
	svg = drawn(box.snapshot, NULL, false, 0, why);
	/* Trunk and four legs; two halves of four lanes; two bars of four lanes of the trunk and three legs. */
	assert_int_equal(times(svg, "class=\"box"), 5);
	assert_int_equal(times(svg, "class=\"fibre "), 8);
	assert_int_equal(times(svg, "class=\"track\""), 14);
	assert_int_equal(times(svg, "class=\"mark\""), 2);
	assert_non_null(strstr(svg, ">4  WL-01 wavelengthBand (leg 2, leg port swp3): expected 850 nm; observed 1310 nm<"));
	assert_non_null(strstr(svg, ">5  DOM-02 noLight (leg 2, trunk swp1 lane 2)<"));
	assert_non_null(strstr(svg, "4: swp5 \u00b7 no module<"));
	assert_non_null(strstr(svg, "prefers-color-scheme:dark"));
	assert_non_null(strstr(svg, ">unknown \u00b7 4x25G<"));
	free(svg);
	/* A long name gives way to the type. */
	TEXT_SET(box.topology->ports[1].name, "a name that is longer than a box is wide");
	svg = drawn(box.snapshot, "rack1", true, 0, why);
	assert_non_null(strstr(svg, ">1: a name that\u2026 \u00b7 25GBASE-SR<"));
	assert_memory_equal(svg, "<!DOCTYPE html>\n", 16);
	assert_int_equal(times(svg, "<svg "), 1);
	/* Nothing is fetched from elsewhere. */
	assert_null(strstr(svg, "src="));
	assert_null(strstr(svg, "href="));
	free(svg);
	box.snapshot->violations = NULL;
	box.snapshot->violation_count = 0;
	box_release(&box);
}

/* The middle of the row of what `text` is written beside, at its height less `rise`. */
static double height_of(const char *svg, const char *text, double rise)
{
	const char *at = strstr(svg, text), *tag = at;
	double x, y;

	assert_non_null(at);
	while (tag > svg && *tag != '<')
		tag--;
	assert_int_equal(sscanf(tag, "<text x=\"%lf\" y=\"%lf\"", &x, &y), 2);
	return y - rise;
}

/* Of the mark with this number, and whether it is at the trunk. */
static double mark_height(const char *svg, const char *number, bool *ret_left)
{
	char text[32];
	double x, y;
	const char *at;

	snprintf(text, sizeof(text), "class=\"mark\">%s<", number);
	at = strstr(svg, text);
	assert_non_null(at);
	while (*at != '<')
		at--;
	assert_int_equal(sscanf(at, "<text x=\"%lf\" y=\"%lf\"", &x, &y), 2);
	*ret_left = x < 500;
	return y - 3.5;
}

static void violations_are_marked_where_they_are(void **state)
{
	/* Two lanes to a leg: leg 2 has lanes 3 and 4 of the trunk. */
	struct violation violations[] = {
		{ .index = 1, .rule = rule_index("DOM-02"), .severity = SEVERITY_MAJOR, .about = { 1, 2, 3, 2 } },
		{ .index = 2, .rule = rule_index("DOM-13"), .severity = SEVERITY_MAJOR, .about = { 0, 0, 3, 1 } },
		{ .index = 3, .rule = rule_index("DOM-03"), .severity = SEVERITY_MAJOR, .about = { 0, 0, 1, 2 } },
		{ .index = 4, .rule = rule_index("DOM-14"), .severity = SEVERITY_MAJOR, .about = { 0, 0, 2, 0 } },
		{ .index = 5, .rule = rule_index("SP-01"), .severity = SEVERITY_MAJOR, .about = { 1, 0, 1, 0 } },
		{ .index = 123456, .rule = rule_index("SP-02"), .severity = SEVERITY_MAJOR, .about = { 1, 0, 0, 0 } },
		{ .index = 7, .rule = rule_index("LEG-01"), .severity = SEVERITY_MAJOR, .about = { 1, 1, 2, 0 } },
		{ .index = 8, .rule = rule_index("DOM-08"), .severity = SEVERITY_MAJOR, .about = { 1, 2, 1, 3 } },
	};
	char why[SHOW_WHY], *svg;
	struct box box;
	bool left;

	(void)state;
	box_init(&box, "2x50G");
	box_share_lanes(&box, 4);
	box_fit(&box, "100g-sr4", "50g-cr2");
	for (size_t i = 0; i < 3; i++) {
		box.snapshot->ports[i].role = i ? ROLE_LEG : ROLE_TRUNK;
		box.snapshot->ports[i].breakout = 0;
		if (i)
			box.snapshot->breakouts[0].legs[i - 1].module = box.snapshot->ports[i].module;
	}
	box.snapshot->violations = violations;
	box.snapshot->violation_count = ARRAY_SIZE(violations);
	svg = drawn(box.snapshot, NULL, false, 0, why);
	/* A lane's number is four pixels below the middle of its row, a box's name three. */
	assert_float_equal(mark_height(svg, "1", &left), height_of(svg, "class=\"lane\">4<", 4), 0.1);
	assert_false(left);
	assert_float_equal(mark_height(svg, "2", &left), height_of(svg, "class=\"lane\">3<", 4), 0.1);
	assert_false(left);
	assert_float_equal(mark_height(svg, "3", &left), height_of(svg, "class=\"lane\">2<", 4), 0.1);
	assert_true(left);
	assert_float_equal(mark_height(svg, "4", &left), height_of(svg, ">1: swp2", 3), 0.1);
	assert_false(left);
	assert_float_equal(mark_height(svg, "7", &left), height_of(svg, ">1: swp2", 3), 0.1);
	assert_float_equal(mark_height(svg, "5", &left), height_of(svg, ">swp1 ", 3), 0.1);
	assert_true(left);
	assert_float_equal(mark_height(svg, "123456", &left), height_of(svg, ">swp1 ", 3), 0.1);
	assert_true(left);
	/* What the trunk measures of a leg's light is at the trunk. */
	assert_float_equal(mark_height(svg, "8", &left), height_of(svg, "class=\"lane\">3<", 4), 0.1);
	assert_true(left);
	/* A long number has a wide mark. */
	assert_non_null(strstr(svg, "width=\"45.0\" height=\"18.0\""));
	free(svg);
	box.snapshot->violations = NULL;
	box.snapshot->violation_count = 0;
	box_release(&box);
}

static void lanes_have_their_wavelengths(void **state)
{
	static const struct {
		const char *type;
		uint8_t mapping;    /* of lane 1 */
		unsigned lane;
		int32_t wavelength; /* 0: none */
	} rows[] = {
		{ "100g-sr4", 0, 3, 85000 },       { "100g-cwdm4", 0, 1, 127100 },  { "100g-cwdm4", 0, 4, 133100 },
		{ "40g-lr4", 0, 2, 129100 },       { "100g-lr4", 0, 1, 129556 },    { "100g-lr4", 0, 4, 130914 },
		{ "400g-lr8", 0, 1, 127354 },      { "400g-lr8", 0, 8, 130914 },    { "100g-swdm4", 0, 2, 88000 },
		{ "800g-2xfr4", 0, 4, 133100 },    { "800g-2xfr4", 0, 5, 127100 },  { "800g-2xfr4", 0, 8, 133100 },
		{ "400g-fr4", 0x41, 1, 133100 },   { "400g-fr4", 0xf1, 1, 130100 }, { "100g-1550wdm", 0, 2, 155000 },
		{ "100g-cr4", 0, 1, 0 },           { "100g-cwdm4", 0, 5, 130100 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct module *m = box_module(rows[i].type);
		struct value v;

		if (rows[i].mapping)
			m->lane[0].tx_mapping = rows[i].mapping;
		v = lane_wavelength(m, rows[i].lane);
		assert_row(rows[i].wavelength ? value_ok(v) && v.v == rows[i].wavelength : !value_ok(v), rows[i].type);
		module_unref(m);
	}
	assert_string_equal(wavelength_style(85000), "w850");
	assert_string_equal(wavelength_style(131000), wavelength_style(130914));
	assert_string_equal(wavelength_style(155000), "w1550");
}

/* Lanes of one module are told apart by their colours, each of which is a style. */
static void colours_of_a_module_differ(void **state)
{
	static const char *const types[] = { "100g-cwdm4", "100g-lr4", "400g-lr8", "100g-swdm4" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct module *m = box_module(types[i]);
		const char *seen[8];
		unsigned count = 0;

		for (unsigned n = 1; n <= m->lanes; n++) {
			const char *style = wavelength_style(lane_wavelength(m, n).v), *css, *colour;
			char rule[16];

			snprintf(rule, sizeof(rule), ".%s{", style);
			css = strstr(wavelength_css, rule);
			assert_row(css, style);
			colour = strchr(css, '#');
			for (unsigned k = 0; k < count; k++)
				assert_row(strncmp(seen[k], colour, 7) != 0, types[i]);
			seen[count++] = colour;
		}
		module_unref(m);
	}
}

static void what_is_not_there_is_not_drawn(void **state)
{
	char why[SHOW_WHY];
	struct box box;

	(void)state;
	box_init(&box, "4x25G");
	free(drawn(box.snapshot, "nope", false, -ENOENT, why));
	assert_string_equal(why, "there is no breakout 'nope'");
	/* Empty cages are. */
	free(drawn(box.snapshot, "1", false, 0, why));
	box.topology->breakout_count = 0;
	free(drawn(box.snapshot, NULL, false, -ENOENT, why));
	assert_string_equal(why, "there is no breakout to draw");
	box.topology->breakout_count = 1;
	box_release(&box);
}

static void puts_text(const char *given, const char *expected)
{
	char buf[256] = "";
	FILE *out = fmemopen(buf, sizeof(buf), "w");

	assert_non_null(out);
	svg_put_text(out, given);
	fclose(out);
	assert_string_equal(buf, expected);
}

static void texts_are_escaped(void **state)
{
	(void)state;
	puts_text("plain \xc3\xa4", "plain \xc3\xa4");
	puts_text("<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;");
	puts_text("]]>\x01\x1b[0m\n", "]]&gt;??[0m?");
	puts_text("\xef\xbf\xbe\xef\xbf\xbf\xff", "??\xef\xbf\xbd");
}

static void long_names_are_cut(void **state)
{
	char buf[256] = "";
	FILE *out = fmemopen(buf, sizeof(buf), "w");

	(void)state;
	assert_non_null(out);
	svg_text(out, 1, 2, "a", 4, "\xc3\xa4" "bcdef");
	fclose(out);
	assert_string_equal(buf, "<text x=\"1.0\" y=\"2.0\" class=\"a\">\xc3\xa4" "b\xe2\x80\xa6</text>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_breakout_is_drawn_whole),
		cmocka_unit_test(violations_are_marked_where_they_are),
		cmocka_unit_test(lanes_have_their_wavelengths),
		cmocka_unit_test(colours_of_a_module_differ),
		cmocka_unit_test(what_is_not_there_is_not_drawn),
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(long_names_are_cut),
	};

	return cmocka_run_group_tests_name("diagram", tests, NULL, NULL);
}
