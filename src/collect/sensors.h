/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What libsensors knows, in snapshots: chassis temperatures, and monitors of
 * modules whose own memory does not tell them. A worker reads (source/hwmon.h);
 * the functions here are the coordinator's, and none of them waits for hardware.
 *
 * A module is given what hwmon says
 *  - where it is the port's source: all it says;
 *  - where the module can't be read: the same, beside the identity that was last
 *    read if the module was not plugged in anew since;
 *  - where only its temperature is missing: that.
 * It never gets an identity, nor a status, that rules would conclude from.
 */
#ifndef BREAKOUT_COLLECT_SENSORS_H
#define BREAKOUT_COLLECT_SENSORS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "collect/workers.h"
#include "model/snapshot.h"
#include "source/hwmon.h"

struct sensors;

struct sensors_setup {
	struct workers *workers;
	const struct topology *topology;
	struct hwmon *hwmon;           /* must outlive threads that are stuck in it */
	const char *net;               /* folder of network devices */
	bool chassis;                  /* are temperatures of the box wanted, too? */
	uint32_t deadline_ms;          /* for reading all chips */
	uint32_t interval_ms;          /* at which it is asked to: what is three times as old is not shown */
};

/* NULL when out of memory. */
struct sensors *sensors_new(const struct sensors_setup *setup);

/* Accepts NULL. A thread that reads is left behind. */
void sensors_free(struct sensors *s);

/*
 * Have all chips read; false if they still are. `latest` (NULL: none yet) tells
 * what network devices ports have.
 */
bool sensors_request(struct sensors *s, const struct snapshot *latest);

/* Until that is done or stuck, or until `until` (NULL: no limit). */
void sensors_wait(struct sensors *s, const struct timespec *until);

/* Add what is known to a snapshot whose ports are filled. 0 or -ENOMEM. */
int sensors_fill(struct sensors *s, struct snapshot *snapshot);

#endif
