/* SPDX-License-Identifier: BSD-3-Clause */
/* The line of `breakoutctl check`: its code, its words and its performance data. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "box.h"
#include "rules/rule.h"
#include "view/check.h"

static struct violation violations[2];

static void setup_box(struct box *box, enum severity severity, bool waived)
{
	box_init(box, "4x25G");
	box_fit(box, "100g-sr4", "25g-sr");
	violations[0] = (struct violation){ .index = 1, .rule = rule_index("WL-01"), .severity = severity,
	                                    .about = { 1, 2, 3, 0 }, .observed = "a|b\nc", .waived = waived };
	box->snapshot->violations = violations;
	box->snapshot->violation_count = severity ? 1 : 0;
}

static void release_box(struct box *box)
{
	box->snapshot->violations = NULL;
	box->snapshot->violation_count = 0;
	box_release(box);
}

/* The line, to be freed; its code is that which it begins with. */
static char *line_of(const struct box *box, struct show_filter filter, const char *why_old, int code)
{
	char *line = NULL, why[SHOW_WHY];
	size_t len;
	FILE *out = open_memstream(&line, &len);

	assert_non_null(out);
	assert_int_equal(check_print(box->snapshot, &filter, why_old, out, why), code);
	fclose(out);
	assert_int_equal(strcspn(line, "\n"), strlen(line) - 1);
	assert_int_equal(check_code_of(line), code);
	return line;
}

static void severities_have_codes(void **state)
{
	static const struct {
		enum severity severity;
		bool waived;
		int code;
	} rows[] = {
		{ 0, false, CHECK_OK },
		{ SEVERITY_INFO, false, CHECK_OK },
		{ SEVERITY_MINOR, false, CHECK_WARNING },
		{ SEVERITY_MAJOR, false, CHECK_CRITICAL },
		{ SEVERITY_CRITICAL, false, CHECK_CRITICAL },
		{ SEVERITY_CRITICAL, true, CHECK_OK },
	};
	struct box box;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		setup_box(&box, rows[i].severity, rows[i].waived);
		free(line_of(&box, (struct show_filter){ 0 }, NULL, rows[i].code));
		release_box(&box);
	}
}

static void the_worst_is_named_and_can_not_pass_for_data(void **state)
{
	struct box box;
	char *line;

	(void)state;
	setup_box(&box, SEVERITY_CRITICAL, false);
	line = line_of(&box, (struct show_filter){ 0 }, NULL, CHECK_CRITICAL);
	assert_string_equal(line, "BREAKOUT CRITICAL - 1 critical: WL-01 wavelengthBand at rack1 leg 2 (leg port swp3): a/b?c | "
	                          "critical=1;;0 major=0;;0 minor=0;0 info=0 waived=0 modules=5 unreadable=0\n");
	free(line);
	release_box(&box);
}

static void what_cant_be_known_is_unknown(void **state)
{
	struct box box;
	char *line;

	(void)state;
	setup_box(&box, 0, false);
	line = line_of(&box, (struct show_filter){ 0 }, "it is old", CHECK_UNKNOWN);
	assert_non_null(strstr(line, "it is old | "));
	free(line);
	box.snapshot->ports[2].status = READ_TIMEOUT;
	line = line_of(&box, (struct show_filter){ 0 }, NULL, CHECK_UNKNOWN);
	assert_non_null(strstr(line, " 1 of 5 ports can't be read | "));
	free(line);
	free(line_of(&box, (struct show_filter){ .port = "swp4" }, NULL, CHECK_OK));
	release_box(&box);
}

/* A box without a module is a wrong configuration rather than one that is in order. */
static void no_module_at_all_is_unknown(void **state)
{
	struct box box;
	char *line;

	(void)state;
	setup_box(&box, 0, false);
	for (size_t port = 1; port < 5; port++)
		box_plug(&box, port, NULL);
	free(line_of(&box, (struct show_filter){ 0 }, NULL, CHECK_OK));
	box_plug(&box, 0, NULL);
	line = line_of(&box, (struct show_filter){ 0 }, NULL, CHECK_UNKNOWN);
	assert_non_null(strstr(line, "UNKNOWN - there is no module in any port | "));
	free(line);
	release_box(&box);
}

static void a_port_has_its_lanes_and_thresholds(void **state)
{
	struct box box;
	char *line;

	(void)state;
	setup_box(&box, SEVERITY_CRITICAL, false);
	line = line_of(&box, (struct show_filter){ .port = "swp2" }, NULL, CHECK_OK);
	assert_non_null(strstr(line, " rx1="));
	assert_non_null(strstr(line, " bias1="));
	assert_null(strstr(line, " rx2="));
	free(line);
	release_box(&box);
}

/* What is about a port alone is of the breakout that has the port. */
static void a_breakout_has_the_violations_of_its_ports(void **state)
{
	struct box box;

	(void)state;
	setup_box(&box, SEVERITY_MAJOR, false);
	violations[0].about = (struct subject){ .port = 3 };
	box.snapshot->ports[2].role = ROLE_STANDALONE;
	free(line_of(&box, (struct show_filter){ .breakout = "rack1" }, NULL, CHECK_OK));
	box.snapshot->ports[2].role = ROLE_LEG;
	free(line_of(&box, (struct show_filter){ .breakout = "rack1" }, NULL, CHECK_CRITICAL));
	box.snapshot->ports[2].breakout = 1;
	free(line_of(&box, (struct show_filter){ .breakout = "rack1" }, NULL, CHECK_OK));
	release_box(&box);
}

static void what_can_not_be_printed_is_told(void **state)
{
	char buf[128] = "";
	FILE *out = fmemopen(buf, sizeof(buf), "w");

	(void)state;
	assert_non_null(out);
	check_print_unknown("no | of\nthat", out);
	fclose(out);
	assert_string_equal(buf, "BREAKOUT UNKNOWN - no / of\n");
}

static void other_lines_are_unknown(void **state)
{
	(void)state;
	assert_int_equal(check_code_of(""), CHECK_UNKNOWN);
	assert_int_equal(check_code_of("BREAKOUT OKAY - x"), CHECK_UNKNOWN);
	assert_int_equal(check_code_of("OK - x"), CHECK_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(severities_have_codes),
		cmocka_unit_test(the_worst_is_named_and_can_not_pass_for_data),
		cmocka_unit_test(what_cant_be_known_is_unknown),
		cmocka_unit_test(no_module_at_all_is_unknown),
		cmocka_unit_test(a_port_has_its_lanes_and_thresholds),
		cmocka_unit_test(a_breakout_has_the_violations_of_its_ports),
		cmocka_unit_test(what_can_not_be_printed_is_told),
		cmocka_unit_test(other_lines_are_unknown),
	};

	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
