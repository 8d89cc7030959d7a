/* SPDX-License-Identifier: BSD-3-Clause */
/* Values, modes, types, modules and snapshots. */
#include "test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mode.h"
#include "base/text.h"
#include "model/snapshot.h"

static void power_in_dbm(void **state)
{
	static const struct {
		int32_t nw, cdbm;
	} rows[] = {
		{ 0, -4000 },     { -5, -4000 },  { 100, -4000 },   { 200, -3699 },   { 1000, -3000 },
		{ 500000, -301 }, { 1000000, 0 }, { 1995300, 300 }, { 6553500, 816 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(power_cdbm_from_nw(rows[i].nw), rows[i].cdbm);
		if (rows[i].nw > 100)
			assert_int_equal(power_cdbm_from_nw(power_nw_from_cdbm(rows[i].cdbm)), rows[i].cdbm);
	}
	assert_int_equal(power_nw_from_cdbm(-4000), 0);
	assert_int_equal(power_nw_from_cdbm(INT32_MIN), 0);
	assert_true(power_nw_from_cdbm(INT32_MAX) > 0);
}

static void modes(void **state)
{
	static const struct {
		const char *in;
		int rc;
		struct mode mode;
		const char *out;
	} rows[] = {
		{ "4x25G", 0, { 4, 0, 25000, { 0 }, { { 0 } } }, "4x25G" },
		{ "4x25g", 0, { 4, 0, 25000, { 0 }, { { 0 } } }, "4x25G" },
		{ "2x100G(4)", 0, { 2, 2, 100000, { 0 }, { { 0 } } }, "2x100G" },
		{ "8x50G(8)", 0, { 8, 1, 50000, { 0 }, { { 0 } } }, "8x50G" },
		{ "1x400G", 0, { 1, 0, 400000, { 0 }, { { 0 } } }, "1x400G" },
		{ "4x2500M", 0, { 4, 0, 2500, { 0 }, { { 0 } } }, "4x2500M" },
		{ "4x1000M", 0, { 4, 0, 1000, { 0 }, { { 0 } } }, "4x1G" },
		{ "4x25G[10G]", 0, { 4, 0, 25000, { 10000 }, { { 0 } } }, "4x25G" },
		{ "4x25G[10G, 1G](4)", 0, { 4, 1, 25000, { 10000, 1000 }, { { 0 } } }, "4x25G" },
		{ "4x25G[]", -EINVAL, { 0 }, NULL },
		{ "4x25G[10G", -EINVAL, { 0 }, NULL },
		{ "4x25G[10G,]", -EINVAL, { 0 }, NULL },
		{ "4x25G[10G]x", -EINVAL, { 0 }, NULL },
		{ "4x25G(4)[10G]", 0, { 4, 1, 25000, { 10000 }, { { 0 } } }, "4x25G" },
		{ "4x25G(4)(4)", -EINVAL, { 0 }, NULL },
		{ "1x9G[8G,7G,6G,5G,4G,3G,2G,1G,900M]", -EINVAL, { 0 }, NULL },
		{ "", -EINVAL, { 0 }, NULL },
		{ "4", -EINVAL, { 0 }, NULL },
		{ "x25G", -EINVAL, { 0 }, NULL },
		{ "4x", -EINVAL, { 0 }, NULL },
		{ "4x25", -EINVAL, { 0 }, NULL },
		{ "4X25G", -EINVAL, { 0 }, NULL },
		{ "3x25G", -EINVAL, { 0 }, NULL },
		{ "16x25G", -EINVAL, { 0 }, NULL },
		{ "04x25G", -EINVAL, { 0 }, NULL },
		{ "0x25G", -EINVAL, { 0 }, NULL },
		{ "-4x25G", -EINVAL, { 0 }, NULL },
		{ "4x0G", -EINVAL, { 0 }, NULL },
		{ "4x25G ", -EINVAL, { 0 }, NULL },
		{ "4x99999999999G", -EINVAL, { 0 }, NULL },
		{ "4x2000000G", -EINVAL, { 0 }, NULL },
		{ "4x25G(3)", -EINVAL, { 0 }, NULL },
		{ "4x25G(4", -EINVAL, { 0 }, NULL },
		{ "4x25G()", -EINVAL, { 0 }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mode m = { 9, 9, 9, { 0 }, { { 0 } } };
		char text[MODE_TEXT];

		assert_row(mode_parse(rows[i].in, &m) == rows[i].rc, rows[i].in);
		if (rows[i].rc < 0) {
			assert_row(m.count == 9 && m.lanes == 9 && m.rate_mbps == 9, rows[i].in);
			continue;
		}
		assert_row(m.count == rows[i].mode.count && m.lanes == rows[i].mode.lanes &&
		                   m.rate_mbps == rows[i].mode.rate_mbps,
		           rows[i].in);
		assert_string_equal(mode_text(&m, text, sizeof(text)), rows[i].out);
		assert_true(mode_equal(&m, &rows[i].mode));
		assert_memory_equal(m.other_mbps, rows[i].mode.other_mbps, sizeof(m.other_mbps));
	}
	assert_string_equal(mode_text(&(struct mode){ 0 }, (char[MODE_TEXT]){ "" }, MODE_TEXT), "");
}

static void modes_offer_other_rates(void **state)
{
	char text[MODE_FULL_TEXT];
	struct mode m, wanted;
	uint32_t mbps = 7;

	(void)state;
	assert_int_equal(mode_parse("4x25G[10G,2500M]", &m), 0);
	assert_string_equal(mode_full_text(&m, text, sizeof(text)), "4x25G[10G,2500M]");
	assert_true(mode_has_rate(&m, 25000) && mode_has_rate(&m, 10000) && mode_has_rate(&m, 2500));
	assert_false(mode_has_rate(&m, 1000) || mode_has_rate(&m, 0));
	assert_int_equal(mode_parse("4x10G", &wanted), 0);
	assert_true(mode_offers(&m, &wanted));
	assert_false(mode_offers(&wanted, &m));
	assert_false(mode_equal(&m, &wanted));
	assert_int_equal(mode_parse("2x10G", &wanted), 0);
	assert_false(mode_offers(&m, &wanted));
	assert_int_equal(mode_parse_rate("10", &mbps), -EINVAL);
	assert_int_equal(mode_parse_rate("10G ", &mbps), -EINVAL);
	assert_int_equal(mbps, 7);
	assert_int_equal(mode_parse_rate("10G", &mbps), 0);
	assert_int_equal(mbps, 10000);
}

static void bidi_wavelengths_pair(void **state)
{
	static const struct {
		int32_t a, b;
		enum tristate match;
	} rows[] = {
		{ 131000, 149000, TRI_YES }, { 149000, 131000, TRI_YES }, { 155000, 131000, TRI_YES },
		{ 155000, 149000, TRI_YES }, { 127000, 133000, TRI_YES }, { 133000, 127000, TRI_YES },
		{ 131000, 131000, TRI_NO },  { 127000, 127000, TRI_NO },  { 127000, 131000, TRI_NO },
		{ 85000, 131000, TRI_UNKNOWN }, { 131000, 0, TRI_UNKNOWN }, { 131100, 149000, TRI_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(bidi_complementary(rows[i].a, rows[i].b), rows[i].match);
	assert_int_equal(bidi_mate(131000, 0), 149000);
	assert_int_equal(bidi_mate(131000, 1), 155000);
	assert_int_equal(bidi_mate(131000, 2), 0);
	assert_int_equal(bidi_mate(127000, 1), 0);
}

static void types_know_their_fec(void **state)
{
	static const struct {
		const char *token;
		enum fec fec;
	} rows[] = {
		{ "1g-lx", FEC_NONE },     { "10g-sr", FEC_NONE },    { "40g-cr4", FEC_NONE },
		{ "25g-sr", FEC_RS528 },   { "100g-sr4", FEC_RS528 }, { "100g-psm4", FEC_RS528 },
		{ "100g-lr4", FEC_NONE },  { "100g-er4", FEC_NONE },  { "100g-cr4", FEC_RS528 },
		{ "25g-cr", FEC_UNKNOWN }, { "50g-fr", FEC_RS544 },   { "200g-dr4", FEC_RS544 },
		{ "100g-dr", FEC_RS544 },  { "10g-t", FEC_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row(module_type_fec(module_type_find(rows[i].token)) == rows[i].fec, rows[i].token);
}

static void the_type_catalogue_is_sound(void **state)
{
	(void)state;
	for (const struct module_type *t = module_types; t->token; t++) {
		assert_ptr_equal(module_type_find(t->token), t);
		assert_row(t->lanes >= 1 && t->lanes <= MODULE_MAX_LANES, t->token);
		/* A CSFP has two lanes in the shell of one. */
		assert_row(t->form == FORM_OTHER ||
		                   form_factor_lanes(t->form) * (t->layout == LAYOUT_BIDI ? 2 : 1) >= t->lanes,
		           t->token);
		assert_row((t->window_min == 0) == (t->window_max == 0), t->token);
		assert_row(t->window_min <= t->window_max, t->token);
		if (t->window_min)
			assert_row(t->wavelength >= t->window_min && t->wavelength <= t->window_max,
			           t->token);
		assert_row(t->power.tx_min <= t->power.tx_max && t->power.rx_min <= t->power.rx_max,
		           t->token);
		assert_row(t->layout != LAYOUT_PARALLEL || t->connector == CONNECTOR_CLASS_MPO, t->token);
		assert_row(t->layout != LAYOUT_SINGLE || t->lanes == 1, t->token);
		/*
		 * Coded and uncoded rates stay within a few percent of another: PAM4 has two
		 * bits a symbol, DP-16QAM eight, DP-DQPSK four. 32GFC is a name.
		 */
		unsigned bits = t->lane_mbaud * (t->modulation == MODULATION_PAM4       ? 2
		                                 : t->modulation == MODULATION_COHERENT ? (t->lane_mbps > 100000 ? 8 : 4)
		                                                                        : 1);
		assert_row(t->lane_mbps == 32000 || (bits >= t->lane_mbps && bits <= t->lane_mbps + t->lane_mbps / 4), t->token);
	}
	assert_null(module_type_find("100G-SR4"));
	assert_null(module_type_find(""));
	assert_int_equal(module_types[0].window_min, 77000);
	assert_int_equal(module_type_find("25g-er")->window_max, 131000);
	assert_int_equal(module_type_find("100g-er-40")->window_min, 130809);
	assert_int_equal(module_type_find("800g-dr4")->lane_mbaud, 106250);
	assert_int_equal(module_type_find("800g-dr4-2")->lane_mbaud, 113438);
	assert_int_equal(module_type_grid(module_type_find("400g-er4")), GRID_LAN_WDM);
	assert_int_equal(module_type_find("50g-fr")->window_max, 131750);
	assert_int_equal(module_type_find("100g-psm4")->power.rx_min, -1266);
}

/* Declared lanes are the cage's; media lanes are the module's. */
static void media_lanes_of_legs(void **state)
{
	static const struct {
		enum form_factor cage;
		uint8_t first, count;        /* declared */
		unsigned media_lanes;
		bool there;
		unsigned media_first, media_count;
	} rows[] = {
		{ FORM_QSFP28, 3, 1, 4, true, 3, 1 },     { FORM_QSFP_DD, 5, 1, 8, true, 5, 1 },
		/* 400GBASE-DR4, four ways and two ways; 2xFR4. */
		{ FORM_QSFP_DD, 5, 2, 4, true, 3, 1 },    { FORM_QSFP_DD, 5, 4, 4, true, 3, 2 },
		{ FORM_OSFP, 5, 4, 8, true, 5, 4 },
		/* No whole lanes; nothing known. */
		{ FORM_QSFP_DD, 2, 1, 4, false, 0, 0 },   { FORM_QSFP_DD, 1, 1, 4, false, 0, 0 },
		{ FORM_QSFP_DD, 1, 2, 3, false, 0, 0 },   { FORM_QSFP_DD, 1, 2, 0, false, 0, 0 },
		/* A cage that nobody declared has the lanes that legs were given. */
		{ FORM_UNKNOWN, 3, 2, 4, true, 3, 2 },    { FORM_UNKNOWN, 7, 2, 4, true, 4, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct port_decl port = { .cage = rows[i].cage };
		struct breakout_decl b = { .leg_count = 1 };
		struct topology t = { .ports = &port, .port_count = 1 };
		unsigned first = 0, count = 0;
		char label[16];

		b.legs[0].first_lane = rows[i].first;
		b.legs[0].lane_count = rows[i].count;
		snprintf(label, sizeof(label), "row %zu", i);
		assert_row(topology_leg_lanes(&t, &b, &b.legs[0], rows[i].media_lanes, &first, &count) == rows[i].there,
		           label);
		assert_row(first == rows[i].media_first && count == rows[i].media_count, label);
	}
}

static void ratios(void **state)
{
	(void)state;
	assert_true(ratio_from_f16(0) == 0);
	assert_true(fabs(ratio_from_f16(24 << 11 | 1) - 1) < 1e-12);
	assert_true(fabs(ratio_from_f16(14 << 11 | 250) / 2.5e-8 - 1) < 1e-9);
	assert_true(fabs(ratio_from_f16(0xffff) / 2047e7 - 1) < 1e-9);
	assert_true(ratio_from_f16(1) > 0);
}

static void cages_take_what_fits(void **state)
{
	(void)state;
	assert_true(form_factor_is_single_lane(FORM_SFP56));
	assert_false(form_factor_is_single_lane(FORM_QSFP28));
	assert_false(form_factor_is_single_lane(FORM_UNKNOWN));
	assert_int_equal(form_factor_lanes(FORM_QSFP_DD), 8);
	assert_int_equal(form_factor_lanes(FORM_UNKNOWN), 0);
}

static void modules_in_words(void **state)
{
	struct module *a = module_new(), *b = module_new();
	char buf[128];

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	assert_string_equal(module_summary(a, buf, sizeof(buf)), "unknown type");
	assert_false(module_same_unit(a, b));
	a->form = FORM_SFP_PLUS;
	strcpy(a->type_name, "10GBASE-LR");
	a->wavelength = value_of(131000);
	a->medium = MEDIUM_SMF;
	assert_string_equal(module_summary(a, buf, sizeof(buf)), "SFP+ 10GBASE-LR, 1310 nm, single-mode");
	a->wavelength = value_of(154453);
	assert_string_equal(module_summary(a, buf, 20), "SFP+ 10GBASE-LR, 15");
	strcpy(a->serial, "S1");
	strcpy(b->serial, "S1");
	assert_true(module_same_unit(a, b));
	strcpy(b->vendor, "OTHER");
	assert_false(module_same_unit(a, b));
	a->lanes = 1;
	assert_non_null(module_lane(a, 1));
	assert_null(module_lane(a, 0));
	assert_null(module_lane(a, 2));
	assert_int_equal(module_checksum(a), MODULE_CHECKSUM_UNKNOWN);
	a->base_checksum = CHECKSUM_OK;
	a->ext_checksum = CHECKSUM_OK;
	assert_int_equal(module_checksum(a), MODULE_CHECKSUM_OK);
	a->ext_checksum = CHECKSUM_BAD;
	assert_int_equal(module_checksum(a), MODULE_CHECKSUM_EXT_BAD);
	a->base_checksum = CHECKSUM_BAD;
	assert_int_equal(module_checksum(a), MODULE_CHECKSUM_BOTH_BAD);
	module_unref(a);
	module_unref(b);
	module_unref(NULL);
}

static struct topology *two_leg_topology(void)
{
	struct topology *t = topology_new();

	assert_non_null(t);
	t->port_count = 3;
	t->ports = calloc(3, sizeof(*t->ports));
	t->breakout_count = 1;
	t->breakouts = calloc(1, sizeof(*t->breakouts));
	assert_non_null(t->ports);
	assert_non_null(t->breakouts);
	for (uint32_t i = 0; i < 3; i++) {
		t->ports[i].index = i + 1;
		t->ports[i].name[0] = (char)('a' + i);
	}
	t->breakouts[0] = (struct breakout_decl){
		.index = 7,
		.trunk = 0,
		.leg_count = 2,
		.legs = { { .number = 1, .first_lane = 1, .lane_count = 2, .peer = PEER_LOCAL, .port = 2 },
		          { .number = 2, .first_lane = 3, .lane_count = 2, .peer = PEER_UNDECLARED } },
	};
	return t;
}

static void modules_take_no_more_room_than_they_need(void **state)
{
	struct module *sfp = module_new(), *dr4 = module_new(), *copy;

	(void)state;
	assert_int_equal(sfp->lane_room, MODULE_MAX_LANES);
	assert_int_equal(sfp->host_lane_room, MODULE_MAX_LANES);
	assert_int_equal(sfp->application_room, MODULE_MAX_APPLICATIONS);
	sfp->lanes = 1;
	sfp->lane[0].tx_bias = value_of(6000);
	TEXT_SET(sfp->vendor, "ACME");
	sfp = module_pack(sfp);
	assert_int_equal(sfp->refs, 1);
	assert_int_equal(sfp->lane_room, 1);
	assert_int_equal(sfp->host_lane_room, 0);
	assert_int_equal(sfp->application_room, 0);
	assert_string_equal(sfp->vendor, "ACME");
	assert_int_equal(module_lane(sfp, 1)->tx_bias.v, 6000);
	assert_null(module_lane(sfp, 2));
	/* What is not there is nothing. */
	assert_int_equal(module_any_lane(sfp, 1)->tx_bias.v, 6000);
	assert_int_equal(module_any_lane(sfp, 2)->tx_bias.state, VALUE_ABSENT);
	assert_int_equal(module_any_lane(sfp, 0)->tx_bias.state, VALUE_ABSENT);
	assert_int_equal(module_host_lane(sfp, 1)->data_path, 0);
	assert_int_equal(module_application(sfp, 1)->host_id, 0);

	/* Four lanes of fibre, of which one is dark, and eight to the host. */
	dr4->lanes = 4;
	dr4->host_lane[6].active = 0x10;
	dr4->application_count = 2;
	dr4->application[1].rate_mbps = 100000;
	dr4 = module_pack(dr4);
	assert_int_equal(dr4->lane_room, 4);
	assert_int_equal(dr4->host_lane_room, 7);
	assert_int_equal(dr4->application_room, 2);
	assert_int_equal(module_host_lane(dr4, 7)->active, 0x10);
	assert_int_equal(module_host_lane(dr4, 8)->active, 0);
	assert_int_equal(module_application(dr4, 2)->rate_mbps, 100000);
	assert_int_equal(module_application(dr4, 3)->rate_mbps, 0);

	copy = module_copy(dr4);
	assert_int_equal(copy->lane_room, MODULE_MAX_LANES);
	assert_int_equal(copy->refs, 1);
	assert_int_equal(copy->host_lane[6].active, 0x10);
	assert_int_equal(copy->application[1].rate_mbps, 100000);
	copy->lane[15].tx_bias = value_of(1);
	module_reset(copy);
	assert_int_equal(copy->lane_room, MODULE_MAX_LANES);
	assert_int_equal(copy->lanes + copy->host_lane[6].active + copy->lane[15].tx_bias.v, 0);
	assert_int_equal(copy->application[1].rate_mbps, 0);
	module_unref(copy);
	module_unref(dr4);
	module_unref(sfp);
}

static void lanes_have_histories_of_their_own(void **state)
{
	struct lane_histories h = { 0 }, copy = { 0 };

	(void)state;
	assert_int_equal(lane_history_of(&h, 1)->flag_changes, 0);
	assert_int_equal(lane_histories_resize(&h, 2), 0);
	h.lane[1].flag_changes = 5;
	assert_int_equal(lane_history_of(&h, 2)->flag_changes, 5);
	/* What is not there tells of nothing. */
	assert_int_equal(lane_history_of(&h, 0)->flag_changes, 0);
	assert_int_equal(lane_history_of(&h, 3)->flag_changes, 0);
	assert_int_equal(lane_histories_resize(&h, 8), 0);
	assert_int_equal(h.lane[1].flag_changes, 5);
	assert_int_equal(h.lane[7].flag_changes, 0);
	lane_histories_copy(&copy, &h);
	assert_int_equal(copy.count, 8);
	h.lane[1].flag_changes = 6;
	assert_int_equal(copy.lane[1].flag_changes, 5);
	assert_int_equal(lane_histories_resize(&h, 0), 0);
	assert_null(h.lane);
	lane_histories_copy(&copy, &h);
	assert_int_equal(copy.count, 0);
	lane_histories_release(&copy);
	lane_histories_release(&h);
}

static void snapshots_know_roles_and_lanes(void **state)
{
	struct topology *t = two_leg_topology();
	struct snapshot *s = snapshot_new(t);
	struct module *trunk = module_new();
	const struct leg_decl *leg;
	size_t breakout;

	(void)state;
	assert_non_null(s);
	assert_non_null(trunk);
	trunk->lanes = 4;
	assert_string_equal(topology_port(t, "b")->name, "b");
	assert_null(topology_port(t, "x"));
	assert_ptr_equal(topology_port_of_index(t, 3), &t->ports[2]);
	assert_null(topology_port_of_index(t, 4));
	assert_ptr_equal(topology_breakout_of_index(t, 7), &t->breakouts[0]);
	assert_null(topology_breakout_of_index(t, 1));
	topology_unref(t);
	assert_int_equal(s->ports[0].role, ROLE_TRUNK);
	assert_int_equal(s->ports[1].role, ROLE_STANDALONE);
	assert_int_equal(s->ports[2].role, ROLE_LEG);
	assert_int_equal(s->ports[2].leg, 1);
	assert_false(snapshot_lane_leg(s, 0, 2, &breakout, &leg));
	s->ports[0].module = trunk;
	assert_true(snapshot_lane_leg(s, 0, 2, &breakout, &leg));
	assert_int_equal(leg->number, 1);
	assert_int_equal(breakout, 0);
	assert_true(snapshot_lane_leg(s, 0, 3, &breakout, &leg));
	assert_int_equal(leg->number, 2);
	assert_false(snapshot_lane_leg(s, 0, 5, &breakout, &leg));
	assert_false(snapshot_lane_leg(s, 1, 1, &breakout, &leg));
	assert_true(snapshot_lane_leg(s, 2, 1, &breakout, &leg));
	assert_int_equal(leg->number, 1);
	assert_int_equal(port_data_age_ms(&s->ports[0], &(struct timespec){ 9, 0 }), -1);
	s->ports[0].read_mono = (struct timespec){ 7, 500000000 };
	assert_int_equal(port_data_age_ms(&s->ports[0], &(struct timespec){ 9, 0 }), 1500);
	assert_int_equal(port_data_age_ms(&s->ports[0], &(struct timespec){ 7, 0 }), 0);
	assert_int_equal(snapshot_module_count(s), 1);
	snapshot_unref(snapshot_ref(s));
	snapshot_unref(s);
	snapshot_unref(NULL);
}

static void lanes_of_legs_are_those_of_the_module(void **state)
{
	static const struct {
		const char *label;
		unsigned lanes, host_lanes; /* of the module; 0: none */
		unsigned first[2], count[2]; /* of the second leg: media, host; 0: not known */
	} rows[] = {
		{ "no module: the cage", 0, 0, { 0, 3 }, { 0, 2 } },
		{ "a QSFP", 4, 0, { 3, 3 }, { 2, 2 } },
		{ "half as many fibres as host lanes", 2, 4, { 2, 3 }, { 1, 2 } },
		{ "a module narrower than its cage", 2, 0, { 2, 2 }, { 1, 1 } },
		{ "lanes that can't be shared out", 3, 4, { 0, 3 }, { 0, 2 } },
	};
	struct topology *t = two_leg_topology();
	struct snapshot *s = snapshot_new(t);

	(void)state;
	topology_unref(t);
	assert_non_null(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct module *m = rows[i].lanes ? module_new() : NULL;

		if (m) {
			m->lanes = (uint8_t)rows[i].lanes;
			m->host_lanes = (uint8_t)rows[i].host_lanes;
		}
		module_unref(s->ports[0].module);
		s->ports[0].module = m;
		for (enum lane_side side = LANES_MEDIA; side <= LANES_HOST; side++) {
			unsigned first = 0, count = 0;

			assert_row(snapshot_leg_lanes(s, 0, 1, side, &first, &count) == (rows[i].first[side] != 0),
			           rows[i].label);
			assert_row(first == rows[i].first[side] && count == rows[i].count[side], rows[i].label);
		}
	}
	snapshot_unref(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(power_in_dbm),
		cmocka_unit_test(modes),
		cmocka_unit_test(modes_offer_other_rates),
		cmocka_unit_test(bidi_wavelengths_pair),
		cmocka_unit_test(types_know_their_fec),
		cmocka_unit_test(the_type_catalogue_is_sound),
		cmocka_unit_test(media_lanes_of_legs),
		cmocka_unit_test(ratios),
		cmocka_unit_test(cages_take_what_fits),
		cmocka_unit_test(modules_in_words),
		cmocka_unit_test(modules_take_no_more_room_than_they_need),
		cmocka_unit_test(lanes_have_histories_of_their_own),
		cmocka_unit_test(snapshots_know_roles_and_lanes),
		cmocka_unit_test(lanes_of_legs_are_those_of_the_module),
	};

	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
