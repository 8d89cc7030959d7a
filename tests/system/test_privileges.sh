#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# What breakoutd's two processes may do, tried: with code of somebody else in the one that decodes
# modules, as root and as a user; and that everything still works.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

USER_NAME=nobody
breakoutd=$LAB_BUILD/agent/breakoutd

if [ "$(id -u)" -ne 0 ] || ! id "$USER_NAME" >/dev/null 2>&1; then
	echo "1..0 # SKIP only root can become another user"
	exit 0
fi

# The user must reach the lab.
chmod 755 "$tap_folder" "$LAB"
sim_init --type 100g-sr4 --mode 4x25G
conf=$SIM/breakoutd.conf
lab_start_snmpd || tap_bail_out 'snmpd did not start'
lab_start_snmptrapd || tap_bail_out 'snmptrapd did not start'
chmod 777 "$LAB/agentx"

# 1. The hole.

hole=$tap_folder/hole
mkdir -p "$hole/state" "$hole/control"
echo secret >"$hole/outside"
chmod 755 "$hole"
chmod 777 "$hole/state" "$hole/control"
ln -s "$LAB/agentx" "$hole/master"

# attempt USER FILTER NAME: errno's name, "done", or "killed".
attempt() {
	rm -rf "$hole/removable" "$hole/made" "$hole/state/file"
	touch "$hole/removable"
	attempt_says=$("$LAB_BUILD/tests/system/hole" "$hole" "$1" "$2" "$3" 2>/dev/null)
	attempt_status=$?
	# 128 + SIGSYS
	if [ "$attempt_status" -eq 159 ]; then
		echo killed
	else
		echo "$attempt_says"
	fi
}
attempt_is() {
	attempt_got=$(attempt "$1" "$2" "$3")
	echo "$attempt_got, expected $4"
	[ "$attempt_got" = "$4" ]
}

# Sanitizers make calls of their own: such a build has no sandbox unless it is asked for.
filter='kill'
case $(attempt - kill state) in 'done') ;; *) filter= ;; esac

# It is possible at all, where nothing is given up: else a refusal would prove nothing.
for name in device device-both read-outside write-outside passwd remove-outside netlink inet packet connect exec fork \
	code root chown ring trace memory kill reader-file; do
	case $name in
	ring) continue ;;  # kernels may have none
	exec) want='' ;;   # what is run instead says nothing
	*) want='done' ;;
	esac
	tap_case "without confinement: $name" attempt_is - off "$name" "$want"
done

for user in - "$USER_NAME"; do
	[ -n "$filter" ] || break
	for name in device device-both read-outside write-outside passwd remove-outside netlink inet connect memory; do
		tap_case "refused as user $user: $name" attempt_is "$user" kill "$name" EACCES
	done
	for name in packet ethtool exec fork code root chown mount ring trace kill; do
		tap_case "killed as user $user: $name" attempt_is "$user" kill "$name" killed
	done
	for name in reader-file reader-node reader-presence reader-device reader-connect reader-set; do
		tap_case "the reader refuses, as user $user: $name" attempt_is "$user" kill "$name" EPERM
	done
	for name in state sys index family master; do
		tap_case "needed, as user $user: $name" attempt_is "$user" kill "$name" 'done'
	done
done

# Without Landlock files are left to their permissions; devices, netlink and programs are not.
for name in device-both netlink inet connect; do
	[ -z "$filter" ] || tap_case "refused without Landlock: $name" attempt_is "$USER_NAME" old "$name" EACCES
done
for name in ethtool exec fork kill; do
	[ -z "$filter" ] || tap_case "killed without Landlock: $name" attempt_is "$USER_NAME" old "$name" killed
done
for name in state sys master; do
	[ -z "$filter" ] || tap_case "needed without Landlock: $name" attempt_is "$USER_NAME" old "$name" 'done'
