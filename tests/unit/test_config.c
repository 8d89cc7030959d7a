/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutd.conf: what is accepted and becomes what, and what is refused with which words. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../common/random.h"
#include "config/config.h"
#include "rules/rule.h"
#include "scratch.h"
#include "source/source.h"

#define FILE_NAME "breakoutd.conf"

static int load(struct scratch *s, const char *name, struct config **ret_config, char **ret_error)
{
	char path[SCRATCH_PATH];

	return config_load(scratch_path(s, name, path), ret_config, ret_error);
}

/* Load a text that must be good. */
static struct config *good(struct scratch *s, const char *text)
{
	struct config *config = NULL;
	char *error = NULL;

	scratch_text(s, FILE_NAME, text);
	if (load(s, FILE_NAME, &config, &error) < 0)
		fail_msg("refused: %s", error);
	assert_null(error);
	return config;
}

/* Load a text that must be refused; the message without the folder, to be freed. */
static char *bad(struct scratch *s, const char *label, const void *text, size_t len)
{
	struct config *config = NULL;
	char *error = NULL;
	int r;

	scratch_write(s, FILE_NAME, text, len);
	r = load(s, FILE_NAME, &config, &error);
	config_free(config);
	if (r == 0)
		fail_msg("%s: accepted", label);
	assert_row(r == -EINVAL, label);
	assert_row(error && strncmp(error, s->dir, strlen(s->dir)) == 0, label);
	memmove(error, error + strlen(s->dir) + 1, strlen(error) - strlen(s->dir));
	return error;
}

static void an_empty_file_has_defaults(void **state)
{
	static const char *const texts[] = { "", "\n", "# only a comment", "#\n//\n/* a\n b */ /**/", "\r\n \t\n" };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct config *config = good(*state, texts[i]);

		assert_int_equal(config->settings.presence_interval_ms, 1000);
		assert_int_equal(config->settings.dom_interval_ms, 10000);
		assert_int_equal(config->settings.port_deadline_ms, 5000);
		assert_true(config->settings.discovery);
		assert_int_equal(config->settings.discovery_interval_ms, 10000);
		assert_int_equal(config->settings.raise_after, 2);
		assert_int_equal(config->settings.clear_after, 2);
		assert_int_equal(config->settings.event_log_size, 4096);
		assert_int_equal(config->settings.notification_rate, 200);
		assert_int_equal(config->settings.flap_limit, 6);
		assert_int_equal(config->settings.flap_window_ms, 300000);
		assert_true(config->settings.notifications);
		assert_true(config->settings.entity_mib);
		assert_true(config->settings.entity_sensor_mib);
		assert_string_equal(config->settings.agentx_address, "");
		assert_string_equal(config->settings.agentx_context, "");
		assert_int_equal(config->settings.agentx_priority, 127);
		assert_string_equal(config->settings.root, "");
		assert_false(config->topology->strict_signalling);
		assert_int_equal(config->topology->port_count, 0);
		assert_int_equal(config->topology->breakout_count, 0);
		config_free(config);
	}
}

static void settings_are_read(void **state)
{
	struct config *config = good(*state, "presence-interval = 0.25\n"
	                                     "dom-interval = \"2.5\"\n"
	                                     "port-deadline = 0.1\n"
	                                     "discovery = off discovery-interval = 2.5\n"
	                                     "raise-after = 3 clear-after = 100\n"
	                                     "event-log-size = 65536\n"
	                                     "notifications = no\n"
	                                     "entity-mib = no entity-sensor-mib = off\n"
	                                     "strict-signalling = TRUE\n"
	                                     "agentx-address = tcp:localhost:705 // unquoted\n"
	                                     "agentx-context = switch-2 agentx-priority = 255\n"
	                                     "root = '/srv/box/'\n");

	assert_int_equal(config->settings.presence_interval_ms, 250);
	assert_int_equal(config->settings.dom_interval_ms, 2500);
	assert_int_equal(config->settings.port_deadline_ms, 100);
	assert_false(config->settings.discovery);
	assert_int_equal(config->settings.discovery_interval_ms, 2500);
	assert_int_equal(config->settings.raise_after, 3);
	assert_int_equal(config->settings.clear_after, 100);
	assert_int_equal(config->settings.event_log_size, 65536);
	assert_false(config->settings.notifications);
	assert_false(config->settings.entity_mib);
	assert_false(config->settings.entity_sensor_mib);
	assert_true(config->topology->strict_signalling);
	assert_string_equal(config->settings.agentx_address, "tcp:localhost:705");
	assert_string_equal(config->settings.agentx_context, "switch-2");
	assert_int_equal(config->settings.agentx_priority, 255);
	assert_string_equal(config->settings.root, "/srv/box");
	config_free(config);

	/* A slow presence scan slows the default of the other. */
	config = good(*state, "presence-interval = 60");
	assert_int_equal(config->settings.dom_interval_ms, 60000);
	config_free(config);
}

static void ports_are_read(void **state)
{
	struct config *config = good(
		*state, "port \"swp9\" { index = 9 source = \"file\" path = \"/b.bin\" split = none }\n"
	                "port swp2 {\n"   /* by position 2 */
	                "  cage = \"qsfp28\" source = sysfs path = \"/sys/5-0050\"\n"
	                "  presence = '/sys/p' presence-inverted = yes\n"
	                "  netdevs = { \"swp2s0\", swp2s1, }\n"
	                "  netdevs += { \"swp2s2\" }\n"
	                "  split-supported = { \"4x25G\", \"4x10G(4)\" }\n"
	                "  split = \"4x25G\"\n"
	                "}\n"
	                "port \"a $\\\"\\\\{${HOME}#\xc3\xa9\" { index = 1 source = file path = \"/c\" "
	                "netdevs = swp3 split-supported = {} split = 1x100G }\n");
	const struct port_decl *p = config->topology->ports;

	assert_int_equal(config->topology->port_count, 3);
	assert_int_equal(p[0].index, 1);
	assert_string_equal(p[0].name, "a $\"\\{${HOME}#\xc3\xa9");
	assert_int_equal(p[0].netdev_count, 1);
	assert_string_equal(p[0].netdevs[0], "swp3");
	assert_int_equal(p[0].split_supported_count, 0);
	assert_true(p[0].split_declared);
	assert_int_equal(p[0].split_in_force.count, 1);

	assert_int_equal(p[1].index, 2);
	assert_string_equal(p[1].name, "swp2");
	assert_int_equal(p[1].cage, FORM_QSFP28);
	assert_int_equal(p[1].source, SOURCE_SYSFS);
	assert_string_equal(p[1].path, "/sys/5-0050");
	assert_string_equal(p[1].presence_path, "/sys/p");
	assert_true(p[1].presence_inverted);
	assert_int_equal(p[1].netdev_count, 3);
	assert_string_equal(p[1].netdevs[0], "swp2s0");
	assert_string_equal(p[1].netdevs[2], "swp2s2");
	assert_int_equal(p[1].split_supported_count, 2);
	assert_int_equal(p[1].split_supported[1].rate_mbps, 10000);
	assert_true(p[1].split_declared);
	assert_int_equal(p[1].split_in_force.count, 4);
	assert_int_equal(p[1].split_in_force.rate_mbps, 25000);

	assert_int_equal(p[2].index, 9);
	assert_int_equal(p[2].cage, FORM_UNKNOWN);
	assert_int_equal(p[2].source, SOURCE_FILE);
	assert_null(p[2].presence_path);
	assert_false(p[2].presence_inverted);
	assert_int_equal(p[2].netdev_count, 0);
	assert_true(p[2].split_declared);
	assert_int_equal(p[2].split_in_force.count, 0);
	config_free(config);

	config = good(*state, "port a { source = file path = /x override-type = 2x1g-bx override-part = 'X 1' }\n"
			      "port b { source = file path = /y }\n"
			      "breakout c { trunk = a mode = 2x1G }");
	assert_string_equal(config->topology->ports[0].override_type->token, "2x1g-bx");
	assert_string_equal(config->topology->ports[0].override_part, "X 1");
	assert_null(config->topology->ports[1].override_type);
	config_free(config);
	config = good(*state, "port a { cage = sfp source = file path = /x override-type = 2x1g-bx }\n"
			      "breakout c { trunk = a mode = 2x1G }");
	assert_int_equal(config->topology->breakouts[0].legs[1].first_lane, 2);
	config_free(config);

	config = good(*state, "port a { source = file path = /x }");
	assert_false(config->topology->ports[0].split_declared);
	config_free(config);
}

