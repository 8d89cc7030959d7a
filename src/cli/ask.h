/* SPDX-License-Identifier: BSD-3-Clause */
/* Having the running breakoutd answer a command. Errors are reported. */
#ifndef BREAKOUT_CLI_ASK_H
#define BREAKOUT_CLI_ASK_H

#include "cli/cli.h"

enum ask_result {
	ASK_DONE,      /* answered, or failed: the exit code tells */
	ASK_NOBODY,    /* no breakoutd answers there */
	ASK_OTHER,     /* one does, but not for this configuration */
};

/* Where a configuration, which need not be readable, has the socket; "" where it has none. To be freed; NULL: out of memory. */
char *ask_path(const char *conf);

/*
 * Ask for the command `words`, of `count`, and print what is answered. Where: args->control, else
 * what the configuration says, else the default. `-c` wants a daemon that runs with that file.
 * *ret_exit is set with ASK_DONE; *ret_path is where it was asked, to be freed, or NULL.
 */
enum ask_result ask_daemon(struct cli *cli, const struct cli_args *args, const char *const *words,
                           size_t count, enum cli_exit *ret_exit, char **ret_path);

/*
 * The same for a command that nobody but breakoutd can answer: that none answers, or another one,
 * is an error.
 */
enum cli_exit ask_only(struct cli *cli, const struct cli_args *args, const char *const *words, size_t count);

/*
 * The same for a command that a scan can answer, too: true where a scan is to. Who names a socket wants
 * none, and who names a file needs no explanation of one. False: answered, or failed, with *ret_exit.
 */
bool ask_before_scan(struct cli *cli, const struct cli_args *args, const char *const *words, size_t count,
                     enum cli_exit *ret_exit);

#endif