done
without_landlock() {
	"$LAB_BUILD/tests/system/hole" "$hole" "$USER_NAME" old sys 2>&1
}
said_without() {
	without_landlock | tee /dev/stderr | grep -q 'the kernel has no Landlock'
}
[ -z "$filter" ] || tap_case 'which is logged' said_without

# 2. The daemon, as another user.

# status PID FIELD: of /proc/PID/status.
status() {
	sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"
}
field_is() {
	field_got=$(status "$1" "$2")
	echo "$2 is $field_got, expected $3"
	[ "$field_got" = "$3" ]
}
daemon() {
	cat "$LAB/breakoutd.pid"
}
reader() {
	pgrep -P "$(daemon)" -x breakout-reader
}
NONE=0000000000000000
# CAP_DAC_READ_SEARCH: image files are the configured sources.
READ_SEARCH=0000000000000004

uid=$(id -u "$USER_NAME")
gid=$(id -g "$USER_NAME")
rm -rf "$LAB/state"
# What only root can read is the reader's business.
for image in "$SIM"/*.bin "$SIM"/*.eeprom; do
	[ ! -f "$image" ] || chmod 600 "$image"
done
chmod 600 "$conf"
# shellcheck disable=SC2086 # options are words
with_user() {
	"$@" $options
}
options="--user $USER_NAME --control $LAB/control/sock"
# What its starter has open is not the daemon's.
exec 7</etc/passwd
# shellcheck disable=SC2086 # options are words
lab_start_agent "$conf" $options || tap_bail_out 'breakoutd --user does not answer'
exec 7<&-

for process in daemon reader; do
	pid=$("$process")
	tap_case "$process: user" field_is "$pid" Uid "$uid	$uid	$uid	$uid"
	tap_case "$process: group" field_is "$pid" Gid "$gid	$gid	$gid	$gid"
	[ "$process" = daemon ] && want=$NONE || want=$READ_SEARCH
	tap_case "$process: effective capabilities" field_is "$pid" CapEff "$want"
	tap_case "$process: permitted capabilities" field_is "$pid" CapPrm "$want"
	tap_case "$process: inheritable capabilities" field_is "$pid" CapInh "$NONE"
	tap_case "$process: ambient capabilities" field_is "$pid" CapAmb "$NONE"
	tap_case "$process: bounding set" field_is "$pid" CapBnd "$NONE"
	tap_case "$process: no_new_privs" field_is "$pid" NoNewPrivs 1
	[ -z "$filter" ] || tap_case "$process: seccomp" field_is "$pid" Seccomp 2
done
no_device() {
	ls -l "/proc/$(daemon)/fd"
	! find "/proc/$(daemon)/fd" -type l -printf '%l\n' | grep -vE '^(socket:|pipe:|anon_inode:|/dev/null$)' |
		grep -vF "$LAB/"
}
tap_case 'the daemon holds no device and no file elsewhere' no_device
tap_case 'the folder of its state is its own' sh -c '[ "$(stat -c %U "$1")" = "$2" ]' - "$LAB/state" "$USER_NAME"

tap_case 'modules that only root can read are read' soon BREAKOUT-MIB::brkModuleTypeName.1 100GBASE-SR4
tap_case 'the verdict is right' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
breakoutctl sim insert "$SIM" swp2 25g-lr >/dev/null
tap_case 'a notification comes' trap_soon brkLegMismatch
tap_case 'state is saved' lab_wait 10 test -s "$LAB/state/notified.json"
sed -i 's/^presence-interval.*/presence-interval = 0.3/' "$conf"
kill -HUP "$(daemon)"
tap_case 'a reload works' lab_wait 10 grep -q 'is in force' "$LAB/breakoutd.log"
breakoutctl sim insert "$SIM" swp2 25g-sr >/dev/null
tap_case 'and judging goes on' soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok
sed -i "s|^root = .*|root = \"$tap_folder\"|" "$conf"
kill -HUP "$(daemon)"
[ -z "$filter" ] || tap_case 'another root waits for a restart' lab_wait 10 grep -q 'another root is used only after a restart' "$LAB/breakoutd.log"
sed -i 's|^root = .*|root = "."|' "$conf"
lab_kill snmpd
lab_start_snmpd || tap_bail_out 'snmpd did not start again'
chmod 777 "$LAB/agentx"
tap_case 'it connects to snmpd again' lab_wait 20 lab_agent_answers

