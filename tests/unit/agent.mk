# The engine test brings its own view and tables; the others link all of agent/.
AGENT_UNIT_LDADD = libagent.a $(UNIT_LDADD) $(AGENT_LIBS)
UNIT_TESTS += tests/unit/test_entity tests/unit/test_entity_change \
	tests/unit/test_mib_columns tests/unit/test_mib_engine tests/unit/test_mib_file \
	tests/unit/test_mib_preferences tests/unit/test_notify tests/unit/test_pictures tests/unit/test_session
tests_unit_test_entity_SOURCES = tests/unit/test_entity.c tests/unit/test.h tests/unit/own_host.h
tests_unit_test_entity_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_entity_change_SOURCES = tests/unit/test_entity_change.c tests/unit/test.h
tests_unit_test_entity_change_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_mib_columns_SOURCES = tests/unit/test_mib_columns.c tests/unit/test.h
tests_unit_test_mib_columns_LDADD = $(AGENT_UNIT_LDADD)
UNIT_TESTS += tests/unit/test_ledger
tests_unit_test_ledger_SOURCES = tests/unit/test_ledger.c tests/unit/test.h tests/unit/scratch.c tests/unit/scratch.h
tests_unit_test_ledger_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_mib_engine_SOURCES = tests/unit/test_mib_engine.c tests/unit/test.h
tests_unit_test_mib_engine_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_mib_file_SOURCES = tests/unit/test_mib_file.c tests/unit/test.h
tests_unit_test_mib_file_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_mib_preferences_SOURCES = tests/unit/test_mib_preferences.c tests/unit/scratch.c \
	tests/unit/scratch.h tests/unit/test.h
tests_unit_test_mib_preferences_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_notify_SOURCES = tests/unit/test_notify.c tests/unit/test.h
tests_unit_test_notify_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_pictures_SOURCES = tests/unit/test_pictures.c tests/unit/show_scan.c tests/unit/show_scan.h tests/unit/test.h
tests_unit_test_pictures_LDADD = $(AGENT_UNIT_LDADD)
tests_unit_test_session_SOURCES = tests/unit/test_session.c tests/unit/fake_master.c tests/unit/fake_master.h \
	tests/unit/scratch.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_session_LDADD = $(AGENT_UNIT_LDADD)
UNIT_TESTS += tests/unit/test_service
tests_unit_test_service_SOURCES = tests/unit/test_service.c tests/unit/test.h
tests_unit_test_service_LDADD = $(AGENT_UNIT_LDADD)
UNIT_TESTS += tests/unit/test_wire
tests_unit_test_wire_SOURCES = tests/unit/test_wire.c tests/unit/test.h tests/unit/scratch.c tests/unit/scratch.h \
	tests/common/type_image.c tests/common/type_image.h
tests_unit_test_wire_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_unit_test_wire_LDADD = $(AGENT_UNIT_LDADD)
UNIT_TESTS += tests/unit/test_respond
tests_unit_test_respond_SOURCES = tests/unit/test_respond.c tests/unit/fake_master.c tests/unit/fake_master.h \
	tests/unit/show_scan.c tests/unit/show_scan.h tests/unit/test.h
tests_unit_test_respond_LDADD = $(AGENT_UNIT_LDADD)
UNIT_TESTS += tests/unit/test_memory
tests_unit_test_memory_SOURCES = tests/unit/test_memory.c tests/unit/box.c tests/unit/box.h tests/unit/fake_source.c \
	tests/unit/fake_source.h tests/unit/scratch.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_memory_LDADD = $(AGENT_UNIT_LDADD)
UNIT_TESTS += tests/unit/test_crash
tests_unit_test_crash_SOURCES = tests/unit/test_crash.c tests/unit/scratch.c tests/unit/scratch.h tests/unit/test.h
tests_unit_test_crash_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=write,--wrap=rename,--wrap=fsync,--wrap=fchmod
tests_unit_test_crash_LDADD = $(AGENT_UNIT_LDADD)
