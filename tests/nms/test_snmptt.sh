#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Traps by the real snmptrapd and snmptt, with contrib/nms/snmptt/snmptt.conf:
# in words, with their severity, whether or not snmptrapd knows the MIB.
. "${top_srcdir:-.}/tests/nms/nms-lab.sh"
nms_need snmptrapd snmptt
nms_begin --type 40g-sr4 --mode 4x10G

cat >"$LAB/snmptt.ini" <<-INI
	[General]
	mode = standalone
	multiple_event = 1
	dns_enable = 0
	[Logging]
	log_enable = 1
	log_file = $LAB/snmptt.log
	unknown_trap_log_enable = 1
	unknown_trap_log_file = $LAB/unknown.log
	syslog_enable = 0
	syslog_system_enable = 0
	[TrapFiles]
	snmptt_conf_files = <<END
	$NMS/snmptt/snmptt.conf
	END
	INI
printf 'traphandle default %s --ini=%s\n' "$(command -v snmptt)" "$LAB/snmptt.ini" >>"$LAB/snmptrapd.conf"
: >"$LAB/snmptt.log"
: >"$LAB/unknown.log"

# As snmptt's manual wants it: with numbers for names (outputOption n in snmptrapd.conf, or -On).
start_snmptrapd() {
	lab_spawn traps snmptrapd -f -Le -C -c "$LAB/snmptrapd.conf" -On -p "$LAB/snmptrapd.own.pid" \
		"udp:127.0.0.1:$LAB_TRAP_PORT"
	lab_wait 20 lab_port_used "$LAB_TRAP_PORT" || tap_bail_out 'snmptrapd did not start'
}
lab_start_snmpd || tap_bail_out 'snmpd did not start'
start_snmptrapd
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'

# logged PATTERN: a line comes.
logged() {
	lab_wait 30 grep -qE "$1" "$LAB/snmptt.log" || {
		echo "no line with $1; there are:"
		cat "$LAB/snmptt.log"
		grep Unknown "$LAB/unknown.log"
		return 1
	}
}
insert() {
	breakoutctl sim insert "$SIM" "$@" >/dev/null
}

wrong() {
	insert swp3 10g-lr serial=WRONG1
	logged ' CRITICAL "Breakouts" .*: WL-01 .*10GBASE-LR'
}
tap_case 'a wrong SFP is logged as critical, in words' wrong
tap_case 'what was plugged in is logged' logged ' INFORMATIONAL "Breakouts" .*swp3.*10GBASE-LR'
right() {
	insert swp3 10g-sr serial=RIGHT1
	logged ' NORMAL "Breakouts" .*: WL-01 '
}
tap_case 'and that it was replaced' right
missing() {
	breakoutctl sim remove "$SIM" swp4 >/dev/null
	logged ' MAJOR "Breakouts" .*: LEG-01 '
}
tap_case 'a missing leg is major' missing

# One line for each trap: the events of other severities do not match.
once() {
	[ "$(grep -c ': WL-01 ' "$LAB/snmptt.log")" -eq 2 ] || {
		cat "$LAB/snmptt.log"
		return 1
	}
}
tap_case 'each trap is one line' once

without_mib() {
	lab_kill traps
	: >"$LAB/snmptt.log"
	MIBS='' start_snmptrapd
	insert swp5 10g-lr serial=WRONG2
	logged ' CRITICAL "Breakouts" .*: WL-01 .*10GBASE-LR'
}
tap_case 'and all this without the MIB as well' without_mib
# snmpd's own, such as coldStart, are not ours to name.
known() {
	! grep -E 'Unknown trap.*(8072.9999.9999.2420|brk)' "$LAB/unknown.log"
}
tap_case 'no trap of ours is unknown to snmptt' known
tap_done
