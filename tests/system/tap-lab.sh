# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
# shellcheck disable=SC2034 # LAB_SRC and LAB_BUILD are lab.sh's, SIM is the test's
#
# What every system test starts with: TAP, a lab, and a simulated switch.
# Skips the whole test where Net-SNMP's daemons and tools are missing.

set -u
LAB_SRC=${top_srcdir:-$PWD}
LAB_BUILD=${top_builddir:-$PWD}
. "$LAB_SRC/tests/lint/tap.sh"
. "$LAB_SRC/tools/lab.sh"

for tap_tool in snmpd snmptrapd snmpwalk; do
	if ! command -v "$tap_tool" >/dev/null; then
		echo "1..0 # SKIP $tap_tool is not installed"
		exit 0
	fi
done

tap_folder=$(mktemp -d "${TMPDIR:-/tmp}/breakoutd-test.XXXXXX") || exit 99
lab_init "$tap_folder/lab"
SIM=$tap_folder/switch
PATH=$LAB_BUILD:$PATH

# shellcheck disable=SC2317 # called by the trap
tap_clean_up() {
	lab_stop
	rm -rf "$tap_folder"
}
trap tap_clean_up EXIT
trap 'exit 143' INT TERM

# Show the daemons' logs as comments and give up.
tap_bail_out() {
	for tap_log in snmpd traps breakoutd; do
		[ ! -s "$LAB/$tap_log.log" ] || sed "s/^/# $tap_log: /" "$LAB/$tap_log.log" | tail -n 20
	done
	echo "Bail out! $*"
	exit 99
}

# Short intervals, so that tests need not wait: scans every 0.2 s.
sim_init() {
	breakoutctl sim init "$SIM" "$@" >/dev/null || tap_bail_out 'breakoutctl sim init failed'
	sed -i 's/^presence-interval.*/presence-interval = 0.2/; s/^dom-interval.*/dom-interval = 1/' "$SIM/breakoutd.conf"
}

lab_start_all() {
	lab_start_snmpd || tap_bail_out 'snmpd did not start'
	lab_start_snmptrapd || tap_bail_out 'snmptrapd did not start'
	lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'
}

# get OBJECT: its value, names for enumerations; "" if there is no such instance.
get() {
	lab_snmpget -Oqv "127.0.0.1:$LAB_PORT" "$1" | grep -v '^No Such'
}

# is OBJECT VALUE
is() {
	is_value=$(get "$1")
	[ "$is_value" = "$2" ] || {
		echo "$1 is '$is_value', expected '$2'"
		return 1
	}
}

# soon OBJECT VALUE: within 30 seconds, however busy the machine is.
soon() {
	lab_wait 30 is "$1" "$2" || is "$1" "$2"
}

walk() {
	snmpwalk -v2c -c public -t 2 -r 2 "$@"
}

# traps NAME: how many of them came.
traps() {
	grep -c "brk$1\b" "$LAB/traps.log"
}

# trap_soon NAME [COUNT]
trap_soon() {
	trap_want=${2:-1}
	lab_wait 30 sh -c '[ "$(grep -cE "$1( |\$|	)" "$2")" -ge "$3" ]' - "$1" "$LAB/traps.log" "$trap_want" || {
		echo "no $1 came; traps so far:"
		cat "$LAB/traps.log"
		return 1
	}
}

# Sanitizers are slow, and look for other things than load and memory.
# shellcheck disable=SC2317 # called by tests
lab_is_sanitized() {
	grep -qa __asan_init "$LAB_BUILD/agent/breakoutd"
}

# Ends breakoutd, and wants nothing but its own messages in its log: sanitizers
# and the C library write there, too.
# shellcheck disable=SC2317 # called through tap_case
tap_no_complaints() {
	lab_kill breakoutd
	! grep -v '^breakoutd: ' "$LAB/breakoutd.log"
}

tap_lab_done() {
	tap_case 'breakoutd had nothing to complain about' tap_no_complaints
	tap_done
}
