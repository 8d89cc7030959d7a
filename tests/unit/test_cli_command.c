/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl's commands: arguments, messages, exit codes and JSON. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "cli/cli.h"
#include "eeprom/eeprom.h"
#include "rules/plan.h"

#include "cli_run.h"
#include "scratch.h"

/* The folder of a test. */
static const char *folder(void **state)
{
	const struct scratch *s = *state;

	return s->dir;
}

static void wrong_command_lines_are_explained(void **state)
{
	static const struct {
		const char *line;
		const char *says;
	} rows[] = {
		{ "breakoutctl", "usage: breakoutctl" },
		{ "breakoutctl frob", "unknown command 'frob', expected decode, show, status, resync, discover, watch, check, diagram, history, explain, fit, import or sim" },
		{ "breakoutctl --frob", "unknown option '--frob'" },
		{ "breakoutctl show",
		  "show what? Expected ports, modules, module, lanes, breakouts, legs, violations, events or rules" },
		{ "breakoutctl show frob", "show: unknown command 'frob', expected ports" },
		{ "breakoutctl sim", "Expected types, init, insert, remove, set or host" },
		{ "breakoutctl decode", "something is missing" },
		{ "breakoutctl decode a b", "too many arguments" },
		{ "breakoutctl decode --frob a", "unknown option '--frob'" },
		{ "breakoutctl decode --conf=x a", "decode has no option '--conf'" },
		{ "breakoutctl decode --json=x a", "option '--json' takes no value" },
		{ "breakoutctl show ports -c", "option '-c' wants a value: --conf CONF" },
		{ "breakoutctl show ports extra", "too many arguments" },
		{ "breakoutctl show ports --jso", "unknown option '--jso'" },
		{ "breakoutctl sim init", "something is missing" },
		{ "breakoutctl sim init @ --trunks 0", "--trunks '0': expected 1 to 512" },
		{ "breakoutctl sim init @ --trunks 1e2", "--trunks '1e2'" },
		{ "breakoutctl sim init @ --type 40g", "unknown module type '40g', expected one of " },
		{ "breakoutctl sim init @ --type 100g-lr4",
		  "a 100GBASE-LR4 can't be split, expected one of " },
		{ "breakoutctl sim init @ --mode 4x25G", "can't be split into '4x25G', expected 4x10G" },
		{ "breakoutctl sim init @ --mode frob", "can't be split into 'frob', expected 4x10G" },
		{ "breakoutctl sim insert @ swp1", "something is missing" },
		{ "breakoutctl sim insert @ swp1 frob", "unknown module type 'frob', expected one of " },
		{ "breakoutctl sim insert @ swp1 10g-sr frob=1", "unknown key 'frob', expected vendor, " },
		{ "breakoutctl sim insert @ swp1 10g-sr frob", "'frob': expected KEY=VALUE" },
		{ "breakoutctl sim insert @ swp1 10g-sr vendor=", "expected 1 to 16 characters" },
		{ "breakoutctl sim insert @ swp1 10g-sr vendor=12345678901234567",
		  "expected 1 to 16 characters" },
		{ "breakoutctl sim insert @ swp1 10g-sr vendor=\xc3\xbc", "expected printable ASCII" },
		{ "breakoutctl sim insert @ swp1 10g-sr wavelength=85", "expected 400 to 2000 (nm)" },
		{ "breakoutctl sim insert @ swp1 10g-sr seed=-1", "expected a whole number" },
		{ "breakoutctl sim insert @ swp1 10g-sr date=2026", "expected YYMMDD" },
		{ "breakoutctl sim insert @ swp1 10g-sr connector=sc", "expected lc, " },
		{ "breakoutctl sim insert @ swp1 10g-sr fault=1",
		  "expected none, checksum, truncated, ff, zero or swapped" },
		{ "breakoutctl sim set @ swp1", "something is missing" },
		{ "breakoutctl sim set @ swp1 2", "nothing to set" },
		{ "breakoutctl sim set @ swp1 17 rx=0", "'17': expected a lane, 1 to 16, or KEY=VALUE" },
		{ "breakoutctl sim set @ swp1 0 rx=0", "'0': expected a lane" },
		{ "breakoutctl sim set @ swp1 1 frob=0", "unknown key 'frob', expected temperature, " },
		{ "breakoutctl sim set @ swp1 1 rx=9", "rx=9: expected -40 to 8.16 (dBm) or off" },
		{ "breakoutctl sim set @ swp1 1 rx=nan", "rx=nan: expected" },
		{ "breakoutctl sim set @ swp1 bias=132", "expected 0 to 131.07" },
		{ "breakoutctl sim set @ swp1 vcc=6.6", "expected 0 to 6.5535" },
		{ "breakoutctl sim set @ swp1 temperature=128", "expected -128 to 127.99" },
		{ "breakoutctl sim set @ swp1 los=2", "expected 0 or 1" },
		{ "breakoutctl sim set @ swp1 bias=off", "expected 0 to 131.07" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cli_result r = cli_run(rows[i].line, folder(state));

		assert_row(r.code == CLI_USAGE, rows[i].line);
		if (!strstr(r.err, rows[i].says))
			fail_msg("%s: said: %s", rows[i].line, r.err);
		assert_row(*r.out == '\0', rows[i].line);
		cli_result_release(&r);
	}
}

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void failures_are_named(void **state)
{
	static const struct {
		const char *line;
		const char *says;
	} rows[] = {
		{ "breakoutctl decode @/nothing", "nothing: No such file or directory" },
		{ "breakoutctl decode @", ": Is a directory" },
		{ "breakoutctl decode /dev/null", "/dev/null: empty" },
		{ "breakoutctl decode /dev/zero", "more than 65536 bytes" },
		{ "breakoutctl decode @/text", "/text:2: 'zz' is not a hexadecimal number" },
		{ "breakoutctl discover --root @/nothing", "/nothing: No such file or directory" },
		{ "breakoutctl show ports -c @/nothing", "nothing" },
		{ "breakoutctl sim init @/a/b", "No such file or directory" },
		{ "breakoutctl sim remove @ swp1", "is not a simulated switch" },
		{ "breakoutctl sim remove @/nothing swp1", "No such file or directory" },
	};

	write_file(folder(state), "text", "03 04 07\nzz\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cli_result r = cli_run(rows[i].line, folder(state));

		assert_row(r.code == CLI_FAILURE, rows[i].line);
		if (!strstr(r.err, rows[i].says))
			fail_msg("%s: said: %s", rows[i].line, r.err);
		assert_row(strncmp(r.err, "breakoutctl: ", 13) == 0, rows[i].line);
		assert_row(*r.out == '\0', rows[i].line);
		cli_result_release(&r);
	}
}

/* A page of 80 columns that has these words, however they are broken into lines. */
static void has_words(const char *page, const char *words)
{
	const char *p = page;

	for (const char *line = page; *line; line += strcspn(line, "\n") + (strchr(line, '\n') ? 1 : 0))
		assert_row(strcspn(line, "\n") <= 80, page);
	while ((p = strstr(p, (char[]){ words[0], words[1], words[2], '\0' }))) {
		const char *at = p, *want = words;

		while (*want && (*at == *want || (*want == ' ' && strchr(" \n", *at) && *at))) {
			at += *want == ' ' ? strspn(at, " \n") : 1;
			want++;
		}
		if (!*want)
			return;
		p++;
	}
	fail_msg("'%s' is not in: %s", words, page);
}

static void help_is_everywhere(void **state)
{
	char line[64];
	struct cli_result r;

	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		snprintf(line, sizeof(line), "breakoutctl %s %s --help", cmd->words[0],
		         cmd->words[1] ? cmd->words[1] : "");
		r = cli_run(line, folder(state));
		assert_row(r.code == CLI_OK && *r.err == '\0', line);
		has_words(r.out, cmd->summary);
		assert_row(strstr(r.out, cmd->operands), line);
		for (const struct cli_option_row *o = cli_options; o->name; o++) {
			if ((cmd->options | CLI_HELP) & o->bit)
				has_words(strstr(r.out, "Options:"), o->about);
		}
		cli_result_release(&r);
	}
	r = cli_run("breakoutctl --help", folder(state));
	assert_int_equal(r.code, CLI_OK);
	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++)
		has_words(r.out, cmd->summary);
	cli_result_release(&r);
	r = cli_run("breakoutctl sim --help", folder(state));
	assert_int_equal(r.code, CLI_OK);
	assert_non_null(strstr(r.out, "sim insert"));
	assert_null(strstr(r.out, "decode"));
	cli_result_release(&r);
	r = cli_run("breakoutctl --version", folder(state));
	assert_int_equal(r.code, CLI_OK);
	assert_non_null(strstr(r.out, "breakoutctl "));
	cli_result_release(&r);
}

