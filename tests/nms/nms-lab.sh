# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # NMS is the test's, top_srcdir the caller's
#
# What every test with a real NMS starts with: the lab of the system tests, TCP
# ports, and an end for what was started besides. nms_need comes first: it skips
# the whole test where a program is missing.

# nms_need PROGRAM…
nms_need() {
	PATH=$PATH:/usr/sbin:/sbin
	for nms_tool; do
		if ! command -v "$nms_tool" >/dev/null; then
			echo "1..0 # SKIP $nms_tool is not installed"
			exit 0
		fi
	done
}

# Does anybody listen on TCP port $1?
nms_listens() {
	awk -v want="$(printf '%04X' "$1")" '{ n = split($2, a, ":"); if (a[n] == want && $4 == "0A") found = 1 }
		END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# A TCP port that nobody listens on, below those that clients get.
nms_free_port() {
	nms_port=$(($(od -An -N2 -tu2 /dev/urandom) % 10000 + 20000))
	while nms_listens "$nms_port"; do
		nms_port=$((nms_port + 1))
	done
	echo "$nms_port"
}

nms_started=

# nms_start NAME PORT COMMAND…: wait until it listens.
nms_start() {
	nms_name=$1 nms_at=$2
	shift 2
	nms_started="$nms_name $nms_started"
	lab_spawn "$nms_name" "$@"
	lab_wait 60 nms_listens "$nms_at" || {
		sed "s/^/# $nms_name: /" "$LAB/$nms_name.log" | tail -n 20
		tap_bail_out "$nms_name does not listen on port $nms_at"
	}
}

# shellcheck disable=SC2317 # called by the trap
nms_clean_up() {
	for nms_name in $nms_started; do
		lab_kill "$nms_name"
	done
	tap_clean_up
}

# nms_begin OPTION…: a simulated switch; lab_start_all starts its agents.
nms_begin() {
	. "$top_srcdir/tests/system/tap-lab.sh"
	trap nms_clean_up EXIT
	NMS=$top_srcdir/contrib/nms
	sim_init "$@"
}

# nms_picture NAME URL: what a person sees there, as NAME.png in the folder NMS_PICTURES, if that is set.
nms_picture() {
	[ -n "${NMS_PICTURES:-}" ] && command -v chromium >/dev/null || return 0
	mkdir -p "$NMS_PICTURES"
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$LAB/chromium" \
		--window-size="${3:-1400,900}" --virtual-time-budget=15000 --screenshot="$NMS_PICTURES/$1.png" "$2" \
		>"$LAB/chromium.log" 2>&1 </dev/null || sed 's/^/# chromium: /' "$LAB/chromium.log"
}
