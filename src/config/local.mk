libbreakout_a_SOURCES += \
	src/config/breakouts.c \
	src/config/build.h \
	src/config/config.c src/config/config.h \
	src/config/paths.c \
	src/config/place.c \
	src/config/policies.c \
	src/config/ports.c \
	src/config/problem.c src/config/problem.h \
	src/config/scan.c src/config/scan.h \
	src/config/settings.c \
	src/config/tree.c src/config/tree.h

exampledir = $(docdir)/examples
dist_example_DATA = conf/breakoutd.conf.example
