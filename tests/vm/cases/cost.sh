#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What a DOM scan costs, as the adapter and the driver count it: transfers and
# bytes on the wire, and that nothing is read that can not have changed. A second
# of looks for modules is measured, then one of looks and a scan.
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
dom-interval = 3600
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
# measure NAME: the counters of some seconds into files of that name.
measure() {
	sleep 2
	counters "$LAB/before"
	sleep 8
	counters "$LAB/after"
	for module in 0 1 2 3 net; do
		paste -d ' ' "$LAB/before.$module" "$LAB/after.$module" "$LAB/before.time" "$LAB/after.time" |
			awk '{ s = ($10 - $9) / 100; print ($5 - $1) / s, ($6 - $2) / s, ($7 - $3) / s, ($8 - $4) / s }' >"$1.$module"
	done
}
tap_case 'all modules are read' all_ok
measure "$LAB/looks"
lab_kill breakoutd
sed -i 's/^dom-interval.*/dom-interval = 1/' "$LAB/cost.conf"
lab_start_agent "$LAB/cost.conf" || tap_bail_out 'breakoutd does not answer'
tap_case 'and again' all_ok
measure "$LAB/both"

# cost NAME MODULE: lines for whoever collects figures; the second is what the scan adds to the look.
cost() {
	awk -v name="$1" '{ printf "# look: %s transfers=%.1f bytes=%.1f upper=%.1f paged=%.1f\n", name, $1, $2, $3, $4 }' "$LAB/looks.$2"
	paste -d ' ' "$LAB/looks.$2" "$LAB/both.$2" | awk -v name="$1" '{
		printf "# cost: %s transfers=%.1f bytes=%.1f upper=%.1f paged=%.1f\n", name, $5 - $1, $6 - $2, $7 - $3, $8 - $4
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

# at_most NAME MODULE COUNTER LIMIT: a second, where one scan more or less is no matter.
at_most() {
	awk -v at="$3" -v limit="$4" '{ print "it is " $at; exit !($at <= limit * 9 / 8) }' "$LAB/$1.$2"
}
tap_case 'a look at a QSFP takes three transfers' at_most looks 0 1 3
tap_case 'with a DOM scan it takes eight' at_most both 0 1 8
tap_case 'none of its other pages is read after insertion' at_most both 0 4 0
tap_case 'of page 00h, only what tells modules apart is' at_most both 0 3 35
tap_case 'an SFP takes seven transfers' at_most both 1 1 7
tap_case 'over SMBus no other page is read either' at_most both 3 4 0
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
