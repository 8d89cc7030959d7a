#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Whole walks of a big switch (128 trunks of 8x100G, 1,024 legs) while modules
# are pulled and plugged in 20 times a second: every row once, in order, and all
# of one scan; memory is bounded and does not grow. BREAKOUT_WALKS is the number
# of walks of each of BREAKOUT_WALKERS, who walk at the same time; the full form is
# 200, by one and by two.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

WALKS=${BREAKOUT_WALKS:-4}
WALKERS=${BREAKOUT_WALKERS:-1}
# The most that it may ever take, in kB: 30 MB at rest and what two walks hold, with some room.
BOUND=49152
TRUNKS=128
! lab_is_sanitized || TRUNKS=16
PORTS=$((TRUNKS + 8 * TRUNKS))
ROOT=.1.3.6.1.4.1.8072.9999.9999.2420

sim_init --trunks "$TRUNKS" --type 800g-dr8 --mode 8x100G
# The event log takes 1 kB for each event until it is full: soon.
echo 'event-log-size = 256' >>"$SIM/breakoutd.conf"
lab_start_snmpd || tap_bail_out 'snmpd did not start'
agent=127.0.0.1:$LAB_PORT

# Pull and plug in modules of legs until the file "churn" has gone.
churn() {
	churn_port=$TRUNKS
	while [ -e "$LAB/churn" ]; do
		churn_port=$((churn_port % PORTS + 1))
		[ "$churn_port" -gt "$TRUNKS" ] || churn_port=$((TRUNKS + 1))
		churn_file=$SIM/ports/swp$churn_port.eeprom
		if [ -e "$churn_file" ]; then mv "$churn_file" "$churn_file.out"; else mv "$churn_file.out" "$churn_file"; fi
		# Come back to what was pulled.
		[ $((churn_port % 20)) -ne 0 ] || [ ! -e "$SIM/ports/swp$((churn_port - 19)).eeprom.out" ] ||
			churn_port=$((churn_port - 20))
		sleep 0.05
	done
}

# walk_all NAME: a walk in NAME.walk, then what is wrong with it.
walk_all() {
	snmpbulkwalk -v2c -c public -t 10 -r 2 -Cr50 -m '' -OnQ "$agent" "$ROOT" >"$LAB/$1.walk" 2>&1 || {
		tail -n 1 "$LAB/$1.walk"
		return 1
	}
	awk -v root="$ROOT" -v ports="$PORTS" -v legs="$((8 * TRUNKS))" '
	function fail(what) { print what; bad = 1; exit 1 }
	# Rows of a column, as a count and a sum that depends on each of them.
	function same(table, a, b) {
		if (count[table, a] != count[table, b] || sum[table, a] != sum[table, b])
			fail("table " table ": " count[table, a] + 0 " rows in column " a ", " count[table, b] + 0 " in " b)
	}
	index($0, root) != 1 { next }
	{
		name = substr($1, length(root) + 2)
		n = split(name, id, ".")
		for (i = 1; i <= n && i <= last_n && id[i] == last[i]; i++)
			;
		if (i > n || (i <= last_n && id[i] + 0 < last[i] + 0))
			fail("out of order or twice: " name)
		for (i = 1; i <= n; i++) last[i] = id[i]
		last_n = n
		cells++
		if (id[2] == 1) scalar[id[3]] = $3
		count[id[2], id[4]]++
		sum[id[2], id[4]] += id[5] * 64 + id[6]
	}
	END {
		if (bad) exit 1
		if (count[2, 2] != ports) fail(count[2, 2] + 0 " ports")
		if (count[7, 2] != legs) fail(count[7, 2] + 0 " legs")
		if (count[3, 2] != scalar[9]) fail(count[3, 2] + 0 " modules, brkAgentModules is " scalar[9])
		same(3, 2, 27); same(3, 2, 10); same(5, 2, 7); same(5, 2, 10)
		same(9, 2, 4); same(10, 2, 21)
		print cells " cells, " scalar[9] " modules, " count[9, 2] + 0 " violations, " count[10, 2] + 0 " events"
	}' "$LAB/$1.walk"
}

