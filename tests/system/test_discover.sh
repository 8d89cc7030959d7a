#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# No ports are configured: what the machine shows is served, follows what comes
# and goes, and keeps its numbers.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

ROOT=$tap_folder/root
i2c=$ROOT/sys/bus/i2c/devices
net=$ROOT/sys/class/net
breakoutctl sim init "$SIM" --type 100g-sr4 --mode 4x25G >/dev/null || tap_bail_out 'sim init failed'

# node BUS NAME IMAGE: what optoe makes of a QSFP.
node() {
	mkdir -p "$i2c/$1-0050"
	cp "$3" "$i2c/$1-0050/new"
	echo 1 >"$i2c/$1-0050/dev_class"
	echo "$2" >"$i2c/$1-0050/port_name"
	mv "$i2c/$1-0050/new" "$i2c/$1-0050/eeprom"
}
cell() {
	mkdir -p "$(dirname "$1")"
	# shellcheck disable=SC2059 # a number in octal
	printf "\\000\\000\\000\\00$2" >"$1"
}
# netdev NAME PHYS SPEED: of the switch; all of them are of the cage at phandle 1.
netdev() {
	mkdir -p "$net/$1" "$ROOT/sys/devices/asic"
	ln -sfn "$ROOT/sys/devices/asic" "$net/$1/device"
	echo 1 >"$net/$1/type"
	echo "$((100 + $(echo "$1" | tr -dc 0-9)))" >"$net/$1/ifindex"
	echo 0x1003 >"$net/$1/flags"
	echo 1 >"$net/$1/carrier"
	echo "$3" >"$net/$1/speed"
	echo "$2" >"$net/$1/phys_port_name"
	echo 0a0b0c >"$net/$1/phys_switch_id"
	cell "$net/$1/of_node/sfp" 1
}
split() {
	rm -rf "$net"
	for n in 0 1 2 3; do
		netdev "swp1s$n" "p1s$n" "$1"
	done
}

node 12 swp2 "$SIM/ports/swp1.eeprom"
node 11 swp1 "$SIM/ports/swp1.eeprom"
mkdir -p "$i2c/0-0050" "$ROOT/sys/bus/platform/devices/cage1" "$ROOT/sys/bus/platform/drivers/sfp"
printf 'TlvInfo' | dd of="$i2c/0-0050/eeprom" bs=256 conv=sync 2>/dev/null
# Device tree: the network devices' cage, and the cage's adapter.
ln -s ../../drivers/sfp "$ROOT/sys/bus/platform/devices/cage1/driver"
cell "$ROOT/sys/bus/platform/devices/cage1/of_node/phandle" 1
cell "$ROOT/sys/bus/platform/devices/cage1/of_node/i2c-bus" 2
cell "$i2c/i2c-11/of_node/phandle" 2
split 25000

cat >"$SIM/breakoutd.conf" <<END
root = "$ROOT"
presence-interval = 0.2
dom-interval = 1
discovery-interval = 1
END
tap_case '--check-config says that ports will be looked for' sh -c \
	'"$1" --check-config -c "$2" | grep -q "0 ports.*looked for"' - "$LAB_BUILD/agent/breakoutd" "$SIM/breakoutd.conf"
lab_start_all
agent=127.0.0.1:$LAB_PORT

tap_case 'the first port' is BREAKOUT-MIB::brkPortName.1 swp1
tap_case 'the second' is BREAKOUT-MIB::brkPortName.2 swp2
no_port() {
	! lab_snmpget -Oqv "$agent" "BREAKOUT-MIB::brkPortName.$1" | grep -v 'No Such'
}
tap_case 'and no third: a memory of the board is none' no_port 3
tap_case 'its module is read' soon BREAKOUT-MIB::brkPortReadStatus.1 ok
tap_case 'the log says where the ports are from' grep -q 'serves 2 ports that were found' "$LAB/breakoutd.log"

# 32768 + 1: nobody declared it.
tap_case 'a port that the kernel has split is a breakout' soon BREAKOUT-MIB::brkBreakoutMode.32769 4x25G
tap_case 'that is inferred' is BREAKOUT-MIB::brkBreakoutOrigin.32769 inferred
tap_case 'with nothing against it, but legs that nobody knows' soon BREAKOUT-MIB::brkBreakoutVerdict.32769 unknown
tap_case 'its legs have the network devices' soon BREAKOUT-MIB::brkLegTrunkIfIndex.32769.3 112
split 50000
tap_case 'split into what the module can not do, it has' soon BREAKOUT-MIB::brkBreakoutVerdict.32769 violation
tap_case 'which is announced' trap_soon brkViolationRaised

# A port comes: in front by its name, behind by its number.
node 10 swp0 "$SIM/ports/swp1.eeprom"
tap_case 'a port that comes is served' soon BREAKOUT-MIB::brkPortName.3 swp0
tap_case 'the others keep their numbers' is BREAKOUT-MIB::brkPortName.1 swp1
rm -r "$i2c/11-0050"
tap_case 'a port that goes is gone' lab_wait 10 no_port 1
tap_case 'and leaves its number to nobody' is BREAKOUT-MIB::brkPortName.3 swp0
node 11 swp1 "$SIM/ports/swp1.eeprom"
kill -HUP "$(cat "$LAB/breakoutd.pid")"
tap_case 'back, after SIGHUP at the latest, it has its number' soon BREAKOUT-MIB::brkPortName.1 swp1

lab_kill breakoutd
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not start again'
tap_case 'numbers outlive a restart' is BREAKOUT-MIB::brkPortName.3 swp0

breakoutctl discover --root "$ROOT" >"$tap_folder/found.conf"
tap_case 'what breakoutctl discover prints is a configuration' "$LAB_BUILD/agent/breakoutd" --check-config -c "$tap_folder/found.conf"
shows() {
	breakoutctl show ports -c "$SIM/breakoutd.conf" --json | grep -F -- "$1"
}
tap_case 'breakoutctl show finds the ports, too' shows '"swp2"'
tap_case 'a file that -c names must be there' sh -c '! "$1" --check-config -c "$2"' - "$LAB_BUILD/agent/breakoutd" "$tap_folder/none.conf"

# Ports that are configured are all there are.
cat >>"$SIM/breakoutd.conf" <<END
port "one" { source = sysfs path = "/sys/bus/i2c/devices/12-0050" }
END
kill -HUP "$(cat "$LAB/breakoutd.pid")"
tap_case 'with one port configured' soon BREAKOUT-MIB::brkPortName.1 one
tap_case 'there is no other' no_port 2
sed -i '/^port/d' "$SIM/breakoutd.conf"
kill -HUP "$(cat "$LAB/breakoutd.pid")"
tap_case 'and found again without' soon BREAKOUT-MIB::brkPortName.1 swp1
tap_lab_done
