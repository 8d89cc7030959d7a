#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Who may see and set what: SNMPv3, views, SET errors, contexts, priorities.
. "${top_srcdir:-.}/tests/system/tap-lab.sh"

ROOT=.1.3.6.1.4.1.8072.9999.9999.2420
TABLES=$ROOT.1
sim_init --type 40g-sr4 --mode 4x10G
cat >>"$LAB/snmpd.conf" <<END
createUser reader SHA "reader's password" AES "reader's secret"
rouser reader priv $ROOT
view nomodules included .1
view nomodules excluded $TABLES.3
view somecolumns included .1
view somecolumns excluded $TABLES.2.1.3
view somecolumns excluded $TABLES.5.1
view somecolumns included $TABLES.5.1.2
view somerows included .1
view somerows excluded $TABLES.2.1.2.3
view onlylegs included $TABLES.7
com2sec nomodules default nomodules
com2sec somecolumns default somecolumns
com2sec somerows default somerows
com2sec onlylegs default onlylegs
com2sec -Cn second second default second
END
for name in nomodules somecolumns somerows onlylegs; do
	echo "group $name v2c $name" >>"$LAB/snmpd.conf"
	echo "access $name \"\" any noauth exact $name none none" >>"$LAB/snmpd.conf"
done
cat >>"$LAB/snmpd.conf" <<END
view all included .1
group second v2c second
access second second any noauth exact all none none
END
lab_start_all
agent=127.0.0.1:$LAB_PORT
soon BREAKOUT-MIB::brkBreakoutVerdict.1 ok >/dev/null

# numbers COMMUNITY: names of all instances that it sees.
numbers() {
	snmpbulkwalk -v2c -c "$1" -Cr"${2:-20}" -m '' -Onq "$agent" "$ROOT" | grep -v 'No more' | sed -n "s/^\(${ROOT}[0-9.]*\) .*/\1/p"
}
# sees COMMUNITY PATTERN: all but what matches (a pattern of names below the tables' root).
sees() {
	numbers public | sed "s/^$TABLES//" | grep -vE "$2" >"$LAB/want"
	for sees_repetitions in 1 20; do
		numbers "$1" $sees_repetitions | sed "s/^$TABLES//" >"$LAB/got"
		diff "$LAB/want" "$LAB/got" || return 1
	done
	snmpwalk -v2c -c "$1" -m '' -Onq "$agent" "$ROOT" | grep -v 'No more' | sed -n "s/^${TABLES}\([0-9.]*\) .*/\1/p" >"$LAB/got"
	[ -s "$LAB/want" ] && diff "$LAB/want" "$LAB/got"
}
tap_case 'a hidden table is not there' sees nomodules '^\.3\.'
tap_case 'nor are hidden columns' sees somecolumns '^\.2\.1\.3\.|^\.5\.1\.([013-9]|[0-9]{2,})\.'
tap_case 'nor is a hidden instance' sees somerows '^\.2\.1\.2\.3$'
tap_case 'a single table can be shown' sees onlylegs '^\.([0-689]|[0-9]{2,})\.'

v3() {
	snmpbulkwalk -v3 -l "$1" -u reader -a SHA -A "$2" -x AES -X "reader's secret" -m '' -Onq "$agent" "$ROOT" 2>&1
}
authenticated() {
	v3 authPriv "reader's password" | grep -v 'No more' | sed -n "s/^\(${ROOT}[0-9.]*\) .*/\1/p" >"$LAB/got"
	numbers public | diff - "$LAB/got"
}
tap_case 'a walk with SNMPv3, authenticated and encrypted' authenticated
not_with() {
	! v3 "$1" "$2" | grep "^$ROOT"
}
tap_case 'not with another password' not_with authPriv 'another password'
tap_case 'and not in the clear' not_with authNoPriv "reader's password"

