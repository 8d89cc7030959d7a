# SPDX-License-Identifier: BSD-3-Clause
"""dashboard_queries.py DASHBOARD PROMETHEUS: every expression of the dashboard has data there.

Queries of one table are merged as Grafana does it, by all fields that they share: that has to give
as many rows as the first of them has.
"""
import json
import sys
import urllib.parse
import urllib.request

with open(sys.argv[1], encoding="utf-8") as file:
    dashboard = json.load(file)
asked = failed = 0
for panel in dashboard["panels"]:
    frames = []
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
        frames.append([one["metric"] for one in series])
        if not series:
            failed += 1
            print(f"{panel['title']}: nothing for {expression}")
    if any(t["id"] == "merge" for t in panel.get("transformations", [])):
        shared = set.intersection(*({label for row in frame for label in row} for frame in frames))
        rows = {tuple(row.get(label) for label in sorted(shared)) for frame in frames for row in frame}
        if len(rows) != len(frames[0]):
            failed += 1
            print(f"{panel['title']}: {len(rows)} rows of {[len(frame) for frame in frames]}, by {sorted(shared)}")
print(f"{asked} expressions, {failed} without data")
sys.exit(failed > 0 or asked < 15)
