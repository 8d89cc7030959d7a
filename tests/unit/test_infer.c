/* SPDX-License-Identifier: BSD-3-Clause */
/* Breakouts and legs that nobody declared: what is concluded, and what must not be. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "box.h"
#include "collect/infer.h"
#include "own_host.h"

#define PORTS 8

/* A box of ports 1 to 8, nothing plugged in, nothing declared. */
struct rack {
	struct topology *topology;
	struct port_state ports[PORTS];
};

static void rack_init(struct rack *r)
{
	*r = (struct rack){ .topology = topology_new() };
	assert_non_null(r->topology);
	r->topology->ports = calloc(PORTS, sizeof(*r->topology->ports));
	r->topology->breakouts = calloc(PORTS, sizeof(*r->topology->breakouts));
	assert_non_null(r->topology->ports);
	assert_non_null(r->topology->breakouts);
	r->topology->port_count = PORTS;
	for (unsigned i = 0; i < PORTS; i++) {
		r->topology->ports[i] = (struct port_decl){ .index = i + 1 };
		snprintf(r->topology->ports[i].name, TOPOLOGY_NAME, "swp%u", i + 1);
		r->ports[i].presence = PRESENCE_ABSENT;
	}
}

static void rack_release(struct rack *r)
{
	for (unsigned i = 0; i < PORTS; i++) {
		module_unref(r->ports[i].module);
		host_port_unref(r->ports[i].host);
	}
	topology_unref(r->topology);
}

static struct module *plug(struct rack *r, unsigned port, const char *type)
{
	struct module *m = box_module(type);

	module_unref(r->ports[port - 1].module);
	r->ports[port - 1].module = m;
	r->ports[port - 1].presence = PRESENCE_PRESENT;
	return m;
}

/* A cable end with this serial number; `far_ends` at the other side. */
static struct module *plug_end(struct rack *r, unsigned port, const char *type, const char *serial,
                               unsigned far_ends)
{
	struct module *m = plug(r, port, type);

	assert_int_equal(m->layout, LAYOUT_CABLE);
	TEXT_SET(m->serial, serial);
	TEXT_SET(m->vendor, "ACME");
	TEXT_SET(m->part_number, "FAN-1");
	m->far_ends = (uint8_t)far_ends;
	return m;
}

static void split(struct rack *r, unsigned port, unsigned count, uint32_t rate_mbps)
{
	struct host_port *host = own_host(&r->ports[port - 1]);

	host->split_known = true;
	host->split = (struct mode){ .count = (uint8_t)count, .rate_mbps = rate_mbps };
}

static void split_mixed(struct rack *r, unsigned port, const char *mode)
{
	split(r, port, 0, 0);
	assert_int_equal(mode_parse(mode, &own_host(&r->ports[port - 1])->split), 0);
}

static struct breakout_decl *declare(struct rack *r, uint32_t index, unsigned trunk, unsigned legs)
{
	struct breakout_decl *b = &r->topology->breakouts[r->topology->breakout_count++];

	*b = (struct breakout_decl){
		.index = index, .name = "bo", .trunk = trunk - 1, .mode = { .count = (uint8_t)legs, .rate_mbps = 25000 },
		.leg_count = legs,
	};
	for (unsigned n = 0; n < legs; n++)
		b->legs[n] = (struct leg_decl){ .number = (uint8_t)(n + 1), .first_lane = (uint8_t)(n + 1),
		                                .lane_count = 1, .peer = PEER_UNDECLARED };
	return b;
}

