# Each folder of src/ adds its own tests in its own file.
UNIT_LDADD = $(BREAKOUT_LIBS) $(CMOCKA_LIBS)
include $(top_srcdir)/tests/unit/base.mk
include $(top_srcdir)/tests/unit/state.mk
include $(top_srcdir)/tests/unit/model.mk
include $(top_srcdir)/tests/unit/eeprom.mk
include $(top_srcdir)/tests/unit/source.mk
include $(top_srcdir)/tests/unit/rules.mk
include $(top_srcdir)/tests/unit/collect.mk
include $(top_srcdir)/tests/unit/config.mk
include $(top_srcdir)/tests/unit/discover.mk
include $(top_srcdir)/tests/unit/reader.mk
include $(top_srcdir)/tests/unit/sim.mk
include $(top_srcdir)/tests/unit/control.mk
include $(top_srcdir)/tests/unit/cli.mk
include $(top_srcdir)/tests/unit/agent.mk
