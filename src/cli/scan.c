/* SPDX-License-Identifier: BSD-3-Clause */
/* One scan of the ports of a configuration. */
#include "cli/scan.h"

#include <stdlib.h>
#include <string.h>

#include "collect/collect.h"

int scan_load(struct cli *cli, const char *path, struct config **ret_config)
{
	char *error = NULL;
	int r = config_load(path, ret_config, &error);

	if (r < 0 && error) {
		size_t len = strlen(error);

		if (len > 0 && error[len - 1] == '\n')
			error[len - 1] = '\0';
		cli_error(cli, "%s", error);
	} else if (r < 0) {
		cli_out_of_memory(cli);
	}
	free(error);
	return r;
}

int scan_config(struct cli *cli, const char *path, struct config *config, struct snapshot **ret_snapshot)
{
	struct collector *collector = NULL;
	int r;

	config->settings.raise_after = 1;
	r = collector_new(config, NULL, NULL, &collector);
	if (r == 0)
		r = collector_scan(collector, true, ret_snapshot);
	if (r < 0)
		cli_error(cli, "%s: cannot scan the ports: %s", path, strerror(-r));
	collector_free(collector);
	return r;
}

int scan_ports(struct cli *cli, const char *path, struct snapshot **ret_snapshot)
{
	struct config *config;
	int r = scan_load(cli, path, &config);

	if (r < 0)
		return r;
	r = scan_config(cli, path, config, ret_snapshot);
	config_free(config);
	return r;
}
