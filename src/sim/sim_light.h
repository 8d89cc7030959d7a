/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Light between the modules of a simulated switch: what a lane receives is
 * what the lane at the other end sends, less some fibre and connectors.
 */
#ifndef BREAKOUT_SIM_SIM_LIGHT_H
#define BREAKOUT_SIM_SIM_LIGHT_H

#include "sim/sim_open.h"

/*
 * Light follows what was done to sim->port: on both ends of the legs that it
 * belongs to, and dark where nothing sends any more. Modules that can't be
 * read or have no such monitor stay as they are. 0 or negative errno.
 */
int sim_light_follow(const struct sim *sim);

/* As sim_light_follow(), for all breakouts. */
int sim_light_all(const struct sim *sim);

#endif
