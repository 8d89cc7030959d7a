#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Runs as root in the container that test_debian.sh boots, with systemd and Debian's
# snmpd: installs the package, uses it, upgrades and purges it. Prints TAP.
# /pkg has old.deb and new.deb, of two versions, and tap.sh.
. /pkg/tap.sh
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

# within SECONDS COMMAND…
within() {
	left=$(($1 * 5))
	shift
	until "$@"; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		sleep 0.2
	done
}
agent() {
	snmpget -v2c -c test -m BREAKOUT-MIB -Oqv 127.0.0.1 "BREAKOUT-MIB::$1"
}
is() {
	[ "$(agent "$1")" = "$2" ]
}
pid() {
	systemctl show -P MainPID breakoutd.service
}
explain() {
	"$@" && return 0
	systemctl --no-pager status breakoutd.service snmpd.service
	journalctl --no-pager -n 30 -u breakoutd.service
	ls -la /var/agentx
	return 1
}

within 60 systemctl is-active snmpd.service >/dev/null

tap_case 'the package installs' dpkg -i /pkg/old.deb
tap_case 'and starts' explain within 30 systemctl is-active breakoutd.service
tap_case 'snmpd still runs' systemctl is-active snmpd.service
cat >/etc/snmp/snmpd.conf.d/test.conf <<'END'
rocommunity test 127.0.0.1
END
systemctl restart snmpd.service
tap_case 'snmpwalk shows it by name' explain within 30 is brkAgentVersion.0 "$(breakoutd --version | cut -d' ' -f2)"

status() {
	sed -n "s/^$1:[[:space:]]*//p" "/proc/$(pid)/status"
}
own_user() {
	id breakoutd
	[ "$(status Uid | cut -f1)" = "$(id -u breakoutd)" ] && [ "$(status Uid | cut -f1)" != 0 ]
}
tap_case 'as a user of its own' own_user
one_capability() {
	status CapEff
	[ "$(status CapEff)" = 0000000000001000 ] && [ "$(status CapBnd)" = 0000000000001000 ]
}
tap_case 'with CAP_NET_ADMIN and no other capability' one_capability
tap_case 'under a system call filter' [ "$(status Seccomp)" = 2 ]
read_only() {
	! nsenter -t "$(pid)" -m touch /usr/there /etc/there /var/lib/snmp/there /sys/there 2>/dev/null
}
tap_case 'that can write nowhere' read_only
tap_case 'but into its state directory' nsenter -t "$(pid)" -m touch /var/lib/breakoutd/there
refused() {
	journalctl --no-pager -q -o cat -p warning -u breakoutd.service | grep -v 'lost the master agent\|no master agent'
}
nothing_refused() {
	out=$(refused)
	echo "$out"
	[ -z "$out" ]
}
tap_case 'nothing was refused that it wanted' nothing_refused

rules_are_read() {
	udevadm test --action=change /sys/class/net/lo >/tmp/udev 2>&1
	grep 60-breakoutd /tmp/udev
	grep -q 'Reading rules file: .*60-breakoutd.rules' /tmp/udev && ! grep '60-breakoutd.rules:' /tmp/udev
}
tap_case 'udev understands the rules' rules_are_read

# From nothing to the first violation.
breakoutctl sim init /srv/switch --type 100g-sr4 --mode 4x25G >/dev/null
sed '/^state-directory/d; /^control-socket/d; s|^root = .*|root = "/srv/switch"|; s|"ports/|"/ports/|' \
	/srv/switch/breakoutd.conf >/etc/breakoutd.conf
tap_case 'reload takes a configuration' systemctl reload breakoutd.service
tap_case 'that is served' explain within 20 is brkPortName.1 swp1
breakoutctl sim insert /srv/switch swp2 25g-lr >/dev/null
tap_case 'a wrong module is a violation' explain within 30 is brkBreakoutVerdict.1 violation

useradd watcher
usermod -aG breakoutd watcher
as() {
	as_user=$1
	shift
	setpriv --reuid "$as_user" --regid "$(id -g "$as_user")" --init-groups "$@"
}
tap_case 'the group breakoutd may ask' as watcher breakoutctl status
not_nobody() {
	! as nobody breakoutctl status >/tmp/nobody 2>&1
	cat /tmp/nobody
	grep -qi 'permission\|may not\|not allowed' /tmp/nobody
}
tap_case 'others may not' not_nobody
not_agentx() {
	! as watcher test -w /var/agentx/master && as breakoutd test -x /var/agentx
}
tap_case 'nor may they register objects at snmpd' not_agentx

# A main loop that hangs is restarted.
mkdir -p /run/systemd/system/breakoutd.service.d
printf '[Service]\nWatchdogSec=3\nRestartSec=1\n' >/run/systemd/system/breakoutd.service.d/test.conf
systemctl daemon-reload
systemctl restart breakoutd.service
within 30 systemctl is-active breakoutd.service >/dev/null
sleep 7
hung=$(pid)
not_restarted() {
	[ "$(systemctl show -P NRestarts breakoutd.service)" = 0 ] && [ "$hung" -gt 0 ]
}
tap_case 'it outlives its watchdog' not_restarted
kill -STOP "$hung"
another() {
	[ "$(pid)" -gt 0 ] && [ "$(pid)" != "$hung" ] && systemctl is-active breakoutd.service
}
tap_case 'a process that hangs is restarted' explain within 60 another
tap_case 'and serves again' explain within 30 is brkBreakoutVerdict.1 violation
rm -r /run/systemd/system/breakoutd.service.d
systemctl daemon-reload

# Upgrade.
echo '# kept' >>/etc/breakoutd.conf
rm /etc/snmp/snmpd.conf.d/breakoutd.conf
before=$(pid)
tap_case 'an upgrade installs' dpkg -i /pkg/new.deb
renewed() {
	[ "$(pid)" -gt 0 ] && [ "$(pid)" != "$before" ]
}
tap_case 'restarts it' within 30 renewed
tap_case 'keeps the configuration' grep -q '^# kept' /etc/breakoutd.conf
tap_case 'and what the administrator took away stays away' [ ! -e /etc/snmp/snmpd.conf.d/breakoutd.conf ]
tap_case 'it is served' explain within 30 is brkPortName.1 swp1
tap_case 'names still are' [ -e /usr/share/snmp/mibs/SNMPv2-SMI.txt ]

# Removal.
tap_case 'it is removed' dpkg -r breakoutd
tap_case 'its process is gone' sh -c '! pgrep -x breakoutd'
tap_case 'its configuration is not' [ -e /etc/breakoutd.conf ]
tap_case 'links to what is gone are' sh -c '! find /usr/share/snmp/mibs -xtype l | grep .'
tap_case 'it installs again' dpkg -i /pkg/new.deb
tap_case 'it is purged' dpkg -P breakoutd
left_over() {
	find / -xdev \( -path /proc -o -path /sys -o -path /pkg -o -path /var/log -o -path /var/lib/dpkg -o -path /srv \) -prune \
		-o -iname '*breakout*' -print
	systemctl --no-pager list-units --all 'breakoutd*' | grep breakoutd.service
}
nothing_left() {
	left=$(left_over)
	echo "$left"
	[ -z "$left" ]
}
tap_case 'nothing is left' nothing_left
tap_case 'snmpd runs to the end' systemctl is-active snmpd.service
tap_done
