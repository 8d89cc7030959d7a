/* SPDX-License-Identifier: BSD-3-Clause */
/* Damping. */
#include "collect/flap.h"

#include "base/clock.h"

bool flap_raised(struct flap *f, const struct flap_limits *limits, const struct timespec *mono)
{
	unsigned limit = limits->limit < FLAP_LIMIT_MAX ? limits->limit : FLAP_LIMIT_MAX;

	f->moved = *mono;
	if (limit == 0)
		return false;
	if (f->count > limit || f->next >= limit)
		f->count = f->next = 0;  /* the limit is another since */
	f->raised[f->next] = *mono;
	f->next = (f->next + 1) % limit;
	if (f->count < limit)
		f->count++;
	if (f->damped || f->count < limit ||
	    clock_ms_between(&f->raised[f->next], mono) > (int64_t)limits->window_ms)
		return false;
	f->damped = true;
	return true;
}

void flap_cleared(struct flap *f, const struct timespec *mono)
{
	f->moved = *mono;
}

void flap_resume(struct flap *f, const struct timespec *mono)
{
	f->damped = true;
	f->moved = *mono;
}

bool flap_calmed(struct flap *f, const struct flap_limits *limits, const struct timespec *mono)
{
	if (!f->damped && f->count == 0)
		return true;
	if (limits->limit && clock_ms_between(&f->moved, mono) < (int64_t)limits->window_ms)
		return false;
	*f = (struct flap){ 0 };
	return true;
}
