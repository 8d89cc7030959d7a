# SPDX-License-Identifier: BSD-3-Clause
"""Telegraf: tables by numbers, so that it needs no MIB files."""
from . import columns

HEAD = """\
# SPDX-License-Identifier: BSD-3-Clause
# Made by contrib/nms/generate.py from BREAKOUT-MIB. For /etc/telegraf/telegraf.d: change agents and community.
# Enumerations are numbers, as in the MIB: brkLegVerdict 1 is ok, 2 violation, 3 unknown, 4 waived.
# Values with a unit are scaled to it: dBm, mA, V, degrees Celsius, dB, nm.
[[inputs.snmp]]
  agents = ["udp://127.0.0.1:161"]
  version = 2
  community = "public"
  interval = "60s"
  timeout = "5s"
"""
TAIL = """
# An index of two numbers as two tags.
[[processors.regex]]
  namepass = ["breakout_lane", "breakout_threshold"]
  [[processors.regex.tags]]
    key = "index"
    pattern = '^(\\d+)\\.(\\d+)$'
    replacement = "${1}"
    result_key = "port"
[[processors.regex]]
  namepass = ["breakout_lane", "breakout_leg"]
  [[processors.regex.tags]]
    key = "index"
    pattern = '^(\\d+)\\.(\\d+)$'
    replacement = "${2}"
    result_key = "number"
"""
TAGS = set(columns.LABELS)


def conversion(column):
    return f"float({column.decimals})" if column.decimals else ""


def field(column, indent, suffix=""):
    lines = ["field]]", f'  oid = ".{column.oid}{suffix}"', f'  name = "{column.name}"']
    if column.name in TAGS:
        lines.append("  is_tag = true")
    if conversion(column):
        lines.append(f'  conversion = "{conversion(column)}"')
    return lines if not indent else [indent + line for line in lines]


def measurement(table):
    return "breakout_" + table.name[3:].removesuffix("Table").lower()


def files(mib):
    parts = [HEAD]
    for column in columns.exported(mib, "brkAgent"):
        if not column.is_date:
            lines = field(column, "", ".0")
            parts.append("\n".join(["  [[inputs.snmp." + lines[0]] + ["  " + line for line in lines[1:]]) + "\n")
    for name in columns.TABLES[1:]:
        table = mib.tables[name]
        parts.append(f'\n  [[inputs.snmp.table]]\n    name = "{measurement(table)}"\n    index_as_tag = true\n')
        for column in table.columns.values():
            if column.name in columns.EXPORTED + columns.LABELS and not column.is_date and column.base != "BITS":
                lines = field(column, "")
                parts.append("\n".join(["    [[inputs.snmp.table." + lines[0]] + ["    " + line for line in lines[1:]])
                             + "\n")
    return {"telegraf/breakout.conf": "".join(parts) + TAIL}
