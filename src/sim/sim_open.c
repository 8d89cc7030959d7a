/* SPDX-License-Identifier: BSD-3-Clause */
/* Opening a simulated switch. */
#include "sim/sim_open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "sim/sim.h"
#include "sim/sim_error.h"

#define PORTS_LISTED 8  /* in the message for a wrong name */

void sim_close(struct sim *sim)
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

int sim_image_path(const struct sim *sim, const struct port_decl *port, char ret_path[PATH_MAX])
{
	int n = snprintf(ret_path, PATH_MAX, "%s%s", sim->config->settings.root, port->path);

	return n < 0 || n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static int find_port(struct sim *sim, const char *name, char *error)
{
	const struct port_decl *port = topology_port(sim->config->topology, name);

	if (!port)
		return no_port(sim->config->topology, name, error);
	if (port->source != SOURCE_FILE || !port->path)
		return sim_error(error, -EINVAL,
				 "%s: is not read from a file, so nothing can be simulated there", name);
	if (sim_image_path(sim, port, sim->path) < 0)
		return sim_error(error, -ENAMETOOLONG, "%s: the name of its image is too long", name);
	sim->port = port;
	return 0;
}

int sim_open_port(const char *dir, const char *name, struct sim *sim, char *error)
{
	int r = sim_open(dir, sim, error);

	if (r < 0)
		return r;
	r = find_port(sim, name, error);
	if (r < 0)
		sim_close(sim);
	return r;
}
