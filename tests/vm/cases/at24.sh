#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Modules that the kernel's at24 driver reads: an SFP on an I2C bus, a QSFP on
# one that only does SMBus, a QSFP behind a mux.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load breakout_i2c buses=3 smbus=2 mux=4 && load at24 || tap_bail_out 'no kernel modules'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload at24
	unload breakout_i2c
}
trap clean_up EXIT
cages=/sys/kernel/debug/breakout_i2c
# at24 shows what a module has without turning pages.
make_image "$LAB/sfp" 25g-sr 512 && make_image "$LAB/qsfp" 100g-sr4 256 && make_image "$LAB/muxed" 40g-sr4 256 ||
	tap_bail_out 'no images'
make_image "$LAB/paged" 100g-sr4
plug 0 0 "$LAB/sfp"
plug 1 0 "$LAB/paged"
plug 2 4 "$LAB/muxed"
sfp=$(at24 0 0 50) && at24 0 0 51 >/dev/null && qsfp=$(at24 1 0 50) && muxed=$(at24 2 4 50) ||
	tap_bail_out 'at24 does not take the modules'

settings='presence-interval = 0.2
dom-interval = 1
state-directory = ""'
{
	echo "$settings"
	declare_port sfp sfp28 file "path = \"$LAB/sfp\""
	declare_port qsfp qsfp28 file "path = \"$LAB/qsfp\""
	declare_port muxed qsfp28 file "path = \"$LAB/muxed\""
} >"$LAB/file.conf"
{
	echo "$settings"
	declare_port sfp sfp28 sysfs "path = \"$sfp\"" "presence = \"$cages/0/0/present\""
	declare_port qsfp qsfp28 sysfs "path = \"$qsfp\"" "presence = \"$cages/1/0/present\""
	declare_port muxed qsfp28 sysfs "path = \"$muxed\""
} >"$LAB/at24.conf"

lab_start_snmpd || tap_bail_out 'snmpd did not start'
expect_tables "$LAB/file.conf"
lab_start_agent "$LAB/at24.conf" || tap_bail_out 'breakoutd does not answer'

others_young() {
	young 1 && young 3
}

tap_case 'at24 nodes show what the images hold' all_expected
tap_case 'all is well' status 2 ok

knob 1 0 present 0
tap_case 'a presence file says that a module was pulled' status 2 absent
tap_case 'it leaves nothing behind' sh -c '! snmpwalk -v2c -c public -OQ "$1" BREAKOUT-MIB::brkModuleSerial.2 | grep -v "No Such"' - "127.0.0.1:$LAB_PORT"
tap_case 'the others stay' others_young
knob 1 0 present 1
tap_case 'it comes back' all_expected
tap_case 'which is an insertion' soon BREAKOUT-MIB::brkPortInsertions.2 1

# at24 makes a timeout of every error.
for fault in nack eio; do
	knob 1 0 $fault 4294967295
	tap_case "$fault: unreadable, not empty" status 2 timeout
	tap_case "$fault: no wrong value" no_wrong_value 2
	sleep 1
	tap_case "$fault: the others are read on" others_young
	knob 1 0 $fault 0
	tap_case "$fault: recovers" all_expected
done
tap_case 'none of these was a new module' is BREAKOUT-MIB::brkPortInsertions.2 1

knob 1 0 delay_us 2000
tap_case 'a stretched clock only takes time' status 2 ok
# 300 ms a transfer: that bus is busy all the time.
knob 1 0 delay_us 300000
sleep 4
tap_case 'a bus that crawls holds up no other' others_young
knob 1 0 delay_us 0
tap_case 'and is as it was when it walks again' all_expected

knob 1 0 vanish 100
tap_case 'pulled in the middle of a read' status 2 absent
knob 1 0 present 1
tap_case 'and plugged in again' all_expected

knob 2 4 present 0
tap_case 'without a presence file, an empty cage on at24 does not answer' status 3 timeout
knob 2 4 present 1
tap_case 'and answers again' all_expected
echo 0x50 >"/sys/bus/i2c/devices/i2c-$(knob 2 4 adapter)/delete_device"
tap_case 'without its node it is absent' status 3 absent
at24 2 4 50 >/dev/null
tap_case 'with it it is there' all_expected

# Somebody else turns the page: at24 shows another one in the place of page 00h.
knob 1 0 thief 4
tap_case 'somebody else selects pages: unreadable' status 2 ioError
tap_case 'which is said' sh -c 'snmpget -v2c -c public -Oqv "$1" BREAKOUT-MIB::brkPortReadDetail.2 | grep -i busy' - "127.0.0.1:$LAB_PORT"
tap_case 'a page that somebody else selected is no wrong value' no_wrong_value 2
knob 1 0 thief 1
tap_case 'and is forgotten' all_expected
tap_case 'no new module was seen' is BREAKOUT-MIB::brkPortInsertions.2 2
tap_case 'transfers were counted' test "$(knob 0 0 transfers)" -gt 10
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
