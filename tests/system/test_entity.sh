#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# ENTITY-MIB and ENTITY-SENSOR-MIB as managers see them that know nothing else: the
# tree of entities, sensors against what the simulated modules were told to
# measure, changes, indexes that stay, and another agent that has these MIBs.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G
breakoutctl sim host "$SIM" swp1 split=none >/dev/null || tap_bail_out 'sim host failed'
breakoutctl sim host "$SIM" swp2 split=none >/dev/null || tap_bail_out 'sim host failed'
breakoutctl sim insert "$SIM" swp5 25g-cr >/dev/null || tap_bail_out 'sim insert failed'
agent=127.0.0.1:$LAB_PORT
entity=.1.3.6.1.2.1.47
physical=$entity.1.1.1.1
sensor=.1.3.6.1.2.1.99.1.1.1

# What the modules measure: name of the sensor, what kind of number it is (RFC 3433), the value in SI units, and half a
# step of the module's registers.
: >"$LAB/model"
measure() {
	measure_port=$1
	measure_lane=$2
	shift 2
	breakoutctl sim set "$SIM" "$measure_port" ${measure_lane:+"$measure_lane"} "$@" >/dev/null || tap_bail_out 'sim set failed'
	for measure_key in "$@"; do
		awk -v port="$measure_port" -v lane="$measure_lane" -v key="${measure_key%%=*}" -v value="${measure_key#*=}" '
			BEGIN {
				name = lane == "" ? port : port " lane " lane
				watts = value == "off" ? 0 : 10 ^ (value / 10) / 1000
				if (key == "temperature") print name " temperature|8|" value "|0.005"
				if (key == "vcc") print name " supply|4|" value "|0.00005"
				if (key == "rx") print name " rx power|6|" watts "|5.1e-8"
				if (key == "tx") print name " tx power|6|" watts "|5.1e-8"
				if (key == "bias") print name " tx bias|5|" value / 1000 "|1.001e-6"
			}' >>"$LAB/model"
	done
}
measure swp1 '' temperature=-12.25 vcc=3.2951
measure swp1 1 rx=-1.23 tx=0.00 bias=6.502
measure swp1 2 rx=-12.00 tx=-1.50 bias=7.1
measure swp1 3 rx=-39.00 tx=1.25 bias=0.5
measure swp1 4 rx=off tx=2.40 bias=8.002
measure swp3 '' temperature=71.5 vcc=3.1
measure swp3 1 rx=1.99 tx=-0.4 bias=5.5
lab_start_all

tap_case 'agents that know no other MIB find the sensors' lab_wait 10 sh -c \
	'snmpget -v2c -c public -Oqv "$1" "$2" | grep -qx 1' - "$agent" "$sensor.5.11013"

# A walker that knows the numbers of ENTITY-SENSOR-MIB, and the names of entities; prints "name|type|value|status|age"
# with values in SI units and ages in hundredths of a second, and complains of rows that are not whole.
read_sensors() {
	MIBS='' snmpbulkwalk -v2c -c public -On -Cr40 "$agent" $physical.7 >"$LAB/names" || return 1
	MIBS='' snmpbulkwalk -v2c -c public -On -Cr40 "$agent" .1.3.6.1.2.1.99 >"$LAB/sensors" || return 1
	MIBS='' snmpget -v2c -c public -Ont "$agent" .1.3.6.1.2.1.1.3.0 >"$LAB/uptime" || return 1
	sed -n 's/^\.1\.3\.6\.1\.2\.1\.1\.3\.0 = //p' "$LAB/uptime" >"$LAB/now"
	awk -v now="$(cat "$LAB/now")" '
		function last(s) { sub(/.*\./, "", s); return s }
		function text(s) { gsub(/^[^:]*: "|"$/, "", s); return s }
		function value(s) { sub(/^[^:]*: /, "", s); return s }
		{ at = index($0, " = "); oid = substr($0, 1, at - 1); v = substr($0, at + 3) }
		FILENAME ~ /names$/ { name[last(oid)] = text(v); next }
		{
			i = last(oid); column = oid; sub(/\.[0-9]*$/, "", column); column = last(column)
			if (!(i in seen)) { seen[i] = 1; order[++n] = i }
			cell[i, column] = column == 6 ? text(v) : value(v)
			if (column == 7) { t = cell[i, 7]; sub(/^\(/, "", t); sub(/\).*/, "", t); cell[i, 7] = t }
		}
		END {
			for (k = 1; k <= n; k++) {
				i = order[k]
				for (c = 1; c <= 8; c++)
					if (cell[i, c] == "") { print "row " i " has no column " c; exit 1 }
				if (!(i in name)) { print i " has no row in entPhysicalTable"; exit 1 }
				exponent = 3 * (cell[i, 2] - 9)
				printf "%s|%d|%.12g|%d|%d|%s|%d\n", name[i], cell[i, 1],
					cell[i, 4] * 10 ^ (exponent - cell[i, 3]), cell[i, 5], now - cell[i, 7], cell[i, 6], cell[i, 8]
			}
		}' "$LAB/names" "$LAB/sensors"
}

