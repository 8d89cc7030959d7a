/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakout plans: which trunk type splits into what, in which mode, and
 * which leg types fit. Facts in const rows; sources in each row. What follows
 * from the types (model/type.h) is computed by functions, not stored again.
 */
#ifndef BREAKOUT_RULES_PLAN_H
#define BREAKOUT_RULES_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/mode.h"
#include "model/module.h"
#include "model/type.h"

#define PLAN_MAX_LEGS 4

/* A type accepted on a leg, and the rule that comments on it where it is not a plain match. */
struct plan_leg {
	const char *type;        /* token of model/type.h */
	const char *note_rule;   /* id of the rule that notes it ("RATE-06"), or NULL */
};

struct plan {
	const char *trunk;       /* token of the trunk's type */
	struct mode mode;
	uint8_t lanes_per_leg;
	const char *harness;     /* what cable it takes */
	bool downshift;          /* lanes run slower than the trunk's own rate */
	uint32_t lane_mbps;      /* a trunk lane in this mode */
	struct plan_leg legs[PLAN_MAX_LEGS];  /* the first is the one to recommend */
	enum confidence sure;    /* that these go together; of limits see the types */
	const char *source;      /* who says so, for people */
};

/* All plans, ending with a row whose trunk is NULL. */
extern const struct plan plans[];

/* The row for a trunk type in a mode (legs and rate count); NULL if there is none. */
const struct plan *plan_find(const struct module_type *trunk, const struct mode *mode);

/*
 * The row for a leg, from 1, of a mode on a trunk of this type: of a mixed mode that of the plain one that
 * all of the trunk's lanes would have. NULL if there is none.
 */
const struct plan *plan_of_leg(const struct module_type *trunk, const struct mode *mode, unsigned leg);

/* The n-th plan of a trunk type, NULL past the last. */
const struct plan *plan_of_trunk(const struct module_type *trunk, size_t n);

/*
 * The n-th plan that this very module can be the trunk of: none where it says that it can't
 * be split, and of a cable that states its far end only those with as many legs. NULL past the last.
 */
const struct plan *plan_of_module(const struct module *m, size_t n);

/*
 * The leg row that accepts a module (its type or its slower personality), or NULL. A module that is
 * twice as wide as a leg of the plan, and the same otherwise, is accepted with a note by FF-03.
 */
const struct plan_leg *plan_accepts(const struct plan *plan, const struct module *leg);

/* The same for a type. */
const struct plan_leg *plan_accepts_type(const struct plan *plan, const struct module_type *leg);

/* The type recommended for legs, and that of the trunk. */
const struct module_type *plan_leg_type(const struct plan *plan);
const struct module_type *plan_trunk_type(const struct plan *plan);

/* "10GBASE-SR", "50GBASE-FR or 50GBASE-LR": what fits, for people. Returns buf. */
const char *plan_legs_text(const struct plan *plan, char *buf, size_t size);

/* What the line carries in this mode, perhaps not the trunk's own: a 400GBASE-SR8 runs NRZ lanes, too. */
enum modulation plan_modulation(const struct plan *plan);
enum fec plan_line_fec(const struct plan *plan);
enum medium plan_medium(const struct plan *plan);

/*
 * Wavelengths that both the trunk and the recommended leg may send, 0.01 nm;
 * false where there is no window (cables, WDM).
 */
bool plan_window(const struct plan *plan, uint32_t *ret_min, uint32_t *ret_max);

/* How far the shorter of trunk and leg reaches, m; 0: not known, or a cable. */
uint32_t plan_reach_limit(const struct plan *plan, const struct module_type *leg);

enum plan_direction {
	PLAN_TOWARD_LEG,
	PLAN_TOWARD_TRUNK,
};

/* What a lane's link may and must lose, 0.01 dB, by the limits of sender and receiver. */
struct plan_budget {
	int32_t loss;            /* the most that still leaves the receiver enough light */
	int32_t over;            /* what it must lose so as not to overload the receiver; 0: nothing */
	enum confidence sure;    /* the weaker of both types' */
};

/* Of one lane of `trunk` to or from one of `leg`. False where limits of either are not known. */
bool plan_budget(const struct module_type *trunk, const struct module_type *leg,
                 enum plan_direction direction, struct plan_budget *ret_budget);

/* Why a type can't be split. */
struct plan_reason {
	const char *type;        /* token; NULL: all other types of the layout */
	enum layout layout;      /* where `type` is NULL */
	const char *text;        /* "all lanes share one fibre pair (WDM)" */
	enum confidence sure;
	const char *source;
};

/* All reasons, ending with a row that has no text. */
extern const struct plan_reason plan_reasons[];

/* The row for a type, NULL if it splits (or nothing is known to speak against it). */
const struct plan_reason *plan_reason(const struct module_type *type);

/* The same for a module, which may be of no type that is known here: by the layout that it claims. */
const struct plan_reason *plan_reason_of_module(const struct module *m);

#endif
