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
	assert_int_equal(times(svg, "<circle "), 2);
	assert_non_null(strstr(svg, ">4 "));
	assert_non_null(strstr(svg, "WL-01 wavelengthBand: 850 nm; observed: 1310 nm<"));
	assert_non_null(strstr(svg, "4: swp5  no module<"));
	assert_non_null(strstr(svg, "prefers-color-scheme:dark"));
	free(svg);
	svg = drawn(box.snapshot, "rack1", true, 0, why);
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
	assert_string_equal(buf, "<text x=\"1.0\" y=\"2.0\" class=\"a\">\xc3\xa4" "bc\xe2\x80\xa6</text>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_breakout_is_drawn_whole),
		cmocka_unit_test(what_is_not_there_is_not_drawn),
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(long_names_are_cut),
	};

	return cmocka_run_group_tests_name("diagram", tests, NULL, NULL);
}
