/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is it a module? What the bytes behind a node or an adapter say: an identifier whose register
 * map is known, and a checksum that holds. Anything else at 0x50 may be the memory of a DIMM or of a board.
 */
#ifndef BREAKOUT_DISCOVER_LOOK_H
#define BREAKOUT_DISCOVER_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "source/source.h"

enum look_result {
	LOOK_NOT_YET,
	LOOK_MODULE,
	LOOK_OTHER,      /* bytes that are no module's */
	LOOK_EMPTY,      /* nothing answers */
	LOOK_FAILED,     /* asking failed otherwise */
};

struct look {
	enum look_result result;
	bool blank;           /* LOOK_OTHER: all bytes are 00h or ffh */
	int error;            /* negative errno of LOOK_EMPTY and LOOK_FAILED */
	char words[128];      /* the module; or what else it is, or why that can't be told */
	bool unique;          /* `identity` is that of no other module: it is no cable's */
	char identity[256];   /* vendor, part number, serial number and date code; "" unless all are there */
};

/* Reads lower memory and page 00h. */
void look_at(struct source *source, struct look *ret_look);

/* The same of a sysfs node `path` below `root`. */
void look_at_node(const char *root, const char *path, struct look *ret_look);

#endif
