/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakout plans as const rows.
 *
 * Sources: which trunks fan out and to what is taken from vendor
 * compatibility pages and data sheets (40G-SR4 and its 4x10GBASE-SR use are
 * in Finisar's FTL410QE4C sheet; SR4/DR4 fan-outs and the non-splittable WDM
 * types in Arista's and FS's transceiver guides) and follows for the rest from
 * lane rate, line code, window and medium being the same at both ends. `sure`
 * is SURE_NOT where a pairing is only inferred.
 */
#include "rules/plan.h"

#include <string.h>

#include "base/text.h"

#define MODE(n, gbps) { .count = (n), .rate_mbps = (gbps) * 1000 }
#define MMF_4LC "MPO12 to 4x LC duplex, multimode"
#define SMF_4LC "MPO12 to 4x LC duplex, single-mode"
#define SMF_2LC "MPO12 to 2x LC duplex, single-mode"
#define MMF_2MPO "MPO12 to 2x MPO12, multimode"
#define SMF_2MPO "MPO12 to 2x MPO12, single-mode"
#define MMF16_8LC "MPO16 to 8x LC duplex, multimode"
#define SMF16_8LC "MPO16 to 8x LC duplex, single-mode"
#define MMF16_4MPO "MPO16 to 4x MPO12, multimode"
#define SMF16_4MPO "MPO16 to 4x MPO12, single-mode"
#define MMF16_2MPO "MPO16 to 2x MPO12, multimode"
#define SMF16_2MPO "MPO16 to 2x MPO12, single-mode"
#define SMF_2X2LC "2x LC duplex patch cords, single-mode"
#define CABLE "fixed fan-out cable"

