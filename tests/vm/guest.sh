#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# In the guest: run the cases and make one test of their TAP. VM_SRC, VM_BUILD,
# VM_MODULES and VM_CASES come from the kernel's command line.
set -u
top_srcdir=$VM_SRC
top_builddir=$VM_BUILD
TMPDIR=/run/tmp
HOME=/run/tmp
export top_srcdir top_builddir TMPDIR HOME
mkdir -p "$TMPDIR"
cd "$top_srcdir/tests/vm" || exit 1

cases=$(echo "${VM_CASES:-}" | tr , ' ')
# These come last: they leave their modules loaded.
last='sfp together'
if [ -z "$cases" ]; then
	for case in cases/*.sh; do
		case=${case##*/} case=${case%.sh}
		case " $last " in *" $case "*) ;; *) cases="$cases $case" ;; esac
	done
	cases="$cases $last"
fi
for case in $cases; do
	echo "@begin $case"
	timeout 480 sh "cases/$case.sh"
	echo "@end $?"
done | awk '
	function line(ok, text) { print ok " " ++n " - " name ": " text; fflush() }
	/^@begin / { name = $2; plan = -1; seen = 0; next }
	/^@end / {
		if ($2 != 0 || plan != seen)
			line("not ok", "ends with status " $2 " after " seen " of " plan " cases")
		next
	}
	/^1\.\.0 # SKIP/ { line("ok", "all # SKIP " substr($0, 13)); plan = seen; next }
	/^1\.\./ { plan = substr($0, 4) + 0; next }
	/^(not )?ok / {
		ok = /^not/ ? "not ok" : "ok"
		sub(/^(not )?ok [0-9]+( - )?/, "")
		seen++
		line(ok, $0)
		next
	}
	{ sub(/^#? */, "# "); print; fflush() }
	END { print "1.." n + 0 }'
