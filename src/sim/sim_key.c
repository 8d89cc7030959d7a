/* SPDX-License-Identifier: BSD-3-Clause */
/* The key=value words of the simulator. */
#include "sim/sim_key.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/parse.h"
#include "base/text.h"

#define KEY_SIZE 32
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const struct sim_insertion sim_insertion_usual = { .connector = -1 };

/* Insertion. */

static const struct code fault_names[] = {
	{ SIM_FAULT_NONE, "none" },           { SIM_FAULT_CHECKSUM, "checksum" },
	{ SIM_FAULT_TRUNCATED, "truncated" }, { SIM_FAULT_FF, "ff" },
	{ SIM_FAULT_ZERO, "zero" },           { SIM_FAULT_SWAPPED, "swapped" },
	{ 0, NULL },
};

/* SFF-8024 table 4-3, those that breakouts meet; others by number. */
static const struct code connector_names[] = {
	{ 0x07, "lc" },     { 0x0b, "optical-pigtail" }, { 0x0c, "mpo" },  { 0x0d, "mpo-2x16" },
	{ 0x21, "copper-pigtail" }, { 0x22, "rj45" },    { 0x23, "none" }, { 0x24, "mxc" },
	{ 0x25, "cs" },     { 0x26, "sn" },              { 0x27, "mpo-2x12" }, { 0x28, "mpo-1x16" },
	{ 0, NULL },
};

/* Text that a module can hold: printable ASCII, no blanks at the ends (padding), not empty. */
static int parse_text(const char *value, size_t max, const char **ret_text, struct text *error)
{
	size_t len = strlen(value);

	for (size_t i = 0; i < len; i++) {
		if (value[i] < 0x20 || value[i] > 0x7e) {
			text_printf(error, "expected printable ASCII");
			return -EINVAL;
		}
	}
	if (len == 0 || len > max || value[0] == ' ' || value[len - 1] == ' ') {
		text_printf(error, "expected 1 to %zu characters without blanks at the ends", max);
		return -EINVAL;
	}
	*ret_text = value;
	return 0;
}

static int insert_vendor(const char *value, struct sim_insertion *how, struct text *error)
{
	return parse_text(value, 16, &how->identity.vendor, error);
}

static int insert_part(const char *value, struct sim_insertion *how, struct text *error)
{
	return parse_text(value, 16, &how->identity.part_number, error);
}

static int insert_serial(const char *value, struct sim_insertion *how, struct text *error)
{
	return parse_text(value, 16, &how->identity.serial, error);
}

static int insert_revision(const char *value, struct sim_insertion *how, struct text *error)
{
	return parse_text(value, 4, &how->identity.revision, error);
}

static int insert_date(const char *value, struct sim_insertion *how, struct text *error)
{
	if (strspn(value, "0123456789") < 6 || strlen(value) > 8) {
		text_printf(error, "expected YYMMDD and at most two characters for the lot");
		return -EINVAL;
	}
	return parse_text(value, 8, &how->identity.date_code, error);
}

static int insert_wavelength(const char *value, struct sim_insertion *how, struct text *error)
{
	double nm;
	int r = parse_double(value, 400, 2000, &nm);

	if (r < 0)
		text_printf(error, "expected 400 to 2000 (nm)");
	else
		how->wavelength = (uint32_t)lround(nm * 100);
	return r;
}

static int insert_seed(const char *value, struct sim_insertion *how, struct text *error)
{
	int r = parse_u32(value, 0, UINT32_MAX, &how->identity.seed);

	if (r < 0)
		text_printf(error, "expected a whole number, 0 to %u", UINT32_MAX);
	else
		how->seed_given = true;
	return r;
}

static int insert_connector(const char *value, struct sim_insertion *how, struct text *error)
{
	const struct code *known = code_find(connector_names, value);
	char choices[160];
	uint32_t code;

	if (known) {
		how->connector = (int)known->code;
		return 0;
	}
	if (parse_u32(value, 0, 255, &code) == 0) {
		how->connector = (int)code;
		return 0;
	}
	text_printf(error, "expected %s, or an SFF-8024 code, 0 to 255",
	            code_choices(connector_names, choices, sizeof(choices)));
	return -EINVAL;
}

