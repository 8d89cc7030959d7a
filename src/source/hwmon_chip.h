/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the kernel's hwmon drivers measure, as libsensors tells it, in our
 * units; and the few functions of libsensors that it takes, so that tests can
 * stand in for it.
 */
#ifndef BREAKOUT_SOURCE_HWMON_CHIP_H
#define BREAKOUT_SOURCE_HWMON_CHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "model/value.h"

/* Names of chips, labels of features. */
#define HWMON_TEXT 64
/* Paths below /sys; libsensors has no longer ones. */
#define HWMON_PATH 256

enum hwmon_kind {
	HWMON_TEMPERATURE, /* "temp1", 0.01 degC */
	HWMON_VOLTAGE,     /* "in0", uV */
	HWMON_CURRENT,     /* "curr1", uA */
	HWMON_POWER,       /* "power1", nW */
	HWMON_KINDS,
};

/* Flags come last: 0 or 1, whatever the kind. */
enum hwmon_attr {
	HWMON_INPUT,
	HWMON_MIN,
	HWMON_MAX,
	HWMON_LCRIT,
	HWMON_CRIT,
	HWMON_EMERGENCY,
	HWMON_FAULT,
	HWMON_ALARM,
	HWMON_MIN_ALARM,
	HWMON_MAX_ALARM,
	HWMON_LCRIT_ALARM,
	HWMON_CRIT_ALARM,
	HWMON_ATTRS,
};

static inline bool hwmon_is_flag(enum hwmon_attr attr)
{
	return attr >= HWMON_FAULT;
}

static inline bool hwmon_is_limit(enum hwmon_attr attr)
{
	return attr > HWMON_INPUT && attr < HWMON_FAULT;
}

struct hwmon_feature {
	enum hwmon_kind kind;
	unsigned number;                  /* of the name */
	char name[16];                    /* "temp3" */
	char label[HWMON_TEXT];           /* as sensors.conf has it, else the driver; else the name */
	char driver_label[HWMON_TEXT];    /* the driver's own word, which tells what it is; "" without */
	int attr[HWMON_ATTRS];            /* the library's number; negative: it does not have that */
	struct value value[HWMON_ATTRS];
};

struct hwmon_chip {
	char name[HWMON_TEXT];            /* "coretemp-isa-0000"; not always unique */
	char path[HWMON_PATH];            /* "/sys/class/hwmon/hwmon3" */
	char device[HWMON_PATH];          /* real path of the device that it is part of; "" without */
	uint64_t id;                      /* another one: another chip with the same number */
	const void *handle;               /* the library's */
	struct hwmon_feature *features;
	size_t feature_count;
	unsigned reads;                   /* since its limits were not known */
	struct timespec read_mono;        /* CLOCK_MONOTONIC of the last reading; 0: never */
};

/* One owner at a time; all but open() between open() and close(). */
struct hwmon_library {
	/* Find chips. 0 or a negative errno. */
	int (*open)(void);
	void (*close)(void);

	/* The next chip: its name, path and handle. *at begins at 0. False past the last. */
	bool (*chip)(int *at, struct hwmon_chip *chip);

	/* Its next feature of a known kind, without values. */
	bool (*feature)(const struct hwmon_chip *chip, int *at, struct hwmon_feature *feature);

	/* The number behind `attr`, one of hwmon_feature.attr: degC, V, A, W. 0 or a negative errno. */
	int (*get)(const struct hwmon_chip *chip, int attr, double *ret_value);
};

extern const struct hwmon_library hwmon_libsensors;

#endif
