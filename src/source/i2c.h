/* SPDX-License-Identifier: BSD-3-Clause */
/* Modules on I2C adapters: the constructor, for source_open() and tests. */
#ifndef BREAKOUT_SOURCE_I2C_H
#define BREAKOUT_SOURCE_I2C_H

#include <stdbool.h>

#include "source/i2c_io.h"
#include "source/source.h"

struct i2c_cage {
	const char *path;          /* /dev/i2c-N, below the root */
	const char *root;          /* that /sys is below; "" for none */
	const char *presence_path; /* NULL without */
	bool presence_inverted;
	unsigned chunk;            /* longest read, 1 to 128; 0: as usual */
};

/* 0 or -ENOMEM. `kernel` must outlive the source. */
int source_i2c_open(const struct i2c_cage *cage, const struct i2c_kernel *kernel, struct source **ret_source);

#endif