static int insert_length(const char *value, struct sim_insertion *how, struct text *error)
{
	uint32_t metres;
	int r = parse_u32(value, 1, 254, &metres);

	if (r < 0)
		text_printf(error, "expected 1 to 254 (m)");
	else
		how->identity.cable_m = (uint8_t)metres;
	return r;
}

static int insert_legs(const char *value, struct sim_insertion *how, struct text *error)
{
	uint32_t legs;
	int r = parse_u32(value, 2, 8, &legs);

	if (r < 0)
		text_printf(error, "expected 2 to 8");
	else
		how->identity.legs = (uint8_t)legs;
	return r;
}

static int insert_mode(const char *value, struct sim_insertion *how, struct text *error)
{
	int r = mode_parse(value, &how->identity.mode);

	if (r < 0)
		text_printf(error, "expected a mode such as 4x100G");
	return r;
}

static int insert_dual_rate(const char *value, struct sim_insertion *how, struct text *error)
{
	uint32_t bit;
	int r = parse_u32(value, 0, 1, &bit);

	if (r < 0)
		text_printf(error, "expected 0 or 1");
	else
		how->dual_rate = bit;
	return r;
}

static int insert_fault(const char *value, struct sim_insertion *how, struct text *error)
{
	const struct code *known = code_find(fault_names, value);
	char choices[80];

	if (!known) {
		text_printf(error, "expected %s", code_choices(fault_names, choices, sizeof(choices)));
		return -EINVAL;
	}
	how->fault = (enum sim_fault)known->code;
	return 0;
}

static const struct insertion_key {
	const char *name;
	const char *about;
	int (*parse)(const char *value, struct sim_insertion *how, struct text *error);
} insertion_keys[] = {
	{ "vendor", "vendor name, at most 16 characters", insert_vendor },
	{ "part-number", "part number, at most 16 characters", insert_part },
	{ "serial", "serial number, at most 16 characters", insert_serial },
	{ "revision", "revision, 2 to 4 characters as the module can hold", insert_revision },
	{ "date", "date code, YYMMDD", insert_date },
	{ "wavelength", "nominal wavelength in nm", insert_wavelength },
	{ "seed", "number that varies serial number and measurements (default: the port's index)",
	  insert_seed },
	{ "connector", "lc, mpo, none... or the SFF-8024 code", insert_connector },
	{ "dual-rate", "1: lanes of 25G that also run at 10G", insert_dual_rate },
	{ "length", "length of a cable in m (default: 3)", insert_length },
	{ "legs", "other ends of a fan-out cable", insert_legs },
	{ "mode", "what a CMIS module is programmed for (default: the split of the port)", insert_mode },
	{ "fault", "memory that is broken: none, checksum, truncated, ff, zero, swapped", insert_fault },
};

/* Changes. */

enum key_kind {
	KEY_MODULE_MONITOR,
	KEY_LANE_MONITOR,
	KEY_SIGNAL,
};

struct sim_key {
	const char *name;
	const char *about;
	enum key_kind kind;
	enum monitor monitor;
	enum signal signal;
	double min, max;       /* in the unit that people use */
	double unit;           /* value.h's units in one of those; 0: optical power in dBm */
	int32_t tolerance;     /* of reading back: one LSB of the coarsest register */
};

