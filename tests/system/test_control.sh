#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# breakoutctl asks the running breakoutd: the same answers as a scan, nothing
# read for them, who may ask, sockets left behind, clients that misbehave.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G
conf=$SIM/breakoutd.conf
sock=$SIM/control.sock
breakoutd=$LAB_BUILD/agent/breakoutd
crowd=$LAB_BUILD/tests/system/crowd
# shellcheck disable=SC2154 # tap-lab.sh makes it
. "${top_srcdir:-.}/tests/system/tap-ctl.sh"
# Everybody may come this far; the socket itself says who may go on.
chmod 755 "$tap_folder"


# Before anything runs.
nobody_there() {
	run 1 status -c "$conf" && err_has "no breakoutd answers at $sock (is it running?)" &&
		run 1 watch -c "$tap_folder/nothing" && err_has "$tap_folder/nothing: No such file" &&
		run 3 check -c "$conf" && out_has "no breakoutd answers at $sock (is it running?); --scan reads the modules without it"
}
tap_case 'status says that no breakoutd runs' nobody_there
named_socket() {
	run 1 show ports --control "$sock" && err_has "no breakoutd answers at $sock" && [ ! -s "$out" ]
}
tap_case 'who names a socket gets no scan' named_socket
named_file() {
	run 0 show ports -c "$conf" && out_has swp1 && silent
}
tap_case 'who names a file gets one' named_file
drawn_scan() {
	run 0 diagram -c "$conf" && out_has '<svg ' && silent && run 1 diagram --control "$sock" && err_has 'no breakoutd answers'
}
tap_case 'and a picture' drawn_scan

breakoutctl sim insert "$SIM" swp3 25g-lr >/dev/null
lab_start_all
soon BREAKOUT-MIB::brkBreakoutVerdict.1 violation >/dev/null || tap_bail_out 'no violation is seen'

# The same answers.
same_answer() {
	run 0 show "$1" -c "$conf" --json && silent || return 1
	grep -vE '"(age_s|since|index)":' "$out" >"$tap_folder/daemon"
	run 0 show "$1" -c "$conf" --json --scan && silent || return 1
	grep -vE '"(age_s|since|index)":' "$out" >"$tap_folder/scan"
	diff "$tap_folder/scan" "$tap_folder/daemon" && [ "$(wc -l <"$tap_folder/daemon")" -gt 3 ]
}
same_text() {
	run 0 show "$1" -c "$conf" && silent || return 1
	sed 's/ *[0-9]* s$//' "$out" >"$tap_folder/daemon"
	run 0 show "$1" -c "$conf" --scan && silent || return 1
	sed 's/ *[0-9]* s$//' "$out" | diff - "$tap_folder/daemon"
}
for list in ports modules lanes breakouts legs violations; do
	tap_case "the daemon knows the same $list as a scan" same_answer "$list"
	tap_case 'and prints them the same' same_text "$list"
done
ages() {
	run 0 show ports -c "$conf" --json && [ "$(grep -cE '"age_s": [0-9]+\.[0-9]' "$out")" -eq 5 ]
}
tap_case 'ports tell the age of their readings' ages
config_of_another() {
	sed 's/^breakout "[^"]*"/breakout "renamed"/; s,= "\(control.sock\|state\)",= "'"$SIM"'/\1",' "$conf" >"$SIM/other.conf"
	run 0 show breakouts -c "$SIM/other.conf" && out_has renamed && err_has 'another configuration'
}
tap_case 'a file that it does not run with is scanned' config_of_another
linked() {
	ln -sf breakoutd.conf "$SIM/link.conf"
	run 0 show breakouts -c "$SIM/link.conf" && silent
}
tap_case 'another name of its file is its file' linked

# Status.
status_text() {
	run 0 status -c "$conf" && silent && out_has 'master agent   connected' && out_has 'ports          5, with 5 modules' &&
		out_has 'breakouts      1: 1 violation' && out_has 'violations     1 critical, 0 major' &&
		out_has "configuration  $conf" && out_has "process        $(cat "$LAB/breakoutd.pid")"
}
tap_case 'status tells how it is' status_text
status_json() {
	run 0 status --control "$sock" --json && out_has '"master": "connected"' && out_has '"violations_critical": 1'
}
tap_case 'status in JSON' status_json

