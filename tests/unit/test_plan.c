/* SPDX-License-Identifier: BSD-3-Clause */
/* The plan table, and what follows from its rows and the types. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "rules/harness.h"
#include "rules/plan.h"

static const struct module_type *type_of(const char *token)
{
	const struct module_type *type = module_type_find(token);

	if (!type)
		fail_msg("there is no module type %s", token);
	return type;
}

static const struct plan *plan_in_mode(const char *trunk, const char *mode)
{
	const struct plan *plan;
	struct mode m;

	assert_int_equal(mode_parse(mode, &m), 0);
	plan = plan_find(type_of(trunk), &m);
	if (!plan)
		fail_msg("there is no plan for %s in %s", trunk, mode);
	return plan;
}

/* Worst-case loss and excess, 0.01 dB, of both directions. */
static const struct {
	const char *trunk, *leg;
	int down, down_over, up, up_over;
	enum confidence sure;
} budgets[] = {
	{ "40g-sr4", "10g-sr", 230, 340, 220, 0, SURE_NOT },
	{ "40g-plr4", "10g-lr", 620, 0, 620, 0, SURE_NOT },
	{ "100g-sr4", "25g-sr", 190, 0, 190, 0, SURE_VENDOR },
	{ "100g-psm4", "25g-lr", 390, 0, 566, 0, SURE_NOT },
	{ "200g-sr4", "50g-sr", 190, 0, 190, 0, SURE_NOT },
	{ "400g-sr8", "50g-sr", 190, 0, 190, 0, SURE_NOT },
	{ "200g-dr4", "50g-fr", 300, 0, 400, 0, SURE_NOT },
	{ "200g-dr4", "50g-lr", 570, 0, 360, 120, SURE_NOT },
	{ "400g-dr4", "100g-dr", 300, 0, 300, 0, SURE_VENDOR },
	{ "400g-dr4", "100g-fr", 420, 0, 280, 0, SURE_NOT },
	{ "400g-dr4", "100g-lr", 530, 0, 400, 80, SURE_NOT },
	{ "400g-xdr4", "100g-fr", 400, 0, 400, 0, SURE_NOT },
	{ "400g-xdr4", "100g-lr", 510, 0, 520, 80, SURE_NOT },
	{ "400g-sr4", "100g-sr1", 180, 0, 180, 0, SURE_NOT },
};

static void budgets_follow_from_limits(void **state)
{
	struct plan_budget down, up, none = { .loss = 1 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(budgets); i++) {
		const struct module_type *trunk = type_of(budgets[i].trunk), *leg = type_of(budgets[i].leg);

		assert_row(plan_budget(trunk, leg, PLAN_TOWARD_LEG, &down), budgets[i].leg);
		assert_row(plan_budget(trunk, leg, PLAN_TOWARD_TRUNK, &up), budgets[i].leg);
		assert_int_equal(down.loss, budgets[i].down);
		assert_int_equal(down.over, budgets[i].down_over);
		assert_int_equal(up.loss, budgets[i].up);
		assert_int_equal(up.over, budgets[i].up_over);
		assert_int_equal(down.sure, budgets[i].sure);
		assert_int_equal(up.sure, budgets[i].sure);
	}
	assert_false(plan_budget(type_of("400g-vr4"), type_of("100g-vr1"), PLAN_TOWARD_LEG, &none));
	assert_false(plan_budget(type_of("100g-cr4"), type_of("25g-cr"), PLAN_TOWARD_LEG, &none));
	assert_int_equal(none.loss, 1);
}