/* Ranges are what the registers of SFF-8472 and SFF-8636 can hold. */
static const struct sim_key change_keys[] = {
	{ "temperature", "module temperature in degrees C", KEY_MODULE_MONITOR, MONITOR_TEMPERATURE, 0, -128,
	  127.99, 100, 1 },
	{ "vcc", "supply voltage in V", KEY_MODULE_MONITOR, MONITOR_SUPPLY, 0, 0, 6.5535, 1e6, 100 },
	{ "rx", "received power in dBm, or off (also sets and clears los)", KEY_LANE_MONITOR,
	  MONITOR_RX_POWER, 0, -40, 8.16, 0, 100 },
	{ "tx", "transmitted power in dBm, or off", KEY_LANE_MONITOR, MONITOR_TX_POWER, 0, -40, 8.16, 0,
	  100 },
	{ "bias", "laser bias current in mA", KEY_LANE_MONITOR, MONITOR_TX_BIAS, 0, 0, 131.07, 1000, 8 },
	{ "los", "loss of the received signal, 0 or 1", KEY_SIGNAL, 0, SIGNAL_RX_LOS, 0, 1, 1, 0 },
	{ "tx-los", "no electrical signal from the host, 0 or 1", KEY_SIGNAL, 0, SIGNAL_TX_LOS, 0, 1, 1, 0 },
	{ "lol", "receiver lost lock, 0 or 1", KEY_SIGNAL, 0, SIGNAL_RX_LOL, 0, 1, 1, 0 },
	{ "tx-lol", "transmitter lost lock, 0 or 1", KEY_SIGNAL, 0, SIGNAL_TX_LOL, 0, 1, 1, 0 },
	{ "fault", "transmitter fault, 0 or 1", KEY_SIGNAL, 0, SIGNAL_TX_FAULT, 0, 1, 1, 0 },
	{ "disable", "transmitter disabled by the host, 0 or 1", KEY_SIGNAL, 0, SIGNAL_TX_DISABLED, 0, 1, 1,
	  0 },
};

/* Split "key=value", or explain what was wanted. */
static int split_word(const char *word, char *key, const char **ret_value, struct text *error)
{
	int r = parse_pair(word, key, KEY_SIZE, ret_value);

	if (r < 0)
		text_printf(error, "'%s': expected KEY=VALUE", word);
	return r;
}

int sim_insertion_parse(const char *word, struct sim_insertion *how, char *error, size_t size)
{
	char key[KEY_SIZE], why[256];
	const char *value;
	struct text t, reason;
	int r;

	text_init(&t, error, size);
	r = split_word(word, key, &value, &t);
	for (size_t i = 0; r == 0 && i < COUNT(insertion_keys); i++) {
		if (strcmp(insertion_keys[i].name, key) != 0)
			continue;
		text_init(&reason, why, sizeof(why));
		r = insertion_keys[i].parse(value, how, &reason);
		if (r < 0)
			text_printf(&t, "%s: %s", word, why);
		return r;
	}
	if (r == 0)
		text_printf(&t, "unknown key '%s', expected ", key);
	else
		text_printf(&t, " with one of ");
	for (size_t i = 0; i < COUNT(insertion_keys); i++)
		text_printf(&t, "%s%s", i ? ", " : "", insertion_keys[i].name);
	return -EINVAL;
}

static int parse_change(const struct sim_key *key, const char *word, struct value *ret_value,
			struct text *error)
{
	double v;
	int r;

	if (key->unit == 0 && (strcmp(word, "off") == 0 || strcmp(word, "-inf") == 0)) {
		*ret_value = (struct value){ .state = VALUE_NO_LIGHT };
		return 0;
	}
	if (key->kind == KEY_SIGNAL) {
		uint32_t bit;

		r = parse_u32(word, 0, 1, &bit);
		if (r < 0)
			text_printf(error, "expected 0 or 1");
		else
			*ret_value = value_of((int32_t)bit);
		return r;
	}
	r = parse_double(word, key->min, key->max, &v);
	if (r < 0) {
		text_printf(error, "expected %g to %g%s", key->min, key->max,
			    key->unit == 0 ? " (dBm) or off" : "");
		return r;
	}
	*ret_value = value_of(key->unit == 0 ? power_nw_from_cdbm((int32_t)lround(v * 100))
					     : (int32_t)lround(v * key->unit));
	/* -40 dBm is where "no light" begins. */
	if (key->unit == 0 && ret_value->v == 0)
		ret_value->state = VALUE_NO_LIGHT;
	return 0;
}