static void i2c_ports_are_read(void **state)
{
	struct config *config = good(*state, "port a { source = i2c bus = 11 i2c-chunk = 1 presence = /p }\n"
					     "port b { source = i2c path = /dev/i2c-front }\n");
	const struct port_decl *p = config->topology->ports;

	assert_int_equal(p[0].source, SOURCE_I2C);
	assert_string_equal(p[0].path, "/dev/i2c-11");
	assert_string_equal(p[0].presence_path, "/p");
	assert_int_equal(p[0].i2c_chunk, 1);
	assert_string_equal(p[1].path, "/dev/i2c-front");
	assert_int_equal(p[1].i2c_chunk, 0);
	config_free(config);
}

#define FILE_PORT(name, more) "port " name " { source = file path = /x " more " }\n"

static void breakouts_are_read(void **state)
{
	struct config *config =
		good(*state, "breakout two { index = 7 trunk = t2 mode = 2x100G }\n" /* before its port */
	                     "breakout one {\n"
	                     "  index = 1 trunk = t1 mode = \"4x25G\" harness = 'MPO12'\n"
	                     "  leg 2 { port = l2 lane = 1 }\n"
	                     "  leg 1 { remote = '10.1.1.2' remote-port = eth0 lane = 2 }\n"
	                     "  leg 4 { }\n"
	                     "}\n"
	                     "breakout three { trunk = t3 mode = 4x10G leg 3 { port = l3 } }\n"
	             FILE_PORT("l2", "index = 20") FILE_PORT("t1", "index = 10 cage = qsfp28")
	             FILE_PORT("t2", "index = 5 cage = \"qsfp56\"") FILE_PORT("t3", "")
	             FILE_PORT("l3", "index = 3"));
	const struct topology *t = config->topology;
	const struct breakout_decl *b = t->breakouts;

	assert_int_equal(t->breakout_count, 3);
	assert_string_equal(b[0].name, "one");
	assert_string_equal(b[0].harness, "MPO12");
	assert_string_equal(t->ports[b[0].trunk].name, "t1");
	assert_int_equal(b[0].mode.count, 4);
	assert_int_equal(b[0].mode.rate_mbps, 25000);
	assert_int_equal(b[0].leg_count, 4);
	assert_int_equal(b[0].legs[0].number, 1);
	assert_int_equal(b[0].legs[0].peer, PEER_REMOTE);
	assert_int_equal(b[0].legs[0].first_lane, 2);
	assert_int_equal(b[0].legs[0].lane_count, 1);
	assert_string_equal(b[0].legs[0].remote_agent, "10.1.1.2");
	assert_string_equal(b[0].legs[0].remote_port, "eth0");
	assert_int_equal(b[0].legs[1].peer, PEER_LOCAL);
	assert_int_equal(b[0].legs[1].first_lane, 1);
	assert_string_equal(t->ports[b[0].legs[1].port].name, "l2");
	assert_int_equal(b[0].legs[2].number, 3);
	assert_int_equal(b[0].legs[2].peer, PEER_UNDECLARED);
	assert_int_equal(b[0].legs[2].first_lane, 3);
	assert_int_equal(b[0].legs[3].peer, PEER_UNDECLARED);

	/* By position; its trunk has no cage and so 4 lanes. */
	assert_int_equal(b[1].index, 3);
	assert_string_equal(b[1].name, "three");
	assert_int_equal(b[1].legs[3].first_lane, 4);
	assert_string_equal(t->ports[b[1].legs[2].port].name, "l3");

	assert_int_equal(b[2].index, 7);
	assert_string_equal(t->ports[b[2].trunk].name, "t2");
	assert_string_equal(b[2].harness, "");
	assert_int_equal(b[2].leg_count, 2);
	assert_int_equal(b[2].legs[1].first_lane, 3);
	assert_int_equal(b[2].legs[1].lane_count, 2);
	config_free(config);
}

static void the_host_is_described(void **state)
{
	struct config *config = good(*state, FILE_PORT("t", "cage = qsfp28 fec = rs528 auto-negotiation = off max-power = 3.5")
	                                     FILE_PORT("u", "fec = none auto-negotiation = yes")
	                                     FILE_PORT("v", "fec = base-r") FILE_PORT("w", "fec = rs544")
	                                     FILE_PORT("x", "")
	                                     "breakout b { trunk = t mode = 4x25G length = 70 }");
	const struct topology *t = config->topology;

	assert_int_equal(t->ports[0].fec, FEC_RS528);
	assert_int_equal(t->ports[0].autoneg, TRI_NO);
	assert_int_equal(t->ports[0].max_power_mw, 3500);
	assert_int_equal(t->ports[1].fec, FEC_NONE);
	assert_int_equal(t->ports[1].autoneg, TRI_YES);
	assert_int_equal(t->ports[2].fec, FEC_BASE_R);
	assert_int_equal(t->ports[3].fec, FEC_RS544);
	assert_int_equal(t->ports[4].fec, FEC_UNKNOWN);
	assert_int_equal(t->ports[4].autoneg, TRI_UNKNOWN);
	assert_int_equal(t->ports[4].max_power_mw, 0);
	assert_int_equal(t->breakouts[0].length_m, 70);
	config_free(config);
}

static void policies_are_read(void **state)
{
	struct config *config = good(*state, "rule \"WL-02\" { severity = info enabled = false }\n"
	                                     "rule DOM-15 { severity = critical }\nrule LEG-01 { }");
	const struct topology *t = config->topology;

	assert_int_equal(t->policy_count, rule_count);
	for (uint32_t i = 0; i < rule_count; i++) {
		bool window = i + 1 == rule_index("WL-02"), unused = i + 1 == rule_index("DOM-15");

		assert_row(t->policies[i].disabled == window, rules[i].id);
		assert_row(t->policies[i].severity == (window   ? SEVERITY_INFO
		                                       : unused ? SEVERITY_CRITICAL
		                                                : 0),
		           rules[i].id);
	}
	config_free(config);
	config = good(*state, "");
	assert_int_equal(config->topology->policy_count, 0);
	assert_int_equal(config->topology->waiver_count, 0);
	config_free(config);
}

static void waivers_are_read(void **state)
{
	struct config *config =
		good(*state, "waive { rule = WL-02 breakout = \"bo1\" leg = 2 port = l reason = \"spare parts, RMA 17\" }\n"
	                     "waive { breakout = bo1 reason = lab }\nwaive { port = t reason = x }\n"
	                     "waive { rule = LEG-01 reason = y }\n"
	                     "breakout bo1 { index = 7 trunk = t mode = 4x25G leg 2 { port = l } }\n"
	             FILE_PORT("t", "cage = qsfp28 index = 31") FILE_PORT("l", "index = 20"));
	const struct waiver *w = config->topology->waivers;

	assert_int_equal(config->topology->waiver_count, 4);
	assert_int_equal(w[0].rule, rule_index("WL-02"));
	assert_int_equal(w[0].breakout, 7);
	assert_int_equal(w[0].leg, 2);
	assert_int_equal(w[0].port, 20);
	assert_string_equal(w[0].reason, "spare parts, RMA 17");
	assert_int_equal(w[1].breakout, 7);
	assert_int_equal(w[1].rule + w[1].leg + w[1].port, 0);
	assert_int_equal(w[2].port, 31);
	assert_int_equal(w[3].rule, rule_index("LEG-01"));
	assert_int_equal(w[3].breakout + w[3].leg + w[3].port, 0);
	config_free(config);
}

static void an_unsupported_mode_is_left_to_the_rules(void **state)
{
	struct config *config = good(*state, FILE_PORT("t", "cage = qsfp28 split-supported = { 4x10G }")
	                                     "breakout b { trunk = t mode = 4x25G }");

	assert_int_equal(config->topology->breakouts[0].mode.rate_mbps, 25000);
	config_free(config);
}

