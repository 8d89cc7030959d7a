/* SPDX-License-Identifier: BSD-3-Clause */
/* One scan of the ports of a configuration. */
#include "cli/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect/collect.h"
#include "discover/discover.h"
#include "discover/number.h"

static int load_file(struct cli *cli, const char *path, struct config **ret_config)
{
	char *error = NULL;
	int r;

	/* The default need not be there. */
	if (path == cli->default_conf && access(path, F_OK) < 0 && errno == ENOENT)
		r = config_default(ret_config);
	else
		r = config_load(path, ret_config, &error);
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

struct numbers *scan_numbers(struct cli *cli, const char *dir)
{
	int error = 0;
	struct numbers *numbers = numbers_read(dir, &error);

	if (error)
		cli_error(cli, "warning: %s/ports: %s: ports may have other numbers than breakoutd gives them", dir,
		          error == -EINVAL ? "malformed" : strerror(-error));
	return numbers;
}

/* With no ports configured, those that breakoutd would find. */
static int find_ports(struct cli *cli, struct config **config)
{
	const struct settings *settings = &(*config)->settings;
	struct numbers *numbers = settings->state_directory[0] ? scan_numbers(cli, settings->state_directory) : NULL;
	const struct discover_how how = { .root = settings->root, .numbers = numbers };
	struct discovery *found;
	struct config *whole;
	int r = discover(&how, &found);

	numbers_free(numbers);
	if (r == 0) {
		r = discover_config(*config, found, &whole);
		discovery_free(found);
	}
	if (r < 0) {
		cli_out_of_memory(cli);
		return r;
	}
	config_free(*config);
	*config = whole;
	return 0;
}

int scan_load(struct cli *cli, const char *path, struct config **ret_config)
{
	struct config *config;
	int r = load_file(cli, path, &config);

	if (r == 0 && discover_wanted(config)) {
		r = find_ports(cli, &config);
		if (r < 0)
			config_free(config);
	}
	if (r == 0)
		*ret_config = config;
	return r;
}

int scan_config(struct cli *cli, const char *path, struct config *config, struct snapshot **ret_snapshot)
{
	struct collector *collector = NULL;
	int r;

	config->settings.raise_after = 1;
	config->settings.link_grace_ms = 0;
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
