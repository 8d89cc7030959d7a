/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Run all rules over a snapshot. Pure: the same snapshot always gives the
 * same judgement; debouncing and events are the tracker's (collect/tracker.h).
 */
#ifndef BREAKOUT_RULES_JUDGE_H
#define BREAKOUT_RULES_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/snapshot.h"
#include "rules/rule.h"

/* One root cause. */
struct judge_finding {
	const struct rule *rule;
	struct subject about;
	struct rule_finding what;
	const struct module *module;   /* that it is about; borrowed from the snapshot, may be NULL */
	uint32_t suppressed;           /* findings that it explains and that are not raised for that */
};

/*
 * A rule (NULL: any rule) that could not be decided for a subject: what was
 * raised before stays raised.
 */
struct judge_unknown {
	const struct rule *rule;
	struct subject about;
};

struct judgement {
	struct judge_finding *findings;
	size_t finding_count, finding_room;
	struct judge_unknown *unknowns;
	size_t unknown_count, unknown_room;
	bool *dark;                    /* of ports: something explains that there is no light */
	size_t dark_room;
};

void judgement_init(struct judgement *j);
void judgement_release(struct judgement *j);

/*
 * Judge a snapshot under construction. Sets what follows from ports and
 * modules without history (leg modules, expectations, host split, legs
 * present, undecided) and collects findings in `j`, which is emptied first.
 * Linear in ports and legs. 0 or -ENOMEM.
 */
int judge_snapshot(struct snapshot *s, struct judgement *j);

/*
 * Every rule's result on one breakout, without root-cause selection, in rule
 * order: for tests and explanations. `leg` 0 gives the breakout scope. Rules
 * that the operator disabled are left out.
 */
typedef void judge_result_fn(const struct rule *rule, enum rule_result result,
                             const struct rule_finding *finding, void *arg);
void judge_explain(const struct snapshot *s, size_t breakout, unsigned leg, judge_result_fn *fn, void *arg);

/* The same for the rules about a port; nothing where it holds no module. */
void judge_explain_port(const struct snapshot *s, size_t port, judge_result_fn *fn, void *arg);

#endif
