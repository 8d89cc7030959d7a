# SPDX-License-Identifier: BSD-3-Clause
"""A Grafana dashboard over the metrics of snmp_exporter."""
import json

UNITS = {"dBm": "dBm", "dB": "dB", "degrees Celsius": "celsius", "mA": "mamp", "V": "volt", "": "short"}
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
HERE = 'instance=~"$instance"'
PORT = HERE + ',brkPortName=~"$port"'
COLORS = {"Critical": "red", "Major": "orange", "Minor": "yellow", "Info": "blue"}
LANE = "{{brkPortName}} lane {{brkLaneIndex}}"
LEG = "{{brkBreakoutName}} leg {{brkLegIndex}}"


def target(ref, expression, legend="", table=False):
    t = {"refId": ref, "datasource": SOURCE, "expr": expression, "legendFormat": legend}
    if table:
        t.update(format="table", instant=True)
    return t


def panel(kind, title, targets, place, unit="short", **more):
    x, y, w, h = place
    p = {"type": kind, "title": title, "datasource": SOURCE, "gridPos": {"x": x, "y": y, "w": w, "h": h},
         "targets": targets, "fieldConfig": {"defaults": {"unit": unit}, "overrides": []}}
    p.update(more)
    return p


def stat(title, expression, place, color):
    p = panel("stat", title, [target("A", expression)], place, options={"colorMode": "background", "graphMode": "none"})
    p["fieldConfig"]["defaults"]["thresholds"] = {
        "mode": "absolute", "steps": [{"color": "green", "value": None}, {"color": color, "value": 1}]}
    return p


def curve(mib, name, labels, legend, place):
    """A column over time, in the unit that people read."""
    column = mib.columns[name]
    divide = f" / {10 ** column.decimals}" if column.decimals else ""
    return panel("timeseries", column.first_sentence, [target("A", f"{name}{{{labels}}}{divide}", legend)], place,
                 UNITS[column.units])


def table(title, row, queries, hidden, names, place):
    """Rows of several queries: (metric, selectors, the label that it adds, what is asked of it). They are
    merged by the labels that they share, so those are named, and no name of a metric is among them."""
    expressions = [f"max by ({', '.join(row + ([label] if label else []))}) ({metric}{{{selectors}}}{rest})"
                   for metric, selectors, label, rest in queries]
    gone = ["Time", *hidden, *(f"Value #{ref}" for ref in "ABC"[1:len(queries)])]
    return panel("table", title, [target(ref, q, table=True) for ref, q in zip("ABC", expressions)], place,
                 transformations=[{"id": "merge", "options": {}},
                                  {"id": "organize", "options": {"excludeByName": {g: True for g in gone},
                                                                 "renameByName": names}}])


def violations(place):
    active = f'{HERE},brkViolationWaived!~"1|true"'
    return table(
        "What is wrong",
        ["instance", "brkViolationIndex", "brkViolationRuleId", "brkBreakoutName", "brkViolationLeg", "brkPortName",
         "brkViolationLane"],
        [("brkViolationSeverity", active, "", ""),
         ("brkViolationExpected", active, "brkViolationExpected", ""),
         ("brkViolationObserved", active, "brkViolationObserved", "")],
        ["brkViolationIndex"],
        {"Value #A": "severity (5: critical)", "brkViolationRuleId": "rule", "brkBreakoutName": "breakout",
         "brkViolationLeg": "leg", "brkPortName": "port", "brkViolationLane": "lane",
         "brkViolationExpected": "expected", "brkViolationObserved": "observed"}, place)


def legs(place):
    return table(
        "Legs", ["instance", "brkBreakoutName", "brkLegIndex"],
        [("brkLegVerdict", HERE, "brkLegVerdict", " == 1"),
         ("brkLegExpectedType", HERE, "brkLegExpectedType", ""),
         ("brkLegObservedType", HERE, "brkLegObservedType", "")],
        ["Value #A"],
        {"brkBreakoutName": "breakout", "brkLegIndex": "leg", "brkLegVerdict": "verdict",
         "brkLegExpectedType": "expected", "brkLegObservedType": "observed"}, place)


def variable(name, query, label):
    return {"name": name, "type": "query", "label": label, "datasource": SOURCE, "query": query, "refresh": 2,
            "includeAll": True, "multi": True, "allValue": ".*", "current": {"text": "All", "value": "$__all"}}


def panels(mib):
    found = []
    for i, (severity, color) in enumerate(COLORS.items()):
        found.append(stat(severity, f"sum(brkAgentViolations{severity}{{{HERE}}})", (3 * i, 0, 3, 4), color))
    found += [
        stat("Ports that can't be read",
             f'sum(brkPortReadStatus{{{HERE},brkPortReadStatus!~"ok|absent"}})', (12, 0, 4, 4), "orange"),
        stat("Breakouts", f"sum(brkAgentBreakouts{{{HERE}}})", (16, 0, 4, 4), "green"),
        stat("Modules", f"sum(brkAgentModules{{{HERE}}})", (20, 0, 4, 4), "green"),
        violations((0, 4, 24, 8)),
        legs((0, 12, 24, 8)),
        curve(mib, "brkLaneRxPower", PORT, LANE, (0, 20, 12, 8)),
        curve(mib, "brkLaneTxPower", PORT, LANE, (12, 20, 12, 8)),
        curve(mib, "brkLaneTxBias", PORT, LANE, (0, 28, 12, 8)),
        curve(mib, "brkModuleTemperature", PORT, "{{brkPortName}}", (12, 28, 12, 8)),
        curve(mib, "brkLegLossTowardLeg", HERE, LEG, (0, 36, 12, 8)),
        curve(mib, "brkLegLossTowardTrunk", HERE, LEG, (12, 36, 12, 8)),
        panel("timeseries", "Alarms and signals that came up, per hour",
              [target("A", f"increase(brkLaneFlagEvents{{{PORT}}}[1h])", LANE)], (0, 44, 12, 8)),
        panel("timeseries", "Failed reads per hour",
              [target("A", f"increase(brkPortReadErrors{{{PORT}}}[1h])", "{{brkPortName}}")], (12, 44, 12, 8)),
    ]
    for i, p in enumerate(found, 1):
        p["id"] = i
    return found


def files(mib):
    dashboard = {
        "title": "Breakouts", "uid": "breakouts", "tags": ["breakoutd"], "schemaVersion": 36, "editable": True,
        "description": "Made by contrib/nms/generate.py from BREAKOUT-MIB.",
        "time": {"from": "now-6h", "to": "now"}, "refresh": "1m",
        "templating": {"list": [
            {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Data source"},
            variable("instance", "label_values(brkAgentPorts, instance)", "Switch"),
            variable("port", f"label_values(brkPortPresence{{{HERE}}}, brkPortName)", "Port"),
        ]},
        "panels": panels(mib),
    }
    text = json.dumps(dashboard, indent=1, ensure_ascii=False)
    return {"grafana/breakout.json": text + "\n"}
