/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Dumps of module memory, as tools write them and people paste them, into an
 * image. What it is, is found out by looking at it.
 *
 * Bytes begin at the start of memory, in the linear layout of image.h, unless
 * a heading ("Upper page 11h", "A2h dump"), a range or a command ("i2cdump -y 5
 * 0x51") says where they are. Bytes that are not in the dump stay absent: lines
 * that were left out, and those that a tool could not read. What is neither
 * bytes nor a heading is an error.
 */
#ifndef BREAKOUT_EEPROM_DUMP_H
#define BREAKOUT_EEPROM_DUMP_H

#include <stddef.h>

#include "base/codes.h"
#include "eeprom/image.h"

/* The largest memory, and the longest text that could describe it. */
#define DUMP_MAX 65536u
#define DUMP_MAX_INPUT (1024u * 1024u)

enum dump_format {
	DUMP_BINARY = 1,
	DUMP_ETHTOOL,    /* ethtool -m DEV hex on: "0x0010:  46 53 ..." */
	DUMP_XXD,        /* xxd: "00000010: 4653 2020  FS  " in any grouping; i2cdump: "10: 46 53    FS"; RouterOS, dmesg */
	DUMP_HEXDUMP,    /* hexdump -C, od -A x -t x1: "00000010  46 53 ..  |FS  |"; SONiC */
	DUMP_WORDS,      /* hexdump, od -x: words of 16 bits, low byte first */
	DUMP_HEX,        /* nothing but the bytes: "46 53", "4653", "46:53", "0x46, 0x53" */
};

extern const struct code dump_format_labels[];   /* "binary", "ethtool", "xxd"... */

struct dump_info {
	enum dump_format format;
	size_t size;               /* bytes of memory that it has */
};

struct dump_error {
	unsigned line;             /* 1-based; 0: not about a line */
	char text[112];
};

/*
 * Load a dump into an empty image. 0; -ENODATA if there is nothing in it,
 * -EFBIG if it is larger than any module's memory, -EINVAL for text that is
 * none of the formats and for a file of a size that no memory has: *ret_error
 * says why and where. -ENOMEM. The image may be partly filled then.
 */
int dump_load(const void *data, size_t len, struct image *img, struct dump_info *ret_info,
	      struct dump_error *ret_error);

#endif
