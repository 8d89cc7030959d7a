UNIT_TESTS += tests/unit/test_config
tests_unit_test_config_SOURCES = tests/unit/test_config.c tests/unit/test.h \
	tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_config_LDADD = $(UNIT_LDADD)
