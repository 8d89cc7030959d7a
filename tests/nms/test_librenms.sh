#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What LibreNMS would show, by its rules (librenms_sensors.py): Debian does not package it.
. "${top_srcdir:-.}/tests/nms/nms-lab.sh"
nms_need python3
python3 -c 'import yaml' 2>/dev/null || {
	echo '1..0 # SKIP python3-yaml is not installed'
	exit 0
}
nms_begin --type 40g-sr4 --mode 4x10G
lab_start_all

sensors() {
	python3 "$top_srcdir/tests/nms/librenms_sensors.py" "$NMS/librenms/os_discovery/breakoutd.yaml" \
		"127.0.0.1:$LAB_PORT" >"$LAB/sensors"
	sensors_rc=$?
	cat "$LAB/sensors"
	return $sensors_rc
}
named() {
	sensors && [ -s "$LAB/sensors" ] && ! grep '?' "$LAB/sensors" &&
		[ -z "$(cut -d'|' -f1,2 "$LAB/sensors" | sort | uniq -d)" ]
}
tap_case 'every sensor has a name of its own' named
units() {
	grep -E '^dbm\|Port swp1 lane 4 received\|-[0-9]\.[0-9]+$' "$LAB/sensors" &&
		grep -E '^current\|Port swp5 lane 1 bias\|0\.00[0-9]+$' "$LAB/sensors" &&
		grep -E '^temperature\|Port swp1\|[2-6][0-9]\.[0-9]+$' "$LAB/sensors" &&
		grep -E '^voltage\|Port swp1\|3\.[0-9]+$' "$LAB/sensors"
}
tap_case 'in dBm, A, degrees Celsius and V' units
tap_case 'a leg that fits is no state to worry about' grep -qx 'state|Breakout bo1 leg 2|none (0)' "$LAB/sensors"
wrong() {
	breakoutctl sim insert "$SIM" swp3 10g-lr serial=WRONG1 >/dev/null
	soon BREAKOUT-MIB::brkLegSeverity.1.2 critical && sensors &&
		grep -qx 'state|Breakout bo1 leg 2|critical (2)' "$LAB/sensors" &&
		grep -qx 'state|Breakout bo1|critical (2)' "$LAB/sensors"
}
tap_case 'a wrong SFP is critical, for its leg and its breakout' wrong
tap_done