sensors_are_right() {
	read_sensors >"$LAB/read" || {
		tail -n 3 "$LAB/read"
		return 1
	}
	awk -F'|' '
		FILENAME ~ /read$/ { type[$1] = $2; value[$1] = $3; status[$1] = $4; age[$1] = $5; rate[$1] = $7; next }
		{
			checked++
			difference = value[$1] - $3
			if (difference < 0) difference = -difference
			if (type[$1] != $2) wrong = "type " type[$1]
			else if (difference > $4) wrong = "value " value[$1]
			else if (status[$1] != 1) wrong = "status " status[$1]
			else if (rate[$1] != 1000) wrong = "update rate " rate[$1]
			else if (age[$1] < 0 || age[$1] > 300) wrong = "age " age[$1]
			if (wrong) { print $0 ": " wrong; bad = 1 }
			wrong = ""
		}
		END { exit bad || checked != 19 }' "$LAB/read" "$LAB/model"
}
sensors_are_right_soon() {
	lab_wait 10 sensors_are_right || sensors_are_right
}
tap_case 'values, scales, precisions, states and time stamps are those of the modules' sensors_are_right_soon

units_are_words() {
	cut -d'|' -f2,6 "$LAB/read" | sort -u >"$LAB/units"
	printf '%s\n' '4|volts' '5|milliamperes' '6|milliwatts' '8|degrees Celsius' | diff - "$LAB/units"
}
tap_case 'each kind has its unit' units_are_words
tap_case 'passive cables have no sensors' sh -c '! grep "^swp5 " "$1"' - "$LAB/read"

unreadable_is_unavailable() {
	read_sensors >"$LAB/read" && grep '^swp2 ' "$LAB/read" | cut -d'|' -f4 | sort -u | grep -qx 2 &&
		[ "$(grep '^swp2 ' "$LAB/read" | cut -d'|' -f4 | sort -u | wc -l)" -eq 1 ]
}
# In one step: a port that is empty for a moment has no module any more.
cp "$SIM/ports/swp2.eeprom" "$SIM/ports/whole"
ln -s . "$SIM/ports/folder"
mv -T "$SIM/ports/folder" "$SIM/ports/swp2.eeprom"
tap_case 'a port that can not be read: unavailable' lab_wait 10 unreadable_is_unavailable
mv -T "$SIM/ports/whole" "$SIM/ports/swp2.eeprom"

# Parents exist, there is one without, positions are unique among siblings, and entPhysicalContainsTable says the same.
tree_is_consistent() {
	MIBS='' snmpbulkwalk -v2c -c public -Onq -Cr40 "$agent" $entity >"$LAB/entities" || return 1
	awk -v physical="$physical." -v contains="$entity.1.3.3.1.1." '
		index($1, physical) == 1 { split(substr($1, length(physical) + 1), p, "."); cell[p[1], p[2]] = $2; if (p[1] == 4) all[p[2]] = $2 }
		index($1, contains) == 1 { split(substr($1, length(contains) + 1), p, "."); contained[p[1], p[2]] = $2; pairs++ }
		END {
			for (i in all) {
				n++
				parent = all[i]
				if (parent == 0) { roots++; if (cell[6, i] != -1) bad = "position of " i; continue }
				if (!(parent in all)) bad = i " is in " parent ", which is not there"
				if (contained[parent, i] != i) bad = i " is not among what " parent " contains"
				if (used[parent, cell[5, i], cell[6, i]]++) bad = "the position of " i " is taken"
			}
			if (roots != 1) bad = roots " chassis"
			if (pairs != n - 1) bad = pairs " pairs of " n " entities"
			if (n < 30) bad = "only " n " entities"
			if (bad) print bad
			exit bad != ""
		}' "$LAB/entities"
}
tap_case 'the tree of entities hangs together' tree_is_consistent

