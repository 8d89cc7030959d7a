# Everything but main() is a library, so that tests link what the daemon runs.
noinst_LIBRARIES += libagent.a
libagent_a_SOURCES = \
	agent/agentx/notices.c \
	agent/agentx/pdu.c agent/agentx/pdu.h \
	agent/agentx/registry.c \
	agent/agentx/requests.c agent/agentx/requests.h \
	agent/agentx/respond.c agent/agentx/respond.h \
	agent/agentx/session.c agent/agentx/session.h agent/agentx/session_private.h \
	agent/agentx/spin.c \
	agent/agentx/wire.c agent/agentx/wire.h \
	agent/answers.c agent/answers.h \
	agent/confine.c agent/confine.h \
	agent/daemon.c agent/daemon.h \
	agent/entity.c agent/entity.h \
	agent/entity_change.c agent/entity_change.h \
	agent/landlock.c \
	agent/ledger.c agent/ledger.h \
	agent/ledger_file.c agent/ledger_file.h \
	agent/mib.c agent/mib.h agent/mib_tables.h \
	agent/mib_agent.c \
	agent/mib_breakout.c \
	agent/mib_cells.c agent/mib_cells.h \
	agent/mib_engine.c agent/mib_engine.h \
	agent/mib_entity.c agent/mib_entity.h \
	agent/mib_entity_sensor.c \
	agent/mib_event.c \
	agent/mib_lane.c \
	agent/mib_module.c \
	agent/mib_port.c \
	agent/mib_rule.c \
	agent/notify.c agent/notify.h \
	agent/options.c agent/options.h \
	agent/pictures.c agent/pictures.h \
	agent/preferences.c agent/preferences.h \
	agent/privilege.c agent/privilege.h \
	agent/reader_process.c agent/reader_process.h \
	agent/sandbox.h agent/seccomp.c \
	agent/service.c agent/service.h \
	agent/status.h
libagent_a_CPPFLAGS = $(AM_CPPFLAGS) -DSYSCONFDIR='"$(sysconfdir)"'

sbin_PROGRAMS += agent/breakoutd
agent_breakoutd_SOURCES = agent/breakoutd.c
agent_breakoutd_LDADD = libagent.a $(BREAKOUT_LIBS) $(AGENT_LIBS)
