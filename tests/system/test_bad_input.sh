#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What cages can do to a daemon: each gets a read status; none gets a wrong
# number, a mismatch, or in the way of the others.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 40g-sr4 --mode 4x10G
lab_start_all
agent=127.0.0.1:$LAB_PORT
port=$SIM/ports/swp3.eeprom

tap_case 'all is well at first' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok

# status_of WHAT STATUS: what swp3 comes to; nothing is known of it then, and the others are fine.
settles_as() {
	soon BREAKOUT-MIB::brkPortReadStatus.3 "$1" && sleep 0.5 && is BREAKOUT-MIB::brkPortReadStatus.3 "$1" &&
		is BREAKOUT-MIB::brkPortReadStatus.1 ok && is BREAKOUT-MIB::brkPortReadStatus.2 ok &&
		lab_alive breakoutd
}
no_number() {
	bad=$(walk -Oq "$agent" BREAKOUT-MIB::brkLaneRxPower.3 | grep -v 'No Such')
	echo "$bad"
	[ -z "$bad" ]
}
recovers() {
	rm -rf "$port"
	breakoutctl sim insert "$SIM" swp3 10g-sr >/dev/null && soon BREAKOUT-MIB::brkPortReadStatus.3 ok &&
		soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
}
replace() {
	rm -rf "$port"
	"$@"
}

for fault in ff zero checksum; do
	breakoutctl sim insert "$SIM" swp3 10g-lr fault=$fault >/dev/null
	tap_case "$fault: corrupt" settles_as corrupt
	tap_case "$fault: no power shown" no_number
	tap_case "$fault: recovers" recovers
done
breakoutctl sim insert "$SIM" swp3 10g-lr fault=truncated >/dev/null
tap_case 'truncated: says so' settles_as truncated
tap_case 'truncated: no power shown' no_number
tap_case 'truncated: recovers' recovers

replace : 
: >"$port"
tap_case 'an empty file is truncated' settles_as truncated
replace mkdir "$port"
tap_case 'a folder is an I/O error' settles_as ioError
tap_case 'a folder: recovers' recovers
replace mkfifo "$port"
tap_case 'a FIFO does not hang it' settles_as ioError
replace ln -s /proc/self/mem "$port"
tap_case 'a node that returns EIO is an I/O error' settles_as ioError
tap_case 'EIO: recovers' recovers
replace ln -s "$port" "$port"
tap_case 'a link to itself is an I/O error' settles_as ioError
replace ln -s nowhere "$port"
tap_case 'a link to nowhere is an empty cage' settles_as absent
head -c 100000 /dev/urandom >"$LAB/noise"
replace cp "$LAB/noise" "$port"
tap_case 'noise is survived' lab_wait 5 lab_alive breakoutd
tap_case 'noise: recovers' recovers
no_mismatch() {
	! grep 'brkLegMismatch' "$LAB/traps.log"
}
tap_case 'none of this was a mismatch' no_mismatch

# Modules come and go while somebody walks.
churn() {
	n=0
	while [ "$n" -lt 40 ]; do
		breakoutctl sim remove "$SIM" swp4 >/dev/null 2>&1
		sleep 0.05
		breakoutctl sim insert "$SIM" swp4 10g-sr >/dev/null
		sleep 0.05
		n=$((n + 1))
	done
}
walk_through_churn() {
	churn &
	churner=$!
	walks=0
	while kill -0 "$churner" 2>/dev/null; do
		walk -Onq "$agent" .1.3.6.1.4.1.8072.9999.9999.2420 >"$LAB/walk" 2>"$LAB/walk.errors" || return 1
		[ ! -s "$LAB/walk.errors" ] || { cat "$LAB/walk.errors" && return 1; }
		walks=$((walks + 1))
	done
	wait "$churner"
	echo "$walks walks"
	[ "$walks" -ge 3 ]
}
tap_case 'modules may come and go during a walk' walk_through_churn

# Garbage instead of an image, again and again.
noise() {
	n=0
	while [ "$n" -lt 20 ]; do
		head -c $((n * 37)) /dev/urandom >"$SIM/ports/new" && mv "$SIM/ports/new" "$port"
		sleep 0.1
		n=$((n + 1))
	done
	lab_alive breakoutd
}
tap_case 'changing noise is survived' noise
tap_case 'changing noise: recovers' recovers

chmod 000 "$port"
if [ "$(id -u)" -eq 0 ]; then
	tap_skip 'a file that may not be read is an I/O error' 'root may read everything'
else
	tap_case 'a file that may not be read is an I/O error' settles_as ioError
fi
chmod 600 "$port"
tap_lab_done
