#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# For snmptrapd.conf: traphandle default /bin/sh /path/zbxtrap.sh FILE
# Appends each trap to FILE, the SNMPTrapperFile of Zabbix, in one write. IPv4; Zabbix finds the host by it.
# A line of a value may not look like the beginning of another trap.
read -r _
read -r address
address=${address#*\[}
printf '%s ZBXTRAP %s\n%s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "${address%%\]*}" "$(sed "s/ZBXTRAP/ZBX-TRAP/g")" >>"$1"
