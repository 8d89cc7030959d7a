/* SPDX-License-Identifier: BSD-3-Clause */
/* Command line of breakoutd. */
#ifndef BREAKOUT_AGENT_OPTIONS_H
#define BREAKOUT_AGENT_OPTIONS_H

#include <stdbool.h>

#include "agent/sandbox.h"

struct options {
	const char *config;          /* -c */
	bool config_given;           /* it is not the default, which need not be there */
	const char *agentx_address;  /* -x; NULL: as configured */
	const char *pid_file;        /* -p; NULL: none */
	const char *state_dir;       /* -s; NULL: as configured */
	const char *control;         /* --control; NULL: as configured, "": none */
	const char *context;         /* --context; NULL: as configured */
	unsigned priority;           /* --priority; 0: as configured */
	const char *user;            /* --user; NULL: who started it */
	enum sandbox_filter filter;  /* --seccomp */
	bool foreground;             /* -f */
	bool debug;                  /* -d */
	bool check_config;           /* --check-config */
};

/*
 * Parse the command line. True: go on. False: there is nothing more to do but
 * exit with *ret_status, what was to be said (usage, version) has been said.
 */
bool options_parse(int argc, char *argv[], struct options *ret_options, int *ret_status);

#endif