/* A monitoring system reads standard output, and 64 means nothing to it. */
static void check_tells_of_its_command_line_as_a_plugin_does(void **state)
{
	static const struct {
		const char *line;
		const char *says;
	} rows[] = {
		{ "breakoutctl check --frob", "unknown option '--frob'" },
		{ "breakoutctl --frob check", "unknown option '--frob'" },
		{ "breakoutctl check --json", "check has no option '--json'" },
		{ "breakoutctl check extra", "too many arguments" },
		{ "breakoutctl check -p", "option '-p' wants a value: --port PORT" },
		{ "breakoutctl check --scan=a|b", "option '--scan' takes no value: '--scan=a/b'" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cli_result r = cli_run(rows[i].line, folder(state));
		char line[256];

		snprintf(line, sizeof(line), "BREAKOUT UNKNOWN - %s\n", rows[i].says);
		assert_row(r.code == 3, rows[i].line);
		assert_string_equal(r.out, line);
		assert_string_equal(r.err, "");
		cli_result_release(&r);
	}
}

static void unwritable_output_is_a_failure(void **state)
{
	struct cli cli = { .in = stdin, .default_conf = "" };
	char name[] = "breakoutctl", option[] = "--version", *argv[] = { name, option, NULL }, *err = NULL;
	size_t len;

	(void)state;
	cli.out = fopen("/dev/full", "we");
	cli.err = open_memstream(&err, &len);
	if (!cli.out)
		skip();
	assert_int_equal(cli_main(&cli, 2, argv), CLI_FAILURE);
	fclose(cli.out);
	fclose(cli.err);
	assert_non_null(strstr(err, "cannot write the output: No space left on device"));
	free(err);
}

/* The member `key` of the element of `array` whose `by` is `name`. */
static json_t *member(json_t *array, const char *by, const char *name, const char *key)
{
	json_t *element, *value = NULL;
	size_t i;

	assert_true(json_is_array(array));
	json_array_foreach(array, i, element) {
		const char *is = json_string_value(json_object_get(element, by));

		if (is && strcmp(is, name) == 0)
			value = json_object_get(element, key);
	}
	if (!value)
		fail_msg("no %s of %s %s", key, by, name);
	return value;
}

static const char *text_member(json_t *array, const char *by, const char *name, const char *key)
{
	const char *s = json_string_value(member(array, by, name, key));

	if (!s)
		fail_msg("%s of %s %s is no string", key, by, name);
	return s;
}

static void ok(const char *line, const char *dir)
{
	struct cli_result r = cli_run(line, dir);

	if (r.code != CLI_OK)
		fail_msg("%s: exit %d: %s", line, r.code, r.err);
	cli_result_release(&r);
}

static void a_new_switch_is_healthy(void **state)
{
	json_t *j;

	ok("breakoutctl sim init @ --trunks 2", folder(state));
	j = cli_run_json("breakoutctl show ports --json -c @/breakoutd.conf", folder(state));
	assert_int_equal(json_array_size(j), 10);
	assert_string_equal(text_member(j, "name", "swp1", "role"), "trunk");
	assert_string_equal(text_member(j, "name", "swp2", "type"), "40GBASE-SR4");
	assert_string_equal(text_member(j, "name", "swp2", "split"), "4x10G");
	assert_string_equal(text_member(j, "name", "swp7", "breakout"), "bo2");
	assert_int_equal(json_integer_value(member(j, "name", "swp7", "leg")), 1);
	assert_int_equal(json_integer_value(member(j, "name", "swp10", "index")), 10);
	assert_string_equal(text_member(j, "name", "swp10", "status"), "ok");
	assert_true(json_is_null(member(j, "name", "swp10", "why")));
	json_decref(j);
	j = cli_run_json("breakoutctl show --json -c @/breakoutd.conf breakouts", folder(state));
	assert_string_equal(text_member(j, "name", "bo1", "verdict"), "ok");
	assert_string_equal(text_member(j, "name", "bo1", "host_split"), "split");
	assert_int_equal(json_integer_value(member(j, "name", "bo2", "legs_present")), 4);
	json_decref(j);
	j = cli_run_json("breakoutctl show legs --json --conf=@/breakoutd.conf", folder(state));
	assert_int_equal(json_array_size(j), 8);
	assert_string_equal(text_member(j, "port", "swp3", "expected"), "10GBASE-SR");
	assert_string_equal(text_member(j, "port", "swp3", "verdict"), "ok");
	json_decref(j);
	j = cli_run_json("breakoutctl show violations --json -c @/breakoutd.conf", folder(state));
	assert_int_equal(json_array_size(j), 0);
	json_decref(j);
	j = cli_run_json("breakoutctl show lanes --json -c @/breakoutd.conf", folder(state));
	assert_int_equal(json_array_size(j), 16);
	assert_string_equal(text_member(j, "port", "swp3", "rx_power_state"), "ok");
	json_decref(j);
	j = cli_run_json("breakoutctl show modules -j -c @/breakoutd.conf", folder(state));
	assert_string_equal(text_member(j, "port", "swp3", "type_token"), "10g-sr");
	assert_string_equal(text_member(j, "port", "swp3", "serial"), "SIM0000003");
	json_decref(j);
}

/* Made at `at`, the switch has nothing wrong but for remarks. */
static void is_healthy(void **state, unsigned at, const char *trunk, const char *mode)
{
	char line[160];
	json_t *j;

	snprintf(line, sizeof(line), "breakoutctl sim init @/%u --type %s --mode %s", at, trunk, mode);
	ok(line, folder(state));
	snprintf(line, sizeof(line), "breakoutctl show violations --json --scan -c @/%u/breakoutd.conf", at);
	j = cli_run_json(line, folder(state));
	for (size_t i = 0; i < json_array_size(j); i++) {
		const json_t *row = json_array_get(j, i);

		if (strcmp(json_string_value(json_object_get(row, "severity")), "info") != 0)
			fail_msg("%s %s: %s", trunk, mode, json_string_value(json_object_get(row, "rule")));
	}
	json_decref(j);
}

/* All of `sim types`, and some mixed modes. */
static void each_mode_makes_a_healthy_switch(void **state)
{
	static const struct {
		const char *trunk, *mode;
	} mixed[] = {
		{ "800g-dr8", "1x400G+4x100G" },   { "800g-dr8", "4x100G+1x400G" },
		{ "100g-sr4", "2x25G(2)+1x50G(2)" }, { "800g-sr8", "1x400G+1x200G+2x100G" },
		{ "800g-cr8", "1x400G+4x100G" },   { "100g-cr4", "1x50G+2x25G" },
		{ "400g-dr4", "1x200G+2x100G" },   { "400g-sr8", "1x200G+4x50G" },
	};
	unsigned made = 0;

	for (const struct plan *plan = plans; plan->trunk; plan++) {
		char mode[MODE_TEXT];

		if (eeprom_type_encodable(plan_trunk_type(plan)))
			is_healthy(state, made++, plan->trunk, mode_text(&plan->mode, mode, sizeof(mode)));
	}
	assert_true(made >= 112);
	for (size_t i = 0; i < ARRAY_SIZE(mixed); i++)
		is_healthy(state, made++, mixed[i].trunk, mixed[i].mode);
}

static void a_wrong_leg_shows_at_once(void **state)
{
	struct cli_result r;
	json_t *j;

	ok("breakoutctl sim init @", folder(state));
	ok("breakoutctl sim insert @ swp3 10g-lr vendor=ACME", folder(state));
	j = cli_run_json("breakoutctl show violations --json -c @/breakoutd.conf", folder(state));
	assert_int_equal(json_array_size(j), 1);
	assert_string_equal(text_member(j, "port", "swp3", "breakout"), "bo1");
	assert_int_equal(json_integer_value(member(j, "port", "swp3", "leg")), 2);
	assert_string_equal(text_member(j, "port", "swp3", "severity"), "critical");
	json_decref(j);
	r = cli_run("breakoutctl show violations -c @/breakoutd.conf", folder(state));
	assert_int_equal(r.code, CLI_OK);
	assert_non_null(strstr(r.out, "critical"));
	assert_non_null(strstr(r.out, "observed: "));
	cli_result_release(&r);
	ok("breakoutctl sim insert @ swp3 10g-sr", folder(state));
	r = cli_run("breakoutctl show violations -c @/breakoutd.conf", folder(state));
	assert_int_equal(r.code, CLI_OK);
	assert_string_equal(r.out, "no violations\n");
	cli_result_release(&r);
}

static void decode_tells_what_the_image_says(void **state)
{
	json_t *j, *lane;

	ok("breakoutctl sim init @ --type 200g-dr4", folder(state));
	ok("breakoutctl sim set @ swp1 2 rx=off", folder(state));
	j = cli_run_json("breakoutctl decode --registers --json @/ports/swp1.eeprom", folder(state));
	assert_string_equal(json_string_value(json_object_get(j, "type")), "200GBASE-DR4");
	assert_string_equal(json_string_value(json_object_get(j, "form_factor")), "QSFP56");
	assert_string_equal(json_string_value(json_object_get(j, "medium")), "smf");
	assert_string_equal(json_string_value(json_object_get(j, "status")), "ok");
	assert_string_equal(json_string_value(json_object_get(j, "checksum")), "ok");
	assert_int_equal(json_array_size(json_object_get(j, "missing")), 0);
	assert_int_equal(json_array_size(json_object_get(j, "lanes")), 4);
	assert_int_equal(json_array_size(json_object_get(j, "thresholds")), 5);
	assert_int_equal(json_array_size(json_object_get(j, "splits_into")), 2);
	assert_true(json_array_size(json_object_get(j, "registers")) > 50);
	lane = json_array_get(json_object_get(j, "lanes"), 1);
	assert_string_equal(json_string_value(json_object_get(lane, "rx_power_state")), "noLight");
	assert_string_equal(json_string_value(json_object_get(lane, "status")), "dark");
	json_decref(j);
	j = cli_run_json("breakoutctl decode --json @/ports/swp2.eeprom", folder(state));
	assert_null(json_object_get(j, "registers"));
	assert_int_equal(json_array_size(json_object_get(j, "splits_into")), 0);
	assert_true(json_array_size(json_object_get(j, "leg_of")) > 0);
	json_decref(j);
}

/* The first `len` bytes of an image, 0 for all, as a file "cut". */
static void cut_file(const char *dir, const char *name, size_t len)
{
	char path[4096], bytes[8192];
	size_t got;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "re");
	assert_non_null(f);
	got = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	assert_true(got >= len);
	len = len ? len : got;
	snprintf(path, sizeof(path), "%s/cut", dir);
	f = fopen(path, "we");
	assert_non_null(f);
	/* As text: a file of bytes has one of the sizes that memories have. */
	for (size_t i = 0; i < len; i++)
		assert_true(fprintf(f, "%02x\n", (uint8_t)bytes[i]) > 0);
	assert_int_equal(fclose(f), 0);
}

