/* SPDX-License-Identifier: BSD-3-Clause */
/* Verdicts of breakouts and legs. */
#include "collect/verdict.h"

static enum severity worse(enum severity a, enum severity b)
{
	return a > b ? a : b;
}

/* From the active rows, so that verdict and violation table never disagree. */
static void mark_active(struct snapshot *s)
{
	for (size_t i = 0; i < s->violation_count; i++) {
		const struct violation *v = &s->violations[i];
		const struct breakout_decl *b = topology_breakout_of_index(s->topology, v->about.breakout);
		struct breakout_state *state;
		struct leg_state *leg;

		if (!b)
			continue;
		state = &s->breakouts[b - s->topology->breakouts];
		leg = v->about.leg >= 1 && v->about.leg <= b->leg_count ? &state->legs[v->about.leg - 1] : NULL;
		if (v->waived) {
			state->waived |= v->severity > SEVERITY_INFO;
			if (leg)
				leg->waived |= v->severity > SEVERITY_INFO;
			continue;
		}
		state->violations++;
		state->severity = worse(state->severity, v->severity);
		if (leg)
			leg->severity = worse(leg->severity, v->severity);
	}
}

static enum verdict verdict_of(enum severity severity, bool undecided, bool waived)
{
	if (severity > SEVERITY_INFO)
		return VERDICT_VIOLATION;
	if (waived)
		return VERDICT_WAIVED;
	return undecided ? VERDICT_UNKNOWN : VERDICT_OK;
}

/* What breakouts[i] was in the previous scan; NULL if it was not, or was another. */
static const struct breakout_state *state_before(const struct snapshot *previous, const struct snapshot *s,
                                                 size_t i)
{
	const struct breakout_decl *b = &s->topology->breakouts[i], *then;

	if (!previous)
		return NULL;
	if (previous->topology == s->topology)
		return &previous->breakouts[i];
	/* What is concluded comes and goes; what is declared moves with it. */
	then = topology_breakout_of_index(previous->topology, b->index);
	if (!then || then->trunk != b->trunk || then->leg_count != b->leg_count)
		return NULL;
	return &previous->breakouts[then - previous->topology->breakouts];
}

void verdicts_fill(struct snapshot *s, const struct snapshot *previous, const struct timespec *real,
                   verdict_pending_fn *pending, const void *arg)
{
	mark_active(s);
	for (size_t i = 0; i < s->topology->breakout_count; i++) {
		const struct breakout_decl *b = &s->topology->breakouts[i];
		struct breakout_state *state = &s->breakouts[i];
		const struct breakout_state *before = state_before(previous, s, i);
		bool undecided = state->undecided || pending(arg, b->index, 0);

		for (unsigned n = 0; n < b->leg_count; n++) {
			struct leg_state *leg = &state->legs[n];

			leg->verdict = verdict_of(leg->severity,
			                          leg->undecided || pending(arg, b->index, n + 1), leg->waived);
			leg->changed = before && before->legs[n].verdict == leg->verdict
			                       ? before->legs[n].changed
			                       : *real;
			undecided |= leg->verdict == VERDICT_UNKNOWN;
		}
		state->verdict = verdict_of(state->severity, undecided, state->waived);
		state->changed = before && before->verdict == state->verdict ? before->changed : *real;
	}
}
