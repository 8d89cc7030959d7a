/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The checks behind the rule table, by what they look at. Private to rules/.
 * A check fills expected, observed and evidence only when it returns
 * RULE_VIOLATION.
 */
#ifndef BREAKOUT_RULES_CHECK_H
#define BREAKOUT_RULES_CHECK_H

#include "rules/rule.h"

typedef enum rule_result rule_check(const struct rule_view *view, struct rule_finding *finding);

/* check_trunk.c: breakout scope */
rule_check check_sfp_as_trunk;
rule_check check_not_splittable;
rule_check check_split_impossible;
rule_check check_trunk_connector;
rule_check check_mode_not_offered;
rule_check check_host_not_split;
rule_check check_split_not_supported;
rule_check check_downshift_confirmed;
rule_check check_downshift_unknown;

/* check_leg.c: leg scope */
rule_check check_leg_missing;
rule_check check_leg_role;
rule_check check_leg_lanes;
rule_check check_copper_and_optics;
rule_check check_aoc_and_optics;
rule_check check_single_fibre;
rule_check check_wavelength_band;
rule_check check_fibre_type;
rule_check check_wavelength_window;
rule_check check_lane_rate;
rule_check check_leg_too_fast;
rule_check check_baud;
rule_check check_modulation;
rule_check check_leg_connector;
rule_check check_overload;

/* check_port.c: port scope */
rule_check check_checksum;
rule_check check_identifiers;
rule_check check_split_without_breakout;

/* Facts of confidence SURE_NOT raise nothing above minor. */
static inline void finding_cap(struct rule_finding *f, enum confidence sure)
{
	if (sure == SURE_NOT && f->severity > SEVERITY_MINOR)
		f->severity = SEVERITY_MINOR;
}

#endif
