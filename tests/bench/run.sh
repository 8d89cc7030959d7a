#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# make bench: images per second against ethtool and cost of judging, then the instructions of both.
set -u

bench=${top_builddir:-.}/tests/bench/bench

# instructions FUNCTION PER ARGUMENT… : of bench with arguments, by times
instructions() {
	function=$1
	per=$2
	shift 2
	log=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect="$function" "$bench" "$@" 2>&1) || {
		echo "$log" >&2
		exit 1
	}
	echo "$log" | awk -v per="$per" '/Collected/ { printf "%9d\n", $NF / per }'
}

"$bench" || exit 1
if ! command -v valgrind >/dev/null; then
	echo 'instructions: not counted, valgrind is not installed'
	exit 0
fi
echo 'instructions per decoding (valgrind --tool=callgrind)'
for type in 10g-sr 100g-sr4 400g-dr4; do
	printf '  %-10s %s\n' "$type" "$(instructions eeprom_decode 1000 --once "$type" 1000)"
done
echo 'instructions per leg judged, right legs'
for trunks in 16 32 64 128; do
	printf '  %-10s %s\n' "$trunks trunks" "$(instructions judge_snapshot $((trunks * 8 * 10)) --judge "$trunks" 10)"
done
