/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which chips and temperatures of hwmon are modules', and what they say of
 * them. They never tell what kind of module it is.
 */
#ifndef BREAKOUT_SOURCE_HWMON_MODULE_H
#define BREAKOUT_SOURCE_HWMON_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/module.h"
#include "source/hwmon.h"

/* The chip of one SFP module, as the kernel's sfp driver makes them: monitors, thresholds and alarms. */
bool hwmon_is_module(const struct hwmon_chip *chip);

/*
 * The number on the front panel whose module mlxsw means by a temperature;
 * false for other temperatures.
 */
bool hwmon_front_panel(const struct hwmon_chip *chip, const struct hwmon_feature *f, uint32_t *ret_number);

/* The temperature of the one module of a network card, as mlx5 tells it. */
bool hwmon_is_card_module(const struct hwmon_chip *chip, const struct hwmon_feature *f);

/* One of the two. */
bool hwmon_is_of_module(const struct hwmon_chip *chip, const struct hwmon_feature *f);

/* What a module's temperature is by such a feature. They say 0 where there is none: absent then. */
struct value hwmon_module_temperature(const struct hwmon_feature *f);

/*
 * Monitors, thresholds and alarms of a module's chip, of temperature and supply and of
 * lane 1: the rest of `m` stays as it is.
 */
void hwmon_fill_module(const struct hwmon_chip *chip, struct module *m);

/*
 * The chip of this name, or at this path in /sys (of it or of its device):
 * its position; -ENODATA if there is none, -ENOTUNIQ if several have the name.
 */
int hwmon_find_chip(const struct hwmon_picture *p, const char *name_or_path);

/* What hwmon knows of a port's module. */
struct hwmon_join {
	size_t chip;               /* SIZE_MAX: nothing */
	size_t feature;            /* its temperature; SIZE_MAX: it is a module's chip */
};

/*
 * What belongs to a network device: its module's chip by the device tree, or a
 * temperature by front panel or card. False if nothing does.
 * `net` is /sys/class/net.
 */
bool hwmon_join_netdev(const struct hwmon_picture *p, const char *net, const char *netdev,
                       struct hwmon_join *ret_join);

#endif
