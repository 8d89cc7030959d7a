UNIT_TESTS += tests/unit/test_discover tests/unit/test_discover_number
tests_unit_test_discover_SOURCES = tests/unit/test_discover.c tests/unit/test.h $(CLI_RUN) \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_discover_LDADD = $(UNIT_LDADD)
tests_unit_test_discover_number_SOURCES = tests/unit/test_discover_number.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_discover_number_LDADD = $(UNIT_LDADD)