# Both end together.
pid=$(daemon)
other=$(reader)
lab_kill breakoutd
tap_case 'the reader ends with the daemon' sh -c '! kill -0 "$1" 2>/dev/null' - "$other"
tap_case 'the control socket is removed' test ! -e "$LAB/control/sock"
sed -i '/another root is used only after/d' "$LAB/breakoutd.log"

# shellcheck disable=SC2086 # options are words
lab_start_agent "$conf" $options || tap_bail_out 'breakoutd does not answer again'
pid=$(daemon)
kill -KILL "$(reader)"
ended() {
	! kill -0 "$pid" 2>/dev/null || grep -q '^State:[[:space:]]*Z' "/proc/$pid/status"
}
tap_case 'without its reader the daemon ends' lab_wait 5 ended
tap_case 'and says why' grep -q 'error: the reader process ended: Killed; breakoutd cannot read modules and ends' "$LAB/breakoutd.log"
wait "$pid"
status=$?
tap_case 'with a failure, so that it is started again' test "$status" -eq 1
lab_kill breakoutd
# shellcheck disable=SC2086 # options are words
lab_start_agent "$conf" $options || tap_bail_out 'breakoutd does not answer again'
pid=$(daemon)
other=$(reader)
kill -KILL "$pid"
tap_case 'a daemon that is killed takes its reader along' lab_wait 5 sh -c '! kill -0 "$1" 2>/dev/null' - "$other"
lab_kill breakoutd

# 3. Refusals.

says() {
	says_text=$1
	shift
	"$@" 2>&1 | grep -F -- "$says_text"
}
tap_case 'a user that there is not' says 'no such user' timeout 5 "$breakoutd" -f -c "$conf" -s "$LAB/state" --user nobody-at-all
tap_case 'a word that is none' says 'expected kill, log or off' "$breakoutd" --seccomp=perhaps
mkdir -p "$LAB/roots"
echo '{}' >"$LAB/roots/baseline.json"
chmod 700 "$LAB/roots"
tap_case 'a state directory of root' says "chown -R $USER_NAME" with_user timeout 5 "$breakoutd" -f -c "$conf" -s "$LAB/roots"
chmod 755 "$LAB/roots"
chmod 600 "$LAB/roots/baseline.json"
chown "$USER_NAME" "$LAB/roots"
tap_case 'a state file of root' says "$LAB/roots/baseline.json: Permission denied" with_user timeout 5 "$breakoutd" -f -c "$conf" -s "$LAB/roots"

# 4. As the unit does it: a user from the beginning, with one capability.
lab_unit() {
	lab_spawn breakoutd setpriv --reuid "$uid" --regid "$gid" --clear-groups --no-new-privs \
		--inh-caps=-all,+net_admin --ambient-caps=-all,+net_admin --bounding-set=-all,+net_admin \
		"$breakoutd" -f -c "$conf" -x "unix:$LAB/agentx" -s "$LAB/state" --control "$LAB/control/sock"
	lab_wait 20 lab_agent_answers
}
chmod -R a+rX "$SIM"
tap_case 'as the unit starts it' lab_unit
pid=$(daemon)
tap_case 'the daemon has no capability' field_is "$pid" CapPrm "$NONE"
tap_case 'no ambient one' field_is "$pid" CapAmb "$NONE"
tap_case 'the reader has none that its sources do not need' field_is "$(reader)" CapPrm "$NONE"
tap_lab_done
