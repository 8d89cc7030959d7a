#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# breakoutctl as an operator's tool beside a running breakoutd: events, filters, CSV, colour, explain, check, watch.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

sim_init --type 100g-sr4 --mode 4x25G
conf=$SIM/breakoutd.conf
# shellcheck disable=SC2154 # tap-lab.sh makes it
. "${top_srcdir:-.}/tests/system/tap-ctl.sh"

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

# In words.
explained() {
	run 0 explain WL-01 && out_has wavelengthBand && run 0 explain 1 -c "$conf" && out_has 'what was seen' &&
		out_has 25GBASE-LR && out_has 'what to do' && run 0 explain 1 -c "$conf" --json && out_has '"explanation": {'
}
tap_case 'a rule and a violation are explained' explained
not_explained() {
	run 1 explain 99999 -c "$conf" && err_has 'no violation has the number 99999 now' && run 64 explain XX-99
}
tap_case 'what there is none of is not' not_explained

# For Nagios and its kin: one line, and the code that it says.
one_line() {
	lines 1 && silent
}
critical() {
	run 2 check -c "$conf" && one_line && out_has 'BREAKOUT CRITICAL - 1 critical: WL-01 ' && out_has 'leg 2 (leg port swp3)' &&
		out_has ' | critical=1;;0 ' && run 2 check -c "$conf" -b bo1 && one_line
}
tap_case 'check tells of a violation' critical
elsewhere() {
	run 0 check -c "$conf" -p swp5 && one_line && out_has 'BREAKOUT OK - no violations | ' &&
		grep -E ' rx1=-?[0-9.]+;-?[0-9.]+:-?[0-9.]+;-?[0-9.]+:-?[0-9.]+ tx1=' "$out"
}
tap_case 'but not of a port that has none, with its lanes and thresholds' elsewhere
nothing_there() {
	run 3 check -c "$conf" -b nope && one_line && out_has "BREAKOUT UNKNOWN - there is no breakout 'nope'"
}
tap_case 'a breakout that is not there is unknown' nothing_there

# Pictures. The vendor of swp3 is hostile.
well_formed() {
	if command -v xmllint >/dev/null; then
		xmllint --noout "$1"
	else
		python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$1"
	fi
}
if command -v xmllint >/dev/null || python3 -c '' 2>/dev/null; then
	drawn() {
		breakoutctl sim insert "$SIM" swp3 25g-lr 'vendor=]]><&">' >/dev/null
		lab_wait 10 sh -c 'breakoutctl show modules -c "$1" | grep -qF "]]>"' - "$conf"
		run 0 diagram -c "$conf" -o "$tap_folder/d.svg" && silent && well_formed "$tap_folder/d.svg" &&
			grep -qF ']]&gt;&lt;&amp;&quot;&gt;' "$tap_folder/d.svg" && grep -q 'WL-01' "$tap_folder/d.svg" &&
			run 0 diagram bo1 --html -c "$conf" -o "$tap_folder/d.html" && well_formed "$tap_folder/d.html"
	}
	tap_case 'a picture is well-formed, whatever modules say' drawn
else
	tap_skip 'pictures' 'xmllint and python3 are not installed'
fi
not_drawn() {
	echo precious >"$tap_folder/keep" && run 1 diagram nope -c "$conf" -o "$tap_folder/keep" &&
		err_has "there is no breakout 'nope'" && grep precious "$tap_folder/keep"
}
tap_case 'a picture of nothing replaces no file' not_drawn

# The last day.
remembered() {
	run 0 history swp1 2 -c "$conf" && silent && out_has 'swp1 lane 2, the last 24 hours' && out_has 'received power, dBm: least -' &&
		out_has 'laser bias, mA' && run 0 history swp1 2 -c "$conf" --json && out_has '"mean": -' || return 1
	run 1 history swp1 99 -c "$conf" && err_has "there is no lane '99'" && run 1 history nope 1 -c "$conf" &&
		run 0 history swp1 9 -c "$conf" && out_has 'nothing is known of it'
}
tap_case 'what lanes showed is remembered' remembered

if command -v script >/dev/null; then
	# A serial console without a locale shows no blocks.
	in_ascii() {
		LC_ALL=C script -qec "breakoutctl history swp1 2 -c '$conf'" /dev/null </dev/null >"$out"
		grep -q '#' "$out" && ! LC_ALL=C grep -q '[^ -~[:cntrl:]]' "$out"
	}
	tap_case 'also on terminals without UTF-8' in_ascii
else
	tap_skip 'terminals without UTF-8' 'script is not installed'
fi

# Live.
watched() {
	run 0 watch legs -n 2 -i 1 -c "$conf" && silent && [ "$(grep -c '25GBASE-LR' "$out")" -eq 2 ] &&
		run 1 watch lanes nope -n 1 -c "$conf" && err_has "there is no port 'nope'" && run 64 watch nope
}
tap_case 'watch prints pictures' watched
if command -v script >/dev/null; then
	# The keys come from a pipe: q after the first picture.
	quits() {
		(sleep 1.5; printf q; sleep 5) | timeout 20 script -qec "stty -a >'$tap_folder/before'; breakoutctl watch lanes -i 60 -c '$conf'; stty -a >'$tap_folder/after'" \
			/dev/null >"$out"
		grep -q "$(printf '\033\[?1049h')" "$out" && grep -q "$(printf '\033\[?1049l')" "$out" && out_has swp5 &&
			diff "$tap_folder/before" "$tap_folder/after"
	}
	tap_case 'q ends watching, and the terminal is as it was' quits
	marked() {
		(sleep 2; breakoutctl sim set "$SIM" swp5 rx=-7.77 >/dev/null; sleep 3.5; printf '\003'; sleep 3) |
			timeout 20 script -qec "breakoutctl watch lanes -i 1 -c '$conf'" /dev/null >"$out"
		grep -q "$(printf '\033\[7m-7.77\033\[0m')" "$out"
	}
	tap_case 'what has changed is marked' marked
else
	tap_skip 'watching on a terminal' 'script is not installed'
fi

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

lab_kill breakoutd
nobody() {
	run 3 check --control "$SIM/control.sock" && lines 1 && out_has 'BREAKOUT UNKNOWN - no breakoutd answers at ' &&
		run 2 check -c "$conf" --scan && out_has 'BREAKOUT CRITICAL' &&
		run 1 watch -c "$conf" && err_has 'no breakoutd answers' && run 1 explain 1 -c "$conf" && err_has 'no breakoutd answers'
}
tap_case 'without breakoutd' nobody
lab_start_agent "$conf" || tap_bail_out 'breakoutd does not answer again'

tap_lab_done