/* What is known of all breakouts: "32769 auto-swp1 4x25G: 2 3 - -; ...", legs that were declared in brackets. */
static const char *conclude(const struct rack *r, char *buf, size_t size)
{
	struct conclusions c, again;
	struct topology *t;
	char mode[MODE_TEXT];
	struct text text;

	assert_int_equal(infer(r->topology, r->ports, &c), 0);
	assert_int_equal(infer(r->topology, r->ports, &again), 0);
	assert_true(conclusions_equal(&c, &again));
	conclusions_release(&again);
	t = infer_topology(r->topology, &c);
	assert_non_null(t);
	assert_true((c.count == 0) == (t == r->topology));
	text_init(&text, buf, size);
	for (size_t i = 0; i < t->breakout_count; i++) {
		const struct breakout_decl *b = &t->breakouts[i];

		assert_true(i == 0 || t->breakouts[i - 1].index < b->index);
		text_item(&text, "; ", "%u %s %s:", b->index, b->name, mode_text(&b->mode, mode, sizeof(mode)));
		for (unsigned n = 0; n < b->leg_count; n++) {
			assert_int_equal(b->legs[n].number, n + 1);
			if (b->legs[n].peer == PEER_UNDECLARED)
				text_printf(&text, " -");
			else
				text_printf(&text, b->legs[n].inferred ? " %zu" : " (%zu)", b->legs[n].port + 1);
		}
	}
	topology_unref(t);
	conclusions_release(&c);
	return buf;
}

static void expect(const struct rack *r, const char *want)
{
	char saw[512];

	assert_string_equal(conclude(r, saw, sizeof(saw)), want);
}

static void split_ports_are_breakouts(void **state)
{
	struct rack r;

	(void)state;
	rack_init(&r);
	expect(&r, "");
	plug(&r, 1, "100g-sr4");
	expect(&r, "");
	split(&r, 1, 1, 100000);
	expect(&r, "");
	split(&r, 1, 4, 25000);
	expect(&r, "32769 auto-swp1 4x25G: - - - -");
	split(&r, 1, 4, 10000);
	expect(&r, "32769 auto-swp1 4x10G: - - - -");
	/* Links that are down have no speed: what is declared, else what the module can. */
	split(&r, 1, 4, 0);
	expect(&r, "32769 auto-swp1 4x25G: - - - -");
	r.topology->ports[0].split_declared = true;
	r.topology->ports[0].split_in_force = (struct mode){ .count = 4, .rate_mbps = 10000 };
	expect(&r, "32769 auto-swp1 4x10G: - - - -");
	split(&r, 1, 2, 0);
	expect(&r, "32769 auto-swp1 2x50G: - -");
	/* More legs than lanes. */
	split(&r, 1, 8, 25000);
	expect(&r, "");
	own_host(&r.ports[0])->split_known = false;
	expect(&r, "");
	rack_release(&r);
}

static void mixed_splits_are_breakouts(void **state)
{
	struct conclusions c;
	struct topology *t;
	struct rack r;

	(void)state;
	rack_init(&r);
	plug(&r, 1, "100g-sr4");
	split_mixed(&r, 1, "1x50G(2)+2x25G(2)");
	expect(&r, "32769 auto-swp1 1x50G+2x25G: - - -");
	assert_int_equal(infer(r.topology, r.ports, &c), 0);
	t = infer_topology(r.topology, &c);
	assert_int_equal(t->breakouts[0].legs[0].lane_count, 2);
	assert_int_equal(t->breakouts[0].legs[1].first_lane, 3);
	assert_int_equal(t->breakouts[0].legs[2].first_lane, 4);
	topology_unref(t);
	conclusions_release(&c);
	/* No whole lanes; three alike; no speeds, and then what is declared. */
	split_mixed(&r, 1, "1x50G+1x25G");
	expect(&r, "");
	split(&r, 1, 3, 25000);
	expect(&r, "");
	split(&r, 1, 3, 0);
	expect(&r, "");
	r.topology->ports[0].split_declared = true;
	assert_int_equal(mode_parse("2x25G+1x50G", &r.topology->ports[0].split_in_force), 0);
	expect(&r, "32769 auto-swp1 2x25G+1x50G: - - -");
	rack_release(&r);
}

