UNIT_TESTS += tests/unit/test_tracker
tests_unit_test_tracker_SOURCES = tests/unit/test_tracker.c tests/unit/test.h tests/unit/box.c tests/unit/box.h
tests_unit_test_tracker_LDADD = $(UNIT_LDADD)
