/* SPDX-License-Identifier: BSD-3-Clause */
/* What the getters of tables look at. */
#ifndef BREAKOUT_AGENT_MIB_H
#define BREAKOUT_AGENT_MIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/mib_tables.h"
#include "agent/preferences.h"
#include "agent/status.h"
#include "config/config.h"
#include "model/snapshot.h"
#include "source/chassis.h"

struct mib_view {
	const struct snapshot *snapshot;        /* NULL before the first scan */
	const struct settings *settings;
	const struct agent_status *status;
	const struct preferences *preferences;
	const struct chassis *chassis;          /* NULL: nothing is known of it */
	struct timespec now;                    /* CLOCK_MONOTONIC, for ages */
	struct timespec up_since;               /* CLOCK_MONOTONIC when the master agent's sysUpTime was 0 */
	struct timespec entities_changed;       /* CLOCK_MONOTONIC: entLastChangeTime; 0: never */
};

#endif
