/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of light and monitors of one leg or port. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_dom_untrusted)
TODO(check_no_light)
TODO(check_tx_fault)
TODO(check_no_host_signal)
TODO(check_lock_lost)
TODO(check_power_limits)
TODO(check_link_loss)
TODO(check_negative_loss)
TODO(check_loss_asymmetry)
TODO(check_threshold)
TODO(check_environment)
TODO(check_oma)
TODO(check_error_rate)
TODO(check_bias_drift)
TODO(check_power_drift)
