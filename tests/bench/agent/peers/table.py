# SPDX-License-Identifier: BSD-3-Clause
"""The table of the benchmark (tests/bench/agent/table.c): cells in the order of a walk."""

ENTRY = (1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 42, 1, 1)


def cell(column, k):
    """Type and value, in pass_persist's words, of row k, from 0."""
    if column <= 8:
        return "integer", -1000 - (k * 7 + (column - 1) * 13) % 30000
    if column == 9:
        return "gauge", 1310000000 + k
    if column == 10:
        return "gauge", 70000 + k
    if column == 11:
        return "counter", 4000000000 + k
    return "string", "Ethernet%05u/%02u" % (k // 8 + 1, k % 8 + 1)


def cells(rows):
    for column in range(1, 13):
        for k in range(rows):
            yield (ENTRY + (column, k // 8 + 1, k % 8 + 1), *cell(column, k))
