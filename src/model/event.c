/* SPDX-License-Identifier: BSD-3-Clause */
/* Violations and events: labels and helpers. */
#include "model/event.h"

#include <stdlib.h>

#include "base/text.h"
#include "model/refs.h"

/* What a pointer to a shared event points into. */
struct shared_event {
	struct event event;   /* first */
	unsigned refs;
};

static const struct shared_event *shared_of(const struct event *event)
{
	return (const void *)event;
}

const struct event *event_share(const struct event *event)
{
	struct shared_event *shared = malloc(sizeof(*shared));

	if (!shared)
		return NULL;
	shared->event = *event;
	shared->refs = 1;
	return &shared->event;
}

const struct event *event_ref(const struct event *event)
{
	return refs_get(event, &shared_of(event)->refs);
}

void event_unref(const struct event *event)
{
	if (event && refs_put(&shared_of(event)->refs))
		free(refs_owned(shared_of(event)));
}

static const struct {
	enum event_kind raise, clear;
} pairs[] = {
	{ EVENT_LEG_MISMATCH, EVENT_LEG_MISMATCH_CLEARED },
	{ EVENT_VIOLATION_RAISED, EVENT_VIOLATION_CLEARED },
	{ EVENT_LANE_ALARM, EVENT_LANE_ALARM_CLEARED },
	{ EVENT_PORT_UNREADABLE, EVENT_PORT_READABLE },
	{ EVENT_FLAPPING_STARTED, EVENT_FLAPPING_ENDED },
};

const struct leg_decl *topology_leg(const struct topology *t, const struct subject *about)
{
	const struct breakout_decl *b = topology_breakout_of_index(t, about->breakout);

	return b && about->leg >= 1 && about->leg <= b->leg_count ? &b->legs[about->leg - 1] : NULL;
}

void subject_place(const struct subject *about, const struct topology *t, char *buf, size_t size)
{
	const struct breakout_decl *b = topology_breakout_of_index(t, about->breakout);
	const struct port_decl *port = topology_port_of_index(t, about->port);
	struct text text;

	text_init(&text, buf, size);
	if (!port)
		return;
	text_printf(&text, "%s %s", !b ? "port" : port == &t->ports[b->trunk] ? "trunk" : "leg port", port->name);
	if (about->lane)
		text_printf(&text, " lane %u", about->lane);
}

enum event_kind event_clear_of(enum event_kind raise)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (pairs[i].raise == raise)
			return pairs[i].clear;
	}
	return 0;
}

enum event_kind event_raise_of(enum event_kind kind)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (pairs[i].raise == kind || pairs[i].clear == kind)
			return pairs[i].raise;
	}
	return 0;
}

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
	{ EVENT_FLAPPING_STARTED, "flappingStarted" },
	{ EVENT_FLAPPING_ENDED, "flappingEnded" },
	{ 0, NULL },
};
