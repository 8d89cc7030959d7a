/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A small box for tests: one breakout, made of module types. Modules go
 * through encoder and decoder, so a test sees what an EEPROM would show.
 *
 * Port 1 "swp1" is the trunk; legs follow as ports 2 "swp2", 3 "swp3"...
 */
#ifndef BREAKOUT_TESTS_BOX_H
#define BREAKOUT_TESTS_BOX_H

#include <stdint.h>

#include "model/snapshot.h"

struct box {
	struct topology *topology;
	struct snapshot *snapshot;
	struct mode mode;
};

/* A module of `type` ("100g-sr4"), encoded and decoded; fails the test if that can't be done. */
struct module *box_module(const char *type);

/* As box_module(), programmed for a mode. */
struct module *box_module_for(const char *type, const char *mode);

/* As box_module(), with another wavelength (nm; 0 stores none). */
struct module *box_module_at(const char *type, unsigned nm);

/* A breakout of `mode` ("4x25G") with an empty trunk cage and empty legs. */
void box_init(struct box *box, const char *mode);
void box_release(struct box *box);

/* Plug a module into ports[port] (taking over the reference); NULL empties it. */
void box_plug(struct box *box, size_t port, struct module *m);

/* The legs share a cage of so many lanes evenly. */
void box_share_lanes(struct box *box, unsigned lanes);

/* As it should be: trunk and all legs of a type, the trunk programmed for the mode. */
void box_fit(struct box *box, const char *trunk, const char *leg);

/* A fresh snapshot of the same topology and modules. */
struct snapshot *box_snapshot(const struct box *box);

#endif