static void paths_start_at_the_file(void **state)
{
	struct scratch *s = *state;
	char expect[SCRATCH_PATH], here[SCRATCH_PATH];
	struct config *config = good(s, "port a { source = file path = \"images/a.bin\" }\n"
	                                "port b { source = sysfs path = './b' presence = ././p }\n");
	char *error = NULL;

	assert_string_equal(config->topology->ports[0].path, scratch_path(s, "images/a.bin", expect));
	assert_string_equal(config->topology->ports[1].path, scratch_path(s, "b", expect));
	assert_string_equal(config->topology->ports[1].presence_path, scratch_path(s, "p", expect));
	config_free(config);

	/* The file itself named by a relative path: absolute all the same, the daemon changes folders. */
	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(s->dir), 0);
	assert_int_equal(config_load(FILE_NAME, &config, &error), 0);
	assert_string_equal(config->topology->ports[0].path, scratch_path(s, "images/a.bin", expect));
	config_free(config);
	assert_int_equal(config_load("./" FILE_NAME, &config, &error), 0);
	config_free(config);
	assert_int_equal(chdir(here), 0);
}

/* What source_open() makes of root and path together is the file beside the configuration. */
static void root_and_relative_paths_meet(void **state)
{
	struct scratch *s = *state;
	char expect[SCRATCH_PATH];
	struct config *config = good(s, "port a { source = file path = 'images/a.bin' }\n"
	                                "port b { source = sysfs path = /sys/b }\n"
	                                "root = './'\n");
	struct source *source;
	char *error;

	assert_string_equal(config->settings.root, s->dir);
	assert_string_equal(config->topology->ports[0].path, "/images/a.bin");
	assert_string_equal(config->topology->ports[1].path, "/sys/b");
	scratch_write(s, "images/a.bin", "\x11", 1);
	assert_int_equal(source_open(&config->topology->ports[0], config->settings.root, &source), 0);
	assert_int_equal(source_presence(source), 1);
	source_close(source);
	config_free(config);

	/* Below is by folders, not by letters. */
	snprintf(expect, sizeof(expect), "root = '%.*s' port a { source = file path = a.bin }",
	         (int)strlen(s->dir) - 1, s->dir);
	error = bad(s, "letters", expect, strlen(expect));
	assert_non_null(strstr(error, "expected an absolute path or one below root"));
	free(error);

	config = good(s, "root = 'box'");
	assert_string_equal(config->settings.root, scratch_path(s, "box", expect));
	config_free(config);
	config = good(s, "root = '/'");
	assert_string_equal(config->settings.root, "");
	config_free(config);
}

#define LONG_63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"
#define TRUNK FILE_PORT("t", "cage = qsfp28")
#define LEGS FILE_PORT("l1", "") FILE_PORT("l2", "")