static const struct {
	const char *trunk, *mode, *leg;
	uint32_t reach_m;
	enum modulation modulation;
	enum fec fec;
	enum medium medium;
	uint32_t window_min, window_max;   /* nm; 0: none */
} lines[] = {
	{ "40g-sr4", "4x10G", "10g-sr", 150, MODULATION_NRZ, FEC_NONE, MEDIUM_MMF, 840, 860 },
	{ "100g-sr4", "4x25G", "25g-sr", 100, MODULATION_NRZ, FEC_RS528, MEDIUM_MMF, 840, 860 },
	/* Slower lanes lose their FEC. */
	{ "100g-sr4", "4x10G", "10g-sr", 100, MODULATION_NRZ, FEC_NONE, MEDIUM_MMF, 840, 860 },
	{ "100g-psm4", "4x25G", "25g-lr", 500, MODULATION_NRZ, FEC_RS528, MEDIUM_SMF, 1295, 1325 },
	{ "200g-dr4", "4x50G", "50g-lr", 500, MODULATION_PAM4, FEC_RS544, MEDIUM_SMF, 1304, 1317 },
	{ "400g-sr8", "8x50G", "50g-sr", 100, MODULATION_PAM4, FEC_RS544, MEDIUM_MMF, 840, 860 },
	{ "400g-sr8", "8x25G", "25g-sr", 100, MODULATION_NRZ, FEC_RS528, MEDIUM_MMF, 840, 860 },
	{ "400g-sr8", "2x100G", "100g-sr4", 100, MODULATION_NRZ, FEC_RS528, MEDIUM_MMF, 840, 860 },
	{ "400g-sr4", "4x100G", "100g-vr1", 50, MODULATION_PAM4, FEC_RS544, MEDIUM_MMF, 844, 863 },
	{ "400g-xdr4", "4x100G", "100g-dr", 500, MODULATION_PAM4, FEC_RS544, MEDIUM_SMF, 1304, 1317 },
	{ "400g-xdr4", "4x100G", "100g-lr", 2000, MODULATION_PAM4, FEC_RS544, MEDIUM_SMF, 1304, 1317 },
	{ "400g-2xfr4", "2x100G", "100g-cwdm4", 2000, MODULATION_NRZ, FEC_RS528, MEDIUM_SMF, 0, 0 },
	{ "800g-2xlr4", "2x400G", "400g-lr4", 10000, MODULATION_PAM4, FEC_RS544, MEDIUM_SMF, 0, 0 },
	{ "100g-cr4", "4x25G", "25g-cr", 0, MODULATION_NRZ, FEC_RS528, MEDIUM_COPPER, 0, 0 },
	{ "400g-cr8", "8x25G", "25g-cr", 0, MODULATION_NRZ, FEC_UNKNOWN, MEDIUM_COPPER, 0, 0 },
	{ "400g-cr8", "8x50G", "50g-cr", 0, MODULATION_PAM4, FEC_RS544, MEDIUM_COPPER, 0, 0 },
};

static void lines_follow_from_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		const struct plan *plan = plan_in_mode(lines[i].trunk, lines[i].mode);
		const struct module_type *leg = type_of(lines[i].leg);
		uint32_t min = 0, max = 0;

		assert_row(plan_accepts_type(plan, leg), lines[i].trunk);
		assert_row(plan_reach_limit(plan, leg) == lines[i].reach_m, lines[i].trunk);
		assert_row(plan_modulation(plan) == lines[i].modulation, lines[i].trunk);
		assert_row(plan_line_fec(plan) == lines[i].fec, lines[i].trunk);
		assert_row(plan_medium(plan) == lines[i].medium, lines[i].trunk);
		assert_row(plan_window(plan, &min, &max) == (lines[i].window_min != 0), lines[i].trunk);
		assert_row(min / 100 == lines[i].window_min && max / 100 == lines[i].window_max,
		           lines[i].trunk);
	}
}

/* Both ends of every row are made for each other, as far as types tell. */
static void ends_of_a_row_agree(void **state)
{
	(void)state;
	for (const struct plan *plan = plans; plan->trunk; plan++) {
		const struct module_type *trunk = plan_trunk_type(plan);

		assert_row(plan->source && plan->source[0] && plan->harness && plan->harness[0], plan->trunk);
		for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
			const struct module_type *leg = type_of(plan->legs[i].type);
			uint32_t min, max;
			bool noted = plan->legs[i].note_rule != NULL;

			assert_row(leg->medium == trunk->medium, plan->trunk);
			assert_row(noted || leg->medium == MEDIUM_COPPER ||
			           leg->modulation == plan_modulation(plan), plan->trunk);
			assert_row(noted || leg->medium == MEDIUM_COPPER || leg->lane_mbps == plan->lane_mbps,
			           plan->trunk);
			assert_row(module_type_grid(leg) == module_type_grid(trunk), plan->trunk);
			assert_row(!plan_window(plan, &min, &max) || min < max, plan->trunk);
			assert_row(trunk->layout == LAYOUT_CABLE || plan_reach_limit(plan, leg) > 0,
			           plan->trunk);
		}
	}
}

/* Every type is a trunk, or there is a reason why not; and the reason is its own. */
static void all_types_split_or_say_why(void **state)
{
	(void)state;
	for (const struct module_type *t = module_types; t->token; t++) {
		const struct plan_reason *reason = plan_reason(t);

		assert_row(!reason == (plan_of_trunk(t, 0) != NULL), t->token);
		if (!reason)
			continue;
		assert_row(reason->type ? strcmp(reason->type, t->token) == 0 : reason->layout == t->layout,
		           t->token);
		assert_row(reason->text[0] && reason->source[0], t->token);
	}
	for (const struct plan_reason *r = plan_reasons; r->text; r++)
		assert_row(!r->type || plan_reason(type_of(r->type)) == r, r->text);
	assert_non_null(strstr(plan_reason(type_of("100g-lr4"))->text, "WDM"));
	assert_non_null(strstr(plan_reason(type_of("100g-dr"))->text, "one lane"));
	assert_non_null(strstr(plan_reason(type_of("400g-zr"))->text, "host side"));
	assert_null(plan_reason(type_of("400g-dr4")));
}

