#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What the switch's kernel does with its ports, and what follows from it where
# nobody declared a breakout.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G --trunks 2
conf=$SIM/breakoutd.conf
# The second trunk and its legs are ports, and no breakout.
sed -i '/^breakout "bo2"/,/^}/d' "$conf"
host() {
	breakoutctl sim host "$SIM" "$@" >/dev/null
}
lab_start_all
agent=127.0.0.1:$LAB_PORT
split=BREAKOUT-MIB::brkBreakoutHostSplit.1
verdict=BREAKOUT-MIB::brkBreakoutVerdict.1

tap_case 'without network devices, the configuration says how a port is split' soon $split split
host swp1 split=none
tap_case 'the kernel says more than the configuration' soon $split notSplit
tap_case 'which is a violation' trap_soon brkViolationRaised
tap_case 'of the breakout' soon $verdict violation
host swp1 split=4x25G
tap_case 'split, it is none' trap_soon brkViolationCleared
tap_case 'any more' soon $verdict ok
tap_case 'legs have the subports of the trunk' soon BREAKOUT-MIB::brkLegTrunkIfIndex.1.3 1019
changed=$(get BREAKOUT-MIB::brkBreakoutLastChange.1)

# A breakout that nobody declared: 32768 + 2.
inferred=32770
no_row() {
	! lab_snmpget -Oqv "$agent" "BREAKOUT-MIB::brkBreakoutMode.$inferred" | grep -v 'No Such'
}
tap_case 'a port that nobody split is no breakout' no_row
host swp2 split=4x25G
tap_case 'a port that is split is one' soon BREAKOUT-MIB::brkBreakoutMode.$inferred 4x25G
tap_case 'that is inferred' is BREAKOUT-MIB::brkBreakoutOrigin.$inferred inferred
tap_case 'the other is declared' is BREAKOUT-MIB::brkBreakoutOrigin.1 declared
tap_case 'it has a name' is BREAKOUT-MIB::brkBreakoutName.$inferred auto-swp2
tap_case 'its legs lead somewhere' is BREAKOUT-MIB::brkLegPeerKind.$inferred.4 undeclared
no_origin() {
	! lab_snmpget -Oqv "$agent" "BREAKOUT-MIB::brkLegPeerOrigin.$inferred.4" | grep -v 'No Such'
}
tap_case 'and nobody knows where' no_origin
tap_case 'the declared one has not changed' is BREAKOUT-MIB::brkBreakoutLastChange.1 "$changed"
host swp2 split=gone
tap_case 'without its network devices it goes' lab_wait 10 no_row

# A fan-out cable.
breakoutctl sim init "$SIM" --force --type 100g-cr4 --mode 4x25G >/dev/null || tap_bail_out 'sim init failed'
sed -i 's/^presence-interval.*/presence-interval = 0.2/; s/leg \([1-4]\) {.*/leg \1 { }/' "$conf"
kill -HUP "$(cat "$LAB/breakoutd.pid")"
tap_case 'ends of a cable in this box are its legs' soon BREAKOUT-MIB::brkLegPort.1.2 3
tap_case 'which is inferred' is BREAKOUT-MIB::brkLegPeerOrigin.1.2 inferred
tap_case 'and as it should be' soon $verdict ok
shows() {
	breakoutctl show "$1" -c "$conf" --json | grep -F -- "$2"
}
tap_case 'breakoutctl shows that the breakout is declared' shows breakouts '"origin": "declared"'
tap_case 'and that its legs are inferred' shows legs '"origin": "inferred"'
breakoutctl sim remove "$SIM" swp3 >/dev/null
tap_case 'an end that is pulled is known no more' lab_wait 10 sh -c '! snmpget -v2c -c public -Oqv "$1" BREAKOUT-MIB::brkLegPort.1.2 | grep -v "No Such"' - "$agent"
tap_case 'the others are: they are numbered' soon BREAKOUT-MIB::brkLegPort.1.3 4
tap_lab_done
