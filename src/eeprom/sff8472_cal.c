/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8472 external calibration (section 9.3, table 9-6). The module stores
 * raw numbers and constants, and the reader computes:
 *   temperature, supply, bias, Tx power: slope * raw + offset
 *   Rx power: P4 raw^4 + P3 raw^3 + P2 raw^2 + P1 raw + P0
 * The result is in the unit that the register would have with internal
 * calibration, and is rounded to it.
 *
 * Results that such a register could not hold are no results. Only optical
 * power may come out below zero, which is darkness with a negative constant.
 */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "eeprom/sff8472.h"

#define RX_TERMS 5

struct constants {
	double rx[RX_TERMS];   /* P4 to P0 */
	struct {
		double slope, offset;
	} linear[MONITOR_END];
};

/* Where monitors and thresholds are in A2h, and how a register number becomes a value. */
static const struct calibrated {
	enum monitor monitor;
	uint8_t live, thresholds, constants;   /* offsets; constants in the 36 bytes */
	uint16_t mul, div;
} monitors[] = {
	{ MONITOR_TEMPERATURE, 96, 0, 28, 100, 256 },
	{ MONITOR_SUPPLY, 98, 8, 32, 100, 1 },
	{ MONITOR_TX_BIAS, 100, 16, 20, 2, 1 },
	{ MONITOR_TX_POWER, 102, 24, 24, 100, 1 },
	{ MONITOR_RX_POWER, 104, 32, 0, 100, 1 },
};

#define MONITORS (sizeof(monitors) / sizeof(monitors[0]))

/* The live value. */
static const struct value *live_value_const(const struct module *m, enum monitor monitor)
{
	switch (monitor) {
	case MONITOR_TEMPERATURE:
		return &m->temperature;
	case MONITOR_SUPPLY:
		return &m->supply;
	case MONITOR_TX_BIAS:
		return &m->lane[0].tx_bias;
	case MONITOR_TX_POWER:
		return &m->lane[0].tx_power;
	default:
		return &m->lane[0].rx_power;
	}
}

static struct value *live_value(struct module *m, enum monitor monitor)
{
	return (struct value *)(uintptr_t)live_value_const(m, monitor);
}

static double get_float(const uint8_t *p)
{
	uint32_t bits = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	float v;

	memcpy(&v, &bits, sizeof(v));
	return (double)v;
}

static int get_u16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static int get_s16(const uint8_t *p)
{
	int v = get_u16(p);

	return v >= 0x8000 ? v - 0x10000 : v;
}

static int constants_read(const struct image *img, struct constants *ret_constants)
{
	uint8_t bytes[SFF8472_CONSTANTS_LEN];
	int r = image_read(img, SFF8472_CONSTANTS, sizeof(bytes), bytes);

	if (r < 0)
		return r;
	for (unsigned i = 0; i < RX_TERMS; i++)
		ret_constants->rx[i] = get_float(bytes + i * 4);
	for (unsigned i = 0; i < MONITORS; i++) {
		const uint8_t *p = bytes + monitors[i].constants;

		if (monitors[i].monitor == MONITOR_RX_POWER)
			continue;
		ret_constants->linear[monitors[i].monitor].slope = get_u16(p) / 256.0;
		ret_constants->linear[monitors[i].monitor].offset = get_s16(p + 2);
	}
	return 0;
}

/*
 * Calibrate one register number. False where that gives nothing a register
 * could hold, or the constants were never programmed (a slope of nothing).
 */
static bool calibrate(const struct constants *c, enum monitor monitor, const uint8_t *bytes,
		      int32_t *ret_number)
{
	double a = monitor == MONITOR_TEMPERATURE ? get_s16(bytes) : get_u16(bytes);
	double min = 0, max = UINT16_MAX, v = 0, slope = 0;

	if (monitor == MONITOR_RX_POWER) {
		for (unsigned i = 0; i < RX_TERMS; i++) {
			v = v * a + c->rx[i];
			slope += i < RX_TERMS - 1 ? fabs(c->rx[i]) : 0;
		}
	} else {
		slope = c->linear[monitor].slope;
		v = slope * a + c->linear[monitor].offset;
	}
	if (!isfinite(v) || slope == 0)
		return false;
	if (monitor == MONITOR_TEMPERATURE) {
		min = INT16_MIN;
		max = INT16_MAX;
	}
	v = nearbyint(v);
	if ((monitor == MONITOR_RX_POWER || monitor == MONITOR_TX_POWER) && v < 0)
		v = 0;
	if (v < min || v > max)
		return false;
	*ret_number = (int32_t)v;
	return true;
}

