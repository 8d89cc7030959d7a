UNIT_TESTS += tests/unit/test_sim
tests_unit_test_sim_SOURCES = tests/unit/test_sim.c tests/unit/scratch.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_sim_LDADD = $(UNIT_LDADD)
