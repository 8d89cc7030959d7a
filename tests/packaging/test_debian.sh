#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# The Debian package: built from what "make dist" packs, looked at by lintian, and, in
# containers with systemd: installed, used, upgraded and purged (guest.sh); taken from
# "apt install" to an alert in Prometheus by the commands of the documents (newcomer.sh).
# That needs root, systemd-nspawn and, once, Debian's mirror: root file systems are kept
# in ${XDG_CACHE_HOME:-~/.cache}/breakoutd-packaging, to be removed at any time.
# PACKAGING_KEEP=FOLDER leaves the packages there.
set -u
cd "${top_builddir:-.}" || exit 99
# Those of the make that this runs below.
unset MAKEFLAGS MAKELEVEL MFLAGS
LAB_SRC=${top_srcdir:-$PWD}
. "$LAB_SRC/tests/lint/tap.sh"

for tool in dpkg-buildpackage dh fakeroot; do
	command -v "$tool" >/dev/null || {
		echo "1..0 # SKIP $tool is not installed"
		exit 0
	}
done
folder=$(mktemp -d "${TMPDIR:-/tmp}/breakoutd-packaging.XXXXXX") || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' INT TERM

# Only looked at, it need not be fast.
options="nocheck parallel=$(nproc)"
[ -n "${BREAKOUT_CONTAINER:-}${PACKAGING_KEEP:-}" ] || options="$options noopt"
build() {
	make -s distdir distdir="$folder/source" &&
		(cd "$folder/source" && DEB_BUILD_OPTIONS="$options" dpkg-buildpackage -b -uc -us -d)
}
tap_case 'dpkg-buildpackage makes a package of what make dist packs' build
deb=$(find "$folder" -maxdepth 1 -name 'breakoutd_*.deb')
changes=$(find "$folder" -maxdepth 1 -name 'breakoutd_*.changes')
if [ -z "$deb" ]; then
	echo 'Bail out! there is no package'
	exit 99
fi

no_tags() {
	lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$changes"
}
if command -v lintian >/dev/null; then
	tap_case 'lintian has nothing to complain about' no_tags
else
	tap_skip 'lintian' 'it is not installed'
fi

# What each part of the system looks for, where it looks.
has_files() {
	dpkg-deb --fsys-tarfile "$deb" | tar -t | sed 's|^\./||' | sort >"$folder/files"
	missing=0
	for file in etc/breakoutd.conf usr/sbin/breakoutd usr/bin/breakoutctl usr/share/snmp/mibs/BREAKOUT-MIB.txt \
		usr/share/breakoutd/mibs-standard/SNMPv2-SMI.txt usr/share/breakoutd/snmpd.conf.d/breakoutd.conf \
		usr/share/man/man8/breakoutd.8.gz usr/share/man/man5/breakoutd.conf.5.gz usr/share/man/man1/breakoutctl.1.gz \
		usr/share/man/man7/breakout-rules.7.gz usr/lib/sysusers.d/breakoutd.conf usr/lib/tmpfiles.d/breakoutd.conf \
		usr/share/doc/breakoutd/copyright usr/share/doc/breakoutd/docs/security.md.gz \
		usr/share/breakoutd/nms/prometheus/snmp.yml usr/share/breakoutd/nms/zabbix/template_breakout.yaml \
		'\(usr/\)\?lib/systemd/system/breakoutd.service' '\(usr/\)\?lib/udev/rules.d/60-breakoutd.rules'; do
		grep -qx "$file" "$folder/files" || {
			echo "$file is missing"
			missing=1
		}
	done
	# Configurations are what dpkg must ask about; nothing is outside of where packages have files.
	dpkg-deb -I "$deb" conffiles
	[ "$missing" -eq 0 ] && [ "$(dpkg-deb -I "$deb" conffiles)" = /etc/breakoutd.conf ] &&
		! grep -vE '^$|^(etc|lib|usr)/' "$folder/files"
}
tap_case 'files are where they are looked for' has_files
starts_unit() {
	dpkg-deb -I "$deb" postinst | grep -q "deb-systemd-helper enable 'breakoutd.service'" &&
		dpkg-deb -I "$deb" postinst | grep -q '^ *systemd-sysusers' &&
		dpkg-deb -I "$deb" postinst | grep -q 'systemd-tmpfiles'
}
tap_case 'installation makes users and folders, and starts the unit' starts_unit
if [ -n "${PACKAGING_KEEP:-}" ]; then
	mkdir -p "$PACKAGING_KEEP" && cp "$folder"/breakoutd*_* "$PACKAGING_KEEP"
fi

# From here on in containers.
why=
if [ "$(id -u)" -ne 0 ]; then
	why='a container needs root'
elif [ -z "${BREAKOUT_CONTAINER:-}" ]; then
	why='it takes minutes: BREAKOUT_CONTAINER=1, or ./tools/check packaging, asks for it'
elif ! command -v systemd-nspawn >/dev/null; then
	why='systemd-nspawn (systemd-container) is not installed'
elif ! command -v mmdebstrap >/dev/null; then
	why='mmdebstrap is not installed'
