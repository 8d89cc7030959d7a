libbreakout_a_SOURCES += src/state/state.c src/state/state.h
