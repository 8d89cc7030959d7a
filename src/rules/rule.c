/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rule table. Ids, conditions and severities follow the rule catalogue
 * (docs of each id: breakout-rules in the MIB's brkRuleTable and
 * `breakoutctl show rules`).
 *
 * Two severities differ from the catalogue on purpose. RATE-03 is minor, not
 * major: that a 25G trunk needs a declared second rate to run at 10G is
 * not confirmed by a second source. REACH-04 is info: the overload it notes exists
 * only at the ends of both data sheets' ranges.
 */
#include "rules/rule.h"

#include <string.h>

#include "rules/check.h"

const struct rule rules[] = {
	{ "FF-01", "sfpAsTrunk", "A single-lane SFP is plugged in as the trunk of a breakout.",
	  "Use a QSFP trunk module; an SFP can only be a leg.",
	  SEVERITY_CRITICAL, RULE_SCOPE_BREAKOUT, 1, RULE_EXPLAINS_LEGS, check_sfp_as_trunk },
	{ "SP-01", "trunkNotSplittable",
	  "The trunk sends all lanes over one fibre pair (WDM or a single lane), so no harness can split it.",
	  "Use a parallel-fibre trunk (SR4, DR4, PSM4), or run the port unsplit.",
	  SEVERITY_CRITICAL, RULE_SCOPE_BREAKOUT, 2, RULE_EXPLAINS_LEGS, check_not_splittable },
	{ "SP-02", "splitImpossible", "The trunk can be split, but not into legs of this number and rate.",
	  "Choose a mode that the trunk's lanes allow.",
	  SEVERITY_CRITICAL, RULE_SCOPE_BREAKOUT, 3, RULE_EXPLAINS_LEGS, check_split_impossible },
	{ "CON-01", "trunkConnector", "A parallel trunk reports a connector that is not of the MPO class.",
	  "Check the trunk module: a breakout harness needs an MPO connector.",
	  SEVERITY_CRITICAL, RULE_SCOPE_BREAKOUT, 5, 0, check_trunk_connector },
	{ "HOST-09", "splitNotSupported", "The port does not support the breakout's mode.",
	  "Choose a mode that the port supports, or another port.",
	  SEVERITY_CRITICAL, RULE_SCOPE_BREAKOUT, 6, 0, check_split_not_supported },
	{ "HOST-01", "hostNotSplit", "The switch port is not split into the breakout's mode.",
	  "Split the port in the switch's configuration.",
	  SEVERITY_MAJOR, RULE_SCOPE_BREAKOUT, 7, 0, check_host_not_split },
	{ "RATE-03", "downshiftUnknown",
	  "The trunk's lanes should run at 10G, but it does not declare that they can.",
	  "Confirm with the vendor that the trunk is dual-rate, or use a 40G trunk.",
	  SEVERITY_MINOR, RULE_SCOPE_BREAKOUT, 8, 0, check_downshift_unknown },
	{ "RATE-02", "downshift", "The trunk's lanes run at 10G, which it declares it can.",
	  "Nothing to do; reach and FEC are those of the slower type.",
	  SEVERITY_INFO, RULE_SCOPE_BREAKOUT, 9, 0, check_downshift_confirmed },

	{ "LEG-01", "legMissing", "A leg of the breakout has no module.",
	  "Plug in the missing module: legs come in complete sets.",
	  SEVERITY_MAJOR, RULE_SCOPE_LEG, 1, 0, check_leg_missing },
	{ "LEG-06", "notALeg", "The module on the leg cannot be one: WDM optics or twisted pair.",
	  "Replace it with the expected type.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 2, RULE_LEG_MISMATCH, check_leg_role },
	{ "FF-03", "legLanes", "The module on the leg uses more lanes than the leg has.",
	  "Replace it with the expected type, or choose a mode with wider legs.",
	  SEVERITY_MAJOR, RULE_SCOPE_LEG, 3, RULE_LEG_MISMATCH, check_leg_lanes },
	{ "MED-02", "copperAndOptics", "One side of the leg is a copper cable, the other is optical.",
	  "Use the same medium on both sides.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 4, RULE_LEG_MISMATCH, check_copper_and_optics },
	{ "MED-03", "aocAndOptics", "One side of the leg is the end of an active optical cable, the other is not.",
	  "Use the ends of one cable, or separate modules on both sides.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 5, RULE_LEG_MISMATCH, check_aoc_and_optics },
	{ "MED-04", "singleFibre", "The leg's module is single-fibre (BiDi), the trunk's lanes are duplex.",
	  "Replace it with the expected duplex type.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 6, RULE_LEG_MISMATCH, check_single_fibre },
	{ "WL-01", "wavelengthBand", "The leg's wavelength is in another band than the trunk's.",
	  "Replace the module with the expected type.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 7, RULE_LEG_MISMATCH, check_wavelength_band },
	{ "MED-01", "fibreType", "One side of the leg is multimode, the other is single-mode.",
	  "Use the same fibre type on both sides.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 8, RULE_LEG_MISMATCH, check_fibre_type },
	{ "RATE-04", "legTooFast", "The trunk's lanes run slower than the leg's module, which declares no slower rate.",
	  "Replace it with the expected type, or with one that declares the slower rate too.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 9, RULE_LEG_MISMATCH, check_leg_too_fast },
	{ "RATE-01", "laneRate", "The lane rates of trunk and leg differ.",
	  "Replace the module with the expected type, or choose another mode.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 10, RULE_LEG_MISMATCH, check_lane_rate },
	{ "RATE-06", "symbolRate",
	  "Trunk and leg have the same nominal rate but other lanes: 2x26.6 GBd against 1x53.1 GBd.",
	  "Ask the vendor whether this pair interoperates; set strict-signalling to treat it as an error.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 11, RULE_LEG_MISMATCH, check_baud },
	{ "MOD-01", "modulation", "One side of the leg sends NRZ, the other PAM4.",
	  "Replace the module with the expected type.",
	  SEVERITY_CRITICAL, RULE_SCOPE_LEG, 12, RULE_LEG_MISMATCH, check_modulation },
	{ "WL-02", "wavelengthWindow", "The leg's wavelength is in the trunk's band but outside its window.",
	  "Replace the module with the expected type.",
	  SEVERITY_MAJOR, RULE_SCOPE_LEG, 13, RULE_LEG_MISMATCH, check_wavelength_window },
	{ "CON-02", "legConnector", "The leg's module does not have the LC connector of the harness.",
	  "Replace the module, or use a harness that fits it.",
	  SEVERITY_MAJOR, RULE_SCOPE_LEG, 14, RULE_LEG_MISMATCH, check_leg_connector },
	{ "REACH-04", "overload", "The leg's module may send more light than the trunk is specified to receive.",
	  "Make sure that the link loses the stated amount, or add an attenuator.",
	  SEVERITY_INFO, RULE_SCOPE_LEG, 15, 0, check_overload },

	{ "DAT-02", "identifiers", "The module's two copies of its identifier disagree.",
	  "Reseat the module; if it stays, it is damaged or badly programmed.",
	  SEVERITY_MAJOR, RULE_SCOPE_PORT, 1, RULE_ON_BAD_DATA, check_identifiers },
	{ "DAT-01", "checksum", "A checksum of the module's identity does not match.",
	  "Reseat the module; if it stays, it is damaged or badly programmed.",
	  SEVERITY_MINOR, RULE_SCOPE_PORT, 2, RULE_ON_BAD_DATA, check_checksum },
	{ "HOST-02", "splitInVain", "The switch port is split, but its module cannot be.",
	  "Unsplit the port, or use a parallel-fibre module.",
	  SEVERITY_CRITICAL, RULE_SCOPE_PORT, 3, 0, check_split_without_breakout },
	{ "HOST-03", "modeNotOffered", "The trunk does not advertise the breakout's mode among its applications.",
	  "Choose a mode that the module offers, or another module.",
	  SEVERITY_CRITICAL, RULE_SCOPE_BREAKOUT, 4, RULE_EXPLAINS_LEGS, check_mode_not_offered },
};

const size_t rule_count = sizeof(rules) / sizeof(rules[0]);

uint32_t rule_index(const char *id)
{
	for (size_t i = 0; i < rule_count; i++) {
		if (strcmp(rules[i].id, id) == 0)
			return (uint32_t)i + 1;
	}
	return 0;
}

const struct rule *rule_of_index(uint32_t index)
{
	return index >= 1 && index <= rule_count ? &rules[index - 1] : NULL;
}
