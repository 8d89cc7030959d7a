# system tests: shell scripts that print TAP
SYSTEM_TESTS += tests/system/test_breakoutctl.sh
EXTRA_DIST += tests/system/test_breakoutctl.sh
