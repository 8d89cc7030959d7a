# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
#
# Building out of tree, with progress for people. Sourced by tools/demo and
# tools/check, from the top of the source tree.

# quietly LOG COMMAND…: output goes to LOG; its end is shown if the command fails.
quietly() {
	quiet_log=$1
	shift
	mkdir -p "$(dirname "$quiet_log")"
	"$@" >"$quiet_log" 2>&1 </dev/null && return 0
	tail -n 40 "$quiet_log"
	echo "FAILED: '$*'; all of its output is in $quiet_log"
	return 1
}

# Is $2 missing or older than $1?
outdated() {
	[ ! -e "$2" ] || [ -n "$(find "$1" -newer "$2")" ]
}

build_configure() {
	build_folder=$1
	shift
	(cd "$build_folder" && ../../configure "$@")
}

# build_tree NAME CONFIGURE-ARGUMENT…: configure build/NAME where needed, and compile.
build_tree() {
	build_name=$1
	shift
	if outdated configure.ac configure; then
		echo '  making configure…'
		quietly build/autoreconf.log autoreconf -fi || return 1
	fi
	mkdir -p "build/$build_name"
	if outdated configure "build/$build_name/config.status"; then
		echo "  configuring build/$build_name…"
		quietly "build/$build_name/configure.log" build_configure "build/$build_name" "$@" || return 1
	fi
	echo "  compiling build/$build_name…"
	quietly "build/$build_name/make.log" make -C "build/$build_name" -j"$(nproc 2>/dev/null || echo 2)" all
}
