# Our decoder against the real ethtool, which is made to decode our images by shim.so.
DIFF_TESTS = tests/diff/test_ethtool tests/diff/test_real
UNIT_TESTS += $(DIFF_TESTS)
DIFF_SOURCES = tests/diff/compare.c tests/diff/compare.h tests/diff/compare_bytes.h \
	tests/diff/compare_monitors.c tests/diff/compare_reasons.c \
	tests/diff/oracle.c tests/diff/oracle.h tests/diff/shim.h \
	tests/common/type_image.c tests/common/type_image.h
tests_diff_test_ethtool_SOURCES = tests/diff/test_ethtool.c $(DIFF_SOURCES)
tests_diff_test_ethtool_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_diff_test_ethtool_LDADD = $(BREAKOUT_LIBS)
EXTRA_tests_diff_test_ethtool_DEPENDENCIES = tests/diff/shim.so
tests_diff_test_real_SOURCES = tests/diff/test_real.c tests/diff/expected.c tests/diff/expected.h \
	tests/diff/expected_facts.c tests/diff/expected_facts.h $(DIFF_SOURCES)
tests_diff_test_real_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_diff_test_real_LDADD = $(BREAKOUT_LIBS)
EXTRA_tests_diff_test_real_DEPENDENCIES = tests/diff/shim.so

# Loaded into a program that is not ours: neither sanitizers nor coverage.
EXTRA_DIST += tests/diff/shim.c
CLEANFILES += tests/diff/shim.so
tests/diff/shim.so: $(srcdir)/tests/diff/shim.c $(srcdir)/tests/diff/shim.h
	$(AM_V_CCLD)$(MKDIR_P) tests/diff && $(CC) -D_GNU_SOURCE -I$(srcdir)/tests -std=gnu11 $(WARN_CFLAGS) -O2 \
		-fPIC -shared -o $@ $(srcdir)/tests/diff/shim.c -ldl

# What real modules are, where a collection of images is found.
UNIT_TESTS += tests/diff/test_identity
tests_diff_test_identity_SOURCES = tests/diff/test_identity.c tests/unit/cli_run.c tests/unit/cli_run.h tests/unit/test.h
tests_diff_test_identity_CPPFLAGS = $(TESTS_CPPFLAGS) -I$(top_srcdir)/tests/unit
tests_diff_test_identity_LDADD = $(UNIT_LDADD)
EXTRA_DIST += tests/diff/identity.expected
