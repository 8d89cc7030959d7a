/* SPDX-License-Identifier: BSD-3-Clause */
/* The inside of a collector, for the files that it is made of: collect.c, loop.c, inherit.c. */
#ifndef BREAKOUT_COLLECT_COLLECTOR_H
#define BREAKOUT_COLLECT_COLLECTOR_H

#include <pthread.h>

#include "collect/baseline.h"
#include "collect/collect.h"
#include "collect/host.h"
#include "collect/infer.h"
#include "collect/sensors.h"
#include "collect/tracker.h"
#include "rules/judge.h"

/* Where a port is read. */
struct place {
	struct bus *bus;
	size_t slot;
};

/* What was heard of since the last scan. */
struct heard {
	bool any;
	bool settings; /* of network devices */
	bool all;      /* some of it got lost */
	bool again;    /* the last scan was about reports: they may come before what they say is to be seen */
};

struct collector {
	struct settings settings;
	struct topology *topology; /* owned reference; as it was declared */
	struct topology *inferred; /* owned reference; with what the last scan concluded */
	struct conclusions conclusions;
	struct workers *workers;
	struct bus **buses;        /* owned; in order of their first ports */
	size_t bus_count;
	struct bus **asked;        /* those that this scan waits for */
	struct place *places;      /* parallel to topology->ports */
	struct host *host;
	struct heard heard;
	struct sensors *sensors;   /* NULL: libsensors is not asked */
	struct tracker *tracker;
	struct tracking tracking;
	struct cage_change *changes; /* of this scan, parallel to topology->ports */
	struct baseline *baseline; /* NULL: nothing is remembered */
	struct judgement judgement;
	uint32_t scan;
	struct timespec live_mono; /* start of the last scan that read live bytes */

	pthread_mutex_t lock; /* guards what follows */
	struct snapshot *latest; /* owned reference; NULL before the first scan */
	bool running, stop;
	bool repeat;             /* tell managers again what is active */
	pthread_t thread;
	int notify_fd;
	int stop_fd;               /* eventfd: wakes the thread that is to stop */
};

/* How a scan is done. */
struct asking {
	unsigned how;         /* enum scan_how */
	unsigned host;        /* enum host_how */
	bool extra;           /* what was heard of, only */
	int64_t patience_ms;  /* longest that it waits; negative: as long as it takes */
};

/* One scan; what was heard of is taken in. As collector_scan(). */
int collector_look(struct collector *c, struct asking asking, struct snapshot **ret_snapshot);

/* The thread: `arg` is the collector. */
void *collector_loop(void *arg);

#endif
