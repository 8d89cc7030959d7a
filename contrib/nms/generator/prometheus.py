# SPDX-License-Identifier: BSD-3-Clause
"""snmp_exporter: the generator's input, and snmp.yml as its generator makes it of that."""
from . import columns, yaml

MODULE = "breakout"

# Labels: what is looked up by which indexes. The last column of a chain finds the next.
LOOKUPS = [
    (["brkPortIndex"], "brkPortName"),
    (["brkBreakoutIndex"], "brkBreakoutName"),
    (["brkPortIndex", "brkLaneIndex"], "brkLaneBreakout"),
    (["brkLaneBreakout"], "brkBreakoutName"),
    (["brkPortIndex", "brkLaneIndex"], "brkLaneLeg"),
    (["brkViolationIndex"], "brkViolationRuleId"),
    (["brkViolationIndex"], "brkViolationWaived"),
    (["brkViolationIndex"], "brkViolationBreakout"),
    (["brkViolationBreakout"], "brkBreakoutName"),
    (["brkViolationIndex"], "brkViolationLeg"),
    (["brkViolationIndex"], "brkViolationPort"),
    (["brkViolationPort"], "brkPortName"),
    (["brkViolationIndex"], "brkViolationLane"),
]
SETTINGS = {"max_repetitions": 50, "retries": 2, "timeout": "10s"}
AUTH = {"version": 2, "community": "public"}

HEAD = """\
# SPDX-License-Identifier: BSD-3-Clause
# Made by contrib/nms/generate.py from BREAKOUT-MIB. {}
# Values are in the unit that the help text names: 0.01 dBm, uA, mV, 0.01 degrees Celsius.
"""


def metric_type(column):
    if column.name in columns.STATES:
        return "EnumAsStateSet"
    if column.name in columns.KINDS or column.name == "brkThresholdSensor":
        return "EnumAsInfo"
    if column.is_text:
        return "DisplayString"
    if column.is_date:
        return "DateAndTime"
    if column.base == "BITS":
        return "Bits"
    return "counter" if column.base == "Counter32" else "gauge"


def index_of(column):
    index = {"labelname": column.name, "type": metric_type(column)}
    if index["type"] == "EnumAsInfo":
        index["enum_values"] = column.labels
    return index


def lookups_of(mib, table):
    labels = [i.name for i in table.index]
    found = []
    for sources, name in LOOKUPS:
        if all(s in labels for s in sources):
            column = mib.columns[name]
            labels.append(name)
            found.append({"labels": sources, "labelname": name, "oid": column.oid,
                          "type": "DisplayString" if column.is_text else "gauge"})
    return found


def metric(column, table, indexes, lookups):
    unit = f" ({column.unit_text})" if column.unit_text else ""
    m = {"name": column.name, "oid": column.oid, "type": metric_type(column),
         "help": f"{column.first_sentence}{unit}"}
    if table.index:
        m["indexes"] = indexes
    if lookups.value:
        m["lookups"] = lookups
    if column.labels:
        m["enum_values"] = column.labels
    return m


def metrics(mib):
    found = []
    for name in columns.TABLES:
        table = mib.tables[name]
        indexes = yaml.Alias(f"{name}Indexes", [index_of(i) for i in table.index])
        lookups = yaml.Alias(f"{name}Labels", lookups_of(mib, table))
        found += [metric(c, table, indexes, lookups) for c in columns.exported(mib, name)]
    return found


def indexes(mib):
    """Columns that are in names of instances only."""
    return [c.name for t in columns.TABLES for c in mib.tables[t].columns.values() if c.access == "not-accessible"]


def generator_module(mib):
    overrides = {}
    for name in columns.STATES + columns.KINDS:
        overrides[name] = {"type": metric_type(mib.columns[name])}
    for name in columns.LABELS + columns.LEFT_OUT + indexes(mib):
        overrides[name] = {"ignore": True}
    overrides["brkThresholdSensor"]["type"] = "EnumAsInfo"
    # Numbers, whatever a generator makes of enumerations by default.
    for name in ("brkBreakoutSeverity", "brkLegSeverity", "brkViolationSeverity", "brkNotificationsEnabled"):
        overrides[name] = {"type": "gauge"}
    return {"walk": columns.TABLES, **SETTINGS,
            "lookups": [{"source_indexes": s, "lookup": n} for s, n in LOOKUPS],
            "overrides": overrides}


def files(mib):
    walk = [mib.tables[t].oid for t in columns.TABLES]
    new, old = "For snmp_exporter 0.23 and newer.", "For snmp_exporter up to 0.22, such as Debian 12's."
    auth = {"auths": {"public_v2": AUTH}}
    old_auth = {"version": AUTH["version"], "auth": {"community": AUTH["community"]}}
    module = {"walk": walk, **SETTINGS}
    return {
        "prometheus/generator.yml": HEAD.format(new) + yaml.dump(
            {**auth, "modules": {MODULE: generator_module(mib)}}),
        "prometheus/snmp.yml": HEAD.format(new) + yaml.dump(
            {**auth, "modules": {MODULE: {**module, "metrics": metrics(mib)}}}),
        "prometheus/generator-0.22.yml": HEAD.format(old) + yaml.dump(
            {"modules": {MODULE: {**generator_module(mib), **old_auth}}}),
        "prometheus/snmp-0.22.yml": HEAD.format(old) + yaml.dump(
            {MODULE: {**module, **old_auth, "metrics": metrics(mib)}}),
    }
