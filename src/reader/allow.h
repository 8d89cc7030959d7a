/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the reader reads: the ports of the configuration, which it has read itself, and what the
 * kernel shows of hardware, so that ports can be found. Who asks is not believed.
 */
#ifndef BREAKOUT_READER_ALLOW_H
#define BREAKOUT_READER_ALLOW_H

#include <stdbool.h>

#include "config/config.h"

/*
 * May the source of `port` below `root` be opened? As the configuration declares it: source, path and
 * presence path. Otherwise an eeprom node or presence file below /sys and /sys_switch, an adapter
 * /dev/i2c-N, all below the configuration's root; a network device.
 */
bool allow_port(const struct config *config, const char *root, const struct port_decl *port);

#endif
