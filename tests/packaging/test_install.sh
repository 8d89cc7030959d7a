#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# make install DESTDIR=… puts everything there, and make uninstall takes it away again.
set -u
cd "${top_builddir:-.}" || exit 99
. "${top_srcdir:-.}/tests/lint/tap.sh"

stage=$(mktemp -d "${TMPDIR:-/tmp}/breakoutd-install.XXXXXX") || exit 99
trap 'rm -rf "$stage"' EXIT
prefix=$(sed -n 's/^prefix = //p' Makefile)
# Those of the make that this runs below.
unset MAKEFLAGS MAKELEVEL MFLAGS

tap_case 'make install DESTDIR' make -s install DESTDIR="$stage"
(cd "$stage" && find . -type f -o -type l) | sed "s|^\.$prefix||" | sort >"$stage.list"
trap 'rm -rf "$stage" "$stage.list"' EXIT

for file in /sbin/breakoutd /bin/breakoutctl /share/man/man8/breakoutd.8 /share/man/man5/breakoutd.conf.5 \
	/share/man/man1/breakoutctl.1 /share/man/man7/breakout-rules.7 /share/snmp/mibs/BREAKOUT-MIB.txt \
	/share/breakoutd/mibs-standard/SNMPv2-SMI.txt /share/breakoutd/snmpd.conf.d/breakoutd.conf \
	/share/breakoutd/breakoutd.conf /share/doc/breakoutd/examples/breakoutd.conf.example \
	/share/breakoutd/nms/prometheus/snmp-0.22.yml /share/breakoutd/nms/librenms/os_detection/breakoutd.yaml \
	/share/doc/breakoutd/docs/security.md /lib/systemd/system/breakoutd.service /lib/sysusers.d/breakoutd.conf \
	/lib/tmpfiles.d/breakoutd.conf /lib/udev/rules.d/60-breakoutd.rules; do
	tap_case "$file" grep -qx "$file" "$stage.list"
done

# Nothing of the build, and nothing that was to be filled in.
unit=$stage$prefix/lib/systemd/system/breakoutd.service
tap_case 'the unit starts what is installed' grep -qx "ExecStart=$prefix/sbin/breakoutd --foreground" "$unit"
filled_in() {
	! grep -rlE '@[A-Za-z_]+@' "$stage$prefix/lib" "$stage$prefix/share/breakoutd"
}
tap_case 'nothing is left to be filled in' filled_in
tap_case 'the first configuration is right' "$stage$prefix/sbin/breakoutd" --check-config \
	-c "$stage$prefix/share/breakoutd/breakoutd.conf"
same_root() {
	root=$("$stage$prefix/bin/breakoutctl" --version >/dev/null && sed -n 's/^MIB_ROOT = //p' Makefile)
	grep -q "included $root\$" "$stage$prefix/share/breakoutd/snmpd.conf.d/breakoutd.conf"
}
tap_case 'the view for snmpd is where the MIB is' same_root

tap_case 'make uninstall' make -s uninstall DESTDIR="$stage"
nothing_left() {
	! find "$stage" -type f -o -type l | grep .
}
tap_case 'leaves nothing' nothing_left
tap_done
