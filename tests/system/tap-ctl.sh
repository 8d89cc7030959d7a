# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
#
# For system tests of breakoutctl, after tap-lab.sh: run it, and look at what
# it said in the files $out and $err.
# shellcheck disable=SC2154 # tap_folder is tap-lab.sh's
out=$tap_folder/out
err=$tap_folder/err

# run CODE ARGS…: breakoutctl with its output in files.
run() {
	run_want=$1
	shift
	breakoutctl "$@" >"$out" 2>"$err"
	run_code=$?
	[ "$run_code" -eq "$run_want" ] && return 0
	echo "breakoutctl $*: exit status $run_code, expected $run_want"
	cat "$out" "$err"
	return 1
}
out_has() {
	grep -F -- "$1" "$out" || { cat "$out"; return 1; }
}
err_has() {
	grep -F -- "$1" "$err" || { cat "$err"; return 1; }
}
silent() {
	[ ! -s "$err" ] || { cat "$err"; return 1; }
}
