# System tests: shell scripts that print TAP, each in a lab of its own.
SYSTEM_TESTS += \
	tests/system/test_access.sh \
	tests/system/test_bad_input.sh \
	tests/system/test_bad_master.sh \
	tests/system/test_bench.sh \
	tests/system/test_breakoutctl.sh \
	tests/system/test_control.sh \
	tests/system/test_diagram.sh \
	tests/system/test_discover.sh \
	tests/system/test_entity.sh \
	tests/system/test_host.sh \
	tests/system/test_hwmon.sh \
	tests/system/test_lifecycle.sh \
	tests/system/test_master.sh \
	tests/system/test_notifications.sh \
	tests/system/test_operate.sh \
	tests/system/test_plans.sh \
	tests/system/test_policies.sh \
	tests/system/test_privileges.sh \
	tests/system/test_restart.sh \
	tests/system/test_service.sh \
	tests/system/test_storm.sh \
	tests/system/test_tables.sh \
	tests/system/test_walks.sh \
	tests/system/test_wide.sh
EXTRA_DIST += tests/system/diagram_fits.js tests/system/tap-lab.sh tests/system/tap-ctl.sh tests/system/walk.expected tests/system/absent.expected

# Clients that misbehave, for test_control.sh.
check_PROGRAMS += tests/system/crowd
tests_system_crowd_SOURCES = tests/system/crowd.c
tests_system_crowd_LDADD = $(BREAKOUT_LIBS)

# Master agents that misbehave, for test_bad_master.sh.
check_PROGRAMS += tests/system/bad_master
tests_system_bad_master_SOURCES = tests/system/bad_master.c tests/unit/fake_master.c tests/unit/fake_master.h
tests_system_bad_master_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_system_bad_master_LDADD = $(BREAKOUT_LIBS)

# A service manager, for test_service.sh.
check_PROGRAMS += tests/system/supervisor
tests_system_supervisor_SOURCES = tests/system/supervisor.c

# A decoder that somebody has taken over, for test_privileges.sh.
check_PROGRAMS += tests/system/hole
tests_system_hole_SOURCES = tests/system/hole.c
tests_system_hole_LDADD = libagent.a $(BREAKOUT_LIBS) $(AGENT_LIBS)
