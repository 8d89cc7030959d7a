/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `fit` and the daemon give one verdict for the same modules: every plan with every type of leg, judged as
 * a question of fit and as a snapshot of modules in ports. And FEC that fit advises raises nothing.
 */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "../common/sample.h"
#include "box.h"
#include "cli/fit.h"
#include "eeprom/eeprom.h"
#include "rules/judge.h"

/* What was found of leg 2, and of the trunk. */
struct outcome {
	const struct rule *leg_rule, *trunk_rule;
	enum severity leg, trunk;
	bool undecided;
};

static void look(const struct snapshot *s, const struct judgement *j, struct outcome *ret)
{
	*ret = (struct outcome){ .undecided = s->breakouts[0].undecided || s->breakouts[0].legs[1].undecided };
	for (size_t i = 0; i < j->finding_count; i++) {
		const struct judge_finding *f = &j->findings[i];
		unsigned leg = fit_leg_of(&f->about);

		if (leg == 2 && f->what.severity > ret->leg) {
			ret->leg_rule = f->rule;
			ret->leg = f->what.severity;
		} else if (leg == 0 && f->what.severity > ret->trunk) {
			ret->trunk_rule = f->rule;
			ret->trunk = f->what.severity;
		}
	}
}

static void ask(const struct plan *plan, const struct module_type *leg, enum fec trunk_fec, enum fec leg_fec,
                struct fit *ret_fit)
{
	const struct module_type *trunk = module_type_find(plan->trunk);
	struct fit_question q = {
		.trunk = { .kind = FIT_TYPE, .name = trunk->token, .type = trunk },
		.mode = plan->mode, .trunk_fec = trunk_fec, .leg_fec = leg_fec,
	};

	for (unsigned n = 0; n < plan->mode.count; n++)
		q.legs[n] = (struct fit_end){ .kind = FIT_TYPE, .name = leg->token, .type = leg };
	assert_int_equal(fit_judge(&q, ret_fit), 0);
}

/* 100 % of what the catalogue can make. */
static void fit_and_the_daemon_agree(void **state)
{
	unsigned compared = 0, differ = 0, number = 0;

	(void)state;
	for (const struct plan *plan = plans; plan->trunk; plan++) {
		char mode[MODE_TEXT];

		mode_text(&plan->mode, mode, sizeof(mode));
		for (const struct module_type *leg = module_types; leg->token; leg++) {
			struct outcome of_fit, of_daemon;
			struct judgement j;
			struct box box;
			struct fit fit;

			if (!eeprom_type_encodable(leg) || plan->mode.count < 2 || number++ % sample_step())
				continue;
			ask(plan, leg, FEC_UNKNOWN, FEC_UNKNOWN, &fit);
			look(fit.snapshot, &fit.judgement, &of_fit);
			box_init(&box, mode);
			box_fit(&box, plan->trunk, leg->token);
			judgement_init(&j);
			assert_int_equal(judge_snapshot(box.snapshot, &j), 0);
			look(box.snapshot, &j, &of_daemon);
			compared++;
			if (of_fit.leg != of_daemon.leg || of_fit.leg_rule != of_daemon.leg_rule ||
			    of_fit.trunk != of_daemon.trunk || of_fit.undecided != of_daemon.undecided) {
				if (differ++ < 20)
					print_message("%s %s %s: fit %s %d%s, daemon %s %d%s\n", plan->trunk, mode,
					              leg->token, of_fit.leg_rule ? of_fit.leg_rule->id : "-",
					              of_fit.leg, of_fit.undecided ? " undecided" : "",
					              of_daemon.leg_rule ? of_daemon.leg_rule->id : "-",
					              of_daemon.leg, of_daemon.undecided ? " undecided" : "");
			}
			judgement_release(&j);
			box_release(&box);
			fit_release(&fit);
		}
	}
	assert_true(compared > 10000 / sample_step());
	if (differ)
		fail_msg("%u of %u differ", differ, compared);
}

/* Configured as advised, no rule about FEC has a word to say above a remark. */
static void advised_fec_raises_nothing(void **state)
{
	unsigned problems = 0, number = 0;

	(void)state;
	for (const struct plan *plan = plans; plan->trunk; plan++) {
		for (const struct module_type *leg = module_types; leg->token; leg++) {
			struct fit_limits limits;
			struct fit fit;

			if (!eeprom_type_encodable(leg) || number++ % sample_step())
				continue;
			ask(plan, leg, FEC_UNKNOWN, FEC_UNKNOWN, &fit);
			limits = fit_limits(&fit, 1);
			fit_release(&fit);
			if (limits.trunk_fec == FEC_UNKNOWN || limits.leg_fec == FEC_UNKNOWN)
				continue;
			ask(plan, leg, limits.trunk_fec, limits.leg_fec, &fit);
			for (size_t i = 0; i < fit.judgement.finding_count; i++) {
				const struct judge_finding *f = &fit.judgement.findings[i];
				char mode[MODE_TEXT];

				if (strncmp(f->rule->id, "FEC-", 4) != 0 || f->what.severity <= SEVERITY_INFO)
					continue;
				if (problems++ < 20)
					print_message("%s %s %s: %s: %s\n", plan->trunk,
					              mode_text(&plan->mode, mode, sizeof(mode)), leg->token, f->rule->id,
					              f->what.observed);
			}
			fit_release(&fit);
		}
	}
	if (problems)
		fail_msg("%u problems", problems);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fit_and_the_daemon_agree),
		cmocka_unit_test(advised_fec_raises_nothing),
	};

	return cmocka_run_group_tests_name("verdicts", tests, NULL, NULL);
}
