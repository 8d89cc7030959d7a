#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# tools/bench in its short form, which times little: each agent that it compares
# serves the same cells, notifications come through, and the figures have their names.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

[ -x "$LAB_BUILD/tests/bench/agent/subagent" ] || {
	tap_skip 'all agents serve the same cells' 'the agents of the benchmark were built without libsnmp-dev'
	tap_done
	exit 0
}
json=$LAB/bench.json
TMPDIR=$LAB
export TMPDIR
benchmark() {
	sh "$LAB_SRC/tests/bench/agent/run.sh" --quick --json "$json"
}
# A figure is there, and more than nothing.
figure() {
	awk -v key="\"$1\":" '$1 == key { found = $4 + 0 > 0 } END { exit !found }' "$json" || {
		echo "no $1 in"
		cat "$json"
		return 1
	}
}

tap_case 'all agents serve the same cells' benchmark
for key in bulk_column.vs_container bulk_row.vs_container bulk_column.vs_dlmod full_table_free_cores.vs_container \
	trap.latency_ms trap.lossless_per_s trap.wrong_module_to_trap_ms; do
	tap_case "$key" figure "$key"
done
nothing_left() {
	! pgrep -f "$TMPDIR/breakoutd-bench" && [ -z "$(find "$TMPDIR" -name 'breakoutd-bench*')" ]
}
tap_case 'nothing is left behind' nothing_left
tap_done
