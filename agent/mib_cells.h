/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Getters that most columns share: they take a field of one of the row's
 * objects, found by column->field, and say whether it is there.
 */
#ifndef BREAKOUT_AGENT_MIB_CELLS_H
#define BREAKOUT_AGENT_MIB_CELLS_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/mib.h"

/* Column rows: number, name and type, a getter, then any of the members below. */
#define COLUMN(number_, name_, type_, get_, ...) \
	{ .number = (number_), .name = (name_), .type = (type_), .access = MIB_READ_ONLY, .get = (get_), \
	  ##__VA_ARGS__ }
#define INDEX_COLUMN(number_, name_, type_, ...) \
	{ .number = (number_), .name = (name_), .type = (type_), .access = MIB_NOT_ACCESSIBLE, ##__VA_ARGS__ }
/* A field of object 0 or 1 of the row. */
#define FIELD(part_, type_, member_) \
	.field = { (part_), offsetof(type_, member_), sizeof(((type_ *)0)->member_) }
#define LABELS(labels_, shift_) .labels = (labels_), .shift = (shift_)

/* Setting values. All return true, so that a getter can end with them. */
bool cell_set_integer(struct mib_value *ret_value, int32_t v);
bool cell_set_unsigned(struct mib_value *ret_value, uint32_t v);
bool cell_set_string(struct mib_value *ret_value, const char *text);  /* which outlives the view */
bool cell_set_copy(struct mib_value *ret_value, const char *text);  /* which does not */
bool cell_set_copy_upto(struct mib_value *ret_value, const char *text, size_t octets);  /* at most 255 */
bool cell_set_truth(struct mib_value *ret_value, bool v);
/* BITS: bit n of `bits` is bit n of the MIB, of which there are `count` <= 32. */
bool cell_set_bits(struct mib_value *ret_value, uint32_t bits, unsigned count);
/* DateAndTime, in UTC. */
bool cell_set_date(struct mib_value *ret_value, const struct timespec *realtime);
/* TimeStamp: sysUpTime at a time of CLOCK_MONOTONIC; 0 for one before the agent started. */
bool cell_set_stamp(struct mib_value *ret_value, const struct mib_view *view, const struct timespec *mono);

/* The same with absence: false for 0, an unset date, a value that is not VALUE_OK. */
bool cell_some_unsigned(struct mib_value *ret_value, uint32_t v);
bool cell_some_date(struct mib_value *ret_value, const struct timespec *realtime);
bool cell_some_age(struct mib_value *ret_value, const struct port_state *port, const struct timespec *now);

/* The value of a monitor in the MIB's unit; false if there is none. */
bool cell_monitor(enum monitor monitor, struct value value, int32_t *ret_v);

/* mib_get_fn for fields of the type they name. */
bool cell_text(const struct mib_cell *cell, struct mib_value *ret_value);           /* char[] */
bool cell_some_text(const struct mib_cell *cell, struct mib_value *ret_value);      /* absent if empty */
bool cell_string(const struct mib_cell *cell, struct mib_value *ret_value);         /* const char * */
bool cell_enum(const struct mib_cell *cell, struct mib_value *ret_value);           /* enum with labels */
bool cell_unsigned(const struct mib_cell *cell, struct mib_value *ret_value);       /* uint8_t to size_t */
bool cell_unsigned_some(const struct mib_cell *cell, struct mib_value *ret_value);  /* absent if 0 */
bool cell_integer(const struct mib_cell *cell, struct mib_value *ret_value);        /* the same, signed */
bool cell_value(const struct mib_cell *cell, struct mib_value *ret_value);          /* a value as it is */
bool cell_power(const struct mib_cell *cell, struct mib_value *ret_value);          /* struct value, nW */
bool cell_date(const struct mib_cell *cell, struct mib_value *ret_value);           /* time; absent if 0 */
bool cell_truth(const struct mib_cell *cell, struct mib_value *ret_value);          /* bool */
bool cell_mode(const struct mib_cell *cell, struct mib_value *ret_value);           /* struct mode */

extern const struct code truth_labels[];

#endif
