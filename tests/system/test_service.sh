#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What breakoutd tells a service manager: that it is ready, alive, reloading, stopping.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G
lab_spawn supervisor "$LAB_BUILD/tests/system/supervisor" "$LAB/notify"
lab_wait 10 test -S "$LAB/notify" || tap_bail_out 'the supervisor did not start'
trap 'lab_kill supervisor; tap_clean_up' EXIT

told() {
	grep -q "^$1" "$LAB/supervisor.log"
}
alive() {
	grep -c '^WATCHDOG=1$' "$LAB/supervisor.log"
}
alive_again() {
	[ "$(alive)" -gt "$1" ]
}

NOTIFY_SOCKET=$LAB/notify
WATCHDOG_USEC=1000000
export NOTIFY_SOCKET WATCHDOG_USEC
lab_start_all
unset NOTIFY_SOCKET WATCHDOG_USEC
pid=$(cat "$LAB/breakoutd.pid")

tap_case 'ready once' told 'READY=1$'
tap_case 'alive' lab_wait 5 alive_again 2
kill -HUP "$pid"
tap_case 'reloading, with the time' lab_wait 5 told 'RELOADING=1;MONOTONIC_USEC=[0-9]'
ready_again() {
	[ "$(grep -c '^READY=1$' "$LAB/supervisor.log")" -eq 2 ]
}
tap_case 'and ready again' lab_wait 5 ready_again

# The main loop hangs if anything does in all of the process.
hangs() {
	kill -STOP "$pid"
	sleep 0.5
	before=$(alive)
	sleep 2
	after=$(alive)
	kill -CONT "$pid"
	echo "$before signs of life before, $after after"
	[ "$before" -eq "$after" ]
}
tap_case 'no sign of life while it hangs' hangs
tap_case 'and another when it is back' lab_wait 5 alive_again "$(alive)"
# A master agent that hangs is no reason for a restart.
kill -STOP "$(cat "$LAB/snmpd.pid")"
before=$(alive)
tap_case 'a master agent that hangs does not keep it' lab_wait 15 alive_again "$((before + 8))"
kill -CONT "$(cat "$LAB/snmpd.pid")"
lab_kill breakoutd
tap_case 'stopping' told 'STOPPING=1$'
tap_lab_done
