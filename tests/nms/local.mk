# Tests with the real NMSs. Not of `make check`: they need packages that run as services once installed.
NMS_TESTS = \
	tests/nms/test_librenms.sh \
	tests/nms/test_nagios.sh \
	tests/nms/test_prometheus.sh \
	tests/nms/test_snmptt.sh \
	tests/nms/test_zabbix.sh
EXTRA_DIST += $(NMS_TESTS) \
	tests/nms/compare_metrics.py \
	tests/nms/dashboard_queries.py \
	tests/nms/librenms_sensors.py \
	tests/nms/nms-lab.sh \
	tests/nms/zabbix_api.py

check-nms:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(NMS_TESTS)'
.PHONY: check-nms
