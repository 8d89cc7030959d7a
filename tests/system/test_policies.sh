#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What the operator wants of rules: waivers with a reason, severities, rules
# switched off; as rows, verdicts and traps, and across reloads.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G
conf=$SIM/breakoutd.conf
plain=$LAB/plain.conf
cp "$conf" "$plain"
agent=127.0.0.1:$LAB_PORT
rule=$(breakoutctl show rules --json -c "$conf" | tr -d ' \n' | sed -n 's/.*"index":\([0-9]*\),"id":"WL-01".*/\1/p')
missing=$(breakoutctl show rules --json -c "$conf" | tr -d ' \n' | sed -n 's/.*"index":\([0-9]*\),"id":"LEG-01".*/\1/p')

# reload TEXT: the plain configuration and TEXT, in force.
reload() {
	{
		cat "$plain"
		printf '%s\n' "$1"
	} >"$conf"
	kill -HUP "$(cat "$LAB/breakoutd.pid")"
	reloads=$((reloads + 1))
	lab_wait 10 sh -c '[ "$(grep -c "is in force" "$1")" -ge "$2" ]' - "$LAB/breakoutd.log" "$reloads"
}
no_trap() {
	sleep 1
	! grep -E "brk($1)" "$LAB/traps.log" || return 1
}
rows() {
	walk -Oqv "$agent" "BREAKOUT-MIB::$1" | grep -v 'No Such\|No more'
}
row_is() {
	[ "$(rows "$1")" = "$2" ] || {
		echo "$1: '$(rows "$1")', expected '$2'"
		return 1
	}
}

# A waiver that was there from the start: the row is there, and nothing else.
printf 'waive { rule = WL-01 breakout = bo1 leg = 1 reason = "LR spare, ticket 17" }\n' >>"$conf"
breakoutctl sim insert "$SIM" swp2 25g-lr serial=SPARE >/dev/null
lab_start_all
reloads=0
tap_case 'a waived leg has its verdict' soon BREAKOUT-MIB::brkLegVerdict.1.1 waived
tap_case 'and so has its breakout' soon BREAKOUT-MIB::brkBreakoutVerdict.1 waived
tap_case 'the violation has a row' row_is brkViolationWaived true
tap_case 'of this rule' row_is brkViolationRuleId WL-01
tap_case 'it counts for nothing' is BREAKOUT-MIB::brkBreakoutViolations.1 0
tap_case 'it is as severe as nothing' is BREAKOUT-MIB::brkLegSeverity.1.1 none
tap_case 'no trap was sent' no_trap 'LegMismatch|Violation'
shows() {
	breakoutctl show violations "$@" -c "$conf" | grep -F -- "$what"
}
what='LR spare, ticket 17'
tap_case 'breakoutctl shows the reason' shows
what='"waiver": "LR spare, ticket 17"'
tap_case 'in JSON, too' shows --json

# Another leg is not waived.
breakoutctl sim insert "$SIM" swp3 25g-lr >/dev/null
tap_case 'the leg beside it is notified' trap_soon brkLegMismatch
tap_case 'and decides the verdict' soon BREAKOUT-MIB::brkBreakoutVerdict.1 violation

# A waiver for what was notified takes the notification back; without it, it comes again.
: >"$LAB/traps.log"
tap_case 'a waiver for all of the breakout is read' reload 'waive { breakout = bo1 reason = "being rebuilt" }'
tap_case 'and clears what was notified' trap_soon brkLegMismatchCleared
tap_case 'the verdict is waived' soon BREAKOUT-MIB::brkBreakoutVerdict.1 waived
: >"$LAB/traps.log"
tap_case 'a configuration without waivers is read' reload ''
tap_case 'and both legs are notified' trap_soon brkLegMismatch 2
tap_case 'the verdict is violation' soon BREAKOUT-MIB::brkBreakoutVerdict.1 violation

# Severity, of a rule that stands alone: of several that object to a module the gravest is notified.
for port in swp2 swp3; do
	breakoutctl sim insert "$SIM" "$port" 25g-sr >/dev/null
done
tap_case 'right modules make it ok' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
tap_case 'a rule made minor is read' reload 'rule LEG-01 { severity = minor }'
tap_case 'its row says so' soon "BREAKOUT-MIB::brkRuleSeverity.$missing" minor
: >"$LAB/traps.log"
breakoutctl sim remove "$SIM" swp5 >/dev/null
tap_case 'its violations are minor' soon BREAKOUT-MIB::brkLegSeverity.1.4 minor
severity_in_trap() {
	trap_soon brkViolationRaised && tr '\t' '\n' <"$LAB/traps.log" | grep 'brkEventSeverity\.[0-9]* minor'
}
tap_case 'its trap is minor' severity_in_trap
breakoutctl sim insert "$SIM" swp5 25g-sr >/dev/null
tap_case 'it is ok again' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok

# Disabled: the rows go, and what was notified is cleared.
tap_case 'a disabled rule is read' reload 'rule LEG-01 { enabled = false }'
tap_case 'its row says so' soon "BREAKOUT-MIB::brkRuleEnabled.$missing" false
tap_case 'that of others does not' is "BREAKOUT-MIB::brkRuleEnabled.$rule" true
: >"$LAB/traps.log"
breakoutctl sim remove "$SIM" swp5 >/dev/null
tap_case 'the module is seen to be gone' trap_soon brkModuleRemoved
tap_case 'but no violation is notified' no_trap 'Violation'
tap_case 'or has a row' row_is brkViolationRuleId ''
tap_case 'enabled again, it is' reload ''
tap_case 'notified' trap_soon brkViolationRaised
tap_case 'of its own severity' soon "BREAKOUT-MIB::brkRuleSeverity.$missing" major
: >"$LAB/traps.log"
tap_case 'a rule that is disabled with a violation is read' reload 'rule LEG-01 { enabled = false }'
tap_case 'and clears it' trap_soon brkViolationCleared
tap_lab_done