static struct value to_value(const struct calibrated *mon, int32_t number)
{
	struct value v = value_of(field_scale(number, mon->mul, mon->div));

	if (number == 0 && (mon->monitor == MONITOR_RX_POWER || mon->monitor == MONITOR_TX_POWER))
		v.state = VALUE_NO_LIGHT;
	return v;
}

static bool was_read(const struct value *v)
{
	return v->state == VALUE_OK || v->state == VALUE_NO_LIGHT;
}

static void calibrate_live(const struct constants *c, const struct image *img, const struct calibrated *mon,
			   struct module *m)
{
	struct value *v = live_value(m, mon->monitor);
	uint8_t bytes[2];
	int32_t number;

	if (!was_read(v) || image_read(img, SFF8472_A2(mon->live), sizeof(bytes), bytes) < 0)
		return;
	if (calibrate(c, mon->monitor, bytes, &number)) {
		*v = to_value(mon, number);
	} else {
		value_spoil(v);
		m->doubts |= DOUBT_CALIBRATION;
	}
}

#define LEVELS 4

/* Of those that are there, in register order: high alarm, low alarm, high warning, low warning. */
static bool ordered(const int32_t n[LEVELS], const bool there[LEVELS])
{
	static const uint8_t downwards[LEVELS] = { 0, 2, 3, 1 };
	const int32_t *above = NULL;

	for (unsigned i = 0; i < LEVELS; i++) {
		const int32_t *next = &n[downwards[i]];

		if (!there[downwards[i]])
			continue;
		if (above && *above < *next)
			return false;
		above = next;
	}
	return true;
}

/*
 * Modules disagree whether thresholds are raw numbers, as the monitors, or
 * calibrated already; ethtool takes them as raw. So they are here, unless
 * that makes nonsense of a group that is sane as it stands.
 */
static void calibrate_thresholds(const struct constants *c, const struct image *img,
				 const struct calibrated *mon, struct module *m)
{
	struct thresholds *t = &m->thresholds[mon->monitor];
	struct value *to[LEVELS] = { &t->high_alarm, &t->low_alarm, &t->high_warning, &t->low_warning };
	uint8_t bytes[2 * LEVELS];
	int32_t raw[LEVELS] = { 0 }, number[LEVELS] = { 0 };
	bool there[LEVELS], possible = true;

	if (image_read(img, SFF8472_A2(mon->thresholds), sizeof(bytes), bytes) < 0)
		return;
	for (unsigned i = 0; i < LEVELS; i++) {
		const uint8_t *p = bytes + i * 2;

		there[i] = was_read(to[i]);
		if (!there[i])
			continue;
		raw[i] = mon->monitor == MONITOR_TEMPERATURE ? get_s16(p) : get_u16(p);
		possible = calibrate(c, mon->monitor, p, &number[i]) && possible;
	}
	if (ordered(raw, there) && !(possible && ordered(number, there)))
		return;
	for (unsigned i = 0; i < LEVELS; i++) {
		if (there[i] && possible)
			*to[i] = to_value(mon, number[i]);
		else if (there[i])
			value_spoil(to[i]);
	}
	if (!possible)
		m->doubts |= DOUBT_CALIBRATION;
}

void sff8472_calibrate(const struct image *img, struct module *m)
{
	struct constants c;
	int r = constants_read(img, &c);

	for (unsigned i = 0; i < MONITORS; i++) {
		struct value *v = live_value(m, monitors[i].monitor);

		if (r == 0) {
			calibrate_live(&c, img, &monitors[i], m);
			calibrate_thresholds(&c, img, &monitors[i], m);
		} else if (was_read(v)) {
			/* A raw number without its constants is no value. */
			*v = (struct value){ .state = field_state(r) };
		}
	}
}

int sff8472_calibration_neutral(struct image *img)
{
	/* Slopes 1.0, Rx P1 = 1, all else 0. */
	static const uint8_t neutral[SFF8472_CONSTANTS_LEN] = {
		[12] = 0x3f, [13] = 0x80, [20] = 1, [24] = 1, [28] = 1, [32] = 1,
	};

	return image_write(img, SFF8472_CONSTANTS, neutral, sizeof(neutral));
}

bool sff8472_is_calibrated(const struct module *m)
{
	for (unsigned i = 0; i < MONITORS; i++) {
		const struct value *v = live_value_const(m, monitors[i].monitor);
		const struct thresholds *t = &m->thresholds[monitors[i].monitor];

		if (v->state == VALUE_CORRUPT || t->high_alarm.state == VALUE_CORRUPT ||
		    t->high_warning.state == VALUE_CORRUPT)
			return false;
	}
	return true;
}
