/* SPDX-License-Identifier: BSD-3-Clause */
/* Read and decode a dump, whatever its format. */
#ifndef BREAKOUT_CLI_DECODE_FILE_H
#define BREAKOUT_CLI_DECODE_FILE_H

#include "cli/cli.h"
#include "cli/decode_view.h"

/*
 * `path`, or standard input for "-", into `d`, whose module and image are the
 * caller's to release, also after a failure. 0 or a negative errno, reported.
 */
int decode_file(struct cli *cli, const char *path, struct decoded *d);

#endif