# set_fails ERROR NAME TYPE VALUE…
set_fails() {
	set_error=$1
	shift
	set_said=$(snmpset -v2c -c private -m '' -On "$agent" "$@" 2>&1) && {
		echo "accepted: $set_said"
		return 1
	}
	echo "$set_said"
	echo "$set_said" | grep -q "$set_error"
}
switch=$TABLES.1.15.0
tap_case 'a read-only column refuses SET' set_fails notWritable $TABLES.2.1.2.1 s x
tap_case 'a read-only scalar, too' set_fails notWritable $TABLES.1.1.0 s x
tap_case 'an index refuses it, too' set_fails 'notWritable\|noCreation' $TABLES.2.1.1.1 u 1
tap_case 'a row can not be made' set_fails noCreation $TABLES.2.1.2.999 s x
tap_case 'the switch of notifications wants an integer' set_fails wrongType $switch s true
tap_case 'not an unsigned one' set_fails wrongType $switch u 1
tap_case 'that is a truth value' set_fails wrongValue $switch i 3
tap_case 'not a negative one' set_fails wrongValue $switch i -1
tap_case 'no other instance of it' set_fails 'notWritable\|noCreation' $TABLES.1.15.1 i 1
all_or_nothing() {
	set_fails notWritable $switch i 2 $TABLES.2.1.2.1 s x && is BREAKOUT-MIB::brkNotificationsEnabled.0 true
}
tap_case 'what is set together with something wrong is not set' all_or_nothing
seen_at_once() {
	for seen_value in 2 1; do
		snmpset -v2c -c private -m '' -Onq "$agent" $switch i $seen_value &&
			[ "$(snmpget -v2c -c public -m '' -Oqv "$agent" $switch)" = $seen_value ] &&
			[ "$(snmpgetnext -v2c -c public -m '' -Oqv "$agent" $TABLES.1.15)" = $seen_value ] || return 1
	done
}
tap_case 'what was set is seen at once' seen_at_once

# Another instance, in a context of its own.
cp -r "$SIM" "$tap_folder/second"
sed -i 's/^breakout "[^"]*"/breakout "other"/' "$tap_folder/second/breakoutd.conf"
breakoutd=$LAB_BUILD/agent/breakoutd
lab_spawn second "$breakoutd" -f -c "$tap_folder/second/breakoutd.conf" -x "unix:$LAB/agentx" -s "$LAB/state2" --context second
second_says() {
	[ "$(snmpget -v2c -c second -Oqv "$agent" BREAKOUT-MIB::brkBreakoutName.1)" = other ]
}
tap_case 'a second breakoutd serves a context' lab_wait 10 second_says
tap_case 'beside the first' is BREAKOUT-MIB::brkBreakoutName.1 bo1
lab_kill second

# The same context: the lower priority number serves.
name_is() {
	[ "$(get BREAKOUT-MIB::brkBreakoutName.1)" = "$1" ]
}
lab_spawn second "$breakoutd" -f -c "$tap_folder/second/breakoutd.conf" -x "unix:$LAB/agentx" -s "$LAB/state2" --priority 100
tap_case 'one with a better priority takes over' lab_wait 10 name_is other
lab_kill second
tap_case 'and gives back when it ends' lab_wait 3 name_is bo1
echo 'agentx-priority = 200' >>"$tap_folder/second/breakoutd.conf"
lab_spawn second "$breakoutd" -f -c "$tap_folder/second/breakoutd.conf" -x "unix:$LAB/agentx" -s "$LAB/state2"
lab_wait 5 grep -q 'connected to the master agent' "$LAB/second.log"
sleep 0.5
tap_case 'one with a worse priority waits' name_is bo1
lab_kill breakoutd KILL
tap_case 'until the first is killed' lab_wait 3 name_is other
lab_kill second

# Equal: the second is told, and goes on when the first has gone.
lab_start_agent "$SIM/breakoutd.conf" || tap_bail_out 'breakoutd does not answer'
: >"$LAB/second.log"
lab_spawn second "$breakoutd" -f -c "$tap_folder/second/breakoutd.conf" -x "unix:$LAB/agentx" -s "$LAB/state2" --priority 127
tap_case 'one with the same priority is told so' lab_wait 5 grep -q 'another breakoutd serves BREAKOUT-MIB' "$LAB/second.log"
sleep 4.5
told_once() {
	[ "$(grep -c 'another breakoutd' "$LAB/second.log")" -eq 1 ] && lab_alive second && name_is bo1
}
tap_case 'once, and waits' told_once
lab_kill breakoutd
tap_case 'and serves when the first has ended' lab_wait 6 name_is other
lab_kill second
lab_start_agent "$SIM/breakoutd.conf"

tap_lab_done
