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

# What keeps build/$1 from being built, and what to do about it; nothing if all is well.
build_obstacle() {
	if [ -e config.status ]; then
		echo "this folder was configured for a build in place, so that builds below build/ can't be: run 'make distclean' first"
		return
	fi
	build_path=$(build_foreign "$1")
	[ -z "$build_path" ] || echo "$(id -un) may not write to $build_path, which belongs to $(stat -c %U "$build_path")" \
		"(a run with sudo?): sudo chown -R $(id -un) '$PWD'"
}

# The first of what a build of build/$1 writes that is somebody else's.
build_foreign() {
	for build_path in . build autom4te.cache aclocal.m4 configure build-aux; do
		if [ -e "$build_path" ] && ! [ -w "$build_path" ]; then
			echo "$build_path"
			return
		fi
	done
	[ ! -e "build/$1" ] || find "build/$1" ! -user "$(id -un)" ! -type l ! -writable -print -quit
}

# build_tree NAME CONFIGURE-ARGUMENT…: configure build/NAME where needed, and compile.
build_tree() {
	build_name=$1
	shift
	build_why=$(build_obstacle "$build_name")
	if [ -n "$build_why" ]; then
		echo "FAILED: $build_why"
		return 1
	fi
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
