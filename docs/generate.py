#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""generate.py [-o FOLDER]: docs/mib.md from BREAKOUT-MIB, docs/rules.md from breakout-rules(7).

tests/unit hold the MIB and that page against the rows that breakoutd serves
and judges by, so what is made from them is what the program does. Needs nothing but Python.
"""
import argparse
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "contrib/nms"))
from generator import mib  # noqa: E402

WRITTEN = "<!-- Written by docs/generate.py from {}: change that. -->\n"

MIB_HEAD = """\
# BREAKOUT-MIB

{written}
What the MIB file (`BREAKOUT-MIB.txt`) says, as a page: every object that breakoutd serves, below
`{root}`, or the OID that it was configured with (`--with-mib-root`). A value that is not known has no
instance; there are no numbers that mean "unknown". Numbers are in the unit of their column: "0.01 dBm" means that -1234 is -12.34 dBm.

{contents}
"""

RULES_HEAD = """\
# Rules

{written}
Every rule, with the most severe level that it raises and what it is about. breakout-rules(7) and `breakoutctl explain ID` say
more of each: by which registers it is seen, what to do, and which other rules it explains.
[concepts.md](concepts.md#rules-violations-verdicts) says how rules become violations.

"""

LEVELS = ["critical", "major", "minor", "info"]


def cell(text):
    """Text for a cell of a table, or a paragraph."""
    return re.sub(r"([|<>*])", r"\\\1", text)


def paragraphs(text):
    return "\n\n".join(cell(part) for part in text.split("\n\n"))


def labels(numbers):
    return ", ".join(f"{label}({number})" for number, label in numbers.items())


def anchor(name):
    return f"[{name}](#{name.lower()})"


def syntax(tables, column):
    """What a column's values are: its unit, its convention, its labels."""
    if column.convention in tables.texts:
        name = anchor(column.convention)
        # An index of another table says so by its convention; units are worth more.
        return f"{column.unit_text} ({name})" if column.unit_text else name
    kind = column.convention or (column.base if not column.labels else "")
    return ", ".join(part for part in (column.unit_text, kind, labels(column.labels)) if part)


def table_page(tables, table):
    text = f"## {table.name}\n\n`{table.oid}`"
    if table.index:
        text += ", a row for each " + ", ".join(column.name for column in table.index)
    text += "\n\n"
    if table.description:
        text += paragraphs(table.description) + "\n\n"
    text += "| no. | object | type | |\n| --- | --- | --- | --- |\n"
    for column in sorted(table.columns.values(), key=lambda c: c.number):
        access = {"not-accessible": " Only in the index.", "read-write": " May be set."}.get(column.access, "")
        text += (f"| {column.number} | {column.name} | {cell(syntax(tables, column))} "
                 f"| {cell(column.description)}{access} |\n")
    return text


def notification_page(notification):
    objects = ", ".join(column.name for column in notification.objects)
    return f"### {notification.name}\n\n`{notification.oid}`\n\n{cell(notification.description)}\n\nCarries {objects}.\n"


def convention_page(tables, name):
    base, numbers = tables.conventions[name]
    text = f"### {name}\n\n{base}: {paragraphs(tables.texts[name])}\n"
    return text + (f"\n{labels(numbers)}\n" if numbers else "")


def mib_page():
    tables = mib.Mib(TOP / "mibs/BREAKOUT-MIB.txt")
    parts = sorted(tables.tables.values(), key=lambda t: [int(arc) for arc in t.oid.split(".")])
    contents = "\n".join(f"* {anchor(table.name)}" for table in parts)
    contents += "\n* [Notifications](#notifications)\n* [Types](#types)"
    head = MIB_HEAD.format(written=WRITTEN.format("mibs/BREAKOUT-MIB.txt"), root=tables.root, contents=contents)
    notifications = "\n".join(notification_page(n) for n in tables.notifications.values())
    conventions = "\n".join(convention_page(tables, name) for name in sorted(tables.texts))
    return "\n".join([head, *(table_page(tables, table) for table in parts),
                      "## Notifications\n\n" + notifications, "## Types\n\n" + conventions])


def rules_page():
    """The rules of breakout-rules(7): .Ss is a heading, .It a rule, and its first sentence what it means."""
    page = (TOP / "man/breakout-rules.7").read_text(encoding="utf-8").split(".Sh RULES\n")[1].split(".Sh ")[0]
    text, count = RULES_HEAD.format(written=WRITTEN.format("man/breakout-rules.7")), 0
    for group in page.split(".Ss ")[1:]:
        text += f"## {group.splitlines()[0]}\n\n| rule | name | at most | about | means |\n| --- | --- | --- | --- | --- |\n"
        for rule in group.split(".It Cm ")[1:]:
            head, *lines = rule.splitlines()
            name_id, facts = head.split(" Pq ")
            name, level, *about = facts.split(" , ")
            if level not in LEVELS:
                raise SystemExit(f"breakout-rules.7: {name_id}: {level} is no level")
            meaning = " ".join(lines[:lines.index(".br")])
            text += f"| {name_id} | {name} | {level} | {', '.join(about)} | {cell(meaning)} |\n"
            count += 1
        text += "\n"
    if not count:
        raise SystemExit("breakout-rules.7 has no rules")
    return text.rstrip("\n") + "\n"


def main():
    parser = argparse.ArgumentParser(description="Write docs/mib.md and docs/rules.md.")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=HERE)
    folder = parser.parse_args().output
    for name, page in (("mib.md", mib_page()), ("rules.md", rules_page())):
        (folder / name).write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
