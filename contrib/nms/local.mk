# Files for network management systems. What generate.py writes is in the tree: test_nms.sh holds it to the MIB.
NMS_FILES = \
	contrib/nms/grafana/breakout.json \
	contrib/nms/icinga2/breakout.conf \
	contrib/nms/librenms/BreakoutTrap.php \
	contrib/nms/librenms/os_detection/breakoutd.yaml \
	contrib/nms/librenms/os_discovery/breakoutd.yaml \
	contrib/nms/librenms/snmptraps.php \
	contrib/nms/nagios/breakout.cfg \
	contrib/nms/prometheus/generator-0.22.yml \
	contrib/nms/prometheus/generator.yml \
	contrib/nms/prometheus/prometheus.yml \
	contrib/nms/prometheus/rules.yml \
	contrib/nms/prometheus/rules_test.yml \
	contrib/nms/prometheus/snmp-0.22.yml \
	contrib/nms/prometheus/snmp.yml \
	contrib/nms/snmptt/snmptt.conf \
	contrib/nms/telegraf/breakout.conf \
	contrib/nms/zabbix/template_breakout.yaml \
	contrib/nms/zabbix/zbxtrap.sh
EXTRA_DIST += $(NMS_FILES) \
	contrib/nms/generate.py \
	contrib/nms/generator/columns.py \
	contrib/nms/generator/grafana.py \
	contrib/nms/generator/librenms.py \
	contrib/nms/generator/mib.py \
	contrib/nms/generator/nagios.py \
	contrib/nms/generator/notifications.py \
	contrib/nms/generator/prometheus.py \
	contrib/nms/generator/snmptt.py \
	contrib/nms/generator/telegraf.py \
	contrib/nms/generator/yaml.py \
	contrib/nms/generator/zabbix.py
