/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl import: what comes out loads, and says what the files said. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/random.h"
#include "cli/cli.h"
#include "cli/import_modes.h"
#include "cli_run.h"
#include "config/config.h"
#include "scratch.h"

static const char platform[] =
	"{ \"chassis\": { \"name\": \"box\" }, \"interfaces\": {\n"
	"\"Ethernet0\": { \"index\": \"1,1,1,1\", \"lanes\": \"65,66,67,68\", \"breakout_modes\": {\n"
	"  \"1x100G[40G]\": [\"Eth1\"], \"2x50G(4)\": [\"Eth1/1\", \"Eth1/2\"], \"4x25G[10G]\": [],\n"
	"  \"1x50G(2)+2x25G(2)\": [] } },\n"
	"\"Ethernet4\": { \"index\": \"2,2,2,2\", \"lanes\": \"69,70,71,72\",\n"
	"  \"breakout_modes\": \"1x100G[40G], 4x25G[10G]\", \"default_brkout_mode\": \"4x25G[10G]\" },\n"
	"\"Ethernet8\": { \"index\": 3, \"lanes\": \"73,74,75,76,77,78,79,80\",\n"
	"  \"breakout_modes\": { \"1x400G[200G,100G]\": [], \"8x50G\": [], \"2x200G[100G]\": [] } },\n"
	"\"Ethernet16\": { \"index\": \"4\", \"lanes\": \"81\", \"breakout_modes\": { \"1x25G[10G]\": [] } } } }";

static const char sku[] = "{ \"interfaces\": { \"Ethernet0\": { \"default_brkout_mode\": \"1x100G[40G]\" },\n"
			  "\"Ethernet8\": { \"default_brkout_mode\": \"8x50G\" } } }";

static const char running[] =
	"{ \"DEVICE_METADATA\": {}, \"BREAKOUT_CFG\": { \"Ethernet0\": { \"brkout_mode\": \"4x25G[10G]\" } }, \"PORT\": {\n"
	"\"Ethernet2\": { \"lanes\": \"67\", \"speed\": \"10000\", \"index\": \"1\", \"fec\": \"none\" },\n"
	"\"Ethernet0\": { \"lanes\": \"65\", \"speed\": \"10000\", \"index\": \"1\", \"fec\": \"none\" },\n"
	"\"Ethernet1\": { \"lanes\": \"66\", \"speed\": 10000, \"index\": \"1\", \"fec\": \"none\" },\n"
	"\"Ethernet3\": { \"lanes\": \"68\", \"speed\": \"10000\", \"index\": \"1\", \"fec\": \"none\" },\n"
	"\"Ethernet4\": { \"lanes\": \"69,70,71,72\", \"speed\": \"100000\", \"index\": \"2\", \"fec\": \"rs\", \"autoneg\": \"off\" },\n"
	"\"Ethernet8\": { \"lanes\": \"73,74,75,76\", \"speed\": \"200000\", \"index\": \"3\", \"fec\": \"rs\" },\n"
	"\"Ethernet12\": { \"lanes\": \"77,78,79,80\", \"speed\": \"200000\", \"index\": \"3\", \"fec\": \"rs\" } } }";

/* Import, and load what comes out. */
static struct config *import(struct scratch *s, const char *line)
{
	struct cli_result r = cli_run(line, s->dir);
	struct config *config = NULL;
	char path[SCRATCH_PATH];
	char *error = NULL;

	if (r.code != CLI_OK)
		fail_msg("%s: %s", line, r.err);
	assert_string_equal(r.err, "");
	assert_non_null(strstr(r.out, "# To be checked before use:"));
	scratch_text(s, "breakoutd.conf", r.out);
	if (config_load(scratch_path(s, "breakoutd.conf", path), &config, &error) < 0)
		fail_msg("%s: %s", error, r.out);
	cli_result_release(&r);
	return config;
}

static void write_sonic(struct scratch *s)
{
	scratch_text(s, "platform.json", platform);
	scratch_text(s, "hwsku.json", sku);
	scratch_text(s, "config_db.json", running);
}

static void assert_mode(const struct mode *mode, const char *want)
{
	char text[MODE_TEXT];

	assert_string_equal(mode_text(mode, text, sizeof(text)), want);
}

