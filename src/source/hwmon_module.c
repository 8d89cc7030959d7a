/* SPDX-License-Identifier: BSD-3-Clause */
/* What hwmon says of modules. */
#include "source/hwmon_module.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/parse.h"

/*
 * What the kernel's sfp driver (drivers/net/phy/sfp.c) measures. Before Linux
 * 5.0 it had no labels: the numbers have always been these.
 */
static const struct row {
	enum monitor monitor;
	enum hwmon_kind kind;
	unsigned number;
	const char *label;
	enum dom_support dom;
} rows[] = {
	{ MONITOR_TEMPERATURE, HWMON_TEMPERATURE, 1, "temperature", DOM_TEMPERATURE },
	{ MONITOR_SUPPLY, HWMON_VOLTAGE, 0, "VCC", DOM_SUPPLY },
	{ MONITOR_TX_BIAS, HWMON_CURRENT, 1, "bias", DOM_TX_BIAS },
	{ MONITOR_TX_POWER, HWMON_POWER, 1, "TX_power", DOM_TX_POWER },
	{ MONITOR_RX_POWER, HWMON_POWER, 2, "RX_power", DOM_RX_POWER },
};

/* It calls an alarm critical, and a warning minimum or maximum. */
static const struct level {
	enum alarm_level level;
	enum hwmon_attr limit, flag;
} levels[] = {
	{ ALARM_HIGH_ALARM, HWMON_CRIT, HWMON_CRIT_ALARM },
	{ ALARM_HIGH_WARNING, HWMON_MAX, HWMON_MAX_ALARM },
	{ ALARM_LOW_WARNING, HWMON_MIN, HWMON_MIN_ALARM },
	{ ALARM_LOW_ALARM, HWMON_LCRIT, HWMON_LCRIT_ALARM },
};

static const struct row *row_of(const struct hwmon_feature *f)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].kind == f->kind && rows[i].number == f->number &&
		    (!f->driver_label[0] || strcmp(rows[i].label, f->driver_label) == 0))
			return &rows[i];
	}
	return NULL;
}

bool hwmon_is_module(const struct hwmon_chip *chip)
{
	unsigned seen = 0;

	for (size_t i = 0; i < chip->feature_count; i++) {
		const struct row *row = row_of(&chip->features[i]);

		/* It has these, and nothing else. */
		if (!row)
			return false;
		seen |= row->dom;
	}
	/* Receive power is not there where it would take the kernel fractions to calibrate it. */
	seen |= DOM_RX_POWER;
	return seen == (DOM_TEMPERATURE | DOM_SUPPLY | DOM_TX_BIAS | DOM_TX_POWER | DOM_RX_POWER);
}

/* What follows `word` in a label, if that is a number. */
static bool number_after(const char *label, const char *word, uint32_t *ret_number)
{
	size_t len = strlen(word);

	return strncasecmp(label, word, len) == 0 && parse_u32(label + len, 0, 9999, ret_number) == 0;
}

#define FRONT_PANEL "front panel "

/*
 * Until Linux 6.6 mlxsw counted front panels from its number of other sensors,
 * not from 1 (they come first: "temp3" was "front panel 002"). That is 1, too,
 * where it has one; where it has more, they are all there before the first panel.
 */
static uint32_t panel_shift(const struct hwmon_chip *chip)
{
	const struct hwmon_feature *first = NULL;
	uint32_t number = 0, n;
	unsigned before = 0;

	for (size_t i = 0; i < chip->feature_count; i++) {
		const struct hwmon_feature *f = &chip->features[i];

		if (number_after(f->driver_label, FRONT_PANEL, &n) && (!first || f->number < first->number)) {
			first = f;
			number = n;
		}
	}
	for (size_t i = 0; first && i < chip->feature_count; i++) {
		const struct hwmon_feature *f = &chip->features[i];

		before += f->kind == HWMON_TEMPERATURE && f->number < first->number;
	}
	return first && number > 1 && number == before && first->number == before + 1 ? number - 1 : 0;
}

bool hwmon_front_panel(const struct hwmon_chip *chip, const struct hwmon_feature *f, uint32_t *ret_number)
{
	uint32_t number, shift;

	/* Those of line cards are called "linecard#01", and count anew. */
	if (f->kind != HWMON_TEMPERATURE || strncmp(chip->name, "mlxsw-", 6) != 0 ||
	    !number_after(f->driver_label, FRONT_PANEL, &number))
		return false;
	shift = panel_shift(chip);
	if (number <= shift)
		return false;
	*ret_number = number - shift;
	return true;
}

