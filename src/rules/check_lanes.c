/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the lanes of a trunk against each other. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_polarity)
TODO(check_power_spread)
TODO(check_bias_spread)
TODO(check_lane_swap)
TODO(check_unused_lane_lit)
