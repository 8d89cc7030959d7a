# SPDX-License-Identifier: BSD-3-Clause
"""A template for Zabbix 6.0 and newer: discovery of ports, lanes, breakouts and legs, problems, trap items."""
import hashlib

from . import columns, yaml

NAME = "Breakouts by SNMP"
HEAD = """\
# SPDX-License-Identifier: BSD-3-Clause
# Made by contrib/nms/generate.py from BREAKOUT-MIB.
"""
PRIORITIES = {5: "HIGH", 4: "AVERAGE", 3: "WARNING"}

# Items of each kind of row that is discovered: what is shown, and what graphs need. Lists have room for short names.
PORT_ITEMS = {
    "brkPortPresence": "presence", "brkPortReadStatus": "read status", "brkPortReadErrors": "failed reads",
    "brkModuleTypeName": "module type", "brkModuleSerial": "module serial number",
    "brkModuleTemperature": "temperature", "brkModuleSupply": "supply voltage"}
LANE_ITEMS = {
    "brkLaneStatus": "status", "brkLaneRxPower": "received power", "brkLaneTxPower": "transmitted power",
    "brkLaneTxBias": "laser bias current", "brkLaneFlagEvents": "flags that came up"}
BREAKOUT_ITEMS = {
    "brkBreakoutVerdict": "verdict", "brkBreakoutSeverity": "worst severity",
    "brkBreakoutLegsPresent": "legs present", "brkBreakoutViolations": "violations"}
LEG_ITEMS = {
    "brkLegVerdict": "verdict", "brkLegSeverity": "worst severity", "brkLegExpectedType": "expected type",
    "brkLegObservedType": "observed type", "brkLegLossTowardLeg": "loss toward the leg",
    "brkLegLossTowardTrunk": "loss toward the trunk"}
AGENT_ITEMS = {
    "brkAgentVersion": "version", "brkAgentPorts": "ports", "brkAgentModules": "modules",
    "brkAgentBreakouts": "breakouts", "brkAgentViolationsCritical": "critical violations",
    "brkAgentViolationsMajor": "major violations", "brkAgentViolationsMinor": "minor violations",
    "brkNotificationsDropped": "notifications dropped"}

# Two tables with an index in common, asked for in one go: rows of two numbers get the name of the first.
JOIN = """\
var rows = JSON.parse(value), names = {}, found = [];
rows.forEach(function (row) {
    if (row['{#NAME}']) names[row['{#SNMPINDEX}']] = row['{#NAME}'];
});
rows.forEach(function (row) {
    var parts = row['{#SNMPINDEX}'].split('.');
    if (parts.length === 2 && names[parts[0]])
        found.push({'{#SNMPINDEX}': row['{#SNMPINDEX}'], '{#NAME}': names[parts[0]], '{#NUMBER}': parts[1]});
});
return JSON.stringify(found);
"""


def uuid(what):
    """A version 4 UUID without dashes that is always the same for the same thing."""
    digest = hashlib.sha256(f"breakoutd {what}".encode()).hexdigest()[:32]
    return f"{digest[:12]}4{digest[13:16]}8{digest[17:]}"


def value_map(column):
    return column.convention or column.name


def tags(**values):
    return [{"tag": name, "value": value} for name, value in values.items()]


def item(column, name, key, oid, tagged):
    i = {"uuid": uuid(key), "name": name, "type": "SNMP_AGENT", "snmp_oid": oid, "key": key}
    if column.is_text:
        i.update(trends="0", value_type="CHAR")
    elif column.base == "Integer32" or column.decimals:
        i.update(value_type="FLOAT")
    if column.units:
        # An exclamation mark keeps Zabbix from making kdBm of it.
        i["units"] = {"degrees Celsius": "°C", "V": "V"}.get(column.units, "!" + column.units)
    i["description"] = column.description[:2000]
    if column.labels:
        i["valuemap"] = {"name": value_map(column)}
    steps = []
    if column.name == "brkLegObservedType":
        # No instance where there is no module: else the type of the one before would stay.
        steps.append({"type": "CHECK_NOT_SUPPORTED", "parameters": [""], "error_handler": "CUSTOM_VALUE",
                      "error_handler_params": "none"})
    if column.decimals:
        steps.append({"type": "MULTIPLIER", "parameters": [f"0.{'1'.zfill(column.decimals)}"]})
    if column.is_text or column.labels:
        # Nothing new is stored once an hour only.
        steps.append({"type": "DISCARD_UNCHANGED_HEARTBEAT", "parameters": ["1h"]})
    if steps:
        i["preprocessing"] = steps
    i["tags"] = tagged
    return i


def trigger(what, priority, expression, name, event_name=None):
    return {"uuid": uuid(f"trigger {what} {priority}"), "expression": expression,
            **({"event_name": event_name} if event_name else {}), "name": name, "priority": priority}


def by_severity(key, name, event_name=None):
    """A problem of each severity."""
    return [trigger(key, priority, f"last(/{NAME}/{key}[{{#SNMPINDEX}}])={severity}", name, event_name)
            for severity, priority in PRIORITIES.items()]


def prototypes(mib, items, row, tagged):
    return {name: item(mib.columns[name], f"{row}: {what}", f"{name}[{{#SNMPINDEX}}]",
                       f"{mib.columns[name].oid}.{{#SNMPINDEX}}", tagged) for name, what in items.items()}


