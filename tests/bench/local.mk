# make bench: figures for docs/performance.md. Not run by make check, but for a short
# form of the agent's that tests/system/test_bench.sh holds against each agent's cells.
EXTRA_PROGRAMS = tests/bench/bench
tests_bench_bench_SOURCES = tests/bench/bench.c tests/bench/bench_bus.c tests/bench/bench_bus.h \
	tests/bench/bench_judge.c tests/bench/bench_judge.h \
	tests/diff/oracle.c tests/diff/oracle.h tests/diff/shim.h tests/rules/type_module.c tests/rules/type_module.h \
	tests/common/type_image.c tests/common/type_image.h
tests_bench_bench_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_bench_bench_LDADD = $(BREAKOUT_LIBS)
EXTRA_DIST += tests/bench/run.sh
CLEANFILES += tests/bench/bench

# The agent's: our session and engine and Net-SNMP's helper as subagents, a module of snmpd, a manager.
BENCH_AGENT = tests/bench/agent/subagent tests/bench/agent/walker tests/bench/agent/notice
EXTRA_PROGRAMS += $(BENCH_AGENT)
BENCH_TABLE = tests/bench/agent/table.c tests/bench/agent/table.h
BENCH_SNMP = tests/bench/agent/snmp.c tests/bench/agent/snmp.h
tests_bench_agent_subagent_SOURCES = tests/bench/agent/subagent.c tests/bench/agent/subagent.h \
	tests/bench/agent/container.c tests/bench/agent/traps.c $(BENCH_TABLE) $(BENCH_SNMP)
tests_bench_agent_subagent_CFLAGS = $(AM_CFLAGS) $(NETSNMP_AGENT_CFLAGS)
tests_bench_agent_subagent_LDFLAGS = $(AM_LDFLAGS) -Wl,--as-needed
tests_bench_agent_subagent_LDADD = libagent.a $(BREAKOUT_LIBS) $(AGENT_LIBS) $(NETSNMP_AGENT_LIBS)
tests_bench_agent_walker_SOURCES = tests/bench/agent/walker.c $(BENCH_TABLE) $(BENCH_SNMP)
tests_bench_agent_walker_LDADD = $(BREAKOUT_LIBS)
tests_bench_agent_notice_SOURCES = tests/bench/agent/notice.c $(BENCH_SNMP)
tests_bench_agent_notice_LDADD = $(BREAKOUT_LIBS)
EXTRA_tests_bench_agent_subagent_DEPENDENCIES = tests/bench/agent/plugin.so

# Loaded into snmpd: neither sanitizers nor coverage.
tests/bench/agent/plugin.so: $(srcdir)/tests/bench/agent/plugin.c $(BENCH_TABLE)
	$(AM_V_CCLD)$(MKDIR_P) tests/bench/agent && $(CC) -D_GNU_SOURCE -std=gnu11 $(WARN_CFLAGS) $(NETSNMP_AGENT_CFLAGS) \
		-O2 -fPIC -shared -o $@ $(srcdir)/tests/bench/agent/plugin.c $(srcdir)/tests/bench/agent/table.c

EXTRA_DIST += tests/bench/agent/plugin.c tests/bench/agent/run.sh tests/bench/agent/report.awk \
	tests/bench/agent/peers/pass_persist.pl tests/bench/agent/peers/pass_persist.py \
	tests/bench/agent/peers/pyagentx_table.py tests/bench/agent/peers/table.py
CLEANFILES += $(BENCH_AGENT) tests/bench/agent/plugin.so
if TESTS_ENABLED
if HAVE_NETSNMP
check_PROGRAMS += $(BENCH_AGENT)
endif
endif

bench-agent-programs: $(BENCH_AGENT) all
bench-agent: bench-agent-programs
	@top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
		$(SHELL) $(top_srcdir)/tests/bench/agent/run.sh $(BENCH_ARGUMENTS)
bench: tests/bench/bench tests/diff/shim.so bench-agent-programs
	@top_builddir='$(top_builddir)' $(SHELL) $(top_srcdir)/tests/bench/run.sh
	@$(MAKE) $(AM_MAKEFLAGS) bench-agent
.PHONY: bench bench-agent bench-agent-programs
