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
rule_check check_line_code;
rule_check check_modulation;
rule_check check_leg_connector;
rule_check check_overload;

/* check_split.c: how the switch has split the port */
rule_check check_adapter;
rule_check check_subport_speed;

/* check_link.c */
rule_check check_no_link;

/* check_port.c: port scope */
rule_check check_checksum;
rule_check check_identifiers;
rule_check check_split_without_breakout;

/* check_trunk.c: breakout scope */
rule_check check_csfp_legs;
rule_check check_two_lane_trunk;
rule_check check_trunk_duplex;
rule_check check_parts_not_splittable;
rule_check check_split_unknown;
rule_check check_lanes_missing;
rule_check check_lanes_of_connector;

/* check_set.c: the legs of a breakout as a set */
rule_check check_too_many_legs;
rule_check check_same_leg_twice;
rule_check check_same_lane;
rule_check check_mixed_legs;

/* check_leg.c */
rule_check check_bidi_leg_only;
rule_check check_peer_of_trunk;
rule_check check_fibre_face;

/* check_wave.c: wavelengths */
rule_check check_bidi_pair;
rule_check check_wavelength_implausible;
rule_check check_tunable_leg;

/* check_rate.c: rate and modulation */
rule_check check_rate_select;
rule_check check_lane_group;
rule_check check_active_modulation;
rule_check check_coherent;
rule_check check_linear;

/* check_reach.c: reach */
rule_check check_reach_differs;
rule_check check_reach_incompatible;
rule_check check_fibre_too_long;

/* check_fec.c: forward error correction */
rule_check check_line_fec;
rule_check check_fec_off;
rule_check check_fec_twice;
rule_check check_host_fec_differs;
rule_check check_fec_weak;

/* check_program.c: how the switch has programmed CMIS modules */
rule_check check_not_programmed;
rule_check check_data_path;
rule_check check_config_rejected;

/* check_host.c: the switch and the state of modules */
rule_check check_not_ready;
rule_check check_power;
rule_check check_autoneg;
rule_check check_tx_disabled;
rule_check check_tx_disable_all;
rule_check check_clock_group;

/* check_cable.c: cable assemblies */
rule_check check_cable_expected;
rule_check check_cable_serial;
rule_check check_cable_vendor;
rule_check check_cable_shape;
rule_check check_cable_length;
rule_check check_cable_too_long;
rule_check check_leg_end_as_trunk;
rule_check check_gearbox;

/* check_light.c: what modules report of light */
rule_check check_dom_untrusted;
rule_check check_no_light;
rule_check check_tx_fault;
rule_check check_silent_laser;
rule_check check_no_host_signal;
rule_check check_lock_lost;
rule_check check_error_rate;

/* check_alarm.c: alarms of modules */
rule_check check_threshold;
rule_check check_environment;
rule_check check_flags;

/* check_power.c: measured power and bias, compared */
rule_check check_power_limits;
rule_check check_link_loss;
rule_check check_negative_loss;
rule_check check_loss_asymmetry;
rule_check check_oma;
rule_check check_bias_drift;
rule_check check_power_drift;

/* check_swap.c: the order of legs */
rule_check check_polarity;
rule_check check_lane_swap;

/* check_lanes.c: the lanes of a trunk against each other */
rule_check check_power_spread;
rule_check check_bias_spread;
rule_check check_unused_lane_lit;

/* check_port.c */
rule_check check_identifier_known;
rule_check check_cage;
rule_check check_truncated;
rule_check check_text;

#endif
