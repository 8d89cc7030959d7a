#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# BREAKOUT-MIB as Net-SNMP's own tools see it: every column of every table
# against a reviewed walk, order, GETBULK, display hints, read-only columns.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 40g-sr4 --mode 4x10G
breakoutctl sim insert "$SIM" swp3 10g-lr serial=WRONG1 >/dev/null || tap_bail_out 'sim insert failed'
# A damaged module in a port of its own, a leg at another agent, and netdevs of the trunk.
breakoutctl sim insert "$SIM" swp5 10g-sr fault=checksum >/dev/null || tap_bail_out 'sim insert failed'
sed -i 's/\(leg 4 {\).*/\1 remote = "leaf7" remote-port = "Ethernet3" }/' "$SIM/breakoutd.conf"
breakoutctl sim host "$SIM" swp1 split=4x10G >/dev/null || tap_bail_out 'sim host failed'
lab_start_all
agent=127.0.0.1:$LAB_PORT

tap_case 'the wrong leg is judged' soon BREAKOUT-MIB::brkBreakoutVerdict.1 violation
# A lane that has a past: its light went, and came back.
breakoutctl sim set "$SIM" swp2 rx=off >/dev/null
tap_case 'darkness is seen' soon BREAKOUT-MIB::brkLaneStatus.2.1 dark
breakoutctl sim set "$SIM" swp2 rx=-3.00 >/dev/null
tap_case 'light is seen' soon BREAKOUT-MIB::brkLaneStatus.2.1 ok
tap_case 'only the wrong leg is left' soon BREAKOUT-MIB::brkBreakoutViolations.1 1

# What depends on the clock or the build shows as "(varies)".
steady() {
	sed -E 's/^(BREAKOUT-MIB::brk(Agent(Version|StartTime|LastScanTime|ScanDuration|TablesLastChange)|PortReadErrors|PortDataAge|LegDataAge|BreakoutLastChange|LegLastChange|LaneLastChange|LaneLastFlagEvent|ModuleLastFlagEvent|ViolationSince|EventTime)\.[0-9.]+) = .*/\1 = (varies)/'
}

full_walk() {
	walk -OQ "$agent" BREAKOUT-MIB::brkMIB >"$LAB/walk" && steady <"$LAB/walk" >"$LAB/walk.steady" || return 1
	diff -u "$LAB_SRC/tests/system/walk.expected" "$LAB/walk.steady" || {
		# To review and take over a change: BREAKOUT_REGENERATE=1 ./tools/check system
		[ -z "${BREAKOUT_REGENERATE:-}" ] || cp "$LAB/walk.steady" "$LAB_SRC/tests/system/walk.expected"
		return 1
	}
}
tap_case 'every column is as in the reviewed walk' full_walk

# Columns of the MIB that no row of this switch has, each for a reason:
# those of other kinds of peers, or that the next releases fill.
columns_without_instance() {
	sed -n 's/^\(brk[A-Za-z]*\) *OBJECT-TYPE$/\1/p' "$LAB_SRC/mibs/BREAKOUT-MIB.txt" | while read -r column; do
		grep -q "::$column\." "$LAB/walk" && continue
		# Tables, entries and indexes are not accessible.
		sed -n "/^$column *OBJECT-TYPE/,/::=/p" "$LAB_SRC/mibs/BREAKOUT-MIB.txt" |
			grep -qE 'not-accessible|accessible-for-notify' || echo "$column"
	done >"$LAB/absent"
	diff -u "$LAB_SRC/tests/system/absent.expected" "$LAB/absent" || {
		[ -z "${BREAKOUT_REGENERATE:-}" ] || cp "$LAB/absent" "$LAB_SRC/tests/system/absent.expected"
		return 1
	}
}
tap_case 'only the listed columns have no instance' columns_without_instance

oids_ascend() {
	walk -Onq "$agent" .1.3.6.1.4.1.8072.9999.9999.2420 | sed 's/ .*//' | grep '^\.1' |
		awk -F. '{
			for (i = 2; i <= NF || i <= n; i++) {
				if (i > NF || $i + 0 < last[i] + 0) { if (NR > 1) { print "out of order: " $0; exit 1 } }
				if (i > n || $i + 0 > last[i] + 0) break
			}
			n = NF; split($0, last, ".")
		}'
}
tap_case 'GETNEXT walks in order' oids_ascend

