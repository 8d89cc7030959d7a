/* SPDX-License-Identifier: BSD-3-Clause */
/* Flags against values and thresholds. */
#include "test.h"

#include "model/flag.h"

#define SR4_RX                                                                                               \
	{                                                                                                    \
		{ VALUE_OK, 2187800 }, { VALUE_OK, 1737800 }, { VALUE_OK, 93300 },                           \
		{                                                                                            \
			VALUE_OK, 46800                                                                      \
		}                                                                                            \
	}

static const struct thresholds supply = {
	{ VALUE_OK, 3630000 },
	{ VALUE_OK, 3465000 },
	{ VALUE_OK, 3135000 },
	{ VALUE_OK, 2970000 },
};
static const struct thresholds temperature = {
	{ VALUE_OK, 7500 },
	{ VALUE_OK, 7000 },
	{ VALUE_OK, 0 },
	{ VALUE_OK, -500 },
};
static const struct thresholds rx = SR4_RX;
static const struct thresholds bias = {
	{ VALUE_OK, 10000 },
	{ VALUE_OK, 9500 },
	{ VALUE_OK, 3000 },
	{ VALUE_OK, 2000 },
};

static struct module *any_module(void)
{
	struct module *m = module_new();

	assert_non_null(m);
	m->lanes = 1;
	m->alarms_known = m->lane[0].alarms_known = UINT32_MAX;
	m->lane[0].signals_known = 0x3f;
	m->thresholds[MONITOR_SUPPLY] = supply;
	m->thresholds[MONITOR_TEMPERATURE] = temperature;
	m->thresholds[MONITOR_RX_POWER] = m->thresholds[MONITOR_TX_POWER] = rx;
	m->thresholds[MONITOR_TX_BIAS] = bias;
	return m;
}

static void set_value(struct module *m, enum monitor monitor, struct value v)
{
	if (monitor == MONITOR_TEMPERATURE)
		m->temperature = v;
	else if (monitor == MONITOR_SUPPLY)
		m->supply = v;
	else if (monitor == MONITOR_RX_POWER)
		m->lane[0].rx_power = v;
	else if (monitor == MONITOR_TX_POWER)
		m->lane[0].tx_power = v;
	else
		m->lane[0].tx_bias = v;
}

