/* SPDX-License-Identifier: BSD-3-Clause */
/* Mixed modes; plain ones are in test_model.c. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/mode.h"

static struct mode mode_of(const char *text)
{
	struct mode mode;

	if (mode_parse(text, &mode) < 0)
		fail_msg("%s is no mode", text);
	return mode;
}

static void mixed_modes_are_parsed(void **state)
{
	static const struct {
		const char *in, *out;   /* NULL: no mode */
		unsigned count;
	} rows[] = {
		{ "2x25G+1x50G", "2x25G+1x50G", 3 },
		{ "1x400G+4x100G", "1x400G+4x100G", 5 },
		{ "2x25G(2)+1x50G(2)", "2x25G+1x50G", 3 },
		{ "1x50G(2)+2x25G[10G,1G](2)", "1x50G+2x25G", 3 },
		{ "1x400G(4)+1x200G(2)+2x100G(2)", "1x400G+1x200G+2x100G", 4 },
		{ "1x400G+1x200G+1x100G+2x50G", "1x400G+1x200G+1x100G+2x50G", 5 },
		{ "3x100G(6)+1x50G(2)", "3x100G(6)+1x50G(2)", 4 },
		{ "1x100G(4)+2x100G(4)", "1x100G(4)+2x100G(4)", 3 },
		{ "1x50G+2x25G(2)", "1x50G+2x25G(2)", 3 },
		{ "1x2500M+1x10G", "1x2500M+1x10G", 2 },
		/* Equal neighbours are one part, and one part is a plain mode. */
		{ "2x25G+2x25G", "4x25G", 4 },
		{ "1x50G+1x25G+1x25G", "1x50G+2x25G", 3 },
		{ "1x25G+2x25G", NULL, 0 },
		{ "4x100G+4x100G+1x100G", NULL, 0 },
		{ "8x100G+1x50G", NULL, 0 },
		{ "1x1G+1x2G+1x3G+1x4G+1x5G", NULL, 0 },
		{ "9x25G+1x50G", NULL, 0 },
		{ "2x25G+", NULL, 0 },
		{ "+2x25G", NULL, 0 },
		{ "2x25G++1x50G", NULL, 0 },
		{ "2x25G +1x50G", NULL, 0 },
		{ "2x25G(3)+1x50G(2)", NULL, 0 },
		{ "2x25G+1x50", NULL, 0 },
		{ "2x25G-1x50G", NULL, 0 },
		{ "2x25G+0x50G", NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mode mode = { .count = 9 }, again;
		char text[MODE_TEXT];

		assert_row(mode_parse(rows[i].in, &mode) == (rows[i].out ? 0 : -EINVAL), rows[i].in);
		assert_row(mode.count == (rows[i].out ? rows[i].count : 9), rows[i].in);
		if (!rows[i].out)
			continue;
		assert_string_equal(mode_text(&mode, text, sizeof(text)), rows[i].out);
		assert_row(mode_is_mixed(&mode) == (strchr(rows[i].out, '+') != NULL), rows[i].in);
		assert_row(mode_is_mixed(&mode) == (mode.rate_mbps == 0), rows[i].in);
		again = mode_of(text);
		assert_row(mode_equal(&mode, &again) && mode_rates_known(&mode), rows[i].in);
	}
}

static void texts_have_room(void **state)
{
	char text[MODE_TEXT], full[MODE_FULL_TEXT];
	struct mode mode = mode_of("2x1599991M(16)+2x1599992M(2)+2x1599993M(16)+2x1599994M(16)"
	                           "[1599911M,1599912M,1599913M,1599914M,1599915M,1599916M,1599917M,1599918M]");

	(void)state;
	assert_string_equal(mode_text(&mode, text, sizeof(text)),
	                    "2x1599991M(16)+2x1599992M(2)+2x1599993M(16)+2x1599994M(16)");
	mode_full_text(&mode, full, sizeof(full));
	assert_true(strlen(full) > strlen(text) && full[strlen(full) - 1] == ']');
	assert_memory_equal(mode_of(full).other_mbps, mode.other_mbps, sizeof(mode.other_mbps));
}

