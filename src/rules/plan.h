/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Breakout plans: which trunk type splits into what, in which mode, and
 * which leg types fit. Facts in const rows; sources beside each row.
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
	enum confidence sure;
};

/* All plans, ending with a row whose trunk is NULL. */
extern const struct plan plans[];

/* The row for a trunk type in a mode (legs and rate count); NULL if there is none. */
const struct plan *plan_find(const struct module_type *trunk, const struct mode *mode);

/* The n-th plan of a trunk type, NULL past the last. */
const struct plan *plan_of_trunk(const struct module_type *trunk, size_t n);

/* The leg row that accepts a module (its type or its slower personality), or NULL. */
const struct plan_leg *plan_accepts(const struct plan *plan, const struct module *leg);

/* The type recommended for legs. */
const struct module_type *plan_leg_type(const struct plan *plan);

/* "10GBASE-SR", "50GBASE-FR or 50GBASE-LR": what fits, for people. Returns buf. */
const char *plan_legs_text(const struct plan *plan, char *buf, size_t size);

#endif
