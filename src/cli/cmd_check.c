/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * breakoutctl check: a plugin for Nagios and its kin. Whatever goes wrong is
 * a line on standard output and the code of UNKNOWN, as that convention wants it.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "cli/ask.h"
#include "cli/scan.h"
#include "view/check.h"

/* The first line of what was said, without the program's name. */
enum cli_exit cmd_check_unknown(struct cli *cli, const char *why)
{
	static const char name[] = "breakoutctl: ";

	if (strncmp(why, name, sizeof(name) - 1) == 0)
		why += sizeof(name) - 1;
	check_print_unknown(why, cli->out);
	return (enum cli_exit)CHECK_UNKNOWN;
}

/* A scan of one's own; what a daemon would have to say of its age is not said. */
static int scan_and_print(struct cli *cli, const struct cli_args *args)
{
	const struct show_filter filter = { .port = args->port, .breakout = args->breakout };
	struct snapshot *snapshot;
	char why[SHOW_WHY] = "";
	int r;

	if (scan_ports(cli, args->conf ? args->conf : cli->default_conf, &snapshot) < 0)
		return -1;
	r = check_print(snapshot, &filter, NULL, cli->out, why);
	if (r < 0)
		cli_error(cli, "%s", why);
	snapshot_unref(snapshot);
	return r;
}

static bool answered(struct cli *cli, const struct cli_args *args)
{
	static const char *const words[] = { "check" };

	if (!cli->asks || args->given & CLI_SCAN)
		return scan_and_print(cli, args) >= 0;
	return ask_only(cli, args, words, 1) == CLI_OK;
}

enum cli_exit cmd_check(struct cli *cli, const struct cli_args *args)
{
	char *line = NULL, *said = NULL;
	size_t line_len, said_len;
	struct cli quiet = *cli;
	enum cli_exit exit;
	bool ok;

	quiet.out = open_memstream(&line, &line_len);
	quiet.err = open_memstream(&said, &said_len);
	ok = quiet.out && quiet.err && answered(&quiet, args);
	ok = quiet.out && fclose(quiet.out) == 0 && ok;
	ok = quiet.err && fclose(quiet.err) == 0 && ok;
	if (ok) {
		fputs(line, cli->out);
		exit = (enum cli_exit)check_code_of(line);
	} else {
		exit = cmd_check_unknown(cli, said ? said : "");
	}
	free(line);
	free(said);
	return exit;
}
