/* SPDX-License-Identifier: BSD-3-Clause */
/* What judging a snapshot costs: part of the bench. */
#ifndef BREAKOUT_TESTS_BENCH_JUDGE_H
#define BREAKOUT_TESTS_BENCH_JUDGE_H

/* Time per leg for switches of several sizes, to stdout. */
void bench_judge(void);

/* Judge a switch of `trunks` trunks so often, and nothing else: for callgrind. */
void judge_often(unsigned trunks, unsigned count);

/* CPU time of this thread. */
double own_seconds(void);

struct spread {
	double min, median, max;
};

/* Of `count` values, which are sorted. */
struct spread spread_of(double *values, unsigned count);

#endif
