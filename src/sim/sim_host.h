/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the kernel of a simulated switch makes of a port: its network
 * devices, as folders in DIR/sys/class/net. Without any, nothing is known.
 */
#ifndef BREAKOUT_SIM_SIM_HOST_H
#define BREAKOUT_SIM_SIM_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/mode.h"

enum sim_host_kind {
	SIM_HOST_SPLIT, /* `split`: count 1 not split, 0 no network devices at all */
	SIM_HOST_SPEED, /* `number` Mb/s, of all */
	SIM_HOST_DOWN,  /* subport `number`, from 0: by the operator */
	SIM_HOST_UP,
	SIM_HOST_LOST, /* up, but without a link */
};

struct sim_host_change {
	enum sim_host_kind kind;
	struct mode split;
	uint32_t number;
};

/* One word: "split=4x25G", "down=2". 0, or -EINVAL and a message in `error` (size bytes). */
int sim_host_parse(const char *word, struct sim_host_change *ret_change, char *error, size_t size);

/* The n-th key; false past the last. */
bool sim_host_key(size_t n, const char **ret_name, const char **ret_about);

/* Apply changes to the devices of a port, in order; as functions of sim.h. */
int sim_host(const char *dir, const char *port, const struct sim_host_change *changes, size_t count,
             char *error);

/* Remove the devices of all ports. 0 or negative errno. */
int sim_host_clear(const char *dir);

/* Names of the port's devices, at most `size` bytes, separated by blanks. */
int sim_host_list(const char *dir, const char *port, char *buf, size_t size, char *error);

#endif
