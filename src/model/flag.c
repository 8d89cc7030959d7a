/* SPDX-License-Identifier: BSD-3-Clause */
/* Flags of a module against its own monitors and thresholds. */
#include "model/flag.h"

#include <stddef.h>

/*
 * Lasers that are off read -15 dBm and less (100G-DR lanes; -30 dBm with NRZ),
 * the weakest type sends -9.4 dBm. Between is no man's land.
 */
#define OFF_BELOW_MIN 600
#define OFF_UNKNOWN_TYPE (-2000)
#define ON_UNKNOWN_TYPE (-1300)

/* Less than any receiver works with: noise of the monitor, 0.01 dBm. */
#define NOISE (-3000)

/* A laser with this bias current, uA, is on. */
#define BIAS_ON 1000

/* More errors than any FEC corrects: what is counted then is noise. */
#define BER_OF_LOCK 1e-3

/*
 * What thresholds of a real module can be: all are fed with 3.3 V, work at room
 * temperature, and send and receive between -12 and 2 dBm (0.06 to 1.6 mW).
 */
static const struct {
	int32_t least_high, most_low;
} plausible[MONITOR_END] = {
	[MONITOR_TEMPERATURE] = { 4000, 3000 },  [MONITOR_SUPPLY] = { 3300000, 3300000 },
	[MONITOR_RX_POWER] = { 63000, 1600000 }, [MONITOR_TX_POWER] = { 63000, 1600000 },
	[MONITOR_TX_BIAS] = { 1, INT32_MAX },
};

struct value flag_threshold(const struct module *m, enum monitor monitor, enum alarm_level level)
{
	const struct thresholds *t = &m->thresholds[monitor];

	switch (level) {
	case ALARM_HIGH_ALARM:
		return t->high_alarm;
	case ALARM_HIGH_WARNING:
		return t->high_warning;
	case ALARM_LOW_WARNING:
		return t->low_warning;
	default:
		return t->low_alarm;
	}
}

struct value flag_value(const struct module *m, const struct lane *lane, enum monitor monitor)
{
	switch (monitor) {
	case MONITOR_TEMPERATURE:
		return m->temperature;
	case MONITOR_SUPPLY:
		return m->supply;
	case MONITOR_RX_POWER:
		return lane->rx_power;
	case MONITOR_TX_POWER:
		return lane->tx_power;
	default:
		return lane->tx_bias;
	}
}

static bool is_power(enum monitor monitor)
{
	return monitor == MONITOR_RX_POWER || monitor == MONITOR_TX_POWER;
}

/* In steps that margins are counted in. */
static int32_t scaled(enum monitor monitor, struct value v)
{
	return is_power(monitor) ? power_cdbm_from_nw(v.v) : v.v;
}

static bool is_usable(const struct module *m, enum monitor monitor, enum alarm_level level)
{
	struct value limit = flag_threshold(m, monitor, level);

	if (!value_ok(limit) || m->dmi_checksum == CHECKSUM_BAD)
		return false;
	return alarm_is_high(level) ? limit.v >= plausible[monitor].least_high
	                            : limit.v <= plausible[monitor].most_low;
}

/* How near to `level` a value may be that does not contradict its flag. */
static int32_t margin_of(const struct module *m, enum monitor monitor, enum alarm_level level)
{
	static const enum alarm_level opposite[] = {
		[ALARM_HIGH_ALARM] = ALARM_LOW_ALARM,
		[ALARM_HIGH_WARNING] = ALARM_LOW_WARNING,
		[ALARM_LOW_WARNING] = ALARM_HIGH_WARNING,
		[ALARM_LOW_ALARM] = ALARM_HIGH_ALARM,
	};
	int32_t limit = scaled(monitor, flag_threshold(m, monitor, level));
	int32_t margin = monitor == MONITOR_TEMPERATURE ? FLAG_MARGIN_TEMPERATURE
	                 : monitor == MONITOR_SUPPLY    ? limit / 100 * FLAG_MARGIN_SUPPLY
	                 : is_power(monitor)            ? FLAG_MARGIN_POWER
	                                                : limit / 100 * FLAG_MARGIN_BIAS;
	int64_t span;

	if (!is_usable(m, monitor, opposite[level]))
		return margin;
	span = (int64_t)limit - scaled(monitor, flag_threshold(m, monitor, opposite[level]));
	span = (span < 0 ? -span : span) / 4;
	return span < margin ? (int32_t)span : margin;
}

