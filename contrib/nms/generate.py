#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""generate.py [--root OID] [--mib FILE] [-o FOLDER]: contrib/nms from the columns of BREAKOUT-MIB.

Without -o the files beside this one are written. --root: for an agent that was
configured --with-mib-root=OID. Needs nothing but Python.
"""
import argparse
import pathlib
import sys

sys.dont_write_bytecode = True
from generator import (columns, grafana, librenms, mib, nagios, notifications, prometheus,  # noqa: E402
                       snmptt, telegraf, zabbix)

HERE = pathlib.Path(__file__).resolve().parent
WRITERS = [grafana, librenms, nagios, prometheus, snmptt, telegraf, zabbix]


def main():
    parser = argparse.ArgumentParser(description="Write the NMS files from the columns of BREAKOUT-MIB.")
    parser.add_argument("--root", default=mib.ROOT, help="OID of the MIB, as of configure --with-mib-root")
    parser.add_argument("--mib", default=HERE.parent.parent / "mibs/BREAKOUT-MIB.txt")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=HERE)
    arguments = parser.parse_args()
    tables = mib.Mib(arguments.mib, arguments.root.lstrip("."))
    wrong = columns.check(tables) + notifications.check(tables)
    if wrong:
        sys.exit("\n".join(wrong))
    for writer in WRITERS:
        for name, text in writer.files(tables).items():
            path = arguments.output / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
