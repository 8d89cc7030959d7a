/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A simulated switch in a folder: DIR/breakoutd.conf declares the ports, and
 * DIR/ports/NAME.eeprom is the memory of the module in one, in linear layout
 * (eeprom/image.h). No file, no module. DIR/sys is what its kernel shows.
 *
 * A daemon may be reading at any time: files are replaced whole, by
 * renaming. Changes of one folder exclude each other (flock).
 *
 * Functions return 0 or a negative errno, and write a message for people to
 * `error` (SIM_MESSAGE bytes) when they fail.
 */
#ifndef BREAKOUT_SIM_SIM_H
#define BREAKOUT_SIM_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/mode.h"
#include "model/module.h"
#include "model/topology.h"
#include "model/type.h"
#include "sim/sim_key.h"

#define SIM_MESSAGE 2048
#define SIM_MAX_TRUNKS 512

/* A switch full of equal breakouts. The caller looks the plan up. */
struct sim_layout {
	unsigned trunks;                        /* 1..SIM_MAX_TRUNKS */
	const struct module_type *trunk;
	const struct module_type *legs[MODE_MAX_COUNT];  /* of each leg of the mode */
	struct mode mode;                       /* in force on every trunk */
	struct mode supported[PORT_MAX_MODES];  /* by the trunk ports */
	unsigned supported_count;
	bool dual_rate;                         /* trunks of 25G lanes say that they also run at 10G */
	const char *harness;
};

/*
 * Make the folder, all modules and the configuration. Ports swp1..swpN are
 * the trunks, the legs of trunk 1, trunk 2... follow; indexes are the numbers
 * in the names, breakouts are bo1..boN. -ENOTEMPTY if the folder has files
 * and not `force`, which replaces the configuration and all modules. A new
 * folder that can't be filled is removed, modules that can't be made change nothing.
 */
int sim_init(const char *dir, const struct sim_layout *layout, bool force, char *error);

/* Plug a module into a port. *ret_module (may be NULL) is what a reader will decode; to be unref'd. */
int sim_insert(const char *dir, const char *port, const struct module_type *type,
               const struct sim_insertion *how, const struct module **ret_module, char *error);

/* Pull the module of a port. -ENOENT if there is none. */
int sim_remove(const char *dir, const char *port, char *error);

/*
 * Apply changes to the module of a port, on `lane` (0: all lanes, and the
 * module). The image is written only if all of them can be read back.
 */
int sim_set(const char *dir, const char *port, unsigned lane, const struct sim_change *changes, size_t count,
            const struct module **ret_module, char *error);

#endif
