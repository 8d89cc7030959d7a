/* SPDX-License-Identifier: BSD-3-Clause */
/* The rules on modules as their EEPROMs show them: what must be silent, and what must not. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "box.h"
#include "eeprom/eeprom.h"
#include "rules/judge.h"
#include "rules/plan.h"

/* The one finding about leg `leg` (0: trunk or host), or NULL; fails on two. */
static const struct judge_finding *finding_of(const struct judgement *j, unsigned leg, const char *label)
{
	const struct judge_finding *found = NULL;

	for (size_t i = 0; i < j->finding_count; i++) {
		if (j->findings[i].about.leg != leg || j->findings[i].about.breakout == 0)
			continue;
		if (found)
			fail_msg("%s: two findings for leg %u: %s and %s", label, leg, found->rule->id,
			         j->findings[i].rule->id);
		found = &j->findings[i];
	}
	return found;
}

static void judge(struct box *box, struct judgement *j)
{
	judgement_init(j);
	assert_int_equal(judge_snapshot(box->snapshot, j), 0);
}

/* Every plan's own legs raise nothing above a remark. */
static void plans_accept_their_own_legs(void **state)
{
	unsigned checked = 0;

	(void)state;
	for (const struct plan *plan = plans; plan->trunk; plan++) {
		for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
			char mode[MODE_TEXT];
			struct judgement j;
			struct box box;

			box_init(&box, mode_text(&plan->mode, mode, sizeof(mode)));
			box_fit(&box, plan->trunk, plan->legs[i].type);
			judge(&box, &j);
			for (size_t f = 0; f < j.finding_count; f++) {
				/* RATE-03 is about this very trunk: it does not say that it is dual-rate. */
				if (plan->downshift && strcmp(j.findings[f].rule->id, "RATE-03") == 0)
					continue;
				/* Sold as working, and doubted: minor. */
				if (strcmp(j.findings[f].rule->id, "RATE-06") == 0 &&
				    j.findings[f].what.severity == SEVERITY_MINOR)
					continue;
				if (j.findings[f].what.severity > SEVERITY_INFO)
					fail_msg("%s %s %s: %s, %s", plan->trunk, mode, plan->legs[i].type,
					         j.findings[f].rule->id, j.findings[f].what.observed);
			}
			assert_int_equal(box.snapshot->breakouts[0].legs_present, plan->mode.count);
			checked++;
			judgement_release(&j);
			box_release(&box);
		}
	}
	assert_true(checked >= 16);
}