# walk_often NUMBER COUNT: by walker NUMBER; what breakoutd takes after each of them goes to the file "rss".
walk_often() {
	walks_left=$2
	while [ "$walks_left" -gt 0 ]; do
		walk_all "walker$1" || return 1
		memory VmRSS >>"$LAB/rss"
		walks_left=$((walks_left - 1))
	done
}

walks() {
	walks_of=$WALKERS
	while [ "$walks_of" -gt 1 ]; do
		(
			# Apart, as in two_at_once.
			sleep "$((2 * walks_of - 2))"
			walk_often "$walks_of" "$1" || touch "$LAB/walker$walks_of.failed"
		) >"$LAB/walker$walks_of.result" 2>&1 &
		eval "walks_pid_$walks_of=$!"
		walks_of=$((walks_of - 1))
	done
	walk_often 1 "$1" || return 1
	walks_of=$WALKERS
	while [ "$walks_of" -gt 1 ]; do
		eval "wait \$walks_pid_$walks_of"
		[ ! -e "$LAB/walker$walks_of.failed" ] || {
			cat "$LAB/walker$walks_of.result"
			return 1
		}
		walks_of=$((walks_of - 1))
	done
}

# Apart: requests do not say whose they are, so walks that meet at a name could change places.
two_at_once() {
	(
		sleep 3
		walk_all second
	) >"$LAB/second.result" 2>&1 &
	walk_all first || return 1
	wait $! || {
		cat "$LAB/second.result"
		return 1
	}
}

# memory FIELD: in kB; VmRSS now, VmHWM the most ever.
memory() {
	awk -v field="$1:" '$1 == field { print $2 }' "/proc/$(cat "$LAB/breakoutd.pid")/status"
}

lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'
soon BREAKOUT-MIB::brkAgentModules.0 "$PORTS" >"$LAB/start" || tap_bail_out "$(cat "$LAB/start")"
: >"$LAB/churn"
churn &
churn_pid=$!
tap_case 'walks show every row once, in order, of one scan' walks "$((WALKS / 2))"
# Until what walks held is let go.
sleep 3
rss=$(memory VmRSS)
tap_case 'so do two at once' two_at_once
tap_case 'and more of them' walks "$((WALKS - WALKS / 2))"
scans_go_on() {
	# Modules are really coming and going.
	[ "$(get BREAKOUT-MIB::brkEventLastIndex.0)" -gt 20 ]
}
tap_case 'while modules came and went' scans_go_on
sleep 3
bounded() {
	echo "most: $(memory VmHWM) kB"
	[ "$(memory VmHWM)" -le "$BOUND" ]
}
flat() {
	echo "$rss kB after half of the walks, $(memory VmRSS) kB now"
	[ "$(memory VmRSS)" -le $((rss + rss / 8)) ]
}
if lab_is_sanitized; then
	tap_skip 'memory is bounded' 'sanitizers need memory'
	tap_skip 'and does not grow' 'sanitizers need memory'
else
	tap_case 'memory is bounded' bounded
	tap_case 'and does not grow' flat
fi
echo "# $rss kB, $(memory VmRSS) kB, at most $(memory VmHWM) kB; least and most by tenths of the walks:" \
	"$(awk '{ kb[NR] = $1 }
	END {
		for (tenth = 1; tenth <= 10; tenth++) {
			from = int((tenth - 1) * NR / 10) + 1
			to = int(tenth * NR / 10)
			least = 0
			for (i = from; i <= to; i++) {
				if (!least || kb[i] < least) least = kb[i]
				if (i == from || kb[i] > most) most = kb[i]
			}
			if (least) printf " %d-%d", least, most
		}
	}' "$LAB/rss")"
rm "$LAB/churn"
wait "$churn_pid"
tap_lab_done
