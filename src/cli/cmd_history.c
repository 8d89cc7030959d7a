/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl history: the last day of a lane. A scan has no past: the running breakoutd is asked. */
#include "cli/cli.h"

#include "cli/ask.h"

enum cli_exit cmd_history(struct cli *cli, const struct cli_args *args)
{
	const char *const words[] = { "history", args->operands[0], args->operands[1] };

	return ask_only(cli, args, words, 3);
}