/* One wrong thing, one root cause. Leg 2 is the wrong one; the others are right. */
static const struct mismatch {
	const char *trunk, *mode, *good, *wrong;
	unsigned nm;                     /* wavelength of the wrong leg; 0: as its type */
	const char *rule;
	enum severity severity;
} mismatches[] = {
	/* 40G-SR4 to 4x 10G-SR */
	{ "40g-sr4", "4x10G", "10g-sr", "10g-sr", 1310, "WL-01", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "10g-lrm", 0, "WL-01", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "10g-lr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "10g-lr", 850, "MED-01", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "10g-cr", 0, "MED-02", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "10g-aoc", 0, "MED-03", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "25g-sr", 0, "RATE-04", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "1g-sx", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "40g-lr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", "40g-sr4", 0, "FF-03", SEVERITY_MAJOR },
	{ "40g-sr4", "4x10G", "10g-sr", "10g-t", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "40g-sr4", "4x10G", "10g-sr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	/* 100G-SR4 to 4x 25G-SR */
	{ "100g-sr4", "4x25G", "25g-sr", "25g-sr", 1310, "WL-01", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x25G", "25g-sr", "25g-lr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x25G", "25g-sr", "25g-lr", 850, "MED-01", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x25G", "25g-sr", "25g-cr", 0, "MED-02", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x25G", "25g-sr", "10g-sr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x25G", "25g-sr", "50g-sr", 0, "RATE-04", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x25G", "25g-sr", "100g-lr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x25G", "25g-sr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	{ "100g-sr4", "4x25G", "25g-sr", "25g-sr", 880, "WL-02", SEVERITY_MAJOR },
	{ "100g-sr4", "4x25G", "25g-sr", "25g-sr", 865, "WL-02", SEVERITY_MINOR },
	/* 100G-SR4 forced down to 4x 10G-SR */
	{ "100g-sr4", "4x10G", "10g-sr", "10g-sr", 1310, "WL-01", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x10G", "10g-sr", "10g-lr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x10G", "10g-sr", "10g-lr", 850, "MED-01", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x10G", "10g-sr", "25g-sr", 0, "RATE-04", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x10G", "10g-sr", "100g-cwdm4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "100g-sr4", "4x10G", "10g-sr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	/* 200G-SR4 to 4x 50G-SR */
	{ "200g-sr4", "4x50G", "50g-sr", "50g-sr", 1310, "WL-01", SEVERITY_CRITICAL },
	{ "200g-sr4", "4x50G", "50g-sr", "50g-fr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "200g-sr4", "4x50G", "50g-sr", "50g-fr", 850, "MED-01", SEVERITY_CRITICAL },
	{ "200g-sr4", "4x50G", "50g-sr", "25g-sr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "200g-sr4", "4x50G", "50g-sr", "200g-fr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "200g-sr4", "4x50G", "50g-sr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	/* 200G-DR4 to 4x 50G-FR */
	{ "200g-dr4", "4x50G", "50g-fr", "50g-fr", 1550, "WL-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "4x50G", "50g-fr", "50g-sr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "4x50G", "50g-fr", "50g-sr", 1310, "MED-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "4x50G", "50g-fr", "25g-lr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "4x50G", "50g-fr", "50g-cr", 0, "MED-02", SEVERITY_CRITICAL },
	{ "200g-dr4", "4x50G", "50g-fr", "100g-lr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "200g-dr4", "4x50G", "50g-fr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	/* 200G-DR4 to 2x 100G-DR */
	{ "200g-dr4", "2x100G", "100g-dr", "100g-dr", 1550, "WL-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "2x100G", "100g-dr", "100g-sr1", 0, "WL-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "2x100G", "100g-dr", "100g-sr1", 1310, "MED-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "2x100G", "100g-dr", "25g-lr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "200g-dr4", "2x100G", "100g-dr", "100g-cwdm4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "200g-dr4", "2x100G", "100g-2xfr", "100g-fr", 0, "RATE-06", SEVERITY_MINOR },
	{ "800g-dr4", "4x200G", "200g-dr1", "200g-dr1-2", 0, "RATE-08", SEVERITY_CRITICAL },
	{ "200g-dr4", "2x100G", "100g-dr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	/* Single-fibre and single-mode fan-outs */
	{ "40g-psm4", "4x10G", "10g-lr", "10g-br", 0, "MED-04", SEVERITY_CRITICAL },
	{ "40g-psm4", "4x10G", "10g-lr", "10g-sr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "100g-psm4", "4x25G", "25g-lr", "10g-lr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "100g-cr4", "4x25G", "25g-cr", "25g-sr", 0, "MED-02", SEVERITY_CRITICAL },
	{ "100g-aoc", "4x25G", "25g-aoc", "25g-sr", 0, "MED-03", SEVERITY_CRITICAL },
	/* 400G-SR8: eight single lanes, or legs of two and four lanes behind an MPO */
	{ "400g-sr8", "8x50G", "50g-sr", "50g-fr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "400g-sr8", "8x50G", "50g-sr", "25g-sr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "400g-sr8", "8x50G", "50g-sr", "100g-sr1", 0, "RATE-04", SEVERITY_CRITICAL },
	{ "400g-sr8", "8x50G", "50g-sr", "200g-sr4", 0, "FF-03", SEVERITY_MAJOR },
	{ "400g-sr8", "8x50G", "50g-sr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	{ "400g-sr8", "4x100G", "100g-sr2", "100g-sr1", 0, "RATE-06", SEVERITY_CRITICAL },
	{ "400g-sr8", "4x100G", "100g-sr2", "100g-sr4", 0, "MOD-01", SEVERITY_CRITICAL },
	{ "400g-sr8", "4x100G", "100g-sr2", "100g-bidi", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "400g-sr8", "2x200G", "200g-sr4", "50g-sr", 0, "RATE-07", SEVERITY_CRITICAL },
	{ "400g-sr8", "2x200G", "200g-sr4", "200g-dr4", 0, "WL-01", SEVERITY_CRITICAL },
	{ "400g-sr8", "2x200G", "200g-sr4", "200g-fr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "400g-sr8", "2x200G", "200g-sr4", "200g-cr4", 0, "MED-02", SEVERITY_CRITICAL },
	/* 400G-SR4 and VR4 */
	{ "400g-sr4", "4x100G", "100g-sr1", "100g-dr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "400g-sr4", "4x100G", "100g-sr1", "100g-bidi", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "400g-vr4", "2x200G", "200g-vr2", "200g-sr4", 0, "RATE-06", SEVERITY_CRITICAL },
	/* 400G-SR4.2: BiDi legs only */
	{ "400g-sr4.2", "4x100G", "100g-sr1.2", "100g-sr1", 0, "SP-05", SEVERITY_CRITICAL },
	{ "400g-sr4.2", "4x100G", "100g-sr1.2", "100g-dr", 0, "MED-01", SEVERITY_CRITICAL },
	{ "400g-sr4.2", "4x100G", "100g-sr1.2", "100g-lr4", 0, "LEG-06", SEVERITY_CRITICAL },
	/* 400G-DR4, XDR4, PLR4: eight host lanes, four media lanes */
	{ "400g-dr4", "4x100G", "100g-dr", "100g-sr1", 0, "WL-01", SEVERITY_CRITICAL },
	{ "400g-dr4", "4x100G", "100g-dr", "50g-fr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "400g-dr4", "4x100G", "100g-dr", "100g-lr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "400g-dr4", "4x100G", "100g-dr", "100g-psm4", 0, "MOD-01", SEVERITY_CRITICAL },
	{ "400g-dr4", "4x100G", "100g-dr", "100g-dr", 1550, "WL-01", SEVERITY_CRITICAL },
	{ "400g-dr4", "4x100G", "100g-dr", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	{ "400g-dr4", "2x200G", "200g-dr2", "200g-dr4", 0, "RATE-06", SEVERITY_CRITICAL },
	{ "400g-dr4", "2x200G", "200g-dr2", "200g-dr1", 0, "RATE-06", SEVERITY_CRITICAL },
	{ "400g-dr4", "2x200G", "200g-dr2", "100g-dr", 0, "RATE-07", SEVERITY_CRITICAL },
	{ "400g-xdr4", "4x100G", "100g-fr", "100g-cwdm4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "400g-plr4", "4x100G", "100g-lr", "25g-lr", 0, "RATE-01", SEVERITY_CRITICAL },
	/* 800G */
	{ "800g-sr8", "8x100G", "100g-sr1", "100g-dr", 0, "WL-01", SEVERITY_CRITICAL },
	{ "800g-sr8", "2x400G", "400g-sr4", "400g-dr4", 0, "WL-01", SEVERITY_CRITICAL },
	{ "800g-dr8", "8x100G", "100g-dr", "100g-sr1", 0, "WL-01", SEVERITY_CRITICAL },
	{ "800g-dr8", "8x100G", "100g-dr", "25g-lr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "800g-dr8", "2x400G", "400g-dr4", "400g-fr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "800g-dr8", "2x400G", "400g-dr4", "400g-sr8", 0, "WL-01", SEVERITY_CRITICAL },
	{ "800g-dr8", "4x200G", "200g-dr2", NULL, 0, "LEG-01", SEVERITY_MAJOR },
	/* 2xFR4: legs are WDM on purpose, but not just any */
	{ "800g-2xfr4", "2x400G", "400g-fr4", "400g-dr4", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "800g-2xfr4", "2x400G", "400g-fr4", "200g-fr4", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "800g-2xfr4", "2x400G", "400g-fr4", "400g-zr", 0, "LEG-06", SEVERITY_CRITICAL },
	{ "800g-2xfr4", "2x400G", "400g-fr4", "400g-sr4", 0, "MED-01", SEVERITY_CRITICAL },
	{ "400g-2xfr4", "2x200G", "200g-fr4", "100g-cwdm4", 0, "RATE-01", SEVERITY_CRITICAL },
	/* 200G lanes */
	{ "800g-dr4", "4x200G", "200g-dr1", "200g-dr4", 0, "RATE-06", SEVERITY_CRITICAL },
	{ "800g-dr4", "4x200G", "200g-dr1", "100g-dr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "1.6t-dr8", "8x200G", "200g-dr1", "100g-dr", 0, "RATE-01", SEVERITY_CRITICAL },
	{ "1.6t-dr8", "4x400G", "400g-dr2", "400g-dr4", 0, "RATE-06", SEVERITY_CRITICAL },
	/* Cables */
	{ "400g-cr8", "8x50G", "50g-cr", "50g-sr", 0, "MED-02", SEVERITY_CRITICAL },
	{ "400g-cr8", "4x100G", "100g-cr2", "100g-cr4", 0, "MOD-01", SEVERITY_CRITICAL },
	{ "400g-aoc", "8x50G", "50g-aoc", "50g-sr", 0, "MED-03", SEVERITY_CRITICAL },
	{ "800g-cr8", "2x400G", "400g-cr4", "200g-cr4", 0, "RATE-01", SEVERITY_CRITICAL },
};

static void a_wrong_leg_has_one_root_cause(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(mismatches); i++) {
		const struct mismatch *m = &mismatches[i];
		const struct judge_finding *f;
		struct judgement j;
		struct box box;
		char label[128];

		snprintf(label, sizeof(label), "%s %s with %s (%u nm)", m->trunk, m->mode,
		         m->wrong ? m->wrong : "no module", m->nm);
		box_init(&box, m->mode);
		box_fit(&box, m->trunk, m->good);
		box_plug(&box, 2, !m->wrong ? NULL : m->nm ? box_module_at(m->wrong, m->nm) : box_module(m->wrong));
		judge(&box, &j);
		f = finding_of(&j, 2, label);
		if (!f)
			fail_msg("%s: nothing found", label);
		if (strcmp(f->rule->id, m->rule) != 0 || f->what.severity != m->severity)
			fail_msg("%s: %s severity %d: %s", label, f->rule->id, f->what.severity, f->what.observed);
		assert_row(f->what.expected[0] && f->what.observed[0] && f->what.evidence[0], label);
		assert_row(f->about.port == 3 && f->about.breakout == 1, label);
		/* The other legs stay out of it. */
		for (unsigned n = 1; n <= box.mode.count; n++) {
			const struct judge_finding *other = finding_of(&j, n, label);

			assert_row(n == 2 || !other || other->what.severity == SEVERITY_INFO ||
				           strcmp(other->rule->id, "RATE-06") == 0, label);
		}
		judgement_release(&j);
		box_release(&box);
	}
}

static const struct {
	const char *trunk, *mode, *leg;
	const char *rule;                /* NULL: silent */
} trunks[] = {
	{ "10g-sr", "4x10G", "10g-sr", "FF-01" },    { "25g-sr", "4x25G", "25g-sr", "FF-01" },
	{ "40g-lr4", "4x10G", "10g-lr", "SP-01" },   { "100g-lr4", "4x25G", "25g-lr", "SP-01" },
	{ "100g-cwdm4", "4x25G", "25g-lr", "SP-01" }, { "200g-fr4", "4x50G", "50g-fr", "SP-01" },
	{ "100g-dr", "2x50G", "50g-fr", "SP-01" },   { "40g-sr4", "4x25G", "25g-sr", "SP-02" },
	{ "100g-sr4", "8x10G", "10g-sr", "SP-02" },  { "100g-sr4", "4x10G", "10g-sr", "RATE-03" },
	{ "100g-sr4", "4x25G", "25g-sr", NULL },     { "100g-sr4", "2x50G", "50g-sr", NULL },
	{ "400g-fr4", "4x100G", "100g-fr", "SP-01" }, { "400g-zr", "4x100G", "100g-fr", "SP-01" },
	{ "400g-lr8", "8x50G", "50g-lr", "SP-01" },  { "800g-2xfr4", "8x100G", "100g-fr", "SP-04" },
	{ "800g-2xfr4", "4x200G", "200g-dr1", "SP-04" }, { "400g-dr4", "8x50G", "50g-fr", "SP-02" },
	{ "400g-plr4", "2x200G", "200g-dr2", "HOST-03" }, { "400g-sr4.2", "8x50G", "50g-sr", "SP-02" },
	{ "800g-dr8", "8x100G", "100g-dr", NULL },   { "400g-cr8", "8x50G", "50g-cr", NULL },
};

static void a_wrong_trunk_explains_its_legs(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(trunks); i++) {
		const struct judge_finding *f;
		struct judgement j;
		struct box box;

		box_init(&box, trunks[i].mode);
		box_fit(&box, trunks[i].trunk, trunks[i].leg);
		judge(&box, &j);
		f = finding_of(&j, 0, trunks[i].trunk);
		assert_row(!f == !trunks[i].rule, trunks[i].trunk);
		if (f)
			assert_string_equal(f->rule->id, trunks[i].rule);
		if (f && f->rule->flags & RULE_EXPLAINS_LEGS)
			assert_row(j.finding_count == 1, trunks[i].trunk);
		judgement_release(&j);
		box_release(&box);
	}
}

/* What a vendor's own code stands for may be just the mode that is asked for. */
static void codes_of_vendors_are_not_held_against_a_trunk(void **state)
{
	struct module *m = module_new();
	struct image *img = image_new();
	struct module *trunk = module_new();
	bool unknown = false;
	struct judgement j;
	struct box box;

	(void)state;
	assert_int_equal(eeprom_module_of_type(module_type_find("400g-plr4"), NULL, m), 0);
	m->application[1] = (struct application){ .host_id = 0xf1, .media_id = 0xc0, .lane_counts = 0x42,
		                                  .host_starts = 0x11 };
	assert_int_equal(eeprom_encode(m, img), 0);
	eeprom_decode(img, trunk);
	box_init(&box, "2x200G");
	box_fit(&box, "400g-plr4", "200g-dr2");
	box_plug(&box, 0, trunk);
	judge(&box, &j);
	assert_null(finding_of(&j, 0, "vendor's split"));
	for (size_t i = 0; i < j.unknown_count; i++)
		unknown |= j.unknowns[i].rule && strcmp(j.unknowns[i].rule->id, "HOST-03") == 0;
	assert_true(unknown);
	judgement_release(&j);
	box_release(&box);
	module_unref(m);
	image_free(img);
}

static void host_must_be_split(void **state)
{
	static const struct {
		const char *split, *supported;
		const char *rule;
		enum host_split host_split;
	} rows[] = {
		{ NULL, NULL, NULL, HOST_SPLIT_UNKNOWN },
		{ "4x25G", "4x25G", NULL, HOST_SPLIT },
		{ "1x100G", "4x25G", "HOST-01", HOST_NOT_SPLIT },
		{ "", "4x25G", "HOST-01", HOST_NOT_SPLIT },
		{ "2x50G", "4x25G", "HOST-01", HOST_NOT_SPLIT },
		{ NULL, "2x50G", "HOST-09", HOST_SPLIT_NOT_SUPPORTED },
		{ "", "2x50G", "HOST-09", HOST_SPLIT_NOT_SUPPORTED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct judge_finding *f;
		struct port_decl *port;
		struct judgement j;
		struct box box;

		box_init(&box, "4x25G");
		box_fit(&box, "100g-sr4", "25g-sr");
		port = &box.topology->ports[0];
		port->split_declared = rows[i].split != NULL;
		if (rows[i].split && rows[i].split[0])
			assert_int_equal(mode_parse(rows[i].split, &port->split_in_force), 0);
		if (rows[i].supported) {
			assert_int_equal(mode_parse(rows[i].supported, &port->split_supported[0]), 0);
			port->split_supported_count = 1;
		}
		judge(&box, &j);
		f = finding_of(&j, 0, "host");
		if (rows[i].rule) {
			assert_non_null(f);
			assert_string_equal(f->rule->id, rows[i].rule);
		} else {
			assert_null(f);
		}
		assert_int_equal(box.snapshot->breakouts[0].host_split, rows[i].host_split);
		judgement_release(&j);
		box_release(&box);
	}
}

static void strict_signalling_makes_baud_critical(void **state)
{
	(void)state;
	for (int strict = 0; strict < 2; strict++) {
		const struct judge_finding *f;
		struct judgement j;
		struct box box;

		box_init(&box, "2x100G");
		box_fit(&box, "200g-dr4", "100g-dr");
		box.topology->strict_signalling = strict;
		judge(&box, &j);
		f = finding_of(&j, 1, "2x100G");
		assert_non_null(f);
		assert_string_equal(f->rule->id, "RATE-06");
		assert_int_equal(f->what.severity, strict ? SEVERITY_CRITICAL : SEVERITY_MINOR);
		judgement_release(&j);
		box_release(&box);
	}
}

static void overload_is_only_noted(void **state)
{
	const struct judge_finding *f;
	struct judgement j;
	struct box box;

	(void)state;
	box_init(&box, "4x50G");
	box_fit(&box, "200g-dr4", "50g-lr");
	judge(&box, &j);
	f = finding_of(&j, 1, "50g-lr");
	assert_non_null(f);
	assert_string_equal(f->rule->id, "REACH-04");
	assert_int_equal(f->what.severity, SEVERITY_INFO);
	assert_non_null(strstr(f->what.observed, "1.2 dB"));
	assert_false(box.snapshot->breakouts[0].legs[0].undecided);
	judgement_release(&j);
	box_release(&box);
}

/* What can't be read is not judged, and holds what was judged before. */
static void unreadable_is_unknown(void **state)
{
	static const enum read_status statuses[] = { READ_IO_ERROR, READ_CORRUPT, READ_UNSUPPORTED,
		                                     READ_TIMEOUT,  READ_STALE,   READ_LOCAL_ERROR };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++) {
		for (size_t port = 0; port < 2; port++) {
			struct judgement j;
			struct box box;
			bool held = false;

			box_init(&box, "4x10G");
			box_fit(&box, "40g-sr4", "10g-sr");
			/* Wrong as it looks, it can't be believed. */
			if (port == 1)
				box_plug(&box, 1, box_module("10g-lr"));
			box.snapshot->ports[port].status = statuses[i];
			judge(&box, &j);
			assert_int_equal(j.finding_count, 0);
			for (size_t u = 0; u < j.unknown_count; u++)
				held |= j.unknowns[u].about.leg == 1 && !j.unknowns[u].rule;
			assert_true(held);
			assert_true(box.snapshot->breakouts[0].legs[0].undecided);
			judgement_release(&j);
			box_release(&box);
		}
	}
}

/* What was read of a module is judged; a part that says nothing of a type is not. */
static void a_part_is_judged_by_what_it_holds(void **state)
{
	(void)state;
	for (unsigned known = 0; known < 2; known++) {
		struct judgement j;
		struct module *leg = box_module("10g-lr");
		struct box box;

		if (!known)
			leg->type_name[0] = '\0';
		box_init(&box, "4x10G");
		box_fit(&box, "40g-sr4", "10g-sr");
		box_plug(&box, 1, leg);
		box.snapshot->ports[1].status = READ_TRUNCATED;
		judge(&box, &j);
		assert_int_equal(finding_of(&j, 1, "leg 1") != NULL, known);
		judgement_release(&j);
		box_release(&box);
	}
}

static void an_unknown_type_is_unknown(void **state)
{
	struct judgement j;
	struct module *m;
	struct box box;

	(void)state;
	box_init(&box, "4x10G");
	box_fit(&box, "40g-sr4", "10g-sr");
	m = module_new();
	assert_non_null(m);
	m->status = READ_OK;
	m->form = FORM_SFP_PLUS;
	box_plug(&box, 1, m);
	judge(&box, &j);
	assert_int_equal(j.finding_count, 0);
	assert_true(box.snapshot->breakouts[0].legs[0].undecided);
	assert_false(box.snapshot->breakouts[0].legs[1].undecided);
	judgement_release(&j);
	box_release(&box);
}

static void no_trunk_no_judgement(void **state)
{
	struct judgement j;
	struct box box;

	(void)state;
	box_init(&box, "4x10G");
	box_fit(&box, "40g-sr4", "10g-lr");
	box_plug(&box, 0, NULL);
	box_plug(&box, 2, NULL);
	judge(&box, &j);
	assert_int_equal(j.finding_count, 0);
	assert_int_equal(box.snapshot->breakouts[0].legs_present, 3);
	judgement_release(&j);
	box_release(&box);
}

static void damaged_data_is_reported(void **state)
{
	static const struct {
		enum checksum_state base, ext;
		uint8_t copy;
		const char *rule;
		enum severity severity;
	} rows[] = {
		{ CHECKSUM_OK, CHECKSUM_BAD, 0x0d, "DAT-01", SEVERITY_MINOR },
		{ CHECKSUM_BAD, CHECKSUM_OK, 0x0d, "DAT-01", SEVERITY_MAJOR },
		{ CHECKSUM_OK, CHECKSUM_OK, 0x11, "DAT-02", SEVERITY_MAJOR },
		{ CHECKSUM_OK, CHECKSUM_OK, 0x0d, NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct module *m = box_module("40g-sr4");
		struct judgement j;
		struct box box;

		m->base_checksum = rows[i].base;
		m->ext_checksum = rows[i].ext;
		m->identifier = 0x0d;
		m->identifier_copy = rows[i].copy;
		if (rows[i].base == CHECKSUM_BAD || rows[i].copy != 0x0d)
			m->status = READ_CORRUPT;
		box_init(&box, "4x10G");
		box_plug(&box, 0, m);
		for (size_t leg = 1; leg <= 4; leg++)
			box_plug(&box, leg, box_module("10g-sr"));
		judge(&box, &j);
		assert_int_equal(j.finding_count, rows[i].rule ? 1 : 0);
		if (rows[i].rule) {
			assert_string_equal(j.findings[0].rule->id, rows[i].rule);
			assert_int_equal(j.findings[0].what.severity, rows[i].severity);
			assert_int_equal(j.findings[0].about.port, 1);
			assert_int_equal(j.findings[0].about.breakout, 0);
		}
		judgement_release(&j);
		box_release(&box);
	}
}

static void a_split_port_without_a_breakout_needs_a_splittable_module(void **state)
{
	static const struct {
		const char *type;
		bool fires;
	} rows[] = { { "100g-sr4", false }, { "100g-lr4", true }, { "100g-dr", true }, { "100g-cr4", false } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct topology *t = topology_new();
		struct judgement j;
		struct snapshot *s;

		assert_non_null(t);
		t->ports = calloc(1, sizeof(*t->ports));
		assert_non_null(t->ports);
		t->port_count = 1;
		t->ports[0].index = 9;
		t->ports[0].split_declared = true;
		assert_int_equal(mode_parse("4x25G", &t->ports[0].split_in_force), 0);
		s = snapshot_new(t);
		assert_non_null(s);
		s->ports[0].module = box_module(rows[i].type);
		s->ports[0].presence = PRESENCE_PRESENT;
		s->ports[0].status = READ_OK;
		judgement_init(&j);
		assert_int_equal(judge_snapshot(s, &j), 0);
		assert_row(j.finding_count == rows[i].fires, rows[i].type);
		if (rows[i].fires)
			assert_string_equal(j.findings[0].rule->id, "HOST-02");
		judgement_release(&j);
		snapshot_unref(s);
		topology_unref(t);
	}
}

static void the_rule_table_is_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *r = &rules[i];

		assert_int_equal(rule_index(r->id), i + 1);
		assert_ptr_equal(rule_of_index((uint32_t)i + 1), r);
		assert_row(strlen(r->id) < sizeof(((struct event *)0)->rule_id), r->id);
		assert_row(r->description[0] && r->remedy[0] && r->name[0] && r->seen && r->seen[0], r->id);
		for (size_t k = 0; k < i; k++)
			assert_row(!(rules[k].scopes & r->scopes) || rules[k].rank != r->rank, r->id);
	}
	assert_int_equal(rule_index("XX-99"), 0);
	assert_null(rule_of_index(0));
	assert_null(rule_of_index((uint32_t)rule_count + 1));
}

static void the_plan_table_is_sound(void **state)
{
	(void)state;
	for (const struct plan *p = plans; p->trunk; p++) {
		const struct module_type *trunk = module_type_find(p->trunk);

		assert_row(trunk, p->trunk);
		assert_row(p->mode.count * p->lanes_per_leg == trunk->lanes, p->trunk);
		assert_row(p->lane_mbps * p->lanes_per_leg == p->mode.rate_mbps, p->trunk);
		assert_row(p->downshift == (p->lane_mbps < trunk->lane_mbps), p->trunk);
		assert_row(plan_leg_type(p), p->trunk);
		assert_ptr_equal(plan_find(trunk, &p->mode), p);
		for (size_t i = 0; i < PLAN_MAX_LEGS && p->legs[i].type; i++) {
			assert_row(module_type_find(p->legs[i].type), p->legs[i].type);
			if (p->legs[i].note_rule)
				assert_row(rule_index(p->legs[i].note_rule), p->legs[i].note_rule);
		}
	}
}

static void losses_need_both_ends_and_average_power(void **state)
{
	struct module *trunk = box_module("40g-sr4"), *leg = box_module("10g-sr");
	struct leg_state *legs;
	struct judgement j;
	struct box box;

	(void)state;
	trunk->lane[1].tx_power = value_of(1000000);   /* 0 dBm */
	trunk->lane[1].rx_power = value_of(0);
	trunk->lane[1].rx_power.state = VALUE_NO_LIGHT;
	leg->lane[0].tx_power = value_of(500000);
	leg->lane[0].rx_power = value_of(631000);      /* -2 dBm */
	box_init(&box, "4x10G");
	box_fit(&box, "40g-sr4", "10g-sr");
	box_plug(&box, 0, trunk);
	box_plug(&box, 2, leg);
	legs = box.snapshot->breakouts[0].legs;
	judge(&box, &j);
	assert_true(value_ok(legs[1].loss_toward_leg));
	assert_int_equal(legs[1].loss_toward_leg.v, 200);
	assert_false(value_ok(legs[1].loss_toward_trunk));
	judgement_release(&j);
	leg->dom &= (uint8_t)~DOM_RX_AVERAGE;
	legs[1].loss_toward_leg = (struct value){ 0 };
	judge(&box, &j);
	assert_false(value_ok(legs[1].loss_toward_leg));
	judgement_release(&j);
	box_release(&box);
}

/* What explains a verdict agrees with the verdict. */
static void count_results(const struct rule *rule, enum rule_result result, const struct rule_finding *finding,
                          void *arg)
{
	unsigned *counts = arg;

	assert_true(rule->scopes & RULE_SCOPE_LEG);
	assert_true(result != RULE_VIOLATION || finding->observed[0]);
	counts[result]++;
}

static void explains_every_rule(void **state)
{
	unsigned counts[4] = { 0 };
	struct judgement j;
	struct box box;

	(void)state;
	box_init(&box, "4x10G");
	box_fit(&box, "40g-sr4", "10g-sr");
	box_plug(&box, 1, box_module("10g-lr"));
	judge(&box, &j);
	judge_explain(box.snapshot, 0, 1, count_results, counts);
	assert_int_equal(counts[RULE_VIOLATION], 2);
	assert_non_null(strstr(j.findings[0].what.evidence, "also MED-01"));
	assert_true(counts[RULE_PASS] > 3);
	assert_int_equal(counts[RULE_UNKNOWN], 0);
	judgement_release(&j);
	box_release(&box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_accept_their_own_legs),
		cmocka_unit_test(a_wrong_leg_has_one_root_cause),
		cmocka_unit_test(a_wrong_trunk_explains_its_legs),
		cmocka_unit_test(codes_of_vendors_are_not_held_against_a_trunk),
		cmocka_unit_test(host_must_be_split),
		cmocka_unit_test(strict_signalling_makes_baud_critical),
		cmocka_unit_test(overload_is_only_noted),
		cmocka_unit_test(unreadable_is_unknown),
		cmocka_unit_test(a_part_is_judged_by_what_it_holds),
		cmocka_unit_test(an_unknown_type_is_unknown),
		cmocka_unit_test(no_trunk_no_judgement),
		cmocka_unit_test(damaged_data_is_reported),
		cmocka_unit_test(a_split_port_without_a_breakout_needs_a_splittable_module),
		cmocka_unit_test(the_rule_table_is_sound),
		cmocka_unit_test(the_plan_table_is_sound),
		cmocka_unit_test(losses_need_both_ends_and_average_power),
		cmocka_unit_test(explains_every_rule),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
