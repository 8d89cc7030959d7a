# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
#
# What the cases share, in the guest: a lab as the system tests have it, kernel
# modules, cages. guest.sh exports top_srcdir, top_builddir and TMPDIR.

. "${top_srcdir:-.}/tests/system/tap-lab.sh"

# In a slow guest a try takes longer than the pause after it: seconds by the clock.
lab_wait() {
	lab_end=$(($(cut -d. -f1 /proc/uptime) + $1))
	shift
	while ! "$@" >/dev/null 2>&1; do
		[ "$(cut -d. -f1 /proc/uptime)" -le "$lab_end" ] || return 1
		sleep 0.1
	done
}

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

# make_image FILE TYPE [SIZE]: a module of that type; FFh up to the size, as it reads where nothing is stored.
make_image() {
	image_switch=$LAB/image-switch
	[ -d "$image_switch" ] || breakoutctl sim init "$image_switch" --type 100g-sr4 --mode 4x25G >/dev/null || return 1
	image_port=swp2
	case $2 in 40g* | 100g* | 200g* | 400g*) image_port=swp1 ;; esac
	breakoutctl sim insert "$image_switch" "$image_port" "$2" >/dev/null || return 1
	{
		cat "$image_switch/ports/$image_port.eeprom"
		head -c "${3:-0}" /dev/zero | tr '\000' '\377'
	} | { if [ $# -gt 2 ]; then head -c "$3"; else cat; fi; } >"$1"
}

# declare_port NAME CAGE SOURCE KEY=VALUE…: on standard output.
declare_port() {
	printf 'port "%s" {\n\tcage = "%s"\n\tsource = "%s"\n' "$1" "$2" "$3"
	shift 3
	printf '\t%s\n' "$@"
	printf '}\n'
}

# What breakoutd serves about modules and lanes, without what the clock changes.
tables() {
	for tables_root in brkModuleTable brkLaneTable; do
		snmpbulkwalk -v2c -c public -t 2 -r 2 -Cr100 -OQ "127.0.0.1:$LAB_PORT" "BREAKOUT-MIB::$tables_root"
	done | grep -vE 'LastChange|FlagChanges'
}

# need_source NAME CONF: skip the case where breakoutd does not know this source.
need_source() {
	"$LAB_BUILD/agent/breakoutd" -c "$2" --check-config >"$LAB/check" 2>&1 && return 0
	if grep -q source "$LAB/check"; then
		echo "1..0 # SKIP this breakoutd has no source '$1'"
		exit 0
	fi
	tap_bail_out "$(cat "$LAB/check")"
}

# expect_tables CONF: what the ports of this configuration show is right from now on.
expect_tables() {
	lab_start_agent "$1" || tap_bail_out 'breakoutd does not answer'
	tables >"$LAB/expected"
	lab_kill breakoutd
	grep -q brkModuleTypeName "$LAB/expected" || tap_bail_out 'there is nothing to compare with'
}

as_expected() {
	tables >"$LAB/seen"
	diff -U0 "$LAB/expected" "$LAB/seen"
}

all_expected() {
	lab_wait 10 as_expected || as_expected
}

# no_wrong_value PORT: what is shown of it is nothing, or right.
no_wrong_value() {
	tables | grep -E "\.$1(\.[0-9]+)? = " >"$LAB/seen"
	! grep -vxFf "$LAB/expected" "$LAB/seen"
}

# status PORT NAME: soon.
status() {
	soon "BREAKOUT-MIB::brkPortReadStatus.$1" "$2"
}

# young PORT: its data is younger than two scan intervals of a second.
young() {
	young_age=$(get "BREAKOUT-MIB::brkPortDataAge.$1")
	echo "port $1: data age $young_age"
	[ "${young_age% *}" -lt 2000 ]
}

quiet_kernel() {
	! dmesg | grep -E 'BUG|WARNING|Oops|Call Trace'
}
