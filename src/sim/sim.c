/* SPDX-License-Identifier: BSD-3-Clause */
/* Modules of a simulated switch: plugged in, pulled, changed. */
#include "sim/sim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "config/config.h"
#include "eeprom/eeprom.h"
#include "sim/sim_error.h"
#include "sim/sim_file.h"
#include "sim/sim_image.h"

#define PORTS_LISTED 8  /* in the message for a wrong name */

/* An open switch: its configuration, and the lock on its folder. */
struct sim {
	int lock;
	struct config *config;
};

static void sim_close(struct sim *sim)
{
	config_free(sim->config);
	close(sim->lock);
}

static int load_config(const char *dir, struct config **ret_config, char *error)
{
	char path[PATH_MAX];
	char *why = NULL;
	int r;

	if (snprintf(path, sizeof(path), "%s/breakoutd.conf", dir) >= (int)sizeof(path))
		return sim_error(error, -ENAMETOOLONG, "%s: the name is too long", dir);
	if (access(path, F_OK) < 0)
		return sim_error(error, -errno,
				 "%s is not a simulated switch (no breakoutd.conf): make one with 'sim init'",
				 dir);
	r = config_load(path, ret_config, &why);
	if (r < 0)
		sim_error(error, r, "%s", why ? why : "out of memory");
	free(why);
	return r;
}

static int sim_open(const char *dir, struct sim *sim, char *error)
{
	int r;

	sim->lock = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (sim->lock < 0)
		return sim_error(error, -errno, "%s: %s", dir, strerror(errno));
	while (flock(sim->lock, LOCK_EX) < 0) {
		if (errno == EINTR)
			continue;
		r = sim_error(error, -errno, "%s: cannot lock the folder: %s", dir, strerror(errno));
		close(sim->lock);
		return r;
	}
	r = load_config(dir, &sim->config, error);
	if (r < 0)
		close(sim->lock);
	return r;
}

/* "no port 'x', expected one of a, b, c and 5 more" */
static int no_port(const struct topology *t, const char *name, char *error)
{
	char names[SIM_MESSAGE / 2];
	struct text list;

	text_init(&list, names, sizeof(names));
	for (size_t i = 0; i < t->port_count && i < PORTS_LISTED; i++)
		text_item(&list, ", ", "%s", t->ports[i].name);
	if (t->port_count > PORTS_LISTED)
		text_printf(&list, "... %s (%zu ports)", t->ports[t->port_count - 1].name, t->port_count);
	return sim_error(error, -ENOENT, "no port '%s', expected one of %s", name, names);
}

static int find_port(const struct sim *sim, const char *name, const struct port_decl **ret_port, char *error)
{
	const struct port_decl *port = topology_port(sim->config->topology, name);

	if (!port)
		return no_port(sim->config->topology, name, error);
	if (port->source != SOURCE_FILE || !port->path)
		return sim_error(error, -EINVAL,
				 "%s: is not read from a file, so nothing can be simulated there", name);
	*ret_port = port;
	return 0;
}

static int sim_open_port(const char *dir, const char *name, struct sim *sim,
			 const struct port_decl **ret_port, char *error)
{
	int r = sim_open(dir, sim, error);

	if (r < 0)
		return r;
	r = find_port(sim, name, ret_port, error);
	if (r < 0)
		sim_close(sim);
	return r;
}

static int cannot_write(const char *port, const char *path, int r, char *error)
{
	return sim_error(error, r, "%s: cannot write %s: %s", port, path, strerror(-r));
}

int sim_insert(const char *dir, const char *port, const struct module_type *type,
               const struct sim_insertion *how, const struct module **ret_module, char *error)
{
	struct sim_insertion usual = *how;
	const struct port_decl *decl;
	struct sim_bytes bytes;
	char why[256];
	struct sim sim;
	int r = sim_open_port(dir, port, &sim, &decl, error);

	if (r < 0)
		return r;
	if (!usual.seed_given)
		usual.identity.seed = decl->index;
	/* As the switch would program it. */
	if (usual.identity.mode.count == 0)
		usual.identity.mode = decl->split_in_force;
	r = sim_image_make(type, &usual, &bytes, ret_module, why, sizeof(why));
	if (r < 0) {
		sim_error(error, r, "%s: %s", port, why);
	} else {
		r = sim_file_replace(decl->path, bytes.data, bytes.len);
		if (r < 0) {
			if (ret_module)
				module_unref(*ret_module);
			cannot_write(port, decl->path, r, error);
		}
	}
	sim_close(&sim);
	return r;
}

int sim_remove(const char *dir, const char *port, char *error)
{
	const struct port_decl *decl;
	struct sim sim;
	int r = sim_open_port(dir, port, &sim, &decl, error);

	if (r < 0)
		return r;
	if (unlink(decl->path) < 0) {
		r = -errno;
		if (r == -ENOENT)
			sim_error(error, r, "%s: there is no module in it", port);
		else
			sim_error(error, r, "%s: cannot remove %s: %s", port, decl->path, strerror(-r));
	}
	sim_close(&sim);
	return r;
}

int sim_set(const char *dir, const char *port, unsigned lane, const struct sim_change *changes, size_t count,
            const struct module **ret_module, char *error)
{
	const struct port_decl *decl;
	struct sim_bytes bytes;
	char why[512];
	struct sim sim;
	int r = sim_open_port(dir, port, &sim, &decl, error);

	if (r < 0)
		return r;
	r = sim_file_read(decl->path, bytes.data, sizeof(bytes.data), &bytes.len);
	if (r == -ENOENT) {
		sim_error(error, r, "%s: there is no module in it", port);
	} else if (r < 0) {
		sim_error(error, r, "%s: cannot read %s: %s", port, decl->path, strerror(-r));
	} else {
		r = sim_image_change(&bytes, lane, changes, count, ret_module, why, sizeof(why));
		if (r < 0)
			sim_error(error, r, "%s: %s", port, why);
	}
	if (r == 0) {
		r = sim_file_replace(decl->path, bytes.data, bytes.len);
		if (r < 0) {
			if (ret_module)
				module_unref(*ret_module);
			cannot_write(port, decl->path, r, error);
		}
	}
	sim_close(&sim);
	return r;
}
