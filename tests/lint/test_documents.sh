#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Manual pages and documents.
set -u
cd "${top_srcdir:-.}" || exit 1
. tests/lint/tap.sh

no_output() {
	out=$("$@" 2>&1)
	echo "$out"
	[ -z "$out" ]
}

for page in man/*.[1-9]; do
	if command -v mandoc >/dev/null; then
		tap_case "mandoc has nothing to say about $page" no_output mandoc -Tlint -W warning "$page"
	else
		tap_skip "$page" 'mandoc is not installed'
	fi
done

# Options that a program's --help names must be in its manual page.
options_documented() {
	"$1" --help | grep -oE -- '(^|[ ,])--[a-z][a-z-]+' | tr -d ' ,' | sort -u | while read -r option; do
		grep -q "Fl -${option#--}" "$2" || echo "$option is not in $2"
	done
}
if [ -x "${top_builddir:-.}/agent/breakoutd" ]; then
	tap_case 'breakoutd(8) has every option' no_output options_documented "${top_builddir:-.}/agent/breakoutd" man/breakoutd.8
fi
# Those of all commands; help lists commands between blank lines.
commands_documented() {
	"$1" --help | sed -nE 's/^  ([a-z]+( [a-z]+)?)  .*/\1/p' | while read -r command; do
		grep -qE "^\.Cm ${command%% *}( |$)" "$2" || echo "$command is not in $2"
		# shellcheck disable=SC2086 # a command may be two words
		"$1" $command --help | grep -oE -- '^ .*--[a-z][a-z-]+' | grep -oE -- '--[a-z-]+' | while read -r option; do
			grep -q "Fl -${option#--}" "$2" || echo "$command $option is not in $2"
		done
	done
}
if [ -x "${top_builddir:-.}/breakoutctl" ]; then
	tap_case 'breakoutctl(1) has every command and option' no_output commands_documented "${top_builddir:-.}/breakoutctl" man/breakoutctl.1
fi

named_files_exist() {
	grep -oE '`(\./)?(agent|mibs|src|tests|tools|man|docs|conf)/[A-Za-z0-9_./-]*`' "$1" | tr -d '`' | sort -u |
		while read -r path; do
			[ -e "$path" ] || echo "$1 names $path, which does not exist"
		done
}
for document in README.md CONTRIBUTING.md; do
	tap_case "files that $document names exist" no_output named_files_exist "$document"
done
tap_done
