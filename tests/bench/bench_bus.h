/* SPDX-License-Identifier: BSD-3-Clause */
/* What reading modules costs their bus: part of the bench. */
#ifndef BREAKOUT_TESTS_BENCH_BUS_H
#define BREAKOUT_TESTS_BENCH_BUS_H

/* Reads and bytes of a DOM scan beside the fewest possible and those of ethtool -m, to stdout. The same in each run. */
void bench_bus(void);

#endif
