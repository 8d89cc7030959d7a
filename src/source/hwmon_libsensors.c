/* SPDX-License-Identifier: BSD-3-Clause */
/* The one place that includes libsensors. */
#include "source/hwmon_chip.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sensors/error.h>
#include <sensors/sensors.h>

#include "base/text.h"

#define NONE SENSORS_SUBFEATURE_UNKNOWN

/* Of each kind of feature, what libsensors calls its attributes. */
static const struct kind {
	sensors_feature_type type;
	const char *prefix;
	sensors_subfeature_type attr[HWMON_ATTRS];
} kinds[HWMON_KINDS] = {
	[HWMON_TEMPERATURE] = {
		SENSORS_FEATURE_TEMP,
		"temp",
		{
			[HWMON_INPUT] = SENSORS_SUBFEATURE_TEMP_INPUT,
			[HWMON_MIN] = SENSORS_SUBFEATURE_TEMP_MIN,
			[HWMON_MAX] = SENSORS_SUBFEATURE_TEMP_MAX,
			[HWMON_LCRIT] = SENSORS_SUBFEATURE_TEMP_LCRIT,
			[HWMON_CRIT] = SENSORS_SUBFEATURE_TEMP_CRIT,
			[HWMON_EMERGENCY] = SENSORS_SUBFEATURE_TEMP_EMERGENCY,
			[HWMON_FAULT] = SENSORS_SUBFEATURE_TEMP_FAULT,
			[HWMON_ALARM] = SENSORS_SUBFEATURE_TEMP_ALARM,
			[HWMON_MIN_ALARM] = SENSORS_SUBFEATURE_TEMP_MIN_ALARM,
			[HWMON_MAX_ALARM] = SENSORS_SUBFEATURE_TEMP_MAX_ALARM,
			[HWMON_LCRIT_ALARM] = SENSORS_SUBFEATURE_TEMP_LCRIT_ALARM,
			[HWMON_CRIT_ALARM] = SENSORS_SUBFEATURE_TEMP_CRIT_ALARM,
		},
	},
	[HWMON_VOLTAGE] = {
		SENSORS_FEATURE_IN,
		"in",
		{
			[HWMON_INPUT] = SENSORS_SUBFEATURE_IN_INPUT,
			[HWMON_MIN] = SENSORS_SUBFEATURE_IN_MIN,
			[HWMON_MAX] = SENSORS_SUBFEATURE_IN_MAX,
			[HWMON_LCRIT] = SENSORS_SUBFEATURE_IN_LCRIT,
			[HWMON_CRIT] = SENSORS_SUBFEATURE_IN_CRIT,
			[HWMON_EMERGENCY] = NONE,
			[HWMON_FAULT] = NONE,
			[HWMON_ALARM] = SENSORS_SUBFEATURE_IN_ALARM,
			[HWMON_MIN_ALARM] = SENSORS_SUBFEATURE_IN_MIN_ALARM,
			[HWMON_MAX_ALARM] = SENSORS_SUBFEATURE_IN_MAX_ALARM,
			[HWMON_LCRIT_ALARM] = SENSORS_SUBFEATURE_IN_LCRIT_ALARM,
			[HWMON_CRIT_ALARM] = SENSORS_SUBFEATURE_IN_CRIT_ALARM,
		},
	},
	[HWMON_CURRENT] = {
		SENSORS_FEATURE_CURR,
		"curr",
		{
			[HWMON_INPUT] = SENSORS_SUBFEATURE_CURR_INPUT,
			[HWMON_MIN] = SENSORS_SUBFEATURE_CURR_MIN,
			[HWMON_MAX] = SENSORS_SUBFEATURE_CURR_MAX,
			[HWMON_LCRIT] = SENSORS_SUBFEATURE_CURR_LCRIT,
			[HWMON_CRIT] = SENSORS_SUBFEATURE_CURR_CRIT,
			[HWMON_EMERGENCY] = NONE,
			[HWMON_FAULT] = NONE,
			[HWMON_ALARM] = SENSORS_SUBFEATURE_CURR_ALARM,
			[HWMON_MIN_ALARM] = SENSORS_SUBFEATURE_CURR_MIN_ALARM,
			[HWMON_MAX_ALARM] = SENSORS_SUBFEATURE_CURR_MAX_ALARM,
			[HWMON_LCRIT_ALARM] = SENSORS_SUBFEATURE_CURR_LCRIT_ALARM,
			[HWMON_CRIT_ALARM] = SENSORS_SUBFEATURE_CURR_CRIT_ALARM,
		},
	},
	[HWMON_POWER] = {
		SENSORS_FEATURE_POWER,
		"power",
		{
			[HWMON_INPUT] = SENSORS_SUBFEATURE_POWER_INPUT,
			[HWMON_MIN] = SENSORS_SUBFEATURE_POWER_MIN,
			[HWMON_MAX] = SENSORS_SUBFEATURE_POWER_MAX,
			[HWMON_LCRIT] = SENSORS_SUBFEATURE_POWER_LCRIT,
			[HWMON_CRIT] = SENSORS_SUBFEATURE_POWER_CRIT,
			[HWMON_EMERGENCY] = NONE,
			[HWMON_FAULT] = NONE,
			[HWMON_ALARM] = SENSORS_SUBFEATURE_POWER_ALARM,
			[HWMON_MIN_ALARM] = SENSORS_SUBFEATURE_POWER_MIN_ALARM,
			[HWMON_MAX_ALARM] = SENSORS_SUBFEATURE_POWER_MAX_ALARM,
			[HWMON_LCRIT_ALARM] = SENSORS_SUBFEATURE_POWER_LCRIT_ALARM,
			[HWMON_CRIT_ALARM] = SENSORS_SUBFEATURE_POWER_CRIT_ALARM,
		},
	},
};

