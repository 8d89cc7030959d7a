# Everything but main() is a library, so that tests link what the daemon runs.
noinst_LIBRARIES += libagent.a
libagent_a_SOURCES = \
	agent/mib.c agent/mib.h \
	agent/mib_agent.c \
	agent/mib_breakout.c \
	agent/mib_cells.c agent/mib_cells.h \
	agent/mib_engine.c agent/mib_engine.h \
	agent/mib_event.c \
	agent/mib_lane.c \
	agent/mib_module.c \
	agent/mib_port.c \
	agent/mib_rule.c \
	agent/preferences.c agent/preferences.h
