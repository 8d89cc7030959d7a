NETLINK_ANSWER = tests/unit/netlink_answer.c tests/unit/netlink_answer.h
UNIT_TESTS += tests/unit/test_monitor tests/unit/test_devlink tests/unit/test_ethtool_link tests/unit/test_genl tests/unit/test_source_ethtool \
	tests/unit/test_netdev tests/unit/test_source_bus tests/unit/test_source_chassis \
	tests/unit/test_source_i2c \
	tests/unit/test_source_fake tests/unit/test_source_file tests/unit/test_source_sysfs
tests_unit_test_netdev_SOURCES = tests/unit/test_netdev.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_netdev_LDADD = $(UNIT_LDADD)
tests_unit_test_source_bus_SOURCES = tests/unit/test_source_bus.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_source_bus_LDADD = $(UNIT_LDADD)
tests_unit_test_source_chassis_SOURCES = tests/unit/test_source_chassis.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_source_chassis_LDADD = $(UNIT_LDADD)
tests_unit_test_source_i2c_SOURCES = tests/unit/test_source_i2c.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_source_i2c_LDADD = $(UNIT_LDADD)
tests_unit_test_source_fake_SOURCES = tests/unit/test_source_fake.c tests/unit/test.h \
	tests/unit/fake_source.c tests/unit/fake_source.h
tests_unit_test_source_fake_LDADD = $(UNIT_LDADD)
tests_unit_test_source_file_SOURCES = tests/unit/test_source_file.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_source_file_LDADD = $(UNIT_LDADD)
tests_unit_test_source_sysfs_SOURCES = tests/unit/test_source_sysfs.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_source_sysfs_LDADD = $(UNIT_LDADD)
tests_unit_test_genl_SOURCES = tests/unit/test_genl.c tests/unit/test.h $(NETLINK_ANSWER)
tests_unit_test_genl_LDADD = $(UNIT_LDADD)
tests_unit_test_source_ethtool_SOURCES = tests/unit/test_source_ethtool.c tests/unit/test.h $(NETLINK_ANSWER)
tests_unit_test_source_ethtool_LDADD = $(UNIT_LDADD)
tests_unit_test_ethtool_link_SOURCES = tests/unit/test_ethtool_link.c tests/unit/test.h $(NETLINK_ANSWER) \
	tests/unit/net_device.c tests/unit/net_device.h
tests_unit_test_ethtool_link_LDADD = $(UNIT_LDADD)
tests_unit_test_devlink_SOURCES = tests/unit/test_devlink.c tests/unit/test.h $(NETLINK_ANSWER) \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_devlink_LDADD = $(UNIT_LDADD)
tests_unit_test_monitor_SOURCES = tests/unit/test_monitor.c tests/unit/test.h $(NETLINK_ANSWER) \
	tests/unit/net_device.c tests/unit/net_device.h
tests_unit_test_monitor_LDADD = $(UNIT_LDADD)

FAKE_HWMON = tests/unit/fake_hwmon.c tests/unit/fake_hwmon.h tests/unit/scratch.c tests/unit/scratch.h
UNIT_TESTS += tests/unit/test_hwmon
tests_unit_test_hwmon_SOURCES = tests/unit/test_hwmon.c tests/unit/test.h $(FAKE_HWMON)
tests_unit_test_hwmon_LDADD = $(UNIT_LDADD)
