#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# A master agent that comes, goes and hangs: scanning, reloading and ending
# never wait for it, the tables are back within seconds, nothing grows.
# BREAKOUT_MASTER_SECONDS is how long it hangs, and a third of how long it is
# restarted again and again; the full form is 20.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

SECONDS_=${BREAKOUT_MASTER_SECONDS:-4}
ROOT=.1.3.6.1.4.1.8072.9999.9999.2420
sim_init --type 40g-sr4 --mode 4x10G
lab_start_all
agent=127.0.0.1:$LAB_PORT
breakoutd=$LAB_BUILD/agent/breakoutd
soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok >/dev/null

now_ms() {
	echo $(($(date +%s%N) / 1000000))
}
# answers: the tables are there.
answers() {
	snmpget -v2c -c public -t 0.2 -r 0 -m '' -Oqv "$agent" $ROOT.1.2.1.2.1 | grep -q swp1
}
# back_within MS
back_within() {
	back_start=$(now_ms)
	lab_wait 10 answers || return 1
	back_took=$(($(now_ms) - back_start))
	echo "took $back_took ms"
	[ "$back_took" -le "$1" ]
}
fds() {
	find "/proc/$(cat "$LAB/breakoutd.pid")/fd" -mindepth 1 | wc -l
}
rss() {
	awk '/^VmRSS:/ { print $2 }' "/proc/$(cat "$LAB/breakoutd.pid")/status"
}
# logs WITHIN PATTERN: since the log was emptied.
logs() {
	lab_wait "$1" grep -q "$2" "$LAB/breakoutd.log" || {
		cat "$LAB/breakoutd.log"
		return 1
	}
}
signal() {
	kill "-$2" "$(cat "$LAB/$1.pid")"
}

# It hangs.
: >"$LAB/traps.log"
: >"$LAB/breakoutd.log"
signal snmpd STOP
breakoutctl sim insert "$SIM" swp3 10g-lr >/dev/null
hung_at=$(date -u +%s)
sleep "$SECONDS_"
tap_case 'a master agent that hangs is noticed' logs 3 'has not answered for'
signal breakoutd HUP
tap_case 'a reload does not wait for it' logs 1 'is in force'
sleep 1
cont_at=$(date -u +%s)
signal snmpd CONT
tap_case 'when it goes on, the tables are there' back_within 3000
tap_case 'and that is told' logs 2 'answers again'
scanned_meanwhile() {
	trap_soon brkLegMismatch || return 1
	event_time=$(grep 'brkLegMismatch\b' "$LAB/traps.log" | head -n 1 | tr '\t' '\n' | sed -n 's/.*brkEventTime\.[0-9]* //p')
	# "2026-1-2,3:04:05.6,+0:0"
	event_at=$(echo "$event_time" | sed 's/,+.*//; s/\.[0-9]$//; s/,/ /' | xargs -I{} date -u -d {} +%s)
	echo "stopped $hung_at to $cont_at, event $event_at ($event_time)"
	[ "$event_at" -ge "$hung_at" ] && [ "$event_at" -lt "$cont_at" ]
}
tap_case 'it was scanned meanwhile' scanned_meanwhile
no_more_traps() {
	sleep 1
	[ "$(traps LegMismatch)" -eq 1 ]
}
tap_case 'nothing was notified twice' no_more_traps

# It is not even there when breakoutd ends, or hangs then.
ends_soon() {
	ends_start=$(now_ms)
	lab_kill breakoutd
	ends_took=$(($(now_ms) - ends_start))
	echo "took $ends_took ms"
	[ "$ends_took" -le 4000 ]
}
signal snmpd STOP
sleep 1.5
tap_case 'it ends while the master agent hangs' ends_soon
signal snmpd CONT
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'

# It hangs before breakoutd connects: the backlog must not fill.
lab_kill breakoutd
signal snmpd STOP
: >"$LAB/breakoutd.log"
lab_spawn breakoutd "$breakoutd" -f -c "$SIM/breakoutd.conf" -x "unix:$LAB/agentx" -s "$LAB/state"
sleep "$SECONDS_"
tap_case 'one that hangs from the start is noticed' logs 2 'has not answered for'
: >"$LAB/breakoutd.log"
signal breakoutd HUP
tap_case 'and not waited for' logs 1 'is in force'
signal snmpd CONT
tap_case 'and connected to when it goes on' back_within 3000

