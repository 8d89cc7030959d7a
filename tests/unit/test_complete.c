/* SPDX-License-Identifier: BSD-3-Clause */
/* What `breakoutctl __complete` offers to shells. */
#include "test.h"

#include <string.h>

#include "cli/cli.h"
#include "cli_run.h"
#include "scratch.h"

static void offers_in(const char *dir, const char *line, const char *expected)
{
	struct cli_result r = cli_run(line, dir);

	assert_int_equal(r.code, CLI_OK);
	assert_string_equal(r.err, "");
	assert_string_equal(r.out, expected);
	cli_result_release(&r);
}

static void offers(const char *line, const char *expected)
{
	offers_in("", line, expected);
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

static void values_in_the_same_word_are_completed(void **state)
{
	(void)state;
	offers("breakoutctl __complete show legs --severity=cr", "--severity=critical\t\n");
	offers("breakoutctl __complete show legs --conf=x", ":file\n");
	offers("breakoutctl __complete show legs --json=x", "");
	offers("breakoutctl __complete show legs --frob=x", "");
	offers("breakoutctl __complete show --conf=x eve", "events\twhat the running breakoutd has notified of\n");
	offers("breakoutctl __complete sim init --type=400g-sr8 --mode 4", "4x100G\tMPO16 to 4x MPO12, multimode\n");
}

/* Where no daemon answers, they are those of the configuration. */
static void names_are_those_of_the_configuration(void **state)
{
	const struct scratch *s = *state;
	struct cli_result r;

	r = cli_run("breakoutctl sim init @/sim", s->dir);
	assert_int_equal(r.code, CLI_OK);
	cli_result_release(&r);
	offers_in(s->dir, "breakoutctl __complete show lanes -c @/sim/breakoutd.conf swp3", "swp3\t\n");
	offers_in(s->dir, "breakoutctl __complete diagram -c @/sim/breakoutd.conf b", "bo1\t\n");
	offers_in(s->dir, "breakoutctl __complete diagram -c @/sim/breakoutd.conf a", "all\t\n");
	offers_in(s->dir, "breakoutctl __complete sim remove @/sim swp4", "swp4\t\n");
	offers_in(s->dir, "breakoutctl __complete sim remove @/nothing swp4", "");
	offers_in(s->dir, "breakoutctl __complete show lanes -c @/nothing swp4", "");
	offers_in(s->dir, "breakoutctl __complete show lanes -c @/sim/breakoutd.conf --control @/nobody swp3", "");
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
	offers("breakoutctl __complete fit 40g-sr4 4", "4x10G\tMPO12 to 4x LC duplex, multimode\n");
	offers("breakoutctl __complete fit 40g-sr4 4x10G - 10g-sr", "10g-sr\t10GBASE-SR\n:file\n");
	offers("breakoutctl __complete sim insert dir swp1 40g-sr4 vendor=x vend", "vendor=\tvendor name, at most 16 characters\n");
	offers_among("breakoutctl __complete sim set dir swp1 r", "rx=\t");
	offers_among("breakoutctl __complete sim host dir swp1 s", "split=\t");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_completed),
		cmocka_unit_test(options_and_their_values_are_completed),
		cmocka_unit_test(values_in_the_same_word_are_completed),
		cmocka_unit_test_setup_teardown(names_are_those_of_the_configuration, scratch_setup, scratch_teardown),
		cmocka_unit_test(operands_are_completed),
	};

	return cmocka_run_group_tests_name("complete", tests, NULL, NULL);
}
