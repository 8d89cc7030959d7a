/* SPDX-License-Identifier: BSD-3-Clause */
/* Which chip or temperature of hwmon is a port's. */
#include "source/hwmon_module.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "model/topology.h"
#include "source/netdev_name.h"
#include "source/node.h"

/* Of a network device. */
#define FOLDER_MAX 256

static bool is_at(const struct hwmon_chip *chip, const char *real)
{
	char *path;
	bool same;

	if (chip->device[0] && strcmp(chip->device, real) == 0)
		return true;
	path = realpath(chip->path, NULL);
	same = path && strcmp(path, real) == 0;
	free(path);
	return same;
}

int hwmon_find_chip(const struct hwmon_picture *p, const char *name_or_path)
{
	bool by_path = name_or_path[0] == '/';
	char *real = by_path ? realpath(name_or_path, NULL) : NULL;
	int found = -ENODATA;

	for (size_t i = 0; i < p->chip_count; i++) {
		const struct hwmon_chip *chip = &p->chips[i];

		if (by_path ? real && is_at(chip, real) : strcmp(chip->name, name_or_path) == 0)
			found = found == -ENODATA ? (int)i : -ENOTUNIQ;
	}
	free(real);
	return found;
}

/* A device tree's number of a node: 4 bytes that are there once. */
static bool read_phandle(const char *path, uint8_t ret_phandle[4])
{
	off_t size;
	int fd = node_open(path, &size), r;

	if (fd < 0)
		return false;
	r = node_read(fd, 0, 4, ret_phandle);
	close(fd);
	return r == 0;
}

/* The cage that the network device's node refers to (property "sfp") is the chip's device. */
static bool join_cage(const struct hwmon_picture *p, const char *folder, struct hwmon_join *ret_join)
{
	char path[FOLDER_MAX + 32];
	uint8_t wanted[4], has[4];

	snprintf(path, sizeof(path), "%s/of_node/sfp", folder);
	if (!read_phandle(path, wanted))
		return false;
	for (size_t i = 0; i < p->chip_count; i++) {
		const struct hwmon_chip *chip = &p->chips[i];

		if (!chip->device[0] || !hwmon_is_module(chip))
			continue;
		snprintf(path, sizeof(path), "%s/of_node/phandle", chip->device);
		if (read_phandle(path, has) && memcmp(wanted, has, sizeof(has)) == 0) {
			*ret_join = (struct hwmon_join){ .chip = i, .feature = SIZE_MAX };
			return true;
		}
	}
	return false;
}

/* The temperature on the chip of its own device that is its panel's, or its card's only module's. */
static bool join_temperature(const struct hwmon_chip *chip, bool has_panel, uint32_t panel,
                             size_t *ret_feature)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < chip->feature_count; i++) {
		const struct hwmon_feature *f = &chip->features[i];
		uint32_t n;

		if (!hwmon_is_card_module(chip, f) &&
		    !(has_panel && hwmon_front_panel(chip, f, &n) && n == panel))
			continue;
		/* Two of them: whose is which? */
		if (found != SIZE_MAX)
			return false;
		found = i;
	}
	*ret_feature = found;
	return found != SIZE_MAX;
}

bool hwmon_join_netdev(const struct hwmon_picture *p, const char *net, const char *netdev,
                       struct hwmon_join *ret_join)
{
	char folder[FOLDER_MAX], path[FOLDER_MAX + 32], name[32];
	bool has_panel, joined = false;
	uint32_t panel = 0;
	char *device;
	int subport;

	if (!netdev[0] || snprintf(folder, sizeof(folder), "%s/%s", net, netdev) >= (int)sizeof(folder))
		return false;
	if (join_cage(p, folder, ret_join))
		return true;
	snprintf(path, sizeof(path), "%s/device", folder);
	device = realpath(path, NULL);
	snprintf(path, sizeof(path), "%s/phys_port_name", folder);
	has_panel = node_read_text(path, name, sizeof(name)) == 0 &&
	            netdev_phys_parse(name, &panel, &subport);
	for (size_t i = 0; device && i < p->chip_count && !joined; i++) {
		size_t feature;

		if (strcmp(p->chips[i].device, device) != 0 ||
		    !join_temperature(&p->chips[i], has_panel, panel, &feature))
			continue;
		*ret_join = (struct hwmon_join){ .chip = i, .feature = feature };
		joined = true;
	}
	free(device);
	return joined;
}