static void what_is_declared_stays(void **state)
{
	struct rack r;

	(void)state;
	rack_init(&r);
	plug(&r, 1, "100g-sr4");
	plug(&r, 2, "100g-sr4");
	plug(&r, 3, "100g-sr4");
	for (unsigned port = 1; port <= 3; port++)
		split(&r, port, 4, 25000);
	declare(&r, 9, 1, 4)->legs[0] = (struct leg_decl){ .number = 1, .peer = PEER_LOCAL, .port = 1 };
	expect(&r, "9 bo 4x25G: (2) - - -; 32771 auto-swp3 4x25G: - - - -");
	/* A declared one that has the number, and one that has the name. */
	declare(&r, 32771, 5, 2);
	expect(&r, "9 bo 4x25G: (2) - - -; 32771 bo 2x25G: - -");
	r.topology->breakouts[1].index = 40000;
	TEXT_SET(r.topology->breakouts[1].name, "auto-swp3");
	assert_int_equal(r.topology->breakout_count, 2);
	r.topology->ports[2].index = 3;
	{
		struct conclusions c;
		struct topology *t;

		assert_int_equal(infer(r.topology, r.ports, &c), 0);
		t = infer_topology(r.topology, &c);
		assert_non_null(t);
		assert_int_equal(t->breakout_count, 3);
		assert_string_equal(t->breakouts[1].name, "auto-3-swp3");
		assert_string_equal(t->breakouts[2].name, "auto-swp3");
		topology_unref(t);
		conclusions_release(&c);
	}
	rack_release(&r);
}

static void what_can_not_be_split_is_no_trunk(void **state)
{
	struct rack r;

	(void)state;
	rack_init(&r);
	split(&r, 1, 4, 25000);
	plug(&r, 1, "100g-lr4");
	expect(&r, "");
	plug(&r, 1, "100g-sr4")->status = READ_CORRUPT;
	expect(&r, "");
	plug(&r, 1, "100g-sr4");
	expect(&r, "32769 auto-swp1 4x25G: - - - -");
	/* Not answering for a while is not gone; gone is. */
	r.ports[0].presence = PRESENCE_UNKNOWN;
	expect(&r, "32769 auto-swp1 4x25G: - - - -");
	r.ports[0].presence = PRESENCE_ABSENT;
	expect(&r, "");
	rack_release(&r);
}

static void indexes_end_somewhere(void **state)
{
	struct rack r;

	(void)state;
	rack_init(&r);
	plug(&r, 8, "100g-sr4");
	split(&r, 8, 4, 25000);
	r.topology->ports[7].index = 32767;
	expect(&r, "65535 auto-swp8 4x25G: - - - -");
	r.topology->ports[7].index = 32768;
	expect(&r, "");
	rack_release(&r);
}

#define FAN "100g-cr4"
#define LEG "25g-cr"

static void plug_cable(struct rack *r, const char *trunk, const char *const legs[4])
{
	plug_end(r, 1, FAN, trunk, 4);
	for (unsigned n = 0; n < 4; n++)
		plug_end(r, 2 + n, LEG, legs[n], 1);
}

