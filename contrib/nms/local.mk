# Files for network management systems. What generate.py writes is in the tree: test_nms.sh holds it to the MIB.
# They name OIDs of the default root; for another one generate.py has to write them.
if DEFAULT_MIB_ROOT
nmsdir = $(pkgdatadir)/nms
nmsgrafanadir = $(nmsdir)/grafana
nmsicinga2dir = $(nmsdir)/icinga2
nmslibrenmsdir = $(nmsdir)/librenms
nmslibrenmsosdir = $(nmsdir)/librenms/os_detection
nmslibrenmsdiscoverydir = $(nmsdir)/librenms/os_discovery
nmsnagiosdir = $(nmsdir)/nagios
nmsprometheusdir = $(nmsdir)/prometheus
nmssnmpttdir = $(nmsdir)/snmptt
nmstelegrafdir = $(nmsdir)/telegraf
nmszabbixdir = $(nmsdir)/zabbix
dist_nmsgrafana_DATA = contrib/nms/grafana/breakout.json
dist_nmsicinga2_DATA = contrib/nms/icinga2/breakout.conf
dist_nmslibrenms_DATA = contrib/nms/librenms/BreakoutTrap.php contrib/nms/librenms/snmptraps.php
dist_nmslibrenmsos_DATA = contrib/nms/librenms/os_detection/breakoutd.yaml
dist_nmslibrenmsdiscovery_DATA = contrib/nms/librenms/os_discovery/breakoutd.yaml
dist_nmsnagios_DATA = contrib/nms/nagios/breakout.cfg
dist_nmsprometheus_DATA = \
	contrib/nms/prometheus/generator-0.22.yml \
	contrib/nms/prometheus/generator.yml \
	contrib/nms/prometheus/prometheus.yml \
	contrib/nms/prometheus/rules.yml \
	contrib/nms/prometheus/snmp-0.22.yml \
	contrib/nms/prometheus/snmp.yml
dist_nmssnmptt_DATA = contrib/nms/snmptt/snmptt.conf
dist_nmstelegraf_DATA = contrib/nms/telegraf/breakout.conf
dist_nmszabbix_DATA = contrib/nms/zabbix/template_breakout.yaml
dist_nmszabbix_SCRIPTS = contrib/nms/zabbix/zbxtrap.sh
endif
EXTRA_DIST += \
	contrib/nms/prometheus/rules_test.yml \
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