static const struct refused {
	const char *label;
	const char *text;
	const char *expect;   /* how one of the lines begins, FILE: left out: "LINE: text" */
} refused[] = {
	/* grammar */
	{ "no value", "\nraise-after =\n", "3: the file ends: expected a value after \"=\"" },
	{ "no equal sign", "raise-after 2 x = 3", "1: unexpected \"x\": expected \"{\"" },
	{ "two equal signs", "raise-after = = 2", "1: unexpected \"=\": expected a value" },
	{ "value first", "\n\"x\" = 3", "2: unexpected \"x\": expected a key or a section" },
	{ "stray brace", "port a { source = file path = x }\n}", "2: unexpected \"}\": no section is open" },
	{ "open section", "\nport a {\n raise-after = 2\n", "4: the file ends inside a section: expected \"}\" for the \"{\" at line 2" },
	{ "open list", "port a { netdevs = { \"a\"", "1: the file ends inside a section" },
	{ "no comma", "port a {\nnetdevs = { \"a\" \"b\" }", "2: unexpected \"b\": expected \",\" or \"}\" in a list" },
	{ "two commas", "port a {\nnetdevs = { a,, b }", "2: unexpected \",\": expected a value or \"}\"" },
	{ "open string", "root = \"/x\nraise-after = 2", "1: string has no end: expected \" before the end of the line" },
	{ "open string at the end", "root = '/x", "1: string has no end: expected '" },
	{ "open comment", "raise-after = 2\n/* x\n\n", "2: comment has no end: expected \"*/\"" },
	{ "barely open comment", "/*/", "1: comment has no end" },
	{ "unquoted plus", "port a { cage = sfp+ }", "1: unexpected \"+\": expected quotes" },
	{ "unquoted dollar", "root = ${HOME}", "1: unexpected \"$\": expected quotes" },
	{ "unquoted comment", "root = /x//y", "1: \"//\" begins a comment: expected quotes" },
	{ "escape", "root = \"/x\\n\"", "1: unknown escape in a string: expected \\\\ or \\\" after" },
	{ "escaped NUL", "root = \"/x\\0y\"", "1: unknown escape" },
	{ "tab in a name", "port \"a\tb\" {", "1: control character 0x09 in a string: expected printable" },
	{ "escape character", "port \"a\033[m\" {", "1: control character 0x1b" },
	{ "C1 control", "port \"a\xc2\x9b\" {", "1: byte 0xc2 is not UTF-8" },
	{ "Latin 1", "port \"\xe9t\xe9\" {", "1: byte 0xe9 is not UTF-8" },
	{ "overlong UTF-8", "port \"\xc0\xaf\" {", "1: byte 0xc0 is not UTF-8" },
	{ "surrogate", "port \"\xed\xa0\x80\" {", "1: byte 0xed is not UTF-8" },
	{ "cut UTF-8", "port \"\xe2\x82", "1: byte 0xe2 is not UTF-8" },
	{ "byte order mark", "\xef\xbb\xbfraise-after = 2", "1: unexpected byte 0xef" },
	{ "include", "\ninclude(\"/etc/more.conf\")", "2: unexpected \"(\": there are no functions and no include()" },
	{ "deep nesting", "a { a { a { a { a { a { a { a { a {", "1: sections are nested too deeply: expected at most 8" },
	/* keys */
	{ "unknown key", "# x\n\nraise-afer = 2", "3: unknown key \"raise-afer\": did you mean \"raise-after\"?" },
	{ "swapped letters", "prot a {}", "1: unknown key \"prot\": did you mean \"port\"?" },
	{ "underscore", "dom_interval = 3", "1: unknown key \"dom_interval\": did you mean \"dom-interval\"?" },
	{ "key of elsewhere", "cage = sfp28", "1: unknown key \"cage\": expected one of presence-interval, dom-interval," },
	{ "unknown in port", "port a {\n\nindexx = 3 }", "3: unknown key \"indexx\": did you mean \"index\"?" },
	{ "unknown in leg", TRUNK "breakout b {\n leg 1 {\n  prot = x\n } }", "4: unknown key \"prot\": did you mean \"port\"?" },
	{ "i2c, nothing", "port a { source = i2c }", "1: port \"a\": no path, expected bus = N or path = FILE" },
	{ "i2c, both", "port a { source = i2c bus = 3 path = /dev/i2c-3 }", "1: port \"a\": bus: expected either bus or path" },
	{ "i2c, bus", "port a { source = i2c bus = i2c-3 }", "1: bus: expected a number from 0 to 65535" },
	{ "i2c, chunk", "port a { source = i2c bus = 3 i2c-chunk = 129 }", "1: i2c-chunk: expected a number from 1 to 128" },
	{ "bus of a file", "port a { source = file path = /x bus = 3 }", "1: port \"a\": bus: expected it with source \"i2c\" only" },
	{ "chunk of a file", "port a { source = file path = /x i2c-chunk = 3 }", "1: port \"a\": i2c-chunk: expected it with source \"i2c\" only" },
	{ "unknown, far", "port a { zzzzzz = 3 }", "1: unknown key \"zzzzzz\": expected one of index, cage, source, path, presence, presence-inverted, netdevs, split-supported, split, override-type, override-part, fec, auto-negotiation, max-power, netdev, bus, i2c-chunk, hwmon" },
	{ "hidden name", "port a { begin = 3 }", "1: unknown key \"begin\": expected one of" },
	{ "path syntax of libconfuse", TRUNK "port=t = 3", "2: unexpected \"=\": expected a key or a section" },
	{ "set twice", "raise-after = 2\n\nraise-after = 2", "3: \"raise-after\" is set twice: first at line 1" },
	{ "list set twice", "port a {\nnetdevs = { a }\nnetdevs = { b }}", "3: \"netdevs\" is set twice: first at line 2" },
	{ "list for a value", "raise-after = { 2 }", "1: unexpected \"{\": expected a single value, not a list" },
	{ "appended value", "raise-after += 2", "1: \"raise-after\" is not a list: expected raise-after = VALUE" },
	{ "section for a value", "raise-after \"x\" { }", "1: \"raise-after\" is not a section: expected raise-after = VALUE" },
	{ "value for a section", "port = 3", "1: \"port\" is a section with a name: expected port NAME { ... }" },
	{ "section without name", "\nport { }", "2: \"port\" is a section with a name" },
	{ "same port", TRUNK TRUNK, "2: \"t\" is declared twice: expected once, first at line 1" },
	{ "same leg", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 1 {}\nleg 1 {} }", "4: \"1\" is declared twice: expected once, first at line 3" },
	{ "same breakout", TRUNK "breakout b { trunk = t mode = 4x25G }\nbreakout b {}", "3: \"b\" is declared twice: expected once, first at line 2" },
	/* settings */
	{ "interval, short", "presence-interval = 0.09", "1: presence-interval: expected seconds from 0.1 to 60, saw \"0.09\"" },
	{ "discovery", "discovery = maybe", "1: discovery: expected true or false, saw \"maybe\"" },
	{ "discovery, short", "discovery-interval = 0.9",
	  "1: discovery-interval: expected seconds from 1 to 3600, saw \"0.9\"" },
	{ "deadline, long", "port-deadline = 601", "1: port-deadline: expected seconds from 0.1 to 600, saw \"601\"" },
	{ "interval, text", "presence-interval = 1s", "1: presence-interval: expected seconds from 0.1 to 60, saw \"1s\"" },
	{ "interval, nan", "dom-interval = nan", "1: dom-interval: expected seconds from 1 to 3600, saw \"nan\"" },
	{ "interval, infinite", "dom-interval = 1e999", "1: dom-interval: expected seconds from 1 to 3600, saw \"1e999\"" },
	{ "interval, hexadecimal", "dom-interval = 0x10", "1: dom-interval: expected" },
	{ "interval, empty", "dom-interval = \"\"", "1: dom-interval: expected" },
	{ "intervals", "presence-interval = 5\ndom-interval = 2", "2: dom-interval: expected at least presence-interval (5 s), saw 2 s" },
	{ "raise-after", "raise-after = 0", "1: raise-after: expected a number from 1 to 100, saw \"0\"" },
	{ "clear-after", "clear-after = 101", "1: clear-after: expected a number from 1 to 100" },
	{ "number, negative", "raise-after = -1", "1: raise-after: expected a number" },
	{ "number, wrapped", "raise-after = 4294967298", "1: raise-after: expected a number" },
	{ "flap limit", "flap-limit = 17", "1: flap-limit: expected a number from 0 to 16" },
	{ "flap window", "flap-window = 0", "1: flap-window: expected seconds from 1 to 86400" },
	{ "event log", "event-log-size = 15", "1: event-log-size: expected a number from 16 to 65536" },
	{ "boolean", "notifications = maybe", "1: notifications: expected true or false, saw \"maybe\"" },
	{ "boolean, entity", "entity-mib = none", "1: entity-mib: expected true or false, saw \"none\"" },
	{ "boolean, number", "strict-signalling = 1", "1: strict-signalling: expected true or false" },
	/* ports */
	{ "no source", "\nport a { path = x }", "2: port \"a\": no source, expected source = file, sysfs, i2c, ethtool or hwmon" },
	{ "no path", "\nport a {\n source = file\n\n}", "2: port \"a\": no path, expected path = FILE" },
	{ "empty path", "port a { source = file\npath = \"\" }", "2: path: expected a path, saw \"\"" },
	{ "no such kind", "port a {\nsource = usb path = x }", "2: port \"a\": source: expected file, sysfs, i2c, ethtool or hwmon, saw \"usb\"" },
	{ "hwmon, nothing", "port a { source = hwmon }", "1: port \"a\": no path, expected path = CHIP" },
	{ "hwmon, empty", "port a { source = hwmon\npath = '' }", "2: port \"a\": path: expected a chip as sensors(1) names it, or a path in /sys, saw \"\"" },
	{ "hwmon, relative", "port a { source = hwmon\npath = x/y }", "2: port \"a\": path: expected a chip as sensors(1) names it" },
	{ "hwmon, off", "hwmon = false\nport a { source = hwmon\npath = sfp-isa-0000 }", "3: port \"a\": hwmon: expected not to need it with hwmon = false, saw \"sfp-isa-0000\"" },
	{ "hwmon, twice", "port a { source = hwmon path = x\nhwmon = y }", "2: port \"a\": hwmon: expected path instead with source \"hwmon\", saw \"y\"" },
	{ "monitors, empty", FILE_PORT("a", "hwmon = ''"), "1: port \"a\": hwmon: expected a chip as sensors(1) names it" },
	{ "hwmon, no truth", "hwmon = sfp", "1: hwmon: expected true or false, saw \"sfp\"" },
	{ "chassis sensors", "chassis-sensors = 2", "1: chassis-sensors: expected true or false, saw \"2\"" },
	{ "cage", FILE_PORT("a", "cage = QSFP28"), "1: port \"a\": cage: expected sfp, sfp+," },
	{ "index 0", FILE_PORT("a", "index = 0"), "1: index: expected a number from 1 to 65535, saw \"0\"" },
	{ "same index", FILE_PORT("a", "index = 2") "\n" FILE_PORT("b", "index = 2"), "3: port \"b\": index 2 is that of \"a\" (line 1)" },
	{ "index by position", FILE_PORT("a", "index = 2") FILE_PORT("b", ""), "2: port \"b\": index 2 by position is that of \"a\" (line 1)" },
	{ "long name", FILE_PORT("x" LONG_63, ""), "1: port: expected a name of 1 to 63 bytes, saw 64" },
	{ "empty name", FILE_PORT("''", ""), "1: port: expected a name of 1 to 63 bytes, saw 0" },
	{ "presence of a file", "port a { source = file path = x\npresence = y }", "2: port \"a\": presence: a module of source \"file\"" },
	{ "polarity alone", "port a { source = sysfs path = x\npresence-inverted = true }", "2: port \"a\": presence-inverted: expected presence" },
	{ "netdev, none", "\nport a { source = ethtool }", "2: port \"a\": no netdev, expected netdev = NAME" },
	{ "netdev, path", "port a { source = ethtool netdev = x\npath = /x }", "2: port \"a\": path: a module of source \"ethtool\" is read through its netdev, expected no path" },
	{ "netdev, presence", "port a { source = ethtool netdev = x\npresence = /x }", "2: port \"a\": presence: a module of source \"ethtool\"" },
	{ "netdev of a file", FILE_PORT("a", "\nnetdev = x"), "2: port \"a\": netdev: expected it with source \"ethtool\" only, saw \"x\"" },
	{ "netdev, not listed", "port a { source = ethtool netdevs = { x, y }\nnetdev = z }", "2: port \"a\": netdev: expected one of netdevs, saw \"z\"" },
	{ "netdev, bad", "port a { source = ethtool\nnetdev = 'x/y' }", "2: port \"a\": netdev: expected an interface name" },
	{ "netdev of two", "port a { source = ethtool netdev = x }\nport b { source = ethtool netdev = x }", "2: port \"b\": netdev \"x\" is listed at port \"a\" (line 1) too" },
	{ "polarity", "port a { source = sysfs path = x presence = y\npresence-inverted = 2 }", "2: presence-inverted: expected true or false" },
	{ "netdev, long", FILE_PORT("a", "netdevs = { abcdefghijklmnop }"), "1: port \"a\": netdevs: expected interface names of 1 to 15 bytes, saw" },
	{ "netdev, slash", FILE_PORT("a", "netdevs = { 'a/b' }"), "1: port \"a\": netdevs: expected interface names" },
	{ "netdev, dots", FILE_PORT("a", "netdevs = { .. }"), "1: port \"a\": netdevs: expected interface names" },
	{ "netdevs, many", FILE_PORT("a", "netdevs = { a,b,c,d,e,f,g,h,i }"), "1: port \"a\": netdevs: expected at most 8, saw 9" },
	{ "netdev twice", FILE_PORT("a", "netdevs = { x }") FILE_PORT("b", "netdevs = { y, x }"), "2: port \"b\": netdev \"x\" is listed at port \"a\" (line 1) too" },
	{ "split supported", FILE_PORT("a", "split-supported = { 4x25G,\n4x }"), "2: port \"a\": split-supported: expected modes such as \"4x25G\", saw \"4x\"" },
	{ "split supported, many", FILE_PORT("a", "split-supported = { 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G, 4x25G }"), "1: port \"a\": split-supported: expected at most 32, saw 33" },
	{ "split", FILE_PORT("a", "split = off"), "1: port \"a\": split: expected a mode such as \"4x25G\", or \"none\", saw \"off\"" },
	{ "override", FILE_PORT("a", "override-type = 25g-xx"), "1: port \"a\": override-type: expected a type of 'breakoutctl sim types', saw \"25g-xx\"" },
	{ "override of what", FILE_PORT("a", "override-part = X"), "1: port \"a\": override-part: expected override-type with it, saw \"X\"" },
	{ "override part, empty", FILE_PORT("a", "override-type = 25g-sr override-part = ''"), "1: override-part: expected 1 to 63 bytes of text, saw 0" },
	{ "outside root", "root = /srv/box\nport a { source = file path = x.bin }", "2: path: \"x.bin\" is " },
	/* breakouts */
	{ "no trunk", "\nbreakout b { mode = 4x25G }", "2: breakout \"b\": no trunk, expected trunk = PORT" },
	{ "no mode", TRUNK "breakout b { trunk = t }", "2: breakout \"b\": no mode, expected mode" },
	{ "no such trunk", "breakout b {\ntrunk = t mode = 4x25G }", "2: breakout \"b\": no port \"t\" is declared" },
	{ "mode, odd", TRUNK "breakout b { trunk = t mode = 25Gx4 }", "2: breakout \"b\": mode: expected one such as \"4x25G\" or \"2x25G+1x50G\", saw \"25Gx4\"" },
	{ "mode, single", TRUNK "breakout b { trunk = t mode = 1x100G }", "2: breakout \"b\": mode: expected at least 2 legs, saw \"1x100G\"" },
	{ "mode, wide", TRUNK "breakout b { trunk = t mode = 8x50G }", "2: breakout \"b\": mode: expected at most 4 legs, as port \"t\" has 4 lanes, saw \"8x50G\"" },
	{ "mode, no cage", FILE_PORT("t", "") "breakout b { trunk = t mode = 8x50G }", "2: breakout \"b\": mode: expected at most 4 legs, as port \"t\" has 4 lanes (no cage is declared)" },
	{ "mode, parts", TRUNK "breakout b { trunk = t mode = '1x400G+4x100G' }", "2: breakout \"b\": mode: expected legs of whole lanes, as port \"t\" has 4 lanes, saw \"1x400G+4x100G\"" },
	{ "mode, part cut", TRUNK "breakout b { trunk = t mode = '1x50G+' }", "2: breakout \"b\": mode: expected one such as" },
	{ "rate above its part", TRUNK "breakout b { trunk = t mode = '1x50G+2x25G' leg 2 {\nrate = 50G } }", "3: breakout \"b\" leg 2: rate: expected at most that of the mode" },
	{ "lane of a wide leg", TRUNK "breakout b { trunk = t mode = '1x50G+2x25G' leg 1 {\nlane = 4 } }", "3: breakout \"b\" leg 1: lane: expected a number from 1 to 3" },
	{ "mode, SFP", FILE_PORT("t", "cage = sfp28") "breakout b { trunk = t mode = 4x25G }", "2: breakout \"b\": mode: expected at most 1 legs" },
	{ "harness, long", TRUNK "breakout b { trunk = t mode = 4x25G\nharness = 'x" LONG_63 "' }", "3: harness: expected 0 to 63 bytes of text, saw 64" },
	{ "breakout's index", TRUNK LEGS "breakout b { index = 5 trunk = t mode = 4x25G }\nbreakout c { index = 5 trunk = l1 mode = 4x25G }", "5: breakout \"c\": index 5 is that of \"b\" (line 4)" },
	{ "trunk twice", TRUNK "breakout b { trunk = t mode = 4x25G }\nbreakout c { trunk = t mode = 4x25G }", "3: breakout \"c\": port \"t\" is the trunk of breakout \"b\" (line 2)" },
	{ "own trunk as leg", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 2 { port = t } }", "3: breakout \"b\": port \"t\" is the trunk of breakout \"b\" (line 2)" },
	{ "leg as trunk", TRUNK LEGS "breakout b { trunk = t mode = 4x25G\nleg 2 { port = l1 } }\nbreakout c { trunk = l1 mode = 4x25G }", "6: breakout \"c\": port \"l1\" is leg 2 of breakout \"b\" (line 5)" },
	{ "trunk as leg", TRUNK LEGS "breakout b { trunk = l1 mode = 4x25G }\nbreakout c { trunk = t mode = 4x25G\nleg 4 { port = l1 } }", "6: breakout \"c\": port \"l1\" is the trunk of breakout \"b\" (line 4)" },
	{ "leg twice", TRUNK LEGS "breakout b { trunk = t mode = 4x25G\nleg 1 { port = l1 }\nleg 2 { port = l1 } }", "6: breakout \"b\": port \"l1\" is leg 1 of breakout \"b\" (line 5)" },
	{ "no such leg port", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 1 { port = swp5 } }", "3: breakout \"b\": no port \"swp5\" is declared" },
	{ "leg 0", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 0 { } }", "3: breakout \"b\": leg: expected a number from 1 to 4, saw \"0\"" },
	{ "leg 5", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 5 { } }", "3: breakout \"b\": leg: expected a number from 1 to 4, saw \"5\"" },
	{ "leg by name", TRUNK "breakout b { trunk = t mode = 4x25G\nleg a { } }", "3: breakout \"b\": leg: expected a number from 1 to 4, saw \"a\"" },
	{ "leg 1 and 01", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 1 { }\nleg 01 { } }", "4: breakout \"b\": leg 1 is declared twice: expected once, first at line 3" },
	{ "lane 0", TRUNK "breakout b { trunk = t mode = 4x25G leg 1 {\nlane = 0 } }", "3: breakout \"b\" leg 1: lane: expected a number from 1 to 4, saw \"0\"" },
	{ "rate of a leg", TRUNK "breakout b { trunk = t mode = 4x25G leg 1 {\nrate = \"10\" } }", "3: breakout \"b\" leg 1: rate: expected one such as \"10G\", saw \"10\"" },
	{ "rate above the mode", TRUNK "breakout b { trunk = t mode = 4x25G leg 1 {\nrate = 50G } }", "3: breakout \"b\" leg 1: rate: expected at most that of the mode, saw \"50G\"" },
	{ "lane 5", TRUNK "breakout b { trunk = t mode = 4x25G leg 1 {\nlane = 5 } }", "3: breakout \"b\" leg 1: lane: expected a number from 1 to 4" },
	{ "lane of a group", TRUNK "breakout b { trunk = t mode = 2x50G leg 2 {\nlane = 4 } }", "3: breakout \"b\" leg 2: lane: expected a number from 1 to 3" },
	{ "overlap", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 1 { lane = 2 }\nleg 2 { } }", "4: breakout \"b\": lane 2 is in leg 1 and in leg 2, expected lanes that do not overlap" },
	{ "overlap, default", TRUNK "breakout b { trunk = t mode = 4x25G\nleg 1 { lane = 3 } }", "3: breakout \"b\": lane 3 is in leg 1 and in leg 3 (not declared)" },
	{ "overlap, group", TRUNK "breakout b { trunk = t mode = 2x50G\nleg 2 { lane = 2 } }", "3: breakout \"b\": lane 2 is in leg 1 (not declared) and in leg 2" },
	{ "local and remote", TRUNK LEGS "breakout b { trunk = t mode = 4x25G leg 1 { port = l1\nremote = x remote-port = y } }", "5: breakout \"b\" leg 1: expected either port or remote, saw both" },
	{ "remote alone", TRUNK "breakout b { trunk = t mode = 4x25G leg 1 {\nremote = x } }", "3: breakout \"b\" leg 1: remote without remote-port" },
	{ "remote port alone", TRUNK "breakout b { trunk = t mode = 4x25G leg 1 {\nremote-port = x } }", "3: breakout \"b\" leg 1: remote-port without remote" },
	{ "remote, empty", TRUNK "breakout b { trunk = t mode = 4x25G leg 1 {\nremote = '' remote-port = x } }", "3: remote: expected 1 to 63 bytes of text, saw 0" },
	{ "length", TRUNK "breakout b { trunk = t mode = 4x25G\nlength = 0 }", "3: length: expected a number from 1 to 200000, saw \"0\"" },
	/* what the switch does */
	{ "fec", FILE_PORT("a", "fec = rs-fec"), "1: port \"a\": fec: expected none, base-r, rs528 or rs544, saw \"rs-fec\"" },
	{ "auto-negotiation", FILE_PORT("a", "auto-negotiation = auto"), "1: auto-negotiation: expected true or false, saw \"auto\"" },
	{ "power, low", FILE_PORT("a", "max-power = 0.09"), "1: max-power: expected watts from 0.1 to 200, saw \"0.09\"" },
	{ "power, unit", FILE_PORT("a", "max-power = 3.5W"), "1: max-power: expected watts from 0.1 to 200, saw \"3.5W\"" },
	/* rules */
	{ "rule, unknown", "\nrule WL-99 { }", "2: no rule \"WL-99\": expected an id that 'breakoutctl show rules' lists" },
	{ "rule, lower case", "rule wl-02 { }", "1: no rule \"wl-02\"" },
	{ "rule without id", "rule { }", "1: \"rule\" is a section with a name: expected rule NAME { ... }" },
	{ "rule twice", "rule WL-02 { }\nrule WL-02 { }", "2: \"WL-02\" is declared twice: expected once, first at line 1" },
	{ "severity", "rule WL-02 {\nseverity = warning }", "2: rule \"WL-02\": severity: expected info, minor, major or critical, saw \"warning\"" },
	{ "severity none", "rule WL-02 { severity = none }", "1: rule \"WL-02\": severity: expected info, minor" },
	{ "enabled", "rule WL-02 { enabled = 0 }", "1: enabled: expected true or false, saw \"0\"" },
	{ "key of a rule", "rule WL-02 {\nsevrity = minor }", "2: unknown key \"sevrity\": did you mean \"severity\"?" },
	/* waivers */
	{ "waiver of all", "\nwaive { reason = x }", "2: waive: expected at least one of rule, breakout and port" },
	{ "waiver, no reason", "\nwaive { rule = WL-02 }", "2: waive: no reason, expected reason = TEXT" },
	{ "waiver, empty reason", "waive { rule = WL-02\nreason = '' }", "2: waive: reason: expected 1 to 95 bytes of text, saw 0" },
	{ "waiver, long reason", "waive { rule = WL-02 reason = '" LONG_63 LONG_63 "' }", "1: waive: reason: expected 1 to 95 bytes of text, saw 126" },
	{ "waiver, rule", "waive { rule = 2 reason = x }", "1: no rule \"2\": expected an id" },
	{ "waiver, breakout", "waive { reason = x\nbreakout = bo1 leg = 2 }", "2: waive: no breakout \"bo1\" is declared" },
	{ "waiver, port", "waive { reason = x\nport = swp1 }", "2: waive: no port \"swp1\" is declared" },
	{ "waiver, leg alone", "waive { reason = x rule = WL-02\nleg = 2 }", "2: waive: leg: expected breakout with it" },
	{ "waiver, leg", TRUNK "breakout b { trunk = t mode = 4x25G }\nwaive { reason = x breakout = b\nleg = 5 }", "4: waive: leg: expected a number from 1 to 4, saw \"5\"" },
	{ "waiver with a name", "waive x { }", "1: \"waive\" is a section without a name: expected waive { ... }" },
	{ "waiver as a value", "waive = x", "1: \"waive\" is a section without a name" },
	/* lines are right behind every kind of comment */
	{ "line after comments", "#\n#x\n//\n/* a */\n/* b\n*/ # c\nraise-after = 0", "7: raise-after:" },
	{ "line in CRLF files", "# a\r\nraise-after = 2\r\nclear-after = 0\r\n", "3: clear-after:" },
};

