#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Modules that breakoutd reads over /dev/i2c-N itself: an SFP on an I2C bus, a
# QSFP with pages on one that only does SMBus, and one behind a mux.
. "${top_srcdir:-.}/tests/vm/lab.sh"

load i2c-dev && load breakout_i2c buses=3 smbus=2 mux=4 || tap_bail_out 'no kernel modules'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload breakout_i2c
}
trap clean_up EXIT
make_image "$LAB/sfp" 25g-sr && make_image "$LAB/qsfp" 100g-sr4 && make_image "$LAB/muxed" 40g-sr4 ||
	tap_bail_out 'no images'
plug 0 0 "$LAB/sfp"
plug 1 0 "$LAB/qsfp"
plug 2 4 "$LAB/muxed"

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
	declare_port sfp sfp28 i2c "bus = $(knob 0 0 adapter)"
	declare_port qsfp qsfp28 i2c "bus = $(knob 1 0 adapter)"
	declare_port muxed qsfp28 i2c "bus = $(knob 2 4 adapter)"
} >"$LAB/i2c.conf"

lab_start_snmpd || tap_bail_out 'snmpd did not start'
expect_tables "$LAB/file.conf"
lab_start_agent "$LAB/i2c.conf" || tap_bail_out 'breakoutd does not answer'

others_young() {
	young 1 && young 3
}

tap_case 'what /dev/i2c-N gives is what the images hold' all_expected
tap_case 'all is well' status 2 ok

knob 1 0 present 0
tap_case 'no answer is no module' status 2 absent
tap_case 'the others stay' others_young
knob 1 0 present 1
tap_case 'it comes back' all_expected

for fault in eio:ioError timeout:timeout; do
	shown=${fault#*:} fault=${fault%:*}
	knob 1 0 "$fault" 4294967295
	tap_case "$fault: unreadable" status 2 "$shown"
	tap_case "$fault: no wrong value" no_wrong_value 2
	sleep 2
	tap_case "$fault: the others are read on" others_young
	knob 1 0 "$fault" 0
	tap_case "$fault: recovers" status 2 ok
done
tap_case 'all is as before' all_expected
tap_lab_done