/* Are flags of the monitor's other side set? */
static bool has_opposite(uint32_t alarms, enum monitor monitor, enum alarm_level level)
{
	uint32_t high = alarm_bit(monitor, ALARM_HIGH_ALARM) | alarm_bit(monitor, ALARM_HIGH_WARNING);
	uint32_t low = alarm_bit(monitor, ALARM_LOW_ALARM) | alarm_bit(monitor, ALARM_LOW_WARNING);

	return alarms & (alarm_is_high(level) ? low : high);
}

static uint32_t flags_set(const struct module *m, const struct lane *lane)
{
	return lane ? lane->alarms & lane->alarms_known : m->alarms & m->alarms_known;
}

enum flag_doubt flag_doubt(const struct module *m, const struct lane *lane, enum monitor monitor,
                           enum alarm_level level)
{
	struct value v = flag_value(m, lane, monitor);
	int64_t beyond;

	/* Nothing is low by any threshold. */
	if (v.state == VALUE_NO_LIGHT && !alarm_is_high(level))
		return FLAG_STANDS;
	if (!is_usable(m, monitor, level))
		return FLAG_NO_THRESHOLD;
	if (v.state == VALUE_UNSUPPORTED)
		return FLAG_INSIDE;
	if (!value_ok(v) && v.state != VALUE_NO_LIGHT)
		return FLAG_STANDS;
	beyond = (int64_t)scaled(monitor, v) - scaled(monitor, flag_threshold(m, monitor, level));
	if (!alarm_is_high(level))
		beyond = -beyond;
	if (beyond >= 0)
		return FLAG_STANDS;
	if (-beyond > margin_of(m, monitor, level))
		return FLAG_INSIDE;
	return has_opposite(flags_set(m, lane), monitor, level) ? FLAG_OPPOSITE : FLAG_STANDS;
}

uint32_t flags_standing(const struct module *m, const struct lane *lane)
{
	uint32_t set = flags_set(m, lane), standing = 0;
	enum monitor first = lane ? MONITOR_RX_POWER : MONITOR_TEMPERATURE;
	enum monitor end = lane ? MONITOR_END : MONITOR_RX_POWER;

	for (enum monitor n = first; set && n < end; n++) {
		for (enum alarm_level level = ALARM_HIGH_ALARM; level <= ALARM_LOW_ALARM; level++) {
			if ((set & alarm_bit(n, level)) && flag_doubt(m, lane, n, level) == FLAG_STANDS)
				standing |= alarm_bit(n, level);
		}
	}
	return standing;
}

bool module_power_limits(const struct module *m, struct power_limits *ret_limits)
{
	const struct module_type *types[] = { m->type, m->slow_type };
	bool known = false;

	for (unsigned i = 0; i < 2; i++) {
		const struct power_limits *p = types[i] ? &types[i]->power : NULL;

		if (!p || p->tx_max <= p->tx_min)
			continue;
		if (!known) {
			*ret_limits = *p;
			known = true;
			continue;
		}
		/* Which of the two it runs as is not told: the wider of both. */
		ret_limits->tx_min = p->tx_min < ret_limits->tx_min ? p->tx_min : ret_limits->tx_min;
		ret_limits->tx_max = p->tx_max > ret_limits->tx_max ? p->tx_max : ret_limits->tx_max;
		ret_limits->rx_min = p->rx_min < ret_limits->rx_min ? p->rx_min : ret_limits->rx_min;
		ret_limits->rx_max = p->rx_max > ret_limits->rx_max ? p->rx_max : ret_limits->rx_max;
	}
	return known;
}