static void errors_name_line_and_expectation(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		const struct refused *row = &refused[i];
		char *error = bad(*state, row->label, row->text, strlen(row->text));
		char want[512];

		snprintf(want, sizeof(want), "%s:%s", FILE_NAME, row->expect);
		if (!strstr(error, want))
			fail_msg("%s:\nexpected %s\nsaw      %s", row->label, want, error);
		free(error);
	}
}

static unsigned count_lines(const char *text)
{
	unsigned n = 1;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void many_errors_are_reported_at_once(void **state)
{
	static const char text[] = "raise-after = 0\nclear-after = 0\n" FILE_PORT("a", "index = 0 split = x")
		FILE_PORT("b", "cage = x") "breakout c { trunk = z mode = y }";
	char *error = bad(*state, "many", text, strlen(text));
	char ports[4096] = "";

	assert_int_equal(count_lines(error), 7);
	free(error);

	for (int i = 0; i < 50; i++)
		sprintf(ports + strlen(ports), "port p%d { path = x source = y }\n", i);
	error = bad(*state, "too many", ports, strlen(ports));
	assert_int_equal(count_lines(error), 21);
	assert_non_null(strstr(error, "\n"));
	assert_non_null(strstr(error, FILE_NAME ": and 30 more"));
	free(error);
}

static void nul_bytes_are_refused(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} rows[] = { { "raise-after = 2\0", 16 }, { "root = \"/a\0b\"", 13 }, { "\0", 1 }, { "# a\0\n\0", 6 } };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		free(bad(*state, rows[i].text, rows[i].text, rows[i].len));
}