static void cables_tell_where_they_go(void **state)
{
	static const struct {
		const char *label, *trunk;
		const char *legs[4];
		const char *want;
	} rows[] = {
		{ "one number", "APF20350017", { "APF20350017", "APF20350017", "APF20350017", "APF20350017" }, "2 3 4 5" },
		{ "numbered", "APF20350017-0", { "APF20350017-3", "APF20350017-1", "APF20350017-4", "APF20350017-2" }, "3 5 2 4" },
		{ "lettered", "APF20350017-A", { "APF20350017-E", "APF20350017-D", "APF20350017-C", "APF20350017-B" }, "5 4 3 2" },
		{ "numbered from the trunk", "APF20350017-1", { "APF20350017-2", "APF20350017-3", "APF20350017-4", "APF20350017-5" }, "2 3 4 5" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct rack r;
		char want[128], saw[512];

		rack_init(&r);
		plug_cable(&r, rows[i].trunk, rows[i].legs);
		/* Nobody declared anything, nothing is split. */
		snprintf(want, sizeof(want), "32769 auto-swp1 4x25G: %s", rows[i].want);
		conclude(&r, saw, sizeof(saw));
		if (strcmp(saw, want) != 0)
			fail_msg("%s: expected '%s', saw '%s'", rows[i].label, want, saw);
		split(&r, 1, 4, 25000);
		expect(&r, want);
		/* The breakout is declared, its legs are not. */
		declare(&r, 1, 1, 4);
		snprintf(want, sizeof(want), "1 bo 4x25G: %s", rows[i].want);
		expect(&r, want);
		rack_release(&r);
	}
}

static void parts_of_a_cable(void **state)
{
	struct rack r;
	struct breakout_decl *b;

	(void)state;
	rack_init(&r);
	/* Two ends are somewhere else. By number they are known; without a split, there need not be a breakout. */
	plug_end(&r, 1, FAN, "APF20350017-0", 4);
	plug_end(&r, 4, LEG, "APF20350017-2", 1);
	plug_end(&r, 3, LEG, "APF20350017-4", 1);
	expect(&r, "");
	split(&r, 1, 4, 25000);
	expect(&r, "32769 auto-swp1 4x25G: - 4 - 3");
	b = declare(&r, 1, 1, 4);
	expect(&r, "1 bo 4x25G: - 4 - 3");
	/* Declared legs are right, whatever the numbers say. */
	b->legs[1] = (struct leg_decl){ .number = 2, .peer = PEER_LOCAL, .port = 6 };
	expect(&r, "1 bo 4x25G: - (7) - -");
	b->legs[1] = (struct leg_decl){ .number = 2, .peer = PEER_LOCAL, .port = 3 };
	expect(&r, "1 bo 4x25G: - (4) - 3");
	rack_release(&r);
}

static void ambiguity_is_left_alone(void **state)
{
	static const char *const same[4] = { "APF20350017", "APF20350017", "APF20350017", "APF20350017" };
	struct module *m;
	struct rack r;

	(void)state;
	rack_init(&r);
	plug_cable(&r, "APF20350017", same);
	declare(&r, 1, 1, 4);
	expect(&r, "1 bo 4x25G: 2 3 4 5");
	/* One of equal ends is missing: which leg it was is not known. */
	r.ports[3].presence = PRESENCE_ABSENT;
	expect(&r, "1 bo 4x25G: - - - -");
	r.ports[3].presence = PRESENCE_PRESENT;
	/* One more of this number, or another trunk end. */
	plug_end(&r, 6, LEG, "APF20350017", 1);
	expect(&r, "1 bo 4x25G: - - - -");
	plug_end(&r, 6, FAN, "APF20350017", 4);
	expect(&r, "1 bo 4x25G: - - - -");
	m = plug_end(&r, 6, LEG, "APF20350018", 1);
	expect(&r, "1 bo 4x25G: 2 3 4 5");
	/* Another vendor with this number; a number that is none. */
	m = plug_end(&r, 5, LEG, "APF20350017", 1);
	TEXT_SET(m->vendor, "OTHER");
	expect(&r, "1 bo 4x25G: - - - -");
	plug_cable(&r, "000000000", (const char *const[]){ "000000000", "000000000", "000000000", "000000000" });
	expect(&r, "1 bo 4x25G: - - - -");
	plug_cable(&r, "", (const char *const[]){ "", "", "", "" });
	expect(&r, "1 bo 4x25G: - - - -");
	rack_release(&r);

	/* Two that begin here, and as many others as one of them has ends. */
	rack_init(&r);
	plug_cable(&r, "APF20350017", same);
	plug_end(&r, 5, FAN, "APF20350017", 4);
	expect(&r, "");
	declare(&r, 1, 1, 4);
	expect(&r, "1 bo 4x25G: - - - -");
	rack_release(&r);

	/* A straight cable between two ports of a box. */
	rack_init(&r);
	plug_end(&r, 1, FAN, "APF20350017", 1);
	plug_end(&r, 2, FAN, "APF20350017", 1);
	expect(&r, "");
	split(&r, 1, 4, 25000);
	split(&r, 2, 4, 25000);
	expect(&r, "32769 auto-swp1 4x25G: - - - -; 32770 auto-swp2 4x25G: - - - -");
	rack_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split_ports_are_breakouts),
		cmocka_unit_test(mixed_splits_are_breakouts), cmocka_unit_test(what_is_declared_stays),
		cmocka_unit_test(what_can_not_be_split_is_no_trunk),
		cmocka_unit_test(indexes_end_somewhere),
		cmocka_unit_test(cables_tell_where_they_go),
		cmocka_unit_test(parts_of_a_cable),
		cmocka_unit_test(ambiguity_is_left_alone),
	};

	return cmocka_run_group_tests_name("infer", tests, NULL, NULL);
}