/* Each gap once, from its first byte to its last. */
static void decode_names_what_is_missing(void **state)
{
	static const struct {
		const char *label;
		const char *port;      /* swp1 a 400GBASE-DR4, swp2 one of its legs, swp3 an SFP */
		size_t len;
		const char *missing;
	} rows[] = {
		{ "A0h without its vendor's bytes", "swp3", 96, "A0h:96-127, A2h:0-95, A2h:96-119" },
		{ "one byte short", "swp3", 127, "A0h:127, A2h:0-95, A2h:96-119" },
		{ "A2h cut in its monitors", "swp3", 256 + 100, "A2h:100-119" },
		{ "nothing", "swp3", 0, NULL },
		{ "8636, live bytes listed once", "swp2", 20, "00h:20-127, 00h:128-255" },
		{ "8636 without page 03h", "swp2", 256, "03h:128-255" },
		{ "CMIS in page 01h", "swp1", 256 + 10,
		  "01h:138-255, 02h:128-255, 10h:130-138,\n"
		  "                                   11h:128-255" },
	};
	struct cli_result r;

	ok("breakoutctl sim init @ --type 400g-dr4 --mode 4x100G", folder(state));
	ok("breakoutctl sim insert @ swp3 10g-sr", folder(state));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char name[64], line[160];

		snprintf(name, sizeof(name), "ports/%s.eeprom", rows[i].port);
		cut_file(folder(state), name, rows[i].len);
		r = cli_run("breakoutctl decode @/cut", folder(state));
		assert_row(r.code == CLI_OK, rows[i].label);
		snprintf(line, sizeof(line), "    Not in the dump              : %s\n",
			 rows[i].missing ? rows[i].missing : "");
		if (rows[i].missing && !strstr(r.out, line))
			fail_msg("%s: no '%s' in:\n%.900s", rows[i].label, line, r.out);
		assert_row(rows[i].missing || !strstr(r.out, "Not in the dump"), rows[i].label);
		cli_result_release(&r);
	}
}

