# SPDX-License-Identifier: BSD-3-Clause
"""dashboard_queries.py DASHBOARD PROMETHEUS: every expression of the dashboard has data there."""
import json
import sys
import urllib.parse
import urllib.request

with open(sys.argv[1], encoding="utf-8") as file:
    dashboard = json.load(file)
asked = failed = 0
for panel in dashboard["panels"]:
    for target in panel["targets"]:
        expression = target["expr"].replace("$instance", ".*").replace("$port", ".*")
        query = urllib.parse.urlencode({"query": expression})
        try:
            with urllib.request.urlopen(f"{sys.argv[2]}/api/v1/query?{query}", timeout=20) as answer:
                series = json.load(answer)["data"]["result"]
        except OSError as error:
            series = []
            print(error)
        asked += 1
        if not series:
            failed += 1
            print(f"{panel['title']}: nothing for {expression}")
print(f"{asked} expressions, {failed} without data")
sys.exit(failed > 0 or asked < 15)
