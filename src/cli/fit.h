/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What if: a breakout that is not there, made of types, dumps and modules of
 * running ports, and judged by the rules that breakoutd judges with.
 *
 * It is about what modules are, not how they are doing: what they measure
 * and signal now, how the switch has split the port and what FEC it runs are
 * left out, because they belong to the wiring of today.
 */
#ifndef BREAKOUT_CLI_FIT_H
#define BREAKOUT_CLI_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/mode.h"
#include "model/snapshot.h"
#include "rules/harness.h"
#include "rules/judge.h"
#include "rules/view.h"

/* What the operator named. */
enum fit_kind {
	FIT_NOT_GIVEN,   /* a leg that nobody spoke of: not judged */
	FIT_EMPTY,       /* "-": a cage without a module */
	FIT_TYPE,
	FIT_FILE,
	FIT_PORT,
};

/* One end. Zeroed: not given. */
struct fit_end {
	enum fit_kind kind;
	const char *name;                 /* type token, path or port; borrowed */
	const struct module_type *type;   /* FIT_TYPE */
	const struct port_decl *port;     /* FIT_PORT; borrowed */
	const struct module *module;      /* FIT_FILE, FIT_PORT: owned reference; NULL: none, or not readable */
	enum presence presence;
	enum read_status status;
	char why[READ_WHY];                     /* in words where status is not ok */
};

void fit_end_release(struct fit_end *end);

struct fit_question {
	struct fit_end trunk;
	struct fit_end legs[MODE_MAX_COUNT];  /* one that is repeated shares its module */
	struct mode mode;
	uint32_t length_m;                /* of the fibre; 0: not said */
	enum fec trunk_fec, leg_fec;      /* that the switches would run; FEC_UNKNOWN: not said */
	bool strict_signalling;
	const struct topology *policies;  /* the operator's wishes about rules; NULL: none */
};

enum fit_verdict {
	FIT_YES = 1,
	FIT_NO,
	FIT_UNKNOWN,
};

/* The answer. ports[0] is the trunk's, ports[n] that of leg n; breakouts[0] the breakout. */
struct fit {
	struct topology *topology;
	struct snapshot *snapshot;
	struct judgement judgement;
	enum fit_verdict verdict;
	enum fit_verdict legs[MODE_MAX_COUNT];  /* 0: not given */
};

/* 0 or a negative errno (a type that can't be made). Release in any case. */
int fit_judge(const struct fit_question *question, struct fit *ret_fit);
void fit_release(struct fit *fit);

/* Does this finding keep the breakout from working? Broken bytes leave that open. */
bool fit_is_decisive(const struct fit *fit, const struct judge_finding *finding);

/* The leg that a finding or an unknown is about, 0 for the trunk. */
unsigned fit_leg_of(const struct subject *about);

/* What holds for a leg of it. Values are absent where they are not known. */
struct fit_limits {
	struct value reach_m;             /* the shorter of both ends */
	struct value trunk_reach_m, leg_reach_m;
	enum fec line_fec;                /* on the fibre */
	enum fec trunk_fec, leg_fec;      /* to configure at the switch ports */
	struct value budget_toward_leg, budget_toward_trunk;   /* 0.01 dB that the link may lose */
	struct value excess_toward_leg, excess_toward_trunk;   /* 0.01 dB that it must lose */
};

/* Of a leg with a module; all unknown where an end is not readable, or where they don't go together at all. */
struct fit_limits fit_limits(const struct fit *fit, unsigned leg);

/*
 * Describe the harness of the plan. A real trunk's connector selects it; for a bare type all possible
 * connectors are listed. Returns buf.
 */
const char *fit_harness_text(const struct fit_question *question, const struct fit *fit, const struct plan *plan,
                             char *buf, size_t size);

extern const struct code fit_verdict_labels[];   /* "fits", "doesNotFit", "cannotTell" */
extern const struct code fit_verdict_words[];    /* "fits", "does not fit", "can't tell" */
extern const struct code fit_kind_labels[];      /* "type", "file", "port", "empty", "notGiven" */

#endif