static void a_platform_has_ports(void **state)
{
	struct scratch *s = *state;
	const struct port_decl *p;
	struct config *config;

	write_sonic(s);
	config = import(s, "breakoutctl import sonic @/platform.json");
	p = config->topology->ports;
	assert_int_equal(config->topology->port_count, 4);
	assert_string_equal(p[0].name, "Ethernet0");
	assert_int_equal(p[0].index, 1);
	assert_int_equal(p[0].cage, FORM_QSFP28);
	assert_int_equal(p[0].source, SOURCE_SYSFS);
	assert_string_equal(p[0].path, "/sys/bus/i2c/devices/1-0050/eeprom");
	assert_int_equal(p[0].netdev_count, 4);
	assert_string_equal(p[0].netdevs[0], "Ethernet0");
	assert_string_equal(p[0].netdevs[3], "Ethernet3");
	assert_int_equal(p[0].split_supported_count, 4);
	assert_mode(&p[0].split_supported[0], "2x50G");
	assert_mode(&p[0].split_supported[1], "4x25G");
	assert_mode(&p[0].split_supported[2], "4x10G");
	assert_mode(&p[0].split_supported[3], "1x50G+2x25G");
	assert_false(p[0].split_declared);
	assert_int_equal(p[2].cage, FORM_QSFP_DD);
	assert_int_equal(p[2].netdev_count, 8);
	assert_int_equal(p[3].cage, FORM_SFP28);
	assert_int_equal(p[3].split_supported_count, 0);
	/* Its default; Ethernet4's is old style. */
	assert_int_equal(config->topology->breakout_count, 1);
	assert_string_equal(config->topology->breakouts[0].name, "Ethernet4");
	assert_mode(&config->topology->breakouts[0].mode, "4x25G");
	assert_true(mode_has_rate(&config->topology->breakouts[0].mode, 10000));
	config_free(config);
}

static void what_runs_counts_more_than_defaults(void **state)
{
	struct scratch *s = *state;
	const struct topology *t;
	struct config *config;

	write_sonic(s);
	config = import(s, "breakoutctl import sonic @/hwsku.json @/platform.json");
	t = config->topology;
	assert_true(t->ports[0].split_declared);
	assert_int_equal(t->ports[0].split_in_force.count, 0);
	assert_int_equal(t->breakout_count, 2);
	assert_mode(&t->breakouts[1].mode, "8x50G");
	assert_int_equal(t->breakouts[1].legs[7].first_lane, 8);
	config_free(config);

	config = import(s, "breakoutctl import sonic @/config_db.json @/hwsku.json @/platform.json "
	                   "--path=/opt/{port}/{index}/{index}");
	t = config->topology;
	assert_string_equal(t->ports[1].path, "/opt/Ethernet4/2/2");
	assert_mode(&t->ports[0].split_in_force, "4x10G");
	assert_int_equal(t->ports[0].fec, FEC_NONE);
	assert_int_equal(t->ports[0].autoneg, TRI_UNKNOWN);
	assert_int_equal(t->ports[1].fec, FEC_RS528);
	assert_int_equal(t->ports[1].autoneg, TRI_NO);
	assert_true(t->ports[1].split_declared);
	assert_int_equal(t->ports[1].split_in_force.count, 0);
	assert_int_equal(t->ports[2].fec, FEC_RS544);
	assert_mode(&t->ports[2].split_in_force, "2x200G");
	assert_int_equal(t->ports[3].fec, FEC_UNKNOWN);
	assert_int_equal(t->breakout_count, 2);
	assert_int_equal(t->breakouts[0].index, 1);
	assert_mode(&t->breakouts[0].mode, "4x10G");
	assert_int_equal(t->breakouts[1].index, 3);
	assert_mode(&t->breakouts[1].mode, "2x200G");
	config_free(config);
}

