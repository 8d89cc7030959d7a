/* SPDX-License-Identifier: BSD-3-Clause */
/* What baselines remember, and its file. Private to collect/baseline*.c. */
#ifndef BREAKOUT_COLLECT_BASELINE_FILE_H
#define BREAKOUT_COLLECT_BASELINE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "model/module.h"
#include "model/topology.h"

/* A monitor of a lane. It has started once `since` is not 0. */
struct series {
	double start, now;  /* in the unit of the monitor */
	int64_t since;      /* seconds since the epoch */
	double temperature; /* 0.01 degC of the module at the start; unused without has_temperature */
	bool has_temperature;
	/* While it starts, and of the last reading; not in the file. */
	double sum, temperature_sum;
	unsigned count, temperature_count;
	int64_t first, last; /* seconds of the clock that is not set */
};

struct baseline_lane {
	struct series bias, rx_power;
	int64_t dark_since; /* of the clock that is not set; 0: light arrives */
};

/* A module in a port. */
struct baseline_module {
	char port[TOPOLOGY_NAME];
	char vendor[MODULE_TEXT], part_number[MODULE_TEXT], serial[MODULE_TEXT];
	int64_t seen; /* seconds since the epoch */
	struct baseline_lane *lanes; /* owned */
	unsigned lane_count;
};

struct baseline_modules {
	struct baseline_module **modules;
	size_t count, room;
};

/* So many lanes at least. 0, or -ENOMEM with nothing changed. */
int baseline_module_fit(struct baseline_module *m, unsigned lane_count);

/* Accepts NULL. */
void baseline_module_free(struct baseline_module *m);

/* Takes over `m`, which was allocated, also on failure. 0 or -ENOMEM. */
int baseline_modules_add(struct baseline_modules *all, struct baseline_module *m);

void baseline_modules_release(struct baseline_modules *all);

/* Largest file that is read: more than all modules that there may be, with all lanes. */
#define BASELINE_FILE_MAX (8 * 1024 * 1024)

/* Add what is in the file. 0, -ENOMEM, or -EINVAL for one that makes no sense in whole or in part. */
int baseline_file_parse(const char *text, size_t len, struct baseline_modules *all);

/* The text of the file, allocated. NULL when out of memory. */
char *baseline_file_print(const struct baseline_modules *all);

#endif