/* The same bytes as text give the same, and --hex shows them. */
static void decode_reads_text(void **state)
{
	char path[4096], text[3 * 1024], *at = text;
	struct cli_result r;
	json_t *j;
	FILE *f;
	int byte;

	ok("breakoutctl sim init @ --type 100g-sr4", folder(state));
	snprintf(path, sizeof(path), "%s/ports/swp1.eeprom", folder(state));
	f = fopen(path, "re");
	assert_non_null(f);
	while ((byte = fgetc(f)) != EOF)
		at += sprintf(at, "%02x ", (unsigned)byte);
	fclose(f);
	write_file(folder(state), "text", text);
	j = cli_run_json("breakoutctl decode --hex --json @/text", folder(state));
	assert_string_equal(json_string_value(json_object_get(j, "format")), "hex");
	assert_string_equal(json_string_value(json_object_get(j, "type")), "100GBASE-SR4");
	json_decref(j);
	j = cli_run_json("breakoutctl decode -x -j @/ports/swp1.eeprom", folder(state));
	assert_string_equal(json_string_value(json_object_get(j, "format")), "binary");
	assert_string_equal(text_member(json_object_get(json_object_get(j, "bytes"), "part_number"),
	                                "address", "00h:168-183", "hex"),
	                    "31 30 30 47 2d 53 52 34 20 20 20 20 20 20 20 20");
	assert_string_equal(text_member(json_object_get(j, "registers"), "key", "identifier", "hex"), "11");
	json_decref(j);
	r = cli_run("breakoutctl decode --hex @/text", folder(state));
	assert_int_equal(r.code, CLI_OK);
	assert_non_null(strstr(r.out, "00h:168-183 = 31 30 30 47 2d 53 52 34 20"));
	cli_result_release(&r);
}

