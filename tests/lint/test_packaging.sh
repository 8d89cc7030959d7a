#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What packages bring, looked at without building one: the unit and its sandbox,
# users, folders, udev rules, the spec file, and versions that must agree.
set -u
cd "${top_srcdir:-.}" || exit 1
. tests/lint/tap.sh

# Ten times the highest score of "systemd-analyze security" (0 best, 100 worst).
EXPOSURE_MAX=18

folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
no_output() {
	out=$("$@" 2>&1)
	echo "$out"
	[ -z "$out" ]
}
# has_tool NAME COMMAND: else the case is skipped.
has_tool() {
	command -v "$2" >/dev/null && return 0
	tap_skip "$1" "$2 is not installed"
	return 1
}

# The unit, with a program and a manual that exist.
unit=$folder/breakoutd.service
sed -e 's|@sbindir@/breakoutd|/bin/true|' -e '/^Documentation=/d' packaging/systemd/breakoutd.service.in >"$unit"
exposure() {
	systemd-analyze security --offline=true --no-pager --threshold="$1" "$unit"
}
exposed_as_documented() {
	told=$(sed -n 's/.*Overall exposure level for breakoutd.service: \([0-9.]*\) .*/\1/p' docs/security.md)
	is=$(exposure 100 | sed -n 's/.*Overall exposure level for [^ ]*: \([0-9.]*\) .*/\1/p')
	echo "docs/security.md says $told, it is $is"
	[ "$told" = "$is" ]
}
if has_tool 'the unit' systemd-analyze; then
	tap_case 'systemd-analyze verify has nothing to say about the unit' no_output systemd-analyze verify --man=no "$unit"
	if systemd-analyze --help | grep -q -- --offline; then
		tap_case "systemd-analyze security is at most $EXPOSURE_MAX" exposure "$EXPOSURE_MAX"
		if systemd-analyze --version | grep -q '^systemd 252 '; then
			tap_case 'docs/security.md has its score' exposed_as_documented
		else
			tap_skip 'docs/security.md has its score' 'it is that of systemd 252'
		fi
	else
		tap_skip 'systemd-analyze security' 'this one can not look at files'
	fi
fi
# Who starts it again for ever would hide an error that does not pass.
tap_case 'a wrong command line or configuration is not tried again' grep -qx 'RestartPreventExitStatus=64 78' "$unit"

users_are_made() {
	mkdir -p "$folder/root/etc" "$folder/root/usr/lib/sysusers.d"
	cp packaging/sysusers.d/breakoutd.conf "$folder/root/usr/lib/sysusers.d"
	systemd-sysusers --root="$folder/root" && cat "$folder/root/etc/passwd" "$folder/root/etc/group"
	grep -q '^breakoutd:.*:/usr/sbin/nologin$' "$folder/root/etc/passwd" &&
		[ "$(grep -cE '^(breakoutd|agentx|i2c):' "$folder/root/etc/group")" -eq 3 ]
}
folder_is_opened() {
	mkdir -p "$folder/root/var/agentx"
	chmod 700 "$folder/root/var/agentx"
	systemd-tmpfiles --create --root="$folder/root" "$PWD/packaging/tmpfiles.d/breakoutd.conf" || return 1
	[ "$(stat -c %a "$folder/root/var/agentx")" = 755 ]
}
# What the kernel shows of the chassis to root only is for the daemon, too, and for nobody else.
chassis_is_shown() {
	dmi=$folder/root/sys/class/dmi/id
	mkdir -p "$dmi"
	for name in product_serial board_serial product_uuid; do
		echo "$name" >"$dmi/$name"
		chmod 400 "$dmi/$name"
	done
	systemd-tmpfiles --create --root="$folder/root" "$PWD/packaging/tmpfiles.d/breakoutd.conf" || return 1
	gid=$(sed -n 's/^breakoutd:[^:]*:\([0-9]*\):.*/\1/p' "$folder/root/etc/group")
	chmod 755 "$folder" "$folder/root"
	for name in product_serial board_serial product_uuid; do
		stat -c '%n %a %u %g' "$dmi/$name"
		[ "$(stat -c '%a %u %g' "$dmi/$name")" = "440 0 $gid" ] || return 1
		[ "$(setpriv --reuid 64000 --regid "$gid" --clear-groups cat "$dmi/$name")" = "$name" ] || return 1
		! setpriv --reuid 64000 --regid 64000 --clear-groups cat "$dmi/$name" || return 1
	done
}
if [ "$(id -u)" -ne 0 ]; then
	tap_skip 'users and folders are made' 'only root can make them'
elif has_tool 'users and folders are made' systemd-sysusers && has_tool 'folders are made' systemd-tmpfiles; then
	tap_case 'systemd-sysusers makes the users' users_are_made
	tap_case "systemd-tmpfiles opens the folder of snmpd's socket" folder_is_opened
	tap_case "and shows the chassis' serial number to the daemon's group only" chassis_is_shown
fi
# Groups that the unit, the rules and the snippet name must be made.
groups_are_made() {
	{
		sed -n 's/^SupplementaryGroups=//p; s/^Group=//p' packaging/systemd/breakoutd.service.in | tr ' ' '\n'
		grep -o 'GROUP="[^"]*"' packaging/udev/60-breakoutd.rules | cut -d'"' -f2
		grep -o 'chgrp [a-z0-9]*' packaging/udev/60-breakoutd.rules | cut -d' ' -f2
		sed -n 's/^agentXPerms.* //p' packaging/snmpd.conf.d/breakoutd.conf.in
	} | sort -u | while read -r group; do
		grep -qE "^[ug] $group " packaging/sysusers.d/breakoutd.conf || echo "nobody makes the group $group"
	done
}
tap_case 'groups that are named are made' no_output groups_are_made

if command -v udevadm >/dev/null && udevadm --help | grep -q '^ *verify'; then
	tap_case 'udevadm verify' udevadm verify "$PWD/packaging/udev/60-breakoutd.rules"
else
	tap_skip 'udevadm verify' 'this udev has no such command'
fi

version=$(sed -n 's/^AC_INIT(\[breakoutd\], \[\([^]]*\)\])$/\1/p' configure.ac)
tap_case 'the changelog of debian/ has the version' grep -q "^breakoutd ($version)" debian/changelog
tap_case 'and the spec file' grep -qx "Version: *$version" packaging/rpm/breakoutd.spec
for script in debian/breakoutd.postinst debian/breakoutd.postrm debian/breakoutd.prerm debian/tests/serve; do
	if has_tool "$script" shellcheck; then
		tap_case "shellcheck $script" shellcheck "$script"
	fi
done
rpmlint_is_quiet() {
	rpmlint -c packaging/rpm/rpmlint.toml packaging/rpm/breakoutd.spec >"$folder/rpmlint" 2>&1
	cat "$folder/rpmlint"
	grep -q ' 0 errors, 0 warnings' "$folder/rpmlint"
}
if has_tool 'rpmlint' rpmlint; then
	tap_case 'rpmlint has nothing to say about the spec file' rpmlint_is_quiet
fi
tap_done