/* Subports find together by their index; the cage is not known then. */
static void a_running_switch_alone(void **state)
{
	struct scratch *s = *state;
	const struct topology *t;
	struct config *config;

	write_sonic(s);
	config = import(s, "breakoutctl import sonic @/config_db.json");
	t = config->topology;
	assert_int_equal(t->port_count, 3);
	assert_int_equal(t->ports[0].cage, FORM_UNKNOWN);
	assert_int_equal(t->ports[0].netdev_count, 4);
	assert_string_equal(t->ports[0].netdevs[2], "Ethernet2");
	assert_mode(&t->ports[0].split_in_force, "4x10G");
	assert_int_equal(t->ports[2].netdev_count, 8);
	assert_int_equal(t->breakout_count, 2);
	config_free(config);

	/* From 0; of unequal parts; without any number. */
	scratch_text(s, "config_db.json",
	             "{ \"PORT\": { \"Ethernet0\": { \"lanes\": \"1,2\", \"speed\": \"50000\", \"index\": \"0\" },"
	             "\"Ethernet2\": { \"lanes\": \"3\", \"speed\": \"25000\", \"index\": \"0\" },"
	             "\"Ethernet3\": { \"lanes\": \"4\", \"speed\": \"25000\", \"index\": \"0\" },"
	             "\"Ethernet4\": { \"lanes\": \"5\", \"index\": \"1\" } } }");
	config = import(s, "breakoutctl import sonic @/config_db.json");
	t = config->topology;
	assert_int_equal(t->port_count, 2);
	assert_int_equal(t->ports[0].index, 1);
	assert_mode(&t->ports[0].split_in_force, "1x50G+2x25G");
	assert_int_equal(t->ports[1].index, 2);
	assert_int_equal(t->breakout_count, 1);
	assert_int_equal(t->breakouts[0].leg_count, 3);
	assert_int_equal(t->breakouts[0].legs[0].lane_count, 2);
	assert_int_equal(t->breakouts[0].legs[2].first_lane, 4);
	config_free(config);
	scratch_text(s, "config_db.json", "{ \"PORT\": { \"Ethernet7\": {}, \"eth\\\"x\": {}, \"Ethernet3\": {} } }");
	config = import(s, "breakoutctl import sonic @/config_db.json");
	assert_int_equal(config->topology->port_count, 3);
	assert_non_null(topology_port(config->topology, "eth\"x"));
	config_free(config);
}

static void cumulus_ports_are_read(void **state)
{
	static const char text[] = "# ports.conf\r\n1=4x25G\n 2 = 100G\n3=4x10 # old\n5-7=2x50G\n8=disabled\n9=loopback\n"
				   "10=40G/4\n11=1x\n12=4x\n13=8x50G\n\n";
	struct scratch *s = *state;
	struct config *config;
	const struct topology *t;

	scratch_text(s, "ports.conf", text);
	config = import(s, "breakoutctl import cumulus @/ports.conf");
	t = config->topology;
	assert_int_equal(t->port_count, 11);
	assert_string_equal(t->ports[0].name, "swp1");
	assert_int_equal(t->ports[0].netdev_count, 4);
	assert_string_equal(t->ports[0].netdevs[3], "swp1s3");
	assert_mode(&t->ports[0].split_in_force, "4x25G");
	assert_string_equal(t->ports[1].netdevs[0], "swp2");
	assert_true(t->ports[1].split_declared);
	assert_mode(&t->ports[2].split_in_force, "4x10G");
	assert_string_equal(topology_port(t, "swp6")->netdevs[1], "swp6s1");
	assert_int_equal(topology_port(t, "swp8")->netdev_count, 0);
	assert_null(topology_port(t, "swp9"));
	assert_int_equal(topology_port(t, "swp10")->split_in_force.count, 0);
	assert_false(topology_port(t, "swp12")->split_declared);
	assert_int_equal(topology_port(t, "swp13")->cage, FORM_QSFP_DD);
	assert_int_equal(t->breakout_count, 6);
	config_free(config);
}