static void lists_without_configuration(void **state)
{
	json_t *j = cli_run_json("breakoutctl show rules --json", folder(state));

	assert_true(json_array_size(j) > 10);
	assert_string_equal(text_member(j, "id", "WL-01", "scope"), "leg");
	json_decref(j);
	j = cli_run_json("breakoutctl sim types --json", folder(state));
	assert_string_equal(text_member(j, "token", "100g-sr4", "name"), "100GBASE-SR4");
	assert_string_equal(json_string_value(json_array_get(member(j, "token", "100g-sr4", "modes"), 0)),
			    "4x25G");
	assert_int_equal(json_array_size(member(j, "token", "10g-lr", "modes")), 0);
	json_decref(j);
}

/* Every line of every table fits 80 columns. */
static void tables_fit_the_page(void **state)
{
	static const char *const lines[] = {
		"breakoutctl show ports -c @/breakoutd.conf",
		"breakoutctl show modules -c @/breakoutd.conf",
		"breakoutctl show lanes -c @/breakoutd.conf",
		"breakoutctl show breakouts -c @/breakoutd.conf",
		"breakoutctl show legs -c @/breakoutd.conf",
		"breakoutctl show violations -c @/breakoutd.conf",
		"breakoutctl show rules",
		"breakoutctl sim types",
		"breakoutctl decode -r @/ports/swp1.eeprom",
		"breakoutctl decode -r @/ports/swp2.eeprom",
		"breakoutctl decode -x @/ports/swp1.eeprom",
	};

	ok("breakoutctl sim init @ --trunks 300 --type 200g-dr4", folder(state));
	ok("breakoutctl sim insert @ swp301 10g-sr vendor=WWWWWWWWWWWWWWWW part-number=XXXXXXXXXXXXXXXX "
	   "serial=YYYYYYYYYYYYYYYY", folder(state));
	ok("breakoutctl sim set @ swp1 rx=off los=1 disable=1 temperature=99", folder(state));
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct cli_result r = cli_run(lines[i], folder(state));
		char *save = NULL;

		assert_row(r.code == CLI_OK, lines[i]);
		for (char *l = strtok_r(r.out, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
			if (strlen(l) > 80)
				fail_msg("%s: %zu columns: %s", lines[i], strlen(l), l);
		}
		cli_result_release(&r);
	}
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(wrong_command_lines_are_explained),
		IN_FOLDER(failures_are_named),
		IN_FOLDER(help_is_everywhere),
		IN_FOLDER(check_tells_of_its_command_line_as_a_plugin_does),
		cmocka_unit_test(unwritable_output_is_a_failure),
		IN_FOLDER(a_new_switch_is_healthy),
		IN_FOLDER(each_mode_makes_a_healthy_switch),
		IN_FOLDER(a_wrong_leg_shows_at_once),
		IN_FOLDER(decode_tells_what_the_image_says),
		IN_FOLDER(decode_names_what_is_missing),
		IN_FOLDER(decode_reads_text),
		IN_FOLDER(lists_without_configuration),
		IN_FOLDER(tables_fit_the_page),
	};

	return cmocka_run_group_tests_name("cli_command", tests, NULL, NULL);
}