named() {
	MIBS=ENTITY-MIB:ENTITY-SENSOR-MIB:BREAKOUT-MIB lab_snmpget -OQv "$agent" "$1" | tr -d '"'
}
says() {
	[ "$(named "$1")" = "$2" ] || {
		echo "$1 is '$(named "$1")', expected '$2'"
		return 1
	}
}
says_soon() {
	lab_wait 10 says "$@" || says "$@"
}
tap_case 'names of ENTITY-MIB are known here' says ENTITY-MIB::entPhysicalClass.10100 module
tap_case 'the module is in the cage' says ENTITY-MIB::entPhysicalContainedIn.10100 10000
tap_case 'and says which one it is' says ENTITY-MIB::entPhysicalModelName.10100 100G-SR4
tap_case 'it was made on a day' says ENTITY-MIB::entPhysicalMfgDate.10100 2026-1-1,0:0:0.0
tap_case 'names of ENTITY-SENSOR-MIB, too' says ENTITY-SENSOR-MIB::entPhySensorType.11013 watts
tap_case 'ports know their entity' says BREAKOUT-MIB::brkPortEntPhysicalIndex.1 10000
tap_case 'the cage leads to its interface' says ENTITY-MIB::entAliasMappingIdentifier.10000.0 \
	"IF-MIB::ifIndex.$(cat "$SIM/sys/class/net/swp1/ifindex")"

refused() {
	set_error=$(MIBS=ENTITY-MIB snmpset -v2c -c private "$agent" "$1" s x 2>&1) && return 1
	echo "$set_error"
	echo "$set_error" | grep -q notWritable
}
tap_case 'an alias can not be set' refused ENTITY-MIB::entPhysicalAlias.10100

# One entConfigChange at the start, then for an insertion; never two within five seconds.
config_changes() {
	tr '\t' '\n' <"$LAB/traps.log" | grep -c 'mib-2\.47\.2\.0\.1$'
}
changed() {
	[ "$(config_changes)" -ge "$1" ] || {
		echo "$(config_changes) entConfigChange, expected $1"
		return 1
	}
}
tap_case 'the start is a change' lab_wait 10 changed 1
sleep 5.5
before=$(config_changes)
last_change=$(MIBS='' snmpget -v2c -c public -Oqvt "$agent" $entity.1.4.1.0)
for serial in A B C D; do
	breakoutctl sim insert "$SIM" swp4 25g-sr "serial=$serial" >/dev/null
	sleep 0.8
done
# The trunk has received their light.
breakoutctl sim set "$SIM" swp1 3 rx=-39.00 >/dev/null
tap_case 'modules that are swapped are a change' lab_wait 12 changed $((before + 1))
later() {
	[ "$(MIBS='' snmpget -v2c -c public -Oqvt "$agent" $entity.1.4.1.0)" -gt "$last_change" ]
}
tap_case 'entLastChangeTime follows' later
sleep 6
throttled() {
	grep 'mib-2\.47\.2\.0\.1' "$LAB/traps.log" | sed 's/.*sysUpTime\.0 //; s/[^0-9:.].*//' | awk -F: '
		{ now = (($1 * 24 + $2) * 60 + $3) * 60 + $4; if (NR > 1 && now - last < 4.95) { print "after " now - last " s"; bad = 1 } last = now }
		END { exit bad || NR < 2 }'
}
tap_case 'but never two within five seconds' throttled
few() {
	[ "$(config_changes)" -le $((before + 3)) ]
}
tap_case 'and fewer than there were changes' few
quiet() {
	count=$(config_changes)
	sleep 6
	[ "$(config_changes)" -eq "$count" ]
}
tap_case 'what sensors read is no change' quiet

