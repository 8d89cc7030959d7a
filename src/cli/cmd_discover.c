/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl discover: what modules this machine shows, as a configuration or as lists. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/discover_print.h"
#include "cli/scan.h"
#include "discover/number.h"
#include "view/listing.h"

static int fill_ports(const struct discovery *d, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < d->topology->port_count && r == 0; i++)
		r = listing_add(l, &(struct discover_row){ .discovery = d, .port = i });
	return r;
}

static int fill_finds(const struct discovery *d, struct listing *l)
{
	int r = 0;

	for (size_t i = 0; i < d->find_count && r == 0; i++)
		r = listing_add(l, &(struct discover_row){ .discovery = d, .find = &d->finds[i] });
	return r;
}

static enum cli_exit print_lists(struct cli *cli, const struct discovery *d, bool json)
{
	struct listing *ports = listing_new(discover_port_columns, json);
	struct listing *finds = listing_new(discover_find_columns, json);
	enum cli_exit code = CLI_OK;

	if (!ports || !finds || fill_ports(d, ports) < 0 || fill_finds(d, finds) < 0) {
		code = cli_out_of_memory(cli);
	} else if (json) {
		code = cli_print_json(cli, json_pack("{s:o*, s:o*}", "ports", listing_json(ports), "found",
		                                     listing_json(finds)));
	} else {
		listing_print(ports, cli->out, 0, "no ports were found");
		fputc('\n', cli->out);
		listing_print(finds, cli->out, 0, "nothing was found");
	}
	if (ports)
		listing_free(ports);
	if (finds)
		listing_free(finds);
	return code;
}

enum cli_exit cmd_discover(struct cli *cli, const struct cli_args *args)
{
	/* Numbers that the daemon gave stay when a configuration is made of what it serves. */
	struct discover_how how = {
		.probe = args->given & CLI_PROBE,
	};
	struct numbers *numbers = NULL;
	struct discovery *d;
	enum cli_exit code = CLI_OK;
	char *root = args->root ? realpath(args->root, NULL) : NULL;
	int r;

	if (args->root && !root) {
		cli_error(cli, "--root %s: %s", args->root, strerror(errno));
		return CLI_FAILURE;
	}
	/* "/" is this machine. */
	how.root = root && root[1] ? root : NULL;
	if (!args->root)
		numbers = scan_numbers(cli, STATEDIR);
	how.numbers = numbers;
	r = discover(&how, &d);
	numbers_free(numbers);
	if (r < 0) {
		free(root);
		return cli_out_of_memory(cli);
	}
	if (args->given & (CLI_JSON | CLI_LIST))
		code = print_lists(cli, d, args->given & CLI_JSON);
	else
		discover_print(d, how.root, cli->out);
	discovery_free(d);
	free(root);
	return code;
}
