/* SPDX-License-Identifier: BSD-3-Clause */
/* What active violations come to: verdict and severity of breakouts and legs. */
#ifndef BREAKOUT_COLLECT_VERDICT_H
#define BREAKOUT_COLLECT_VERDICT_H

#include <stdbool.h>
#include <time.h>

#include "model/snapshot.h"

/* Is a finding about this leg (0: the breakout itself) on its way to be raised? */
typedef bool verdict_pending_fn(const void *arg, uint32_t breakout, unsigned leg);

/*
 * Fill in the verdicts of `s` from its violations, so that verdicts and
 * violation table never disagree. `previous`, or NULL, tells since when they are as they are.
 */
void verdicts_fill(struct snapshot *s, const struct snapshot *previous, const struct timespec *real,
                   verdict_pending_fn *pending, const void *arg);

#endif
