/* SPDX-License-Identifier: BSD-3-Clause */
/* One scan of the ports of a configuration, for commands. Errors are reported. */
#ifndef BREAKOUT_CLI_SCAN_H
#define BREAKOUT_CLI_SCAN_H

#include "cli/cli.h"
#include "config/config.h"
#include "model/snapshot.h"

/* Read a configuration, to be freed with config_free(). 0 or a negative errno. */
int scan_load(struct cli *cli, const char *path, struct config **ret_config);

/* One scan, with violations shown at once instead of after several scans. 0 or a negative errno. */
int scan_config(struct cli *cli, const char *path, struct config *config, struct snapshot **ret_snapshot);

/* Both, where the configuration is not needed any more. */
int scan_ports(struct cli *cli, const char *path, struct snapshot **ret_snapshot);

/* Numbers of ports that breakoutd has given, from its state directory; says if they can't be read. NULL: no memory. */
struct numbers *scan_numbers(struct cli *cli, const char *dir);

#endif
