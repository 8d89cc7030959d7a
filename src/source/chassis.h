/* SPDX-License-Identifier: BSD-3-Clause */
/* What the box says of itself: the kernel's view of its SMBIOS tables or its device tree. */
#ifndef BREAKOUT_SOURCE_CHASSIS_H
#define BREAKOUT_SOURCE_CHASSIS_H

#include <stdbool.h>
#include <stdint.h>

/* UTF-8; "" where it is not known. */
struct chassis {
	char maker[64];
	char model[64];
	char revision[64];
	char serial[64];
	uint8_t uuid[16];   /* RFC 4122 order */
	bool has_uuid;
};

/* Read below `root` ("" for none). What can't be read is left out: serial numbers are for root only. */
void chassis_read(const char *root, struct chassis *ret_chassis);

#endif