/* Texts of `n` bytes, repeated 'x'. */
static void write_long(struct scratch *s, const char *before, size_t n)
{
	char *text = malloc(strlen(before) + n + 16);

	assert_non_null(text);
	strcpy(text, before);
	memset(text + strlen(before), 'x', n);
	strcpy(text + strlen(before) + n, "\" }");
	scratch_text(s, FILE_NAME, text);
	free(text);
}

static void long_texts_are_bounded(void **state)
{
	static const struct {
		const char *before;
		size_t longest;
		const char *expect;
	} rows[] = {
		{ "port a { source = file\npath = \"/", 4094, ":2: text is too long: expected at most 4095 bytes" },
		{ "port a { source = file path = /x\nsplit = 4x10G }\nbreakout b { trunk = a mode = 4x10G harness = \"",
		  63, ":3: harness: expected 0 to 63 bytes of text, saw 64" },
		{ "port b { source = sysfs path = /x presence = \"/", 4094, ":1: text is too long" },
	};
	struct scratch *s = *state;
	char *error = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct config *config = NULL;

		write_long(s, rows[i].before, rows[i].longest);
		assert_row(load(s, FILE_NAME, &config, &error) == 0, rows[i].before);
		config_free(config);
		write_long(s, rows[i].before, rows[i].longest + 1);
		assert_row(load(s, FILE_NAME, &config, &error) == -EINVAL, rows[i].before);
		assert_row(strstr(error, rows[i].expect) != NULL, error);
		free(error);
	}
}

/* The folder counts: a path that fits as written may not fit when it is absolute. */
/* The module of one port is none of another's, under whatever name. */
static void a_path_is_of_one_port(void **state)
{
	static const struct {
		const char *label, *a, *b;
		bool refused;
	} rows[] = {
		{ "another file", "source = file path = a.bin", "source = file path = b.bin", false },
		{ "one file", "source = file path = a.bin", "source = file path = \"./a.bin\"", true },
		{ "a link", "source = file path = a.bin", "source = file path = link.bin", true },
		{ "files that are not there", "source = file path = none.bin", "source = file path = none.bin", false },
		{ "a node that is not there", "source = sysfs path = \"/sys/x/5-0050\"",
		  "source = sysfs path = \"/sys/x/5-0050\"", true },
		{ "a bus", "source = i2c bus = 5", "source = i2c path = \"/dev/i2c-5\"", true },
	};

	scratch_text(*state, "a.bin", "a");
	scratch_text(*state, "b.bin", "b");
	scratch_symlink(*state, "a.bin", "link.bin");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct config *config = NULL;
		char *error = NULL, text[512];

		snprintf(text, sizeof(text), "port one { %s }\nport two { %s }\n", rows[i].a, rows[i].b);
		scratch_text(*state, FILE_NAME, text);
		assert_row((load(*state, FILE_NAME, &config, &error) < 0) == rows[i].refused, rows[i].label);
		assert_row(!error || strstr(error, "is that of port \"one\" (line 1) too"), rows[i].label);
		config_free(config);
		free(error);
	}
}

