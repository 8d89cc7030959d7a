/* SPDX-License-Identifier: BSD-3-Clause */
/* Addresses at an I2C adapter that a kernel driver has. */
#ifndef BREAKOUT_SOURCE_I2C_OWNER_H
#define BREAKOUT_SOURCE_I2C_OWNER_H

#include <stdbool.h>
#include <stddef.h>

#include "source/source.h"

#define I2C_OWNER_NAME 32

/*
 * Which driver has an address of the adapter `path` (/dev/i2c-N), as /sys below
 * `root` says: 1, its name and a source on its `eeprom` node, to be closed by
 * the caller; -EBUSY and its name if there is no such node; 0 if none has it;
 * -ENOMEM.
 */
int i2c_owner_find(const char *path, const char *root, unsigned address, char ret_name[I2C_OWNER_NAME],
                   struct source **ret_node);

/* i2c-stub: its blocks are of page 0, whichever is selected, and its words are no two bytes. */
bool i2c_owner_is_stub(const char *path, const char *root);

#endif
