#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Completion scripts: their syntax, and what bash makes of them.
set -u
cd "${top_srcdir:-.}" || exit 1
. tests/lint/tap.sh

builddir=${top_builddir:-.}
tap_case 'bash takes its script' bash -n src/cli/completion/breakoutctl
if command -v zsh >/dev/null; then
	tap_case 'zsh takes its script' zsh -n src/cli/completion/_breakoutctl
else
	tap_skip 'zsh takes its script' 'zsh is not installed'
fi
if command -v shellcheck >/dev/null; then
	tap_case 'shellcheck has nothing to say' shellcheck src/cli/completion/breakoutctl
else
	tap_skip 'shellcheck has nothing to say' 'shellcheck is not installed'
fi

# completes LINE CANDIDATE [WORD…]: the end of the line may become that; words as bash breaks them, unless at blanks only.
# shellcheck disable=SC2016 # bash expands it
completes() {
	bash -c '. src/cli/completion/breakoutctl
		COMP_LINE=$1 want=$2
		shift 2
		[[ $# -gt 0 ]] || { IFS=" " read -ra words <<<"$COMP_LINE"; [[ $COMP_LINE == *" " ]] && words+=(""); set -- "${words[@]}"; }
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_POINT=${#COMP_LINE}
		_breakoutctl
		printf "%s\n" "${COMPREPLY[@]}"
		printf "%s\n" "${COMPREPLY[@]}" | grep -qxF -- "$want"' - "$@"
}
if [ -x "$builddir/breakoutctl" ]; then
	ctl=$builddir/breakoutctl
	conf=$(mktemp) || exit 99
	trap 'rm -f "$conf"' EXIT
	printf 'control-socket = ""\nport "et-0/0/0:1" {\n\tcage = "sfp28"\n\tsource = "file"\n\tpath = "a"\n}\n' >"$conf"
	printf 'port "a b" {\n\tcage = "sfp28"\n\tsource = "file"\n\tpath = "b"\n}\n' >>"$conf"
	tap_case 'bash completes commands' completes "$ctl st" status
	tap_case 'their second words' completes "$ctl show " violations
	tap_case 'options' completes "$ctl show legs --sev" --severity
	tap_case 'values of options' completes "$ctl show legs --severity ma" major
	tap_case 'also behind =' completes "$ctl show legs --severity=ma" major "$ctl" show legs --severity = ma
	tap_case 'types' completes "$ctl sim insert dir swp1 100g-sr" 100g-sr4
	tap_case 'files' completes "$ctl decode READ" README.md
	tap_case 'ports of the configuration' completes "$ctl show lanes -c $conf et" et-0/0/0:1
	tap_case 'behind a colon, too' completes "$ctl show lanes -c $conf et-0/0/0:" 1 "$ctl" show lanes -c "$conf" et-0/0/0 :
	tap_case 'and in the middle of what follows it' \
		completes "$ctl show lanes -c $conf et-0/0/0:1" 1 "$ctl" show lanes -c "$conf" et-0/0/0 : 1
	tap_case 'names with blanks are quoted' completes "$ctl show lanes -c $conf a" 'a\ b'
fi
tap_done