static void long_relative_paths_are_bounded(void **state)
{
	struct scratch *s = *state;
	struct config *config = NULL;
	char *error = NULL;

	write_long(s, "port a { source = file path = \"", 4094 - strlen(s->dir));
	assert_int_equal(load(s, FILE_NAME, &config, &error), 0);
	assert_int_equal(strlen(config->topology->ports[0].path), TOPOLOGY_PATH - 1);
	config_free(config);
	write_long(s, "port a { source = file path = \"", 4095 - strlen(s->dir));
	assert_int_equal(load(s, FILE_NAME, &config, &error), -EINVAL);
	assert_non_null(strstr(error, ":1: path: expected a path of at most 4095 bytes, saw 4096"));
	free(error);
}

static void state_is_kept_where_it_is_wanted(void **state)
{
	struct config *config = good(*state, "");
	const struct scratch *s = *state;
	char path[SCRATCH_PATH];

	assert_string_equal(config->settings.state_directory, STATEDIR);
	config_free(config);
	config = good(*state, "state-directory = \"\"");
	assert_string_equal(config->settings.state_directory, "");
	config_free(config);
	config = good(*state, "root = /box\nstate-directory = /srv/state/");
	assert_string_equal(config->settings.state_directory, "/srv/state");
	config_free(config);
	/* Beside the file, and never below root. */
	config = good(*state, "state-directory = ./state");
	assert_string_equal(config->settings.state_directory, scratch_path(s, "state", path));
	config_free(config);
}

static void the_control_socket_is_where_it_is_wanted(void **state)
{
	struct config *config = good(*state, "");
	const struct scratch *s = *state;
	char path[SCRATCH_PATH];

	assert_string_equal(config->settings.control_socket, RUNDIR "/breakoutd/control.sock");
	assert_string_equal(config->settings.control_group, "");
	config_free(config);
	config = good(*state, "control-socket = \"\"\ncontrol-group = \"network operators\"");
	assert_string_equal(config->settings.control_socket, "");
	assert_string_equal(config->settings.control_group, "network operators");
	config_free(config);
	/* Beside the file, and never below root. */
	config = good(*state, "root = /box\ncontrol-socket = /run/other.sock");
	assert_string_equal(config->settings.control_socket, "/run/other.sock");
	config_free(config);
	config = good(*state, "control-socket = ./control.sock");
	assert_string_equal(config->settings.control_socket, scratch_path(s, "control.sock", path));
	config_free(config);
}

