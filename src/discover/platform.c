/* SPDX-License-Identifier: BSD-3-Clause */
/* Cages of the driver `sfp`, nodes of platform drivers, and hwmon chips. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "discover/hunt.h"
#include "discover/name.h"
#include "discover/number.h"
#include "source/node.h"

#define PLATFORM "/sys/bus/platform/devices"
#define HWMON "/sys/class/hwmon"
/* S3IP: what a switch's platform drivers agreed to show; a folder for each port, "eth1" from 1 on. */
#define S3IP "/sys_switch/transceiver"

static void set_real(const struct hunt *h, struct item *it)
{
	char path[PATH_MAX];

	if (!hunt_path(h, path, "%s", it->find.path) || !realpath(path, it->real))
		it->real[0] = '\0';
}

/* A cage has no memory to read: by what, its adapter or its network device tells (join.c). */
static int add_cage(struct hunt *h, const char *name, const char *folder)
{
	struct item it;

	item_init(&it, FIND_CAGE, name);
	TEXT_FORMAT(it.find.path, "%s", folder);
	TEXT_FORMAT(it.key, "cage:%.64s", it.find.name);
	TEXT_SET(it.find.driver, "sfp");
	it.own_handle = hunt_cell(h, folder, "phandle");
	it.bus_handle = hunt_cell(h, folder, "i2c-bus");
	/* "sfp-swp1" and "soc:sfp-swp1"; an ACPI device has no name of its own. */
	if (strstr(name, "sfp-") && strstr(name, "sfp-")[4])
		name_clean(it.label, sizeof(it.label), strstr(name, "sfp-") + 4);
	return rows_add(&h->items, &it, sizeof(it));
}

static int add_platform_node(struct hunt *h, const char *name, const char *folder)
{
	struct item it;
	off_t size;
	int r;

	item_init(&it, FIND_NODE, name);
	TEXT_FORMAT(it.find.path, "%s/eeprom", folder);
	TEXT_FORMAT(it.key, "node:%.64s", it.find.name);
	it.source = SOURCE_SYSFS;
	hunt_link(h, folder, "driver", it.find.driver, sizeof(it.find.driver));
	set_real(h, &it);
	r = source_node_size(h->root, it.find.path, &size);
	if (r < 0) {
		TEXT_FORMAT(it.find.why, "can't be opened: %s", strerror(-r));
		return rows_add(&h->items, &it, sizeof(it));
	}
	it.way = size > 256 ? WAY_LINEAR : WAY_AT24;
	look_at_node(h->root, it.find.path, &it.look);
	if (it.look.result == LOOK_MODULE || (it.look.result != LOOK_OTHER && numbers_find(h->numbers, it.key))) {
		it.kept = it.look.result != LOOK_MODULE;
	} else {
		it.way = WAY_NONE;
		TEXT_FORMAT(it.find.why, "%s%s",
		         it.look.result == LOOK_OTHER ? "not a module: " : "not known to be a cage: ", it.look.words);
	}
	return rows_add(&h->items, &it, sizeof(it));
}

static int add_platform(struct hunt *h, const char *name)
{
	char folder[FIND_PATH], driver[32];

	if (strlen(name) > 128)
		return 0;
	TEXT_FORMAT(folder, PLATFORM "/%.128s", name);
	if (hunt_link(h, folder, "driver", driver, sizeof(driver)) && strcmp(driver, "sfp") == 0)
		return add_cage(h, name, folder);
	return hunt_exists(h, folder, "eeprom") ? add_platform_node(h, name, folder) : 0;
}

/* The platform says that it is a cage, whether there is a module or not. */
static int add_s3ip(struct hunt *h, const char *name)
{
	char folder[FIND_PATH], path[PATH_MAX];
	size_t stem;
	struct item it;

	if (strncmp(name, "eth", 3) != 0 || strlen(name) > 16 || name_number(name, &stem) == 0 || stem != 3)
		return 0;
	TEXT_FORMAT(folder, S3IP "/%.16s", name);
	if (!hunt_exists(h, folder, "eeprom"))
		return 0;
	item_init(&it, FIND_NODE, name);
	TEXT_FORMAT(it.find.path, "%s/eeprom", folder);
	TEXT_SET(it.find.driver, "s3ip");
	TEXT_SET(it.label, it.find.name);
	it.index = name_number(name, &stem);
	it.source = SOURCE_SYSFS;
	it.way = WAY_LINEAR;
	TEXT_FORMAT(it.key, "s3ip:%.16s", name);
	set_real(h, &it);
	if (hunt_path(h, path, "%s/present", folder) && source_presence_file(path, false) >= 0)
		TEXT_FORMAT(it.presence, "%s/present", folder);
	return rows_add(&h->items, &it, sizeof(it));
}

int hunt_platform(struct hunt *h)
{
	int r = hunt_folder(h, PLATFORM, add_platform);

	return r < 0 ? r : hunt_folder(h, S3IP, add_s3ip);
}

static int add_hwmon(struct hunt *h, const char *name)
{
	char folder[FIND_PATH], text[64];
	struct item it;

	if (strlen(name) > 64)
		return 0;
	TEXT_FORMAT(folder, HWMON "/%.64s", name);
	item_init(&it, FIND_HWMON, name);
	TEXT_SET(it.find.path, folder);
	if (hunt_text(h, folder, "name", text, sizeof(text)))
		name_clean(it.find.about, sizeof(it.find.about), text);
	hunt_link(h, folder, "device/driver", it.find.driver, sizeof(it.find.driver));
	return rows_add(&h->items, &it, sizeof(it));
}

int hunt_hwmon(struct hunt *h)
{
	return hunt_folder(h, HWMON, add_hwmon);
}
