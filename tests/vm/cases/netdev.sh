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

modules=/sys/kernel/debug/breakout_net
make_image "$LAB/trunk" 100g-sr4 || tap_bail_out 'no image'
dd if="$LAB/trunk" of="$modules/1/image" bs=65536 2>/dev/null

# The kernel's own view, which the rest rests on.
devlink_port() {
	devlink port show | sed -n "s/^\([^ ]*\): .* netdev $1 .*/\1/p"
}
# Page 03h, which is what the image ends with.
by_page() {
	ethtool -m swp1 hex on page 3 offset 128 length 128 | sed '1,2d; s/.*:[[:space:]]*//' | tr -d ' \n' >"$LAB/page"
	tail -c 128 "$LAB/trunk" | od -An -v -tx1 | tr -d ' \n' | cmp - "$LAB/page"
}
tap_case 'a port has a network device' test "$(cat /sys/class/net/swp1/phys_port_name)" = p1
tap_case 'whose module can be read by page' by_page
echo 5 >"$modules/1/error"
tap_case 'or fails' sh -c '! ethtool -m swp1 hex on page 3 >/dev/null 2>&1'
echo 0 >"$modules/1/error"

# The modules are files: this is about what the kernel does with the ports.
sim_init --type 100g-sr4 --mode 4x25G
sed -i '/^root/d; /port "swp1"/,/^}/s/netdevs.*/netdevs = { "swp1" }/; /port "swp[2-5]"/,/^}/{/netdevs/d}' "$SIM/breakoutd.conf"
for port in 1 2; do ip link set "swp$port" up; done
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'

violates() {
	snmpbulkwalk -v2c -c public -Oqv "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkViolationRuleId | grep "$1"
}
obeys() {
	! violates "$1"
}
ifindexes() {
	for lane in 1 2 3 4; do
		is "BREAKOUT-MIB::brkLaneIfIndex.1.$lane" "$(cat "/sys/class/net/swp1s$((lane - 1))/ifindex")" || return 1
	done
}
tap_case 'a trunk that the kernel has not split is seen' soon BREAKOUT-MIB::brkBreakoutHostSplit.1 notSplit
tap_case 'which HOST-01 is about' lab_wait 10 violates HOST-01
started=$(cut -d. -f1 /proc/uptime)
tap_case 'devlink splits it' devlink port split "$(devlink_port swp1)" count 4
for port in 0 1 2 3; do ip link set "swp1s$port" up; done
tap_case 'the daemon sees it' soon BREAKOUT-MIB::brkBreakoutHostSplit.1 split
tap_case 'each lane has its network device' lab_wait 10 ifindexes
echo "# within $(($(cut -d. -f1 /proc/uptime) - started)) s"
tap_case 'HOST-01 is content' lab_wait 10 obeys HOST-01
tap_case 'devlink puts it together again' devlink port unsplit "$(devlink_port swp1s0)"
tap_case 'which is seen, too' soon BREAKOUT-MIB::brkBreakoutHostSplit.1 notSplit
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
