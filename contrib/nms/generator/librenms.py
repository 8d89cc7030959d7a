# SPDX-License-Identifier: BSD-3-Clause
"""LibreNMS: an OS that is found by brkAgentVersion, its sensors and states, and the list of traps."""
from . import notifications, yaml

HEAD = """\
# SPDX-License-Identifier: BSD-3-Clause
# Made by contrib/nms/generate.py from BREAKOUT-MIB.
"""

# LibreNMS knows 0 ok, 1 warning, 2 critical, 3 unknown.
OK = {"ok", "present", "ready", "none", "info", "waived", "absent", "monitorsOnly"}
WARNING = {"warning", "minor", "disabled", "highWarning", "lowWarning", "stale", "truncated", "unsupported"}
CRITICAL = {"ioError", "corrupt", "timeout", "fault", "alarm", "dark", "major", "critical"}


def generic(label):
    return 0 if label in OK else 1 if label in WARNING else 2 if label in CRITICAL else 3


def sensor(mib, name, descr):
    column = mib.columns[name]
    s = {"oid": column.table.name, "value": name, "num_oid": f".{column.oid}.{{{{ $index }}}}",
         "index": f"{name}.{{{{ $index }}}}", "descr": descr}
    if column.decimals:
        s["divisor"] = 10 ** column.decimals
    return s


def state(mib, name, descr, worst=2):
    """`worst`: of the generic states but unknown."""
    s = sensor(mib, name, descr)
    s["state_name"] = name
    s["states"] = [{"value": n, "generic": worst if generic(label) == 2 else generic(label), "graph": 0, "descr": label}
                   for n, label in mib.columns[name].labels.items()]
    return s


def discovery(mib):
    # What comes of another table is found by the index, or by the first number of one of two.
    port = "Port {{ $brkPortName }}"
    lane = port + " lane {{ $subindex1 }}"
    breakout = "Breakout {{ $brkBreakoutName }}"
    leg = breakout + " leg {{ $subindex1 }}"
    names = {"data": [{"oid": ["brkPortName", "brkBreakoutName"]}]}
    current = {**sensor(mib, "brkLaneTxBias", lane + " bias"), "divisor": 1000000}
    return {
        "mib": "BREAKOUT-MIB",
        "modules": {
            "os": {"version": "BREAKOUT-MIB::brkAgentVersion.0"},
            "sensors": {
                # What older and newer versions call the same.
                "pre-cache": names,
                "additional_oids": names,
                "dbm": {"data": [sensor(mib, "brkLaneRxPower", lane + " received"),
                                 sensor(mib, "brkLaneTxPower", lane + " sent")]},
                # Amperes.
                "current": {"data": [current]},
                "temperature": {"data": [sensor(mib, "brkModuleTemperature", port)]},
                "voltage": {"data": [sensor(mib, "brkModuleSupply", port)]},
                "state": {"data": [state(mib, "brkPortReadStatus", port),
                                   # A lane may be dark on purpose: breakouts and legs say what is wrong.
                                   state(mib, "brkLaneStatus", lane, worst=1),
                                   state(mib, "brkBreakoutSeverity", breakout),
                                   state(mib, "brkLegSeverity", leg)]},
            },
        },
    }


def detection(mib):
    return {"os": "breakoutd", "text": "Linux with breakoutd", "type": "network", "icon": "linux",
            "mib_dir": "net-snmp",
            "discovery": [{"sysObjectID": [".1.3.6.1.4.1.8072.3.2.10"],
                           "snmpget": {"oid": f".{mib.columns['brkAgentVersion'].oid}.0", "op": "!=",
                                       "value": False}}]}


def trap_list(mib):
    rows = "\n".join(f"        'BREAKOUT-MIB::{name}' => \\LibreNMS\\Snmptrap\\Handlers\\BreakoutTrap::class,"
                     for name in mib.notifications)
    return ("<?php\n\n// SPDX-License-Identifier: BSD-3-Clause\n"
            "// Made by contrib/nms/generate.py from BREAKOUT-MIB: lines for 'trap_handlers' of config/snmptraps.php.\n\n"
            f"return [\n    'trap_handlers' => [\n{rows}\n    ],\n];\n")


def files(mib):
    assert notifications.check(mib) == []
    return {"librenms/os_detection/breakoutd.yaml": HEAD + yaml.dump(detection(mib)),
            "librenms/os_discovery/breakoutd.yaml": HEAD + yaml.dump(discovery(mib)),
            "librenms/snmptraps.php": trap_list(mib)}
