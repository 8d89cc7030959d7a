/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A number that may not be there, and why.
 *
 * "Not read", "not supported", "unreadable", "corrupt" and "no light" are
 * five different things from the source to the MIB, so a number that can be
 * missing is never a bare int with a sentinel. A zeroed struct is "not read".
 *
 * Units, one per quantity everywhere (the MIB's, so nothing is converted
 * twice): temperature 0.01 degC, supply uV, bias uA, optical power nW
 * (value_power_cdbm() for 0.01 dBm), wavelength 0.01 nm, rate Mb/s, length m,
 * signal-to-noise ratio 0.01 dB, bit error ratio F16 (ratio_from_f16()).
 */
#ifndef BREAKOUT_MODEL_VALUE_H
#define BREAKOUT_MODEL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

enum value_state {
	VALUE_ABSENT,       /* not read (yet): bytes not in the image */
	VALUE_OK,           /* `v` holds */
	VALUE_NO_LIGHT,     /* an optical power of raw 0: below the range; `v` is 0 */
	VALUE_UNSUPPORTED,  /* the module says it does not have this */
	VALUE_UNREADABLE,   /* reading the bytes failed */
	VALUE_CORRUPT,      /* bytes were read but can't be right */
};

struct value {
	enum value_state state;
	int32_t v;
};

static inline struct value value_of(int32_t v)
{
	return (struct value){ .state = VALUE_OK, .v = v };
}

static inline bool value_ok(struct value v)
{
	return v.state == VALUE_OK;
}

/* "ok", "noLight", "unsupported"... */
const char *value_state_name(enum value_state state);

/*
 * Optical power in 0.01 dBm, rounded to nearest. No light, and anything
 * below -40.00 dBm (0.1 uW is the registers' LSB), gives -4000.
 */
int32_t power_cdbm_from_nw(int32_t nw);

/* The inverse: nW for 0.01 dBm; -4000 and below give 0. */
int32_t power_nw_from_cdbm(int32_t cdbm);

/*
 * A ratio as CMIS writes it (F16): the upper 5 bits are an exponent of ten,
 * plus 24, the lower 11 bits the mantissa. Kept as it is: 0 and 1e-20 differ.
 */
double ratio_from_f16(int32_t f16);

/* Three-valued facts. Zero is "unknown", so a zeroed struct claims nothing. */
enum tristate {
	TRI_UNKNOWN,
	TRI_NO,
	TRI_YES,
};

#endif
