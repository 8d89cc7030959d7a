# Rules by scenario.
RULES_TESTS = tests/rules/test_scenarios
RULES_SHARED = tests/unit/test.h tests/unit/box.c tests/unit/box.h tests/unit/own_host.h
tests_rules_test_scenarios_SOURCES = tests/rules/test_scenarios.c tests/rules/scenario.c tests/rules/scenario.h \
	tests/rules/scenario_build.c tests/rules/scenario_module.c tests/rules/scenario_expect.c \
	tests/common/type_image.c tests/common/type_image.h $(RULES_SHARED)
tests_rules_test_scenarios_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_rules_test_scenarios_LDADD = $(UNIT_LDADD)
# A file for each family of rules.
EXTRA_DIST += tests/rules/README.md tests/rules/cab.txt tests/rules/con.txt tests/rules/dat.txt tests/rules/dom.txt \
	tests/rules/fec.txt tests/rules/ff.txt tests/rules/host.txt tests/rules/leg.txt tests/rules/med.txt tests/rules/mixed.txt \
	tests/rules/mod.txt tests/rules/rate.txt tests/rules/reach.txt tests/rules/sp.txt tests/rules/wl.txt

# Every trunk in every mode with every leg.
RULES_TESTS += tests/rules/test_matrix
tests_rules_test_matrix_SOURCES = tests/rules/test_matrix.c tests/rules/type_module.c tests/rules/type_module.h \
	tests/common/type_image.c tests/common/type_image.h $(RULES_SHARED)
tests_rules_test_matrix_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_rules_test_matrix_LDADD = $(UNIT_LDADD)
EXTRA_DIST += tests/rules/matrix.expected

# Random switches.
RULES_TESTS += tests/rules/test_switches
tests_rules_test_switches_SOURCES = tests/rules/test_switches.c tests/rules/random_switch.c \
	tests/rules/random_switch.h tests/rules/type_module.c tests/rules/type_module.h \
	tests/common/type_image.c tests/common/type_image.h tests/unit/own_host.h tests/unit/test.h
tests_rules_test_switches_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_rules_test_switches_LDADD = $(UNIT_LDADD)

UNIT_TESTS += $(RULES_TESTS)