# Again, what managers may have lost.
resync() {
	trap_soon brkLegMismatch 1 && run 0 resync -c "$conf" && silent && out_has 'announced again' && trap_soon brkLegMismatch 2
}
tap_case 'resync announces again what is active' resync

# Who may ask. These need another user.
other=65534
as_other() {
	setpriv --reuid "$other" --regid "$other" "$@"
}
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	group=$(awk -F: '$3 > 0 && $3 != '"$other"' { print $1; exit }' /etc/group)
	# A build in a folder that others may not enter does for root only.
	cp "$LAB_BUILD/breakoutctl" "$crowd" "$tap_folder/" && chmod 755 "$tap_folder/breakoutctl" "$tap_folder/crowd"
	refused() {
		! as_other --clear-groups "$tap_folder/breakoutctl" show ports --control "$sock" >"$out" 2>"$err" && err_has 'be root, or configure a control-group' &&
			err_has '--scan' && [ ! -s "$out" ]
	}
	tap_case 'others may not ask, and nothing is scanned for them' refused
	lab_kill breakoutd
	sed -i "1i control-group = \"$group\"" "$conf"
	chmod 600 "$conf"
	chmod 700 "$SIM/ports"
	lab_start_agent "$conf" || tap_bail_out 'breakoutd does not answer again'
	lab_wait 10 sh -c '[ -S "$1" ]' - "$sock"
	tap_case 'the socket is of the group in the configuration' \
		sh -c '[ "$(stat -c "%a %G" "$1")" = "660 $2" ]' - "$sock" "$group"
	named() {
		! as_other --clear-groups "$tap_folder/breakoutctl" show ports --control "$sock" >"$out" 2>"$err" && err_has "be in group \"$group\""
	}
	tap_case 'who may not ask is told which group to be in' named
	member() {
		as_other --groups "$group" "$tap_folder/breakoutctl" show ports --control "$sock" >"$out" && out_has swp5
	}
	tap_case 'a member may, who can read neither configuration nor modules' member
	member_resync() {
		! as_other --groups "$group" "$tap_folder/breakoutctl" resync --control "$sock" >"$out" 2>"$err" &&
			err_has 'resync is for root and the user that breakoutd runs as' && [ ! -s "$out" ]
	}
	tap_case 'but has nothing announced' member_resync
else
	tap_skip 'who may ask' 'needs root and setpriv'
fi

# A crowd of clients that misbehave, while tables are walked.
walk_goes_on() {
	walk_longest=0
	for _ in 1 2 3 4 5 6 7 8; do
		walk_start=$(date +%s%3N)
		walk "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkObjects >"$tap_folder/walk" || return 1
		walk_took=$(($(date +%s%3N) - walk_start))
		[ "$walk_took" -le "$walk_longest" ] || walk_longest=$walk_took
		[ "$(wc -l <"$tap_folder/walk")" -eq "$walk_rows" ] || { echo "$(wc -l <"$tap_folder/walk") rows, not $walk_rows"; return 1; }
	done
	echo "# longest walk of $walk_rows rows: $walk_longest ms"
	[ "$walk_longest" -lt 5000 ]
}
fds() {
	find "/proc/$(cat "$LAB/breakoutd.pid")/fd" -mindepth 1 | wc -l
}
memory() {
	sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$(cat "$LAB/breakoutd.pid")/status"
}
walk_start=$(date +%s%3N)
walk "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkObjects >"$tap_folder/walk"
echo "# alone: $(($(date +%s%3N) - walk_start)) ms"
walk_rows=$(wc -l <"$tap_folder/walk")
fds_before=$(fds)
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	lab_spawn crowd setpriv --reuid "$other" --regid "$other" --groups "$group" "$tap_folder/crowd" "$sock" 6
else
	lab_spawn crowd "$crowd" "$sock" 6
fi
tap_case 'walks go on while a crowd misbehaves' walk_goes_on
few_fds() {
	fds_now=$(fds)
	echo "$fds_before descriptors before, $fds_now now"
	[ "$fds_now" -le $((fds_before + 34)) ]
}
tap_case 'the crowd is let in a few at a time' few_fds
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	another_user() {
		run 0 show legs --control "$sock" && out_has swp3
	}
	tap_case 'another user is answered meanwhile' another_user
