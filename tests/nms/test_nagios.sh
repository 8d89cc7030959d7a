#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The command of contrib/nms/nagios by the real check_snmp.
. "${top_srcdir:-.}/tests/nms/nms-lab.sh"
PATH=$PATH:/usr/lib/nagios/plugins
nms_need check_snmp
nms_begin --type 40g-sr4 --mode 4x10G
lab_start_all

# The command line of the file, with its macros filled in.
command=$(sed -n 's/^ *command_line *//p' "$NMS/nagios/breakout.cfg" |
	sed "s/\$HOSTADDRESS\\$/127.0.0.1 -p $LAB_PORT/; s/\$_HOSTSNMP_COMMUNITY\\$/public/")

# answers STATUS PATTERN
answers() {
	# shellcheck disable=SC2086 # a command line
	answer=$($command 2>&1)
	status=$?
	echo "$command: $status, $answer"
	[ "$status" -eq "$1" ] && echo "$answer" | grep -q "$2"
}
insert() {
	breakoutctl sim insert "$SIM" "$@" >/dev/null
}
tap_case 'a breakout that fits is OK' answers 0 OK
wrong() {
	insert swp3 10g-lr serial=WRONG1 && soon BREAKOUT-MIB::brkAgentViolationsCritical.0 1 && answers 2 CRITICAL
}
tap_case 'a wrong SFP is CRITICAL' wrong
missing() {
	insert swp3 10g-sr serial=RIGHT1 && soon BREAKOUT-MIB::brkAgentViolationsCritical.0 0 || return 1
	breakoutctl sim remove "$SIM" swp4 >/dev/null
	soon BREAKOUT-MIB::brkAgentViolationsMajor.0 1 && answers 1 WARNING
}
tap_case 'a missing leg is a WARNING' missing
gone() {
	lab_kill breakoutd
	# shellcheck disable=SC2086 # a command line
	answer=$($command 2>&1)
	status=$?
	echo "$status, $answer"
	[ "$status" -ge 2 ]
}
tap_case 'no agent is not OK' gone
tap_done