static void hostile_files_are_refused(void **state)
{
	static const struct {
		const char *line, *text, *says;
	} rows[] = {
		{ "cumulus", "", "no ports in it" },
		{ "cumulus", "1=4x25G\nfoo\n", "/f:2: expected PORT=MODE, saw \"foo\"" },
		{ "cumulus", "1=4x25G\n1=100G\n", "/f:2: port 1 is listed twice" },
		{ "cumulus", "1=\n", "/f:1: expected a speed such as 100G" },
		{ "cumulus", "0=100G\n", "/f:1: expected the number of a port, 1 to 512" },
		{ "cumulus", "1-99999999=100G\n", "/f:1: expected a port from 1 to 512 behind the dash" },
		{ "cumulus", "5-3=100G\n", "/f:1: expected a port from 5" },
		{ "cumulus", "1=3x25G\n", "/f:1: expected a speed" },
		{ "cumulus", "1=x\n", "/f:1: expected a speed" },
		{ "cumulus", "1=999999999999999999999999999999999999999999999999999G\n", "/f:1: expected a speed" },
		{ "cumulus", "1=\033[2J\n", "expected a speed" },
		{ "sonic", "", "/f: line 1: " },
		{ "sonic", "{", "/f: line 1: " },
		{ "sonic", "[]", "/f: is none of SONiC's files" },
		{ "sonic", "{}", "/f: is none of SONiC's files" },
		{ "sonic", "{\"interfaces\": 7}", "/f: is none of SONiC's files" },
		{ "sonic", "{\"interfaces\": {\"Ethernet0\": 7}}", "/f: is none of SONiC's files" },
		{ "sonic", "{\"PORT\": {}, \"PORT\": {}}", "duplicate object key" },
		{ "sonic", "{\"PORT\": {\"Ethernet0\": 7}}", "/f: Ethernet0: PORT: expected an object" },
		{ "sonic", "{\"PORT\": {\"\": {}}}", "/f: : expected a name of 1 to 63 bytes" },
		{ "sonic", "{\"PORT\": {\"a\\nb\": {}}}", "expected a name of 1 to 63 printable ASCII characters" },
		{ "sonic", "{\"PORT\": {\"Ethernet0\": {\"speed\": \"fast\"}}}", "Ethernet0: speed: expected a number" },
		{ "sonic", "{\"PORT\": {\"Ethernet0\": {\"speed\": -1}}}", "Ethernet0: speed: expected a number" },
		{ "sonic", "{\"PORT\": {\"Ethernet0\": {\"index\": \"99999\"}}}", "Ethernet0: index: expected a number" },
		{ "sonic", "{\"PORT\": {\"Ethernet0\": {\"index\": []}}}", "Ethernet0: index: expected a number" },
		{ "sonic", "{\"PORT\": {\"Ethernet0\": {\"lanes\": {}}}}", "Ethernet0: lanes: expected numbers" },
		{ "sonic", "{\"PORT\": {\"Ethernet0\": {\"lanes\": \",,,,,,,,,,,,,,,,,,,,\"}}}", "Ethernet0: lanes: expected at most 16" },
		{ "sonic", "{\"PORT\": [], \"BREAKOUT_CFG\": {}}", "/f: PORT: expected an object" },
		{ "sonic", "{\"BREAKOUT_CFG\": {\"Ethernet0\": {\"brkout_mode\": \"many\"}}}", "Ethernet0: brkout_mode: expected a mode" },
		{ "sonic", "{\"BREAKOUT_CFG\": {\"Ethernet0\": {\"brkout_mode\": 4}}}", "Ethernet0: brkout_mode: expected a mode" },
		{ "sonic", "{\"interfaces\": {\"Ethernet0\": {\"breakout_modes\": 4}}}", "Ethernet0: breakout_modes: expected" },
		{ "sonic", "{\"interfaces\": {\"Ethernet0\": {\"breakout_modes\": {\"4x25G[\": []}}}}", "Ethernet0: breakout_modes: expected modes" },
	};
	struct scratch *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cli_result r;
		char line[64];

		scratch_text(s, "f", rows[i].text);
		snprintf(line, sizeof(line), "breakoutctl import %s @/f", rows[i].line);
		r = cli_run(line, s->dir);
		assert_row(r.code == CLI_FAILURE, rows[i].text);
		if (!strstr(r.err, rows[i].says) || strchr(r.err, '\033'))
			fail_msg("%s: said: %s", rows[i].text, r.err);
		assert_row(*r.out == '\0', rows[i].text);
		cli_result_release(&r);
	}
}

static void wrong_command_lines(void **state)
{
	static const struct {
		const char *line;
		enum cli_exit code;
		const char *says;
	} rows[] = {
		{ "breakoutctl import", CLI_USAGE, "Expected sonic or cumulus" },
		{ "breakoutctl import sonic", CLI_USAGE, "something is missing" },
		{ "breakoutctl import cumulus @/a @/b", CLI_USAGE, "too many arguments" },
		{ "breakoutctl import cumulus @/none", CLI_FAILURE, "/none: No such file" },
		{ "breakoutctl import cumulus @", CLI_FAILURE, ": Is a directory" },
		{ "breakoutctl import cumulus @/p --path={slot}", CLI_USAGE, "no words in braces but {index} and {port}" },
		{ "breakoutctl import cumulus @/p --path={index", CLI_USAGE, "no words in braces" },
		{ "breakoutctl import cumulus @/p --path=", CLI_USAGE, "--path: expected printable ASCII" },
		{ "breakoutctl import sonic @/platform.json @/platform.json", CLI_FAILURE, "platform.json: is a platform.json, and so is" },
	};
	struct scratch *s = *state;

	write_sonic(s);
	scratch_text(s, "p", "1=100G\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cli_result r = cli_run(rows[i].line, s->dir);

		assert_row(r.code == (int)rows[i].code, rows[i].line);
		if (!strstr(r.err, rows[i].says))
			fail_msg("%s: said: %s", rows[i].line, r.err);
		cli_result_release(&r);
	}
}

