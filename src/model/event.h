/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Violations and events: what is wrong now, and what changed.
 *
 * Both are self-contained rows (no pointers), so that the clear of a
 * violation, a notification and a log line can be made long after the
 * module that caused it has gone.
 */
#ifndef BREAKOUT_MODEL_EVENT_H
#define BREAKOUT_MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/codes.h"
#include "model/module.h"
#include "model/topology.h"

#define FINDING_TEXT 192
#define PLACE_TEXT (TOPOLOGY_NAME + 32)

enum severity {
	SEVERITY_NONE = 1,   /* MIB: nothing wrong */
	SEVERITY_INFO,
	SEVERITY_MINOR,
	SEVERITY_MAJOR,
	SEVERITY_CRITICAL,
};

/* What a violation is about. Zero means "not about one". */
struct subject {
	uint32_t breakout;   /* brkBreakoutIndex */
	uint8_t leg;
	uint32_t port;       /* brkPortIndex */
	uint8_t lane;
};

/* A module in the words of a notification. Empty strings where there is none. */
struct module_brief {
	char type_name[32];
	char vendor[MODULE_TEXT];
	char part_number[MODULE_TEXT];
	char serial[MODULE_TEXT];
};

struct violation {
	uint32_t index;          /* brkViolationIndex: never reused while the agent runs */
	uint32_t rule;           /* brkRuleIndex */
	enum severity severity;
	struct subject about;
	bool waived;
	char waiver[96];         /* the operator's reason, or "" */
	uint32_t suppressed;     /* findings about its legs that it explains */
	char expected[FINDING_TEXT];
	char observed[FINDING_TEXT];
	char evidence[FINDING_TEXT];  /* register and bytes: "A0h:60=051eh"; lists further differences */
	struct timespec since;   /* CLOCK_REALTIME */
	struct timespec since_mono;
	struct module_brief module;
};

enum event_kind {
	EVENT_MODULE_INSERTED = 1,
	EVENT_MODULE_REMOVED,
	EVENT_LEG_MISMATCH,
	EVENT_LEG_MISMATCH_CLEARED,
	EVENT_VIOLATION_RAISED,
	EVENT_VIOLATION_CLEARED,
	EVENT_LANE_ALARM,
	EVENT_LANE_ALARM_CLEARED,
	EVENT_PORT_UNREADABLE,
	EVENT_PORT_READABLE,
	EVENT_FLAPPING_STARTED,
	EVENT_FLAPPING_ENDED,
	EVENT_KIND_END,
};

struct event {
	uint32_t index;          /* brkEventIndex: 1, 2, 3... a receiver sees gaps */
	enum event_kind kind;
	enum severity severity;
	struct timespec time;    /* CLOCK_REALTIME */
	uint32_t rule;           /* brkRuleIndex, 0 if no rule is involved */
	char rule_id[12];        /* "WL-01", or "" */
	struct subject about;
	uint32_t if_index;       /* of the port or lane; 0 none */
	char breakout_name[TOPOLOGY_NAME];
	char port_name[TOPOLOGY_NAME];
	char expected[FINDING_TEXT];
	char observed[FINDING_TEXT];
	uint32_t suppressed;     /* children this one stands for */
	struct module_brief module;
	char text[256];          /* one sentence for people */
};

/* A copy that is shared by reference count, with one reference; NULL when out of memory. */
const struct event *event_share(const struct event *event);

/* Of events that event_share() made. Thread-safe. */
const struct event *event_ref(const struct event *event);
/* Accepts NULL. */
void event_unref(const struct event *event);

/* What ends what `raise` began; 0 for kinds that are news once, and for those that end something. */
enum event_kind event_clear_of(enum event_kind raise);

/* The raise that `kind` is or ends; 0 for kinds that are news once. */
enum event_kind event_raise_of(enum event_kind kind);

/* The leg that it is about; NULL: none, or one that is not declared any more. */
const struct leg_decl *topology_leg(const struct topology *t, const struct subject *about);

/* Whose lane it is: "trunk swp1 lane 3", "leg port swp4 lane 1", "port swp4"; "" where it is about no port. */
void subject_place(const struct subject *about, const struct topology *t, char *buf, size_t size);

void module_brief_set(struct module_brief *brief, const struct module *m);

extern const struct code severity_labels[];
extern const struct code event_kind_labels[];

#endif
