UNIT_TESTS += tests/unit/test_state
tests_unit_test_state_SOURCES = tests/unit/test_state.c tests/unit/scratch.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_state_LDADD = $(UNIT_LDADD)
