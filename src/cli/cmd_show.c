/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl show: what the running breakoutd knows, or one scan of a configuration's ports, as lists. */
#include "cli/cli.h"

#include <stdlib.h>
#include <time.h>

#include "cli/ask.h"
#include "cli/scan.h"
#include "view/show.h"

static struct show_options options_of(const struct cli *cli, const struct cli_args *args)
{
	struct show_options options = { .json = args->given & CLI_JSON, .width = cli->width };

	clock_gettime(CLOCK_MONOTONIC, &options.now);
	return options;
}

static enum cli_exit show_scan(struct cli *cli, const struct cli_args *args, const char *word)
{
	struct show_options options;
	struct snapshot *snapshot;
	int r;

	if (scan_ports(cli, args->conf ? args->conf : cli->default_conf, &snapshot) < 0)
		return CLI_FAILURE;
	options = options_of(cli, args);
	r = show_print(show_find(word), snapshot, &options, cli->out);
	snapshot_unref(snapshot);
	return r < 0 ? cli_out_of_memory(cli) : CLI_OK;
}

/* Who names a socket wants no scan, and who names a file needs no explanation of one. */
static enum cli_exit show(struct cli *cli, const struct cli_args *args, const char *word)
{
	const char *const words[] = { "show", word };
	enum cli_exit exit;
	char *path;
	bool scans = true;

	if (!cli->asks || args->given & CLI_SCAN)
		return show_scan(cli, args, word);
	switch (ask_daemon(cli, args, words, 2, &exit, &path)) {
	case ASK_DONE:
		scans = false;
		break;
	case ASK_OTHER:
		cli_error(cli, "breakoutd runs with another configuration: the ports of %s are read",
		          args->conf);
		break;
	default:
		exit = CLI_FAILURE;
		scans = !args->control;
		if (!scans)
			cli_error(cli, "no breakoutd answers at %s", path);
		else if (!args->conf)
			cli_error(cli, "no breakoutd answers at %s: the ports are read", path ? path : "");
	}
	free(path);
	return scans ? show_scan(cli, args, word) : exit;
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
	const struct show_options options = options_of(cli, args);

	return show_print_rules(&options, cli->out) < 0 ? cli_out_of_memory(cli) : CLI_OK;
}
