#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# A master agent that misbehaves, each way for some seconds, with a full switch: breakoutd
# scans, answers breakoutctl and says what is wrong, reloads and ends at once, and
# stays small. Each reason is logged once.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 400g-sr8 --mode 8x50G --trunks 32
breakoutd=$LAB_BUILD/agent/breakoutd
socket=$LAB/bad
control=$LAB/control.sock
RSS_MAX=98304
# A second on a machine that does nothing else; others run beside it here. What waited took 6 s and more.
LIMIT_MS=3000
! lab_is_sanitized || LIMIT_MS=5000

now_ms() {
	echo $(($(date +%s%N) / 1000000))
}
# within MS COMMAND…
within() {
	within_limit=$1
	shift
	within_start=$(now_ms)
	"$@" || return 1
	within_took=$(($(now_ms) - within_start))
	echo "took $within_took ms"
	[ "$within_took" -le "$within_limit" ]
}
status() {
	breakoutctl status --control "$control" 2>/dev/null
}
# says PATTERN: the state of the session, in breakoutctl's words.
says() {
	status | grep -E '^ *master agent' | grep -qE "$1"
}
said() {
	lab_wait "$2" says "$1" || {
		status
		cat "$LAB/breakoutd.log"
		return 1
	}
}
reloads() {
	: >"$LAB/reload.mark"
	reload_before=$(grep -c 'is in force' "$LAB/breakoutd.log")
	kill -HUP "$(cat "$LAB/breakoutd.pid")"
	lab_wait 6 sh -c "[ \"\$(grep -c 'is in force' '$LAB/breakoutd.log')\" -gt $reload_before ]"
}
is_small() {
	small_kb=$(awk '/^VmHWM:/ { print $2 }' "/proc/$(cat "$LAB/breakoutd.pid")/status")
	echo "at most $small_kb kB"
	[ "$small_kb" -le "$RSS_MAX" ]
}
# No line of the log comes twice, but for those of sessions that were up.
logs_once() {
	logs_twice=$(grep -vE 'connected to the master|lost the master|reading |is in force' "$LAB/breakoutd.log" | sort | uniq -d)
	[ -z "$logs_twice" ] || {
		echo "$logs_twice"
		return 1
	}
}

# misbehaves MODE PATTERN: what status has to say within 12 s, an extended regular expression.
misbehaves() {
	"$LAB_BUILD/tests/system/bad_master" "$socket" "$1" >"$LAB/bad.log" 2>&1 &
	bad_pid=$!
	: >"$LAB/breakoutd.log"
	lab_spawn breakoutd "$breakoutd" -f -c "$SIM/breakoutd.conf" -x "unix:$socket" -s "$LAB/state" --control "$control"
	lab_wait 10 status >/dev/null || tap_bail_out "no status beside a master agent that is $1"
	tap_case "$1: status says so" said "$2" 15
	# Once it is under way.
	sleep 1
	tap_case "$1: breakoutctl is answered" within "$LIMIT_MS" status
	tap_case "$1: so is check" within "$LIMIT_MS" sh -c "breakoutctl check --control '$control' | grep -q BREAKOUT"
	tap_case "$1: a reload is acted on" within "$LIMIT_MS" reloads
	if lab_is_sanitized; then
		tap_skip "$1: memory is bounded" 'sanitizers need memory'
	else
		tap_case "$1: memory is bounded" is_small
	fi
	tap_case "$1: each reason is logged once" logs_once
	tap_case "$1: it ends" within "$LIMIT_MS" lab_kill breakoutd
	kill "$bad_pid" 2>/dev/null
	wait "$bad_pid" 2>/dev/null
}
misbehaves refuse 'not connected: it refuses the session: openFailed'
misbehaves close 'not connected: it closed the connection'
misbehaves mute 'not connected: it does not answer Register'
misbehaves first 'connecting'
misbehaves deaf 'connected'
misbehaves drip 'connected'
misbehaves huge 'not connected: it sends a PDU that claims to be longer'
misbehaves noise 'not connected: what it sends is not AgentX'
misbehaves late 'connect'

# Phases of a SET that come twice are answered as before, and count once.
"$LAB_BUILD/tests/system/bad_master" "$socket" set >"$LAB/bad.log" 2>&1 &
bad_pid=$!
lab_spawn breakoutd "$breakoutd" -f -c "$SIM/breakoutd.conf" -x "unix:$socket" -s "$LAB/state" --control "$control"
set_twice() {
	lab_wait 10 sh -c "[ \"\$(grep -c '^set' '$LAB/bad.log')\" -eq 4 ]"
	cat "$LAB/bad.log"
	[ "$(grep -c '^set [0-9]* 0$' "$LAB/bad.log")" -eq 4 ] &&
		[ "$(grep -c 'a manager set it' "$LAB/breakoutd.log")" -eq 1 ]
}
tap_case 'phases of a SET may come twice' set_twice
tap_case 'and what was set is saved' lab_wait 5 grep -q false "$LAB/state/preferences"
lab_kill breakoutd
kill "$bad_pid" 2>/dev/null
wait "$bad_pid" 2>/dev/null
tap_lab_done