int sim_change_parse(const char *word, struct sim_change *ret_change, char *error, size_t size)
{
	char key[KEY_SIZE], why[128];
	const char *value;
	struct text t, reason;
	int r;

	text_init(&t, error, size);
	r = split_word(word, key, &value, &t);
	for (size_t i = 0; r == 0 && i < COUNT(change_keys); i++) {
		struct sim_change change = { .key = &change_keys[i] };

		if (strcmp(change_keys[i].name, key) != 0)
			continue;
		text_init(&reason, why, sizeof(why));
		r = parse_change(change.key, value, &change.value, &reason);
		if (r < 0)
			text_printf(&t, "%s: %s", word, why);
		else
			*ret_change = change;
		return r;
	}
	if (r == 0)
		text_printf(&t, "unknown key '%s', expected ", key);
	else
		text_printf(&t, " with one of ");
	for (size_t i = 0; i < COUNT(change_keys); i++)
		text_printf(&t, "%s%s", i ? ", " : "", change_keys[i].name);
	return -EINVAL;
}

static struct value *module_monitor(struct module *m, enum monitor monitor)
{
	return monitor == MONITOR_TEMPERATURE ? &m->temperature : &m->supply;
}

static struct value *lane_monitor(struct lane *lane, enum monitor monitor)
{
	switch (monitor) {
	case MONITOR_RX_POWER:
		return &lane->rx_power;
	case MONITOR_TX_POWER:
		return &lane->tx_power;
	default:
		return &lane->tx_bias;
	}
}

static void set_alarm(uint32_t *alarms, uint32_t known, uint32_t bit, bool on)
{
	if (on && (known & bit))
		*alarms |= bit;
	else
		*alarms &= ~bit;
}

/* Flags as a module would raise them for value `v`; thresholds it doesn't have raise none. */
static void follow_thresholds(const struct thresholds *t, enum monitor monitor, int32_t v, uint32_t *alarms,
                              uint32_t known)
{
	set_alarm(alarms, known, alarm_bit(monitor, ALARM_HIGH_ALARM),
	          value_ok(t->high_alarm) && v > t->high_alarm.v);
	set_alarm(alarms, known, alarm_bit(monitor, ALARM_HIGH_WARNING),
	          value_ok(t->high_warning) && v > t->high_warning.v);
	set_alarm(alarms, known, alarm_bit(monitor, ALARM_LOW_WARNING),
	          value_ok(t->low_warning) && v < t->low_warning.v);
	set_alarm(alarms, known, alarm_bit(monitor, ALARM_LOW_ALARM),
		  value_ok(t->low_alarm) && v < t->low_alarm.v);
}

static bool monitored(struct value v)
{
	return v.state == VALUE_OK || v.state == VALUE_NO_LIGHT;
}

static void set_signal(struct lane *lane, enum signal signal, bool on)
{
	if (on)
		lane->signals |= (uint8_t)signal;
	else
		lane->signals &= (uint8_t)~signal;
}

static bool change_lane(const struct sim_change *change, struct module *m, struct lane *lane)
{
	const struct sim_key *key = change->key;

	if (key->kind == KEY_SIGNAL) {
		if (!(lane->signals_known & key->signal))
			return false;
		set_signal(lane, key->signal, change->value.v);
		return true;
	}
	struct value *v = lane_monitor(lane, key->monitor);

	if (!monitored(*v))
		return false;
	*v = change->value;
	follow_thresholds(&m->thresholds[key->monitor], key->monitor, v->v, &lane->alarms,
			  lane->alarms_known);
	if (key->monitor == MONITOR_RX_POWER && (lane->signals_known & SIGNAL_RX_LOS))
		set_signal(lane, SIGNAL_RX_LOS, v->state == VALUE_NO_LIGHT);
	return true;
}

static bool change_module(const struct sim_change *change, struct module *m)
{
	const struct sim_key *key = change->key;
	struct value *v = module_monitor(m, key->monitor);

	if (!monitored(*v))
		return false;
	*v = change->value;
	follow_thresholds(&m->thresholds[key->monitor], key->monitor, v->v, &m->alarms, m->alarms_known);
	return true;
}

