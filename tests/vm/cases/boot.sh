#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# The guest itself, and the test modules in it.
. "${top_srcdir:-.}/tests/vm/lab.sh"

same_kernel() {
	[ "$(modinfo -b "$VM_MODULES" -k "$(uname -r)" -F vermagic breakout_i2c | cut -d' ' -f1)" = "$(uname -r)" ]
}
comes_and_goes() {
	load breakout_i2c buses=2 mux=2 smbus=1 &&
		[ "$(knob 0 0 adapter)" -ge 0 ] && [ "$(knob 1 8 adapter)" -gt "$(knob 1 1 adapter)" ] &&
		unload breakout_i2c && [ ! -e /sys/kernel/debug/breakout_i2c ]
}
tap_case 'the modules are for this kernel' same_kernel
tap_case 'breakoutd runs' "${top_builddir:-.}/agent/breakoutd" --version
tap_case 'the build tree is read-only' sh -c '! touch "$1" 2>/dev/null' - "${top_builddir:-.}/written-by-the-guest"
tap_case 'buses come and go' comes_and_goes
tap_case 'and the kernel has nothing to complain about' quiet_kernel
tap_done
