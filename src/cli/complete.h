/* SPDX-License-Identifier: BSD-3-Clause */
/* What may come next on a command line, for the completion of shells. */
#ifndef BREAKOUT_CLI_COMPLETE_H
#define BREAKOUT_CLI_COMPLETE_H

#include "cli/cli.h"

/* The word that asks for it; in no help. */
#define CLI_COMPLETE "__complete"

/*
 * Print what the last of `words` may become, given those before it: a line each, "WORD\tabout", or ":file"
 * for the names of files. Names of ports and breakouts are those of a running breakoutd, which is not waited for,
 * else of the configuration.
 */
enum cli_exit cli_complete(struct cli *cli, size_t count, char *const *words);

#endif
