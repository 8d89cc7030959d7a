/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl show: one scan of the ports of a configuration, as lists. */
#include "cli/cli.h"

#include <time.h>

#include "cli/scan.h"
#include "view/show.h"

static struct show_options options_of(const struct cli_args *args)
{
	struct show_options options = { .json = args->given & CLI_JSON };

	clock_gettime(CLOCK_MONOTONIC, &options.now);
	return options;
}

static enum cli_exit show(struct cli *cli, const struct cli_args *args, const char *word)
{
	struct show_options options;
	struct snapshot *snapshot;
	int r;

	if (scan_ports(cli, args->conf ? args->conf : cli->default_conf, &snapshot) < 0)
		return CLI_FAILURE;
	options = options_of(args);
	r = show_print(show_find(word), snapshot, &options, cli->out);
	snapshot_unref(snapshot);
	return r < 0 ? cli_out_of_memory(cli) : CLI_OK;
}

enum cli_exit cmd_show_ports(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "ports");
}

enum cli_exit cmd_show_modules(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "modules");
}

enum cli_exit cmd_show_lanes(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "lanes");
}

enum cli_exit cmd_show_breakouts(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "breakouts");
}

enum cli_exit cmd_show_legs(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "legs");
}

enum cli_exit cmd_show_violations(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "violations");
}

/* The catalogue needs no scan, and no configuration. */
enum cli_exit cmd_show_rules(struct cli *cli, const struct cli_args *args)
{
	const struct show_options options = options_of(args);

	return show_print_rules(&options, cli->out) < 0 ? cli_out_of_memory(cli) : CLI_OK;
}
