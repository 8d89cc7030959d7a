#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# One daemon and every way to a module at once: an adapter with I2C_RDWR, one
# that only does SMBus, a mux, an at24 node, a network device, which is split while
# the daemon runs, and the chip of the kernel's sfp driver.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load i2c-dev && load at24 && load_with_sfp && load breakout_net ports=1 || tap_bail_out 'no kernel modules'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload breakout_net
	[ -d /sys/module/sfp ] || { unload at24 && unload breakout_i2c; }
}
trap clean_up EXIT

make_image "$LAB/rdwr" 100g-sr4 '' serial=OVER-RDWR seed=11 &&
	make_image "$LAB/smbus" 25g-sr '' serial=OVER-SMBUS seed=12 &&
	make_image "$LAB/muxed" 40g-sr4 '' serial=BEHIND-MUX seed=13 &&
	make_image "$LAB/at24" 10g-lr 512 serial=ON-AT24 seed=14 &&
	make_image "$LAB/netdev" 100g-sr4 '' serial=BY-ETHTOOL seed=15 &&
	make_image "$LAB/chip" 10g-lr 512 serial=BY-CHIP seed=16 || tap_bail_out 'no images'
plug 4 0 "$LAB/rdwr"
plug 0 0 "$LAB/chip"
plug 1 0 "$LAB/smbus"
plug 2 3 "$LAB/muxed"
plug 3 0 "$LAB/at24"
plug_into 1 "$LAB/netdev"
node=$(at24 3 0 50) && at24 3 0 51 >/dev/null || tap_bail_out 'at24 does not take the module'
ip link set swp1 up
cat >"$LAB/together.conf" <<END
presence-interval = 0.5
dom-interval = 1
state-directory = ""
$(declare_port rdwr qsfp28 i2c "bus = $(knob 4 0 adapter)")
$(declare_port smbus sfp28 i2c "bus = $(knob 1 0 adapter)")
$(declare_port muxed qsfp+ i2c "bus = $(knob 2 3 adapter)")
$(declare_port at24 sfp+ sysfs "path = \"$node\"")
$(declare_port netdev qsfp28 ethtool 'netdevs = { "swp1", "swp1s0" }' 'split-supported = { "4x25G" }')
breakout "bo1" {
	trunk = "netdev"
	mode = "4x25G"
}
END
# The sixth, where breakoutd has that source.
cp "$LAB/together.conf" "$LAB/chip.conf"
declare_port chip sfp+ hwmon 'path = "/sys/bus/platform/devices/PRP0001:00"' >>"$LAB/chip.conf"
ports='1 2 3 4 5'
if "$LAB_BUILD/agent/breakoutd" -c "$LAB/chip.conf" --check-config >"$LAB/check" 2>&1; then
	ports="$ports 6"
	mv "$LAB/chip.conf" "$LAB/together.conf"
	load sfp || tap_bail_out 'no sfp driver'
else
	grep -q source "$LAB/check" || tap_bail_out "$(cat "$LAB/check")"
	echo "# without the chip of the sfp driver: this breakoutd has no source hwmon"
fi
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$LAB/together.conf" || tap_bail_out 'breakoutd does not answer'

all_ok() {
	for port in $ports; do
		wanted=ok
		[ "$port" != 6 ] || wanted=monitorsOnly
		status "$port" $wanted || return 1
	done
}
# The chip has monitors only, in mV, mA and microwatts.
shows_chip() {
	shows_monitors "$1" "$2" 352 354 356 358 360 0.011 0.0011 0.51 0.05
}
all_right() {
	shows_qsfp 1 "$LAB/rdwr" && shows_sfp 2 "$LAB/smbus" && shows_qsfp 3 "$LAB/muxed" &&
		shows_sfp 4 "$LAB/at24" && shows_qsfp 5 "$LAB/netdev" &&
		{ [ "${ports##* }" != 6 ] || shows_chip 6 "$LAB/chip"; }
}
all_young() {
	for port in $ports; do
		young "$port" || return 1
	done
}
tap_case 'all are read' all_ok
tap_case 'over I2C_RDWR' shows_qsfp 1 "$LAB/rdwr"
tap_case 'over SMBus' shows_sfp 2 "$LAB/smbus"
tap_case 'behind a mux' shows_qsfp 3 "$LAB/muxed"
tap_case 'from an at24 node' shows_sfp 4 "$LAB/at24"
tap_case 'from a network device' shows_qsfp 5 "$LAB/netdev"
[ "${ports##* }" != 6 ] || tap_case 'by the chip of the sfp driver' shows_chip 6 "$LAB/chip"

violates() {
	snmpbulkwalk -v2c -c public -Oqv "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkViolationRuleId | grep "$1"
}
obeys() {
	! violates "$1"
}
ifindexes() {
	for lane in 1 2 3 4; do
		is "BREAKOUT-MIB::brkLaneIfIndex.5.$lane" "$(cat "/sys/class/net/swp1s$((lane - 1))/ifindex")" || return 1
	done
}
hundredths() {
	cut -d' ' -f1 /proc/uptime | tr -d .
}
split_is_seen() {
	lab_wait 10 ifindexes && lab_wait 10 obeys HOST-01
}
tap_case 'HOST-01 is about the port that is not split' lab_wait 10 violates HOST-01
started=$(hundredths)
tap_case 'devlink splits it' devlink port split "$(devlink_port swp1)" count 4
for lane in 0 1 2 3; do ip link set "swp1s$lane" up; done
tap_case 'four lanes have network devices, and HOST-01 is off' split_is_seen
echo "# split: seen after $(($(hundredths) - started)) hundredths of a second"
tap_case 'the port is read through one of its parts' all_right
tap_case 'and all others as before' all_young
tap_case 'none was inserted a second time' sh -c '! snmpbulkwalk -v2c -c public -Oqv "$1" BREAKOUT-MIB::brkPortInsertions | grep -v "^0$"' - "127.0.0.1:$LAB_PORT"
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