# Index, class and name of all but interfaces, which a split makes and takes away.
identities() {
	MIBS='' snmpbulkwalk -v2c -c public -Onq -Cr40 "$agent" $physical >"$LAB/entities" || return 1
	awk -v physical="$physical." '
		index($1, physical) == 1 {
			split(substr($1, length(physical) + 1), p, "."); v = $0; sub(/^[^ ]* /, "", v); cell[p[1], p[2]] = v
			if (p[1] == 5) all[p[2]] = v
		}
		END { for (i in all) if (all[i] != 10) print i, all[i], cell[7, i], cell[11, i] }' "$LAB/entities" | sort -n
}
identities >"$LAB/before"
lab_kill breakoutd
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not come back'
same_identities() {
	identities | diff "$LAB/before" -
}
tap_case 'indexes stay over a restart' lab_wait 10 same_identities
breakoutctl sim host "$SIM" swp1 split=4x25G >/dev/null
tap_case 'a split port has an interface for each part' says_soon ENTITY-MIB::entPhysicalName.10004 swp1s3
tap_case 'which leads to its ifIndex' says ENTITY-MIB::entAliasMappingIdentifier.10004.0 \
	"IF-MIB::ifIndex.$(named BREAKOUT-MIB::brkLegTrunkIfIndex.1.4)"
tap_case 'other indexes stay' same_identities
tap_case 'the tree still hangs together' tree_is_consistent

# Another agent has ENTITY-MIB: sensors are served all the same.
restart_snmpd() {
	lab_kill snmpd
	grep -v '^pass' "$LAB/snmpd.conf" >"$LAB/snmpd.conf.new"
	[ -z "$1" ] || echo "pass $1 /bin/false" >>"$LAB/snmpd.conf.new"
	mv "$LAB/snmpd.conf.new" "$LAB/snmpd.conf"
	lab_start_snmpd && lab_wait 20 lab_agent_answers
}
count_of() {
	MIBS='' snmpbulkwalk -v2c -c public -Onq "$agent" "$1" | grep -vc 'No Such\|No more'
}
has() {
	has_count=$(count_of "$1")
	[ "$has_count" -ge "$2" ] || {
		echo "$1 has $has_count instances"
		return 1
	}
}
has_none() {
	! has "$1" 1
}
for subtree in $entity $entity.1.1.1 $entity.1.3.3; do
	restart_snmpd "$subtree" || tap_bail_out 'snmpd does not come back'
	tap_case "$subtree is another agent's: the sensors are ours" lab_wait 10 has .1.3.6.1.2.1.99 100
	tap_case "$subtree is another agent's: all of ENTITY-MIB is theirs" has_none $entity
done
tap_case 'that is said once' sh -c '[ "$(grep -c "another agent serves ENTITY-MIB" "$1")" -eq 1 ]' - "$LAB/breakoutd.log"
no_entity() {
	! lab_snmpget -Oqv "$agent" BREAKOUT-MIB::brkPortEntPhysicalIndex.1 | grep -v 'No Such'
}
tap_case 'ports then know no entity' no_entity
restart_snmpd '' || tap_bail_out 'snmpd does not come back'
tap_case 'when it has gone, all is served' lab_wait 10 has $entity 500
tap_case 'with sysUpTime of the new master' sensors_are_right_soon

switch_off() {
	sed -i '/^entity/d' "$SIM/breakoutd.conf"
	sed -i "1i $1" "$SIM/breakoutd.conf"
	lab_kill breakoutd
	lab_start_agent "$SIM/breakoutd.conf"
}
switch_off 'entity-mib = no' || tap_bail_out 'breakoutd does not come back'
tap_case 'ENTITY-MIB can be switched off' has_none $entity
tap_case 'without the sensors' lab_wait 10 has .1.3.6.1.2.1.99 100
switch_off 'entity-sensor-mib = no' || tap_bail_out 'breakoutd does not come back'
tap_case 'ENTITY-SENSOR-MIB can be switched off' has_none .1.3.6.1.2.1.99
tap_case 'without the other' lab_wait 10 has $entity 500
tap_lab_done
