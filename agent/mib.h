/* SPDX-License-Identifier: BSD-3-Clause */
/* What the getters of BREAKOUT-MIB look at. */
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

struct mib_view {
	const struct snapshot *snapshot;        /* NULL before the first scan */
	const struct settings *settings;
	const struct agent_status *status;
	const struct preferences *preferences;
	struct timespec now;                    /* CLOCK_MONOTONIC, for ages */
};

#endif
