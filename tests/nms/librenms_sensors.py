# SPDX-License-Identifier: BSD-3-Clause
"""librenms_sensors.py FILE AGENT: the sensors that LibreNMS would make of a file of os_discovery, one a line.

By its rules: tables are walked with these options; what a description names is looked for in the row, then in
the walks of the names by the row's index, then by its first number. Values are divided, states are in words
with what they mean to LibreNMS.
"""
import re
import subprocess
import sys

import yaml


def walk(oid):
    """{index: {column: value}}"""
    command = ["snmpbulkwalk", "-v2c", "-c", "public", "-OteQUs", "-Ih", "-m", "BREAKOUT-MIB", sys.argv[2], oid]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = {}
    for column, index, value in re.findall(r"^(\w+)\.([\d.]+) = (.*)$", text, re.M):
        rows.setdefault(index, {})[column] = value.strip('"')
    return rows


def describe(sensor, index, row, names):
    def fill(match):
        name, first = match.group(1), index.split(".")[0]
        if name.startswith("subindex"):
            return index.split(".")[int(name[8:])]
        for found in (row, names.get(name, {}).get(index, {}), names.get(name, {}).get(first, {})):
            if name in found:
                return found[name]
        return "?"
    return re.sub(r"{{ \$(\w+) }}", fill, sensor["descr"])


with open(sys.argv[1], encoding="utf-8") as file:
    sensors = yaml.safe_load(file)["modules"]["sensors"]
names = {oid: walk(oid) for data in sensors.pop("additional_oids")["data"] for oid in data["oid"]}
sensors.pop("pre-cache")
for kind, sensor in ((kind, s) for kind, group in sensors.items() for s in group["data"]):
    states = {str(state["value"]): state for state in sensor.get("states", [])}
    for index, row in walk(sensor["oid"]).items():
        value = row.get(sensor["value"], "")
        if re.fullmatch(r"-?\d+", value):
            if states:
                value = f"{states[value]['descr']} ({states[value]['generic']})"
            else:
                value = float(value) / sensor["divisor"]
            print(kind, describe(sensor, index, row, names), value, sep="|")
