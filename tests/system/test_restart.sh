#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Notifications that can be trusted: nothing is told twice, forgotten or lost
# without being counted, be it that breakoutd or snmpd is started again, that
# something comes and goes all the time, or that a whole switch goes dark.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 40g-sr4 --mode 4x10G
conf=$SIM/breakoutd.conf
printf 'flap-limit = 3\nflap-window = 3\n' >>"$conf"
lab_start_all

insert() {
	breakoutctl sim insert "$SIM" "$@" >/dev/null
}
# Numbers of events that came, in order.
numbers() {
	tr '\t' '\n' <"$LAB/traps.log" | sed -n 's/^.*brkEventIndex\.[0-9]* //p'
}
# came KIND COUNT: so many, and no more shortly after.
came() {
	trap_soon "$1" "$2" && sleep 1 && [ "$(traps "${1#brk}")" -eq "$2" ] || {
		echo "$1: $(traps "${1#brk}") instead of $2"
		return 1
	}
}
no_gap() {
	numbers | awk 'NR > 1 && $1 != last + 1 { print "event " $1 " after " last; bad = 1 } { last = $1 } END { exit bad }'
}
restart() {
	lab_kill breakoutd "$1"
	# What snmpd still knew of the old one is gone at the latest when the new one answers.
	lab_start_agent "$conf"
}

insert swp3 10g-lr
tap_case 'a wrong module is told' came brkLegMismatch 1
restart TERM
tap_case 'a restart does not tell it again' came brkLegMismatch 1
tap_case 'although it is still active' soon BREAKOUT-MIB::brkLegVerdict.1.2 violation
tap_case 'numbers go on' test "$(get BREAKOUT-MIB::brkEventLastIndex.0)" -ge 3
lab_kill breakoutd
insert swp3 10g-sr
lab_start_agent "$conf"
tap_case 'what was mended meanwhile is cleared' came brkLegMismatchCleared 1
tap_case 'no event number is missing, or used twice' no_gap

insert swp3 10g-lr
tap_case 'another one is told' came brkLegMismatch 2
sleep 1.2  # the file is written once a second
restart KILL
tap_case 'a crash does not tell it again' came brkLegMismatch 2
insert swp4 10g-lr
tap_case 'after a crash, too, news are told' came brkLegMismatch 3
higher() {
	numbers | awk '$1 <= last { print "event " $1 " after " last; bad = 1 } { last = $1 } END { exit bad }'
}
tap_case 'with higher numbers' higher
kill -USR1 "$(cat "$LAB/breakoutd.pid")"
tap_case 'on request, all that is active is told again' came brkLegMismatch 5
lab_kill breakoutd
printf '{"version":1,"known":[{]' >"$LAB/state/notified.json"
: >"$LAB/traps.log"
lab_start_agent "$conf"
tap_case 'a broken file is said' lab_wait 5 grep -q 'notified.json: malformed' "$LAB/breakoutd.log"
tap_case 'and is no reason to forget anything' came brkLegMismatch 2
sed -i '/notified.json/d' "$LAB/breakoutd.log"
insert swp3 10g-sr
insert swp4 10g-sr
tap_case 'all is well' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
tap_case 'as is told' came brkLegMismatchCleared 2

# Something that comes and goes.
: >"$LAB/traps.log"
flap() {
	flap_round=0
	while [ $((flap_round += 1)) -le 6 ]; do
		insert swp5 10g-lr
		soon BREAKOUT-MIB::brkLegVerdict.1.4 violation || return 1
		insert swp5 10g-sr
		soon BREAKOUT-MIB::brkLegVerdict.1.4 ok || return 1
	done
}
sed -i 's/^flap-window.*/flap-window = 20/' "$conf"
kill -HUP "$(cat "$LAB/breakoutd.pid")"
tap_case 'a leg that flaps' flap
tap_case 'is told three times' came brkLegMismatch 3
tap_case 'and then that it flaps' grep -q 'brkFlappingStarted.*brkEventRuleId.*WL-01' "$LAB/traps.log"
modules_flap() {
	trap_soon brkFlappingStarted 2 && grep 'brkFlappingStarted' "$LAB/traps.log" | grep -q 'modules come and go'
}
tap_case 'as do the modules of its port' modules_flap
sed -i 's/^flap-window.*/flap-window = 1/' "$conf"
kill -HUP "$(cat "$LAB/breakoutd.pid")"
tap_case 'until it is calm' came brkFlappingEnded 2
tap_case 'which leaves managers with how it is' came brkLegMismatchCleared 3

# A module that can't be read any more, and is never seen to be gone: a link to one that leads to itself.
cp "$SIM/ports/swp5.eeprom" "$SIM/ports/kept"
ln -s loop "$SIM/ports/loop"
ln -s loop "$SIM/ports/new"
mv -T "$SIM/ports/new" "$SIM/ports/swp5.eeprom"
tap_case 'a port that can not be read' soon BREAKOUT-MIB::brkPortReadStatus.5 ioError
unreadable() {
	lab_wait 20 grep -q brkPortUnreadable "$LAB/traps.log" && [ "$(traps PortUnreadable)" -eq 1 ]
}
tap_case 'is told' unreadable
mv -T "$SIM/ports/kept" "$SIM/ports/swp5.eeprom"
tap_case 'and that it can again' came brkPortReadable 1

breakoutctl sim set "$SIM" swp5 rx=-25 >/dev/null
tap_case 'a lane out of its limits is a lane alarm' trap_soon brkLaneAlarm
breakoutctl sim set "$SIM" swp5 rx=-2 >/dev/null
tap_case 'that clears' trap_soon brkLaneAlarmCleared

# A trunk is one cause.
: >"$LAB/traps.log"
breakoutctl sim remove "$SIM" swp1 >/dev/null
sleep 1
one_cause() {
	[ "$(grep -c brk "$LAB/traps.log")" -eq 1 ] && grep 'brkModuleRemoved' "$LAB/traps.log" | grep -q 'brkEventSuppressed\.[0-9]* 4'
}
tap_case 'a pulled trunk is one notification, which stands for its legs' one_cause
insert swp1 40g-sr4 mode=4x10G
tap_case 'back again' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok

# snmpd is away for longer than the log reaches back.
sed -i 's/^flap-limit.*/flap-limit = 0/; $a event-log-size = 16' "$conf"
: >"$LAB/traps.log"
restart TERM
sent_and_dropped() {
	echo $(($(get BREAKOUT-MIB::brkNotificationsSent.0) + $(get BREAKOUT-MIB::brkNotificationsDropped.0)))
}
first=$(get BREAKOUT-MIB::brkEventLastIndex.0)
lab_kill snmpd
round=0
while [ $((round += 1)) -le 8 ]; do
	for port in swp3 swp4 swp5; do
		breakoutctl sim remove "$SIM" $port >/dev/null
	done
	sleep 0.5
	for port in swp3 swp4 swp5; do
		insert $port 10g-sr
	done
	sleep 0.5
done
lab_start_snmpd || tap_bail_out 'snmpd did not start again'
lab_wait 15 lab_agent_answers
sleep 1
all_accounted() {
	last=$(get BREAKOUT-MIB::brkEventLastIndex.0)
	[ "$((last - first))" -ge 48 ] && [ "$(sent_and_dropped)" -eq "$((last - first))" ] || {
		echo "events $first to $last; $(sent_and_dropped) sent or dropped"
		return 1
	}
}
tap_case 'every event of that time came or is counted as dropped' all_accounted
tap_case 'some are' test "$(get BREAKOUT-MIB::brkNotificationsDropped.0)" -ge 16
came_as_sent() {
	[ "$(numbers | wc -l)" -eq "$(get BREAKOUT-MIB::brkNotificationsSent.0)" ]
}
tap_case 'those that are said to be sent came' came_as_sent
sed -i '/left the log before/d' "$LAB/breakoutd.log"

# An snmpd that sends INFORMs: each is told once, and sent again to a manager that was away.
lab_kill snmpd
sed -i 's/^trap2sink/informsink/' "$LAB/snmpd.conf"
lab_start_snmpd || tap_bail_out 'snmpd did not start with informsink'
lab_wait 15 lab_agent_answers
: >"$LAB/traps.log"
insert swp4 10g-lr
tap_case 'an INFORM is told once' came brkLegMismatch 1
lab_kill traps
insert swp4 10g-sr
sleep 1
lab_start_snmptrapd || tap_bail_out 'snmptrapd did not start again'
tap_case 'and comes to a manager that was away' trap_soon brkLegMismatchCleared
tap_lab_done