fi
if [ -n "$why" ]; then
	tap_skip 'installed in a container' "$why"
	tap_done
	exit 0
fi
# shellcheck source=/dev/null
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/breakoutd-packaging

# make_root PACKAGES DOWNLOADS: a Debian of these packages is in the file $root, and what apt
# needs to install the others without a network.
make_root() {
	root=$cache/$release-$(echo "$1: $2" | cksum | cut -d' ' -f1).tar
	[ ! -s "$root" ] || return 0
	mkdir -p "$cache"
	set -- "$2" --quiet --format=tar --variant=apt --include="$(echo "$1" | tr -s ' ' ',')"
	[ -z "$1" ] || set -- "$@" --skip=cleanup/apt --customize-hook="chroot \"\$1\" apt-get -q -y \
		-o APT::Install-Recommends=true --download-only install $1 >/dev/null"
	shift
	mmdebstrap "$@" "$release" "$root.tmp" >"$folder/mmdebstrap.log" 2>&1 && mv "$root.tmp" "$root" && return 0
	sed 's/^/# /' "$folder/mmdebstrap.log" | tail -n 10
	return 1
}
# begin_container PACKAGES DOWNLOADS: its root is $inside, with the folder /pkg for what the test needs. Fails,
# with a case that says why, where there is none.
inside=$folder/root
begin_container() {
	make_root "$1" "$2" || {
		tap_skip 'installed in a container' 'its root file system can not be made (network?)'
		return 1
	}
	rm -rf "$inside"
	mkdir -p "$inside"
	tar -C "$inside" -xf "$root" || exit 99
	mkdir -p "$inside/pkg"
	cp "$LAB_SRC/tests/lint/tap.sh" "$inside/pkg"
}
# run_container SCRIPT: boots it, which runs the script of this folder. Its cases follow ours.
run_container() {
	cp "$LAB_SRC/tests/packaging/$1" "$inside/pkg/script.sh"
	cat >"$inside/etc/systemd/system/guest.service" <<-END
		[Unit]
		After=snmpd.service dbus.service
		[Service]
		Type=oneshot
		ExecStart=/bin/sh -c 'sh /pkg/script.sh >/pkg/results 2>&1'
		ExecStopPost=/bin/systemctl --force poweroff
		TimeoutStartSec=600
		[Install]
		WantedBy=multi-user.target
	END
	mkdir -p "$inside/etc/systemd/system/multi-user.target.wants"
	ln -s ../guest.service "$inside/etc/systemd/system/multi-user.target.wants/guest.service"
	# Where no systemd runs, there is nobody to register with. /etc/localtime is tzdata's.
	alone='--register=no --keep-unit'
	[ ! -d /run/systemd/system ] || alone=
	# shellcheck disable=SC2086 # options
	timeout 900 systemd-nspawn --quiet $alone --private-network --timezone=off --machine="breakoutd-$$" \
		-D "$inside" -b </dev/null >"$folder/console" 2>&1
	if ! grep -q '^1\.\.' "$inside/pkg/results" 2>/dev/null; then
		tail -n 20 "$folder/console" | sed 's/^/# /'
		[ ! -e "$inside/pkg/results" ] || sed 's/^/# /' "$inside/pkg/results"
		if grep -q 'Reached target.*multi-user\|Started.*guest' "$folder/console" || [ -e "$inside/pkg/results" ]; then
			tap_case 'the container came to its end' false
		else
			tap_skip 'installed in a container' 'systemd does not boot in one here'
		fi
		return 1
	fi
	awk -v n="$tap_count" '
		/^1\.\./ { next }
		/^(not )?ok [0-9]+/ { sub(/ok [0-9]+/, "ok " ++n) }
		{ print }' "$inside/pkg/results"
	tap_count=$((tap_count + $(grep -cE '^(not )?ok [0-9]' "$inside/pkg/results")))
}

# What the package depends on, and what the test does.
depends=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/(.*//; s/|.*//; s/ //g' | tr '\n' ' ')
# The same package as of an earlier version.
older() {
	dpkg-deb -R "$deb" "$folder/older" &&
		sed -i 's/^Version: .*/&~older/' "$folder/older/DEBIAN/control" && dpkg-deb -b "$folder/older" "$1"
}
if begin_container "$depends systemd systemd-sysv udev dbus snmpd snmp procps" ''; then
	cp "$deb" "$inside/pkg/new.deb"
	tap_case 'an older package' older "$inside/pkg/old.deb"
	run_container guest.sh
fi

# A clean Debian has none of it. What the documents install is to be had.
named=$(sed -n 's/^sudo apt install //p' "$LAB_SRC/docs/quick-start.md" "$LAB_SRC/docs/nms.md" | tr ' ' '\n' |
	grep -v '\.deb$' | sort -u | tr '\n' ' ')
if begin_container 'systemd systemd-sysv udev dbus sudo adduser tzdata iproute2 procps' "$depends$named"; then
	cp "$deb" "$inside/pkg"
	cp "$LAB_SRC/docs/quick-start.md" "$LAB_SRC/docs/nms.md" "$inside/pkg"
	run_container newcomer.sh
fi
tap_done