static void legs_have_lanes(void **state)
{
	static const struct {
		const char *mode;
		unsigned lanes;
		const char *legs;   /* first lane and number of each; "": no whole lanes */
	} rows[] = {
		{ "4x25G", 4, "1:1 2:1 3:1 4:1" },
		{ "2x100G", 8, "1:4 5:4" },
		{ "8x50G", 4, "" },
		{ "2x25G+1x50G", 4, "1:1 2:1 3:2" },
		{ "1x50G+2x25G", 4, "1:2 3:1 4:1" },
		{ "1x50G+2x25G", 8, "1:4 5:2 7:2" },
		{ "1x400G+4x100G", 8, "1:4 5:1 6:1 7:1 8:1" },
		{ "1x400G+4x100G", 4, "" },
		{ "1x400G+1x200G+2x100G", 8, "1:4 5:2 7:1 8:1" },
		/* Stated lanes come first, and are those of a part of the port. */
		{ "1x100G(4)+2x100G(4)", 8, "1:4 5:2 7:2" },
		{ "1x200G(2)+1x100G(2)", 4, "1:2 3:2" },
		{ "2x25G(2)+1x50G(2)", 8, "1:2 3:2 5:4" },
		{ "1x50G(2)+2x25G", 4, "1:2 3:1 4:1" },
		{ "1x400G(4)+4x100G(4)", 4, "" },
		{ "1x400G+2x100G", 8, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mode mode = mode_of(rows[i].mode);
		char buf[128];
		struct text t;

		text_init(&t, buf, sizeof(buf));
		for (unsigned leg = 1; leg <= mode.count; leg++) {
			unsigned first, count;

			if (mode_leg_lanes(&mode, rows[i].lanes, leg, &first, &count))
				text_item(&t, " ", "%u:%u", first, count);
		}
		/* What the last leg has no room for is no layout. */
		if (rows[i].legs[0])
			assert_string_equal(buf, rows[i].legs);
		else
			assert_false(mode_leg_lanes(&mode, rows[i].lanes, mode.count, &(unsigned){ 0 }, &(unsigned){ 0 }));
	}
}

static void legs_have_rates(void **state)
{
	struct mode mixed = mode_of("1x50G(2)+2x25G(2)"), plain = mode_of("4x25G(4)"), found;
	struct mode_part legs[6] = { { 1, 2, 50000 }, { 1, 1, 25000 }, { 1, 1, 25000 } };

	(void)state;
	assert_int_equal(mode_leg(&mixed, 1).rate_mbps, 50000);
	assert_int_equal(mode_leg(&mixed, 1).lanes, 2);
	assert_int_equal(mode_leg(&mixed, 3).rate_mbps, 25000);
	assert_int_equal(mode_leg(&mixed, 3).count, 2);
	assert_int_equal(mode_leg(&plain, 4).rate_mbps, 25000);
	assert_int_equal(mode_stated_lanes(&mixed), 4);
	assert_int_equal(mode_of_legs(legs, 3, &found), 0);
	assert_true(mode_equal(&found, &mixed) && mode_rates_known(&found));
	assert_int_equal(mode_of_legs(legs + 1, 2, &found), 0);
	assert_true(!mode_is_mixed(&found) && found.count == 2 && found.rate_mbps == 25000);
	for (unsigned n = 0; n < ARRAY_SIZE(legs); n++)
		legs[n].rate_mbps = n % 2;
	assert_int_equal(mode_of_legs(legs, 6, &found), -EINVAL);
	assert_int_equal(mode_of_legs(legs, 2, &found), 0);
	assert_false(mode_rates_known(&found));
}

static void modes_compare_by_part(void **state)
{
	static const struct {
		const char *wanted, *actual;
		bool equal, offers, matches;
	} rows[] = {
		{ "1x50G+2x25G", "1x50G+2x25G", true, true, true },
		{ "1x50G+2x25G", "1x50G(2)+2x25G(2)", true, true, true },
		{ "1x50G+2x25G", "2x25G(2)+1x50G(2)", false, false, false },
		/* Without lanes nobody knows: speeds are another question. */
		{ "1x50G+2x25G", "2x25G+1x50G", false, false, true },
		{ "1x50G+2x25G", "4x25G(4)", false, false, false },
		{ "1x50G+2x25G", "1x10G(2)+2x25G(2)", false, false, true },
		{ "1x50G+2x25G", "1x50G+2x40G[25G]", false, true, true },
		{ "4x25G", "4x10G(4)", false, false, true },
		{ "4x25G", "1x25G(1)+3x25G(6)", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mode wanted = mode_of(rows[i].wanted), actual = mode_of(rows[i].actual);

		assert_row(mode_equal(&wanted, &actual) == rows[i].equal, rows[i].actual);
		assert_row(mode_offers(&actual, &wanted) == rows[i].offers, rows[i].actual);
		assert_row(mode_matches(&wanted, &actual) == rows[i].matches, rows[i].actual);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mixed_modes_are_parsed), cmocka_unit_test(texts_have_room),
		cmocka_unit_test(legs_have_lanes),        cmocka_unit_test(legs_have_rates),
		cmocka_unit_test(modes_compare_by_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
