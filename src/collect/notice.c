/* SPDX-License-Identifier: BSD-3-Clause */
/* Events in words. */
#include "collect/notice.h"

#include <stdio.h>

#include "base/text.h"

/* "breakout bo1 leg 3 (trunk swp1 lane 3): ..." */
static void describe(const struct event *event, const char *place, const char *what, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	if (event->breakout_name[0])
		text_printf(&t, "breakout %s", event->breakout_name);
	if (event->about.leg)
		text_item(&t, " ", "leg %u", event->about.leg);
	if (place && place[0])
		text_item(&t, " ", t.len ? "(%s)" : "%s", place);
	else if (event->port_name[0])
		text_item(&t, " ", t.len ? "(port %s)" : "port %s", event->port_name);
	text_item(&t, ": ", "%s", what);
}

void notice_violation(const struct notice_violation *n, enum event_kind kind, const struct timespec *time,
                      struct event *ret_event)
{
	bool raise = kind == n->raise || kind == EVENT_FLAPPING_STARTED;
	char what[2 * FINDING_TEXT + 96];

	*ret_event = (struct event){
		.kind = kind,
		.severity = raise ? n->v.severity : SEVERITY_NONE,
		.time = *time,
		.rule = n->v.rule,
		.about = n->v.about,
		.if_index = n->if_index,
		.suppressed = kind == n->raise ? n->v.suppressed : 0,
		.module = n->v.module,
	};
	TEXT_SET(ret_event->rule_id, n->rule_id);
	TEXT_SET(ret_event->breakout_name, n->breakout_name);
	TEXT_SET(ret_event->port_name, n->port_name);
	TEXT_SET(ret_event->expected, n->v.expected);
	TEXT_SET(ret_event->observed, n->v.observed);
	if (kind == n->raise)
		snprintf(what, sizeof(what), "%s %s: expected %s; observed %s", n->rule_id, n->rule_name,
		         n->v.expected, n->v.observed);
	else if (kind == EVENT_FLAPPING_STARTED)
		snprintf(what, sizeof(what), "%s %s: comes and goes; no more of it until it is calm",
		         n->rule_id, n->rule_name);
	else
		snprintf(what, sizeof(what), "%s %s: %s", n->rule_id, n->rule_name,
		         kind == EVENT_FLAPPING_ENDED ? "calm again" : "no longer");
	describe(ret_event, n->place, what, ret_event->text, sizeof(ret_event->text));
}

void notice_violation_of(const struct event *event, struct notice_violation *ret_notice)
{
	*ret_notice = (struct notice_violation){
		.v = {
			.rule = event->rule,
			.severity = event->severity,
			.about = event->about,
			.since = event->time,
			.suppressed = event->suppressed,
			.module = event->module,
		},
		.raise = event->kind,
		.if_index = event->if_index,
	};
	TEXT_SET(ret_notice->v.expected, event->expected);
	TEXT_SET(ret_notice->v.observed, event->observed);
	TEXT_SET(ret_notice->rule_id, event->rule_id);
	TEXT_SET(ret_notice->breakout_name, event->breakout_name);
	TEXT_SET(ret_notice->port_name, event->port_name);
}

/* What happened to a port, in words. */
static void port_words(enum event_kind kind, const struct module *m, const char *observed, char *buf,
                       size_t size)
{
	char summary[128];

	switch (kind) {
	case EVENT_PORT_UNREADABLE:
		snprintf(buf, size, "the module can not be read: %s", observed ? observed : "");
		return;
	case EVENT_FLAPPING_STARTED:
		snprintf(buf, size, "%s; no more of it until it is calm",
		         observed ? observed : "comes and goes");
		return;
	case EVENT_FLAPPING_ENDED:
		snprintf(buf, size, "calm again");
		return;
	default:
		snprintf(buf, size, "module %s%s%s", kind == EVENT_MODULE_INSERTED ? "inserted" : "removed",
		         m ? ": " : "", m ? module_summary(m, summary, sizeof(summary)) : "");
	}
}

static enum severity port_severity(enum event_kind kind)
{
	switch (kind) {
	case EVENT_PORT_UNREADABLE:
	case EVENT_FLAPPING_STARTED:
		return SEVERITY_MINOR;
	case EVENT_FLAPPING_ENDED:
		return SEVERITY_NONE;
	default:
		return SEVERITY_INFO;
	}
}

/* Modules that hang on a trunk and can't be judged without it. */
static uint32_t legs_cut_off(const struct snapshot *s, const struct breakout_decl *b)
{
	uint32_t count = 0;

	for (unsigned i = 0; i < b->leg_count; i++) {
		count += b->legs[i].peer == PEER_LOCAL &&
		         s->ports[b->legs[i].port].presence == PRESENCE_PRESENT;
	}
	return count;
}

void notice_port(const struct snapshot *s, size_t port, enum event_kind kind, const struct module *module,
                 const char *observed, const struct timespec *time, struct event *ret_event)
{
	const struct port_state *state = &s->ports[port];
	char what[256];

	*ret_event = (struct event){
		.kind = kind,
		.severity = port_severity(kind),
		.time = *time,
		.about = { .port = s->topology->ports[port].index, .leg = state->leg },
		.if_index = state->if_index[0],
	};
	if (state->role != ROLE_STANDALONE) {
		const struct breakout_decl *b = &s->topology->breakouts[state->breakout];

		ret_event->about.breakout = b->index;
		TEXT_SET(ret_event->breakout_name, b->name);
		if (kind == EVENT_MODULE_REMOVED && state->role == ROLE_TRUNK)
			ret_event->suppressed = legs_cut_off(s, b);
	}
	TEXT_SET(ret_event->port_name, s->topology->ports[port].name);
	TEXT_SET(ret_event->observed, observed ? observed : "");
	module_brief_set(&ret_event->module, module);
	port_words(kind, module, observed, what, sizeof(what));
	describe(ret_event, NULL, what, ret_event->text, sizeof(ret_event->text));
}

void notice_port_clear(const struct event *raise, const struct timespec *time, struct event *ret_event)
{
	*ret_event = *raise;
	ret_event->kind = EVENT_PORT_READABLE;
	ret_event->severity = SEVERITY_NONE;
	ret_event->time = *time;
	ret_event->suppressed = 0;
	describe(ret_event, NULL, "the module can be read again", ret_event->text, sizeof(ret_event->text));
}
