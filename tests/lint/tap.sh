# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
#
# TAP for shell tests: `tap_case NAME COMMAND…` for each case, `tap_done` at the end.
# A case's output is shown, as comments, only when it fails. The exit status
# says only that the script ran to its end: failures are the driver's to count.

tap_count=0
tap_output=$(mktemp)

tap_case() {
	tap_name=$1
	shift
	tap_count=$((tap_count + 1))
	if "$@" >"$tap_output" 2>&1 </dev/null; then
		echo "ok $tap_count - $tap_name"
	else
		echo "not ok $tap_count - $tap_name"
		sed 's/^/# /' "$tap_output"
	fi
}

tap_skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

tap_done() {
	rm -f "$tap_output"
	echo "1..$tap_count"
}
