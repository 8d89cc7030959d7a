libbreakout_a_SOURCES += \
	src/cli/cell.c src/cli/cell.h \
	src/cli/cli.c src/cli/cli.h \
	src/cli/cmd_decode.c \
	src/cli/cmd_show.c \
	src/cli/cmd_sim.c \
	src/cli/decode_view.c src/cli/decode_view.h \
	src/cli/listing.c src/cli/listing.h \
	src/cli/module_apps.c src/cli/module_view.h \
	src/cli/module_fields.c \
	src/cli/module_lanes.c \
	src/cli/module_plans.c \
	src/cli/show_breakouts.c src/cli/show_columns.h \
	src/cli/show_ports.c \
	src/cli/show_violations.c \
	src/cli/table.c src/cli/table.h

bin_PROGRAMS += breakoutctl
breakoutctl_SOURCES = src/cli/main.c
breakoutctl_CPPFLAGS = $(AM_CPPFLAGS) -DSYSCONFDIR='"$(sysconfdir)"'
breakoutctl_LDADD = $(BREAKOUT_LIBS)
