#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# BREAKOUT-MIB through smilint, with the full texts of the standard modules.
# Debian does not ship those; the npm package net-snmp carries them. They are
# fetched into the build folder, for this test only.
#
# `-s` prints severities; nothing at all may be printed at level 6.
set -u
cd "${top_srcdir:-.}" || exit 1
. tests/lint/tap.sh

cache=${top_builddir:-.}/standard-mibs
mkdir -p "$cache"
standard=$cache/node_modules/net-snmp/lib/mibs

fetch() {
	[ -f "$standard/SNMPv2-SMI.mib" ] && return 0
	command -v npm >/dev/null || return 1
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$cache" net-snmp \
		</dev/null >/dev/null 2>&1
	[ -f "$standard/SNMPv2-SMI.mib" ]
}

no_output() {
	out=$("$@" 2>&1)
	echo "$out"
	[ -z "$out" ]
}

# smilint looks for a module's file under its bare name and usual suffixes.
lint() {
	SMIPATH=$standard:mibs:/usr/share/snmp/mibs no_output smilint -l 6 -s "$1"
}

if ! command -v smilint >/dev/null; then
	tap_skip 'smilint accepts BREAKOUT-MIB' 'smilint is not installed'
elif ! fetch; then
	tap_skip 'smilint accepts BREAKOUT-MIB' 'the standard MIB modules can not be fetched (npm, network)'
else
	tap_case 'smilint accepts BREAKOUT-MIB' lint ./mibs/BREAKOUT-MIB.txt
fi

# With nothing but what the project ships, names resolve and nothing is complained of.
translates() {
	out=$(SNMP_PERSISTENT_DIR=$cache MIBDIRS=mibs:mibs/standard:/usr/share/snmp/mibs MIBS=BREAKOUT-MIB SNMPCONFPATH=/nonexistent snmptranslate -On \
		"BREAKOUT-MIB::$1" 2>&1 | grep -v '^Created directory: ')
	echo "$out"
	[ "$out" = "$2" ]
}
if command -v snmptranslate >/dev/null; then
	tap_case 'own standard definitions are enough for names' translates brkMIB .1.3.6.1.4.1.8072.9999.9999.2420
else
	tap_skip 'own standard definitions are enough for names' 'snmptranslate is not installed'
fi
tap_done
