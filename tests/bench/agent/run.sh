#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# tests/bench/agent/run.sh [--json FILE] [--raw FILE] [--rounds N] [--quick]
#
# breakoutd's way to serve tables and to notify against others': the same table,
# the same walker, one run. Figures are printed, and written to FILE as JSON.
#
#   --json FILE   figures by name, each with min, median and max
#   --raw FILE    each single measurement, as report.awk reads it
#   --rounds N    turns of each (7)
#   --quick       one short round of 100 rows: do all agents serve the same cells?
#
# Agents and their snmpds share one processor, the manager has another; for
# "free cores" nothing is bound. In each round everything takes its turn in an order of
# its own. Needs no root; all daemons are private ones on free ports in a
# temporary folder, and end with this script. docs/performance.md says more.
set -u
LAB_SRC=${top_srcdir:-$PWD}
LAB_BUILD=${top_builddir:-$PWD}
. "$LAB_SRC/tools/lab.sh"
here=$LAB_SRC/tests/bench/agent
bin=$LAB_BUILD/tests/bench/agent

json='' raw='' rounds=7 quick=''
while [ $# -gt 0 ]; do
	case $1 in
	--json | --raw | --rounds)
		[ $# -ge 2 ] || { echo "bench: $1 needs a value" >&2 && exit 64; }
		eval "${1#--}=\$2"
		shift
		;;
	--quick) quick=yes ;;
	-h | --help)
		sed -n '/^# tests/,/^set -u/{/^set/d;s/^# \{0,1\}//;p}' "$0"
		exit 0
		;;
	*)
		echo "bench: there is no option '$1' (try --help)" >&2
		exit 64
		;;
	esac
	shift
done

# Rows; cells and seconds of one measurement; notifications of either kind.
sizes='100 1000 5000 10240' cells=12000 seconds=3 paced=300 windowed=3000
if [ -n "$quick" ]; then
	rounds=1 sizes='100' cells=2400 paced=20 windowed=200
