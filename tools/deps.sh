# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
# shellcheck disable=SC2034 # the lists are for those who source this
#
# The Debian packages that a task needs: installs what is missing, or says
# exactly what to install where it may not. Sourced by tools/demo and tools/check.

# To build and run.
DEPS_BUILD="gcc make autoconf automake pkg-config libc6-dev libsensors-dev libconfuse-dev libjansson-dev libmnl-dev libcap-ng-dev libseccomp-dev"
DEPS_RUN="snmp snmpd snmptrapd"
# What the system tests call besides: pgrep, and tools that print what breakoutctl decodes.
DEPS_SYSTEM="procps jq xxd bsdextrautils"
# To test (ethtool: what the decoder is compared with; libsnmp-dev: agents that tools/bench compares with).
DEPS_TEST="libcmocka-dev libsnmp-dev ethtool libxml2-utils"
# To lint (rpmlint reads a spec file with rpm, which it does not depend on; npm brings
# the full texts of the standard MIB modules), to build with the other compiler and to
# make a release.
DEPS_LINT="clang smitools mandoc shellcheck npm rpmlint rpm zsh python3 python3-yaml systemd udev"
DEPS_DIST="xz-utils"
# To make a Debian package (systemd says where units are) and look at it; to make an RPM, too, and install one in a container.
DEPS_PACKAGING="dpkg-dev debhelper fakeroot lintian systemd"
DEPS_CONTAINER="rpm rpmlint mmdebstrap systemd-container xz-utils"
# To make a minimal Debian for tools/check fresh.
DEPS_FRESH="mmdebstrap"
# To fuzz: clang only recommends its runtimes, and libFuzzer is one. (Coverage needs
# gcov alone, which is gcc's; lcov's pages are an extra where it is installed.)
DEPS_FUZZ="clang libclang-rt-dev"
# To boot a kernel for tests/vm (its image is unpacked, not installed).
DEPS_VM="qemu-system-x86 linux-headers-amd64 busybox-static kmod acpica-tools iproute2 xz-utils"
# The agents of tools/bench.
DEPS_BENCH_BUILD="libsnmp-dev"
# To compare with in tools/bench; agents that are missing are left out.
DEPS_BENCH="perl python3 python3-pyagentx"

# To test contrib/nms with the real NMSs (tests/nms).
DEPS_NMS="python3 python3-yaml curl prometheus prometheus-snmp-exporter prometheus-alertmanager snmptt \
	monitoring-plugins-standard zabbix-server-pgsql zabbix-frontend-php php-cli php-pgsql postgresql"

# Those of all these whose services would run from then on.
DEPS_SERVICES="snmpd snmptrapd prometheus prometheus-snmp-exporter prometheus-alertmanager snmptt zabbix-server-pgsql postgresql"

deps_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The words of $* that are not installed; a command of that name counts too
# where it came from elsewhere (a newer npm, say).
deps_missing() {
	# shellcheck disable=SC2048,SC2086 # package names are words
	for deps_package in $(printf '%s\n' $* | sort -u); do
		deps_installed "$deps_package" || command -v "$deps_package" >/dev/null 2>&1 || printf '%s ' "$deps_package"
	done
}

# deps_ensure PACKAGE…: 0 when all are there.
deps_ensure() {
	if ! command -v dpkg-query >/dev/null 2>&1; then
		# Not Debian: configure will name what is missing.
		return 0
	fi
	# shellcheck disable=SC2048,SC2086 # package names are words
	deps_list=$(deps_missing $*)
	[ -n "$deps_list" ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		cat >&2 <<-END
			These Debian packages are missing: $deps_list
			Install them and start again:

			    sudo apt-get install --no-install-recommends $deps_list
		END
		return 1
	fi
	echo "Installing missing Debian packages: $deps_list"
	deps_log=$(mktemp)
	# shellcheck disable=SC2086 # package names are words
	if ! { deps_apt update && deps_install $deps_list; } >"$deps_log" 2>&1; then
		tail -n 20 "$deps_log" >&2
		echo "apt-get could not install them." >&2
		rm -f "$deps_log"
		return 1
	fi
	rm -f "$deps_log"
	# shellcheck disable=SC2086 # package names are words
	deps_disable_services $deps_list
}

# A build has no business with this system's services: what it installs is not started now…
deps_install() (
	deps_policy=/usr/sbin/policy-rc.d
	if [ ! -e "$deps_policy" ]; then
		trap 'rm -f "$deps_policy"' EXIT
		trap 'exit 130' INT TERM
		printf '#!/bin/sh\nexit 101\n' >"$deps_policy" && chmod 755 "$deps_policy" || exit 1
	fi
	deps_apt install -y --no-install-recommends "$@"
)

# … nor with the next boot.
deps_disable_services() {
	for deps_package; do
		case " $DEPS_SERVICES " in *" $deps_package "*) ;; *) continue ;; esac
		deps_services=$(dpkg -L "$deps_package" 2>/dev/null | sed -nE 's,^(/usr)?/lib/systemd/system/([^/@]+\.(service|socket|timer))$,\2,p
			s,^/etc/init\.d/([^/]+)$,\1.service,p' | sort -u)
		for deps_service in $deps_services; do
			if deps_disable "$deps_service"; then
				echo "  $deps_service is disabled: tests and demo start their own"
			fi
		done
	done
}

# 0 if the service was enabled and is not any more.
deps_disable() {
	if command -v systemctl >/dev/null 2>&1; then
		[ "$(systemctl is-enabled "$1")" = enabled ] && systemctl disable --quiet "$1"
	else
		ls /etc/rc[2-5].d/S[0-9][0-9]"${1%.*}" && update-rc.d "${1%.*}" disable
	fi >/dev/null 2>&1
}

deps_apt() {
	DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null
}
