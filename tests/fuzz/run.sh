#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# make fuzz: build the targets with clang's libFuzzer, and run each for
# FUZZ_SECONDS (60), all at once, from seeds that the encoder makes. Works in
# tests/fuzz of the build folder, where the corpus grows from run to run; an
# input that fails is left in findings/.
set -u

seconds=${FUZZ_SECONDS:-60}
top=${top_srcdir:-.}
work=${top_builddir:-.}/tests/fuzz
targets='decode text judge control netlink agentx mode'

clang=${FUZZ_CC:-clang}
if ! command -v "$clang" >/dev/null; then
	echo "make fuzz needs clang (Debian: apt-get install clang libclang-rt-dev);" \
		"make check replays spoiled inputs without it." >&2
	exit 1
fi

flags='-g -O1 -std=gnu11 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined'
mkdir -p "$work/findings" || exit 1
for t in $targets; do
	mkdir -p "$work/corpus-$t"
	echo "  building fuzz_$t…"
	# shellcheck disable=SC2086 # flags are words
	"$clang" $flags -I"$top" -I"$top/src" -I"$top/tests" -o "$work/fuzz_$t.libfuzzer" "$top/tests/fuzz/fuzz_$t.c" \
		"$top/tests/fuzz/spoil_text.c" "$top/tests/common/type_image.c" \
		"$top"/src/base/*.c "$top"/src/model/*.c "$top"/src/eeprom/*.c \
		"$top"/src/rules/*.c "$top/src/control/protocol.c" \
		"$top"/src/source/monitor.c "$top"/src/source/genl.c "$top"/src/source/ethtool_link.c \
		"$top"/src/source/rows.c "$top/agent/agentx_pdu.c" "$top/agent/fastpath.c" "$top/agent/mib_engine.c" \
		"$top/agent/pictures.c" -lmnl -ljansson -pthread -lm || exit 1
	"$work/replay_$t" -o "$work/corpus-$t" || exit 1
done

pids=
# shellcheck disable=SC2086,SC2317 # process ids are words; called by the trap
stop_all() {
	kill $pids 2>/dev/null
	exit 1
}
trap stop_all HUP INT TERM
for t in $targets; do
	echo "  fuzz_$t: $seconds s…"
	"$work/fuzz_$t.libfuzzer" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 \
		-print_final_stats=1 -artifact_prefix="$work/findings/$t-" "$work/corpus-$t" >"$work/fuzz_$t.log" 2>&1 &
	pids="$pids $!"
done

failed=0
for t in $targets; do
	# shellcheck disable=SC2086 # process numbers are words
	set -- $pids
	if wait "$1"; then
		runs=$(sed -n 's/^stat::number_of_executed_units: //p' "$work/fuzz_$t.log")
		echo "  fuzz_$t: ${runs:-?} inputs, nothing found"
	else
		failed=1
		echo "FAILED: fuzz_$t; the end of $work/fuzz_$t.log:"
		tail -n 40 "$work/fuzz_$t.log"
	fi
	shift
	pids=$*
done
exit "$failed"
