/* SPDX-License-Identifier: BSD-3-Clause */
/* When findings of a rule are less grave than the rule. */
#ifndef BREAKOUT_RULES_SEVERITY_H
#define BREAKOUT_RULES_SEVERITY_H

#include "rules/rule.h"

/* "minor for warnings": follows the rule's own severity. */
const char *rule_eases(const struct rule *rule);

#endif
