/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Flags of a module against its own monitors and thresholds.
 *
 * Of two facts that contradict each other neither proves anything. A flag
 * stands unless
 *
 *  - its threshold is missing, of a page with a wrong checksum, or one that
 *    no module of its kind can have;
 *  - the value is well inside the threshold: by more than what the
 *    monitor may be off (FLAG_MARGIN_*), or a quarter of what lies between low and
 *    high threshold where that is less. Nearer values are legitimate: flags are latched,
 *    and tell of a moment before the reading;
 *  - the opposite flag is set, too, and the value is beyond neither.
 *
 * A value beyond the threshold confirms its flag in any case.
 */
#ifndef BREAKOUT_MODEL_FLAG_H
#define BREAKOUT_MODEL_FLAG_H

#include "model/module.h"

/* Accuracy of monitors by SFF-8472 and SFF-8636: 3 degC, 3 %, 3 dB, 10 %. */
#define FLAG_MARGIN_TEMPERATURE 300 /* 0.01 degC */
#define FLAG_MARGIN_SUPPLY 3        /* per cent */
#define FLAG_MARGIN_POWER 300       /* 0.01 dB */
#define FLAG_MARGIN_BIAS 10         /* per cent */

enum flag_doubt {
	FLAG_STANDS,
	FLAG_NO_THRESHOLD,
	FLAG_INSIDE,
	FLAG_OPPOSITE,
};

/* Why the flag, which is set, proves nothing. `lane` is NULL for monitors of the module. */
enum flag_doubt flag_doubt(const struct module *m, const struct lane *lane, enum monitor monitor,
                           enum alarm_level level);

/* The alarm_bit()s that are set and stand. */
uint32_t flags_standing(const struct module *m, const struct lane *lane);

/* The module's thresholds for this level; the value of this monitor. */
struct value flag_threshold(const struct module *m, enum monitor monitor, enum alarm_level level);
struct value flag_value(const struct module *m, const struct lane *lane, enum monitor monitor);

static inline bool alarm_is_high(enum alarm_level level)
{
	return level == ALARM_HIGH_ALARM || level == ALARM_HIGH_WARNING;
}

static inline bool alarm_is_warning(enum alarm_level level)
{
	return level == ALARM_HIGH_WARNING || level == ALARM_LOW_WARNING;
}

/* What the module's type, or the slower one it also is, is made for; false if that is not known. */
bool module_power_limits(const struct module *m, struct power_limits *ret_limits);

/* Does the laser send, does light arrive, by the monitors of power alone? TRI_UNKNOWN: no monitor, or in
 * between. */
enum tristate lane_sends_by_power(const struct module *m, const struct lane *lane);
enum tristate lane_receives_by_power(const struct module *m, const struct lane *lane);

/* Does enough current flow for a laser to send? */
bool lane_has_current(const struct lane *lane);

/*
 * The signals that are set and that no monitor contradicts: loss of light while
 * enough arrives, a fault while a laser sends with its usual current, loss of lock while
 * errors are counted and few.
 */
uint8_t signals_standing(const struct module *m, const struct lane *lane);

/* Worst thing said of a lane, by what stands. */
enum lane_status lane_status(const struct module *m, const struct lane *lane);

#endif
