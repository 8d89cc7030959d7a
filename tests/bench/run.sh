#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# make bench: images per second against ethtool, then instructions per decoding.
set -u

bench=${top_builddir:-.}/tests/bench/bench
count=1000

"$bench" || exit 1
if ! command -v valgrind >/dev/null; then
	echo 'instructions per decoding: not counted, valgrind is not installed'
	exit 0
fi
echo "instructions per decoding (valgrind --tool=callgrind, $count times)"
for type in 10g-sr 100g-sr4 400g-dr4; do
	log=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect=eeprom_decode \
		"$bench" --once "$type" "$count" 2>&1) || {
		echo "$log"
		exit 1
	}
	echo "$log" | awk -v type="$type" -v count="$count" '/Collected/ { printf "  %-10s %9d\n", type, $NF / count }'
done
