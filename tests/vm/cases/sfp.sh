#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The kernel's own sfp driver on a cage (sfp.asl), and the daemon on the same one
# through at24: two readers of one module, which must say the same. And the
# daemon on the driver's chip, through libsensors, as if there were no other way.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load breakout_i2c && load at24 || tap_bail_out 'no kernel modules'
# Not unloaded: sfp of Linux 6.1 gives back a reference to the bus's module that it never took.
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
	declare_port chip sfp+ hwmon 'path = "/sys/bus/platform/devices/PRP0001:00"'
} >"$LAB/sfp.conf"
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$LAB/sfp.conf" || tap_bail_out 'breakoutd does not answer'
tap_case 'the daemon reads the module' status 1 ok

tap_case 'and that there is one, by its chip' status 2 monitorsOnly
tap_case 'the chip is named' soon BREAKOUT-MIB::brkPortMonitorChip.2 'PRP0001:00-isa-0000'

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

tap_case 'temperature by hwmon' like brkModuleTemperature.2 temp1_input 1000 0.01
tap_case 'supply by hwmon' like brkModuleSupply.2 in0_input 1000 0.001
tap_case 'laser current by hwmon' like brkLaneTxBias.2.1 curr1_input 1 0
tap_case 'transmit power by hwmon' like brkLaneTxPower.2.1 power1_input 1000 0.003 dBm
tap_case 'receive power by hwmon' like brkLaneRxPower.2.1 power2_input 1000 0.003 dBm

# both OBJECT STEP [dBm]: the module's own value is within STEP of hwmon's.
both() {
	both_own=$(get "BREAKOUT-MIB::$1.1${3:+.1}")
	both_hwmon=$(get "BREAKOUT-MIB::$1.2${3:+.1}")
	echo "memory: $both_own, hwmon: $both_hwmon"
	awk -v a="${both_own%% *}" -v b="${both_hwmon%% *}" -v step="$2" 'BEGIN {
		if (a == "" || b == "") exit 1
		exit !(a - b <= step && b - a <= step)
	}'
}
same_threshold() {
	is "BREAKOUT-MIB::$1.2.temperature" "$(get "BREAKOUT-MIB::$1.1.temperature")"
}

no_identity() {
	[ -z "$(get BREAKOUT-MIB::brkModuleTypeName.2)$(get BREAKOUT-MIB::brkModuleVendor.2)" ]
}

# mV, mA and uW are what the driver rounds to; 1 uW in 100 is 0.05 dB.
tap_case 'temperature is that of the memory' both brkModuleTemperature 0.01
tap_case 'supply is' both brkModuleSupply 0.001
tap_case 'laser current is' both brkLaneTxBias 0.5 lane
tap_case 'transmit power is' both brkLaneTxPower 0.05 lane
tap_case 'receive power is' both brkLaneRxPower 0.05 lane
tap_case 'thresholds are' same_threshold brkThresholdHighAlarm
tap_case 'low ones, too' same_threshold brkThresholdLowWarning
tap_case 'no identity is claimed' no_identity
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