static void hush(const char *error, int line)
{
	(void)error;
	(void)line;
}

static void hush_file(const char *error, const char *file, int line)
{
	(void)file;
	hush(error, line);
}

static int library_open(void)
{
	FILE *nothing;
	int r;

	/* sensors(1) is there to tell what is wrong with sensors.conf; a daemon has no standard error. */
	sensors_parse_error = hush;
	sensors_parse_error_wfn = hush_file;
	if (sensors_init(NULL) == 0)
		return 0;
	/* A sensors.conf with an error is no reason to know no chips. */
	nothing = fopen("/dev/null", "re");
	if (!nothing)
		return -errno;
	r = sensors_init(nothing);
	fclose(nothing);
	return r == 0 ? 0 : -ENODEV;
}

static bool library_chip(int *at, struct hwmon_chip *chip)
{
	const sensors_chip_name *name;
	char text[256];

	while ((name = sensors_get_detected_chips(NULL, at)) != NULL) {
		if (!name->path || sensors_snprintf_chip_name(text, sizeof(text), name) < 0 ||
		    !TEXT_SET(chip->name, text) || !TEXT_SET(chip->path, name->path))
			continue;
		chip->handle = name;
		return true;
	}
	return false;
}

static const struct kind *kind_of(const sensors_feature *feature)
{
	for (size_t i = 0; i < HWMON_KINDS; i++) {
		if (kinds[i].type == feature->type &&
		    strncmp(feature->name, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
			return &kinds[i];
	}
	return NULL;
}

/* The numbers by which get() knows attributes. */
static void find_attrs(const sensors_chip_name *name, const sensors_feature *in, const struct kind *kind,
                       struct hwmon_feature *feature)
{
	for (unsigned i = 0; i < HWMON_ATTRS; i++) {
		const sensors_subfeature *s = NULL;

		if (kind->attr[i] != NONE)
			s = sensors_get_subfeature(name, in, kind->attr[i]);
		/* Drivers that only know a mean. */
		if (!s && i == HWMON_INPUT && kind->type == SENSORS_FEATURE_POWER)
			s = sensors_get_subfeature(name, in, SENSORS_SUBFEATURE_POWER_AVERAGE);
		feature->attr[i] = s && (s->flags & SENSORS_MODE_R) ? s->number : -1;
	}
}

static bool library_feature(const struct hwmon_chip *chip, int *at, struct hwmon_feature *feature)
{
	const sensors_chip_name *name = chip->handle;
	const sensors_feature *in;

	while ((in = sensors_get_features(name, at)) != NULL) {
		const struct kind *kind = kind_of(in);
		char *label;

		if (!kind || !TEXT_SET(feature->name, in->name))
			continue;
		feature->kind = (enum hwmon_kind)(kind - kinds);
		feature->number = (unsigned)strtoul(in->name + strlen(kind->prefix), NULL, 10);
		label = sensors_get_label(name, in);
		TEXT_SET(feature->label, label ? label : in->name);
		free(label);
		find_attrs(name, in, kind, feature);
		return true;
	}
	return false;
}

static int library_get(const struct hwmon_chip *chip, int attr, double *ret_value)
{
	double value;

	if (sensors_get_value(chip->handle, attr, &value) < 0)
		return -EIO;
	*ret_value = value;
	return 0;
}

const struct hwmon_library hwmon_libsensors = {
	.open = library_open,
	.close = sensors_cleanup,
	.chip = library_chip,
	.feature = library_feature,
	.get = library_get,
};
