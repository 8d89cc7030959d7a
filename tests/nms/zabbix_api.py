# SPDX-License-Identifier: BSD-3-Clause
"""zabbix_api.py URL COMMAND [ARGUMENT…]: what test_zabbix.sh asks Zabbix's JSON-RPC interface.

import FILE          a template, as its import page does
host PORT            a host with the template, whose SNMP agent is on that port of 127.0.0.1
check KEY            poll items, or discover, whose key begins so, now
items PREFIX         keys and last values of items that begin so, one a line
problems             names and severities of problems, one a line
"""
import json
import sys
import urllib.request

URL, COMMAND, *ARGUMENTS = sys.argv[1:]
TEMPLATE = "Breakouts by SNMP"


def call(method, params, auth=None):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params, "auth": auth}).encode()
    request = urllib.request.Request(URL, body, {"Content-Type": "application/json-rpc"})
    with urllib.request.urlopen(request, timeout=120) as response:
        answer = json.load(response)
    if "error" in answer:
        sys.exit(f"{method}: {answer['error']}")
    return answer["result"]


TOKEN = call("user.login", {"username": "Admin", "password": "zabbix"})


def ask(method, **params):
    return call(method, params, TOKEN)


def host_id():
    found = ask("host.get", filter={"host": "switch1"})
    return found[0]["hostid"] if found else "0"


if COMMAND == "import":
    rules = {kind: {"createMissing": True, "updateExisting": True}
             for kind in ("templates", "items", "triggers", "discoveryRules", "valueMaps")}
    rules["groups"] = {"createMissing": True}
    ask("configuration.import", format="yaml", rules=rules, source=open(ARGUMENTS[0], encoding="utf-8").read())
elif COMMAND == "host":
    group = ask("hostgroup.get", filter={"name": "Zabbix servers"})[0]["groupid"]
    template = ask("template.get", filter={"host": TEMPLATE})[0]["templateid"]
    interface = {"type": 2, "main": 1, "useip": 1, "ip": "127.0.0.1", "dns": "", "port": ARGUMENTS[0],
                 "details": {"version": 2, "community": "public"}}
    ask("host.create", host="switch1", groups=[{"groupid": group}], templates=[{"templateid": template}],
        interfaces=[interface])
elif COMMAND == "check":
    found = ask("item.get", hostids=host_id(), search={"key_": ARGUMENTS[0]}, startSearch=True, output=["itemid"])
    found += ask("discoveryrule.get", hostids=host_id(), search={"key_": ARGUMENTS[0]}, startSearch=True,
                 output=["itemid"])
    if not found:
        sys.exit(f"no item {ARGUMENTS[0]}")
    call("task.create", [{"type": 6, "request": {"itemid": f["itemid"]}} for f in found], TOKEN)
elif COMMAND == "items":
    for item in ask("item.get", hostids=host_id(), search={"key_": ARGUMENTS[0]}, startSearch=True,
                    output=["key_", "name", "lastvalue", "error"]):
        print(item["key_"], item["name"], " ".join(item["lastvalue"].split()), item["error"], sep="|")
elif COMMAND == "problems":
    for problem in ask("problem.get", hostids=host_id(), output=["name", "severity"]):
        print(problem["severity"], problem["name"])
