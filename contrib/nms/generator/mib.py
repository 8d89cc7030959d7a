# SPDX-License-Identifier: BSD-3-Clause
"""BREAKOUT-MIB as tables, columns and notifications.

Reads as much of SMIv2 as mibs/BREAKOUT-MIB.txt uses; tests/unit/test_mib_file.c
holds that file against the rows that breakoutd serves, so what is made from it
is what is served.
"""
import re
from dataclasses import dataclass, field

# Where the MIB hangs by default; --root says otherwise.
ROOT = "1.3.6.1.4.1.8072.9999.9999.2420"

BASES = {"INTEGER", "Integer32", "Unsigned32", "Gauge32", "Counter32", "OCTET STRING", "BITS"}

# Imported textual conventions: base type and labels.
IMPORTED = {
    "DateAndTime": ("OCTET STRING", {}),
    "TruthValue": ("INTEGER", {1: "true", 2: "false"}),
    "InterfaceIndex": ("Integer32", {}),
    "InterfaceIndexOrZero": ("Integer32", {}),
}


@dataclass
class Column:
    name: str
    number: int
    oid: str
    convention: str          # "" where the type is a base type
    base: str                # of BASES
    labels: dict             # number -> label; {} for plain numbers and text
    hint: str                # DISPLAY-HINT
    access: str
    units: str
    description: str
    table: object = field(default=None, repr=False)

    @property
    def is_text(self):
        return self.base == "OCTET STRING" and self.hint.endswith("t")

    @property
    def is_date(self):
        return self.convention == "DateAndTime"

    @property
    def is_enum(self):
        return self.base == "INTEGER" and bool(self.labels)

    @property
    def decimals(self):
        """How many decimal places the DISPLAY-HINT moves the point: the value times 10^-n is in `units`."""
        return int(self.hint[2:]) if self.hint.startswith("d-") else 0

    @property
    def first_sentence(self):
        return re.split(r"[.:;](?: |$)", self.description)[0]

    @property
    def unit_text(self):
        if not self.units:
            return ""
        return f"0.{'1'.zfill(self.decimals)} {self.units}" if self.decimals else self.units


@dataclass
class Table:
    name: str                # brkPortTable; a group of scalars has the group's name
    oid: str                 # of the table or group
    entry: str               # OID of the entry; of the group for scalars
    index: list              # columns; [] for scalars
    columns: dict            # name -> Column, by number, those not accessible included
    description: str = ""    # that of the table; groups of scalars have none


@dataclass
class Notification:
    name: str
    number: int
    oid: str
    objects: list            # columns
    description: str


class Mib:
    def __init__(self, path, root=ROOT):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"^--.*$", "", file.read(), flags=re.M)
        self.root = root
        self.places = {"brkMIB": root}
        self.conventions = dict(IMPORTED)
        self.hints = {}
        self.texts = {}          # descriptions of the conventions
        self.tables = {}
        self.columns = {}
        self.notifications = {}
        self._read_conventions(text)
        self._read_objects(text)
        self._read_notifications(text)

    def _place(self, clause):
        parent, arc = re.fullmatch(r"\s*(\w+)\s+(\d+)\s*", clause).groups()
        return f"{self.places[parent]}.{arc}"

    def _read_conventions(self, text):
        for name, body in re.findall(r"^(\w+) ::= TEXTUAL-CONVENTION(.*?)(?=^\w+ (?:::=|OBJECT)|^--)", text + "\n--",
                                     re.M | re.S):
            hint = re.search(r'DISPLAY-HINT "([^"]*)"', body)
            syntax = re.sub(r'"[^"]*"', "", body).split("SYNTAX", 1)[1]
            self.conventions[name] = self._syntax(syntax)
            self.hints[name] = hint.group(1) if hint else ""
            self.texts[name] = self._description(body)

    @staticmethod
    def _description(body):
        """The text of a DESCRIPTION clause, its paragraphs apart."""
        text = re.search(r'DESCRIPTION\s+"([^"]*)"', body).group(1)
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t]*\n", text))

    @staticmethod
    def _syntax(syntax):
        """Base type and labels of a SYNTAX clause."""
        base = re.match(r"\s*(OCTET STRING|\w+)", syntax).group(1)
        braces = re.search(r"\{(.*?)\}", syntax, re.S)
        labels = {int(n): label for label, n in re.findall(r"(\w+)\((\d+)\)", braces.group(1))} if braces else {}
        return base, labels

    def _read_objects(self, text):
        pattern = r"^(\w+) +(OBJECT IDENTIFIER|OBJECT-TYPE)(.*?)::= \{([^}]*)\}"
        for name, what, body, clause in re.findall(pattern, text, re.M | re.S):
            oid = self.places[name] = self._place(clause)
            if what == "OBJECT IDENTIFIER":
                continue
            plain = re.sub(r'"[^"]*"', "", body)
            if "SEQUENCE OF" in plain:
                self.tables[oid] = Table(name, oid, oid + ".1", [], {}, self._description(body))
                continue
            index = re.search(r"INDEX \{([^}]*)\}", plain)
            if index:
                self.tables[oid.rsplit(".", 1)[0]].index = re.findall(r"\w+", index.group(1))
                continue
            self._add_column(name, oid, clause.split()[0], body, plain)
        self.tables = {table.name: table for table in self.tables.values()}
        for table in self.tables.values():
            table.index = [self.columns[name] for name in table.index]

    def _add_column(self, name, oid, parent, body, plain):
        base, labels = self._syntax(plain.split("SYNTAX", 1)[1].split("MAX-ACCESS")[0].split("UNITS")[0])
        convention = ""
        if base not in BASES:
            convention, (base, labels) = base, self.conventions[base]
        units = re.search(r'UNITS "([^"]*)"', body)
        description = re.search(r'DESCRIPTION\s+"([^"]*)"', body)
        column = Column(name, int(oid.rsplit(".", 1)[1]), oid, convention, base, labels,
                        self.hints.get(convention, ""), re.search(r"MAX-ACCESS ([\w-]+)", plain).group(1),
                        units.group(1) if units else "", " ".join(description.group(1).split()))
        key = oid.rsplit(".", 2)[0] if parent.endswith("Entry") else self.places[parent]
        column.table = self.tables.setdefault(key, Table(parent, key, key, [], {}))
        column.table.columns[name] = self.columns[name] = column

    def _read_notifications(self, text):
        pattern = r'^(\w+) NOTIFICATION-TYPE\s+OBJECTS \{([^}]*)\}.*?DESCRIPTION\s+"([^"]*)"\s+::= \{([^}]*)\}'
        for name, objects, description, clause in re.findall(pattern, text, re.M | re.S):
            oid = self._place(clause)
            self.notifications[name] = Notification(
                name, int(oid.rsplit(".", 1)[1]), oid,
                [self.columns[o] for o in re.findall(r"\w+", objects)], " ".join(description.split()))
