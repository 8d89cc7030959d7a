#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# A wrong SFP, seen by the real snmp_exporter, Prometheus and Alertmanager with
# the files of contrib/nms/prometheus, and resolved when it is replaced.
. "${top_srcdir:-.}/tests/nms/nms-lab.sh"
nms_need curl python3 promtool prometheus prometheus-snmp-exporter prometheus-alertmanager
nms_begin --type 40g-sr4 --mode 4x10G
lab_start_all

exporter=$(nms_free_port)
prometheus=$(nms_free_port)
alertmanager=$(nms_free_port)
agent=127.0.0.1:$LAB_PORT

# Debian's file has the format of its own version.
snmp_yml=$NMS/prometheus/snmp.yml
prometheus-snmp-exporter --version 2>&1 | grep -qE 'version 0\.(1?[0-9]|2[0-2])\.' &&
	snmp_yml=$NMS/prometheus/snmp-0.22.yml
nms_start exporter "$exporter" prometheus-snmp-exporter --config.file="$snmp_yml" \
	--web.listen-address="127.0.0.1:$exporter"

scrape() {
	curl -sf "http://127.0.0.1:$exporter/snmp?target=$agent&module=breakout&auth=public_v2" >"$LAB/metrics"
}
same_as_walk() {
	scrape || return 1
	MIBS='' walk -On "$agent" .1.3.6.1.4.1.8072.9999.9999.2420 >"$LAB/walk"
	python3 "$top_srcdir/tests/nms/compare_metrics.py" "$NMS" "$LAB/metrics" "$LAB/walk"
}
tap_case 'what snmp_exporter serves is what snmpwalk shows' same_as_walk
labelled() {
	grep '^brkLaneRxPower{.*brkBreakoutName="bo1".*brkPortName="swp1"' "$LAB/metrics" &&
		grep '^brkLegVerdict{.*brkBreakoutName="bo1".*brkLegVerdict="ok"} 1' "$LAB/metrics"
}
tap_case 'names are labels, enumerations are states' labelled

# The files as they are, but for addresses and times.
mkdir "$LAB/prometheus"
sed 's/\(keep_firing_for\|for\): .*/\1: 2s/' "$NMS/prometheus/rules.yml" >"$LAB/prometheus/rules.yml"
sed "s/127.0.0.1:161/$agent/; s/127.0.0.1:9116/127.0.0.1:$exporter/; s/127.0.0.1:9093/127.0.0.1:$alertmanager/
	s/\(scrape_interval\|scrape_timeout\): .*/\1: 2s/; /^scrape_configs/i global: {evaluation_interval: 2s}" \
	"$NMS/prometheus/prometheus.yml" >"$LAB/prometheus/prometheus.yml"
tap_case 'promtool accepts the configuration' promtool check config "$LAB/prometheus/prometheus.yml"
cat >"$LAB/alertmanager.yml" <<-END
	route: {receiver: nobody}
	receivers: [{name: nobody}]
END
nms_start alertmanager "$alertmanager" prometheus-alertmanager --config.file="$LAB/alertmanager.yml" \
	--storage.path="$LAB/alertmanager" --web.listen-address="127.0.0.1:$alertmanager" --cluster.listen-address=
nms_start prometheus "$prometheus" prometheus --config.file="$LAB/prometheus/prometheus.yml" \
	--storage.tsdb.path="$LAB/tsdb" --web.listen-address="127.0.0.1:$prometheus"

# query EXPRESSION: how many series Prometheus answers with.
query() {
	curl -sf "http://127.0.0.1:$prometheus/api/v1/query" --data-urlencode "query=$1" |
		python3 -c 'import json, sys; print(len(json.load(sys.stdin)["data"]["result"]))'
}
stored() {
	[ "$(query "$1")" = "$2" ]
}
tap_case 'Prometheus stores lanes by name' lab_wait 30 stored 'brkLaneRxPower{brkPortName="swp1"}' 4

# alerts: name, severity, port and description of those that Alertmanager has active.
alerts() {
	curl -sf "http://127.0.0.1:$alertmanager/api/v2/alerts?active=true" | python3 -c '
import json, sys
for alert in json.load(sys.stdin):
    labels = alert["labels"]
    print(labels["alertname"], labels["severity"], labels.get("brkPortName", "-"), alert["annotations"]["description"])'
}
no_alert() {
	answer=$(alerts) && [ -z "$answer" ] || {
		echo "$answer"
		return 1
	}
}
tap_case 'no alert while all fits' no_alert

wrong_sfp() {
	breakoutctl sim insert "$SIM" swp3 10g-lr serial=WRONG1 >/dev/null
	lab_wait 60 sh -c "curl -sf 'http://127.0.0.1:$alertmanager/api/v2/alerts?active=true' | grep -q WL-01"
	alerts
	[ "$(alerts)" = "BreakoutViolation critical swp3 expected: 10GBASE-SR, 850 nm (840 nm to 860 nm); observed: 10GBASE-LR, 1310 nm. What to do: breakoutctl explain WL-01" ]
}
tap_case 'a wrong SFP fires in Alertmanager, in words' wrong_sfp

# Debian has the older pages only.
nms_picture prometheus-alerts "http://127.0.0.1:$prometheus/classic/alerts"
nms_picture prometheus-graph "http://127.0.0.1:$prometheus/classic/graph?g0.tab=0&g0.range_input=2m&g0.expr=brkLaneRxPower/100"
nms_picture prometheus-violations "http://127.0.0.1:$prometheus/classic/graph?g0.tab=1&g0.expr=brkViolationObserved"
nms_picture prometheus-targets "http://127.0.0.1:$prometheus/classic/targets"

# Every expression of the dashboard is one that Prometheus can evaluate; those about what is there find it.
dashboard() {
	python3 "$top_srcdir/tests/nms/dashboard_queries.py" "$NMS/grafana/breakout.json" "http://127.0.0.1:$prometheus"
}
tap_case 'every panel of the dashboard has data' dashboard

right_sfp() {
	breakoutctl sim insert "$SIM" swp3 10g-sr serial=RIGHT1 >/dev/null
	lab_wait 60 no_alert
	no_alert
}
tap_case 'and resolves when it is replaced' right_sfp

# The agent ends, snmpd goes on.
agent_gone() {
	lab_kill breakoutd
	lab_wait 60 sh -c "curl -sf 'http://127.0.0.1:$alertmanager/api/v2/alerts?active=true' | grep -q BreakoutAgentAbsent"
	alerts
	[ "$(alerts | cut -d' ' -f1)" = BreakoutAgentAbsent ]
}
tap_case 'an agent that ends is noticed' agent_gone
tap_done