/* Sensor number of the first module in the firmware, which names the sensors: "Module0", or not at all. */
#define CARD_MODULE_SENSOR 64

bool hwmon_is_card_module(const struct hwmon_chip *chip, const struct hwmon_feature *f)
{
	uint32_t n;

	if (f->kind != HWMON_TEMPERATURE || strncmp(chip->name, "mlx5-", 5) != 0)
		return false;
	return number_after(f->driver_label, "module", &n) ||
	       (number_after(f->driver_label, "sensor", &n) && n >= CARD_MODULE_SENSOR);
}

bool hwmon_is_of_module(const struct hwmon_chip *chip, const struct hwmon_feature *f)
{
	uint32_t n;

	return hwmon_front_panel(chip, f, &n) || hwmon_is_card_module(chip, f);
}

struct value hwmon_module_temperature(const struct hwmon_feature *f)
{
	struct value v = f->value[HWMON_INPUT];

	return value_ok(v) && v.v == 0 ? (struct value){ .state = VALUE_ABSENT } : v;
}

static void fill_thresholds(const struct hwmon_feature *f, struct thresholds *t)
{
	struct value v[sizeof(levels) / sizeof(levels[0])];

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		v[levels[i].level] = f->value[levels[i].limit];
	*t = (struct thresholds){
		.high_alarm = v[ALARM_HIGH_ALARM],
		.high_warning = v[ALARM_HIGH_WARNING],
		.low_warning = v[ALARM_LOW_WARNING],
		.low_alarm = v[ALARM_LOW_ALARM],
	};
	/* In pairs: where high is not above low they were never programmed, or rounding left nothing of them. */
	if (value_ok(t->high_alarm) && value_ok(t->low_alarm) && t->high_alarm.v <= t->low_alarm.v)
		t->high_alarm = t->low_alarm = (struct value){ .state = VALUE_ABSENT };
	if (value_ok(t->high_warning) && value_ok(t->low_warning) && t->high_warning.v <= t->low_warning.v)
		t->high_warning = t->low_warning = (struct value){ .state = VALUE_ABSENT };
}

static void fill_alarms(const struct hwmon_feature *f, enum monitor monitor, uint32_t *alarms,
                        uint32_t *known)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct value flag = f->value[levels[i].flag];
		uint32_t bit = alarm_bit(monitor, levels[i].level);

		if (!value_ok(flag))
			continue;
		*known |= bit;
		if (flag.v)
			*alarms |= bit;
	}
}

static void fill_monitor(const struct row *row, const struct hwmon_feature *f, struct module *m)
{
	bool of_module = row->monitor == MONITOR_TEMPERATURE || row->monitor == MONITOR_SUPPLY;
	struct value *const place[MONITOR_END] = {
		[MONITOR_TEMPERATURE] = &m->temperature,
		[MONITOR_SUPPLY] = &m->supply,
		[MONITOR_RX_POWER] = &m->lane[0].rx_power,
		[MONITOR_TX_POWER] = &m->lane[0].tx_power,
		[MONITOR_TX_BIAS] = &m->lane[0].tx_bias,
	};
	struct value v = f->value[HWMON_INPUT];

	if (f->kind == HWMON_POWER && value_ok(v) && v.v <= 0)
		v = (struct value){ .state = VALUE_NO_LIGHT };
	*place[row->monitor] = v;
	m->dom |= row->dom;
	fill_thresholds(f, &m->thresholds[row->monitor]);
	fill_alarms(f, row->monitor, of_module ? &m->alarms : &m->lane[0].alarms,
	            of_module ? &m->alarms_known : &m->lane[0].alarms_known);
}

void hwmon_fill_module(const struct hwmon_chip *chip, struct module *m)
{
	const struct value none = { .state = VALUE_UNSUPPORTED };

	m->dom = 0;
	m->temperature = m->supply = none;
	m->alarms = m->alarms_known = 0;
	m->lane[0] = (struct lane){ .rx_power = none, .tx_power = none, .tx_bias = none };
	memset(m->thresholds, 0, sizeof(m->thresholds));
	if (m->lanes == 0)
		m->lanes = 1;
	for (size_t i = 0; i < chip->feature_count; i++) {
		const struct row *row = row_of(&chip->features[i]);

		if (row)
			fill_monitor(row, &chip->features[i], m);
	}
	if (m->alarms_known || m->lane[0].alarms_known)
		m->dom |= DOM_FLAGS;
}
