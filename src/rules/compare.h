/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What checks of a leg have in common: the lanes that meet, what the plan
 * says about them, and texts. Private to rules/.
 */
#ifndef BREAKOUT_RULES_COMPARE_H
#define BREAKOUT_RULES_COMPARE_H

#include "rules/rule.h"

#define MBPS_TEXT 16
#define NM_TEXT 24
#define COMPARE_MODE (2 * MODE_TEXT)

/* What fits the leg: the plan's types, or the trunk whose lane it is; then the detail that decides. */
void compare_expect(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The type of the leg's module, then the detail. */
void compare_observe(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Registers of both ends. */
void compare_cite(const struct rule_view *view, struct rule_finding *finding, const char *leg_register);

/* Media lanes of the trunk that go to the leg. */
unsigned compare_lanes(const struct rule_view *view);

/* Does the plan accept the leg's module, perhaps with a remark? */
bool compare_accepted(const struct rule_view *view);

/* Does the plan accept it with a remark by this rule? */
bool compare_noted(const struct rule_view *view, const char *rule_id);

/* Are there two wavelengths on each fibre pair of this parallel type? */
bool compare_shares_pairs(const struct module_type *type);

/* Is this how a leg of the plan is meant to be? The legs of a 2xFR4 are WDM, those of an SR4.2 BiDi. */
bool compare_planned_layout(const struct rule_view *view, enum layout layout);

/* Two BiDi channels in the shell of an SFP. */
bool compare_is_csfp(const struct module *m);

/* The breakout's mode; of a part of a mixed one "1x400G of 1x400G+4x100G". Returns buf. */
const char *compare_mode(const struct rule_view *view, char buf[COMPARE_MODE]);

/* "1310 nm", "1304.50 nm"; "25G", "2.5G". Return buf. */
const char *compare_nm(int32_t nm_x100, char buf[NM_TEXT]);
const char *compare_mbps(uint32_t mbps, char buf[MBPS_TEXT]);

#endif
