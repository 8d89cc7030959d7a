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
#define CABLE "fixed fan-out cable"

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
