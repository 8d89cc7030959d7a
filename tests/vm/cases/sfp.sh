#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The kernel's own sfp driver on a cage (sfp.asl), and the daemon on the same one
# through at24: two readers of one module, which must say the same.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load_with_sfp && load at24 || tap_bail_out 'no kernel modules'
make_image "$LAB/sfp" 10g-lr 512 || tap_bail_out 'no image'
plug 0 0 "$LAB/sfp"
node=$(at24 0 0 50) && at24 0 0 51 >/dev/null || tap_bail_out 'at24 does not take the module'
load sfp || tap_bail_out 'no sfp driver'

chips=/sys/bus/platform/devices/PRP0001:00/hwmon
has_chip() {
	chip=$(echo "$chips"/hwmon*)
	[ -e "$chip/temp1_input" ]
}
tap_case 'the driver shows a chip' lab_wait 10 has_chip
has_chip || tap_bail_out "$(dmesg | grep -iE 'sfp|PRP0001' | tail -n 5)"
{
	printf 'presence-interval = 0.2\ndom-interval = 1\nstate-directory = ""\n'
	declare_port sfp sfp+ sysfs "path = \"$node\""
} >"$LAB/sfp.conf"
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$LAB/sfp.conf" || tap_bail_out 'breakoutd does not answer'
tap_case 'the daemon reads the module' status 1 ok

# like OBJECT FILE SCALE STEP [dBm]: what the daemon shows is within STEP of the driver's FILE / SCALE.
like() {
	like_ours=$(get "BREAKOUT-MIB::$1")
	like_theirs=$(cat "$chip/$2")
	echo "breakoutd: $like_ours, driver: $like_theirs"
	awk -v ours="${like_ours%% *}" -v theirs="$like_theirs" -v scale="$3" -v step="$4" -v dbm="${5:-}" 'BEGIN {
		if (ours == "" || theirs == "") exit 1
		if (dbm) ours = 10 ^ (ours / 10)
		off = ours - theirs / scale
		exit !(off <= step && -off <= step)
	}'
}
tap_case 'temperature' like brkModuleTemperature.1 temp1_input 1000 0.02
tap_case 'supply' like brkModuleSupply.1 in0_input 1000 0.002
tap_case 'laser current, which the driver rounds' like brkLaneTxBias.1.1 curr1_input 1 1
tap_case 'transmit power' like brkLaneTxPower.1.1 power1_input 1000 0.003 dBm
tap_case 'receive power' like brkLaneRxPower.1.1 power2_input 1000 0.003 dBm
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
