UNIT_TESTS += tests/unit/test_model
tests_unit_test_model_SOURCES = tests/unit/test_model.c tests/unit/test.h
tests_unit_test_model_LDADD = $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_cable
tests_unit_test_cable_SOURCES = tests/unit/test_cable.c tests/unit/test.h
tests_unit_test_cable_LDADD = $(UNIT_LDADD)
