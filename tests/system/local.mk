# System tests: shell scripts that print TAP, each in a lab of its own.
SYSTEM_TESTS += \
	tests/system/test_bad_input.sh \
	tests/system/test_breakoutctl.sh \
	tests/system/test_host.sh \
	tests/system/test_lifecycle.sh \
	tests/system/test_notifications.sh \
	tests/system/test_plans.sh \
	tests/system/test_policies.sh \
	tests/system/test_restart.sh \
	tests/system/test_storm.sh \
	tests/system/test_tables.sh \
	tests/system/test_wide.sh
EXTRA_DIST += tests/system/tap-lab.sh tests/system/walk.expected tests/system/absent.expected
