# SPDX-License-Identifier: BSD-3-Clause
"""compare_metrics.py CONTRIB METRICS WALK: is each value of the walk in the metrics, and the same?

METRICS is what snmp_exporter answers, WALK what snmpwalk -On prints without MIB
files. What changes from second to second is left out.
"""
import datetime
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from generator import columns, mib, prometheus  # noqa: E402

MOVING = re.compile(r"Age$|Scan|Notifications|Event|FlagChanges")


def read_metrics(path):
    """{name: {frozenset of labels: value}}"""
    found = {}
    for line in open(path, encoding="utf-8"):
        match = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)\n", line)
        if match:
            labels = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match.group(2) or "")
            key = frozenset((k, v.replace('\\"', '"').replace("\\\\", "\\")) for k, v in labels)
            found.setdefault(match.group(1), {})[key] = float(match.group(3))
    return found


def read_walk(path):
    """{oid: text}; strings without their quotes."""
    text = open(path, encoding="utf-8").read()
    pattern = r"^\.([\d.]+) = (?:[\w-]+: )?(.*?)(?=\n\.1\.|\Z)"
    return {oid: value.strip() for oid, value in re.findall(pattern, text, re.M | re.S)}


def octets(value):
    return bytes.fromhex(value.replace(" ", "").replace("\n", ""))


def expected(column, value):
    """What the column's metric says: (label or None, number) for each of its series."""
    kind = prometheus.metric_type(column)
    if kind == "EnumAsStateSet":
        return [(label, float(n == int(value))) for n, label in column.labels.items()]
    if kind == "EnumAsInfo":
        return [(column.labels[int(value)], 1.0)]
    if kind == "DisplayString":
        return [(value[1:-1].replace('\\"', '"'), 1.0)]
    if kind == "Bits":
        bits = octets(value)
        return [(label, float(bits[n // 8] >> (7 - n % 8) & 1)) for n, label in column.labels.items()]
    if kind == "DateAndTime":
        b = octets(value)
        when = datetime.datetime(b[0] * 256 + b[1], *b[2:7], tzinfo=datetime.timezone.utc)
        return [(None, float(int(when.timestamp())))]
    return [(None, float(value))]


def main():
    tables = mib.Mib(f"{sys.argv[1]}/../../mibs/BREAKOUT-MIB.txt")
    metrics, walk = read_metrics(sys.argv[2]), read_walk(sys.argv[3])
    compared, wrong, seen = 0, [], set()
    for oid, value in walk.items():
        for column in tables.columns.values():
            if column.name not in columns.EXPORTED or MOVING.search(column.name) or not oid.startswith(column.oid + "."):
                continue
            index = oid[len(column.oid) + 1:].split(".") if column.table.index else []
            names = {(i.name, i.labels.get(int(n), n) if i.labels else n) for i, n in zip(column.table.index, index)}
            name = column.name + ("_info" if prometheus.metric_type(column) == "EnumAsInfo" else "")
            seen.add(column.name)
            for label, number in expected(column, value):
                want = names | ({(column.name, label)} if label is not None else set())
                got = [v for key, v in metrics.get(name, {}).items() if want <= key]
                compared += 1
                if got != [number]:
                    wrong.append(f"{name}{sorted(want)}: metrics say {got}, the walk {number}")
    print(*wrong[:20], f"{compared} values of {len(seen)} columns compared, {len(wrong)} differ", sep="\n")
    return bool(wrong) or compared < 300 or len(seen) < 50


sys.exit(main())
