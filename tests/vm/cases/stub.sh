#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The kernel's i2c-stub: an adapter that only does SMBus, whose blocks are of
# page 00h whichever is selected, and whose words are no two bytes.
. "${top_srcdir:-.}/tests/vm/lab.sh"
TABLES=brkThresholdTable

load i2c-dev && load i2c-stub chip_addr=0x50 bank_reg=127 bank_mask=0xff bank_start=128 bank_end=255 ||
	tap_bail_out 'no kernel modules'
# shellcheck disable=SC2317 # called by the trap
clean_up() {
	tap_clean_up
	unload i2c-stub
}
trap clean_up EXIT

stub_bus() {
	grep -l '^SMBus stub' /sys/bus/i2c/devices/i2c-*/name | sed 's/.*i2c-\([0-9]*\).*/\1/'
}
# serve TYPE CAGE FILE: the module is in the stub, and the daemon reads it.
serve() {
	make_image "$3" "$1" '' serial="STUB-$2" || tap_bail_out 'no image'
	"${top_builddir:-.}/tests/vm/fill_stub" "/dev/i2c-$(stub_bus)" "$3" || tap_bail_out 'the stub takes no module'
	settings='presence-interval = 0.5
dom-interval = 1
state-directory = ""'
	{
		echo "$settings"
		declare_port stub "$2" file "path = \"$3\""
	} >"$LAB/file.conf"
	{
		echo "$settings"
		declare_port stub "$2" i2c "bus = $(stub_bus)"
	} >"$LAB/stub.conf"
	expect_tables "$LAB/file.conf"
	lab_start_agent "$LAB/stub.conf" || tap_bail_out 'breakoutd does not answer'
}

lab_start_snmpd || tap_bail_out 'snmpd did not start'
serve 100g-sr4 qsfp28 "$LAB/qsfp"
tap_case 'a QSFP with pages' all_expected
tap_case 'is what its bytes hold' shows_qsfp 1 "$LAB/qsfp"
tap_case 'with thresholds, which are on page 03h' grep -q brkThresholdHighAlarm "$LAB/seen"
lab_kill breakoutd

serve 400g-sr8 qsfp-dd "$LAB/cmis"
tap_case 'a CMIS module, whose pages have banks' all_expected
lab_kill breakoutd

unload i2c-stub && load i2c-stub chip_addr=0x50,0x51 || tap_bail_out 'i2c-stub can not be loaded again'
serve 25g-sr sfp28 "$LAB/sfp"
tap_case 'an SFP with both addresses' all_expected
tap_case 'is what its bytes hold, too' shows_sfp 1 "$LAB/sfp"
tap_case 'the kernel has nothing to complain about' quiet_kernel
tap_lab_done
