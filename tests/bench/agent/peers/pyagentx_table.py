#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""pyagentx_table.py SOCKET ROWS: the table by python3-pyagentx, as its documentation has one write it."""
import sys

import pyagentx

from table import ENTRY, cells

SET = {
    "integer": pyagentx.Updater.set_INTEGER,
    "gauge": pyagentx.Updater.set_GAUGE32,
    "counter": pyagentx.Updater.set_COUNTER32,
    "string": pyagentx.Updater.set_OCTETSTRING,
}


class Table(pyagentx.Updater):
    def update(self):
        for name, kind, value in cells(int(sys.argv[2])):
            SET[kind](self, ".".join(map(str, name[len(ENTRY) - 1:])), value)


class Agent(pyagentx.Agent):
    def setup(self):
        # Once: the table does not change.
        self.register(".".join(map(str, ENTRY[:-1])), Table, freq=360000)


pyagentx.SOCKET_PATH = sys.argv[1]
Agent().start()
