#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Modules that breakoutd reads over /dev/i2c-N itself, and everything that can
# go wrong with them: an SFP and a CMIS module on I2C buses, a QSFP with pages on
# one that only does SMBus, and one behind a mux.
. "${top_srcdir:-.}/tests/vm/lab.sh"
# Thresholds are on other pages.
TABLES=brkThresholdTable

load i2c-dev && load at24 && load breakout_i2c buses=4 smbus=2 mux=4 || tap_bail_out 'no kernel modules'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload at24
	unload breakout_i2c
}
trap clean_up EXIT
always=4294967295
make_image "$LAB/sfp" 25g-sr && make_image "$LAB/qsfp" 100g-sr4 && make_image "$LAB/muxed" 40g-sr4 &&
	make_image "$LAB/cmis" 400g-sr8 || tap_bail_out 'no images'
plug 0 0 "$LAB/sfp"
plug 1 0 "$LAB/qsfp"
plug 2 4 "$LAB/muxed"
plug 3 0 "$LAB/cmis"

settings='presence-interval = 0.2
dom-interval = 1
state-directory = ""'
{
	echo "$settings"
	declare_port sfp sfp28 file "path = \"$LAB/sfp\""
	declare_port qsfp qsfp28 file "path = \"$LAB/qsfp\""
	declare_port muxed qsfp28 file "path = \"$LAB/muxed\""
	declare_port cmis qsfp-dd file "path = \"$LAB/cmis\""
} >"$LAB/file.conf"
{
	echo "$settings"
	declare_port sfp sfp28 i2c "bus = $(knob 0 0 adapter)"
	declare_port qsfp qsfp28 i2c "bus = $(knob 1 0 adapter)"
	declare_port muxed qsfp28 i2c "bus = $(knob 2 4 adapter)"
	declare_port cmis qsfp-dd i2c "bus = $(knob 3 0 adapter)" \
		'presence = "/sys/kernel/debug/breakout_i2c/3/0/present"'
} >"$LAB/i2c.conf"

lab_start_snmpd || tap_bail_out 'snmpd did not start'
expect_tables "$LAB/file.conf"
lab_start_agent "$LAB/i2c.conf" || tap_bail_out 'breakoutd does not answer'

# 2 is the QSFP on SMBus, 4 the CMIS module on I2C: they fail together. 1 and 3 are the others.
both() {
	knob 1 0 "$1" "$2"
	knob 3 0 "$1" "$2"
}
both_show() {
	status 2 "$1" && status 4 "$2"
}
no_wrong_values() {
	no_wrong_value 2 4
}
others_young() {
	young 1 && young 3
}
# both_are COLUMN VALUE
both_are() {
	is "BREAKOUT-MIB::$1.2" "$2" && is "BREAKOUT-MIB::$1.4" "$2"
}
# Of a corrupt module the identity is shown as it was read, beside brkModuleChecksumStatus.
nothing_concluded() {
	for object in brkModuleTypeName brkModuleTemperature brkLaneRxPower; do
		! walk -OQ "127.0.0.1:$LAB_PORT" "BREAKOUT-MIB::$object" | grep -E "$object\.(2|4)(\.[0-9]+)? = " || return 1
	done
}
says() {
	says_detail=$(get "BREAKOUT-MIB::brkPortReadDetail.$1")
	echo "$says_detail"
	echo "$says_detail" | grep -q "$2"
}
# page_0 BUS: is it selected?
page_0() {
	[ "$(tail -c +128 "/sys/kernel/debug/breakout_i2c/$1/0/image" | head -c 1 | od -An -t u1 | tr -d ' ')" = 0 ]
}

tap_case 'what /dev/i2c-N gives is what the images hold' all_expected
tap_case 'all is well' both_show ok ok
both nack 2
both eio 2
sleep 1.2
tap_case 'what passes is not seen' both_show ok ok
tap_case 'and nothing was pulled' both_are brkPortInsertions 0

# What each of the two meets, and what it shows; only the second has a presence file.
for fault in nack,timeout:absent,timeout eio,nack:ioError,ioError; do
	shown=${fault#*:} fault=${fault%:*}
	knob 1 0 "${fault%,*}" $always
	knob 3 0 "${fault#*,}" $always
	tap_case "$fault: shown" both_show "${shown%,*}" "${shown#*,}"
	tap_case "$fault: no wrong value" no_wrong_values
	sleep 1
	tap_case "$fault: the others are read on" others_young
	knob 1 0 "${fault%,*}" 0
	knob 3 0 "${fault#*,}" 0
	tap_case "$fault: recovers" all_expected
done

# A clock that is stretched for longer than the adapter waits.
both delay_us 400000
both timeout $always
tap_case 'a stalled bus times out' both_show timeout timeout
sleep 2
tap_case 'holds up no other' others_young
tap_case 'and shows no wrong value' no_wrong_values
both timeout 0
both delay_us 0
tap_case 'recovers' all_expected

# The first character of the vendor's name, which checksums cover, as the module is plugged in: what can
# not change is not read again later.
both present 0
tap_case 'pulled' both_show absent absent
knob 1 0 corrupt 149
knob 3 0 corrupt 130
both present 1
tap_case 'corrupt bytes are told' both_show corrupt corrupt
tap_case 'and nothing is concluded from them' nothing_concluded
tap_case 'the others are right' others_young
both corrupt 0
tap_case 'corrupt no more' all_expected

both vanish 60
tap_case 'pulled in mid-transfer' both_show absent absent
tap_case 'nothing is left behind' no_wrong_values
# A module that boots does not answer at first.
both nack 20
both present 1
tap_case 'plugged in again' all_expected

# In mid-page: 11h is the last one that a CMIS module is asked for.
for after in 40 80 120 160 200; do
	knob 3 0 cut $after
	sleep 0.4
done
tap_case 'a transfer that breaks off is repeated' status 4 ok
tap_case 'no other page stays selected' page_0 3

both thief 4
tap_case 'a stolen page is an error over SMBus, and nothing in one transfer' both_show ioError ok
tap_case 'which is said' says 2 'another reader'
tap_case 'and shows no wrong value' no_wrong_values
tap_case 'the others do not mind' others_young
both thief 0
knob 1 0 thefts 1
knob 1 0 thief 4
sleep 2
tap_case 'stolen once, it is read again' status 2 ok
tap_case 'and right' all_expected

# at24 takes the address of A2h, then a driver without a node that of the QSFP.
at24 0 0 51 >/dev/null
echo dummy 0x50 >"/sys/bus/i2c/devices/i2c-$(knob 1 0 adapter)/new_device"
tap_case 'an address that a driver has is left alone' status 2 ioError
tap_case 'and the driver is named' says 2 'driver dummy has address 0x50'
tap_case 'one with a node is read through' no_wrong_value 1
tap_case 'as young as ever' others_young
echo 0x50 >"/sys/bus/i2c/devices/i2c-$(knob 1 0 adapter)/delete_device"
tap_case 'all is as it was' all_expected
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
