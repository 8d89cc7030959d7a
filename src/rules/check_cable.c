/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of cable assemblies. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_cable_expected)
TODO(check_cable_serial)
TODO(check_cable_vendor)
TODO(check_cable_shape)
TODO(check_cable_length)
TODO(check_cable_too_long)
TODO(check_leg_end_as_trunk)
TODO(check_gearbox)
