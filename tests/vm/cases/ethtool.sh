#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Modules that are read through their network devices.
. "${top_srcdir:-.}/tests/vm/lab.sh"

settings='presence-interval = 0.2
dom-interval = 1
state-directory = ""'
{
	echo "$settings"
	declare_port trunk qsfp28 ethtool 'netdevs = { "swp1" }'
	declare_port leg sfp28 ethtool 'netdevs = { "swp2" }'
} >"$LAB/ethtool.conf"
need_source ethtool "$LAB/ethtool.conf"

load breakout_net ports=2 || tap_bail_out 'no kernel module'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload breakout_net
}
trap clean_up EXIT
make_image "$LAB/trunk" 100g-sr4 && make_image "$LAB/leg" 25g-sr || tap_bail_out 'no images'
plug_into 1 "$LAB/trunk"
plug_into 2 "$LAB/leg"
{
	echo "$settings"
	declare_port trunk qsfp28 file "path = \"$LAB/trunk\"" 'netdevs = { "swp1" }'
	declare_port leg sfp28 file "path = \"$LAB/leg\"" 'netdevs = { "swp2" }'
} >"$LAB/file.conf"

lab_start_snmpd || tap_bail_out 'snmpd did not start'
expect_tables "$LAB/file.conf"
lab_start_agent "$LAB/ethtool.conf" || tap_bail_out 'breakoutd does not answer'

tap_case 'modules show what the images hold' all_expected
for error in 5:EIO 110:ETIMEDOUT; do
	want=ioError
	[ "${error#*:}" != ETIMEDOUT ] || want=timeout
	net_knob 1 error "${error%:*}"
	tap_case "${error#*:}: unreadable" status 1 $want
	tap_case "${error#*:}: no wrong value" no_wrong_value 1
	tap_case "${error#*:}: the other is read on" young 2
	net_knob 1 error 0
	tap_case "${error#*:}: recovers" all_expected
done

# As ip-link does it, below the daemon.
ip link set swp1 name uplink
sleep 1
tap_case 'a device is followed when it gets another name' status 1 ok
tap_case 'and read through' sh -c 'before=$(cat "$1"); sleep 1.5; [ "$(cat "$1")" -gt "$before" ]' - /sys/kernel/debug/breakout_net/1/reads
ip link set uplink name swp1
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
