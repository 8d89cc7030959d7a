/* SPDX-License-Identifier: BSD-3-Clause */
/* I2C adapters: their numbers, and which of them share wires. */
#ifndef BREAKOUT_SOURCE_ADAPTER_H
#define BREAKOUT_SOURCE_ADAPTER_H

#include <stddef.h>
#include <stdint.h>

/* Names an adapter; "i2c-" and a number. */
#define ADAPTER_NAME 16

/* The N of a path whose last component is "i2c-N", after links are followed if need be: 0 or -EINVAL. */
int adapter_of_device(const char *path, uint32_t *ret_adapter);

/*
 * The adapter at the root of `adapter`: a mux channel's is that of the mux, which is
 * what /sys below `root` says. Where it says nothing, the adapter itself.
 */
void adapter_root_of(uint32_t adapter, const char *root, char ret_name[ADAPTER_NAME]);

#endif
