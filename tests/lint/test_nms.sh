#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# contrib/nms is what contrib/nms/generate.py makes of BREAKOUT-MIB, and what the
# NMSs' own tools accept. BREAKOUT_REGENERATE=1 writes the files anew.
set -u
cd "${top_srcdir:-.}" || exit 1
if ! command -v python3 >/dev/null; then
	echo '1..0 # SKIP python3 is not installed'
	exit 0
fi
. tests/lint/tap.sh
[ -z "${BREAKOUT_REGENERATE:-}" ] || python3 contrib/nms/generate.py || exit 99

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
up_to_date() {
	python3 contrib/nms/generate.py -o "$fresh" || return 1
	(cd "$fresh" && find . -type f) >"$fresh.list"
	while read -r file; do
		diff -u "contrib/nms/$file" "$fresh/$file" | head -n 20
	done <"$fresh.list" >"$fresh.diff"
	cat "$fresh.diff"
	[ -s "$fresh.list" ] && [ ! -s "$fresh.diff" ]
	up_to_date_rc=$?
	rm -f "$fresh.list" "$fresh.diff"
	return $up_to_date_rc
}
tap_case 'contrib/nms is what the MIB gives (else: BREAKOUT_REGENERATE=1)' up_to_date

# Another root shows everywhere.
rerooted() {
	python3 contrib/nms/generate.py --root .1.3.6.1.4.1.55555.1 -o "$fresh/root" || return 1
	grep -rl '55555\.1\.' "$fresh/root" | grep -c . && ! grep -rn '8072\.9999\.9999' "$fresh/root"
}
tap_case 'and that of another root has no OID of the default one' rerooted

# What is written by hand names objects that exist.
names_exist() {
	python3 - <<-'END'
		import pathlib, re, sys
		sys.dont_write_bytecode = True
		sys.path.insert(0, "contrib/nms")
		from generator import mib
		tables = mib.Mib("mibs/BREAKOUT-MIB.txt")
		known = {"brkMIB", *tables.columns, *tables.tables, *tables.notifications}
		wrong = {(str(path), name) for path in pathlib.Path("contrib/nms").rglob("*.*")
		         if "__pycache__" not in path.parts and path.suffix != ".pyc"
		         for name in re.findall(r"\bbrk[A-Z][A-Za-z]+", path.read_text(encoding="utf-8"))
		         if name not in known and name.removesuffix("Indexes").removesuffix("Labels") not in known
		         and not any(k.startswith(name) for k in known)}
		print(*sorted(wrong), sep="\n")
		sys.exit(bool(wrong))
	END
}
tap_case 'every object that contrib/nms names exists' names_exist

tap_case 'the dashboard is JSON' python3 -m json.tool contrib/nms/grafana/breakout.json
toml() {
	python3 -c 'import sys, tomllib; tomllib.load(open(sys.argv[1], "rb"))' contrib/nms/telegraf/breakout.conf
}
# Telegraf does not translate what has a number and a name: they have to be those of one column.
telegraf_fields() {
	python3 - <<-'END'
		import sys, tomllib
		sys.dont_write_bytecode = True
		sys.path.insert(0, "contrib/nms")
		from generator import mib
		tables = mib.Mib("mibs/BREAKOUT-MIB.txt")
		[snmp] = tomllib.load(open("contrib/nms/telegraf/breakout.conf", "rb"))["inputs"]["snmp"]
		fields = [(f, ".0") for f in snmp["field"]] + [(f, "") for t in snmp["table"] for f in t["field"]]
		wrong = [f for f, end in fields if f["oid"] != "." + tables.columns[f["name"]].oid + end
		         or set(f) - {"oid", "name", "is_tag", "conversion"}]
		print(len(fields), *wrong, sep="\n")
		sys.exit(bool(wrong) or len(fields) < 50)
	END
}
if python3 -c 'import tomllib' 2>/dev/null; then
	tap_case "Telegraf's file is TOML" toml
	tap_case "and its fields are the MIB's columns" telegraf_fields
else
	tap_skip "Telegraf's file is TOML" 'this Python has no tomllib'
