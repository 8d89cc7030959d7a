/* SPDX-License-Identifier: BSD-3-Clause */
/* Light between the modules of a simulated switch. */
#include "sim/sim_light.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "sim/sim_image.h"

/* What is lost on the way, 0.01 dB: two connectors, and more or less dust. */
#define LOSS_MIN 60
#define LOSS_SPREAD 60

/* The module at one end. */
struct end {
	char path[PATH_MAX];
	bool empty; /* nothing is plugged in */
	bool changed;
	const struct module *module; /* as it was read; NULL: empty, or can't be read */
	struct sim_bytes bytes;
};

static int end_open(const struct sim *sim, size_t port, struct end *e)
{
	int r;

	e->empty = e->changed = false;
	e->module = NULL;
	r = sim_image_path(sim, &sim->config->topology->ports[port], e->path);
	if (r == 0)
		r = file_read(e->path, e->bytes.data, sizeof(e->bytes.data), &e->bytes.len);
	if (r == -ENOENT) {
		e->empty = true;
		return 0;
	}
	if (r == 0)
		r = sim_image_module(&e->bytes, &e->module);
	if (r == 0 && e->module->status != READ_OK) {
		module_unref(e->module);
		e->module = NULL;
	}
	return r;
}

static int end_close(struct end *e)
{
	module_unref(e->module);
	e->module = NULL;
	return e->changed ? file_replace(e->path, e->bytes.data, e->bytes.len) : 0;
}

/* The same for the same place, another for each. */
static int32_t loss_of(size_t port, unsigned lane)
{
	uint32_t mixed = ((uint32_t)port * 31 + lane + 1) * UINT32_C(2654435761);

	return LOSS_MIN + (int32_t)((mixed >> 16) % LOSS_SPREAD);
}

/* What a lane sends, 0.01 dBm: false where that is not told; *ret_dark where it is nothing. */
static bool sent(const struct end *from, unsigned number, int32_t *ret_cdbm, bool *ret_dark)
{
	const struct lane *lane = from->module ? module_lane(from->module, number) : NULL;

	*ret_dark = from->empty;
	if (from->empty)
		return true;
	if (!lane)
		return false;
	*ret_dark = (lane->signals & lane->signals_known & (SIGNAL_TX_DISABLED | SIGNAL_TX_FAULT)) ||
	            lane->tx_power.state == VALUE_NO_LIGHT;
	if (!*ret_dark && !value_ok(lane->tx_power))
		return false;
	*ret_cdbm = power_cdbm_from_nw(lane->tx_power.v);
	return true;
}

static void receive(struct end *to, unsigned number, const struct end *from, unsigned from_number,
                    int32_t loss)
{
	struct sim_change change;
	char word[32], ignored[256];
	int32_t tx;
	bool dark;

	if (!to->module || !sent(from, from_number, &tx, &dark))
		return;
	if (dark)
		snprintf(word, sizeof(word), "rx=off");
	else
		snprintf(word, sizeof(word), "rx=%.2f", (tx - loss) / 100.0);
	if (sim_change_parse(word, &change, ignored, sizeof(ignored)) < 0)
		return;
	/* A module without this monitor shows nothing, which is right. */
	if (sim_image_change(&to->bytes, number, &change, 1, NULL, ignored, sizeof(ignored)) == 0)
		to->changed = true;
}

/* How many lanes of the leg's module meet one of the trunk's, each its own. */
static unsigned pairs(const struct end *leg, unsigned trunk_lanes)
{
	if (!leg->module)
		return leg->empty ? trunk_lanes : 0;
	return leg->module->lanes == trunk_lanes ? trunk_lanes : 0;
}

static int join(const struct sim *sim, const struct breakout_decl *b, const struct leg_decl *decl,
                struct end *trunk, struct end *leg)
{
	unsigned lanes = trunk->module ? trunk->module->lanes : 0, first = 1, count = 0;
	int r = end_open(sim, decl->port, leg);

	if (r < 0)
		return r;
	if (trunk->empty)
		count = leg->module ? leg->module->lanes : 0;
	else if (topology_leg_lanes(sim->config->topology, b, decl, lanes, &first, &count))
		count = pairs(leg, count);
	for (unsigned i = 0; i < count; i++) {
		int32_t loss = loss_of(decl->port, i);

		receive(leg, i + 1, trunk, first + i, loss);
		receive(trunk, first + i, leg, i + 1, loss);
	}
	return end_close(leg);
}

/* The legs of a breakout, or the one in `port`. */
static int light_breakout(const struct sim *sim, const struct breakout_decl *b, size_t port)
{
	struct end *ends = calloc(2, sizeof(*ends));
	int r, closed;

	if (!ends)
		return -ENOMEM;
	r = end_open(sim, b->trunk, &ends[0]);
	for (unsigned n = 0; n < b->leg_count && r == 0; n++) {
		if (b->legs[n].peer == PEER_LOCAL && (port == b->trunk || port == b->legs[n].port))
			r = join(sim, b, &b->legs[n], &ends[0], &ends[1]);
	}
	module_unref(ends[1].module);
	closed = end_close(&ends[0]);
	free(ends);
	return r < 0 ? r : closed;
}

static bool belongs_to(const struct breakout_decl *b, size_t port)
{
	bool belongs = b->trunk == port;

	for (unsigned n = 0; n < b->leg_count; n++)
		belongs |= b->legs[n].peer == PEER_LOCAL && b->legs[n].port == port;
	return belongs;
}

int sim_light_follow(const struct sim *sim)
{
	const struct topology *t = sim->config->topology;
	size_t port = (size_t)(sim->port - t->ports);
	int r = 0;

	for (size_t i = 0; i < t->breakout_count && r == 0; i++) {
		if (belongs_to(&t->breakouts[i], port))
			r = light_breakout(sim, &t->breakouts[i], port);
	}
	return r;
}

int sim_light_all(const struct sim *sim)
{
	const struct topology *t = sim->config->topology;
	int r = 0;

	for (size_t i = 0; i < t->breakout_count && r == 0; i++)
		r = light_breakout(sim, &t->breakouts[i], t->breakouts[i].trunk);
	return r;
}
