/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BREAKOUT_AGENT_STATUS_H
#define BREAKOUT_AGENT_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Numbers that belong to the agent, not to a snapshot. */
struct agent_status {
	const char *version;
	struct timespec started;       /* CLOCK_REALTIME */
	uint32_t events_before;        /* number of the newest event of agents before this one */
	uint32_t notifications_sent;
	uint32_t notifications_suppressed;
	uint32_t notifications_dropped;  /* never sent: they left the event log before */
	uint32_t notifications_repeated; /* sent again: the session ended before they were acknowledged */
	bool entity_mib;               /* the master agent has us serve ENTITY-MIB */
};

#endif
