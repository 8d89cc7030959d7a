# Everything but main() is a library, so that tests link what the daemon runs.
noinst_LIBRARIES += libagent.a
libagent_a_SOURCES = \
	agent/agentx.c agent/agentx.h \
	agent/agentx_pdu.c agent/agentx_pdu.h \
	agent/answers.c agent/answers.h \
	agent/daemon.c agent/daemon.h \
	agent/entity.c agent/entity.h \
	agent/entity_change.c agent/entity_change.h \
	agent/fastpath.c agent/fastpath.h \
	agent/handler.c agent/handler.h \
	agent/knock.c agent/knock.h \
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
	agent/pump.c agent/pump.h \
	agent/sender.c agent/sender.h \
	agent/service.c agent/service.h \
	agent/session.c agent/session.h \
	agent/status.h \
	agent/stream.c agent/stream.h
libagent_a_CPPFLAGS = $(AM_CPPFLAGS) -DSYSCONFDIR='"$(sysconfdir)"'
libagent_a_CFLAGS = $(AM_CFLAGS) $(NETSNMP_AGENT_CFLAGS)

sbin_PROGRAMS += agent/breakoutd
agent_breakoutd_SOURCES = agent/breakoutd.c
# Net-SNMP's pkg-config names libraries that only snmpd itself needs.
agent_breakoutd_LDFLAGS = $(AM_LDFLAGS) -Wl,--as-needed
agent_breakoutd_LDADD = libagent.a $(BREAKOUT_LIBS) $(NETSNMP_AGENT_LIBS)
