/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of reach and FEC. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_reach_differs)
TODO(check_reach_incompatible)
TODO(check_fibre_too_long)
TODO(check_line_fec)
TODO(check_fec_off)
TODO(check_fec_twice)
TODO(check_host_fec_differs)
TODO(check_fec_weak)
