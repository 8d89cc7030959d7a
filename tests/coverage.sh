#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# make coverage: unit tests in a build folder of their own (coverage/ of this
# one) with gcc's counters, then line coverage of src/eeprom by file. Fails
# below COVERAGE_MIN per cent (95). With lcov, pages are in coverage/html.
set -u

source=$(cd "${top_srcdir:-.}" && pwd) || exit 1
build=$(cd "${top_builddir:-.}" && pwd)/coverage
min=${COVERAGE_MIN:-95}
jobs=$(nproc 2>/dev/null || echo 2)

for tool in gcov ${CC:-gcc}; do
	if ! command -v "$tool" >/dev/null; then
		echo "make coverage needs $tool (Debian: apt-get install gcc)" >&2
		exit 1
	fi
done

# run WHAT COMMAND…: quiet unless it fails.
run() {
	echo "  $1…"
	what=$1
	shift
	if ! "$@" >"$build/coverage.log" 2>&1 </dev/null; then
		tail -n 30 "$build/coverage.log"
		echo "FAILED: $what" >&2
		exit 1
	fi
}

mkdir -p "$build" && cd "$build" || exit 1
[ -f config.status ] ||
	run configuring "$source/configure" CC="${CC:-gcc}" CFLAGS='-g -O0 --coverage' LDFLAGS=--coverage
find . -name '*.gcda' -exec rm -f {} +
run compiling make -j"$jobs" all
run testing make -j"$jobs" check-unit

# Objects are src/eeprom/NAME.o: gcov prints "File '…'" and "Lines executed:P% of N" for each source.
gcov -n -o src/eeprom src/eeprom/*.gcda 2>/dev/null |
	awk -v min="$min" '
	/^File / { file = $0; sub(/^File .*src\//, "src/", file); sub(/.$/, "", file); next }
	/^Lines executed:/ && file ~ /^src\/eeprom\/.*\.c$/ {
		split($0, part, /[:% ]+/)
		percent = part[3]; lines = part[5]
		printf "  %6.2f%% of %4d  %s\n", percent, lines, file
		total += lines; hit += percent * lines / 100
		file = ""
	}
	END {
		if (total == 0) { print "no coverage data" ; exit 1 }
		percent = 100 * hit / total
		printf "%.2f%% of %d lines of src/eeprom (goal: %s%%)\n", percent, total, min
		exit percent < min
	}'
status=$?
if command -v lcov >/dev/null && command -v genhtml >/dev/null; then
	lcov -q -c -d src/eeprom -o coverage.info >/dev/null 2>&1 &&
		genhtml -q -o html coverage.info >/dev/null 2>&1 && echo "pages: $build/html/index.html"
fi
exit "$status"
