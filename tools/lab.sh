# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
#
# A lab: a private snmpd, snmptrapd and breakoutd in a folder of their own, on
# a unix socket and free loopback ports, touching nothing of the system's.
# Sourced by tools/demo and by the system tests.
#
# The caller sets LAB_SRC (source tree) and LAB_BUILD (folder with breakoutd and
# breakoutctl). lab_init sets LAB (the folder), LAB_PORT and LAB_TRAP_PORT.

# Net-SNMP's daemons live in sbin, which is not on every user's path.
PATH=$PATH:/usr/sbin:/sbin
export PATH

# Is UDP port $1 in use (IPv4 or IPv6)?
lab_port_used() {
	awk -v want="$(printf '%04X' "$1")" '{ n = split($2, a, ":"); if (a[n] == want) found = 1 } END { exit !found }' \
		/proc/net/udp /proc/net/udp6 2>/dev/null
}

# A UDP port that is free now, different for labs that start at the same time.
lab_free_port() {
	lab_candidate=$(($(od -An -N2 -tu2 /dev/urandom) % 20000 + 20000))
	while lab_port_used "$lab_candidate"; do
		lab_candidate=$((lab_candidate % 40000 + 1 + 20000 * (lab_candidate / 40000)))
	done
	echo "$lab_candidate"
}

# lab_init FOLDER: lay out a lab.
lab_init() {
	LAB=$1
	LAB_PORT=$(lab_free_port)
	LAB_TRAP_PORT=$(lab_free_port)
	mkdir -p "$LAB/persist" "$LAB/state"
	# No file of the machine's own SNMP set-up has a say here.
	SNMPCONFPATH=$LAB/none
	SNMP_PERSISTENT_DIR=$LAB/persist
	# NET-SNMP-MIB comes with the tools; nothing else of theirs is needed.
	MIBDIRS=$LAB_SRC/mibs:$LAB_SRC/mibs/standard:/usr/share/snmp/mibs
	MIBS=BREAKOUT-MIB:SNMPv2-MIB
	export SNMPCONFPATH SNMP_PERSISTENT_DIR MIBDIRS MIBS
	cat >"$LAB/snmpd.conf" <<-END
		rocommunity public 127.0.0.1
		rwcommunity private 127.0.0.1
		master agentx
		agentXSocket unix:$LAB/agentx
		trap2sink 127.0.0.1:$LAB_TRAP_PORT public
		dontLogTCPWrappersConnects yes
	END
	cat >"$LAB/snmptrapd.conf" <<-END
		disableAuthorization yes
	END
}

# lab_wait SECONDS COMMAND…: until it succeeds, looking ten times a second.
lab_wait() {
	lab_tries=$(($1 * 10))
	shift
	while ! "$@" >/dev/null 2>&1; do
		lab_tries=$((lab_tries - 1))
		[ "$lab_tries" -gt 0 ] || return 1
		sleep 0.1
	done
}

# lab_spawn NAME COMMAND…: in the background, log in NAME.log, pid in NAME.pid.
lab_spawn() {
	lab_name=$1
	shift
	"$@" >>"$LAB/$lab_name.log" 2>&1 </dev/null &
	echo $! >"$LAB/$lab_name.pid"
}

lab_alive() {
	[ -s "$LAB/$1.pid" ] && kill -0 "$(cat "$LAB/$1.pid")" 2>/dev/null
}

# lab_kill NAME [SIGNAL]: end a process of the lab and wait until it has gone.
lab_kill() {
	[ -s "$LAB/$1.pid" ] || return 0
	lab_pid=$(cat "$LAB/$1.pid")
	kill "-${2:-TERM}" "$lab_pid" 2>/dev/null
	lab_left=100
	while kill -0 "$lab_pid" 2>/dev/null && [ "$lab_left" -gt 0 ]; do
		# Our own child stays a zombie until it is waited for.
		case $(sed -n 's/^State:[[:space:]]*//p' "/proc/$lab_pid/status" 2>/dev/null) in Z*) break ;; esac
		sleep 0.05
		lab_left=$((lab_left - 1))
	done
	[ "$lab_left" -gt 0 ] || kill -KILL "$lab_pid" 2>/dev/null
	wait "$lab_pid" 2>/dev/null
	rm -f "$LAB/$1.pid"
}

lab_snmpget() {
	snmpget -v2c -c public -t 2 -r 2 "$@"
}

lab_snmpd_answers() {
	snmpget -v2c -c public -t 0.3 -r 0 -On "127.0.0.1:$LAB_PORT" .1.3.6.1.2.1.1.3.0
}

lab_start_snmpd() {
	lab_spawn snmpd env MIBS= snmpd -f -Lo -C -c "$LAB/snmpd.conf" -p "$LAB/snmpd.own.pid" "udp:127.0.0.1:$LAB_PORT"
	lab_wait 20 lab_snmpd_answers
}

# Traps go to traps.log, one a line, varbinds separated by tabs. The file is
# appended to, so it may be emptied at any time.
lab_start_snmptrapd() {
	lab_spawn traps snmptrapd -f -Le -C -c "$LAB/snmptrapd.conf" -OqS \
		-F '%v\n' -p "$LAB/snmptrapd.own.pid" "udp:127.0.0.1:$LAB_TRAP_PORT"
	lab_wait 20 lab_port_used "$LAB_TRAP_PORT"
}

# Is there an agent, and has it looked at its ports?
lab_agent_answers() {
	lab_snmpget -t 0.3 -r 0 "127.0.0.1:$LAB_PORT" BREAKOUT-MIB::brkAgentLastScanTime.0 | grep -qv 'No Such'
}

# lab_start_agent CONF [OPTION…]
lab_start_agent() {
	lab_conf=$1
	shift
	grep -q '^control-socket' "$lab_conf" || set -- --control "$LAB/control.sock" "$@"
	lab_spawn breakoutd "$LAB_BUILD/agent/breakoutd" -f -c "$lab_conf" -x "unix:$LAB/agentx" -s "$LAB/state" "$@"
	lab_wait 20 lab_agent_answers
}

# End everything; the folder stays for whoever wants to look.
lab_stop() {
	lab_kill breakoutd
	lab_kill traps
	lab_kill snmpd
}
