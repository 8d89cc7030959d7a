/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages of the simulator. */
#ifndef BREAKOUT_SIM_SIM_ERROR_H
#define BREAKOUT_SIM_SIM_ERROR_H

/*
 * Write a message to `error` (SIM_MESSAGE bytes, sim.h), and return `r`. The
 * message must not be made from `error` itself.
 */
int sim_error(char *error, int r, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