# Restarted again and again, while somebody walks.
walker() {
	while [ -e "$LAB/walking" ]; do
		snmpbulkwalk -v2c -c public -t 0.3 -r 0 -m '' -Cr50 -On "$agent" $ROOT >/dev/null 2>&1 || sleep 0.05
	done
}
: >"$LAB/walking"
walker &
walker_pid=$!
restarts() {
	restarts_left=$SECONDS_
	restarts_worst=0
	while [ "$restarts_left" -gt 0 ]; do
		lab_kill snmpd "$1"
		lab_start_snmpd || return 1
		back_within 3000 || return 1
		[ "$back_took" -le "$restarts_worst" ] || restarts_worst=$back_took
		[ $((back_took / 1000)) -ge 2 ] || sleep $((2 - back_took / 1000))
		restarts_left=$((restarts_left - 1))
	done
	echo "# $1: back after at most $restarts_worst ms, $(fds) descriptors, $(rss) kB" >>"$LAB/figures"
}
restarts_once() {
	lab_kill snmpd "$1"
	lab_start_snmpd || return 1
	back_within 3000 && sleep 1
}
tap_case 'it survives a restart' restarts_once TERM
fds_before=$(fds)
rss_before=$(rss)
tap_case 'the tables are back after each restart' restarts TERM
tap_case 'and after each crash' restarts KILL
same_fds() {
	echo "$fds_before descriptors before, $(fds) after"
	[ "$(fds)" -eq "$fds_before" ]
}
same_memory() {
	echo "$rss_before kB before, $(rss) kB after"
	[ "$(rss)" -le $((rss_before + rss_before / 10 + 512)) ]
}
rm "$LAB/walking"
wait "$walker_pid"
tap_case 'no descriptor is left behind' same_fds
if lab_is_sanitized; then
	tap_skip 'nor memory' 'sanitizers need memory'
else
	tap_case 'nor memory' same_memory
fi
echo "# $rss_before kB before"
cat "$LAB/figures"

# TCP.
lab_kill breakoutd
lab_kill snmpd
tcp_port=$LAB_PORT
sed -i "s/^agentXSocket.*/agentXSocket tcp:127.0.0.1:$tcp_port/" "$LAB/snmpd.conf"
: >"$LAB/breakoutd.log"
lab_spawn breakoutd "$breakoutd" -f -c "$SIM/breakoutd.conf" -x "tcp:127.0.0.1:$tcp_port" -s "$LAB/state"
tap_case 'without a master agent at a TCP address it says so' logs 3 'no master agent at tcp:.*Connection refused'
lab_start_snmpd || tap_bail_out 'snmpd did not start'
tap_case 'which it connects to' back_within 3000
lab_kill snmpd
lab_start_snmpd || tap_bail_out 'snmpd did not start'
tap_case 'again and again' back_within 3000
lab_kill breakoutd
lab_spawn breakoutd "$breakoutd" -f -c "$SIM/breakoutd.conf" -x "tcp:localhost:$tcp_port" -s "$LAB/state"
tap_case 'also by name' back_within 3000

# A user who may not.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null && command -v timeout >/dev/null; then
	lab_kill snmpd
	sed -i "s|^agentXSocket.*|agentXSocket unix:$LAB/agentx|" "$LAB/snmpd.conf"
	lab_start_snmpd || tap_bail_out 'snmpd did not start'
	mkdir "$tap_folder/nobody"
	chmod 755 "$tap_folder" "$LAB"
	chmod 700 "$LAB/agentx"
	chown 65534 "$tap_folder/nobody"
	timeout 3 setpriv --reuid 65534 --clear-groups "$breakoutd" -f -c "$SIM/breakoutd.conf" -x "unix:$LAB/agentx" \
		-s "$tap_folder/nobody" >"$LAB/nobody.log" 2>&1
	tap_case 'who may not connect is told what to do' grep -q 'no permission.*agentXPerms' "$LAB/nobody.log"
else
	tap_skip 'who may not connect is told what to do' 'only root can try'
fi
tap_lab_done
