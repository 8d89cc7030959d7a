/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl status: how the running breakoutd is; resync: have it announce again what is active. */
#include "cli/cli.h"

#include "cli/ask.h"

enum cli_exit cmd_status(struct cli *cli, const struct cli_args *args)
{
	static const char *const words[] = { "status" };

	return ask_only(cli, args, words, 1);
}

enum cli_exit cmd_resync(struct cli *cli, const struct cli_args *args)
{
	static const char *const words[] = { "resync" };

	return ask_only(cli, args, words, 1);
}
