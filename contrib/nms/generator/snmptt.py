# SPDX-License-Identifier: BSD-3-Clause
"""snmptt.conf: each notification, with its severity and in words."""
from . import notifications

HEAD = """\
# SPDX-License-Identifier: BSD-3-Clause
# Made by contrib/nms/generate.py from BREAKOUT-MIB. Name it in snmptt_conf_files of /etc/snmp/snmptt.ini.
# snmptt wants numbers for names: "outputOption n" in /etc/snmp/snmptrapd.conf.
# A trap with severity has an event for each: multiple_event = 1, the default, tries them all. The number
# matches where snmptrapd has no BREAKOUT-MIB, the word where it has.
"""

WORDS = {"critical": "CRITICAL", "major": "MAJOR", "minor": "MINOR", "info": "INFORMATIONAL"}


def event(n, severity, match):
    at = {column.name: i for i, column in enumerate(n.objects, 1)}
    lines = [f'EVENT {n.name} .{n.oid} "Breakouts" {severity}',
             f"FORMAT $A: ${at['brkEventText']} (event ${at['brkEventIndex']})"]
    if match:
        lines.append(f"MATCH ${at['brkEventSeverity']}: (^(?:{match})$)")
    return "\n".join(lines + ["SDESC", n.description, "EDESC", ""])


def files(mib):
    events = []
    severities = {label: n for n, label in mib.columns["brkEventSeverity"].labels.items()}
    for n in mib.notifications.values():
        if notifications.has_severity(n):
            events += [event(n, word, f"{label}|{severities[label]}") for label, word in WORDS.items()]
        else:
            events.append(event(n, "INFORMATIONAL" if notifications.is_news(n) else "NORMAL", ""))
    return {"snmptt/snmptt.conf": HEAD + "\n" + "\n".join(events)}
