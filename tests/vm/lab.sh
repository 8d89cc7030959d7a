# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
#
# What the cases share, in the guest: TAP, kernel modules, cages. guest.sh
# exports top_srcdir, top_builddir and TMPDIR.

. "${top_srcdir:-.}/tests/lint/tap.sh"

# load MODULE [PARAMETER…]
load() {
	modprobe -d "$VM_MODULES" "$@"
}

unload() {
	modprobe -d "$VM_MODULES" -r "$@"
}

# knob BUS CAGE NAME [VALUE]: read or set what breakout_i2c.c documents.
knob() {
	if [ $# -eq 4 ]; then
		echo "$4" >"/sys/kernel/debug/breakout_i2c/$1/$2/$3"
	else
		cat "/sys/kernel/debug/breakout_i2c/$1/$2/$3"
	fi
}

# plug BUS CAGE FILE: that module is in the cage now.
plug() {
	dd if="$3" of="/sys/kernel/debug/breakout_i2c/$1/$2/image" bs=65536 conv=notrunc 2>/dev/null &&
		knob "$1" "$2" present 1
}

# at24 BUS CAGE ADDRESS: the kernel's driver reads that address; says which node.
at24() {
	at24_bus=$(knob "$1" "$2" adapter)
	[ -d "/sys/bus/i2c/devices/$at24_bus-00$3" ] ||
		echo "24c02 0x$3" >"/sys/bus/i2c/devices/i2c-$at24_bus/new_device" || return 1
	echo "/sys/bus/i2c/devices/$at24_bus-00$3/eeprom"
}
