/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl show: what the running breakoutd knows, or one scan of a configuration's ports, as lists. */
#include "cli/cli.h"

#include <errno.h>
#include <time.h>

#include "base/parse.h"
#include "cli/ask.h"
#include "cli/scan.h"
#include "view/show.h"

static enum cli_exit options_of(struct cli *cli, const struct cli_args *args, struct show_options *ret_options)
{
	struct show_options options = { .json = args->given & CLI_JSON, .csv = args->given & CLI_CSV,
	                                .width = cli->width, .colour = cli->colour };

	if (options.json && options.csv)
		return cli_usage_error(cli, "--json or --csv, not both");
	options.filter = (struct show_filter){ .port = args->port, .breakout = args->breakout };
	if (args->severity && !(options.filter.severity = show_severity(args->severity)))
		return cli_usage_error(cli, "--severity '%s': expected info, minor, major or critical",
		                       args->severity);
	if (args->count && parse_u32(args->count, 1, UINT32_MAX, &options.filter.last) < 0)
		return cli_usage_error(cli, "--count '%s': expected a number from 1", args->count);
	clock_gettime(CLOCK_MONOTONIC, &options.now);
	*ret_options = options;
	return CLI_OK;
}

static enum cli_exit show_scan(struct cli *cli, const struct cli_args *args, const char *word,
                               struct show_options *options)
{
	char why[SHOW_WHY];
	struct snapshot *snapshot;
	int r;

	if (scan_ports(cli, args->conf ? args->conf : cli->default_conf, &snapshot) < 0)
		return CLI_FAILURE;
	clock_gettime(CLOCK_MONOTONIC, &options->now);
	r = show_print(show_find(word), snapshot, options, cli->out, why);
	snapshot_unref(snapshot);
	if (r == -ENOMEM)
		return cli_out_of_memory(cli);
	if (r < 0)
		cli_error(cli, "%s", why);
	return r < 0 ? CLI_FAILURE : CLI_OK;
}

static enum cli_exit show(struct cli *cli, const struct cli_args *args, const char *word)
{
	const char *const words[] = { "show", word };
	struct show_options options;
	enum cli_exit exit = options_of(cli, args, &options);

	if (exit == CLI_OK && ask_before_scan(cli, args, words, 2, &exit))
		return show_scan(cli, args, word, &options);
	return exit;
}

/* The operand, if there is one, is the port. */
static enum cli_exit show_of_port(struct cli *cli, const struct cli_args *args, const char *word)
{
	struct cli_args of_port = *args;

	if (args->operand_count == 0)
		return show(cli, args, word);
	if (args->port)
		return cli_usage_error(cli, "--port '%s' or '%s', not both", args->port, args->operands[0]);
	of_port.port = args->operands[0];
	return show(cli, &of_port, word);
}

enum cli_exit cmd_show_ports(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "ports");
}

enum cli_exit cmd_show_modules(struct cli *cli, const struct cli_args *args)
{
	return show(cli, args, "modules");
}

enum cli_exit cmd_show_module(struct cli *cli, const struct cli_args *args)
{
	return show_of_port(cli, args, "module");
}

enum cli_exit cmd_show_lanes(struct cli *cli, const struct cli_args *args)
{
	return show_of_port(cli, args, "lanes");
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

/* A scan has no past. */
enum cli_exit cmd_show_events(struct cli *cli, const struct cli_args *args)
{
	static const char *const words[] = { "show", "events" };
	struct show_options options;
	enum cli_exit exit = options_of(cli, args, &options);

	return exit == CLI_OK ? ask_only(cli, args, words, 2) : exit;
}

/* The catalogue needs no scan, and no configuration. */
enum cli_exit cmd_show_rules(struct cli *cli, const struct cli_args *args)
{
	struct show_options options;
	enum cli_exit exit = options_of(cli, args, &options);

	if (exit != CLI_OK)
		return exit;
	return show_print_rules(&options, cli->out) < 0 ? cli_out_of_memory(cli) : CLI_OK;
}
