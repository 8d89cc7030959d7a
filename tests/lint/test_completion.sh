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

# completes WORD… CANDIDATE: the last of the words may become that.
# shellcheck disable=SC2016 # bash expands it
completes() {
	bash -c '. src/cli/completion/breakoutctl
		want=${*: -1}
		COMP_WORDS=("${@:1:$#-1}") COMP_CWORD=$(($# - 2))
		_breakoutctl
		printf "%s\n" "${COMPREPLY[@]}"
		printf "%s\n" "${COMPREPLY[@]}" | grep -qxF -- "$want"' - "$@"
}
if [ -x "$builddir/breakoutctl" ]; then
	tap_case 'bash completes commands' completes "$builddir/breakoutctl" st status
	tap_case 'their second words' completes "$builddir/breakoutctl" show '' violations
	tap_case 'options' completes "$builddir/breakoutctl" show legs --sev --severity
	tap_case 'values of options' completes "$builddir/breakoutctl" show legs --severity ma major
	tap_case 'types' completes "$builddir/breakoutctl" sim insert dir swp1 100g-sr 100g-sr4
	tap_case 'and files' completes "$builddir/breakoutctl" decode READ README.md
fi
tap_done
