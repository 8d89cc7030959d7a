/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Stands in for libsensors: chips as tests describe them, with folders in a
 * scratch tree that is like /sys. One test at a time.
 */
#ifndef BREAKOUT_TESTS_FAKE_HWMON_H
#define BREAKOUT_TESTS_FAKE_HWMON_H

#include <stdbool.h>

#include "scratch.h"
#include "source/hwmon_chip.h"

/* Where chips are, in the scratch folder. */
#define FAKE_CLASS "sys/class/hwmon"

/* Of a feature, in degC, V, A, W. */
struct fake_feature {
	const char *name;                 /* "temp1" */
	const char *label;                /* the driver's; NULL without */
	struct {
		bool has;
		double v;
	} value[HWMON_ATTRS];
	bool fails;                       /* reading it is an error */
};

#define V(number) { true, number }
#define VALUES(...) .value = { __VA_ARGS__ }

struct fake_chip {
	const char *name;                 /* "coretemp-isa-0000" */
	const char *hwmon;                /* "hwmon0" */
	const char *device;               /* "devices/platform/coretemp.0"; NULL without */
	const struct fake_feature *features;
	size_t feature_count;
};

/* Forget all chips; those that follow are in this folder. */
void fake_hwmon_begin(const struct scratch *s);
/* A chip comes: its folder is made, as a new object of the kernel. `chip` must stay. */
void fake_hwmon_add(const struct fake_chip *chip);
/* A chip goes. */
void fake_hwmon_remove(const struct fake_chip *chip);

/* Called before each reading of a number; NULL for none. */
void fake_hwmon_hook(void (*hook)(void));

/* How often chips were looked for, and numbers read. */
unsigned fake_hwmon_opened(void);
unsigned fake_hwmon_reads(void);
/* Is it open? Nothing but open() may be called while it is not. */
bool fake_hwmon_is_open(void);

extern const struct hwmon_library fake_hwmon;

/* Features of the kernel's sfp driver, as an array: 35.5 degC, 3.301 V, 6 mA, 562 uW, 400 uW; limits, no alarm. */
extern const struct fake_feature fake_sfp[5];

#endif
