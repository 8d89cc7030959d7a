/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * breakoutd: start, main loop, reload and stop.
 *
 * The main thread owns the AgentX session, all signals and all tables; the
 * collector's threads only publish snapshots and wake it.
 */
#ifndef BREAKOUT_AGENT_DAEMON_H
#define BREAKOUT_AGENT_DAEMON_H

#include <sysexits.h>

/* Exit statuses besides EXIT_SUCCESS and EXIT_FAILURE; EX_USAGE is a wrong command line. */
#define DAEMON_EXIT_CONFIG EX_CONFIG         /* the configuration is wrong */
#define DAEMON_EXIT_ANOTHER EX_UNAVAILABLE   /* another breakoutd runs */

int daemon_main(int argc, char *argv[]);

#endif
