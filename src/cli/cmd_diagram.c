/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl diagram: breakouts as a picture, of what breakoutd knows or of a scan. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ask.h"
#include "cli/scan.h"
#include "view/diagram.h"

static enum cli_exit draw_scan(struct cli *cli, const struct cli_args *args)
{
	const struct show_filter filter = { .breakout = args->breakout };
	char why[SHOW_WHY] = "out of memory";
	struct snapshot *snapshot;
	int r;

	if (scan_ports(cli, args->conf ? args->conf : cli->default_conf, &snapshot) < 0)
		return CLI_FAILURE;
	r = diagram_print(snapshot, &filter, args->given & CLI_HTML, cli->out, why);
	snapshot_unref(snapshot);
	if (r < 0)
		cli_error(cli, "%s", why);
	return r < 0 ? CLI_FAILURE : CLI_OK;
}

static enum cli_exit draw(struct cli *cli, const struct cli_args *args)
{
	static const char *const words[] = { "diagram", "html" };
	enum cli_exit exit;

	if (ask_before_scan(cli, args, words, args->given & CLI_HTML ? 2 : 1, &exit))
		return draw_scan(cli, args);
	return exit;
}

/* The file is made when there is something to write: what was in it stays where that fails. */
static enum cli_exit write_file(struct cli *cli, const char *path, const char *text, size_t size)
{
	FILE *f = fopen(path, "we");
	bool ok = f && fwrite(text, 1, size, f) == size;
	int error = errno;

	if (f && fclose(f) != 0) {
		ok = false;
		error = errno;
	}
	if (!ok)
		cli_error(cli, "%s: %s", path, strerror(error));
	return ok ? CLI_OK : CLI_FAILURE;
}

enum cli_exit cmd_diagram(struct cli *cli, const struct cli_args *args)
{
	struct cli_args of_one = *args;
	struct cli quiet = *cli;
	enum cli_exit exit;
	char *text = NULL;
	size_t size;

	if (args->operand_count > 0 && strcmp(args->operands[0], "all") != 0)
		of_one.breakout = args->operands[0];
	if (!args->output)
		return draw(cli, &of_one);
	quiet.out = open_memstream(&text, &size);
	if (!quiet.out)
		return cli_out_of_memory(cli);
	exit = draw(&quiet, &of_one);
	if (fclose(quiet.out) != 0)
		exit = cli_out_of_memory(cli);
	else if (exit == CLI_OK)
		exit = write_file(cli, args->output, text, size);
	free(text);
	return exit;
}
