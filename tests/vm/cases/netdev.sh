#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Network devices whose ports devlink splits: what the daemon sees of it.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load breakout_net ports=2 || tap_bail_out 'no kernel module'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload breakout_net
}
trap clean_up EXIT

make_image "$LAB/trunk" 100g-sr4 || tap_bail_out 'no image'
plug_into 1 "$LAB/trunk"

# The kernel's own view, which the rest rests on.
# Page 03h, which is what the image ends with.
by_page() {
	ethtool -m swp1 hex on page 3 offset 128 length 128 | sed '1,2d; s/.*:[[:space:]]*//' | tr -d ' \n' >"$LAB/page"
	tail -c 128 "$LAB/trunk" | od -An -v -tx1 | tr -d ' \n' | cmp - "$LAB/page"
}
tap_case 'a port has a network device' test "$(cat /sys/class/net/swp1/phys_port_name)" = p1
tap_case 'whose module can be read by page' by_page
net_knob 1 error 5
tap_case 'or fails' sh -c '! ethtool -m swp1 hex on page 3 >/dev/null 2>&1'
net_knob 1 error 0

# The modules are files: this is about what the kernel does with the ports.
sim_init --type 100g-sr4 --mode 4x25G
sed -i '/^root/d; /port "swp1"/,/^}/s/netdevs.*/netdevs = { "swp1" }/; /port "swp[2-5]"/,/^}/{/netdevs/d}' "$SIM/breakoutd.conf"
for port in 1 2; do ip link set "swp$port" up; done
# So rarely that what is seen earlier was seen because the kernel reported it.
sed -i 's/^presence-interval.*/presence-interval = 5\nclear-after = 20/; s/^dom-interval.*/dom-interval = 60/' \
	"$SIM/breakoutd.conf"
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'

violates() {
	snmpbulkwalk -v2c -c public -Oqv "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkViolationRuleId | grep "$1"
}
obeys() {
	! violates "$1"
}
# ifindexes DEVICE DEVICE DEVICE DEVICE: are those of the lanes, and the first is the port's. One request: they are slow here.
ifindexes() {
	[ "$(snmpget -v2c -c public -t 2 -r 2 -Oqv "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkPortIfIndex.1 \
		BREAKOUT-MIB::brkLaneIfIndex.1.1 BREAKOUT-MIB::brkLaneIfIndex.1.2 \
		BREAKOUT-MIB::brkLaneIfIndex.1.3 BREAKOUT-MIB::brkLaneIfIndex.1.4)" = \
		"$(cat "/sys/class/net/$1/ifindex"; for device; do cat "/sys/class/net/$device/ifindex"; done)" ]
}
# Hundredths of a second.
clock() {
	sed 's/\.//; s/ .*//' /proc/uptime
}
since() {
	echo "# $1: $(($(clock) - started))0 ms after the request"
}
tap_case 'a trunk that the kernel has not split is seen' soon BREAKOUT-MIB::brkBreakoutHostSplit.1 notSplit
tap_case 'which HOST-01 is about' lab_wait 30 violates HOST-01
tap_case 'all lanes have its network device' ifindexes swp1 swp1 swp1 swp1
started=$(clock)
tap_case 'devlink splits it' devlink port split "$(devlink_port swp1)" count 4
since 'devlink is done'
tap_case 'each lane has its network device' lab_wait 4 ifindexes swp1s0 swp1s1 swp1s2 swp1s3
since 'the lanes have theirs'
tap_case 'HOST-01 is content' lab_wait 4 obeys HOST-01
since 'HOST-01 is off'
tap_case 'the daemon says so' soon BREAKOUT-MIB::brkBreakoutHostSplit.1 split
for port in 0 1 2 3; do ip link set "swp1s$port" up; done
ip link set swp1s2 down
tap_case 'a device may have another name' ip link set swp1s2 name lan2
tap_case 'and is the same' lab_wait 4 ifindexes swp1s0 swp1s1 lan2 swp1s3
tap_case 'devlink puts it together again' devlink port unsplit "$(devlink_port swp1s0)"
tap_case 'which is seen, too' lab_wait 4 is BREAKOUT-MIB::brkBreakoutHostSplit.1 notSplit
tap_case 'all lanes have the one device again' lab_wait 4 ifindexes swp1 swp1 swp1 swp1
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
