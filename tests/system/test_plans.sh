#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Every seed row of the plan table through the whole program: a matching set
# is silent, and one wrong module is a trap that names it.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

silent() {
	soon BREAKOUT-MIB::brkBreakoutVerdict.1 "$1" && ! grep -q brk "$LAB/traps.log" || {
		cat "$LAB/traps.log"
		return 1
	}
}
# raises TRAP RULE: by whatever was just done.
raises() {
	trap_soon "$1" && grep -q "brkEventRuleId\.[0-9]* \"\{0,1\}$2" "$LAB/traps.log" || {
		cat "$LAB/traps.log"
		return 1
	}
}

# The next switch is another one: nothing of it was reported yet.
end_switch() {
	lab_kill breakoutd
	rm -rf "$SIM"
	rm -f "$LAB"/state/*
}

lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_snmptrapd || tap_bail_out 'snmptrapd did not start'

# TRUNK MODE LEG, then TRAP:RULE:TYPE:OPTION for wavelength, medium, rate, role.
while read -r trunk mode leg wrongs; do
	sim_init --type "$trunk" --mode "$mode"
	: >"$LAB/traps.log"
	lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out "breakoutd does not answer for $trunk $mode"
	tap_case "$trunk $mode with $leg is silent" silent ok
	for wrong in $wrongs; do
		rule=${wrong%%:*} module=${wrong#*:}
		type=${module%%@*}
		nm=
		[ "$module" = "$type" ] || nm=wavelength=${module#*@}
		: >"$LAB/traps.log"
		breakoutctl sim insert "$SIM" swp2 "$type" ${nm:+"$nm"} >/dev/null || tap_bail_out "sim insert $type"
		tap_case "$trunk $mode with $module raises $rule" raises brkLegMismatch "$rule"
		: >"$LAB/traps.log"
		breakoutctl sim insert "$SIM" swp2 "$leg" >/dev/null
		tap_case "$trunk $mode: $leg clears $rule" trap_soon brkLegMismatchCleared
	done
	: >"$LAB/traps.log"
	breakoutctl sim remove "$SIM" swp2 >/dev/null
	tap_case "$trunk $mode without a leg raises LEG-01" raises brkViolationRaised LEG-01
	end_switch
done <<'END'
40g-sr4 4x10G 10g-sr WL-01:10g-sr@1310 MED-02:10g-cr MED-01:10g-lr@850 RATE-04:25g-sr LEG-06:40g-lr4
100g-sr4 4x25G 25g-sr WL-01:25g-lr MED-02:25g-cr RATE-01:10g-sr LEG-06:100g-lr4
100g-sr4 4x10G 10g-sr WL-01:10g-lr MED-02:10g-cr RATE-04:25g-sr LEG-06:100g-cwdm4
200g-sr4 4x50G 50g-sr WL-01:50g-fr MED-02:50g-cr RATE-01:25g-sr LEG-06:200g-fr4
200g-dr4 4x50G 50g-fr WL-01:50g-sr MED-02:50g-cr RATE-01:25g-lr LEG-06:100g-lr4
400g-sr8 2x200G 200g-sr4 WL-01:200g-dr4 MED-02:200g-cr4 RATE-07:50g-sr LEG-06:200g-fr4
400g-sr4.2 4x100G 100g-sr1.2 SP-05:100g-sr1 LEG-06:100g-lr4
400g-dr4 4x100G 100g-dr WL-01:100g-sr1 RATE-01:50g-fr LEG-06:100g-lr4
800g-dr8 1x400G+4x100G 400g-dr4 WL-01:400g-sr4 RATE-07:100g-dr LEG-06:100g-cwdm4
800g-dr8 8x100G 100g-dr WL-01:100g-sr1 RATE-01:25g-lr LEG-06:100g-cwdm4
800g-2xfr4 2x400G 400g-fr4 LEG-06:400g-dr4 RATE-01:200g-fr4 LEG-06:400g-zr
200g-dr4 2x100G 100g-2xfr WL-01:100g-sr1 MED-01:100g-sr1@1310 RATE-01:25g-lr LEG-06:100g-cwdm4
END

# An SFP as the trunk.
sim_init --type 40g-sr4 --mode 4x10G
breakoutctl sim insert "$SIM" swp1 10g-sr >/dev/null
: >"$LAB/traps.log"
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'
tap_case 'an SFP as trunk raises FF-01' raises brkViolationRaised FF-01
tap_case 'and nothing else' sh -c '[ "$(grep -c "brk.*Raised\|brkLegMismatch" "$1")" -eq 1 ]' - "$LAB/traps.log"
end_switch

# Two lanes of 50G at one of 100G: nothing blocks it, and a remark says that they don't meet.
sim_init --type 200g-dr4 --mode 2x100G
breakoutctl sim insert "$SIM" swp2 100g-dr >/dev/null || tap_bail_out "sim insert 100g-dr"
: >"$LAB/traps.log"
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'
tap_case '200g-dr4 2x100G with 100g-dr raises RATE-06' raises brkViolationRaised RATE-06
end_switch

# The port is not split.
sim_init --type 100g-sr4 --mode 4x25G
sed -i '0,/^\([[:space:]]*split\) = .*/s//\1 = "none"/' "$SIM/breakoutd.conf"
: >"$LAB/traps.log"
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'
tap_case 'a port that is not split raises HOST-01' raises brkViolationRaised HOST-01
tap_lab_done
