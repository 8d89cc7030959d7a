/* SPDX-License-Identifier: BSD-3-Clause */
/* Modules of a simulated switch: plugged in, pulled, changed. */
#include "sim/sim.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "eeprom/eeprom.h"
#include "sim/sim_error.h"
#include "sim/sim_image.h"
#include "sim/sim_light.h"
#include "sim/sim_open.h"

static int cannot_write(const char *port, const char *path, int r, char *error)
{
	return sim_error(error, r, "%s: cannot write %s: %s", port, path, strerror(-r));
}

/* The other ends see what was done. */
static int follow(const struct sim *sim, char *error)
{
	int r = sim_light_follow(sim);

	return r < 0 ? sim_error(error, r, "%s: its peers cannot be changed: %s", sim->port->name, strerror(-r)) : 0;
}

int sim_insert(const char *dir, const char *port, const struct module_type *type,
               const struct sim_insertion *how, const struct module **ret_module, char *error)
{
	struct sim_insertion usual = *how;
	struct sim_bytes bytes;
	char why[256];
	struct sim sim;
	int r = sim_open_port(dir, port, &sim, error);

	if (r < 0)
		return r;
	if (!usual.seed_given)
		usual.identity.seed = sim.port->index;
	/* As the switch would program it. */
	if (usual.identity.mode.count == 0)
		usual.identity.mode = sim.port->split_in_force;
	r = sim_image_make(type, &usual, &bytes, ret_module, why, sizeof(why));
	if (r < 0) {
		sim_error(error, r, "%s: %s", port, why);
	} else {
		r = file_replace(sim.path, bytes.data, bytes.len);
		if (r < 0) {
			if (ret_module)
				module_unref(*ret_module);
			cannot_write(port, sim.path, r, error);
		}
	}
	if (r == 0) {
		r = follow(&sim, error);
		if (r < 0 && ret_module)
			module_unref(*ret_module);
	}
	sim_close(&sim);
	return r;
}

int sim_remove(const char *dir, const char *port, char *error)
{
	struct sim sim;
	int r = sim_open_port(dir, port, &sim, error);

	if (r < 0)
		return r;
	if (unlink(sim.path) < 0) {
		r = -errno;
		if (r == -ENOENT)
			sim_error(error, r, "%s: there is no module in it", port);
		else
			sim_error(error, r, "%s: cannot remove %s: %s", port, sim.path, strerror(-r));
	} else {
		r = follow(&sim, error);
	}
	sim_close(&sim);
	return r;
}

int sim_set(const char *dir, const char *port, unsigned lane, const struct sim_change *changes, size_t count,
            const struct module **ret_module, char *error)
{
	struct sim_bytes bytes;
	char why[512];
	struct sim sim;
	int r = sim_open_port(dir, port, &sim, error);

	if (r < 0)
		return r;
	r = file_read(sim.path, bytes.data, sizeof(bytes.data), &bytes.len);
	if (r == -ENOENT) {
		sim_error(error, r, "%s: there is no module in it", port);
	} else if (r < 0) {
		sim_error(error, r, "%s: cannot read %s: %s", port, sim.path, strerror(-r));
	} else {
		r = sim_image_change(&bytes, lane, changes, count, ret_module, why, sizeof(why));
		if (r < 0)
			sim_error(error, r, "%s: %s", port, why);
	}
	if (r == 0) {
		r = file_replace(sim.path, bytes.data, bytes.len);
		if (r < 0) {
			if (ret_module)
				module_unref(*ret_module);
			cannot_write(port, sim.path, r, error);
		}
	}
	sim_close(&sim);
	return r;
}
