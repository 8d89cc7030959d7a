/* SPDX-License-Identifier: BSD-3-Clause */
/* Violations and events: labels and helpers. */
#include "model/event.h"

#include "base/text.h"

void module_brief_set(struct module_brief *brief, const struct module *m)
{
	*brief = (struct module_brief){ 0 };
	if (!m)
		return;
	TEXT_SET(brief->type_name, m->type_name);
	TEXT_SET(brief->vendor, m->vendor);
	TEXT_SET(brief->part_number, m->part_number);
	TEXT_SET(brief->serial, m->serial);
}

const struct code severity_labels[] = {
	{ SEVERITY_NONE, "none" },   { SEVERITY_INFO, "info" },         { SEVERITY_MINOR, "minor" },
	{ SEVERITY_MAJOR, "major" }, { SEVERITY_CRITICAL, "critical" }, { 0, NULL },
};

const struct code event_kind_labels[] = {
	{ EVENT_MODULE_INSERTED, "moduleInserted" },
	{ EVENT_MODULE_REMOVED, "moduleRemoved" },
	{ EVENT_LEG_MISMATCH, "legMismatch" },
	{ EVENT_LEG_MISMATCH_CLEARED, "legMismatchCleared" },
	{ EVENT_VIOLATION_RAISED, "violationRaised" },
	{ EVENT_VIOLATION_CLEARED, "violationCleared" },
	{ EVENT_LANE_ALARM, "laneAlarm" },
	{ EVENT_LANE_ALARM_CLEARED, "laneAlarmCleared" },
	{ EVENT_PORT_UNREADABLE, "portUnreadable" },
	{ EVENT_PORT_READABLE, "portReadable" },
	{ 0, NULL },
};
