/* SPDX-License-Identifier: BSD-3-Clause */
/* Short ways to write rows, shared by the register maps. */
#ifndef BREAKOUT_EEPROM_FIELD_ROWS_H
#define BREAKOUT_EEPROM_FIELD_ROWS_H

#include <stddef.h>

#include "eeprom/field.h"

#define ROW_MEMBER(name) .member = offsetof(struct module, name)
#define ROW_OF_LANE(name) .of = OF_LANE, .member = offsetof(struct lane, name)
#define ROW_OF_HOST_LANE(name) .of = OF_HOST_LANE, .member = offsetof(struct host_lane, name)
#define ROW_OF_APPLICATION(name) .of = OF_APPLICATION, .member = offsetof(struct application, name)

/* Stored codes, bytes and text. */
#define ROW_CODE(addr, k, l, name, table) \
	{ .at = addr, .len = 1, .key = k, .label = l, .kind = FIELD_UINT, .unit = UNIT_HEX, \
	  .member_type = MEMBER_U8, ROW_MEMBER(name), .names = table }
#define ROW_TEXT(addr, n, k, l, name) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_TEXT, .member_type = MEMBER_TEXT, \
	  ROW_MEMBER(name) }
#define ROW_BYTES(addr, n, k, l, name) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_BYTES, .member_type = MEMBER_BYTES, \
	  ROW_MEMBER(name) }

/* Printed only: a number, a flag. */
#define ROW_NUMBER(addr, k, l, u, m) \
	{ .at = addr, .len = 1, .key = k, .label = l, .kind = FIELD_UINT, .unit = u, .mul = m }
#define ROW_BIT(addr, bit, k, l) \
	{ .at = addr, .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG }

/* Bytes whose bits have names: stored, and printed only. */
#define ROW_BITS(addr, n, k, l, name, table) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_BYTES, .member_type = MEMBER_BYTES, \
	  ROW_MEMBER(name), .names = table }
#define ROW_BITS_SHOWN(addr, n, k, l, table) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_BYTES, .names = table }
/* Printed by a function that knows the module; printed where a condition on the module holds. */
#define ROW_WORDS(addr, n, k, l, fn) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_BYTES, .words = fn }
#define ROW_WORDS_IF(addr, n, k, l, fn, cond) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_BYTES, .words = fn, .applies = cond }
/* `n` bits from `bit`, as a number with names. */
#define ROW_PART(addr, bit, n, k, l, table) \
	{ .at = addr, .len = 1, .shift = bit, .width = n, .key = k, .label = l, .kind = FIELD_UINT, \
	  .unit = UNIT_HEX, .names = table }

/* A 16-bit number in the step of `lsb`, one of the names below. */
#define ROW_VALUE(addr, k, l, lsb, w, name) \
	{ .at = addr, .len = 2, .key = k, .label = l, LSB_##lsb, .when = w, .member_type = MEMBER_VALUE, \
	  ROW_MEMBER(name) }

/*
 * Steps of all families: temperature 1/256 degC, supply 100 uV, bias 2 uA,
 * optical power 0.1 uW; wavelength 1/20 nm, its tolerance 1/200 nm.
 */
#define LSB_TEMPERATURE .kind = FIELD_INT, .unit = UNIT_CENTIDEGREE, .mul = 100, .div = 256
#define LSB_SUPPLY .kind = FIELD_UINT, .unit = UNIT_MICROVOLT, .mul = 100
#define LSB_BIAS .kind = FIELD_UINT, .unit = UNIT_MICROAMPERE, .mul = 2
#define LSB_POWER .kind = FIELD_UINT, .unit = UNIT_NANOWATT, .mul = 100
#define LSB_WAVELENGTH .kind = FIELD_UINT, .unit = UNIT_CENTINANOMETRE, .mul = 5
#define LSB_TOLERANCE .kind = FIELD_UINT, .unit = UNIT_CENTINANOMETRE, .div = 2

/* Bits of flag maps. `bit` is that of lane 1, `step` as struct field's stride. */
#define ROW_LANE_SIGNAL(addr, bit, step, n, k, l, w, signal) \
	{ .at = addr, .len = 1, .shift = bit, .stride = step, .count = n, .key = k, .label = l, \
	  .kind = FIELD_FLAG, .when = w, .member_type = MEMBER_FLAG8, ROW_OF_LANE(signals), \
	  .known = offsetof(struct lane, signals_known), .mask = signal }
#define ROW_LANE_ALARM(addr, bit, step, n, k, l, mon, level) \
	{ .at = addr, .len = 1, .shift = bit, .stride = step, .count = n, .key = k, .label = l, \
	  .kind = FIELD_FLAG, .when = WHEN_FLAGS + (mon), .member_type = MEMBER_FLAG32, \
	  ROW_OF_LANE(alarms), .known = offsetof(struct lane, alarms_known), \
	  .mask = ALARM_MASK(mon, level) }
#define ROW_ALARM(addr, bit, k, l, mon, level) \
	{ .at = addr, .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, \
	  .when = WHEN_FLAGS + (mon), .member_type = MEMBER_FLAG32, ROW_MEMBER(alarms), \
	  .known = offsetof(struct module, alarms_known), .mask = ALARM_MASK(mon, level) }
/* alarm_bit() as a constant expression. */
#define ALARM_MASK(mon, level) (UINT32_C(1) << (((mon) - 1) * 4 + (level)))

/* High alarm, low alarm, high warning, low warning: the order of all families. */
#define ROWS_THRESHOLDS(dev, pg, off, k, l, lsb, mon) \
	ROW_VALUE(AT(dev, pg, (off)), k "_high_alarm", l " high alarm threshold", lsb, \
		  WHEN_THRESHOLDS + (mon), \
		thresholds[mon].high_alarm), \
	ROW_VALUE(AT(dev, pg, (off) + 2), k "_low_alarm", l " low alarm threshold", lsb, \
		  WHEN_THRESHOLDS + (mon), \
		thresholds[mon].low_alarm), \
	ROW_VALUE(AT(dev, pg, (off) + 4), k "_high_warning", l " high warning threshold", lsb, \
		WHEN_THRESHOLDS + (mon), thresholds[mon].high_warning), \
	ROW_VALUE(AT(dev, pg, (off) + 6), k "_low_warning", l " low warning threshold", lsb, \
		WHEN_THRESHOLDS + (mon), thresholds[mon].low_warning)

#define AT(dev, pg, off) { .device = dev, .page = pg, .offset = off }

#endif