/* Without a type, what the module says of its lanes is a reason, too. */
static void modules_without_a_type_say_why(void **state)
{
	static const struct {
		enum layout layout;
		const char *text;      /* NULL: no reason */
	} rows[] = {
		{ LAYOUT_WDM, "WDM" },      { LAYOUT_SINGLE, "one lane" }, { LAYOUT_COHERENT, "coherent" },
		{ LAYOUT_BIDI, "BiDi" },    { LAYOUT_PARALLEL, NULL },     { LAYOUT_UNKNOWN, NULL },
		{ LAYOUT_CABLE, NULL },     { LAYOUT_WDM_PARTS, NULL },
	};
	struct module *m = module_new();

	(void)state;
	assert_non_null(m);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct plan_reason *reason;

		m->layout = rows[i].layout;
		reason = plan_reason_of_module(m);
		assert_true(!reason == !rows[i].text);
		assert_true(!reason || strstr(reason->text, rows[i].text));
	}
	module_unref(m);
}

/* What a cable is built for, and nothing else. */
static void plans_of_a_cable_go_by_its_far_end(void **state)
{
	const struct module_type *cr4 = module_type_find("100g-cr4");
	struct module m = { .type = cr4, .layout = LAYOUT_CABLE, .splittable = TRI_UNKNOWN };
	size_t n = 0;

	(void)state;
	assert_ptr_equal(plan_of_module(&m, 0), plan_of_trunk(cr4, 0));
	m.far_ends = 4;
	m.splittable = TRI_YES;
	for (const struct plan *p; (p = plan_of_module(&m, n)); n++)
		assert_int_equal(p->mode.count, 4);
	assert_true(n > 0);
	m.far_ends = 1;
	m.splittable = TRI_NO;
	assert_null(plan_of_module(&m, 0));
	m = (struct module){ .type = NULL };
	assert_null(plan_of_module(&m, 0));
}

/* By connector and end face of the module; of a type alone what it may have. */
static void harnesses_go_by_connector(void **state)
{
	static const struct {
		const char *trunk, *mode;
		int connector;   /* -1: no module */
		unsigned face;
		const char *text;
	} rows[] = {
		{ "800g-dr8", "8x100G", 0x0c, 2, "two MPO12 to 8x LC duplex, single-mode, APC at the MPO" },
		{ "800g-dr8", "8x100G", 0x28, 0, "MPO16 to 8x LC duplex, single-mode, APC at the MPO" },
		{ "800g-dr8", "2x400G", 0x27, 2,
		  "two MPO12 (or one of 24 fibres) to 2x MPO12, single-mode, APC at the MPO" },
		{ "800g-sr8", "8x100G", -1, 0,
		  "MPO16 or two MPO12 to 8x LC duplex, multimode, APC at the MPO" },
		{ "200g-2xsr4", "8x25G", -1, 0, "MPO24 or two MPO12 to 8x LC duplex, multimode, UPC at the MPO" },
		{ "400g-sr4.2", "4x100G", -1, 0, "MPO12 to 4x LC duplex, multimode, APC at the MPO" },
		{ "400g-dr4", "4x100G", 0x26, 1, "SN to 4x LC duplex, single-mode" },
		{ "200g-sr4", "4x50G", 0x0c, 0, "MPO12 to 4x LC duplex, multimode, APC or UPC at the MPO" },
		{ "200g-sr4", "4x50G", 0x0c, 1, "MPO12 to 4x LC duplex, multimode, UPC at the MPO" },
		{ "100g-sr4", "4x25G", 0x00, 0, "MPO12 to 4x LC duplex, multimode, UPC at the MPO" },
		{ "800g-2xfr4", "2x400G", 0x07, 1, "2x LC duplex patch cords, single-mode" },
		{ "800g-cr8", "2x400G", 0x23, 0, "fixed fan-out cable" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct module *m = module_new();
		char buf[HARNESS_TEXT];

		m->connector = (uint8_t)(rows[i].connector < 0 ? 0 : rows[i].connector);
		m->fibre_face = (uint8_t)rows[i].face;
		assert_string_equal(harness_text(plan_in_mode(rows[i].trunk, rows[i].mode),
		                                 rows[i].connector < 0 ? NULL : m, buf, sizeof(buf)),
		                    rows[i].text);
		module_unref(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_of_a_cable_go_by_its_far_end),
		cmocka_unit_test(budgets_follow_from_limits),
		cmocka_unit_test(lines_follow_from_types),
		cmocka_unit_test(harnesses_go_by_connector),
		cmocka_unit_test(ends_of_a_row_agree),
		cmocka_unit_test(all_types_split_or_say_why),
		cmocka_unit_test(modules_without_a_type_say_why),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