/* Does the module have what the key is about? */
static bool key_possible(const struct sim_key *key, struct module *m)
{
	struct lane *lane = &m->lane[0];

	if (key->kind == KEY_MODULE_MONITOR)
		return monitored(*module_monitor(m, key->monitor));
	if (m->lanes == 0)
		return false;
	return key->kind == KEY_SIGNAL ? (lane->signals_known & key->signal) != 0
				       : monitored(*lane_monitor(lane, key->monitor));
}

static int not_possible(const struct sim_key *key, struct module *m, char *error, size_t size)
{
	struct text t;
	size_t before;

	text_init(&t, error, size);
	text_printf(&t, "this module does not have '%s'; it has", key->name);
	before = t.len;
	for (size_t i = 0; i < COUNT(change_keys); i++) {
		if (key_possible(&change_keys[i], m))
			text_printf(&t, "%s %s", t.len > before ? "," : "", change_keys[i].name);
	}
	if (t.len == before)
		text_printf(&t, " nothing to set");
	return -EINVAL;
}

int sim_change_apply(const struct sim_change *change, struct module *m, unsigned lane, char *error,
		     size_t size)
{
	bool done = true;

	if (change->key->kind == KEY_MODULE_MONITOR) {
		if (lane > 0) {
			snprintf(error, size, "'%s' is of the module, not of a lane: leave the lane out",
			         change->key->name);
			return -EINVAL;
		}
		return change_module(change, m) ? 0 : not_possible(change->key, m, error, size);
	}
	if (lane > 0 && !module_lane(m, lane)) {
		snprintf(error, size, "no lane %u, the module has %s%u", lane,
			 m->lanes > 1 ? "lanes 1 to " : "lane ", m->lanes);
		return -EINVAL;
	}
	if (m->lanes == 0)
		done = false;
	for (unsigned n = 1; module_lane(m, n); n++) {
		if (lane == 0 || lane == n)
			done = change_lane(change, m, &m->lane[n - 1]) && done;
	}
	return done ? 0 : not_possible(change->key, m, error, size);
}

static bool value_holds(struct value is, struct value wanted, int32_t tolerance)
{
	return is.state == wanted.state && labs((long)is.v - wanted.v) <= tolerance;
}

bool sim_change_holds(const struct sim_change *change, const struct module *wanted, const struct module *is,
                      unsigned lane)
{
	const struct sim_key *key = change->key;

	if (key->kind == KEY_MODULE_MONITOR) {
		if (key->monitor == MONITOR_TEMPERATURE)
			return value_holds(is->temperature, wanted->temperature, key->tolerance);
		return value_holds(is->supply, wanted->supply, key->tolerance);
	}
	for (unsigned n = 1; module_lane(wanted, n); n++) {
		struct lane a = wanted->lane[n - 1], b = is->lane[n - 1];

		if (lane != 0 && lane != n)
			continue;
		if (key->kind == KEY_SIGNAL) {
			if (!(b.signals_known & key->signal) || ((a.signals ^ b.signals) & key->signal))
				return false;
		} else if (!value_holds(*lane_monitor(&b, key->monitor), *lane_monitor(&a, key->monitor),
		                        key->tolerance)) {
			return false;
		}
	}
	return true;
}

const char *sim_change_name(const struct sim_change *change)
{
	return change->key->name;
}

bool sim_insertion_key(size_t n, const char **ret_name, const char **ret_about)
{
	if (n >= COUNT(insertion_keys))
		return false;
	*ret_name = insertion_keys[n].name;
	*ret_about = insertion_keys[n].about;
	return true;
}

bool sim_change_key(size_t n, const char **ret_name, const char **ret_about)
{
	if (n >= COUNT(change_keys))
		return false;
	*ret_name = change_keys[n].name;
	*ret_about = change_keys[n].about;
	return true;
}
