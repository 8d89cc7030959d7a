#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# A power dip on a full switch: 1,000 modules vanish at once, and come back.
# What comes of it is one notification for each cause, none lost, and an snmpd
# that goes on answering. BREAKOUT_LATENCY is how long it may take for an
# answer, in seconds: 1, or less on a quiet machine.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

TRUNKS=128
PULLED=1000
LATENCY=${BREAKOUT_LATENCY:-1}

sim_init --trunks "$TRUNKS" --type 800g-dr8 --mode 8x100G
sed -i 's/^presence-interval.*/presence-interval = 1/; s/^dom-interval.*/dom-interval = 10/' "$SIM/breakoutd.conf"
lab_start_all
tap_case 'a switch of 1,152 modules is seen' soon BREAKOUT-MIB::brkAgentModules.0 $((9 * TRUNKS))

# Asks snmpd for its uptime all the time; a line for each answer that is late.
watch_snmpd() {
	while :; do
		snmpget -v2c -c public -t "$LATENCY" -r 0 -On "127.0.0.1:$LAB_PORT" .1.3.6.1.2.1.1.3.0 >/dev/null 2>&1 ||
			date +%s.%N >>"$LAB/late"
		echo >>"$LAB/asked"
	done
}
: >"$LAB/late"
watch_snmpd &
watcher=$!

# Events that came as notifications: kind and port of each.
came() {
	grep -oE 'BREAKOUT-MIB::brk(Mod|Vio|Leg|Lane|Port|Flap)[A-Za-z]*|brkEventPort\.[0-9]* [0-9]+' "$LAB/traps.log" |
		awk '/^BREAKOUT/ { kind = substr($0, 15); next } { print kind, $2 }'
}
settled() {
	[ "$(get BREAKOUT-MIB::brkNotificationsSent.0)" -ge "$1" ] &&
		[ "$(get BREAKOUT-MIB::brkNotificationsSent.0)" -eq "$(came | wc -l)" ] &&
		[ "$(get BREAKOUT-MIB::brkEventLastIndex.0)" -eq "$(get BREAKOUT-MIB::brkNotificationsSent.0)" ]
}
mkdir "$SIM/kept"
first=$((TRUNKS + 1))
last=$((TRUNKS + PULLED))
for n in $(seq "$first" "$last"); do
	echo "$SIM/ports/swp$n.eeprom"
done | xargs mv -t "$SIM/kept"
tap_case 'all that were pulled are told of' lab_wait 60 settled "$PULLED"
each_once() {
	came | sort | uniq -c | awk '$1 != 1 { print; bad = 1 } END { exit bad }'
}
tap_case 'each of them once' each_once
removed() {
	[ "$(came | grep -c '^brkModuleRemoved ')" -eq "$PULLED" ] && [ "$(came | grep -c '^brkViolationRaised ')" -eq "$PULLED" ] &&
		[ "$(came | wc -l)" -eq $((2 * PULLED)) ] || {
		came | awk '{ n[$1]++ } END { for (kind in n) print n[kind], kind }'
		return 1
	}
}
tap_case 'and that their leg is missing, and nothing else' removed
mv "$SIM"/kept/* "$SIM/ports/"
tap_case 'all that came back are told of' lab_wait 60 settled $((4 * PULLED))
tap_case 'each of them once, too' each_once
no_gap() {
	tr '\t' '\n' <"$LAB/traps.log" | sed -n 's/^.*brkEventIndex\.[0-9]* //p' |
		awk '$1 != NR { print "event " $1 " came as number " NR; exit 1 }'
}
tap_case 'no event number is missing' no_gap
tap_case 'none was dropped' is BREAKOUT-MIB::brkNotificationsDropped.0 0
kill "$watcher"
wait "$watcher" 2>/dev/null
answered() {
	[ "$(wc -l <"$LAB/asked")" -ge 50 ] && [ ! -s "$LAB/late" ] || {
		echo "$(wc -l <"$LAB/asked") requests, late ones:"
		cat "$LAB/late"
		return 1
	}
}
tap_case "snmpd answers within $LATENCY s throughout" answered
tap_lab_done