static void flags_stand_unless_contradicted(void **state)
{
	static const struct {
		const char *label;
		enum monitor monitor;
		enum alarm_level level;
		struct value value;
		bool opposite;
		enum flag_doubt doubt;
	} rows[] = {
		{ "beyond", MONITOR_SUPPLY, ALARM_HIGH_ALARM, { VALUE_OK, 3700000 }, false, FLAG_STANDS },
		{ "beyond, though the opposite is set",
		  MONITOR_SUPPLY,
		  ALARM_HIGH_ALARM,
		  { VALUE_OK, 3700000 },
		  true,
		  FLAG_STANDS },
		{ "well inside",
		  MONITOR_SUPPLY,
		  ALARM_HIGH_ALARM,
		  { VALUE_OK, 3300000 },
		  false,
		  FLAG_INSIDE },
		{ "well inside, low",
		  MONITOR_SUPPLY,
		  ALARM_LOW_ALARM,
		  { VALUE_OK, 3300000 },
		  false,
		  FLAG_INSIDE },
		{ "back, and near",
		  MONITOR_SUPPLY,
		  ALARM_HIGH_ALARM,
		  { VALUE_OK, 3550000 },
		  false,
		  FLAG_STANDS },
		{ "near, and the opposite is set",
		  MONITOR_SUPPLY,
		  ALARM_HIGH_ALARM,
		  { VALUE_OK, 3550000 },
		  true,
		  FLAG_OPPOSITE },
		{ "72 degC", MONITOR_TEMPERATURE, ALARM_HIGH_ALARM, { VALUE_OK, 7200 }, false, FLAG_STANDS },
		{ "71 degC", MONITOR_TEMPERATURE, ALARM_HIGH_ALARM, { VALUE_OK, 7199 }, false, FLAG_INSIDE },
		{ "below zero",
		  MONITOR_TEMPERATURE,
		  ALARM_LOW_ALARM,
		  { VALUE_OK, -200 },
		  false,
		  FLAG_STANDS },
		{ "light that came back",
		  MONITOR_RX_POWER,
		  ALARM_LOW_ALARM,
		  { VALUE_OK, 630000 },
		  false,
		  FLAG_INSIDE },
		{ "light that is nearly low",
		  MONITOR_RX_POWER,
		  ALARM_LOW_ALARM,
		  { VALUE_OK, 90000 },
		  false,
		  FLAG_STANDS },
		{ "no light", MONITOR_RX_POWER, ALARM_LOW_ALARM, { VALUE_NO_LIGHT, 0 }, false, FLAG_STANDS },
		{ "no light is not much",
		  MONITOR_RX_POWER,
		  ALARM_HIGH_ALARM,
		  { VALUE_NO_LIGHT, 0 },
		  false,
		  FLAG_INSIDE },
		{ "9.1 mA", MONITOR_TX_BIAS, ALARM_HIGH_ALARM, { VALUE_OK, 9100 }, false, FLAG_STANDS },
		{ "8.9 mA", MONITOR_TX_BIAS, ALARM_HIGH_ALARM, { VALUE_OK, 8900 }, false, FLAG_INSIDE },
		{ "a monitor that it does not have",
		  MONITOR_TX_BIAS,
		  ALARM_HIGH_ALARM,
		  { VALUE_UNSUPPORTED, 0 },
		  false,
		  FLAG_INSIDE },
		{ "a value that could not be read",
		  MONITOR_TX_BIAS,
		  ALARM_HIGH_ALARM,
		  { VALUE_UNREADABLE, 0 },
		  false,
		  FLAG_STANDS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct module *m = any_module();
		enum alarm_level other = alarm_is_high(rows[i].level) ? ALARM_LOW_ALARM : ALARM_HIGH_ALARM;
		const struct lane *lane = rows[i].monitor >= MONITOR_RX_POWER ? &m->lane[0] : NULL;
		uint32_t bit = alarm_bit(rows[i].monitor, rows[i].level), set = bit;

		if (rows[i].opposite)
			set |= alarm_bit(rows[i].monitor, other);
		set_value(m, rows[i].monitor, rows[i].value);
		if (lane)
			m->lane[0].alarms = set;
		else
			m->alarms = set;
		assert_row(flag_doubt(m, lane, rows[i].monitor, rows[i].level) == rows[i].doubt,
		           rows[i].label);
		assert_row((flags_standing(m, lane) & bit) == (rows[i].doubt == FLAG_STANDS ? bit : 0),
		           rows[i].label);
		module_unref(m);
	}
}

static void thresholds_that_can_not_be_used(void **state)
{
	struct module *m = any_module();

	(void)state;
	m->supply = value_of(3700000);
	m->alarms = alarm_bit(MONITOR_SUPPLY, ALARM_HIGH_ALARM);
	assert_int_equal(flag_doubt(m, NULL, MONITOR_SUPPLY, ALARM_HIGH_ALARM), FLAG_STANDS);
	m->dmi_checksum = CHECKSUM_BAD;
	assert_int_equal(flag_doubt(m, NULL, MONITOR_SUPPLY, ALARM_HIGH_ALARM), FLAG_NO_THRESHOLD);
	m->dmi_checksum = CHECKSUM_OK;
	/* Nothing that is fed with 3.3 V is too high at 1 V. */
	m->thresholds[MONITOR_SUPPLY].high_alarm = value_of(1000000);
	assert_int_equal(flag_doubt(m, NULL, MONITOR_SUPPLY, ALARM_HIGH_ALARM), FLAG_NO_THRESHOLD);
	m->thresholds[MONITOR_SUPPLY] = (struct thresholds){ 0 };
	assert_int_equal(flag_doubt(m, NULL, MONITOR_SUPPLY, ALARM_HIGH_ALARM), FLAG_NO_THRESHOLD);
	assert_int_equal(flags_standing(m, NULL), 0);
	/* Which are not known is not set. */
	m->thresholds[MONITOR_SUPPLY] = supply;
	m->alarms_known = 0;
	assert_int_equal(flags_standing(m, NULL), 0);
	module_unref(m);
}

static void signals_stand_unless_monitors_contradict(void **state)
{
	struct module *m = any_module();
	struct lane *lane = &m->lane[0];

	(void)state;
	m->type = module_type_find("25g-sr");
	lane->rx_power = lane->tx_power = value_of(630000);
	lane->tx_bias = value_of(6000);
	lane->signals = SIGNAL_RX_LOS | SIGNAL_TX_LOS | SIGNAL_RX_LOL | SIGNAL_TX_FAULT | SIGNAL_TX_DISABLED;
	assert_int_equal(signals_standing(m, lane), SIGNAL_TX_LOS | SIGNAL_RX_LOL | SIGNAL_TX_DISABLED);
	lane->ber = value_of(14 << 11 | 250); /* 2.5e-8 */
	assert_int_equal(signals_standing(m, lane), SIGNAL_TX_LOS | SIGNAL_TX_DISABLED);
	/* A laser without its current, and light without power. */
	lane->tx_bias = value_of(0);
	lane->rx_power.state = VALUE_NO_LIGHT;
	lane->ber = value_of(0);
	assert_int_equal(signals_standing(m, lane), lane->signals);
	module_unref(m);
}

static void lanes_have_one_status(void **state)
{
	static const struct {
		const char *label;
		struct lane lane;
		enum lane_status status;
	} rows[] = {
		{ "nothing read", { .signals = 0 }, LANE_UNKNOWN },
		{ "power only", { .rx_power = { VALUE_OK, 500000 } }, LANE_OK },
		{ "no light", { .rx_power = { VALUE_NO_LIGHT, 0 } }, LANE_DARK },
		{ "los", { .signals = SIGNAL_RX_LOS, .signals_known = SIGNAL_RX_LOS }, LANE_DARK },
		{ "los, but light",
		  { .signals = SIGNAL_RX_LOS, .signals_known = 0x3f, .rx_power = { VALUE_OK, 500000 } },
		  LANE_OK },
		{ "los not supported", { .signals = SIGNAL_RX_LOS, .rx_power = { VALUE_OK, 1 } }, LANE_OK },
		{ "fault before los",
		  { .signals = SIGNAL_RX_LOS | SIGNAL_TX_FAULT, .signals_known = 0x3f },
		  LANE_FAULT },
		{ "disabled", { .signals = SIGNAL_TX_DISABLED, .signals_known = 0x3f }, LANE_DISABLED },
		{ "lol", { .signals = SIGNAL_RX_LOL, .signals_known = 0x3f }, LANE_WARNING },
		{ "a flag that is nonsense",
		  { .signals_known = 0x3f,
		    .rx_power = { VALUE_OK, 500000 },
		    .alarms_known = UINT32_MAX,
		    .alarms = 0x400 },
		  LANE_OK },
	};
	struct module *m = any_module();
	struct lane alarmed = { .signals_known = 0x3f,
		                .alarms_known = UINT32_MAX,
		                .rx_power = { VALUE_OK, 80000 },
		                .tx_bias = { VALUE_OK, 11000 } };

	(void)state;
	m->type = module_type_find("25g-sr");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_row(lane_status(m, &rows[i].lane) == rows[i].status, rows[i].label);
	alarmed.alarms = alarm_bit(MONITOR_RX_POWER, ALARM_LOW_WARNING);
	assert_int_equal(lane_status(m, &alarmed), LANE_WARNING);
	alarmed.alarms |= alarm_bit(MONITOR_TX_BIAS, ALARM_HIGH_ALARM);
	assert_int_equal(lane_status(m, &alarmed), LANE_ALARM);
	alarmed.alarms_known = 0;
	assert_int_equal(lane_status(m, &alarmed), LANE_OK);
	module_unref(m);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_stand_unless_contradicted),
		cmocka_unit_test(thresholds_that_can_not_be_used),
		cmocka_unit_test(signals_stand_unless_monitors_contradict),
		cmocka_unit_test(lanes_have_one_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
