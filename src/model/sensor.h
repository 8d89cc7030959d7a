/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A temperature of the box itself, as libsensors knows it: processors, boards,
 * memory, switch chips. Those of modules are in their ports.
 */
#ifndef BREAKOUT_MODEL_SENSOR_H
#define BREAKOUT_MODEL_SENSOR_H

#include <time.h>

#include "model/module.h"
#include "model/value.h"

#define SENSOR_TEXT 64

/*
 * Chip, device and feature together are what a sensor is known by; they stay
 * as long as the hardware does, the position in the array does not. All are
 * printable ASCII.
 */
struct chassis_sensor {
	char chip[SENSOR_TEXT];        /* as libsensors calls it: "coretemp-isa-0000", "jc42-i2c-0-18" */
	char device[SENSOR_TEXT];      /* last part of its device's path: "coretemp.0"; "" without a device */
	char feature[16];              /* "temp1" */
	char label[SENSOR_TEXT];       /* "Package id 0"; the feature where nobody gave it another name */
	struct value temperature;      /* 0.01 degC; UNREADABLE where reading fails, or the sensor does not work */
	struct thresholds thresholds;  /* warnings: min, max; alarms: lcrit, crit; ABSENT where it has none */
	struct value emergency;        /* above high_alarm: hardware switches off */
	enum tristate alarm;           /* any of its alarm flags is set; TRI_UNKNOWN: it has none */
	enum tristate fault;           /* its sensor does not work; TRI_UNKNOWN: it can't tell */
	struct timespec read_mono;     /* CLOCK_MONOTONIC of `temperature` */
};

#endif
