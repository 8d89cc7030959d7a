#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# breakoutd as a daemon: reload, restarts of snmpd, no snmpd, a second
# breakoutd, pid file, ends cleanly.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G
conf=$SIM/breakoutd.conf
breakoutd=$LAB_BUILD/agent/breakoutd

# Before anything runs.
exits() {
	want=$1
	shift
	"$@"
	rc=$?
	[ "$rc" -eq "$want" ] || {
		echo "exit status $rc, expected $want"
		return 1
	}
}
says() {
	text=$1
	shift
	"$@" 2>&1 | grep -F -- "$text"
}
tap_case '--version' says 'breakoutd 0' "$breakoutd" --version
tap_case '--help' says '--check-config' "$breakoutd" --help
tap_case '--check-config accepts a good file' exits 0 "$breakoutd" --check-config -c "$conf"
printf 'dom-interval = 10\nport swp1 {\n\tcage = qsfp99\n}\n' >"$LAB/bad.conf"
tap_case '--check-config refuses a bad file' exits 78 "$breakoutd" --check-config -c "$LAB/bad.conf"
tap_case 'naming file and line' says "$LAB/bad.conf:3:" "$breakoutd" --check-config -c "$LAB/bad.conf"
tap_case 'a bad file is refused at start' exits 78 "$breakoutd" -f -c "$LAB/bad.conf" -x "unix:$LAB/agentx"
tap_case 'a missing file is named' says "$LAB/none.conf" "$breakoutd" -f -c "$LAB/none.conf" -x "unix:$LAB/agentx"
tap_case 'an unknown option is refused' exits 64 "$breakoutd" --nonsense

# No snmpd yet: say so, go on, connect when it is there.
lab_spawn breakoutd "$breakoutd" -f -c "$conf" -x "unix:$LAB/agentx" -s "$LAB/state"
tap_case 'without snmpd it says so' lab_wait 10 grep -q "no master agent at unix:$LAB/agentx" "$LAB/breakoutd.log"
tap_case 'and goes on' lab_alive breakoutd
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_snmptrapd || tap_bail_out 'snmptrapd did not start'
tap_case 'it connects once snmpd is there' lab_wait 15 lab_agent_answers
tap_case 'the trunk is seen' soon BREAKOUT-MIB::brkModuleTypeName.1 100GBASE-SR4

# A restart of snmpd; what happens meanwhile is told afterwards.
lab_kill snmpd
tap_case 'it survives snmpd' lab_alive breakoutd
breakoutctl sim insert "$SIM" swp2 25g-lr >/dev/null
sleep 1
lab_start_snmpd || tap_bail_out 'snmpd did not start again'
tap_case 'it serves again after a restart of snmpd' lab_wait 15 lab_agent_answers
tap_case 'a trap from the time without snmpd comes' trap_soon brkLegMismatch
lab_kill snmpd KILL
lab_start_snmpd || tap_bail_out 'snmpd did not start again'
tap_case 'and after a crash of snmpd' lab_wait 15 lab_agent_answers
breakoutctl sim insert "$SIM" swp2 25g-sr >/dev/null
tap_case 'and goes on judging' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok

# SIGHUP.
reload() {
	kill -HUP "$(cat "$LAB/breakoutd.pid")"
}
cp "$conf" "$LAB/good.conf"
sed -i 's/^breakout "[^"]*"/breakout "renamed"/' "$conf"
reload
tap_case 'SIGHUP takes a changed file' soon BREAKOUT-MIB::brkBreakoutName.1 renamed
cp "$conf" "$LAB/renamed.conf"
echo 'nonsense = 1' >>"$conf"
reload
tap_case 'SIGHUP refuses a bad file and says why' lab_wait 10 grep -q "breakoutd.conf:.*nonsense" "$LAB/breakoutd.log"
sleep 0.5
tap_case 'and the old one stays' is BREAKOUT-MIB::brkBreakoutName.1 renamed
cp "$LAB/renamed.conf" "$conf"
: >"$LAB/traps.log"
breakoutctl sim insert "$SIM" swp2 25g-lr >/dev/null
tap_case 'it goes on scanning' trap_soon brkLegMismatch
events=$(walk -Oqv "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkEventKind | grep -c .)
cp "$LAB/good.conf" "$conf"
reload
soon BREAKOUT-MIB::brkBreakoutName.1 bo1 >/dev/null
sleep 1
nothing_twice() {
	now=$(walk -Oqv "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkEventKind | grep -c .)
	echo "$events events before, $now after"
	[ "$now" -eq "$events" ] && [ "$(traps LegMismatch)" -eq 1 ] && is BREAKOUT-MIB::brkBreakoutVerdict.1 violation
}
tap_case 'a reload forgets and repeats nothing' nothing_twice

# A second breakoutd.
lab_spawn second "$breakoutd" -f -c "$conf" -x "unix:$LAB/agentx" -s "$LAB/state2"
tap_case 'a second breakoutd is told so' lab_wait 10 grep -qi 'another breakoutd' "$LAB/second.log"
tap_case 'the first goes on' is BREAKOUT-MIB::brkPortName.1 swp1
lab_kill second

# Signals, and what is left behind.
ends_with() {
	kill "-$1" "$(cat "$LAB/breakoutd.pid")" && wait "$(cat "$LAB/breakoutd.pid")"
	rc=$?
	rm -f "$LAB/breakoutd.pid"
	[ "$rc" -eq 0 ] || {
		echo "exit status $rc"
		return 1
	}
}
tap_count=$((tap_count + 1))
if ends_with TERM; then echo "ok $tap_count - SIGTERM ends it cleanly"; else
	echo "not ok $tap_count - SIGTERM ends it cleanly"
fi
as_daemon() {
	"$breakoutd" -c "$conf" -x "unix:$LAB/agentx" -s "$LAB/state" -p "$LAB/daemon.pid" || return 1
	lab_wait 10 lab_agent_answers || return 1
	cp "$LAB/daemon.pid" "$LAB/breakoutd.pid"
	[ "$(tr '\0' ' ' <"/proc/$(cat "$LAB/daemon.pid")/cmdline" | cut -d' ' -f1)" = "$breakoutd" ]
}
tap_case 'it becomes a daemon, with a pid file' as_daemon
tap_case 'which a second one respects' sh -c '! "$@"' - "$breakoutd" -c "$conf" -x "unix:$LAB/agentx" -s "$LAB/state" -p "$LAB/daemon.pid"
lab_kill breakoutd
tap_case 'the pid file goes with it' lab_wait 10 sh -c '[ ! -e "$1" ]' - "$LAB/daemon.pid"
tap_lab_done
