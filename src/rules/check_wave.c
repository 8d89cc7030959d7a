/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of wavelengths. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_bidi_pair)
TODO(check_wavelength_implausible)
TODO(check_tunable_leg)