/* Off below `off`, on from `on`; the limits are of the sender's type. */
enum tristate lane_sends_by_power(const struct module *m, const struct lane *lane)
{
	struct power_limits limits;
	int32_t off = OFF_UNKNOWN_TYPE, on = ON_UNKNOWN_TYPE, tx;

	if (lane->tx_power.state == VALUE_NO_LIGHT)
		return TRI_NO;
	if (!value_ok(lane->tx_power))
		return TRI_UNKNOWN;
	tx = power_cdbm_from_nw(lane->tx_power.v);
	if (module_power_limits(m, &limits)) {
		off = limits.tx_min - OFF_BELOW_MIN;
		on = limits.tx_min - FLAG_MARGIN_POWER;
	}
	return tx < off ? TRI_NO : tx >= on ? TRI_YES : TRI_UNKNOWN;
}

enum tristate lane_receives_by_power(const struct module *m, const struct lane *lane)
{
	struct power_limits limits;
	int32_t rx;

	if (lane->rx_power.state == VALUE_NO_LIGHT)
		return TRI_NO;
	if (!value_ok(lane->rx_power))
		return TRI_UNKNOWN;
	rx = power_cdbm_from_nw(lane->rx_power.v);
	if (rx < NOISE)
		return TRI_NO;
	return module_power_limits(m, &limits) && rx >= limits.rx_min ? TRI_YES : TRI_UNKNOWN;
}

bool lane_has_current(const struct lane *lane)
{
	return value_ok(lane->tx_bias) && lane->tx_bias.v >= BIAS_ON;
}

/* Both of its monitors say that it does, and its current is no alarm's. */
static bool laser_runs(const struct module *m, const struct lane *lane)
{
	const uint32_t bias =
		alarm_bit(MONITOR_TX_BIAS, ALARM_HIGH_ALARM) | alarm_bit(MONITOR_TX_BIAS, ALARM_LOW_ALARM);

	return lane_sends_by_power(m, lane) == TRI_YES && lane_has_current(lane) &&
	       !(flags_standing(m, lane) & bias);
}

static bool is_locked(const struct lane *lane)
{
	/* Without lock some count nothing. */
	return value_ok(lane->ber) && ratio_from_f16(lane->ber.v) > 0 &&
	       ratio_from_f16(lane->ber.v) < BER_OF_LOCK;
}

uint8_t signals_standing(const struct module *m, const struct lane *lane)
{
	unsigned set = lane->signals & lane->signals_known;

	if ((set & SIGNAL_RX_LOS) && lane_receives_by_power(m, lane) == TRI_YES)
		set &= ~(unsigned)SIGNAL_RX_LOS;
	if ((set & SIGNAL_TX_FAULT) && laser_runs(m, lane))
		set &= ~(unsigned)SIGNAL_TX_FAULT;
	if ((set & SIGNAL_RX_LOL) && is_locked(lane))
		set &= ~(unsigned)SIGNAL_RX_LOL;
	return (uint8_t)set;
}

/* Fault before darkness before alarms: the cause rather than what follows from it. */
enum lane_status lane_status(const struct module *m, const struct lane *lane)
{
	uint8_t set = signals_standing(m, lane);
	uint32_t alarms = flags_standing(m, lane), alarm_mask = 0;

	for (enum monitor n = MONITOR_RX_POWER; n < MONITOR_END; n++)
		alarm_mask |= alarm_bit(n, ALARM_HIGH_ALARM) | alarm_bit(n, ALARM_LOW_ALARM);
	if (set & SIGNAL_TX_FAULT)
		return LANE_FAULT;
	if (set & SIGNAL_TX_DISABLED)
		return LANE_DISABLED;
	if ((set & SIGNAL_RX_LOS) || lane->rx_power.state == VALUE_NO_LIGHT)
		return LANE_DARK;
	if (alarms & alarm_mask)
		return LANE_ALARM;
	if (alarms || (set & (SIGNAL_RX_LOL | SIGNAL_TX_LOL | SIGNAL_TX_LOS)))
		return LANE_WARNING;
	if (!lane->signals_known && !value_ok(lane->rx_power))
		return LANE_UNKNOWN;
	return LANE_OK;
}
