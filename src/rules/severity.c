/* SPDX-License-Identifier: BSD-3-Clause */
/* When findings of a rule are less grave than the rule. */
#include "rules/severity.h"

#include <string.h>

static const struct {
	const char *id, *words;
} rows[] = {
	{ "DOM-02", "minor where it is not known whether the other end sends, info where there is a link" },
	{ "DOM-03", "minor where the laser is switched off, or there is a link all the same" },
	{ "DOM-04", "minor where it is not known whether the subport is up, info where there is a link" },
	{ "DOM-05", "minor where it is not known whether both ends are up, info where there is a link" },
	{ "DOM-06", "info where all lanes are within the limits of their types" },
	{ "DOM-08",
	  "minor where the receiver's own low or high alarm is not set, or the limits are not confirmed" },
	{ "DOM-09", "info up to 4.2 dB more than is allowed, which two monitors of 3 dB accuracy may be off "
	            "by; minor up to "
	            "6 dB, the most that they can be off by, and beyond that where what arrives is within "
	            "the limits of the "
	            "receiver, give or take 3 dB" },
	{ "DOM-11", "info where all powers are within limits" },
	{ "DOM-13", "minor for warnings" },
	{ "DOM-14", "minor for warnings" },
	{ "DOM-17", "minor, as the limits are not confirmed" },
	{ "DOM-18", "info up to 50 % more" },
	{ "DOM-19", "info up to 3 dB less" },
	{ "DOM-20", "minor where only one monitor says so, info where there is a link" },
	{ "HOST-11", "minor where it is not known that the port is meant to be up" },
};

const char *rule_eases(const struct rule *rule)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].id, rule->id) == 0)
			return rows[i].words;
	}
	return "less where facts are not confirmed, or nobody declared the leg";
}
