# The engine test brings its own view and tables; the others link all of agent/.
AGENT_UNIT_LDADD = libagent.a $(UNIT_LDADD)
UNIT_TESTS += tests/unit/test_mib_columns tests/unit/test_mib_engine tests/unit/test_mib_file \
	tests/unit/test_mib_preferences tests/unit/test_notify
tests_unit_test_mib_columns_SOURCES = tests/unit/test_mib_columns.c tests/unit/test.h
tests_unit_test_mib_columns_LDADD = $(AGENT_UNIT_LDADD)
UNIT_TESTS += tests/unit/test_ledger
tests_unit_test_ledger_SOURCES = tests/unit/test_ledger.c tests/unit/test.h tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_ledger_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_mib_engine_SOURCES = tests/unit/test_mib_engine.c tests/unit/test.h
tests_unit_test_mib_engine_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_mib_file_SOURCES = tests/unit/test_mib_file.c tests/unit/test.h
tests_unit_test_mib_file_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_mib_preferences_SOURCES = tests/unit/test_mib_preferences.c tests/unit/test.h
tests_unit_test_mib_preferences_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_notify_SOURCES = tests/unit/test_notify.c tests/unit/test.h
tests_unit_test_notify_LDADD = $(AGENT_UNIT_LDADD)