/* One row: lanes of a leg and their rate make the rate of the mode. */
#define PLAN(trunk_, n, gbps, lanes, lane_gbps, harness_, sure_, ...) \
	{ .trunk = trunk_, .mode = MODE(n, gbps), .lanes_per_leg = lanes, .harness = harness_, \
	  .lane_mbps = (lane_gbps) * 1000, .legs = { __VA_ARGS__ }, .sure = SURE_##sure_ }
#define LEG(type) { type, NULL }
#define LEG_NOTED(type, rule) { type, rule }

const struct plan plans[] = {
	/* A CSFP, as declared: each channel meets an ordinary BiDi SFP of the other wavelength. */
	{ .trunk = "2x1g-bx", .mode = MODE(2, 1), .lanes_per_leg = 1, .harness = "2 single fibres, LC",
	  .lane_mbps = 1000, .legs = { { "1g-bx", NULL } }, .sure = SURE_VENDOR },
	{ .trunk = "40g-sr4", .mode = MODE(4, 10), .lanes_per_leg = 1, .harness = MMF_4LC,
	  .lane_mbps = 10000, .legs = { { "10g-sr", NULL } }, .sure = SURE_TWICE },
	{ .trunk = "40g-esr4", .mode = MODE(4, 10), .lanes_per_leg = 1, .harness = MMF_4LC,
	  .lane_mbps = 10000, .legs = { { "10g-sr", NULL } }, .sure = SURE_TWICE },
	{ .trunk = "40g-psm4", .mode = MODE(4, 10), .lanes_per_leg = 1, .harness = SMF_4LC,
	  .lane_mbps = 10000, .legs = { { "10g-lr", NULL } }, .sure = SURE_VENDOR },
	{ .trunk = "40g-cr4", .mode = MODE(4, 10), .lanes_per_leg = 1, .harness = CABLE,
	  .lane_mbps = 10000, .legs = { { "10g-cr", NULL } }, .sure = SURE_TWICE },
	{ .trunk = "40g-aoc", .mode = MODE(4, 10), .lanes_per_leg = 1, .harness = CABLE,
	  .lane_mbps = 10000, .legs = { { "10g-aoc", NULL } }, .sure = SURE_VENDOR },

	{ .trunk = "100g-sr4", .mode = MODE(4, 25), .lanes_per_leg = 1, .harness = MMF_4LC,
	  .lane_mbps = 25000, .legs = { { "25g-sr", NULL } }, .sure = SURE_TWICE },
	/* Only where the trunk's lanes can run at 10.3 GBd: RATE-02, RATE-03. */
	{ .trunk = "100g-sr4", .mode = MODE(4, 10), .lanes_per_leg = 1, .harness = MMF_4LC,
	  .downshift = true, .lane_mbps = 10000, .legs = { { "10g-sr", NULL } }, .sure = SURE_NOT },
	{ .trunk = "100g-psm4", .mode = MODE(4, 25), .lanes_per_leg = 1, .harness = SMF_4LC,
	  .lane_mbps = 25000, .legs = { { "25g-lr", NULL } }, .sure = SURE_NOT },
	{ .trunk = "100g-cr4", .mode = MODE(4, 25), .lanes_per_leg = 1, .harness = CABLE,
	  .lane_mbps = 25000, .legs = { { "25g-cr", NULL } }, .sure = SURE_TWICE },
	{ .trunk = "100g-aoc", .mode = MODE(4, 25), .lanes_per_leg = 1, .harness = CABLE,
	  .lane_mbps = 25000, .legs = { { "25g-aoc", NULL } }, .sure = SURE_VENDOR },

	{ .trunk = "200g-sr4", .mode = MODE(4, 50), .lanes_per_leg = 1, .harness = MMF_4LC,
	  .lane_mbps = 50000, .legs = { { "50g-sr", NULL } }, .sure = SURE_VENDOR },
	{ .trunk = "200g-dr4", .mode = MODE(4, 50), .lanes_per_leg = 1, .harness = SMF_4LC,
	  .lane_mbps = 50000, .legs = { { "50g-fr", NULL }, { "50g-lr", "REACH-04" } },
	  .sure = SURE_VENDOR },
	/* Two 26.6 GBd lanes against one 53.1 GBd lane: sold as working, noted by RATE-06. */
	{ .trunk = "200g-dr4", .mode = MODE(2, 100), .lanes_per_leg = 2, .harness = SMF_2LC,
	  .lane_mbps = 50000, .legs = { { "100g-dr", "RATE-06" } }, .sure = SURE_NOT },
	{ .trunk = "200g-cr4", .mode = MODE(4, 50), .lanes_per_leg = 1, .harness = CABLE,
	  .lane_mbps = 50000, .legs = { { "50g-cr", NULL } }, .sure = SURE_TWICE },
	{ .trunk = "200g-aoc", .mode = MODE(4, 50), .lanes_per_leg = 1, .harness = CABLE,
	  .lane_mbps = 50000, .legs = { { "50g-aoc", NULL } }, .sure = SURE_VENDOR },
	PLAN("200g-sr4", 2, 100, 2, 50, MMF_2MPO, NOT, LEG("100g-sr2")),
	PLAN("200g-cr4", 2, 100, 2, 50, CABLE, NOT, LEG("100g-cr2")),
	PLAN("200g-dr2", 2, 100, 1, 100, SMF_2LC, NOT, LEG("100g-dr"), LEG("100g-fr")),

	/* 400G: eight lanes of 50G, then four of 100G */
	PLAN("400g-sr8", 8, 50, 1, 50, MMF16_8LC, VENDOR, LEG("50g-sr")),
	PLAN("400g-sr8", 4, 100, 2, 50, MMF16_4MPO, NOT, LEG("100g-sr2")),
	PLAN("400g-sr8", 2, 200, 4, 50, MMF16_2MPO, VENDOR, LEG("200g-sr4")),
	/* Both wavelengths of a fibre pair stay together: the exception among BiDi types. */
	PLAN("400g-sr4.2", 4, 100, 2, 50, MMF_4LC, VENDOR, LEG("100g-bidi")),
	PLAN("400g-2xfr4", 2, 200, 4, 50, SMF_2X2LC, VENDOR, LEG("200g-fr4")),
	PLAN("400g-cr8", 8, 50, 1, 50, CABLE, VENDOR, LEG("50g-cr")),
	PLAN("400g-cr8", 4, 100, 2, 50, CABLE, VENDOR, LEG("100g-cr2")),
	PLAN("400g-cr8", 2, 200, 4, 50, CABLE, VENDOR, LEG("200g-cr4")),
	PLAN("400g-acc", 8, 50, 1, 50, CABLE, NOT, LEG("50g-acc")),
	PLAN("400g-acc", 2, 200, 4, 50, CABLE, NOT, LEG("200g-acc")),
	PLAN("400g-aoc", 8, 50, 1, 50, CABLE, NOT, LEG("50g-aoc")),
	PLAN("400g-aoc", 2, 200, 4, 50, CABLE, NOT, LEG("200g-aoc")),
	PLAN("400g-sr4", 4, 100, 1, 100, MMF_4LC, NOT, LEG("100g-sr1"), LEG("100g-vr1")),
	PLAN("400g-sr4", 2, 200, 2, 100, MMF_2MPO, NOT, LEG("200g-sr2"), LEG("200g-vr2")),
	PLAN("400g-vr4", 4, 100, 1, 100, MMF_4LC, NOT, LEG("100g-vr1"), LEG("100g-sr1")),
	PLAN("400g-vr4", 2, 200, 2, 100, MMF_2MPO, NOT, LEG("200g-vr2"), LEG("200g-sr2")),
	PLAN("400g-dr4", 4, 100, 1, 100, SMF_4LC, VENDOR, LEG("100g-dr"), LEG("100g-fr")),
	PLAN("400g-dr4", 2, 200, 2, 100, SMF_2MPO, NOT, LEG("200g-dr2")),
	PLAN("400g-xdr4", 4, 100, 1, 100, SMF_4LC, VENDOR, LEG("100g-fr"), LEG("100g-dr"),
	     LEG_NOTED("100g-lr", "REACH-04")),
	PLAN("400g-plr4", 4, 100, 1, 100, SMF_4LC, VENDOR, LEG("100g-lr")),
	PLAN("400g-cr4", 4, 100, 1, 100, CABLE, NOT, LEG("100g-cr1")),
	PLAN("400g-cr4", 2, 200, 2, 100, CABLE, NOT, LEG("200g-cr2")),

	/* 800G: eight lanes of 100G, then four of 200G */
	PLAN("800g-sr8", 8, 100, 1, 100, MMF16_8LC, NOT, LEG("100g-sr1"), LEG("100g-vr1")),
	PLAN("800g-sr8", 4, 200, 2, 100, MMF16_4MPO, NOT, LEG("200g-sr2"), LEG("200g-vr2")),
	PLAN("800g-sr8", 2, 400, 4, 100, MMF16_2MPO, NOT, LEG("400g-sr4"), LEG("400g-vr4")),
	PLAN("800g-vr8", 8, 100, 1, 100, MMF16_8LC, NOT, LEG("100g-vr1"), LEG("100g-sr1")),
	PLAN("800g-vr8", 4, 200, 2, 100, MMF16_4MPO, NOT, LEG("200g-vr2"), LEG("200g-sr2")),
	PLAN("800g-vr8", 2, 400, 4, 100, MMF16_2MPO, NOT, LEG("400g-vr4"), LEG("400g-sr4")),
	PLAN("800g-dr8", 8, 100, 1, 100, SMF16_8LC, VENDOR, LEG("100g-dr"), LEG("100g-fr")),
	PLAN("800g-dr8", 4, 200, 2, 100, SMF16_4MPO, NOT, LEG("200g-dr2")),
	PLAN("800g-dr8", 2, 400, 4, 100, SMF16_2MPO, VENDOR, LEG("400g-dr4"), LEG("400g-xdr4")),
	PLAN("800g-dr8-2", 8, 100, 1, 100, SMF16_8LC, VENDOR, LEG("100g-fr"), LEG("100g-dr"),
	     LEG_NOTED("100g-lr", "REACH-04")),
	PLAN("800g-dr8-2", 4, 200, 2, 100, SMF16_4MPO, NOT, LEG("200g-dr2")),
	PLAN("800g-dr8-2", 2, 400, 4, 100, SMF16_2MPO, VENDOR, LEG("400g-xdr4"), LEG("400g-dr4")),
	/* Duplex already: each part is a whole FR4 or LR4. */
	PLAN("800g-2xfr4", 2, 400, 4, 100, SMF_2X2LC, VENDOR, LEG("400g-fr4")),
	PLAN("800g-2xlr4", 2, 400, 4, 100, SMF_2X2LC, VENDOR, LEG("400g-lr4")),
	PLAN("800g-cr8", 8, 100, 1, 100, CABLE, NOT, LEG("100g-cr1")),
	PLAN("800g-cr8", 4, 200, 2, 100, CABLE, NOT, LEG("200g-cr2")),
	PLAN("800g-cr8", 2, 400, 4, 100, CABLE, NOT, LEG("400g-cr4")),
	PLAN("800g-acc", 2, 400, 4, 100, CABLE, NOT, LEG("400g-acc4")),
	PLAN("800g-aoc", 2, 400, 4, 100, CABLE, NOT, LEG("400g-aoc4")),
	PLAN("800g-dr4", 4, 200, 1, 200, SMF_4LC, NOT, LEG("200g-dr1")),
	PLAN("800g-dr4", 2, 400, 2, 200, SMF_2MPO, NOT, LEG("400g-dr2")),
	PLAN("1.6t-dr8", 8, 200, 1, 200, SMF16_8LC, NOT, LEG("200g-dr1")),
	PLAN("1.6t-dr8", 4, 400, 2, 200, SMF16_4MPO, NOT, LEG("400g-dr2")),
	PLAN("1.6t-dr8", 2, 800, 4, 200, SMF16_2MPO, NOT, LEG("800g-dr4")),
	{ .trunk = NULL },
};

const struct plan *plan_find(const struct module_type *trunk, const struct mode *mode)
{
	const struct plan *plan;

	for (size_t n = 0; (plan = plan_of_trunk(trunk, n)); n++) {
		if (mode_equal(&plan->mode, mode))
			return plan;
	}
	return NULL;
}

const struct plan *plan_of_trunk(const struct module_type *trunk, size_t n)
{
	for (const struct plan *p = plans; p->trunk; p++) {
		if (strcmp(p->trunk, trunk->token) == 0 && n-- == 0)
			return p;
	}
	return NULL;
}

const struct plan_leg *plan_accepts(const struct plan *plan, const struct module *leg)
{
	const struct module_type *types[] = { leg->type, leg->slow_type };

	for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
		if (!types[t])
			continue;
		for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
			if (strcmp(plan->legs[i].type, types[t]->token) == 0)
				return &plan->legs[i];
		}
	}
	return NULL;
}

const struct module_type *plan_leg_type(const struct plan *plan)
{
	return module_type_find(plan->legs[0].type);
}

const char *plan_legs_text(const struct plan *plan, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		const struct module_type *type = module_type_find(plan->legs[i].type);

		text_item(&t, " or ", "%s", type ? type->name : plan->legs[i].type);
	}
	return buf;
}
