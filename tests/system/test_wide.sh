#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# CMIS modules through the whole program: a full switch of 800G trunks, each
# split eight ways, is silent and right; and what only CMIS modules tell shows.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

TRUNKS=128

sim_init --trunks "$TRUNKS" --type 800g-dr8 --mode 8x100G
lab_start_all

# values OBJECT: all there are, with how often each.
values() {
	walk -Oqv -m BREAKOUT-MIB "127.0.0.1:$LAB_PORT" "$1" | sort | uniq -c | sed 's/^ *//'
}
# all OBJECT COUNT VALUE: COUNT instances, all of this value.
all() {
	all_values=$(values "$1")
	[ "$all_values" = "$2 $3" ] || {
		echo "$1: $all_values"
		return 1
	}
}

# Flags latch: the first reading of a module does not tell which of them stand.
all_in_time() {
	lab_wait 10 all "$@" || all "$@"
}

tap_case 'every breakout is ok' all_in_time brkBreakoutVerdict "$TRUNKS" ok
tap_case 'every leg is ok' all_in_time brkLegVerdict "$((8 * TRUNKS))" ok
tap_case 'nothing is reported' sh -c '! grep -q brk "$1"' - "$LAB/traps.log"
tap_case 'lanes of a trunk know their legs' sh -c '
	snmpwalk -v2c -c public -Oqv -m BREAKOUT-MIB "$1" brkLaneLeg.1 | tr "\n" " " | grep -qx "1 2 3 4 5 6 7 8 "' - \
	"127.0.0.1:$LAB_PORT"
tap_case 'the module is ready' is BREAKOUT-MIB::brkModuleState.1 ready
tap_case 'its firmware shows' is BREAKOUT-MIB::brkModuleFirmware.1 1.0
tap_case 'what it can be split into shows' is BREAKOUT-MIB::brkModuleSplitModes.1 8x100G,2x400G,4x200G
tap_case 'data paths are activated' is BREAKOUT-MIB::brkLaneDataPathState.1.8 activated

tap_lab_done
