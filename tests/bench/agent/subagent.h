/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ways to serve the table as an AgentX subagent. Those of Net-SNMP and ours
 * are apart, as Net-SNMP's headers and the model's do not go together.
 */
#ifndef BENCH_AGENT_SUBAGENT_H
#define BENCH_AGENT_SUBAGENT_H

#include <stdbool.h>
#include <stddef.h>

#include "table.h"

/* With the agent library's container helper, until the process is ended. */
int container_serve(const char *address, const struct table_row *rows, size_t count);

/* Notifications of an event each, to ourselves through the master. See traps.c. */
int traps_measure(const char *address, unsigned port, unsigned paced, unsigned windowed);

#endif