fi
yaml() {
	find contrib/nms -name '*.y*ml' -exec python3 -c '
import sys, yaml
for path in sys.argv[1:]:
    yaml.safe_load(open(path, encoding="utf-8"))' {} +
}
# The keys that LibreNMS's schemas of definitions allow, numbers that are those of names, and names that it can fill in:
# columns, where the table, or one with the first number of its index, has them.
librenms() {
	python3 - <<-'END'
		import re, sys, yaml
		sys.dont_write_bytecode = True
		sys.path.insert(0, "contrib/nms")
		from generator import mib
		tables = mib.Mib("mibs/BREAKOUT-MIB.txt")
		wrong = []
		def only(where, keys, allowed, required=()):
		    wrong.extend(f"{where}: {key}" for key in set(keys) - set(allowed) | set(required) - set(keys))
		system = yaml.safe_load(open("contrib/nms/librenms/os_detection/breakoutd.yaml"))
		only("os", system, {"os", "text", "type", "icon", "mib_dir", "discovery"}, {"os", "text", "type", "discovery"})
		only("discovery", system["discovery"][0], {"sysObjectID", "snmpget"}, {"sysObjectID"})
		only("snmpget", system["discovery"][0]["snmpget"], {"oid", "op", "value"}, {"oid", "value"})
		only("mib_dir", [type(system["mib_dir"])], {str})
		found = yaml.safe_load(open("contrib/nms/librenms/os_discovery/breakoutd.yaml"))
		only("modules", found["modules"], {"os", "sensors"})
		sensors = found["modules"]["sensors"]
		only("sensors", sensors, {"pre-cache", "additional_oids", "dbm", "current", "temperature", "voltage", "state"})
		cached = {o for kind in ("pre-cache", "additional_oids") for d in sensors.pop(kind)["data"] for o in d["oid"]}
		for kind, sensor in sensors.items():
		    for s in sensor["data"]:
		        where, column = f"{kind} {s['value']}", tables.columns[s["value"]]
		        keys = {"oid", "value", "num_oid", "index", "descr"}
		        only(where, s, keys | ({"states", "state_name"} if kind == "state" else {"divisor"}), keys)
		        only(where, [s["oid"], s["num_oid"]], [column.table.name, f".{column.oid}.{{{{ $index }}}}"])
		        for name in re.findall(r"{{ \$(\w+) }}", s["descr"]):
		            here = name in column.table.columns or name in cached and \
		                tables.columns[name].table.index[0].name == column.table.index[0].name
		            only(where, [] if here or name == "subindex1" and len(column.table.index) == 2 else [name], [])
		        only(where, [v["value"] for v in s.get("states", [])], column.labels if kind == "state" else [])
		        for v in s.get("states", []):
		            only(where, v, *[{"value", "generic", "graph", "descr"}] * 2)
		print(*wrong, sep="\n")
		sys.exit(bool(wrong))
	END
}
if python3 -c 'import yaml' 2>/dev/null; then
	tap_case 'the YAML files are YAML' yaml
	tap_case "LibreNMS's have keys and names that it knows" librenms
else
	tap_skip 'the YAML files are YAML' 'python3-yaml is not installed'
fi

# Programs alone, in the build folder: where services run, their packages would start them.
fetched=$(cd "${top_builddir:-.}" && pwd)/prometheus
# fetch PACKAGE PROGRAM
fetch() {
	PATH=$PATH:$fetched/usr/bin
	command -v "$2" >/dev/null && return 0
	command -v apt-get >/dev/null || return 1
	(mkdir -p "$fetched/$1" && cd "$fetched/$1" && apt-get -q download "$1" && dpkg -x "$1"_*.deb . &&
		mkdir -p ../usr/bin && mv "usr/bin/$2" ../usr/bin) >/dev/null 2>&1 </dev/null
	rm -rf "${fetched:?}/$1"
	command -v "$2" >/dev/null
}
if fetch prometheus promtool; then
	tap_case 'promtool accepts the alert rules' promtool check rules contrib/nms/prometheus/rules.yml
	tap_case 'and they pass their tests' promtool test rules contrib/nms/prometheus/rules_test.yml
	tap_case 'promtool accepts the configuration' promtool check config contrib/nms/prometheus/prometheus.yml
else
	tap_skip 'promtool accepts the alert rules' 'promtool (prometheus) is not installed, and can not be fetched'
fi

# snmp.yml is what snmp_exporter's own generator makes of generator.yml. Not compared: help texts, which
# have units here; indexes that it adds for chains of lookups, which the exporter does not need.
as_generated() {
	cp contrib/nms/prometheus/generator-0.22.yml "$fresh/generator.yml"
	(cd "$fresh" && MIBDIRS=$OLDPWD/mibs:$OLDPWD/mibs/standard:/usr/share/snmp/mibs SNMPCONFPATH=/nonexistent \
		SNMP_PERSISTENT_DIR=$fresh prometheus-snmp-generator generate -o theirs.yml) || return 1
	python3 - "$fresh/theirs.yml" <<-'END'
		import sys, yaml
		theirs, ours = (yaml.safe_load(open(path))["breakout"] for path in
		                (sys.argv[1], "contrib/nms/prometheus/snmp-0.22.yml"))
		def plain(module):
		    for metric in module["metrics"]:
		        del metric["help"]
		        looked_up = [lookup["labelname"] for lookup in metric.get("lookups", [])]
		        metric["indexes"] = [i for i in metric.get("indexes", []) if i["labelname"] not in looked_up]
		    module["metrics"] = {metric["name"]: metric for metric in module["metrics"]}
		    return module
		theirs, ours = plain(theirs), plain(ours)
		for name in {**theirs["metrics"], **ours["metrics"]}:
		    if theirs["metrics"].get(name) != ours["metrics"].get(name):
		        print(name, theirs["metrics"].get(name), ours["metrics"].get(name), sep="\n  ")
		sys.exit(theirs != ours)
	END
}
if fetch prometheus-snmp-exporter prometheus-snmp-generator && python3 -c 'import yaml' 2>/dev/null; then
	tap_case "snmp.yml is what snmp_exporter's generator makes" as_generated
else
	tap_skip "snmp.yml is what snmp_exporter's generator makes" 'prometheus-snmp-exporter is not installed, and can not be fetched'
fi
tap_done
