/* SPDX-License-Identifier: BSD-3-Clause */
/* Images of simulated modules, as bytes: made from a type, and changed. */
#ifndef BREAKOUT_SIM_SIM_IMAGE_H
#define BREAKOUT_SIM_SIM_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "model/module.h"
#include "sim/sim_key.h"

#define SIM_IMAGE_MAX 65536

/* A memory in linear layout. */
struct sim_bytes {
	size_t len;
	uint8_t data[SIM_IMAGE_MAX];
};

/*
 * A module of `type`. Everything asked for must be found again when the
 * bytes are decoded (unless how->fault spoils them): -EINVAL with a message
 * otherwise; -ENOTSUP for a type that can't be made; -ENOMEM. *ret_module
 * (may be NULL) is what a reader will decode, to be unref'd.
 */
int sim_image_make(const struct module_type *type, const struct sim_insertion *how,
		   struct sim_bytes *ret_bytes, const struct module **ret_module, char *error, size_t size);

/* What a reader of the bytes will decode, to be unref'd. 0 or negative errno. */
int sim_image_module(const struct sim_bytes *bytes, const struct module **ret_module);

/*
 * Apply changes to `bytes`. Only the live registers are touched. -EINVAL if
 * the module does not decode or can't show a change; `bytes` is unchanged then.
 */
int sim_image_change(struct sim_bytes *bytes, unsigned lane, const struct sim_change *changes, size_t count,
                     const struct module **ret_module, char *error, size_t size);

#endif
