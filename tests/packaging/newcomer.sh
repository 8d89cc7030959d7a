#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Somebody new: from "apt install ./breakoutd_*.deb" on a clean Debian to the first violation
# in Prometheus, with the commands that the documents give and no others. Runs as root in the
# container that test_debian.sh boots, and types as a user who may use sudo. Prints TAP.
# /pkg has the package, the documents and tap.sh.
. /pkg/tap.sh
export LC_ALL=C.UTF-8 HOME=/home/newcomer

# What an installed Debian has, and apt's questions, answered.
hostname switch1
printf '127.0.0.1 localhost\n127.0.1.1 switch1\n' >/etc/hosts
# Alertmanager wants a network.
ip link add eth0 type veth peer name eth1 && ip link set eth1 up && ip link set eth0 up
ip addr add 192.168.7.2/24 dev eth0 && ip route add default via 192.168.7.1
useradd --create-home --shell /bin/sh newcomer
echo 'newcomer ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/newcomer
echo 'APT::Get::Assume-Yes "true";' >/etc/apt/apt.conf.d/99newcomer
echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections

# In the sources: the package is beside them.
mv /pkg/breakoutd_*.deb /home/newcomer
mkdir /home/newcomer/breakoutd
chown -R newcomer: /home/newcomer
type_in() {
	(cd /home/newcomer/breakoutd && setpriv --reuid newcomer --regid newcomer --init-groups sh -ex "$1")
}

# block DOCUMENT HEADING N: the Nth block of commands below the heading, as a file.
block() {
	awk -v heading="$2" -v n="$3" '
		/^#/ { here = substr($0, index($0, " ") + 1) == heading }
		/^```/ && inside { exit }
		inside { print }
		/^```sh$/ && here && ++seen == n { inside = 1 }' "/pkg/$1" >/tmp/block
	[ -s /tmp/block ] && cat /tmp/block
}
# types DOCUMENT HEADING N PATTERN: all commands of the block succeed, and what they print has a line like that.
types() {
	block "$1" "$2" "$3" && type_in /tmp/block >/tmp/printed 2>&1
	typed=$?
	cat /tmp/printed
	[ "$typed" -eq 0 ] && grep -qE "$4" /tmp/printed
}
# The same, again until it does: what takes a while, as the document says.
sees() {
	sees_until=$(($(date +%s) + $1))
	shift
	until types "$@"; do
		[ "$(date +%s)" -lt "$sees_until" ] || {
			journalctl --no-pager -n 30
			return 1
		}
		sleep 2
	done
}

doc=quick-start.md
tap_case 'the package is there after "apt install"' sees 1 $doc '1. Install' 2 '^Setting up breakoutd '
tap_case 'and connected to snmpd soon' sh -c 'for _ in 1 2 3 4 5 6; do
	breakoutctl status | grep "^master agent  *connected\$" && exit 0; sleep 1; done; exit 1'
tap_case 'a switch in a folder, and what is wrong with it' types $doc 'No hardware at hand' 1 'critical  WL-01  wavelengthBand  bo1 '
tap_case 'snmpd is told' types $doc '2. Let SNMP show it' 1 ''
tap_case 'and shows it soon' sees 5 $doc '2. Let SNMP show it' 2 '^BREAKOUT-MIB::brkAgentVersion.0 = STRING: [0-9]'
tap_case 'a machine without modules says so' types $doc '3. Look at what was found' 1 'no ports'
tap_case 'the simulated switch is served' types $doc '3. Look at what was found' 2 '^bo1 +4 .* ok '
tap_case 'a wrong module goes in' types $doc '5. The first violation' 1 '^swp3: .*25GBASE-LR'
tap_case 'is a violation, in words and in SNMP' sees 20 $doc '5. The first violation' 2 'brkViolationRuleId.1 = STRING: WL-01'

doc=nms.md
prometheus='Prometheus, Alertmanager, Grafana'
tap_case 'Prometheus takes the files' types $doc "$prometheus" 1 'SUCCESS: .* is valid'
tap_case 'and alerts in words' sees 180 $doc "$prometheus" 2 'WL-01 on 127.0.0.1:161: breakout bo1 leg 2 port swp3'
tap_case 'which its interface shows, too' grep -q 'alertstate="firing".* brkPortName="swp3"' /tmp/printed

tap_case 'snmptt takes the file' types $doc snmptt 1 ''
traps() {
	# As quick-start.md and nms.md say it.
	echo 'trap2sink localhost public' >>/etc/snmp/snmpd.conf.d/local.conf
	systemctl restart snmpd
	sleep 3
	breakoutctl sim insert /srv/switch swp3 25g-sr
	for _ in $(seq 30); do
		grep ' NORMAL "Breakouts" localhost - localhost: breakout bo1 leg 2 (leg port swp3): WL-01' /var/log/snmptt/snmptt.log && return 0
		sleep 1
	done
	journalctl --no-pager -n 30
	cat /var/log/snmptt/*
	return 1
}
tap_case 'and logs the right module in words' traps
tap_done
