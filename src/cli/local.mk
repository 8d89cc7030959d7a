libbreakout_a_SOURCES += \
	src/cli/ask.c src/cli/ask.h \
	src/cli/cli.c src/cli/cli.h \
	src/cli/cmd_check.c \
	src/cli/cmd_decode.c \
	src/cli/cmd_diagram.c \
	src/cli/cmd_discover.c \
	src/cli/cmd_explain.c \
	src/cli/cmd_fit.c \
	src/cli/cmd_history.c \
	src/cli/cmd_import.c \
	src/cli/cmd_show.c \
	src/cli/cmd_sim.c \
	src/cli/cmd_status.c \
	src/cli/cmd_watch.c \
	src/cli/commands.c \
	src/cli/complete.c src/cli/complete.h \
	src/cli/conf_text.c src/cli/conf_text.h \
	src/cli/decode_file.c src/cli/decode_file.h \
	src/cli/decode_view.c src/cli/decode_view.h \
	src/cli/discover_print.c src/cli/discover_print.h \
	src/cli/fit.c src/cli/fit.h \
	src/cli/fit_columns.c \
	src/cli/fit_end.c src/cli/fit_end.h \
	src/cli/fit_limits.c \
	src/cli/fit_modes.c src/cli/fit_modes.h \
	src/cli/fit_rows.c src/cli/fit_rows.h \
	src/cli/fit_view.c src/cli/fit_view.h \
	src/cli/import.c src/cli/import.h \
	src/cli/import_cumulus.c \
	src/cli/import_modes.c src/cli/import_modes.h \
	src/cli/import_print.c \
	src/cli/import_sonic.c \
	src/cli/scan.c src/cli/scan.h \
	src/cli/watch_page.c src/cli/watch_page.h

bin_PROGRAMS += breakoutctl
breakoutctl_SOURCES = src/cli/main.c
breakoutctl_CPPFLAGS = $(AM_CPPFLAGS) -DSYSCONFDIR='"$(sysconfdir)"'
breakoutctl_LDADD = $(BREAKOUT_LIBS)

# Completion asks breakoutctl itself, so that it knows what this one can.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
dist_bashcompletion_DATA = src/cli/completion/breakoutctl
dist_zshcompletion_DATA = src/cli/completion/_breakoutctl