fi
wait "$(cat "$LAB/crowd.pid")"
tap_case 'there was a crowd' grep ' came' "$LAB/crowd.log"
tap_case 'nothing is left of it' lab_wait 15 sh -c '[ "$(find "/proc/$1/fd" -mindepth 1 | wc -l)" -le "$2" ]' - \
	"$(cat "$LAB/breakoutd.pid")" "$fds_before"
rm -f "$LAB/crowd.pid"
little_memory() {
	echo "$(memory) kB"
	[ "$(memory)" -lt 65536 ]
}
if lab_is_sanitized; then
	tap_skip 'and its memory is small' 'sanitizers need more'
else
	tap_case 'and its memory is small' little_memory
fi

# A second one does not take the socket away.
lab_spawn second "$breakoutd" -f -c "$conf" -x "unix:$LAB/none" -s "$LAB/state2"
tap_case 'a second breakoutd says that the socket is taken' lab_wait 10 grep -qF "$sock is answered already" "$LAB/second.log"
lab_kill second
first_answers() {
	run 0 status -c "$conf" && out_has "process        $(cat "$LAB/breakoutd.pid")"
}
tap_case 'and leaves it to the first when it ends' first_answers

# The file changes under it.
changed() {
	echo '# changed' >>"$conf"
	run 0 show ports -c "$conf" && err_has 'has changed since breakoutd read it' || return 1
	kill -HUP "$(cat "$LAB/breakoutd.pid")"
	lab_wait 10 sh -c 'breakoutctl show ports -c "$1" 2>&1 >/dev/null | grep -c . | grep -qx 0' - "$conf"
}
tap_case 'that its file has changed is said, until it is read again' changed

# One that is stuck.
kill -STOP "$(cat "$LAB/breakoutd.pid")"
stuck() {
	run 1 show ports -c "$conf" && err_has "does not answer at $sock; --scan" && [ ! -s "$out" ]
}
tap_case 'one that does not answer is not waited for, nor worked round' stuck
kill -CONT "$(cat "$LAB/breakoutd.pid")"

# What a crash leaves.
lab_kill breakoutd KILL
tap_case 'a crash leaves the socket' [ -S "$sock" ]
dead() {
	run 1 status -c "$conf" && err_has 'no breakoutd answers'
}
tap_case 'where nobody answers' dead
lab_start_agent "$conf" || tap_bail_out 'breakoutd does not answer after a crash'
tap_case 'the next one replaces it' first_answers
lab_kill breakoutd
tap_case 'an end removes it' [ ! -e "$sock" ]
echo precious >"$sock"
lab_start_agent "$conf" || tap_bail_out 'breakoutd needs its socket'
tap_case 'a file in its place stays' grep -q precious "$sock"
tap_case 'and is told of' grep -qF "$sock is no socket" "$LAB/breakoutd.log"
lab_kill breakoutd
rm "$sock"
lab_start_agent "$conf" --control '' || tap_bail_out 'breakoutd needs a socket'
tap_case 'there may be none' [ ! -e "$sock" ]
lab_kill breakoutd

# Nothing is read for an answer: what has gone since is still told of, what
# was written since is not.
sed -i 's/^presence-interval.*/presence-interval = 60/; s/^dom-interval.*/dom-interval = 3600/' "$conf"
lab_start_agent "$conf" || tap_bail_out 'breakoutd does not answer with long intervals'
read_once() {
	run 0 show lanes -c "$conf" --json && grep -v age_s "$out" >"$tap_folder/before" || return 1
	mv "$SIM/ports" "$SIM/gone"
	run 0 show lanes -c "$conf" --json
	mv "$SIM/gone" "$SIM/ports"
	grep -v age_s "$out" | diff "$tap_folder/before" - || return 1
	breakoutctl sim set "$SIM" swp1 2 rx=off >/dev/null
	run 0 show lanes -c "$conf" && ! grep 'no light' "$out" && run 0 show lanes -c "$conf" --scan && out_has 'no light'
}
tap_case 'an answer reads nothing' read_once

tap_lab_done
