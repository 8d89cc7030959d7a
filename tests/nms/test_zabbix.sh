#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# Zabbix with PostgreSQL: imports the template, discovers lanes and legs, raises
# and resolves the problem of a wrong SFP, and logs its trap.
. "${top_srcdir:-.}/tests/nms/nms-lab.sh"
PATH=$PATH:$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort | tail -n 1)
nms_need python3 zabbix_server php initdb postgres psql
if [ ! -f /usr/share/zabbix/api_jsonrpc.php ] || [ ! -f /usr/share/zabbix-server-pgsql/schema.sql.gz ]; then
	echo '1..0 # SKIP zabbix-frontend-php or the schema of zabbix-server-pgsql is not installed'
	exit 0
fi
nms_begin --type 40g-sr4 --mode 4x10G

# PostgreSQL and Zabbix do not run as root; their own users need to get at the lab. Words, not functions: what
# lab_spawn starts has to be the program itself.
as_postgres='' as_zabbix=''
if [ "$(id -u)" -eq 0 ]; then
	as_postgres='setpriv --reuid=postgres --regid=postgres --clear-groups'
	as_zabbix='setpriv --reuid=zabbix --regid=zabbix --clear-groups'
fi
chmod 711 "$tap_folder" "$LAB"
mkdir "$LAB/db" "$LAB/sock" "$LAB/zabbix"
[ "$(id -u)" -ne 0 ] || chown postgres "$LAB/db" "$LAB/sock"
[ "$(id -u)" -ne 0 ] || chown zabbix "$LAB/zabbix"
chmod 755 "$LAB/sock"
# shellcheck disable=SC2086 # words
(cd / && $as_postgres initdb -A trust -U zabbix -E UTF8 --locale=C.UTF-8 -D "$LAB/db" -N) >"$LAB/initdb.log" 2>&1 ||
	tap_bail_out "initdb failed: $(tail -n 3 "$LAB/initdb.log")"
sql() {
	psql -q -h "$LAB/sock" -U zabbix -v ON_ERROR_STOP=1 "$@"
}
nms_started="postgres $nms_started"
# shellcheck disable=SC2086 # words
lab_spawn postgres $as_postgres postgres -D "$LAB/db" -k "$LAB/sock" -c listen_addresses= -c fsync=off -c full_page_writes=off
lab_wait 60 sql -c 'select 1' postgres || tap_bail_out "PostgreSQL does not answer: $(tail -n 5 "$LAB/postgres.log")"
sql -c 'create database zabbix' postgres
for part in schema images data; do
	zcat "/usr/share/zabbix-server-pgsql/$part.sql.gz" | sql -1 zabbix >"$LAB/$part.log" 2>&1 ||
		tap_bail_out "$part.sql failed: $(tail -n 3 "$LAB/$part.log")"
done

server=$(nms_free_port)
: >"$LAB/zabbix/traps.log"
cat >"$LAB/zabbix/server.conf" <<-END
	DBHost=$LAB/sock
	DBName=zabbix
	DBUser=zabbix
	ListenIP=127.0.0.1
	ListenPort=$server
	LogType=file
	LogFile=$LAB/zabbix/server.log
	PidFile=$LAB/zabbix/server.pid
	SocketDir=$LAB/zabbix
	CacheUpdateFrequency=2
	StartSNMPTrapper=1
	SNMPTrapperFile=$LAB/zabbix/traps.log
	StartPollers=3
	StartDiscoverers=0
	StartHTTPPollers=0
	StartPingers=0
END
printf 'traphandle default /bin/sh %s %s\n' "$NMS/zabbix/zbxtrap.sh" "$LAB/zabbix/traps.log" >>"$LAB/snmptrapd.conf"
lab_start_all
# shellcheck disable=SC2086 # words
nms_start zabbix "$server" $as_zabbix zabbix_server -f -c "$LAB/zabbix/server.conf"

# The frontend, with a configuration of its own, by PHP's own web server.
cp -rL /usr/share/zabbix "$LAB/www" 2>/dev/null
cat >"$LAB/www/conf/zabbix.conf.php" <<-END
	<?php
	\$DB['TYPE'] = 'POSTGRESQL';
	\$DB['SERVER'] = '$LAB/sock';
	\$DB['PORT'] = '0';
	\$DB['DATABASE'] = 'zabbix';
	\$DB['USER'] = 'zabbix';
	\$DB['PASSWORD'] = '';
	\$DB['SCHEMA'] = '';
	\$DB['DOUBLE_IEEE754'] = true;
	\$ZBX_SERVER = '127.0.0.1';
	\$ZBX_SERVER_PORT = '$server';
