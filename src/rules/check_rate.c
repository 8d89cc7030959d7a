/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of rate and modulation. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_rate_select)
TODO(check_lane_group)
TODO(check_active_modulation)
TODO(check_coherent)
TODO(check_linear)
