#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# From a module that is plugged in to a trap in snmptrapd: what comes, what it
# says, how soon, and what must not come.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 40g-sr4 --mode 4x10G
lab_start_all
agent=127.0.0.1:$LAB_PORT

# field NAME: the value of an object in the last trap of kind $trap.
field() {
	grep "brk$trap\b" "$LAB/traps.log" | tail -n 1 | tr '\t' '\n' | sed -n "s/^.*brkEvent$1\.[0-9]* //p" | tr -d '"'
}
field_is() {
	field_value=$(field "$1")
	[ "$field_value" = "$2" ] || {
		echo "$1 is '$field_value', expected '$2', in:"
		tail -n 1 "$LAB/traps.log"
		return 1
	}
}
field_has() {
	field "$1" | grep -qF "$2" || {
		echo "$1 is '$(field "$1")', expected it to have '$2'"
		return 1
	}
}
insert() {
	breakoutctl sim insert "$SIM" "$@" >/dev/null
}

tap_case 'a breakout of matching modules is ok' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
quiet() {
	sleep 1
	! grep -q brk "$LAB/traps.log" || {
		cat "$LAB/traps.log"
		return 1
	}
}
tap_case 'and sends nothing' quiet

# raise-after (2) x presence interval (0.2 s) + 1 s, from the insertion to snmptrapd's log.
in_time() {
	start=$(date +%s%N)
	insert swp3 10g-lr serial=WRONG1 || return 1
	trap_soon brkLegMismatch || return 1
	took=$((($(date +%s%N) - start) / 1000000))
	echo "took $took ms"
	[ "$took" -le 1400 ]
}
tap_case 'a wrong module becomes a trap in time' in_time
trap=LegMismatch
tap_case 'it names the breakout' field_is BreakoutName "$(get BREAKOUT-MIB::brkBreakoutName.1 | tr -d '"')"
tap_case 'it names the leg' field_is Leg 2
tap_case 'it names the port' field_is PortName swp3
tap_case 'it has the rule' field_is RuleId WL-01
tap_case 'it has the severity' field_is Severity critical
tap_case 'it says what is expected' field_has Expected '10GBASE-SR, 850 nm'
tap_case 'it says what was observed' field_has Observed '10GBASE-LR, 1310 nm'
tap_case 'it has the type of the module' field_is ModuleType 10GBASE-LR
tap_case 'it has the serial number of the module' field_is ModuleSerial WRONG1
tap_case 'it has the vendor of the module' field_has ModuleVendor SIM
tap_case 'it has a part number' field_has ModulePartNumber -
trap_and_get_agree() {
	# Every varbind can be read again, with the same value.
	grep "brk$trap\b" "$LAB/traps.log" | tail -n 1 | tr '\t' '\n' | grep 'brkEvent[A-Za-z]*\.' >"$LAB/varbinds"
	[ "$(wc -l <"$LAB/varbinds")" -ge 15 ] || return 1
	sed 's/^.*\(brkEvent[A-Za-z]*\.[0-9]*\) .*/BREAKOUT-MIB::\1/' "$LAB/varbinds" | grep -v 'EventIndex\.' |
		xargs snmpget -v2c -c public -OqS "$agent" | sort >"$LAB/gets"
	grep -v 'EventIndex\.' "$LAB/varbinds" | sort | diff - "$LAB/gets"
}
tap_case 'a GET of its objects returns the same' trap_and_get_agree
tap_case 'the module that came is announced' trap_soon brkModuleInserted
tap_case 'and the one that went' trap_soon brkModuleRemoved
tap_case 'the violation has a row' soon BREAKOUT-MIB::brkViolationPort.1 3
raised=$(field RuleId)/$(field BreakoutName)/$(field Leg)/$(field PortName)

tap_case 'the right module goes back' insert swp3 10g-sr
tap_case 'which clears' trap_soon brkLegMismatchCleared
trap=LegMismatchCleared
same_objects() {
	[ "$(field RuleId)/$(field BreakoutName)/$(field Leg)/$(field PortName)" = "$raised" ] || {
		tail -n 1 "$LAB/traps.log"
		return 1
	}
}
tap_case 'the clear has the identifying objects of the raise' same_objects
tap_case 'the row has gone' lab_wait 10 sh -c '! snmpget -v2c -c public -Oqv "$1" BREAKOUT-MIB::brkViolationPort.1 | grep -v "No Such"' - "$agent"
tap_case 'the breakout is ok again' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
sequence_is_complete() {
	tr '\t' '\n' <"$LAB/traps.log" | sed -n 's/^.*brkEventIndex\.[0-9]* //p' | awk '$1 != NR { print "event " $1 " came as number " NR; exit 1 }'
}
tap_case 'event numbers have no gap' sequence_is_complete

: >"$LAB/traps.log"
breakoutctl sim remove "$SIM" swp4 >/dev/null
tap_case 'a missing leg is another kind of violation' trap_soon brkViolationRaised
trap=ViolationRaised
tap_case 'of rule LEG-01' field_is RuleId LEG-01
insert swp4 10g-sr
tap_case 'that clears, too' trap_soon brkViolationCleared

# No trap for a module that can't be read, whatever it looks like.
: >"$LAB/traps.log"
for fault in ff zero truncated checksum; do
	insert swp5 10g-lr fault=$fault
	sleep 1.2
done
no_mismatch() {
	! grep 'brkLegMismatch' "$LAB/traps.log"
}
tap_case 'unreadable modules are no mismatch' no_mismatch
insert swp5 10g-sr
tap_case 'and all is well without them' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
nothing_wrong() {
	! snmpwalk -v2c -c public -Oqv "$agent" BREAKOUT-MIB::brkViolationSeverity | grep -E 'minor|major|critical'
}
tap_case 'with nothing left to clear' lab_wait 10 nothing_wrong

: >"$LAB/traps.log"
snmpset -v2c -c private "$agent" BREAKOUT-MIB::brkNotificationsEnabled.0 = false >/dev/null
insert swp2 10g-lr
tap_case 'switched off, the violation has a row' soon BREAKOUT-MIB::brkBreakoutVerdict.1 violation
tap_case 'but no trap' quiet
tap_lab_done
