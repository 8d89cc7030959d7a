/* SPDX-License-Identifier: BSD-3-Clause */
/* Bytes of the memory that was compared, for the predicates of compare_reasons[]. */
#ifndef BREAKOUT_TESTS_COMPARE_BYTES_H
#define BREAKOUT_TESTS_COMPARE_BYTES_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diff/compare.h"

/* Linear layout. */
#define A2(offset) (256u + (offset))
#define PAGE(page, offset) ((page)*128u + (offset))
#define P03(offset) PAGE(3, offset)
#define P01(offset) PAGE(1, offset)
#define P02(offset) PAGE(2, offset)
#define P11(offset) PAGE(0x11, offset)

static inline bool is_8472(const struct comparison *c)
{
	return c->m->family == FAMILY_SFF8472;
}

static inline bool is_8636(const struct comparison *c)
{
	return c->m->family == FAMILY_SFF8636;
}

static inline bool is_cmis(const struct comparison *c)
{
	return c->m->family == FAMILY_CMIS;
}

static inline unsigned byte(const struct comparison *c, unsigned at)
{
	return at < c->len ? c->bytes[at] : 0;
}

static inline unsigned word(const struct comparison *c, unsigned at)
{
	return byte(c, at) << 8 | byte(c, at + 1);
}

static inline int signed_word(const struct comparison *c, unsigned at)
{
	return (int16_t)word(c, at);
}

static inline bool row_is(const struct comparison *c, const char *label)
{
	return strcmp(c->row->label, label) == 0;
}

static inline bool is_power(const struct comparison *c)
{
	return c->row->monitor == MONITOR_RX_POWER || c->row->monitor == MONITOR_TX_POWER;
}

/* Neither a value nor darkness. */
static inline bool ours_is_missing(const struct comparison *c)
{
	return !c->shown && c->value.state != VALUE_NO_LIGHT;
}

static inline double theirs_number(const struct comparison *c)
{
	return c->theirs ? strtod(c->theirs, NULL) : NAN;
}

/* Registers `first` to `last` - 1 are all `fill`. */
static inline bool filled(const struct comparison *c, unsigned first, unsigned last, unsigned fill)
{
	for (unsigned at = first; at < last; at++) {
		if (byte(c, at) != fill)
			return false;
	}
	return true;
}

static inline bool blank(const struct comparison *c, unsigned first, unsigned last)
{
	return filled(c, first, last, 0x00) || filled(c, first, last, 0xff);
}

static inline bool sum_is_wrong(const struct comparison *c, unsigned first, unsigned at)
{
	unsigned sum = 0;

	for (unsigned i = first; i < at; i++)
		sum += byte(c, i);
	return (sum & 0xff) != byte(c, at);
}

/* Of diagnostics: compare_monitors.c. */
bool address_change(const struct comparison *c);
bool thresholds_hidden(const struct comparison *c);
bool flags_hidden(const struct comparison *c);
bool shown_unadvertised(const struct comparison *c);
bool not_advertised(const struct comparison *c);
bool cmis_not_advertised(const struct comparison *c);
bool cmis_flag_mask(const struct comparison *c);
bool cmis_thresholds_sum(const struct comparison *c);
bool temperature_zero(const struct comparison *c);
bool monitors_blank(const struct comparison *c);
bool supply_blank(const struct comparison *c);
bool cmis_bias_multiplier(const struct comparison *c);
bool calibration_truncates(const struct comparison *c);
bool calibration_linear(const struct comparison *c);
bool calibration_wraps(const struct comparison *c);
bool calibration_unprogrammed(const struct comparison *c);
bool thresholds_as_stored(const struct comparison *c);
bool thresholds_blank(const struct comparison *c);
bool thresholds_disordered(const struct comparison *c);

#endif
