#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# breakoutctl as a program: every command, exit codes, streams and files. Prints TAP.
set -u

ctl=${top_builddir:-.}/breakoutctl
if [ ! -x "$ctl" ]; then
	echo "Bail out! $ctl is not built"
	exit 99
fi
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

sw=$dir/switch
conf=$sw/breakoutd.conf
count=0

# result NAME: report the exit status of the command before it.
result() {
	status=$?
	count=$((count + 1))
	if [ "$status" -eq 0 ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		sed 's/^/# out: /' "$dir/out"
		sed 's/^/# err: /' "$dir/err"
	fi
}

# run CODE ARGS...: breakoutctl with its output in files; true if it exits with CODE.
run() {
	expected=$1
	shift
	"$ctl" "$@" >"$dir/out" 2>"$dir/err"
	code=$?
	[ "$code" -eq "$expected" ] || echo "# exit $code, expected $expected"
	[ "$code" -eq "$expected" ]
}

# Does standard output (or error) have a line with this text?
out() { grep -qF -- "$1" "$dir/out"; }
err() { grep -qF -- "$1" "$dir/err"; }
silent() { [ ! -s "$dir/err" ]; }

# Is standard output JSON with `key: value` in it? Syntax is checked where there is a tool for it;
# the unit tests parse everything with jansson.
json() {
	if command -v jq >/dev/null 2>&1; then
		jq -e . "$dir/out" >/dev/null || return 1
	fi
	grep -qF -- "\"$1\": $2" "$dir/out"
}

# Lines of standard output that are longer than a page.
fits() { ! grep -qE '^.{81,}$' "$dir/out"; }

echo 1..77

# Help and usage.
run 0 --help && out "sim insert       plug a module" && silent
result "--help lists the commands"
run 0 --version && out "breakoutctl " && silent
result "--version"
run 64 && err "usage: breakoutctl"
result "no command is a usage error"
run 64 frob && err "breakoutctl: unknown command 'frob', expected decode, show, status, resync, discover, watch, check, diagram, history, explain, fit, import or sim"
result "an unknown command names the possible ones"
run 64 show lane && err "expected ports, modules, module, lanes"
result "an unknown list names the possible ones"
run 64 decode --frob x && err "unknown option '--frob'"
result "an unknown option"
run 64 sim set "$sw" && err "usage: breakoutctl sim set DIR PORT"
result "missing arguments show the synopsis"
for c in decode "show ports" "show modules" "show lanes" "show breakouts" "show legs" "show violations" \
	"show rules" status explain fit "sim types" "sim init" "sim insert" "sim remove" "sim set"; do
	# shellcheck disable=SC2086 # two words
	run 0 $c --help && out "usage: breakoutctl $c" && silent
	result "$c --help"
done

# A switch.
run 0 sim types && out "40g-sr4" && out "4x10G" && fits
result "sim types"
run 0 sim types --json && json token '"200g-dr4"'
result "sim types --json"
run 0 sim init "$sw" && out "1 trunk of 40g-sr4, 4x10G, with legs of 10g-sr" && [ -f "$conf" ]
result "sim init"
run 1 sim init "$sw" && err "is not empty" && err "--force"
result "sim init does not overwrite"
run 0 sim init "$sw" --force --type 100g-sr4 --mode=4x25G && [ -f "$sw/ports/swp5.eeprom" ]
result "sim init --force --type --mode"
run 64 sim init "$dir/x" --type 100g-lr4 && err "can't be split, expected one of" && [ ! -e "$dir/x" ]
result "sim init of a type that can't be split"
run 64 sim init "$dir/x" --type 100g-sr4 --mode 8x50G && err "expected 4x25G or 4x10G or 2x50G" && [ ! -e "$dir/x" ]
result "sim init in a mode that the type can't do"

# Show.
run 0 show ports -c "$conf" && out "swp1" && out "100GBASE-SR4" && fits
result "show ports"
run 0 show ports -c "$conf" --json && json role '"trunk"'
result "show ports --json"
run 0 show modules -c "$conf" && out "25GBASE-SR" && fits
result "show modules"
run 0 show modules -c "$conf" --json && json type_token '"25g-sr"'
result "show modules --json"
run 0 show lanes -c "$conf" && [ "$(wc -l <"$dir/out")" -eq 9 ] && fits
result "show lanes"
run 0 show lanes -c "$conf" --json && json rx_power_state '"ok"'
result "show lanes --json"
run 0 show breakouts -c "$conf" && out "4/4" && fits
result "show breakouts"
run 0 show breakouts -c "$conf" --json && json verdict '"ok"'
result "show breakouts --json"
run 0 show legs -c "$conf" && [ "$(wc -l <"$dir/out")" -eq 5 ] && fits
result "show legs"
run 0 show legs -c "$conf" --json && json expected '"25GBASE-SR"'
result "show legs --json"
run 0 show violations -c "$conf" && out "no violations"
result "show violations of a healthy switch"
run 0 show rules && out "WL-01" && fits
result "show rules without a configuration"
run 1 show ports -c "$dir/none.conf" && err "none.conf"
result "show with a missing configuration"
echo 'port "swp1" { cag = "sfp+" }' >"$dir/bad.conf"
run 1 show ports -c "$dir/bad.conf" && err "bad.conf:1:"
result "show with a bad configuration names file and line"

# A wrong module, and the right one again.
run 0 sim insert "$sw" swp3 25g-lr vendor=ACME serial=X1 && out "swp3: " && out "25GBASE-LR" && out "X1"
result "sim insert"
run 0 show violations -c "$conf" && out "critical" && out "swp3" && out "observed: " && fits
result "show violations"
run 0 show violations -c "$conf" --json && json port '"swp3"' && json leg 2
result "show violations --json"
run 0 sim insert "$sw" swp3 25g-sr && run 0 show violations -c "$conf" && out "no violations"
result "the right module clears it"
run 64 sim insert "$sw" swp3 25g-xx && err "unknown module type '25g-xx', expected one of" && err "25g-sr"
result "sim insert of an unknown type"
run 1 sim insert "$sw" swp6 25g-sr && err "no port 'swp6', expected one of swp1, swp2, swp3, swp4, swp5"
result "sim insert into an unknown port"

# Changes.
run 0 sim set "$sw" swp1 2 rx=off && run 0 show lanes -c "$conf" && out "no light"
result "sim set of a lane"
run 64 sim set "$sw" swp1 2 rx=99 && err "expected -40 to 8.16 (dBm) or off"
result "sim set out of range"
run 1 sim set "$sw" swp1 5 rx=-3 && err "swp1: no lane 5, the module has lanes 1 to 4"
result "sim set of a lane that is not there"
run 0 sim remove "$sw" swp4 && [ ! -e "$sw/ports/swp4.eeprom" ] && run 0 show ports -c "$conf" && out "absent"
result "sim remove"
run 1 sim remove "$sw" swp4 && err "swp4: there is no module in it"
result "sim remove twice"

# Decode.
run 0 decode "$sw/ports/swp1.eeprom" && out "100GBASE-SR4" && out "Can be split into" && out "25GBASE-SR" && fits
result "decode"
"$ctl" decode --json - <"$sw/ports/swp1.eeprom" >"$dir/out" 2>"$dir/err" && json part_number '"100G-SR4"'
result "decode --json of standard input"
run 0 sim insert "$sw" swp2 25g-sr fault=checksum && run 0 decode --json "$sw/ports/swp2.eeprom" &&
	json status '"corrupt"' && json type null
result "decode of a corrupt image claims no type"
for tool in 'xxd' 'hexdump -C' 'hexdump' 'od -t x1' 'od -A x -t x1z' 'od -x'; do
	if command -v "${tool%% *}" >/dev/null; then
		# shellcheck disable=SC2086 # a command and its options
		$tool "$sw/ports/swp1.eeprom" | "$ctl" decode --json - >"$dir/out" 2>"$dir/err" &&
			json part_number '"100G-SR4"' && json size "$(wc -c <"$sw/ports/swp1.eeprom")" && json checksum '"ok"'
		result "decode of what $tool prints"
	else
		count=$((count + 1))
		echo "ok $count - decode of what $tool prints # SKIP no ${tool%% *}"
	fi
done
run 1 decode "$dir" && err "Is a directory"
result "decode of a folder"

# What if.
run 0 fit 100g-sr4 4x25G 25g-sr && out "100GBASE-SR4 in 4x25G: fits" && fits
result "fit of types"
run 1 fit 100g-sr4 4x25G 25g-lr && out "does not fit" && out "WL-01" && fits
result "fit of a wrong leg"
run 0 fit -c "$conf" swp1 4x25G swp3 file:"$sw/ports/swp5.eeprom" --json && json verdict '"fits"'
result "fit of ports and dumps"
run 3 fit -c "$conf" swp1 4x25G swp2 && out "can't tell" && out "what can't be told" && fits
result "fit of a module that can't be read"
run 0 fit 400g-dr4 && out "4x100G" && out "100g-dr" && fits
result "fit lists what works"
run 0 explain wl-01 && out "wavelengthBand" && out "A0h:60" && fits
result "explain"

# Configurations of other systems.
printf '1=4x25G\n2=100G\n3-4=disabled\n' >"$dir/ports.conf"
run 0 import cumulus --path '/opt/{port}' "$dir/ports.conf" && out 'path = "/opt/swp2"' && silent
result "import of ports.conf"
cp "$dir/out" "$dir/imported.conf"
[ ! -x "${ctl%/*}/agent/breakoutd" ] || "${ctl%/*}/agent/breakoutd" --check-config -c "$dir/imported.conf" >"$dir/out" 2>"$dir/err"
result "breakoutd takes it"
echo '{ "PORT": 7 }' >"$dir/config_db.json"
run 1 import sonic "$dir/config_db.json" && err "config_db.json: is none of SONiC's files"
result "import of something else"

# Output that can't be written.
if [ -w /dev/full ]; then
	"$ctl" show rules >/dev/full 2>"$dir/err"
	[ $? -eq 1 ] && err "cannot write the output"
	result "a full disk is reported"
else
	count=$((count + 1))
	echo "ok $count - a full disk is reported # SKIP no /dev/full"
fi
"$ctl" fit 100g-sr4 4x25G 25g-sr >&- 2>"$dir/err"
[ $? -eq 3 ] && err "cannot write the output"
result "fit that nobody can read is undecided"
"$ctl" show rules >&- 2>"$dir/err"
[ $? -eq 1 ] && err "cannot write the output"
result "a closed standard output is reported"

echo "# $count tests"
