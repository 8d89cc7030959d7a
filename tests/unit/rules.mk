UNIT_TESTS += tests/unit/test_rules
tests_unit_test_rules_SOURCES = tests/unit/test_rules.c tests/unit/test.h tests/unit/box.c tests/unit/box.h
tests_unit_test_rules_LDADD = $(UNIT_LDADD)

UNIT_TESTS += tests/unit/test_plan
tests_unit_test_plan_SOURCES = tests/unit/test_plan.c tests/unit/test.h
tests_unit_test_plan_LDADD = $(UNIT_LDADD)
