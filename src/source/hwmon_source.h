/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A cage of which only a chip of libsensors is known. It has no bytes: a
 * source without read(). What the chip measures is fetched from the picture
 * that hwmon_read() leaves.
 */
#ifndef BREAKOUT_SOURCE_HWMON_SOURCE_H
#define BREAKOUT_SOURCE_HWMON_SOURCE_H

#include <stdbool.h>

#include "source/hwmon.h"
#include "source/source.h"

/*
 * `chip` is a name or path as hwmon_find_chip() takes. A chip means that there is a
 * module; without one there may be none, or one without monitors: that is
 * -ENODATA, unless `presence_path` (NULL without) tells. `h` must outlive the source.
 * 0 or -ENOMEM.
 */
int source_hwmon_open(struct hwmon *h, const char *chip, const char *presence_path, bool presence_inverted,
                      struct source **ret_source);

#endif
