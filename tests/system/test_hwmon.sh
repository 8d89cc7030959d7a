#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The real libsensors on chips that are files: folders below /sys are replaced
# in a mount namespace of our own. Not /sys itself, which libsensors wants to be
# a sysfs. What the kernel's drivers do is tests/vm/cases/sfp.sh.
if [ -z "${HWMON_TEST_INSIDE:-}" ]; then
	if ! HWMON_TEST_INSIDE=probe unshare -Urm sh -c \
		'for folder in class devices; do mount -t tmpfs none /sys/$folder || exit; done' 2>/dev/null; then
		echo '1..0 # SKIP no user and mount namespaces here, or no /sys'
		exit 0
	fi
	HWMON_TEST_INSIDE=yes exec unshare -Urm sh "$0" "$@"
fi
for folder in class devices; do
	mount -t tmpfs none /sys/$folder || exit 99
done
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

# attributes FOLDER NAME VALUE…: files with these numbers or words.
attributes() {
	attributes_folder=$1
	shift
	while [ $# -gt 0 ]; do
		echo "$2" >"$attributes_folder/$1"
		shift 2
	done
}

# limits FOLDER NAME LCRIT MIN MAX CRIT: and no alarm.
limits() {
	attributes "$1" "$2_lcrit" "$3" "$2_min" "$4" "$2_max" "$5" "$2_crit" "$6" \
		"$2_lcrit_alarm" 0 "$2_min_alarm" 0 "$2_max_alarm" 0 "$2_crit_alarm" 0
}

# chip HWMON BUS DEVICE NAME: an empty chip, made anew; says where.
chip() {
	chip_device=/sys/devices/$2/$3
	chip_folder=$chip_device/hwmon/$1
	mkdir -p "$chip_folder" /sys/class/hwmon "/sys/devices/bus/$2"
	ln -sfn "../../../devices/bus/$2" "$chip_device/subsystem"
	ln -sfn "../../../$3" "$chip_folder/device"
	echo "$4" >"$chip_folder/name"
	ln -sfn "../../devices/$2/$3/hwmon/$1" "/sys/class/hwmon/$1"
	echo "$chip_folder"
}

# As drivers/net/phy/sfp.c makes it: mdegC, mV, mA, uW.
sfp_chip() {
	sfp_folder=$(chip "$1" platform "$2" "$3")
	attributes "$sfp_folder" temp1_label temperature temp1_input "$4" in0_label VCC in0_input 3301 \
		curr1_label bias curr1_input 6 power1_label TX_power power1_input 562 \
		power2_label RX_power power2_input 400
	limits "$sfp_folder" temp1 -10000 -5000 70000 75000
	limits "$sfp_folder" in0 2970 3135 3465 3630
	limits "$sfp_folder" curr1 2 3 10 12
	limits "$sfp_folder" power1 100 126 1000 1259
	limits "$sfp_folder" power2 10 20 1000 1259
}

pull() {
	rm -r "/sys/class/hwmon/$1" "/sys/devices/platform/$2/hwmon"
}

value() {
	is "BREAKOUT-MIB::$1" "$2"
}

none() {
	[ -z "$(get "BREAKOUT-MIB::$1")" ]
}

no_violations() {
	! walk -OQ "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkViolationSeverity | grep -v 'No Such'
}

detail() {
	get BREAKOUT-MIB::brkPortReadDetail.1 | grep -F "$1"
}

sfp_chip hwmon0 sfp-eth1 sfp_eth1 35500
sfp_chip hwmon1 sfp-eth2 sfp_eth2 -5250
temperatures=$(chip hwmon2 pci 0000:03:00.0 mlxsw)
attributes "$temperatures" temp1_input 50000 temp2_label 'front panel 001' temp2_input 31000
mkdir -p /sys/class/net/swp3
ln -s ../../../devices/pci/0000:03:00.0 /sys/class/net/swp3/device
echo p1 >/sys/class/net/swp3/phys_port_name
echo 1 >"$LAB/present"

# A module that is there, and can't be read; and one that has no temperature.
breakoutctl sim init "$SIM" --type 40g-sr4 --mode 4x10G >/dev/null || tap_bail_out 'breakoutctl sim init failed'
breakoutctl sim insert "$SIM" swp2 10g-cr >/dev/null || tap_bail_out 'breakoutctl sim insert failed'
cat >"$LAB/hwmon.conf" <<-END
	presence-interval = 0.2
	dom-interval = 1
	state-directory = ""
	port "sfp1" { cage = "sfp+" source = "hwmon" path = "sfp_eth1-isa-0000" }
	port "sfp2" {
	    cage = "sfp+" source = "sysfs" path = "$LAB" presence = "$LAB/present"
	    hwmon = "/sys/devices/platform/sfp-eth2"
	}
	port "swp3" { cage = "sfp+" source = "file" path = "$SIM/ports/swp2.eeprom" netdevs = { "swp3" } }
END
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$LAB/hwmon.conf" || tap_bail_out 'breakoutd does not answer'

tap_case 'a chip is a module without identity' value brkPortReadStatus.1 monitorsOnly
tap_case 'which is there' value brkPortPresence.1 present
tap_case 'its source is named' value brkPortMonitorChip.1 sfp_eth1-isa-0000
tap_case 'temperature' value brkModuleTemperature.1 '35.50 degrees Celsius'
tap_case 'supply' value brkModuleSupply.1 '3.301 V'
tap_case 'laser current' value brkLaneTxBias.1.1 '6.000 mA'
tap_case 'transmit power' value brkLaneTxPower.1.1 '-2.50 dBm'
tap_case 'receive power' value brkLaneRxPower.1.1 '-3.98 dBm'
tap_case 'a threshold' value brkThresholdHighAlarm.1.temperature 7500
tap_case 'no identity' none brkModuleTypeName.1
tap_case 'a module that can not be read is measured, too' value brkModuleTemperature.2 '-5.25 degrees Celsius'
tap_case 'and still not read' value brkPortReadStatus.2 ioError
tap_case 'its chip is named' value brkPortMonitorChip.2 sfp_eth2-isa-0000
tap_case 'a front panel has the temperature of a cable' value brkModuleTemperature.3 '31.00 degrees Celsius'
tap_case 'which is read' value brkPortReadStatus.3 ok
tap_case 'nothing is violated' no_violations

pull hwmon0 sfp-eth1
tap_case 'without a chip nobody knows' soon BREAKOUT-MIB::brkPortPresence.1 unknown
tap_case 'and it says so' detail 'no chip sfp_eth1-isa-0000'
tap_case 'nor what it was' none brkModuleTemperature.1
# The same number for another one.
sfp_chip hwmon0 sfp-eth1 sfp_eth1 41000
tap_case 'a chip that comes is a module' soon BREAKOUT-MIB::brkPortInsertions.1 1
tap_case 'with its own temperature' soon BREAKOUT-MIB::brkModuleTemperature.1 '41.00 degrees Celsius'
tap_lab_done
