#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# One daemon and every way to a module at once: an adapter with I2C_RDWR, one
# that only does SMBus, a mux, an at24 node and a network device, which is split
# while the daemon runs.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load i2c-dev && load at24 && load breakout_i2c buses=4 smbus=2 mux=4 && load breakout_net ports=1 ||
	tap_bail_out 'no kernel modules'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload at24
	unload breakout_i2c
	unload breakout_net
}
trap clean_up EXIT

make_image "$LAB/rdwr" 100g-sr4 '' serial=OVER-RDWR seed=11 &&
	make_image "$LAB/smbus" 25g-sr '' serial=OVER-SMBUS seed=12 &&
	make_image "$LAB/muxed" 40g-sr4 '' serial=BEHIND-MUX seed=13 &&
	make_image "$LAB/at24" 10g-lr 512 serial=ON-AT24 seed=14 &&
	make_image "$LAB/netdev" 100g-sr4 '' serial=BY-ETHTOOL seed=15 || tap_bail_out 'no images'
plug 0 0 "$LAB/rdwr"
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
$(declare_port rdwr qsfp28 i2c "bus = $(knob 0 0 adapter)")
$(declare_port smbus sfp28 i2c "bus = $(knob 1 0 adapter)")
$(declare_port muxed qsfp+ i2c "bus = $(knob 2 3 adapter)")
$(declare_port at24 sfp+ sysfs "path = \"$node\"")
$(declare_port netdev qsfp28 ethtool 'netdevs = { "swp1", "swp1s0" }' 'split-supported = { "4x25G" }')
breakout "bo1" {
	trunk = "netdev"
	mode = "4x25G"
}
END
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$LAB/together.conf" || tap_bail_out 'breakoutd does not answer'

all_ok() {
	for port in 1 2 3 4 5; do
		status $port ok || return 1
	done
}
all_right() {
	shows_qsfp 1 "$LAB/rdwr" && shows_sfp 2 "$LAB/smbus" && shows_qsfp 3 "$LAB/muxed" &&
		shows_sfp 4 "$LAB/at24" && shows_qsfp 5 "$LAB/netdev"
}
all_young() {
	for port in 1 2 3 4 5; do
		young $port || return 1
	done
}
tap_case 'all are read' all_ok
tap_case 'over I2C_RDWR' shows_qsfp 1 "$LAB/rdwr"
tap_case 'over SMBus' shows_sfp 2 "$LAB/smbus"
tap_case 'behind a mux' shows_qsfp 3 "$LAB/muxed"
tap_case 'from an at24 node' shows_sfp 4 "$LAB/at24"
tap_case 'from a network device' shows_qsfp 5 "$LAB/netdev"

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
