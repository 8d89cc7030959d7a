/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the legs of a breakout as a set. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_too_many_legs)
TODO(check_same_leg_twice)
TODO(check_same_lane)
TODO(check_mixed_legs)
