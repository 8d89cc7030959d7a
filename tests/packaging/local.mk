# Packages. What is quick is part of the lint suite; the rest is make check-packaging.
LINT_TESTS += tests/packaging/test_install.sh
PACKAGING_TESTS = tests/packaging/test_debian.sh tests/packaging/test_rpm.sh
EXTRA_DIST += $(PACKAGING_TESTS) tests/packaging/guest.sh tests/packaging/newcomer.sh

check-packaging: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(PACKAGING_TESTS)' check_PROGRAMS= check_LIBRARIES=
.PHONY: check-packaging
# Not at the same time: each packs and builds the tree.
tests/packaging/test_rpm.log: tests/packaging/test_debian.log