def rule(what, key, oids, items, join=False):
    r = {"uuid": uuid(key), "name": what, "type": "SNMP_AGENT", "snmp_oid": f"discovery[{oids}]", "key": key,
         "delay": "10m", "lifetime": "7d", "item_prototypes": list(items.values())}
    if join:
        r["preprocessing"] = [{"type": "JAVASCRIPT", "parameters": [JOIN]}]
    return r


def discovery_rules(mib):
    port = prototypes(mib, PORT_ITEMS, "Port {#NAME}", tags(component="port", port="{#NAME}"))
    key = f"/{NAME}/brkPortReadStatus[{{#SNMPINDEX}}]"
    unreadable = " or ".join(f"last({key})={n}" for n, label in mib.columns["brkPortReadStatus"].labels.items()
                             if label in ("ioError", "timeout", "stale", "localError"))
    port["brkPortReadStatus"]["trigger_prototypes"] = [
        trigger("brkPortReadStatus", "AVERAGE", unreadable, "Port {#NAME}: its module can not be read")]
    lane = prototypes(mib, LANE_ITEMS, "Port {#NAME} lane {#NUMBER}", tags(component="lane", port="{#NAME}"))
    breakout = prototypes(mib, BREAKOUT_ITEMS, "Breakout {#NAME}",
                          tags(component="breakout", breakout="{#NAME}"))
    leg = prototypes(mib, LEG_ITEMS, "Breakout {#NAME} leg {#NUMBER}",
                     tags(component="leg", breakout="{#NAME}"))
    # What is wrong with a trunk is a problem of its breakout only, what is wrong with a leg one of both.
    breakout["brkBreakoutSeverity"]["trigger_prototypes"] = by_severity(
        "brkBreakoutSeverity", "Breakout {#NAME}: violation")
    expected, observed = (f"{{?last(//{key}[{{#SNMPINDEX}}])}}"
                          for key in ("brkLegExpectedType", "brkLegObservedType"))
    leg["brkLegSeverity"]["trigger_prototypes"] = by_severity(
        "brkLegSeverity", "Breakout {#NAME} leg {#NUMBER}: violation",
        f"Breakout {{#NAME}} leg {{#NUMBER}}: violation (expected {expected}, observed {observed})")
    return [
        rule("Ports", "breakout.ports", f"{{#NAME}},{mib.columns['brkPortName'].oid}", port),
        rule("Lanes", "breakout.lanes", f"{{#NAME}},{mib.columns['brkPortName'].oid},{{#LANE}},"
             f"{mib.columns['brkLaneStatus'].oid}", lane, join=True),
        rule("Breakouts", "breakout.breakouts", f"{{#NAME}},{mib.columns['brkBreakoutName'].oid}", breakout),
        rule("Legs", "breakout.legs", f"{{#NAME}},{mib.columns['brkBreakoutName'].oid},{{#LEG}},"
             f"{mib.columns['brkLegVerdict'].oid}", leg, join=True),
    ]


def trap_items(mib):
    """Each notification's traps as a log. By name and number: snmptrapd may know the MIB or not."""
    return [{"uuid": uuid(f"trap {n.name}"), "name": f"Trap {n.name}", "type": "SNMP_TRAP",
             "key": f'snmptrap["({n.name}|{n.oid.replace(".", chr(92) + ".")})(\\s|$)"]', "delay": "0",
             "history": "14d", "trends": "0", "value_type": "LOG", "description": n.description,
             "tags": tags(component="trap")}
            for n in mib.notifications.values()]


def agent_items(mib):
    items = [item(mib.columns[n], f"breakoutd: {what}", n, f"{mib.columns[n].oid}.0",
                  tags(component="breakoutd")) for n, what in AGENT_ITEMS.items()]
    items[1]["triggers"] = [trigger("nodata", "AVERAGE", f"nodata(/{NAME}/brkAgentPorts,10m)=1",
                                    "breakoutd does not answer")]
    items[-1]["triggers"] = [trigger("dropped", "INFO", f"change(/{NAME}/brkNotificationsDropped)>0",
                                     "Traps were lost: see the violations")]
    return items


def files(mib):
    names = [n for items in (AGENT_ITEMS, PORT_ITEMS, LANE_ITEMS, BREAKOUT_ITEMS, LEG_ITEMS) for n in items]
    maps = {value_map(mib.columns[n]): mib.columns[n].labels for n in names if mib.columns[n].labels}
    unknown = [n for n in names if n not in columns.EXPORTED]
    assert not unknown, unknown
    group = "Templates/Network devices"
    template = {
        "uuid": uuid("template"), "template": NAME, "name": NAME,
        "description": "Optical breakouts of switches with breakoutd (BREAKOUT-MIB).",
        "groups": [{"name": group}],
        "items": agent_items(mib) + trap_items(mib),
        "discovery_rules": discovery_rules(mib),
        "tags": [{"tag": "class", "value": "network"}],
        "valuemaps": [{"uuid": uuid(f"valuemap {name}"), "name": name,
                       "mappings": [{"value": str(n), "newvalue": label} for n, label in labels.items()]}
                      for name, labels in maps.items()],
    }
    export = {"zabbix_export": {"version": "6.0", "date": "2026-11-22T00:00:00Z",
                                "groups": [{"uuid": "36bff6c29af64692839d077febfc7079", "name": group}],
                                "templates": [template]}}
    return {"zabbix/template_breakout.yaml": HEAD + yaml.dump(export)}
