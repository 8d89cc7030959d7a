/* SPDX-License-Identifier: BSD-3-Clause */
/* The words of `breakoutctl fit` that name an end: ports, module types, dumps. */
#ifndef BREAKOUT_CLI_FIT_END_H
#define BREAKOUT_CLI_FIT_END_H

#include "cli/cli.h"
#include "cli/fit.h"
#include "config/config.h"

/* Where ports are looked up. The configuration is read at once, ports are scanned when one is named. */
struct fit_ports {
	struct cli *cli;
	const char *conf;
	struct config *config;       /* NULL: there is none */
	struct snapshot *snapshot;   /* NULL: not scanned yet */
};

/* Read the configuration: the one that was given, or the usual one if it exists. */
enum cli_exit fit_ports_open(struct fit_ports *ports, struct cli *cli, const struct cli_args *args);
void fit_ports_close(struct fit_ports *ports);

/* "port:NAME", "type:NAME", "file:PATH", "-", or a NAME that is looked for in this order. */
enum cli_exit fit_end_find(struct fit_ports *ports, const char *word, struct fit_end *ret_end);

#endif
