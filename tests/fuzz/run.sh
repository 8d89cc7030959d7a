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
targets='decode text judge control netlink agentx mode reader'

clang=${FUZZ_CC:-clang}
if ! command -v "$clang" >/dev/null; then
	echo "make fuzz needs clang (Debian: apt-get install clang libclang-rt-dev);" \
		"make check replays spoiled inputs without it." >&2
	exit 1
fi

# Everything is compiled once, with the objects of all targets in one library.
sources="$top/tests/fuzz/spoil_text.c $top/tests/common/type_image.c
	$(echo "$top"/src/base/*.c "$top"/src/model/*.c "$top"/src/eeprom/*.c "$top"/src/rules/*.c)
	$top/src/control/protocol.c $top/src/source/monitor.c $top/src/source/genl.c
	$top/src/source/ethtool_link.c $top/src/source/rows.c $top/src/source/access.c
	$top/src/reader/protocol.c $top/src/reader/allow.c
	$top/agent/agentx/pdu.c $top/agent/agentx/respond.c $top/agent/mib_engine.c $top/agent/pictures.c
	$top/agent/preferences.c $(echo "$top"/src/state/*.c)"
for t in $targets; do
	sources="$sources $top/tests/fuzz/fuzz_$t.c"
done
flags='-g -O1 -std=gnu11 -D_GNU_SOURCE -fsanitize=address,undefined -fno-sanitize-recover=undefined'
objects=$work/libfuzzer-objects
rm -rf "$objects"
mkdir -p "$work/findings" "$objects" || exit 1

# a/b.c becomes a_b.o: base names occur twice.
echo "  compiling for libFuzzer…"
# shellcheck disable=SC2016,SC2086 # the inner shell's words; file names are words
printf '%s\n' $sources | xargs -P "$(nproc 2>/dev/null || echo 2)" -I '{}' sh -c '
	source=$1 top=$2 objects=$3
	shift 3
	object=$(printf %s "${source#"$top"/}" | tr / _)
	exec "$@" -I"$top" -I"$top/src" -I"$top/tests" -c -o "$objects/${object%.c}.o" "$source"
' compile '{}' "$top" "$objects" "$clang" $flags -fsanitize=fuzzer-no-link || exit 1
for t in $targets; do
	mv "$objects/tests_fuzz_fuzz_$t.o" "$work/fuzz_$t.libfuzzer.o" || exit 1
done
ar rcs "$objects/lib.a" "$objects"/*.o || exit 1
for t in $targets; do
	mkdir -p "$work/corpus-$t"
	# shellcheck disable=SC2086 # flags are words
	"$clang" $flags -fsanitize=fuzzer -o "$work/fuzz_$t.libfuzzer" "$work/fuzz_$t.libfuzzer.o" \
		"$objects/lib.a" -lmnl -ljansson -pthread -lm || exit 1
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
