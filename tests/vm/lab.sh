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

# load_with_sfp: five buses, of which the first is that of sfp.asl, 1 only does SMBus and 2 has a mux. Once the sfp
# driver is loaded they stay: sfp of Linux 6.1 gives back a reference to the bus's module that it never took.
load_with_sfp() {
	[ -d /sys/kernel/debug/breakout_i2c ] || load breakout_i2c buses=5 smbus=2 mux=4
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

# make_image FILE TYPE [SIZE|''] [KEY=VALUE…]: a module of that type; FFh up to the size, as it reads
# where nothing is stored.
make_image() {
	image_file=$1 image_type=$2 image_size=${3:-0}
	shift "$(($# > 2 ? 3 : 2))"
	image_switch=$LAB/image-switch
	[ -d "$image_switch" ] || breakoutctl sim init "$image_switch" --type 100g-sr4 --mode 4x25G >/dev/null || return 1
	image_port=swp2
	case $image_type in 40g* | 100g* | 200g* | 400g*) image_port=swp1 ;; esac
	breakoutctl sim insert "$image_switch" "$image_port" "$image_type" "$@" >/dev/null || return 1
	{
		cat "$image_switch/ports/$image_port.eeprom"
		head -c "$image_size" /dev/zero | tr '\000' '\377'
	} | { if [ "$image_size" -gt 0 ]; then head -c "$image_size"; else cat; fi; } >"$image_file"
}

# image_text FILE OFFSET LENGTH: text in an image; image_number FILE OFFSET: two bytes, big-endian.
image_text() {
	tail -c "+$(($2 + 1))" "$1" | head -c "$3" | sed 's/ *$//'
}

image_number() {
	# shellcheck disable=SC2046 # two words
	set -- $(od -An -j "$2" -N 2 -t u1 "$1")
	echo $(($1 * 256 + $2))
}

# near OBJECT VALUE STEP: what is served is that, give or take.
near() {
	near_ours=$(get "BREAKOUT-MIB::$1")
	echo "$1: $near_ours, the module's own: $2"
	awk -v ours="${near_ours%% *}" -v own="$2" -v step="$3" 'BEGIN {
		if (ours == "" || own == "") exit 1
		off = ours - own
		exit !(off <= step && -off <= step)
	}'
}

# shows_monitors PORT FILE OFFSET… [STEP…]: temperature, supply, current, sent and received power of lane 1, in
# the units of SFF-8472 and SFF-8636, which are the same; by how much they may be off where a driver rounds.
shows_monitors() {
	near "brkModuleTemperature.$1" "$(image_number "$2" "$3" | awk '{ print $1 / 256 }')" "${8:-0.011}" &&
		near "brkModuleSupply.$1" "$(image_number "$2" "$4" | awk '{ print $1 / 10000 }')" "${9:-0.0011}" &&
		near "brkLaneTxBias.$1.1" "$(image_number "$2" "$5" | awk '{ print $1 / 500 }')" "${10:-0.011}" &&
		near "brkLaneTxPower.$1.1" "$(image_number "$2" "$6" | awk '{ print 10 * log($1 / 10000) / log(10) }')" "${11:-0.011}" &&
		near "brkLaneRxPower.$1.1" "$(image_number "$2" "$7" | awk '{ print 10 * log($1 / 10000) / log(10) }')" "${11:-0.011}"
}

# shows_names PORT FILE OFFSET…: vendor, part number, serial number.
shows_names() {
	is "BREAKOUT-MIB::brkModuleVendor.$1" "$(image_text "$2" "$3" 16)" &&
		is "BREAKOUT-MIB::brkModulePartNumber.$1" "$(image_text "$2" "$4" 16)" &&
		is "BREAKOUT-MIB::brkModuleSerial.$1" "$(image_text "$2" "$5" 16)"
}

# shows_sfp PORT FILE, shows_qsfp PORT FILE: what is served is what the bytes hold, read here by their offsets
# and not by breakoutd's decoder.
shows_sfp() {
	shows_names "$1" "$2" 20 40 68 && shows_monitors "$1" "$2" 352 354 356 358 360
}

shows_qsfp() {
	shows_names "$1" "$2" 148 168 196 && shows_monitors "$1" "$2" 22 26 42 50 34
}

# net_knob PORT NAME [VALUE]: read or set what breakout_net.c documents.
net_knob() {
	if [ $# -eq 3 ]; then
		echo "$3" >"/sys/kernel/debug/breakout_net/$1/$2"
	else
		cat "/sys/kernel/debug/breakout_net/$1/$2"
	fi
}

# plug_into PORT FILE: that module is in the network device's cage now.
plug_into() {
	dd if="$2" of="/sys/kernel/debug/breakout_net/$1/image" bs=65536 conv=notrunc 2>/dev/null
}

# devlink_port NETDEV
devlink_port() {
	devlink port show | sed -n "s/^\([^ ]*\): .* netdev $1 .*/\1/p"
}

# declare_port NAME CAGE SOURCE KEY=VALUE…: on standard output.
declare_port() {
	printf 'port "%s" {\n\tcage = "%s"\n\tsource = "%s"\n' "$1" "$2" "$3"
	shift 3
	printf '\t%s\n' "$@"
	printf '}\n'
}

# What breakoutd serves about modules and lanes, without what the clock changes; TABLES adds to it. Each
# table takes a second.
tables() {
	for tables_root in brkModuleTable brkLaneTable ${TABLES:-}; do
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

# A port that has failed for some seconds is left alone for up to 16 s.
all_expected() {
	lab_wait 25 as_expected || as_expected
}

# no_wrong_value PORT…: what is shown of them is nothing, or right.
no_wrong_value() {
	no_wrong_ports=$(echo "$*" | tr ' ' '|')
	tables | grep -E "\.($no_wrong_ports)(\.[0-9a-zA-Z]+)? = " >"$LAB/seen"
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