static void sonic_modes_are_taken_apart(void **state)
{
	static const struct {
		const char *text, *want; /* NULL: refused */
		unsigned skipped;
	} rows[] = {
		{ "4x25G", "4x25G", 0 },
		{ "4x25G[10G]", "4x25G 4x10G", 0 },
		{ "1x400G[200G, 100G]", "1x400G 1x200G 1x100G", 0 },
		{ "2x50G(2)", "2x50G", 0 },
		{ "4x25G[10G](4)", "4x25G 4x10G", 0 },
		{ "1x100G[40G],2x50G, 4x25G[10G]", "1x100G 1x40G 2x50G 4x25G 4x10G", 0 },
		{ "1x50G(2)+2x25G(2)", "1x50G+2x25G", 0 },
		{ "2x25G[10G](2)+1x50G(2),4x25G", "2x25G+1x50G 4x25G", 0 },
		{ "3x100G(6)+1x50G(2)", "3x100G(6)+1x50G(2)", 0 },
		{ "8x100G+1x50G", "", 1 },
		{ "3x100G", "", 1 },
		{ "16x50G", "", 1 },
		{ "", "", 0 },
		{ "4x25G,", NULL, 0 },
		{ ",4x25G", NULL, 0 },
		{ "4x25G[10G", NULL, 0 },
		{ "4x25G[]", NULL, 0 },
		{ "x25G", NULL, 0 },
		{ "+", NULL, 0 },
		{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mode modes[8];
		unsigned count = 0, skipped = 0;
		bool ok = import_modes(rows[i].text, modes, ARRAY_SIZE(modes), &count, &skipped);
		char saw[128] = "", mode[MODE_TEXT];

		assert_row(ok == (rows[i].want != NULL), rows[i].text);
		for (unsigned k = 0; ok && k < count; k++) {
			strcat(saw, k ? " " : "");
			strcat(saw, mode_text(&modes[k], mode, sizeof(mode)));
		}
		if (ok && (strcmp(saw, rows[i].want) != 0 || skipped != rows[i].skipped))
			fail_msg("%s: saw '%s', %u skipped", rows[i].text, saw, skipped);
	}
}

/* Whatever comes out of a file that was changed at random loads. */
static void what_is_accepted_loads(void **state)
{
	static const char bytes[] = "0123456789,x[]{}\":G+()-= \nE";
	struct scratch *s = *state;
	uint32_t seed = 7;
	size_t accepted = 0;

	for (int i = 0; i < 2000; i++) {
		char text[sizeof(running)];
		struct cli_result r;
		int changes = (int)(next_random(&seed) % 4);

		memcpy(text, i % 2 ? running : platform, i % 2 ? sizeof(running) : sizeof(platform));
		while (changes-- > 0)
			text[next_random(&seed) % strlen(text)] = bytes[next_random(&seed) % (sizeof(bytes) - 1)];
		scratch_text(s, "f.json", text);
		r = cli_run("breakoutctl import sonic @/f.json", s->dir);
		if (r.code == CLI_OK) {
			cli_result_release(&r);
			config_free(import(s, "breakoutctl import sonic @/f.json"));
			accepted++;
		} else {
			assert_non_null(strstr(r.err, "/f.json: "));
			cli_result_release(&r);
		}
	}
	print_message("# %zu accepted\n", accepted);
	assert_true(accepted > 500);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(a_platform_has_ports),
		WITH_SCRATCH(what_runs_counts_more_than_defaults),
		WITH_SCRATCH(a_running_switch_alone),
		WITH_SCRATCH(cumulus_ports_are_read),
		WITH_SCRATCH(hostile_files_are_refused),
		WITH_SCRATCH(wrong_command_lines),
		cmocka_unit_test(sonic_modes_are_taken_apart),
		WITH_SCRATCH(what_is_accepted_loads),
	};

	return cmocka_run_group_tests_name("cli_import", tests, NULL, NULL);
}
