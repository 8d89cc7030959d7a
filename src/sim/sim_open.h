/* SPDX-License-Identifier: BSD-3-Clause */
/* An open simulated switch: shared by what changes modules and what changes network devices. */
#ifndef BREAKOUT_SIM_SIM_OPEN_H
#define BREAKOUT_SIM_SIM_OPEN_H

#include <limits.h>

#include "config/config.h"

struct sim {
	int lock; /* on the folder */
	struct config *config;
	const struct port_decl *port; /* borrowed from the configuration */
	char path[PATH_MAX];          /* of the image of its module, root included */
};

/* Open and lock the switch in `dir`, and find a port in it. As functions of sim.h. */
int sim_open_port(const char *dir, const char *name, struct sim *sim, char *error);
void sim_close(struct sim *sim);

/* Where the image of a port's module is, root included. 0 or -ENAMETOOLONG. */
int sim_image_path(const struct sim *sim, const struct port_decl *port, char ret_path[PATH_MAX]);

#endif