static void long_settings_are_refused(void **state)
{
	static const char chars[] = LONG_63 LONG_63 LONG_63 LONG_63 LONG_63;
	static const struct {
		const char *key;
		int longest;
		const char *expect;
	} rows[] = {
		{ "agentx-address", 127, ":1: agentx-address: expected 0 to 127 bytes of text, saw 128" },
		{ "agentx-context", 32, ":1: agentx-context: expected 0 to 32 bytes of text, saw 33" },
		{ "root", 254, ":1: root: expected a path of at most 255 bytes, saw 256" },
		{ "state-directory", 254, ":1: state-directory: expected a path of at most 255 bytes, saw 256" },
		{ "control-socket", 254, ":1: control-socket: expected a path of at most 255 bytes, saw 256" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char text[512];
		const char *slash = i > 1 ? "/" : "";
		char *error;

		snprintf(text, sizeof(text), "%s = \"%s%.*s\"", rows[i].key, slash, rows[i].longest, chars);
		config_free(good(*state, text));
		snprintf(text, sizeof(text), "%s = \"%s%.*s\"", rows[i].key, slash, rows[i].longest + 1, chars);
		error = bad(*state, rows[i].key, text, strlen(text));
		assert_row(strstr(error, rows[i].expect) != NULL, error);
		free(error);
	}
}

static void files_that_are_none(void **state)
{
	struct config *config = NULL;
	char path[SCRATCH_PATH];
	char *error = NULL;

	scratch_mkdir(*state, "dir");
	assert_int_equal(mkfifo(scratch_path(*state, "fifo", path), 0600), 0);
	scratch_symlink(*state, "/proc/self/mem", "eio");
	static const struct {
		const char *name;
		int result;
		const char *text;
	} rows[] = {
		{ "none.conf", -ENOENT, ": can't be read: No such file or directory" },
		{ "dir", -EISDIR, ": is a directory: expected a configuration file" },
		{ "fifo", -EINVAL, ": is not a regular file: expected" },
		{ "eio", -EIO, ": can't be read: Input/output error" },
		{ "none/none.conf", -ENOENT, ": can't be read" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_row(load(*state, rows[i].name, &config, &error) == rows[i].result, rows[i].name);
		assert_row(strstr(error, rows[i].text) != NULL, error);
		assert_null(config);
		free(error);
		error = NULL;
	}
}

static void unreadable_files_are_refused(void **state)
{
	struct config *config = NULL;
	char path[SCRATCH_PATH];
	char *error = NULL;

	if (geteuid() == 0) {
		print_message("# root reads every file\n");
		skip();
	}
	scratch_text(*state, FILE_NAME, "");
	assert_int_equal(chmod(scratch_path(*state, FILE_NAME, path), 0), 0);
	assert_int_equal(load(*state, FILE_NAME, &config, &error), -EACCES);
	assert_non_null(strstr(error, "Permission denied"));
	free(error);
}

static void huge_files_are_refused(void **state)
{
	size_t len = 4 * 1024 * 1024 + 1;
	char *text = malloc(len);
	struct config *config = NULL;
	char *error = NULL;

	assert_non_null(text);
	memset(text, '\n', len);
	scratch_write(*state, FILE_NAME, text, len);
	assert_int_equal(load(*state, FILE_NAME, &config, &error), -EFBIG);
	assert_non_null(strstr(error, "is too large: expected at most 4194304 bytes"));
	free(error);
	scratch_write(*state, FILE_NAME, text, len - 1);
	assert_int_equal(load(*state, FILE_NAME, &config, &error), 0);
	config_free(config);
	free(text);
}

/* The kinds the configuration takes are those that source_open() has. */
static void sources_are_those_of_the_build(void **state)
{
	for (const struct code *kind = source_kind_labels; kind->name; kind++) {
		char text[128], path[] = "/x";
		struct port_decl port = { .index = 1, .source = (enum source_kind)kind->code, .path = path };
		struct config *config = NULL;
		struct source *source = NULL;
		char *error = NULL;
		int r = source_open(&port, "", &source);

		source_close(source);
		snprintf(text, sizeof(text), "port a { source = %s %s }", kind->name,
		         kind->code == SOURCE_ETHTOOL ? "netdev = x" : "path = /x");
		scratch_text(*state, FILE_NAME, text);
		assert_row((load(*state, FILE_NAME, &config, &error) == 0) == (r == 0), kind->name);
		config_free(config);
		free(error);
	}
}

static void netdevs_are_what_is_read(void **state)
{
	struct config *config = good(*state, "port a { source = ethtool netdev = eth0 }\n"
	                                     "port b { source = ethtool netdevs = { swp1, swp1s0 } }\n"
	                                     "port c { source = ethtool netdevs = { x, y } netdev = y }\n");
	const struct port_decl *p = config->topology->ports;

	assert_int_equal(p[0].source, SOURCE_ETHTOOL);
	assert_string_equal(p[0].path, "eth0");
	assert_int_equal(p[0].netdev_count, 1);
	assert_string_equal(p[0].netdevs[0], "eth0");
	assert_string_equal(p[1].path, "swp1");
	assert_int_equal(p[1].netdev_count, 2);
	assert_string_equal(p[2].path, "y");
	config_free(config);
}

/* The example, as it is installed. */
static char *example(size_t *ret_len)
{
	const char *top = getenv("top_srcdir");
	char path[SCRATCH_PATH];
	char *text = malloc(16384);
	FILE *f;

	snprintf(path, sizeof(path), "%s/conf/breakoutd.conf.example", top ? top : ".");
	f = fopen(path, "re");
	if (!f)
		fail_msg("%s: %s", path, strerror(errno));
	assert_non_null(text);
	*ret_len = fread(text, 1, 16383, f);
	text[*ret_len] = '\0';
	fclose(f);
	return text;
}

static void the_example_loads(void **state)
{
	size_t len;
	char *text = example(&len);
	struct config *config = good(*state, text);

	assert_int_equal(config->topology->port_count, 5);
	assert_int_equal(config->topology->breakout_count, 1);
	assert_int_equal(config->topology->breakouts[0].legs[2].peer, PEER_LOCAL);
	assert_int_equal(config->topology->breakouts[0].legs[3].peer, PEER_UNDECLARED);
	config_free(config);
	free(text);
}

/* One to four edits: a byte changed, removed or doubled, a piece moved elsewhere. */
static size_t mutate(char *text, size_t len, uint32_t *seed)
{
	static const char bytes[] = "\"'{}=+,#/*\\$ \n09a-|\0\x80\xff(";

	for (uint32_t n = 1 + next_random(seed) % 4; n > 0 && len > 64; n--) {
		size_t at = next_random(seed) % (len - 32);
		size_t other = next_random(seed) % (len - 32);
		size_t size = 1 + next_random(seed) % 31;

		switch (next_random(seed) % 4) {
		case 0:
			text[at] = bytes[next_random(seed) % (sizeof(bytes) - 1)];
			break;
		case 1:
			memmove(text + at, text + at + size, len - at - size);
			len -= size;
			break;
		case 2:
			memmove(text + at + size, text + at, len - at);
			len += size;
			break;
		default:
			memmove(text + at, text + other, size);
			break;
		}
	}
	return len;
}

/* What was accepted keeps the promises of model/topology.h. */
static void check_topology(const struct topology *t)
{
	unsigned used[16] = { 0 };

	assert_true(t->port_count <= ARRAY_SIZE(used));
	for (size_t i = 0; i < t->port_count; i++) {
		assert_in_range(t->ports[i].index, 1, 65535);
		assert_true(i == 0 || t->ports[i - 1].index < t->ports[i].index);
		assert_true(t->ports[i].name[0] && t->ports[i].path && t->ports[i].path[0] == '/');
	}
	for (size_t i = 0; i < t->breakout_count; i++) {
		const struct breakout_decl *b = &t->breakouts[i];
		unsigned lanes = form_factor_lanes(t->ports[b->trunk].cage);
		unsigned taken = 0;

		assert_true(i == 0 || t->breakouts[i - 1].index < b->index);
		assert_true(b->mode.count >= 2 && b->leg_count == b->mode.count);
		assert_int_equal(used[b->trunk]++, 0);
		for (unsigned k = 0; k < b->leg_count; k++) {
			unsigned mask = ((1u << b->legs[k].lane_count) - 1) << b->legs[k].first_lane;

			assert_int_equal(b->legs[k].number, k + 1);
			assert_true(b->legs[k].first_lane >= 1 && b->legs[k].lane_count >= 1);
			assert_true(b->legs[k].first_lane + b->legs[k].lane_count - 1u <= (lanes ? lanes : 4));
			assert_int_equal(taken & mask, 0);
			taken |= mask;
			if (b->legs[k].peer == PEER_LOCAL)
				assert_int_equal(used[b->legs[k].port]++, 0);
		}
	}
}

/* Only line and message matter, whatever the file; with sanitizers this also finds leaks. */
static void mutations_are_read_or_refused(void **state)
{
	const char *rounds = getenv("MUTATIONS");
	size_t len, accepted = 0;
	char *text = example(&len);
	char *copy = malloc(len + 4 * 32);
	uint32_t seed = 2420;

	assert_non_null(copy);
	for (long i = rounds ? atol(rounds) : 3000; i > 0; i--) {
		struct config *config = NULL;
		char *error = NULL;
		size_t size;

		memcpy(copy, text, len);
		size = mutate(copy, len, &seed);
		scratch_write(*state, FILE_NAME, copy, size);
		if (load(*state, FILE_NAME, &config, &error) == 0) {
			check_topology(config->topology);
			config_free(config);
			assert_null(error);
			accepted++;
		} else {
			assert_null(config);
			assert_non_null(error);
			assert_non_null(strstr(error, FILE_NAME ":"));
		}
		free(error);
	}
	/* Both branches were worth it. */
	print_message("# %zu accepted\n", accepted);
	assert_true(accepted > 0);
	free(copy);
	free(text);
}

static void large_boxes_load_fast(void **state)
{
	struct timespec start, end;
	struct config *config;
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	double ms;

	assert_non_null(f);
	for (int i = 0; i < 128; i++) {
		fprintf(f, "port trunk%d { source = file path = x cage = \"qsfp-dd\" }\n", i);
		fprintf(f, "breakout b%d { trunk = trunk%d mode = 8x50G\n", i, i);
		for (int k = 0; k < 8; k++)
			fprintf(f, "leg %d { port = leg%d }\n", k + 1, i * 8 + k);
		fprintf(f, "}\n");
	}
	for (int i = 0; i < 1072; i++)
		fprintf(f, "port leg%d { source = file path = x netdevs = { l%d } }\n", i, i);
	fclose(f);
	scratch_write(*state, FILE_NAME, text, len);
	free(text);
	text = NULL;
	clock_gettime(CLOCK_MONOTONIC, &start);
	assert_int_equal(load(*state, FILE_NAME, &config, &text), 0);
	clock_gettime(CLOCK_MONOTONIC, &end);
	ms = (double)(end.tv_sec - start.tv_sec) * 1e3 + (double)(end.tv_nsec - start.tv_nsec) / 1e6;
	print_message("# 1200 ports in %.1f ms\n", ms);
	/* Generous for sanitizers and busy machines; quadratic lookups would still show. */
	assert_true(ms < 1000);
	assert_int_equal(config->topology->port_count, 1200);
	assert_string_equal(config->topology->ports[config->topology->breakouts[127].legs[7].port].name, "leg1023");
	config_free(config);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

/* Of no file at all: as of an empty one. */
static void without_a_file_all_is_default(void **state)
{
	struct scratch *s = *state;
	struct config *empty, *none;
	char path[SCRATCH_PATH], *error = NULL;

	scratch_text(s, "empty.conf", "");
	assert_int_equal(config_load(scratch_path(s, "empty.conf", path), &empty, &error), 0);
	assert_int_equal(config_default(&none), 0);
	assert_memory_equal(&none->settings, &empty->settings, sizeof(none->settings));
	assert_int_equal(none->topology->port_count, 0);
	config_free(empty);
	config_free(none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(an_empty_file_has_defaults),
		WITH_SCRATCH(without_a_file_all_is_default),
		WITH_SCRATCH(settings_are_read),
		WITH_SCRATCH(ports_are_read),
		WITH_SCRATCH(i2c_ports_are_read),
		WITH_SCRATCH(breakouts_are_read),
		WITH_SCRATCH(the_host_is_described),
		WITH_SCRATCH(policies_are_read),
		WITH_SCRATCH(waivers_are_read),
		WITH_SCRATCH(an_unsupported_mode_is_left_to_the_rules),
		WITH_SCRATCH(paths_start_at_the_file),
		WITH_SCRATCH(root_and_relative_paths_meet),
		WITH_SCRATCH(errors_name_line_and_expectation),
		WITH_SCRATCH(many_errors_are_reported_at_once),
		WITH_SCRATCH(nul_bytes_are_refused),
		WITH_SCRATCH(long_texts_are_bounded),
		WITH_SCRATCH(a_path_is_of_one_port),
		WITH_SCRATCH(long_relative_paths_are_bounded),
		WITH_SCRATCH(state_is_kept_where_it_is_wanted),
		WITH_SCRATCH(the_control_socket_is_where_it_is_wanted),
		WITH_SCRATCH(long_settings_are_refused),
		WITH_SCRATCH(netdevs_are_what_is_read),
		WITH_SCRATCH(files_that_are_none),
		WITH_SCRATCH(unreadable_files_are_refused),
		WITH_SCRATCH(huge_files_are_refused),
		WITH_SCRATCH(sources_are_those_of_the_build),
		WITH_SCRATCH(the_example_loads),
		WITH_SCRATCH(mutations_are_read_or_refused),
		WITH_SCRATCH(large_boxes_load_fast),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
