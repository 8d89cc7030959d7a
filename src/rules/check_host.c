/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the switch and the state of modules. */
#include "rules/check.h"

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_not_programmed)
TODO(check_data_path)
TODO(check_config_rejected)
TODO(check_not_ready)
TODO(check_power)
TODO(check_autoneg)
TODO(check_tx_disabled)
TODO(check_tx_disable_all)
TODO(check_clock_group)
