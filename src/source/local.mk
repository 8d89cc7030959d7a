libbreakout_a_SOURCES += \
	src/source/file.c \
	src/source/node.c src/source/node.h \
	src/source/source.c src/source/source.h \
	src/source/sysfs.c
