#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Folders are layers: who may include whom (CONTRIBUTING.md, "Layout").
set -u
cd "${top_srcdir:-.}" || exit 1
. tests/lint/tap.sh

# may FOLDER ALLOWED…: project headers that FOLDER's files include come from ALLOWED only.
may() {
	folder=$1
	shift
	allowed=$(printf '%s|' "$@" | sed 's/|$//')
	! grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$folder" --include='*.[ch]' |
		grep -vE "\"($allowed)"
}

only() {
	pattern=$1
	shift
	! grep -rlE "$pattern" src agent --include='*.[ch]' | grep -vE "$(printf '^%s|' "$@" | sed 's/|$//')"
}

tap_case 'base includes base only' may src/base base/
tap_case 'state: state, base' may src/state state/ base/
tap_case 'model: model, base' may src/model model/ base/
tap_case 'eeprom: eeprom, model, base' may src/eeprom eeprom/ model/ base/
tap_case 'rules: rules, model, base' may src/rules rules/ model/ base/
tap_case 'source: source, model, base and the image store' may src/source source/ model/ base/ eeprom/image.h
tap_case 'config: config, model, base and the table of rules' may src/config config/ config.h model/ base/ rules/rule.h
tap_case 'sim: sim, config, eeprom, rules, model, base' may src/sim sim/ config/ eeprom/ rules/ model/ base/
tap_case 'discover: discover, config, source, eeprom, model, base' may src/discover discover/ state/ config/ source/ eeprom/ model/ base/
tap_case 'reader: reader, config, source, model, base' may src/reader reader/ config/ source/ model/ base/ eeprom/image.h
tap_case 'view: view, rules, model, base, codes and the image store' may src/view view/ rules/ model/ base/ eeprom/image.h eeprom/sff8024.h
tap_case 'collect: all of these but sim and view' may src/collect collect/ state/ config/ source/ rules/ eeprom/ model/ base/
tap_case 'control: control, view, model, base' may src/control control/ view/ model/ base/
tap_case 'nothing includes agent' may src base/ state/ model/ eeprom/ rules/ source/ config/ discover/ sim/ collect/ reader/ view/ control/ cli/ config.h
tap_case 'nothing but cli includes cli' sh -c '! grep -rn "include \"cli/" src agent --include="*.[ch]" | grep -v "^src/cli/"'
tap_case 'Net-SNMP nowhere in the product' sh -c '! grep -rn "#include <net-snmp/" src agent'
tap_case 'libsensors in the hwmon backend only' only '#include <sensors/' src/source/hwmon
tap_case 'libmnl in netlink backends only' only '#include <libmnl/' src/source/genl
tap_case 'libconfuse in config only' only '#include <confuse.h>' src/config/
tap_case 'only base, cli and the agent log or print' sh -c \
	'! grep -rnE "\b(printf|puts|fprintf ?\((stdout|stderr)|log_(error|warning|info|debug)) ?[(,]" src/model src/eeprom src/rules src/source src/config src/discover src/sim src/view --include="*.c" | grep -v __attribute__'
tap_done
