#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What a DOM scan costs, as the adapter and the driver count it: transfers and
# bytes on the wire, and that nothing is read that can not have changed.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load i2c-dev && load breakout_i2c buses=4 smbus=8 && load breakout_net ports=1 || tap_bail_out 'no kernel modules'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload breakout_i2c
	unload breakout_net
}
trap clean_up EXIT
make_image "$LAB/qsfp" 100g-sr4 && make_image "$LAB/sfp" 25g-sr && make_image "$LAB/cmis" 400g-sr8 ||
	tap_bail_out 'no images'
plug 0 0 "$LAB/qsfp"
plug 1 0 "$LAB/sfp"
plug 2 0 "$LAB/cmis"
plug 3 0 "$LAB/qsfp"
plug_into 1 "$LAB/qsfp"
ip link set swp1 up
cat >"$LAB/cost.conf" <<END
presence-interval = 1
dom-interval = 1
state-directory = ""
$(declare_port qsfp qsfp28 i2c "bus = $(knob 0 0 adapter)")
$(declare_port sfp sfp28 i2c "bus = $(knob 1 0 adapter)")
$(declare_port cmis qsfp-dd i2c "bus = $(knob 2 0 adapter)")
$(declare_port smbus qsfp28 i2c "bus = $(knob 3 0 adapter)")
$(declare_port netdev qsfp28 ethtool 'netdevs = { "swp1" }')
END
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_agent "$LAB/cost.conf" || tap_bail_out 'breakoutd does not answer'

all_ok() {
	for port in 1 2 3 4 5; do
		status $port ok || return 1
	done
}
# Counters of all modules, in a file each.
counters() {
	cut -d' ' -f1 /proc/uptime | tr -d . >"$1.time"
	for bus in 0 1 2 3; do
		echo "$(knob $bus 0 transfers) $(knob $bus 0 bytes) $(knob $bus 0 upper) $(knob $bus 0 paged)" >"$1.$bus"
	done
	echo "$(net_knob 1 reads) $(net_knob 1 bytes) 0 0" >"$1.net"
}
tap_case 'all modules are read' all_ok
sleep 1
counters "$LAB/before"
sleep 8
counters "$LAB/after"

# A scan a second. Rounded down: one more may have begun than has ended.
scans=$((($(cat "$LAB/after.time") - $(cat "$LAB/before.time")) / 100))
# spent COUNTER(1…4) MODULE: in all these scans.
spent() {
	echo $(($(cut -d' ' -f"$1" "$LAB/after.$2") - $(cut -d' ' -f"$1" "$LAB/before.$2")))
}
# cost NAME MODULE: a line for whoever collects figures.
cost() {
	awk -v name="$1" -v scans="$scans" -v transfers="$(spent 1 "$2")" -v bytes="$(spent 2 "$2")" \
		-v upper="$(spent 3 "$2")" -v paged="$(spent 4 "$2")" 'BEGIN {
		printf "# cost: %s transfers=%.1f bytes=%.1f upper=%.1f paged=%.1f\n", name, transfers / scans,
			bytes / scans, upper / scans, paged / scans
	}'
}
cost qsfp 0
cost sfp 1
cost cmis 2
cost qsfp-over-smbus 3
cost ethtool-netdev net
# What everybody else does: all of it, each time.
lab_kill breakoutd
net_before="$(net_knob 1 reads) $(net_knob 1 bytes)"
ethtool -m swp1 >/dev/null
# shellcheck disable=SC2086 # numbers
set -- $net_before
echo "# cost: ethtool-m transfers=$(($(net_knob 1 reads) - $1)) bytes=$(($(net_knob 1 bytes) - $2))"

# at_most MODULE COUNTER LIMIT: in each scan, by and large.
at_most() {
	[ "$(spent "$2" "$1")" -le $(($3 * (scans + 1))) ] || {
		echo "$(spent "$2" "$1") in $scans scans"
		return 1
	}
}
tap_case 'a QSFP takes five transfers, the look whether it is there among them' at_most 0 1 5
tap_case 'none of its static pages is read' test "$(spent 4 0)" -eq 0
tap_case 'of page 00h, only the byte that tells modules apart is' at_most 0 3 1
tap_case 'an SFP takes three transfers' at_most 1 1 3
tap_case 'over SMBus no static page is read either' test "$(spent 4 3)" -eq 0
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
