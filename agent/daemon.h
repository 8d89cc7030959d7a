/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * breakoutd: start, main loop, reload and stop.
 *
 * The main thread owns the AgentX session, all signals and all tables; the
 * collector's threads only publish snapshots and wake it.
 */
#ifndef BREAKOUT_AGENT_DAEMON_H
#define BREAKOUT_AGENT_DAEMON_H

/* Exit statuses besides EXIT_SUCCESS and EXIT_FAILURE; 2 is a wrong command line. */
#define DAEMON_EXIT_CONFIG 3    /* the configuration is wrong */
#define DAEMON_EXIT_ANOTHER 4   /* another breakoutd runs */

int daemon_main(int argc, char *argv[]);

#endif
