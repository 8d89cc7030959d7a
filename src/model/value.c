/* SPDX-License-Identifier: BSD-3-Clause */
/* Values that may be missing, and optical power arithmetic. */
#include "model/value.h"

#include <math.h>
#include <stddef.h>

#define POWER_FLOOR_CDBM (-4000)

const char *value_state_name(enum value_state state)
{
	switch (state) {
	case VALUE_ABSENT:
		return "absent";
	case VALUE_OK:
		return "ok";
	case VALUE_NO_LIGHT:
		return "noLight";
	case VALUE_UNSUPPORTED:
		return "unsupported";
	case VALUE_UNREADABLE:
		return "unreadable";
	case VALUE_CORRUPT:
		return "corrupt";
	}
	return "absent";
}

int32_t power_cdbm_from_nw(int32_t nw)
{
	long cdbm;

	if (nw <= 0)
		return POWER_FLOOR_CDBM;
	/* dBm = 10 * log10(P / 1 mW), in hundredths. */
	cdbm = lround(1000.0 * log10(nw / 1e6));
	return cdbm < POWER_FLOOR_CDBM ? POWER_FLOOR_CDBM : (int32_t)cdbm;
}

int32_t power_nw_from_cdbm(int32_t cdbm)
{
	if (cdbm <= POWER_FLOOR_CDBM)
		return 0;
	/* 33 dBm is 2 W: far beyond any module, and still fits. */
	if (cdbm > 3300)
		cdbm = 3300;
	return (int32_t)lround(pow(10.0, cdbm / 1000.0) * 1e6);
}

double ratio_from_f16(int32_t f16)
{
	return (f16 & 0x7ff) * pow(10.0, (f16 >> 11 & 0x1f) - 24);
}
