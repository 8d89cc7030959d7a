libbreakout_a_SOURCES += \
	src/discover/discover.c src/discover/discover.h \
	src/discover/hunt.c src/discover/hunt.h \
	src/discover/i2c.c \
	src/discover/join.c \
	src/discover/look.c src/discover/look.h \
	src/discover/name.c src/discover/name.h \
	src/discover/netdev.c \
	src/discover/number.c src/discover/number.h \
	src/discover/platform.c \
	src/discover/port.c \
	src/discover/watch.c src/discover/watch.h
