# Tests. Every program and script prints TAP, read by automake's driver, so
# that each test case counts.
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/unit/tap-run.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir;
EXTRA_DIST += build-aux/tap-driver.sh tests/unit/tap-run.sh

# What is shared by tests of several kinds is in tests/common.
TESTS_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
UNIT_TESTS =
SYSTEM_TESTS =
LINT_TESTS =

# The longest program first: the others run beside it.
include $(top_srcdir)/tests/diff/local.mk
include $(top_srcdir)/tests/unit/local.mk
include $(top_srcdir)/tests/rules/local.mk
include $(top_srcdir)/tests/fuzz/local.mk
include $(top_srcdir)/tests/bench/local.mk
include $(top_srcdir)/tests/system/local.mk
include $(top_srcdir)/tests/lint/local.mk
include $(top_srcdir)/tests/vm/local.mk
include $(top_srcdir)/tests/packaging/local.mk
include $(top_srcdir)/tests/nms/local.mk

EXTRA_DIST += $(SYSTEM_TESTS) $(LINT_TESTS) tools/bench tools/check tools/demo tools/build.sh tools/fresh.sh tools/deps.sh tools/lab.sh tools/mutate

if TESTS_ENABLED
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS) $(SYSTEM_TESTS) $(LINT_TESTS)
endif

# Run one suite: make check-unit, make check-system, make check-lint.
check-unit:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(UNIT_TESTS)'
check-system:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(SYSTEM_TESTS)'
check-lint:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(LINT_TESTS)'
.PHONY: check-unit check-system check-lint

# Line coverage of src/eeprom by the unit tests.
EXTRA_DIST += tests/coverage.sh
coverage:
	@top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' $(SHELL) $(top_srcdir)/tests/coverage.sh
.PHONY: coverage
