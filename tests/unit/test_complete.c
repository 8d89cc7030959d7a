/* SPDX-License-Identifier: BSD-3-Clause */
/* What `breakoutctl __complete` offers to shells. */
#include "test.h"

#include <string.h>

#include "cli/cli.h"
#include "cli_run.h"

static void offers(const char *line, const char *expected)
{
	struct cli_result r = cli_run(line, "");

	assert_int_equal(r.code, CLI_OK);
	assert_string_equal(r.err, "");
	assert_string_equal(r.out, expected);
	cli_result_release(&r);
}

static void offers_among(const char *line, const char *expected)
{
	struct cli_result r = cli_run(line, "");

	assert_int_equal(r.code, CLI_OK);
	if (!strstr(r.out, expected))
		fail_msg("%s: %s", line, r.out);
	cli_result_release(&r);
}

static void words_are_completed(void **state)
{
	(void)state;
	offers("breakoutctl __complete resy", "resync\thave the running breakoutd announce again what is active, "
	                                      "for a manager that has lost it\n");
	offers("breakoutctl __complete sho", "show\t\n");
	offers("breakoutctl __complete show eve", "events\twhat the running breakoutd has notified of\n");
	offers("breakoutctl __complete --json show eve", "events\twhat the running breakoutd has notified of\n");
	offers("breakoutctl __complete -c file show eve", "events\twhat the running breakoutd has notified of\n");
	offers("breakoutctl __complete nothing", "");
	offers("breakoutctl __complete show nothing x", "");
}

static void options_and_their_values_are_completed(void **state)
{
	(void)state;
	offers("breakoutctl __complete status --j", "--json\tprint JSON\n");
	offers("breakoutctl __complete status --csv", "");
	offers("breakoutctl __complete show legs -s cr", "critical\t\n");
	offers("breakoutctl __complete show legs --conf x", ":file\n");
	offers("breakoutctl __complete sim init --type 100g-sr4", "100g-sr4\t100GBASE-SR4\n");
	offers_among("breakoutctl __complete --", "--version\t");
}

static void operands_are_completed(void **state)
{
	(void)state;
	offers("breakoutctl __complete decode x", ":file\n");
	offers("breakoutctl __complete decode a x", "");
	offers("breakoutctl __complete explain WL-01", "WL-01\twavelengthBand\n");
	offers_among("breakoutctl __complete watch l", "lanes\t");
	offers("breakoutctl __complete sim insert dir swp1 100g-sr4", "100g-sr4\t100GBASE-SR4\n");
	offers("breakoutctl __complete fit 100g-sr4", "100g-sr4\t100GBASE-SR4\n:file\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_completed),
		cmocka_unit_test(options_and_their_values_are_completed),
		cmocka_unit_test(operands_are_completed),
	};

	return cmocka_run_group_tests_name("complete", tests, NULL, NULL);
}
