/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Rules: one compatibility condition each, as a const row with a pure check.
 * judge.h runs them over a snapshot.
 */
#ifndef BREAKOUT_RULES_RULE_H
#define BREAKOUT_RULES_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"
#include "model/snapshot.h"
#include "rules/view.h"

enum rule_result {
	RULE_NOT_APPLICABLE,
	RULE_PASS,
	RULE_UNKNOWN,    /* can't be told: never notifies, never counts as pass */
	RULE_VIOLATION,
};

/* A rule may be asked in more than one scope. */
enum rule_scope {
	RULE_SCOPE_PORT = 1 << 0,
	RULE_SCOPE_BREAKOUT = 1 << 1,
	RULE_SCOPE_LEG = 1 << 2,
};

enum rule_flag {
	RULE_LEG_MISMATCH = 1 << 0,   /* a wrong module: notified as brkLegMismatch */
	RULE_EXPLAINS_LEGS = 1 << 1,  /* the trunk is the root cause of all its legs' trouble */
	RULE_ON_BAD_DATA = 1 << 2,    /* judges modules that could be read only in part, too */
	RULE_EXPLAINS_LIGHT = 1 << 3, /* a reason for dark or weak lanes, which are no trouble of their own then */
	RULE_ABOUT_LIGHT = 1 << 4,    /* silent where a RULE_EXPLAINS_LIGHT fired for trunk or leg */
	RULE_LANE_ALARM = 1 << 6,     /* a lane is dark, faulty or out of its limits: notified as brkLaneAlarm */
	RULE_ON_READINGS = 1 << 5,    /* rests on monitors and flags: debounced by readings of them, not by scans */
	RULE_ON_HOST = 1 << 7,        /* rests on what the kernel says of network devices: held while it says nothing */
	RULE_ON_SPLIT = 1 << 8,       /* is over as soon as the kernel says that the port is split as it should be */
	RULE_ON_PRESENCE = 1 << 9,    /* rests on nothing that a module says: judged while a module can't be read, too */
	RULE_OF_PART = 1 << 11,       /* asked about each part of a mixed mode by itself */
	RULE_OF_LAST_RESORT = 1 << 10, /* asked where nothing else is found; raised after a time of grace (link-grace) */
};

/* What a check found. */
struct rule_finding {
	enum severity severity;              /* preset to the rule's; a check may lower it */
	char expected[FINDING_TEXT];
	char observed[FINDING_TEXT];
	char evidence[FINDING_TEXT];
	const struct port_decl *port;        /* that measured it, whose lane `lane` is; NULL: the subject's own */
	uint8_t lane;                        /* of that port's module; 0 none */
	uint32_t legs; /* whose light a breakout's finding explains, leg 1 in bit 0; 0: of all */
};

struct rule {
	const char *id;              /* "WL-01": stable */
	const char *name;            /* "wavelengthBand" */
	const char *description;     /* one sentence: what is wrong when it fires */
	const char *remedy;          /* one sentence: what to do */
	enum severity severity;
	unsigned scopes;             /* enum rule_scope */
	/*
	 * Of the gravest rules that fire about one thing, the one with the lowest
	 * rank is the root cause; the others are listed in its evidence. Ranks are
	 * unique.
	 */
	uint16_t rank;
	unsigned flags;              /* enum rule_flag */
	enum rule_result (*check)(const struct rule_view *view, struct rule_finding *finding);
	const char *seen;            /* one sentence: the facts that it compares, with their page:byte */
};

/* A check lowers the severity that it was given, never raises it: the operator may have lowered it already. */
static inline void finding_at_most(struct rule_finding *f, enum severity most)
{
	if (f->severity > most)
		f->severity = most;
}

/* Facts of confidence SURE_NOT raise nothing above minor. */
static inline void finding_cap(struct rule_finding *f, enum confidence sure)
{
	if (sure == SURE_NOT)
		finding_at_most(f, SEVERITY_MINOR);
}

/* All rules; index + 1 is brkRuleIndex. New rules are appended, never inserted. */
extern const struct rule rules[];
extern const size_t rule_count;

/* brkRuleIndex of an id, 0 if there is none. */
uint32_t rule_index(const char *id);

/* The row of a brkRuleIndex, NULL if there is none. */
const struct rule *rule_of_index(uint32_t index);

#endif
