#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The RPM: its spec file builds what "make dist" packs, and lists all that is installed. On
# Debian that is a test of the spec file, not a package to use.
set -u
cd "${top_builddir:-.}" || exit 99
# Those of the make that this runs below.
unset MAKEFLAGS MAKELEVEL MFLAGS
. "${top_srcdir:-.}/tests/lint/tap.sh"

command -v rpmbuild >/dev/null || {
	echo '1..0 # SKIP rpmbuild is not installed'
	exit 0
}
[ -n "${BREAKOUT_CONTAINER:-}" ] || {
	echo '1..0 # SKIP it builds everything again: ./tools/check packaging asks for it'
	exit 0
}
folder=$(mktemp -d "${TMPDIR:-/tmp}/breakoutd-rpm.XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' INT TERM
version=$(sed -n 's/^PACKAGE_VERSION = //p' Makefile)

build() {
	mkdir "$folder/SOURCES" && make -s distdir distdir="$folder/breakoutd-$version" &&
		tar -C "$folder" -cJf "$folder/SOURCES/breakoutd-$version.tar.xz" "breakoutd-$version" || return 1
	# What systemd-rpm-macros would say.
	rpmbuild -bb --nodeps --define "_topdir $folder" --define 'debug_package %{nil}' \
		--define '_unitdir /usr/lib/systemd/system' --define '_sysusersdir /usr/lib/sysusers.d' \
		--define '_tmpfilesdir /usr/lib/tmpfiles.d' --define '_udevrulesdir /usr/lib/udev/rules.d' \
		--define 'sysusers_create_compat() true' --define 'tmpfiles_create() true' \
		--define 'systemd_post() true' --define 'systemd_preun() true' --define 'systemd_postun_with_restart() true' \
		--define "_smp_mflags -j$(nproc)" "$folder/breakoutd-$version/packaging/rpm/breakoutd.spec"
}
tap_case 'rpmbuild makes a package' build
rpm=$(find "$folder/RPMS" -name 'breakoutd-*.rpm' 2>/dev/null)
has() {
	rpm -qpl "$rpm" 2>/dev/null | grep -qx "$1"
}
for file in /etc/breakoutd.conf /usr/sbin/breakoutd /usr/lib/systemd/system/breakoutd.service \
	/usr/lib/udev/rules.d/60-breakoutd.rules /usr/share/snmp/mibs/BREAKOUT-MIB.txt \
	/usr/share/breakoutd/nms/prometheus/snmp.yml; do
	tap_case "$file is in it" has "$file"
done
tap_case 'the configuration is kept' sh -c '[ "$(rpm -qpc "$1" 2>/dev/null)" = /etc/breakoutd.conf ]' - "$rpm"
tap_done
