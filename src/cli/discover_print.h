/* SPDX-License-Identifier: BSD-3-Clause */
/* What was discovered, for people and programs. */
#ifndef BREAKOUT_CLI_DISCOVER_PRINT_H
#define BREAKOUT_CLI_DISCOVER_PRINT_H

#include <stdio.h>

#include "view/listing.h"
#include "discover/discover.h"

/* A breakoutd.conf that config_load() takes; comments say what was found, and what was left out. */
void discover_print(const struct discovery *d, const char *root, FILE *out);

/* A row of the columns below. */
struct discover_row {
	const struct discovery *discovery;
	const struct find *find;  /* of what was found */
	size_t port;              /* of ports */
};

extern const struct listing_column discover_find_columns[];
extern const struct listing_column discover_port_columns[];

#endif
