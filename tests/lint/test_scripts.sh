#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Shell scripts.
set -u
cd "${top_srcdir:-.}" || exit 1
. tests/lint/tap.sh

for script in tools/bench tools/check tools/demo tools/*.sh tests/*.sh tests/*/*.sh tests/*/*/*.sh; do
	if command -v shellcheck >/dev/null; then
		tap_case "shellcheck $script" shellcheck -x "$script"
	else
		tap_skip "$script" 'shellcheck is not installed'
	fi
done
tap_done
