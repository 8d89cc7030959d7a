/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl status: how the running breakoutd is. */
#include "cli/cli.h"

#include <stdlib.h>

#include "cli/ask.h"

enum cli_exit cmd_status(struct cli *cli, const struct cli_args *args)
{
	static const char *const words[] = { "status" };
	enum cli_exit exit = CLI_FAILURE;
	char *path;

	switch (ask_daemon(cli, args, words, 1, &exit, &path)) {
	case ASK_DONE:
		break;
	case ASK_OTHER:
		cli_error(cli, "the breakoutd at %s runs with another configuration", path);
		break;
	default:
		cli_error(cli, "no breakoutd answers%s%s", path && *path ? " at " : "", path ? path : "");
	}
	free(path);
	return exit;
}
