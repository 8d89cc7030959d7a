# make bench: figures for docs/performance.md. Not built or run by make check.
EXTRA_PROGRAMS = tests/bench/bench
tests_bench_bench_SOURCES = tests/bench/bench.c tests/bench/bench_bus.c tests/bench/bench_bus.h \
	tests/bench/bench_judge.c tests/bench/bench_judge.h \
	tests/diff/oracle.c tests/diff/oracle.h tests/diff/shim.h tests/rules/type_module.c tests/rules/type_module.h \
	tests/common/type_image.c tests/common/type_image.h
tests_bench_bench_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_bench_bench_LDADD = $(BREAKOUT_LIBS)
EXTRA_DIST += tests/bench/run.sh
CLEANFILES += tests/bench/bench
bench: tests/bench/bench tests/diff/shim.so
	@top_builddir='$(top_builddir)' $(SHELL) $(top_srcdir)/tests/bench/run.sh
.PHONY: bench
