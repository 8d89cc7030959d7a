UNIT_TESTS += tests/unit/test_tracker
tests_unit_test_tracker_SOURCES = tests/unit/test_tracker.c tests/unit/test.h tests/unit/box.c tests/unit/box.h
tests_unit_test_tracker_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_collect
tests_unit_test_collect_SOURCES = tests/unit/test_collect.c tests/unit/test.h tests/unit/box.c tests/unit/box.h \
	tests/unit/fake_source.c tests/unit/fake_source.h
tests_unit_test_collect_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_infer
tests_unit_test_infer_SOURCES = tests/unit/test_infer.c tests/unit/test.h tests/unit/box.c tests/unit/box.h tests/unit/own_host.h
tests_unit_test_infer_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_baseline
tests_unit_test_baseline_SOURCES = tests/unit/test_baseline.c tests/unit/test.h tests/unit/box.c tests/unit/box.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_baseline_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_bus
tests_unit_test_bus_SOURCES = tests/unit/test_bus.c tests/unit/test.h tests/unit/box.c tests/unit/box.h \
	tests/unit/fake_source.c tests/unit/fake_source.h
tests_unit_test_bus_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_latch
tests_unit_test_latch_SOURCES = tests/unit/test_latch.c tests/unit/test.h
tests_unit_test_latch_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_cage
tests_unit_test_cage_SOURCES = tests/unit/test_cage.c tests/unit/test.h tests/unit/box.c tests/unit/box.h \
	tests/unit/fake_source.c tests/unit/fake_source.h
tests_unit_test_cage_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_host
tests_unit_test_host_SOURCES = tests/unit/test_host.c tests/unit/test.h tests/unit/box.c tests/unit/box.h \
	tests/unit/fake_source.c tests/unit/fake_source.h tests/unit/net_device.c tests/unit/net_device.h
tests_unit_test_host_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_sensors
tests_unit_test_sensors_SOURCES = tests/unit/test_sensors.c tests/unit/test.h tests/unit/box.c tests/unit/box.h \
	$(FAKE_HWMON)
tests_unit_test_sensors_LDADD = $(UNIT_LDADD)
