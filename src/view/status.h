/* SPDX-License-Identifier: BSD-3-Clause */
/* How a running breakoutd is: what `breakoutctl status` prints. */
#ifndef BREAKOUT_VIEW_STATUS_H
#define BREAKOUT_VIEW_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "model/snapshot.h"
#include "view/show.h"

/* What the daemon knows of itself; copied as a whole. */
struct daemon_status {
	const char *version;           /* constant */
	char master[192];              /* state of the session with the master agent, in words */
	struct timespec master_since;  /* CLOCK_REALTIME: of that */
	char config[TOPOLOGY_PATH];    /* the file, without symbolic links; "" if that can't be told */
	struct timespec config_time;   /* its time of change when it was read; 0: that can't be told */
	char address[128];             /* of the master agent */
	long pid;
	struct timespec started;       /* CLOCK_REALTIME */
	struct timespec started_mono;  /* CLOCK_MONOTONIC */
	uint32_t presence_interval_ms;
	uint32_t dom_interval_ms;
	bool notifications;            /* are they sent? */
	uint32_t notifications_sent;
	uint32_t notifications_suppressed;
	uint32_t notifications_dropped;  /* never sent: they left the event log before */
	uint32_t notifications_repeated; /* sent again: the session ended before they were acknowledged */
};

/* `s` is NULL before the first scan. 0 or -ENOMEM. Of the options, CSV and the filter do not count. */
int status_print(const struct daemon_status *status, const struct snapshot *s,
                 const struct show_options *options, FILE *out);

#endif
