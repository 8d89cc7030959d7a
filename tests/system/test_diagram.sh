#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Pictures of breakouts as a browser draws them: every text has its room, whatever modules and ports are called.
# shellcheck disable=SC2317 # called by tap_case
set -u
cd "${top_srcdir:-.}" || exit 1
. tests/lint/tap.sh

PATH=${top_builddir:-$PWD}:$PATH
for browser in chromium chromium-browser google-chrome ''; do
	[ -z "$browser" ] || ! command -v "$browser" >/dev/null || break
done
if [ -z "$browser" ]; then
	echo '1..0 # SKIP chromium is not installed'
	exit 0
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/breakoutd-test.XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' INT TERM
switch=$folder/switch

# What the browser makes of the picture of the switch.
draws() {
	breakoutctl diagram --html --scan -c "$switch/breakoutd.conf" >"$folder/page.html" 2>"$folder/err" || {
		cat "$folder/err"
		return 1
	}
	grep -q "$1" "$folder/page.html" || {
		echo "no $1 in the picture"
		return 1
	}
	{
		sed '/^<\/body>/,$d' "$folder/page.html"
		echo '<script>'
		cat tests/system/diagram_fits.js
		echo '</script></body></html>'
	} >"$folder/judged.html"
	HOME=$folder timeout 60 "$browser" --headless --no-sandbox --disable-gpu --dump-dom "file://$folder/judged.html" \
		>"$folder/judgement" 2>"$folder/err" || cat "$folder/err"
	grep -q 'all texts fit' "$folder/judgement" || {
		grep -a 'NOT: ' "$folder/judgement"
		return 1
	}
}
sim() {
	breakoutctl sim "$@" >/dev/null
}
# switch_of TYPE MODE
switch_of() {
	rm -rf "$switch"
	sim init "$switch" --type "$1" --mode "$2"
}

parallel() {
	switch_of 100g-sr4 4x25G && sim insert "$switch" swp3 25g-lr && sim set "$switch" swp1 3 rx=off && draws WL-01
}
tap_case 'a trunk with a wrong leg' parallel
wide() {
	switch_of 800g-dr8 8x100G && sim set "$switch" swp1 7 fault=1 tx=off && sim insert "$switch" swp4 100g-lr &&
		sim remove "$switch" swp8 && sim set "$switch" swp9 temperature=85 rx=4 && draws DOM-03
}
tap_case 'eight legs, four of them wrong' wide
several_lanes() {
	switch_of 800g-2xfr4 2x400G && sim set "$switch" swp1 6 rx=off && sim set "$switch" swp3 2 rx=-14 && draws '1331 nm'
}
tap_case 'legs of several wavelengths' several_lanes
eight_wavelengths() {
	switch_of 400g-sr8 4x100G && sim insert "$switch" swp1 400g-lr8 && draws '1273.5 nm'
}
tap_case 'a trunk that can not be split, of eight wavelengths' eight_wavelengths
copper() {
	switch_of 100g-cr4 4x25G && draws copper
}
tap_case 'a cable' copper
wide_texts() {
	w=WWWWWWWWWWWWWWWW
	switch_of 100g-sr4 4x25G && sim remove "$switch" swp4 && sim set "$switch" swp1 temperature=90 &&
		sim insert "$switch" swp3 25g-lr vendor=$w part-number=$w serial=$w &&
		sim insert "$switch" swp5 25g-sr vendor=%%%%%%%%%%%%%%%% part-number=iiiiiiiiiiiiiiii serial=$w &&
		sed -i "s/\(port\|trunk\)\( =\|\) \"swp\([12]\)\"/\1\2 \"$w$w$w-\3\"/; s/\"bo1\"/\"$w$w$w-bo\"/" "$switch/breakoutd.conf" && draws WWWW
}
tap_case 'names as wide as they may be' wide_texts
tap_done
