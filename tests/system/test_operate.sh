#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# breakoutctl as an operator's tool beside a running breakoutd: events, filters, CSV, colour.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G
conf=$SIM/breakoutd.conf
# shellcheck disable=SC2154 # tap-lab.sh makes it
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
lines() {
	[ "$(wc -l <"$out")" -eq "$1" ] || { cat "$out"; return 1; }
}

no_events() {
	run 1 show events -c "$conf" && err_has 'no breakoutd answers' && [ ! -s "$out" ]
}
tap_case 'a scan has no events' no_events

lab_start_all
breakoutctl sim insert "$SIM" swp3 25g-lr vendor='=1+1' >/dev/null
soon BREAKOUT-MIB::brkBreakoutVerdict.1 violation >/dev/null || tap_bail_out 'no violation is seen'

# Lists.
events() {
	run 0 show events -c "$conf" && silent && out_has legMismatch && out_has WL-01 || return 1
	run 0 show events -c "$conf" --csv -n 1 && lines 2 && run 0 show events -c "$conf" --csv -p swp5 && lines 1
}
tap_case 'events are those of the daemon' events
filtered() {
	run 0 show lanes swp1 -c "$conf" --csv && lines 5 && run 0 show legs -p swp3 -c "$conf" --csv && lines 2 &&
		run 0 show violations -s critical -b bo1 -c "$conf" --csv && lines 2
}
tap_case 'filters choose rows' filtered
refused() {
	run 1 show lanes nope -c "$conf" && err_has "there is no port 'nope'" && [ ! -s "$out" ] &&
		run 64 show violations -s bad -c "$conf" && err_has 'expected info, minor, major or critical' &&
		run 64 show ports --json --csv -c "$conf"
}
tap_case 'filters that make no sense are refused' refused
no_formula() {
	run 0 show modules --csv -c "$conf" && out_has "'=1+1" && ! grep -E '(^|,)"?=' "$out"
}
tap_case 'what a module says is no formula' no_formula
whole_module() {
	run 0 show module swp3 -c "$conf" && out_has 'swp3: SFP28 25GBASE-LR' && out_has 'Fits as a leg of' &&
		run 0 show module 3 -c "$conf" --json && out_has '"port": "swp3"' && out_has '"splits_into"'
}
tap_case 'a module is shown whole' whole_module
narrow() {
	for narrow_list in ports modules lanes breakouts legs violations events; do
		run 0 show "$narrow_list" -c "$conf" || return 1
		if grep -E '^.{81,}$' "$out"; then
			return 1
		fi
	done
}
tap_case 'tables fit 80 columns' narrow

# Colour, on a terminal only.
coloured() {
	grep -q "$(printf '\033')" "$out"
}
if command -v script >/dev/null; then
	terminal() {
		TERM=xterm script -qec "breakoutctl show violations -c '$conf'" /dev/null >"$out" </dev/null && coloured
	}
	tap_case 'a terminal gets colours' terminal
	no_color() {
		NO_COLOR=1 TERM=xterm script -qec "breakoutctl show violations -c '$conf'" /dev/null >"$out" </dev/null &&
			! coloured && out_has critical
	}
	tap_case 'unless NO_COLOR is set' no_color
else
	tap_skip 'colours' 'script is not installed'
fi
not_coloured() {
	run 0 show violations -c "$conf" && ! coloured
}
tap_case 'a file gets none' not_coloured

tap_lab_done
