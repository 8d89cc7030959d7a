# Fuzz targets: replayed with spoiled seeds in make check, run with clang's libFuzzer by make fuzz.
FUZZ_REPLAYS = tests/fuzz/replay_decode tests/fuzz/replay_text tests/fuzz/replay_judge tests/fuzz/replay_control \
	tests/fuzz/replay_netlink tests/fuzz/replay_agentx tests/fuzz/replay_mode tests/fuzz/replay_reader
UNIT_TESTS += $(FUZZ_REPLAYS)
FUZZ_SHARED = tests/fuzz/replay.c tests/fuzz/fuzz.h tests/fuzz/spoil_text.c tests/fuzz/spoil_text.h \
	tests/common/random.h tests/common/sample.h tests/common/type_image.c tests/common/type_image.h
tests_fuzz_replay_decode_SOURCES = tests/fuzz/fuzz_decode.c $(FUZZ_SHARED)
tests_fuzz_replay_decode_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_decode_LDADD = $(BREAKOUT_LIBS)
tests_fuzz_replay_text_SOURCES = tests/fuzz/fuzz_text.c $(FUZZ_SHARED)
tests_fuzz_replay_text_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_text_LDADD = $(BREAKOUT_LIBS)
tests_fuzz_replay_judge_SOURCES = tests/fuzz/fuzz_judge.c $(FUZZ_SHARED)
tests_fuzz_replay_judge_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_judge_LDADD = $(BREAKOUT_LIBS)
tests_fuzz_replay_control_SOURCES = tests/fuzz/fuzz_control.c $(FUZZ_SHARED)
tests_fuzz_replay_control_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_control_LDADD = $(BREAKOUT_LIBS)
tests_fuzz_replay_netlink_SOURCES = tests/fuzz/fuzz_netlink.c $(FUZZ_SHARED)
tests_fuzz_replay_netlink_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_netlink_LDADD = $(BREAKOUT_LIBS)
tests_fuzz_replay_agentx_SOURCES = tests/fuzz/fuzz_agentx.c $(FUZZ_SHARED)
tests_fuzz_replay_agentx_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_agentx_LDADD = libagent.a $(BREAKOUT_LIBS) $(AGENT_LIBS)
tests_fuzz_replay_mode_SOURCES = tests/fuzz/fuzz_mode.c $(FUZZ_SHARED)
tests_fuzz_replay_mode_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_mode_LDADD = $(BREAKOUT_LIBS)
tests_fuzz_replay_reader_SOURCES = tests/fuzz/fuzz_reader.c $(FUZZ_SHARED)
tests_fuzz_replay_reader_CPPFLAGS = $(TESTS_CPPFLAGS)
tests_fuzz_replay_reader_LDADD = $(BREAKOUT_LIBS)

# make fuzz [FUZZ_SECONDS=60]
EXTRA_DIST += tests/fuzz/run.sh
fuzz: $(FUZZ_REPLAYS)
	@top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' FUZZ_SECONDS='$(FUZZ_SECONDS)' \
		$(SHELL) $(top_srcdir)/tests/fuzz/run.sh
.PHONY: fuzz
clean-local:
	rm -rf tests/fuzz/corpus-* tests/fuzz/findings tests/fuzz/libfuzzer-objects tests/fuzz/*.libfuzzer \
		tests/fuzz/*.libfuzzer.o tests/fuzz/*.log
