/* SPDX-License-Identifier: BSD-3-Clause */
/* Short ways to write rows, shared by the register maps. */
#ifndef BREAKOUT_EEPROM_FIELD_ROWS_H
#define BREAKOUT_EEPROM_FIELD_ROWS_H

#include <stddef.h>

#include "eeprom/field.h"

#define ROW_MEMBER(name) .member = offsetof(struct module, name)

/* Stored codes, bytes and text. */
#define ROW_CODE(addr, k, l, name, table) \
	{ .at = addr, .len = 1, .key = k, .label = l, .kind = FIELD_UINT, .unit = UNIT_HEX, \
	  .member_type = MEMBER_U8, ROW_MEMBER(name), .names = table }
#define ROW_TEXT(addr, n, k, l, name) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_TEXT, .member_type = MEMBER_TEXT, ROW_MEMBER(name) }
#define ROW_BYTES(addr, n, k, l, name) \
	{ .at = addr, .len = n, .key = k, .label = l, .kind = FIELD_BYTES, .member_type = MEMBER_BYTES, \
	  ROW_MEMBER(name) }

/* Printed only: a number, a flag. */
#define ROW_NUMBER(addr, k, l, u, m) \
	{ .at = addr, .len = 1, .key = k, .label = l, .kind = FIELD_UINT, .unit = u, .mul = m }
#define ROW_BIT(addr, bit, k, l) \
	{ .at = addr, .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG }

/* A monitor's 16-bit number: LSB is m/d of the value's unit. */
#define ROW_VALUE(addr, k, l, kd, u, m, d, w, name) \
	{ .at = addr, .len = 2, .key = k, .label = l, .kind = kd, .unit = u, .mul = m, .div = d, .when = w, \
	  .member_type = MEMBER_VALUE, ROW_MEMBER(name) }

/*
 * LSBs of all families: temperature 1/256 degC, supply 100 uV, bias 2 uA,
 * optical power 0.1 uW.
 */
#define LSB_TEMPERATURE FIELD_INT, UNIT_CENTIDEGREE, 100, 256
#define LSB_SUPPLY FIELD_UINT, UNIT_MICROVOLT, 100, 1
#define LSB_BIAS FIELD_UINT, UNIT_MICROAMPERE, 2, 1
#define LSB_POWER FIELD_UINT, UNIT_NANOWATT, 100, 1
/* Expands an LSB before ROW_VALUE() counts its arguments. */
#define ROW_LSB(addr, k, l, lsb, w, name) ROW_VALUE_(addr, k, l, lsb, w, name)
#define ROW_VALUE_(...) ROW_VALUE(__VA_ARGS__)

/* Bits of flag maps. `bit` is that of lane 1, `step` as struct field's stride. */
#define ROW_LANE_SIGNAL(addr, bit, step, n, k, l, w, signal) \
	{ .at = addr, .len = 1, .shift = bit, .stride = step, .count = n, .key = k, .label = l, \
	  .kind = FIELD_FLAG, .when = w, .member_type = MEMBER_FLAG8, ROW_MEMBER(lane[0].signals), \
	  .known = offsetof(struct module, lane[0].signals_known), .mask = signal, \
	  .member_stride = sizeof(struct lane) }
#define ROW_LANE_ALARM(addr, bit, step, n, k, l, mon, level) \
	{ .at = addr, .len = 1, .shift = bit, .stride = step, .count = n, .key = k, .label = l, \
	  .kind = FIELD_FLAG, .when = WHEN_FLAGS + (mon), .member_type = MEMBER_FLAG32, \
	  ROW_MEMBER(lane[0].alarms), .known = offsetof(struct module, lane[0].alarms_known), \
	  .mask = ALARM_MASK(mon, level), .member_stride = sizeof(struct lane) }
#define ROW_ALARM(addr, bit, k, l, mon, level) \
	{ .at = addr, .len = 1, .shift = bit, .key = k, .label = l, .kind = FIELD_FLAG, \
	  .when = WHEN_FLAGS + (mon), .member_type = MEMBER_FLAG32, ROW_MEMBER(alarms), \
	  .known = offsetof(struct module, alarms_known), .mask = ALARM_MASK(mon, level) }
/* alarm_bit() as a constant expression. */
#define ALARM_MASK(mon, level) (UINT32_C(1) << (((mon) - 1) * 4 + (level)))

/* High alarm, low alarm, high warning, low warning: the order of all families. */
#define ROWS_THRESHOLDS(dev, pg, off, k, l, lsb, mon) \
	ROW_LSB(AT(dev, pg, (off)), k "_high_alarm", l " high alarm threshold", lsb, WHEN_THRESHOLDS + (mon), \
	        thresholds[mon].high_alarm), \
	ROW_LSB(AT(dev, pg, (off) + 2), k "_low_alarm", l " low alarm threshold", lsb, WHEN_THRESHOLDS + (mon), \
	        thresholds[mon].low_alarm), \
	ROW_LSB(AT(dev, pg, (off) + 4), k "_high_warning", l " high warning threshold", lsb, \
	        WHEN_THRESHOLDS + (mon), thresholds[mon].high_warning), \
	ROW_LSB(AT(dev, pg, (off) + 6), k "_low_warning", l " low warning threshold", lsb, \
	        WHEN_THRESHOLDS + (mon), thresholds[mon].low_warning)

#define AT(dev, pg, off) { .device = dev, .page = pg, .offset = off }

#endif