bulk_equals_next() {
	steady <"$LAB/walk" >"$LAB/next"
	for repetitions in 1 7 50; do
		snmpbulkwalk -v2c -c public -Cr$repetitions -OQ "$agent" BREAKOUT-MIB::brkMIB | steady >"$LAB/bulk"
		diff "$LAB/next" "$LAB/bulk" || return 1
	done
}
tap_case 'GETBULK returns what GETNEXT does' bulk_equals_next

get_equals_walk() {
	walk -Onq "$agent" BREAKOUT-MIB::brkModuleTable >"$LAB/cells" || return 1
	sed 's/ .*//' "$LAB/cells" | grep '^\.1' | head -n 200 | xargs -n 20 snmpget -v2c -c public -Onq "$agent" >"$LAB/gets"
	grep -c . "$LAB/gets" | grep -qx "$(sed 's/ .*//' "$LAB/cells" | grep -c '^\.1')" && diff "$LAB/cells" "$LAB/gets"
}
tap_case 'GET returns what the walk did' get_equals_walk

absent() {
	! get "$1" | grep .
}
tap_case 'no instance beyond the last row' absent BREAKOUT-MIB::brkPortName.99
tap_case 'no instance of index 0' absent BREAKOUT-MIB::brkPortName.0
tap_case 'no instance of a longer index' absent BREAKOUT-MIB::brkPortName.1.1

# The units of the display hints.
tap_case 'wavelength has two decimals' is BREAKOUT-MIB::brkModuleWavelength.1 '850.00 nm'
tap_case 'enumerations have names' is BREAKOUT-MIB::brkPortRole.1 trunk

refused() {
	set_error=$(snmpset -v2c -c private "$agent" "$1" = "$2" 2>&1) && return 1
	echo "$set_error"
	echo "$set_error" | grep -q "$3"
}
tap_case 'a read-only column refuses SET' refused BREAKOUT-MIB::brkPortName.1 x notWritable
tap_case 'the switch of notifications wants a truth value' refused BREAKOUT-MIB::brkNotificationsEnabled.0 7 \
	'wrongValue\|Bad value\|Value out of range'
switch_off_and_on() {
	snmpset -v2c -c private "$agent" BREAKOUT-MIB::brkNotificationsEnabled.0 = false &&
		is BREAKOUT-MIB::brkNotificationsEnabled.0 false &&
		lab_kill breakoutd && lab_start_agent "$SIM/breakoutd.conf" &&
		soon BREAKOUT-MIB::brkNotificationsEnabled.0 false &&
		snmpset -v2c -c private "$agent" BREAKOUT-MIB::brkNotificationsEnabled.0 = true &&
		is BREAKOUT-MIB::brkNotificationsEnabled.0 true
}
tap_case 'the switch of notifications can be set, and stays over a restart' switch_off_and_on

tap_case 'a wavelength that is not known has no instance' sh -c \
	'breakoutctl sim insert "$1" swp4 10g-cr >/dev/null' - "$SIM"
no_wavelength() {
	! lab_snmpget -Oqv "$agent" BREAKOUT-MIB::brkModuleWavelength.4 | grep -v 'No Such'
}
tap_case 'copper has no wavelength' lab_wait 10 no_wavelength

snmptable_works() {
	snmptable -v2c -c public -Cb "$agent" "BREAKOUT-MIB::$1" >"$LAB/table" 2>&1 && ! grep -E '^(Error|Timeout|No )' "$LAB/table" &&
		[ "$(grep -c . "$LAB/table")" -ge 3 ]
}
for table in brkPortTable brkModuleTable brkLaneTable brkThresholdTable brkBreakoutTable brkLegTable brkRuleTable \
	brkViolationTable brkEventTable; do
	tap_case "snmptable shows $table" snmptable_works $table
done
tap_lab_done
