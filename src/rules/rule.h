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
#include "rules/plan.h"

enum rule_result {
	RULE_NOT_APPLICABLE,
	RULE_PASS,
	RULE_UNKNOWN,    /* can't be told: never notifies, never counts as pass */
	RULE_VIOLATION,
};

enum rule_scope {
	RULE_SCOPE_PORT = 1,
	RULE_SCOPE_BREAKOUT,
	RULE_SCOPE_LEG,
};

enum rule_flag {
	RULE_LEG_MISMATCH = 1 << 0,  /* a wrong module: notified as brkLegMismatch */
	RULE_EXPLAINS_LEGS = 1 << 1, /* the trunk is the root cause of all its legs' trouble */
	RULE_ON_BAD_DATA = 1 << 2,   /* judges modules that could be read only in part, too */
};

/* What a check may look at. Pointers that do not apply to the scope are NULL. */
struct rule_view {
	const struct topology *topology;
	const struct breakout_decl *breakout;
	const struct port_decl *trunk_port;
	const struct port_state *trunk_state;
	const struct module *trunk;          /* NULL: absent or not readable */
	const struct plan *plan;             /* row for trunk type and mode; NULL if none */
	const struct leg_decl *leg;
	const struct port_decl *leg_port;    /* NULL unless the peer is local */
	const struct port_state *leg_state;
	const struct module *module;         /* leg's module, or the port's in port scope */
	const struct port_decl *port;        /* port scope */
	const struct port_state *port_state;
};

/* What a check found. */
struct rule_finding {
	enum severity severity;              /* preset to the rule's; a check may lower it */
	char expected[FINDING_TEXT];
	char observed[FINDING_TEXT];
	char evidence[FINDING_TEXT];
	uint8_t lane;                        /* of the trunk; 0 none */
};

struct rule {
	const char *id;              /* "WL-01": stable */
	const char *name;            /* "wavelengthBand" */
	const char *description;     /* one sentence: what is wrong when it fires */
	const char *remedy;          /* one sentence: what to do */
	enum severity severity;
	enum rule_scope scope;
	/*
	 * Within a scope the rule with the lowest rank that fires is the root
	 * cause; the others are listed in its evidence. Ranks are unique.
	 */
	uint8_t rank;
	unsigned flags;              /* enum rule_flag */
	enum rule_result (*check)(const struct rule_view *view, struct rule_finding *finding);
};

/* All rules; index + 1 is brkRuleIndex. New rules are appended, never inserted. */
extern const struct rule rules[];
extern const size_t rule_count;

/* brkRuleIndex of an id, 0 if there is none. */
uint32_t rule_index(const char *id);

/* The row of a brkRuleIndex, NULL if there is none. */
const struct rule *rule_of_index(uint32_t index);

#endif
