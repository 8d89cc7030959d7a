# SPDX-License-Identifier: BSD-3-Clause
"""YAML that people can read: short leaves on one line, texts of several lines as blocks."""
import json
import re

WIDTH = 110
PLAIN = re.compile(r"[A-Za-z_/][\w./ -]*(?<! )")
RESERVED = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null")


class Alias:
    """A value with a name: written where it comes first, referred to afterwards."""

    def __init__(self, name, value):
        self.name, self.value, self.written = name, value, False


def scalar(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if PLAIN.fullmatch(value) and not RESERVED.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value)


def is_leaf(value):
    """May it be on one line? What holds lists of mappings or texts of several lines may not."""
    if isinstance(value, Alias):
        return False
    if isinstance(value, str):
        return "\n" not in value
    if isinstance(value, dict):
        return all(is_leaf(v) and not isinstance(v, (dict, list)) for v in value.values())
    if isinstance(value, list):
        return all(is_leaf(v) for v in value)
    return True


def lines(value, indent, first):
    """The lines of a value that follows `first` ("key:" or "-")."""
    pad = " " * indent
    if isinstance(value, Alias):
        if value.written:
            return [f"{pad}{first} *{value.name}"]
        value.written = True
        return lines(value.value, indent, f"{first} &{value.name}")
    if isinstance(value, str) and "\n" in value:
        return [f"{pad}{first} |" + ("" if value.endswith("\n") else "-")] + \
            [f"{pad}  {line}".rstrip() for line in value.rstrip("\n").split("\n")]
    line = f"{pad}{first} {flow(value)}" if is_leaf(value) else ""
    if line and (len(line) <= WIDTH or not isinstance(value, (dict, list)) or not value):
        return [line]
    if first == "-" and isinstance(value, dict):
        inner = block(value, indent + 2)
        return [f"{pad}- {inner[0].lstrip()}"] + inner[1:]
    return [f"{pad}{first}"] + block(value, indent + 2)


def block(value, indent):
    if isinstance(value, dict):
        return [line for k, v in value.items() for line in lines(v, indent, f"{scalar(k)}:")]
    return [line for v in value for line in lines(v, indent, "-")]


def dump(value):
    return "\n".join(block(value, 0)) + "\n"