END
# Debian's looks for it in /etc only.
sed -i "s|= '[^']*/zabbix.conf.php'|= '$LAB/www/conf/zabbix.conf.php'|" "$LAB/www/include/classes/core/CConfigFile.php"
web=$(nms_free_port)
nms_start php "$web" php -d post_max_size=16M -d memory_limit=256M -d error_reporting=0 -S "127.0.0.1:$web" -t "$LAB/www"
api() {
	python3 "$top_srcdir/tests/nms/zabbix_api.py" "http://127.0.0.1:$web/api_jsonrpc.php" "$@"
}

# picture NAME PAGE: as somebody sees it who has just logged in.
picture() {
	request=$(printf '%s' "$2" | sed 's/%/%25/g; s/&/%26/g; s/?/%3F/g; s/=/%3D/g; s/\[/%5B/g; s/\]/%5D/g')
	nms_picture "zabbix-$1" "http://127.0.0.1:$web/index.php?enter=Sign+in&name=Admin&password=zabbix&request=$request" 1600,1400
}

api problems >/dev/null || tap_bail_out "the frontend does not answer: $(api problems 2>&1)"
tap_case 'Zabbix imports the template' api import "$NMS/zabbix/template_breakout.yaml"
tap_case 'and makes a host of it' api host "$LAB_PORT"

# has COMMAND… PATTERN, polled again until it has.
eventually() {
	eventually_key=$1 eventually_pattern=$2
	shift 2
	eventually_left=20
	while [ "$eventually_left" -gt 0 ]; do
		api check "$eventually_key" >/dev/null
		eventually_answer=$(api "$@")
		! echo "$eventually_answer" | grep -qE "$eventually_pattern" || return 0
		sleep 3
		eventually_left=$((eventually_left - 1))
	done
	echo "$eventually_answer"
	tail -n 5 "$LAB/zabbix/server.log"
	return 1
}
tap_case 'it discovers ports' eventually breakout.ports '^brkPortPresence\[5\]\|Port swp5:' items brkPortPresence
tap_case 'lanes, by the names of their ports' \
	eventually breakout.lanes '^brkLaneRxPower\[1\.4\]\|Port swp1 lane 4:' items brkLaneRxPower
tap_case 'breakouts' eventually breakout.breakouts '^brkBreakoutVerdict\[1\]\|Breakout bo1:' items brkBreakoutVerdict
tap_case 'and legs' eventually breakout.legs '^brkLegSeverity\[1\.2\]\|Breakout bo1 leg 2:' items brkLegSeverity
scaled() {
	eventually 'brkLaneRxPower[1.1]' '^brkLaneRxPower\[1\.1\]\|.*\|-[0-9]\.[0-9]+\|$' items 'brkLaneRxPower[1.1]'
}
tap_case 'power is in dBm' scaled
all_supported() {
	eventually brkLeg '^brkLegSeverity\[1\.4\]\|.*\|1\|$' items brkLegSeverity && api problems
	[ -z "$(api problems)" ]
}
tap_case 'nothing is wrong' all_supported

wrong() {
	breakoutctl sim insert "$SIM" swp3 10g-lr serial=WRONG1 >/dev/null
	soon BREAKOUT-MIB::brkLegSeverity.1.2 critical || return 1
	eventually brkLeg '^4 Breakout bo1 leg 2: violation \(expected 10GBASE-SR, observed 10GBASE-LR\)$' problems
}
tap_case 'a wrong SFP is a problem of its leg' wrong
trapped() {
	eventually snmptrap 'Trap brkLegMismatch\|.*WL-01' items snmptrap
}
tap_case 'its trap is in the log of its item' trapped
picture problems 'zabbix.php?action=problem.view&filter_set=1'
picture latest 'zabbix.php?action=latest.view&filter_set=1&show_details=0'
picture latest-lanes 'zabbix.php?action=latest.view&filter_set=1&name=lane'
picture latest-legs 'zabbix.php?action=latest.view&filter_set=1&name=leg'
picture hosts 'zabbix.php?action=host.view&filter_set=1'
right() {
	breakoutctl sim insert "$SIM" swp3 10g-sr serial=RIGHT1 >/dev/null
	soon BREAKOUT-MIB::brkLegSeverity.1.2 none || return 1
	right_left=30
	while api problems | grep -q 'leg 2' && [ "$right_left" -gt 0 ]; do
		api check brkLegSeverity >/dev/null
		sleep 3
		right_left=$((right_left - 1))
	done
	! api problems | grep 'leg 2'
}
tap_case 'and resolved when it is replaced' right
missing() {
	breakoutctl sim remove "$SIM" swp4 >/dev/null
	soon BREAKOUT-MIB::brkLegSeverity.1.3 major || return 1
	eventually brkLeg '^3 Breakout bo1 leg 3: violation \(expected 10GBASE-SR, observed none\)$' problems
}
tap_case 'a missing leg is a lesser one' missing
tap_done
