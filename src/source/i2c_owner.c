/* SPDX-License-Identifier: BSD-3-Clause */
/* What /sys says of an adapter and of the drivers of its devices. */
#include "source/i2c_owner.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "source/adapter.h"
#include "source/node.h"

#define DEVICES "/sys/bus/i2c/devices"

/* The name is that of the folder that `link` leads to. */
static void name_driver(const char *link, char ret_name[I2C_OWNER_NAME])
{
	char target[PATH_MAX];
	ssize_t len = readlink(link, target, sizeof(target) - 1);
	const char *name;

	if (len < 0)
		len = 0;
	target[len] = '\0';
	name = strrchr(target, '/');
	snprintf(ret_name, I2C_OWNER_NAME, "%.*s", I2C_OWNER_NAME - 1, name ? name + 1 : "unknown");
}

int i2c_owner_find(const char *path, const char *root, unsigned address, char ret_name[I2C_OWNER_NAME],
                   struct source **ret_node)
{
	char folder[PATH_MAX], inside[PATH_MAX + 16];
	uint32_t bus;

	if (adapter_of_device(path, &bus) < 0 ||
	    snprintf(folder, sizeof(folder), "%s" DEVICES "/%" PRIu32 "-%04x", root, bus, address) >=
		    (int)sizeof(folder))
		return 0;
	snprintf(inside, sizeof(inside), "%s/driver", folder);
	if (access(inside, F_OK) < 0)
		return 0;
	name_driver(inside, ret_name);
	snprintf(inside, sizeof(inside), "%s/eeprom", folder);
	if (access(inside, F_OK) < 0)
		return -EBUSY;
	return source_sysfs_open(folder, NULL, false, ret_node) < 0 ? -ENOMEM : 1;
}

bool i2c_owner_is_stub(const char *path, const char *root)
{
	char file[PATH_MAX], name[64];
	uint32_t bus;

	return adapter_of_device(path, &bus) == 0 &&
	       snprintf(file, sizeof(file), "%s" DEVICES "/i2c-%" PRIu32 "/name", root, bus) < (int)sizeof(file) &&
	       node_read_text(file, name, sizeof(name)) == 0 && strncmp(name, "SMBus stub", 10) == 0;
}