fi
largest=${sizes##* }

# One at a time; peers that are missing have a reason in $skipped.
peers=' engine container pass_persist_perl pass_persist_python pyagentx dlmod ' skipped=''
free_peers=' engine container pass_persist_perl dlmod '
# Debian's Python, for which Debian's packages are.
python=/usr/bin/python3
[ -x "$python" ] || python=$(command -v python3 || echo python3)

skip() {
	skipped="$skipped$1 is skipped: $2
"
	peers=$(echo "$peers" | sed "s/ $1 / /")
	free_peers=$(echo "$free_peers" | sed "s/ $1 / /")
}
command -v perl >/dev/null || skip pass_persist_perl 'perl is not installed'
if ! command -v "$python" >/dev/null; then
	skip pass_persist_python 'python3 is not installed'
	skip pyagentx 'python3 is not installed'
elif ! "$python" -c 'import pyagentx' 2>/dev/null; then
	skip pyagentx 'the Debian package python3-pyagentx is not installed'
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/breakoutd-bench.XXXXXX") || exit 1
lab_init "$folder/lab"
results=$folder/results
: >"$results"

# shellcheck disable=SC2317 # called by the trap
clean_up() {
	for pid_file in "$LAB"/agent-*.pid "$LAB"/snmpd-*.pid; do
		[ -e "$pid_file" ] && lab_kill "$(basename "$pid_file" .pid)"
	done
	lab_stop
	rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

die() {
	echo "bench: $*" >&2
	for log in "$LAB"/*.log; do
		grep -v 'init_smux\|^NET-SNMP version\|^Turning on\|^Created' "$log" | sed "s/^/$(basename "$log"): /" >&2
	done
	exit 1
}

# Servers on one processor and the manager on another, where there are two.
cpus=$(taskset -cp $$ | sed 's/.*: //' | tr ',' '\n' |
	awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); i++) print i }')
manager_cpu=$(echo "$cpus" | head -n 1) server_cpu=$(echo "$cpus" | sed -n 2p)
bind_to() {
	bind_cpu=$1
	shift
	if [ -n "$bind_cpu" ]; then exec taskset -c "$bind_cpu" "$@"; else exec "$@"; fi
}

# snmpd_start NAME CPU EXTRA-LINE…: its port is in NAME.port, AgentX at NAME.socket.
snmpd_start() {
	name=$1 cpu=$2
	shift 2
	port=$(lab_free_port)
	echo "$port" >"$LAB/$name.port"
	{
		echo 'rocommunity public 127.0.0.1'
		echo 'dontLogTCPWrappersConnects yes'
		for line; do echo "$line"; done
	} >"$LAB/$name.conf"
	lab_spawn "snmpd-$name" bind_to "$cpu" env MIBS= snmpd -f -Lo -C -c "$LAB/$name.conf" \
		-p "$LAB/$name.own.pid" "udp:127.0.0.1:$port"
}

# agent_start NAME CPU COMMAND…
agent_start() {
	name=$1 cpu=$2
	shift 2
	lab_wait 20 test -S "$LAB/$name.socket" || die "the master agent of $name does not start"
	lab_spawn "agent-$name" bind_to "$cpu" "$@"
}

# walk PORT ROWS MODE CPU: as walker prints it.
walk() {
	(bind_to "$4" "$bin/walker" "$1" "$2" "$3" "$cells" "$seconds")
}

# peer_start PEER ROWS CPU NAME: an agent with the table, and its snmpd.
peer_start() {
	master="master agentx
agentXSocket unix:$LAB/$4.socket"
	entry=.1.3.6.1.4.1.8072.9999.9999.42.1
	case $1 in
	engine | container)
		snmpd_start "$4" "$3" "$master"
		agent_start "$4" "$3" "$bin/subagent" "$1" "unix:$LAB/$4.socket" "$2"
		;;
	pyagentx)
		snmpd_start "$4" "$3" "$master"
		agent_start "$4" "$3" "$python" -B "$here/peers/pyagentx_table.py" "$LAB/$4.socket" "$2"
		;;
	pass_persist_perl)
		snmpd_start "$4" "$3" "pass_persist $entry $(command -v perl) $here/peers/pass_persist.pl $2"
		;;
	pass_persist_python)
		snmpd_start "$4" "$3" "pass_persist $entry $python -B $here/peers/pass_persist.py $2"
		;;
	dlmod)
		BENCH_ROWS=$2
		export BENCH_ROWS
		snmpd_start "$4" "$3" "dlmod bench $bin/plugin.so"
		;;
	esac
}

# peer_serves NAME ROWS: right cells, each by each.
peer_serves() {
	"$bin/walker" "$(cat "$LAB/$1.port")" "$2" row 12 1 &&
		"$bin/walker" "$(cat "$LAB/$1.port")" "$2" column 12 1
}

# until_served NAME ROWS: within a minute.
until_served() {
	until_end=$(($(date +%s) + 60))
	until until_said=$(peer_serves "$1" "$2" 2>&1); do
		[ "$(date +%s)" -lt "$until_end" ] || die "$1: $until_said"
		sleep 0.2
	done
}

# peers_of ROWS: pyagentx looks for a cell in a list of all; the master does not wait for it where that is long.
peers_of() {
	if [ "$1" -gt 1000 ]; then echo "$peers" | sed 's/ pyagentx / /'; else echo "$peers"; fi
}

# rss NAME: of its agent, in kB, without what is mapped from files.
rss() {
	awk '$1 == "RssAnon:" { print $2 }' "/proc/$(cat "$LAB/agent-$1.pid")/status"
}

# cpu NAME: nanoseconds of processor time that its snmpd, snmpd's scripts and its agent have had.
cpu() {
	cpu_master=$(cat "$LAB/snmpd-$1.pid")
	for cpu_pid in "$cpu_master" $(cat "/proc/$cpu_master/task/$cpu_master/children" 2>/dev/null) \
		$(cat "$LAB/agent-$1.pid" 2>/dev/null); do
		cat "/proc/$cpu_pid/task"/*/schedstat
	done | awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

start_all() {
	for rows in $sizes; do
		for peer in $(peers_of "$rows"); do
			peer_start "$peer" "$rows" "$server_cpu" "$peer-$rows"
		done
	done
	for peer in $free_peers; do
		peer_start "$peer" "$largest" '' "$peer-free"
	done
	for rows in $sizes; do
		for peer in $(peers_of "$rows"); do
			until_served "$peer-$rows" "$rows"
		done
	done
	for peer in $free_peers; do
		until_served "$peer-free" "$largest"
	done
}

# Words in an order that is different each time.
shuffled() {
	echo "$1" | tr -s ' ' '\n' | sed '/^$/d' | shuf
}

# measure ROUND: one of each.
measure() {
	for rows in $sizes; do
		for mode in column row; do
			for peer in $(shuffled "$(peers_of "$rows")"); do
				before=$(cpu "$peer-$rows")
				answer=$(walk "$(cat "$LAB/$peer-$rows.port")" "$rows" "$mode" "$manager_cpu" 2>&1) ||
					die "$peer, $rows rows: $answer"
				echo "walk $1 $mode $rows $peer $answer $(($(cpu "$peer-$rows") - before))" >>"$results"
			done
		done
	done
	for peer in $(shuffled "$free_peers"); do
		# The whole table, once.
		answer=$("$bin/walker" "$(cat "$LAB/$peer-free.port")" "$largest" full $((largest * 12)) 60 2>&1) ||
			die "$peer, free: $answer"
		echo "walk $1 free $largest $peer $answer" >>"$results"
	done
}

measure_memory() {
	for rows in $sizes; do
		for peer in $peers; do
			[ ! -s "$LAB/agent-$peer-$rows.pid" ] || echo "memory $peer $rows $(rss "$peer-$rows")" >>"$results"
		done
	done
}

# traps ROUND: a master agent and an agent of their own.
measure_traps() {
	sink=$(lab_free_port)
	snmpd_start "traps-$1" "$server_cpu" 'master agentx' "agentXSocket unix:$LAB/traps-$1.socket" \
		"trap2sink 127.0.0.1:$sink public"
	lab_wait 20 test -S "$LAB/traps-$1.socket" || die 'the master agent for notifications does not start'
	answer=$(bind_to "$server_cpu" "$bin/subagent" traps "unix:$LAB/traps-$1.socket" "$sink" "$paced" "$windowed") ||
		die 'notifications do not come through'
	echo "traps $1 $answer" >>"$results"
	lab_kill "snmpd-traps-$1"
}

# The real daemon with a simulated switch and its defaults; each time another leg gets a wrong module.
start_daemon() {
	"$LAB_BUILD/breakoutctl" sim init "$folder/switch" --trunks $(((rounds + 3) / 4)) --type 40g-sr4 \
		--mode 4x10G >/dev/null || die 'no simulated switch'
	sed -i '/^presence-interval/d; /^dom-interval/d' "$folder/switch/breakoutd.conf"
	lab_start_snmpd || die 'snmpd does not start'
	lab_start_agent "$folder/switch/breakoutd.conf" || die 'breakoutd does not answer'
	mismatch=$(snmptranslate -On BREAKOUT-MIB::brkLegMismatch)
}

measure_wrong_module() {
	leg=swp$(((rounds + 3) / 4 + $1))
	answer=$("$bin/notice" "$LAB_TRAP_PORT" 60 "$mismatch" \
		"$LAB_BUILD/breakoutctl" sim insert "$folder/switch" "$leg" 10g-lr 2>&1 | tail -n 1)
	case $answer in
	*[0-9].[0-9]*) echo "wrong $1 $answer" >>"$results" ;;
	*) die "a wrong module in $leg: $answer" ;;
	esac
}

[ -z "$skipped" ] || printf '%s' "$skipped" >&2
echo "starting tables of $sizes rows in:$peers" >&2
start_all
start_daemon
measure_memory
round=1
while [ "$round" -le "$rounds" ]; do
	echo "round $round of $rounds" >&2
	measure "$round"
	measure_traps "$round"
	measure_wrong_module "$round"
	round=$((round + 1))
done
[ -z "$raw" ] || cp "$results" "$raw"
awk -v json="${json:-/dev/null}" -v host="$(uname -srm), $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), \
$(nproc) processors, $(snmpd -v | sed -n 's/.*version: *//p' | head -n 1)" -f "$here/report.awk" "$results"
